//! The graph behind the measures: members as numbers, their ties as sorted lists of neighbours.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::{Actor, Case, Party, Ring, Tie, TieQuality};
use crate::ids::{ActorId, TieId};

/// Whether a tie of this quality carries anything today.
#[must_use]
pub const fn is_live(quality: TieQuality) -> bool {
    !matches!(quality, TieQuality::Broken | TieQuality::ToBuild)
}

/// The ring that an actor counts in: who lives with the person is of her personal network, wherever it stood before.
#[must_use]
pub const fn ring_of(actor: &Actor) -> Ring {
    if actor.household.is_some() {
        Ring::Personal
    } else {
        actor.ring
    }
}

/// The person's network: its members, and who of them is tied to whom. Neighbours are positions in [`Self::members`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EgoNetwork {
    members: Vec<ActorId>,
    unlinked: Vec<ActorId>,
    neighbours: Vec<Vec<usize>>,
}

impl EgoNetwork {
    /// The network of these actors and ties. A tie with a party that is not there counts for nothing, and several ties
    /// of the same two count once.
    #[must_use]
    pub fn new(actors: &BTreeMap<ActorId, Actor>, ties: &BTreeMap<TieId, Tie>) -> Self {
        let live: BTreeSet<[Party; 2]> = ties
            .values()
            .filter(|tie| is_live(tie.quality) && tie.from != tie.to)
            .map(Tie::pair)
            .collect();
        let (mut members, mut unlinked) = (Vec::new(), Vec::new());
        for id in actors.keys() {
            // In a pair the person comes first: parties are ordered so.
            let linked = live.contains(&[Party::Person, Party::Actor(id.clone())]);
            if linked { &mut members } else { &mut unlinked }.push(id.clone());
        }
        let at = |party: &Party| members.binary_search(party.actor()?).ok();
        let mut neighbours = vec![Vec::new(); members.len()];
        for [one, other] in &live {
            if let (Some(one), Some(other)) = (at(one), at(other)) {
                neighbours[one].push(other);
                neighbours[other].push(one);
            }
        }
        for list in &mut neighbours {
            list.sort_unstable();
        }
        Self {
            members,
            unlinked,
            neighbours,
        }
    }

    /// The network of a case.
    #[must_use]
    pub fn of_case(case: &Case) -> Self {
        Self::new(&case.actors, &case.ties)
    }

    /// The actors with a live tie to the person, by id.
    #[must_use]
    pub fn members(&self) -> &[ActorId] {
        &self.members
    }

    /// The actors without one, by id.
    #[must_use]
    pub fn unlinked(&self) -> &[ActorId] {
        &self.unlinked
    }

    /// How many ties members have among themselves.
    #[must_use]
    pub fn tie_count(&self) -> usize {
        self.neighbours.iter().map(Vec::len).sum::<usize>() / 2
    }

    /// The neighbours of each member without the person, by position.
    pub(super) fn neighbours(&self) -> &[Vec<usize>] {
        &self.neighbours
    }

    /// The same with the person as the last position, tied to everybody.
    pub(super) fn with_person(&self) -> Vec<Vec<usize>> {
        let person = self.members.len();
        let mut neighbours = self.neighbours.clone();
        for list in &mut neighbours {
            list.push(person);
        }
        neighbours.push((0..person).collect());
        neighbours
    }
}
