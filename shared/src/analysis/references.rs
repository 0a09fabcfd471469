//! What refers to actors and ties that are about to leave the map: what goes with them, and what stays and names them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    case::{Commitment, Doer, GuideEntry, Need, Part, Party, Target, Tie},
    ids::{ActorId, CommitmentId, GuideEntryId, NeedId, TieId},
};

/// What a removal touches beyond the map.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct References {
    /// The ties that go, those of the actors included.
    pub ties: BTreeSet<TieId>,
    /// Commitments that name what goes, as somebody who takes part or as what they should change. They stay and name it.
    pub commitments: Vec<CommitmentId>,
    /// Needs that somebody who goes answers. They stay without that answer.
    pub needs: Vec<NeedId>,
    /// Needs on which somebody who goes leads. They stay, and nobody leads.
    pub led: Vec<NeedId>,
    /// Resources of the guide that stand on the map as somebody who goes. They stay, and are no longer on the map.
    pub guide: Vec<GuideEntryId>,
}

impl References {
    /// What refers to these actors and ties. Ties that are drawn elsewhere are not looked at.
    #[must_use]
    pub fn of(
        actors: &BTreeSet<ActorId>,
        ties: &BTreeSet<TieId>,
        all: &BTreeMap<TieId, Tie>,
        needs: &BTreeMap<NeedId, Need>,
        guide: &BTreeMap<GuideEntryId, GuideEntry>,
        commitments: &BTreeMap<CommitmentId, Commitment>,
    ) -> Self {
        let leaves = |party: &Party| party.actor().is_some_and(|id| actors.contains(id));
        let ties: BTreeSet<TieId> = all
            .iter()
            .filter(|(id, tie)| ties.contains(*id) || leaves(&tie.from) || leaves(&tie.to))
            .map(|(id, _)| id.clone())
            .collect();
        let names = |commitment: &Commitment| {
            let takes_part = |doer: &Doer| match doer {
                Doer::Party(party) => leaves(party),
                Doer::Team(_) => false,
            };
            let mut doers = Part::ALL
                .iter()
                .flat_map(|part| commitment.part(*part).keys());
            doers.any(takes_part)
                || match &commitment.target {
                    Some(Target::Actor(id)) => actors.contains(id),
                    Some(Target::Tie(id)) => ties.contains(id),
                    None => false,
                }
        };
        let ids = |named: &dyn Fn(&Need) -> bool| -> Vec<NeedId> {
            let those = needs.iter().filter(|(_, need)| named(need));
            those.map(|(id, _)| id.clone()).collect()
        };
        Self {
            commitments: commitments
                .iter()
                .filter(|(_, commitment)| names(commitment))
                .map(|(id, _)| id.clone())
                .collect(),
            needs: ids(&|need| need.answers.iter().any(|id| actors.contains(id))),
            led: ids(&|need| {
                let lead = need.coordination.as_ref().map(|it| &it.lead);
                lead.is_some_and(|lead| actors.contains(lead))
            }),
            guide: guide
                .iter()
                .filter(|(_, entry)| entry.actor.as_ref().is_some_and(|id| actors.contains(id)))
                .map(|(id, _)| id.clone())
                .collect(),
            ties,
        }
    }

    /// Whether something beyond the map refers to what goes, so that somebody should be asked first.
    #[must_use]
    pub const fn is_asked(&self) -> bool {
        !(self.commitments.is_empty()
            && self.needs.is_empty()
            && self.led.is_empty()
            && self.guide.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        case::{Coordination, NeedTopic, TieQuality},
        catalog::{GuideKind, NeedArea},
    };

    fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
        text.parse().expect("an id")
    }

    fn references(actors: &[&str], ties: &[&str]) -> References {
        let party = |name: &str| Party::Actor(id(name));
        let all = [
            (
                id("t1"),
                Tie::new(Party::Person, party("school"), TieQuality::Weak),
            ),
            (
                id("t2"),
                Tie::new(party("school"), party("club"), TieQuality::Normal),
            ),
        ];
        let need = |answers: &[&str], lead: Option<&str>| Need {
            answers: answers.iter().map(|name| id(name)).collect(),
            coordination: lead.map(|lead| Coordination {
                lead: id(lead),
                with: BTreeSet::new(),
                agreement: String::new(),
            }),
            ..Need::new(NeedTopic::Own(NeedArea::Social))
        };
        let needs = [
            (id("n1"), need(&["school"], None)),
            (id("n2"), need(&[], Some("club"))),
        ];
        let entry = GuideEntry {
            actor: Some(id("club")),
            ..GuideEntry::new(GuideKind::Sports, "Club".to_owned())
        };
        let commitment = |target: Target| Commitment {
            target: Some(target),
            ..Commitment::new("Ir".to_owned())
        };
        let by_club = Commitment {
            who: [(Doer::actor(id("club")), "Club".to_owned())].into(),
            ..Commitment::new("Prestar la sede".to_owned())
        };
        let commitments = [
            (id("c1"), commitment(Target::Tie(id("t1")))),
            (id("c2"), by_club),
            (id("c3"), commitment(Target::Actor(id("school")))),
        ];
        let set = |names: &[&str]| names.iter().map(|name| id(name)).collect();
        References::of(
            &set(actors),
            &names(ties),
            &all.into(),
            &needs.into(),
            &[(id("g1"), entry)].into(),
            &commitments.into(),
        )
    }

    fn names(ties: &[&str]) -> BTreeSet<TieId> {
        ties.iter().map(|name| id(name)).collect()
    }

    #[test]
    fn a_tie_is_asked_about_where_a_commitment_should_change_it() {
        let found = references(&[], &["t1"]);
        assert_eq!(found.commitments, [id("c1")]);
        assert!(found.is_asked() && found.needs.is_empty() && found.guide.is_empty());
        assert!(!references(&[], &["t2"]).is_asked());
    }

    #[test]
    fn with_an_actor_go_its_ties_and_what_names_either_is_told() {
        let found = references(&["school"], &[]);
        assert_eq!(found.ties, names(&["t1", "t2"]));
        assert_eq!(found.commitments, [id("c1"), id("c3")]);
        assert_eq!(found.needs, [id("n1")]);
        let found = references(&["club"], &[]);
        assert_eq!(found.commitments, [id("c2")]);
        assert_eq!(found.led, [id("n2")]);
        assert_eq!(found.guide, [id("g1")]);
        assert!(found.needs.is_empty());
    }
}
