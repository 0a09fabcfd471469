//! What becomes of each tie that is drawn when the network is measured: the two numbers differ, and this says by what.

use std::collections::BTreeMap;

use crate::case::{Party, Tie, TieQuality};
use crate::ids::{ActorId, TieId};

/// The ties of a network, each counted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Live ties of the person.
    pub own: usize,
    /// Live ties between two actors who have one with the person.
    pub between: usize,
    /// Live ties of actors who have none with the person: the measures leave them out.
    pub apart: usize,
    /// Broken ties: left out.
    pub broken: usize,
    /// Ties that are to be built: left out.
    pub to_build: usize,
}

impl Tally {
    /// Counts ties; `members` are the actors with a live tie to the person, in any order.
    #[must_use]
    pub fn of(ties: &BTreeMap<TieId, Tie>, members: &[ActorId]) -> Self {
        let mut tally = Self::default();
        let is_member = |party: &Party| party.actor().is_none_or(|id| members.contains(id));
        for tie in ties.values() {
            let place = match tie.quality {
                TieQuality::Broken => &mut tally.broken,
                TieQuality::ToBuild => &mut tally.to_build,
                _ if tie.touches(&Party::Person) => &mut tally.own,
                _ if is_member(&tie.from) && is_member(&tie.to) => &mut tally.between,
                _ => &mut tally.apart,
            };
            *place += 1;
        }
        tally
    }

    /// How many ties there are.
    #[must_use]
    pub const fn all(&self) -> usize {
        self.counted() + self.apart + self.broken + self.to_build
    }

    /// How many of them the measures count.
    #[must_use]
    pub const fn counted(&self) -> usize {
        self.own + self.between
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tie_is_counted_once() {
        let actor = |id: &str| Party::Actor(id.parse().unwrap());
        let tie = |n: usize, from: Party, to: Party, quality| {
            let id: TieId = format!("t{n}").parse().unwrap();
            (id, Tie::new(from, to, quality))
        };
        let ties = BTreeMap::from([
            tie(0, Party::Person, actor("a"), TieQuality::Strong),
            tie(1, Party::Person, actor("b"), TieQuality::Weak),
            tie(2, Party::Person, actor("c"), TieQuality::Broken),
            tie(3, Party::Person, actor("d"), TieQuality::ToBuild),
            tie(4, actor("a"), actor("b"), TieQuality::Stressful),
            tie(5, actor("a"), actor("c"), TieQuality::Normal),
            tie(6, actor("c"), actor("d"), TieQuality::Broken),
        ]);
        let members = ["b", "a"].map(|id| id.parse().unwrap());
        let tally = Tally::of(&ties, &members);
        let expected = Tally {
            own: 2,
            between: 1,
            apart: 1,
            broken: 2,
            to_build: 1,
        };
        assert_eq!(tally, expected);
        assert_eq!((tally.all(), tally.counted()), (ties.len(), 3));
    }
}
