//! The user's documents: which are open and why, and what of them the list shows.

use std::{rc::Rc, time::Duration};

use leptos::{prelude::*, task::spawn_local};
use trama_shared::{
    analysis::deadlines,
    case::Zone,
    ids::{CaseId, DocumentId},
    sync::replica::Origin,
};

use super::{Sketch, Workspace, documents_of};
use crate::services::{
    api::CaseEntry,
    case_store::CaseStore,
    clock,
    documents::{DocumentEvent, Documents, Listener, Network},
    tabs::TabMessage,
    territories::Territories,
};

/// The miniature of a case follows its changes after this time.
const SKETCH_MS: u64 = 1_000;
/// How long a case is kept open in the background for its content to come.
const FETCH_MS: u64 = 8_000;

/// What the list asks of the documents. The list must be able to stand without them: only by way of this does it not need
/// any of their code.
pub(super) trait Keeper {
    /// Brings documents up to date in the background.
    fn fetch(&self, documents: &[DocumentId]);
    /// The server's list says this.
    fn listed(&self, entries: &[CaseEntry]);
    /// The network is back, or the page is seen again.
    fn wake(&self);
    /// The browser says that the network is gone.
    fn lost_network(&self);
    /// The page is not seen any more: it may never be again.
    fn unseen(&self);
    /// The page goes away.
    fn hidden(&self);
    /// The page is back as it went.
    fn back(&self);
    /// The user signed out.
    fn leave(&self);
    /// Nothing more is asked.
    fn stop(&self);
}

/// The documents, and whose they are.
#[derive(Clone, Copy)]
struct Kept {
    workspace: Workspace,
    documents: Documents,
}

impl Workspace {
    /// Brings the documents of territories to the device that were never opened on it.
    pub(in crate::services) fn fetch_territories(
        self,
        documents: impl Iterator<Item = (CaseId, DocumentId)>,
    ) {
        let facts = self.facts();
        let missing: Vec<DocumentId> = documents
            .filter(|(id, _)| {
                !facts.with_untracked(|facts| facts.get(id).is_some_and(|facts| facts.here))
            })
            .map(|(_, document)| document)
            .collect();
        self.with_keeper(|keeper| keeper.fetch(&missing));
    }

    /// From here on there are documents: connects.
    pub fn open_documents(self) {
        let inner = self.inner();
        let documents = inner
            .owner
            .with(|| Documents::new(&inner.user.id, inner.store.clone(), inner.network.clone()));
        let kept = Rc::new(Kept {
            workspace: self,
            documents,
        });
        *inner.keeper.borrow_mut() = Some(kept.clone());
        documents.start(Some(kept));
        let territories = inner.owner.with(|| Territories::new(self, documents));
        inner.territories.set(Some(territories));
        self.remember_dates();
        self.fetch_unsent();
        self.fetch_missing();
        inner.documents.set(Some(documents));
    }

    /// Opens a case; it stays open until [`Workspace::close_case`].
    #[must_use]
    pub fn open_case(self, entry: &CaseEntry, documents: Documents) -> CaseStore {
        let inner = self.inner();
        let known = inner.stores.borrow().get(&entry.id).copied();
        let store = known.unwrap_or_else(|| {
            // The store outlives the page that asks for it: its edits may still be on their way.
            let store = inner
                .owner
                .with(|| CaseStore::new(entry, documents, inner.user.clone()));
            inner.stores.borrow_mut().insert(entry.id.clone(), store);
            store
        });
        store.set_entry(entry);
        for (zone, document) in documents_of(&entry.documents) {
            documents.open(document);
            // One that was open in the background says nothing by itself any more.
            store.take_over(zone);
        }
        store
    }

    /// The page of a case is left.
    pub fn close_case(self, store: CaseStore, documents: Documents) {
        store.leave();
        let kept = Kept {
            workspace: self,
            documents,
        };
        kept.sketch(&store.id());
        for document in store.documents() {
            documents.close(document);
        }
    }
}

impl Kept {
    fn fetch_one(self, document: DocumentId) {
        if self.documents.is_open(document) {
            return;
        }
        self.documents.open(document);
        let close = move || {
            let shown = self
                .store_of(document)
                .and_then(|(_, _, store)| store)
                .is_some_and(CaseStore::is_shown)
                || self
                    .territories()
                    .is_some_and(|territories| territories.is_shown(document));
            if !shown {
                self.documents.close(document);
            }
        };
        set_timeout(close, Duration::from_millis(FETCH_MS));
    }

    /// The content of a case is on this device once all that is known of it was written, and not before.
    fn note_here(self, document: DocumentId, case: &CaseId) {
        let here = self.documents.replica(document, |replica| {
            replica.is_settled() && !replica.is_empty()
        });
        if here.unwrap_or_default() {
            self.workspace.update_facts(case, |facts| facts.here = true);
        }
    }

    /// Notes what the list shows of a case, once for many changes.
    fn sketch_soon(self, case: CaseId) {
        let inner = self.workspace.inner();
        if inner.sketching.borrow_mut().insert(case.clone()) {
            let sketch = move || {
                let inner = self.workspace.inner();
                inner.sketching.borrow_mut().remove(&case);
                self.sketch(&case);
            };
            set_timeout(sketch, Duration::from_millis(SKETCH_MS));
        }
    }

    /// Notes what the list shows of a case.
    fn sketch(self, case: &CaseId) {
        let inner = self.workspace.inner();
        let document = inner
            .homes
            .borrow()
            .iter()
            .find(|(_, (id, zone))| id == case && *zone == Zone::Case)
            .map(|(document, _)| *document);
        let Some(document) = document else { return };
        let read = self.documents.read(document, |doc| {
            (!doc.is_empty()).then(|| trama_shared::document::read_case(doc).0)
        });
        if let Some(case_now) = read.flatten() {
            self.workspace.note_dates(case, deadlines(&case_now));
            self.workspace.update_facts(case, |facts| {
                facts.sketch = Sketch::of(&case_now);
                facts.title = Some(case_now.title.clone());
            });
        }
    }

    fn territories(self) -> Option<Territories> {
        self.workspace.territories().get_untracked()
    }

    /// Something happened to the document of a territory.
    fn happened_to_territory(self, document: DocumentId, event: DocumentEvent) {
        let Some(territories) = self.territories() else {
            return;
        };
        // What is known of it on this device is noted as for a case: it lies under its own id.
        if let Some(id) = territories.record_of(document) {
            match &event {
                DocumentEvent::OwnEdits(own) => {
                    let unsaved = own.unsaved;
                    let documents = self.documents;
                    self.workspace
                        .update_facts(&id, |facts| facts.set_unsaved(document, unsaved));
                    spawn_local(async move { documents.note_acknowledged(document).await });
                }
                DocumentEvent::Kept
                | DocumentEvent::Changed {
                    origin: Origin::Loaded,
                    ..
                } => self.note_here(document, &id),
                _ => {}
            }
        }
        territories.happened(document, event);
    }

    fn stores(self) -> Vec<CaseStore> {
        let inner = self.workspace.inner();
        inner.stores.borrow().values().copied().collect()
    }

    fn store_of(self, document: DocumentId) -> Option<(CaseId, Zone, Option<CaseStore>)> {
        let inner = self.workspace.inner();
        let (case, zone) = inner.homes.borrow().get(&document).cloned()?;
        let store = inner.stores.borrow().get(&case).copied();
        Some((case, zone, store))
    }
}

impl Keeper for Kept {
    fn fetch(&self, documents: &[DocumentId]) {
        for document in documents {
            self.fetch_one(*document);
        }
    }

    fn listed(&self, entries: &[CaseEntry]) {
        let stores = self.workspace.inner().stores.borrow().clone();
        for entry in entries {
            if let Some(store) = stores.get(&entry.id) {
                store.set_entry(entry);
            }
        }
    }

    fn wake(&self) {
        self.documents.start(None);
    }

    fn lost_network(&self) {
        self.documents.lost_network();
    }

    fn unseen(&self) {
        self.flush();
    }

    fn hidden(&self) {
        self.flush();
        for store in self.stores() {
            if store.is_shown() {
                store.say_goodbye();
            }
        }
    }

    fn back(&self) {
        for store in self.stores() {
            if store.is_shown() {
                store.announce_presence();
            }
        }
    }

    fn leave(&self) {
        self.documents.stop();
        self.documents.tell_tabs(&TabMessage::Left);
    }

    fn stop(&self) {
        self.documents.stop();
    }
}

impl Listener for Kept {
    fn flush(&self) {
        for store in self.stores() {
            store.flush_typing();
        }
    }

    fn happened(&self, document: DocumentId, event: DocumentEvent) {
        let Some((case, zone, store)) = self.store_of(document) else {
            self.happened_to_territory(document, event);
            return;
        };
        match &event {
            DocumentEvent::OwnEdits(own) => {
                let unsaved = own.unsaved;
                let documents = self.documents;
                self.workspace
                    .update_facts(&case, |facts| facts.set_unsaved(document, unsaved));
                spawn_local(async move { documents.note_acknowledged(document).await });
            }
            DocumentEvent::Changed { origin, .. } if zone == Zone::Case => {
                // When others changed it, the server's list says.
                if *origin == Origin::Local {
                    let now = Some(clock::now_ms());
                    self.workspace
                        .update_facts(&case, |facts| facts.changed_at = now);
                }
                if *origin == Origin::Loaded {
                    self.note_here(document, &case);
                }
                self.sketch_soon(case.clone());
            }
            DocumentEvent::Kept if zone == Zone::Case => self.note_here(document, &case),
            _ => {}
        }
        if let Some(store) = store {
            store.happened(zone, event);
        }
    }

    fn connected(&self, network: Network) {
        for store in self.stores() {
            store.connected(network);
        }
        if network == Network::Online {
            if let Some(territories) = self.territories() {
                territories.refresh();
            }
            self.workspace.refresh_cases();
        }
    }

    fn doubt_session(&self) {
        self.workspace.inner().session.check();
    }

    fn other_tab(&self, message: TabMessage) {
        match message {
            TabMessage::Left => {
                self.documents.stop();
                self.workspace.inner().session.follow_sign_out();
            }
            TabMessage::History(case) => {
                let inner = self.workspace.inner();
                let store = inner.stores.borrow().get(&case).copied();
                if let Some(store) = store {
                    store.read_history();
                }
            }
            TabMessage::TerritoryHistory(territory) => {
                if let Some(territories) = self.territories() {
                    territories.read_history(&territory);
                }
            }
            TabMessage::Chunks { .. } => {}
        }
    }
}
