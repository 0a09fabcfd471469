//! Edits of ties.

use automerge::{ObjId, ObjType, ReadDoc, transaction::Transactable};

use super::{
    Edit, EditError, commitment,
    write::{
        check_length, clear_entity, need_map, put_choice, put_in_set, put_optional_text, put_text,
        room_for,
    },
};
use crate::{
    case::{Barrier, Exchange, ExchangeArea, Flow, Frequency, ResourceKind, Tie, TieQuality},
    document::{self, fields},
    ids::TieId,
    limits,
};

/// A tie's map, what stands in it as everybody reads it, and whether it is stored the other way round (another
/// program may have written the person as the second party).
struct Stored {
    at: ObjId,
    tie: Tie,
    turned: bool,
}

fn find(doc: &impl ReadDoc, id: &TieId) -> Result<Stored, EditError> {
    let at = fields::tie(doc, id).ok_or(EditError::NoTie)?;
    let tie = document::stored_tie(doc, id).ok_or(EditError::NoTie)?;
    let turned = document::stored_parties(doc, id).is_some_and(|(from, _)| from != tie.from);
    Ok(Stored { at, tie, turned })
}

pub(super) fn add(tx: &mut impl Transactable, id: &TieId, tie: &Tie) -> Result<Edit, EditError> {
    check_length(&tie.notes, limits::NOTES_MAX)?;
    check_length(&tie.since, limits::NAME_MAX)?;
    if tie.from == tie.to {
        return Err(EditError::SameParty);
    }
    if !document::has_parties(tx, &tie.from, &tie.to) {
        return Err(EditError::NoActor);
    }
    let ties = room_for(tx, fields::TIES, id.as_str(), limits::TIES_MAX)?;
    let stored = document::stored_ties(tx);
    if let Some((other, _)) = stored.iter().find(|(_, (from, to))| tie.joins(from, to)) {
        return Err(EditError::TieExists(other.clone()));
    }
    write(tx, &ties, id, tie)?;
    Ok(Edit::RemoveTie { id: id.clone() })
}

/// Writes a new tie into the map of ties.
pub(super) fn write(
    tx: &mut impl Transactable,
    ties: &ObjId,
    id: &TieId,
    tie: &Tie,
) -> Result<(), EditError> {
    let tie = tie.clone().normalised();
    let at = tx.put_object(ties, id.as_str(), ObjType::Map)?;
    tx.put(&at, fields::FROM, tie.from.id())?;
    tx.put(&at, fields::TO, tie.to.id())?;
    tx.put(&at, fields::QUALITY, tie.quality.id())?;
    tx.put(&at, fields::FLOW, tie.flow.id())?;
    tx.put(&at, fields::NOTES, tie.notes.as_str())?;
    let areas = tx.put_object(&at, fields::EXCHANGE, ObjType::Map)?;
    for (area, exchange) in &tie.exchange {
        put_area(tx, &areas, *area, *exchange)?;
    }
    for resource in &tie.resources {
        put_in_set(tx, &at, fields::RESOURCES, resource.id(), true)?;
    }
    put_choice(tx, &at, fields::FREQUENCY, tie.frequency.map(Frequency::id))?;
    put_optional_text(tx, &at, fields::SINCE, &tie.since, limits::NAME_MAX)?;
    for barrier in &tie.barriers {
        put_in_set(tx, &at, fields::BARRIERS, barrier.id(), true)?;
    }
    Ok(())
}

pub(super) fn remove(tx: &mut impl Transactable, id: &TieId) -> Result<Edit, EditError> {
    let Stored { tie, .. } = find(tx, id)?;
    commitment::remember_tie(tx, id)?;
    clear_entity(tx, fields::TIES, id.as_str())?;
    Ok(Edit::AddTie {
        id: id.clone(),
        tie,
    })
}

pub(super) fn set_quality(
    tx: &mut impl Transactable,
    id: &TieId,
    quality: TieQuality,
) -> Result<Edit, EditError> {
    let Stored { at, tie, .. } = find(tx, id)?;
    put_choice(tx, &at, fields::QUALITY, Some(quality.id()))?;
    Ok(Edit::SetTieQuality {
        id: id.clone(),
        quality: tie.quality,
    })
}

pub(super) fn set_flow(
    tx: &mut impl Transactable,
    id: &TieId,
    flow: Flow,
) -> Result<Edit, EditError> {
    let Stored { at, tie, turned } = find(tx, id)?;
    let stored = if turned { flow.reversed() } else { flow };
    put_choice(tx, &at, fields::FLOW, Some(stored.id()))?;
    Ok(Edit::SetTieFlow {
        id: id.clone(),
        flow: tie.flow,
    })
}

pub(super) fn set_exchange(
    tx: &mut impl Transactable,
    id: &TieId,
    area: ExchangeArea,
    exchange: Exchange,
) -> Result<Edit, EditError> {
    let Stored { at, tie, turned } = find(tx, id)?;
    let areas = need_map(tx, &at, fields::EXCHANGE)?;
    let stored = if turned {
        exchange.reversed()
    } else {
        exchange
    };
    put_area(tx, &areas, area, stored)?;
    Ok(Edit::SetTieExchange {
        id: id.clone(),
        area,
        exchange: tie.exchange.get(&area).copied().unwrap_or_default(),
    })
}

pub(super) fn set_resource(
    tx: &mut impl Transactable,
    id: &TieId,
    resource: ResourceKind,
    passes: bool,
) -> Result<Edit, EditError> {
    let Stored { at, tie, .. } = find(tx, id)?;
    put_in_set(tx, &at, fields::RESOURCES, resource.id(), passes)?;
    Ok(Edit::SetTieResource {
        id: id.clone(),
        resource,
        passes: tie.resources.contains(&resource),
    })
}

pub(super) fn set_frequency(
    tx: &mut impl Transactable,
    id: &TieId,
    frequency: Option<Frequency>,
) -> Result<Edit, EditError> {
    let Stored { at, tie, .. } = find(tx, id)?;
    put_choice(tx, &at, fields::FREQUENCY, frequency.map(Frequency::id))?;
    Ok(Edit::SetTieFrequency {
        id: id.clone(),
        frequency: tie.frequency,
    })
}

pub(super) fn set_since(
    tx: &mut impl Transactable,
    id: &TieId,
    since: &str,
) -> Result<Edit, EditError> {
    let Stored { at, tie, .. } = find(tx, id)?;
    check_length(since, limits::NAME_MAX)?;
    put_optional_text(tx, &at, fields::SINCE, since, limits::NAME_MAX)?;
    Ok(Edit::SetTieSince {
        id: id.clone(),
        since: tie.since,
    })
}

pub(super) fn set_barrier(
    tx: &mut impl Transactable,
    id: &TieId,
    barrier: Barrier,
    stands: bool,
) -> Result<Edit, EditError> {
    let Stored { at, tie, .. } = find(tx, id)?;
    put_in_set(tx, &at, fields::BARRIERS, barrier.id(), stands)?;
    Ok(Edit::SetTieBarrier {
        id: id.clone(),
        barrier,
        stands: tie.barriers.contains(&barrier),
    })
}

pub(super) fn set_notes(
    tx: &mut impl Transactable,
    id: &TieId,
    notes: &str,
) -> Result<Edit, EditError> {
    let Stored { at, tie, .. } = find(tx, id)?;
    put_text(tx, &at, fields::NOTES, notes, limits::NOTES_MAX)?;
    Ok(Edit::SetTieNotes {
        id: id.clone(),
        notes: tie.notes,
    })
}

/// Writes one area. Where it stands already only the sense that changes is written, so that two people who tick the
/// two senses at the same time both keep theirs; where two people made it at the same time, one takes its place.
fn put_area(
    tx: &mut impl Transactable,
    areas: &ObjId,
    area: ExchangeArea,
    exchange: Exchange,
) -> Result<(), EditError> {
    let standing = match tx.get_all(areas, area.id())?.as_slice() {
        [_] => fields::map(tx, areas, area.id()),
        _ => None,
    };
    let at = match &standing {
        Some(at) => at.clone(),
        None => tx.put_object(areas, area.id(), ObjType::Map)?,
    };
    for (key, flag) in [
        (fields::GIVES, exchange.gives),
        (fields::RECEIVES, exchange.receives),
    ] {
        let same = match tx.get_all(&at, key)?.as_slice() {
            [(value, _)] => value.as_bool() == Some(flag),
            _ => false,
        };
        if !same {
            tx.put(&at, key, flag)?;
        }
    }
    Ok(())
}
