//! Everything that is said of a network, in one value.

use std::collections::BTreeMap;

use crate::case::{Actor, ActorKind, Case, Party, Ring, Sector, Tie};
use crate::ids::{ActorId, TieId};

use super::composition::{
    Balance, Mix, QualityCount, SupportCount, ei_by_ring, qualities, support_by_ring,
};
use super::graph::{EgoNetwork, ring_of};
use super::{holes, paths};

/// How far somebody lies between others (Freeman's betweenness).
#[derive(Debug, Clone, PartialEq)]
pub struct Betweenness {
    /// Who.
    pub party: Party,
    /// In the network with the person, 0 to 1; `None` with fewer than two members.
    pub with_person: Option<f64>,
    /// In the network without her, 0 to 1; `None` for herself and with fewer than three members.
    pub without_person: Option<f64>,
    /// In the network without her, as the number of pairs of others that it joins; `None` for herself.
    pub raw_without_person: Option<f64>,
}

/// The measures of a network. What is not defined is `None`, never 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    /// The actors with a live tie to the person; how many of them there are is the network's size.
    pub members: Vec<ActorId>,
    /// The actors without one: counted in nothing else.
    pub unlinked: Vec<ActorId>,
    /// The members' ties among themselves.
    pub tie_count: usize,
    /// Their share of all that there could be, without the person, 0 to 1; `None` with fewer than two members.
    pub density: Option<f64>,
    /// How many other members a member is tied to on average; `None` in an empty network.
    pub mean_degree: Option<f64>,
    /// The members who are tied to no other member.
    pub isolates: Vec<ActorId>,
    /// The groups that would remain without the person, the largest first; an isolate is a group of one.
    pub components: Vec<Vec<ActorId>>,
    /// The members without whom a group would fall apart.
    pub articulation_points: Vec<ActorId>,
    /// The person first, then the members from the highest down, those of 0 left out.
    pub betweenness: Vec<Betweenness>,
    /// Members less redundancy (Burt, Borgatti); `None` in an empty network.
    pub effective_size: Option<f64>,
    /// Effective size by member, 0 to 1; `None` in an empty network.
    pub efficiency: Option<f64>,
    /// Burt's constraint; `None` in an empty network.
    pub constraint: Option<f64>,
    /// The members by ring.
    pub rings: Mix<Ring>,
    /// The members by kind.
    pub kinds: Mix<ActorKind>,
    /// The members by ámbito, those without one as a sort of their own.
    pub sectors: Mix<Option<Sector>>,
    /// E-I index by ring, −1 to 1; `None` without ties among members.
    pub ei_by_ring: Option<f64>,
    /// Giving and receiving.
    pub balance: Balance,
    /// Perceived support, by ring.
    pub support: Vec<SupportCount>,
    /// Ties by quality.
    pub qualities: Vec<QualityCount>,
}

impl Measures {
    /// Measures a case.
    #[must_use]
    pub fn of_case(case: &Case) -> Self {
        Self::of(&case.actors, &case.ties)
    }

    /// Measures the network of these actors and ties.
    #[must_use]
    pub fn of(actors: &BTreeMap<ActorId, Actor>, ties: &BTreeMap<TieId, Tie>) -> Self {
        let network = EgoNetwork::new(actors, ties);
        let (members, size) = (network.members(), network.members().len());
        let neighbours = network.neighbours();
        let tie_count = network.tie_count();
        let count = size as f64;
        let ids = |list: Vec<usize>| -> Vec<ActorId> {
            list.into_iter().map(|at| members[at].clone()).collect()
        };
        let effective_size = holes::effective_size(size, tie_count);
        Self {
            tie_count,
            density: (size > 1).then(|| 2.0 * tie_count as f64 / (count * (count - 1.0))),
            mean_degree: (size > 0).then(|| 2.0 * tie_count as f64 / count),
            isolates: ids((0..size).filter(|at| neighbours[*at].is_empty()).collect()),
            components: paths::components(neighbours).into_iter().map(ids).collect(),
            articulation_points: ids(paths::articulation_points(neighbours)),
            betweenness: betweenness(&network),
            efficiency: effective_size.map(|effective| effective / count),
            effective_size,
            constraint: holes::constraint(neighbours),
            rings: Mix::new(&network, actors, Ring::ALL.iter().copied(), ring_of),
            kinds: Mix::new(&network, actors, ActorKind::ALL.iter().copied(), |actor| {
                actor.kind
            }),
            sectors: Mix::new(
                &network,
                actors,
                Sector::ALL.iter().copied().map(Some).chain([None]),
                |actor| actor.sector,
            ),
            ei_by_ring: ei_by_ring(&network, actors),
            balance: Balance::new(&network, ties),
            support: support_by_ring(&network, actors),
            qualities: qualities(&network, actors, ties),
            members: members.to_vec(),
            unlinked: network.unlinked().to_vec(),
        }
    }
}

fn betweenness(network: &EgoNetwork) -> Vec<Betweenness> {
    let size = network.members().len();
    let with = paths::betweenness(&network.with_person());
    let without = paths::betweenness(network.neighbours());
    let (pairs_with, pairs_without) = (
        paths::pairs_of_others(size + 1),
        paths::pairs_of_others(size),
    );
    let members = network
        .members()
        .iter()
        .enumerate()
        .map(|(at, id)| Betweenness {
            party: Party::Actor(id.clone()),
            with_person: pairs_with.map(|pairs| with[at] / pairs),
            without_person: pairs_without.map(|pairs| without[at] / pairs),
            raw_without_person: Some(without[at]),
        });
    // Who joins nobody without the person joins nobody with her either: she offers every pair a way.
    let mut members: Vec<Betweenness> = members
        .filter(|one| one.raw_without_person.is_some_and(|raw| raw > 0.0))
        .collect();
    members.sort_unstable_by(|one, other| {
        let (first, second) = (one.raw_without_person, other.raw_without_person);
        let (first, second) = (first.unwrap_or(0.0), second.unwrap_or(0.0));
        second
            .total_cmp(&first)
            .then_with(|| one.party.cmp(&other.party))
    });
    let person = Betweenness {
        party: Party::Person,
        with_person: pairs_with.map(|pairs| with[size] / pairs),
        without_person: None,
        raw_without_person: None,
    };
    let mut all = vec![person];
    all.append(&mut members);
    all
}
