//! The household: who lives with the person or belongs to her home, drawn as a small genogram.

use serde::{Deserialize, Serialize};

use super::Party;

id_enum!(
    /// Sex or gender, as the genogram shows it; it decides the symbol.
    Gender {
        /// Mujer: a circle.
        Woman = "woman",
        /// Hombre: a square.
        Man = "man",
        /// Another, or not said: a diamond.
        Other = "other",
    }
);

id_enum!(
    /// How two people of a household are related. In the last three the first party is the elder.
    Kinship {
        /// Pareja (married, or as good as).
        Couple = "couple",
        /// Convivencia.
        Cohabitation = "cohabitation",
        /// Separación.
        Separation = "separation",
        /// Divorcio.
        Divorce = "divorce",
        /// The first is a parent of the second.
        ParentChild = "parent_child",
        /// The first is an adoptive parent of the second.
        Adoption = "adoption",
        /// The first is a foster parent of the second.
        Foster = "foster",
    }
);

impl Kinship {
    /// Whether the two are, or were, partners; otherwise the first is a parent of the second.
    #[must_use]
    pub const fn is_partnership(self) -> bool {
        matches!(
            self,
            Self::Couple | Self::Cohabitation | Self::Separation | Self::Divorce
        )
    }
}

/// What the genogram shows of one member of the household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Member {
    /// Sex or gender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// Age in years, up to [`crate::limits::AGE_MAX`]; at death, for somebody who died.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<u8>,
    /// Expects a child.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pregnant: bool,
    /// Has died.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub died: bool,
}

impl Member {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        *self == Self::default()
    }
}

/// One kinship between two people of the household, the person among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kin {
    /// The first party; the parent, in kinships between generations.
    pub a: Party,
    /// The second party; never the same as the first.
    pub b: Party,
    /// How they are related.
    pub kind: Kinship,
}

impl Kin {
    /// Whether the kinship is between these two, in whichever order.
    #[must_use]
    pub fn joins(&self, one: &Party, other: &Party) -> bool {
        (self.a == *one && self.b == *other) || (self.a == *other && self.b == *one)
    }

    /// The party at the other end from `party`; `None` if it is at neither.
    #[must_use]
    pub fn other(&self, party: &Party) -> Option<&Party> {
        if self.a == *party {
            Some(&self.b)
        } else if self.b == *party {
            Some(&self.a)
        } else {
            None
        }
    }
}
