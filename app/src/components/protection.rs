//! The page of child protection, for those who may read the reserved zone: signs of risk, what each source says, measures,
//! sectors, culture and gender, and the follow-ups at which the child is heard.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "the page's state is a bundle of handles: copying it into closures is what it is for"
)]

pub mod agenda;
pub mod items;
pub mod reviews;
pub mod state;
pub mod words;

pub use state::ProtectionState;
