//! The network at one moment.

use std::collections::BTreeMap;

use crate::{
    case::{Actor, Case, Person, Tie},
    ids::{ActorId, TieId},
};

/// The network of a case at one moment, as [`crate::document::read_case`] would read it then.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Snapshot {
    /// The person.
    pub person: Person,
    /// Everyone on the map but the person.
    pub actors: BTreeMap<ActorId, Actor>,
    /// Every tie that is shown.
    pub ties: BTreeMap<TieId, Tie>,
}

impl From<Case> for Snapshot {
    fn from(case: Case) -> Self {
        Self {
            person: case.person,
            actors: case.actors,
            ties: case.ties,
        }
    }
}
