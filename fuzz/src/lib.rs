//! What nobody well-meaning sends: chunks and sync messages made by hand, damage behind checksums that are right, and
//! what the fuzzer tries. For tests only.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "in a test, a broken assumption may end the process"
)]

pub mod chunks;
pub mod mutations;
pub mod room;
pub mod targets;
