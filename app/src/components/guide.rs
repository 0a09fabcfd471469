//! The page of the guide to community resources: what there is, of the five types, and what it could do in this case.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "the page's state is a bundle of handles: copying it into closures is what it is for"
)]

pub mod add;
pub mod entry;
pub mod on_map;
pub mod progress;
pub mod state;
pub mod words;

pub use state::GuideState;
