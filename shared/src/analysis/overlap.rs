//! Over-intervention: several institutions at work on one need of one person, and nobody who brings them together.

use std::collections::BTreeMap;

use super::Coverage;
use crate::{
    case::{Actor, Need, Party, Ring, Tie, TieQuality},
    ids::{ActorId, NeedId, TieId},
};

/// A need on which institutions work past one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// The need.
    pub need: NeedId,
    /// Those at work, in groups that are coordinated within; two groups at least.
    pub groups: Vec<Vec<ActorId>>,
}

impl Overlap {
    /// All current needs on which institutions work past one another. An institution is an actor of the third ring; it is
    /// at work on a need that it answers once a live tie reaches it. Two of them are coordinated by a tie between them
    /// that is strong or normal, or by an agreement on the need that takes in both.
    #[must_use]
    pub fn all(
        needs: &BTreeMap<NeedId, Need>,
        actors: &BTreeMap<ActorId, Actor>,
        ties: &BTreeMap<TieId, Tie>,
    ) -> Vec<Self> {
        let coverage = Coverage::of(needs, actors, ties);
        let is_institution = |id: &&ActorId| {
            actors
                .get(*id)
                .is_some_and(|actor| actor.ring == Ring::Institutional)
        };
        let of_need = |cover: &super::NeedCover| {
            let at_work: Vec<&ActorId> = cover.by.iter().filter(is_institution).collect();
            if at_work.len() < 2 {
                return None;
            }
            let agreed = needs.get(&cover.need)?.coordination.as_ref();
            let together = |one: &ActorId, other: &ActorId| {
                agreed.is_some_and(|agreed| agreed.holds(one) && agreed.holds(other))
                    || are_tied(ties, one, other)
            };
            let groups = grouped(&at_work, together);
            (groups.len() > 1).then(|| Self {
                need: cover.need.clone(),
                groups,
            })
        };
        coverage.needs.iter().filter_map(of_need).collect()
    }

    /// Everybody who is at work on the need.
    pub fn actors(&self) -> impl Iterator<Item = &ActorId> {
        self.groups.iter().flatten()
    }
}

/// Whether two have a tie that carries a coordination.
fn are_tied(ties: &BTreeMap<TieId, Tie>, one: &ActorId, other: &ActorId) -> bool {
    let (one, other) = (Party::Actor(one.clone()), Party::Actor(other.clone()));
    ties.values().any(|tie| {
        matches!(tie.quality, TieQuality::Strong | TieQuality::Normal) && tie.joins(&one, &other)
    })
}

/// The groups in which everybody is together with somebody.
fn grouped(all: &[&ActorId], together: impl Fn(&ActorId, &ActorId) -> bool) -> Vec<Vec<ActorId>> {
    let mut groups: Vec<Vec<ActorId>> = Vec::new();
    for id in all {
        let (with, mut apart): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|group| group.iter().any(|other| together(id, other)));
        let mut joined: Vec<ActorId> = with.into_iter().flatten().collect();
        joined.push((*id).clone());
        apart.push(joined);
        groups = apart;
    }
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort_unstable();
    groups
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;
    use crate::{
        case::{ActorKind, Coordination, NeedState, NeedTopic},
        catalog::NeedRow,
    };

    fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
        text.parse().unwrap()
    }

    fn actors(rings: &[(&str, Ring)]) -> BTreeMap<ActorId, Actor> {
        let actor = |(name, ring): &(&str, Ring)| {
            let actor = Actor::new((*name).to_owned(), ActorKind::Service, *ring);
            (id(name), actor)
        };
        rings.iter().map(actor).collect()
    }

    fn ties(of: &[(&str, &str, TieQuality)]) -> BTreeMap<TieId, Tie> {
        let party = |name: &str| match name {
            "person" => Party::Person,
            name => Party::Actor(id(name)),
        };
        let numbered = of.iter().enumerate();
        numbered
            .map(|(n, (from, to, quality))| {
                (
                    id(&format!("t{n}")),
                    Tie::new(party(from), party(to), *quality),
                )
            })
            .collect()
    }

    fn need(answers: &[&str]) -> Need {
        Need {
            answers: answers.iter().map(|name| id(name)).collect(),
            ..Need::new(NeedTopic::Row(NeedRow::FamilyViolence))
        }
    }

    const REACHED: [(&str, &str, TieQuality); 3] = [
        ("person", "oln", TieQuality::Normal),
        ("person", "programme", TieQuality::Weak),
        ("person", "board", TieQuality::Strong),
    ];

    fn people() -> BTreeMap<ActorId, Actor> {
        actors(&[
            ("oln", Ring::Institutional),
            ("programme", Ring::Institutional),
            ("court", Ring::Institutional),
            ("board", Ring::Community),
        ])
    }

    fn overlaps(need: Need, more: &[(&str, &str, TieQuality)]) -> Vec<Overlap> {
        let mut all = REACHED.to_vec();
        all.extend_from_slice(more);
        Overlap::all(&[(id("n"), need)].into(), &people(), &ties(&all))
    }

    #[test]
    fn two_institutions_at_work_past_one_another_are_found() {
        let both = || need(&["oln", "programme"]);
        let found = overlaps(both(), &[]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].groups, [vec![id("oln")], vec![id("programme")]]);
        // A tie of strain, one that broke and one that is only wished for coordinate nothing.
        for quality in TieQuality::ALL {
            let tied = overlaps(both(), &[("oln", "programme", *quality)]);
            let coordinates = matches!(quality, TieQuality::Strong | TieQuality::Normal);
            assert_eq!(tied.is_empty(), coordinates, "{quality:?}");
        }
    }

    #[test]
    fn who_is_not_reached_who_is_of_the_community_and_what_is_met_do_not_count() {
        assert_eq!(overlaps(need(&["oln", "board"]), &[]), []);
        assert_eq!(overlaps(need(&["oln", "court"]), &[]), []);
        let met = Need {
            state: NeedState::Met,
            ..need(&["oln", "programme"])
        };
        assert_eq!(overlaps(met, &[]), []);
    }

    #[test]
    fn an_agreement_coordinates_those_that_it_takes_in() {
        let court = ("person", "court", TieQuality::Normal);
        let mut three = need(&["oln", "programme", "court"]);
        assert_eq!(overlaps(three.clone(), &[court])[0].groups.len(), 3);
        three.coordination = Some(Coordination {
            lead: id("programme"),
            with: [id("oln")].into(),
            agreement: "Una sola visita".to_owned(),
        });
        let left = overlaps(three.clone(), &[court]);
        assert_eq!(left[0].groups.len(), 2);
        // Whoever came later is told until somebody agrees with it too.
        let tied = ("court", "oln", TieQuality::Normal);
        assert_eq!(overlaps(three, &[court, tied]), []);
    }

    proptest! {
        #[test]
        fn another_coordination_never_adds_a_group_and_nobody_is_in_two(
            between in proptest::collection::vec((0..4_usize, 0..4_usize, select(TieQuality::ALL)), 0..6),
            more in (0..4_usize, 0..4_usize),
        ) {
            let names = ["a0", "a1", "a2", "a3"];
            let actors = actors(&names.map(|name| (name, Ring::Institutional)));
            let mut all: Vec<_> = names.map(|name| ("person", name, TieQuality::Normal)).to_vec();
            all.extend(between.iter().map(|(from, to, quality)| (names[*from], names[*to], *quality)));
            let needs: BTreeMap<NeedId, Need> = [(id("n"), need(&names))].into();
            let groups = |all: &[(&str, &str, TieQuality)]| {
                let found = Overlap::all(&needs, &actors, &ties(all));
                found.first().map_or(1, |overlap| {
                    let mut everybody: Vec<&ActorId> = overlap.actors().collect();
                    everybody.sort_unstable();
                    assert_eq!(everybody, actors.keys().collect::<Vec<_>>());
                    overlap.groups.len()
                })
            };
            let before = groups(&all);
            all.push((names[more.0], names[more.1], TieQuality::Strong));
            prop_assert!(groups(&all) <= before);
        }
    }
}
