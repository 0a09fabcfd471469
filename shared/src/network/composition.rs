//! Who the network is made of, and what passes between it and the person.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::{Actor, Exchange, ExchangeArea, Party, Ring, Support, Tie, TieQuality};
use crate::ids::{ActorId, TieId};

use super::graph::{EgoNetwork, is_live, ring_of};

/// The members that are of one sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share<T> {
    /// The sort.
    pub of: T,
    /// The members, by id.
    pub members: Vec<ActorId>,
}

/// How the members fall into sorts.
#[derive(Debug, Clone, PartialEq)]
pub struct Mix<T> {
    /// Every sort that was asked for, in that order; one may be empty.
    pub shares: Vec<Share<T>>,
    /// Blau's index of variety: the chance that two members drawn at random (with return) are of different sorts; 0 is
    /// all of one. `None` in an empty network.
    pub blau: Option<f64>,
}

impl<T: PartialEq + Copy> Mix<T> {
    pub(super) fn new(
        network: &EgoNetwork,
        actors: &BTreeMap<ActorId, Actor>,
        sorts: impl Iterator<Item = T>,
        sort_of: impl Fn(&Actor) -> T,
    ) -> Self {
        let mut shares: Vec<Share<T>> = sorts
            .map(|of| Share {
                of,
                members: Vec::new(),
            })
            .collect();
        for id in network.members() {
            let Some(sort) = actors.get(id).map(&sort_of) else {
                continue;
            };
            if let Some(share) = shares.iter_mut().find(|share| share.of == sort) {
                share.members.push(id.clone());
            }
        }
        let total = network.members().len() as f64;
        let same: f64 = shares
            .iter()
            .map(|share| (share.members.len() as f64 / total).powi(2))
            .sum();
        Self {
            blau: (total > 0.0).then_some(1.0 - same),
            shares,
        }
    }
}

/// Krackhardt and Stern's E-I index of the members' ties among themselves: 1 when all cross from ring to ring, −1 when
/// none does. `None` where members have no ties among themselves.
pub(super) fn ei_by_ring(network: &EgoNetwork, actors: &BTreeMap<ActorId, Actor>) -> Option<f64> {
    let rings: Vec<Option<Ring>> = network
        .members()
        .iter()
        .map(|id| actors.get(id).map(ring_of))
        .collect();
    let (mut crossing, mut all) = (0_u32, 0_u32);
    for (at, neighbours) in network.neighbours().iter().enumerate() {
        for &other in neighbours.iter().filter(|other| **other > at) {
            all += 1;
            crossing += u32::from(rings[at] != rings[other]);
        }
    }
    let (crossing, all) = (f64::from(crossing), f64::from(all));
    (all > 0.0).then(|| (2.0 * crossing - all) / all)
}

/// What the person gives and receives in one area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaBalance {
    /// The area.
    pub area: ExchangeArea,
    /// To whom she gives.
    pub gives: Vec<ActorId>,
    /// From whom she receives.
    pub receives: Vec<ActorId>,
}

/// Giving and receiving over the seven areas.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// Every area.
    pub areas: Vec<AreaBalance>,
    /// `(given − received) ⁄ (given + received)`, each area of each tie counting once: −1 she only receives, 1 she only
    /// gives. `None` where no exchange has been recorded.
    pub index: Option<f64>,
    /// Members with whom she both gives and receives, whatever the areas.
    pub reciprocal: Vec<ActorId>,
    /// Members of whose tie no exchange has been recorded.
    pub unrecorded: Vec<ActorId>,
}

impl Balance {
    pub(super) fn new(network: &EgoNetwork, ties: &BTreeMap<TieId, Tie>) -> Self {
        let mut own: BTreeMap<&ActorId, Vec<(ExchangeArea, Exchange)>> = network
            .members()
            .iter()
            .map(|id| (id, Vec::new()))
            .collect();
        for tie in ties.values().filter(|tie| is_live(tie.quality)) {
            let (other, turned) = match (&tie.from, &tie.to) {
                (Party::Person, Party::Actor(other)) => (other, false),
                (Party::Actor(other), Party::Person) => (other, true),
                _ => continue,
            };
            let Some(list) = own.get_mut(other) else {
                continue;
            };
            for (area, exchange) in &tie.exchange {
                let exchange = if turned {
                    exchange.reversed()
                } else {
                    *exchange
                };
                if exchange.gives || exchange.receives {
                    list.push((*area, exchange));
                }
            }
        }
        let among = |area: ExchangeArea, way: fn(&Exchange) -> bool| {
            own.iter()
                .filter(|(_, list)| list.iter().any(|(one, what)| *one == area && way(what)))
                .map(|(id, _)| (*id).clone())
                .collect::<Vec<ActorId>>()
        };
        let areas: Vec<AreaBalance> = ExchangeArea::ALL
            .iter()
            .map(|area| AreaBalance {
                area: *area,
                gives: among(*area, |what| what.gives),
                receives: among(*area, |what| what.receives),
            })
            .collect();
        let given = areas.iter().map(|area| area.gives.len()).sum::<usize>() as f64;
        let received = areas.iter().map(|area| area.receives.len()).sum::<usize>() as f64;
        let who = |test: fn(&[(ExchangeArea, Exchange)]) -> bool| {
            own.iter()
                .filter(|(_, list)| test(list))
                .map(|(id, _)| (*id).clone())
                .collect()
        };
        Self {
            index: (given + received > 0.0).then(|| (given - received) / (given + received)),
            reciprocal: who(|list| {
                list.iter().any(|(_, what)| what.gives)
                    && list.iter().any(|(_, what)| what.receives)
            }),
            unrecorded: who(<[_]>::is_empty),
            areas,
        }
    }
}

/// The support that the person perceives from the members of one ring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupportCount {
    /// The ring.
    pub ring: Ring,
    /// The members at each level, much first, those of whom she has not been asked last.
    pub levels: Vec<Share<Option<Support>>>,
}

pub(super) fn support_by_ring(
    network: &EgoNetwork,
    actors: &BTreeMap<ActorId, Actor>,
) -> Vec<SupportCount> {
    let levels = || Support::ALL.iter().rev().copied().map(Some).chain([None]);
    let rings = Ring::ALL.iter().map(|ring| SupportCount {
        ring: *ring,
        levels: levels()
            .map(|of| Share {
                of,
                members: network
                    .members()
                    .iter()
                    .filter(|id| {
                        actors
                            .get(*id)
                            .is_some_and(|actor| ring_of(actor) == *ring && actor.support == of)
                    })
                    .cloned()
                    .collect(),
            })
            .collect(),
    });
    rings.collect()
}

/// The ties of one quality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualityCount {
    /// The quality. Those that are not live are counted too, and stand apart.
    pub quality: TieQuality,
    /// The actors whose tie with the person is of this quality.
    pub with_person: Vec<ActorId>,
    /// How many ties between two actors are: of a live quality those of members, else all.
    pub between_actors: usize,
}

pub(super) fn qualities(
    network: &EgoNetwork,
    actors: &BTreeMap<ActorId, Actor>,
    ties: &BTreeMap<TieId, Tie>,
) -> Vec<QualityCount> {
    let members: BTreeSet<&ActorId> = network.members().iter().collect();
    let of = |quality: TieQuality| {
        let mut with_person = BTreeSet::new();
        let mut between_actors = 0;
        for tie in ties.values().filter(|tie| tie.quality == quality) {
            match (&tie.from, &tie.to) {
                (Party::Person, Party::Actor(id)) | (Party::Actor(id), Party::Person)
                    if actors.contains_key(id) =>
                {
                    with_person.insert(id.clone());
                }
                (Party::Actor(one), Party::Actor(other)) if one != other => {
                    let counts = |id: &ActorId| {
                        if is_live(quality) {
                            members.contains(id)
                        } else {
                            actors.contains_key(id)
                        }
                    };
                    between_actors += usize::from(counts(one) && counts(other));
                }
                _ => {}
            }
        }
        QualityCount {
            quality,
            with_person: with_person.into_iter().collect(),
            between_actors,
        }
    };
    TieQuality::ALL.iter().copied().map(of).collect()
}
