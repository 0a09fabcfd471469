//! The open documents of this tab: carries out what the sync core asks for (socket, device storage, timer, other
//! tabs) and tells the open cases what changed.
//!
//! No polling: one timer, set for when the core wants to be woken.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
    time::Duration,
};

use automerge::{ActorId, Automerge, ChangeHash, Patch, transaction::Transaction};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use trama_shared::{
    edit::EditError,
    ids::DocumentId,
    sync::{
        chunk::{Chunk, ChunkKey},
        client::{ClientConfig, Connection},
        device::{Device, DeviceEditRefused, DeviceEffect},
        limits,
        replica::{BatchId, EditRefused, Origin, OwnEdits, Replica, StoreFailed},
        wire::{Ephemeral, Message, Status},
    },
};

use super::{
    clock,
    socket::Socket,
    store::{OpenStore, StoreError},
    tabs::{TabMessage, Tabs},
};

/// How this tab is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Network {
    /// The first attempt is on its way.
    #[default]
    Connecting,
    /// Connected with the server.
    Online,
    /// Not connected; trying again by itself.
    Offline,
}

/// What happens to a document.
#[derive(Debug)]
pub enum DocumentEvent {
    /// It changed by these patches; to be read whole after [`Origin::Loaded`].
    Changed {
        /// By whom.
        origin: Origin,
        /// What changed.
        patches: Vec<Patch>,
    },
    /// The state of this tab's own edits.
    OwnEdits(OwnEdits),
    /// Something of it was written to this device's storage.
    Kept,
    /// Somebody says something that is not kept.
    Ephemeral(Ephemeral),
    /// The server has no such document for this user.
    Unavailable,
    /// The server tells something of the document.
    Status(Status),
}

/// Who wants to know. Never called while the documents are borrowed.
pub trait Listener {
    /// Write what is being typed into the documents now: something else is about to change them.
    fn flush(&self);
    /// Something happened to a document.
    fn happened(&self, document: DocumentId, event: DocumentEvent);
    /// The connection changed.
    fn connected(&self, network: Network);
    /// The server ended the session, or may have.
    fn doubt_session(&self);
    /// Another tab of this user says something that is not about chunks.
    fn other_tab(&self, message: TabMessage);
}

/// The open documents. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Documents(StoredValue<Rc<Inner>, LocalStorage>);

struct Inner {
    peer_id: String,
    device: RefCell<Device>,
    store: OpenStore,
    socket: RefCell<Option<Socket>>,
    tabs: Option<Tabs>,
    timer: Cell<Option<TimeoutHandle>>,
    listener: RefCell<Option<Rc<dyn Listener>>>,
    /// To be closed as soon as nothing of them waits to be stored or sent.
    closing: RefCell<BTreeSet<DocumentId>>,
    network: ArcRwSignal<Network>,
    device_trouble: ArcRwSignal<Option<StoreError>>,
}

impl Documents {
    /// No documents yet, and no connection before [`Documents::start`]; `network` tells of it. Belongs to the current
    /// owner.
    #[must_use]
    pub fn new(user_id: &str, store: OpenStore, network: ArcRwSignal<Network>) -> Self {
        let actor = ActorId::from(&clock::random_bytes::<16>()[..]);
        let peer_id = format!("trama-{:032x}", clock::random_bits());
        let config = ClientConfig {
            peer_id: peer_id.clone(),
            session_id: format!("{:032x}", clock::random_bits()),
            seed: u64::from_le_bytes(clock::random_bytes()),
        };
        let documents = Self(StoredValue::new_local(Rc::new(Inner {
            peer_id,
            device: RefCell::new(Device::new(config, actor)),
            store,
            socket: RefCell::new(None),
            tabs: Tabs::open(user_id),
            timer: Cell::new(None),
            listener: RefCell::new(None),
            closing: RefCell::default(),
            network,
            device_trouble: ArcRwSignal::new(None),
        })));
        if let Some(tabs) = &documents.inner().tabs {
            tabs.listen(move |message| documents.hear_tab(message));
        }
        documents
    }

    fn inner(self) -> Rc<Inner> {
        self.0.get_value()
    }

    /// The name by which other screens know this one.
    #[must_use]
    pub fn peer_id(self) -> String {
        self.inner().peer_id.clone()
    }

    /// How this tab is connected.
    #[must_use]
    pub fn network(self) -> ArcRwSignal<Network> {
        self.inner().network.clone()
    }

    /// Why the device last did not keep something, while it does not.
    #[must_use]
    pub fn device_trouble(self) -> ArcRwSignal<Option<StoreError>> {
        self.inner().device_trouble.clone()
    }

    /// The device's storage.
    pub fn store(self) -> OpenStore {
        self.inner().store.clone()
    }

    /// Connects, or dials at once instead of waiting: the network is back, or the page is shown again.
    pub fn start(self, listener: Option<Rc<dyn Listener>>) {
        if listener.is_some() {
            *self.inner().listener.borrow_mut() = listener;
        }
        self.foreign(Device::start);
    }

    /// The browser says that the network is gone.
    pub fn lost_network(self) {
        self.inner().socket.take();
        self.foreign(Device::closed);
    }

    /// Disconnects for good and stops everything: the user leaves.
    pub fn stop(self) {
        self.foreign(Device::stop);
        self.inner().listener.take();
        if let Some(timer) = self.inner().timer.take() {
            timer.clear();
        }
    }

    /// Opens a document: its pieces are read from the device, then it is synced.
    pub fn open(self, document: DocumentId) {
        self.inner().closing.borrow_mut().remove(&document);
        self.with(|device, _| device.open(document));
    }

    /// Whether a document is open.
    #[must_use]
    pub fn is_open(self, document: DocumentId) -> bool {
        self.inner().device.borrow().replica(document).is_some()
    }

    /// Closes a document as soon as everything in it is stored and, if it was edited here, saved on the server.
    pub fn close(self, document: DocumentId) {
        self.inner().closing.borrow_mut().insert(document);
        self.close_settled();
    }

    /// Asks the server again for a document that it did not have for this user.
    pub fn ask_again(self, document: DocumentId) {
        self.foreign(|device, now_ms| device.ask_again(document, now_ms));
    }

    /// Reads an open document; `None` where it is not open or not read from the device yet.
    pub fn read<T>(self, document: DocumentId, read: impl FnOnce(&Automerge) -> T) -> Option<T> {
        self.replica(document, |replica| read(replica.doc()))
    }

    /// Looks at an open document's replica; `None` where it is not open or not read from the device yet.
    pub fn replica<T>(self, document: DocumentId, look: impl FnOnce(&Replica) -> T) -> Option<T> {
        let inner = self.inner();
        let device = inner.device.borrow();
        device
            .replica(document)
            .filter(|replica| replica.is_loaded())
            .map(look)
    }

    /// Makes an edit as one change. What it changed is told to the listener before this returns; it is durable a
    /// moment later.
    ///
    /// # Errors
    /// `None` where the document is not open; else why the domain refused.
    pub fn edit<T>(
        self,
        document: DocumentId,
        write: impl FnOnce(&mut Transaction<'_>) -> Result<T, EditError>,
    ) -> Result<T, Option<EditError>> {
        let made = self.with(|device, now_ms| device.edit(document, now_ms, write));
        made.map_err(|refused| match refused {
            DeviceEditRefused::Replica(EditRefused::Edit(error)) => Some(error),
            DeviceEditRefused::NotOpen | DeviceEditRefused::Replica(_) => None,
        })
    }

    /// Tells everybody on a document something that is not kept.
    pub fn say(self, document: DocumentId, data: Vec<u8>) {
        self.with(|device, now_ms| device.send_ephemeral(document, data, now_ms));
    }

    /// Tells the other tabs of this user something.
    pub fn tell_tabs(self, message: &TabMessage) {
        if let Some(tabs) = &self.inner().tabs {
            tabs.send(message);
        }
    }

    /// Something from outside: what is being typed goes into the documents first, so that the fields and the
    /// documents agree on where everything stands.
    fn foreign<T>(self, f: impl FnOnce(&mut Device, u64) -> T) -> T {
        if let Some(listener) = self.listener() {
            listener.flush();
        }
        self.with(f)
    }

    fn with<T>(self, f: impl FnOnce(&mut Device, u64) -> T) -> T {
        let inner = self.inner();
        let (value, effects) = {
            let mut device = inner.device.borrow_mut();
            let value = f(&mut device, now_ms());
            (value, device.take_effects())
        };
        for effect in effects {
            self.carry_out(effect);
        }
        self.set_timer();
        value
    }

    fn carry_out(self, effect: DeviceEffect) {
        match effect {
            DeviceEffect::Dial => self.dial(),
            DeviceEffect::Hangup => {
                self.inner().socket.take();
            }
            DeviceEffect::Write(frame) => {
                if let Some(socket) = self.inner().socket.borrow().as_ref() {
                    socket.send(&frame);
                }
            }
            DeviceEffect::Connection(connection) => self.show_connection(connection),
            DeviceEffect::Load(document) => self.load(document),
            DeviceEffect::Store {
                document,
                batch,
                chunks,
                replaces,
            } => {
                self.keep(document, batch, chunks, replaces);
            }
            DeviceEffect::Changed {
                document,
                origin,
                patches,
            } => {
                self.tell(document, DocumentEvent::Changed { origin, patches });
            }
            DeviceEffect::OwnEdits { document, own } => {
                self.tell(document, DocumentEvent::OwnEdits(own));
                self.close_settled();
            }
            DeviceEffect::Ephemeral(message) => {
                self.tell(message.document, DocumentEvent::Ephemeral(message));
            }
            DeviceEffect::Unavailable(document) => self.tell(document, DocumentEvent::Unavailable),
            DeviceEffect::Status { document, status } => {
                self.tell(document, DocumentEvent::Status(status));
            }
            // What cannot be read stays where it is; the server has its own copy.
            DeviceEffect::Quarantine { reason, .. } => {
                leptos::logging::warn!("a stored piece cannot be read: {reason}");
            }
            DeviceEffect::Refused { reason, .. } => {
                leptos::logging::warn!("something from the server was refused: {reason}");
            }
            DeviceEffect::ServerError(_) => self.doubt_session(),
        }
    }

    fn listener(self) -> Option<Rc<dyn Listener>> {
        self.inner().listener.borrow().clone()
    }

    fn tell(self, document: DocumentId, event: DocumentEvent) {
        if let Some(listener) = self.listener() {
            listener.happened(document, event);
        }
    }

    fn doubt_session(self) {
        if let Some(listener) = self.listener() {
            listener.doubt_session();
        }
    }

    fn dial(self) {
        let socket = Socket::open(
            move || self.foreign(Device::opened),
            move |frame| {
                // A colleague's pointer touches no document: what is being typed may wait for its burst.
                if touches_nothing(&frame) {
                    self.with(|device, now_ms| device.receive(&frame, now_ms));
                } else {
                    self.foreign(|device, now_ms| device.receive(&frame, now_ms));
                }
            },
            move |was_open| {
                self.inner().socket.take();
                self.foreign(Device::closed);
                if !was_open {
                    // A refused handshake looks like a missing network from here; the session tells them apart.
                    self.doubt_session();
                }
            },
        );
        *self.inner().socket.borrow_mut() = socket;
        if self.inner().socket.borrow().is_none() {
            self.with(Device::closed);
        }
    }

    fn show_connection(self, connection: Connection) {
        let network = match connection {
            Connection::Live => Network::Online,
            Connection::Waiting { .. } | Connection::Stopped => Network::Offline,
            // Whether an attempt succeeds is not known yet: the word stays.
            Connection::Dialling | Connection::Handshake => return,
        };
        let signal = self.network();
        if signal.get_untracked() != network {
            signal.set(network);
            if let Some(listener) = self.listener() {
                listener.connected(network);
            }
        }
    }

    fn load(self, document: DocumentId) {
        let store = self.store();
        spawn_local(async move {
            let (chunks, acknowledged) = match store.await {
                Ok(store) => {
                    let chunks = store.read_chunks(document).await;
                    (chunks, store.read_note(&acknowledged_note(document)).await)
                }
                Err(error) => (Err(error), None),
            };
            let chunks = chunks.unwrap_or_else(|error| {
                self.inner().device_trouble.set(Some(error));
                Vec::new()
            });
            let acknowledged: Vec<String> = acknowledged.unwrap_or_default();
            let acknowledged: Vec<ChangeHash> = acknowledged
                .iter()
                .filter_map(|hash| hash.parse().ok())
                .collect();
            self.foreign(|device, now_ms| device.loaded(document, chunks, &acknowledged, now_ms));
        });
    }

    fn keep(
        self,
        document: DocumentId,
        batch: BatchId,
        chunks: Vec<Chunk>,
        replaces: Vec<ChunkKey>,
    ) {
        let store = self.store();
        spawn_local(async move {
            let written = match store.await {
                Ok(store) => store.write_chunks(document, &chunks, &replaces).await,
                Err(error) => Err(error),
            };
            let trouble = self.inner().device_trouble.clone();
            if trouble.get_untracked() != written.err() {
                trouble.set(written.err());
            }
            if written.is_ok() {
                self.tell_tabs(&TabMessage::Chunks { document, chunks });
            }
            let result = written.map_err(|_| StoreFailed);
            self.foreign(|device, now_ms| device.stored(document, batch, result, now_ms));
            if result.is_ok() {
                self.tell(document, DocumentEvent::Kept);
            }
            self.note_acknowledged(document).await;
        });
    }

    /// Writes down what the server is known to have, so that after a reload without a network the count of unsaved
    /// changes is right.
    pub async fn note_acknowledged(self, document: DocumentId) {
        let acknowledged: Option<Vec<String>> = self.replica(document, |replica| {
            replica
                .acknowledged()
                .iter()
                .map(ToString::to_string)
                .collect()
        });
        if let (Some(acknowledged), Ok(store)) = (acknowledged, self.store().await) {
            // Without this note more counts as unsaved than is: never less.
            let _ = store
                .write_note(&acknowledged_note(document), &acknowledged)
                .await;
        }
    }

    fn hear_tab(self, message: TabMessage) {
        match message {
            TabMessage::Chunks { document, chunks } => {
                let merged = self
                    .foreign(|device, now_ms| device.merge_from_sibling(document, chunks, now_ms));
                if let Err(error) = merged {
                    leptos::logging::warn!("a piece from another tab cannot be read: {error}");
                }
            }
            other => {
                if let Some(listener) = self.listener() {
                    listener.other_tab(other);
                }
            }
        }
    }

    fn close_settled(self) {
        let inner = self.inner();
        let settled: Vec<DocumentId> = inner
            .closing
            .borrow()
            .iter()
            .copied()
            .filter(|document| {
                let device = inner.device.borrow();
                device
                    .replica(*document)
                    .is_none_or(|replica| replica.is_settled() && replica.own_edits().unsaved == 0)
            })
            .collect();
        for document in settled {
            inner.closing.borrow_mut().remove(&document);
            self.with(|device, now_ms| device.close(document, now_ms));
        }
    }

    fn set_timer(self) {
        let inner = self.inner();
        if let Some(timer) = inner.timer.take() {
            timer.clear();
        }
        let wakes_at = inner.device.borrow().wakes_at();
        let Some(wakes_at) = wakes_at else { return };
        let wait = Duration::from_millis(wakes_at.saturating_sub(now_ms()).max(1));
        let timer = set_timeout_with_handle(move || self.foreign(Device::tick), wait);
        inner.timer.set(timer.ok());
    }
}

/// Whether a frame says something that is not kept.
fn touches_nothing(frame: &[u8]) -> bool {
    frame.len() <= 2 * limits::EPHEMERAL_BYTES_MAX
        && matches!(Message::decode(frame), Ok(Message::Ephemeral { .. }))
}

fn now_ms() -> u64 {
    clock::now_ms() as u64
}

fn acknowledged_note(document: DocumentId) -> String {
    format!("acknowledged/{document}")
}
