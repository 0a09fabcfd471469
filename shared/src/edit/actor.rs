//! Edits of actors.

use std::collections::BTreeMap;

use automerge::{ObjId, ObjType, ROOT, ReadDoc, transaction::Transactable};

use super::{
    Edit, EditError, tie,
    write::{check_length, clear, need_map, put_choice, put_place, put_text},
};
use crate::{
    case::{Actor, ActorKind, Party, Place, Ring, Sector, Support, Tie, View},
    document::{self, fields},
    ids::{ActorId, TieId},
    limits,
};

/// The actor's map and what stands in it.
fn find(doc: &impl ReadDoc, id: &ActorId) -> Result<(ObjId, Actor), EditError> {
    fields::actor(doc, id)
        .zip(document::read_actor(doc, id))
        .ok_or(EditError::NoActor)
}

fn insert(tx: &mut impl Transactable, id: &ActorId, actor: &Actor) -> Result<(), EditError> {
    check_length(&actor.name, limits::NAME_MAX)?;
    check_length(&actor.role, limits::NAME_MAX)?;
    check_length(&actor.notes, limits::NOTES_MAX)?;
    let actors = need_map(tx, &ROOT, fields::ACTORS)?;
    if tx.get(&actors, id.as_str())?.is_some() {
        return Err(EditError::Taken);
    }
    let max = limits::ACTORS_MAX;
    if tx.length(&actors) >= max {
        return Err(EditError::Full { max });
    }
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
    put_choice(tx, &at, fields::SUPPORT, actor.support.map(Support::id))?;
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
    let party = Party::Actor(id.clone());
    let mut ties = BTreeMap::new();
    let stored = document::stored_ties(tx);
    let own = stored
        .into_iter()
        .filter(|(_, (from, to))| *from == party || *to == party);
    let container = need_map(tx, &ROOT, fields::TIES)?;
    for (tie_id, _) in own {
        if let Some(tie) = document::stored_tie(tx, &tie_id) {
            ties.insert(tie_id.clone(), tie);
        }
        clear(tx, &container, tie_id.as_str())?;
    }
    let actors = need_map(tx, &ROOT, fields::ACTORS)?;
    clear(tx, &actors, id.as_str())?;
    Ok(Edit::RestoreActor {
        id: id.clone(),
        actor,
        ties,
    })
}

pub(super) fn restore(
    tx: &mut impl Transactable,
    id: &ActorId,
    actor: &Actor,
    ties: &BTreeMap<TieId, Tie>,
) -> Result<Edit, EditError> {
    insert(tx, id, actor)?;
    for (tie_id, tie) in ties {
        match tie::add(tx, tie_id, tie) {
            // What others did to the network meanwhile stands: a tie that does not fit into it is left out.
            Ok(_)
            | Err(
                EditError::NoActor
                | EditError::TieExists(_)
                | EditError::Taken
                | EditError::SameParty,
            ) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Edit::RemoveActor { id: id.clone() })
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
