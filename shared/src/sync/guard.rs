//! Bytes from others, checked before Automerge sees them.
//!
//! Automerge trusts the sizes and parameters that it reads: a Bloom filter without bits divides by zero, a column of
//! twenty bytes may claim a billion operations, a kilobyte may inflate to gigabytes. This module reads the structure
//! of sync messages and chunks with its own, bounded reader and refuses what does not fit, with a reason.

mod chunk;
mod column;
mod message;
mod reader;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use chunk::{ChunkType, ChunkView, check_chunks, has_marks};
pub use message::{MessageView, check_message};

use super::limits;

/// What one message or stored chunk may still cost, over all its parts.
#[derive(Debug, Clone)]
pub struct Budget {
    inflated_bytes: u64,
    operations: u64,
    chunks: usize,
    /// Whether the bytes are our own, from the store.
    stored: bool,
}

impl Budget {
    /// What a message of this length may cost.
    #[must_use]
    pub fn of_message(length: usize) -> Self {
        let worth = worth(limits::OPS_PER_MESSAGE_FREE, length);
        Self {
            inflated_bytes: limits::INFLATED_BYTES_MAX,
            operations: worth.min(limits::OPS_PER_MESSAGE_MAX),
            chunks: limits::CHUNKS_MAX,
            stored: false,
        }
    }

    /// What a chunk of our own store may cost. What is in it was checked when it came, message by message; together it may
    /// be more than any message, and must be read all the same.
    #[must_use]
    pub const fn of_store() -> Self {
        Self {
            inflated_bytes: 16 * limits::DOCUMENT_BYTES_MAX,
            operations: limits::OP_COUNTER_MAX,
            chunks: usize::MAX,
            stored: true,
        }
    }

    /// How many operations a change of this length may have.
    fn of_change(&self, length: usize) -> u64 {
        if self.stored {
            return self.operations;
        }
        let worth = worth(limits::OPS_PER_CHANGE_FREE, length);
        worth.min(limits::OPS_PER_CHANGE_MAX)
    }
}

/// How many operations so many bytes may stand for.
fn worth(free: u64, length: usize) -> u64 {
    free.saturating_add((length as u64).saturating_mul(limits::OPS_PER_BYTE_MAX))
}

impl Budget {
    fn spend_operations(&mut self, count: u64) -> Result<(), GuardError> {
        self.operations = self
            .operations
            .checked_sub(count)
            .ok_or(GuardError::TooMany(Counted::Operations))?;
        Ok(())
    }

    fn spend_inflated(&mut self, bytes: u64) -> Result<(), GuardError> {
        self.inflated_bytes = self
            .inflated_bytes
            .checked_sub(bytes)
            .ok_or(GuardError::InflatesTooFar)?;
        Ok(())
    }

    fn spend_chunk(&mut self) -> Result<(), GuardError> {
        self.chunks = self
            .chunks
            .checked_sub(1)
            .ok_or(GuardError::TooMany(Counted::Chunks))?;
        Ok(())
    }
}

/// What there was too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Counted {
    /// Heads of a message or chunk.
    Heads,
    /// Explicitly requested changes.
    Needs,
    /// `have` parts.
    Haves,
    /// Entries, bits or probes of a Bloom filter.
    BloomParts,
    /// Chunks.
    Chunks,
    /// Columns of a chunk.
    Columns,
    /// Actors of a chunk, or bytes of an actor id.
    Actors,
    /// Dependencies of a change.
    Dependencies,
    /// Operations.
    Operations,
}

/// Why bytes were refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GuardError {
    /// The bytes end in the middle of something.
    #[error("the bytes end too early")]
    Truncated,
    /// Something follows where nothing should.
    #[error("there are bytes left over")]
    LeftOver,
    /// A number is not well written.
    #[error("a number is badly encoded")]
    BadNumber,
    /// The first byte says that this is no sync message.
    #[error("not a sync message of version 1 or 2")]
    NotASyncMessage,
    /// The bytes do not start a chunk.
    #[error("not an Automerge chunk")]
    NotAChunk,
    /// A chunk of a type that is not exchanged.
    #[error("chunks of type {0} are not taken")]
    ChunkType(u8),
    /// The checksum does not fit the content.
    #[error("a chunk's checksum is wrong")]
    Checksum,
    /// A Bloom filter that cannot be evaluated.
    #[error("a Bloom filter's parameters contradict each other")]
    BloomFilter,
    /// Too much of something.
    #[error("too many: {0:?}")]
    TooMany(Counted),
    /// The content inflates to more than is allowed.
    #[error("compressed content inflates to more than is allowed")]
    InflatesTooFar,
    /// Compressed content is damaged.
    #[error("compressed content is damaged")]
    Inflate,
    /// A column cannot be read.
    #[error("a column is damaged")]
    Column,
    /// A counter is beyond what documents may reach.
    #[error("an operation counter or sequence number is too high")]
    CounterTooHigh,
    /// Automerge refused the content.
    #[error("Automerge cannot read the content")]
    Unreadable,
}

/// Automerge gave up in a way that leaves its document in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Panicked;

/// Runs a call into Automerge and turns a panic into an error, where the target can unwind. (In the browser it
/// cannot: there the server's checks stand before, and a reload starts from the durable chunks.)
pub(crate) fn contain<T>(call: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|_| Panicked)
}

#[cfg(test)]
mod tests;
