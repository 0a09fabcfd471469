//! The plan at a moment, and who wrote what came since.

use std::collections::BTreeMap;

use automerge::{Automerge, ChangeHash, ObjId, ReadDoc};

use super::Past;
use crate::{
    case::{Plan, PlanText},
    document,
    edit::TextField,
};

/// Somebody who wrote into a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hand {
    /// The Automerge actor, in hexadecimal.
    pub writer: String,
    /// When that actor last wrote what stands there, in milliseconds since 1970 by its own clock; 0 is not known.
    pub at_ms: i64,
}

/// The plan as it was at some heads; `None` where the document does not have them.
#[must_use]
pub fn plan_at(doc: &Automerge, heads: &[ChangeHash]) -> Option<Plan> {
    let past = Past::of(doc, heads)?;
    Some(document::read_plan(&past))
}

/// Who wrote the characters of a text that stand at `later` and were not written yet at `earlier`. Of what was removed the
/// document does not say by whom.
#[must_use]
pub fn hands(
    doc: &Automerge,
    text: PlanText,
    earlier: &[ChangeHash],
    later: &[ChangeHash],
) -> Vec<Hand> {
    let Some(past) = Past::of(doc, later) else {
        return Vec::new();
    };
    let Some(at) = document::text_obj(&past, TextField::Plan(text)) else {
        return Vec::new();
    };
    // What the document has beyond the earlier moment was written since.
    let since: BTreeMap<ChangeHash, i64> = doc
        .get_changes_meta(earlier)
        .iter()
        .map(|change| (change.hash, change.timestamp))
        .collect();
    let mut hands: BTreeMap<String, i64> = BTreeMap::new();
    for item in past.list_range(&at, ..) {
        let id = item.id();
        let change = doc.hash_for_opid(&id);
        let seconds = change.and_then(|change| since.get(&change).copied());
        let (ObjId::Id(_, actor, _), Some(seconds)) = (&id, seconds) else {
            continue;
        };
        let at_ms = seconds.saturating_mul(1_000).max(0);
        let last = hands.entry(actor.to_hex_string()).or_default();
        *last = at_ms.max(*last);
    }
    hands
        .into_iter()
        .map(|(writer, at_ms)| Hand { writer, at_ms })
        .collect()
}
