//! Characters by who wrote them, and following those that come back under new names.

use serde::{Deserialize, Serialize};

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
    pub(in crate::edit) fn joined(&self, later: &Self) -> Option<Self> {
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
pub(in crate::edit) struct Renamed {
    pub(super) was: Vec<CharRun>,
    pub(super) now: CharRun,
}

/// One character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Char {
    pub(super) writer: String,
    pub(super) op: u64,
}

impl CharRun {
    fn chars(&self) -> impl Iterator<Item = Char> + '_ {
        (0..self.chars).map(|n| Char {
            writer: self.writer.clone(),
            op: self.first.saturating_add(n),
        })
    }

    /// Adds the run to others, to the last one if it follows on.
    pub(in crate::edit) fn append_to(&self, runs: &mut Vec<Self>) {
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
    pub(super) fn run(self) -> CharRun {
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
    let run = runs.last()?;
    Some(Char {
        writer: run.writer.clone(),
        op: run.first.saturating_add(run.chars.saturating_sub(1)),
    })
}

/// Follows characters that came back under new names.
pub(in crate::edit) fn rename(
    remove: &mut Vec<CharRun>,
    restore: &mut [Piece],
    renamed: &[Renamed],
) {
    for one in renamed {
        if !one.is_told_apart() {
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

pub(super) fn rename_runs(runs: &mut Vec<CharRun>, renamed: &Renamed) {
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
    /// Whether each character is known again. Another program may write several in one operation; then there is no
    /// telling which is which.
    pub(super) fn is_told_apart(&self) -> bool {
        self.was.iter().map(|run| run.chars).sum::<u64>() == self.now.chars
    }

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
