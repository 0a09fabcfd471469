//! The dialog in which a moment gets a name, and in which name, kind and date of a milestone are changed.

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
    state::{Asking, TimeState},
    words,
};
use crate::{
    lean::{memo, part, say, tell},
    services::clock,
};

/// The dialog for a milestone.
#[component]
pub fn MilestoneDialog() -> impl IntoView {
    let time = TimeState::get();
    let i18n = time.i18n;
    let dialog = NodeRef::<html::Dialog>::new();
    let title = RwSignal::new(String::new());
    let kind = RwSignal::new(MilestoneKind::Conference);
    let at_handle = RwSignal::new(false);
    // The day, as the field writes it, and whether it is none or still to come.
    let day = RwSignal::new(String::new());
    let wrong_day = RwSignal::new(false);
    let day_field = NodeRef::<html::Input>::new();
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
                let at = known.as_ref().map(|m| m.at as f64);
                day.set(at.map(clock::day_of).unwrap_or_default());
                wrong_day.set(false);
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
        let title = title.get_untracked().trim().to_owned();
        let kind = kind.get_untracked();
        let day = day.get_untracked();
        if matches!(asking, Asking::Change(_)) && !is_past(&day) {
            wrong_day.set(true);
            if let Some(field) = day_field.get_untracked() {
                // A field that is shown takes the focus.
                let _ = field.focus();
            }
            return;
        }
        time.asking.set(None);
        match asking {
            Asking::New => {
                let stop = other.get_untracked().filter(|_| at_handle.get_untracked());
                add(time, kind, title, stop);
            }
            Asking::Change(id) => change(time, id, kind, title, &day),
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
    // A date before the first change is meant for what stood on paper: it is taken, and what it means is said.
    let is_before = memo(move |_| {
        let ready = time.past.indexed.get().ready;
        let first_ms = time.past.with_index(|index| index.at_ms(1));
        let day = day.get();
        ready && first_ms > 0 && is_past(&day) && day < clock::day_of(first_ms as f64)
    });
    let date = part(move || {
        if !matches!(time.asking.get(), Some(Asking::Change(_))) {
            return ().into_any();
        }
        view! {
            <label class="map-field">
                <span>{say(move || t_string!(i18n, time.milestones.date))}</span>
                <input
                    node_ref=day_field
                    type="date"
                    max=clock::day_of(clock::now_ms())
                    data-testid="milestone-date"
                    aria-invalid=move || wrong_day.get().then_some("true")
                    aria-describedby="milestone-date-error milestone-date-before"
                    prop:value=move || day.get()
                    on:input=move |event| {
                        day.set(event_target_value(&event));
                        wrong_day.set(false);
                    }
                />
            </label>
            <p class="hint" id="milestone-date-before" aria-live="polite" data-testid="milestone-date-before">
                {move || is_before.get().then(|| t_string!(i18n, time.milestones.date_before))}
            </p>
            <p class="map-error" id="milestone-date-error" role="alert">
                {move || wrong_day.get().then(|| t_string!(i18n, time.milestones.date_wrong))}
            </p>
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
                {date}
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

/// Whether a day is one of the calendar and not still to come: a milestone names what has been.
fn is_past(day: &str) -> bool {
    // Days as the field writes them are in the order of their letters.
    clock::on_day(0.0, day).is_some() && day <= clock::day_of(clock::now_ms()).as_str()
}

/// Changes what there is to change, as one step of undo.
fn change(time: TimeState, id: MilestoneId, kind: MilestoneKind, title: String, day: &str) {
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
        edits.push(Edit::SetMilestoneKind {
            id: id.clone(),
            kind,
        });
    }
    // The same day keeps its time to the millisecond.
    let at = known.at as f64;
    let moved = (day != clock::day_of(at)).then(|| clock::on_day(at, day));
    if let Some(moved) = moved.flatten() {
        edits.push(Edit::SetMilestoneDate {
            id,
            at: (moved as i64).max(0),
        });
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
