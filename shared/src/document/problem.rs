//! What was found wrong in a document while reading it, and how it was repaired for the screen.

use crate::{
    case::ExchangeArea,
    ids::{
        ActorId, CommitmentId, GoalId, GuideEntryId, KinshipId, MilestoneId, NeedId, ReviewId,
        TieId,
    },
};

/// What a problem is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The document as a whole.
    Document,
    /// The person at the centre.
    Person,
    /// An actor.
    Actor(ActorId),
    /// A tie.
    Tie(TieId),
    /// A kinship.
    Kinship(KinshipId),
    /// What passes along a tie in one area.
    Exchange(TieId, ExchangeArea),
    /// The plan.
    Plan,
    /// A milestone.
    Milestone(MilestoneId),
    /// A need.
    Need(NeedId),
    /// An entry of the guide.
    GuideEntry(GuideEntryId),
    /// The case as one of child protection.
    Protection,
    /// A follow-up of a child-protection case.
    Review(ReviewId),
    /// A goal.
    Goal(GoalId),
    /// A commitment.
    Commitment(CommitmentId),
}

/// One of several values that were written to the same field by people who could not see each other's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concurrent {
    /// The value, as text (for a fixed choice, its id).
    pub text: String,
    /// The Automerge actor that wrote it, in hexadecimal; `None` where the document does not say.
    pub writer: Option<String>,
    /// Counts that actor's operations; says with `writer` which change wrote the value.
    pub counter: u64,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The document is of another kind than the one that was asked for.
    WrongKind,
    /// A later version of Trama wrote the document; what this one does not know is not shown, and is kept.
    NewerSchema {
        /// The schema of the document.
        schema: u64,
    },
    /// A field that belongs there is not there.
    Missing,
    /// A field holds another type of value than it should.
    WrongType,
    /// A choice that this version does not know.
    UnknownValue(String),
    /// A key that is not an id; what stands under it is not shown.
    BadId(String),
    /// A text is longer than it may be; the rest of it is not shown.
    TooLong {
        /// The most UTF-16 units.
        max: usize,
    },
    /// There are more of these than there may be; the rest is not shown.
    TooMany {
        /// The most entities.
        max: usize,
    },
    /// A tie with an actor that is not on the map; it is not shown.
    Dangling(ActorId),
    /// A tie of a party with itself; it is not shown.
    SelfTie,
    /// A second tie between two parties; only the other one is shown.
    DuplicateOf(TieId),
    /// A second kinship between two people; only the other one is shown.
    SecondKinship(KinshipId),
    /// Several values were written at the same time. The first is the one that everybody is shown.
    Conflict(Vec<Concurrent>),
}

/// One thing that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What it is about.
    pub subject: Subject,
    /// The field as it is called in the document, where it is about one.
    pub field: Option<&'static str>,
    /// What is wrong.
    pub fault: Fault,
}
