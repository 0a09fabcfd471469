//! The list of the milestones.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::Milestone,
    history::{Stop, StopKind},
    ids::MilestoneId,
};

use super::{
    state::{Asking, Handle, TimeState},
    words,
};
use crate::{
    components::icon::{Icon, IconKind},
    lean::{memo, part, say, tell},
};

/// Every milestone, the latest last.
#[component]
pub fn Milestones() -> impl IntoView {
    let time = TimeState::get();
    let i18n = time.i18n;
    let rows = part(move || {
        let mut all: Vec<(MilestoneId, Milestone)> = time.milestones.get().into_iter().collect();
        if all.is_empty() {
            let words = say(move || {
                if time.may_edit() {
                    t_string!(i18n, time.milestones.none)
                } else {
                    t_string!(i18n, time.milestones.none_reader)
                }
            });
            return view! { <p class="time-nothing">{words}</p> }.into_any();
        }
        all.sort_unstable_by(|one, other| (one.1.at, &one.0).cmp(&(other.1.at, &other.0)));
        let rows: Vec<AnyView> = all
            .into_iter()
            .map(|(id, milestone)| row(time, id, &milestone))
            .collect();
        view! { <ul>{rows}</ul> }.into_any()
    });
    view! {
        <section class="time-milestones" data-testid="milestones">
            <h2>{say(move || t_string!(i18n, time.milestones.title))}</h2>
            {rows}
        </section>
    }
}

fn row(time: TimeState, id: MilestoneId, milestone: &Milestone) -> AnyView {
    let i18n = time.i18n;
    let (name, kind) = (
        words::milestone(i18n, milestone),
        words::milestone_kind(i18n, milestone.kind),
    );
    let date = words::when(i18n, milestone.at, false);
    let meta = if milestone.title.trim().is_empty() {
        date
    } else {
        format!("{kind} · {date}")
    };
    let at = {
        let id = id.clone();
        memo(move |_| {
            time.track.with(|track| {
                let own = |stop: &Stop| stop.kind == StopKind::Milestone(id.clone());
                track.stops.iter().position(own)
            })
        })
    };
    let unknown = {
        let id = id.clone();
        move || {
            time.track
                .with(|track| track.unknown.contains(&id))
                .then(|| {
                    let words = say(move || t_string!(i18n, time.milestones.unknown));
                    view! { <small class="time-unknown">{words}</small> }
                })
        }
    };
    let put = move |handle: Handle| {
        let said = name.clone();
        let words = tell(move || match handle {
            Handle::A => t_string!(i18n, time.milestones.as_a, name = said.clone()),
            Handle::B => t_string!(i18n, time.milestones.as_b, name = said.clone()),
        });
        let letter = if handle == Handle::A { "A" } else { "B" };
        let on = move || {
            let held = time.handles.get().map(|handles| handles.of(handle));
            if held.is_some() && held == at.get() {
                "true"
            } else {
                "false"
            }
        };
        view! {
            <button
                type="button"
                class="time-put"
                aria-label=words
                aria-pressed=on
                disabled=move || at.get().is_none()
                on:click=move |_| if let Some(at) = at.get_untracked() { time.put(handle, at) }
            >
                {letter}
            </button>
        }
        .into_any()
    };
    let shown_name = words::milestone(i18n, milestone);
    let (asked, edit_name) = (id.clone(), shown_name.clone());
    let change = move || {
        let (asked, edit_name) = (asked.clone(), edit_name.clone());
        time.may_edit().then(move || {
            let label =
                tell(move || t_string!(i18n, time.milestones.change, name = edit_name.clone()));
            view! {
                <button
                    type="button"
                    class="time-put"
                    data-testid="milestone-change"
                    aria-label=label
                    on:click=move |_| time.asking.set(Some(Asking::Change(asked.clone())))
                >
                    <Icon kind=IconKind::More />
                </button>
            }
        })
    };
    view! {
        <li data-milestone=id.to_string()>
            <span class="time-milestone"><span>{shown_name}</span><small>{meta}</small>{unknown}</span>
            {put(Handle::A)}
            {put(Handle::B)}
            {change}
        </li>
    }
    .into_any()
}
