//! Why a case file is refused: every place with its reason.

use std::fmt;

use crate::ids::{ActorId, MilestoneId};

/// Where in a file something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The file as a whole.
    File,
    /// A line and a column, counted from 1: the text is not JSON there.
    Text {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// A value, as a JSON pointer (RFC 6901).
    Pointer(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("the file"),
            Self::Text { line, column } => write!(f, "line {line}, column {column}"),
            Self::Pointer(pointer) => f.write_str(pointer),
        }
    }
}

/// What is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The file is larger than any case.
    #[error("is larger than {max} bytes; a case file is much smaller")]
    TooLarge {
        /// The most bytes.
        max: usize,
    },
    /// The text is not JSON.
    #[error("is not JSON: {0}")]
    Syntax(String),
    /// The file is of another format.
    #[error("is not \"{FORMAT}\"; this is not a case file", FORMAT = super::FORMAT)]
    WrongFormat,
    /// A later version wrote the file.
    #[error("is {schema}, and this version reads up to {max}; update Trama to import this file")]
    NewerSchema {
        /// The schema of the file.
        schema: u64,
        /// The newest that this version reads.
        max: u64,
    },
    /// A schema that never was.
    #[error("is not a schema; the first is 1")]
    NoSchema,
    /// A field that has to be there is not.
    #[error("is missing")]
    Missing,
    /// A field that does not belong there.
    #[error("is not a known field; take it out or correct its name")]
    Unknown,
    /// A key stands twice in one object.
    #[error("stands there twice; keep one")]
    Duplicate,
    /// Another type of value is expected.
    #[error("should be {expected}")]
    WrongType {
        /// What is expected, in words.
        expected: &'static str,
    },
    /// A choice that does not exist.
    #[error("is not one of: {}", allowed.join(", "))]
    UnknownChoice {
        /// What may stand there.
        allowed: Vec<&'static str>,
    },
    /// Not an id.
    #[error("is not an id: 1 to 64 letters, digits, '-' or '_'")]
    BadId,
    /// Not a party.
    #[error("should be \"person\" or \"actor:\" and the id of an actor")]
    BadParty,
    /// Not what a need can be about.
    #[error("should be a row of the catalogue of needs, or \"own:\" and an ámbito")]
    BadTopic,
    /// Not somebody who may take part in a commitment.
    #[error("should be \"person\", \"actor:\" and an id, or \"team:\" and a name")]
    BadDoer,
    /// Not what a commitment can change.
    #[error("should be \"tie:\" or \"actor:\", and an id")]
    BadTarget,
    /// Not a day.
    #[error("is not a day: write it as 2026-03-15")]
    BadDay,
    /// Not a stretch of the text.
    #[error("is not a stretch of whole characters of the text")]
    OutOfText,
    /// Not the hash of a change.
    #[error("is not the hash of a change: 64 digits from 0 to f")]
    BadHead,
    /// A kinship with an actor that does not belong to the household.
    #[error("names the actor \"{0}\", which has no \"household\"")]
    NotHousehold(ActorId),
    /// The network at a milestone that is not there.
    #[error("names the milestone \"{0}\", which is not in this file")]
    NoMilestone(MilestoneId),
    /// A reserved entity stands in the shared zone too.
    #[error("stands in the shared zone too; keep one")]
    AlsoShared,
    /// A text is too long.
    #[error("is too long: at most {max} characters")]
    TooLong {
        /// The most UTF-16 units.
        max: usize,
    },
    /// Too many entries.
    #[error("has too many entries: at most {max}")]
    TooMany {
        /// The most entries.
        max: usize,
    },
    /// A number is out of range.
    #[error("should be between {min} and {max}")]
    OutOfRange {
        /// The smallest.
        min: i32,
        /// The greatest.
        max: i32,
    },
    /// A tie with an actor that is not in the file.
    #[error("names the actor \"{0}\", which is not in this file")]
    Dangling(ActorId),
    /// A tie of a party with itself.
    #[error("joins a party with itself")]
    SelfTie,
    /// A second tie of the same two.
    #[error("joins the same two as {first}; keep one")]
    DuplicateTie {
        /// The pointer to the first.
        first: String,
    },
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFault {
    /// Where.
    pub place: Place,
    /// What.
    pub reason: Reason,
}

impl fmt::Display for ImportFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// Why a file was refused; nothing of it was taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ImportError {
    /// What is wrong, in the order of the file; at least one.
    pub faults: Vec<ImportFault>,
    /// Whether there is more than is listed.
    pub more: bool,
}

impl ImportError {
    pub(super) fn one(place: Place, reason: Reason) -> Self {
        Self {
            faults: vec![ImportFault { place, reason }],
            more: false,
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, fault) in self.faults.iter().enumerate() {
            if n > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{fault}")?;
        }
        if self.more {
            f.write_str("\nand more")?;
        }
        Ok(())
    }
}
