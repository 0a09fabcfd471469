//! What the parts of the page share.

use std::collections::BTreeMap;

use leptos::prelude::*;
use trama_shared::{
    analysis::{Cover, Coverage},
    case::Need,
    catalog::NeedArea,
    edit::Edit,
    ids::{ActorId, NeedId},
};

use super::{land::Land, words};
use crate::{
    components::case_map::{
        state::{actors_of, ties_of},
        words::Language,
    },
    i18n::{t_string, use_i18n},
    lean::memo,
    services::{announce::Announcer, case_store::CaseStore},
};

/// The page's state. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct NeedsState {
    /// The language that every text is read from.
    pub i18n: Language,
    /// The case.
    pub store: CaseStore,
    /// Where sentences are said.
    pub announcer: Announcer,
    /// The user may only read.
    pub read_only: Memo<bool>,
    /// How far the current needs are answered.
    pub coverage: Memo<Coverage>,
    /// The ámbito that is shown; `None` shows all.
    pub area: RwSignal<Option<NeedArea>>,
    /// Only what nobody answers is shown.
    pub missing_only: RwSignal<bool>,
    /// The need whose fields are open.
    pub open: RwSignal<Option<NeedId>>,
    /// The territory that the case uses.
    pub land: Land,
}

impl NeedsState {
    /// The state of a page that has just opened.
    #[must_use]
    pub fn new() -> Self {
        let store = CaseStore::get();
        let needs = store.needs();
        Self {
            i18n: use_i18n(),
            store,
            announcer: Announcer::get(),
            read_only: memo(move |_| !store.can_edit()),
            coverage: memo(move |_| {
                let (actors, ties) = (actors_of(store), ties_of(store));
                needs.with(|needs| Coverage::of(needs, &actors, &ties))
            }),
            area: RwSignal::new(None),
            missing_only: RwSignal::new(false),
            open: RwSignal::new(None),
            land: Land::new(store),
        }
    }

    /// How far a need is answered; `None` where it wants no answer. Tracked.
    #[must_use]
    pub fn cover(&self, id: &NeedId) -> Option<Cover> {
        self.coverage
            .with(|coverage| Some(coverage.need(id)?.cover()))
    }

    /// What a need is called; tracked.
    #[must_use]
    pub fn name(&self, id: &NeedId) -> String {
        let needs = self.store.needs();
        let name = needs.with(|needs| needs.get(id).map(|need| words::name(self.i18n, need)));
        name.unwrap_or_default()
    }

    /// What an actor is called; tracked.
    #[must_use]
    pub fn actor_name(&self, id: &ActorId) -> String {
        let actor = self.store.actor(id);
        actor
            .map(|actor| actor.with(|actor| actor.name.clone()))
            .unwrap_or_default()
    }

    /// What the person is called; tracked.
    #[must_use]
    pub fn person_name(&self) -> String {
        self.store.person().with(|person| person.alias.clone())
    }

    /// The needs of an ámbito that are shown, in the order of the catalogue; tracked.
    #[must_use]
    pub fn shown(&self, area: NeedArea) -> Vec<NeedId> {
        if self.area.get().is_some_and(|only| only != area) {
            return Vec::new();
        }
        let open = self.missing_only.get().then(|| self.open.get());
        let is_shown = |id: &NeedId| match &open {
            None => true,
            // What is being written in stays, even when it is answered by now.
            Some(open) => {
                open.as_ref() == Some(id)
                    || self.cover(id).is_some_and(|cover| cover != Cover::Covered)
            }
        };
        let needs = self.store.needs();
        let mut shown = needs.with(|needs| {
            let of_area = needs.iter().filter(|(_, need)| need.topic.area() == area);
            of_area
                .filter(|(id, _)| is_shown(id))
                .map(|(id, need)| (need.topic, id.clone()))
                .collect::<Vec<_>>()
        });
        shown.sort_unstable();
        shown.into_iter().map(|(_, id)| id).collect()
    }

    /// Makes an edit. A refusal is told by the frame of the case; the field then shows what is true again.
    pub fn edit(&self, edit: Edit) -> bool {
        self.store.edit(edit).is_ok()
    }

    /// Opens a need's fields, whatever the filters hide.
    pub fn go_to(&self, id: NeedId) {
        self.area.set(None);
        self.missing_only.set(false);
        self.open.set(Some(id.clone()));
        request_animation_frame(move || {
            let head = document().get_element_by_id(&format!("need-{id}"));
            if let Some(head) = head {
                head.scroll_into_view();
                if let Ok(head) = wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(head) {
                    let _ = head.focus();
                }
            }
        });
    }

    /// How many needs of an ámbito are not answered, in words, most pressing first; tracked.
    #[must_use]
    pub fn area_words(&self, area: Option<NeedArea>) -> String {
        let i18n = self.i18n;
        let cover = self.coverage.with(|coverage| match area {
            Some(area) => coverage.area(area),
            None => coverage.all(),
        });
        match (cover.all(), cover.uncovered, cover.not_reached) {
            (0, ..) => t_string!(i18n, needs.area_none).to_owned(),
            (_, 0, 0) => t_string!(i18n, needs.area_covered).to_owned(),
            (_, 0, n) => t_string!(i18n, needs.area_not_reached, n = n),
            (_, n, _) => t_string!(i18n, needs.area_uncovered, n = n),
        }
    }

    /// All needs, the met ones too; tracked.
    #[must_use]
    pub fn all(&self) -> BTreeMap<NeedId, Need> {
        self.store.needs().get()
    }
}

impl Default for NeedsState {
    fn default() -> Self {
        Self::new()
    }
}
