//! Filling the fresh documents of a case that comes from elsewhere, already checked.

use std::collections::BTreeMap;

use automerge::{ROOT, transaction::Transactable};

use super::{
    EditError, IdentityField, TextField, actor, comment, commitment, guide, household, milestone,
    need, plain, protection, text, tie,
    write::{clear_entity, need_map},
};
use crate::{
    case::{Actor, Case, Identity, Reserved, Tie},
    document::fields,
    ids::{ActorId, TieId},
};

/// Fills a fresh document of the shared zone, which holds the network of `before` already.
pub(crate) fn case(
    tx: &mut impl Transactable,
    case: &Case,
    before: Network<'_>,
) -> Result<(), EditError> {
    plain::set_person_alias(tx, &case.person.alias)?;
    plain::set_person_notes(tx, &case.person.notes)?;
    let person = need_map(tx, &ROOT, fields::PERSON)?;
    household::write_member(tx, &person, case.person.member)?;
    let after = Network {
        actors: &case.actors,
        ties: &case.ties,
    };
    network(tx, before, after)?;
    let kinships = need_map(tx, &ROOT, fields::KINSHIPS)?;
    for (id, kin) in &case.kinships {
        household::write(tx, &kinships, id, kin)?;
    }
    let milestones = need_map(tx, &ROOT, fields::MILESTONES)?;
    for (id, milestone) in &case.milestones {
        milestone::write(tx, &milestones, id, milestone)?;
    }
    let needs = need_map(tx, &ROOT, fields::NEEDS)?;
    for (id, need) in &case.needs {
        need::write(tx, &needs, id, need)?;
    }
    let container = need_map(tx, &ROOT, fields::GUIDE)?;
    for (id, entry) in &case.guide {
        guide::write(tx, &container, id, entry)?;
    }
    plain::set_territory(tx, case.territory.as_ref())?;
    let goals = need_map(tx, &ROOT, fields::GOALS)?;
    for (id, goal) in &case.goals {
        commitment::write_goal(tx, &goals, id, goal)?;
    }
    let commitments = need_map(tx, &ROOT, fields::COMMITMENTS)?;
    for (id, commitment) in &case.commitments {
        commitment::write(tx, &commitments, id, commitment)?;
    }
    plain::set_withheld(tx, case.withheld)?;
    plain::set_plan_title(tx, &case.plan.title)?;
    plain::set_plan_authors(tx, &case.plan.authors)?;
    plain::set_problem_type(tx, case.plan.problem_type)?;
    for (field, written) in &case.plan.texts {
        text::fill(tx, TextField::Plan(*field), written)?;
    }
    comment::fill(tx, &case.comments)
}

/// Actors and ties.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Network<'a> {
    /// The actors.
    pub(crate) actors: &'a BTreeMap<ActorId, Actor>,
    /// The ties.
    pub(crate) ties: &'a BTreeMap<TieId, Tie>,
}

impl Network<'static> {
    /// A network without anybody.
    pub(crate) const EMPTY: Self = Self {
        actors: &BTreeMap::new(),
        ties: &BTreeMap::new(),
    };
}

/// Makes one network out of another: what differs is written anew. A case that people wrote apart may hold more than
/// one edit may reach, so that maxima are not asked here.
pub(crate) fn network(
    tx: &mut impl Transactable,
    before: Network<'_>,
    after: Network<'_>,
) -> Result<(), EditError> {
    for (id, actor) in before.actors {
        if after.actors.get(id) != Some(actor) {
            clear_entity(tx, fields::ACTORS, id.as_str())?;
        }
    }
    for (id, tie) in before.ties {
        if after.ties.get(id) != Some(tie) {
            clear_entity(tx, fields::TIES, id.as_str())?;
        }
    }
    let container = need_map(tx, &ROOT, fields::ACTORS)?;
    for (id, actor) in after.actors {
        if before.actors.get(id) != Some(actor) {
            actor::write(tx, &container, id, actor)?;
        }
    }
    let container = need_map(tx, &ROOT, fields::TIES)?;
    for (id, tie) in after.ties {
        if before.ties.get(id) != Some(tie) {
            tie::write(tx, &container, id, tie)?;
        }
    }
    Ok(())
}

/// Fills a fresh document of the reserved zone.
pub(crate) fn reserved(tx: &mut impl Transactable, reserved: &Reserved) -> Result<(), EditError> {
    let after = Network {
        actors: &reserved.actors,
        ties: &reserved.ties,
    };
    network(tx, Network::EMPTY, after)?;
    if !reserved.protection.is_empty() {
        protection::fill(tx, &reserved.protection)?;
    }
    text::fill(tx, TextField::ReservedNotes, &reserved.notes)
}

/// Fills a fresh document of the identity.
pub(crate) fn identity(tx: &mut impl Transactable, identity: &Identity) -> Result<(), EditError> {
    for field in IdentityField::ALL {
        plain::set_identity(tx, field, identity.field(field))?;
    }
    Ok(())
}
