//! The panel while nothing is chosen: how much there is, and how to go on.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Ring, TieQuality},
    network::is_live,
};

use crate::lean::{memo, say};
use crate::{
    canvas::sample::TieSample,
    components::case_map::{
        icon::{MapIcon, MapIconKind},
        state::MapState,
        words,
    },
};

/// Counts and hints.
#[component]
pub fn Overview() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let rings = memo(move |_| {
        let used: Vec<Ring> = map.actors().into_values().map(|actor| actor.ring).collect();
        let count = |ring: &Ring| (*ring, used.iter().filter(|other| *other == ring).count());
        Ring::ALL.iter().map(count).collect::<Vec<_>>()
    });
    let qualities = memo(move |_| {
        let used: Vec<TieQuality> = map.ties().into_values().map(|tie| tie.quality).collect();
        let count = |quality: &TieQuality| {
            (
                *quality,
                used.iter().filter(|other| *other == quality).count(),
            )
        };
        TieQuality::ALL.iter().map(count).collect::<Vec<_>>()
    });
    let ring_row = move |(ring, count): (Ring, usize)| {
        view! { <li><span>{move || words::ring(i18n, ring)}</span> <b>{count}</b></li> }
    };
    let quality_row = move |(quality, count): (TieQuality, usize)| {
        view! {
            <li>
                <TieSample quality />
                <span>{move || words::quality(i18n, quality)}</span>
                <b>{count}</b>
            </li>
        }
    };
    let hint = move || {
        if map.may_edit() {
            t_string!(i18n, map.inspector.empty_hint)
        } else {
            t_string!(i18n, map.tool.read_only_why)
        }
    };
    view! {
        <h2>{say(move || t_string!(i18n, map.inspector.empty_title))}</h2>
        <p>{hint}</p>
        <Show when=move || map.may_edit()>
            <button
                class="map-button map-button-primary"
                type="button"
                data-testid="overview-add"
                on:click=move |_| map.ask_actor(None)
            >
                <MapIcon kind=MapIconKind::Actor />
                {say(move || t_string!(i18n, map.tool.add_actor))}
            </button>
        </Show>
        <super::reserve::ReserveNote />
        <h3>{say(move || t_string!(i18n, map.inspector.by_ring))}</h3>
        <ul class="stat-list">
            {move || rings.get().into_iter().map(ring_row).collect_view()}
        </ul>
        <h3>{say(move || t_string!(i18n, map.inspector.by_quality))}</h3>
        <ul class="stat-list">
            {move || qualities.get().into_iter().map(quality_row).collect_view()}
        </ul>
        <Show when=move || qualities.with(|counts| counts.iter().any(|(quality, count)| !is_live(*quality) && *count > 0))>
            <p class="stat-note" data-testid="live-only">{say(move || t_string!(i18n, map.inspector.live_only))}</p>
        </Show>
        <p class="stat-note">{say(move || t_string!(i18n, map.legend.arrow))}" · "{say(move || t_string!(i18n, lens.legend.no_arrow))}</p>
        <button
            class="map-button map-button-quiet"
            type="button"
            data-testid="overview-keys"
            on:click=move |_| map.help_open.set(true)
        >
            <MapIcon kind=MapIconKind::Keys />
            {say(move || t_string!(i18n, map.keys.title))}
        </button>
    }
}
