//! The page of the case map: two drawings and a table of one network, with what is needed to edit it.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "the map's context is a bundle of handles: copying it into closures is what it is for"
)]

pub mod actions;
pub mod actor_field;
pub mod add_actor;
pub mod arrangement;
pub mod bar;
pub mod carry;
pub mod company;
pub mod copying;
pub mod detail_words;
pub mod gathering;
pub mod icon;
pub mod inspector;
pub mod keyboard;
pub mod keys_help;
pub mod legend;
pub mod lens;
pub mod listing;
pub mod member_field;
pub mod more_menu;
pub mod moving;
pub mod names;
pub mod pick_party;
pub mod pointer;
pub mod popover;
pub mod removal_dialog;
pub mod removing;
pub mod sheet;
pub mod standing;
pub mod state;
pub mod table;
pub mod tie_field;
pub mod toast;
pub mod tools;
pub mod words;

use leptos::prelude::*;

use crate::{
    components::{
        elsewhere::Elsewhere,
        measures::{MeasuresOpen, MeasuresPanel},
    },
    editor::{MapView, Selection},
    services::case_store::{Entity, Page},
};
use bar::Bar;
use inspector::Inspector;
use legend::LegendStrip;
use sheet::Sheet;
use state::MapState;
use table::Table;

/// The map of the open case.
#[component]
pub fn CaseMap() -> impl IntoView {
    let map = MapState::provide();
    keyboard::listen(map);
    tell_others(map);
    company::share_view(map);
    let is_table = move || map.view.get() == MapView::Table;
    let MeasuresOpen(measuring) = MeasuresOpen::provide();
    let body = move || {
        if is_table() {
            view! {
                <Table />
                <Show when=move || !measuring.get() && !matches!(map.selection.get(), Selection::Nothing)>
                    <Inspector />
                </Show>
                <Show when=move || measuring.get()>
                    <MeasuresPanel />
                </Show>
                <toast::ToastView />
            }
            .into_any()
        } else {
            view! {
                <div class="map-left">
                    <Sheet />
                    <LegendStrip />
                </div>
                <Show when=move || measuring.get() fallback=|| view! { <Inspector /> }>
                    <MeasuresPanel />
                </Show>
            }
            .into_any()
        }
    };
    view! {
        <div class="map" data-testid="map">
            <Bar />
            <div class="map-body" data-view=move || map.view.get().to_query() data-measures=move || measuring.get().then_some("")>
                <Elsewhere page=Signal::derive(move || page_of(map)) />
                {body}
            </div>
            <add_actor::AddActorDialog />
            <pick_party::PickPartyDialog />
            <removal_dialog::RemovalDialog />
            <keys_help::KeysHelp />
        </div>
    }
}

/// The page as the others know it; tracked.
fn page_of(map: MapState) -> Page {
    let drawing = map.view.get().drawing();
    drawing.map_or(Page::Table, Page::Drawing)
}

/// Tells the others on the case what is chosen here.
fn tell_others(map: MapState) {
    Effect::new(move |_| {
        let selected = match map.selection.get() {
            Selection::Nothing => Vec::new(),
            Selection::Person => vec![Entity::Person],
            Selection::Actor(id) => vec![Entity::Actor(id)],
            Selection::Tie(id) => vec![Entity::Tie(id)],
            Selection::Several(ids) => ids.into_iter().map(Entity::Actor).collect(),
        };
        let page = page_of(map);
        map.store.set_focus(|focus| {
            focus.page = Some(page);
            focus.selected = selected;
        });
    });
    on_cleanup(move || {
        map.store.set_focus(|focus| {
            // The page that comes next may be told already.
            if !matches!(
                focus.page,
                Some(Page::Plan | Page::Needs | Page::Guide | Page::Commitments)
            ) {
                focus.page = None;
            }
            focus.selected.clear();
        });
    });
}
