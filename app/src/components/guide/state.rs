//! What the parts of the page share.

use leptos::prelude::*;
use trama_shared::{
    analysis::GuideProgress,
    case::GuideEntry,
    catalog::GuideType,
    edit::{Edit, GuideField},
    ids::{ActorId, GuideEntryId},
    text::folded,
};

use crate::{
    components::{case_map::words::Language, commitments::state::lead_to},
    i18n::use_i18n,
    lean::memo,
    services::{announce::Announcer, case_store::CaseStore},
};

/// The page's state. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct GuideState {
    /// The language that every text is read from.
    pub i18n: Language,
    /// The case.
    pub store: CaseStore,
    /// Where sentences are said.
    pub announcer: Announcer,
    /// The user may only read.
    pub read_only: Memo<bool>,
    /// How far the guide has come.
    pub progress: Memo<GuideProgress>,
    /// The entry whose fields are open.
    pub open: RwSignal<Option<GuideEntryId>>,
    /// The type of what is being added, while that is so.
    pub adding: RwSignal<Option<GuideType>>,
}

impl GuideState {
    /// The state of a page that has just opened.
    #[must_use]
    pub fn new() -> Self {
        let store = CaseStore::get();
        let guide = store.guide();
        Self {
            i18n: use_i18n(),
            store,
            announcer: Announcer::get(),
            read_only: memo(move |_| !store.can_edit()),
            progress: memo(move |_| guide.with(GuideProgress::of)),
            open: RwSignal::new(None),
            adding: RwSignal::new(None),
        }
    }

    /// An entry that follows its changes.
    #[must_use]
    pub fn entry(&self, id: &GuideEntryId) -> Memo<Option<GuideEntry>> {
        let (guide, id) = (self.store.guide(), id.clone());
        memo(move |_| guide.with(|guide| guide.get(&id).cloned()))
    }

    /// What an entry is called; tracked.
    #[must_use]
    pub fn name(&self, id: &GuideEntryId) -> String {
        let name = self
            .store
            .guide()
            .with(|guide| guide.get(id).map(|entry| entry.name.clone()));
        name.unwrap_or_default()
    }

    /// The entries of a type, by what they are and their names; tracked.
    #[must_use]
    pub fn of_type(&self, of: GuideType) -> Vec<GuideEntryId> {
        let mut found = self.store.guide().with(|guide| {
            let those = guide
                .iter()
                .filter(|(_, entry)| entry.kind.of_type() == of)
                .map(|(id, entry)| (folded(&entry.name), id.clone()));
            those.collect::<Vec<_>>()
        });
        found.sort_unstable();
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// The actor of the shared map that is called so; tracked.
    #[must_use]
    pub fn actor_called(&self, name: &str) -> Option<ActorId> {
        let wanted = folded(name);
        let is_called = |id: &ActorId| {
            let actor = self.store.actor(id);
            actor.is_some_and(|actor| actor.with(|actor| folded(&actor.name) == wanted))
        };
        let ids = self.store.actor_ids().get();
        ids.into_iter()
            .filter(|id| !self.store.is_reserved_actor(id))
            .find(is_called)
    }

    /// Makes an edit. A refusal is told by the frame of the case; the field then shows what is true again.
    pub fn edit(&self, edit: Edit) -> bool {
        self.store.edit(edit).is_ok()
    }

    /// Writes one field of an entry.
    pub fn set(&self, id: &GuideEntryId, field: GuideField) -> bool {
        self.edit(Edit::SetGuideEntry {
            id: id.clone(),
            field,
        })
    }

    /// Opens an entry's fields and leads there.
    pub fn go_to(&self, id: GuideEntryId) {
        if !self.read_only.get_untracked() {
            self.open.set(Some(id.clone()));
        }
        lead_to(format!("resource-{id}"));
    }
}

impl Default for GuideState {
    fn default() -> Self {
        Self::new()
    }
}
