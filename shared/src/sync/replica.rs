//! One document on one node.
//!
//! # The rule of durability
//! A replica generates sync messages only when everything in its document is durable. While a [`Effect::Store`] is
//! on its way, incoming messages wait; when it is done, every link is told, and then all that waited is applied and
//! stored as one batch. So a peer that hears of heads may rely on them, and many edits share one write to disk.
//!
//! # Use
//! Make one with [`Replica::new`], give it its stored chunks with [`Replica::load`], [`Replica::connect`] links and
//! hand over what comes in; after each call, carry out what [`Replica::take_effects`] returns. Answer every
//! [`Effect::Store`] with [`Replica::stored`]. Call [`Replica::tick`] when [`Replica::wakes_at`] has come.

mod again;
mod apply;
mod authors;
mod compaction;
mod effects;
mod incoming;
mod link;
mod load;
mod orphans;
mod own;
mod storing;
mod whole;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use automerge::{
    ActorId, Automerge, ChangeHash, Patch, PatchLog, ReadDoc,
    transaction::{CommitOptions, Transaction},
};

pub use self::{
    authors::AuthorId,
    effects::{BatchId, EditRefused, Effect, LinkId, Origin, Refusal, TooManyLinks},
    link::{Access, LinkOptions},
    own::{OwnEdits, SaveState},
    storing::StoreFailed,
    whole::Whole,
};
use self::{
    authors::Authors,
    incoming::Incoming,
    link::Link,
    orphans::Orphans,
    storing::{Batch, StoredChunk},
};
use super::{
    chunk::{Chunk, ChunkKey},
    guard::contain,
    limits,
    wire::Status,
};
use crate::ids::DocumentId;

/// How a replica behaves on its node.
#[derive(Debug, Clone)]
pub struct ReplicaConfig {
    /// The author of edits made here. Fresh for every tab and every start of a program: an actor whose last edits
    /// did not reach the disk must never be continued.
    pub actor: ActorId,
    /// Whether [`Effect::Changed`] is wanted; it costs work, and a server has no screen.
    pub patches: bool,
    /// Whether every foreign change is read back after it was applied and compared. A node that relays to others
    /// wants this: a change that cannot be given on would stop the document for everybody. And it never gives way to a
    /// change that uses a number twice, as a device does ([`Effect::GaveWay`]).
    pub verify: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Waits for its chunks.
    Loading,
    /// Works.
    Ready,
}

/// One document on one node. See the module's documentation.
#[derive(Debug)]
pub struct Replica {
    id: DocumentId,
    config: ReplicaConfig,
    phase: Phase,
    doc: Automerge,
    links: BTreeMap<LinkId, Link>,
    /// Messages that wait for their turn.
    queue: VecDeque<Incoming>,
    queue_bytes: usize,
    /// Changes that are in the document, but neither durable nor on their way to the disk.
    pending: Vec<Chunk>,
    /// How many edits of this device are in [`Self::pending`].
    own_pending: usize,
    in_flight: Option<Batch>,
    /// A snapshot on its way; unlike [`Self::in_flight`], its content is durable already.
    compaction: Option<Batch>,
    /// Failed attempts to store since the last success, and when the next one is due.
    failed_stores: u32,
    retry_at: Option<u64>,
    compact_after: u64,
    wants_compaction: bool,
    next_batch: u64,
    durable: BTreeMap<ChunkKey, StoredChunk>,
    /// Records that the next one takes the place of.
    superseded: Vec<ChunkKey>,
    /// Changes whose dependencies are missing. They are not stored before they are applied: a change that breaks the
    /// document only once its dependencies come must not wait for that on the disk.
    orphans: Orphans,
    authors: Authors,
    /// What the upstream last said that it has (known to us).
    acknowledged: Vec<ChangeHash>,
    /// Changes here that the upstream does not have.
    unsaved: BTreeSet<ChangeHash>,
    reported: Option<OwnEdits>,
    /// What the upstream last told of its store, and of our rights.
    upstream_failing: bool,
    effects: Vec<Effect>,
}

impl Replica {
    /// An empty replica that waits for [`Replica::load`].
    #[must_use]
    pub fn new(id: DocumentId, config: ReplicaConfig) -> Self {
        let doc = Automerge::new().with_actor(config.actor.clone());
        Self {
            id,
            config,
            phase: Phase::Loading,
            doc,
            links: BTreeMap::new(),
            queue: VecDeque::new(),
            queue_bytes: 0,
            pending: Vec::new(),
            own_pending: 0,
            in_flight: None,
            compaction: None,
            failed_stores: 0,
            retry_at: None,
            compact_after: 0,
            wants_compaction: false,
            next_batch: 0,
            durable: BTreeMap::new(),
            superseded: Vec::new(),
            orphans: Orphans::default(),
            authors: Authors::default(),
            acknowledged: Vec::new(),
            unsaved: BTreeSet::new(),
            reported: None,
            upstream_failing: false,
            effects: Vec::new(),
        }
    }

    /// The document's id.
    #[must_use]
    pub const fn id(&self) -> DocumentId {
        self.id
    }

    /// The document, to read from. Its newest edits may not be durable.
    #[must_use]
    pub const fn doc(&self) -> &Automerge {
        &self.doc
    }

    /// Whether [`Replica::load`] was called (and no rebuild is due).
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.phase == Phase::Ready
    }

    /// Whether there is nothing in the document: it was never written, or has not come yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.doc.get_heads().is_empty()
    }

    /// Whether a peer other than `link` has told of content that has not come yet.
    #[must_use]
    pub fn is_promised_by_another(&self, link: LinkId) -> bool {
        let promised = |peer: &Link| {
            peer.state
                .their_heads
                .as_ref()
                .is_some_and(|h| !h.is_empty())
        };
        self.links
            .iter()
            .any(|(id, peer)| *id != link && promised(peer))
    }

    /// Whether nothing waits to be stored or applied, so that the replica may be dropped without loss.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.phase == Phase::Ready
            && self.in_flight.is_none()
            && self.compaction.is_none()
            && self.pending.is_empty()
            && self.queue.is_empty()
    }

    /// Whether the last attempt to store failed.
    #[must_use]
    pub const fn is_failing(&self) -> bool {
        self.failed_stores > 0
    }

    /// The links that are connected.
    pub fn links(&self) -> impl Iterator<Item = LinkId> {
        self.links.keys().copied()
    }

    /// What is to be done, in order.
    #[must_use = "effects that are not carried out are lost"]
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Connects a peer.
    ///
    /// # Errors
    /// If the document has [`limits::LINKS_MAX`] links.
    pub fn connect(
        &mut self,
        link: LinkId,
        options: LinkOptions,
        now_ms: u64,
    ) -> Result<(), TooManyLinks> {
        if self.links.len() >= limits::LINKS_MAX && !self.links.contains_key(&link) {
            return Err(TooManyLinks);
        }
        self.forget_queued(link);
        self.orphans.forget(link);
        self.links.insert(link, Link::new(options, now_ms));
        if self.failed_stores > 0 {
            self.tell(link, Status::StorageFailing);
        }
        self.advance(now_ms);
        Ok(())
    }

    /// Disconnects a peer. What it sent and still waits is dropped: it will send it again.
    pub fn disconnect(&mut self, link: LinkId, now_ms: u64) {
        self.links.remove(&link);
        self.forget_queued(link);
        self.orphans.forget(link);
        self.advance(now_ms);
    }

    /// Changes what a peer may do. To take away all access, [`Replica::disconnect`] it.
    pub fn set_access(&mut self, link: LinkId, access: Access, now_ms: u64) {
        let Some(peer) = self.links.get_mut(&link) else {
            return;
        };
        if !peer.set_access(access) {
            return;
        }
        // What waits was sent under the other right, and is sent again if it may be.
        self.forget_queued(link);
        self.tell(
            link,
            match access {
                Access::Read => Status::ReadOnly,
                Access::Write => Status::Writable,
            },
        );
        self.advance(now_ms);
    }

    /// Starts the sync with this peer anew, because it asks so ([`Status::Resync`]).
    pub fn resync(&mut self, link: LinkId, now_ms: u64) {
        if let Some(peer) = self.links.get_mut(&link) {
            peer.restart();
        }
        self.advance(now_ms);
    }

    /// Takes note of what the upstream tells of itself.
    pub fn upstream_told(&mut self, status: Status) {
        match status {
            Status::StorageFailing => self.upstream_failing = true,
            Status::Stored => self.upstream_failing = false,
            _ => {}
        }
        self.report_own_edits();
    }

    /// Makes an edit. `f` gets a transaction; what it wrote becomes one change, or nothing at all if it fails.
    ///
    /// # Errors
    /// If the document is not loaded, or `f` refuses.
    pub fn edit<T, E>(
        &mut self,
        now_ms: u64,
        f: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, EditRefused<E>> {
        if self.phase != Phase::Ready {
            return Err(EditRefused::NotLoaded);
        }
        let patches = self.config.patches;
        let doc = &mut self.doc;
        let made = contain(move || {
            let log = if patches {
                PatchLog::active()
            } else {
                PatchLog::inactive()
            };
            let mut transaction = doc.transaction_log_patches(log).ok()?;
            match f(&mut transaction) {
                Ok(value) => {
                    let seconds = i64::try_from(now_ms / 1_000).unwrap_or_default();
                    let options = CommitOptions::default().with_time(seconds);
                    let (hash, mut log) = transaction.commit_with(options);
                    let change = hash.and_then(|hash| doc.get_change_by_hash(&hash));
                    let patches = if patches {
                        doc.make_patches(&mut log)
                    } else {
                        Vec::new()
                    };
                    Some(Ok((value, change, patches)))
                }
                Err(error) => {
                    transaction.rollback();
                    Some(Err(error))
                }
            }
        });
        match made {
            Ok(Some(Ok((value, change, patches)))) => {
                if let Some(change) = change {
                    self.unsaved.insert(change.hash());
                    self.own_pending += 1;
                    self.pend(change.raw_bytes().to_vec());
                    self.changed(Origin::Local, patches);
                    self.advance(now_ms);
                }
                Ok(value)
            }
            Ok(Some(Err(error))) => Err(EditRefused::Edit(error)),
            Ok(None) | Err(_) => {
                self.poison();
                Err(EditRefused::Broken)
            }
        }
    }

    /// Does what time asks for: retries, resyncs, compaction. See [`Replica::wakes_at`].
    pub fn tick(&mut self, now_ms: u64) {
        self.advance(now_ms);
        if self.phase != Phase::Ready {
            return;
        }
        let heads = self.doc.get_heads();
        let mut asks = Vec::new();
        for (id, link) in &mut self.links {
            if link.is_overdue(&heads, now_ms) {
                link.restart();
                asks.push(*id);
            }
        }
        for link in asks {
            self.tell(link, Status::Resync);
        }
        self.advance(now_ms);
        self.compact_if_due(now_ms);
    }

    /// When [`Replica::tick`] should be called next, if ever.
    #[must_use]
    pub fn wakes_at(&self) -> Option<u64> {
        let heads = self.doc.get_heads();
        let resync = self
            .links
            .values()
            .filter_map(|link| link.overdue_at(&heads))
            .min();
        let compaction = self.compaction_at();
        [self.retry_at, resync, compaction]
            .into_iter()
            .flatten()
            .min()
    }

    /// The heart: moves on as far as the rule of durability lets it.
    fn advance(&mut self, now_ms: u64) {
        loop {
            if self.phase != Phase::Ready || self.in_flight.is_some() {
                break;
            }
            if !self.pending.is_empty() {
                if self.retry_at.is_none_or(|at| at <= now_ms) {
                    self.start_store();
                }
                break;
            }
            self.announce();
            if self.phase != Phase::Ready || self.queue.is_empty() {
                break;
            }
            self.apply_queue();
        }
        self.report_own_edits();
    }

    /// Generates what every link should hear. Everything in the document is durable now.
    fn announce(&mut self) {
        let doc = &self.doc;
        let orphans = &self.orphans;
        let mut sends = Vec::new();
        let spoken = contain(|| {
            for (id, link) in &mut self.links {
                if let Some(payload) = link.speak(doc, orphans) {
                    sends.push((*id, payload));
                }
            }
        });
        if spoken.is_err() {
            self.poison();
            return;
        }
        self.effects.extend(
            sends
                .into_iter()
                .map(|(link, payload)| Effect::Send { link, payload }),
        );
    }

    /// Puts the document aside and asks for its chunks. What is not durable yet is kept, and applied again.
    fn poison(&mut self) {
        self.phase = Phase::Loading;
        self.doc = Automerge::new().with_actor(self.config.actor.clone());
        self.orphans.clear();
        self.durable.clear();
        self.superseded.clear();
        self.compaction = None;
        for link in self.links.values_mut() {
            link.restart();
        }
        self.effects.push(Effect::Rebuild);
    }

    fn tell(&mut self, link: LinkId, status: Status) {
        self.effects.push(Effect::Tell { link, status });
    }

    fn tell_all(&mut self, status: Status) {
        let links: Vec<_> = self.links.keys().copied().collect();
        for link in links {
            self.tell(link, status);
        }
    }

    fn changed(&mut self, origin: Origin, patches: Vec<Patch>) {
        if self.config.patches && (!patches.is_empty() || origin == Origin::Loaded) {
            self.effects.push(Effect::Changed { origin, patches });
        }
    }

    fn heard_change(&mut self) {
        for link in self.links.values_mut() {
            link.dirty = true;
        }
    }
}

#[cfg(test)]
mod tests;
