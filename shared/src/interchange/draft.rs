//! A network that somebody wants to bring in, and what bringing it into an open case would do.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::{Actor, Case, Party, Tie};
use crate::edit::Edit;
use crate::ids::{ActorId, TieId};
use crate::limits;

use super::fault::{Fault, FaultReason};

/// Who is at an end of a tie of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DraftParty {
    /// The person of the case.
    Person,
    /// An actor of the draft, by position.
    Actor(usize),
}

/// An actor that would come in.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftActor {
    /// The actor.
    pub actor: Actor,
}

/// A tie that would come in.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftTie {
    /// One end.
    pub from: DraftParty,
    /// The other.
    pub to: DraftParty,
    /// What it is like; its own parties count for nothing.
    pub tie: Tie,
}

/// What a file holds, checked, and not yet of any case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Draft {
    /// The actors.
    pub actors: Vec<DraftActor>,
    /// The ties; no two of the same ends.
    pub ties: Vec<DraftTie>,
}

impl Draft {
    /// Adds a tie, unless one joins these two already.
    pub(super) fn add_tie(&mut self, tie: DraftTie) {
        let pair = |tie: &DraftTie| (tie.from.min(tie.to), tie.from.max(tie.to));
        if self.ties.iter().all(|other| pair(other) != pair(&tie)) {
            self.ties.push(tie);
        }
    }
}

/// What bringing a draft into a case does.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The one edit; `None` where everything is there already.
    pub edit: Option<Edit>,
    /// The names of the actors that are added.
    pub added: Vec<String>,
    /// The names of those who are on the map already: they stay as they are, and ties of the draft go to them.
    pub joined: Vec<String>,
    /// How many ties are added.
    pub ties_added: usize,
    /// How many ties are left out, because the two have one already.
    pub ties_there: usize,
}

/// A name as it is compared: spaces and capitals aside.
fn compared(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

impl Plan {
    /// Plans it. Where `join` is set, an actor whose name is on the map once is taken for the one who is there.
    /// `random` brings 128 random bits for each id.
    ///
    /// # Errors
    /// If the case would hold more than it may.
    pub fn new(
        draft: &Draft,
        case: &Case,
        join: bool,
        mut random: impl FnMut() -> u128,
    ) -> Result<Self, Fault> {
        let mut there: BTreeMap<String, Option<&ActorId>> = BTreeMap::new();
        for (id, actor) in case.actors.iter().filter(|_| join) {
            let name = compared(&actor.name);
            // A name that two bear says nothing of who is meant.
            there
                .entry(name)
                .and_modify(|other| *other = None)
                .or_insert(Some(id));
        }
        let mut plan = Self {
            edit: None,
            added: Vec::new(),
            joined: Vec::new(),
            ties_added: 0,
            ties_there: 0,
        };
        let mut edits = Vec::new();
        let mut ids: Vec<ActorId> = Vec::new();
        let mut taken: BTreeSet<ActorId> = BTreeSet::new();
        for DraftActor { actor } in &draft.actors {
            let name = actor.name.clone();
            let same = there.get(&compared(&name)).copied().flatten();
            // Two of one file who bear the same name are two.
            if let Some(id) = same.filter(|id| taken.insert((*id).clone())) {
                ids.push(id.clone());
                plan.joined.push(name);
                continue;
            }
            let id = ActorId::from_random(random());
            edits.push(Edit::AddActor {
                id: id.clone(),
                actor: actor.clone(),
            });
            ids.push(id);
            plan.added.push(name);
        }
        let mut pairs: BTreeSet<[Party; 2]> = case.ties.values().map(Tie::pair).collect();
        let party = |party: DraftParty| match party {
            DraftParty::Person => Some(Party::Person),
            DraftParty::Actor(at) => ids.get(at).cloned().map(Party::Actor),
        };
        for draft in &draft.ties {
            let (Some(from), Some(to)) = (party(draft.from), party(draft.to)) else {
                continue;
            };
            let tie = Tie {
                from,
                to,
                ..draft.tie.clone()
            };
            if tie.from == tie.to || !pairs.insert(tie.pair()) {
                plan.ties_there += 1;
                continue;
            }
            plan.ties_added += 1;
            edits.push(Edit::AddTie {
                id: TieId::from_random(random()),
                tie: tie.normalised(),
            });
        }
        let full = |max| Fault::of_file(FaultReason::TooMany { max });
        if case.actors.len() + plan.added.len() > limits::ACTORS_MAX {
            return Err(full(limits::ACTORS_MAX));
        }
        if case.ties.len() + plan.ties_added > limits::TIES_MAX {
            return Err(full(limits::TIES_MAX));
        }
        plan.edit = (!edits.is_empty()).then_some(Edit::Batch(edits));
        Ok(plan)
    }
}
