//! Coverage: which needs somebody of the person's network answers, and which nobody does.

use std::collections::BTreeMap;

use crate::{
    case::{Actor, Need, Party, Tie},
    catalog::NeedArea,
    ids::{ActorId, NeedId, TieId},
    network::is_live,
};

/// How far a need is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cover {
    /// Nobody was named who could answer it.
    Uncovered,
    /// Somebody could, but no live tie leads there yet.
    NotReached,
    /// Somebody answers it to whom a live tie leads.
    Covered,
}

/// Who answers one need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedCover {
    /// The need.
    pub need: NeedId,
    /// Its ámbito.
    pub area: NeedArea,
    /// Those who answer it and whom the household reaches.
    pub by: Vec<ActorId>,
    /// Those who could, and whom no live tie reaches.
    pub beyond: Vec<ActorId>,
}

impl NeedCover {
    /// How far the need is answered.
    #[must_use]
    pub const fn cover(&self) -> Cover {
        match (self.by.is_empty(), self.beyond.is_empty()) {
            (false, _) => Cover::Covered,
            (true, false) => Cover::NotReached,
            (true, true) => Cover::Uncovered,
        }
    }
}

/// How many of an ámbito's current needs are how far answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AreaCover {
    /// Covered.
    pub covered: usize,
    /// Somebody could, and is not reached.
    pub not_reached: usize,
    /// Nobody.
    pub uncovered: usize,
}

impl AreaCover {
    /// All current needs of the ámbito.
    #[must_use]
    pub const fn all(self) -> usize {
        self.covered + self.not_reached + self.uncovered
    }
}

/// The coverage of a case's current needs. A need that is met or set aside wants no answer and is not counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// The current needs, in the order of their ids.
    pub needs: Vec<NeedCover>,
}

impl Coverage {
    /// Counts the needs. An actor is reached by a live tie with the person or with somebody of her household; whoever
    /// belongs to the household is reached without one.
    #[must_use]
    pub fn of(
        needs: &BTreeMap<NeedId, Need>,
        actors: &BTreeMap<ActorId, Actor>,
        ties: &BTreeMap<TieId, Tie>,
    ) -> Self {
        let at_home = |party: &Party| match party {
            Party::Person => true,
            Party::Actor(id) => actors
                .get(id)
                .is_some_and(|actor| actor.household.is_some()),
        };
        let is_reached = |id: &ActorId| {
            let party = Party::Actor(id.clone());
            at_home(&party)
                || ties.values().any(|tie| {
                    is_live(tie.quality)
                        && ((tie.from == party && at_home(&tie.to))
                            || (tie.to == party && at_home(&tie.from)))
                })
        };
        let current = needs.iter().filter(|(_, need)| need.is_current());
        let needs = current
            .map(|(id, need)| {
                let known = need.answers.iter().filter(|id| actors.contains_key(*id));
                let (by, beyond) = known.cloned().partition(is_reached);
                NeedCover {
                    need: id.clone(),
                    area: need.topic.area(),
                    by,
                    beyond,
                }
            })
            .collect();
        Self { needs }
    }

    /// The counts of one ámbito.
    #[must_use]
    pub fn area(&self, area: NeedArea) -> AreaCover {
        self.count(|need| need.area == area)
    }

    /// The counts of all needs.
    #[must_use]
    pub fn all(&self) -> AreaCover {
        self.count(|_| true)
    }

    fn count(&self, counts: impl Fn(&NeedCover) -> bool) -> AreaCover {
        let mut cover = AreaCover::default();
        for need in self.needs.iter().filter(|need| counts(need)) {
            match need.cover() {
                Cover::Covered => cover.covered += 1,
                Cover::NotReached => cover.not_reached += 1,
                Cover::Uncovered => cover.uncovered += 1,
            }
        }
        cover
    }

    /// The coverage of one need; `None` where it is not current.
    #[must_use]
    pub fn need(&self, id: &NeedId) -> Option<&NeedCover> {
        self.needs.iter().find(|need| need.need == *id)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        case::{ActorKind, Member, NeedState, NeedTopic, Ring, TieQuality},
        catalog::NeedRow,
    };

    fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
        text.parse().unwrap()
    }

    fn actors(names: &[&str]) -> BTreeMap<ActorId, Actor> {
        let actor = |name: &&str| {
            let actor = Actor::new((*name).to_owned(), ActorKind::Service, Ring::Institutional);
            (id(name), actor)
        };
        names.iter().map(actor).collect()
    }

    fn tie(from: Party, to: &str, quality: TieQuality) -> Tie {
        Tie::new(from, Party::Actor(id(to)), quality)
    }

    fn need(answers: &[&str]) -> BTreeMap<NeedId, Need> {
        let mut need = Need::new(NeedTopic::Row(NeedRow::SocialDental));
        need.answers = answers.iter().map(|name| id(name)).collect();
        [(id("n"), need)].into()
    }

    fn cover(
        needs: &BTreeMap<NeedId, Need>,
        actors: &BTreeMap<ActorId, Actor>,
        ties: Vec<Tie>,
    ) -> Option<Cover> {
        let numbered = ties.into_iter().enumerate();
        let ties = numbered
            .map(|(n, tie)| (id(&format!("t{n}")), tie))
            .collect();
        Coverage::of(needs, actors, &ties)
            .need(&id("n"))
            .map(NeedCover::cover)
    }

    #[test]
    fn only_a_live_tie_reaches_who_answers() {
        let actors = actors(&["cesfam"]);
        let to = |quality| vec![tie(Party::Person, "cesfam", quality)];
        assert_eq!(cover(&need(&[]), &actors, vec![]), Some(Cover::Uncovered));
        let need = need(&["cesfam"]);
        assert_eq!(cover(&need, &actors, vec![]), Some(Cover::NotReached));
        for (quality, expected) in [
            (TieQuality::Strong, Cover::Covered),
            (TieQuality::Stressful, Cover::Covered),
            (TieQuality::Broken, Cover::NotReached),
            (TieQuality::ToBuild, Cover::NotReached),
        ] {
            assert_eq!(cover(&need, &actors, to(quality)), Some(expected));
        }
    }

    #[test]
    fn the_household_reaches_for_her_and_answers_itself() {
        let mut actors = actors(&["son", "school"]);
        if let Some(son) = actors.get_mut(&id::<ActorId>("son")) {
            son.household = Some(Member::default());
        }
        let son = Party::Actor(id("son"));
        let ties = vec![tie(son.clone(), "school", TieQuality::Normal)];
        assert_eq!(
            cover(&need(&["school"]), &actors, ties),
            Some(Cover::Covered)
        );
        assert_eq!(
            cover(&need(&["son"]), &actors, vec![]),
            Some(Cover::Covered)
        );
        for actor in actors.values_mut() {
            actor.household = None;
        }
        let ties = vec![tie(son, "school", TieQuality::Normal)];
        assert_eq!(
            cover(&need(&["school"]), &actors, ties),
            Some(Cover::NotReached)
        );
    }

    #[test]
    fn what_is_met_or_waits_is_not_counted_and_who_has_left_answers_nothing() {
        let actors = actors(&[]);
        let mut needs = need(&["gone"]);
        assert_eq!(cover(&needs, &actors, vec![]), Some(Cover::Uncovered));
        for state in [NeedState::Met, NeedState::SetAside] {
            for need in needs.values_mut() {
                need.state = state;
            }
            assert_eq!(cover(&needs, &actors, vec![]), None);
        }
    }

    proptest! {
        #[test]
        fn every_current_need_is_counted_once_and_another_answer_never_uncovers(
            answers in proptest::collection::vec(proptest::collection::btree_set(0..4_u8, 0..4), 1..6),
            qualities in proptest::collection::vec(proptest::sample::select(TieQuality::ALL), 4),
            states in proptest::collection::vec(proptest::sample::select(NeedState::ALL), 6),
            more in 0..4_u8,
        ) {
            let actors = actors(&["a0", "a1", "a2", "a3"]);
            let name = |n: u8| id::<ActorId>(&format!("a{n}"));
            let ties: BTreeMap<TieId, Tie> = qualities.iter().enumerate().map(|(n, quality)| {
                (id(&format!("t{n}")), tie(Party::Person, &format!("a{n}"), *quality))
            }).collect();
            let mut needs: BTreeMap<NeedId, Need> = answers.iter().zip(&states).enumerate().map(|(n, (answers, state))| {
                let row = NeedRow::ALL[n * 9];
                let answers = answers.iter().map(|n| name(*n)).collect();
                (id(&format!("n{n}")), Need { answers, state: *state, ..Need::new(NeedTopic::Row(row)) })
            }).collect();
            let before = Coverage::of(&needs, &actors, &ties);
            let current = needs.values().filter(|need| need.is_current()).count();
            prop_assert_eq!(before.all().all(), current);
            let by_area: usize = NeedArea::ALL.iter().map(|area| before.area(*area).all()).sum();
            prop_assert_eq!(by_area, current);
            for need in needs.values_mut() {
                need.answers.insert(name(more));
            }
            let after = Coverage::of(&needs, &actors, &ties);
            for (one, other) in before.needs.iter().zip(&after.needs) {
                prop_assert!(one.cover() <= other.cover());
            }
        }
    }
}
