//! The simulated server: sessions, replicas and a disk.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{ActorId, Automerge};
use rand::{Rng, rngs::SmallRng};
use trama_shared::{
    ids::DocumentId,
    sync::{
        chunk::Chunk,
        ephemeral::Relay,
        replica::{
            Access, BatchId, Effect, LinkId, LinkOptions, Replica, ReplicaConfig, StoreFailed,
            Whole,
        },
        session::{CloseReason, Inbound, Session, SessionConfig, SessionEffect},
        wire::Status,
    },
};

use crate::disk::{Disk, Write};

/// What the world is to do for the server.
pub(crate) enum Ask {
    Send { socket: u64, frame: Vec<u8> },
    Close { socket: u64 },
    Store(Write),
}

pub(crate) struct Server {
    sessions: BTreeMap<u64, Session>,
    pub(crate) replicas: BTreeMap<DocumentId, Replica>,
    relays: BTreeMap<DocumentId, Relay>,
    actor: ActorId,
    pub(crate) quarantined: usize,
    pub(crate) refused_hostile: usize,
    pub(crate) relayed: usize,
    /// Questions that were answered from the disk, before the document was read.
    pub(crate) answered_early: usize,
}

impl Server {
    pub(crate) fn start(random: &mut SmallRng) -> Self {
        Self {
            sessions: BTreeMap::new(),
            replicas: BTreeMap::new(),
            relays: BTreeMap::new(),
            actor: ActorId::from(random.random::<[u8; 16]>()),
            quarantined: 0,
            refused_hostile: 0,
            relayed: 0,
            answered_early: 0,
        }
    }

    pub(crate) fn accept(&mut self, socket: u64, now_ms: u64) {
        let config = SessionConfig {
            peer_id: "server".to_owned(),
            storage_id: Some("store".to_owned()),
        };
        self.sessions.insert(socket, Session::new(config, now_ms));
    }

    pub(crate) fn receive(&mut self, socket: u64, frame: &[u8], now_ms: u64) {
        if let Some(session) = self.sessions.get_mut(&socket) {
            session.receive(frame, now_ms);
        }
    }

    pub(crate) fn disconnect(&mut self, socket: u64, now_ms: u64) {
        self.sessions.remove(&socket);
        for replica in self.replicas.values_mut() {
            replica.disconnect(LinkId(socket), now_ms);
        }
    }

    pub(crate) fn stored(&mut self, document: DocumentId, batch: BatchId, ok: bool, now_ms: u64) {
        if let Some(replica) = self.replicas.get_mut(&document) {
            let result = if ok { Ok(()) } else { Err(StoreFailed) };
            replica.stored(batch, result, now_ms);
        }
    }

    pub(crate) fn set_access(&mut self, sockets: &BTreeSet<u64>, access: Access, now_ms: u64) {
        for replica in self.replicas.values_mut() {
            for socket in sockets {
                replica.set_access(LinkId(*socket), access, now_ms);
            }
        }
    }

    pub(crate) fn compact(&mut self, now_ms: u64) {
        for replica in self.replicas.values_mut() {
            replica.compact(now_ms);
        }
    }

    /// Rooms without links are unloaded.
    pub(crate) fn unload_idle(&mut self) {
        self.replicas
            .retain(|_, replica| replica.links().next().is_some() || !replica.is_settled());
    }

    pub(crate) fn tick(&mut self, now_ms: u64) {
        for session in self.sessions.values_mut() {
            session.tick(now_ms);
        }
        for replica in self.replicas.values_mut() {
            replica.tick(now_ms);
        }
    }

    pub(crate) fn wakes_at(&self) -> Option<u64> {
        let sessions = self.sessions.values().filter_map(Session::wakes_at);
        let replicas = self.replicas.values().filter_map(Replica::wakes_at);
        sessions.chain(replicas).min()
    }

    /// Carries effects until all is quiet; answers what only the world can do. `access` tells a socket's rights.
    pub(crate) fn pump(
        &mut self,
        disk: &Disk,
        access: impl Fn(u64) -> Access,
        now_ms: u64,
    ) -> Vec<Ask> {
        let mut asks = Vec::new();
        loop {
            let mut quiet = true;
            for socket in self.sessions.keys().copied().collect::<Vec<_>>() {
                let effects = self
                    .sessions
                    .get_mut(&socket)
                    .map_or_else(Vec::new, Session::take_effects);
                for effect in effects {
                    quiet = false;
                    self.carry_session(socket, effect, disk, &access, now_ms, &mut asks);
                }
            }
            for document in self.replicas.keys().copied().collect::<Vec<_>>() {
                let effects = self
                    .replicas
                    .get_mut(&document)
                    .map_or_else(Vec::new, Replica::take_effects);
                for effect in effects {
                    quiet = false;
                    self.carry_replica(document, effect, disk, now_ms, &mut asks);
                }
            }
            if quiet {
                return asks;
            }
        }
    }

    fn carry_session(
        &mut self,
        socket: u64,
        effect: SessionEffect,
        disk: &Disk,
        access: &impl Fn(u64) -> Access,
        now_ms: u64,
        asks: &mut Vec<Ask>,
    ) {
        match effect {
            SessionEffect::Write(frame) => asks.push(Ask::Send { socket, frame }),
            SessionEffect::Close(_) => {
                self.disconnect(socket, now_ms);
                asks.push(Ask::Close { socket });
            }
            SessionEffect::Ping | SessionEffect::Joined { .. } => {}
            SessionEffect::Deliver {
                document,
                first,
                inbound,
            } => {
                let link = LinkId(socket);
                let mut early = None;
                let replica = self.replicas.entry(document).or_insert_with(|| {
                    let config = ReplicaConfig {
                        actor: self.actor.clone(),
                        patches: false,
                        verify: true,
                    };
                    let mut replica = Replica::new(document, config);
                    let chunks = disk.read(document);
                    if let Inbound::Sync(question) | Inbound::Request(question) = &inbound
                        && first
                        && let Some(whole) = Whole::of(&chunks)
                        && let Some(answer) = whole.answer(question, access(socket))
                    {
                        early = Some((whole, answer));
                    }
                    replica.load(chunks, &[], now_ms);
                    replica
                });
                if first {
                    let options = LinkOptions::to_client(access(socket));
                    replica
                        .connect(link, options, now_ms)
                        .expect("room for a link");
                }
                match inbound {
                    Inbound::Sync(data) | Inbound::Request(data) => match early {
                        Some((whole, answer)) => {
                            self.answered_early += 1;
                            replica.answered(link, &data, &whole, now_ms);
                            if let Some(session) = self.sessions.get_mut(&socket) {
                                session.send_sync(document, answer);
                            }
                        }
                        None => replica.receive(link, &data, now_ms),
                    },
                    Inbound::Status(Status::Resync) => replica.resync(link, now_ms),
                    Inbound::Ephemeral(message) => {
                        let relay = self.relays.entry(document).or_default();
                        if relay.accept(link, &message, now_ms).is_ok() {
                            self.relayed += 1;
                            let others: Vec<_> =
                                replica.links().filter(|other| *other != link).collect();
                            for other in others {
                                if let Some(session) = self.sessions.get_mut(&other.0) {
                                    session.send_ephemeral(message.clone());
                                }
                            }
                        }
                    }
                    Inbound::Status(_) | Inbound::Unavailable => {}
                }
            }
        }
    }

    fn carry_replica(
        &mut self,
        document: DocumentId,
        effect: Effect,
        disk: &Disk,
        now_ms: u64,
        asks: &mut Vec<Ask>,
    ) {
        match effect {
            Effect::Send { link, payload } => {
                if let Some(session) = self.sessions.get_mut(&link.0) {
                    session.send_sync(document, payload);
                }
            }
            Effect::Tell { link, status } => {
                if let Some(session) = self.sessions.get_mut(&link.0) {
                    session.send_status(document, status);
                }
            }
            Effect::Store {
                batch,
                chunks,
                replaces,
            } => asks.push(Ask::Store(Write {
                owner: 0,
                document,
                batch,
                chunks,
                replaces,
            })),
            Effect::Refused { link, reason, .. } => {
                if reason.is_hostile() {
                    self.refused_hostile += 1;
                    if let Some(session) = self.sessions.get_mut(&link.0) {
                        session.close(CloseReason::Refused);
                    }
                }
            }
            Effect::Quarantine { .. } => self.quarantined += 1,
            Effect::Rebuild => {
                if let Some(replica) = self.replicas.get_mut(&document) {
                    replica.load(disk.read(document), &[], now_ms);
                }
            }
            Effect::Changed { .. } | Effect::OwnEdits(_) | Effect::GaveWay { .. } => {}
        }
    }
}

/// The document that a fresh start would read from these chunks.
pub(crate) fn read_back(document: DocumentId, chunks: Vec<Chunk>) -> Automerge {
    let config = ReplicaConfig {
        actor: ActorId::from([0xff; 16]),
        patches: false,
        verify: true,
    };
    let mut replica = Replica::new(document, config);
    replica.load(chunks, &[], 0);
    replica.doc().clone()
}
