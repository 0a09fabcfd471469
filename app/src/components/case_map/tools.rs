//! The tools at the left edge, zoom at the lower right, and the word that says what a tool waits for.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::case::View;

use super::{
    icon::{MapIcon, MapIconKind},
    more_menu::{MoreMenu, chosen_count},
    state::MapState,
};
use crate::lean::say;
use crate::{
    components::icon::{Icon, IconKind},
    editor::{Camera, Intent, ToolKind},
};

/// The tools.
#[component]
pub fn Tools() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let tool = move |kind: ToolKind| {
        let (icon, testid) = match kind {
            ToolKind::Choose => (MapIconKind::Choose, "tool-choose"),
            ToolKind::Actor => (MapIconKind::Actor, "tool-actor"),
            ToolKind::Tie => (MapIconKind::Tie, "tool-tie"),
        };
        let word = move || match kind {
            ToolKind::Choose => t_string!(i18n, map.tool.choose),
            ToolKind::Actor => t_string!(i18n, map.tool.actor),
            ToolKind::Tie => t_string!(i18n, map.tool.tie),
        };
        let pressed = move || {
            if map.tool.with(crate::editor::Tool::kind) == kind {
                "true"
            } else {
                "false"
            }
        };
        view! {
            <button
                class="map-tool"
                type="button"
                data-testid=testid
                aria-pressed=pressed
                on:click=move |_| map.use_tool(kind)
            >
                <MapIcon kind=icon />
                {word}
            </button>
        }
    };
    view! {
        <div
            class="map-float map-tools"
            data-fixed=""
            role="group"
            aria-label=say(move || t_string!(i18n, map.tool.label))
        >
            <Show when=move || map.may_edit()>
                {ToolKind::ALL.into_iter().map(tool).collect_view()}
                <hr />
                <button class="map-tool" type="button" data-testid="arrange" on:click=move |_| map.arrange()>
                    <MapIcon kind=MapIconKind::Arrange />
                    {say(move || t_string!(i18n, map.tool.arrange))}
                </button>
            </Show>
            <MoreMenu />
        </div>
    }
}

/// Zoom.
#[component]
pub fn ZoomControls() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let percent = move || {
        let percent = (map.camera.get().scale * 100.0).round();
        t_string!(i18n, map.zoom.percent, percent = percent)
    };
    view! {
        <div class="map-float map-zoom" data-fixed="" role="group" aria-label=say(move || t_string!(i18n, map.zoom.label))>
            <button
                class="map-icon-button zoom-step"
                type="button"
                data-testid="zoom-in"
                aria-label=say(move || t_string!(i18n, map.zoom.closer))
                on:click=move |_| map.zoom(Camera::STEP)
            >
                <MapIcon kind=MapIconKind::ZoomIn />
            </button>
            <span class="map-zoom-level" data-testid="zoom-level">{percent}</span>
            <button
                class="map-icon-button zoom-step"
                type="button"
                data-testid="zoom-out"
                aria-label=say(move || t_string!(i18n, map.zoom.farther))
                on:click=move |_| map.zoom(1.0 / Camera::STEP)
            >
                <MapIcon kind=MapIconKind::ZoomOut />
            </button>
            <button
                class="map-icon-button"
                type="button"
                data-testid="zoom-fit"
                aria-label=say(move || t_string!(i18n, map.zoom.fit))
                on:click=move |_| map.moved_camera.set(None)
            >
                <MapIcon kind=MapIconKind::Fit />
            </button>
        </div>
    }
}

/// What the tool in the hand waits for, with the way out of it.
#[component]
pub fn Hint() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let gathering = move || map.tool.with(crate::editor::Tool::gathers);
    let words = move || match map.tool.with(crate::editor::Tool::kind) {
        ToolKind::Choose => gathering().then(|| {
            let count = chosen_count(map);
            t_string!(i18n, editing.several.hint, count = count)
        }),
        ToolKind::Actor => Some(match map.drawn_view() {
            View::Rings => t_string!(i18n, map.tool.actor_hint_rings).to_owned(),
            View::Sluzki => t_string!(i18n, lens.sheet.hint).to_owned(),
            View::Ecomap => t_string!(i18n, map.tool.actor_hint_ecomap).to_owned(),
        }),
        ToolKind::Tie => Some(match map.tool.with(|tool| tool.connecting().cloned()) {
            None => t_string!(i18n, map.tool.tie_hint_first).to_owned(),
            Some(party) => t_string!(i18n, map.tool.tie_hint_second, name = map.name_of(&party)),
        }),
    };
    let adding = move || map.tool.with(crate::editor::Tool::kind) == ToolKind::Actor;
    let tying = move || map.tool.with(crate::editor::Tool::kind) == ToolKind::Tie;
    let done = move |_| map.gather(false);
    let cancel = move |_| {
        map.pending_tie.set(None);
        map.follow(Intent::UseTool(ToolKind::Choose));
    };
    view! {
        <Show when=move || words().is_some()>
            <div class="map-float map-hint" data-testid="tool-hint">
                <p>{words}</p>
                <Show when=adding>
                    <button
                        class="map-button"
                        type="button"
                        data-testid="add-actor"
                        on:click=move |_| map.ask_actor(None)
                    >
                        {say(move || t_string!(i18n, map.tool.add_actor))}
                    </button>
                </Show>
                <Show when=tying>
                    <ReserveTie />
                </Show>
                <Show when=gathering>
                    <button class="map-button" type="button" data-testid="gather-done" on:click=done>
                        {say(move || t_string!(i18n, editing.several.done))}
                    </button>
                </Show>
                <Show when=move || !gathering()>
                    <button
                        class="map-icon-button"
                        type="button"
                        data-testid="tool-cancel"
                        aria-label=say(move || t_string!(i18n, map.tool.cancel))
                        on:click=cancel
                    >
                        <Icon kind=IconKind::Close />
                    </button>
                </Show>
            </div>
        </Show>
    }
}

/// Whether the tie that is about to be drawn is reserved; nothing for those who may not write there.
#[component]
pub fn ReserveTie() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    view! {
        <Show when=move || map.store.can_reserve()>
            <label class="tie-reserved">
                <input
                    type="checkbox"
                    data-testid="tie-reserved"
                    prop:checked=move || map.reserve_tie.get()
                    on:change=move |event| map.reserve_tie.set(event_target_checked(&event))
                />
                <Icon kind=IconKind::Lock />
                {say(move || t_string!(i18n, detail.reserve.new_tie))}
            </label>
        </Show>
    }
}
