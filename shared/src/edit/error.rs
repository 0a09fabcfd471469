//! Why an edit was not made.

use automerge::AutomergeError;

use crate::ids::{KinshipId, TieId};

/// Why an edit was not made. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "`max` is the maximum that the message tells")]
pub enum EditError {
    /// The actor is not, or no longer, on the map.
    #[error("there is no such actor on the map")]
    NoActor,
    /// The tie is not, or no longer, on the map.
    #[error("there is no such tie on the map")]
    NoTie,
    /// An entity with this id is already there.
    #[error("that id is taken")]
    Taken,
    /// The kinship is not, or no longer, there.
    #[error("there is no such kinship")]
    NoKinship,
    /// The milestone is not, or no longer, there.
    #[error("there is no such milestone")]
    NoMilestone,
    /// The need is not, or no longer, there.
    #[error("there is no such need")]
    NoNeed,
    /// The entry is not, or no longer, in the guide.
    #[error("there is no such resource in the guide")]
    NoGuideEntry,
    /// The follow-up is not, or no longer, there.
    #[error("there is no such follow-up")]
    NoReview,
    /// The service is not, or no longer, in the territory.
    #[error("there is no such service in the territory")]
    NoService,
    /// The goal is not, or no longer, there.
    #[error("there is no such goal")]
    NoGoal,
    /// The commitment is not, or no longer, there.
    #[error("there is no such commitment")]
    NoCommitment,
    /// The comment, or the answer to it, is not, or no longer, there.
    #[error("there is no such comment")]
    NoComment,
    /// Kinships are between people of the household.
    #[error("this actor does not belong to the household")]
    NotHousehold,
    /// These two have a kinship already.
    #[error("these two have a kinship already")]
    KinshipExists(KinshipId),
    /// An age beyond [`crate::limits::AGE_MAX`].
    #[error("nobody is that old: at most {max} years")]
    TooOld { max: u8 },
    /// A milestone's moment is before 1970, or its heads are not hashes.
    #[error("this is not a moment of the case")]
    NoMoment,
    /// A tie needs two different parties.
    #[error("a tie needs two different parties")]
    SameParty,
    /// These two parties have a tie already.
    #[error("these two have a tie already")]
    TieExists(TieId),
    /// A text is longer than `limits` allows.
    #[error("the text is too long: at most {max} characters")]
    TooLong { max: usize },
    /// The case holds as many of these as `limits` allows.
    #[error("the case is full: at most {max}")]
    Full { max: usize },
    /// A batch holds more edits than `limits` allows.
    #[error("too many edits at once: at most {max}")]
    TooMany { max: usize },
    /// A place is not a number, or too far from the centre.
    #[error("the place is not on the sheet")]
    NoPlace,
    /// A splice reaches beyond the text.
    #[error("the place in the text does not exist")]
    OutOfText,
    /// Somebody else has changed the same thing since: an undo or redo would take away what is theirs.
    #[error("somebody else has changed this since; it was left as it is")]
    Overtaken,
    /// The document is of another kind than the edit is for.
    #[error("the edit is for another kind of document")]
    WrongDocument,
    /// Automerge refused the write.
    #[error("the document refused the change: {0}")]
    Document(String),
}

impl From<AutomergeError> for EditError {
    fn from(error: AutomergeError) -> Self {
        Self::Document(error.to_string())
    }
}
