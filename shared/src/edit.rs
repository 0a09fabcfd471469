//! Every permitted change to a case, as one enum. Each is a narrow write into Automerge and knows its inverse.

mod about;
mod actor;
mod choose;
mod comment;
mod commitment;
mod deed;
mod error;
pub(crate) mod fill;
mod guide;
mod history;
mod household;
mod milestone;
mod need;
mod plain;
mod protection;
mod text;
mod tie;
pub(crate) mod write;
mod zones;

use std::collections::{BTreeMap, BTreeSet};

use automerge::transaction::Transactable;
use serde::{Deserialize, Serialize};

use crate::{
    case::{
        Actor, ActorKind, Barrier, Closeness, Comment, Commitment, Coordination, Doer, Exchange,
        ExchangeArea, Flow, Frequency, Gender, Goal, GuideEntry, Kin, Kinship, Member, Milestone,
        MilestoneKind, Need, NeedPriority, NeedState, NeedTopic, Part, Party, Place, PlanText,
        ProblemType, Quadrant, Reply, Resolved, ResourceKind, Ring, Scale, Sector, Step, Support,
        Tie, TieQuality, View, Zone,
    },
    document,
    ids::{
        ActorId, CommentId, CommitmentId, GoalId, GuideEntryId, KinshipId, MilestoneId, NeedId,
        ReplyId, StepId, TerritoryId, TieId,
    },
    limits,
};
pub use about::About;
pub use choose::Choice;
pub use commitment::{CommitmentField, tie_name};
pub use deed::{Act, Deed, Thing};
pub use error::EditError;
pub use guide::GuideField;
pub use history::History;
pub use protection::{ProtectionEdit, ReviewField};
use text::Renamed;
pub(crate) use text::find_passages;
pub use text::{CharRun, Passage, Piece, TextPlace, find_places, name_passage, name_place};

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

/// One thing that the genogram shows of a member of the household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberField {
    /// Sex or gender; `None` is "not said".
    Gender(Option<Gender>),
    /// Age in years, up to [`limits::AGE_MAX`].
    Age(Option<u8>),
    /// Whether she expects a child.
    Pregnant(bool),
    /// Whether she has died.
    Died(bool),
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
    /// Takes an actor with all its ties, kinships and answers to needs off the map.
    RemoveActor { id: ActorId },
    /// Puts an actor back on the map with its ties, kinships and answers to needs; one whose other party is gone, or that has been drawn
    /// anew, is left out. The inverse of [`Edit::RemoveActor`].
    RestoreActor {
        id: ActorId,
        actor: Actor,
        ties: BTreeMap<TieId, Tie>,
        #[serde(default)]
        kinships: BTreeMap<KinshipId, Kin>,
        #[serde(default)]
        answered: BTreeSet<NeedId>,
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
    /// Changes an actor's quadrant on Sluzki's map; `None` leaves it to be assumed.
    SetActorQuadrant {
        id: ActorId,
        quadrant: Option<Quadrant>,
    },
    /// Changes an actor's circle on Sluzki's map; `None` leaves it to be assumed.
    SetActorCloseness {
        id: ActorId,
        closeness: Option<Closeness>,
    },
    /// Changes the programme that an actor belongs to.
    SetActorProgramme { id: ActorId, programme: String },
    /// Changes how far an actor reaches.
    SetActorScale { id: ActorId, scale: Option<Scale> },
    /// Takes an actor into the household, or out of it (`None`). Its kinships are not shown while it is out.
    SetActorHousehold {
        id: ActorId,
        household: Option<Member>,
    },
    /// Changes one thing that the genogram shows of somebody of the household, the person among them.
    SetMember { party: Party, field: MemberField },
    /// Says how two people of the household are related.
    AddKinship { id: KinshipId, kin: Kin },
    /// Takes a kinship away.
    RemoveKinship { id: KinshipId },
    /// Changes what a kinship is.
    SetKinshipKind { id: KinshipId, kind: Kinship },
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
    /// Says whether a kind of resource passes along a tie.
    SetTieResource {
        id: TieId,
        resource: ResourceKind,
        passes: bool,
    },
    /// Changes how often the two parties of a tie are in contact.
    SetTieFrequency {
        id: TieId,
        frequency: Option<Frequency>,
    },
    /// Changes since when a tie has been.
    SetTieSince { id: TieId, since: String },
    /// Says whether a barrier stands in a tie's way.
    SetTieBarrier {
        id: TieId,
        barrier: Barrier,
        stands: bool,
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
    /// Names a moment of the case.
    AddMilestone {
        id: MilestoneId,
        milestone: Milestone,
    },
    /// Takes a milestone away; the history itself stays.
    RemoveMilestone { id: MilestoneId },
    /// Changes what a milestone is called.
    SetMilestoneTitle { id: MilestoneId, title: String },
    /// Changes what a milestone was.
    SetMilestoneKind {
        id: MilestoneId,
        kind: MilestoneKind,
    },
    /// Changes when a milestone was, in milliseconds since 1970; the state that it shows stays the same.
    SetMilestoneDate { id: MilestoneId, at: i64 },
    /// Says what the person needs. An answer by an actor that is not on the shared map is left out.
    AddNeed { id: NeedId, need: Need },
    /// Takes a need away (one that is answered is [`NeedState::Met`], not taken away).
    RemoveNeed { id: NeedId },
    /// Changes what a need is about.
    SetNeedTopic { id: NeedId, topic: NeedTopic },
    /// Changes what exactly a need is, in the team's words.
    SetNeedWords { id: NeedId, words: String },
    /// Changes how the person herself puts a need.
    SetNeedVoice { id: NeedId, voice: String },
    /// Changes how soon a need wants an answer; `None` is "not talked about".
    SetNeedPriority {
        id: NeedId,
        priority: Option<NeedPriority>,
    },
    /// Changes how far a need has come.
    SetNeedState { id: NeedId, state: NeedState },
    /// Says whether an actor of the shared map answers a need.
    SetNeedAnswer {
        id: NeedId,
        actor: ActorId,
        answers: bool,
    },
    /// Chooses the territory whose services the needs are looked up in; `None` for none.
    SetTerritory(Option<TerritoryId>),
    /// Says how those at work on a need go together; `None` where they do not, or not yet.
    SetNeedCoordination {
        id: NeedId,
        coordination: Option<Coordination>,
    },
    /// Puts a resource into the guide. An actor that is not on the shared map is not shown until it is.
    AddGuideEntry { id: GuideEntryId, entry: GuideEntry },
    /// Takes a resource out of the guide; what stands for it on the map stays.
    RemoveGuideEntry { id: GuideEntryId },
    /// Changes a field of a resource of the guide.
    SetGuideEntry { id: GuideEntryId, field: GuideField },
    /// Says what the person wants to reach.
    AddGoal { id: GoalId, goal: Goal },
    /// Takes a goal away; its commitments stay.
    RemoveGoal { id: GoalId },
    /// Changes how the person puts a goal.
    SetGoalWords { id: GoalId, words: String },
    /// Makes a commitment.
    AddCommitment {
        id: CommitmentId,
        commitment: Box<Commitment>,
    },
    /// Takes a commitment with its history away (one that was not kept is
    /// [`crate::case::CommitmentState::NotFulfilled`], not taken away).
    RemoveCommitment { id: CommitmentId },
    /// Changes a field of a commitment.
    SetCommitment {
        id: CommitmentId,
        field: CommitmentField,
    },
    /// Says under which name somebody takes a part in a commitment, or that it does not.
    SetCommitmentDoer {
        id: CommitmentId,
        part: Part,
        doer: Doer,
        name: Option<String>,
    },
    /// Says when somebody agreed to a commitment, in milliseconds since 1970, or that it has not.
    SetCommitmentAgreed {
        id: CommitmentId,
        doer: Doer,
        at: Option<i64>,
    },
    /// Writes down how a commitment went on.
    AddCommitmentStep {
        id: CommitmentId,
        step_id: StepId,
        step: Step,
    },
    /// Takes a step out of a commitment's history; the inverse of [`Edit::AddCommitmentStep`].
    RemoveCommitmentStep { id: CommitmentId, step_id: StepId },
    /// Comments on the passage of the plan at the comment's place, or on that which `runs` names (see [`Passage`]).
    AddComment {
        id: CommentId,
        comment: Box<Comment>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        runs: Option<String>,
    },
    /// Takes a comment with its answers away (one that is settled is [`Edit::SetCommentResolved`], not taken away).
    RemoveComment { id: CommentId },
    /// Says who settled a comment and when, or opens it again.
    SetCommentResolved {
        id: CommentId,
        resolved: Option<Resolved>,
    },
    /// Answers a comment.
    AddCommentReply {
        id: CommentId,
        reply_id: ReplyId,
        reply: Reply,
    },
    /// Takes an answer away.
    RemoveCommentReply { id: CommentId, reply_id: ReplyId },
    /// Makes an edit of an actor or a tie in the reserved zone instead of the shared one.
    InReserve(Box<Edit>),
    /// Changes what the reserved zone says of the case as one of child protection.
    SetProtection(ProtectionEdit),
    /// Says in the shared zone whether something of the network is withheld.
    SetWithheld(bool),
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
            Self::InReserve(_) | Self::SetProtection(_) => Zone::Reserved,
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
            Self::SetProtection(edit) => protection::set(tx, edit),
            Self::InReserve(edit) => {
                let inverse = edit
                    .write_network(tx)
                    .unwrap_or(Err(EditError::WrongDocument))?;
                Ok(Self::InReserve(Box::new(inverse)))
            }
            _ => match self.write_network(tx) {
                Some(written) => written,
                None => self.write_shared(tx),
            },
        }
    }

    /// Writes an edit of an actor or a tie, which may be in the shared or in the reserved zone; `None` for another.
    fn write_network(&self, tx: &mut impl Transactable) -> Option<Result<Self, EditError>> {
        let written = match self {
            Self::AddActor { id, actor } => actor::add(tx, id, actor),
            Self::RemoveActor { id } => actor::remove(tx, id),
            Self::RestoreActor {
                id,
                actor,
                ties,
                kinships,
                answered,
            } => actor::restore(tx, id, actor, ties, kinships, answered),
            Self::SetActorName { id, name } => actor::set_name(tx, id, name),
            Self::SetActorRole { id, role } => actor::set_role(tx, id, role),
            Self::SetActorKind { id, kind } => actor::set_kind(tx, id, *kind),
            Self::SetActorNotes { id, notes } => actor::set_notes(tx, id, notes),
            Self::SetActorSupport { id, support } => actor::set_support(tx, id, *support),
            Self::SetActorSector { id, sector } => actor::set_sector(tx, id, *sector),
            Self::SetActorQuadrant { id, quadrant } => actor::set_quadrant(tx, id, *quadrant),
            Self::SetActorCloseness { id, closeness } => actor::set_closeness(tx, id, *closeness),
            Self::SetActorProgramme { id, programme } => actor::set_programme(tx, id, programme),
            Self::SetActorScale { id, scale } => actor::set_scale(tx, id, *scale),
            Self::SetActorHousehold { id, household } => {
                household::set_household(tx, id, *household)
            }
            Self::SetMember {
                party: party @ Party::Actor(_),
                field,
            } => household::set_member(tx, party, *field),
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
            Self::SetTieResource {
                id,
                resource,
                passes,
            } => tie::set_resource(tx, id, *resource, *passes),
            Self::SetTieFrequency { id, frequency } => tie::set_frequency(tx, id, *frequency),
            Self::SetTieSince { id, since } => tie::set_since(tx, id, since),
            Self::SetTieBarrier {
                id,
                barrier,
                stands,
            } => tie::set_barrier(tx, id, *barrier, *stands),
            Self::SetTieNotes { id, notes } => tie::set_notes(tx, id, notes),
            _ => return None,
        };
        Some(written)
    }

    /// Writes an edit of a single field of a document, of the household or of the milestones.
    fn write_shared(&self, tx: &mut impl Transactable) -> Result<Self, EditError> {
        match self {
            Self::SetTitle(text) => plain::set_title(tx, text),
            Self::SetPersonAlias(text) => plain::set_person_alias(tx, text),
            Self::SetPersonNotes(text) => plain::set_person_notes(tx, text),
            Self::SetMember { party, field } => household::set_member(tx, party, *field),
            Self::AddKinship { id, kin } => household::add(tx, id, kin),
            Self::RemoveKinship { id } => household::remove(tx, id),
            Self::SetKinshipKind { id, kind } => household::set_kind(tx, id, *kind),
            Self::SetPlanTitle(text) => plain::set_plan_title(tx, text),
            Self::SetPlanAuthors(text) => plain::set_plan_authors(tx, text),
            Self::SetProblemType(kind) => plain::set_problem_type(tx, *kind),
            Self::SetIdentity { field, value } => plain::set_identity(tx, *field, value),
            Self::AddMilestone { id, milestone } => milestone::add(tx, id, milestone),
            Self::RemoveMilestone { id } => milestone::remove(tx, id),
            Self::SetMilestoneTitle { id, title } => milestone::set_title(tx, id, title),
            Self::SetMilestoneKind { id, kind } => milestone::set_kind(tx, id, *kind),
            Self::SetMilestoneDate { id, at } => milestone::set_date(tx, id, *at),
            Self::SetTerritory(territory) => plain::set_territory(tx, territory.as_ref()),
            Self::SetWithheld(withheld) => plain::set_withheld(tx, *withheld),
            Self::AddGuideEntry { id, entry } => guide::add(tx, id, entry),
            Self::RemoveGuideEntry { id } => guide::remove(tx, id),
            Self::SetGuideEntry { id, field } => guide::set(tx, id, field),
            _ => self
                .write_need(tx)
                .or_else(|| self.write_commitment(tx))
                .or_else(|| self.write_comment(tx))
                .unwrap_or(Err(EditError::WrongDocument)),
        }
    }

    /// Writes an edit of a goal or a commitment; `None` for another.
    fn write_commitment(&self, tx: &mut impl Transactable) -> Option<Result<Self, EditError>> {
        let written = match self {
            Self::AddGoal { id, goal } => commitment::add_goal(tx, id, goal),
            Self::RemoveGoal { id } => commitment::remove_goal(tx, id),
            Self::SetGoalWords { id, words } => commitment::set_goal_words(tx, id, words),
            Self::AddCommitment { id, commitment } => commitment::add(tx, id, commitment),
            Self::RemoveCommitment { id } => commitment::remove(tx, id),
            Self::SetCommitment { id, field } => commitment::set(tx, id, field),
            Self::SetCommitmentDoer {
                id,
                part,
                doer,
                name,
            } => commitment::set_doer(tx, id, *part, doer, name.as_deref()),
            Self::SetCommitmentAgreed { id, doer, at } => commitment::set_agreed(tx, id, doer, *at),
            Self::AddCommitmentStep { id, step_id, step } => {
                commitment::add_step(tx, id, step_id, step)
            }
            Self::RemoveCommitmentStep { id, step_id } => commitment::remove_step(tx, id, step_id),
            _ => return None,
        };
        Some(written)
    }

    /// Writes an edit of a comment; `None` for another.
    fn write_comment(&self, tx: &mut impl Transactable) -> Option<Result<Self, EditError>> {
        let written = match self {
            Self::AddComment { id, comment, runs } => {
                comment::add(tx, id, comment, runs.as_deref())
            }
            Self::RemoveComment { id } => comment::remove(tx, id),
            Self::SetCommentResolved { id, resolved } => {
                comment::set_resolved(tx, id, resolved.as_ref())
            }
            Self::AddCommentReply {
                id,
                reply_id,
                reply,
            } => comment::add_reply(tx, id, reply_id, reply),
            Self::RemoveCommentReply { id, reply_id } => comment::remove_reply(tx, id, reply_id),
            _ => return None,
        };
        Some(written)
    }

    /// Writes an edit of a need; `None` for another.
    fn write_need(&self, tx: &mut impl Transactable) -> Option<Result<Self, EditError>> {
        let written = match self {
            Self::AddNeed { id, need } => need::add(tx, id, need),
            Self::RemoveNeed { id } => need::remove(tx, id),
            Self::SetNeedTopic { id, topic } => need::set_topic(tx, id, *topic),
            Self::SetNeedWords { id, words } => need::set_words(tx, id, words),
            Self::SetNeedVoice { id, voice } => need::set_voice(tx, id, voice),
            Self::SetNeedPriority { id, priority } => need::set_priority(tx, id, *priority),
            Self::SetNeedState { id, state } => need::set_state(tx, id, *state),
            Self::SetNeedAnswer { id, actor, answers } => need::set_answer(tx, id, actor, *answers),
            Self::SetNeedCoordination { id, coordination } => {
                need::set_coordination(tx, id, coordination.as_ref())
            }
            _ => return None,
        };
        Some(written)
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
            Self::AddComment {
                runs: Some(runs), ..
            } => {
                if let Some(followed) = text::followed(runs, renamed) {
                    *runs = followed;
                }
            }
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
