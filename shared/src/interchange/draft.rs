//! A network that somebody wants to bring in, and what bringing it into an open case would do.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::{Actor, Case, Kin, Kinship, Member, Party, Person, Tie};
use crate::edit::{Edit, MemberField};
use crate::ids::{ActorId, KinshipId, TieId};
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

/// How two people of the household would be related.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftKin {
    /// The first; the parent, in kinships between generations.
    pub a: DraftParty,
    /// The second.
    pub b: DraftParty,
    /// How they are related.
    pub kind: Kinship,
}

/// What would be known of the person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DraftPerson {
    /// What the genogram shows of her.
    pub member: Member,
    /// Notes on her; may be empty.
    pub notes: String,
}

/// What a file holds, checked, and not yet of any case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Draft {
    /// What it tells of the person.
    pub person: DraftPerson,
    /// The actors.
    pub actors: Vec<DraftActor>,
    /// The ties; no two of the same ends.
    pub ties: Vec<DraftTie>,
    /// The kinships of the household; no two of the same people.
    pub kinships: Vec<DraftKin>,
}

impl Draft {
    /// Whether somebody belongs to the household; the person always does.
    pub(super) fn is_member(&self, party: DraftParty) -> bool {
        match party {
            DraftParty::Person => true,
            DraftParty::Actor(at) => {
                let actor = self.actors.get(at).map(|draft| &draft.actor);
                actor.is_some_and(|actor| actor.household.is_some())
            }
        }
    }

    /// Adds a kinship, unless these two have one already.
    pub(super) fn add_kin(&mut self, kin: DraftKin) {
        let pair = |kin: &DraftKin| (kin.a.min(kin.b), kin.a.max(kin.b));
        if self.kinships.iter().all(|other| pair(other) != pair(&kin)) {
            self.kinships.push(kin);
        }
    }

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
    /// How many kinships are added.
    pub kinships_added: usize,
    /// How many kinships are left out, because the two are related already or one of them, who is on the map, does not
    /// belong to the household there.
    pub kinships_left: usize,
    /// How much that was not known of the person is added.
    pub person_told: usize,
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
            kinships_added: 0,
            kinships_left: 0,
            person_told: 0,
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
        let kin = related(draft, case, &ids, &mut random);
        (plan.kinships_added, plan.kinships_left) = (kin.len(), draft.kinships.len() - kin.len());
        edits.extend(kin);
        let told = told_of(&draft.person, &case.person);
        plan.person_told = told.len();
        edits.extend(told);
        let full = |max| Fault::of_file(FaultReason::TooMany { max });
        if case.actors.len() + plan.added.len() > limits::ACTORS_MAX {
            return Err(full(limits::ACTORS_MAX));
        }
        if case.ties.len() + plan.ties_added > limits::TIES_MAX {
            return Err(full(limits::TIES_MAX));
        }
        if case.kinships.len() + plan.kinships_added > limits::KINSHIPS_MAX {
            return Err(full(limits::KINSHIPS_MAX));
        }
        plan.edit = (!edits.is_empty()).then_some(Edit::Batch(edits));
        Ok(plan)
    }
}

/// The edits that say who is related to whom. `ids` are the actors of the draft as they are on the map; who is there
/// already stays as they are, in the household or out of it.
fn related(
    draft: &Draft,
    case: &Case,
    ids: &[ActorId],
    mut random: impl FnMut() -> u128,
) -> Vec<Edit> {
    let party = |party: DraftParty| match party {
        DraftParty::Person => Some(Party::Person),
        DraftParty::Actor(at) => {
            let id = ids.get(at)?;
            let belongs = match case.actors.get(id) {
                Some(there) => there.household.is_some(),
                None => draft.is_member(party),
            };
            belongs.then(|| Party::Actor(id.clone()))
        }
    };
    let kinships = draft.kinships.iter().filter_map(|kin| {
        let (a, b) = (party(kin.a)?, party(kin.b)?);
        let known = case.kinships.values().any(|other| other.joins(&a, &b));
        (!known && a != b).then(|| Edit::AddKinship {
            id: KinshipId::from_random(random()),
            kin: Kin {
                a,
                b,
                kind: kin.kind,
            },
        })
    });
    kinships.collect()
}

/// The edits that fill in what is not known of the person; nothing that is known is overwritten.
fn told_of(draft: &DraftPerson, person: &Person) -> Vec<Edit> {
    let (new, known) = (draft.member, person.member);
    let fields = [
        (known.gender.is_none() && new.gender.is_some()).then_some(MemberField::Gender(new.gender)),
        (known.age.is_none() && new.age.is_some()).then_some(MemberField::Age(new.age)),
        (!known.pregnant && new.pregnant).then_some(MemberField::Pregnant(true)),
        (!known.died && new.died).then_some(MemberField::Died(true)),
    ];
    let fields = fields.into_iter().flatten().map(|field| Edit::SetMember {
        party: Party::Person,
        field,
    });
    let notes = (person.notes.is_empty() && !draft.notes.is_empty())
        .then(|| Edit::SetPersonNotes(draft.notes.clone()));
    fields.chain(notes).collect()
}
