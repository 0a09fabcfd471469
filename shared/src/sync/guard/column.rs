//! Columns of a chunk, and how many rows they claim to have.

use std::borrow::Cow;

use super::{Counted, GuardError, reader::Reader};
use crate::sync::limits;

const DEFLATED: u32 = 0b1000;

/// The column that says what each operation of a change does.
const ACTION: u32 = 0x42;

/// In that column: the beginning or the end of a mark.
const MARK: u64 = 7;

/// How a column's values are written, from the low three bits of its specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    /// Runs of how many items of the grouped columns belong to each row.
    Group,
    /// Runs of unsigned numbers.
    Unsigned,
    /// Runs of signed differences.
    Signed,
    /// Alternating runs of false and true.
    Boolean,
    /// Runs of texts.
    Text,
    /// Plain bytes that a column of lengths divides.
    Raw,
}

impl Encoding {
    const fn of(specification: u32) -> Self {
        match specification & 0b111 {
            0 => Self::Group,
            3 => Self::Signed,
            4 => Self::Boolean,
            5 => Self::Text,
            7 => Self::Raw,
            // Actor indexes, integers and value metadata.
            _ => Self::Unsigned,
        }
    }
}

/// What columns claim to hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Rows {
    /// Rows of the longest column.
    pub(super) longest: u64,
}

/// The columns of one block: specifications and lengths.
#[derive(Debug)]
pub(super) struct Columns(Vec<(u32, u64)>);

impl Columns {
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, GuardError> {
        let count = reader.count(limits::COLUMNS_MAX, Counted::Columns)?;
        (0..count)
            .map(|_| {
                let specification =
                    u32::try_from(reader.unsigned()?).map_err(|_| GuardError::Column)?;
                Ok((specification, reader.unsigned()?))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    pub(super) fn any_deflated(&self) -> bool {
        self.0
            .iter()
            .any(|(specification, _)| specification & DEFLATED != 0)
    }

    pub(super) fn data_length(&self) -> Result<u64, GuardError> {
        self.0
            .iter()
            .try_fold(0_u64, |sum, (_, length)| sum.checked_add(*length))
            .ok_or(GuardError::Truncated)
    }

    /// Whether any operation of a change begins or ends a mark.
    pub(super) fn have_marks(&self, data: &[u8]) -> Result<bool, GuardError> {
        let mut reader = Reader::new(data);
        for (specification, length) in &self.0 {
            let column = reader.take(*length)?;
            if *specification == ACTION && names_mark(column) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Counts the rows of every column, without going through them one by one.
    pub(super) fn rows<'a>(
        &self,
        data: &'a [u8],
        max: u64,
        mut inflate: impl FnMut(&'a [u8]) -> Result<Cow<'a, [u8]>, GuardError>,
    ) -> Result<Rows, GuardError> {
        let mut reader = Reader::new(data);
        let mut rows = Rows::default();
        for (specification, length) in &self.0 {
            let stored = reader.take(*length)?;
            let column = if specification & DEFLATED == 0 {
                Cow::Borrowed(stored)
            } else {
                inflate(stored)?
            };
            let count = count_rows(Encoding::of(*specification), &column, max)?;
            rows.longest = rows.longest.max(count);
        }
        Ok(rows)
    }
}

/// Whether a column of actions names a mark; one that cannot be read might.
fn names_mark(column: &[u8]) -> bool {
    let read = || {
        let mut reader = Reader::new(column);
        while !reader.is_empty() {
            let values = match reader.signed()? {
                0 => {
                    reader.unsigned()?;
                    0
                }
                run if run > 0 => 1,
                literals => literals.unsigned_abs(),
            };
            for _ in 0..values {
                if reader.unsigned()? == MARK {
                    return Ok(true);
                }
            }
        }
        Ok::<_, GuardError>(false)
    };
    read().unwrap_or(true)
}

/// Counts within a bound.
struct Tally {
    rows: u64,
    /// Items of the grouped columns that a group column claims.
    items: u64,
    max: u64,
}

impl Tally {
    fn add(&mut self, rows: u64, items: u64) -> Result<(), GuardError> {
        self.rows = self.rows.saturating_add(rows);
        self.items = self.items.saturating_add(items);
        if self.rows.max(self.items) > self.max {
            return Err(GuardError::TooMany(Counted::Operations));
        }
        Ok(())
    }
}

fn count_rows(encoding: Encoding, column: &[u8], max: u64) -> Result<u64, GuardError> {
    let mut reader = Reader::new(column);
    let mut tally = Tally {
        rows: 0,
        items: 0,
        max,
    };
    while !reader.is_empty() {
        match encoding {
            Encoding::Raw => break,
            Encoding::Boolean => tally.add(reader.unsigned()?, 0)?,
            _ => match reader.signed()? {
                0 => tally.add(reader.unsigned()?, 0)?,
                run if run > 0 => {
                    let items = value(encoding, &mut reader)?;
                    tally.add(run.unsigned_abs(), run.unsigned_abs().saturating_mul(items))?;
                }
                literals => {
                    tally.add(literals.unsigned_abs(), 0)?;
                    for _ in 0..literals.unsigned_abs() {
                        let items = value(encoding, &mut reader)?;
                        tally.add(0, items)?;
                    }
                }
            },
        }
    }
    Ok(tally.rows.max(tally.items))
}

/// Reads one value; answers how many items of the grouped columns it stands for.
fn value(encoding: Encoding, reader: &mut Reader<'_>) -> Result<u64, GuardError> {
    match encoding {
        Encoding::Group => reader.unsigned(),
        Encoding::Signed => reader.signed().map(|_| 0),
        Encoding::Text => reader.prefixed().map(|_| 0),
        Encoding::Unsigned | Encoding::Boolean | Encoding::Raw => reader.unsigned().map(|_| 0),
    }
}
