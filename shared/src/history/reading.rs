//! Reading a past state a few entities at a time.

use std::collections::BTreeSet;

use automerge::{Automerge, ChangeHash, ROOT, ReadDoc};

use super::{Past, Snapshot};
use crate::{
    case::Party,
    document::{self, fields},
    ids::{ActorId, TieId},
    limits,
};

/// A past state that is being read.
#[derive(Debug)]
pub struct Reading {
    heads: Vec<ChangeHash>,
    /// What is still to be read, last first; `None` before the first slice.
    left: Option<Left>,
    pairs: BTreeSet<[Party; 2]>,
    snapshot: Snapshot,
}

#[derive(Debug)]
struct Left {
    actors: Vec<ActorId>,
    ties: Vec<TieId>,
}

impl Reading {
    /// The state at `heads`, of which nothing is read yet.
    #[must_use]
    pub fn of(heads: Vec<ChangeHash>) -> Self {
        Self {
            heads,
            left: None,
            pairs: BTreeSet::new(),
            snapshot: Snapshot::default(),
        }
    }

    /// Reads up to `entities` more actors and ties. Answers whether there is more to read; when there is not,
    /// [`Reading::finish`] has the state. A document that lacks the heads is read as empty.
    pub fn advance(&mut self, doc: &Automerge, entities: usize) -> bool {
        let Some(past) = Past::of(doc, &self.heads) else {
            return false;
        };
        let left = if let Some(left) = &mut self.left {
            left
        } else {
            self.snapshot.person = document::read_person(&past);
            self.left.insert(Left {
                actors: ids(&past, fields::ACTORS, limits::ACTORS_MAX),
                ties: ids(&past, fields::TIES, limits::TIES_MAX),
            })
        };
        for _ in 0..entities {
            if let Some(id) = left.actors.pop() {
                if let Some(actor) = document::read_actor(&past, &id) {
                    self.snapshot.actors.insert(id, actor);
                }
            } else if let Some(id) = left.ties.pop() {
                let Some(tie) = document::stored_tie(&past, &id) else {
                    continue;
                };
                let here = [&tie.from, &tie.to]
                    .into_iter()
                    .filter_map(Party::actor)
                    .all(|actor| self.snapshot.actors.contains_key(actor));
                // Of two ties between the same two, the first by id is shown, as everywhere.
                if here && tie.from != tie.to && self.pairs.insert(tie.pair()) {
                    self.snapshot.ties.insert(id, tie);
                }
            } else {
                return false;
            }
        }
        !(left.actors.is_empty() && left.ties.is_empty())
    }

    /// The state, as far as it was read.
    #[must_use]
    pub fn finish(self) -> Snapshot {
        self.snapshot
    }
}

/// The ids in a container, the last one first, held to what merging may reach.
fn ids<I: std::str::FromStr + Ord>(
    doc: &impl ReadDoc,
    container: &'static str,
    max: usize,
) -> Vec<I> {
    let mut ids: Vec<I> = fields::maps(doc, &ROOT, container)
        .into_iter()
        .flat_map(|at| doc.keys(&at))
        .take(max * limits::MERGED_FACTOR)
        .filter_map(|key| key.parse().ok())
        .collect();
    ids.sort_unstable_by(|one, other| other.cmp(one));
    ids.dedup();
    ids
}
