//! The immutable records that a document is stored as.

use std::{fmt, str::FromStr};

use sha2::{Digest, Sha256};

/// A chunk's name: the SHA-256 of its bytes. Two tabs or two nodes that store the same chunk write the same record,
/// and a record whose bytes were damaged no longer fits its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChunkKey([u8; 32]);

/// Why a text is no chunk key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a chunk key: expected 64 hexadecimal digits")]
pub struct ChunkKeyError;

impl ChunkKey {
    /// The key of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// A key read from a store.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ChunkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for ChunkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChunkKey({self})")
    }
}

impl FromStr for ChunkKey {
    type Err = ChunkKeyError;

    fn from_str(text: &str) -> Result<Self, ChunkKeyError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| ChunkKeyError)?;
        Ok(Self(bytes))
    }
}

/// What a chunk holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChunkKind {
    /// One or more Automerge changes, one after the other.
    Changes,
    /// A whole document as it was at one time.
    Snapshot,
}

impl ChunkKind {
    /// The kind as stores write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Changes => "changes",
            Self::Snapshot => "snapshot",
        }
    }
}

/// One immutable record of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// The name under which it is stored.
    pub key: ChunkKey,
    /// What it holds.
    pub kind: ChunkKind,
    /// Its bytes, as Automerge reads them.
    pub bytes: Vec<u8>,
}

impl Chunk {
    /// A chunk of these bytes, named by them.
    #[must_use]
    pub fn new(kind: ChunkKind, bytes: Vec<u8>) -> Self {
        Self {
            key: ChunkKey::of(&bytes),
            kind,
            bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_what_it_writes() {
        let key = ChunkKey::of(b"bytes");
        assert_eq!(key.to_string().parse(), Ok(key));
        assert_eq!("12".parse::<ChunkKey>(), Err(ChunkKeyError));
    }
}
