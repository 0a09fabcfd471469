//! The dates of many cases at once: what of each has to be known, and what is late, for today, this week and later.

use serde::{Deserialize, Serialize};

use super::{SOON_DAYS, Standing};
use crate::{
    case::{Case, CommitmentState},
    date::Day,
    ids::{CaseId, CommitmentId},
};

/// A commitment that is open and has a date, as the list of cases keeps it without opening the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Which.
    pub commitment: CommitmentId,
    /// What is to be done.
    pub what: String,
    /// By when.
    pub due: Day,
    /// How far it has come.
    pub state: CommitmentState,
}

/// The open commitments of a case that have a date, the nearest first.
#[must_use]
pub fn deadlines(case: &Case) -> Vec<Deadline> {
    let open = case.commitments.iter().filter(|(_, it)| it.state.is_open());
    let mut all: Vec<Deadline> = open
        .filter_map(|(id, it)| {
            Some(Deadline {
                commitment: id.clone(),
                what: it.what.clone(),
                due: it.due?,
                state: it.state,
            })
        })
        .collect();
    all.sort_unstable_by(|one, other| {
        (one.due, &one.commitment).cmp(&(other.due, &other.commitment))
    });
    all
}

/// When something is due, seen from a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// Its date has gone by.
    Overdue,
    /// Today.
    Today,
    /// In the days that count as soon.
    Week,
    /// After that.
    Later,
}

impl When {
    /// All, in the order of time.
    pub const ALL: [Self; 4] = [Self::Overdue, Self::Today, Self::Week, Self::Later];

    /// Where a day lies.
    #[must_use]
    pub fn of(due: Day, today: Day) -> Self {
        match due.number() - today.number() {
            days if days < 0 => Self::Overdue,
            0 => Self::Today,
            days if days <= SOON_DAYS => Self::Week,
            _ => Self::Later,
        }
    }
}

impl Deadline {
    /// How it stands towards its date on a day.
    #[must_use]
    pub fn standing(&self, today: Day) -> Standing {
        match self.due.number() - today.number() {
            0 => Standing::Today,
            days if days < 0 => Standing::Overdue(-days),
            days if days <= SOON_DAYS => Standing::Soon(days),
            days => Standing::Later(days),
        }
    }
}

/// One date among those of many cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The case.
    pub case: CaseId,
    /// Its alias.
    pub title: String,
    /// The commitment.
    pub deadline: Deadline,
}

/// The dates of many cases by time, those that have any; within each the nearest first, whichever case they are of.
#[must_use]
pub fn by_time(mut dates: Vec<Dated>, today: Day) -> Vec<(When, Vec<Dated>)> {
    dates.sort_unstable_by(|one, other| {
        let key = |it: &Dated| {
            (
                it.deadline.due,
                it.title.clone(),
                it.deadline.commitment.clone(),
            )
        };
        key(one).cmp(&key(other))
    });
    let mut groups: Vec<(When, Vec<Dated>)> = Vec::new();
    for date in dates {
        let when = When::of(date.deadline.due, today);
        match groups.last_mut() {
            Some((last, group)) if *last == when => group.push(date),
            _ => groups.push((when, vec![date])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn dated(case: &str, commitment: &str, due: Day) -> Dated {
        Dated {
            case: case.parse().expect("an id"),
            title: case.to_owned(),
            deadline: Deadline {
                commitment: commitment.parse().expect("an id"),
                what: "Algo".to_owned(),
                due,
                state: CommitmentState::Agreed,
            },
        }
    }

    #[test]
    fn a_date_lies_in_its_time() {
        let today = day("2026-11-22");
        for (due, when, standing) in [
            ("2026-11-21", When::Overdue, Standing::Overdue(1)),
            ("2026-11-22", When::Today, Standing::Today),
            ("2026-11-23", When::Week, Standing::Soon(1)),
            ("2026-11-29", When::Week, Standing::Soon(7)),
            ("2026-11-30", When::Later, Standing::Later(8)),
        ] {
            assert_eq!(When::of(day(due), today), when, "{due}");
            let found = dated("c", "a", day(due)).deadline.standing(today);
            assert_eq!(found, standing, "{due}");
        }
    }

    proptest! {
        #[test]
        fn every_date_stands_once_and_in_order(days in proptest::collection::vec(-20_i64..40, 0..20)) {
            let today = day("2026-11-22");
            let dates: Vec<Dated> = days.iter().enumerate()
                .map(|(n, ahead)| dated(&format!("caso{}", n % 3), &format!("c{n}"), today.plus(*ahead)))
                .collect();
            let groups = by_time(dates.clone(), today);
            let flat: Vec<&Dated> = groups.iter().flat_map(|(_, group)| group).collect();
            prop_assert_eq!(flat.len(), dates.len());
            prop_assert!(flat.is_sorted_by_key(|it| it.deadline.due));
            prop_assert!(groups.is_sorted_by_key(|(when, _)| *when));
            for (when, group) in &groups {
                prop_assert!(!group.is_empty());
                for it in group {
                    prop_assert_eq!(When::of(it.deadline.due, today), *when);
                }
            }
            let mut times: Vec<When> = groups.iter().map(|(when, _)| *when).collect();
            times.dedup();
            prop_assert_eq!(times.len(), groups.len());
        }
    }
}
