//! Edits of the single fields of a case: its title, the person, the plan's heading and the identity.

use automerge::{ROOT, transaction::Transactable};

use super::{
    Edit, EditError, IdentityField,
    write::{clear, need_map, put_choice, put_flag, put_text},
};
use crate::{
    case::ProblemType,
    document::{self, fields},
    ids::TerritoryId,
    limits,
};

pub(super) fn set_title(tx: &mut impl Transactable, text: &str) -> Result<Edit, EditError> {
    let before = document::read_title(tx);
    put_text(tx, &ROOT, fields::TITLE, text, limits::TITLE_MAX)?;
    Ok(Edit::SetTitle(before))
}

pub(super) fn set_person_alias(tx: &mut impl Transactable, text: &str) -> Result<Edit, EditError> {
    let before = document::read_person(tx).alias;
    let person = need_map(tx, &ROOT, fields::PERSON)?;
    put_text(tx, &person, fields::ALIAS, text, limits::NAME_MAX)?;
    Ok(Edit::SetPersonAlias(before))
}

pub(super) fn set_person_notes(tx: &mut impl Transactable, text: &str) -> Result<Edit, EditError> {
    let before = document::read_person(tx).notes;
    let person = need_map(tx, &ROOT, fields::PERSON)?;
    put_text(tx, &person, fields::NOTES, text, limits::NOTES_MAX)?;
    Ok(Edit::SetPersonNotes(before))
}

pub(super) fn set_plan_title(tx: &mut impl Transactable, text: &str) -> Result<Edit, EditError> {
    let before = document::read_plan(tx).title;
    let plan = need_map(tx, &ROOT, fields::PLAN)?;
    put_text(tx, &plan, fields::TITLE, text, limits::TITLE_MAX)?;
    Ok(Edit::SetPlanTitle(before))
}

pub(super) fn set_plan_authors(tx: &mut impl Transactable, text: &str) -> Result<Edit, EditError> {
    let before = document::read_plan(tx).authors;
    let plan = need_map(tx, &ROOT, fields::PLAN)?;
    put_text(tx, &plan, fields::AUTHORS, text, limits::TITLE_MAX)?;
    Ok(Edit::SetPlanAuthors(before))
}

pub(super) fn set_problem_type(
    tx: &mut impl Transactable,
    kind: Option<ProblemType>,
) -> Result<Edit, EditError> {
    let before = document::read_plan(tx).problem_type;
    let plan = need_map(tx, &ROOT, fields::PLAN)?;
    put_choice(tx, &plan, fields::PROBLEM_TYPE, kind.map(ProblemType::id))?;
    Ok(Edit::SetProblemType(before))
}

pub(super) fn set_identity(
    tx: &mut impl Transactable,
    field: IdentityField,
    value: &str,
) -> Result<Edit, EditError> {
    let (identity, _) = document::read_identity(tx);
    put_text(tx, &ROOT, fields::identity(field), value, limits::NOTES_MAX)?;
    Ok(Edit::SetIdentity {
        field,
        value: identity.field(field).to_owned(),
    })
}

pub(super) fn set_withheld(tx: &mut impl Transactable, withheld: bool) -> Result<Edit, EditError> {
    let before = document::read_withheld(tx);
    // Written anew where it stands already: a removal that writes it is told from a deletion by that.
    if withheld {
        clear(tx, &ROOT, fields::WITHHELD)?;
    }
    put_flag(tx, &ROOT, fields::WITHHELD, withheld)?;
    Ok(Edit::SetWithheld(before))
}

pub(super) fn set_territory(
    tx: &mut impl Transactable,
    territory: Option<&TerritoryId>,
) -> Result<Edit, EditError> {
    let before = document::read_territory(tx);
    put_choice(
        tx,
        &ROOT,
        fields::TERRITORY,
        territory.map(TerritoryId::as_str),
    )?;
    Ok(Edit::SetTerritory(before))
}
