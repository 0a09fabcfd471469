//! What is wrong with a file that should come in: each place with its reason. The app puts it into the user's words.

use crate::limits;

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultReason {
    /// A quote opens and never closes.
    UnclosedQuote,
    /// The row has more cells than the table has columns.
    TooManyCells,
    /// The table has no such column.
    NoColumn,
    /// There has to be a value.
    Missing,
    /// Not one of the values that may stand there.
    UnknownChoice {
        /// What may.
        allowed: Vec<&'static str>,
    },
    /// Not yes or no.
    NotAFlag,
    /// Not a number, or one out of range.
    NotANumber,
    /// Not a text.
    NotAText,
    /// Not a list.
    NotAList,
    /// Longer than a case may hold.
    TooLong {
        /// The most UTF-16 units.
        max: usize,
    },
    /// Names somebody who is not in the file.
    UnknownActor,
    /// A tie of somebody with themselves.
    SameParty,
    /// A kinship with somebody who does not belong to the household.
    NotHousehold,
    /// An id stands twice.
    DuplicateId,
    /// The text is not JSON; `place` says the column.
    Syntax,
    /// JSON, and not easyNWK's.
    NotEasyNwk,
    /// A table that is neither of actors nor of ties.
    UnknownTable,
    /// There is more than one table of this sort.
    SecondTable,
    /// Ties without a table of the actors that they name.
    NoActors,
    /// Nothing in it.
    Empty,
    /// Larger than any network.
    TooLarge,
    /// An archive that cannot be read.
    BadArchive,
    /// More of these than a case may hold.
    TooMany {
        /// The most.
        max: usize,
    },
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file's name; empty where there is only one.
    pub file: String,
    /// The line of a table, or the number of the entry in its list, from 1.
    pub line: Option<usize>,
    /// The column, or the path in a JSON file; empty for the whole line or file.
    pub place: String,
    /// Why.
    pub reason: FaultReason,
}

impl Fault {
    pub(super) fn of_file(reason: FaultReason) -> Self {
        Self {
            file: String::new(),
            line: None,
            place: String::new(),
            reason,
        }
    }

    pub(super) fn at_line(line: usize, place: impl Into<String>, reason: FaultReason) -> Self {
        Self {
            file: String::new(),
            line: Some(line),
            place: place.into(),
            reason,
        }
    }

    pub(super) fn in_file(mut self, name: &str) -> Self {
        name.clone_into(&mut self.file);
        self
    }
}

/// Why nothing of a file was taken; at least one fault.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    /// The first of them, up to [`limits::IMPORT_ERRORS_MAX`], in the order of the file.
    pub list: Vec<Fault>,
    /// How many more there are.
    pub more: usize,
}

impl Faults {
    pub(super) fn add(&mut self, fault: Fault) {
        if self.list.len() < limits::IMPORT_ERRORS_MAX {
            self.list.push(fault);
        } else {
            self.more += 1;
        }
    }

    /// `value`, unless something was wrong.
    pub(super) fn or<T>(self, value: T) -> Result<T, Self> {
        if self.list.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self {
            list: vec![fault],
            more: 0,
        }
    }
}
