//! A bounded reader of Automerge's binary primitives.

use super::{Counted, GuardError};

/// Reads from the front of a slice; every read is checked.
#[derive(Debug, Clone)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub(super) const fn rest(&self) -> &'a [u8] {
        self.bytes
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn byte(&mut self) -> Result<u8, GuardError> {
        let (&first, rest) = self.bytes.split_first().ok_or(GuardError::Truncated)?;
        self.bytes = rest;
        Ok(first)
    }

    pub(super) fn take(&mut self, count: u64) -> Result<&'a [u8], GuardError> {
        let count = usize::try_from(count).map_err(|_| GuardError::Truncated)?;
        let (taken, rest) = self
            .bytes
            .split_at_checked(count)
            .ok_or(GuardError::Truncated)?;
        self.bytes = rest;
        Ok(taken)
    }

    /// An unsigned LEB128 number of at most 64 bits.
    pub(super) fn unsigned(&mut self) -> Result<u64, GuardError> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            if shift == 63 && part > 1 {
                return Err(GuardError::BadNumber);
            }
            value |= part << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(GuardError::BadNumber)
    }

    /// A signed LEB128 number of at most 64 bits.
    pub(super) fn signed(&mut self) -> Result<i64, GuardError> {
        let mut value = 0_i64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let negative = byte & 0x40 != 0;
                if negative && shift + 7 < 64 {
                    value |= -1_i64 << (shift + 7);
                }
                return Ok(value);
            }
        }
        Err(GuardError::BadNumber)
    }

    /// An unsigned number of things that may be at most `max`.
    pub(super) fn count(&mut self, max: u64, what: Counted) -> Result<u64, GuardError> {
        let count = self.unsigned()?;
        if count > max {
            return Err(GuardError::TooMany(what));
        }
        Ok(count)
    }

    /// A counted list of 32-byte hashes.
    pub(super) fn hashes(&mut self, max: u64, what: Counted) -> Result<Vec<[u8; 32]>, GuardError> {
        let count = self.count(max, what)?;
        let bytes = self.take(count.saturating_mul(32))?;
        Ok(bytes.as_chunks().0.to_vec())
    }

    /// Bytes with their length in front.
    pub(super) fn prefixed(&mut self) -> Result<&'a [u8], GuardError> {
        let length = self.unsigned()?;
        self.take(length)
    }
}
