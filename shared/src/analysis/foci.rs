//! Where the work of a plan lies: by the four foci of the model, and between integración and inclusión.

use std::collections::BTreeMap;

use crate::{
    case::{Actor, Approach, Commitment, CommitmentState, Focus, Party, Ring, Target, Tie},
    ids::{ActorId, CommitmentId, TieId},
};

/// The commitments of one focus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FocusCell {
    /// The focus.
    pub focus: Focus,
    /// All of them, the fulfilled ones first, in the order of their ids otherwise; each with its approach, for a mark.
    pub marks: Vec<(CommitmentId, Option<Approach>)>,
    /// How many are fulfilled.
    pub fulfilled: usize,
}

/// Figure 3 as a matrix: what is done in each focus.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FociMatrix {
    /// One cell for each focus, in the order of [`Focus::ALL`].
    pub cells: Vec<FocusCell>,
    /// Commitments that nobody has put into a focus yet.
    pub unplaced: Vec<CommitmentId>,
}

impl FociMatrix {
    /// The matrix of a case's commitments.
    #[must_use]
    pub fn of(commitments: &BTreeMap<CommitmentId, Commitment>) -> Self {
        let cell = |focus: &Focus| {
            let is_kept = |it: &Commitment| it.state == CommitmentState::Fulfilled;
            let here = || {
                commitments
                    .iter()
                    .filter(|(_, it)| it.focus == Some(*focus))
            };
            let mark = |(id, it): (&CommitmentId, &Commitment)| (id.clone(), it.approach);
            let kept = here().filter(|(_, it)| is_kept(it));
            let others = here().filter(|(_, it)| !is_kept(it));
            FocusCell {
                focus: *focus,
                fulfilled: kept.clone().count(),
                marks: kept.chain(others).map(mark).collect(),
            }
        };
        let unplaced = commitments.iter().filter(|(_, it)| it.focus.is_none());
        Self {
            cells: Focus::ALL.iter().map(cell).collect(),
            unplaced: unplaced.map(|(id, _)| id.clone()).collect(),
        }
    }

    /// The foci in which nothing is done.
    #[must_use]
    pub fn empty(&self) -> Vec<Focus> {
        let empty = self.cells.iter().filter(|cell| cell.marks.is_empty());
        empty.map(|cell| cell.focus).collect()
    }
}

/// The focus that a commitment most likely belongs to, by what it should change: her own tie with somebody near or with
/// an institution, or a tie of the structures around her.
#[must_use]
pub fn suggested_focus(
    target: &Target,
    actors: &BTreeMap<ActorId, Actor>,
    ties: &BTreeMap<TieId, Tie>,
) -> Option<Focus> {
    let is_institution = |party: &Party| {
        let actor = party.actor().and_then(|id| actors.get(id));
        actor.map(|actor| actor.ring == Ring::Institutional)
    };
    let own = |institution: bool| if institution { Focus::B } else { Focus::A };
    match target {
        Target::Actor(id) => actors
            .get(id)
            .map(|actor| own(actor.ring == Ring::Institutional)),
        Target::Tie(id) => {
            let tie = ties.get(id)?;
            if tie.from == Party::Person {
                return is_institution(&tie.to).map(own);
            }
            let (from, to) = (is_institution(&tie.from)?, is_institution(&tie.to)?);
            Some(if from && to { Focus::C } else { Focus::D })
        }
    }
}

/// The way in which a plan leans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lean {
    /// Nothing is marked as one or the other.
    Unknown,
    /// As many of one as of the other.
    Even,
    /// They differ by one, or by no more than a fifth of all that are marked.
    Nearly,
    /// There is clearly more of this one.
    Towards(Approach),
}

/// Integración on one side, inclusión on the other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Balance {
    /// Work on the person, who adapts.
    pub integration: Vec<CommitmentId>,
    /// Work on the structures as well.
    pub inclusion: Vec<CommitmentId>,
    /// Not marked yet.
    pub unmarked: Vec<CommitmentId>,
}

impl Balance {
    /// The balance of a case's commitments.
    #[must_use]
    pub fn of(commitments: &BTreeMap<CommitmentId, Commitment>) -> Self {
        let side = |approach: Option<Approach>| {
            let those = commitments.iter().filter(|(_, it)| it.approach == approach);
            those.map(|(id, _)| id.clone()).collect()
        };
        Self {
            integration: side(Some(Approach::Integration)),
            inclusion: side(Some(Approach::Inclusion)),
            unmarked: side(None),
        }
    }

    /// Which way it leans.
    #[must_use]
    pub const fn lean(&self) -> Lean {
        let (one, other) = (self.integration.len(), self.inclusion.len());
        let all = one + other;
        let difference = one.abs_diff(other);
        if all == 0 {
            Lean::Unknown
        } else if difference == 0 {
            Lean::Even
        } else if all > 1 && (difference == 1 || difference * 5 <= all) {
            Lean::Nearly
        } else if one > other {
            Lean::Towards(Approach::Integration)
        } else {
            Lean::Towards(Approach::Inclusion)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;
    use crate::case::{ActorKind, TieQuality};

    fn commitments(
        of: &[(Option<Focus>, Option<Approach>, CommitmentState)],
    ) -> BTreeMap<CommitmentId, Commitment> {
        let numbered = of.iter().enumerate();
        let all = numbered.map(|(n, (focus, approach, state))| {
            let commitment = Commitment {
                focus: *focus,
                approach: *approach,
                state: *state,
                ..Commitment::new(String::new())
            };
            (format!("c{n:02}").parse().unwrap(), commitment)
        });
        all.collect()
    }

    fn sides(integration: usize, inclusion: usize) -> Lean {
        let of = |approach, n| vec![(None, Some(approach), CommitmentState::Agreed); n];
        let mut all = of(Approach::Integration, integration);
        all.extend(of(Approach::Inclusion, inclusion));
        Balance::of(&commitments(&all)).lean()
    }

    #[test]
    fn the_balance_is_said_by_what_differs() {
        assert_eq!(sides(0, 0), Lean::Unknown);
        assert_eq!(sides(3, 3), Lean::Even);
        assert_eq!(sides(4, 5), Lean::Nearly);
        assert_eq!(sides(6, 4), Lean::Nearly);
        assert_eq!(sides(1, 0), Lean::Towards(Approach::Integration));
        assert_eq!(sides(1, 3), Lean::Towards(Approach::Inclusion));
        assert_eq!(sides(7, 4), Lean::Towards(Approach::Integration));
    }

    #[test]
    fn an_empty_focus_is_named_and_what_is_fulfilled_comes_first() {
        let (a, c) = (Some(Focus::A), Some(Focus::C));
        let inclusion = Some(Approach::Inclusion);
        let all = commitments(&[
            (a, None, CommitmentState::Agreed),
            (a, inclusion, CommitmentState::Fulfilled),
            (c, None, CommitmentState::NotFulfilled),
            (None, None, CommitmentState::Proposed),
        ]);
        let matrix = FociMatrix::of(&all);
        assert_eq!(matrix.empty(), [Focus::B, Focus::D]);
        let first = &matrix.cells[0];
        assert_eq!(first.fulfilled, 1);
        assert_eq!(first.marks[0], ("c01".parse().unwrap(), inclusion));
        assert_eq!(matrix.cells[2].fulfilled, 0);
        assert_eq!(matrix.unplaced.len(), 1);
    }

    #[test]
    fn what_it_changes_suggests_the_focus() {
        let id = |id: &str| -> ActorId { id.parse().unwrap() };
        let actor = |ring| Actor::new(String::new(), ActorKind::Group, ring);
        let actors = [
            (id("sister"), actor(Ring::Personal)),
            (id("board"), actor(Ring::Community)),
            (id("clinic"), actor(Ring::Institutional)),
            (id("school"), actor(Ring::Institutional)),
        ]
        .into();
        let of = |from: Party, to: &str| {
            let tie = Tie::new(from, Party::Actor(id(to)), TieQuality::Weak);
            let tie_id: TieId = "t".parse().unwrap();
            let ties = [(tie_id.clone(), tie)].into();
            suggested_focus(&Target::Tie(tie_id), &actors, &ties)
        };
        let actor = |name: &str| Party::Actor(id(name));
        assert_eq!(of(Party::Person, "sister"), Some(Focus::A));
        assert_eq!(of(Party::Person, "board"), Some(Focus::A));
        assert_eq!(of(Party::Person, "clinic"), Some(Focus::B));
        assert_eq!(of(actor("clinic"), "school"), Some(Focus::C));
        assert_eq!(of(actor("board"), "school"), Some(Focus::D));
        let none = BTreeMap::new();
        let alone = |name| suggested_focus(&Target::Actor(id(name)), &actors, &none);
        assert_eq!(alone("clinic"), Some(Focus::B));
        assert_eq!(alone("nobody"), None);
    }

    proptest! {
        #[test]
        fn every_commitment_is_counted_once_in_each_picture(
            all in proptest::collection::vec(
                (
                    proptest::option::of(select(Focus::ALL)),
                    proptest::option::of(select(Approach::ALL)),
                    select(CommitmentState::ALL),
                ),
                0..14,
            ),
        ) {
            let all = commitments(&all);
            let matrix = FociMatrix::of(&all);
            let placed: usize = matrix.cells.iter().map(|cell| cell.marks.len()).sum();
            prop_assert_eq!(placed + matrix.unplaced.len(), all.len());
            let kept = all.values().filter(|it| it.state == CommitmentState::Fulfilled && it.focus.is_some());
            prop_assert_eq!(matrix.cells.iter().map(|cell| cell.fulfilled).sum::<usize>(), kept.count());
            let balance = Balance::of(&all);
            let sides = balance.integration.len() + balance.inclusion.len();
            prop_assert_eq!(sides + balance.unmarked.len(), all.len());
            // Turned over, it leans the other way as much.
            let turned = Balance { integration: balance.inclusion.clone(), inclusion: balance.integration.clone(), ..balance.clone() };
            let expected = match balance.lean() {
                Lean::Towards(Approach::Integration) => Lean::Towards(Approach::Inclusion),
                Lean::Towards(Approach::Inclusion) => Lean::Towards(Approach::Integration),
                same => same,
            };
            prop_assert_eq!(turned.lean(), expected);
        }
    }
}
