//! The page of changes: what the network was like at two moments, what differs, and the milestones that name moments.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "the page's context is a bundle of handles: copying it into closures is what it is for"
)]

pub mod address;
pub mod changes;
pub mod everyone;
pub mod legend;
pub mod milestone_dialog;
pub mod milestones;
pub mod past_states;
pub mod picture;
pub mod replay;
pub mod scene;
pub mod sign;
pub mod state;
pub mod track_view;
pub mod words;

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::case::View;

use crate::{
    components::{
        icon::{Icon, IconKind},
        steps::Steps,
    },
    lean::{part, say, tell},
};
use address::{Mode, value_of};
use changes::Changes;
use milestone_dialog::MilestoneDialog;
use milestones::Milestones;
use picture::Picture;
use scene::Side;
use state::{Asking, Focus, TimeState};
use track_view::TrackView;

/// The changes of the open case.
#[component]
pub fn CaseTime() -> impl IntoView {
    let time = TimeState::provide();
    let i18n = time.i18n;
    let pictures = part(move || match time.mode.get() {
        Mode::Differences => view! { <Picture side=Side::Both /> }.into_any(),
        Mode::SideBySide => view! {
            <Picture side=Side::A />
            <Picture side=Side::B />
        }
        .into_any(),
        Mode::Before => view! { <Picture side=Side::A /> }.into_any(),
        Mode::After => view! { <Picture side=Side::B /> }.into_any(),
    });
    let busy = move || {
        let waiting = time.reading.get() || !time.past.indexed.get().ready;
        if waiting { "true" } else { "false" }
    };
    // Escape looks at everything again.
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && time.focus.with_untracked(Option::<Focus>::is_some) {
            time.focus.set(None);
        }
    };
    view! {
        <div class="time map" data-testid="time" on:keydown=on_key>
            <Bar />
            <div class="time-body">
                <div class="time-left">
                    <div class="time-sheets" data-testid="time-sheets" aria-busy=busy data-mode=move || time.mode.get().to_query()>
                        {pictures}
                        <Waiting />
                    </div>
                    <TrackView />
                </div>
                <aside class="time-list" aria-label=say(move || t_string!(i18n, time.list))>
                    <Changes />
                    <Milestones />
                </aside>
            </div>
            <MilestoneDialog />
        </div>
    }
}

/// How to look, how long it was, and what there is to do.
#[component]
fn Bar() -> impl IntoView {
    let time = TimeState::get();
    let i18n = time.i18n;
    let option = move |mode: Mode| {
        let word = say(move || match mode {
            Mode::Differences => t_string!(i18n, time.mode.differences),
            Mode::SideBySide => t_string!(i18n, time.mode.side_by_side),
            Mode::Before => t_string!(i18n, time.mode.before),
            Mode::After => t_string!(i18n, time.mode.after),
        });
        let current = move || (time.mode.get() == mode).then_some("page");
        view! {
            <a href=move || time.address_of(mode) data-mode=mode.to_query() aria-current=current>
                {word}
            </a>
        }
    };
    let drawing = move |view: View| {
        let word = say(move || match view {
            View::Rings => t_string!(i18n, map.view.rings),
            View::Ecomap => t_string!(i18n, map.view.ecomap),
            View::Sluzki => t_string!(i18n, map.view.sluzki),
        });
        let current = move || (time.view.get() == view).then_some("page");
        view! {
            <a href=move || time.address_on(view) data-view=value_of(view) aria-current=current>
                {word}
            </a>
        }
    };
    let span = tell(move || {
        let Some(handles) = time.handles.get() else {
            return String::new();
        };
        let at = time.track.with(|track| {
            let at = |stop: usize| track.stops.get(stop).map(|stop| stop.at_ms);
            at(handles.a).zip(at(handles.b))
        });
        match at {
            Some((a, b)) if a > 0 && b > 0 => words::span(i18n, a, b),
            _ => String::new(),
        }
    });
    let steps = Steps::get();
    let (can_undo, can_redo) = (time.store.can_undo(), time.store.can_redo());
    let actions = part(move || {
        if !time.may_edit() {
            return ().into_any();
        }
        let (can_undo, can_redo) = (can_undo.clone(), can_redo.clone());
        view! {
            <button
                class="map-icon-button"
                type="button"
                aria-label=say(move || t_string!(i18n, common.undo))
                title=tell(move || steps.undo_label())
                disabled=move || !can_undo.get()
                on:click=move |_| { steps.undo(); }
            >
                <Icon kind=IconKind::Undo />
            </button>
            <button
                class="map-icon-button"
                type="button"
                aria-label=say(move || t_string!(i18n, common.redo))
                title=tell(move || steps.redo_label())
                disabled=move || !can_redo.get()
                on:click=move |_| { steps.redo(); }
            >
                <Icon kind=IconKind::Redo />
            </button>
            <button
                class="button time-add"
                type="button"
                data-testid="milestone-add"
                on:click=move |_| time.asking.set(Some(Asking::New))
            >
                <Icon kind=IconKind::Add />
                {say(move || t_string!(i18n, time.milestones.add))}
            </button>
        }
        .into_any()
    });
    view! {
        <div class="map-bar time-bar">
            <nav class="map-switch" aria-label=say(move || t_string!(i18n, time.mode.label))>
                {Mode::ALL.into_iter().map(option).collect_view()}
            </nav>
            <nav class="map-switch" aria-label=say(move || t_string!(i18n, map.view.label))>
                {View::ALL.iter().copied().map(drawing).collect_view()}
            </nav>
            <p class="time-span" data-testid="time-span">{span}</p>
            {actions}
        </div>
    }
}

/// What is said while there is nothing to show: that the history is being read, or that there is none.
#[component]
fn Waiting() -> impl IntoView {
    let time = TimeState::get();
    let i18n = time.i18n;
    let words = part(move || {
        let indexed = time.past.indexed.get();
        if time.compared.with(Option::is_some) {
            return ().into_any();
        }
        if !indexed.ready || time.reading.get() {
            let words = say(move || t_string!(i18n, time.reading));
            return view! { <p class="time-waiting">{words}</p> }.into_any();
        }
        let words = say(move || t_string!(i18n, time.no_history));
        view! { <p class="time-waiting" data-testid="time-no-history">{words}</p> }.into_any()
    });
    view! { {words} }
}
