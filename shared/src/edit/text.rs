//! Edits of texts that several people write at once, and undoing them while the others type on.
//!
//! A character is known by the Automerge operation that wrote it, which never changes, rather than by its place,
//! which changes with every key that somebody presses. Where those operations stand is looked up among what is
//! visible: Automerge 0.12 can also find the place of a deleted one, but then panics if it belonged to another text.

mod passage;
mod place;
mod runs;
mod standing;

use std::collections::VecDeque;

use automerge::{ObjId, ObjType, ReadDoc, transaction::Transactable};

use super::{Edit, EditError, TextField, comment, write::need_map};
use crate::{
    document::{self, fields},
    limits,
};
pub use passage::Passage;
pub(crate) use passage::find_passages;
pub(super) use passage::followed;
pub use passage::name_passage;
pub use place::{TextPlace, find_places, name_place};
pub use runs::{CharRun, Piece};
pub(super) use runs::{Renamed, rename};
use standing::{Element, Standing, is_boundary};

/// The text object, created if another program left it out or wrote a plain string in its place.
fn need_text(tx: &mut impl Transactable, field: TextField) -> Result<ObjId, EditError> {
    if let Some(text) = document::text_obj(tx, field) {
        return Ok(text);
    }
    let written = document::read_text(tx, field);
    if let TextField::Plan(_) = field {
        let plan = need_map(tx, &automerge::ROOT, fields::PLAN)?;
        need_map(tx, &plan, fields::TEXTS)?;
    }
    let (home, key) = fields::text_home(tx, field).ok_or(EditError::WrongDocument)?;
    let text = tx.put_object(&home, key, ObjType::Text)?;
    tx.splice_text(&text, 0, 0, &written)?;
    Ok(text)
}

/// Writes a whole text into an empty one.
pub(super) fn fill(
    tx: &mut impl Transactable,
    field: TextField,
    written: &str,
) -> Result<(), EditError> {
    let text = need_text(tx, field)?;
    Ok(tx.splice_text(&text, 0, 0, written)?)
}

/// The characters that stand in `[from, to)`, and what they say.
fn span(
    doc: &impl ReadDoc,
    text: &ObjId,
    from: usize,
    to: usize,
) -> Result<(Vec<CharRun>, String), EditError> {
    let mut runs = Vec::new();
    let mut written = String::new();
    let mut at = from;
    while at < to {
        let element = Element::at(doc, text, at)?;
        at = element.end();
        written.push_str(&element.text);
        element.character.run().append_to(&mut runs);
    }
    Ok((runs, written))
}

/// The piece that stands in `[from, to)`.
fn piece(doc: &impl ReadDoc, text: &ObjId, from: usize, to: usize) -> Result<Piece, EditError> {
    let length = doc.length(text);
    let (mut start, mut end) = (from, to);
    for _ in 0..limits::NEIGHBOURS_MAX {
        if start > 0 {
            start = Element::at(doc, text, start - 1)?.at;
        }
        if end < length {
            end = Element::at(doc, text, end)?.end();
        }
    }
    let (was, written) = span(doc, text, from, to)?;
    Ok(Piece {
        after: span(doc, text, start, from)?.0,
        before: span(doc, text, to, end)?.0,
        text: written,
        was,
    })
}

/// Takes `[from, to)` out of the text.
fn take_out(
    tx: &mut impl Transactable,
    text: &ObjId,
    from: usize,
    to: usize,
) -> Result<(), EditError> {
    let delete = isize::try_from(to - from).map_err(|_| EditError::OutOfText)?;
    Ok(tx.splice_text(text, from, delete, "")?)
}

/// Puts text in at a place, and returns the characters that it became.
fn put_in(
    tx: &mut impl Transactable,
    text: &ObjId,
    at: usize,
    insert: &str,
) -> Result<CharRun, EditError> {
    tx.splice_text(text, at, 0, insert)?;
    let first = Element::at(tx, text, at)?.character;
    // One splice writes one operation for each character, in order.
    let chars = u64::try_from(insert.chars().count()).map_err(|_| EditError::OutOfText)?;
    Ok(CharRun {
        chars,
        ..first.run()
    })
}

fn check_growth(length: usize, delete: usize, insert: usize) -> Result<(), EditError> {
    let max = limits::TEXT_MAX;
    // Shrinking a text that merging made too long must stay possible.
    if insert > delete && length - delete + insert > max {
        return Err(EditError::TooLong { max });
    }
    Ok(())
}

pub(super) fn splice(
    tx: &mut impl Transactable,
    field: TextField,
    at: usize,
    delete: usize,
    insert: &str,
) -> Result<Edit, EditError> {
    let text = need_text(tx, field)?;
    let end = at.checked_add(delete).ok_or(EditError::OutOfText)?;
    if !(is_boundary(tx, &text, at)? && is_boundary(tx, &text, end)?) {
        return Err(EditError::OutOfText);
    }
    check_growth(tx.length(&text), delete, limits::length(insert))?;
    let mut restore = Vec::new();
    if delete > 0 {
        restore.push(piece(tx, &text, at, end)?);
        take_out(tx, &text, at, end)?;
    }
    let mut remove = Vec::new();
    if !insert.is_empty() {
        remove.push(put_in(tx, &text, at, insert)?);
    }
    Ok(Edit::ReviseText {
        field,
        remove,
        restore,
    })
}

pub(super) fn revise(
    tx: &mut impl Transactable,
    field: TextField,
    remove: &[CharRun],
    restore: &[Piece],
    renamed: &mut Vec<Renamed>,
) -> Result<Edit, EditError> {
    let text = document::text_obj(tx, field).ok_or(EditError::OutOfText)?;
    let mut places: Vec<(usize, usize)> = Standing::of(tx, &text)?.places(remove).collect();
    places.sort_unstable();
    places.dedup();
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for (at, width) in places {
        match spans.last_mut() {
            Some((_, end)) if *end == at => *end += width,
            _ => spans.push((at, at + width)),
        }
    }
    let going = spans.iter().map(|(from, to)| to - from).sum();
    let coming = restore
        .iter()
        .map(|piece| limits::length(&piece.text))
        .sum();
    check_growth(tx.length(&text), going, coming)?;

    let taken = spans
        .iter()
        .map(|(from, to)| piece(tx, &text, *from, *to))
        .collect::<Result<Vec<_>, _>>()?;
    // From the end, so that the places before it stay right.
    for (from, to) in spans.into_iter().rev() {
        take_out(tx, &text, from, to)?;
    }

    let mut back = Vec::with_capacity(restore.len());
    let mut pieces: VecDeque<Piece> = restore.to_vec().into();
    while let Some(piece) = pieces.pop_front() {
        if piece.text.is_empty() {
            continue;
        }
        let at = Standing::of(tx, &text)?.place(&piece, tx.length(&text));
        let now = put_in(tx, &text, at, &piece.text)?;
        back.push(now.clone());
        let one = Renamed {
            was: piece.was,
            now,
        };
        rename(
            &mut Vec::new(),
            pieces.make_contiguous(),
            std::slice::from_ref(&one),
        );
        renamed.push(one);
    }
    let others = renamed.len().saturating_sub(back.len());
    comment::follow(tx, field, &renamed[others..])?;
    Ok(Edit::ReviseText {
        field,
        remove: back,
        restore: taken,
    })
}
