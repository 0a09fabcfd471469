//! The two buttons that take the user's own steps back and forth.

use leptos::prelude::*;

use crate::{
    components::icon::{Icon, IconKind},
    i18n::{t_string, use_i18n},
    lean::say,
    services::case_store::CaseStore,
};

/// Undo and redo.
#[component]
pub fn UndoRedo() -> impl IntoView {
    let i18n = use_i18n();
    let store = CaseStore::get();
    let (can_undo, can_redo) = (store.can_undo(), store.can_redo());
    view! {
        <button class="button quiet icon-only" type="button" aria-label=say(move || t_string!(i18n, common.undo))
            disabled=move || !can_undo.get() on:click=move |_| { store.undo(); }>
            <Icon kind=IconKind::Undo />
        </button>
        <button class="button quiet icon-only" type="button" aria-label=say(move || t_string!(i18n, common.redo))
            disabled=move || !can_redo.get() on:click=move |_| { store.redo(); }>
            <Icon kind=IconKind::Redo />
        </button>
    }
}
