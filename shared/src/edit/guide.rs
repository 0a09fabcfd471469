//! Edits of the guide to community resources.

use automerge::{ObjId, ObjType, ReadDoc, transaction::Transactable};
use serde::{Deserialize, Serialize};

use super::{
    Edit, EditError,
    write::{check_length, clear_entity, put_choice, put_optional_text, put_text, room_for},
};
use crate::{
    case::{Case, GuideEntry},
    catalog::GuideKind,
    document::{self, fields},
    ids::{ActorId, GuideEntryId},
    limits,
};

/// A field of an entry of the guide with the value that it gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuideField {
    /// What it is.
    Kind(GuideKind),
    /// What it is called.
    Name(String),
    /// What it could do in this case.
    Purpose(String),
    /// The actor of the shared map that it is.
    Actor(Option<ActorId>),
}

/// Adds an entry. An actor that is gone stays named, as in [`document::read_guide`]: it is shown when it comes back.
pub(super) fn add(
    tx: &mut impl Transactable,
    id: &GuideEntryId,
    entry: &GuideEntry,
) -> Result<Edit, EditError> {
    check_length(&entry.name, limits::NAME_MAX)?;
    check_length(&entry.purpose, limits::NOTES_MAX)?;
    let guide = room_for(tx, fields::GUIDE, id.as_str(), limits::GUIDE_MAX)?;
    write(tx, &guide, id, entry)?;
    Ok(Edit::RemoveGuideEntry { id: id.clone() })
}

/// Writes a new entry into the map of the guide.
pub(super) fn write(
    tx: &mut impl Transactable,
    guide: &ObjId,
    id: &GuideEntryId,
    entry: &GuideEntry,
) -> Result<(), EditError> {
    let at = tx.put_object(guide, id.as_str(), ObjType::Map)?;
    tx.put(&at, fields::KIND, entry.kind.id())?;
    tx.put(&at, fields::NAME, entry.name.as_str())?;
    put_optional_text(tx, &at, fields::PURPOSE, &entry.purpose, limits::NOTES_MAX)?;
    put_actor(tx, &at, entry.actor.as_ref())
}

fn put_actor(
    tx: &mut impl Transactable,
    at: &ObjId,
    actor: Option<&ActorId>,
) -> Result<(), EditError> {
    put_choice(tx, at, fields::ACTOR, actor.map(ActorId::as_str))
}

fn find(doc: &impl ReadDoc, id: &GuideEntryId) -> Result<(ObjId, GuideEntry), EditError> {
    fields::guide_entry(doc, id)
        .zip(document::stored_guide_entry(doc, id))
        .ok_or(EditError::NoGuideEntry)
}

pub(super) fn remove(tx: &mut impl Transactable, id: &GuideEntryId) -> Result<Edit, EditError> {
    let (_, entry) = find(tx, id)?;
    clear_entity(tx, fields::GUIDE, id.as_str())?;
    Ok(Edit::AddGuideEntry {
        id: id.clone(),
        entry,
    })
}

pub(super) fn set(
    tx: &mut impl Transactable,
    id: &GuideEntryId,
    field: &GuideField,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    let before = match field {
        GuideField::Kind(kind) => {
            put_choice(tx, &at, fields::KIND, Some(kind.id()))?;
            GuideField::Kind(before.kind)
        }
        GuideField::Name(name) => {
            put_text(tx, &at, fields::NAME, name, limits::NAME_MAX)?;
            GuideField::Name(before.name)
        }
        GuideField::Purpose(purpose) => {
            put_optional_text(tx, &at, fields::PURPOSE, purpose, limits::NOTES_MAX)?;
            GuideField::Purpose(before.purpose)
        }
        GuideField::Actor(actor) => {
            put_actor(tx, &at, actor.as_ref())?;
            GuideField::Actor(before.actor)
        }
    };
    Ok(Edit::SetGuideEntry {
        id: id.clone(),
        field: before,
    })
}

/// Takes an actor that moves to the reserved zone out of the guide, which is in the shared zone: nobody may learn of it
/// there.
pub(super) fn forgetting(case: &Case, actor: &ActorId) -> Vec<Edit> {
    let named = case
        .guide
        .iter()
        .filter(|(_, entry)| entry.actor.as_ref() == Some(actor));
    named
        .map(|(id, _)| Edit::SetGuideEntry {
            id: id.clone(),
            field: GuideField::Actor(None),
        })
        .collect()
}
