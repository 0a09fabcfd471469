//! The page of a territory: the survey of its services by need, by organisation, and of what nothing covers.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "the page's state is a bundle of handles: copying it into closures is what it is for"
)]

pub mod areas;
pub mod dialogs;
pub mod fields;
pub mod import;
pub mod lines;
pub mod notices;
pub mod row;
pub mod state;
pub mod tables;
pub mod words;

pub use state::{Line, Shown, TerritoryState};
