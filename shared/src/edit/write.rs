//! Narrow writes of single fields, each telling what stood there before.

use automerge::{ObjId, ObjType, ROOT, ReadDoc, transaction::Transactable};

use super::EditError;
use crate::{
    case::{Place, View},
    document::fields,
    limits,
};

/// Refuses a text that is too long.
pub(crate) fn check_length(text: &str, max: usize) -> Result<(), EditError> {
    if limits::length(text) > max {
        return Err(EditError::TooLong { max });
    }
    Ok(())
}

/// Whether writing would change nothing: the same value stands there, and no other beside it.
fn stands(doc: &impl ReadDoc, at: &ObjId, key: &str, value: &str) -> bool {
    match doc.get_all(at, key).as_deref() {
        Ok([(found, _)]) => found.as_str() == Some(value),
        _ => false,
    }
}

/// Writes a text, unless it stands there already.
pub(crate) fn put_text(
    tx: &mut impl Transactable,
    at: &ObjId,
    key: &str,
    value: &str,
    max: usize,
) -> Result<(), EditError> {
    check_length(value, max)?;
    if !stands(tx, at, key, value) {
        tx.put(at, key, value)?;
    }
    Ok(())
}

/// Writes a text of which an empty one leaves no trace.
pub(crate) fn put_optional_text(
    tx: &mut impl Transactable,
    at: &ObjId,
    key: &str,
    value: &str,
    max: usize,
) -> Result<(), EditError> {
    if value.is_empty() {
        return clear(tx, at, key);
    }
    put_text(tx, at, key, value, max)
}

/// Writes the id of a fixed choice, or takes it away.
pub(crate) fn put_choice(
    tx: &mut impl Transactable,
    at: &ObjId,
    key: &str,
    choice: Option<&str>,
) -> Result<(), EditError> {
    match choice {
        Some(id) => put_text(tx, at, key, id, limits::NAME_MAX),
        None => clear(tx, at, key),
    }
}

/// Writes that something is so, or takes the field away.
pub(crate) fn put_flag(
    tx: &mut impl Transactable,
    at: &ObjId,
    key: &str,
    flag: bool,
) -> Result<(), EditError> {
    if !flag {
        return clear(tx, at, key);
    }
    let stands = match tx.get_all(at, key)?.as_slice() {
        [(value, _)] => value.as_bool() == Some(true),
        _ => false,
    };
    if !stands {
        tx.put(at, key, true)?;
    }
    Ok(())
}

/// Puts a choice into a set, or takes it out of it. A set that two people began apart stands twice, and what is taken
/// out has to go from both.
pub(crate) fn put_in_set(
    tx: &mut impl Transactable,
    at: &ObjId,
    key: &str,
    choice: &str,
    is_in: bool,
) -> Result<(), EditError> {
    if is_in {
        let set = need_map(tx, at, key)?;
        return put_flag(tx, &set, choice, true);
    }
    for set in fields::maps(tx, at, key) {
        clear(tx, &set, choice)?;
    }
    Ok(())
}

/// Takes an entity out of its container, wherever it stands.
pub(crate) fn clear_entity(
    tx: &mut impl Transactable,
    container: &str,
    id: &str,
) -> Result<(), EditError> {
    for container in fields::maps(tx, &ROOT, container) {
        clear(tx, &container, id)?;
    }
    Ok(())
}

/// The container that an entity is about to be added to, created if an older document lacks it.
pub(crate) fn room_for(
    tx: &mut impl Transactable,
    container: &str,
    id: &str,
    max: usize,
) -> Result<ObjId, EditError> {
    let at = need_map(tx, &ROOT, container)?;
    if fields::entity(tx, container, id).is_some() || tx.get(&at, id)?.is_some() {
        return Err(EditError::Taken);
    }
    if tx.length(&at) >= max {
        return Err(EditError::Full { max });
    }
    Ok(at)
}

/// Takes a field away, if it is there.
pub(crate) fn clear(tx: &mut impl Transactable, at: &ObjId, key: &str) -> Result<(), EditError> {
    if tx.get(at, key)?.is_some() {
        tx.delete(at, key)?;
    }
    Ok(())
}

/// Writes a place as one value: x of one person and y of another would be a place that nobody chose.
pub(crate) fn put_place(
    tx: &mut impl Transactable,
    at: &ObjId,
    view: View,
    place: Option<Place>,
) -> Result<(), EditError> {
    let Some(Place { x, y }) = place else {
        return clear(tx, at, fields::place(view));
    };
    let near = -limits::PLACE_MAX..=limits::PLACE_MAX;
    if !(near.contains(&x) && near.contains(&y)) {
        return Err(EditError::NoPlace);
    }
    let map = tx.put_object(at, fields::place(view), ObjType::Map)?;
    tx.put(&map, fields::X, x)?;
    tx.put(&map, fields::Y, y)?;
    Ok(())
}

/// The map at a key, created if it is missing (another program may have left it out).
pub(crate) fn need_map(
    tx: &mut impl Transactable,
    at: &ObjId,
    key: &str,
) -> Result<ObjId, EditError> {
    match fields::map(tx, at, key) {
        Some(map) => Ok(map),
        None => Ok(tx.put_object(at, key, ObjType::Map)?),
    }
}
