//! The network at one moment.

use std::collections::BTreeMap;

use crate::{
    case::{Actor, Case, Party, Person, Tie, View},
    ids::{ActorId, TieId},
    layout::{ActorNode, Standpoint},
};

/// The network of a case at one moment, as [`crate::document::read_case`] would read it then.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Snapshot {
    /// The person.
    pub person: Person,
    /// Everyone on the map but the person.
    pub actors: BTreeMap<ActorId, Actor>,
    /// Every tie that is shown.
    pub ties: BTreeMap<TieId, Tie>,
}

impl From<Case> for Snapshot {
    fn from(case: Case) -> Self {
        Self {
            person: case.person,
            actors: case.actors,
            ties: case.ties,
        }
    }
}

impl Snapshot {
    /// Where an actor stood on Sluzki's map, as said or as assumed from what was known then; `None` for one that was not
    /// on the map.
    #[must_use]
    pub fn standpoint(&self, id: &ActorId) -> Option<Standpoint> {
        let node = ActorNode::of(self.actors.get(id)?, View::Sluzki);
        let party = Party::Actor(id.clone());
        let hers = self
            .ties
            .values()
            .filter(|tie| tie.touches(&Party::Person) && tie.touches(&party));
        Some(Standpoint::among(&node, hers.map(|tie| tie.quality)))
    }

    /// Where an actor stood on Sluzki's map then and at a `later` moment, if somebody sent it to another quadrant or
    /// circle. One that is only assumed to stand elsewhere, because its tie changed, was sent nowhere.
    #[must_use]
    pub fn resettled(&self, later: &Self, id: &ActorId) -> Option<(Standpoint, Standpoint)> {
        let (then, now) = (self.actors.get(id)?, later.actors.get(id)?);
        let said = (then.quadrant, then.closeness) != (now.quadrant, now.closeness);
        let (from, to) = (self.standpoint(id)?, later.standpoint(id)?);
        let elsewhere = (from.quadrant, from.closeness) != (to.quadrant, to.closeness);
        (said && elsewhere).then_some((from, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{ActorKind, Closeness, Quadrant, Ring, TieQuality};

    fn network(quality: TieQuality, quadrant: Option<Quadrant>) -> Snapshot {
        let rosa: ActorId = "rosa".parse().unwrap();
        let actor = Actor {
            quadrant,
            ..Actor::new("Rosa".to_owned(), ActorKind::Person, Ring::Personal)
        };
        let tie = Tie::new(Party::Person, Party::Actor(rosa.clone()), quality);
        Snapshot {
            actors: BTreeMap::from([(rosa, actor)]),
            ties: BTreeMap::from([("t".parse().unwrap(), tie)]),
            ..Snapshot::default()
        }
    }

    #[test]
    fn whoever_was_sent_elsewhere_is_told_from_whoever_is_assumed_elsewhere() {
        let rosa = "rosa".parse().unwrap();
        let strong = network(TieQuality::Strong, None);
        let broken = network(TieQuality::Broken, None);
        assert_ne!(strong.standpoint(&rosa), broken.standpoint(&rosa));
        assert_eq!(strong.resettled(&broken, &rosa), None);

        let sent = network(TieQuality::Strong, Some(Quadrant::Friends));
        let (from, to) = strong.resettled(&sent, &rosa).unwrap();
        assert_eq!(
            (from.quadrant, to.quadrant, to.closeness),
            (Quadrant::Family, Quadrant::Friends, Closeness::Intimate)
        );
        // Saying what was assumed moves nobody.
        let said = network(TieQuality::Strong, Some(Quadrant::Family));
        assert_eq!(strong.resettled(&said, &rosa), None);
    }
}
