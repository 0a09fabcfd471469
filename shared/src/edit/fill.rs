//! Filling the fresh documents of a case that comes from elsewhere, already checked.

use automerge::{ROOT, transaction::Transactable};

use super::{EditError, IdentityField, TextField, actor, plain, text, tie, write::need_map};
use crate::{
    case::{Case, Identity, Reserved},
    document::fields,
};

/// Fills a fresh document of the shared zone.
pub(crate) fn case(tx: &mut impl Transactable, case: &Case) -> Result<(), EditError> {
    plain::set_person_alias(tx, &case.person.alias)?;
    plain::set_person_notes(tx, &case.person.notes)?;
    // A case that people wrote apart may hold more than one edit may reach, so that maxima are not asked here.
    let actors = need_map(tx, &ROOT, fields::ACTORS)?;
    for (id, actor) in &case.actors {
        actor::write(tx, &actors, id, actor)?;
    }
    let ties = need_map(tx, &ROOT, fields::TIES)?;
    for (id, tie) in &case.ties {
        tie::write(tx, &ties, id, tie)?;
    }
    plain::set_plan_title(tx, &case.plan.title)?;
    plain::set_plan_authors(tx, &case.plan.authors)?;
    plain::set_problem_type(tx, case.plan.problem_type)?;
    for (field, written) in &case.plan.texts {
        text::fill(tx, TextField::Plan(*field), written)?;
    }
    Ok(())
}

/// Fills a fresh document of the reserved zone.
pub(crate) fn reserved(tx: &mut impl Transactable, reserved: &Reserved) -> Result<(), EditError> {
    text::fill(tx, TextField::ReservedNotes, &reserved.notes)
}

/// Fills a fresh document of the identity.
pub(crate) fn identity(tx: &mut impl Transactable, identity: &Identity) -> Result<(), EditError> {
    for field in IdentityField::ALL {
        plain::set_identity(tx, field, identity.field(field))?;
    }
    Ok(())
}
