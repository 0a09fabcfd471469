//! The agenda: which commitments are late, which come soon, and what a fulfilled one changes on the map.

use std::collections::BTreeMap;

use crate::{
    case::{Actor, Commitment, CommitmentState, Goal, Party, Target, Tie, TieQuality},
    date::Day,
    ids::{ActorId, CommitmentId, GoalId, TieId},
};

/// Days ahead that count as soon: until the same day of next week.
pub const SOON_DAYS: i64 = 7;

/// How a commitment stands towards its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Its date has gone by so many days ago.
    Overdue(i64),
    /// Its date is today.
    Today,
    /// Its date is so many days ahead, up to [`SOON_DAYS`].
    Soon(i64),
    /// Its date is further ahead, by so many days.
    Later(i64),
    /// It has no date yet.
    Undated,
    /// It was fulfilled or not: no date matters any more.
    Closed,
}

impl Standing {
    /// The standing of a commitment on a day.
    #[must_use]
    pub fn of(commitment: &Commitment, today: Day) -> Self {
        Self::on(commitment.state.is_open(), commitment.due, today)
    }

    /// The standing of something that is open or not and has a date or not.
    #[must_use]
    pub fn on(is_open: bool, due: Option<Day>, today: Day) -> Self {
        if !is_open {
            return Self::Closed;
        }
        let Some(due) = due else {
            return Self::Undated;
        };
        match due.number() - today.number() {
            0 => Self::Today,
            days if days < 0 => Self::Overdue(-days),
            days if days <= SOON_DAYS => Self::Soon(days),
            days => Self::Later(days),
        }
    }

    /// Whether it wants to be looked at: late, today or soon.
    #[must_use]
    pub const fn is_pressing(self) -> bool {
        matches!(self, Self::Overdue(_) | Self::Today | Self::Soon(_))
    }
}

/// The commitments that serve one goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalGroup {
    /// The goal; `None` gathers those that serve none that is there.
    pub goal: Option<GoalId>,
    /// The commitments: the open ones by date, then those without one, then what is closed.
    pub commitments: Vec<CommitmentId>,
    /// How many of them are fulfilled.
    pub fulfilled: usize,
}

/// The commitments of a case on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agenda {
    /// By goal: the goal with the nearest date first, those without a goal last. A goal without commitments is there too.
    pub groups: Vec<GoalGroup>,
    /// What is late, the latest first.
    pub overdue: Vec<CommitmentId>,
    /// What is for today and the days that count as soon, the nearest first.
    pub coming: Vec<CommitmentId>,
}

impl Agenda {
    /// The agenda on `today`.
    #[must_use]
    pub fn of(
        goals: &BTreeMap<GoalId, Goal>,
        commitments: &BTreeMap<CommitmentId, Commitment>,
        today: Day,
    ) -> Self {
        let mut ordered: Vec<(Standing, Option<Day>, &CommitmentId, &Commitment)> = commitments
            .iter()
            .map(|(id, it)| (Standing::of(it, today), it.due, id, it))
            .collect();
        // By date and not by standing: what is later by more days comes first.
        ordered.sort_unstable_by(|one, other| {
            let key = |(standing, due, id, _): &(Standing, Option<Day>, &CommitmentId, _)| {
                let order = match standing {
                    Standing::Closed => 2,
                    Standing::Undated => 1,
                    _ => 0,
                };
                (order, *due, (*id).clone())
            };
            key(one).cmp(&key(other))
        });
        let ids = |wanted: &dyn Fn(Standing) -> bool| -> Vec<CommitmentId> {
            let some = ordered.iter().filter(|(standing, ..)| wanted(*standing));
            some.map(|(_, _, id, _)| (*id).clone()).collect()
        };
        let group = |goal: Option<&GoalId>| {
            let of_goal = ordered.iter().filter(|(_, _, _, it)| {
                it.goal.as_ref().filter(|id| goals.contains_key(*id)) == goal
            });
            let of_goal: Vec<_> = of_goal.collect();
            let first = of_goal
                .iter()
                .find(|(standing, ..)| !matches!(standing, Standing::Closed | Standing::Undated));
            let nearest = first.and_then(|(_, due, ..)| *due);
            let kept = of_goal
                .iter()
                .filter(|(_, _, _, it)| it.state == CommitmentState::Fulfilled);
            let group = GoalGroup {
                goal: goal.cloned(),
                fulfilled: kept.count(),
                commitments: of_goal.iter().map(|(_, _, id, _)| (*id).clone()).collect(),
            };
            (nearest.is_none(), nearest, group)
        };
        let mut groups: Vec<_> = goals.keys().map(|id| group(Some(id))).collect();
        groups.sort_unstable_by(|one, other| {
            let words = |group: &GoalGroup| {
                let goal = group.goal.as_ref().and_then(|id| goals.get(id));
                goal.map(|goal| goal.words.as_str()).unwrap_or_default()
            };
            let key = |(none, nearest, _): &(bool, Option<Day>, GoalGroup)| (*none, *nearest);
            key(one)
                .cmp(&key(other))
                .then_with(|| words(&one.2).cmp(words(&other.2)))
                .then_with(|| one.2.goal.cmp(&other.2.goal))
        });
        let (.., rest) = group(None);
        let mut groups: Vec<GoalGroup> = groups.into_iter().map(|(.., group)| group).collect();
        if !rest.commitments.is_empty() {
            groups.push(rest);
        }
        Self {
            groups,
            overdue: ids(&|standing| matches!(standing, Standing::Overdue(_))),
            coming: ids(&|standing| matches!(standing, Standing::Today | Standing::Soon(_))),
        }
    }
}

/// What the map has to become for a fulfilled commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Consequence {
    /// A tie gets another quality.
    Change {
        /// Which.
        tie: TieId,
        /// What it is.
        from: TieQuality,
        /// What it becomes.
        to: TieQuality,
    },
    /// The person gets a tie with an actor.
    Draw {
        /// With whom.
        actor: ActorId,
        /// What it becomes.
        to: TieQuality,
    },
}

impl Consequence {
    /// What a commitment would change on the map as it is now; `None` where it should change nothing, has done so
    /// already, or what it should change is gone.
    #[must_use]
    pub fn of(
        commitment: &Commitment,
        actors: &BTreeMap<ActorId, Actor>,
        ties: &BTreeMap<TieId, Tie>,
    ) -> Option<Self> {
        let to = commitment.to?;
        let (tie, now) = match commitment.target.as_ref()? {
            Target::Tie(id) => ties.get_key_value(id)?,
            Target::Actor(id) => {
                let party = Party::Actor(id.clone());
                let drawn = ties
                    .iter()
                    .find(|(_, tie)| tie.joins(&Party::Person, &party));
                match drawn {
                    Some(drawn) => drawn,
                    None => {
                        return actors.contains_key(id).then(|| Self::Draw {
                            actor: id.clone(),
                            to,
                        });
                    }
                }
            }
        };
        (now.quality != to).then(|| Self::Change {
            tie: tie.clone(),
            from: now.quality,
            to,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::case::{ActorKind, Ring};

    fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
        text.parse().unwrap()
    }

    fn day(text: &str) -> Day {
        Day::from_iso(text).unwrap()
    }

    fn due(text: &str) -> Commitment {
        Commitment {
            due: Some(day(text)),
            ..Commitment::new(String::new())
        }
    }

    #[test]
    fn a_date_is_late_from_the_day_after_and_soon_for_a_week() {
        let today = day("2026-03-01");
        for (date, standing) in [
            ("2026-02-27", Standing::Overdue(2)),
            ("2026-02-28", Standing::Overdue(1)),
            ("2026-03-01", Standing::Today),
            ("2026-03-02", Standing::Soon(1)),
            ("2026-03-08", Standing::Soon(7)),
            ("2026-03-09", Standing::Later(8)),
        ] {
            assert_eq!(Standing::of(&due(date), today), standing, "{date}");
        }
        let undated = Commitment::new(String::new());
        assert_eq!(Standing::of(&undated, today), Standing::Undated);
        let put_off = Commitment {
            state: CommitmentState::Rescheduled,
            ..due("2026-02-28")
        };
        assert_eq!(Standing::of(&put_off, today), Standing::Overdue(1));
        for state in [CommitmentState::Fulfilled, CommitmentState::NotFulfilled] {
            let closed = Commitment {
                state,
                ..due("2026-02-28")
            };
            assert_eq!(Standing::of(&closed, today), Standing::Closed);
        }
    }

    #[test]
    fn the_goal_with_the_nearest_date_comes_first_and_what_is_closed_last() {
        let goal = |words: &str| Goal {
            words: words.to_owned(),
        };
        let goals = [
            (id("g1"), goal("Trabajo")),
            (id("g2"), goal("Casa")),
            (id("g3"), goal("Antes")),
        ]
        .into();
        let of = |goal: &str, commitment: Commitment| Commitment {
            goal: Some(id(goal)),
            ..commitment
        };
        let done = Commitment {
            state: CommitmentState::Fulfilled,
            ..due("2026-01-01")
        };
        let commitments = [
            (id("c1"), of("g1", due("2026-03-05"))),
            (id("c2"), of("g1", Commitment::new(String::new()))),
            (id("c3"), of("g1", done)),
            (id("c4"), of("g2", due("2026-02-01"))),
            (id("c5"), of("g2", due("2026-01-15"))),
            (id("c6"), of("gone", due("2026-09-01"))),
        ]
        .into();
        let agenda = Agenda::of(&goals, &commitments, day("2026-03-01"));
        let shown: Vec<(Option<&str>, Vec<&str>)> = agenda
            .groups
            .iter()
            .map(|group| {
                let ids = group.commitments.iter().map(CommitmentId::as_str);
                (group.goal.as_ref().map(GoalId::as_str), ids.collect())
            })
            .collect();
        assert_eq!(
            shown,
            [
                (Some("g2"), vec!["c5", "c4"]),
                (Some("g1"), vec!["c1", "c2", "c3"]),
                (Some("g3"), vec![]),
                (None, vec!["c6"]),
            ]
        );
        assert_eq!(agenda.groups[1].fulfilled, 1);
        assert_eq!(agenda.overdue, [id("c5"), id("c4")]);
        assert_eq!(agenda.coming, [id("c1")]);
    }

    #[test]
    fn a_fulfilled_commitment_changes_its_tie_or_draws_it() {
        let actors = [(
            id("omil"),
            Actor::new(String::new(), ActorKind::Service, Ring::Institutional),
        )]
        .into();
        let tie = |quality| -> BTreeMap<TieId, Tie> {
            let tie = Tie::new(Party::Person, Party::Actor(id("omil")), quality);
            [(id("t1"), tie)].into()
        };
        let aiming = |target| Commitment {
            target: Some(target),
            to: Some(TieQuality::Normal),
            ..Commitment::new(String::new())
        };
        let changed = Some(Consequence::Change {
            tie: id("t1"),
            from: TieQuality::ToBuild,
            to: TieQuality::Normal,
        });
        for target in [Target::Tie(id("t1")), Target::Actor(id("omil"))] {
            let commitment = aiming(target);
            let of = |ties| Consequence::of(&commitment, &actors, &ties);
            assert_eq!(of(tie(TieQuality::ToBuild)), changed);
            assert_eq!(of(tie(TieQuality::Normal)), None);
        }
        let none = BTreeMap::new();
        let drawn = Consequence::of(&aiming(Target::Actor(id("omil"))), &actors, &none);
        let expected = Consequence::Draw {
            actor: id("omil"),
            to: TieQuality::Normal,
        };
        assert_eq!(drawn, Some(expected));
        let gone = aiming(Target::Tie(id("t1")));
        assert_eq!(Consequence::of(&gone, &actors, &none), None);
        let gone = aiming(Target::Actor(id("nobody")));
        assert_eq!(Consequence::of(&gone, &actors, &none), None);
    }

    proptest! {
        #[test]
        fn every_commitment_is_in_one_group_and_late_or_coming_at_most_once(
            all in proptest::collection::vec(
                (proptest::option::of(-20..20_i64), 0..4_u8, proptest::sample::select(CommitmentState::ALL)),
                0..12,
            ),
        ) {
            let today = day("2026-06-01");
            let goals: BTreeMap<GoalId, Goal> = ["g0", "g1"]
                .map(|goal| (id(goal), Goal { words: goal.to_owned() }))
                .into();
            let commitments: BTreeMap<CommitmentId, Commitment> = all.iter().enumerate().map(|(n, (days, goal, state))| {
                let commitment = Commitment {
                    due: days.map(|days| today.plus(days)),
                    goal: (*goal < 3).then(|| id(&format!("g{goal}"))),
                    state: *state,
                    ..Commitment::new(String::new())
                };
                (id(&format!("c{n:02}")), commitment)
            }).collect();
            let agenda = Agenda::of(&goals, &commitments, today);
            let mut shown: Vec<&CommitmentId> = agenda.groups.iter().flat_map(|group| &group.commitments).collect();
            shown.sort_unstable();
            prop_assert_eq!(shown, commitments.keys().collect::<Vec<_>>());
            for (id, commitment) in &commitments {
                let pressing = agenda.overdue.contains(id) || agenda.coming.contains(id);
                prop_assert_eq!(pressing, Standing::of(commitment, today).is_pressing());
                prop_assert!(!(agenda.overdue.contains(id) && agenda.coming.contains(id)));
            }
        }
    }
}
