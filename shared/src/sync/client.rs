//! The browser's side of the connection: dialling with back-off, handshake, signs of life, documents.
//!
//! Sans-IO: the owner opens and closes the socket and feeds what happens; randomness for the jitter comes from a seed.
//! [`super::device::Device`] puts this together with the replicas.

mod effects;

use std::collections::{BTreeMap, BTreeSet};

use automerge::ActorId;

pub use self::effects::{ClientConfig, ClientEffect, Connection};

use super::{
    limits,
    replica::LinkId,
    wire::{Ephemeral, Message, PROTOCOL_VERSION, PeerMetadata, Status, TRAMA_VERSION},
};
use crate::ids::DocumentId;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Stopped,
    Waiting { until_ms: u64 },
    Dialling { until_ms: u64 },
    Handshake { until_ms: u64 },
    Live { since_ms: u64 },
}

/// The client's side of the connection to its server.
#[derive(Debug)]
pub struct Client {
    config: ClientConfig,
    /// The Automerge actors of this device, the newest last.
    actors: Vec<ActorId>,
    phase: Phase,
    server: String,
    /// Numbers connections, and so links.
    connection: u64,
    failures: u32,
    random: u64,
    heard_at_ms: u64,
    count: u64,
    /// The documents that are wanted, and whether they are attached and have spoken on this connection.
    wanted: BTreeMap<DocumentId, Subscription>,
    effects: Vec<ClientEffect>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Subscription {
    attached: bool,
    spoke: bool,
}

impl Client {
    /// A client that does nothing until [`Client::start`].
    #[must_use]
    pub const fn new(config: ClientConfig) -> Self {
        let random = config.seed;
        Self {
            config,
            actors: Vec::new(),
            phase: Phase::Stopped,
            server: String::new(),
            connection: 0,
            failures: 0,
            random,
            heard_at_ms: 0,
            count: 0,
            wanted: BTreeMap::new(),
            effects: Vec::new(),
        }
    }

    /// From the next connection on, tells the server that this device writes under this actor, so that nobody else may.
    pub fn declare(&mut self, actor: ActorId) {
        self.actors.push(actor);
        if self.actors.len() > limits::OWN_ACTORS_MAX {
            self.actors.remove(0);
        }
    }

    /// Starts anew with the server, at once.
    pub fn reconnect(&mut self) {
        if matches!(self.phase, Phase::Handshake { .. } | Phase::Live { .. }) {
            self.effects.push(ClientEffect::Hangup);
            self.detach_all();
            self.enter(Phase::Waiting { until_ms: 0 });
        }
    }

    /// What is to be done, in order.
    #[must_use = "effects that are not carried out are lost"]
    pub fn take_effects(&mut self) -> Vec<ClientEffect> {
        std::mem::take(&mut self.effects)
    }

    /// How the client is connected.
    #[must_use]
    pub const fn connection(&self) -> Connection {
        match self.phase {
            Phase::Stopped => Connection::Stopped,
            Phase::Waiting { until_ms } => Connection::Waiting { until_ms },
            Phase::Dialling { .. } => Connection::Dialling,
            Phase::Handshake { .. } => Connection::Handshake,
            Phase::Live { .. } => Connection::Live,
        }
    }

    /// Whether messages can be sent.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        matches!(self.phase, Phase::Live { .. })
    }

    /// Starts to connect; or dials at once if it waits: the network is back, the page is shown again, or a person
    /// asked for it.
    pub fn start(&mut self, now_ms: u64) {
        if matches!(self.phase, Phase::Stopped | Phase::Waiting { .. }) {
            self.dial(now_ms);
        }
    }

    /// Disconnects and stays so.
    pub fn stop(&mut self) {
        if !matches!(self.phase, Phase::Stopped | Phase::Waiting { .. }) {
            if self.is_live() {
                let sender = self.config.peer_id.clone();
                self.write(&Message::Leave { sender });
            }
            self.effects.push(ClientEffect::Hangup);
        }
        self.detach_all();
        self.enter(Phase::Stopped);
    }

    /// The socket is open.
    pub fn opened(&mut self, now_ms: u64) {
        if !matches!(self.phase, Phase::Dialling { .. }) {
            return;
        }
        self.heard_at_ms = now_ms;
        self.enter(Phase::Handshake {
            until_ms: now_ms + limits::HANDSHAKE_TIMEOUT_MS,
        });
        let metadata = PeerMetadata {
            storage_id: None,
            is_ephemeral: true,
            trama: Some(TRAMA_VERSION),
            actors: self.actors.clone(),
        };
        self.write(&Message::join(&self.config.peer_id, metadata));
    }

    /// The socket is closed, or could not be opened.
    pub fn closed(&mut self, now_ms: u64) {
        if !matches!(self.phase, Phase::Stopped | Phase::Waiting { .. }) {
            self.lost(now_ms);
        }
    }

    /// A binary frame came.
    pub fn receive(&mut self, frame: &[u8], now_ms: u64) {
        if !matches!(self.phase, Phase::Handshake { .. } | Phase::Live { .. }) {
            return;
        }
        self.heard_at_ms = now_ms;
        let Ok(message) = Message::decode(frame) else {
            self.hang_up(now_ms);
            return;
        };
        match message {
            Message::Peer {
                sender, version, ..
            } if matches!(self.phase, Phase::Handshake { .. }) => {
                if version != PROTOCOL_VERSION {
                    self.hang_up(now_ms);
                    return;
                }
                self.server = sender;
                self.enter(Phase::Live { since_ms: now_ms });
                let documents: Vec<_> = self.wanted.keys().copied().collect();
                for document in documents {
                    self.attach(document);
                }
            }
            Message::Error { message, .. } => {
                if matches!(self.phase, Phase::Handshake { .. }) {
                    // Perhaps somebody else uses our id: only we know under which ones we were here before.
                    self.rename();
                }
                self.effects.push(ClientEffect::ServerError(message));
                self.hang_up(now_ms);
            }
            Message::Leave { .. } => self.hang_up(now_ms),
            message if self.is_live() => self.dispatch(message),
            _ => {}
        }
    }

    fn dispatch(&mut self, message: Message) {
        match message {
            Message::Sync { document, data, .. } | Message::Request { document, data, .. }
                if self.wants(document) =>
            {
                // A document that was unavailable has come.
                self.attach(document);
                self.effects.push(ClientEffect::Sync {
                    document,
                    link: LinkId(self.connection),
                    payload: data,
                });
            }
            Message::Unavailable { document, .. } if self.wants(document) => {
                self.detach(document);
                self.effects.push(ClientEffect::Unavailable(document));
            }
            Message::Ephemeral { message, .. } if self.wants(message.document) => {
                self.effects.push(ClientEffect::Ephemeral(message));
            }
            Message::TramaStatus {
                document, status, ..
            } if self.wants(document) => {
                self.effects.push(ClientEffect::Status { document, status });
            }
            Message::TramaBeat { echo: false, .. } => {
                let beat = Message::TramaBeat {
                    sender: self.config.peer_id.clone(),
                    target: self.server.clone(),
                    echo: true,
                };
                self.write(&beat);
            }
            _ => {}
        }
    }

    /// Does what time asks for. See [`Client::wakes_at`].
    pub fn tick(&mut self, now_ms: u64) {
        match self.phase {
            Phase::Waiting { until_ms } if until_ms <= now_ms => self.dial(now_ms),
            Phase::Dialling { until_ms } | Phase::Handshake { until_ms } if until_ms <= now_ms => {
                self.hang_up(now_ms);
            }
            Phase::Live { since_ms } => {
                if now_ms.saturating_sub(since_ms) >= limits::RECONNECT_STABLE_MS {
                    self.failures = 0;
                }
                if now_ms.saturating_sub(self.heard_at_ms) >= limits::BEAT_TIMEOUT_MS {
                    self.hang_up(now_ms);
                }
            }
            _ => {}
        }
    }

    /// When [`Client::tick`] should be called next.
    #[must_use]
    pub const fn wakes_at(&self) -> Option<u64> {
        match self.phase {
            Phase::Stopped => None,
            Phase::Waiting { until_ms }
            | Phase::Dialling { until_ms }
            | Phase::Handshake { until_ms } => Some(until_ms),
            Phase::Live { .. } => Some(self.heard_at_ms + limits::BEAT_TIMEOUT_MS),
        }
    }

    /// Wants a document to be in sync, now and on every later connection. Wanting one again that was unavailable
    /// asks for it again.
    pub fn want(&mut self, document: DocumentId) {
        self.wanted.entry(document).or_default();
        if self.is_live() {
            self.attach(document);
        }
    }

    /// No longer wants a document.
    pub fn unwant(&mut self, document: DocumentId) {
        self.detach(document);
        self.wanted.remove(&document);
    }

    /// Sends a sync message of a replica. `empty`: it has nothing of the document yet, so it asks for it.
    pub fn send_sync(&mut self, document: DocumentId, payload: Vec<u8>, empty: bool) {
        if !self.is_live() {
            return;
        }
        let Some(subscription) = self.wanted.get_mut(&document).filter(|s| s.attached) else {
            return;
        };
        let first = !std::mem::replace(&mut subscription.spoke, true);
        let sender = self.config.peer_id.clone();
        let target = self.server.clone();
        let message = if first && empty {
            Message::Request {
                sender,
                target,
                document,
                data: payload,
            }
        } else {
            Message::Sync {
                sender,
                target,
                document,
                data: payload,
            }
        };
        self.write(&message);
    }

    /// Sends an ephemeral message, if connected: it is worth nothing later. `data` must be one CBOR value.
    pub fn send_ephemeral(&mut self, document: DocumentId, data: Vec<u8>) {
        if !self.is_live() || data.len() > limits::EPHEMERAL_BYTES_MAX {
            return;
        }
        self.count += 1;
        let message = Message::Ephemeral {
            target: self.server.clone(),
            message: Ephemeral {
                sender: self.config.peer_id.clone(),
                session: self.config.session_id.clone(),
                count: self.count,
                document,
                data,
            },
        };
        self.write(&message);
    }

    /// Tells the server something of a document.
    pub fn send_status(&mut self, document: DocumentId, status: Status) {
        if self.is_live() {
            let message = Message::TramaStatus {
                sender: self.config.peer_id.clone(),
                target: self.server.clone(),
                document,
                status,
            };
            self.write(&message);
        }
    }

    fn wants(&self, document: DocumentId) -> bool {
        self.wanted.contains_key(&document)
    }

    fn attach(&mut self, document: DocumentId) {
        let link = LinkId(self.connection);
        if let Some(subscription) = self.wanted.get_mut(&document)
            && !subscription.attached
        {
            *subscription = Subscription {
                attached: true,
                spoke: false,
            };
            self.effects.push(ClientEffect::Attach { document, link });
        }
    }

    fn detach(&mut self, document: DocumentId) {
        let link = LinkId(self.connection);
        if let Some(subscription) = self.wanted.get_mut(&document)
            && subscription.attached
        {
            *subscription = Subscription::default();
            self.effects.push(ClientEffect::Detach { document, link });
        }
    }

    fn detach_all(&mut self) {
        let documents: Vec<_> = self.wanted.keys().copied().collect();
        for document in documents {
            self.detach(document);
        }
    }

    fn rename(&mut self) {
        let number = self.next_random();
        self.config.peer_id = format!("trama-{number:016x}");
    }

    fn dial(&mut self, now_ms: u64) {
        self.connection += 1;
        self.enter(Phase::Dialling {
            until_ms: now_ms + limits::DIAL_TIMEOUT_MS,
        });
        self.effects.push(ClientEffect::Dial);
    }

    fn hang_up(&mut self, now_ms: u64) {
        self.effects.push(ClientEffect::Hangup);
        self.lost(now_ms);
    }

    fn lost(&mut self, now_ms: u64) {
        self.detach_all();
        if let Phase::Live { since_ms } = self.phase
            && now_ms.saturating_sub(since_ms) >= limits::RECONNECT_STABLE_MS
        {
            self.failures = 0;
        }
        let longest =
            (limits::RECONNECT_MIN_MS << self.failures.min(16)).min(limits::RECONNECT_MAX_MS);
        self.failures += 1;
        // Half of the wait is by chance, so that all clients of a server that restarts do not come at once.
        let wait = longest / 2 + self.next_random() % (longest / 2 + 1);
        self.enter(Phase::Waiting {
            until_ms: now_ms + wait,
        });
    }

    /// `SplitMix64`: good enough to spread clients, and the same on every machine.
    const fn next_random(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn enter(&mut self, phase: Phase) {
        let before = self.connection();
        self.phase = phase;
        let after = self.connection();
        if before != after {
            self.effects.push(ClientEffect::Connection(after));
        }
    }

    fn write(&mut self, message: &Message) {
        self.effects.push(ClientEffect::Write(message.encode()));
    }

    /// The documents that are wanted.
    #[must_use]
    pub fn wanted(&self) -> BTreeSet<DocumentId> {
        self.wanted.keys().copied().collect()
    }
}

#[cfg(test)]
mod tests;
