//! Edits of milestones.

use automerge::{ObjId, ObjType, transaction::Transactable};

use super::{
    Edit, EditError,
    write::{check_length, clear_entity, put_choice, put_text, room_for},
};
use crate::{
    case::{Milestone, MilestoneKind},
    document::{self, fields},
    ids::MilestoneId,
    limits,
};

pub(super) fn add(
    tx: &mut impl Transactable,
    id: &MilestoneId,
    milestone: &Milestone,
) -> Result<Edit, EditError> {
    check_length(&milestone.title, limits::TITLE_MAX)?;
    if milestone.at < 0 || !milestone.heads.iter().all(|head| document::is_head(head)) {
        return Err(EditError::NoMoment);
    }
    let max = limits::HEADS_MAX;
    if milestone.heads.len() > max {
        return Err(EditError::TooMany { max });
    }
    let milestones = room_for(tx, fields::MILESTONES, id.as_str(), limits::MILESTONES_MAX)?;
    write(tx, &milestones, id, milestone)?;
    Ok(Edit::RemoveMilestone { id: id.clone() })
}

/// Writes a new milestone into the map of milestones.
pub(super) fn write(
    tx: &mut impl Transactable,
    milestones: &ObjId,
    id: &MilestoneId,
    milestone: &Milestone,
) -> Result<(), EditError> {
    let at = tx.put_object(milestones, id.as_str(), ObjType::Map)?;
    tx.put(&at, fields::KIND, milestone.kind.id())?;
    tx.put(&at, fields::TITLE, milestone.title.as_str())?;
    tx.put(&at, fields::AT, milestone.at)?;
    let heads = tx.put_object(&at, fields::HEADS, ObjType::List)?;
    for (n, head) in milestone.heads.iter().enumerate() {
        tx.insert(&heads, n, head.as_str())?;
    }
    Ok(())
}

fn find(tx: &impl Transactable, id: &MilestoneId) -> Result<(ObjId, Milestone), EditError> {
    fields::milestone(tx, id)
        .zip(document::stored_milestone(tx, id))
        .ok_or(EditError::NoMilestone)
}

pub(super) fn remove(tx: &mut impl Transactable, id: &MilestoneId) -> Result<Edit, EditError> {
    let (_, milestone) = find(tx, id)?;
    clear_entity(tx, fields::MILESTONES, id.as_str())?;
    Ok(Edit::AddMilestone {
        id: id.clone(),
        milestone,
    })
}

pub(super) fn set_title(
    tx: &mut impl Transactable,
    id: &MilestoneId,
    title: &str,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_text(tx, &at, fields::TITLE, title, limits::TITLE_MAX)?;
    Ok(Edit::SetMilestoneTitle {
        id: id.clone(),
        title: before.title,
    })
}

pub(super) fn set_kind(
    tx: &mut impl Transactable,
    id: &MilestoneId,
    kind: MilestoneKind,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_choice(tx, &at, fields::KIND, Some(kind.id()))?;
    Ok(Edit::SetMilestoneKind {
        id: id.clone(),
        kind: before.kind,
    })
}

pub(super) fn set_date(
    tx: &mut impl Transactable,
    id: &MilestoneId,
    moment: i64,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    if moment < 0 {
        return Err(EditError::NoMoment);
    }
    // Written anew even where it is the same: several who chose this moment at once then have one value.
    tx.put(&at, fields::AT, moment)?;
    Ok(Edit::SetMilestoneDate {
        id: id.clone(),
        at: before.at,
    })
}
