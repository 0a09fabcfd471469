//! What the tools have no room for: choosing several, copying and pasting, and what the keys do.

use leptos::{html, prelude::*};
use leptos_i18n::t_string;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

use super::{
    icon::{MapIcon, MapIconKind},
    state::MapState,
};
use crate::{
    components::icon::{Icon, IconKind},
    editor::Selection,
    lean::{Said, say, when},
};

/// The menu.
#[component]
pub fn MoreMenu() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let menu = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    let outside = window_event_listener(leptos::ev::pointerdown, move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Node>().ok());
        let inside = menu
            .get_untracked()
            .is_some_and(|menu| menu.contains(target.as_ref()));
        if !inside {
            close();
        }
    });
    on_cleanup(move || outside.remove());
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() != "Escape" {
            return;
        }
        close();
        event.stop_propagation();
        let summary = menu
            .get_untracked()
            .and_then(|menu| menu.query_selector("summary").ok().flatten())
            .and_then(|summary| summary.dyn_into::<HtmlElement>().ok());
        if let Some(summary) = summary {
            let _ = summary.focus();
        }
    };
    let nobody = move || {
        map.selection
            .with(|selection| selection.actors().is_empty())
    };
    let empty_map = {
        let ids = map.store.actor_ids();
        move || ids.with(std::collections::BTreeSet::is_empty)
    };
    let row = move |testid: &'static str,
                    kind: MapIconKind,
                    words: Said,
                    keys: &'static str,
                    off: Box<dyn Fn() -> bool + Send + Sync>,
                    act: fn(MapState)| {
        let run = move |_| {
            close();
            act(map);
        };
        view! {
            <button type="button" data-testid=testid aria-keyshortcuts=keys disabled=off on:click=run>
                <MapIcon kind />
                {words}
            </button>
        }
    };
    let reading = when(move || false);
    let rows = move || {
        let edits = map.may_edit();
        let empty_map = empty_map.clone();
        view! {
            {row(
                "gather",
                MapIconKind::Several,
                say(move || t_string!(i18n, editing.menu.gather)),
                "Shift+Enter",
                when(empty_map.clone()),
                |map| map.gather(true),
            )}
            {row(
                "select-all",
                MapIconKind::Fit,
                say(move || t_string!(i18n, editing.menu.all)),
                "Control+A",
                when(empty_map),
                |map| map.select_all(),
            )}
            <hr />
            {row(
                "copy",
                MapIconKind::Copy,
                say(move || if nobody() { t_string!(i18n, editing.menu.copy_nobody) } else { t_string!(i18n, editing.menu.copy) }),
                "Control+C",
                when(nobody),
                |map| {
                    map.copy_chosen();
                },
            )}
            {edits
                .then(|| {
                    view! {
                        {row(
                            "cut",
                            MapIconKind::Cut,
                            say(move || if nobody() { t_string!(i18n, editing.menu.cut_nobody) } else { t_string!(i18n, editing.menu.cut) }),
                            "Control+X",
                            when(nobody),
                            |map| map.cut_chosen(),
                        )}
                        {row(
                            "paste",
                            MapIconKind::Paste,
                            say(move || if map.clipboard.is_empty() { t_string!(i18n, editing.menu.paste_nothing) } else { t_string!(i18n, editing.menu.paste) }),
                            "Control+V",
                            when(move || map.clipboard.is_empty()),
                            |map| map.paste(),
                        )}
                    }
                })}
            <hr />
        }
        .into_any()
    };
    view! {
        <details class="menu map-more" node_ref=menu on:keydown=on_key>
            <summary class="map-tool" data-testid="more">
                <Icon kind=IconKind::More />
                {say(move || t_string!(i18n, editing.menu.label))}
            </summary>
            <div class="menu-items">
                {rows}
                {row(
                    "open-keys-help",
                    MapIconKind::Keys,
                    say(move || t_string!(i18n, map.keys.title)),
                    "?",
                    reading,
                    |map| map.help_open.set(true),
                )}
            </div>
        </details>
    }
}

/// How many actors are chosen; tracked.
#[must_use]
pub fn chosen_count(map: MapState) -> usize {
    map.selection.with(|selection| match selection {
        Selection::Several(ids) => ids.len(),
        Selection::Actor(_) => 1,
        Selection::Nothing | Selection::Person | Selection::Tie(_) => 0,
    })
}
