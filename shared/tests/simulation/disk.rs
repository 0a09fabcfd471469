//! A disk that may fail, and that a crash catches in the middle of writing.

use std::collections::BTreeMap;

use rand::{Rng, rngs::SmallRng};
use trama_shared::{
    ids::DocumentId,
    sync::{
        chunk::{Chunk, ChunkKey},
        replica::BatchId,
    },
};

/// One transaction on its way to the disk.
#[derive(Debug, Clone)]
pub(crate) struct Write {
    /// Which tab asked; the server's disk has one user.
    pub(crate) owner: usize,
    pub(crate) document: DocumentId,
    pub(crate) batch: BatchId,
    pub(crate) chunks: Vec<Chunk>,
    pub(crate) replaces: Vec<ChunkKey>,
}

#[derive(Debug, Default)]
pub(crate) struct Disk {
    records: BTreeMap<(DocumentId, ChunkKey), Chunk>,
    writes: BTreeMap<u64, Write>,
    next_write: u64,
    /// Writes fail.
    pub(crate) full: bool,
}

impl Disk {
    /// Begins to write; answers the number under which the write ends.
    pub(crate) fn begin(&mut self, write: Write) -> u64 {
        self.next_write += 1;
        self.writes.insert(self.next_write, write);
        self.next_write
    }

    /// Ends a write: it is on the disk, or it failed and perhaps some of it is there all the same. `None` if a crash
    /// came first.
    pub(crate) fn end(&mut self, number: u64, random: &mut SmallRng) -> Option<(Write, bool)> {
        let write = self.writes.remove(&number)?;
        if self.full {
            if random.random_bool(0.3) {
                self.write_some(&write, random);
            }
            return Some((write, false));
        }
        self.put_all(&write);
        Some((write, true))
    }

    fn put_all(&mut self, write: &Write) {
        for chunk in &write.chunks {
            self.put(write.document, chunk.clone());
        }
        for key in &write.replaces {
            self.records.remove(&(write.document, *key));
        }
    }

    /// Some records, some of them torn. Nothing is deleted.
    fn write_some(&mut self, write: &Write, random: &mut SmallRng) {
        for chunk in &write.chunks {
            let mut chunk = chunk.clone();
            match random.random_range(0..3) {
                0 => continue,
                1 => {
                    let length = random.random_range(0..chunk.bytes.len().max(1));
                    chunk.bytes.truncate(length);
                }
                _ => {}
            }
            self.put(write.document, chunk);
        }
    }

    /// A record that is there and whole is left as it is: every store of ours writes in transactions, and none takes what
    /// it has said to be durable apart again. One that is torn is healed.
    fn put(&mut self, document: DocumentId, chunk: Chunk) {
        let whole = |there: &Chunk| ChunkKey::of(&there.bytes) == there.key;
        let slot = (document, chunk.key);
        if !self.records.get(&slot).is_some_and(whole) {
            self.records.insert(slot, chunk);
        }
    }

    /// The owner crashes: what it was writing is there, or not, or in part.
    pub(crate) fn crash(&mut self, owner: usize, random: &mut SmallRng) {
        let (caught, others) = std::mem::take(&mut self.writes)
            .into_iter()
            .partition(|(_, write)| write.owner == owner);
        self.writes = others;
        let caught: BTreeMap<u64, Write> = caught;
        for write in caught.into_values() {
            if random.random_bool(0.3) {
                self.put_all(&write);
            } else {
                self.write_some(&write, random);
            }
        }
    }

    pub(crate) fn read(&self, document: DocumentId) -> Vec<Chunk> {
        self.records
            .iter()
            .filter(|((of, _), _)| *of == document)
            .map(|(_, chunk)| chunk.clone())
            .collect()
    }
}
