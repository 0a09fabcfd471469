//! A client with its replicas: what one browser tab is to the sync.
//!
//! The owner brings a socket, a store that it shares with its sibling tabs, a clock and a way to tell siblings what
//! was stored. After each call, carry out [`Device::take_effects`], in order.

use std::collections::BTreeMap;

use automerge::{ActorId, ChangeHash, Patch, transaction::Transaction};

use super::{
    chunk::{Chunk, ChunkKey},
    client::{Client, ClientConfig, ClientEffect, Connection},
    ephemeral::Relay,
    guard::GuardError,
    limits,
    replica::{
        BatchId, EditRefused, Effect, LinkId, LinkOptions, Origin, OwnEdits, Refusal, Replica,
        ReplicaConfig, StoreFailed,
    },
    wire::{Ephemeral, Status},
};
use crate::ids::DocumentId;

/// What the owner is to do.
#[derive(Debug, Clone)]
pub enum DeviceEffect {
    /// Open a socket, then call [`Device::opened`] or [`Device::closed`].
    Dial,
    /// Close the socket and forget it.
    Hangup,
    /// Write a binary frame to the socket.
    Write(Vec<u8>),
    /// The connection changed.
    Connection(Connection),
    /// Read all chunks of the document (and the acknowledged heads, if kept) and call [`Device::loaded`].
    Load(DocumentId),
    /// Make `chunks` durable, then delete `replaces`, in one transaction; answer with [`Device::stored`]. When it
    /// succeeded, hand `chunks` to the sibling tabs, which call [`Device::merge_from_sibling`].
    Store {
        /// The document.
        document: DocumentId,
        /// What to answer with.
        batch: BatchId,
        /// The records to write.
        chunks: Vec<Chunk>,
        /// The records to delete afterwards.
        replaces: Vec<ChunkKey>,
    },
    /// The document changed: show it. After [`Origin::Loaded`], read it whole.
    Changed {
        /// The document.
        document: DocumentId,
        /// By whom.
        origin: Origin,
        /// What changed.
        patches: Vec<Patch>,
    },
    /// The state of this device's own edits changed.
    OwnEdits {
        /// The document.
        document: DocumentId,
        /// The state.
        own: OwnEdits,
    },
    /// An ephemeral message of somebody else, not seen before.
    Ephemeral(Ephemeral),
    /// The server has no such document for us.
    Unavailable(DocumentId),
    /// The server tells something of a document.
    Status {
        /// The document.
        document: DocumentId,
        /// What.
        status: Status,
    },
    /// What the server sent was refused.
    Refused {
        /// The document.
        document: DocumentId,
        /// Why.
        reason: Refusal,
    },
    /// A stored record cannot be read; keep it.
    Quarantine {
        /// The document.
        document: DocumentId,
        /// The record.
        key: ChunkKey,
        /// Why.
        reason: GuardError,
    },
    /// The server gave up on us, with this text for people.
    ServerError(String),
}

/// Why an edit was not made on a device.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeviceEditRefused<E> {
    /// The document is not open.
    #[error("the document is not open")]
    NotOpen,
    /// The replica refused.
    #[error(transparent)]
    Replica(#[from] EditRefused<E>),
}

/// A client with its replicas.
#[derive(Debug)]
pub struct Device {
    actor: ActorId,
    client: Client,
    replicas: BTreeMap<DocumentId, Replica>,
    relay: Relay,
    effects: Vec<DeviceEffect>,
}

impl Device {
    /// A device that does nothing until [`Device::start`] and [`Device::open`]. `actor` must be fresh for every tab
    /// and start.
    #[must_use]
    pub fn new(config: ClientConfig, actor: ActorId) -> Self {
        let mut client = Client::new(config);
        client.declare(actor.clone());
        Self {
            actor,
            client,
            replicas: BTreeMap::new(),
            relay: Relay::of(limits::EPHEMERAL_SENDERS_AT_ONCE),
            effects: Vec::new(),
        }
    }

    /// What is to be done, in order.
    #[must_use = "effects that are not carried out are lost"]
    pub fn take_effects(&mut self) -> Vec<DeviceEffect> {
        std::mem::take(&mut self.effects)
    }

    /// The connection.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// An open document.
    #[must_use]
    pub fn replica(&self, document: DocumentId) -> Option<&Replica> {
        self.replicas.get(&document)
    }

    /// The open documents.
    pub fn replicas(&self) -> impl Iterator<Item = &Replica> {
        self.replicas.values()
    }

    /// Starts to connect, or dials at once instead of waiting.
    pub fn start(&mut self, now_ms: u64) {
        self.client.start(now_ms);
        self.pump(now_ms);
    }

    /// Disconnects and stays so.
    pub fn stop(&mut self, now_ms: u64) {
        self.client.stop();
        self.pump(now_ms);
    }

    /// Opens a document; its chunks are asked for.
    pub fn open(&mut self, document: DocumentId) {
        if self.replicas.contains_key(&document) {
            return;
        }
        let config = ReplicaConfig {
            actor: self.actor.clone(),
            patches: true,
            verify: false,
        };
        self.replicas
            .insert(document, Replica::new(document, config));
        self.effects.push(DeviceEffect::Load(document));
    }

    /// Closes a document. Call it when [`Replica::is_settled`], or lose what is not stored.
    pub fn close(&mut self, document: DocumentId, now_ms: u64) {
        self.client.unwant(document);
        self.pump(now_ms);
        self.replicas.remove(&document);
    }

    /// The answer to [`DeviceEffect::Load`].
    pub fn loaded(
        &mut self,
        document: DocumentId,
        chunks: Vec<Chunk>,
        acknowledged: &[ChangeHash],
        now_ms: u64,
    ) {
        if let Some(replica) = self.replicas.get_mut(&document) {
            replica.load(chunks, acknowledged, now_ms);
            self.client.want(document);
        }
        self.pump(now_ms);
    }

    /// The answer to [`DeviceEffect::Store`].
    pub fn stored(
        &mut self,
        document: DocumentId,
        batch: BatchId,
        result: Result<(), StoreFailed>,
        now_ms: u64,
    ) {
        if let Some(replica) = self.replicas.get_mut(&document) {
            replica.stored(batch, result, now_ms);
        }
        self.pump(now_ms);
    }

    /// What a sibling tab has stored.
    ///
    /// # Errors
    /// If a chunk cannot be read; the others were taken.
    pub fn merge_from_sibling(
        &mut self,
        document: DocumentId,
        chunks: Vec<Chunk>,
        now_ms: u64,
    ) -> Result<(), GuardError> {
        let merged = self
            .replicas
            .get_mut(&document)
            .map_or(Ok(()), |replica| replica.merge_from_sibling(chunks, now_ms));
        self.pump(now_ms);
        merged
    }

    /// Proposes a snapshot of a document now; see [`Replica::compact`]. [`Device::tick`] does so when it pays.
    pub fn compact(&mut self, document: DocumentId, now_ms: u64) {
        if let Some(replica) = self.replicas.get_mut(&document) {
            replica.compact(now_ms);
        }
        self.pump(now_ms);
    }

    /// Asks for a document again that was unavailable.
    pub fn ask_again(&mut self, document: DocumentId, now_ms: u64) {
        if self.replicas.contains_key(&document) {
            self.client.want(document);
        }
        self.pump(now_ms);
    }

    /// Makes an edit; see [`Replica::edit`].
    ///
    /// # Errors
    /// If the document is not open or not loaded, or `f` refuses.
    pub fn edit<T, E>(
        &mut self,
        document: DocumentId,
        now_ms: u64,
        f: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, DeviceEditRefused<E>> {
        let replica = self
            .replicas
            .get_mut(&document)
            .ok_or(DeviceEditRefused::NotOpen)?;
        let made = replica.edit(now_ms, f);
        self.pump(now_ms);
        Ok(made?)
    }

    /// Sends an ephemeral message about a document, if connected. `data` must be one CBOR value.
    pub fn send_ephemeral(&mut self, document: DocumentId, data: Vec<u8>, now_ms: u64) {
        self.client.send_ephemeral(document, data);
        self.pump(now_ms);
    }

    /// The socket is open.
    pub fn opened(&mut self, now_ms: u64) {
        self.client.opened(now_ms);
        self.pump(now_ms);
    }

    /// The socket is closed, or could not be opened.
    pub fn closed(&mut self, now_ms: u64) {
        self.client.closed(now_ms);
        self.pump(now_ms);
    }

    /// A binary frame came.
    pub fn receive(&mut self, frame: &[u8], now_ms: u64) {
        self.client.receive(frame, now_ms);
        self.pump(now_ms);
    }

    /// Does what time asks for. See [`Device::wakes_at`].
    pub fn tick(&mut self, now_ms: u64) {
        self.client.tick(now_ms);
        for replica in self.replicas.values_mut() {
            replica.tick(now_ms);
        }
        self.pump(now_ms);
    }

    /// When [`Device::tick`] should be called next: set one timer, do not poll.
    #[must_use]
    pub fn wakes_at(&self) -> Option<u64> {
        let replicas = self.replicas.values().filter_map(Replica::wakes_at);
        replicas.chain(self.client.wakes_at()).min()
    }

    /// Carries effects between the client and the replicas until both are quiet.
    fn pump(&mut self, now_ms: u64) {
        loop {
            let of_client = self.client.take_effects();
            let quiet = of_client.is_empty();
            for effect in of_client {
                self.take_from_client(effect, now_ms);
            }
            let mut of_replicas = Vec::new();
            for (document, replica) in &mut self.replicas {
                let effects = replica.take_effects();
                of_replicas.extend(effects.into_iter().map(|effect| (*document, effect)));
            }
            if quiet && of_replicas.is_empty() {
                return;
            }
            for (document, effect) in of_replicas {
                self.take_from_replica(document, effect);
            }
        }
    }

    fn take_from_client(&mut self, effect: ClientEffect, now_ms: u64) {
        match effect {
            ClientEffect::Dial => self.effects.push(DeviceEffect::Dial),
            ClientEffect::Hangup => self.effects.push(DeviceEffect::Hangup),
            ClientEffect::Write(frame) => self.effects.push(DeviceEffect::Write(frame)),
            ClientEffect::Connection(connection) => {
                self.effects.push(DeviceEffect::Connection(connection));
            }
            ClientEffect::Attach { document, link } => {
                if let Some(replica) = self.replicas.get_mut(&document) {
                    // A device has one link to each document, so there is always room.
                    let _ = replica.connect(link, LinkOptions::to_server(), now_ms);
                }
            }
            ClientEffect::Detach { document, link } => {
                if let Some(replica) = self.replicas.get_mut(&document) {
                    replica.disconnect(link, now_ms);
                }
            }
            ClientEffect::Sync {
                document,
                link,
                payload,
            } => {
                if let Some(replica) = self.replicas.get_mut(&document) {
                    replica.receive(link, &payload, now_ms);
                }
            }
            ClientEffect::Ephemeral(message) => {
                if self.relay.accept(LinkId(0), &message, now_ms).is_ok() {
                    self.effects.push(DeviceEffect::Ephemeral(message));
                }
            }
            ClientEffect::Unavailable(document) => {
                self.effects.push(DeviceEffect::Unavailable(document));
            }
            ClientEffect::Status { document, status } => {
                if let Some(replica) = self.replicas.get_mut(&document) {
                    if status == Status::Resync {
                        let links: Vec<_> = replica.links().collect();
                        for link in links {
                            replica.resync(link, now_ms);
                        }
                    }
                    replica.upstream_told(status);
                }
                self.effects.push(DeviceEffect::Status { document, status });
            }
            ClientEffect::ServerError(message) => {
                self.effects.push(DeviceEffect::ServerError(message));
            }
        }
    }

    fn take_from_replica(&mut self, document: DocumentId, effect: Effect) {
        match effect {
            Effect::Send { payload, .. } => {
                let empty = self.replicas.get(&document).is_some_and(Replica::is_empty);
                self.client.send_sync(document, payload, empty);
            }
            Effect::Store {
                batch,
                chunks,
                replaces,
            } => self.effects.push(DeviceEffect::Store {
                document,
                batch,
                chunks,
                replaces,
            }),
            Effect::Changed { origin, patches } => self.effects.push(DeviceEffect::Changed {
                document,
                origin,
                patches,
            }),
            Effect::OwnEdits(own) => self.effects.push(DeviceEffect::OwnEdits { document, own }),
            // Only a resync is of interest to a server.
            Effect::Tell { status, .. } => {
                if status == Status::Resync {
                    self.client.send_status(document, status);
                }
            }
            Effect::Refused { reason, .. } => {
                self.effects
                    .push(DeviceEffect::Refused { document, reason });
            }
            Effect::Quarantine { key, reason } => self.effects.push(DeviceEffect::Quarantine {
                document,
                key,
                reason,
            }),
            Effect::GaveWay { actor } => {
                // The server learns at the next join whose the new actor is.
                self.client.declare(actor);
                self.client.reconnect();
            }
            Effect::Rebuild => self.effects.push(DeviceEffect::Load(document)),
        }
    }
}

#[cfg(test)]
mod tests;
