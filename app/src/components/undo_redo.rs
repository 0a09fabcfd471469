//! The two buttons that take the user's own steps back and forth.

use leptos::prelude::*;

use crate::{
    components::icon::{Icon, IconKind},
    i18n::{t_string, use_i18n},
    lean::say,
    services::case_store::CaseStore,
};

/// Undo and redo of the open case.
#[component]
pub fn UndoRedo() -> impl IntoView {
    let store = CaseStore::get();
    let undo = Callback::new(move |()| {
        store.undo();
    });
    let redo = Callback::new(move |()| {
        store.redo();
    });
    view! { <UndoRedoOf can_undo=store.can_undo() can_redo=store.can_redo() undo redo /> }
}

/// Undo and redo.
#[component]
pub fn UndoRedoOf(
    /// Whether there is something to undo.
    can_undo: ArcRwSignal<bool>,
    /// Whether there is something to redo.
    can_redo: ArcRwSignal<bool>,
    /// Takes a step back.
    undo: Callback<()>,
    /// Takes a step forth.
    redo: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <button class="button quiet icon-only" type="button" aria-label=say(move || t_string!(i18n, common.undo))
            disabled=move || !can_undo.get() on:click=move |_| undo.run(())>
            <Icon kind=IconKind::Undo />
        </button>
        <button class="button quiet icon-only" type="button" aria-label=say(move || t_string!(i18n, common.redo))
            disabled=move || !can_redo.get() on:click=move |_| redo.run(())>
            <Icon kind=IconKind::Redo />
        </button>
    }
}
