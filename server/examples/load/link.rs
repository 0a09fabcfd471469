//! One connection with one document: a lean peer of automerge-repo's protocol.

use std::collections::HashSet;

use anyhow::{Context, bail};
use automerge::{
    Automerge, ChangeHash, ObjId, ObjType, ReadDoc,
    sync::{self, SyncDoc},
    transaction::Transactable,
};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config, tungstenite};
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
        // As browsers and the other clients do: small messages do not wait for the acknowledgement of the ones before.
        let (mut socket, _) = connect_async_with_config(url, None, true).await?;
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
        let bytes: Vec<u8> = message.changes.iter().flatten().copied().collect();
        if !bytes.is_empty() {
            self.doc.load_incremental(&bytes)?;
        }
        self.learn(message, bytes.is_empty());
        self.push().await
    }

    /// Notes where the server stands. Automerge's own way of it walks through the whole history at every message: a hundred
    /// peers in one program would then measure themselves.
    fn learn(&mut self, message: sync::Message, is_answer: bool) {
        let state = &mut self.state;
        state.in_flight = false;
        if let Some(flags) = message.flags {
            state.their_capabilities = Some(vec![sync::Capability::MessageV2]);
            state.peer_read_only = flags.contains(sync::MessageFlags::READ_ONLY);
        }
        let is_here = |head: &ChangeHash| self.doc.get_change_meta_by_hash(head).is_some();
        let mut known: Vec<_> = message.heads.iter().copied().filter(is_here).collect();
        if !state.sent_hashes.is_empty() {
            let lacking: HashSet<_> = self
                .doc
                .get_changes_meta(&known)
                .into_iter()
                .map(|change| change.hash)
                .collect();
            state.sent_hashes.retain(|hash| lacking.contains(hash));
        }
        if is_answer && message.heads == self.doc.get_heads() {
            state.last_sent_heads.clone_from(&message.heads);
        }
        if known.len() != message.heads.len() {
            known.append(&mut state.shared_heads);
            known.sort_unstable();
            known.dedup();
        }
        state.shared_heads = known;
        state.their_have = Some(message.have);
        state.their_heads = Some(message.heads);
        state.their_need = Some(message.need);
    }

    /// Does the server say that it has what is here?
    pub(crate) fn agrees(&self) -> bool {
        let heads = self.doc.get_heads();
        self.state.their_heads.as_ref() == Some(&heads)
    }

    /// The heads that the server announced last.
    pub(crate) fn their_heads(&self) -> &[ChangeHash] {
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
            for text in 0..TEXTS {
                tx.put_object(&place, text_name(text), ObjType::Text)?;
            }
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
/// Texts in it, at whose ends people type: like the parts of a plan, each of them for some.
const TEXTS: usize = 4;

fn text_name(text: usize) -> String {
    format!("text {text}")
}

/// The place where the load writes, found once.
pub(crate) struct Place {
    map: ObjId,
    text: ObjId,
}

impl Place {
    /// `turn` says who of the room this is.
    pub(crate) fn of(doc: &Automerge, turn: usize) -> anyhow::Result<Self> {
        let (_, map) = doc.get(automerge::ROOT, PLACE)?.context("not laid out")?;
        let text = doc.get(&map, text_name(turn % TEXTS))?;
        let (_, text) = text.context("not laid out")?;
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
