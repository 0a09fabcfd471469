//! Narrow writes of single fields, each telling what stood there before.

use automerge::{ObjId, ObjType, ReadDoc, transaction::Transactable};

use super::EditError;
use crate::{
    case::{Place, View},
    document::fields,
    limits,
};

/// Refuses a text that is too long.
pub(super) fn check_length(text: &str, max: usize) -> Result<(), EditError> {
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
pub(super) fn put_text(
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

/// Writes the id of a fixed choice, or takes it away.
pub(super) fn put_choice(
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

/// Takes a field away, if it is there.
pub(super) fn clear(tx: &mut impl Transactable, at: &ObjId, key: &str) -> Result<(), EditError> {
    if tx.get(at, key)?.is_some() {
        tx.delete(at, key)?;
    }
    Ok(())
}

/// Writes a place as one value: x of one person and y of another would be a place that nobody chose.
pub(super) fn put_place(
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
pub(super) fn need_map(
    tx: &mut impl Transactable,
    at: &ObjId,
    key: &str,
) -> Result<ObjId, EditError> {
    match fields::map(tx, at, key) {
        Some(map) => Ok(map),
        None => Ok(tx.put_object(at, key, ObjType::Map)?),
    }
}
