//! The person at the centre, as the shared zone knows her: by alias.

use serde::{Deserialize, Serialize};

use super::Member;

/// The person whom the case is about; an agent of her own life.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Person {
    /// What the map calls her; an alias, never the full name.
    pub alias: String,
    /// Free notes that the table may share; may be empty.
    #[serde(default)]
    pub notes: String,
    /// What the genogram shows of her.
    #[serde(default, skip_serializing_if = "Member::is_unknown")]
    pub member: Member,
}
