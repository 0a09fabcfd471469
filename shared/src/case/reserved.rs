//! The zone `reserved`: what only some of the team may read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Actor, Case, Party, Protection, Tie};
use crate::ids::{ActorId, TieId};

/// The reserved zone of a case.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reserved {
    /// Notes for the few who may read them; written together, may be empty.
    #[serde(default)]
    pub notes: String,
    /// Actors that the others are not shown.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub actors: BTreeMap<ActorId, Actor>,
    /// Ties that the others are not shown; a party may be an actor of the shared zone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ties: BTreeMap<TieId, Tie>,
    /// What is kept of the case as one of child protection.
    #[serde(default, skip_serializing_if = "Protection::is_empty")]
    pub protection: Protection,
}

impl Reserved {
    /// Whether something of the network is withheld from those who may not read this zone.
    #[must_use]
    pub fn withholds(&self) -> bool {
        !(self.actors.is_empty() && self.ties.is_empty())
    }

    /// Lays the reserved part of the network over the shared one, as those see it who may read both. What stands in
    /// both is shown as the shared zone has it; a tie whose party is gone, or whose two parties have a tie in the
    /// shared zone, is left out.
    pub fn lay_over(&self, case: &mut Case) {
        for (id, actor) in &self.actors {
            case.actors
                .entry(id.clone())
                .or_insert_with(|| actor.clone());
        }
        for (id, tie) in &self.ties {
            if tie.is_shown(&case.actors, &case.ties) {
                case.ties.entry(id.clone()).or_insert_with(|| tie.clone());
            }
        }
    }
}

impl Tie {
    /// Whether the tie fits a network: both parties are there, and no tie joins them yet.
    fn is_shown(&self, actors: &BTreeMap<ActorId, Actor>, ties: &BTreeMap<TieId, Self>) -> bool {
        [&self.from, &self.to]
            .into_iter()
            .filter_map(Party::actor)
            .all(|id| actors.contains_key(id))
            && !ties.values().any(|tie| tie.joins(&self.from, &self.to))
    }
}
