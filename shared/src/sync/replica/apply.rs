//! Applying what waited, as one batch: Automerge applies a hundred changes together at about the price of two alone.

use std::collections::HashSet;

use automerge::{Automerge, AutomergeError, Change, ChangeHash, PatchLog, ReadDoc};

use super::{
    LinkId, Origin, Phase, Refusal, Replica,
    incoming::{Cargo, Incoming},
    orphans::Part,
};
use crate::sync::{
    chunk::{Chunk, ChunkKind},
    guard::contain,
    limits,
};

/// Why changes are not in the document.
#[derive(Debug)]
pub(super) enum NotApplied {
    /// The document is as it was.
    Refused(Refusal),
    /// The document is in doubt.
    Broken,
}

impl Replica {
    /// Applies everything that waits. Ends with something pending, or with an empty queue, or poisoned.
    pub(super) fn apply_queue(&mut self) {
        if self.queue.front().is_some_and(|incoming| incoming.suspect) {
            self.apply_suspect();
            return;
        }
        let mut together: Vec<Incoming> = Vec::new();
        let mut parts: Vec<Part> = Vec::new();
        for mut incoming in self.take_batch() {
            let link = incoming.link;
            let cargo = std::mem::take(&mut incoming.cargo);
            match self.unwrap_cargo(cargo) {
                Ok(changes) => {
                    let permitted = self.fits(&changes).and(self.may_bring(link, &changes));
                    if let Err(refusal) = permitted {
                        self.refuse_changes(link, refusal, &changes);
                        continue;
                    }
                    incoming.cargo = vec![Cargo::Changes(changes.clone())];
                    parts.push(Part {
                        link: Some(link),
                        changes,
                    });
                    together.push(incoming);
                }
                Err(NotApplied::Refused(refusal)) => self.refuse(link, refusal, &[]),
                Err(NotApplied::Broken) => {
                    self.suspect(vec![incoming]);
                    return;
                }
            }
        }
        match self.apply(parts, Origin::Remote) {
            Ok(()) => self.settle_all(together),
            Err(NotApplied::Broken) => self.suspect(together),
            // One of them: each alone, so that only the guilty one is refused.
            Err(NotApplied::Refused(refusal)) if together.len() == 1 => {
                for incoming in together {
                    let changes = changes_of(&incoming.cargo);
                    self.refuse_changes(incoming.link, refusal.clone(), &changes);
                }
            }
            Err(NotApplied::Refused(_)) => self.apply_each(together),
        }
    }

    /// Takes from the front of the queue what may be applied together.
    fn take_batch(&mut self) -> Vec<Incoming> {
        let mut operations = 0_u64;
        let mut count = 0;
        for incoming in &self.queue {
            operations = operations.saturating_add(incoming.operations());
            let fits = count == 0 || operations <= limits::OPS_PER_BATCH;
            if incoming.suspect || !fits {
                break;
            }
            count += 1;
        }
        let rest = self.queue.split_off(count);
        let batch = std::mem::replace(&mut self.queue, rest);
        self.queue_bytes = self.queue.iter().map(|incoming| incoming.size).sum();
        batch.into()
    }

    fn apply_each(&mut self, batch: Vec<Incoming>) {
        let mut batch = batch.into_iter();
        while let Some(mut incoming) = batch.next() {
            let cargo = std::mem::take(&mut incoming.cargo);
            let part = Part {
                link: Some(incoming.link),
                changes: changes_of(&cargo),
            };
            incoming.cargo = cargo;
            match self.apply(vec![part], Origin::Remote) {
                Ok(()) => self.settle(incoming),
                Err(NotApplied::Refused(refusal)) => {
                    let changes = changes_of(&incoming.cargo);
                    self.refuse_changes(incoming.link, refusal, &changes);
                }
                Err(NotApplied::Broken) => {
                    let rest = std::iter::once(incoming).chain(batch).collect();
                    self.suspect(rest);
                    return;
                }
            }
        }
    }

    /// Puts the document aside, and these messages in front of the queue, to be tried one by one.
    fn suspect(&mut self, batch: Vec<Incoming>) {
        for mut incoming in batch.into_iter().rev() {
            incoming.suspect = true;
            self.queue_bytes += incoming.size;
            self.queue.push_front(incoming);
        }
        self.poison();
    }

    /// Tries the first message on a copy of the document.
    fn apply_suspect(&mut self) {
        let Some(incoming) = self.queue.pop_front() else {
            return;
        };
        self.queue_bytes = self.queue_bytes.saturating_sub(incoming.size);
        let changes = changes_of(&incoming.cargo);
        let Ok(copy) = contain(|| self.doc.clone()) else {
            self.refuse_changes(incoming.link, Refusal::Harmful, &changes);
            return;
        };
        let pending = self.pending.len();
        let effects = self.effects.len();
        let part = Part {
            link: Some(incoming.link),
            changes: changes.clone(),
        };
        match self.apply(vec![part], Origin::Remote) {
            Ok(()) => self.settle(incoming),
            Err(not_applied) => {
                self.doc = copy;
                self.pending.truncate(pending);
                self.effects.truncate(effects);
                let refusal = match not_applied {
                    NotApplied::Refused(refusal) => refusal,
                    NotApplied::Broken => Refusal::Harmful,
                };
                self.refuse_changes(incoming.link, refusal, &changes);
            }
        }
    }

    fn refuse_changes(&mut self, link: LinkId, refusal: Refusal, changes: &[Change]) {
        let pieces: Vec<&[u8]> = changes.iter().map(Change::raw_bytes).collect();
        self.refuse(link, refusal, &pieces);
    }

    /// Turns cargo into changes that are not in the document. A first whole document is taken as it is.
    pub(super) fn unwrap_cargo(&mut self, cargo: Vec<Cargo>) -> Result<Vec<Change>, NotApplied> {
        let mut changes = Vec::new();
        for part in cargo {
            match part {
                Cargo::Changes(more) => changes.extend(more),
                Cargo::Document(doc, bytes) => {
                    let changes_of_document = if self.doc.is_empty() {
                        self.adopt_document(*doc, bytes, Origin::Remote)?;
                        Vec::new()
                    } else {
                        contain(|| self.doc.get_changes_added(&doc))
                            .map_err(|_| NotApplied::Refused(Refusal::Harmful))?
                    };
                    changes.extend(changes_of_document);
                }
            }
        }
        changes.retain(|change| !self.has_change(&change.hash()));
        Ok(changes)
    }

    /// Takes a whole document into an empty replica: much cheaper than its changes.
    pub(super) fn adopt_document(
        &mut self,
        doc: Automerge,
        bytes: Vec<u8>,
        origin: Origin,
    ) -> Result<(), NotApplied> {
        if bytes.len() as u64 > limits::DOCUMENT_BYTES_MAX {
            return Err(NotApplied::Refused(Refusal::Full));
        }
        self.doc = doc.with_actor(self.config.actor.clone());
        self.pending.push(Chunk::new(ChunkKind::Snapshot, bytes));
        self.heard_change();
        if self.config.patches {
            let patches = contain(|| self.doc.current_state()).map_err(|_| NotApplied::Broken)?;
            self.changed(origin, patches);
        }
        Ok(())
    }

    /// Whether the document has room for these.
    fn fits(&self, changes: &[Change]) -> Result<(), Refusal> {
        let bytes: usize = changes.iter().map(|change| change.raw_bytes().len()).sum();
        if self.stored_bytes().saturating_add(bytes as u64) > limits::DOCUMENT_BYTES_MAX {
            return Err(Refusal::Full);
        }
        let operations: u64 = changes.iter().map(|change| change.len() as u64).sum();
        if self.doc.stats().num_ops.saturating_add(operations) > limits::OPS_PER_DOCUMENT_MAX {
            return Err(Refusal::Full);
        }
        Ok(())
    }

    /// Applies changes, and lets what came into the document be stored. Those whose dependencies are missing wait.
    pub(super) fn apply(&mut self, parts: Vec<Part>, origin: Origin) -> Result<(), NotApplied> {
        let sorted = self.sort_out(parts);
        for link in sorted.overflowing {
            self.refuse(link, Refusal::Orphans, &[]);
        }
        if sorted.released.is_empty() {
            return self.apply_ready(sorted.ready, origin);
        }
        match self.apply_ready(sorted.ready.clone(), origin) {
            Err(NotApplied::Refused(refusal)) => {
                // Whoever brings what others waited for does not answer for these.
                let waited: HashSet<ChangeHash> =
                    sorted.released.iter().map(|o| o.change.hash()).collect();
                for orphan in sorted.released {
                    if let Some(link) = orphan.link {
                        self.refuse_changes(link, refusal.clone(), &[orphan.change]);
                    }
                }
                let mut own = sorted.ready;
                own.retain(|change| !waited.contains(&change.hash()));
                self.apply_ready(own, origin)
            }
            done => done,
        }
    }

    /// Applies changes whose dependencies are all here, or among them.
    fn apply_ready(&mut self, changes: Vec<Change>, origin: Origin) -> Result<(), NotApplied> {
        if changes.is_empty() {
            return Ok(());
        }
        let applied: Vec<ChangeHash> = changes.iter().map(Change::hash).collect();
        let mut bytes = Vec::new();
        for change in &changes {
            bytes.extend_from_slice(change.raw_bytes());
        }
        // A device gives way to what others have taken, and so needs it a second time.
        let kept = if self.gives_way() {
            changes.clone()
        } else {
            Vec::new()
        };
        let mut log = if self.config.patches {
            PatchLog::active()
        } else {
            PatchLog::inactive()
        };
        let doc = &mut self.doc;
        match contain(|| doc.apply_changes_batch_log_patches(changes, &mut log)) {
            Ok(Ok(())) => {}
            // These two are found before anything is touched.
            Ok(Err(AutomergeError::DuplicateSeqNumber(..))) if !kept.is_empty() => {
                self.give_way(&kept)?;
                return self.apply_beside_the_new(kept);
            }
            Ok(Err(AutomergeError::DuplicateSeqNumber(..))) => {
                return Err(NotApplied::Refused(Refusal::ActorReused));
            }
            Ok(Err(AutomergeError::DuplicateAuthor(..))) => {
                return Err(NotApplied::Refused(Refusal::Harmful));
            }
            Ok(Err(_)) | Err(_) => return Err(NotApplied::Broken),
        }
        if self.config.verify && !self.reads_back(&applied) {
            return Err(NotApplied::Broken);
        }
        let patches = if self.config.patches {
            contain(|| self.doc.make_patches(&mut log)).map_err(|_| NotApplied::Broken)?
        } else {
            Vec::new()
        };
        self.pend(bytes);
        self.changed(origin, patches);
        Ok(())
    }

    /// Applies what ours has given way to.
    fn apply_beside_the_new(&mut self, changes: Vec<Change>) -> Result<(), NotApplied> {
        let mut bytes = Vec::new();
        for change in &changes {
            bytes.extend_from_slice(change.raw_bytes());
        }
        let doc = &mut self.doc;
        match contain(|| doc.apply_changes_batch(changes)) {
            Ok(Ok(())) => {
                self.pend(bytes);
                self.count_unsaved();
                Ok(())
            }
            _ => Err(NotApplied::Broken),
        }
    }

    /// Whether these changes can be given on: Automerge builds a change anew from its operations whenever a peer asks
    /// for it, and a change that comes out differently would stop every peer that builds on it.
    fn reads_back(&self, hashes: &[ChangeHash]) -> bool {
        contain(|| {
            hashes.iter().all(|hash| {
                self.doc
                    .get_change_by_hash(hash)
                    .is_some_and(|change| change.hash() == *hash)
            })
        })
        .unwrap_or(false)
    }

    fn settle_all(&mut self, batch: Vec<Incoming>) {
        for incoming in batch {
            self.settle(incoming);
        }
    }

    /// Notes where the peer stands, now that its changes are applied.
    fn settle(&mut self, incoming: Incoming) {
        let Some(link) = self.links.get_mut(&incoming.link) else {
            return;
        };
        let doc = &self.doc;
        let (message, awaits_answer) = (incoming.message, incoming.awaits_answer);
        if contain(|| link.learn(doc, message, awaits_answer)).is_err() {
            link.restart();
            return;
        }
        if link.state.their_heads.as_deref() == Some(&*doc.get_heads()) {
            link.agreed();
        }
        let upstream = link.upstream;
        self.note_authors(incoming.link, &changes_of(&incoming.cargo));
        if upstream {
            self.count_unsaved();
        }
    }

    /// A device does; a node that others rely on does not change what it has told them.
    const fn gives_way(&self) -> bool {
        self.config.patches && !self.config.verify
    }

    pub(super) fn is_ready(&self) -> bool {
        self.phase == Phase::Ready
    }
}

fn changes_of(cargo: &[Cargo]) -> Vec<Change> {
    cargo
        .iter()
        .flat_map(|part| match part {
            Cargo::Changes(changes) => changes.clone(),
            Cargo::Document(..) => Vec::new(),
        })
        .collect()
}
