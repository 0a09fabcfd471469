//! The open case: signals to read, edits to make. Every screen of a case works on this and on nothing else.
//!
//! Data flows one way: `edit` → document → patches → the signals of the entities that the patches name.

mod company;
pub mod entities;
pub mod presence;
pub mod save_state;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    time::Duration,
};

use automerge::{Automerge, Patch, transaction::Transaction};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use trama_shared::{
    case::{Actor, Case, Identity, Person, Tie, Zone},
    document::{self, Problem, TextChange, Touched},
    edit::{Edit, EditError, History, TextField},
    ids::{ActorId, CaseId, DocumentId, TieId},
    sync::{
        replica::{self, OwnEdits, Replica},
        wire::Status,
    },
};

pub use entities::PlanHead;
pub use presence::{Caret, Entity, Focus, Peer};
pub use save_state::SaveState;

use super::{
    api::{CaseEntry, DocumentEntry, Right, User},
    clock,
    documents::{DocumentEvent, Documents, Network},
    splice::Splice,
    tabs::TabMessage,
};
use company::Company;
use entities::Entities;

/// What others changed is looked through for problems when it has been quiet for this long.
const REVIEW_MS: u64 = 1_500;
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
    history: RefCell<History>,
    /// The typing that the newest step of the history consists of.
    typed: Cell<Option<Typed>>,
    own_edits: RefCell<BTreeMap<Zone, OwnEdits>>,
    company: Company,
    shown: Cell<bool>,
    /// The edit that is being made comes from a text field that shows it already.
    typing_now: Cell<bool>,
    review_timer: Cell<Option<TimeoutHandle>>,
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
            history: RefCell::default(),
            typed: Cell::new(None),
            own_edits: RefCell::default(),
            company,
            shown: Cell::new(false),
            typing_now: Cell::new(false),
            review_timer: Cell::new(None),
            typing: RefCell::default(),
            typing_timer: Cell::new(None),
            text_listeners: RefCell::default(),
            next_listener: Cell::new(0),
        })));
        store.read_history();
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

    /// The whole case as it is now, untracked: for what needs all of it at once, never for a keystroke.
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

    /// A reader tried to write: told like any other refusal.
    pub fn refuse_reader(self) {
        self.inner().refused.set(Some(EditRefused::ReadOnly));
    }

    /// Makes an edit, and remembers how to undo it.
    ///
    /// # Errors
    /// See [`EditRefused`]; nothing was written, and the page tells the user.
    pub fn edit(self, edit: Edit) -> Result<(), EditRefused> {
        self.flush_typing();
        let inverse = self.make(&edit, false)?;
        self.record(edit, inverse, None);
        Ok(())
    }

    /// Writes what the program keeps, not the user: no step of her undo.
    ///
    /// # Errors
    /// As for [`Self::edit`].
    pub fn keep(self, edit: &Edit) -> Result<(), EditRefused> {
        self.flush_typing();
        self.make(edit, false).map(drop)
    }

    /// Undoes the user's newest own edit; `false` where there is none or it can no longer be undone, which is told.
    pub fn undo(self) -> bool {
        self.flush_typing();
        let zone = self.inner().history.borrow().undo_zone();
        self.step(zone, |history, tx| history.undo(tx))
    }

    /// Makes again what was undone last; `false` where there is none or it can no longer be made, which is told.
    pub fn redo(self) -> bool {
        self.flush_typing();
        let zone = self.inner().history.borrow().redo_zone();
        self.step(zone, |history, tx| history.redo(tx))
    }

    /// A shared text as it is now, what is still being typed included; untracked.
    #[must_use]
    pub fn text(self, field: TextField) -> String {
        self.flush_typing();
        self.read(field.zone(), |doc| document::read_text(doc, field))
            .unwrap_or_default()
    }

    /// Calls `listener` with every change to a text that its field does not show yet, until the current owner is
    /// cleaned up.
    pub fn on_text(self, field: TextField, listener: impl Fn(&TextEvent) + 'static) {
        let inner = self.inner();
        let key = inner.next_listener.get();
        inner.next_listener.set(key + 1);
        inner
            .text_listeners
            .borrow_mut()
            .push((key, field, Rc::new(listener)));
        on_cleanup(move || {
            self.inner()
                .text_listeners
                .borrow_mut()
                .retain(|(other, ..)| *other != key);
        });
    }

    /// The user typed: written into the document with the next burst.
    pub fn type_text(self, field: TextField, splice: Splice) {
        let inner = self.inner();
        {
            let mut typing = inner.typing.borrow_mut();
            let splices = typing.entry(field).or_default();
            let joined = splices.last_mut().is_some_and(|last| last.join(&splice));
            if !joined {
                splices.push(splice);
            }
        }
        // What is only in a field is on no disk yet.
        self.show_save_state();
        let running = inner.typing_timer.take();
        let timer = running.or_else(|| {
            let flush = move || self.flush_typing();
            set_timeout_with_handle(flush, Duration::from_millis(TYPING_BURST_MS)).ok()
        });
        inner.typing_timer.set(timer);
    }

    /// Writes what was typed into the document now: before anything else changes it, when a field is left, and when
    /// the page is put away.
    pub fn flush_typing(self) {
        let inner = self.inner();
        if let Some(timer) = inner.typing_timer.take() {
            timer.clear();
        }
        let typing = inner.typing.take();
        for (field, splices) in typing {
            let mut edits: Vec<Edit> = splices
                .into_iter()
                .map(|Splice { at, delete, insert }| Edit::SpliceText {
                    field,
                    at,
                    delete,
                    insert,
                })
                .collect();
            let edit = if edits.len() == 1 {
                edits.remove(0)
            } else {
                Edit::Batch(edits)
            };
            match self.make(&edit, true) {
                Ok(inverse) => self.record(edit, inverse, Some(field)),
                // The field shows what the document refused; it goes back to what is true.
                Err(_) => self.reset_text(field),
            }
        }
    }

    /// Reads one of the documents; `None` where it is not open.
    pub fn read<T>(self, zone: Zone, read: impl FnOnce(&Automerge) -> T) -> Option<T> {
        let inner = self.inner();
        let document = inner.ids.borrow().get(&zone).copied()?;
        inner.documents.read(document, read)
    }

    /// Something happened to one of the documents.
    pub fn happened(self, zone: Zone, event: DocumentEvent) {
        match event {
            DocumentEvent::Changed { origin, patches } => {
                let is_new = zone == Zone::Case && self.opening().get_untracked() != Opening::Ready;
                match origin {
                    replica::Origin::Loaded => self.load(zone),
                    replica::Origin::Local => {
                        let typing = self.inner().typing_now.get();
                        self.changed(
                            zone,
                            &patches,
                            if typing { Origin::Typing } else { Origin::Own },
                        );
                    }
                    replica::Origin::Remote | replica::Origin::Sibling if is_new => self.load(zone),
                    replica::Origin::Remote => self.changed(zone, &patches, Origin::Remote),
                    replica::Origin::Sibling => self.changed(zone, &patches, Origin::OtherTab),
                }
                self.announce_presence();
            }
            DocumentEvent::OwnEdits(own) => {
                self.inner().own_edits.borrow_mut().insert(zone, own);
                if own.read_only {
                    self.set_right(zone, Some(Right::Read));
                }
                self.show_save_state();
            }
            DocumentEvent::Ephemeral(message) => {
                if zone == Zone::Case {
                    self.hear_peer(&message);
                }
            }
            DocumentEvent::Unavailable => {
                let empty = self.read(zone, Automerge::is_empty).unwrap_or(true);
                match zone {
                    Zone::Case if empty => self.opening().set(Opening::NoAccess),
                    // What is on the device stays readable; nothing that is written would arrive.
                    Zone::Case => self.set_right(zone, Some(Right::Read)),
                    Zone::Reserved | Zone::Identity => self.set_right(zone, None),
                }
            }
            DocumentEvent::Status(Status::ReadOnly) => self.set_right(zone, Some(Right::Read)),
            DocumentEvent::Status(Status::Writable) => self.set_right(zone, Some(Right::Write)),
            DocumentEvent::Status(Status::Refused) => {
                self.inner().refused.set(Some(EditRefused::ReadOnly));
            }
            DocumentEvent::Status(_) => {}
        }
    }

    /// The connection changed.
    pub fn connected(self, network: Network) {
        if network == Network::Online {
            if self.opening().get_untracked() == Opening::NoAccess {
                self.opening().set(Opening::NotHere);
            }
            self.announce_presence();
        } else {
            self.forget_peers();
        }
    }

    /// Reads the own undo again: at first, and when another tab of the user changed it.
    pub fn read_history(self) {
        let inner = self.inner();
        let store = inner.documents.store();
        spawn_local(async move {
            let Ok(store) = store.await else { return };
            let history = store
                .read_note(&history_note(&self.id()))
                .await
                .unwrap_or_default();
            *self.inner().history.borrow_mut() = history;
            self.show_history();
        });
    }

    /// Shows a document that is open already; one that is not tells when it is.
    pub fn take_over(self, zone: Zone) {
        let inner = self.inner();
        let Some(document) = inner.ids.borrow().get(&zone).copied() else {
            return;
        };
        let Some(own) = inner.documents.replica(document, Replica::own_edits) else {
            return;
        };
        inner.own_edits.borrow_mut().insert(zone, own);
        self.load(zone);
        self.show_save_state();
    }

    fn load(self, zone: Zone) {
        let inner = self.inner();
        let empty = self.read(zone, |doc| {
            if doc.is_empty() {
                return true;
            }
            match zone {
                Zone::Case => inner.entities.load_case(doc),
                Zone::Identity => inner.entities.load_identity(doc),
                Zone::Reserved => {}
            }
            false
        });
        for field in self.listened_texts(zone) {
            self.reset_text(field);
        }
        if zone == Zone::Case {
            let opening = if empty == Some(false) {
                Opening::Ready
            } else {
                Opening::NotHere
            };
            if inner.opening.get_untracked() != Opening::NoAccess || opening == Opening::Ready {
                inner.opening.set(opening);
            }
        }
    }

    fn set_right(self, zone: Zone, right: Option<Right>) {
        let rights = self.rights();
        if rights.get_untracked().of(zone) != right {
            rights.update(|rights| *rights.of_mut(zone) = right);
        }
    }

    /// Wakes the signals and the text fields that `patches` touch.
    fn changed(self, zone: Zone, patches: &[Patch], origin: Origin) {
        let inner = self.inner();
        let touched = document::touched(patches);
        self.read(zone, |doc| match zone {
            Zone::Case => inner.entities.refresh_case(doc, &touched),
            Zone::Identity => inner.entities.load_identity(doc),
            Zone::Reserved => {}
        });
        if origin == Origin::Remote {
            self.note_remote_touch(&touched);
        }
        if matches!(origin, Origin::Remote | Origin::OtherTab) && zone == Zone::Case {
            self.review_soon();
        }
        if !touched.texts.is_empty() {
            self.show_peers();
        }
        if touched.all {
            for field in self.listened_texts(zone) {
                self.reset_text(field);
            }
        } else if origin != Origin::Typing {
            for (field, changes) in touched.texts {
                self.tell_text(field, &TextEvent::Changes(changes));
            }
        }
    }

    fn make(self, edit: &Edit, typing: bool) -> Result<Edit, EditRefused> {
        self.write(edit.zone(), typing, |tx| edit.apply(tx))
    }

    /// Writes into the document of a zone as one change; a refusal is told.
    fn write<T>(
        self,
        zone: Zone,
        typing: bool,
        write: impl FnOnce(&mut Transaction<'_>) -> Result<T, EditError>,
    ) -> Result<T, EditRefused> {
        let inner = self.inner();
        inner.typing_now.set(typing);
        let made = self.writable(zone).and_then(|document| {
            let made = inner.documents.edit(document, write);
            made.map_err(|error| error.map_or(EditRefused::NotOpen, EditRefused::NotPermitted))
        });
        inner.typing_now.set(false);
        if let Err(refused) = &made {
            inner.refused.set(Some(refused.clone()));
        }
        made
    }

    fn writable(self, zone: Zone) -> Result<DocumentId, EditRefused> {
        let inner = self.inner();
        match inner.rights.get_untracked().of(zone) {
            Some(Right::Write) => {}
            Some(Right::Read) => return Err(EditRefused::ReadOnly),
            None => return Err(EditRefused::NotOpen),
        }
        let document = inner
            .ids
            .borrow()
            .get(&zone)
            .copied()
            .ok_or(EditRefused::NotOpen)?;
        // An empty document has not come from the server yet; what was written into it would not be this case.
        match inner.documents.read(document, Automerge::is_empty) {
            Some(false) => Ok(document),
            _ => Err(EditRefused::NotOpen),
        }
    }

    fn step(
        self,
        zone: Option<Zone>,
        step: impl FnOnce(&mut History, &mut Transaction<'_>) -> Result<bool, EditError>,
    ) -> bool {
        let Some(zone) = zone else { return false };
        let inner = self.inner();
        inner.typed.set(None);
        // The history is out of its place while the signals wake, who may ask for it.
        let mut history = inner.history.take();
        let made = self.write(zone, false, |tx| step(&mut history, tx));
        *inner.history.borrow_mut() = history;
        self.history_changed();
        made.unwrap_or_default()
    }

    fn record(self, made: Edit, inverse: Edit, typed_in: Option<TextField>) {
        let inner = self.inner();
        let now_ms = clock::now_ms();
        let last = inner.typed.get().filter(|last| {
            typed_in == Some(last.field)
                && now_ms - last.at_ms < TYPING_PAUSE_MS
                && last.bursts < TYPING_BURSTS_MAX
        });
        let bursts = last.map_or(0, |last| last.bursts) + 1;
        inner.typed.set(typed_in.map(|field| Typed {
            field,
            at_ms: now_ms,
            bursts,
        }));
        inner
            .history
            .borrow_mut()
            .record(made, inverse, last.is_some());
        self.history_changed();
    }

    fn history_changed(self) {
        self.show_history();
        let inner = self.inner();
        let store = inner.documents.store();
        spawn_local(async move {
            let inner = self.inner();
            let history = inner.history.borrow().clone();
            // A history that was not kept costs the undo of this step after a reload, nothing else.
            if let Ok(store) = store.await
                && store
                    .write_note(&history_note(&inner.id), &history)
                    .await
                    .is_ok()
            {
                inner
                    .documents
                    .tell_tabs(&TabMessage::History(inner.id.clone()));
            }
        });
    }

    fn show_history(self) {
        let inner = self.inner();
        let (can_undo, can_redo) = {
            let history = inner.history.borrow();
            (history.undo_zone().is_some(), history.redo_zone().is_some())
        };
        for (signal, now) in [(&inner.can_undo, can_undo), (&inner.can_redo, can_redo)] {
            if signal.get_untracked() != now {
                signal.set(now);
            }
        }
    }

    fn show_save_state(self) {
        let inner = self.inner();
        let typing = !inner.typing.borrow().is_empty();
        let trouble = inner.documents.device_trouble().get_untracked();
        let seen_by = self.seen_by();
        let state = SaveState::of(inner.own_edits.borrow().values(), typing, trouble, seen_by);
        if inner.save_state.get_untracked() != state {
            inner.save_state.set(state);
        }
    }

    fn review_soon(self) {
        let inner = self.inner();
        if let Some(timer) = inner.review_timer.take() {
            timer.clear();
        }
        let review = move || {
            self.read(Zone::Case, |doc| self.inner().entities.review(doc));
        };
        let timer = set_timeout_with_handle(review, Duration::from_millis(REVIEW_MS));
        inner.review_timer.set(timer.ok());
    }

    fn note_remote_touch(self, touched: &Touched) {
        let actors = touched.actors.iter().cloned().map(Entity::Actor);
        let ties = touched.ties.iter().cloned().map(Entity::Tie);
        let person = touched.person.then_some(Entity::Person);
        let entities: BTreeSet<Entity> = actors.chain(ties).chain(person).collect();
        if !entities.is_empty() {
            self.inner().remote_touch.update(|touch| {
                touch.count += 1;
                touch.entities = entities;
            });
        }
    }

    fn listened_texts(self, zone: Zone) -> BTreeSet<TextField> {
        let inner = self.inner();
        let listeners = inner.text_listeners.borrow();
        listeners
            .iter()
            .map(|(_, field, _)| *field)
            .filter(|field| field.zone() == zone)
            .collect()
    }

    fn reset_text(self, field: TextField) {
        let text = self.read(field.zone(), |doc| document::read_text(doc, field));
        if let Some(text) = text {
            self.tell_text(field, &TextEvent::Reset(text));
        }
    }

    fn tell_text(self, field: TextField, event: &TextEvent) {
        let listeners: Vec<TextListener> = self
            .inner()
            .text_listeners
            .borrow()
            .iter()
            .filter(|(_, other, _)| *other == field)
            .map(|(.., listener)| listener.clone())
            .collect();
        for listener in listeners {
            listener(event);
        }
    }
}

fn history_note(case: &CaseId) -> String {
    format!("history/{case}")
}
