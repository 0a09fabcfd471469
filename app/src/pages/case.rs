//! The frame of an open case.

use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_params_map};
use trama_shared::{case::Zone, document, ids::CaseId};

use crate::{
    editor::CaseMap,
    services::{
        api::{CaseDocuments, CaseEntry, DocumentEntry, Right},
        case_store::CaseStore,
        clock,
        documents::Document,
    },
};

/// A case, whatever page of it is open.
#[component]
pub fn CaseFrame() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse::<CaseId>().ok())));
    move || id.get().map(|id| {
        let entry = CaseEntry {
            id: id.clone(),
            title: "Marisol".to_owned(),
            changed_at: 0.0,
            documents: CaseDocuments {
                case: DocumentEntry {
                    id: trama_shared::ids::DocumentId::from_bytes(clock::random_bytes()),
                    right: Right::Write,
                },
                reserved: None,
                identity: None,
            },
        };
        let store = CaseStore::new(&entry);
        provide_context(store);
        if let Ok(doc) = document::create(Zone::Case, &id, &entry.title) {
            store.open_document(Zone::Case, Document::in_memory(doc));
        }
        view! { <Outlet /> }
    })
}

/// The page of the map.
#[component]
pub fn MapPage() -> impl IntoView {
    view! { <CaseMap /> }
}
