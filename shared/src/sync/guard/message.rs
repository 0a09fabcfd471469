//! The structure of Automerge's sync messages, versions 1 and 2.

use super::{
    Budget, Counted, GuardError,
    chunk::{ChunkView, check_chunks},
    reader::Reader,
};
use crate::sync::limits;

const VERSION_1: u8 = 0x42;
const VERSION_2: u8 = 0x43;

/// A checked sync message.
#[derive(Debug, Clone)]
pub struct MessageView<'a> {
    /// What the sender says that it has.
    pub heads: Vec<[u8; 32]>,
    /// The changes or documents that it carries.
    pub chunks: Vec<ChunkView<'a>>,
}

/// Checks a sync message and every chunk in it.
///
/// # Errors
/// Whatever would make Automerge panic, run without end or take unbounded memory; and plain damage.
pub fn check_message(bytes: &[u8]) -> Result<MessageView<'_>, GuardError> {
    let mut reader = Reader::new(bytes);
    if !matches!(reader.byte()?, VERSION_1 | VERSION_2) {
        return Err(GuardError::NotASyncMessage);
    }
    let heads = reader.hashes(limits::HEADS_MAX, Counted::Heads)?;
    reader.hashes(limits::NEED_MAX, Counted::Needs)?;
    for _ in 0..reader.count(limits::HAVE_MAX, Counted::Haves)? {
        reader.hashes(limits::HEADS_MAX, Counted::Heads)?;
        check_bloom_filter(reader.prefixed()?)?;
    }
    let entries = reader.count(limits::CHUNKS_MAX as u64, Counted::Chunks)?;
    let mut budget = Budget::of_message(bytes.len());
    let mut chunks = Vec::new();
    for _ in 0..entries {
        chunks.extend(check_chunks(reader.prefixed()?, &mut budget)?);
    }
    // Flags, which older peers leave out; what newer peers may add behind them is not ours to judge.
    if !reader.is_empty() {
        reader.prefixed()?;
    }
    Ok(MessageView { heads, chunks })
}

/// A filter is either empty, or it has as many bits as its parameters say, and enough of them to be evaluated.
fn check_bloom_filter(bytes: &[u8]) -> Result<(), GuardError> {
    if bytes.is_empty() {
        return Ok(());
    }
    let mut reader = Reader::new(bytes);
    let entries = reader.count(limits::BLOOM_ENTRIES_MAX, Counted::BloomParts)?;
    let bits_per_entry = reader.count(limits::BLOOM_BITS_MAX, Counted::BloomParts)?;
    let probes = reader.count(limits::BLOOM_PROBES_MAX, Counted::BloomParts)?;
    let needed = (entries * bits_per_entry).div_ceil(8);
    if reader.rest().len() as u64 != needed {
        return Err(GuardError::BloomFilter);
    }
    // Automerge takes hashes modulo the number of bits, and always makes one probe.
    if entries > 0 && (bits_per_entry == 0 || probes == 0) {
        return Err(GuardError::BloomFilter);
    }
    Ok(())
}
