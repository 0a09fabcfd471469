//! The three documents of a case: how they are created, and how they are read.
//!
//! Reading never fails: other programs write these documents too, and people who are apart write at the same time.
//! What is missing or unknown is repaired for the screen and told as a [`Problem`]; the document is left as it is.

mod comments;
mod commitments;
pub(crate) mod fields;
mod guide;
mod moments;
mod needs;
mod network;
mod problem;
mod protection;
mod read;
mod reader;
mod removal;
mod touched;

use automerge::{ActorId, Automerge, ObjId, ObjType, ROOT, ReadDoc, transaction::Transactable};

pub(crate) use moments::is_head;
pub use problem::{Concurrent, Fault, Problem, Subject};
pub(crate) use read::{
    has_parties, stored_guide_entry, stored_kinships, stored_milestone, stored_parties, stored_tie,
    stored_ties,
};
pub use read::{
    read_actor, read_case, read_comment, read_comments, read_commitment, read_commitments,
    read_goal, read_goals, read_guide, read_guide_entry, read_identity, read_kinships,
    read_milestones, read_need, read_needs, read_person, read_plan, read_protection, read_reserved,
    read_territory, read_text, read_tie, read_title, read_withheld, value_of,
};
pub(crate) use reader::{as_text, cut, place_in, text_at, whole_at};
pub use removal::{
    Unseen, actor_removed_without, actor_remover, actor_was_withheld, commitment_removed_without,
    commitment_remover, goal_removed_without, goal_remover, guide_entry_removed_without,
    guide_entry_remover, need_removed_without, need_remover, tie_removed_without, tie_remover,
    tie_was_withheld,
};
pub use touched::{TextChange, Touched, touched};

use crate::{
    case::{PlanText, Zone},
    edit::{EditError, IdentityField, TextField},
    ids::CaseId,
    limits,
};

/// Creates the document of a zone, with every container and every shared text in it, so that people who have it may
/// write apart and merge. Only the zone [`Zone::Case`] carries the title.
///
/// # Errors
/// [`EditError::TooLong`] for a title beyond [`limits::TITLE_MAX`].
pub fn create(zone: Zone, id: &CaseId, title: &str) -> Result<Automerge, EditError> {
    let max = limits::TITLE_MAX;
    if limits::length(title) > max {
        return Err(EditError::TooLong { max });
    }
    let mut doc = Automerge::new();
    let mut tx = doc.transaction();
    tx.put(ROOT, fields::KIND, fields::kind(zone))?;
    tx.put(ROOT, fields::SCHEMA, limits::SCHEMA)?;
    tx.put(ROOT, fields::CASE_ID, id.as_str())?;
    match zone {
        Zone::Case => {
            tx.put(ROOT, fields::TITLE, title)?;
            // Until the team chooses another, the person is called what the case is called.
            let mut alias = title.to_owned();
            cut(&mut alias, limits::NAME_MAX);
            let person = tx.put_object(ROOT, fields::PERSON, ObjType::Map)?;
            tx.put(&person, fields::ALIAS, alias)?;
            tx.put(&person, fields::NOTES, "")?;
            tx.put_object(ROOT, fields::ACTORS, ObjType::Map)?;
            tx.put_object(ROOT, fields::TIES, ObjType::Map)?;
            tx.put_object(ROOT, fields::KINSHIPS, ObjType::Map)?;
            tx.put_object(ROOT, fields::MILESTONES, ObjType::Map)?;
            tx.put_object(ROOT, fields::NEEDS, ObjType::Map)?;
            tx.put_object(ROOT, fields::GUIDE, ObjType::Map)?;
            tx.put_object(ROOT, fields::GOALS, ObjType::Map)?;
            tx.put_object(ROOT, fields::COMMITMENTS, ObjType::Map)?;
            tx.put_object(ROOT, fields::COMMENTS, ObjType::Map)?;
            let plan = tx.put_object(ROOT, fields::PLAN, ObjType::Map)?;
            tx.put(&plan, fields::TITLE, "")?;
            tx.put(&plan, fields::AUTHORS, "")?;
            let texts = tx.put_object(&plan, fields::TEXTS, ObjType::Map)?;
            for text in PlanText::ALL {
                tx.put_object(&texts, text.id(), ObjType::Text)?;
            }
        }
        Zone::Reserved => {
            tx.put_object(ROOT, fields::NOTES, ObjType::Text)?;
            let protection = tx.put_object(ROOT, fields::PROTECTION, ObjType::Map)?;
            tx.put_object(&protection, fields::REVIEWS, ObjType::Map)?;
            tx.put_object(ROOT, fields::ACTORS, ObjType::Map)?;
            tx.put_object(ROOT, fields::TIES, ObjType::Map)?;
        }
        Zone::Identity => {
            for field in IdentityField::ALL {
                tx.put(ROOT, fields::identity(field), "")?;
            }
        }
    }
    tx.commit();
    Ok(doc)
}

/// The zone that a document says it is of.
#[must_use]
pub fn zone(doc: &impl ReadDoc) -> Option<Zone> {
    let kind = text_at(doc, &ROOT, fields::KIND)?;
    Zone::ALL
        .into_iter()
        .find(|zone| fields::kind(*zone) == kind)
}

/// The case that a document belongs to.
#[must_use]
pub fn case_id(doc: &impl ReadDoc) -> Option<CaseId> {
    text_at(doc, &ROOT, fields::CASE_ID)?.parse().ok()
}

/// When a concurrent value was written, in seconds since 1970 by its author's clock; `None` where the document does not
/// say.
#[must_use]
pub fn written_at(doc: &Automerge, value: &Concurrent) -> Option<i64> {
    let actor = ActorId::try_from(value.writer.as_deref()?).ok()?;
    let operation = ObjId::Id(value.counter, actor, 0);
    let change = doc.hash_for_opid(&operation)?;
    Some(doc.get_change_meta_by_hash(&change)?.timestamp)
}

/// The Automerge object of a shared text, for cursors and carets.
#[must_use]
pub fn text_obj(doc: &impl ReadDoc, field: TextField) -> Option<ObjId> {
    let (home, key) = fields::text_home(doc, field)?;
    fields::object(doc, &home, key, ObjType::Text)
}
