//! The inspector: everything about what is chosen, and what can be changed about it.

pub mod actor;
pub mod commit;
pub mod fields;
pub mod head;
pub mod household;
pub mod kinships;
pub mod overlap;
pub mod overview;
pub mod person;
pub mod reserve;
pub mod section;
pub mod several;
pub mod tie;
pub mod tie_contact;
pub mod tie_editor;
pub mod tie_list;

use leptos::prelude::*;
use leptos_i18n::t_string;

use super::state::{MapState, SheetHeight};
use crate::editor::Selection;
use crate::lean::say;

pub use fields::SelectField;

/// The panel at the right; on a phone a sheet from below.
#[component]
pub fn Inspector() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    section::OpenSections::provide();
    let height = move || match (map.selection.get(), map.sheet_height.get()) {
        (Selection::Nothing, _) => "none",
        (_, SheetHeight::Part) => "part",
        (_, SheetHeight::Full) => "full",
    };
    let is_full = move || map.sheet_height.get() == SheetHeight::Full;
    let toggle = move |_| {
        map.sheet_height.update(|height| {
            *height = match height {
                SheetHeight::Part => SheetHeight::Full,
                SheetHeight::Full => SheetHeight::Part,
            };
        });
    };
    let grip_label = move || {
        if is_full() {
            t_string!(i18n, map.inspector.open_less)
        } else {
            t_string!(i18n, map.inspector.open_full)
        }
    };
    let content = move || match map.selection.get() {
        Selection::Nothing => view! { <overview::Overview /> }.into_any(),
        Selection::Person => view! { <person::PersonPanel /> }.into_any(),
        Selection::Actor(id) => view! { <actor::ActorPanel id /> }.into_any(),
        Selection::Tie(id) => view! { <tie::TiePanel id /> }.into_any(),
        Selection::Several(_) => view! { <several::SeveralPanel /> }.into_any(),
    };
    view! {
        <aside
            class="inspector"
            aria-label=say(move || t_string!(i18n, map.inspector.label))
            data-testid="inspector"
            data-height=height
        >
            <button
                class="sheet-grip"
                type="button"
                aria-label=grip_label
                aria-expanded=move || if is_full() { "true" } else { "false" }
                data-testid="inspector-grip"
                on:click=toggle
            ></button>
            <div class="inspector-scroll" tabindex="-1">{content}</div>
        </aside>
    }
}
