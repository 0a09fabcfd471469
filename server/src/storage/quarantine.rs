//! What is kept apart, for a person to look at.

use super::{Millis, Slot, UserId};

/// Something that a peer sent and that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// For which document.
    pub slot: Slot,
    /// Who sent it.
    pub user: UserId,
    /// Hash of its bytes: the same thing sent again is counted, not kept again.
    pub key: String,
    /// Why it was not taken.
    pub reason: String,
    /// Its bytes, sealed under the key of the case; of a long one the beginning.
    pub sealed: Vec<u8>,
    /// Length of what is kept, before sealing.
    pub length: u64,
    /// When it came.
    pub at: Millis,
}

/// Something refused, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRecord {
    /// Its number.
    pub number: u64,
    /// What it is; `at` is when it came last.
    pub refused: Refused,
    /// When it came first.
    pub first_at: Millis,
    /// How often it came.
    pub times: u64,
}

/// A stored chunk that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedRecord {
    /// Its number.
    pub number: u64,
    /// Its document.
    pub slot: Slot,
    /// Its name within the document.
    pub key: String,
    /// Why it could not be read.
    pub reason: String,
    /// Length before sealing.
    pub length: u64,
    /// When it was stored.
    pub at: Millis,
}

/// Names one thing in quarantine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quarantined {
    /// Something refused.
    Refused(u64),
    /// A damaged chunk.
    Damaged(u64),
}
