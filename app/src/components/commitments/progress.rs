//! The dialog in which a commitment goes on: to which state, why, by which new date, and what changes on the map with it.

use leptos::{ev::SubmitEvent, prelude::*};
use trama_shared::{
    analysis::Consequence,
    case::{Commitment, CommitmentState, Party, Tie},
    date::Day,
    edit::{CommitmentField, Edit},
    ids::{CommitmentId, TieId},
    limits,
};

use super::{CommitmentsState, words};
use crate::{
    components::{case_map::words as map_words, dialog::Dialog},
    i18n::t_string,
    lean::{memo, part, say},
    services::clock,
};

/// What is being said. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Saying {
    id: RwSignal<Option<CommitmentId>>,
    state: RwSignal<CommitmentState>,
    why: RwSignal<String>,
    due: RwSignal<String>,
    changes_map: RwSignal<bool>,
    missing: RwSignal<Option<Missing>>,
}

/// What has to be said first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    Reason,
    Date,
}

/// The dialog.
#[component]
pub fn ProgressDialog(
    /// The page.
    state: CommitmentsState,
) -> impl IntoView {
    let i18n = state.i18n;
    let open = RwSignal::new(false);
    let saying = Saying {
        id: RwSignal::new(None),
        state: RwSignal::new(CommitmentState::Proposed),
        why: RwSignal::new(String::new()),
        due: RwSignal::new(String::new()),
        changes_map: RwSignal::new(true),
        missing: RwSignal::new(None),
    };
    Effect::new(move |_| {
        if let Some(id) = state.moving.get() {
            let now = untrack(|| state.get(&id));
            saying.state.set(
                now.as_ref()
                    .map_or(CommitmentState::Proposed, |it| it.state),
            );
            let due = now.and_then(|it| it.due).map(|due| due.to_string());
            saying.due.set(due.unwrap_or_default());
            saying.why.set(String::new());
            saying.changes_map.set(true);
            saying.missing.set(None);
            saying.id.set(Some(id));
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            state.moving.set(None);
        }
    });
    let commitment = memo(move |_| saying.id.get().and_then(|id| state.get(&id)));
    let consequence = memo(move |_| {
        let commitment = commitment.get()?;
        (saying.state.get() == CommitmentState::Fulfilled)
            .then(|| state.consequence(&commitment))
            .flatten()
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let commitment = commitment.get_untracked();
        if let (Some(id), Some(before)) = (saying.id.get_untracked(), commitment)
            && go_on(state, saying, &id, &before, consequence.get_untracked())
        {
            open.set(false);
        }
    };
    let option = move |choice: CommitmentState| {
        view! {
            <label class="state-choice">
                <input type="radio" name="commitment-state" value=choice.id() prop:checked=move || saying.state.get() == choice
                    on:change=move |_| {
                        saying.missing.set(None);
                        saying.state.set(choice);
                    } />
                <span>{say(move || words::state(i18n, choice))}</span>
            </label>
        }
    };
    let date = part(move || {
        if saying.state.get() != CommitmentState::Rescheduled {
            return ().into_any();
        }
        view! {
            <div class="field">
                <label for="progress-due">{say(move || t_string!(i18n, commitments.progress.new_date))}</label>
                <input id="progress-due" type="date" prop:value=move || saying.due.get()
                    on:input=move |event| {
                        saying.missing.set(None);
                        saying.due.set(event_target_value(&event));
                    } />
            </div>
        }
        .into_any()
    });
    let map = part(move || match consequence.get() {
        None => ().into_any(),
        Some(consequence) => {
            let words = consequence_words(state, &consequence);
            view! {
                <label class="consequence" data-testid="consequence">
                    <input type="checkbox" prop:checked=move || saying.changes_map.get()
                        on:change=move |event| saying.changes_map.set(event_target_checked(&event)) />
                    <span>{words}</span>
                </label>
            }
            .into_any()
        }
    });
    let why_label = say(move || {
        if saying.state.get().wants_reason() {
            t_string!(i18n, commitments.progress.why)
        } else {
            t_string!(i18n, commitments.progress.note)
        }
    });
    let why_label = StoredValue::new(why_label);
    let date = StoredValue::new(date);
    let map = StoredValue::new(map);
    view! {
        <Dialog open title=Signal::derive(move || t_string!(i18n, commitments.progress.title).to_owned())>
            <form class="dialog-body" on:submit=submit novalidate="">
                <p class="about">{move || commitment.with(|it| it.as_ref().map(|it| it.what.clone()))}</p>
                <fieldset class="state-choices">
                    <legend class="field-label">{say(move || t_string!(i18n, commitments.state.label))}</legend>
                    {CommitmentState::ALL.iter().copied().map(option).collect_view()}
                </fieldset>
                {move || date.with_value(|date| date())}
                <div class="field">
                    <label for="progress-why">{move || why_label.with_value(|label| label())}</label>
                    <textarea id="progress-why" rows="2" maxlength=limits::NOTES_MAX.to_string()
                        prop:value=move || saying.why.get()
                        on:input=move |event| {
                            saying.missing.set(None);
                            saying.why.set(event_target_value(&event));
                        }></textarea>
                </div>
                {move || map.with_value(|map| map())}
                <p class="map-error" role="alert">
                    {move || saying.missing.get().map(|missing| match missing {
                        Missing::Reason => t_string!(i18n, commitments.progress.why_missing),
                        Missing::Date => t_string!(i18n, commitments.progress.date_missing),
                    })}
                </p>
                <div class="dialog-actions">
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {say(move || t_string!(i18n, common.cancel))}
                    </button>
                    <button class="button primary" type="submit" data-testid="progress-submit">
                        {say(move || t_string!(i18n, commitments.save))}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}

/// Writes the step, and with it what follows from it on the map: one step of undo. `false` where something has to be
/// said first, or it is refused.
fn go_on(
    state: CommitmentsState,
    saying: Saying,
    id: &CommitmentId,
    before: &Commitment,
    consequence: Option<Consequence>,
) -> bool {
    let i18n = state.i18n;
    let to = saying.state.get_untracked();
    let why = saying.why.get_untracked().trim().to_owned();
    let mut step = state.step(to);
    let mut edits = Vec::new();
    if to.wants_reason() && why.is_empty() {
        saying.missing.set(Some(Missing::Reason));
        return false;
    }
    if to == CommitmentState::Rescheduled {
        let due = Day::from_iso(&saying.due.get_untracked());
        let Some(due) = due.filter(|due| Some(*due) != before.due) else {
            saying.missing.set(Some(Missing::Date));
            return false;
        };
        step.due = Some(due);
        edits.push(Edit::SetCommitment {
            id: id.clone(),
            field: CommitmentField::Due(Some(due)),
        });
    }
    step.why = why;
    match consequence.filter(|_| saying.changes_map.get_untracked()) {
        None => {}
        Some(Consequence::Change { tie, from, to }) => {
            (step.from, step.to) = (Some(from), Some(to));
            edits.push(Edit::SetTieQuality {
                id: tie,
                quality: to,
            });
        }
        Some(Consequence::Draw { actor, to }) => {
            step.to = Some(to);
            edits.push(Edit::AddTie {
                id: TieId::from_random(clock::random_bits()),
                tie: Tie::new(Party::Person, Party::Actor(actor), to),
            });
        }
    }
    edits.extend(state.move_to(id, step));
    let made = state.edit(Edit::Batch(edits));
    if made {
        let said = t_string!(
            i18n,
            commitments.did.moved,
            name = before.what.clone(),
            state = words::state(i18n, to).to_lowercase()
        );
        state.announcer.say(said);
    }
    made
}

/// What would change on the map; tracked.
fn consequence_words(state: CommitmentsState, consequence: &Consequence) -> String {
    let i18n = state.i18n;
    let quality = |quality| map_words::quality(i18n, quality).to_lowercase();
    match consequence {
        Consequence::Change { tie, from, to } => {
            let name = state.tie_name(tie).unwrap_or_default();
            t_string!(
                i18n,
                commitments.progress.change,
                name = name,
                from = quality(*from),
                to = quality(*to)
            )
        }
        Consequence::Draw { actor, to } => {
            let name = state.actor_name(actor).unwrap_or_default();
            t_string!(
                i18n,
                commitments.progress.draw,
                person = state.person_name(),
                name = name,
                to = quality(*to)
            )
        }
    }
}
