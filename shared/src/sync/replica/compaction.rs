//! Snapshots that take the place of many small chunks.

use automerge::{Automerge, SaveOptions};

use super::{
    Effect, Replica,
    storing::{Batch, StoreFailed, StoredChunk},
};
use crate::sync::{
    chunk::{Chunk, ChunkKind},
    guard::contain,
    limits,
};

impl Replica {
    /// Notes whether so much small change has gathered that a snapshot pays. The bytes written for snapshots stay in
    /// proportion to those written for changes, because a snapshot waits until changes outweigh the one before.
    pub(super) fn weigh_compaction(&mut self) {
        let mut count = 0;
        let mut small = 0;
        let mut snapshots = 0;
        for chunk in self.durable.values() {
            match chunk.kind {
                ChunkKind::Changes if chunk.missing.is_empty() => {
                    count += 1;
                    small += chunk.size;
                }
                ChunkKind::Changes => {}
                ChunkKind::Snapshot => snapshots += chunk.size,
            }
        }
        self.wants_compaction = count >= limits::COMPACT_CHUNKS
            || (count > 1 && small >= limits::COMPACT_BYTES && small >= snapshots);
    }

    pub(super) fn compaction_at(&self) -> Option<u64> {
        (self.wants_compaction && self.is_settled()).then_some(self.compact_after)
    }

    /// Proposes a snapshot if one is due and nothing else is going on.
    pub(super) fn compact_if_due(&mut self, now_ms: u64) {
        if self.compaction_at().is_some_and(|at| at <= now_ms) {
            self.compact(now_ms);
        }
    }

    /// Proposes a snapshot of the document. It replaces only chunks that are durable and wholly in it, and only after
    /// it was read back: what cannot be loaded must not take the place of what can.
    pub fn compact(&mut self, now_ms: u64) {
        if !self.is_settled() || self.doc.is_empty() {
            return;
        }
        let doc = &self.doc;
        let saved = contain(|| {
            let bytes = doc.save_with_options(SaveOptions {
                deflate: true,
                // Changes without their dependencies stay in the chunks that brought them.
                retain_orphans: false,
            });
            let same =
                Automerge::load(&bytes).is_ok_and(|read| read.get_heads() == doc.get_heads());
            same.then_some(bytes)
        });
        let Ok(Some(bytes)) = saved else {
            self.compact_after = now_ms + limits::STORE_RETRY_MAX_MS;
            return;
        };
        let snapshot = Chunk::new(ChunkKind::Snapshot, bytes);
        let replaces: Vec<_> = self
            .durable
            .iter()
            .filter(|(key, chunk)| {
                **key != snapshot.key && chunk.missing.iter().all(|hash| self.has_change(hash))
            })
            .map(|(key, _)| *key)
            .collect();
        // A snapshot that is there already is not written again: on a disk that writes over what it has, a crash in
        // the middle of that would leave neither.
        let chunks = if self.durable.contains_key(&snapshot.key) {
            Vec::new()
        } else {
            vec![snapshot]
        };
        if chunks.is_empty() && replaces.is_empty() {
            self.compact_after = now_ms + limits::STORE_RETRY_MAX_MS;
            return;
        }
        let id = self.number_batch();
        self.effects.push(Effect::Store {
            batch: id,
            chunks: chunks.clone(),
            replaces: replaces.clone(),
        });
        self.compaction = Some(Batch {
            id,
            chunks,
            replaces,
            own: 0,
        });
    }

    pub(super) fn compacted(&mut self, result: Result<(), StoreFailed>, now_ms: u64) {
        let Some(batch) = self.compaction.take() else {
            return;
        };
        match result {
            Ok(()) => {
                for key in &batch.replaces {
                    self.durable.remove(key);
                }
                for chunk in &batch.chunks {
                    self.durable.insert(chunk.key, StoredChunk::whole(chunk));
                }
                self.weigh_compaction();
            }
            // Nothing is lost: all of it is in the chunks that stay.
            Err(StoreFailed) => self.compact_after = now_ms + limits::STORE_RETRY_MAX_MS,
        }
        self.advance(now_ms);
    }
}
