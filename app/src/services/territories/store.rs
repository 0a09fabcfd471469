//! The open territory: signals to read, edits to make. Data flows as in a case: `edit` → document → patches → signals.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::Arc,
};

use automerge::{Automerge, Patch, transaction::Transaction};
use leptos::{prelude::*, task::spawn_local};
use trama_shared::{
    edit::EditError,
    ids::{DocumentId, ServiceId, TerritoryId},
    sync::{
        replica::{Origin, OwnEdits, Replica},
        wire::Status,
    },
    territory::{self, Service, ServiceTouched, TerritoryEdit, TerritoryHistory, TerritoryProblem},
};

use crate::services::{
    api::{Right, TerritoryEntry},
    case_store::{EditRefused, Opening, SaveState},
    clock,
    documents::{DocumentEvent, Documents},
    tabs::TabMessage,
    turns::in_slices,
};

/// Services that an import enters as one change: few enough for a frame, enough that 2,000 are not 2,000 changes.
const PORTION: usize = 25;

/// The services of a territory, each behind a pointer, so that reading the list again costs little.
pub type Services = BTreeMap<ServiceId, Arc<Service>>;

/// A service that somebody else took out, of which this user's own edits say something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Which.
    pub id: ServiceId,
    /// What was known of it.
    pub service: Arc<Service>,
}

/// The open territory. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct TerritoryStore(StoredValue<Rc<Inner>, LocalStorage>);

struct Inner {
    id: TerritoryId,
    document: DocumentId,
    documents: Documents,
    own_name: String,
    title: ArcRwSignal<String>,
    services: ArcRwSignal<Services>,
    problems: ArcRwSignal<Vec<TerritoryProblem>>,
    right: ArcRwSignal<Option<Right>>,
    opening: ArcRwSignal<Opening>,
    save_state: ArcRwSignal<SaveState>,
    refused: ArcRwSignal<Option<EditRefused>>,
    lost: ArcRwSignal<Vec<Lost>>,
    can_undo: ArcRwSignal<bool>,
    can_redo: ArcRwSignal<bool>,
    history: RefCell<TerritoryHistory>,
    own_edits: RefCell<OwnEdits>,
    /// How many pages show it: for a moment the next one and the one before it.
    shown: Cell<usize>,
}

impl TerritoryStore {
    /// A territory whose document is not open yet. Belongs to the current owner.
    #[must_use]
    pub fn new(entry: &TerritoryEntry, documents: Documents, own_name: &str) -> Self {
        let store = Self(StoredValue::new_local(Rc::new(Inner {
            id: entry.id.clone(),
            document: entry.document.id,
            documents,
            own_name: own_name.to_owned(),
            title: ArcRwSignal::new(entry.title.clone()),
            services: ArcRwSignal::default(),
            problems: ArcRwSignal::default(),
            right: ArcRwSignal::new(Some(entry.document.right)),
            opening: ArcRwSignal::default(),
            save_state: ArcRwSignal::default(),
            refused: ArcRwSignal::new(None),
            lost: ArcRwSignal::default(),
            can_undo: ArcRwSignal::new(false),
            can_redo: ArcRwSignal::new(false),
            history: RefCell::default(),
            own_edits: RefCell::default(),
            shown: Cell::new(0),
        })));
        store.read_history();
        store
    }

    fn inner(self) -> Rc<Inner> {
        self.0.get_value()
    }

    /// The territory's id.
    #[must_use]
    pub fn id(self) -> TerritoryId {
        self.inner().id.clone()
    }

    /// Its document.
    #[must_use]
    pub fn document(self) -> DocumentId {
        self.inner().document
    }

    /// The user's own name, under which she verifies.
    #[must_use]
    pub fn own_name(self) -> String {
        self.inner().own_name.clone()
    }

    /// What the team calls it.
    #[must_use]
    pub fn title(self) -> ArcRwSignal<String> {
        self.inner().title.clone()
    }

    /// Its services.
    #[must_use]
    pub fn services(self) -> ArcRwSignal<Services> {
        self.inner().services.clone()
    }

    /// What somebody should look at.
    #[must_use]
    pub fn problems(self) -> ArcRwSignal<Vec<TerritoryProblem>> {
        self.inner().problems.clone()
    }

    /// How far it has come onto the screen.
    #[must_use]
    pub fn opening(self) -> ArcRwSignal<Opening> {
        self.inner().opening.clone()
    }

    /// Whether the user may change it; tracked.
    #[must_use]
    pub fn can_edit(self) -> bool {
        self.inner().right.get() == Some(Right::Write)
    }

    /// Where the user's own edits have got to.
    #[must_use]
    pub fn save_state(self) -> ArcRwSignal<SaveState> {
        self.inner().save_state.clone()
    }

    /// The last edit that was refused; the page tells it and sets it back to `None`.
    #[must_use]
    pub fn refused(self) -> ArcRwSignal<Option<EditRefused>> {
        self.inner().refused.clone()
    }

    /// Services that somebody else took out, and that the user had written on.
    #[must_use]
    pub fn lost(self) -> ArcRwSignal<Vec<Lost>> {
        self.inner().lost.clone()
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

    /// Takes over what the server's list says.
    pub fn set_entry(self, entry: &TerritoryEntry) {
        self.set_right(Some(entry.document.right));
    }

    /// The server's list no longer has it.
    pub fn revoke(self) {
        self.set_right(None);
    }

    fn set_right(self, right: Option<Right>) {
        let signal = &self.inner().right;
        if signal.get_untracked() != right {
            signal.set(right);
        }
    }

    /// A page shows it.
    pub fn enter(self) {
        let inner = self.inner();
        inner.shown.set(inner.shown.get() + 1);
        // A document that is open already says nothing by itself any more.
        if let Some(own) = inner.documents.replica(inner.document, Replica::own_edits) {
            *inner.own_edits.borrow_mut() = own;
            self.load();
            self.show_save_state();
        }
    }

    /// A page no longer shows it; answers whether another still does.
    #[must_use]
    pub fn leave(self) -> bool {
        let inner = self.inner();
        inner.shown.set(inner.shown.get().saturating_sub(1));
        self.is_shown()
    }

    /// Whether a page shows it.
    #[must_use]
    pub fn is_shown(self) -> bool {
        self.inner().shown.get() > 0
    }

    fn read<T>(self, read: impl FnOnce(&Automerge) -> T) -> Option<T> {
        let inner = self.inner();
        inner.documents.read(inner.document, read)
    }

    /// Makes an edit, and remembers how to undo it.
    ///
    /// # Errors
    /// See [`EditRefused`]; nothing was written, and the page tells the user.
    pub fn edit(self, edit: TerritoryEdit) -> Result<(), EditRefused> {
        self.make(edit, false)?;
        self.history_changed();
        Ok(())
    }

    /// Enters services in portions, between which the browser has its turn; one undo takes all of them back. `progress`
    /// hears how many stand; once `goes_on` says no, those that stand are taken back. Answers whether all were entered.
    ///
    /// # Errors
    /// As for [`Self::edit`]; what stood by then is taken back.
    pub async fn add_all(
        self,
        services: Vec<Service>,
        progress: impl Fn(usize),
        goes_on: impl Fn() -> bool,
    ) -> Result<bool, EditRefused> {
        let mut left = services.into_iter();
        let mut entered = 0;
        let mut refused = None;
        let all = in_slices(
            || {
                let portion: Vec<TerritoryEdit> = left
                    .by_ref()
                    .take(PORTION)
                    .map(|service| TerritoryEdit::AddService {
                        id: ServiceId::from_random(clock::random_bits()),
                        service: Box::new(service),
                    })
                    .collect();
                if portion.is_empty() {
                    return false;
                }
                let count = portion.len();
                match self.make(TerritoryEdit::Batch(portion), entered > 0) {
                    Ok(()) => {
                        entered += count;
                        progress(entered);
                        true
                    }
                    Err(why) => {
                        refused = Some(why);
                        false
                    }
                }
            },
            goes_on,
        )
        .await;
        if entered > 0 && (refused.is_some() || !all) {
            self.undo();
        } else {
            self.history_changed();
        }
        refused.map_or(Ok(all), Err)
    }

    /// Makes an edit as a step of its own, or as one with the step before.
    fn make(self, edit: TerritoryEdit, join: bool) -> Result<(), EditRefused> {
        let inverse = self.write(|tx| edit.apply(tx))?;
        self.inner()
            .history
            .borrow_mut()
            .record(edit, inverse, join);
        Ok(())
    }

    /// Undoes the user's newest own edit; `false` where there is none or it can no longer be undone, which is told.
    pub fn undo(self) -> bool {
        self.step(|history, tx| history.undo(tx))
    }

    /// Makes again what was undone last; `false` where there is none or it can no longer be made, which is told.
    pub fn redo(self) -> bool {
        self.step(|history, tx| history.redo(tx))
    }

    fn step(
        self,
        step: impl FnOnce(&mut TerritoryHistory, &mut Transaction<'_>) -> Result<bool, EditError>,
    ) -> bool {
        let inner = self.inner();
        // The history is out of its place while the signals wake, who may ask for it.
        let mut history = inner.history.take();
        let made = self.write(|tx| step(&mut history, tx));
        *inner.history.borrow_mut() = history;
        self.history_changed();
        made.unwrap_or_default()
    }

    fn write<T>(
        self,
        write: impl FnOnce(&mut Transaction<'_>) -> Result<T, EditError>,
    ) -> Result<T, EditRefused> {
        let inner = self.inner();
        let made = match inner.right.get_untracked() {
            Some(Right::Read) => Err(EditRefused::ReadOnly),
            None => Err(EditRefused::NotOpen),
            // An empty document has not come from the server yet.
            Some(Right::Write) => match self.read(Automerge::is_empty) {
                Some(false) => inner
                    .documents
                    .edit(inner.document, write)
                    .map_err(|error| error.map_or(EditRefused::NotOpen, EditRefused::NotPermitted)),
                _ => Err(EditRefused::NotOpen),
            },
        };
        if let Err(refused) = &made {
            inner.refused.set(Some(refused.clone()));
        }
        made
    }

    /// Something happened to the document.
    pub fn happened(self, event: DocumentEvent) {
        let inner = self.inner();
        match event {
            DocumentEvent::Changed { origin, patches } => {
                let is_new = inner.opening.get_untracked() != Opening::Ready;
                if origin == Origin::Loaded || is_new {
                    self.load();
                } else {
                    self.changed(&patches, origin == Origin::Local);
                }
            }
            DocumentEvent::OwnEdits(own) => {
                *inner.own_edits.borrow_mut() = own;
                self.show_save_state();
            }
            DocumentEvent::Unavailable => {
                if self.read(Automerge::is_empty).unwrap_or(true) {
                    inner.opening.set(Opening::NoAccess);
                } else {
                    // What is on the device stays readable; nothing that is written would arrive.
                    self.set_right(Some(Right::Read));
                }
            }
            DocumentEvent::Status(Status::ReadOnly) => self.set_right(Some(Right::Read)),
            DocumentEvent::Status(Status::Writable) => self.set_right(Some(Right::Write)),
            DocumentEvent::Status(Status::Refused) => {
                inner.refused.set(Some(EditRefused::ReadOnly));
            }
            // A choice between two values need not change what is shown, and then no patch tells of it.
            DocumentEvent::Kept => self.review(),
            DocumentEvent::Ephemeral(_) | DocumentEvent::Status(_) => {}
        }
    }

    /// Reads the whole document.
    fn load(self) {
        let inner = self.inner();
        let read = self.read(|doc| (!doc.is_empty()).then(|| territory::read(doc, &inner.id)));
        let Some((now, problems)) = read.flatten() else {
            if inner.opening.get_untracked() != Opening::NoAccess {
                inner.opening.set(Opening::NotHere);
            }
            return;
        };
        set_if_new(&inner.title, now.title);
        set_if_new(&inner.problems, problems);
        let services: Services = now
            .services
            .into_iter()
            .map(|(id, service)| (id, Arc::new(service)))
            .collect();
        set_if_new(&inner.services, services);
        set_if_new(&inner.opening, Opening::Ready);
    }

    /// Reads again what patches touch.
    fn changed(self, patches: &[Patch], own: bool) {
        let inner = self.inner();
        let ServiceTouched {
            services: touched,
            title,
            all,
        } = territory::touched(patches);
        if all {
            self.load();
            return;
        }
        let read = self.read(|doc| {
            let services: Vec<(ServiceId, Option<Service>)> = touched
                .iter()
                .map(|id| (id.clone(), territory::read_service(doc, id)))
                .collect();
            let problems: Vec<TerritoryProblem> = touched
                .iter()
                .flat_map(|id| territory::read_service_problems(doc, id))
                .collect();
            let title = title.then(|| trama_shared::document::read_title(doc));
            (services, problems, title)
        });
        let Some((services, problems, title)) = read else {
            return;
        };
        if let Some(title) = title {
            set_if_new(&inner.title, title);
        }
        let mut lost = Vec::new();
        if !services.is_empty() {
            inner.services.update(|all| {
                for (id, service) in services {
                    match service {
                        Some(service) => drop(all.insert(id, Arc::new(service))),
                        None => lost.extend(all.remove(&id).map(|service| Lost { id, service })),
                    }
                }
            });
        }
        let is_about = |problem: &TerritoryProblem| {
            problem
                .service
                .as_ref()
                .is_some_and(|id| touched.contains(id))
        };
        let had = inner
            .problems
            .with_untracked(|problems| problems.iter().any(is_about));
        if had || !problems.is_empty() {
            inner.problems.update(|all| {
                all.retain(|problem| !is_about(problem));
                all.extend(problems);
            });
        }
        lost.retain(|lost| !own && inner.history.borrow().is_about(&lost.id));
        if !lost.is_empty() {
            inner.lost.update(|all| all.extend(lost));
        }
    }

    /// Looks again at the services that somebody should look at.
    fn review(self) {
        let inner = self.inner();
        let open: BTreeSet<ServiceId> = inner.problems.with_untracked(|problems| {
            let services = problems
                .iter()
                .filter_map(|problem| problem.service.clone());
            services.collect()
        });
        if open.is_empty() {
            return;
        }
        let read = self.read(|doc| {
            let services = open.iter();
            let problems = services.flat_map(|id| territory::read_service_problems(doc, id));
            problems.collect::<Vec<_>>()
        });
        let Some(mut now) = read else { return };
        inner.problems.with_untracked(|problems| {
            now.extend(problems.iter().filter(|one| one.service.is_none()).cloned());
        });
        set_if_new(&inner.problems, now);
    }

    /// Brings back what somebody else took out.
    pub fn recover(self, lost: &Lost) -> bool {
        let edit = TerritoryEdit::AddService {
            id: lost.id.clone(),
            service: Box::new((*lost.service).clone()),
        };
        let made = self.edit(edit).is_ok();
        self.let_go(&lost.id);
        made
    }

    /// Leaves out what somebody else took out.
    pub fn let_go(self, id: &ServiceId) {
        self.inner()
            .lost
            .update(|all| all.retain(|lost| lost.id != *id));
    }

    fn show_save_state(self) {
        let inner = self.inner();
        let trouble = inner.documents.device_trouble().get_untracked();
        let own = *inner.own_edits.borrow();
        let state = SaveState::of(std::iter::once(&own), false, trouble, Vec::new());
        set_if_new(&inner.save_state, state);
    }

    fn history_changed(self) {
        self.show_history();
        let inner = self.inner();
        let store = inner.documents.store();
        spawn_local(async move {
            let inner = self.inner();
            let kept = inner.history.borrow().to_keep();
            // A history that was not kept costs the undo of this step after a reload, nothing else.
            if let Ok(store) = store.await
                && store
                    .write_note(&history_note(&inner.id), &kept)
                    .await
                    .is_ok()
            {
                inner
                    .documents
                    .tell_tabs(&TabMessage::TerritoryHistory(inner.id.clone()));
            }
        });
    }

    fn show_history(self) {
        let inner = self.inner();
        let (can_undo, can_redo) = {
            let history = inner.history.borrow();
            (history.can_undo(), history.can_redo())
        };
        set_if_new(&inner.can_undo, can_undo);
        set_if_new(&inner.can_redo, can_redo);
    }

    /// Reads the own undo that the device keeps: an earlier visit or another tab wrote it.
    pub fn read_history(self) {
        let store = self.inner().documents.store();
        spawn_local(async move {
            let Ok(store) = store.await else { return };
            let note = history_note(&self.id());
            if let Some(history) = store.read_note::<TerritoryHistory>(&note).await {
                *self.inner().history.borrow_mut() = history;
                self.show_history();
            }
        });
    }
}

fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: &ArcRwSignal<T>, value: T) {
    if signal.with_untracked(|now| *now != value) {
        signal.set(value);
    }
}

fn history_note(territory: &TerritoryId) -> String {
    format!("territory-history/{territory}")
}
