//! Filling the fresh documents of a case that comes from elsewhere, already checked.

use std::collections::BTreeMap;

use automerge::{ROOT, transaction::Transactable};

use super::{
    EditError, IdentityField, TextField, actor, household, milestone, plain, text, tie,
    write::need_map,
};
use crate::{
    case::{Actor, Case, Identity, Reserved, Tie},
    document::fields,
    ids::{ActorId, TieId},
};

/// Fills a fresh document of the shared zone.
pub(crate) fn case(tx: &mut impl Transactable, case: &Case) -> Result<(), EditError> {
    plain::set_person_alias(tx, &case.person.alias)?;
    plain::set_person_notes(tx, &case.person.notes)?;
    let person = need_map(tx, &ROOT, fields::PERSON)?;
    household::write_member(tx, &person, case.person.member)?;
    network(tx, &case.actors, &case.ties)?;
    let kinships = need_map(tx, &ROOT, fields::KINSHIPS)?;
    for (id, kin) in &case.kinships {
        household::write(tx, &kinships, id, kin)?;
    }
    let milestones = need_map(tx, &ROOT, fields::MILESTONES)?;
    for (id, milestone) in &case.milestones {
        milestone::write(tx, &milestones, id, milestone)?;
    }
    plain::set_withheld(tx, case.withheld)?;
    plain::set_plan_title(tx, &case.plan.title)?;
    plain::set_plan_authors(tx, &case.plan.authors)?;
    plain::set_problem_type(tx, case.plan.problem_type)?;
    for (field, written) in &case.plan.texts {
        text::fill(tx, TextField::Plan(*field), written)?;
    }
    Ok(())
}

/// Writes actors and ties. A case that people wrote apart may hold more than one edit may reach, so that maxima are not
/// asked here.
fn network(
    tx: &mut impl Transactable,
    all: &BTreeMap<ActorId, Actor>,
    ties: &BTreeMap<TieId, Tie>,
) -> Result<(), EditError> {
    let actors = need_map(tx, &ROOT, fields::ACTORS)?;
    for (id, actor) in all {
        actor::write(tx, &actors, id, actor)?;
    }
    let container = need_map(tx, &ROOT, fields::TIES)?;
    for (id, tie) in ties {
        tie::write(tx, &container, id, tie)?;
    }
    Ok(())
}

/// Fills a fresh document of the reserved zone.
pub(crate) fn reserved(tx: &mut impl Transactable, reserved: &Reserved) -> Result<(), EditError> {
    network(tx, &reserved.actors, &reserved.ties)?;
    text::fill(tx, TextField::ReservedNotes, &reserved.notes)
}

/// Fills a fresh document of the identity.
pub(crate) fn identity(tx: &mut impl Transactable, identity: &Identity) -> Result<(), EditError> {
    for field in IdentityField::ALL {
        plain::set_identity(tx, field, identity.field(field))?;
    }
    Ok(())
}
