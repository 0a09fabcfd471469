//! The top of the panel: what is chosen, and the way to let go.

use leptos::prelude::*;
use leptos_i18n::t_string;

use crate::lean::say;
use crate::{
    components::{
        case_map::state::MapState,
        icon::{Icon, IconKind},
    },
    editor::Selection,
};

/// Title, kind, close.
#[component]
pub fn Head(
    /// The name.
    #[prop(into)]
    title: Signal<String>,
    /// What it is.
    #[prop(into)]
    kind: Signal<String>,
    /// The picture before the title.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    view! {
        <header class="inspector-head">
            {children.map(|children| children())}
            <div>
                <h2 data-testid="inspector-title">{title}</h2>
                <p class="inspector-kind">{kind}</p>
            </div>
            <button
                class="map-icon-button"
                type="button"
                data-testid="inspector-close"
                aria-label=say(move || t_string!(i18n, map.inspector.close))
                on:click=move |_| map.select(Selection::Nothing)
            >
                <Icon kind=IconKind::Close />
            </button>
        </header>
    }
}
