//! One connection with one document: a lean peer of automerge-repo's protocol.

use anyhow::{Context, bail};
use automerge::{
    Automerge, ObjId, ObjType, ReadDoc,
    sync::{self, SyncDoc},
    transaction::Transactable,
};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite};
use trama_shared::{
    ids::DocumentId,
    sync::wire::{Message, PeerMetadata},
};

pub(crate) struct Link {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    me: String,
    server: String,
    document: DocumentId,
    pub(crate) doc: Automerge,
    state: sync::State,
}

impl Link {
    pub(crate) async fn connect(
        url: &str,
        me: String,
        document: DocumentId,
        doc: Automerge,
    ) -> anyhow::Result<Self> {
        let (mut socket, _) = connect_async(url).await?;
        let join = Message::join(&me, PeerMetadata::default());
        socket
            .send(tungstenite::Message::Binary(join.encode().into()))
            .await?;
        let server = loop {
            match next(&mut socket).await? {
                Message::Peer { sender, .. } => break sender,
                Message::Error { message, .. } => bail!("the server refuses to greet: {message}"),
                _ => {}
            }
        };
        let mut link = Self {
            socket,
            me,
            server,
            document,
            doc,
            state: sync::State::new(),
        };
        link.push().await?;
        Ok(link)
    }

    /// Tells the server what it does not have yet, if it is its turn.
    pub(crate) async fn push(&mut self) -> anyhow::Result<()> {
        let Some(message) = self.doc.generate_sync_message(&mut self.state) else {
            return Ok(());
        };
        let (sender, target) = (self.me.clone(), self.server.clone());
        let (document, data) = (self.document, message.encode());
        let message = if self.doc.get_heads().is_empty() {
            Message::Request {
                sender,
                target,
                document,
                data,
            }
        } else {
            Message::Sync {
                sender,
                target,
                document,
                data,
            }
        };
        self.socket
            .send(tungstenite::Message::Binary(message.encode().into()))
            .await?;
        Ok(())
    }

    /// Takes the next message about the document in, and answers it. Cut off while it waits, it has lost nothing.
    pub(crate) async fn next(&mut self) -> anyhow::Result<sync::Message> {
        loop {
            match next(&mut self.socket).await? {
                Message::Sync { document, data, .. } | Message::Request { document, data, .. }
                    if document == self.document =>
                {
                    return Ok(sync::Message::decode(&data)?);
                }
                Message::Error { message, .. } => bail!("the server gives up: {message}"),
                _ => {}
            }
        }
    }

    /// What [`Self::next`] gave goes into the document, and is answered.
    pub(crate) async fn take(&mut self, message: sync::Message) -> anyhow::Result<()> {
        self.doc.receive_sync_message(&mut self.state, message)?;
        self.push().await
    }

    /// Does the server say that it has what is here?
    pub(crate) fn agrees(&self) -> bool {
        let heads = self.doc.get_heads();
        self.state.their_heads.as_ref() == Some(&heads)
    }

    /// The heads that the server announced last.
    pub(crate) fn their_heads(&self) -> &[automerge::ChangeHash] {
        self.state.their_heads.as_deref().unwrap_or_default()
    }

    /// Lives until the document has content and the server the same.
    pub(crate) async fn until_agreed(&mut self) -> anyhow::Result<()> {
        while self.doc.get_heads().is_empty() || !self.agrees() {
            let message = self.next().await?;
            self.take(message).await?;
        }
        Ok(())
    }

    /// Lays out the place where the load writes, if it is not there.
    pub(crate) async fn lay_out(&mut self) -> anyhow::Result<()> {
        if self.doc.get(automerge::ROOT, PLACE)?.is_none() {
            let mut tx = self.doc.transaction();
            let place = tx.put_object(automerge::ROOT, PLACE, ObjType::Map)?;
            tx.put_object(place, TEXT, ObjType::Text)?;
            tx.commit();
            self.push().await?;
            self.until_agreed().await?;
        }
        Ok(())
    }
}

async fn next(socket: &mut WebSocketStream<MaybeTlsStream<TcpStream>>) -> anyhow::Result<Message> {
    loop {
        match socket.next().await.context("the server closed")?? {
            tungstenite::Message::Binary(bytes) => return Ok(Message::decode(&bytes)?),
            tungstenite::Message::Close(_) => bail!("the server closed"),
            _ => {}
        }
    }
}

/// Where the load writes in a document.
const PLACE: &str = "bench";
/// The text in it, at the end of which everybody types.
const TEXT: &str = "text";

/// The place where the load writes, found once.
pub(crate) struct Place {
    map: ObjId,
    text: ObjId,
}

impl Place {
    pub(crate) fn of(doc: &Automerge) -> anyhow::Result<Self> {
        let (_, map) = doc.get(automerge::ROOT, PLACE)?.context("not laid out")?;
        let (_, text) = doc.get(&map, TEXT)?.context("not laid out")?;
        Ok(Self { map, text })
    }

    /// Types a letter, and says how many this typist has typed.
    pub(crate) fn write(
        &self,
        doc: &mut Automerge,
        typist: &str,
        number: u64,
    ) -> anyhow::Result<()> {
        let end = doc.length(&self.text);
        let mut tx = doc.transaction();
        tx.put(&self.map, typist, number)?;
        tx.splice_text(&self.text, end, 0, "a")?;
        tx.commit();
        Ok(())
    }

    /// How many letters of this typist are here.
    pub(crate) fn read(&self, doc: &Automerge, typist: &str) -> anyhow::Result<u64> {
        let value = doc.get(&self.map, typist)?;
        Ok(value.and_then(|(value, _)| value.as_u64()).unwrap_or(0))
    }
}
