//! Applying what waited, as one batch: Automerge applies a hundred changes together at about the price of two alone.

use std::collections::HashSet;

use automerge::{Automerge, AutomergeError, Change, ChangeHash, Patch, PatchLog, ReadDoc};

use super::{
    LinkId, Origin, Phase, Refusal, Replica,
    incoming::{Cargo, Incoming},
    orphans::Part,
};
use crate::sync::{
    chunk::{Chunk, ChunkKind},
    guard::{contain, has_marks},
    limits,
};

/// Why changes are not in the document.
#[derive(Debug, Clone)]
pub(super) enum NotApplied {
    /// The document is as it was.
    Refused(Refusal),
    /// The document is in doubt.
    Broken,
}

/// Why changes did not pass their trial.
enum Failed {
    /// An actor uses a number a second time.
    NumberReused,
    /// They make Automerge fail, or cannot be given on.
    Harmful,
}

impl Replica {
    /// Applies everything that waits. Ends with something pending, or with an empty queue, or poisoned.
    pub(super) fn apply_queue(&mut self) {
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
                Err(not_applied) => self.not_applied(link, not_applied, &[]),
            }
        }
        match self.apply(parts, Origin::Remote) {
            Ok(()) => self.settle_all(together),
            // One of them: each alone, so that only the guilty one is refused.
            Err(NotApplied::Refused(_)) if together.len() > 1 => self.apply_each(together),
            Err(not_applied) => {
                for incoming in together {
                    let changes = changes_of(&incoming.cargo);
                    self.not_applied(incoming.link, not_applied.clone(), &changes);
                }
            }
        }
    }

    /// Takes from the front of the queue what may be applied together.
    fn take_batch(&mut self) -> Vec<Incoming> {
        let mut operations = 0_u64;
        let mut count = 0;
        for incoming in &self.queue {
            operations = operations.saturating_add(incoming.operations());
            if count > 0 && operations > limits::OPS_PER_BATCH {
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
        for mut incoming in batch {
            let cargo = std::mem::take(&mut incoming.cargo);
            let part = Part {
                link: Some(incoming.link),
                changes: changes_of(&cargo),
            };
            incoming.cargo = cargo;
            match self.apply(vec![part], Origin::Remote) {
                Ok(()) => self.settle(incoming),
                Err(not_applied) => {
                    let changes = changes_of(&incoming.cargo);
                    self.not_applied(incoming.link, not_applied, &changes);
                }
            }
        }
    }

    fn not_applied(&mut self, link: LinkId, why: NotApplied, changes: &[Change]) {
        match why {
            NotApplied::Refused(refusal) => self.refuse_changes(link, refusal, changes),
            NotApplied::Broken => {
                self.refuse_changes(link, Refusal::Harmful, changes);
                self.poison();
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
        // Once for all of it, at about what it cost to read it.
        if self.config.verify && !contain(|| loads_again(&doc)).unwrap_or(false) {
            return Err(NotApplied::Refused(Refusal::Harmful));
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
        let (doc, patches) = match self.try_on_a_copy(changes) {
            Ok(tried) => tried,
            Err(Failed::NumberReused) if !kept.is_empty() => {
                self.give_way(&kept)?;
                return self.apply_beside_the_new(kept);
            }
            Err(Failed::NumberReused) => {
                return Err(NotApplied::Refused(Refusal::ActorReused));
            }
            Err(Failed::Harmful) => return Err(NotApplied::Refused(Refusal::Harmful)),
        };
        self.doc = doc;
        self.pend(bytes);
        self.changed(origin, patches);
        Ok(())
    }

    /// Applies changes to a copy, which takes the document's place only if all went well: so nothing that they do can
    /// hurt the document. Automerge's documents are cheap to copy (0.5 ms with 50,000 changes).
    fn try_on_a_copy(&self, changes: Vec<Change>) -> Result<(Automerge, Vec<Patch>), Failed> {
        let hashes: Vec<ChangeHash> = changes.iter().map(Change::hash).collect();
        let unusual = self.config.verify && changes.iter().any(is_unusual);
        let mut log = if self.config.patches {
            PatchLog::active()
        } else {
            PatchLog::inactive()
        };
        let tried = contain(|| {
            let mut doc = self.doc.clone();
            match doc.apply_changes_batch_log_patches(changes, &mut log) {
                Ok(()) => {}
                Err(AutomergeError::DuplicateSeqNumber(..)) => return Err(Failed::NumberReused),
                Err(_) => return Err(Failed::Harmful),
            }
            if self.config.verify && !reads_back(&doc, &hashes) {
                return Err(Failed::Harmful);
            }
            if unusual && !loads_again(&doc) {
                return Err(Failed::Harmful);
            }
            let patches = if self.config.patches {
                doc.make_patches(&mut log)
            } else {
                Vec::new()
            };
            Ok((doc, patches))
        });
        tried.unwrap_or(Err(Failed::Harmful))
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

/// Whether these changes can be given on: Automerge builds a change anew from its operations whenever a peer asks for it,
/// and a change that comes out differently would stop every peer that builds on it.
fn reads_back(doc: &Automerge, hashes: &[ChangeHash]) -> bool {
    hashes.iter().all(|hash| {
        doc.get_change_by_hash(hash)
            .is_some_and(|change| change.hash() == *hash)
    })
}

/// Whether a change is of a kind that Automerge may take and then not load: marks that end before they begin, and changes
/// without operations whose counter is not what their dependencies make it. No Trama program writes either.
fn is_unusual(change: &Change) -> bool {
    change.is_empty() || has_marks(change.raw_bytes())
}

/// Whether what a newcomer would be sent can be read.
fn loads_again(doc: &Automerge) -> bool {
    Automerge::load(&doc.save_nocompress()).is_ok_and(|read| read.get_heads() == doc.get_heads())
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
