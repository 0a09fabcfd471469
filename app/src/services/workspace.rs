//! Everything of one signed-in user: the list of cases, what this device knows of each, and the open cases.
//!
//! The list stands before there are documents: what keeps those is a part of the app that comes later, and the list
//! asks it for things only by way of [`Keeper`].

pub mod dates;
pub mod facts;
mod keeper;

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use leptos::{prelude::*, task::spawn_local};
use trama_shared::{
    case::Zone,
    ids::{CaseId, DocumentId},
};

pub use super::documents::Network;
pub use facts::{CaseFacts, CaseState, Sketch};

use super::{
    api::{self, ApiError, CaseDocuments, CaseEntry, User},
    case_store::CaseStore,
    documents::Documents,
    session::Session,
    store::{self, OpenStore, StoreError},
    tabs::{TabMessage, Tabs},
    territories::Territories,
};
use keeper::Keeper;

const CASES_NOTE: &str = "cases";
const FACTS_NOTE: &str = "facts";
/// Cases that are brought to the device in the background: more than a worker takes along on a day.
const FETCHED_MAX: usize = 40;

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
    owner: Owner,
    store: OpenStore,
    network: ArcRwSignal<Network>,
    /// The documents, once there are any.
    documents: ArcRwSignal<Option<Documents>>,
    keeper: RefCell<Option<Rc<dyn Keeper>>>,
    list: ArcRwSignal<CaseList>,
    facts: ArcRwSignal<BTreeMap<CaseId, CaseFacts>>,
    /// The dates of the cases, once there are documents.
    dates: ArcRwSignal<dates::KnownDates>,
    stores: RefCell<BTreeMap<CaseId, CaseStore>>,
    homes: RefCell<BTreeMap<DocumentId, (CaseId, Zone)>>,
    /// The territories, once there are documents.
    territories: ArcRwSignal<Option<Territories>>,
    /// Cases whose miniature is going to be drawn anew.
    sketching: RefCell<BTreeSet<CaseId>>,
}

impl Workspace {
    /// Provides the user's workspace to everything under the current owner.
    pub fn provide(user: User, session: Session) -> Self {
        let store = store::open_shared(user.id.clone());
        let workspace = Self(StoredValue::new_local(Rc::new(Inner {
            user,
            session,
            owner: Owner::current().unwrap_or_default(),
            store,
            network: ArcRwSignal::default(),
            documents: ArcRwSignal::new(None),
            keeper: RefCell::default(),
            list: ArcRwSignal::default(),
            facts: ArcRwSignal::default(),
            dates: ArcRwSignal::default(),
            stores: RefCell::default(),
            homes: RefCell::default(),
            territories: ArcRwSignal::new(None),
            sketching: RefCell::default(),
        })));
        provide_context(workspace);
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
        self.inner().network.clone()
    }

    /// Whether this tab is connected.
    #[must_use]
    pub fn is_online(self) -> Signal<bool> {
        let network = self.network();
        Signal::derive(move || network.get() == Network::Online)
    }

    /// The documents; `None` until the part of the app that keeps them is here.
    #[must_use]
    pub fn documents(self) -> ArcRwSignal<Option<Documents>> {
        self.inner().documents.clone()
    }

    /// The territories; `None` until the part of the app that keeps documents is here.
    #[must_use]
    pub fn territories(self) -> ArcRwSignal<Option<Territories>> {
        self.inner().territories.clone()
    }

    fn keeper(self) -> Option<Rc<dyn Keeper>> {
        self.inner().keeper.borrow().clone()
    }

    fn with_keeper(self, ask: impl FnOnce(&dyn Keeper)) {
        if let Some(keeper) = self.keeper() {
            ask(&*keeper);
        }
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
                    if let Ok(store) = self.inner().store.clone().await {
                        let _ = store.write_note(CASES_NOTE, &entries).await;
                    }
                    self.fetch_missing();
                }
                Err(error) => {
                    if error == ApiError::SignedOut {
                        self.inner().session.expire();
                    }
                    // As long as there are no documents nobody else can tell.
                    if error == ApiError::Unreachable && self.keeper().is_none() {
                        self.network().set(Network::Offline);
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

    /// Signs out and takes the user's data off this device.
    ///
    /// # Errors
    /// Where the device did not let go of the data; the user is then still signed in.
    pub async fn leave(self, session: Session) -> Result<(), StoreError> {
        let inner = self.inner();
        let store = inner.store.clone().await.ok();
        if let Some(store) = &store {
            store.clear().await?;
        }
        match self.keeper() {
            Some(keeper) => keeper.leave(),
            None => {
                if let Some(tabs) = Tabs::open(&inner.user.id) {
                    tabs.send(&TabMessage::Left);
                }
            }
        }
        session.leave().await;
        Ok(())
    }

    async fn remember(self) {
        let Ok(store) = self.inner().store.clone().await else {
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
        self.fetch_unsent();
    }

    /// What was edited without a network goes to the server now, whether its case is looked at or not.
    fn fetch_unsent(self) {
        let unsent: Vec<DocumentId> = self.facts().with_untracked(|facts| {
            facts
                .values()
                .flat_map(CaseFacts::unsaved_documents)
                .collect()
        });
        self.with_keeper(|keeper| keeper.fetch(&unsent));
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
        self.with_keeper(|keeper| keeper.listed(&entries));
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
        self.with_keeper(|keeper| keeper.fetch(&missing));
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
        let store = self.inner().store.clone();
        spawn_local(async move {
            if let Ok(store) = store.await {
                let facts = self.facts().get_untracked();
                let _ = store.write_note(FACTS_NOTE, &facts).await;
            }
        });
    }

    /// What the page and the network do to the documents.
    fn listen_to_page(self) {
        let wake = move || self.with_keeper(|keeper| keeper.wake());
        let online = window_event_listener(leptos::ev::online, move |_| wake());
        let offline = window_event_listener(leptos::ev::offline, move |_| {
            self.with_keeper(|keeper| keeper.lost_network());
        });
        let hidden = window_event_listener(leptos::ev::pagehide, move |_| {
            self.with_keeper(|keeper| keeper.hidden());
        });
        let back = window_event_listener(leptos::ev::pageshow, move |_| {
            self.with_keeper(|keeper| keeper.back());
        });
        let seen = window_event_listener(leptos::ev::visibilitychange, move |_| {
            if document().visibility_state() == web_sys::VisibilityState::Visible {
                wake();
            } else {
                self.with_keeper(|keeper| keeper.unseen());
            }
        });
        on_cleanup(move || {
            online.remove();
            offline.remove();
            hidden.remove();
            back.remove();
            seen.remove();
            self.with_keeper(|keeper| keeper.stop());
        });
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
