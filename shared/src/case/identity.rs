//! The zone `identity`: who the person is. Joined on screen only for those who may see it.

use serde::{Deserialize, Serialize};

use crate::edit::IdentityField;

/// The person's identity; every field may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Identity {
    /// Full name.
    #[serde(default)]
    pub name: String,
    /// RUN or another national identity number, as written.
    #[serde(default)]
    pub run: String,
    /// Address.
    #[serde(default)]
    pub address: String,
    /// Telephones, mail and whom to call.
    #[serde(default)]
    pub contacts: String,
}

impl Identity {
    /// One of the fields.
    #[must_use]
    pub fn field(&self, field: IdentityField) -> &str {
        match field {
            IdentityField::Name => &self.name,
            IdentityField::Run => &self.run,
            IdentityField::Address => &self.address,
            IdentityField::Contacts => &self.contacts,
        }
    }

    /// One of the fields, to be written.
    pub fn field_mut(&mut self, field: IdentityField) -> &mut String {
        match field {
            IdentityField::Name => &mut self.name,
            IdentityField::Run => &mut self.run,
            IdentityField::Address => &mut self.address,
            IdentityField::Contacts => &mut self.contacts,
        }
    }
}
