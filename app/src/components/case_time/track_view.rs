//! The slider over the case's history: two handles, every moment between, the milestones by name, and the replay.

use leptos::{html::Div, prelude::*};
use leptos_i18n::t_string;
use trama_shared::{history::StopKind, layout::Device};
use web_sys::PointerEvent;

use super::{
    address::Mode,
    replay::{self, Speed},
    state::{Handle, Handles, TimeState},
};
use crate::lean::{memo, part, say, tell};

/// Milestones that are named under the track; where there are more, only where the handles stand.
const NAMED_MAX: usize = 7;

/// The slider with its replay.
#[component]
pub fn TrackView() -> impl IntoView {
    let time = TimeState::get();
    let i18n = time.i18n;
    let speed = RwSignal::new(Speed::default());
    replay::run(time, speed);
    let line = NodeRef::<Div>::new();
    let held = RwSignal::new(None::<Handle>);
    let grab = move |event: PointerEvent| {
        let (Some(share), Some(handles)) = (share_of(line, &event), time.handles.get_untracked())
        else {
            return;
        };
        event.prevent_default();
        time.playing.set(false);
        let handle = nearest_handle(time, handles, share);
        if let Some(line) = line.get_untracked() {
            // A pointer that is gone already is not captured, and not needed either.
            let _ = line.set_pointer_capture(event.pointer_id());
            focus_handle(handle);
        }
        held.set(Some(handle));
        draw_to(time, handle, share);
    };
    let pull = move |event: PointerEvent| {
        if let (Some(handle), Some(share)) = (held.get_untracked(), share_of(line, &event)) {
            draw_to(time, handle, share);
        }
    };
    let let_go = move |_: PointerEvent| {
        if held.get_untracked().is_some() {
            held.set(None);
            if let Some(handles) = time.moving.get_untracked() {
                time.settle(handles);
            }
        }
    };
    let play = move |_| {
        let playing = time.playing.get_untracked();
        if !playing {
            replay::rewind(time);
        }
        time.playing.set(!playing);
    };
    let play_words = move || {
        if time.playing.get() {
            t_string!(i18n, time.replay.pause)
        } else {
            t_string!(i18n, time.replay.play)
        }
    };
    let icon = move || {
        if time.playing.get() {
            "M8 6V18M16 6V18"
        } else {
            "M8 5.5V18.5L18.5 12Z"
        }
    };
    // Once there, the handles stay the same elements, or they would lose the focus while they are moved.
    let ready = memo(move |was: Option<&bool>| {
        was.copied().unwrap_or_default() || time.handles.with(Option::is_some)
    });
    let fill = move || {
        let Some(handles) = time.handles.get() else {
            return String::new();
        };
        time.track.with(|track| {
            let at = |stop: usize| {
                track
                    .stops
                    .get(stop)
                    .map_or(0.0, |stop| stop.position * 100.0)
            };
            let (from, to) = (at(handles.a), at(handles.b));
            format!(
                "inset-inline-start:{from:.2}%;inline-size:{:.2}%",
                to - from
            )
        })
    };
    let shown = part(move || {
        if !ready.get() {
            return ().into_any();
        }
        view! {
            <button
                class="time-play"
                type="button"
                data-testid="time-play"
                data-playing=move || time.playing.get().then_some("")
                aria-label=say(play_words)
                title=say(play_words)
                on:click=play
            >
                <svg class="map-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=say(icon) /></svg>
            </button>
            <button
                class="time-speed"
                type="button"
                data-testid="time-speed"
                aria-label=tell(move || t_string!(i18n, time.replay.speed, speed = speed.get().word(i18n)))
                on:click=move |_| speed.update(|speed| *speed = speed.next())
            >
                {say(move || speed.get().word(i18n))}
            </button>
            <div class="time-line-box">
                <div
                    class="time-line"
                    node_ref=line
                    data-testid="time-line"
                    on:pointerdown=grab
                    on:pointermove=pull
                    on:pointerup=let_go
                    on:pointercancel=let_go
                >
                    <div class="time-rail"></div>
                    <div class="time-fill" style=fill></div>
                    <Ticks />
                    <HandleView handle=Handle::A />
                    <HandleView handle=Handle::B />
                </div>
                <Names />
            </div>
        }
        .into_any()
    });
    view! {
        <div class="time-track" role="group" aria-label=say(move || t_string!(i18n, time.track.label))>
            {shown}
        </div>
    }
}

/// Where on the line a pointer is, from 0 to 1.
fn share_of(line: NodeRef<Div>, event: &PointerEvent) -> Option<f64> {
    let own = line.get_untracked()?.get_bounding_client_rect();
    let share = (f64::from(event.client_x()) - own.left()) / own.width().max(1.0);
    Some(share.clamp(0.0, 1.0))
}

/// The handle that a pointer means: the one whose moment is shown alone, or else the nearer one.
fn nearest_handle(time: TimeState, handles: Handles, share: f64) -> Handle {
    match time.mode.get_untracked() {
        Mode::Before => return Handle::A,
        Mode::After => return Handle::B,
        Mode::Differences | Mode::SideBySide => {}
    }
    time.track.with_untracked(|track| {
        let off = |stop: usize| {
            let stop = track.stops.get(stop);
            stop.map_or(f64::INFINITY, |stop| (stop.position - share).abs())
        };
        if off(handles.a) < off(handles.b) {
            Handle::A
        } else {
            Handle::B
        }
    })
}

fn draw_to(time: TimeState, handle: Handle, share: f64) {
    let stop = time.track.with_untracked(|track| track.nearest(share));
    if let (Some(stop), Some(handles)) = (stop, time.handles.get_untracked()) {
        let to = handles.moved(handle, stop, time.last_stop());
        if time.moving.get_untracked() != Some(to) {
            time.moving.set(Some(to));
        }
    }
}

const fn handle_id(handle: Handle) -> &'static str {
    match handle {
        Handle::A => "time-handle-a",
        Handle::B => "time-handle-b",
    }
}

fn focus_handle(handle: Handle) {
    use wasm_bindgen::JsCast;
    let element = document().get_element_by_id(handle_id(handle));
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus();
    }
}

/// Every moment at which the slider stops.
#[component]
fn Ticks() -> impl IntoView {
    let time = TimeState::get();
    let ticks = part(move || {
        let ticks = time.track.with(|track| {
            let ticks = track.stops.iter().map(|stop| {
                let class = if stop.is_named() {
                    "time-tick time-tick-named"
                } else {
                    "time-tick"
                };
                let place = format!("inset-inline-start:{:.2}%", stop.position * 100.0);
                view! { <span class=class style=place></span> }
            });
            ticks.collect_view()
        });
        ticks.into_any()
    });
    view! { <div aria-hidden="true">{ticks}</div> }
}

/// A handle, as a slider of its own.
#[component]
fn HandleView(handle: Handle) -> impl IntoView {
    let time = TimeState::get();
    let i18n = time.i18n;
    let stop = memo(move |_| time.handles.get().map(|handles| handles.of(handle)));
    let place = move || {
        let at = stop.get().unwrap_or_default();
        let position = time
            .track
            .with(|track| track.stops.get(at).map_or(0.0, |stop| stop.position));
        format!("inset-inline-start:{:.2}%", position * 100.0)
    };
    let (letter, class, name) = match handle {
        Handle::A => (
            "A",
            "time-handle time-handle-a",
            say(move || t_string!(i18n, time.track.a)),
        ),
        Handle::B => (
            "B",
            "time-handle time-handle-b",
            say(move || t_string!(i18n, time.track.b)),
        ),
    };
    let words = tell(move || {
        let at = stop.get().unwrap_or_default();
        time.track.with(|track| {
            let stop = track.stops.get(at);
            stop.map(|stop| time.stop_words(stop)).unwrap_or_default()
        })
    });
    let last = move || time.track.with(|track| track.stops.len().saturating_sub(1));
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let Some(at) = stop.get_untracked() else {
            return;
        };
        let named = |forward| {
            let next = time
                .track
                .with_untracked(|track| track.next_named(at, forward));
            next.unwrap_or(if forward { time.last_stop() } else { 0 })
        };
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => at + 1,
            "ArrowLeft" | "ArrowDown" => at.saturating_sub(1),
            "PageUp" => named(true),
            "PageDown" => named(false),
            "Home" => 0,
            "End" => time.last_stop(),
            _ => return,
        };
        event.prevent_default();
        time.playing.set(false);
        time.put(handle, to);
    };
    view! {
        <div
            class=class
            id=handle_id(handle)
            role="slider"
            tabindex="0"
            aria-label=name
            aria-valuemin="0"
            aria-valuemax=move || last().to_string()
            aria-valuenow=move || stop.get().unwrap_or_default().to_string()
            aria-valuetext=words
            data-testid=handle_id(handle)
            style=place
            on:keydown=on_key
        >
            <span aria-hidden="true">{letter}</span>
        </div>
    }
}

/// What the moments are called, under the track.
#[component]
fn Names() -> impl IntoView {
    let time = TimeState::get();
    let names = part(move || {
        let handles = time.handles.get();
        let phone = time.device.get() == Device::Phone;
        let names = time.track.with(|track| {
            let held = |at: usize| handles.is_some_and(|h| h.a == at || h.b == at);
            let count = track.stops.iter().filter(|stop| stop.is_named()).count();
            let all = count <= NAMED_MAX && !phone;
            let place_of = |at: usize| track.stops.get(at).map(|stop| stop.position);
            let near_held = |at: usize, position: f64| {
                handles.is_some_and(|handles| {
                    [handles.a, handles.b].into_iter().any(|held| {
                        held != at && place_of(held).is_some_and(|p| (p - position).abs() < 0.14)
                    })
                })
            };
            let shown = track.stops.iter().enumerate().filter(|(at, stop)| {
                held(*at) || (all && stop.is_named() && !near_held(*at, stop.position))
            });
            let names = shown.map(|(at, stop)| {
                let class = if held(at) {
                    "time-label time-label-held"
                } else {
                    "time-label"
                };
                // The first and the last one stay inside the track.
                let place = format!(
                    "inset-inline-start:{:.2}%;translate:{:.1}% 0",
                    stop.position * 100.0,
                    -50.0 - (stop.position - 0.5) * 30.0
                );
                let date = match stop.kind {
                    StopKind::Milestone(_) => Some(time.stop_date(stop, false)),
                    StopKind::Step | StopKind::Now => None,
                };
                let name = time.stop_name(stop);
                view! { <span class=class style=place><span>{name}</span>{date.map(|date| view! { <small>{date}</small> })}</span> }
            });
            names.collect_view()
        });
        names.into_any()
    });
    view! { <div class="time-names" aria-hidden="true">{names}</div> }
}
