//! Milestones: named moments of the case's history.

use serde::{Deserialize, Serialize};

id_enum!(
    /// What a moment was.
    MilestoneKind {
        /// Línea de base.
        Baseline = "baseline",
        /// Mesa técnica.
        Conference = "conference",
        /// Revisión.
        Review = "review",
        /// Cierre.
        Closing = "closing",
    }
);

/// A named moment of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// What the moment was.
    pub kind: MilestoneKind,
    /// What the team calls it; may be empty.
    #[serde(default)]
    pub title: String,
    /// When, in milliseconds since 1970; never negative.
    pub at: i64,
    /// The heads of the shared document at that moment: hashes of changes, in hexadecimal. Empty, or unknown to the
    /// document, where the case came out of a file: then the moment can be named but not shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heads: Vec<String>,
}
