//! What nobody well-meaning sends: chunks and sync messages made by hand, and damage behind checksums that are right.
//! For tests only.

#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "in a test, a broken assumption may end the process"
)]

pub mod chunks;
pub mod mutations;
