//! The open case: signals to read, edits to make. Every screen of a case works on this and on nothing else.
//!
//! Data flows one way: `edit` → document → patches → the signals of the entities that the patches name.

pub mod entities;
pub mod presence;
pub mod save_state;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    time::Duration,
};

use automerge::{Automerge, Patch};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use trama_shared::{
    case::{Actor, Case, Identity, Person, Tie, Zone},
    document::{self, Problem, TextChange, Touched},
    edit::{Edit, EditError, TextField},
    ids::{ActorId, CaseId, TieId},
};

pub use entities::PlanHead;
pub use presence::{Caret, Entity, Focus, Peer};
pub use save_state::SaveState;

use super::{
    api::{CaseEntry, DocumentEntry, Right},
    clock,
    documents::Document,
    history::{History, Step},
    splice::Splice,
};
use entities::Entities;

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
    /// Nothing on this device yet; the server is being asked.
    Fetching,
    /// On the screen.
    Ready,
    /// Not on this device, and there is no network.
    NotHere,
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
pub enum Origin {
    /// The user, on this screen, in a text field that already shows it.
    Typing,
    /// The user, on this screen.
    Own,
    /// Somebody else, or the user in another tab.
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

type TextListener = Rc<dyn Fn(&TextEvent)>;

/// The open case. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct CaseStore(StoredValue<Rc<Inner>, LocalStorage>);

struct Inner {
    id: CaseId,
    entities: Entities,
    rights: ArcRwSignal<Rights>,
    opening: ArcRwSignal<Opening>,
    save_state: ArcRwSignal<SaveState>,
    peers: ArcRwSignal<Vec<Peer>>,
    remote_touch: ArcRwSignal<RemoteTouch>,
    refused: ArcRwSignal<Option<EditRefused>>,
    can_undo: ArcRwSignal<bool>,
    can_redo: ArcRwSignal<bool>,
    history: RefCell<History>,
    documents: RefCell<BTreeMap<Zone, Document>>,
    focus: RefCell<Focus>,
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

    /// A case that is not open yet. Belongs to the current owner.
    #[must_use]
    pub fn new(entry: &CaseEntry) -> Self {
        let right = |entry: Option<DocumentEntry>| entry.map(|entry| entry.right);
        let rights = Rights {
            case: Some(entry.documents.case.right),
            reserved: right(entry.documents.reserved),
            identity: right(entry.documents.identity),
        };
        let entities = Entities::default();
        entities.title.set(entry.title.clone());
        Self(StoredValue::new_local(Rc::new(Inner {
            id: entry.id.clone(),
            entities,
            rights: ArcRwSignal::new(rights),
            opening: ArcRwSignal::default(),
            save_state: ArcRwSignal::default(),
            peers: ArcRwSignal::default(),
            remote_touch: ArcRwSignal::default(),
            refused: ArcRwSignal::new(None),
            can_undo: ArcRwSignal::new(false),
            can_redo: ArcRwSignal::new(false),
            history: RefCell::default(),
            documents: RefCell::default(),
            focus: RefCell::default(),
            typing: RefCell::default(),
            typing_timer: Cell::new(None),
            text_listeners: RefCell::default(),
            next_listener: Cell::new(0),
        })))
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

    /// Tells the others what the user is doing, as far as `change` says.
    pub fn set_focus(self, change: impl FnOnce(&mut Focus)) {
        change(&mut self.inner().focus.borrow_mut());
    }

    /// Makes an edit, and remembers how to undo it.
    ///
    /// # Errors
    /// See [`EditRefused`]; nothing was written, and the page tells the user.
    pub fn edit(self, edit: Edit) -> Result<(), EditRefused> {
        self.flush_typing();
        self.make(&edit, Origin::Own).map(|inverse| self.record(inverse, None))
    }

    /// Undoes the user's newest own edit; `false` where there is none or it can no longer be undone.
    pub fn undo(self) -> bool {
        self.flush_typing();
        let step = self.inner().history.borrow_mut().take_undo();
        self.step(step, History::undone)
    }

    /// Makes again what was undone last; `false` where there is none or it can no longer be made.
    pub fn redo(self) -> bool {
        self.flush_typing();
        let step = self.inner().history.borrow_mut().take_redo();
        self.step(step, History::redone)
    }

    /// A shared text as it is now, what is still being typed included; untracked.
    #[must_use]
    pub fn text(self, field: TextField) -> String {
        self.flush_typing();
        self.read(zone_of_text(field), |doc| document::read_text(doc, field)).unwrap_or_default()
    }

    /// Calls `listener` with every change to a text that its field does not show yet, until the current owner is
    /// cleaned up.
    pub fn on_text(self, field: TextField, listener: impl Fn(&TextEvent) + 'static) {
        let inner = self.inner();
        let key = inner.next_listener.get();
        inner.next_listener.set(key + 1);
        inner.text_listeners.borrow_mut().push((key, field, Rc::new(listener)));
        on_cleanup(move || self.inner().text_listeners.borrow_mut().retain(|(other, ..)| *other != key));
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
                .map(|Splice { at, delete, insert }| Edit::SpliceText { field, at, delete, insert })
                .collect();
            let edit = if edits.len() == 1 { edits.remove(0) } else { Edit::Batch(edits) };
            match self.make(&edit, Origin::Typing) {
                Ok(inverse) => self.record(inverse, Some(field)),
                // The field shows what the document refused; it goes back to what is true.
                Err(_) => self.reset_text(field),
            }
        }
    }

    /// Shows a document: called when it is open, and again when all of it may have changed.
    pub fn open_document(self, zone: Zone, document: Document) {
        let inner = self.inner();
        inner.documents.borrow_mut().insert(zone, document);
        self.read(zone, |doc| match zone {
            Zone::Case => inner.entities.load_case(doc),
            Zone::Identity => inner.entities.load_identity(doc),
            Zone::Reserved => {}
        });
        for field in self.listened_texts(zone) {
            self.reset_text(field);
        }
        if zone == Zone::Case {
            inner.opening.set(Opening::Ready);
        }
    }

    /// Reads one of the documents; `None` where it is not open.
    pub fn read<T>(self, zone: Zone, read: impl FnOnce(&Automerge) -> T) -> Option<T> {
        self.inner().documents.borrow().get(&zone).map(|document| read(document.doc()))
    }

    /// Wakes the signals and the text fields that `patches` touch.
    pub fn changed(self, zone: Zone, patches: &[Patch], origin: Origin) {
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

    fn make(self, edit: &Edit, origin: Origin) -> Result<Edit, EditRefused> {
        let zone = zone_of(edit);
        let result = self.write(zone, edit);
        match result {
            Ok((inverse, patches)) => {
                self.changed(zone, &patches, origin);
                Ok(inverse)
            }
            Err(refused) => {
                self.inner().refused.set(Some(refused.clone()));
                Err(refused)
            }
        }
    }

    fn write(self, zone: Zone, edit: &Edit) -> Result<(Edit, Vec<Patch>), EditRefused> {
        let inner = self.inner();
        match inner.rights.get_untracked().of(zone) {
            Some(Right::Write) => {}
            Some(Right::Read) => return Err(EditRefused::ReadOnly),
            None => return Err(EditRefused::NotOpen),
        }
        let mut documents = inner.documents.borrow_mut();
        let document = documents.get_mut(&zone).ok_or(EditRefused::NotOpen)?;
        Ok(document.edit(edit)?)
    }

    fn step(self, step: Option<Step>, keep: impl FnOnce(&mut History, Step, Edit)) -> bool {
        let Some(step) = step else { return false };
        let made = self.make(&step.edit, Origin::Own);
        let done = made.is_ok();
        if let Ok(inverse) = made {
            keep(&mut self.inner().history.borrow_mut(), step, inverse);
        }
        self.history_changed();
        done
    }

    fn record(self, inverse: Edit, typed_in: Option<TextField>) {
        self.inner().history.borrow_mut().record(inverse, typed_in, clock::now_ms());
        self.history_changed();
    }

    fn history_changed(self) {
        let inner = self.inner();
        let (can_undo, can_redo) = {
            let history = inner.history.borrow();
            (history.can_undo(), history.can_redo())
        };
        inner.can_undo.set(can_undo);
        inner.can_redo.set(can_redo);
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
        listeners.iter().map(|(_, field, _)| *field).filter(|field| zone_of_text(*field) == zone).collect()
    }

    fn reset_text(self, field: TextField) {
        let text = self.read(zone_of_text(field), |doc| document::read_text(doc, field));
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

fn zone_of(edit: &Edit) -> Zone {
    match edit {
        Edit::Batch(edits) => edits.first().map_or(Zone::Case, zone_of),
        Edit::SpliceText { field, .. } => zone_of_text(*field),
        Edit::SetIdentity { .. } => Zone::Identity,
        _ => Zone::Case,
    }
}

const fn zone_of_text(field: TextField) -> Zone {
    match field {
        TextField::Plan(_) => Zone::Case,
        TextField::ReservedNotes => Zone::Reserved,
    }
}
