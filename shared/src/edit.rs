//! Every permitted change to a case, as one enum. Each is a narrow write into Automerge and knows its inverse.

mod actor;
pub(crate) mod fill;
mod history;
mod plain;
mod text;
mod tie;
mod write;

use std::collections::BTreeMap;

use automerge::{AutomergeError, transaction::Transactable};
use serde::{Deserialize, Serialize};

use crate::{
    case::{
        Actor, ActorKind, Exchange, ExchangeArea, Flow, Place, PlanText, ProblemType, Ring, Sector,
        Support, Tie, TieQuality, View, Zone,
    },
    document,
    ids::{ActorId, TieId},
    limits,
};
pub use history::History;
use text::Renamed;
pub use text::{CharRun, Piece};

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

impl IdentityField {
    /// Every field, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Name, Self::Run, Self::Address, Self::Contacts];
}

/// One change that a person makes to a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[expect(
    missing_docs,
    reason = "each variant says what it does with fields that bear the names of the domain"
)]
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
    /// Puts an actor back on the map with its ties; a tie whose other party is gone, or that has been drawn anew, is
    /// left out. The inverse of [`Edit::RemoveActor`].
    RestoreActor {
        id: ActorId,
        actor: Actor,
        ties: BTreeMap<TieId, Tie>,
    },
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
    /// Removes characters wherever they stand now, if they still stand, and brings text back to where it was. The
    /// inverse of [`Edit::SpliceText`] and of itself. Characters are known by who wrote them, so that what others
    /// type meanwhile is neither moved nor deleted. [`History`] keeps these up to date with one another.
    ReviseText {
        field: TextField,
        remove: Vec<CharRun>,
        restore: Vec<Piece>,
    },
    /// Changes a field of the person's identity.
    SetIdentity { field: IdentityField, value: String },
}

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

impl Edit {
    /// Writes the edit into `tx`, touching only the fields that it changes, and returns its inverse.
    ///
    /// To undo and redo, keep a [`History`] rather than the inverses alone: text that comes back is new to the
    /// document, and the inverses of earlier edits have to learn of it.
    ///
    /// # Errors
    /// See [`EditError`]; after an error the caller rolls the transaction back.
    pub fn apply(&self, tx: &mut impl Transactable) -> Result<Self, EditError> {
        self.write(tx, &mut Vec::new())
    }

    /// The zone whose document the edit is for; a batch is for the zone of its first edit.
    #[must_use]
    pub fn zone(&self) -> Zone {
        match self {
            Self::Batch(edits) => edits.first().map_or(Zone::Case, Self::zone),
            Self::SpliceText { field, .. } | Self::ReviseText { field, .. } => field.zone(),
            Self::SetIdentity { .. } => Zone::Identity,
            _ => Zone::Case,
        }
    }

    /// As [`Self::apply`]; adds to `renamed` which characters came back under which new names.
    fn write(
        &self,
        tx: &mut impl Transactable,
        renamed: &mut Vec<Renamed>,
    ) -> Result<Self, EditError> {
        // The edits of a batch are asked one by one.
        let is_batch = matches!(self, Self::Batch(_));
        if !is_batch && document::zone(tx) != Some(self.zone()) {
            return Err(EditError::WrongDocument);
        }
        match self {
            Self::Batch(edits) => Self::write_batch(edits, tx, renamed),
            Self::SetTitle(text) => plain::set_title(tx, text),
            Self::SetPersonAlias(text) => plain::set_person_alias(tx, text),
            Self::SetPersonNotes(text) => plain::set_person_notes(tx, text),
            Self::SetPlanTitle(text) => plain::set_plan_title(tx, text),
            Self::SetPlanAuthors(text) => plain::set_plan_authors(tx, text),
            Self::SetProblemType(kind) => plain::set_problem_type(tx, *kind),
            Self::SetIdentity { field, value } => plain::set_identity(tx, *field, value),
            Self::AddActor { id, actor } => actor::add(tx, id, actor),
            Self::RemoveActor { id } => actor::remove(tx, id),
            Self::RestoreActor { id, actor, ties } => actor::restore(tx, id, actor, ties),
            Self::SetActorName { id, name } => actor::set_name(tx, id, name),
            Self::SetActorRole { id, role } => actor::set_role(tx, id, role),
            Self::SetActorKind { id, kind } => actor::set_kind(tx, id, *kind),
            Self::SetActorNotes { id, notes } => actor::set_notes(tx, id, notes),
            Self::SetActorSupport { id, support } => actor::set_support(tx, id, *support),
            Self::SetActorSector { id, sector } => actor::set_sector(tx, id, *sector),
            Self::MoveActor {
                id,
                ring,
                view,
                place,
            } => actor::relocate(tx, id, *ring, *view, *place),
            Self::PlaceActors { view, places } => actor::place_all(tx, *view, places),
            Self::AddTie { id, tie } => tie::add(tx, id, tie),
            Self::RemoveTie { id } => tie::remove(tx, id),
            Self::SetTieQuality { id, quality } => tie::set_quality(tx, id, *quality),
            Self::SetTieFlow { id, flow } => tie::set_flow(tx, id, *flow),
            Self::SetTieExchange { id, area, exchange } => {
                tie::set_exchange(tx, id, *area, *exchange)
            }
            Self::SetTieNotes { id, notes } => tie::set_notes(tx, id, notes),
            Self::SpliceText {
                field,
                at,
                delete,
                insert,
            } => text::splice(tx, *field, *at, *delete, insert),
            Self::ReviseText {
                field,
                remove,
                restore,
            } => text::revise(tx, *field, remove, restore, renamed),
        }
    }

    fn write_batch(
        edits: &[Self],
        tx: &mut impl Transactable,
        renamed: &mut Vec<Renamed>,
    ) -> Result<Self, EditError> {
        if edits.len() > limits::BATCH_MAX {
            return Err(EditError::TooMany {
                max: limits::BATCH_MAX,
            });
        }
        let mut inverses = Vec::with_capacity(edits.len());
        let mut fresh = Vec::new();
        for edit in edits {
            let mut edit = edit.clone();
            edit.rename(&fresh);
            inverses.push(edit.write(tx, &mut fresh)?);
        }
        inverses.reverse();
        renamed.append(&mut fresh);
        Ok(Self::Batch(inverses))
    }

    /// Follows characters that came back under new names.
    fn rename(&mut self, renamed: &[Renamed]) {
        match self {
            Self::Batch(edits) => edits.iter_mut().for_each(|edit| edit.rename(renamed)),
            Self::ReviseText {
                remove, restore, ..
            } => text::rename(remove, restore, renamed),
            _ => {}
        }
    }
}

impl TextField {
    /// The zone in whose document the text stands.
    #[must_use]
    pub const fn zone(self) -> Zone {
        match self {
            Self::Plan(_) => Zone::Case,
            Self::ReservedNotes => Zone::Reserved,
        }
    }
}
