//! The territories that the user has a part in: the list, and those that are open.

pub mod store;

use std::{cell::RefCell, rc::Rc};

use leptos::{prelude::*, task::spawn_local};
use trama_shared::ids::{CaseId, DocumentId, TerritoryId};

use super::{
    api::{self, ApiError, TerritoryEntry},
    documents::{DocumentEvent, Documents},
    workspace::{ListState, Workspace},
};
pub use store::{Lost, TerritoryStore};

const TERRITORIES_NOTE: &str = "territories";

/// The list of territories.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TerritoryList {
    /// The territories.
    pub entries: Vec<TerritoryEntry>,
    /// How far to rely on them.
    pub state: ListState,
}

/// The territories of one user. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Territories(StoredValue<Rc<Inner>, LocalStorage>);

struct Inner {
    workspace: Workspace,
    documents: Documents,
    owner: Owner,
    list: ArcRwSignal<TerritoryList>,
    stores: RefCell<Vec<TerritoryStore>>,
}

impl Territories {
    /// The territories, as the device remembers them and then as the server lists them. Belongs to the current owner.
    #[must_use]
    pub fn new(workspace: Workspace, documents: Documents) -> Self {
        let territories = Self(StoredValue::new_local(Rc::new(Inner {
            workspace,
            documents,
            owner: Owner::current().unwrap_or_default(),
            list: ArcRwSignal::default(),
            stores: RefCell::default(),
        })));
        spawn_local(async move {
            territories.remember().await;
            territories.refresh();
        });
        territories
    }

    fn inner(self) -> Rc<Inner> {
        self.0.get_value()
    }

    /// The list.
    #[must_use]
    pub fn list(self) -> ArcRwSignal<TerritoryList> {
        self.inner().list.clone()
    }

    /// What the list says of a territory; tracked.
    #[must_use]
    pub fn entry(self, id: &TerritoryId) -> Option<TerritoryEntry> {
        self.list()
            .with(|list| list.entries.iter().find(|entry| entry.id == *id).cloned())
    }

    async fn remember(self) {
        let Ok(store) = self.inner().documents.store().await else {
            return;
        };
        let is_loading = || {
            self.list()
                .with_untracked(|list| list.state == ListState::Loading)
        };
        if let Some(entries) = store.read_note(TERRITORIES_NOTE).await
            && is_loading()
        {
            self.set_entries(entries, ListState::Remembered);
        }
    }

    /// Asks the server for the list, in the background.
    pub fn refresh(self) {
        spawn_local(async move {
            let Ok(entries) = api::territories().await else {
                // Who is signed out learns it from the list of cases.
                self.list().update(|list| list.state = ListState::Failed);
                return;
            };
            self.set_entries(entries.clone(), ListState::Current);
            if let Ok(store) = self.inner().documents.store().await {
                // Without the note the list is empty when there is no network; nothing is lost.
                let _ = store.write_note(TERRITORIES_NOTE, &entries).await;
            }
            let documents = entries
                .iter()
                .filter_map(|entry| Some((record_id(&entry.id)?, entry.document.id)));
            self.inner().workspace.fetch_territories(documents);
        });
    }

    fn set_entries(self, entries: Vec<TerritoryEntry>, state: ListState) {
        let inner = self.inner();
        for store in inner.stores.borrow().iter() {
            let entry = entries.iter().find(|entry| entry.id == store.id());
            if let Some(entry) = entry {
                store.set_entry(entry);
            } else if state == ListState::Current {
                store.revoke();
            }
        }
        inner.list.set(TerritoryList { entries, state });
    }

    /// Creates a territory.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn create(self, title: &str) -> Result<TerritoryEntry, ApiError> {
        let entry = api::create_territory(title).await?;
        let mut entries = self.list().with_untracked(|list| list.entries.clone());
        if entries.iter().all(|other| other.id != entry.id) {
            entries.push(entry.clone());
        }
        self.set_entries(entries, ListState::Current);
        Ok(entry)
    }

    /// Opens a territory; it stays open until [`Territories::close`].
    #[must_use]
    pub fn open(self, entry: &TerritoryEntry) -> TerritoryStore {
        let inner = self.inner();
        let known = inner
            .stores
            .borrow()
            .iter()
            .find(|store| store.id() == entry.id)
            .copied();
        let store = known.unwrap_or_else(|| {
            // The store outlives the page that asks for it: its edits may still be on their way.
            let store = inner
                .owner
                .with(|| TerritoryStore::new(entry, inner.documents, &inner.workspace.user().name));
            inner.stores.borrow_mut().push(store);
            store
        });
        store.set_entry(entry);
        inner.documents.open(entry.document.id);
        store.enter();
        store
    }

    /// A page that shows a territory is left.
    pub fn close(self, store: TerritoryStore) {
        if !store.leave() {
            self.inner().documents.close(store.document());
        }
    }

    fn store_of(self, document: DocumentId) -> Option<TerritoryStore> {
        let inner = self.inner();
        let stores = inner.stores.borrow();
        stores
            .iter()
            .find(|store| store.document() == document)
            .copied()
    }

    /// Whether a page shows the territory of this document.
    #[must_use]
    pub fn is_shown(self, document: DocumentId) -> bool {
        self.store_of(document)
            .is_some_and(TerritoryStore::is_shown)
    }

    /// Under which id the device keeps what it knows of the territory of this document.
    #[must_use]
    pub fn record_of(self, document: DocumentId) -> Option<CaseId> {
        self.list().with_untracked(|list| {
            let entry = list
                .entries
                .iter()
                .find(|entry| entry.document.id == document)?;
            record_id(&entry.id)
        })
    }

    /// Something happened to a document.
    pub fn happened(self, document: DocumentId, event: DocumentEvent) {
        if let Some(store) = self.store_of(document) {
            store.happened(event);
        }
    }

    /// Another tab of the user changed the own undo of a territory.
    pub fn read_history(self, id: &TerritoryId) {
        let store = self
            .inner()
            .stores
            .borrow()
            .iter()
            .find(|store| store.id() == *id)
            .copied();
        if let Some(store) = store {
            store.read_history();
        }
    }
}

/// A territory's id among those of cases, where the server and the device keep it too.
fn record_id(id: &TerritoryId) -> Option<CaseId> {
    id.as_str().parse().ok()
}
