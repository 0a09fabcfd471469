//! The measures of the open case's network: a panel in the inspector's place, in words that practitioners use.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "the map's context is a bundle of handles: copying it into closures is what it is for"
)]

pub mod rows;
pub mod words;

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::Party,
    ids::ActorId,
    network::{Measures, Tally},
};

use crate::{
    components::{
        case_map::{listing::listed, state::MapState, words::tie_count},
        icon::{Icon, IconKind},
    },
    editor::Selection,
    lean::{memo, part, say, tell},
};
use rows::{Behind, Group, Row, groups};

/// Whether the panel is open; in the context of the map.
#[derive(Debug, Clone, Copy)]
pub struct MeasuresOpen(pub RwSignal<bool>);

impl MeasuresOpen {
    /// Provides it, closed.
    #[must_use]
    pub fn provide() -> Self {
        let open = Self(RwSignal::new(false));
        provide_context(open);
        open
    }

    /// The map's.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }
}

/// The button that opens the panel.
#[component]
pub fn MeasuresButton() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let MeasuresOpen(open) = MeasuresOpen::get();
    view! {
        <button
            class="bar-button"
            type="button"
            data-testid="measures-open"
            aria-label=say(move || t_string!(i18n, measures.label))
            aria-pressed=move || if open.get() { "true" } else { "false" }
            on:click=move |_| open.update(|open| *open = !*open)
        >
            <Icon kind=IconKind::Measures />
            <span>{say(move || t_string!(i18n, measures.open))}</span>
        </button>
    }
}

/// The panel.
#[component]
pub fn MeasuresPanel() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let MeasuresOpen(open) = MeasuresOpen::get();
    let measures = memo(move |_| Measures::of(&map.actors(), &map.ties()));
    // Which measures are unfolded: a colleague's edit makes the list anew, and nothing folds under one's hands.
    let unfolded = RwSignal::new(BTreeSet::<&'static str>::new());
    let close = move || {
        open.set(false);
        let button = document()
            .query_selector("[data-testid=measures-open]")
            .ok()
            .flatten();
        if let Some(button) = button.and_then(as_html) {
            let _ = button.focus();
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            close();
        }
    };
    let title = NodeRef::<leptos::html::H2>::new();
    // Whoever opens the panel by key or screen reader goes on reading in it.
    Effect::new(move |_| {
        if let Some(title) = title.get() {
            let _ = title.focus();
        }
    });
    let tally = tell(move || {
        let tally = measures.with(|measures| Tally::of(&map.ties(), &measures.members));
        tally_words(map, tally)
    });
    let list = part(move || {
        let name = map.person_name();
        measures
            .with(|measures| groups(map, &name, measures))
            .into_iter()
            .map(|group| group_view(map, unfolded, group))
            .collect_view()
            .into_any()
    });
    view! {
        <aside
            class="inspector measures"
            aria-label=say(move || t_string!(i18n, measures.label))
            data-testid="measures"
            data-height="full"
            on:keydown=on_key
        >
            <header class="inspector-head">
                <h2 tabindex="-1" node_ref=title>{say(move || t_string!(i18n, measures.label))}</h2>
                <button
                    class="map-icon-button"
                    type="button"
                    data-testid="measures-close"
                    aria-label=say(move || t_string!(i18n, measures.close))
                    on:click=move |_| close()
                >
                    <Icon kind=IconKind::Close />
                </button>
            </header>
            <div class="inspector-scroll" tabindex="-1">
                <p>{say(move || t_string!(i18n, measures.lead))}</p>
                <p class="stat-note" data-testid="measures-tally">{tally}</p>
                {list}
            </div>
        </aside>
    }
}

/// Why the measures count fewer ties than the map draws.
fn tally_words(map: MapState, tally: Tally) -> String {
    let i18n = map.i18n;
    let all = tie_count(i18n, tally.all());
    if tally.counted() == tally.all() {
        return t_string!(i18n, measures.tally.all, all = all);
    }
    let name = map.person_name();
    let left_out = [
        (
            tally.broken,
            t_string!(i18n, measures.tally.broken, n = tally.broken),
        ),
        (
            tally.to_build,
            t_string!(i18n, measures.tally.to_build, n = tally.to_build),
        ),
        (
            tally.apart,
            t_string!(
                i18n,
                measures.tally.apart,
                n = tally.apart,
                name = name.clone()
            ),
        ),
    ];
    let left_out: Vec<String> = left_out
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(_, words)| words)
        .collect();
    t_string!(
        i18n,
        measures.tally.some,
        all = all,
        own = tally.own,
        between = tally.between,
        name = name,
        left = listed(i18n, &left_out)
    )
}

fn as_html(element: web_sys::Element) -> Option<web_sys::HtmlElement> {
    use wasm_bindgen::JsCast;
    element.dyn_into().ok()
}

fn group_view(map: MapState, unfolded: RwSignal<BTreeSet<&'static str>>, group: Group) -> AnyView {
    let rows = group.rows.into_iter();
    view! {
        <section>
            <h3>{group.title}</h3>
            {rows.map(|row| row_view(map, unfolded, row)).collect_view()}
        </section>
    }
    .into_any()
}

fn row_view(map: MapState, unfolded: RwSignal<BTreeSet<&'static str>>, row: Row) -> AnyView {
    let i18n = map.i18n;
    let id = row.id;
    let is_open = unfolded.with_untracked(|unfolded| unfolded.contains(id));
    let on_toggle = move |event: leptos::ev::Event| {
        let now = event_target::<web_sys::Element>(&event).has_attribute("open");
        unfolded.update_untracked(|unfolded| {
            if now {
                unfolded.insert(id);
            } else {
                unfolded.remove(id);
            }
        });
    };
    let is_defined = row.value.is_some();
    let value = row
        .value
        .unwrap_or_else(|| t_string!(i18n, measures.undefined).to_owned());
    let why = (!is_defined).then_some(row.why).flatten();
    let lists = row.behind;
    let nobody = lists.iter().all(|list| list.parties.is_empty()) && row.wants_actors;
    view! {
        <details class="measure" open=is_open data-measure=id on:toggle=on_toggle>
            <summary>
                <span>{row.name}</span>
                <b class:undefined=!is_defined data-testid=format!("measure-{id}")>{value}</b>
            </summary>
            <p>{row.says}</p>
            {why.map(|why| view! { <p class="measure-why">{why}</p> })}
            {nobody.then(|| view! { <p class="measure-why">{say(move || t_string!(i18n, measures.nobody))}</p> })}
            {lists.into_iter().map(|list| list_view(map, list)).collect_view()}
        </details>
    }
    .into_any()
}

/// Actors behind a measure, under what they have in common.
fn list_view(map: MapState, list: Behind) -> AnyView {
    let i18n = map.i18n;
    let ids: Vec<ActorId> = list
        .parties
        .iter()
        .filter_map(|(party, _)| party.actor().cloned())
        .collect();
    let count = ids.len();
    let mark = (count > 1).then(|| {
        let label = list.heading.clone();
        let on_click = move |_| {
            map.select(Selection::of_actors(ids.iter().cloned()));
            map.announcer
                .say(t_string!(i18n, measures.shown, count = count));
        };
        let words = move || match label.clone() {
            Some(label) => t_string!(i18n, measures.show, what = label),
            None => t_string!(i18n, measures.show_all).to_owned(),
        };
        view! {
            <button
                class="map-icon-button measure-mark"
                type="button"
                aria-label=tell(words.clone())
                title=tell(words)
                on:click=on_click
            >
                <Icon kind=IconKind::Eye />
            </button>
        }
    });
    let head = list.heading.map(|heading| {
        let bar = list.share.map(|share| {
            let width = format!("inline-size: {:.1}%", share * 100.0);
            view! { <span class="measure-bar" aria-hidden="true"><span style=width></span></span> }
        });
        view! { <span class="measure-heading">{heading} <b>{list.count}</b></span> {bar} }
    });
    let chip = move |(party, note): (Party, Option<String>)| {
        let selection = match &party {
            Party::Person => Selection::Person,
            Party::Actor(id) => Selection::Actor(id.clone()),
        };
        let shown = party.clone();
        let pressed = move || {
            if map.selection.with(|selection| selection.has(&shown)) {
                "true"
            } else {
                "false"
            }
        };
        let name = untrack(|| map.name_of(&party));
        view! {
            <li>
                <button
                    class="measure-actor"
                    type="button"
                    aria-pressed=pressed
                    on:click=move |_| map.select(selection.clone())
                >
                    {name}
                    {note.map(|note| view! { <small>{note}</small> })}
                </button>
            </li>
        }
    };
    let actors = (!list.parties.is_empty()).then(|| {
        view! { <ul aria-label=say(move || t_string!(i18n, measures.actors_behind))>{list.parties.into_iter().map(chip).collect_view()}</ul> }
    });
    view! { <div class="measure-list"><div class="measure-list-head">{head}{mark}</div>{actors}</div> }.into_any()
}
