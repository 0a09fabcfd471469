//! The panel of several actors: what can be done to all of them at once.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Party, Ring},
    ids::ActorId,
};

use super::{fields::SelectField, head::Head};
use crate::{
    canvas::sample::NodeSample,
    components::{
        case_map::{
            icon::{MapIcon, MapIconKind},
            state::MapState,
            words,
        },
        icon::{Icon, IconKind},
    },
    lean::{memo, say, tell, when},
};

/// What the choice shows while the chosen are not all alike.
const MIXED: &str = "";

/// Everything about several actors.
#[component]
pub fn SeveralPanel() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let chosen = memo(move |_| {
        let mut named: Vec<(String, ActorId)> = map.selection.with(|selection| {
            let ids = selection.actors().into_iter();
            ids.map(|id| (map.name_of(&Party::Actor(id.clone())), id))
                .collect()
        });
        named.sort_by_cached_key(|(name, _)| name.to_lowercase());
        named
    });
    let title = Signal::derive(move || {
        let count = chosen.with(Vec::len);
        t_string!(i18n, editing.several.title, count = count)
    });
    let row = move |(name, id): (String, ActorId)| {
        let (actor, shown, spoken) = (map.store.actor(&id), id.clone(), name.clone());
        let kind = actor
            .as_ref()
            .map(|actor| actor.with_untracked(|actor| actor.kind));
        let support = actor.and_then(|actor| actor.with_untracked(|actor| actor.support));
        view! {
            <li>
                <button type="button" class="several-name" on:click=move |_| map.show_party(&shown)>
                    {kind.map(|kind| view! { <NodeSample kind support /> })}
                    <span>{name}</span>
                </button>
                <button
                    type="button"
                    class="map-icon-button"
                    aria-label=tell(move || t_string!(i18n, editing.several.drop, name = spoken.clone()))
                    on:click=move |_| map.toggle(&id)
                >
                    <Icon kind=IconKind::Close />
                </button>
            </li>
        }
    };
    view! {
        <Head title kind=Signal::derive(move || t_string!(i18n, editing.several.kind).to_owned()) />
        {move || map.may_edit().then(|| view! { <RingOfAll /> })}
        <ul class="several-list" data-testid="several-list">
            {move || chosen.get().into_iter().map(row).collect_view()}
        </ul>
        <Actions />
    }
}

/// The ring of all of them.
#[component]
fn RingOfAll() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let common = memo(move |_| {
        let ids = map.selection.with(crate::editor::Selection::actors);
        let mut rings = ids.iter().filter_map(|id| {
            map.store
                .actor(id)
                .map(|actor| actor.with(|actor| actor.ring))
        });
        let first = rings.next()?;
        rings.all(|ring| ring == first).then_some(first)
    });
    let options = Signal::derive(move || {
        let mixed = common
            .get()
            .is_none()
            .then(|| (MIXED, t_string!(i18n, editing.several.mixed)));
        let rings = Ring::ALL
            .iter()
            .map(|ring| (ring.id(), words::ring(i18n, *ring)));
        mixed.into_iter().chain(rings).collect::<Vec<_>>()
    });
    let commit = Callback::new(move |value: String| {
        if let Some(ring) = Ring::from_id(&value) {
            map.move_all_to_ring(&map.chosen_actors(), ring);
        }
    });
    view! {
        <SelectField
            label=Signal::derive(move || t_string!(i18n, map.inspector.ring).to_owned())
            options
            value=Signal::derive(move || common.get().map_or(MIXED, Ring::id))
            testid="several-ring"
            read_only=Signal::derive(move || !map.may_edit())
            commit
        />
    }
}

#[component]
fn Actions() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let button = move |testid: &'static str, kind, words: crate::lean::Said, act: fn(MapState)| {
        view! {
            <button class="map-button" type="button" data-testid=testid on:click=move |_| act(map)>
                <MapIcon kind />
                {words}
            </button>
        }
    };
    let edits = when(move || map.may_edit());
    view! {
        <div class="inspector-actions">
            {button(
                "several-copy",
                MapIconKind::Copy,
                say(move || t_string!(i18n, editing.menu.copy)),
                |map| {
                    map.copy_chosen();
                },
            )}
            <Show when=edits>
                {button(
                    "several-remove",
                    MapIconKind::Remove,
                    say(move || t_string!(i18n, map.inspector.remove_actor)),
                    |map| map.remove_actors(&map.chosen_actors()),
                )}
            </Show>
        </div>
    }
}

impl MapState {
    /// Chooses an actor alone.
    fn show_party(&self, id: &ActorId) {
        self.select(Party::Actor(id.clone()).into());
    }
}
