//! Edits of texts that several people write at once, and undoing them while the others type on.
//!
//! A character is known by the Automerge operation that wrote it, which never changes, rather than by its place,
//! which changes with every key that somebody presses.

use std::collections::{HashMap, VecDeque};

use automerge::{
    ActorId, ObjId, ObjType, ReadDoc, ScalarValueRef, ValueRef, transaction::Transactable,
};
use serde::{Deserialize, Serialize};

use super::{Edit, EditError, TextField, write::need_map};
use crate::{
    document::{self, fields},
    limits,
};

/// Characters that one writer typed one after the other: operations `first`, `first + 1`, …
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CharRun {
    /// The Automerge actor that wrote them, in hexadecimal.
    pub writer: String,
    /// The operation of the first.
    pub first: u64,
    /// How many they are.
    pub chars: u64,
}

/// Text that was deleted, and where it stood: between its neighbours. It knows several of them on each side, because
/// others may delete some.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The characters before it, the nearest last; none at the start of the text.
    pub after: Vec<CharRun>,
    /// The characters behind it, the nearest first; none at the end of the text.
    pub before: Vec<CharRun>,
    /// The text.
    pub text: String,
    /// The characters that it was.
    pub was: Vec<CharRun>,
}

impl Piece {
    /// One piece out of two that were deleted one after the other, if they were neighbours.
    pub(super) fn joined(&self, later: &Self) -> Option<Self> {
        let (first, second) = if last(&later.was) == last(&self.after) {
            (later, self)
        } else if last(&later.after) == last(&self.after)
            && first(&later.was) == first(&self.before)
        {
            (self, later)
        } else {
            return None;
        };
        let mut was = first.was.clone();
        for run in &second.was {
            run.append_to(&mut was);
        }
        Some(Self {
            after: first.after.clone(),
            before: second.before.clone(),
            text: format!("{}{}", first.text, second.text),
            was,
        })
    }
}

/// Characters that were deleted and came back as new ones.
#[derive(Debug, Clone)]
pub(super) struct Renamed {
    was: Vec<CharRun>,
    now: CharRun,
}

/// One character.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Char {
    writer: String,
    op: u64,
}

impl CharRun {
    fn chars(&self) -> impl Iterator<Item = Char> + '_ {
        (0..self.chars).map(|n| Char {
            writer: self.writer.clone(),
            op: self.first.saturating_add(n),
        })
    }

    /// Adds the run to others, to the last one if it follows on.
    pub(super) fn append_to(&self, runs: &mut Vec<Self>) {
        match runs.last_mut() {
            Some(last)
                if last.writer == self.writer
                    && last.first.checked_add(last.chars) == Some(self.first) =>
            {
                last.chars += self.chars;
            }
            _ => runs.push(self.clone()),
        }
    }

    fn meets(&self, other: &Self) -> bool {
        self.writer == other.writer
            && self.first < other.first.saturating_add(other.chars)
            && other.first < self.first.saturating_add(self.chars)
    }

    /// The place of a character in the run.
    fn place(&self, character: &Char) -> Option<u64> {
        let place = character.op.checked_sub(self.first)?;
        (self.writer == character.writer && place < self.chars).then_some(place)
    }
}

impl Char {
    /// The character at a place of the text, in UTF-16 units.
    fn at(doc: &impl ReadDoc, text: &ObjId, at: usize) -> Result<Self, EditError> {
        let cursor = doc.get_cursor(text, at, None)?.to_string();
        let (op, writer) = cursor.split_once('@').ok_or(EditError::OutOfText)?;
        Ok(Self {
            writer: writer.to_owned(),
            op: op.parse().map_err(|_| EditError::OutOfText)?,
        })
    }

    fn run(self) -> CharRun {
        CharRun {
            writer: self.writer,
            first: self.op,
            chars: 1,
        }
    }
}

/// The first character of runs.
fn first(runs: &[CharRun]) -> Option<Char> {
    runs.first()?.chars().next()
}

/// The last character of runs.
fn last(runs: &[CharRun]) -> Option<Char> {
    runs.last()?.chars().last()
}

/// Where every character of a text stands now: its place and its width, in UTF-16 units.
struct Standing(HashMap<(ActorId, u64), (usize, usize)>);

impl Standing {
    fn of(doc: &impl ReadDoc, text: &ObjId) -> Result<Self, EditError> {
        let mut standing = HashMap::new();
        let mut at = 0;
        for item in doc.list_range(text, ..) {
            let width = match &item.value {
                ValueRef::Scalar(ScalarValueRef::Str(text)) => limits::length(text),
                // Anything else in a text counts as one unit, as Automerge shows it.
                _ => 1,
            };
            if let ObjId::Id(op, writer, _) = item.id() {
                standing.insert((writer, op), (at, width));
            }
            at += width;
        }
        // Places that do not add up would delete what they should not.
        if at == doc.length(text) {
            Ok(Self(standing))
        } else {
            Err(EditError::OutOfText)
        }
    }

    /// The places of those characters that still stand, in the order of the runs.
    fn places<'a>(&'a self, runs: &'a [CharRun]) -> impl Iterator<Item = (usize, usize)> + 'a {
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
    fn place(&self, piece: &Piece, length: usize) -> usize {
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

/// A text as UTF-16 units, in which its places count.
struct Units(Vec<u16>);

impl Units {
    fn of(doc: &impl ReadDoc, text: &ObjId) -> Result<Self, EditError> {
        Ok(Self(doc.text(text)?.encode_utf16().collect()))
    }

    /// The width of the character at `at`.
    fn width(&self, at: usize) -> usize {
        let wide = self
            .0
            .get(at)
            .is_some_and(|unit| (0xD800..0xDC00).contains(unit));
        if wide { 2 } else { 1 }
    }

    /// Whether a character starts, or the text ends, at `at`.
    fn starts(&self, at: usize) -> bool {
        at == self.0.len()
            || self
                .0
                .get(at)
                .is_some_and(|unit| !(0xDC00..0xE000).contains(unit))
    }

    /// Where the character before `at` starts; 0 if there is none.
    fn before(&self, at: usize) -> usize {
        let unit = at.saturating_sub(1);
        if self.starts(unit) {
            unit
        } else {
            unit.saturating_sub(1)
        }
    }

    fn slice(&self, from: usize, to: usize) -> String {
        String::from_utf16_lossy(self.0.get(from..to).unwrap_or_default())
    }
}

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

/// The characters that stand in `[from, to)`.
fn runs(
    doc: &impl ReadDoc,
    text: &ObjId,
    units: &Units,
    from: usize,
    to: usize,
) -> Result<Vec<CharRun>, EditError> {
    let mut runs = Vec::new();
    let mut at = from;
    while at < to {
        Char::at(doc, text, at)?.run().append_to(&mut runs);
        at += units.width(at);
    }
    Ok(runs)
}

/// The piece that stands in `[from, to)`.
fn piece(
    doc: &impl ReadDoc,
    text: &ObjId,
    units: &Units,
    from: usize,
    to: usize,
) -> Result<Piece, EditError> {
    let mut start = from;
    let mut end = to;
    for _ in 0..limits::NEIGHBOURS_MAX {
        start = units.before(start);
        end = (end + units.width(end)).min(units.0.len());
    }
    Ok(Piece {
        after: runs(doc, text, units, start, from)?,
        before: runs(doc, text, units, to, end)?,
        text: units.slice(from, to),
        was: runs(doc, text, units, from, to)?,
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
    let first = Char::at(tx, text, at)?;
    // One splice writes one operation for each character, in order.
    let chars = u64::try_from(insert.chars().count()).map_err(|_| EditError::OutOfText)?;
    Ok(CharRun {
        chars,
        ..first.run()
    })
}

fn check_growth(units: &Units, delete: usize, insert: usize) -> Result<(), EditError> {
    let max = limits::TEXT_MAX;
    // Shrinking a text that merging made too long must stay possible.
    if insert > delete && units.0.len() - delete + insert > max {
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
    let units = Units::of(tx, &text)?;
    let end = at.checked_add(delete).ok_or(EditError::OutOfText)?;
    if !(units.starts(at) && units.starts(end)) {
        return Err(EditError::OutOfText);
    }
    check_growth(&units, delete, limits::length(insert))?;
    let mut restore = Vec::new();
    if delete > 0 {
        restore.push(piece(tx, &text, &units, at, end)?);
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
    let units = Units::of(tx, &text)?;
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
    check_growth(&units, going, coming)?;

    let taken = spans
        .iter()
        .map(|(from, to)| piece(tx, &text, &units, *from, *to))
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
    Ok(Edit::ReviseText {
        field,
        remove: back,
        restore: taken,
    })
}

/// Follows characters that came back under new names.
pub(super) fn rename(remove: &mut Vec<CharRun>, restore: &mut [Piece], renamed: &[Renamed]) {
    for one in renamed {
        // Another program may write several characters in one operation; then there is no telling which is which.
        if one.was.iter().map(|run| run.chars).sum::<u64>() != one.now.chars {
            continue;
        }
        rename_runs(remove, one);
        for piece in &mut *restore {
            rename_runs(&mut piece.was, one);
            rename_runs(&mut piece.after, one);
            rename_runs(&mut piece.before, one);
        }
    }
}

fn rename_runs(runs: &mut Vec<CharRun>, renamed: &Renamed) {
    let meets = |run: &CharRun| renamed.was.iter().any(|was| was.meets(run));
    if !runs.iter().any(meets) {
        return;
    }
    let mut followed = Vec::with_capacity(runs.len());
    for run in runs.iter() {
        for character in run.chars() {
            renamed.follow(character).run().append_to(&mut followed);
        }
    }
    *runs = followed;
}

impl Renamed {
    fn follow(&self, character: Char) -> Char {
        let mut before = 0;
        for was in &self.was {
            if let Some(place) = was.place(&character) {
                return Char {
                    writer: self.now.writer.clone(),
                    op: self.now.first + before + place,
                };
            }
            before += was.chars;
        }
        character
    }
}
