//! What people say to one another about a passage of the plan.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::PlanText;
use crate::ids::ReplyId;

/// A stretch of a text, in UTF-16 units; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Where it starts.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
}

/// A comment on a passage, with what was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// The text that the passage is of.
    pub text: PlanText,
    /// Where the passage stands now; `None` once nothing of it is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Span>,
    /// What the passage said when the comment was made; its beginning, if it was long.
    pub quote: String,
    /// The comment.
    pub words: String,
    /// Who wrote it. The name comes from that person's device: a courtesy, not a proof.
    pub by: String,
    /// When, in milliseconds since 1970 by the writer's clock.
    pub at: i64,
    /// What was answered, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub replies: BTreeMap<ReplyId, Reply>,
    /// Who settled it and when; `None` while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Resolved>,
}

/// An answer to a comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The answer.
    pub words: String,
    /// Who wrote it.
    pub by: String,
    /// When, in milliseconds since 1970 by the writer's clock.
    pub at: i64,
}

/// A comment was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    /// By whom.
    pub by: String,
    /// When, in milliseconds since 1970 by that person's clock.
    pub at: i64,
}

impl Comment {
    /// The replies in the order in which they were written.
    #[must_use]
    pub fn thread(&self) -> Vec<(&ReplyId, &Reply)> {
        let mut thread: Vec<_> = self.replies.iter().collect();
        thread.sort_unstable_by_key(|(id, reply)| (reply.at, *id));
        thread
    }
}
