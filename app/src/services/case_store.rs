//! The open case: signals to read, edits to make. Every screen of a case works on this and on nothing else.
//!
//! Data flows one way: `edit` → document → patches → the signals of the entities that the patches name.

mod choosing;
mod company;
mod editing;
pub mod entities;
mod field;
mod lost;
mod news;
pub mod presence;
mod reserve;
pub mod save_state;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use automerge::Automerge;
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use trama_shared::{
    case::{
        Actor, Case, Comment, Commitment, Goal, GuideEntry, Identity, Kin, Milestone, Need, Person,
        PlanText, Span, Tie, Zone,
    },
    document::{self, Concurrent, Problem, TextChange},
    edit::{Deed, EditError, History, Passage, TextField, name_passage},
    ids::{
        ActorId, CaseId, CommentId, CommitmentId, DocumentId, GoalId, GuideEntryId, KinshipId,
        MilestoneId, NeedId, TerritoryId, TieId,
    },
    sync::replica::OwnEdits,
};

pub use choosing::Writer;
pub use company::{Following, Led, PeerPointer};
pub use entities::PlanHead;
pub use field::Field;
pub use lost::{Lost, Question};
pub use presence::{Caret, Entity, Focus, Page, Peer};
pub use save_state::SaveState;

use super::{
    api::{CaseEntry, DocumentEntry, Right, User},
    documents::Documents,
    splice::Splice,
};
use company::Company;
use entities::Entities;
use lost::Losses;

/// What others changed is looked through for problems when it has been quiet for this long.
const REVIEW_MS: u64 = 1_500;
/// Where passages stand is read again when nobody has typed for this long.
const PASSAGES_MS: u64 = 400;
/// Typing in one text that goes on within this time is undone as one step.
const TYPING_PAUSE_MS: f64 = 1_200.0;
/// Bursts that are undone as one step at the most, so that one undo never takes a whole page.
const TYPING_BURSTS_MAX: usize = 24;
/// Typing is written into the document in bursts of at most this long: one change, not one per letter.
const TYPING_BURST_MS: u64 = 250;

/// Why an edit was not made. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditRefused {
    /// The document is not open (yet), or not for this user.
    #[error("the document is not open")]
    NotOpen,
    /// The user may only read.
    #[error("this user may only read")]
    ReadOnly,
    /// The domain does not permit it.
    #[error(transparent)]
    NotPermitted(#[from] EditError),
}

/// How far the case has come onto the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Opening {
    /// The device is being read.
    #[default]
    Loading,
    /// Nothing of it is on this device: it comes when there is a network.
    NotHere,
    /// The server has no such case for this user.
    NoAccess,
    /// On the screen.
    Ready,
}

/// What the user may do in each zone; `None` is not even look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights {
    /// The shared zone.
    pub case: Option<Right>,
    /// The reserved zone.
    pub reserved: Option<Right>,
    /// The identity zone.
    pub identity: Option<Right>,
}

impl Rights {
    fn of(self, zone: Zone) -> Option<Right> {
        match zone {
            Zone::Case => self.case,
            Zone::Reserved => self.reserved,
            Zone::Identity => self.identity,
        }
    }

    fn of_mut(&mut self, zone: Zone) -> &mut Option<Right> {
        match zone {
            Zone::Case => &mut self.case,
            Zone::Reserved => &mut self.reserved,
            Zone::Identity => &mut self.identity,
        }
    }
}

/// What happened to a text that a field shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextEvent {
    /// These changes, one after the other.
    Changes(Vec<TextChange>),
    /// The text as a whole is now this one.
    Reset(String),
}

/// Who changed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// The user, on this screen, in a text field that already shows it.
    Typing,
    /// The user, on this screen.
    Own,
    /// The user, in another tab.
    OtherTab,
    /// Somebody else.
    Remote,
}

/// What somebody else just touched on the map, so that it can be shown once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RemoteTouch {
    /// Counts up with every touch.
    pub count: u64,
    /// What was touched.
    pub entities: BTreeSet<Entity>,
}

/// Typing that may go on as one step to undo.
#[derive(Debug, Clone, Copy)]
struct Typed {
    field: TextField,
    at_ms: f64,
    bursts: usize,
}

type TextListener = Rc<dyn Fn(&TextEvent)>;

/// The open case. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct CaseStore(StoredValue<Rc<Inner>, LocalStorage>);

struct Inner {
    id: CaseId,
    user: User,
    documents: Documents,
    ids: RefCell<BTreeMap<Zone, DocumentId>>,
    entities: Entities,
    rights: ArcRwSignal<Rights>,
    opening: ArcRwSignal<Opening>,
    save_state: ArcRwSignal<SaveState>,
    peers: ArcRwSignal<Vec<Peer>>,
    own_color: ArcRwSignal<usize>,
    remote_touch: ArcRwSignal<RemoteTouch>,
    refused: ArcRwSignal<Option<EditRefused>>,
    can_undo: ArcRwSignal<bool>,
    can_redo: ArcRwSignal<bool>,
    next_undo: ArcRwSignal<Option<Deed>>,
    next_redo: ArcRwSignal<Option<Deed>>,
    history: RefCell<History>,
    /// The typing that the newest step of the history consists of.
    typed: Cell<Option<Typed>>,
    own_edits: RefCell<BTreeMap<Zone, OwnEdits>>,
    company: Company,
    losses: Losses,
    shown: Cell<bool>,
    /// The field that the user is in, and what it said when she came or last wrote it.
    watched: RefCell<Option<(Field, Option<Concurrent>)>>,
    /// The edit that is being made comes from a text field that shows it already.
    typing_now: Cell<bool>,
    review_timer: Cell<Option<TimeoutHandle>>,
    passages_timer: Cell<Option<TimeoutHandle>>,
    typing: RefCell<BTreeMap<TextField, Vec<Splice>>>,
    typing_timer: Cell<Option<TimeoutHandle>>,
    text_listeners: RefCell<Vec<(u64, TextField, TextListener)>>,
    next_listener: Cell<u64>,
}

impl CaseStore {
    /// The case of the page.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// A case whose documents are not open yet. Belongs to the current owner.
    #[must_use]
    pub fn new(entry: &CaseEntry, documents: Documents, user: User) -> Self {
        let entities = Entities::default();
        entities.title.set(entry.title.clone());
        let company = Company::new(&user);
        let color = presence::color_of(&user.name);
        let store = Self(StoredValue::new_local(Rc::new(Inner {
            id: entry.id.clone(),
            user,
            documents,
            ids: RefCell::default(),
            entities,
            rights: ArcRwSignal::default(),
            opening: ArcRwSignal::default(),
            save_state: ArcRwSignal::default(),
            peers: ArcRwSignal::default(),
            own_color: ArcRwSignal::new(color),
            remote_touch: ArcRwSignal::default(),
            refused: ArcRwSignal::new(None),
            can_undo: ArcRwSignal::new(false),
            can_redo: ArcRwSignal::new(false),
            next_undo: ArcRwSignal::new(None),
            next_redo: ArcRwSignal::new(None),
            history: RefCell::default(),
            typed: Cell::new(None),
            own_edits: RefCell::default(),
            company,
            losses: Losses::default(),
            shown: Cell::new(false),
            watched: RefCell::default(),
            typing_now: Cell::new(false),
            review_timer: Cell::new(None),
            passages_timer: Cell::new(None),
            typing: RefCell::default(),
            typing_timer: Cell::new(None),
            text_listeners: RefCell::default(),
            next_listener: Cell::new(0),
        })));
        store.resume_history();
        store.read_losses();
        store
    }

    /// Takes over what the server's list says of the case: its documents, and what the user may do with them.
    pub fn set_entry(self, entry: &CaseEntry) {
        let inner = self.inner();
        let of = &entry.documents;
        let zones = [
            (Zone::Case, Some(of.case)),
            (Zone::Reserved, of.reserved),
            (Zone::Identity, of.identity),
        ];
        let mut rights = Rights::default();
        for (zone, document) in zones {
            *rights.of_mut(zone) = document.map(|document: DocumentEntry| document.right);
            match document {
                Some(document) => inner.ids.borrow_mut().insert(zone, document.id),
                None => inner.ids.borrow_mut().remove(&zone),
            };
        }
        if rights.reserved.is_none() {
            self.hide_reserved();
        }
        if inner.rights.get_untracked() != rights {
            inner.rights.set(rights);
        }
    }

    /// The case's documents, as far as the user may open them.
    #[must_use]
    pub fn documents(self) -> Vec<DocumentId> {
        self.inner().ids.borrow().values().copied().collect()
    }

    /// A page of the case is on the screen.
    pub fn enter(self) {
        self.inner().shown.set(true);
        self.announce_presence();
    }

    /// The page is left: nothing of what was typed waits any more, and the others see the user go.
    pub fn leave(self) {
        self.flush_typing();
        self.inner().shown.set(false);
        self.say_goodbye();
    }

    /// Whether a page of the case is on the screen.
    #[must_use]
    pub fn is_shown(self) -> bool {
        self.inner().shown.get()
    }

    fn inner(self) -> Rc<Inner> {
        self.0.get_value()
    }

    /// The case's id.
    #[must_use]
    pub fn id(self) -> CaseId {
        self.inner().id.clone()
    }

    /// How far the case has come onto the screen.
    #[must_use]
    pub fn opening(self) -> ArcRwSignal<Opening> {
        self.inner().opening.clone()
    }

    /// The alias under which the table knows the case.
    #[must_use]
    pub fn title(self) -> ArcRwSignal<String> {
        self.inner().entities.title.clone()
    }

    /// The person.
    #[must_use]
    pub fn person(self) -> ArcRwSignal<Person> {
        self.inner().entities.person.clone()
    }

    /// Who is on the map; changes only when somebody comes or goes.
    #[must_use]
    pub fn actor_ids(self) -> ArcRwSignal<BTreeSet<ActorId>> {
        self.inner().entities.actor_ids.clone()
    }

    /// An actor's signal; `None` for one that is not on the map.
    #[must_use]
    pub fn actor(self, id: &ActorId) -> Option<ArcRwSignal<Actor>> {
        self.inner().entities.actor(id)
    }

    /// Which ties are on the map; changes only when one comes or goes.
    #[must_use]
    pub fn tie_ids(self) -> ArcRwSignal<BTreeSet<TieId>> {
        self.inner().entities.tie_ids.clone()
    }

    /// A tie's signal; `None` for one that is not on the map.
    #[must_use]
    pub fn tie(self, id: &TieId) -> Option<ArcRwSignal<Tie>> {
        self.inner().entities.tie(id)
    }

    /// How the people of the household are related.
    #[must_use]
    pub fn kinships(self) -> ArcRwSignal<BTreeMap<KinshipId, Kin>> {
        self.inner().entities.kinships.clone()
    }

    /// The named moments of the case.
    #[must_use]
    pub fn milestones(self) -> ArcRwSignal<BTreeMap<MilestoneId, Milestone>> {
        self.inner().entities.milestones.clone()
    }

    /// What the person needs.
    #[must_use]
    pub fn needs(self) -> ArcRwSignal<BTreeMap<NeedId, Need>> {
        self.inner().entities.needs.clone()
    }

    /// What there is where the person lives.
    #[must_use]
    pub fn guide(self) -> ArcRwSignal<BTreeMap<GuideEntryId, GuideEntry>> {
        self.inner().entities.guide.clone()
    }

    /// What the user is called.
    #[must_use]
    pub fn user_name(self) -> String {
        self.inner().user.name.clone()
    }

    /// What the person wants to reach.
    #[must_use]
    pub fn goals(self) -> ArcRwSignal<BTreeMap<GoalId, Goal>> {
        self.inner().entities.goals.clone()
    }

    /// Who does what by when.
    #[must_use]
    pub fn commitments(self) -> ArcRwSignal<BTreeMap<CommitmentId, Commitment>> {
        self.inner().entities.commitments.clone()
    }

    /// What was said about passages of the plan. Told on also when only the places were read again: while somebody
    /// types, whoever shows a text moves them with its words.
    #[must_use]
    pub fn comments(self) -> ArcRwSignal<BTreeMap<CommentId, Comment>> {
        self.inner().entities.comments.clone()
    }

    /// The passage that stands in a span of a text, as a comment keeps it; untracked. `None` where there is none.
    #[must_use]
    pub fn passage(self, text: PlanText, place: Span) -> Option<Passage> {
        self.flush_typing();
        let field = TextField::Plan(text);
        self.read(Zone::Case, |doc| name_passage(doc, field, place).ok())
            .flatten()
    }

    /// Which territory the case uses.
    #[must_use]
    pub fn territory(self) -> ArcRwSignal<Option<TerritoryId>> {
        self.inner().entities.territory.clone()
    }

    /// The plan without its texts.
    #[must_use]
    pub fn plan(self) -> ArcRwSignal<PlanHead> {
        self.inner().entities.plan.clone()
    }

    /// What the zone identity says; empty without the right to read it.
    #[must_use]
    pub fn identity(self) -> ArcRwSignal<Identity> {
        self.inner().entities.identity.clone()
    }

    /// What somebody should look at ("Por revisar").
    #[must_use]
    pub fn problems(self) -> ArcRwSignal<Vec<Problem>> {
        self.inner().entities.problems.clone()
    }

    /// Counts up with everything that changes in the shared document.
    #[must_use]
    pub fn changes(self) -> ArcRwSignal<u64> {
        self.inner().entities.changes.clone()
    }

    /// What the shared document is made of now, as a milestone names it; untracked.
    #[must_use]
    pub fn heads(self) -> Vec<String> {
        self.flush_typing();
        let heads = self.read(Zone::Case, |doc| {
            doc.get_heads().iter().map(ToString::to_string).collect()
        });
        heads.unwrap_or_default()
    }

    /// The whole case as the shared zone has it now, without what is reserved, untracked: for what needs all of it at once, never for a keystroke.
    #[must_use]
    pub fn snapshot(self) -> Option<Case> {
        self.read(Zone::Case, |doc| document::read_case(doc).0)
    }

    /// What the user may do in each zone.
    #[must_use]
    pub fn rights(self) -> ArcRwSignal<Rights> {
        self.inner().rights.clone()
    }

    /// Whether the user may change the shared zone; tracked.
    #[must_use]
    pub fn can_edit(self) -> bool {
        self.inner().rights.get().case == Some(Right::Write)
    }

    /// Where the user's own edits have got to.
    #[must_use]
    pub fn save_state(self) -> ArcRwSignal<SaveState> {
        self.inner().save_state.clone()
    }

    /// Who else is on the case.
    #[must_use]
    pub fn peers(self) -> ArcRwSignal<Vec<Peer>> {
        self.inner().peers.clone()
    }

    /// The user's own colour among those who are there.
    #[must_use]
    pub fn own_color(self) -> ArcRwSignal<usize> {
        self.inner().own_color.clone()
    }

    /// What somebody else last touched on the map.
    #[must_use]
    pub fn remote_touch(self) -> ArcRwSignal<RemoteTouch> {
        self.inner().remote_touch.clone()
    }

    /// The last edit that was refused; the case page tells it and sets it back to `None`.
    #[must_use]
    pub fn refused(self) -> ArcRwSignal<Option<EditRefused>> {
        self.inner().refused.clone()
    }

    /// Whether there is something of one's own to undo.
    #[must_use]
    pub fn can_undo(self) -> ArcRwSignal<bool> {
        self.inner().can_undo.clone()
    }

    /// Whether there is something of one's own to redo.
    #[must_use]
    pub fn can_redo(self) -> ArcRwSignal<bool> {
        self.inner().can_redo.clone()
    }

    /// What the next undo takes back; `None` where there is nothing that could be named.
    #[must_use]
    pub fn next_undo(self) -> ArcRwSignal<Option<Deed>> {
        self.inner().next_undo.clone()
    }

    /// What the next redo makes again; `None` where there is nothing that could be named.
    #[must_use]
    pub fn next_redo(self) -> ArcRwSignal<Option<Deed>> {
        self.inner().next_redo.clone()
    }

    /// Reads one of the documents; `None` where it is not open.
    pub fn read<T>(self, zone: Zone, read: impl FnOnce(&Automerge) -> T) -> Option<T> {
        let inner = self.inner();
        let document = inner.ids.borrow().get(&zone).copied()?;
        inner.documents.read(document, read)
    }
}

fn history_note(case: &CaseId) -> String {
    format!("history/{case}")
}
