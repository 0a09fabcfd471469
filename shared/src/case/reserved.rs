//! The zone `reserved`: what only some of the team may read.

use serde::{Deserialize, Serialize};

/// The reserved zone of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reserved {
    /// Notes for the few who may read them; written together, may be empty.
    #[serde(default)]
    pub notes: String,
}
