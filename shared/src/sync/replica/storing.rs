//! What is durable, what is on its way, and what happens when a store fails.

use automerge::ChangeHash;

use super::{BatchId, Effect, Replica};
use crate::sync::{
    chunk::{Chunk, ChunkKey, ChunkKind},
    limits,
    wire::Status,
};

/// A store could not be done; nothing of the batch may be relied on. It is kept and tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the chunks could not be stored; they are kept and tried again")]
pub struct StoreFailed;

#[derive(Debug)]
pub(super) struct Batch {
    pub(super) id: BatchId,
    pub(super) chunks: Vec<Chunk>,
    pub(super) replaces: Vec<ChunkKey>,
    /// How many edits of this device are in it.
    pub(super) own: usize,
}

/// What is known of a durable chunk.
#[derive(Debug, Clone)]
pub(super) struct StoredChunk {
    pub(super) kind: ChunkKind,
    pub(super) size: u64,
    /// Changes in it that are not in the document. As long as there are any, no snapshot replaces it.
    pub(super) missing: Vec<ChangeHash>,
}

impl StoredChunk {
    pub(super) fn whole(chunk: &Chunk) -> Self {
        Self {
            kind: chunk.kind,
            size: chunk.bytes.len() as u64,
            missing: Vec::new(),
        }
    }
}

impl Replica {
    /// The answer to [`Effect::Store`].
    pub fn stored(&mut self, batch: BatchId, result: Result<(), StoreFailed>, now_ms: u64) {
        if self.compaction.as_ref().is_some_and(|b| b.id == batch) {
            self.compacted(result, now_ms);
            return;
        }
        let Some(done) = self.in_flight.take_if(|b| b.id == batch) else {
            // The answer to a question of before a rebuild.
            return;
        };
        if result.is_ok() {
            for key in &done.replaces {
                self.durable.remove(key);
            }
            for chunk in &done.chunks {
                self.durable.insert(chunk.key, StoredChunk::whole(chunk));
            }
            self.weigh_compaction();
            self.retry_at = None;
            if std::mem::take(&mut self.failed_stores) > 0 {
                self.tell_all(Status::Stored);
            }
        } else {
            self.hold(done, now_ms);
        }
        self.advance(now_ms);
    }

    /// Keeps what could not be stored, and tells the peers once.
    fn hold(&mut self, batch: Batch, now_ms: u64) {
        // First what is older, so that the order of writing stays that of editing.
        let newer = std::mem::replace(&mut self.pending, batch.chunks);
        self.pending.extend(newer);
        self.own_pending += batch.own;
        self.superseded.extend(batch.replaces);
        let wait = limits::STORE_RETRY_MIN_MS << self.failed_stores.min(16);
        self.retry_at = Some(now_ms + wait.min(limits::STORE_RETRY_MAX_MS));
        self.failed_stores += 1;
        if self.failed_stores == 1 {
            self.tell_all(Status::StorageFailing);
        }
    }

    /// Notes changes that are in the document and must be stored.
    pub(super) fn pend(&mut self, bytes: Vec<u8>) {
        self.pending.push(Chunk::new(ChunkKind::Changes, bytes));
        self.heard_change();
    }

    pub(super) fn start_store(&mut self) {
        let mut chunks: Vec<Chunk> = Vec::new();
        for chunk in std::mem::take(&mut self.pending) {
            match chunks.last_mut() {
                // One record for all that is stored together.
                Some(last) if last.kind == ChunkKind::Changes && chunk.kind == last.kind => {
                    last.bytes.extend(chunk.bytes);
                }
                _ => chunks.push(chunk),
            }
        }
        let chunks: Vec<_> = chunks
            .into_iter()
            .map(|chunk| Chunk::new(chunk.kind, chunk.bytes))
            .collect();
        let id = self.number_batch();
        let mut replaces = std::mem::take(&mut self.superseded);
        replaces.retain(|key| chunks.iter().all(|chunk| chunk.key != *key));
        self.effects.push(Effect::Store {
            batch: id,
            chunks: chunks.clone(),
            replaces: replaces.clone(),
        });
        self.in_flight = Some(Batch {
            id,
            chunks,
            replaces,
            own: std::mem::take(&mut self.own_pending),
        });
    }

    pub(super) const fn number_batch(&mut self) -> BatchId {
        self.next_batch += 1;
        BatchId(self.next_batch)
    }

    /// Bytes of the document on the disk and on the way there.
    pub(super) fn stored_bytes(&self) -> u64 {
        let durable: u64 = self.durable.values().map(|chunk| chunk.size).sum();
        let coming = self.in_flight.iter().flat_map(|batch| &batch.chunks);
        let coming: usize = coming.chain(&self.pending).map(|c| c.bytes.len()).sum();
        durable + coming as u64
    }
}
