//! Edits of actors.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{ObjId, ObjType, ReadDoc, transaction::Transactable};

use super::{
    Edit, EditError, commitment, household, need, tie,
    write::{
        check_length, clear_entity, put_choice, put_optional_text, put_place, put_text, room_for,
    },
};
use crate::{
    case::{
        Actor, ActorKind, Closeness, Kin, Party, Place, Quadrant, Ring, Scale, Sector, Support,
        Tie, View,
    },
    document::{self, fields},
    ids::{ActorId, KinshipId, NeedId, TieId},
    limits,
};

/// The actor's map and what stands in it.
pub(super) fn find(doc: &impl ReadDoc, id: &ActorId) -> Result<(ObjId, Actor), EditError> {
    fields::actor(doc, id)
        .zip(document::read_actor(doc, id))
        .ok_or(EditError::NoActor)
}

fn insert(tx: &mut impl Transactable, id: &ActorId, actor: &Actor) -> Result<(), EditError> {
    check_length(&actor.name, limits::NAME_MAX)?;
    check_length(&actor.role, limits::NAME_MAX)?;
    check_length(&actor.programme, limits::NAME_MAX)?;
    check_length(&actor.notes, limits::NOTES_MAX)?;
    let actors = room_for(tx, fields::ACTORS, id.as_str(), limits::ACTORS_MAX)?;
    write(tx, &actors, id, actor)
}

/// Writes a new actor into the map of actors.
pub(super) fn write(
    tx: &mut impl Transactable,
    actors: &ObjId,
    id: &ActorId,
    actor: &Actor,
) -> Result<(), EditError> {
    let at = tx.put_object(actors, id.as_str(), ObjType::Map)?;
    tx.put(&at, fields::NAME, actor.name.as_str())?;
    tx.put(&at, fields::ROLE, actor.role.as_str())?;
    tx.put(&at, fields::KIND, actor.kind.id())?;
    tx.put(&at, fields::RING, actor.ring.id())?;
    tx.put(&at, fields::NOTES, actor.notes.as_str())?;
    put_choice(tx, &at, fields::SECTOR, actor.sector.map(Sector::id))?;
    put_choice(tx, &at, fields::QUADRANT, actor.quadrant.map(Quadrant::id))?;
    put_choice(
        tx,
        &at,
        fields::CLOSENESS,
        actor.closeness.map(Closeness::id),
    )?;
    put_optional_text(
        tx,
        &at,
        fields::PROGRAMME,
        &actor.programme,
        limits::NAME_MAX,
    )?;
    put_choice(tx, &at, fields::SCALE, actor.scale.map(Scale::id))?;
    put_choice(tx, &at, fields::SUPPORT, actor.support.map(Support::id))?;
    household::write_household(tx, &at, actor.household)?;
    for view in View::ALL {
        put_place(tx, &at, *view, actor.place(*view))?;
    }
    Ok(())
}

pub(super) fn add(
    tx: &mut impl Transactable,
    id: &ActorId,
    actor: &Actor,
) -> Result<Edit, EditError> {
    insert(tx, id, actor)?;
    Ok(Edit::RemoveActor { id: id.clone() })
}

pub(super) fn remove(tx: &mut impl Transactable, id: &ActorId) -> Result<Edit, EditError> {
    let (_, actor) = find(tx, id)?;
    commitment::remember_actor(tx, id, &actor.name)?;
    let party = Party::Actor(id.clone());
    let mut ties = BTreeMap::new();
    let stored = document::stored_ties(tx);
    let own = stored
        .into_iter()
        .filter(|(_, (from, to))| *from == party || *to == party);
    for (tie_id, _) in own {
        if let Some(tie) = document::stored_tie(tx, &tie_id) {
            ties.insert(tie_id.clone(), tie);
        }
        commitment::remember_tie(tx, &tie_id)?;
        clear_entity(tx, fields::TIES, tie_id.as_str())?;
    }
    let mut kinships = document::stored_kinships(tx);
    kinships.retain(|_, kin| kin.a == party || kin.b == party);
    for kinship in kinships.keys() {
        clear_entity(tx, fields::KINSHIPS, kinship.as_str())?;
    }
    let answered = need::forget(tx, id)?;
    clear_entity(tx, fields::ACTORS, id.as_str())?;
    Ok(Edit::RestoreActor {
        id: id.clone(),
        actor,
        ties,
        kinships,
        answered,
    })
}

pub(super) fn restore(
    tx: &mut impl Transactable,
    id: &ActorId,
    actor: &Actor,
    ties: &BTreeMap<TieId, Tie>,
    kinships: &BTreeMap<KinshipId, Kin>,
    answered: &BTreeSet<NeedId>,
) -> Result<Edit, EditError> {
    insert(tx, id, actor)?;
    for (tie_id, tie) in ties {
        unless_unfit(tie::add(tx, tie_id, tie).map(drop))?;
    }
    for (kinship, kin) in kinships {
        unless_unfit(household::restore(tx, kinship, kin))?;
    }
    need::recall(tx, id, answered)?;
    Ok(Edit::RemoveActor { id: id.clone() })
}

/// What others did to the network meanwhile stands: a tie that does not fit into it is left out.
fn unless_unfit(restored: Result<(), EditError>) -> Result<(), EditError> {
    match restored {
        Err(
            EditError::NoActor
            | EditError::TieExists(_)
            | EditError::KinshipExists(_)
            | EditError::Taken
            | EditError::SameParty,
        ) => Ok(()),
        restored => restored,
    }
}

pub(super) fn set_name(
    tx: &mut impl Transactable,
    id: &ActorId,
    name: &str,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_text(tx, &at, fields::NAME, name, limits::NAME_MAX)?;
    Ok(Edit::SetActorName {
        id: id.clone(),
        name: before.name,
    })
}

pub(super) fn set_role(
    tx: &mut impl Transactable,
    id: &ActorId,
    role: &str,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_text(tx, &at, fields::ROLE, role, limits::NAME_MAX)?;
    Ok(Edit::SetActorRole {
        id: id.clone(),
        role: before.role,
    })
}

pub(super) fn set_kind(
    tx: &mut impl Transactable,
    id: &ActorId,
    kind: ActorKind,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_choice(tx, &at, fields::KIND, Some(kind.id()))?;
    Ok(Edit::SetActorKind {
        id: id.clone(),
        kind: before.kind,
    })
}

pub(super) fn set_notes(
    tx: &mut impl Transactable,
    id: &ActorId,
    notes: &str,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_text(tx, &at, fields::NOTES, notes, limits::NOTES_MAX)?;
    Ok(Edit::SetActorNotes {
        id: id.clone(),
        notes: before.notes,
    })
}

pub(super) fn set_support(
    tx: &mut impl Transactable,
    id: &ActorId,
    support: Option<Support>,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_choice(tx, &at, fields::SUPPORT, support.map(Support::id))?;
    Ok(Edit::SetActorSupport {
        id: id.clone(),
        support: before.support,
    })
}

pub(super) fn set_sector(
    tx: &mut impl Transactable,
    id: &ActorId,
    sector: Option<Sector>,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_choice(tx, &at, fields::SECTOR, sector.map(Sector::id))?;
    Ok(Edit::SetActorSector {
        id: id.clone(),
        sector: before.sector,
    })
}

pub(super) fn set_quadrant(
    tx: &mut impl Transactable,
    id: &ActorId,
    quadrant: Option<Quadrant>,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_choice(tx, &at, fields::QUADRANT, quadrant.map(Quadrant::id))?;
    Ok(Edit::SetActorQuadrant {
        id: id.clone(),
        quadrant: before.quadrant,
    })
}

pub(super) fn set_closeness(
    tx: &mut impl Transactable,
    id: &ActorId,
    closeness: Option<Closeness>,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_choice(tx, &at, fields::CLOSENESS, closeness.map(Closeness::id))?;
    Ok(Edit::SetActorCloseness {
        id: id.clone(),
        closeness: before.closeness,
    })
}

pub(super) fn set_programme(
    tx: &mut impl Transactable,
    id: &ActorId,
    programme: &str,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    check_length(programme, limits::NAME_MAX)?;
    put_optional_text(tx, &at, fields::PROGRAMME, programme, limits::NAME_MAX)?;
    Ok(Edit::SetActorProgramme {
        id: id.clone(),
        programme: before.programme,
    })
}

pub(super) fn set_scale(
    tx: &mut impl Transactable,
    id: &ActorId,
    scale: Option<Scale>,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_choice(tx, &at, fields::SCALE, scale.map(Scale::id))?;
    Ok(Edit::SetActorScale {
        id: id.clone(),
        scale: before.scale,
    })
}

pub(super) fn relocate(
    tx: &mut impl Transactable,
    id: &ActorId,
    ring: Ring,
    view: View,
    place: Option<Place>,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_choice(tx, &at, fields::RING, Some(ring.id()))?;
    put_place(tx, &at, view, place)?;
    Ok(Edit::MoveActor {
        id: id.clone(),
        ring: before.ring,
        view,
        place: before.place(view),
    })
}

pub(super) fn place_all(
    tx: &mut impl Transactable,
    view: View,
    places: &BTreeMap<ActorId, Option<Place>>,
) -> Result<Edit, EditError> {
    let mut before = BTreeMap::new();
    for (id, place) in places {
        // Whoever left the map meanwhile needs no place; the others still do.
        let Ok((at, actor)) = find(tx, id) else {
            continue;
        };
        put_place(tx, &at, view, *place)?;
        before.insert(id.clone(), actor.place(view));
    }
    if before.is_empty() && !places.is_empty() {
        return Err(EditError::NoActor);
    }
    Ok(Edit::PlaceActors {
        view,
        places: before,
    })
}
