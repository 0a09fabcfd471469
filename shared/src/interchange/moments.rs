//! What a case was like at its milestones, and what it is like now.

use automerge::{Automerge, ChangeHash};

use crate::document;

use super::gexf::Moment;

/// The case at each of its milestones, in the order of time, and now. A milestone whose moment is not in the document
/// (its changes have not arrived yet) is left out.
#[must_use]
pub fn moments(doc: &Automerge, now_ms: i64) -> Vec<Moment> {
    let case = document::read_case(doc).0;
    let mut moments: Vec<Moment> = case
        .milestones
        .values()
        .filter_map(|milestone| {
            let heads: Option<Vec<ChangeHash>> = milestone
                .heads
                .iter()
                .map(|head| head.parse().ok())
                .collect();
            let heads = heads.filter(|heads| !heads.is_empty())?;
            let past = doc.fork_at(&heads).ok()?;
            Some(Moment {
                at_ms: milestone.at,
                case: document::read_case(&past).0,
            })
        })
        .collect();
    moments.sort_unstable_by_key(|moment| moment.at_ms);
    moments.push(Moment {
        at_ms: now_ms,
        case,
    });
    moments
}
