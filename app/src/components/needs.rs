//! The page of the needs: the catalogue, the needs of the case, and how far they are answered.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "the page's state is a bundle of handles: copying it into closures is what it is for"
)]

pub mod add;
pub mod answers;
pub mod card;
pub mod coverage;
pub mod editor;
pub mod land;
pub mod list;
pub mod offers;
pub mod state;
pub mod words;

pub use state::NeedsState;
