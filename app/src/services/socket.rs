//! The WebSocket to the server, as the documents use it.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{BinaryType, CloseEvent, Event, MessageEvent, WebSocket};

/// One socket. Dropping it closes it; it then says nothing more.
pub struct Socket {
    inner: WebSocket,
    _on_open: Closure<dyn FnMut(Event)>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_close: Closure<dyn FnMut(CloseEvent)>,
}

impl Socket {
    /// Opens a socket to the server that the page came from; `on_close` hears whether it ever was open. `None` where
    /// the browser does not even try.
    pub fn open(
        on_open: impl Fn() + 'static,
        on_message: impl Fn(Vec<u8>) + 'static,
        on_close: impl Fn(bool) + 'static,
    ) -> Option<Self> {
        let location = leptos::prelude::window().location();
        let scheme = if location.protocol().ok()? == "https:" {
            "wss"
        } else {
            "ws"
        };
        let socket = WebSocket::new(&format!("{scheme}://{}/sync", location.host().ok()?)).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);

        let opened = std::rc::Rc::new(std::cell::Cell::new(false));
        let was_open = opened.clone();
        let on_open = Closure::<dyn FnMut(Event)>::new(move |_| {
            opened.set(true);
            on_open();
        });
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() {
                on_message(Uint8Array::new(&buffer).to_vec());
            }
        });
        let on_close = Closure::<dyn FnMut(CloseEvent)>::new(move |_| on_close(was_open.get()));
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Some(Self {
            inner: socket,
            _on_open: on_open,
            _on_message: on_message,
            _on_close: on_close,
        })
    }

    /// Writes a frame. One that cannot be written is lost with the socket, which then closes and tells.
    pub fn send(&self, frame: &[u8]) {
        if self.inner.ready_state() == WebSocket::OPEN {
            let _ = self.inner.send_with_u8_array(frame);
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.inner.set_onopen(None);
        self.inner.set_onmessage(None);
        self.inner.set_onclose(None);
        let _ = self.inner.close();
    }
}
