//! A socket that says whatever a test wants it to say.

use futures_util::{SinkExt, StreamExt};
use tokio::time::timeout;
use tokio_tungstenite::{
    connect_async,
    tungstenite::{self, Message as Frame, client::IntoClientRequest, http::HeaderValue},
};
use trama_shared::{
    ids::DocumentId,
    sync::wire::{Ephemeral, Message, PeerMetadata},
};

use super::{PATIENCE, peer::Socket};

pub(crate) struct Raw {
    socket: Socket,
    pub(crate) name: String,
    pub(crate) server: String,
}

/// Opens a socket with these headers; the error is the status of the answer.
pub(crate) async fn open(url: &str, headers: &[(&'static str, String)]) -> Result<Socket, u16> {
    let mut request = url.into_client_request().unwrap();
    for (name, value) in headers {
        let value = HeaderValue::from_str(value).unwrap();
        request.headers_mut().insert(*name, value);
    }
    match connect_async(request).await {
        Ok((socket, _)) => Ok(socket),
        Err(tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

impl Raw {
    /// A program that has joined.
    pub(crate) async fn program(address: &str, token: &str, name: &str) -> Self {
        let url = format!("ws://{address}/sync?token={token}");
        Self::join(open(&url, &[]).await.unwrap(), name, None).await
    }

    /// A browser that has joined; it speaks Trama.
    pub(crate) async fn browser(address: &str, cookie: &str, name: &str) -> Self {
        let headers = [
            ("cookie", format!("trama_session={cookie}")),
            ("origin", format!("http://{address}")),
        ];
        let socket = open(&format!("ws://{address}/sync"), &headers)
            .await
            .unwrap();
        Self::join(socket, name, Some(1)).await
    }

    /// Somebody who has not introduced himself.
    pub(crate) fn unjoined(socket: Socket, name: &str) -> Self {
        Self {
            socket,
            name: name.to_owned(),
            server: String::new(),
        }
    }

    async fn join(socket: Socket, name: &str, trama: Option<u64>) -> Self {
        let mut raw = Self::unjoined(socket, name);
        let metadata = PeerMetadata {
            trama,
            ..PeerMetadata::default()
        };
        raw.send(&Message::join(name, metadata)).await;
        match raw.next().await {
            Some(Message::Peer { sender, .. }) => raw.server = sender,
            other => panic!("no answer to join: {other:?}"),
        }
        raw
    }

    pub(crate) async fn send(&mut self, message: &Message) {
        self.send_bytes(message.encode()).await;
    }

    pub(crate) async fn send_bytes(&mut self, bytes: Vec<u8>) {
        self.send_frame(Frame::Binary(bytes.into())).await;
    }

    pub(crate) async fn send_frame(&mut self, frame: Frame) {
        // The server may have closed already: what it said before is still to be read.
        drop(self.socket.send(frame).await);
    }

    pub(crate) async fn sync(&mut self, document: DocumentId, data: Vec<u8>) {
        let message = Message::Sync {
            sender: self.name.clone(),
            target: self.server.clone(),
            document,
            data,
        };
        self.send(&message).await;
    }

    pub(crate) async fn request(&mut self, document: DocumentId, data: Vec<u8>) {
        let message = Message::Request {
            sender: self.name.clone(),
            target: self.server.clone(),
            document,
            data,
        };
        self.send(&message).await;
    }

    pub(crate) async fn ephemeral(&mut self, document: DocumentId, count: u64) {
        let message = Message::Ephemeral {
            target: self.server.clone(),
            message: Ephemeral {
                sender: self.name.clone(),
                session: "session".to_owned(),
                count,
                document,
                // CBOR: the number 7.
                data: vec![0x07],
            },
        };
        self.send(&message).await;
    }

    /// The next message's bytes; `None` once the server has closed.
    pub(crate) async fn next_bytes(&mut self) -> Option<Vec<u8>> {
        loop {
            let frame = timeout(PATIENCE, self.socket.next()).await;
            match frame.expect("the server says nothing") {
                Some(Ok(Frame::Binary(bytes))) => return Some(bytes.to_vec()),
                Some(Ok(Frame::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next message that is no beat.
    pub(crate) async fn next(&mut self) -> Option<Message> {
        loop {
            let message = Message::decode(&self.next_bytes().await?).unwrap();
            if !matches!(message, Message::TramaBeat { .. }) {
                return Some(message);
            }
        }
    }

    /// Waits until the server has closed the socket.
    pub(crate) async fn until_closed(&mut self) {
        while self.next_bytes().await.is_some() {}
    }

    /// Everything that the server has to say before it answers a beat that is sent now: what comes after is later.
    pub(crate) async fn all_until_beat(&mut self) -> Vec<Message> {
        let beat = Message::TramaBeat {
            sender: self.name.clone(),
            target: self.server.clone(),
            echo: false,
        };
        self.send(&beat).await;
        let mut messages = Vec::new();
        while let Some(bytes) = self.next_bytes().await {
            match Message::decode(&bytes).unwrap() {
                Message::TramaBeat { echo: true, .. } => break,
                Message::TramaBeat { .. } => {}
                message => messages.push(message),
            }
        }
        messages
    }
}
