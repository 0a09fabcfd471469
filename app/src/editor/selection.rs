//! What is chosen on the map. It stands in the address, so that a link opens on it.

use std::collections::BTreeSet;

use trama_shared::{
    case::Party,
    ids::{ActorId, TieId},
};

/// What is chosen: one thing, or several actors.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub enum Selection {
    /// Nothing.
    #[default]
    Nothing,
    /// The person.
    Person,
    /// An actor.
    Actor(ActorId),
    /// A tie.
    Tie(TieId),
    /// Two actors or more.
    Several(BTreeSet<ActorId>),
}

/// Between the ids of several actors in the address: no id has it.
const BETWEEN_IDS: char = '.';

impl Selection {
    /// Reads the address's value; whatever it does not understand chooses nothing.
    #[must_use]
    pub fn from_query(value: &str) -> Self {
        if value == "persona" {
            return Self::Person;
        }
        let read = |(kind, id): (&str, &str)| match kind {
            "actor" => id.parse().ok().map(Self::Actor),
            "vinculo" => id.parse().ok().map(Self::Tie),
            "actores" => Some(Self::of_actors(
                id.split(BETWEEN_IDS).filter_map(|id| id.parse().ok()),
            )),
            _ => None,
        };
        value.split_once('-').and_then(read).unwrap_or_default()
    }

    /// The address's value; `None` when nothing is chosen.
    #[must_use]
    pub fn to_query(&self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Person => Some("persona".to_owned()),
            Self::Actor(id) => Some(format!("actor-{id}")),
            Self::Tie(id) => Some(format!("vinculo-{id}")),
            Self::Several(ids) => {
                let ids: Vec<&str> = ids.iter().map(ActorId::as_str).collect();
                Some(format!("actores-{}", ids.join(&BETWEEN_IDS.to_string())))
            }
        }
    }

    /// These actors, however many they are.
    #[must_use]
    pub fn of_actors(ids: impl IntoIterator<Item = ActorId>) -> Self {
        let mut ids: BTreeSet<ActorId> = ids.into_iter().collect();
        match ids.len() {
            0 => Self::Nothing,
            1 => ids.pop_first().map_or(Self::Nothing, Self::Actor),
            _ => Self::Several(ids),
        }
    }

    /// Every chosen actor.
    #[must_use]
    pub fn actors(&self) -> BTreeSet<ActorId> {
        match self {
            Self::Actor(id) => BTreeSet::from([id.clone()]),
            Self::Several(ids) => ids.clone(),
            Self::Nothing | Self::Person | Self::Tie(_) => BTreeSet::new(),
        }
    }

    /// Whether an actor is chosen, alone or with others.
    #[must_use]
    pub fn has_actor(&self, id: &ActorId) -> bool {
        match self {
            Self::Actor(chosen) => chosen == id,
            Self::Several(ids) => ids.contains(id),
            Self::Nothing | Self::Person | Self::Tie(_) => false,
        }
    }

    /// Whether a party is chosen, alone or with others.
    #[must_use]
    pub fn has(&self, party: &Party) -> bool {
        match party {
            Party::Person => *self == Self::Person,
            Party::Actor(id) => self.has_actor(id),
        }
    }

    /// With the actor as well. What is no actor does not stay: only actors can be several.
    #[must_use]
    pub fn with(&self, id: &ActorId) -> Self {
        let mut ids = self.actors();
        ids.insert(id.clone());
        Self::of_actors(ids)
    }

    /// With the actor as well, or without it if it was chosen.
    #[must_use]
    pub fn toggled(&self, id: &ActorId) -> Self {
        let mut ids = self.actors();
        if !ids.remove(id) {
            ids.insert(id.clone());
        }
        Self::of_actors(ids)
    }

    /// The chosen party, if it is one alone.
    #[must_use]
    pub fn party(&self) -> Option<Party> {
        match self {
            Self::Person => Some(Party::Person),
            Self::Actor(id) => Some(Party::Actor(id.clone())),
            Self::Nothing | Self::Tie(_) | Self::Several(_) => None,
        }
    }

    /// The chosen actor, if it is one alone.
    #[must_use]
    pub fn actor(&self) -> Option<&ActorId> {
        match self {
            Self::Actor(id) => Some(id),
            _ => None,
        }
    }

    /// The chosen tie.
    #[must_use]
    pub fn tie(&self) -> Option<&TieId> {
        match self {
            Self::Tie(id) => Some(id),
            _ => None,
        }
    }
}

impl From<Party> for Selection {
    fn from(party: Party) -> Self {
        match party {
            Party::Person => Self::Person,
            Party::Actor(id) => Self::Actor(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_brings_back_what_was_chosen() {
        let tie: TieId = "t-1".parse().unwrap();
        let actor: ActorId = "a-b-c".parse().unwrap();
        for chosen in [
            Selection::Person,
            Selection::Actor(actor),
            Selection::Tie(tie),
            Selection::of_actors(["a-1", "b_2"].map(|id| id.parse().unwrap())),
        ] {
            let query = chosen.to_query().unwrap();
            assert_eq!(Selection::from_query(&query), chosen);
        }
        assert_eq!(Selection::Nothing.to_query(), None);
    }

    #[test]
    fn an_address_that_makes_no_sense_chooses_nothing() {
        for query in [
            "",
            "actor",
            "actor-",
            "actor-a/b",
            "x-1",
            "actores-",
            "actores-..",
        ] {
            assert_eq!(Selection::from_query(query), Selection::Nothing, "{query}");
        }
    }

    #[test]
    fn several_of_one_is_that_one_and_of_none_is_nothing() {
        let (a, b): (ActorId, ActorId) = ("a".parse().unwrap(), "b".parse().unwrap());
        let one = Selection::Nothing.toggled(&a);
        assert_eq!(one, Selection::Actor(a.clone()));
        let two = one.toggled(&b);
        assert_eq!(two.actors().len(), 2);
        assert_eq!(two.party(), None, "the panel of one actor is not for two");
        assert_eq!(two.toggled(&a), Selection::Actor(b.clone()));
        assert_eq!(Selection::Actor(b.clone()).toggled(&b), Selection::Nothing);
        assert_eq!(Selection::Person.with(&b), Selection::Actor(b));
    }
}
