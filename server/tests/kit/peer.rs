//! A person's device: the sync core of the app over a real socket, its store in memory.

use std::{
    collections::{BTreeMap, HashMap},
    time::{Duration, Instant},
};

use automerge::{ActorId, ReadDoc, ScalarValue, transaction::Transactable};
use futures_util::{SinkExt, StreamExt};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};
use trama_shared::{
    ids::DocumentId,
    sync::{
        chunk::{Chunk, ChunkKey},
        client::ClientConfig,
        device::{Device, DeviceEffect},
        wire::{Ephemeral, Status},
    },
};

use super::PATIENCE;

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

pub(crate) struct Peer {
    pub(crate) device: Device,
    url: String,
    socket: Option<Socket>,
    started: Instant,
    stores: HashMap<DocumentId, BTreeMap<ChunkKey, Chunk>>,
    pub(crate) statuses: Vec<(DocumentId, Status)>,
    pub(crate) unavailable: Vec<DocumentId>,
    pub(crate) ephemeral: Vec<Ephemeral>,
    edits: u64,
}

impl Peer {
    /// A device that signs in with a token.
    pub(crate) fn new(address: &str, token: &str) -> Self {
        let name = format!("peer-{:032x}", u128::from_be_bytes(random()));
        Self::named(address, token, &name)
    }

    /// A device with this peer id.
    pub(crate) fn named(address: &str, token: &str, name: &str) -> Self {
        let config = ClientConfig {
            peer_id: name.to_owned(),
            session_id: format!("{:032x}", u128::from_be_bytes(random())),
            seed: u64::from_be_bytes(random()),
        };
        let actor = ActorId::from(&random::<16>()[..]);
        let mut device = Device::new(config, actor);
        device.start(0);
        Self {
            device,
            url: format!("ws://{address}/sync?token={token}"),
            socket: None,
            started: Instant::now(),
            stores: HashMap::new(),
            statuses: Vec::new(),
            unavailable: Vec::new(),
            ephemeral: Vec::new(),
            edits: 0,
        }
    }

    /// A device with these documents open and read.
    pub(crate) async fn with(address: &str, token: &str, documents: &[DocumentId]) -> Self {
        let mut peer = Self::new(address, token);
        for document in documents {
            peer.device.open(*document);
        }
        for document in documents {
            peer.until("the document is here", |peer| {
                peer.device
                    .replica(*document)
                    .is_some_and(|r| !r.is_empty())
            })
            .await;
        }
        peer
    }

    /// The server has moved (a restart on another port).
    pub(crate) fn moved_to(&mut self, address: &str, token: &str) {
        self.url = format!("ws://{address}/sync?token={token}");
    }

    pub(crate) fn now(&self) -> u64 {
        self.started.elapsed().as_millis() as u64
    }

    /// Puts a value at the root of a document, under a key that nobody else uses, and returns the key.
    pub(crate) fn edit(&mut self, document: DocumentId) -> String {
        self.edits += 1;
        let actor = self.device.replica(document).unwrap().doc().get_actor();
        let key = format!("edit-{actor}-{}", self.edits);
        let value = key.clone();
        let now = self.now();
        self.device
            .edit(document, now, |tx| {
                tx.put(
                    automerge::ROOT,
                    key.as_str(),
                    ScalarValue::from(value.as_str()),
                )
            })
            .unwrap();
        key
    }

    pub(crate) fn has(&self, document: DocumentId, key: &str) -> bool {
        let Some(replica) = self.device.replica(document) else {
            return false;
        };
        matches!(replica.doc().get(automerge::ROOT, key), Ok(Some(_)))
    }

    /// Are all edits of this device at the server, and durable there?
    pub(crate) fn is_saved(&self, document: DocumentId) -> bool {
        let replica = self.device.replica(document).unwrap();
        replica.own_edits().unsaved == 0
    }

    pub(crate) fn was_told(&self, document: DocumentId, status: Status) -> bool {
        self.statuses.contains(&(document, status))
    }

    /// Makes an edit and waits until the server says that it is durable.
    pub(crate) async fn edit_and_save(&mut self, document: DocumentId) -> String {
        let key = self.edit(document);
        self.until("the edit is saved", |peer| peer.is_saved(document))
            .await;
        key
    }

    pub(crate) async fn until_has(&mut self, document: DocumentId, key: &str) {
        self.until("the edit has come", |peer| peer.has(document, key))
            .await;
    }

    /// Lives until something is so.
    pub(crate) async fn until(&mut self, what: &str, mut is_so: impl FnMut(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.carry_out().await;
            if is_so(self) {
                return;
            }
            assert!(Instant::now() < deadline, "never came true: {what}");
            self.step(deadline).await;
        }
    }

    /// Lives as long as `other` takes.
    pub(crate) async fn meanwhile<T>(&mut self, other: impl Future<Output = T>) -> T {
        tokio::pin!(other);
        loop {
            self.carry_out().await;
            let far = Instant::now() + PATIENCE;
            tokio::select! {
                done = &mut other => return done,
                () = self.step(far) => {}
            }
        }
    }

    async fn step(&mut self, deadline: Instant) {
        let wake = self
            .device
            .wakes_at()
            .map_or(deadline, |at| self.started + Duration::from_millis(at));
        let wait = wake.min(deadline).saturating_duration_since(Instant::now());
        let frame = if let Some(socket) = &mut self.socket {
            timeout(wait, socket.next()).await.ok()
        } else {
            tokio::time::sleep(wait).await;
            None
        };
        let now = self.now();
        match frame {
            Some(Some(Ok(Message::Binary(frame)))) => self.device.receive(&frame, now),
            Some(Some(Ok(Message::Close(_)) | Err(_)) | None) => {
                self.socket = None;
                self.device.closed(now);
            }
            Some(Some(Ok(_))) => {}
            None => self.device.tick(now),
        }
    }

    async fn carry_out(&mut self) {
        loop {
            let effects = self.device.take_effects();
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                self.carry_out_one(effect).await;
            }
        }
    }

    async fn carry_out_one(&mut self, effect: DeviceEffect) {
        match effect {
            DeviceEffect::Dial => {
                let request = self.url.as_str().into_client_request().unwrap();
                let dialled = connect_async(request).await;
                let now = self.now();
                if let Ok((socket, _)) = dialled {
                    self.socket = Some(socket);
                    self.device.opened(now);
                } else {
                    self.device.closed(now);
                }
            }
            DeviceEffect::Hangup => self.socket = None,
            DeviceEffect::Write(frame) => {
                if let Some(socket) = &mut self.socket {
                    // A socket that broke is noticed when it is read.
                    drop(socket.send(Message::Binary(frame.into())).await);
                }
            }
            DeviceEffect::Load(document) => {
                let store = self.stores.entry(document).or_default();
                let chunks = store.values().cloned().collect();
                let now = self.now();
                self.device.loaded(document, chunks, &[], now);
            }
            DeviceEffect::Store {
                document,
                batch,
                chunks,
                replaces,
            } => {
                let store = self.stores.entry(document).or_default();
                store.extend(chunks.into_iter().map(|chunk| (chunk.key, chunk)));
                for key in replaces {
                    store.remove(&key);
                }
                let now = self.now();
                self.device.stored(document, batch, Ok(()), now);
            }
            DeviceEffect::Status { document, status } => self.statuses.push((document, status)),
            DeviceEffect::Unavailable(document) => self.unavailable.push(document),
            DeviceEffect::Ephemeral(message) => self.ephemeral.push(message),
            _ => {}
        }
    }
}

pub(crate) fn random<const N: usize>() -> [u8; N] {
    trama_server::seal::random_bytes()
}
