//! A programme or service, and what somebody has to know to use it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    case::{NeedTopic, Scale, id_enum},
    interchange::Day,
    limits,
};

id_enum!(
    /// A text that says something of a service.
    ServiceText {
        /// What it is called.
        Name = "name",
        /// Whose it is.
        Organisation = "organisation",
        /// What using it requires.
        Requirements = "requirements",
        /// The capability or the tie that a person still needs to use it.
        Capability = "capability",
        /// Who answers there, by telephone or mail.
        Contact = "contact",
        /// Where it is.
        Address = "address",
        /// When it is open.
        Hours = "hours",
        /// How many places it has, and what for.
        Places = "places",
        /// Anything else.
        Notes = "notes",
    }
);

impl ServiceText {
    /// The most UTF-16 units.
    #[must_use]
    pub const fn limit(self) -> usize {
        match self {
            Self::Name | Self::Organisation => limits::NAME_MAX,
            _ => limits::SERVICE_TEXT_MAX,
        }
    }
}

/// Who looked whether what is said of a service is still so, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verified {
    /// The person's name, as the team knows her.
    pub by: String,
    /// The day.
    pub on: Day,
}

/// A programme or service of a territory.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Service {
    /// What it is called.
    pub name: String,
    /// Whose it is.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub organisation: String,
    /// The needs that it can answer.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub needs: BTreeSet<NeedTopic>,
    /// How far it reaches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
    /// What using it requires.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub requirements: String,
    /// The capability or the tie that a person still needs to use it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub capability: String,
    /// Who answers there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub contact: String,
    /// Where it is.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// When it is open.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hours: String,
    /// How many places it has.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub places: String,
    /// Anything else.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// The last day on which it is offered, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
    /// Who last looked whether all this is still so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<Verified>,
}

impl Service {
    /// One of its texts.
    #[must_use]
    pub fn text(&self, text: ServiceText) -> &str {
        match text {
            ServiceText::Name => &self.name,
            ServiceText::Organisation => &self.organisation,
            ServiceText::Requirements => &self.requirements,
            ServiceText::Capability => &self.capability,
            ServiceText::Contact => &self.contact,
            ServiceText::Address => &self.address,
            ServiceText::Hours => &self.hours,
            ServiceText::Places => &self.places,
            ServiceText::Notes => &self.notes,
        }
    }

    /// One of its texts, to be changed.
    pub const fn text_mut(&mut self, text: ServiceText) -> &mut String {
        match text {
            ServiceText::Name => &mut self.name,
            ServiceText::Organisation => &mut self.organisation,
            ServiceText::Requirements => &mut self.requirements,
            ServiceText::Capability => &mut self.capability,
            ServiceText::Contact => &mut self.contact,
            ServiceText::Address => &mut self.address,
            ServiceText::Hours => &mut self.hours,
            ServiceText::Places => &mut self.places,
            ServiceText::Notes => &mut self.notes,
        }
    }
}
