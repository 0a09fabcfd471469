//! Identifiers: newtypes, so that an actor's id never lands where a tie's belongs.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Why a text is not an identifier of the kind that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// A document id must be 16 bytes as base58 with a checksum.
    #[error("not a document id: expected 16 bytes in base58check")]
    Document,
    /// An entity id must be 1 to 64 letters, digits, `-` or `_`.
    #[error("not an id: expected 1 to 64 letters, digits, '-' or '_'")]
    Entity,
}

/// A document's id: 16 random bytes, written as base58check, as automerge-repo does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId([u8; 16]);

impl DocumentId {
    /// An id from 16 random bytes; the caller brings the randomness.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&bs58::encode(self.0).with_check().into_string())
    }
}

impl fmt::Debug for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DocumentId({self})")
    }
}

impl FromStr for DocumentId {
    type Err = IdError;

    /// Reads base58check, with or without the `automerge:` prefix of automerge-repo's URLs.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let text = text.strip_prefix("automerge:").unwrap_or(text);
        // 16 bytes and a 4-byte checksum never need more than 28 digits in base 58.
        if text.len() > 32 {
            return Err(IdError::Document);
        }
        let bytes = bs58::decode(text)
            .with_check(None)
            .into_vec()
            .map_err(|_| IdError::Document)?;
        bytes.try_into().map(Self).map_err(|_| IdError::Document)
    }
}

impl Serialize for DocumentId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DocumentId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Longest entity id, in bytes: room for a UUID and a prefix, small enough to be a map key.
const ENTITY_ID_MAX: usize = 64;

macro_rules! entity_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// A fresh id from 128 random bits; the caller brings the randomness.
            #[must_use]
            pub fn from_random(bits: u128) -> Self {
                Self(format!("{bits:032x}"))
            }

            /// The id as text, as it stands in documents and files.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::try_from(text.to_owned())
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                let fits = (1..=ENTITY_ID_MAX).contains(&text.len());
                let plain = text
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
                if fits && plain { Ok(Self(text)) } else { Err(IdError::Entity) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

entity_id!(
    /// A case: the three documents by zone that are created together.
    CaseId
);
entity_id!(
    /// An actor of the network: a person, group, organisation, service or institution.
    ActorId
);
entity_id!(
    /// A tie between two parties of the network.
    TieId
);
entity_id!(
    /// A kinship between two people of the household.
    KinshipId
);
entity_id!(
    /// A named moment of the case.
    MilestoneId
);
entity_id!(
    /// A need of the case.
    NeedId
);
entity_id!(
    /// A territory: the survey of its programmes and services, shared by the cases of a team.
    TerritoryId
);
entity_id!(
    /// A programme or service of a territory.
    ServiceId
);

entity_id!(
    /// An entry of the guide to community resources.
    GuideEntryId
);
entity_id!(
    /// A follow-up of a child-protection case.
    ReviewId
);
entity_id!(
    /// A goal of the person.
    GoalId
);
entity_id!(
    /// A commitment of the case.
    CommitmentId
);
entity_id!(
    /// A step of a commitment's history.
    StepId
);
entity_id!(
    /// A comment on a passage of the plan.
    CommentId
);
entity_id!(
    /// An answer to a comment.
    ReplyId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_id_reads_what_it_writes_and_automerge_urls() {
        let id = DocumentId::from_bytes([7; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(format!("automerge:{id}").parse(), Ok(id));
    }

    #[test]
    fn damaged_ids_are_refused() {
        let mut text = DocumentId::from_bytes([7; 16]).to_string();
        text.pop();
        assert_eq!(text.parse::<DocumentId>(), Err(IdError::Document));
        assert_eq!("".parse::<ActorId>(), Err(IdError::Entity));
        assert_eq!("a/b".parse::<TieId>(), Err(IdError::Entity));
        assert_eq!("x".repeat(65).parse::<CaseId>(), Err(IdError::Entity));
    }
}
