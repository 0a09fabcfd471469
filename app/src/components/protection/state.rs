//! What the parts of the page share.

use leptos::prelude::*;
use trama_shared::{
    analysis::ProtectionAgenda,
    case::{Protection, ProtectionItem, Review},
    date::Day,
    edit::{Edit, ProtectionEdit, ReviewField},
    ids::ReviewId,
};

use crate::{
    components::case_map::words::Language,
    i18n::use_i18n,
    lean::memo,
    services::{announce::Announcer, api::Right, case_store::CaseStore, clock},
};

/// The page's state. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct ProtectionState {
    /// The language that every text is read from.
    pub i18n: Language,
    /// The case.
    pub store: CaseStore,
    /// Where sentences are said.
    pub announcer: Announcer,
    /// The user may see it.
    pub may_read: Memo<bool>,
    /// The user may not change it.
    pub read_only: Memo<bool>,
    /// What is kept; nothing for whoever may not see it.
    pub protection: Memo<Protection>,
    /// The day on which the page was opened, where the user is.
    pub today: Day,
    /// The follow-ups by date, and what is missing.
    pub agenda: Memo<ProtectionAgenda>,
    /// The follow-up whose fields are open.
    pub open: RwSignal<Option<ReviewId>>,
}

impl ProtectionState {
    /// The state of a page that has just opened.
    #[must_use]
    pub fn new() -> Self {
        let store = CaseStore::get();
        let (rights, reserved) = (store.rights(), store.reserved());
        let right = memo(move |_| rights.with(|rights| rights.reserved));
        let protection = memo(move |_| reserved.with(|reserved| reserved.protection.clone()));
        let today = Day::of_ms(clock::local_ms(clock::now_ms()) as i64);
        Self {
            i18n: use_i18n(),
            store,
            announcer: Announcer::get(),
            may_read: memo(move |_| right.with(Option::is_some)),
            read_only: memo(move |_| right.get() != Some(Right::Write)),
            protection,
            today,
            agenda: memo(move |_| protection.with(|it| ProtectionAgenda::of(it, today))),
            open: RwSignal::new(None),
        }
    }

    /// What is said of an item; `None` where it is neither ticked nor written. Follows its changes.
    #[must_use]
    pub fn item(&self, item: ProtectionItem) -> Memo<Option<String>> {
        let protection = self.protection;
        memo(move |_| protection.with(|it| it.items.get(&item).cloned()))
    }

    /// A follow-up that follows its changes.
    #[must_use]
    pub fn review(&self, id: &ReviewId) -> Memo<Option<Review>> {
        let (protection, id) = (self.protection, id.clone());
        memo(move |_| protection.with(|it| it.reviews.get(&id).cloned()))
    }

    /// Makes a change. A refusal is told by the frame of the case; the field then shows what is true again.
    pub fn edit(&self, edit: ProtectionEdit) -> bool {
        self.store.edit(Edit::SetProtection(edit)).is_ok()
    }

    /// Writes one field of a follow-up.
    pub fn set(&self, id: &ReviewId, field: ReviewField) -> bool {
        self.edit(ProtectionEdit::InReview(id.clone(), field))
    }
}

impl Default for ProtectionState {
    fn default() -> Self {
        Self::new()
    }
}
