//! Where the characters of a text stand at this moment.

use std::collections::HashMap;

use automerge::{ActorId, ObjId, ReadDoc, ScalarValueRef, ValueRef};

use super::runs::{Char, CharRun, Piece};
use crate::{edit::EditError, limits};

/// Where every character of a text stands now: its place and its width, in UTF-16 units.
pub(super) struct Standing(HashMap<(ActorId, u64), (usize, usize)>);

/// The characters of a text as they stand now: operation, writer, place and width in UTF-16 units.
pub(super) fn characters<'a>(
    doc: &'a impl ReadDoc,
    text: &ObjId,
) -> impl Iterator<Item = (u64, ActorId, usize, usize)> + 'a {
    let mut at = 0;
    doc.list_range(text, ..).filter_map(move |item| {
        let width = match &item.value {
            ValueRef::Scalar(ScalarValueRef::Str(text)) => limits::length(text),
            // Anything else in a text counts as one unit, as Automerge shows it.
            _ => 1,
        };
        let place = at;
        at += width;
        match item.id() {
            ObjId::Id(op, writer, _) => Some((op, writer, place, width)),
            ObjId::Root => None,
        }
    })
}

impl Standing {
    pub(super) fn of(doc: &impl ReadDoc, text: &ObjId) -> Result<Self, EditError> {
        let mut standing = HashMap::new();
        let mut end = 0;
        for (op, writer, at, width) in characters(doc, text) {
            standing.insert((writer, op), (at, width));
            end = at + width;
        }
        // Places that do not add up would delete what they should not.
        if end == doc.length(text) {
            Ok(Self(standing))
        } else {
            Err(EditError::OutOfText)
        }
    }

    /// The places of those characters that still stand, in the order of the runs.
    pub(super) fn places<'a>(
        &'a self,
        runs: &'a [CharRun],
    ) -> impl Iterator<Item = (usize, usize)> + 'a {
        runs.iter().flat_map(move |run| {
            let writer = ActorId::try_from(run.writer.as_str()).ok();
            (0..run.chars).filter_map(move |n| {
                let key = (writer.clone()?, run.first.checked_add(n)?);
                self.0.get(&key).copied()
            })
        })
    }

    /// Where a piece goes back to: behind the nearest character before it that still stands, else before the nearest
    /// behind it; with no neighbour left, to the start if it stood there, else to the end.
    pub(super) fn place(&self, piece: &Piece, length: usize) -> usize {
        if let Some((at, width)) = self.places(&piece.after).last() {
            at + width
        } else if piece.after.is_empty() {
            0
        } else if let Some((at, _)) = self.places(&piece.before).next() {
            at
        } else {
            length
        }
    }
}

/// A character where it stands.
pub(super) struct Element {
    pub(super) character: Char,
    pub(super) text: String,
    /// Where it starts, in UTF-16 units.
    pub(super) at: usize,
}

impl Element {
    /// The character at, or around, a place of the text. It costs the same however long the text is.
    pub(super) fn at(doc: &impl ReadDoc, text: &ObjId, at: usize) -> Result<Self, EditError> {
        let (character, written) = look(doc, text, at)?;
        // A character of two units is found at both.
        let second =
            at > 0 && limits::length(&written) > 1 && look(doc, text, at - 1)?.0 == character;
        Ok(Self {
            character,
            text: written,
            at: if second { at - 1 } else { at },
        })
    }

    pub(super) fn end(&self) -> usize {
        self.at + limits::length(&self.text)
    }
}

fn look(doc: &impl ReadDoc, text: &ObjId, at: usize) -> Result<(Char, String), EditError> {
    let (value, id) = doc.get(text, at)?.ok_or(EditError::OutOfText)?;
    let ObjId::Id(op, writer, _) = id else {
        return Err(EditError::OutOfText);
    };
    let character = Char {
        writer: writer.to_hex_string(),
        op,
    };
    // Whatever else another program put into a text, Automerge shows as one unit.
    let written = value.as_str().unwrap_or("\u{fffc}");
    Ok((character, written.to_owned()))
}

/// Whether a character starts, or the text ends, at a place.
pub(super) fn is_boundary(doc: &impl ReadDoc, text: &ObjId, at: usize) -> Result<bool, EditError> {
    let length = doc.length(text);
    if at >= length {
        return Ok(at == length);
    }
    Ok(Element::at(doc, text, at)?.at == at)
}
