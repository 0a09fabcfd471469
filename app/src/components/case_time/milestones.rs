//! The milestones: the list of them, and the dialog in which a moment gets or changes its name.

use leptos::{ev::SubmitEvent, html, prelude::*};
use leptos_i18n::t_string;
use trama_shared::{
    case::{Milestone, MilestoneKind},
    edit::Edit,
    history::{Stop, StopKind},
    ids::MilestoneId,
    limits,
};

use super::{
    state::{Asking, Handle, TimeState},
    words,
};
use crate::{
    components::icon::{Icon, IconKind},
    lean::{memo, part, say, tell},
    services::clock,
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

/// The dialog for a milestone.
#[component]
pub fn MilestoneDialog() -> impl IntoView {
    let time = TimeState::get();
    let i18n = time.i18n;
    let dialog = NodeRef::<html::Dialog>::new();
    let title = RwSignal::new(String::new());
    let kind = RwSignal::new(MilestoneKind::Conference);
    let at_handle = RwSignal::new(false);
    // The moment that the second handle shows, where that is not the present.
    let other = memo(move |_| {
        let handles = time.handles.get()?;
        time.track.with(|track| {
            let stop = track.stops.get(handles.b)?;
            (stop.kind != StopKind::Now).then(|| stop.clone())
        })
    });
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match time.asking.get() {
            Some(asking) => {
                let known = match &asking {
                    Asking::Change(id) => {
                        time.milestones.with_untracked(|all| all.get(id).cloned())
                    }
                    Asking::New => None,
                };
                let first = time
                    .milestones
                    .with_untracked(std::collections::BTreeMap::is_empty);
                at_handle.set(asking == Asking::New && other.with_untracked(Option::is_some));
                title.set(known.as_ref().map(|m| m.title.clone()).unwrap_or_default());
                kind.set(known.map_or(
                    if first {
                        MilestoneKind::Baseline
                    } else {
                        MilestoneKind::Conference
                    },
                    |milestone| milestone.kind,
                ));
                // It fails only where the dialog is open already.
                let _ = dialog.show_modal();
            }
            None => dialog.close(),
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(asking) = time.asking.get_untracked() else {
            return;
        };
        time.asking.set(None);
        let title = title.get_untracked().trim().to_owned();
        let kind = kind.get_untracked();
        match asking {
            Asking::New => {
                let stop = other.get_untracked().filter(|_| at_handle.get_untracked());
                add(time, kind, title, stop);
            }
            Asking::Change(id) => change(time, id, kind, title),
        }
    };
    let heading = move || match time.asking.get() {
        Some(Asking::Change(_)) => t_string!(i18n, time.milestones.change_title),
        _ => t_string!(i18n, time.milestones.new_title),
    };
    let option = move |choice: MilestoneKind| {
        view! {
            <label class="map-option map-choice">
                <input
                    type="radio"
                    name="milestone-kind"
                    value=choice.id()
                    prop:checked=move || kind.get() == choice
                    on:change=move |_| kind.set(choice)
                />
                {say(move || words::milestone_kind(i18n, choice))}
            </label>
        }
        .into_any()
    };
    let moments = part(move || {
        let stop = other
            .get()
            .filter(|_| time.asking.get() == Some(Asking::New));
        let Some(stop) = stop else {
            return ().into_any();
        };
        let when = time.stop_words(&stop);
        view! {
            <fieldset>
                <legend>{say(move || t_string!(i18n, time.milestones.which))}</legend>
                <label class="map-option map-choice">
                    <input type="radio" name="milestone-moment" prop:checked=move || at_handle.get()
                        on:change=move |_| at_handle.set(true) />
                    {tell(move || t_string!(i18n, time.milestones.at_b, moment = when.clone()))}
                </label>
                <label class="map-option map-choice">
                    <input type="radio" name="milestone-moment" prop:checked=move || !at_handle.get()
                        on:change=move |_| at_handle.set(false) />
                    {say(move || t_string!(i18n, time.milestones.at_now))}
                </label>
            </fieldset>
        }
        .into_any()
    });
    let remove = part(move || {
        let Some(Asking::Change(id)) = time.asking.get() else {
            return ().into_any();
        };
        view! {
            <button
                type="button"
                class="button quiet"
                data-testid="milestone-remove"
                on:click=move |_| {
                    time.asking.set(None);
                    take_away(time, id.clone());
                }
            >
                {say(move || t_string!(i18n, time.milestones.remove))}
            </button>
        }
        .into_any()
    });
    view! {
        <dialog
            class="map-dialog time-dialog"
            node_ref=dialog
            aria-labelledby="milestone-title"
            data-testid="milestone-dialog"
            on:close=move |_| time.asking.set(None)
        >
            <form on:submit=submit novalidate="">
                <h2 id="milestone-title">{say(heading)}</h2>
                <fieldset>
                    <legend>{say(move || t_string!(i18n, time.milestones.kind))}</legend>
                    <div class="time-kinds">{MilestoneKind::ALL.iter().map(|kind| option(*kind)).collect_view()}</div>
                </fieldset>
                <label class="map-field">
                    <span>{say(move || t_string!(i18n, time.milestones.name))}</span>
                    <input
                        type="text"
                        autocomplete="off"
                        maxlength=limits::TITLE_MAX.to_string()
                        placeholder=say(move || words::milestone_kind(i18n, kind.get()))
                        prop:value=move || title.get()
                        on:input=move |event| title.set(event_target_value(&event))
                    />
                </label>
                {moments}
                <div class="dialog-actions">
                    {remove}
                    <span class="spacer"></span>
                    <button type="button" class="button" on:click=move |_| time.asking.set(None)>
                        {say(move || t_string!(i18n, time.milestones.cancel))}
                    </button>
                    <button type="submit" class="button primary">
                        {say(move || t_string!(i18n, time.milestones.save))}
                    </button>
                </div>
            </form>
        </dialog>
    }
}

/// Names a moment: the present, or a stop of the track.
fn add(time: TimeState, kind: MilestoneKind, title: String, stop: Option<Stop>) {
    let now = || time.store.heads();
    let (heads, at) = match stop {
        Some(stop) => (
            stop.heads.iter().map(ToString::to_string).collect(),
            stop.at_ms,
        ),
        None => (now(), clock::now_ms() as i64),
    };
    let id = MilestoneId::from_random(clock::random_bits());
    let milestone = Milestone {
        kind,
        title,
        at,
        heads,
    };
    let said = words::milestone(time.i18n, &milestone);
    // A refusal is told by the frame of the case.
    if time
        .store
        .edit(Edit::AddMilestone { id, milestone })
        .is_ok()
    {
        time.announcer
            .say(t_string!(time.i18n, time.said.added, name = said));
    }
}

/// Changes what there is to change, as one step of undo.
fn change(time: TimeState, id: MilestoneId, kind: MilestoneKind, title: String) {
    let Some(known) = time.milestones.with_untracked(|all| all.get(&id).cloned()) else {
        return;
    };
    let mut edits = Vec::new();
    if known.title != title {
        edits.push(Edit::SetMilestoneTitle {
            id: id.clone(),
            title,
        });
    }
    if known.kind != kind {
        edits.push(Edit::SetMilestoneKind { id, kind });
    }
    if !edits.is_empty() && time.store.edit(Edit::Batch(edits)).is_ok() {
        time.announcer.say(t_string!(time.i18n, time.said.changed));
    }
}

fn take_away(time: TimeState, id: MilestoneId) {
    let name = time.milestones.with_untracked(|all| {
        all.get(&id)
            .map(|known| words::milestone(time.i18n, known))
            .unwrap_or_default()
    });
    if time.store.edit(Edit::RemoveMilestone { id }).is_ok() {
        time.announcer
            .say(t_string!(time.i18n, time.said.removed, name = name));
    }
}
