//! The golden network, and every measure against a version of it that is too simple to be wrong.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::case::{
    Actor, ActorKind, Exchange, ExchangeArea, Flow, Party, Ring, Support, Tie, TieQuality,
};
use crate::ids::{ActorId, TieId};

use super::Measures;

type Actors = BTreeMap<ActorId, Actor>;
type Ties = BTreeMap<TieId, Tie>;

fn id(name: &str) -> ActorId {
    name.parse().expect("a plain id")
}

fn actor(name: &str, ring: Ring) -> Actor {
    serde_json::from_value(serde_json::json!({ "name": name, "kind": "person", "ring": ring.id() }))
        .expect("an actor")
}

fn tie(from: Party, to: Party, quality: TieQuality) -> Tie {
    let value = serde_json::json!({
        "from": from.id(), "to": to.id(), "quality": quality.id(), "flow": Flow::Both.id(),
    });
    serde_json::from_value(value).expect("a tie")
}

fn add(ties: &mut Ties, from: Party, to: Party, quality: TieQuality) {
    let at = TieId::from_random(ties.len() as u128);
    ties.insert(at, tie(from, to, quality));
}

/// The network whose numbers networkx 3.6 gave; `scripts/networkx.sh` asks it again.
fn golden() -> (Actors, Ties) {
    let text = include_str!("../../tests/networks/golden.json");
    let case = crate::exchange::import(text).expect("a case file").case;
    (case.actors, case.ties)
}

#[track_caller]
fn near(found: Option<f64>, wanted: f64) {
    let found = found.expect("it is defined");
    assert!((found - wanted).abs() < 5e-7, "{found} is not {wanted}");
}

#[test]
fn the_golden_network_has_the_numbers_of_networkx() {
    let (actors, ties) = golden();
    let found = Measures::of(&actors, &ties);
    assert_eq!(found.members.len(), 8);
    assert!(found.unlinked.is_empty() && found.isolates.is_empty());
    near(found.density, 0.25);
    near(found.mean_degree, 1.75);
    assert_eq!(found.components.len(), 1);
    near(found.effective_size, 6.25);
    near(found.efficiency, 0.781_25);
    near(found.constraint, 0.346_662_326_4);
    near(found.ei_by_ring, -0.428_571);
    near(found.rings.blau, 0.656_25);
    assert_eq!(
        found.articulation_points,
        ["cesfam", "madre", "vecina"].map(id)
    );
    let names: Vec<String> = found.betweenness.iter().map(|one| one.party.id()).collect();
    assert_eq!(
        names,
        ["person", "actor:madre", "actor:vecina", "actor:cesfam"]
    );
    for (one, (with, raw)) in found.betweenness.iter().zip([
        (0.571_429, None),
        (0.107_143, Some(17.0)),
        (0.053_571, Some(11.0)),
        (0.017_857, Some(6.0)),
    ]) {
        near(one.with_person, with);
        assert_eq!(one.raw_without_person, raw);
    }
}

#[test]
fn an_empty_network_has_no_numbers_rather_than_zeros() {
    let found = Measures::of(&Actors::new(), &Ties::new());
    assert!(found.members.is_empty() && found.components.is_empty());
    for undefined in [
        found.density,
        found.mean_degree,
        found.effective_size,
        found.efficiency,
        found.constraint,
        found.ei_by_ring,
        found.rings.blau,
        found.kinds.blau,
        found.sectors.blau,
        found.balance.index,
        found.betweenness[0].with_person,
    ] {
        assert_eq!(undefined, None);
    }
}

#[test]
fn one_member_has_a_size_and_no_density() {
    let actors = Actors::from([(id("a"), actor("a", Ring::Personal))]);
    let mut ties = Ties::new();
    add(
        &mut ties,
        Party::Person,
        Party::Actor(id("a")),
        TieQuality::Strong,
    );
    let found = Measures::of(&actors, &ties);
    assert_eq!(found.density, None);
    assert_eq!(found.betweenness[0].with_person, None);
    assert_eq!(found.mean_degree, Some(0.0));
    assert_eq!(found.isolates, [id("a")]);
    near(found.constraint, 1.0);
    near(found.effective_size, 1.0);
}

#[test]
fn broken_ties_and_ties_to_build_do_not_count() {
    let (actors, mut ties) = golden();
    for tie in ties.values_mut() {
        let of_amiga = tie.touches(&Party::Actor(id("amiga")));
        if tie.from == Party::Person && of_amiga {
            tie.quality = TieQuality::Broken;
        } else if tie.joins(&Party::Actor(id("cesfam")), &Party::Actor(id("escuela"))) {
            tie.quality = TieQuality::ToBuild;
        }
    }
    let found = Measures::of(&actors, &ties);
    assert_eq!(found.members.len(), 7);
    assert_eq!(found.unlinked, [id("amiga")]);
    // Amiga's tie with madre is live, and still she is not in the network.
    assert_eq!(found.tie_count, 5);
    assert_eq!(found.isolates, [id("escuela")]);
    let count = |quality: TieQuality| {
        let found = found.qualities.iter().find(|one| one.quality == quality);
        let found = found.expect("every quality is counted");
        (found.with_person.len(), found.between_actors)
    };
    assert_eq!(count(TieQuality::Normal), (7, 0));
    assert_eq!(count(TieQuality::Weak), (0, 5));
    assert_eq!(count(TieQuality::Broken), (1, 0));
    assert_eq!(count(TieQuality::ToBuild), (0, 1));
}

#[test]
fn giving_and_receiving_are_seen_from_the_person_whichever_way_a_tie_was_written() {
    let (actors, mut ties) = golden();
    let both = Exchange {
        gives: true,
        receives: true,
    };
    let receives = Exchange {
        gives: false,
        receives: true,
    };
    let mut own = ties.values_mut().filter(|tie| tie.from == Party::Person);
    let first = own.next().expect("there are eight");
    first.exchange = BTreeMap::from([
        (ExchangeArea::Care, both),
        (ExchangeArea::Leisure, receives),
    ]);
    let second = own.next().expect("there are eight");
    // Written from the other end: the other receives, so she gives.
    std::mem::swap(&mut second.from, &mut second.to);
    second.exchange = BTreeMap::from([(ExchangeArea::Care, receives)]);
    let found = Measures::of(&actors, &ties).balance;
    near(found.index, 0.0);
    assert_eq!(found.reciprocal, [id("madre")]);
    assert_eq!(found.unrecorded.len(), 6);
    let care = found
        .areas
        .iter()
        .find(|area| area.area == ExchangeArea::Care);
    let care = care.expect("every area is counted");
    assert_eq!(care.gives, [id("hermana"), id("madre")]);
    assert_eq!(care.receives, [id("madre")]);
}

#[test]
fn support_is_counted_by_ring_and_not_asked_is_not_none() {
    let (mut actors, ties) = golden();
    let mut set = |name: &str, support| {
        if let Some(actor) = actors.get_mut(&id(name)) {
            actor.support = support;
        }
    };
    set("madre", Some(Support::Much));
    set("hermana", Some(Support::None));
    let found = Measures::of(&actors, &ties);
    let personal = &found.support[0];
    assert_eq!(personal.ring, Ring::Personal);
    let counts: Vec<_> = personal
        .levels
        .iter()
        .map(|level| (level.of, level.members.len()))
        .collect();
    let wanted = [
        (Some(Support::Much), 1),
        (Some(Support::Fair), 0),
        (Some(Support::Little), 0),
        (Some(Support::None), 1),
        (None, 1),
    ];
    assert_eq!(counts, wanted);
}

/// A small random network: for each actor its ring and whether it has a live tie with the person, and ties among them.
fn networks() -> impl Strategy<Value = (Actors, Ties)> {
    (1_usize..8)
        .prop_flat_map(|count| {
            let rings = proptest::collection::vec((0_usize..3, 0_usize..7), count);
            let pairs = proptest::collection::vec(0_usize..7, count * (count - 1) / 2);
            (rings, pairs)
        })
        .prop_map(|(rings, pairs)| {
            let quality = |at: usize| TieQuality::ALL.get(at).copied();
            let name = |at: usize| id(&format!("a{at}"));
            let mut actors = Actors::new();
            let mut ties = Ties::new();
            for (at, (ring, own)) in rings.iter().enumerate() {
                actors.insert(name(at), actor("x", Ring::ALL[*ring]));
                if let Some(quality) = quality(*own) {
                    add(&mut ties, Party::Person, Party::Actor(name(at)), quality);
                }
            }
            let mut qualities = pairs.into_iter();
            for one in 0..rings.len() {
                for other in 0..one {
                    let quality = qualities.next().and_then(quality);
                    if let Some(quality) = quality {
                        let (one, other) = (Party::Actor(name(one)), Party::Actor(name(other)));
                        add(&mut ties, one, other, quality);
                    }
                }
            }
            (actors, ties)
        })
}

/// The members, and who of them knows whom, straight from the ties.
fn plainly(actors: &Actors, ties: &Ties) -> (Vec<ActorId>, BTreeSet<(usize, usize)>) {
    let live = |one: &Party, other: &Party| {
        ties.values().any(|tie| {
            tie.joins(one, other)
                && !matches!(tie.quality, TieQuality::Broken | TieQuality::ToBuild)
        })
    };
    let members: Vec<ActorId> = actors
        .keys()
        .filter(|id| live(&Party::Person, &Party::Actor((*id).clone())))
        .cloned()
        .collect();
    let mut known = BTreeSet::new();
    for (at, one) in members.iter().enumerate() {
        for (to, other) in members.iter().enumerate() {
            let parties = [one, other].map(|id| Party::Actor(id.clone()));
            if at != to && live(&parties[0], &parties[1]) {
                known.insert((at, to));
            }
        }
    }
    (members, known)
}

/// How many groups the positions in `left` form.
fn group_count(left: &BTreeSet<usize>, known: &BTreeSet<(usize, usize)>) -> usize {
    let mut group: BTreeMap<usize, usize> = left.iter().map(|at| (*at, *at)).collect();
    loop {
        let before = group.clone();
        for (one, other) in known {
            if let (Some(first), Some(second)) = (before.get(one), before.get(other)) {
                let least = *first.min(second);
                group.entry(*one).and_modify(|at| *at = least.min(*at));
                group.entry(*other).and_modify(|at| *at = least.min(*at));
            }
        }
        if group == before {
            return group.values().collect::<BTreeSet<_>>().len();
        }
    }
}

/// Every simple path between two positions, by its inner positions.
fn paths_between(
    from: usize,
    to: usize,
    known: &BTreeSet<(usize, usize)>,
    so_far: &[usize],
    found: &mut Vec<Vec<usize>>,
) {
    for (_, next) in known.iter().filter(|(one, _)| *one == from) {
        if *next == to {
            found.push(so_far.to_vec());
        } else if !so_far.contains(next) {
            let mut longer = so_far.to_vec();
            longer.push(*next);
            paths_between(*next, to, known, &longer, found);
        }
    }
}

fn plain_betweenness(count: usize, known: &BTreeSet<(usize, usize)>) -> Vec<f64> {
    let mut total = vec![0.0; count];
    for from in 0..count {
        for to in 0..from {
            let mut found = Vec::new();
            paths_between(from, to, known, &[], &mut found);
            found.retain(|path| !path.contains(&from));
            let Some(shortest) = found.iter().map(Vec::len).min() else {
                continue;
            };
            found.retain(|path| path.len() == shortest);
            for at in found.iter().flatten() {
                total[*at] += 1.0 / found.len() as f64;
            }
        }
    }
    total
}

/// Burt's constraint by its definition, on a matrix.
fn plain_constraint(count: usize, known: &BTreeSet<(usize, usize)>) -> f64 {
    let person = count;
    let tied = |one: usize, other: usize| {
        one != other && (one == person || other == person || known.contains(&(one, other)))
    };
    let degree = |at: usize| (0..=count).filter(|other| tied(at, *other)).count() as f64;
    let share = |one: usize, other: usize| {
        if tied(one, other) {
            1.0 / degree(one)
        } else {
            0.0
        }
    };
    (0..count)
        .map(|other| {
            let indirect: f64 = (0..count)
                .filter(|via| *via != other)
                .map(|via| share(person, via) * share(via, other))
                .sum();
            (share(person, other) + indirect).powi(2)
        })
        .sum()
}

/// Burt's own effective size: each contact less the share in which others already reach it.
fn plain_effective_size(count: usize, known: &BTreeSet<(usize, usize)>) -> f64 {
    (0..count)
        .map(|at| {
            let redundant = known.iter().filter(|(one, _)| *one == at).count() as f64;
            1.0 - redundant / count as f64
        })
        .sum()
}

proptest! {
    #[test]
    fn measures_agree_with_plain_versions_of_them((actors, ties) in networks()) {
        let found = Measures::of(&actors, &ties);
        let (members, known) = plainly(&actors, &ties);
        let count = members.len();
        prop_assert_eq!(&found.members, &members);
        prop_assert_eq!(found.members.len() + found.unlinked.len(), actors.len());
        prop_assert_eq!(found.tie_count * 2, known.len());
        let everybody: BTreeSet<usize> = (0..count).collect();
        let groups = group_count(&everybody, &known);
        prop_assert_eq!(found.components.len(), groups);
        prop_assert_eq!(found.components.iter().map(Vec::len).sum::<usize>(), count);
        let alone: Vec<ActorId> = found.components.iter().filter(|part| part.len() == 1).flatten().cloned().collect();
        prop_assert_eq!(&found.isolates, &alone);
        let points: Vec<ActorId> = (0..count)
            .filter(|at| {
                let others: BTreeSet<usize> = everybody.iter().copied().filter(|other| other != at).collect();
                group_count(&others, &known) > groups
            })
            .map(|at| members[at].clone())
            .collect();
        prop_assert_eq!(&found.articulation_points, &points);

        let close = |found: Option<f64>, wanted: f64| found.is_some_and(|found| (found - wanted).abs() < 1e-9);
        if count > 0 {
            prop_assert!(close(found.constraint, plain_constraint(count, &known)));
            prop_assert!(close(found.effective_size, plain_effective_size(count, &known)));
        }
        let mut with_person = known.clone();
        with_person.extend((0..count).flat_map(|at| [(at, count), (count, at)]));
        let with = plain_betweenness(count + 1, &with_person);
        let without = plain_betweenness(count, &known);
        let pairs = |count: usize| count.saturating_sub(1) as f64 * count.saturating_sub(2) as f64 / 2.0;
        if count > 1 {
            prop_assert!(close(found.betweenness[0].with_person, with[count] / pairs(count + 1)));
        }
        let listed = found.betweenness.iter().skip(1).count();
        prop_assert_eq!(listed, without.iter().filter(|value| **value > 1e-9).count());
        for one in found.betweenness.iter().skip(1) {
            let at = members.iter().position(|id| Some(id) == one.party.actor());
            let at = at.expect("members only");
            prop_assert!(close(one.raw_without_person, without[at]));
            prop_assert!(close(one.without_person, without[at] / pairs(count)));
            prop_assert!(close(one.with_person, with[at] / pairs(count + 1)));
        }
    }

    #[test]
    fn indices_keep_to_their_ranges((actors, ties) in networks()) {
        let found = Measures::of(&actors, &ties);
        let within = |value: Option<f64>, low: f64, high: f64| value.is_none_or(|value| (low..=high).contains(&value));
        prop_assert!(within(found.density, 0.0, 1.0));
        prop_assert!(within(found.efficiency, 0.0, 1.0));
        prop_assert!(within(found.ei_by_ring, -1.0, 1.0));
        prop_assert!(within(found.rings.blau, 0.0, 2.0 / 3.0 + 1e-9));
        prop_assert!(within(found.balance.index, -1.0, 1.0));
        for mix in [found.rings.shares.iter().map(|share| share.members.len()).sum::<usize>(),
            found.kinds.shares.iter().map(|share| share.members.len()).sum(),
            found.sectors.shares.iter().map(|share| share.members.len()).sum()] {
            prop_assert_eq!(mix, found.members.len());
        }
    }
}

#[test]
fn a_long_chain_is_no_matter() {
    let mut actors = Actors::new();
    let mut ties = Ties::new();
    let name = |at: usize| id(&format!("a{at:05}"));
    for at in 0..1_200 {
        actors.insert(name(at), actor("x", Ring::Community));
        add(
            &mut ties,
            Party::Person,
            Party::Actor(name(at)),
            TieQuality::Normal,
        );
        if at > 0 {
            let parties = [name(at - 1), name(at)].map(Party::Actor);
            let [one, other] = parties;
            add(&mut ties, one, other, TieQuality::Normal);
        }
    }
    let found = Measures::of(&actors, &ties);
    assert_eq!(found.articulation_points.len(), 1_198);
    assert_eq!(found.kinds.shares[0].of, ActorKind::Person);
    assert_eq!(found.components.len(), 1);
}
