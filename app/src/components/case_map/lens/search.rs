//! Looking for somebody on the map: as one types, whoever fits; Enter goes there.

use leptos::{html, prelude::*};
use leptos_i18n::t_string;
use trama_shared::ids::ActorId;

use super::holds;
use crate::{
    components::{
        case_map::{popover::Popover, state::MapState},
        icon::IconKind,
    },
    editor::Selection,
    lean::{memo, part, say, tell},
};

/// At most so many are listed: whoever looks for more types another letter.
const LISTED_MAX: usize = 8;

/// The button with its panel.
#[component]
pub fn SearchButton() -> impl IntoView {
    let i18n = MapState::get().i18n;
    let open = RwSignal::new(false);
    // Kept while the panel is closed: whoever opens it again may want to go on.
    let words = RwSignal::new(String::new());
    let label = Signal::derive(move || t_string!(i18n, lens.search.label).to_owned());
    view! {
        <Popover open icon=IconKind::Search testid="search" label>
            <SearchPanel open words />
        </Popover>
    }
}

#[component]
fn SearchPanel(
    /// Whether the panel is open.
    open: RwSignal<bool>,
    /// What is looked for.
    words: RwSignal<String>,
) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
            field.select();
        }
    });
    let found = memo(move |_| {
        let looked_for = words.get();
        if looked_for.trim().is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(bool, String, String, ActorId)> = map
            .actors()
            .into_iter()
            .filter(|(_, actor)| {
                [&actor.name, &actor.role, &actor.programme]
                    .into_iter()
                    .any(|text| holds(text, &looked_for))
            })
            .map(|(id, actor)| (!holds(&actor.name, &looked_for), actor.name, actor.role, id))
            .collect();
        // Names before roles.
        found.sort();
        found
    });
    let go = move |id: ActorId| {
        open.set(false);
        // Who was filtered away is looked for all the same.
        let hidden = map.shown.with_untracked(|shown| {
            shown
                .as_ref()
                .is_some_and(|shown| !shown.actors.contains(&id))
        });
        if hidden {
            map.clear_lens();
        }
        map.select(Selection::Actor(id.clone()));
        map.look_at(&id);
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some((.., id)) = found.with_untracked(|found| found.first().cloned()) {
            go(id);
        }
    };
    let result = move |(_, name, role, id): (bool, String, String, ActorId)| {
        view! {
            <li>
                <button type="button" data-testid="search-result" on:click=move |_| go(id.clone())>
                    <b>{name}</b>
                    <small>{role}</small>
                </button>
            </li>
        }
    };
    let count = tell(move || {
        let looked_for = words.get();
        if looked_for.trim().is_empty() {
            return String::new();
        }
        match found.with(Vec::len) {
            0 => t_string!(i18n, lens.search.nothing, words = looked_for.trim()),
            1 => t_string!(i18n, lens.search.one).to_owned(),
            count => t_string!(i18n, lens.search.many, count = count),
        }
    });
    let list = part(move || {
        let listed = found.get().into_iter().take(LISTED_MAX);
        listed.map(result).collect_view().into_any()
    });
    view! {
        <form class="lens-search" role="search" on:submit=submit>
            <label class="map-field">
                <span>{say(move || t_string!(i18n, lens.search.field))}</span>
                <input
                    type="search"
                    autocomplete="off"
                    data-testid="search-field"
                    node_ref=field
                    prop:value=words
                    on:input=move |event| words.set(event_target_value(&event))
                />
            </label>
            <p class="lens-count" role="status" data-testid="search-count">{count}</p>
            <ul class="lens-found">{list}</ul>
        </form>
    }
    .into_any()
}
