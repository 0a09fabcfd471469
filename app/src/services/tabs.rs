//! The other tabs of the same user: they share the device's storage, so what one has stored the others take as it is,
//! at once and without a network.

use js_sys::{Array, Uint8Array};
use trama_shared::{
    ids::{CaseId, DocumentId, TerritoryId},
    sync::chunk::{Chunk, ChunkKind},
};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

use super::store::kind_of;

/// What one tab tells the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TabMessage {
    /// These pieces of a document are in the device's storage.
    Chunks {
        /// The document.
        document: DocumentId,
        /// The pieces.
        chunks: Vec<Chunk>,
    },
    /// The user's own undo of a case changed.
    History(CaseId),
    /// The user's own undo of a territory changed.
    TerritoryHistory(TerritoryId),
    /// The user signed out.
    Left,
}

impl TabMessage {
    fn to_js(&self) -> JsValue {
        let parts = Array::new();
        match self {
            Self::Chunks { document, chunks } => {
                parts.push(&"chunks".into());
                parts.push(&document.to_string().into());
                for chunk in chunks {
                    parts.push(&chunk.kind.as_str().into());
                    parts.push(&Uint8Array::from(chunk.bytes.as_slice()).into());
                }
            }
            Self::History(case) => {
                parts.push(&"history".into());
                parts.push(&case.as_str().into());
            }
            Self::TerritoryHistory(territory) => {
                parts.push(&"territory-history".into());
                parts.push(&territory.as_str().into());
            }
            Self::Left => {
                parts.push(&"left".into());
            }
        }
        parts.into()
    }

    /// `None` for what another version of the app says.
    fn from_js(value: JsValue) -> Option<Self> {
        let parts: Array = value.dyn_into().ok()?;
        let text = |index: u32| parts.get(index).as_string();
        match text(0)?.as_str() {
            "chunks" => {
                let document = text(1)?.parse().ok()?;
                let chunks = (2..parts.length())
                    .step_by(2)
                    .filter_map(|index| {
                        let kind: ChunkKind = kind_of(&text(index)?)?;
                        let bytes: Uint8Array = parts.get(index + 1).dyn_into().ok()?;
                        Some(Chunk::new(kind, bytes.to_vec()))
                    })
                    .collect();
                Some(Self::Chunks { document, chunks })
            }
            "history" => Some(Self::History(text(1)?.parse().ok()?)),
            "territory-history" => Some(Self::TerritoryHistory(text(1)?.parse().ok()?)),
            "left" => Some(Self::Left),
            _ => None,
        }
    }
}

/// The channel between the tabs of one user.
pub struct Tabs {
    channel: BroadcastChannel,
}

impl Tabs {
    /// Opens the channel; `None` where the browser has none, and then the tabs meet on the server.
    #[must_use]
    pub fn open(user_id: &str) -> Option<Self> {
        BroadcastChannel::new(&format!("trama-{user_id}"))
            .ok()
            .map(|channel| Self { channel })
    }

    /// Hears the other tabs from now on.
    pub fn listen(&self, on_message: impl Fn(TabMessage) + 'static) {
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(message) = TabMessage::from_js(event.data()) {
                on_message(message);
            }
        });
        self.channel
            .set_onmessage(Some(heard.as_ref().unchecked_ref()));
        // Lives as long as the page: the channel calls it whenever another tab speaks.
        heard.forget();
    }

    /// Tells the other tabs.
    pub fn send(&self, message: &TabMessage) {
        let _ = self.channel.post_message(&message.to_js());
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}
