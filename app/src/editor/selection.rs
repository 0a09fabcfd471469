//! What is chosen on the map. It stands in the address, so that a link opens on it.

use trama_shared::{
    case::Party,
    ids::{ActorId, TieId},
};

/// The one thing that is chosen.
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
}

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
        }
    }

    /// The chosen party, unless it is a tie or nothing.
    #[must_use]
    pub fn party(&self) -> Option<Party> {
        match self {
            Self::Person => Some(Party::Person),
            Self::Actor(id) => Some(Party::Actor(id.clone())),
            Self::Nothing | Self::Tie(_) => None,
        }
    }

    /// The chosen actor.
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
        ] {
            let query = chosen.to_query().unwrap();
            assert_eq!(Selection::from_query(&query), chosen);
        }
        assert_eq!(Selection::Nothing.to_query(), None);
    }

    #[test]
    fn an_address_that_makes_no_sense_chooses_nothing() {
        for query in ["", "actor", "actor-", "actor-a/b", "x-1"] {
            assert_eq!(Selection::from_query(query), Selection::Nothing, "{query}");
        }
    }
}
