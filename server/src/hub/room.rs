//! One document: its replica, the links to it, and its way to the storage. A task of its own; what fails in it ends here.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    mem::Discriminant,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use automerge::ActorId;
use tokio::{
    sync::{OwnedSemaphorePermit, mpsc, watch},
    task::JoinSet,
    time::{Instant, sleep_until},
};
use trama_shared::{
    ids::DocumentId,
    sync::{
        chunk::ChunkKind,
        ephemeral::Relay,
        replica::{
            Access, BatchId, Effect, LinkId, Refusal, Replica, ReplicaConfig, StoreFailed, Whole,
        },
        session::{CloseReason, Inbound},
        wire::Status,
    },
};

mod early;
mod members;
mod nodes;
mod refused;
mod stored;

use super::{
    Hub, heavy,
    outlet::{Outlet, ToSocket},
    records::{Read, Records, RecordsError},
};
use crate::{
    limits, seal,
    storage::{Slot, StorageError, UserId},
};

/// Where a document stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// In a case.
    Case(DocumentId),
    /// In a private drawer.
    Drawer { user: UserId, document: DocumentId },
}

impl Place {
    /// Whose drawer it is, if it is one.
    pub(super) const fn drawer(self) -> Option<UserId> {
        match self {
            Self::Case(_) => None,
            Self::Drawer { user, .. } => Some(user),
        }
    }

    const fn document(self) -> DocumentId {
        match self {
            Self::Case(document) | Self::Drawer { document, .. } => document,
        }
    }
}

/// What sockets say to a room.
pub(super) enum ToRoom {
    Connect {
        link: LinkId,
        user: UserId,
        /// The Automerge actors under which its device says to write.
        actors: Arc<[ActorId]>,
        outlet: Outlet,
    },
    Message {
        link: LinkId,
        inbound: Inbound,
        /// The message's share of its user's and of the server's memory, given back once it is worked off.
        _share: (OwnedSemaphorePermit, OwnedSemaphorePermit),
    },
    Disconnect {
        link: LinkId,
    },
}

/// What comes back from work that was given away.
enum Done {
    Loaded(Result<Option<Read>, RecordsError>),
    Stored {
        /// `None` for a title that was written alone.
        batch: Option<BatchId>,
        result: Result<(), StorageError>,
        added: Vec<(String, ChunkKind)>,
        removed: Vec<String>,
        title: Option<String>,
        /// How many authors were stored with it.
        authors: usize,
        started: Instant,
    },
    Siblings(Result<Option<Read>, RecordsError>),
    Nothing,
}

struct Member {
    user: UserId,
    outlet: Outlet,
    access: Access,
}

pub(super) struct Room {
    hub: Arc<Hub>,
    slot: Slot,
    number: u64,
    place: Place,
    replica: Replica,
    relay: Relay,
    members: BTreeMap<LinkId, Member>,
    /// Who asked for the document while it has no content.
    awaiting: BTreeSet<LinkId>,
    /// Who was told why something was not taken. Once each, for samod's client connects anew when it is told.
    told: HashSet<(UserId, Discriminant<Refusal>)>,
    /// The rights as of which every member's access is known.
    rights_version: u64,
    /// Open once the document was read.
    records: Option<Records>,
    /// Whether the mailbox may be worked off: not while the document is being read.
    ready: bool,
    /// Whose first question was answered before the document was read.
    answered: BTreeMap<LinkId, Arc<Whole>>,
    /// When the document began to be read.
    opened_at: Instant,
    load_wait: Duration,
    known: HashSet<String>,
    small_chunks: usize,
    is_failing: bool,
    /// Whether the drawer counts something as on its way to the storage.
    is_filling: bool,
    /// Whether it is being looked at what others stored, and whether to look once more after that.
    looking: Option<bool>,
    work: JoinSet<Done>,
    idle_since: Option<Instant>,
}

impl Room {
    pub(super) fn new(hub: Arc<Hub>, slot: Slot, number: u64, place: Place) -> Self {
        let config = ReplicaConfig {
            actor: ActorId::from(&seal::random_bytes::<16>()[..]),
            patches: false,
            verify: true,
        };
        Self {
            slot,
            number,
            place,
            replica: Replica::new(place.document(), config),
            relay: Relay::default(),
            members: BTreeMap::new(),
            awaiting: BTreeSet::new(),
            told: HashSet::new(),
            rights_version: 0,
            records: None,
            ready: false,
            answered: BTreeMap::new(),
            opened_at: Instant::now(),
            load_wait: limits::LOAD_RETRY_MIN,
            known: HashSet::new(),
            small_chunks: 0,
            is_failing: false,
            is_filling: false,
            looking: None,
            work: JoinSet::new(),
            idle_since: None,
            hub,
        }
    }

    /// Lives until nobody has a link and nothing is left to store.
    pub(super) async fn run(mut self, mut mailbox: mpsc::Receiver<ToRoom>) {
        let mut rights = self.hub.access.changes();
        let mut outside = self.hub.casebook.storage().outside_changes(self.slot);
        let mut said = self.hub.casebook.storage().said(self.slot);
        let mut stopping = self.hub.stopping.subscribe();
        self.start_load(Duration::ZERO);
        loop {
            let wake = self.wakes_at();
            let idle = self.idle_until(&stopping);
            tokio::select! {
                Some(message) = mailbox.recv(), if self.ready => self.take(message).await,
                Some(done) = self.work.join_next() => self.finish(done, &mut mailbox).await,
                () = sleep_until(wake.unwrap_or(self.hub.started)), if wake.is_some() => {
                    self.refresh_rights().await;
                    self.replica.tick(self.hub.now_ms());
                }
                Ok(()) = rights.changed() => self.refresh_rights().await,
                Ok(()) = outside.changed() => self.look_for_siblings(),
                Ok(message) = said.recv() => {
                    // Given out to those who still may read it.
                    self.refresh_rights().await;
                    self.hear_node(&message);
                }
                Ok(()) = stopping.changed() => {}
                () = sleep_until(idle.unwrap_or(self.hub.started)), if idle.is_some() => {
                    if self.small_chunks >= limits::COMPACT_AT_UNLOAD {
                        self.small_chunks = 0;
                        self.replica.compact(self.hub.now_ms());
                    } else if mailbox.is_empty() && self.hub.forget_room(self.slot, self.number, true) {
                        return;
                    } else {
                        self.idle_since = Some(Instant::now());
                    }
                }
            }
            self.carry_out().await;
            self.note_state();
        }
    }

    fn wakes_at(&self) -> Option<Instant> {
        self.replica.wakes_at().map(|at| self.hub.instant(at))
    }

    /// When the room may close, if nothing comes in between.
    fn idle_until(&self, stopping: &watch::Receiver<bool>) -> Option<Instant> {
        let since = self.idle_since?;
        Some(if *stopping.borrow() {
            since
        } else {
            since + self.hub.settings.room_idle
        })
    }

    fn note_state(&mut self) {
        let settled = self.ready && self.replica.is_settled() && self.work.is_empty();
        if settled
            && std::mem::take(&mut self.is_filling)
            && let Place::Drawer { user, .. } = self.place
        {
            self.hub.drawers.settle(user, self.slot);
        }
        if !(self.members.is_empty() && settled) {
            self.idle_since = None;
        } else if self.idle_since.is_none() {
            self.idle_since = Some(Instant::now());
        }
        self.note_failing();
    }

    fn note_failing(&mut self) {
        let failing = self.replica.is_failing() || self.load_wait > limits::LOAD_RETRY_MIN;
        if failing != self.is_failing {
            self.is_failing = failing;
            if failing {
                self.hub.failing.fetch_add(1, Ordering::Relaxed);
            } else {
                self.hub.failing.fetch_sub(1, Ordering::Relaxed);
            }
        }
    }

    async fn take(&mut self, message: ToRoom) {
        // Before anything is taken in or given out: whose rights ended is gone now.
        self.refresh_rights().await;
        let now = self.hub.now_ms();
        match message {
            ToRoom::Connect {
                link,
                user,
                actors,
                outlet,
            } => {
                self.connect(link, user, outlet).await;
                self.replica
                    .set_author(link, *user.as_bytes(), actors.to_vec());
            }
            ToRoom::Disconnect { link } => {
                self.disconnect(link);
                // What it promised will not come from it now.
                self.settle_requests();
            }
            ToRoom::Message { link, inbound, .. } => {
                if !self.members.contains_key(&link) {
                    return;
                }
                self.hub.metrics.messages_in.inc();
                match inbound {
                    Inbound::Sync(payload) => self.receive(link, &payload),
                    Inbound::Request(payload) => {
                        self.receive(link, &payload);
                        self.awaiting.insert(link);
                        self.settle_requests();
                    }
                    Inbound::Ephemeral(message) => {
                        if self.relay.accept(link, &message, now).is_ok() {
                            self.give_on(link, &message);
                        }
                    }
                    Inbound::Status(Status::Resync) => self.replica.resync(link, now),
                    Inbound::Status(_) | Inbound::Unavailable => {}
                }
            }
        }
    }

    /// Tells whoever asked for a document that has no content that there is none, unless another peer has promised
    /// it: a stock client gives up at the first such answer.
    pub(super) fn settle_requests(&mut self) {
        if !self.replica.is_empty() {
            self.awaiting.clear();
        } else if self.replica.is_settled() {
            let asked = std::mem::take(&mut self.awaiting);
            for link in asked {
                if self.replica.is_promised_by_another(link) {
                    self.awaiting.insert(link);
                } else {
                    self.expel(link);
                }
            }
        }
    }

    fn receive(&mut self, link: LinkId, payload: &[u8]) {
        let now = self.hub.now_ms();
        if let Some(whole) = self.answered.remove(&link) {
            self.replica.answered(link, payload, &whole, now);
            return;
        }
        if let Place::Drawer { user, .. } = self.place {
            let news = self.replica.news_in(payload);
            if news > 0 && !self.hub.drawers.admit(user, self.slot, news) {
                self.hub.metrics.refused.inc();
                self.expel(link);
                return;
            }
            self.is_filling |= news > 0;
        }
        if payload.len() >= limits::HEAVY_BYTES {
            heavy(|| self.replica.receive(link, payload, now));
        } else {
            self.replica.receive(link, payload, now);
        }
    }

    /// Carries out what the replica wants, until it wants nothing more.
    async fn carry_out(&mut self) {
        loop {
            let effects = self.replica.take_effects();
            if effects.is_empty() {
                return;
            }
            // Whoever is told that storage fails, or is well again, finds the same in `/health`.
            self.note_failing();
            for effect in effects {
                self.carry_out_one(effect).await;
            }
        }
    }

    async fn carry_out_one(&mut self, effect: Effect) {
        match effect {
            Effect::Send { link, payload } => {
                let document = self.place.document();
                self.say(link, ToSocket::Sync { document, payload });
            }
            Effect::Tell { link, status } => {
                let document = self.place.document();
                self.say(link, ToSocket::Status { document, status });
            }
            Effect::Store {
                batch,
                chunks,
                replaces,
            } => self.store(batch, &chunks, &replaces),
            Effect::Refused {
                link,
                reason,
                evidence,
            } => self.refused(link, &reason, &evidence),
            Effect::Quarantine { key, reason } => {
                tracing::error!(%reason, "a stored chunk is put in quarantine");
                if let Some(records) = &self.records {
                    records.quarantine(key, reason.to_string()).await;
                }
            }
            Effect::Rebuild => {
                tracing::error!("a document failed and is read anew");
                self.hub.metrics.room_failures.inc();
                self.start_load(Duration::ZERO);
            }
            // A server neither shows nor edits anything.
            Effect::Changed { .. } | Effect::OwnEdits(_) | Effect::GaveWay { .. } => {}
        }
    }

    async fn finish(
        &mut self,
        done: Result<Done, tokio::task::JoinError>,
        mailbox: &mut mpsc::Receiver<ToRoom>,
    ) {
        // What is told now goes to members: to those who still are.
        self.refresh_rights().await;
        let now = self.hub.now_ms();
        match done {
            Ok(Done::Loaded(Ok(Some(read)))) => self.loaded(read, mailbox).await,
            Ok(Done::Loaded(Ok(None))) => {
                // The document went between the asking and the reading.
                self.ready = true;
                for link in self.members.keys().copied().collect::<Vec<_>>() {
                    self.expel(link);
                }
            }
            Ok(Done::Loaded(Err(error))) => {
                tracing::error!(%error, "a document cannot be read; it is tried again");
                self.hub.metrics.storage_errors.inc();
                self.load_wait = (self.load_wait * 2).min(limits::LOAD_RETRY_MAX);
                self.start_load(self.load_wait);
            }
            Ok(Done::Stored {
                batch,
                result,
                added,
                removed,
                title,
                authors,
                started,
            }) => {
                let seconds = started.elapsed().as_secs_f64();
                self.hub.metrics.commit_seconds.observe(seconds);
                match &result {
                    Ok(()) => {
                        self.replica.authors_stored(authors);
                        self.note_commit(added, &removed, title);
                        self.look_at_drawer().await;
                    }
                    Err(error) => {
                        self.hub.metrics.storage_errors.inc();
                        tracing::error!(%error, "a batch could not be stored; it is tried again");
                    }
                }
                if let Some(batch) = batch {
                    self.replica
                        .stored(batch, result.map_err(|_| StoreFailed), now);
                }
            }
            Ok(Done::Siblings(Ok(Some(read)))) => {
                self.known.extend(read.keys);
                self.know_authors(read.authors);
                let chunks = read.chunks;
                if let Err(error) = heavy(|| self.replica.merge_from_sibling(chunks, now)) {
                    tracing::error!(%error, "a chunk that another process stored cannot be read");
                }
                self.store_title();
                self.looked();
            }
            Ok(Done::Siblings(Ok(None))) => self.looked(),
            Ok(Done::Nothing) => {}
            Ok(Done::Siblings(Err(error))) => {
                self.hub.metrics.storage_errors.inc();
                tracing::error!(%error, "what another process stored cannot be read; it is tried again");
                self.look_again_later();
            }
            Err(error) => {
                // The error itself would quote the panic's message, and that perhaps the document.
                let panicked = error.is_panic();
                tracing::error!(panicked, "work of a room failed");
                self.looked();
                self.work.spawn(async { Done::Nothing });
            }
        }
    }
}

impl Drop for Room {
    /// However the room ended, a panic included: nobody keeps waiting for it, and the next one who comes opens it anew.
    fn drop(&mut self) {
        for member in self.members.values() {
            member.outlet.end(CloseReason::ServerEnds);
        }
        if self.is_failing {
            self.hub.failing.fetch_sub(1, Ordering::Relaxed);
        }
        if let Place::Drawer { user, .. } = self.place {
            self.hub.drawers.settle(user, self.slot);
        }
        self.hub.forget_room(self.slot, self.number, false);
    }
}
