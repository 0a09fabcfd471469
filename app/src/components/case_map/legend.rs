//! The legend: only what is on the page, only where the page is free.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{ActorKind, Support, TieQuality, View},
    layout::Device,
};

use super::{state::MapState, words};
use crate::canvas::sample::{NodeSample, TieSample};
use crate::lean::{memo, say};

/// The legend of the drawing that is open.
#[component]
pub fn Legend() -> impl IntoView {
    let map = MapState::get();
    let lists = Lists::new(map);
    move || {
        if lists.kinds.with(Vec::is_empty) {
            return ().into_any();
        }
        match (map.device.get(), map.drawn_view()) {
            (Device::Phone, _) => view! { <Folded lists /> }.into_any(),
            (_, View::Rings | View::Sluzki) => view! { <Corners lists /> }.into_any(),
            (_, View::Ecomap) => ().into_any(),
        }
    }
}

/// Along the lower edge of the ecomap, which has no free corners.
#[component]
pub fn LegendStrip() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let lists = Lists::new(map);
    let shown = move || {
        map.device.get() != Device::Phone
            && map.drawn_view() == View::Ecomap
            && !lists.kinds.with(Vec::is_empty)
    };
    view! {
        <Show when=shown>
            <div class="legend legend-strip" data-testid="legend">
                <Ties lists />
                <p>{say(move || t_string!(i18n, map.legend.arrow))}</p>
                <Kinds lists />
                <Supports lists />
            </div>
        </Show>
    }
}

fn in_order<T: Copy + PartialEq>(all: &[T], used: &[T]) -> Vec<T> {
    all.iter()
        .copied()
        .filter(|one| used.contains(one))
        .collect()
}

#[derive(Clone, Copy)]
struct Lists {
    map: MapState,
    qualities: Memo<Vec<TieQuality>>,
    kinds: Memo<Vec<ActorKind>>,
    supports: Memo<Vec<Option<Support>>>,
}

impl Lists {
    /// What the page holds now.
    fn new(map: MapState) -> Self {
        let qualities = memo(move |_| {
            let used: Vec<_> = map.ties().into_values().map(|tie| tie.quality).collect();
            in_order(TieQuality::ALL, &used)
        });
        let kinds = memo(move |_| {
            let used: Vec<_> = map.actors().into_values().map(|actor| actor.kind).collect();
            in_order(ActorKind::ALL, &used)
        });
        let supports = memo(move |_| {
            let used: Vec<_> = map
                .actors()
                .into_values()
                .map(|actor| actor.support)
                .collect();
            let all = Support::ALL
                .iter()
                .rev()
                .map(|support| Some(*support))
                .chain([None]);
            all.filter(|support| used.contains(support))
                .collect::<Vec<_>>()
        });
        Self {
            map,
            qualities,
            kinds,
            supports,
        }
    }
}

/// In the three free corners around the rings.
#[component]
fn Corners(lists: Lists) -> impl IntoView {
    view! {
        <div class="legend legend-corner legend-kinds" data-testid="legend"><Kinds lists /></div>
        <div class="legend legend-corner legend-support"><Supports lists /></div>
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
                <p>{say(move || t_string!(i18n, map.legend.arrow))}</p>
            </div>
        </details>
    }
}

#[component]
fn Ties(lists: Lists) -> impl IntoView {
    let i18n = lists.map.i18n;
    let row = move |quality: TieQuality| {
        view! { <li><TieSample quality /> {move || words::quality(i18n, quality)}</li> }
    };
    view! {
        <section class="legend-group">
            <h2>{say(move || t_string!(i18n, map.legend.tie))}</h2>
            <ul><For each=move || lists.qualities.get() key=|quality| *quality children=row /></ul>
        </section>
    }
}

#[component]
fn Kinds(lists: Lists) -> impl IntoView {
    let i18n = lists.map.i18n;
    let row = move |kind: ActorKind| {
        view! {
            <li>
                <NodeSample kind support=Some(Support::None) />
                {move || words::kind(i18n, kind)}
            </li>
        }
    };
    view! {
        <section class="legend-group">
            <h2>{say(move || t_string!(i18n, map.legend.actor))}</h2>
            <ul><For each=move || lists.kinds.get() key=|kind| *kind children=row /></ul>
        </section>
    }
}

#[component]
fn Supports(lists: Lists) -> impl IntoView {
    let i18n = lists.map.i18n;
    let row = move |support: Option<Support>| {
        view! {
            <li>
                <NodeSample kind=ActorKind::Person support />
                {move || words::support(i18n, support)}
            </li>
        }
    };
    view! {
        <section class="legend-group">
            <h2>{say(move || t_string!(i18n, map.legend.support))}</h2>
            <ul><For each=move || lists.supports.get() key=|support| *support children=row /></ul>
        </section>
    }
}
