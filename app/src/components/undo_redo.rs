//! The two buttons that take the user's own steps back and forth.

use leptos::prelude::*;

use crate::{
    components::{
        icon::{Icon, IconKind},
        steps::Steps,
    },
    i18n::{t_string, use_i18n},
    lean::say,
    services::case_store::CaseStore,
};

/// Undo and redo of the open case.
#[component]
pub fn UndoRedo() -> impl IntoView {
    let store = CaseStore::get();
    let steps = Steps::get();
    let undo = Callback::new(move |()| {
        steps.undo();
    });
    let redo = Callback::new(move |()| {
        steps.redo();
    });
    view! {
        <UndoRedoOf can_undo=store.can_undo() can_redo=store.can_redo() undo redo
            undo_label=Signal::derive(move || steps.undo_label()) redo_label=Signal::derive(move || steps.redo_label()) />
    }
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
    /// What taking a step back is called.
    #[prop(into, optional)]
    undo_label: Option<Signal<String>>,
    /// What taking a step forth is called.
    #[prop(into, optional)]
    redo_label: Option<Signal<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let undo_words = Signal::derive(move || {
        undo_label.map_or_else(
            || t_string!(i18n, common.undo).to_owned(),
            |label| label.get(),
        )
    });
    let redo_words = Signal::derive(move || {
        redo_label.map_or_else(
            || t_string!(i18n, common.redo).to_owned(),
            |label| label.get(),
        )
    });
    view! {
        <button class="button quiet icon-only" type="button" aria-label=say(move || t_string!(i18n, common.undo)) title=move || undo_words.get()
            disabled=move || !can_undo.get() on:click=move |_| undo.run(())>
            <Icon kind=IconKind::Undo />
        </button>
        <button class="button quiet icon-only" type="button" aria-label=say(move || t_string!(i18n, common.redo)) title=move || redo_words.get()
            disabled=move || !can_redo.get() on:click=move |_| redo.run(())>
            <Icon kind=IconKind::Redo />
        </button>
    }
}
