//! The page of the commitments: who does what by when, under the goals that they serve.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "the page's state is a bundle of handles: copying it into closures is what it is for"
)]

pub mod add;
pub mod card;
pub mod choice_field;
pub mod doers;
pub mod editor;
pub mod goals;
pub mod matrix;
pub mod overlaps;
pub mod progress;
pub mod side;
pub mod state;
pub mod steps;
pub mod words;

pub use state::CommitmentsState;
