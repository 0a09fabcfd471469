//! Everything of one signed-in user: the list of cases, the open cases, and what this device knows of each.

pub mod facts;

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    time::Duration,
};

use leptos::{prelude::*, task::spawn_local};
use trama_shared::{
    case::Zone,
    ids::{CaseId, DocumentId},
    sync::replica::Origin,
};

pub use super::documents::Network;
pub use facts::{CaseFacts, CaseState, Sketch};

use super::{
    api::{self, ApiError, CaseDocuments, CaseEntry, User},
    case_store::CaseStore,
    clock,
    documents::{DocumentEvent, Documents, Listener},
    session::Session,
    store::{self, StoreError},
    tabs::TabMessage,
};

const CASES_NOTE: &str = "cases";
const FACTS_NOTE: &str = "facts";
/// Cases that are brought to the device in the background: more than a worker takes along on a day.
const FETCHED_MAX: usize = 40;
/// The miniature of a case follows its changes after this time.
const SKETCH_MS: u64 = 1_000;
/// How long a case is kept open in the background for its content to come.
const FETCH_MS: u64 = 8_000;

/// How far the list of cases can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListState {
    /// Nothing is known yet.
    #[default]
    Loading,
    /// What the device remembers; the server is being asked.
    Remembered,
    /// What the server says.
    Current,
    /// The server did not say; what is shown is what the device remembers.
    Failed,
}

/// The list of cases.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CaseList {
    /// The cases.
    pub entries: Vec<CaseEntry>,
    /// How far to rely on them.
    pub state: ListState,
}

/// What one user works with. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Workspace(StoredValue<Rc<Inner>, LocalStorage>);

struct Inner {
    user: User,
    session: Session,
    documents: Documents,
    owner: Owner,
    list: ArcRwSignal<CaseList>,
    facts: ArcRwSignal<BTreeMap<CaseId, CaseFacts>>,
    stores: RefCell<BTreeMap<CaseId, CaseStore>>,
    homes: RefCell<BTreeMap<DocumentId, (CaseId, Zone)>>,
    /// Cases whose miniature is going to be drawn anew.
    sketching: RefCell<BTreeSet<CaseId>>,
}

impl Workspace {
    /// Provides the user's workspace to everything under the current owner, and connects.
    pub fn provide(user: User, session: Session) -> Self {
        let documents = Documents::new(&user.id, store::open_shared(user.id.clone()));
        let workspace = Self(StoredValue::new_local(Rc::new(Inner {
            user,
            session,
            documents,
            owner: Owner::current().unwrap_or_default(),
            list: ArcRwSignal::default(),
            facts: ArcRwSignal::default(),
            stores: RefCell::default(),
            homes: RefCell::default(),
            sketching: RefCell::default(),
        })));
        provide_context(workspace);
        documents.start(Some(Rc::new(workspace)));
        workspace.listen_to_page();
        spawn_local(async move {
            workspace.remember().await;
            workspace.refresh_cases();
            store::ask_to_persist().await;
        });
        workspace
    }

    /// The workspace of the page.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    fn inner(self) -> Rc<Inner> {
        self.0.get_value()
    }

    /// Whose workspace it is.
    #[must_use]
    pub fn user(self) -> User {
        self.inner().user.clone()
    }

    /// How this tab is connected.
    #[must_use]
    pub fn network(self) -> ArcRwSignal<Network> {
        self.inner().documents.network()
    }

    /// Whether this tab is connected.
    #[must_use]
    pub fn is_online(self) -> Signal<bool> {
        let network = self.network();
        Signal::derive(move || network.get() == Network::Online)
    }

    /// The list of cases.
    #[must_use]
    pub fn cases(self) -> ArcRwSignal<CaseList> {
        self.inner().list.clone()
    }

    /// What this device knows of each case.
    #[must_use]
    pub fn facts(self) -> ArcRwSignal<BTreeMap<CaseId, CaseFacts>> {
        self.inner().facts.clone()
    }

    /// Changes that have not reached the server, over all cases; tracked.
    #[must_use]
    pub fn unsaved(self) -> usize {
        self.facts()
            .with(|facts| facts.values().map(CaseFacts::unsaved).sum())
    }

    /// Asks the server for the list, in the background.
    pub fn refresh_cases(self) {
        spawn_local(async move {
            match api::cases().await {
                Ok(entries) => {
                    self.set_entries(entries.clone(), ListState::Current);
                    if let Ok(store) = self.inner().documents.store().await {
                        let _ = store.write_note(CASES_NOTE, &entries).await;
                    }
                    self.fetch_missing();
                }
                Err(error) => {
                    if error == ApiError::SignedOut {
                        self.inner().session.expire();
                    }
                    self.cases().update(|list| list.state = ListState::Failed);
                }
            }
        });
    }

    /// Creates a case.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn create_case(self, title: &str) -> Result<CaseEntry, ApiError> {
        let entry = api::create_case(title).await?;
        let mut entries = self.cases().with_untracked(|list| list.entries.clone());
        if entries.iter().all(|other| other.id != entry.id) {
            entries.push(entry.clone());
        }
        self.set_entries(entries, ListState::Current);
        Ok(entry)
    }

    /// Opens a case; it stays open until [`Workspace::close_case`].
    #[must_use]
    pub fn open_case(self, entry: &CaseEntry) -> CaseStore {
        let inner = self.inner();
        let known = inner.stores.borrow().get(&entry.id).copied();
        let store = known.unwrap_or_else(|| {
            // The store outlives the page that asks for it: its edits may still be on their way.
            let store = inner
                .owner
                .with(|| CaseStore::new(entry, inner.documents, inner.user.clone()));
            inner.stores.borrow_mut().insert(entry.id.clone(), store);
            store
        });
        store.set_entry(entry);
        for (zone, document) in documents_of(&entry.documents) {
            inner.documents.open(document);
            // One that was open in the background says nothing by itself any more.
            store.take_over(zone);
        }
        store
    }

    /// The page of a case is left.
    pub fn close_case(self, store: CaseStore) {
        store.leave();
        self.sketch(&store.id());
        for document in store.documents() {
            self.inner().documents.close(document);
        }
    }

    /// Signs out and takes the user's data off this device.
    ///
    /// # Errors
    /// Where the device did not let go of the data; the user is then still signed in.
    pub async fn leave(self, session: Session) -> Result<(), StoreError> {
        let inner = self.inner();
        let store = inner.documents.store().await.ok();
        if let Some(store) = &store {
            store.clear().await?;
        }
        inner.documents.stop();
        inner.documents.tell_tabs(&TabMessage::Left);
        session.leave().await;
        Ok(())
    }

    async fn remember(self) {
        let Ok(store) = self.inner().documents.store().await else {
            return;
        };
        if let Some(facts) = store.read_note(FACTS_NOTE).await {
            self.facts().set(facts);
        }
        if let Some(entries) = store.read_note(CASES_NOTE).await
            && self
                .cases()
                .with_untracked(|list| list.state == ListState::Loading)
        {
            self.set_entries(entries, ListState::Remembered);
        }
        // What was edited without a network goes to the server now, whether its case is looked at or not.
        let unsent: Vec<DocumentId> = self.facts().with_untracked(|facts| {
            facts
                .values()
                .flat_map(CaseFacts::unsaved_documents)
                .collect()
        });
        for document in unsent {
            self.open_in_background(document);
        }
    }

    fn set_entries(self, entries: Vec<CaseEntry>, state: ListState) {
        let inner = self.inner();
        {
            let mut homes = inner.homes.borrow_mut();
            for entry in &entries {
                for (zone, document) in documents_of(&entry.documents) {
                    homes.insert(document, (entry.id.clone(), zone));
                }
            }
        }
        let stores = inner.stores.borrow().clone();
        for entry in &entries {
            if let Some(store) = stores.get(&entry.id) {
                store.set_entry(entry);
            }
        }
        inner.list.set(CaseList { entries, state });
    }

    /// Brings cases to the device that were never opened on it, so that they are there without a network.
    fn fetch_missing(self) {
        let facts = self.facts();
        let missing: Vec<DocumentId> = self.cases().with_untracked(|list| {
            list.entries
                .iter()
                .filter(|entry| {
                    !facts.with_untracked(|facts| {
                        facts.get(&entry.id).is_some_and(|facts| facts.here)
                    })
                })
                .take(FETCHED_MAX)
                .flat_map(|entry| documents_of(&entry.documents))
                .map(|(_, document)| document)
                .collect()
        });
        for document in missing {
            self.open_in_background(document);
        }
    }

    fn open_in_background(self, document: DocumentId) {
        let inner = self.inner();
        if inner.documents.is_open(document) {
            return;
        }
        inner.documents.open(document);
        let close = move || {
            let home = self.inner().homes.borrow().get(&document).cloned();
            let shown = home.is_some_and(|(case, _)| {
                self.inner()
                    .stores
                    .borrow()
                    .get(&case)
                    .is_some_and(|store| store.is_shown())
            });
            if !shown {
                self.inner().documents.close(document);
            }
        };
        set_timeout(close, Duration::from_millis(FETCH_MS));
    }

    /// Notes what the list shows of a case, once for many changes.
    fn sketch_soon(self, case: CaseId) {
        let inner = self.inner();
        if inner.sketching.borrow_mut().insert(case.clone()) {
            let sketch = move || {
                self.inner().sketching.borrow_mut().remove(&case);
                self.sketch(&case);
            };
            set_timeout(sketch, Duration::from_millis(SKETCH_MS));
        }
    }

    /// Notes what the list shows of a case.
    fn sketch(self, case: &CaseId) {
        let inner = self.inner();
        let document = inner
            .homes
            .borrow()
            .iter()
            .find(|(_, (id, zone))| id == case && *zone == Zone::Case)
            .map(|(document, _)| *document);
        let Some(document) = document else { return };
        let read = inner.documents.read(document, |doc| {
            (!doc.is_empty()).then(|| trama_shared::document::read_case(doc).0)
        });
        if let Some(case_now) = read.flatten() {
            self.update_facts(case, |facts| {
                facts.here = true;
                facts.sketch = Sketch::of(&case_now);
                facts.title = Some(case_now.title.clone());
            });
        }
    }

    fn update_facts(self, case: &CaseId, change: impl FnOnce(&mut CaseFacts)) {
        let facts = self.facts();
        let mut now = facts.with_untracked(|facts| facts.get(case).cloned().unwrap_or_default());
        let before = now.clone();
        change(&mut now);
        if now == before {
            return;
        }
        facts.update(|facts| {
            facts.insert(case.clone(), now);
        });
        let store = self.inner().documents.store();
        spawn_local(async move {
            if let Ok(store) = store.await {
                let facts = self.facts().get_untracked();
                let _ = store.write_note(FACTS_NOTE, &facts).await;
            }
        });
    }

    /// What the page and the network do to the documents.
    fn listen_to_page(self) {
        let documents = self.inner().documents;
        let online = window_event_listener(leptos::ev::online, move |_| documents.start(None));
        let offline = window_event_listener(leptos::ev::offline, move |_| documents.lost_network());
        let hidden = window_event_listener(leptos::ev::pagehide, move |_| {
            self.flush();
            self.each_shown(CaseStore::say_goodbye);
        });
        let back = window_event_listener(leptos::ev::pageshow, move |_| {
            self.each_shown(CaseStore::announce_presence);
        });
        let seen = window_event_listener(leptos::ev::visibilitychange, move |_| {
            if document().visibility_state() == web_sys::VisibilityState::Visible {
                documents.start(None);
            } else {
                self.flush();
            }
        });
        on_cleanup(move || {
            online.remove();
            offline.remove();
            hidden.remove();
            back.remove();
            seen.remove();
            documents.stop();
        });
    }

    fn each_shown(self, act: impl Fn(CaseStore)) {
        let stores: Vec<CaseStore> = self.inner().stores.borrow().values().copied().collect();
        stores
            .into_iter()
            .filter(|store| store.is_shown())
            .for_each(act);
    }

    fn store_of(self, document: DocumentId) -> Option<(CaseId, Zone, Option<CaseStore>)> {
        let inner = self.inner();
        let (case, zone) = inner.homes.borrow().get(&document).cloned()?;
        let store = inner.stores.borrow().get(&case).copied();
        Some((case, zone, store))
    }
}

impl Listener for Workspace {
    fn flush(&self) {
        let stores: Vec<CaseStore> = self.inner().stores.borrow().values().copied().collect();
        for store in stores {
            store.flush_typing();
        }
    }

    fn happened(&self, document: DocumentId, event: DocumentEvent) {
        let Some((case, zone, store)) = self.store_of(document) else {
            return;
        };
        match &event {
            DocumentEvent::OwnEdits(own) => {
                let unsaved = own.unsaved;
                let documents = self.inner().documents;
                self.update_facts(&case, |facts| facts.set_unsaved(document, unsaved));
                spawn_local(async move { documents.note_acknowledged(document).await });
            }
            DocumentEvent::Changed { origin, .. } if zone == Zone::Case => {
                let here = self
                    .inner()
                    .documents
                    .read(document, |doc| !doc.is_empty())
                    .unwrap_or_default();
                // When others changed it, the server's list says.
                let edited = *origin == Origin::Local;
                self.update_facts(&case, |facts| {
                    facts.here |= here;
                    if edited {
                        facts.changed_at = Some(clock::now_ms());
                    }
                });
                self.sketch_soon(case.clone());
            }
            _ => {}
        }
        if let Some(store) = store {
            store.happened(zone, event);
        }
    }

    fn connected(&self, network: Network) {
        let stores: Vec<CaseStore> = self.inner().stores.borrow().values().copied().collect();
        for store in stores {
            store.connected(network);
        }
        if network == Network::Online {
            self.refresh_cases();
        }
    }

    fn doubt_session(&self) {
        self.inner().session.check();
    }

    fn other_tab(&self, message: TabMessage) {
        match message {
            TabMessage::Left => {
                self.inner().documents.stop();
                self.inner().session.follow_sign_out();
            }
            TabMessage::History(case) => {
                let store = self.inner().stores.borrow().get(&case).copied();
                if let Some(store) = store {
                    store.read_history();
                }
            }
            TabMessage::Chunks { .. } => {}
        }
    }
}

/// The documents of a case that the user may open, by zone.
fn documents_of(documents: &CaseDocuments) -> impl Iterator<Item = (Zone, DocumentId)> + use<> {
    let of = |zone, entry: Option<api::DocumentEntry>| entry.map(|entry| (zone, entry.id));
    [
        of(Zone::Case, Some(documents.case)),
        of(Zone::Reserved, documents.reserved),
        of(Zone::Identity, documents.identity),
    ]
    .into_iter()
    .flatten()
}
