//! The panel of filters, layers and focus.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::case::{ExchangeArea, Ring, Sector, TieQuality};

use super::{Layer, Lens};
use crate::{
    components::{
        case_map::{popover::Popover, state::MapState, words},
        icon::IconKind,
    },
    lean::{Said, memo, say, tell, when},
};

/// The button with its panel.
#[component]
pub fn LensButton() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let open = RwSignal::new(false);
    let set = memo(move |_| {
        map.lens.with(|lens| {
            lens.filters() + usize::from(lens.focus) + usize::from(lens.layer != Layer::Both)
        })
    });
    let label = Signal::derive(move || match set.get() {
        0 => t_string!(i18n, lens.label).to_owned(),
        count => t_string!(i18n, lens.label_on, count = count),
    });
    view! {
        <Popover open icon=IconKind::Filter testid="lens" label count=Signal::derive(move || set.get())
            word=say(move || t_string!(i18n, lens.word))>
            <Panel />
        </Popover>
    }
}

#[component]
fn Panel() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let nobody = when(move || {
        map.selection
            .with(|chosen| *chosen == crate::editor::Selection::Nothing)
    });
    let layers = Layer::ALL
        .map(|layer| layer_choice(map, layer))
        .collect_view();
    let rings = Ring::ALL
        .iter()
        .map(|ring| {
            let ring = *ring;
            chip(
                map,
                format!("lens-ring-{}", ring.id()),
                say(move || words::ring(i18n, ring)),
                ring,
                |lens| &mut lens.rings,
            )
        })
        .collect_view();
    let qualities = TieQuality::ALL
        .iter()
        .map(|quality| {
            let quality = *quality;
            chip(
                map,
                format!("lens-quality-{}", quality.id()),
                say(move || words::quality(i18n, quality)),
                quality,
                |lens| &mut lens.qualities,
            )
        })
        .collect_view();
    let areas = ExchangeArea::ALL
        .iter()
        .map(|area| {
            let area = *area;
            chip(
                map,
                format!("lens-area-{}", area.id()),
                say(move || words::area(i18n, area)),
                area,
                |lens| &mut lens.areas,
            )
        })
        .collect_view();
    let sectors = Sector::ALL
        .iter()
        .copied()
        .map(Some)
        .chain([None])
        .map(|sector| {
            let id = sector.map_or("none", Sector::id);
            chip(
                map,
                format!("lens-sector-{id}"),
                say(move || words::sector(i18n, sector)),
                sector,
                |lens| &mut lens.sectors,
            )
        })
        .collect_view();
    let left = tell(move || {
        let of = map.store.actor_ids().with(BTreeSet::len);
        map.shown.with(|shown| match shown {
            None => t_string!(i18n, lens.all_shown, count = of),
            Some(shown) => t_string!(i18n, lens.some_shown, count = shown.actors.len(), of = of),
        })
    });
    // Marks may be hard to find, and where there is none one looks for them in vain.
    let found = tell(move || {
        if map.lens.with(|lens| lens.layer) != Layer::Compared {
            return String::new();
        }
        let ids = map.store.actor_ids().get();
        match ids.iter().filter(|id| map.views_part(id)).count() {
            0 => t_string!(i18n, lens.layer.same).to_owned(),
            1 => t_string!(i18n, lens.layer.differ_single).to_owned(),
            count => t_string!(i18n, lens.layer.differ_many, count = count),
        }
    });
    view! {
        <div class="lens">
            <p class="lens-count" role="status" data-testid="lens-count">{left}</p>
            <label class="lens-focus">
                <input
                    type="checkbox"
                    data-testid="lens-focus"
                    disabled=nobody
                    prop:checked=move || map.lens.with(|lens| lens.focus)
                    on:change=move |event| map.lens.update(|lens| lens.focus = event_target_checked(&event))
                />
                {say(move || t_string!(i18n, lens.focus))}
            </label>
            {group(say(move || t_string!(i18n, lens.layers)), layers.into_any())}
            <p class="lens-parting" role="status" data-testid="lens-parting">{found}</p>
            {group(say(move || t_string!(i18n, lens.rings)), rings.into_any())}
            {group(say(move || t_string!(i18n, lens.qualities)), qualities.into_any())}
            {group(say(move || t_string!(i18n, lens.areas)), areas.into_any())}
            {group(say(move || t_string!(i18n, lens.sectors)), sectors.into_any())}
            <button class="map-button" type="button" data-testid="lens-clear" on:click=move |_| map.clear_lens()>
                {say(move || t_string!(i18n, lens.clear))}
            </button>
        </div>
    }
    .into_any()
}

fn group(title: Said, choices: AnyView) -> AnyView {
    view! {
        <fieldset>
            <legend>{title}</legend>
            <div class="lens-chips">{choices}</div>
        </fieldset>
    }
    .into_any()
}

fn layer_choice(map: MapState, layer: Layer) -> AnyView {
    let i18n = map.i18n;
    let words = tell(move || {
        let name = map.person_name();
        match layer {
            Layer::Both => t_string!(i18n, lens.layer.both).to_owned(),
            Layer::Person => t_string!(i18n, lens.layer.person, name = name),
            Layer::Team => t_string!(i18n, lens.layer.team).to_owned(),
            Layer::Compared => t_string!(i18n, lens.layer.compared).to_owned(),
        }
    });
    let id = format!("lens-layer-{}", layer.id());
    view! {
        <label class="lens-chip">
            <input
                type="radio"
                name="lens-layer"
                data-testid=id
                prop:checked=move || map.lens.with(|lens| lens.layer == layer)
                on:change=move |_| map.lens.update(|lens| lens.layer = layer)
            />
            <span>{words}</span>
        </label>
    }
    .into_any()
}

/// One value of a filter, to be switched on and off.
fn chip<T: Ord + Copy + Send + Sync + 'static>(
    map: MapState,
    testid: String,
    words: Said,
    value: T,
    set: fn(&mut Lens) -> &mut BTreeSet<T>,
) -> AnyView {
    let is_on = when(move || {
        let mut lens = map.lens.get();
        set(&mut lens).contains(&value)
    });
    let switch = move |_| {
        map.lens.update(|lens| {
            let chosen = set(lens);
            if !chosen.remove(&value) {
                chosen.insert(value);
            }
        });
    };
    view! {
        <label class="lens-chip">
            <input type="checkbox" data-testid=testid prop:checked=is_on on:change=switch />
            <span>{words}</span>
        </label>
    }
    .into_any()
}
