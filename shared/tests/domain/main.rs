//! The domain as programs meet it: edits and their inverses, people who write apart, documents of other programs,
//! and case files.

#![expect(
    clippy::expect_used,
    reason = "a test that meets what it does not expect has failed"
)]

mod commitments;
mod files;
mod generate;
mod guide;
mod history;
mod merging;
mod passages;
mod protection;
mod reading;
mod refusals;
mod reserving;
mod territory;
mod watching;
