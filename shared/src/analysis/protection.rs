//! What a child-protection case wants to be looked at: follow-ups that are late or come soon, and those at which nobody
//! wrote down what the child said.

use super::Standing;
use crate::{
    case::{Protection, ProtectionGroup, ProtectionItem},
    date::Day,
    ids::ReviewId,
};

/// The follow-ups of a case on a day, and what is missing in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProtectionAgenda {
    /// All of them: those that are still to be held by date, those without one, then what was held, the latest first.
    pub reviews: Vec<(Standing, ReviewId)>,
    /// Held, and the child's voice is missing.
    pub unheard: Vec<ReviewId>,
    /// The sources that nobody has asked yet, while a sign of risk is ticked.
    pub unasked: Vec<ProtectionItem>,
    /// The child is away from home and nobody has said until when, or that day has gone by.
    pub away_too_long: bool,
}

impl ProtectionAgenda {
    /// The agenda on `today`.
    #[must_use]
    pub fn of(protection: &Protection, today: Day) -> Self {
        let mut reviews: Vec<(u8, i64, Standing, ReviewId)> = protection
            .reviews
            .iter()
            .map(|(id, review)| {
                let standing = Standing::on(!review.held, review.on, today);
                let day = review.on.map(Day::number).unwrap_or_default();
                let (order, day) = match standing {
                    Standing::Closed => (2, -day),
                    Standing::Undated => (1, 0),
                    _ => (0, day),
                };
                (order, day, standing, id.clone())
            })
            .collect();
        reviews.sort_unstable();
        let says = |item: ProtectionItem| protection.items.get(&item);
        let at_risk = ProtectionGroup::Signs.items().any(|it| says(it).is_some());
        let unasked = ProtectionGroup::Assessment
            .items()
            .filter(|item| at_risk && says(*item).is_none_or(|said| said.trim().is_empty()));
        let is_away = says(ProtectionItem::LeavingHome).is_some();
        Self {
            reviews: reviews
                .into_iter()
                .map(|(_, _, standing, id)| (standing, id))
                .collect(),
            unheard: protection
                .reviews
                .iter()
                .filter(|(_, review)| review.held && review.voice.trim().is_empty())
                .map(|(id, _)| id.clone())
                .collect(),
            unasked: unasked.collect(),
            away_too_long: is_away && protection.away_until.is_none_or(|until| until < today),
        }
    }

    /// Those that are late, for today or soon, the nearest first.
    pub fn pressing(&self) -> impl Iterator<Item = &(Standing, ReviewId)> {
        self.reviews
            .iter()
            .filter(|(standing, _)| standing.is_pressing())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::case::Review;

    fn day(text: &str) -> Day {
        Day::from_iso(text).expect("a day")
    }

    fn id(text: &str) -> ReviewId {
        text.parse().expect("an id")
    }

    #[test]
    fn the_nearest_comes_first_and_who_was_not_heard_is_told() {
        let review = |on: &str, held| Review {
            on: Some(day(on)),
            held,
            ..Review::default()
        };
        let protection = Protection {
            on: true,
            items: [(ProtectionItem::LeavingHome, String::new())].into(),
            reviews: [
                (id("later"), review("2026-06-01", false)),
                (id("late"), review("2026-02-27", false)),
                (id("held"), review("2026-02-01", true)),
                (id("soon"), review("2026-03-05", false)),
                (id("undated"), Review::default()),
            ]
            .into(),
            ..Protection::default()
        };
        let agenda = ProtectionAgenda::of(&protection, day("2026-03-01"));
        let order: Vec<&str> = agenda.reviews.iter().map(|(_, id)| id.as_str()).collect();
        assert_eq!(order, ["late", "soon", "later", "undated", "held"]);
        assert_eq!(agenda.pressing().count(), 2);
        assert_eq!(agenda.unheard, [id("held")]);
        assert!(agenda.away_too_long);
        // Nothing is asked of sources before there is a sign.
        assert_eq!(agenda.unasked, []);
    }

    #[test]
    fn with_a_sign_every_source_is_asked_for_until_it_says_something() {
        let mut protection = Protection {
            items: [(ProtectionItem::Neglect, String::new())].into(),
            ..Protection::default()
        };
        let unasked = |of: &Protection| ProtectionAgenda::of(of, day("2026-03-01")).unasked.len();
        assert_eq!(unasked(&protection), 4);
        protection
            .items
            .insert(ProtectionItem::SourceChild, "Quiere quedarse.".to_owned());
        assert_eq!(unasked(&protection), 3);
    }

    proptest! {
        #[test]
        fn every_review_stands_in_the_agenda_once(
            reviews in proptest::collection::btree_map("[a-z]{1,4}", (proptest::option::of(20_000..21_000_i64), any::<bool>()), 0..12),
        ) {
            let reviews = reviews.into_iter().map(|(key, (on, held))| {
                let on = on.map(|days| Day::of_ms(days * 86_400_000));
                (id(&key), Review { on, held, ..Review::default() })
            });
            let protection = Protection { reviews: reviews.collect(), ..Protection::default() };
            let agenda = ProtectionAgenda::of(&protection, Day::of_ms(20_500 * 86_400_000));
            let mut ids: Vec<_> = agenda.reviews.iter().map(|(_, id)| id.clone()).collect();
            ids.sort_unstable();
            prop_assert_eq!(ids, protection.reviews.keys().cloned().collect::<Vec<_>>());
            let first_held = agenda.reviews.iter().position(|(standing, _)| *standing == Standing::Closed);
            let last_open = agenda.reviews.iter().rposition(|(standing, _)| *standing != Standing::Closed);
            if let (Some(held), Some(open)) = (first_held, last_open) {
                prop_assert!(open < held);
            }
        }
    }
}
