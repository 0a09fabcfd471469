//! Who took something out of the case without knowing what was last done to it.

use std::collections::BTreeSet;

use automerge::{Automerge, ChangeHash, ChangeMetadata, ROOT, ReadDoc};

use super::{fields, read::read_withheld};
use crate::ids::{ActorId, CommitmentId, GoalId, GuideEntryId, NeedId, TieId};

/// Changes that are looked through for the removal: those of a long time apart. Looking at one costs a fraction of a
/// millisecond.
const LOOKED_AT_MAX: usize = 2_000;

/// What of one's own somebody did not know of who took an actor, a tie or something of the plan away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unseen {
    /// Those of the changes that were asked about.
    pub changes: Vec<ChangeHash>,
    /// The Automerge actor that made the removal, in hexadecimal; `None` where it was not found among the latest
    /// changes. Then all changes count as unseen: asking once too often loses nothing.
    pub writer: Option<String>,
    /// The removal withheld it rather than deleted it, or may have: where it was not found, while something of the case
    /// is withheld.
    pub withheld: bool,
}

/// Which of `own` changes whoever took an actor off the map did not know of; `None` if all were known: then it was
/// taken away on purpose.
#[must_use]
pub fn actor_removed_without(doc: &Automerge, id: &ActorId, own: &[ChangeHash]) -> Option<Unseen> {
    removed_without(doc, fields::ACTORS, id.as_str(), own)
}

/// As [`actor_removed_without`], for a tie.
#[must_use]
pub fn tie_removed_without(doc: &Automerge, id: &TieId, own: &[ChangeHash]) -> Option<Unseen> {
    removed_without(doc, fields::TIES, id.as_str(), own)
}

/// As [`actor_removed_without`], for a need.
#[must_use]
pub fn need_removed_without(doc: &Automerge, id: &NeedId, own: &[ChangeHash]) -> Option<Unseen> {
    removed_without(doc, fields::NEEDS, id.as_str(), own)
}

/// As [`actor_removed_without`], for an entry of the guide.
#[must_use]
pub fn guide_entry_removed_without(
    doc: &Automerge,
    id: &GuideEntryId,
    own: &[ChangeHash],
) -> Option<Unseen> {
    removed_without(doc, fields::GUIDE, id.as_str(), own)
}

/// As [`actor_removed_without`], for a goal.
#[must_use]
pub fn goal_removed_without(doc: &Automerge, id: &GoalId, own: &[ChangeHash]) -> Option<Unseen> {
    removed_without(doc, fields::GOALS, id.as_str(), own)
}

/// As [`actor_removed_without`], for a commitment.
#[must_use]
pub fn commitment_removed_without(
    doc: &Automerge,
    id: &CommitmentId,
    own: &[ChangeHash],
) -> Option<Unseen> {
    removed_without(doc, fields::COMMITMENTS, id.as_str(), own)
}

fn removed_without(
    doc: &Automerge,
    container: &str,
    id: &str,
    own: &[ChangeHash],
) -> Option<Unseen> {
    let own: Vec<ChangeHash> = own
        .iter()
        .copied()
        .filter(|hash| doc.get_change_meta_by_hash(hash).is_some())
        .collect();
    let first = own.first()?;
    // The removal came after the first of the changes, or beside it.
    let later = doc.get_changes_meta(&[*first]);
    let Some(removal) = removal_among(doc, container, id, &later) else {
        return Some(Unseen {
            changes: own,
            writer: None,
            withheld: read_withheld(doc),
        });
    };
    let beside: BTreeSet<ChangeHash> = doc
        .get_changes_meta(&[removal.hash])
        .into_iter()
        .map(|change| change.hash)
        .collect();
    let changes: Vec<ChangeHash> = own
        .into_iter()
        .filter(|hash| beside.contains(hash))
        .collect();
    let writer = Some(removal.actor.to_hex_string());
    (!changes.is_empty()).then_some(Unseen {
        changes,
        writer,
        withheld: withholds(doc, removal),
    })
}

/// Whether an actor that is gone was withheld rather than deleted, or may have been: where its removal is not among the
/// latest changes, while something of the case is withheld.
#[must_use]
pub fn actor_was_withheld(doc: &Automerge, id: &ActorId) -> bool {
    was_withheld(doc, fields::ACTORS, id.as_str())
}

/// As [`actor_was_withheld`], for a tie.
#[must_use]
pub fn tie_was_withheld(doc: &Automerge, id: &TieId) -> bool {
    was_withheld(doc, fields::TIES, id.as_str())
}

/// The Automerge actor that took an actor off the map, in hexadecimal; `None` where its removal is not among the latest
/// changes.
#[must_use]
pub fn actor_remover(doc: &Automerge, id: &ActorId) -> Option<String> {
    remover(doc, fields::ACTORS, id.as_str())
}

/// As [`actor_remover`], for a tie.
#[must_use]
pub fn tie_remover(doc: &Automerge, id: &TieId) -> Option<String> {
    remover(doc, fields::TIES, id.as_str())
}

/// As [`actor_remover`], for a need.
#[must_use]
pub fn need_remover(doc: &Automerge, id: &NeedId) -> Option<String> {
    remover(doc, fields::NEEDS, id.as_str())
}

/// As [`actor_remover`], for an entry of the guide.
#[must_use]
pub fn guide_entry_remover(doc: &Automerge, id: &GuideEntryId) -> Option<String> {
    remover(doc, fields::GUIDE, id.as_str())
}

/// As [`actor_remover`], for a goal.
#[must_use]
pub fn goal_remover(doc: &Automerge, id: &GoalId) -> Option<String> {
    remover(doc, fields::GOALS, id.as_str())
}

/// As [`actor_remover`], for a commitment.
#[must_use]
pub fn commitment_remover(doc: &Automerge, id: &CommitmentId) -> Option<String> {
    remover(doc, fields::COMMITMENTS, id.as_str())
}

fn remover(doc: &Automerge, container: &str, id: &str) -> Option<String> {
    let all = doc.get_changes_meta(&[]);
    removal_among(doc, container, id, &all).map(|removal| removal.actor.to_hex_string())
}

fn was_withheld(doc: &Automerge, container: &str, id: &str) -> bool {
    // Without the flag nothing is.
    if !read_withheld(doc) {
        return false;
    }
    let all = doc.get_changes_meta(&[]);
    removal_among(doc, container, id, &all).is_none_or(|removal| withholds(doc, removal))
}

/// The latest change that took something off the map.
fn removal_among<'a, 'c>(
    doc: &Automerge,
    container: &str,
    id: &str,
    changes: &'a [ChangeMetadata<'c>],
) -> Option<&'a ChangeMetadata<'c>> {
    let entities = fields::map(doc, &ROOT, container)?;
    let stands = |heads: &[ChangeHash]| matches!(doc.get_at(&entities, id, heads), Ok(Some(_)));
    changes
        .iter()
        .rev()
        .take(LOOKED_AT_MAX)
        .find(|change| !stands(&[change.hash]) && stands(&change.deps))
}

/// Whether a removal moved what it took to the reserved zone: such a change writes the flag that something is withheld
/// anew, whatever it said before.
fn withholds(doc: &Automerge, removal: &ChangeMetadata<'_>) -> bool {
    let written = |heads: &[ChangeHash]| {
        let flag = doc.get_at(&ROOT, fields::WITHHELD, heads).ok().flatten();
        flag.map(|(_, id)| id)
    };
    let after = written(&[removal.hash]);
    after.is_some() && after != written(&removal.deps)
}
