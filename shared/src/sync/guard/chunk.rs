//! The structure of Automerge's chunks: changes, compressed changes and documents.

use std::{
    borrow::Cow,
    io::{self, Read},
};

use flate2::read::DeflateDecoder;
use sha2::{Digest, Sha256};

use super::{
    Budget, Counted, GuardError,
    column::{Columns, Rows},
    reader::Reader,
};
use crate::sync::limits;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

/// The types of chunk that are taken. (Automerge's bundles are experimental and no peer sends them.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChunkType {
    /// A whole document.
    Document,
    /// One change.
    Change,
    /// One change, deflated.
    CompressedChange,
}

impl ChunkType {
    const fn from_byte(byte: u8) -> Result<Self, GuardError> {
        match byte {
            0 => Ok(Self::Document),
            1 => Ok(Self::Change),
            2 => Ok(Self::CompressedChange),
            other => Err(GuardError::ChunkType(other)),
        }
    }
}

/// A checked chunk.
#[derive(Debug, Clone)]
pub struct ChunkView<'a> {
    /// What it is.
    pub kind: ChunkType,
    /// The whole chunk, header included.
    pub bytes: &'a [u8],
    /// The heads of a document; a change has none.
    pub heads: Vec<[u8; 32]>,
    /// The changes that a change builds on; a document stands by itself.
    pub builds_on: Vec<[u8; 32]>,
    /// The hash of a change, by which Automerge names it; of a document, that of its bytes.
    pub hash: [u8; 32],
    /// Bytes that the chunk has once nothing in it is compressed.
    pub inflated: u64,
}

/// Checks a row of chunks.
///
/// # Errors
/// See [`super::check_message`].
pub fn check_chunks<'a>(
    bytes: &'a [u8],
    budget: &mut Budget,
) -> Result<Vec<ChunkView<'a>>, GuardError> {
    let mut reader = Reader::new(bytes);
    let mut views = Vec::new();
    while !reader.is_empty() {
        budget.spend_chunk()?;
        views.push(check_chunk(&mut reader, budget)?);
    }
    Ok(views)
}

fn check_chunk<'a>(
    reader: &mut Reader<'a>,
    budget: &mut Budget,
) -> Result<ChunkView<'a>, GuardError> {
    let start = reader.rest();
    if reader.take(4)? != MAGIC {
        return Err(GuardError::NotAChunk);
    }
    let checksum = reader.take(4)?;
    let kind = ChunkType::from_byte(reader.byte()?)?;
    let body = reader.prefixed()?;
    let bytes = &start[..start.len() - reader.rest().len()];

    let before = budget.inflated_bytes;
    let mut heads = Vec::new();
    let mut builds_on = Vec::new();
    let hash = match kind {
        ChunkType::Document => {
            let hash = check_sum(0, body, checksum)?;
            heads = check_document(body, budget)?;
            hash
        }
        ChunkType::Change => {
            let hash = check_sum(1, body, checksum)?;
            builds_on = check_change(body, bytes.len(), budget)?;
            hash
        }
        ChunkType::CompressedChange => {
            // The checksum is that of the change before it was deflated.
            let inflated = inflate(body, budget)?;
            let hash = check_sum(1, &inflated, checksum)?;
            builds_on = check_change(&inflated, bytes.len(), budget)?;
            hash
        }
    };
    Ok(ChunkView {
        kind,
        bytes,
        heads,
        builds_on,
        hash,
        inflated: (bytes.len() as u64).max(before - budget.inflated_bytes),
    })
}

/// Answers the hash, whose first bytes the checksum is.
fn check_sum(kind: u8, body: &[u8], checksum: &[u8]) -> Result<[u8; 32], GuardError> {
    let mut hasher = Sha256::new();
    hasher.update([kind]);
    let mut length = body.len() as u64;
    loop {
        let [low, ..] = length.to_le_bytes();
        length >>= 7;
        if length == 0 {
            hasher.update([low & 0x7f]);
            break;
        }
        hasher.update([low | 0x80]);
    }
    hasher.update(body);
    let hash: [u8; 32] = hasher.finalize().into();
    if hash.get(..4) == Some(checksum) {
        Ok(hash)
    } else {
        Err(GuardError::Checksum)
    }
}

/// Inflates within the budget. Once without keeping anything, for what is too much must not be in memory to be refused;
/// then into just as much as is needed.
fn inflate(compressed: &[u8], budget: &mut Budget) -> Result<Vec<u8>, GuardError> {
    let most = budget.inflated_bytes.saturating_add(1);
    let mut counted = DeflateDecoder::new(compressed).take(most);
    let length = io::copy(&mut counted, &mut io::sink()).map_err(|_| GuardError::Inflate)?;
    budget.spend_inflated(length)?;
    let mut inflated = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    DeflateDecoder::new(compressed)
        .take(length)
        .read_to_end(&mut inflated)
        .map_err(|_| GuardError::Inflate)?;
    Ok(inflated)
}

fn check_actor(reader: &mut Reader<'_>) -> Result<(), GuardError> {
    let length = reader.count(limits::ACTOR_BYTES_MAX, Counted::Actors)?;
    reader.take(length)?;
    Ok(())
}

/// Answers what the change builds on. `length` is that of the chunk on the wire: what is packed into few bytes costs its
/// sender little.
fn check_change(
    body: &[u8],
    length: usize,
    budget: &mut Budget,
) -> Result<Vec<[u8; 32]>, GuardError> {
    let mut reader = Reader::new(body);
    let ChangeHead {
        builds_on,
        seq,
        start_op,
        columns,
    } = read_head(&mut reader)?;
    if columns.any_deflated() {
        return Err(GuardError::Column);
    }
    let data = reader.take(columns.data_length()?)?;
    let rows = columns.rows(data, budget.of_change(length), |column| {
        Ok(Cow::Borrowed(column))
    })?;
    check_rows(rows, budget)?;
    let last_op = start_op.saturating_add(rows.longest);
    if seq == 0 || seq > limits::SEQ_MAX || start_op == 0 || last_op > limits::OP_COUNTER_MAX {
        return Err(GuardError::CounterTooHigh);
    }
    Ok(builds_on)
}

/// What stands before the columns of a change.
struct ChangeHead {
    builds_on: Vec<[u8; 32]>,
    /// The change's number among those of its actor.
    seq: u64,
    /// The counter of its first operation.
    start_op: u64,
    columns: Columns,
}

fn read_head(reader: &mut Reader<'_>) -> Result<ChangeHead, GuardError> {
    let builds_on = reader.hashes(limits::DEPS_MAX, Counted::Dependencies)?;
    check_actor(reader)?;
    let seq = reader.unsigned()?;
    let start_op = reader.unsigned()?;
    reader.signed()?;
    reader.prefixed()?;
    for _ in 0..reader.count(limits::ACTORS_MAX, Counted::Actors)? {
        check_actor(reader)?;
    }
    Ok(ChangeHead {
        builds_on,
        seq,
        start_op,
        columns: Columns::read(reader)?,
    })
}

/// Whether a change, as Automerge writes it, begins or ends marks in a text; one that cannot be read might.
#[must_use]
pub fn has_marks(change: &[u8]) -> bool {
    let read = || {
        let mut reader = Reader::new(change);
        reader.take(8)?;
        let kind = ChunkType::from_byte(reader.byte()?)?;
        let body = reader.prefixed()?;
        let inflated;
        let body = if kind == ChunkType::CompressedChange {
            inflated = inflate(body, &mut Budget::of_store())?;
            &inflated
        } else {
            body
        };
        let mut reader = Reader::new(body);
        let columns = read_head(&mut reader)?.columns;
        columns.have_marks(reader.take(columns.data_length()?)?)
    };
    read().unwrap_or(true)
}

fn check_document(body: &[u8], budget: &mut Budget) -> Result<Vec<[u8; 32]>, GuardError> {
    let mut reader = Reader::new(body);
    for _ in 0..reader.count(limits::ACTORS_MAX, Counted::Actors)? {
        check_actor(&mut reader)?;
    }
    let heads = reader.hashes(limits::HEADS_MAX, Counted::Heads)?;
    let changes = Columns::read(&mut reader)?;
    let operations = Columns::read(&mut reader)?;
    for columns in [&changes, &operations] {
        let data = reader.take(columns.data_length()?)?;
        let rows = columns.rows(data, budget.operations, |column| {
            inflate(column, budget).map(Cow::Owned)
        })?;
        check_rows(rows, budget)?;
    }
    // The indexes of the heads; older writers leave them out.
    if !reader.is_empty() {
        for _ in &heads {
            reader.unsigned()?;
        }
        if !reader.is_empty() {
            return Err(GuardError::LeftOver);
        }
    }
    Ok(heads)
}

fn check_rows(rows: Rows, budget: &mut Budget) -> Result<(), GuardError> {
    budget.spend_operations(rows.longest)
}
