//! Applying what waited, as one batch: Automerge applies a hundred changes together at about the price of two alone.

use std::collections::HashSet;

use automerge::{Automerge, AutomergeError, Change, ChangeHash, PatchLog, ReadDoc};

use super::{
    Origin, Phase, Refusal, Replica,
    incoming::{Cargo, Incoming},
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
        let split = self.queue.iter().position(|incoming| incoming.suspect);
        let rest = self.queue.split_off(split.unwrap_or(self.queue.len()));
        let batch = std::mem::replace(&mut self.queue, rest);
        self.queue_bytes = self.queue.iter().map(|incoming| incoming.size).sum();

        let mut together: Vec<Incoming> = Vec::new();
        let mut changes: Vec<Change> = Vec::new();
        for mut incoming in batch {
            let cargo = std::mem::take(&mut incoming.cargo);
            match self.unwrap_cargo(cargo) {
                Ok(unwrapped) => {
                    if let Err(refusal) = self.fits(&unwrapped) {
                        self.refuse(incoming.link, refusal);
                        continue;
                    }
                    incoming.cargo = vec![Cargo::Changes(unwrapped.clone())];
                    changes.extend(unwrapped);
                    together.push(incoming);
                }
                Err(NotApplied::Refused(refusal)) => self.refuse(incoming.link, refusal),
                Err(NotApplied::Broken) => {
                    self.suspect(vec![incoming]);
                    return;
                }
            }
        }
        if changes.is_empty() {
            self.settle_all(together);
            return;
        }
        match self.apply(changes, Origin::Remote) {
            Ok(()) => self.settle_all(together),
            Err(NotApplied::Broken) => self.suspect(together),
            // One of them: each alone, so that only the guilty one is refused.
            Err(NotApplied::Refused(refusal)) if together.len() == 1 => {
                for incoming in together {
                    self.refuse(incoming.link, refusal.clone());
                }
            }
            Err(NotApplied::Refused(_)) => self.apply_each(together),
        }
    }

    fn apply_each(&mut self, batch: Vec<Incoming>) {
        let mut batch = batch.into_iter();
        while let Some(mut incoming) = batch.next() {
            let cargo = std::mem::take(&mut incoming.cargo);
            let changes = changes_of(&cargo);
            match self.apply(changes, Origin::Remote) {
                Ok(()) => self.settle(incoming),
                Err(NotApplied::Refused(refusal)) => self.refuse(incoming.link, refusal),
                Err(NotApplied::Broken) => {
                    incoming.cargo = cargo;
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
        let Ok(copy) = contain(|| self.doc.clone()) else {
            self.refuse(incoming.link, Refusal::Harmful);
            return;
        };
        let orphans = self.orphans.clone();
        let pending = self.pending.len();
        let effects = self.effects.len();
        match self.apply(changes_of(&incoming.cargo), Origin::Remote) {
            Ok(()) => self.settle(incoming),
            Err(not_applied) => {
                self.doc = copy;
                self.orphans = orphans;
                self.pending.truncate(pending);
                self.effects.truncate(effects);
                let refusal = match not_applied {
                    NotApplied::Refused(refusal) => refusal,
                    NotApplied::Broken => Refusal::Harmful,
                };
                self.refuse(incoming.link, refusal);
            }
        }
    }

    /// Turns cargo into changes that are not in the document. A first whole document is taken as it is.
    pub(super) fn unwrap_cargo(&mut self, cargo: Vec<Cargo>) -> Result<Vec<Change>, NotApplied> {
        let mut changes = Vec::new();
        for part in cargo {
            match part {
                Cargo::Changes(more) => changes.extend(more),
                Cargo::Document(doc, bytes) => {
                    let changes_of_document = if self.doc.is_empty() && self.orphans.is_empty() {
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
        let coming: HashSet<ChangeHash> = changes.iter().map(Change::hash).collect();
        let is_known = |hash: &ChangeHash| coming.contains(hash) || self.has_change(hash);
        let (count, size) = changes
            .iter()
            .filter(|change| !change.deps().iter().all(is_known))
            .fold((0_usize, 0_usize), |(count, size), change| {
                (count + 1, size + change.raw_bytes().len())
            });
        let held: usize = self.orphans.values().map(Vec::len).sum();
        let too_many = self.orphans.len().saturating_add(count) > limits::ORPHANS_MAX
            || held.saturating_add(size) > limits::ORPHAN_BYTES_MAX;
        if count > 0 && too_many {
            return Err(Refusal::Orphans);
        }
        Ok(())
    }

    /// Applies changes, and lets what came into the document be stored.
    pub(super) fn apply(&mut self, changes: Vec<Change>, origin: Origin) -> Result<(), NotApplied> {
        let mut arrived: Vec<(ChangeHash, Vec<u8>)> = changes
            .iter()
            .map(|change| (change.hash(), change.raw_bytes().to_vec()))
            .collect();
        let mut log = if self.config.patches {
            PatchLog::active()
        } else {
            PatchLog::inactive()
        };
        let doc = &mut self.doc;
        match contain(|| doc.apply_changes_batch_log_patches(changes, &mut log)) {
            Ok(Ok(())) => {}
            // These two are found before anything is touched.
            Ok(Err(AutomergeError::DuplicateSeqNumber(..))) => {
                return Err(NotApplied::Refused(Refusal::ActorReused));
            }
            Ok(Err(AutomergeError::DuplicateAuthor(..))) => {
                return Err(NotApplied::Refused(Refusal::Harmful));
            }
            Ok(Err(_)) | Err(_) => return Err(NotApplied::Broken),
        }
        arrived.extend(self.orphans.drain());
        let mut seen = HashSet::new();
        let mut bytes = Vec::new();
        let mut applied = Vec::new();
        for (hash, raw) in arrived {
            if !seen.insert(hash) {
                continue;
            }
            if self.has_change(&hash) {
                bytes.extend_from_slice(&raw);
                applied.push(hash);
            } else {
                self.orphans.insert(hash, raw);
            }
        }
        if self.config.verify && !self.reads_back(&applied) {
            return Err(NotApplied::Broken);
        }
        let patches = if self.config.patches {
            contain(|| self.doc.make_patches(&mut log)).map_err(|_| NotApplied::Broken)?
        } else {
            Vec::new()
        };
        if !applied.is_empty() {
            self.pend(bytes);
            self.changed(origin, patches);
        }
        Ok(())
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
        if link.upstream {
            self.count_unsaved();
        }
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
