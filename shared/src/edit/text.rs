//! Edits of texts that several people write at once, and undoing them while the others type on.
//!
//! A character is known by the Automerge operation that wrote it, which never changes, rather than by its place,
//! which changes with every key that somebody presses.

use automerge::{Cursor, ObjId, ObjType, ReadDoc, transaction::Transactable};
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

/// Text that was deleted, and where it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The character before it (a run of one); `None` at the start of the text.
    pub after: Option<CharRun>,
    /// The text.
    pub text: String,
    /// The characters that it was.
    pub was: Vec<CharRun>,
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

    /// Where the character stands; if it is gone, where it would stand, and `false`.
    fn find(&self, doc: &impl ReadDoc, text: &ObjId) -> Result<(usize, bool), EditError> {
        let cursor = Cursor::try_from(format!("{}@{}", self.op, self.writer))
            .map_err(|_| EditError::OutOfText)?;
        let at = doc
            .get_cursor_position(text, &cursor, None)
            .map_err(|_| EditError::OutOfText)?;
        let stands = at < doc.length(text) && Self::at(doc, text, at)? == *self;
        Ok((at, stands))
    }

    fn run(self) -> CharRun {
        CharRun {
            writer: self.writer,
            first: self.op,
            chars: 1,
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

    /// Where the character before `at` starts; `at` is beyond the first.
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

/// Takes `[from, to)` out of the text and returns it with where it stood.
fn cut_out(
    tx: &mut impl Transactable,
    text: &ObjId,
    units: &Units,
    from: usize,
    to: usize,
) -> Result<Piece, EditError> {
    let after = if from == 0 {
        None
    } else {
        Some(Char::at(tx, text, units.before(from))?.run())
    };
    let mut was = Vec::new();
    let mut at = from;
    while at < to {
        Char::at(tx, text, at)?.run().append_to(&mut was);
        at += units.width(at);
    }
    let delete = isize::try_from(to - from).map_err(|_| EditError::OutOfText)?;
    tx.splice_text(text, from, delete, "")?;
    Ok(Piece {
        after,
        text: units.slice(from, to),
        was,
    })
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
        restore.push(cut_out(tx, &text, &units, at, end)?);
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
    let mut places = Vec::new();
    for character in remove.iter().flat_map(CharRun::chars) {
        if let (at, true) = character.find(tx, &text)? {
            places.push(at);
        }
    }
    places.sort_unstable();
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for at in places {
        let end = at + units.width(at);
        match spans.last_mut() {
            Some((_, last)) if *last == at => *last = end,
            _ => spans.push((at, end)),
        }
    }
    let going = spans.iter().map(|(from, to)| to - from).sum();
    let coming = restore
        .iter()
        .map(|piece| limits::length(&piece.text))
        .sum();
    check_growth(&units, going, coming)?;

    let mut taken = Vec::with_capacity(spans.len());
    // From the end, so that the places before it stay right.
    for (from, to) in spans.into_iter().rev() {
        taken.push(cut_out(tx, &text, &units, from, to)?);
    }
    taken.reverse();

    let mut back = Vec::with_capacity(restore.len());
    for piece in restore.iter().filter(|piece| !piece.text.is_empty()) {
        let at = match piece.after.as_ref().and_then(|run| run.chars().next()) {
            None => 0,
            Some(before) => match before.find(tx, &text)? {
                (at, true) => at + Units::of(tx, &text)?.width(at),
                (at, false) => at,
            },
        };
        let now = put_in(tx, &text, at, &piece.text)?;
        renamed.push(Renamed {
            was: piece.was.clone(),
            now: now.clone(),
        });
        back.push(now);
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
            if let Some(run) = piece.after.take() {
                let mut runs = vec![run];
                rename_runs(&mut runs, one);
                piece.after = runs.pop();
            }
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
