//! The zone `identity`: who the person is. Joined on screen only for those who may see it.

use serde::{Deserialize, Serialize};

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
