//! Every permitted change to a case, as one enum. Each is a narrow write into Automerge and knows its inverse.

use std::collections::BTreeMap;

use automerge::transaction::Transaction;
use serde::{Deserialize, Serialize};

use crate::{
    case::{
        Actor, ActorKind, Exchange, ExchangeArea, Flow, Place, PlanText, ProblemType, Ring, Sector,
        Support, Tie, TieQuality, View,
    },
    ids::{ActorId, TieId},
};

/// A text that several people may write at once, character by character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextField {
    /// One of the plan's texts (zone `case`).
    Plan(PlanText),
    /// The notes of the zone `reserved`.
    ReservedNotes,
}

/// A field of the zone `identity`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityField {
    /// Full name.
    Name,
    /// RUN.
    Run,
    /// Address.
    Address,
    /// Telephones and mail.
    Contacts,
}

/// One change that a person makes to a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Edit {
    /// Several edits made, undone and redone as one.
    Batch(Vec<Edit>),
    /// Changes the alias under which the table knows the case.
    SetTitle(String),
    /// Changes what the map calls the person.
    SetPersonAlias(String),
    /// Changes the shared notes on the person.
    SetPersonNotes(String),
    /// Puts an actor on the map.
    AddActor { id: ActorId, actor: Actor },
    /// Takes an actor and all its ties off the map.
    RemoveActor { id: ActorId },
    /// Changes an actor's name.
    SetActorName { id: ActorId, name: String },
    /// Changes what an actor is to the person.
    SetActorRole { id: ActorId, role: String },
    /// Changes an actor's kind.
    SetActorKind { id: ActorId, kind: ActorKind },
    /// Changes the notes on an actor.
    SetActorNotes { id: ActorId, notes: String },
    /// Changes the support that the person perceives; `None` is "not asked".
    SetActorSupport {
        id: ActorId,
        support: Option<Support>,
    },
    /// Changes an actor's ámbito.
    SetActorSector { id: ActorId, sector: Option<Sector> },
    /// Moves an actor to a ring, and its place in a view with it; `None` lets the layout place it.
    MoveActor {
        id: ActorId,
        ring: Ring,
        view: View,
        place: Option<Place>,
    },
    /// Places several actors in one view; `None` lets the layout place them.
    PlaceActors {
        view: View,
        places: BTreeMap<ActorId, Option<Place>>,
    },
    /// Draws a tie.
    AddTie { id: TieId, tie: Tie },
    /// Erases a tie (a tie that broke is [`TieQuality::Broken`], not erased).
    RemoveTie { id: TieId },
    /// Changes a tie's quality.
    SetTieQuality { id: TieId, quality: TieQuality },
    /// Changes the direction of a tie's flow.
    SetTieFlow { id: TieId, flow: Flow },
    /// Changes what passes along a tie in one area.
    SetTieExchange {
        id: TieId,
        area: ExchangeArea,
        exchange: Exchange,
    },
    /// Changes the notes on a tie.
    SetTieNotes { id: TieId, notes: String },
    /// Changes the plan's title.
    SetPlanTitle(String),
    /// Changes the plan's authors.
    SetPlanAuthors(String),
    /// Changes the plan's type of problem.
    SetProblemType(Option<ProblemType>),
    /// Replaces `delete` UTF-16 units at offset `at` of a text by `insert`.
    SpliceText {
        field: TextField,
        at: usize,
        delete: usize,
        insert: String,
    },
    /// Changes a field of the person's identity.
    SetIdentity { field: IdentityField, value: String },
}

/// Why an edit was not made. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
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
    /// A splice reaches beyond the text.
    #[error("the place in the text does not exist")]
    OutOfText,
    /// The document is of another kind than the edit is for.
    #[error("the edit is for another kind of document")]
    WrongDocument,
    /// Automerge refused the write.
    #[error("the document refused the change: {0}")]
    Document(String),
}

impl Edit {
    /// Writes the edit into `tx`, touching only the fields that it changes, and returns its inverse.
    ///
    /// # Errors
    /// See [`EditError`]; after an error the caller rolls the transaction back.
    pub fn apply(&self, _tx: &mut Transaction<'_>) -> Result<Self, EditError> {
        Err(EditError::WrongDocument)
    }
}
