//! The legend: only what is on the page, only where the page is free.

pub mod groups;
pub mod lists;

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{case::View, layout::Device};

use super::state::MapState;
use crate::lean::{part, say, when};
use groups::{Arrow, Household, Kinds, Signs, Supports, Ties};
use lists::Lists;

/// The legend of the drawing that is open.
#[component]
pub fn Legend() -> impl IntoView {
    let map = MapState::get();
    let lists = Lists::new(map);
    part(move || {
        if lists.page.with(lists::OnPage::is_empty) {
            return ().into_any();
        }
        match (map.device.get(), map.drawn_view()) {
            (Device::Phone, _) => view! { <Folded lists /> }.into_any(),
            (_, View::Rings | View::Sluzki) => view! { <Corners lists /> }.into_any(),
            (_, View::Ecomap) => ().into_any(),
        }
    })
}

/// Along the lower edge of the ecomap, which has no free corners.
#[component]
pub fn LegendStrip() -> impl IntoView {
    let map = MapState::get();
    let lists = Lists::new(map);
    let shown = when(move || {
        map.device.get() != Device::Phone
            && map.drawn_view() == View::Ecomap
            && !lists.page.with(lists::OnPage::is_empty)
    });
    view! {
        <Show when=shown>
            <div class="legend legend-strip" data-testid="legend">
                <Ties lists />
                <Arrow lists />
                <Kinds lists />
                <Supports lists />
                <Household lists />
                <Signs lists />
            </div>
        </Show>
    }
}

/// In the three free corners around the rings.
#[component]
fn Corners(lists: Lists) -> impl IntoView {
    view! {
        <div class="legend legend-corner legend-kinds" data-testid="legend"><Kinds lists /></div>
        <div class="legend legend-corner legend-support">
            <Supports lists />
            <Signs lists />
        </div>
        <div class="legend legend-corner legend-ties"><Ties lists /></div>
    }
}

/// Behind a button, on a phone.
#[component]
fn Folded(lists: Lists) -> impl IntoView {
    let i18n = lists.map.i18n;
    view! {
        <details class="legend-fold" data-testid="legend">
            <summary>{say(move || t_string!(i18n, map.legend.label))}</summary>
            <div class="legend legend-fold-groups">
                <Ties lists />
                <Kinds lists />
                <Supports lists />
                <Household lists />
                <Signs lists />
                <Arrow lists />
            </div>
        </details>
    }
}
