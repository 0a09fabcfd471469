//! The case through time: its moments, what it was like at each, and what differs between two.
//!
//! A moment is a set of heads of the case document. Nothing here walks the whole history in one go: the index and the
//! reading of a past state both go on in slices, so that a page with a long history stays quick to touch.
//!
//! What does not belong here: undo (that is [`crate::edit::History`]), and deciding what is shown.

mod comparison;
mod index;
mod past;
mod plan_at;
mod reading;
mod revision;
mod snapshot;
mod track;

pub use comparison::{
    ActorChange, ActorFacts, Comparison, Count, Counts, TieChange, TieFacts, TieGroup,
};
pub use index::{MomentIndex, Step};
pub use past::Past;
pub use plan_at::{Hand, hands, plan_at};
pub use reading::Reading;
pub use revision::{Piece, Revision};
pub use snapshot::Snapshot;
pub use track::{MomentName, Stop, StopKind, Track};

#[cfg(test)]
mod tests;
