//! Chunks from the store: at start, after a rebuild, and from siblings that share the store.

use automerge::{Automerge, Change, ChangeHash};

use super::{
    Effect, Origin, Phase, Replica,
    apply::NotApplied,
    incoming::{Cargo, read_change, read_document},
    orphans::Part,
    storing::StoredChunk,
};
use crate::sync::{
    chunk::{Chunk, ChunkKey, ChunkKind},
    guard::{self, Budget, ChunkType, GuardError, contain},
};

/// A stored chunk, parsed.
#[derive(Debug)]
struct Parsed {
    chunk: Chunk,
    documents: Vec<Automerge>,
    changes: Vec<Change>,
}

impl Parsed {
    fn hashes(&self) -> Vec<ChangeHash> {
        let heads = self.documents.iter().flat_map(Automerge::get_heads);
        heads.chain(self.changes.iter().map(Change::hash)).collect()
    }
}

impl Replica {
    /// Loads the document from its chunks, in any order. `acknowledged` is what [`Replica::acknowledged`] was when it
    /// was last written down (empty if unknown: then everything counts as unsaved until the server is heard).
    pub fn load(
        &mut self,
        chunks: impl IntoIterator<Item = Chunk>,
        acknowledged: &[ChangeHash],
        now_ms: u64,
    ) {
        // What was not durable when the document was put aside comes again, after what is.
        let undurable = std::mem::take(&mut self.pending);
        let in_flight = self.in_flight.as_ref().map(|batch| batch.chunks.clone());
        let own = in_flight.iter().flatten().chain(&undurable).cloned();

        let mut parsed = Vec::new();
        for chunk in chunks {
            match parse(chunk) {
                Ok(chunk) => parsed.push(chunk),
                Err((key, reason)) => self.effects.push(Effect::Quarantine { key, reason }),
            }
        }
        let stored = parsed.len();
        parsed.extend(own.filter_map(|chunk| parse(chunk).ok()));

        let (doc, bad) = build(&parsed);
        self.doc = doc.with_actor(self.config.actor.clone());
        for (index, parsed) in parsed.iter().take(stored).enumerate() {
            let key = parsed.chunk.key;
            if bad.contains(&index) {
                let reason = GuardError::Unreadable;
                self.effects.push(Effect::Quarantine { key, reason });
                continue;
            }
            let missing = parsed
                .hashes()
                .into_iter()
                .filter(|hash| !self.has_change(hash))
                .collect();
            let stored = StoredChunk {
                missing,
                ..StoredChunk::whole(&parsed.chunk)
            };
            self.durable.insert(key, stored);
        }
        self.pending = undurable;
        self.phase = Phase::Ready;
        self.acknowledged = acknowledged
            .iter()
            .chain(&self.acknowledged)
            .filter(|hash| self.has_change(hash))
            .copied()
            .collect();
        self.weigh_compaction();
        self.count_unsaved();
        self.changed(Origin::Loaded, Vec::new());
        self.advance(now_ms);
    }

    /// Takes chunks that another tab or node has stored in the store that this replica shares with it: they are
    /// durable already. Ignored before [`Replica::load`], which reads them anyway.
    ///
    /// # Errors
    /// If a chunk cannot be read; the others were taken.
    pub fn merge_from_sibling(
        &mut self,
        chunks: Vec<Chunk>,
        now_ms: u64,
    ) -> Result<(), GuardError> {
        if !self.is_ready() {
            return Ok(());
        }
        let mut result = Ok(());
        for chunk in chunks {
            if self.durable.contains_key(&chunk.key) {
                continue;
            }
            match parse(chunk) {
                Ok(parsed) => {
                    let before = self.pending.len();
                    let orphans = self.orphans.len();
                    let (key, hashes) = (parsed.chunk.key, parsed.hashes());
                    let mut stored = StoredChunk::whole(&parsed.chunk);
                    if let Err(error) = self.merge_parsed(parsed) {
                        result = Err(error);
                        continue;
                    }
                    // It is durable: nothing to store, unless it set free changes that waited in memory only, or ours
                    // gave way to it.
                    if self.orphans.len() >= orphans && self.superseded.is_empty() {
                        self.pending.truncate(before);
                    }
                    stored.missing = hashes
                        .into_iter()
                        .filter(|hash| !self.has_change(hash))
                        .collect();
                    self.durable.insert(key, stored);
                }
                Err((_, error)) => result = Err(error),
            }
        }
        self.weigh_compaction();
        self.count_unsaved();
        self.advance(now_ms);
        result
    }

    /// Brings a whole document or changes into this replica as if they had been edited here: they are stored, then
    /// announced. For creating a document, and for importing one.
    ///
    /// # Errors
    /// If the bytes are not chunks of Automerge, or do not go together with the document.
    pub fn import(&mut self, bytes: &[u8], now_ms: u64) -> Result<(), GuardError> {
        if !self.is_ready() {
            return Err(GuardError::Unreadable);
        }
        let parsed =
            parse(Chunk::new(ChunkKind::Changes, bytes.to_vec())).map_err(|(_, reason)| reason)?;
        self.merge_parsed(parsed)?;
        self.count_unsaved();
        self.advance(now_ms);
        Ok(())
    }

    fn merge_parsed(&mut self, parsed: Parsed) -> Result<(), GuardError> {
        let mut cargo: Vec<_> = parsed
            .documents
            .into_iter()
            .map(|doc| {
                let bytes = doc.save();
                Cargo::Document(Box::new(doc), bytes)
            })
            .collect();
        cargo.push(Cargo::Changes(parsed.changes));
        let merged = self.unwrap_cargo(cargo).and_then(|changes| {
            let part = Part {
                link: None,
                changes,
            };
            self.apply(vec![part], Origin::Sibling)
        });
        match merged {
            Ok(()) => Ok(()),
            Err(NotApplied::Refused(_)) => Err(GuardError::Unreadable),
            Err(NotApplied::Broken) => {
                self.poison();
                Err(GuardError::Unreadable)
            }
        }
    }
}

fn parse(chunk: Chunk) -> Result<Parsed, (ChunkKey, GuardError)> {
    let key = chunk.key;
    let read = || {
        if ChunkKey::of(&chunk.bytes) != key {
            return Err(GuardError::Checksum);
        }
        let mut documents = Vec::new();
        let mut changes = Vec::new();
        for view in guard::check_chunks(&chunk.bytes, &mut Budget::of_store())? {
            match view.kind {
                ChunkType::Document => {
                    documents.push(read_document(view.bytes).map_err(|_| GuardError::Unreadable)?);
                }
                ChunkType::Change | ChunkType::CompressedChange => {
                    changes.push(read_change(view.bytes).map_err(|_| GuardError::Unreadable)?);
                }
            }
        }
        Ok((documents, changes))
    };
    match read() {
        Ok((documents, changes)) => Ok(Parsed {
            chunk,
            documents,
            changes,
        }),
        Err(reason) => Err((key, reason)),
    }
}

/// Builds a document; answers which chunks it had to leave out.
fn build(parsed: &[Parsed]) -> (Automerge, Vec<usize>) {
    let mut order: Vec<usize> = (0..parsed.len()).collect();
    // The largest snapshot is the ground; what is not in it is added.
    order.sort_by_key(|&index| {
        let part = &parsed[index];
        (
            part.documents.is_empty(),
            std::cmp::Reverse(part.chunk.bytes.len()),
        )
    });
    let all: Vec<&Parsed> = order.iter().map(|&index| &parsed[index]).collect();
    if let Ok(Ok(doc)) = contain(|| add(Automerge::new(), &all)) {
        return (doc, Vec::new());
    }
    // Something in them breaks the document: each alone, on a copy.
    let mut doc = Automerge::new();
    let mut bad = Vec::new();
    for index in order {
        match contain(|| add(doc.clone(), &[&parsed[index]])) {
            Ok(Ok(next)) => doc = next,
            _ => bad.push(index),
        }
    }
    (doc, bad)
}

fn add(mut doc: Automerge, parts: &[&Parsed]) -> Result<Automerge, automerge::AutomergeError> {
    let mut changes = Vec::new();
    for part in parts {
        for document in &part.documents {
            if doc.is_empty() {
                doc = document.clone();
            } else {
                changes.extend(doc.get_changes_added(document));
            }
        }
        changes.extend(part.changes.iter().cloned());
    }
    doc.apply_changes_batch(changes)?;
    Ok(doc)
}
