//! Going over the map by keyboard: to the nearest party in a direction, or along the ties.

use trama_shared::case::Party;

use super::{input::Spot, keys::Direction};

/// The nearest party from `from` in `direction`. Whoever is straight ahead counts as nearer than whoever is aside,
/// so that the same key pressed again and again crosses the map in a line.
#[must_use]
pub fn toward<'a>(
    from: Spot,
    direction: Direction,
    others: impl IntoIterator<Item = (&'a Party, Spot)>,
) -> Option<&'a Party> {
    others
        .into_iter()
        .filter_map(|(party, at)| {
            let by = at - from;
            let (ahead, aside) = match direction {
                Direction::Up => (-by.y, by.x.abs()),
                Direction::Down => (by.y, by.x.abs()),
                Direction::Left => (-by.x, by.y.abs()),
                Direction::Right => (by.x, by.y.abs()),
            };
            (ahead > 0.5 && aside <= 2.0 * ahead).then_some((party, ahead + 2.0 * aside))
        })
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(party, _)| party)
}

/// A walk around one party's ties: each step shows the next neighbour of the same party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieWalk {
    /// Whose ties they are.
    pub centre: Party,
    /// Whom the last step reached.
    pub reached: Party,
}

impl TieWalk {
    /// The next step from `focused`. `neighbours` gives a party's neighbours, in a steady order.
    #[must_use]
    pub fn step(
        before: Option<&Self>,
        focused: &Party,
        back: bool,
        neighbours: impl Fn(&Party) -> Vec<Party>,
    ) -> Option<Self> {
        // Any other way of moving the focus starts a new walk.
        let going = before.filter(|walk| walk.reached == *focused);
        let centre = going.map_or(focused, |walk| &walk.centre);
        let around = neighbours(centre);
        let count = around.len();
        let place = going.and_then(|walk| around.iter().position(|p| *p == walk.reached));
        let next = match (place, back) {
            (_, _) if count == 0 => return None,
            (None, false) => 0,
            (None, true) => count - 1,
            (Some(place), false) => (place + 1) % count,
            (Some(place), true) => (place + count - 1) % count,
        };
        Some(Self {
            centre: centre.clone(),
            reached: around.get(next)?.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(id: &str) -> Party {
        Party::Actor(id.parse().unwrap())
    }

    #[test]
    fn whoever_is_straight_ahead_comes_before_whoever_is_nearer_aside() {
        let (ahead, aside, behind) = (actor("ahead"), actor("aside"), actor("behind"));
        let others = [
            (&ahead, Spot::new(100.0, 0.0)),
            (&aside, Spot::new(60.0, 60.0)),
            (&behind, Spot::new(-10.0, 0.0)),
        ];
        let found = toward(Spot::default(), Direction::Right, others);
        assert_eq!(found, Some(&ahead));
        assert_eq!(toward(Spot::default(), Direction::Up, others), None);
    }

    #[test]
    fn a_walk_along_the_ties_goes_round_and_back() {
        let around = |party: &Party| match party {
            Party::Person => vec![actor("a"), actor("b")],
            Party::Actor(_) => vec![Party::Person],
        };
        let first = TieWalk::step(None, &Party::Person, false, around).unwrap();
        assert_eq!(first.reached, actor("a"));
        let second = TieWalk::step(Some(&first), &actor("a"), false, around).unwrap();
        assert_eq!(second.reached, actor("b"));
        let round = TieWalk::step(Some(&second), &actor("b"), false, around).unwrap();
        assert_eq!(round.reached, actor("a"));
        let back = TieWalk::step(Some(&round), &actor("a"), true, around).unwrap();
        assert_eq!(back.reached, actor("b"));
    }

    #[test]
    fn moving_the_focus_otherwise_starts_a_new_walk() {
        let around = |party: &Party| match party {
            Party::Person => vec![actor("a"), actor("b")],
            Party::Actor(_) => vec![Party::Person],
        };
        let walk = TieWalk::step(None, &Party::Person, false, around).unwrap();
        let next = TieWalk::step(Some(&walk), &actor("b"), false, around).unwrap();
        assert_eq!(next.centre, actor("b"));
        assert_eq!(next.reached, Party::Person);
    }

    #[test]
    fn nobody_is_tied_to_a_loner() {
        assert_eq!(
            TieWalk::step(None, &actor("x"), false, |_| Vec::new()),
            None
        );
    }
}
