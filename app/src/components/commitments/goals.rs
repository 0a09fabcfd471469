//! The goals, each with the commitments that serve it, and the dialog that puts a goal into words.

use leptos::{ev::SubmitEvent, prelude::*};
use trama_shared::{
    analysis::GoalGroup,
    case::Goal,
    edit::Edit,
    ids::{CommitmentId, GoalId},
    limits,
};

use super::{
    CommitmentsState,
    card::CommitmentCard,
    state::{Draft, lead_to},
    words,
};
use crate::{
    components::{
        dialog::Dialog,
        icon::{Icon, IconKind},
    },
    i18n::t_string,
    lean::{memo, part, say, tell},
};

/// Every goal with its commitments, and those that serve none.
#[component]
pub fn Goals(
    /// The page.
    state: CommitmentsState,
) -> impl IntoView {
    let keys = memo(move |_| {
        let groups = state.agenda.with(|agenda| agenda.groups.clone());
        // While a focus is chosen, a goal to which it adds nothing is not in the way.
        let chosen = state.focus.get().is_some();
        let shown = groups
            .into_iter()
            .filter(|group| !chosen || !state.of_focus(group.commitments.iter()).is_empty());
        shown.map(|group| group.goal).collect::<Vec<_>>()
    });
    view! {
        <div class="goals">
            <Filtered state />
            <For each=move || keys.get() key=Clone::clone let:goal>
                <GoalSection state goal />
            </For>
            <AddGoal state />
        </div>
    }
}

/// That only one focus is shown, and the way back to all.
#[component]
fn Filtered(state: CommitmentsState) -> impl IntoView {
    let i18n = state.i18n;
    part(move || {
        match state.focus.get() {
        None => ().into_any(),
        Some(focus) => view! {
            <p class="filtered" role="status">
                <span>{tell(move || t_string!(i18n, commitments.foci.only, name = words::focus(i18n, Some(focus))))}</span>
                <button class="button" type="button" data-testid="foci-all" on:click=move |_| state.focus.set(None)>
                    {say(move || t_string!(i18n, commitments.foci.show_all))}
                </button>
            </p>
        }
        .into_any(),
    }
    })
}

/// The way to another goal.
#[component]
pub fn AddGoal(
    /// The page.
    state: CommitmentsState,
) -> impl IntoView {
    let i18n = state.i18n;
    part(move || {
        if state.read_only.get() {
            return ().into_any();
        }
        view! {
            <button class="button goal-add" type="button" data-testid="goal-add" on:click=move |_| state.wording.set(Some(None))>
                <Icon kind=IconKind::Add />{say(move || t_string!(i18n, commitments.goal.add))}
            </button>
        }
        .into_any()
    })
}

/// A goal in the person's words, and what is done for it.
#[component]
fn GoalSection(state: CommitmentsState, goal: Option<GoalId>) -> impl IntoView {
    let i18n = state.i18n;
    let group = {
        let goal = goal.clone();
        memo(move |_| {
            let groups = state.agenda.with(|agenda| agenda.groups.clone());
            groups.into_iter().find(|group| group.goal == goal)
        })
    };
    let ids = memo(move |_| {
        group.with(|group| {
            let all = group.iter().flat_map(|group| &group.commitments);
            state.of_focus(all)
        })
    });
    let words = {
        let goal = goal.clone();
        move || match &goal {
            Some(id) => state.goal(id).map(|goal| goal.words).unwrap_or_default(),
            None => t_string!(i18n, commitments.goal.none).to_owned(),
        }
    };
    let count = tell(move || match group.get() {
        None => String::new(),
        Some(GoalGroup { commitments, .. }) if commitments.is_empty() => {
            t_string!(i18n, commitments.goal.empty).to_owned()
        }
        Some(group) => t_string!(
            i18n,
            commitments.goal.progress,
            n = group.fulfilled,
            all = group.commitments.len()
        ),
    });
    let actions = part({
        let (goal, words) = (goal.clone(), words.clone());
        move || {
            if state.read_only.get() {
                return ().into_any();
            }
            let (of_words, of_add, name) = (goal.clone(), goal.clone(), words.clone());
            let named = goal.is_some();
            let label = name.clone();
            let reword = move || {
                named.then(|| {
                    let (of_words, label) = (of_words.clone(), label.clone());
                    view! {
                        <button class="button quiet" type="button"
                            aria-label=tell(move || t_string!(i18n, commitments.goal.reword_named, name = label()))
                            on:click=move |_| state.wording.set(Some(of_words.clone()))>
                            {say(move || t_string!(i18n, commitments.goal.reword))}
                        </button>
                    }
                })
            };
            view! {
                <div class="goal-actions">
                    {reword()}
                    <button class="button quiet" type="button"
                        aria-label=tell(move || t_string!(i18n, commitments.goal.add_to, name = name()))
                        on:click=move |_| state.adding.set(Some(Draft { goal: of_add.clone(), ..Draft::default() }))>
                        <Icon kind=IconKind::Add />{say(move || t_string!(i18n, commitments.add))}
                    </button>
                </div>
            }
            .into_any()
        }
    });
    let head_id = goal
        .as_ref()
        .map_or_else(|| "goal-none".to_owned(), |id| format!("goal-{id}"));
    let (labelled, reading) = (head_id.clone(), head_id.clone());
    let own = goal.is_some();
    view! {
        <section class="goal" aria-labelledby=labelled data-goal=goal.map(|id| id.to_string()) data-reading=reading>
            <div class="goal-head">
                <div>
                    <h3 id=head_id tabindex="-1" class:own=own>{tell(words)}</h3>
                    <p class="hint goal-count">{count}</p>
                </div>
                {actions}
            </div>
            <For each=move || ids.get() key=CommitmentId::clone let:id>
                <CommitmentCard state id />
            </For>
        </section>
    }
}

/// The dialog in which a goal is put into words, or taken away.
#[component]
pub fn GoalDialog(
    /// The page.
    state: CommitmentsState,
) -> impl IntoView {
    let i18n = state.i18n;
    let open = RwSignal::new(false);
    let words = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let which = RwSignal::new(None::<GoalId>);
    Effect::new(move |_| {
        if let Some(goal) = state.wording.get() {
            let known = untrack(|| goal.as_ref().and_then(|id| state.goal(id)));
            words.set(known.map(|goal| goal.words).unwrap_or_default());
            which.set(goal);
            missing.set(false);
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            state.wording.set(None);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let said = words.get_untracked().trim().to_owned();
        if said.is_empty() {
            missing.set(true);
            return;
        }
        let made = match which.get_untracked() {
            Some(id) => state.edit(Edit::SetGoalWords { id, words: said }),
            None => add_goal(state, said).is_some(),
        };
        if made {
            open.set(false);
        }
    };
    let remove = move |_| {
        let Some(id) = which.get_untracked() else {
            return;
        };
        let name = words.get_untracked();
        if state.edit(Edit::RemoveGoal { id }) {
            open.set(false);
            let said = t_string!(i18n, commitments.did.goal_removed, name = name);
            state.announcer.say(said);
            lead_to("commitments-add".to_owned());
        }
    };
    let title = Signal::derive(move || {
        if which.with(Option::is_some) {
            t_string!(i18n, commitments.goal.change_title).to_owned()
        } else {
            t_string!(i18n, commitments.goal.new_title).to_owned()
        }
    });
    view! {
        <Dialog open title>
            <form class="dialog-body" on:submit=submit novalidate="">
                <div class="field">
                    <label for="goal-words">
                        {tell(move || t_string!(i18n, commitments.goal.words, name = state.person_name()))}
                    </label>
                    <textarea id="goal-words" rows="2" maxlength=limits::TITLE_MAX.to_string() autofocus=""
                        prop:value=move || words.get()
                        on:input=move |event| {
                            missing.set(false);
                            words.set(event_target_value(&event));
                        }></textarea>
                    <p class="hint">{say(move || t_string!(i18n, commitments.goal.words_hint))}</p>
                </div>
                <p class="map-error" role="alert">
                    {move || missing.get().then(|| t_string!(i18n, commitments.goal.missing))}
                </p>
                <div class="dialog-actions">
                    {move || which.with(Option::is_some).then(|| view! {
                        <button class="button" type="button" data-testid="goal-remove" on:click=remove>
                            {say(move || t_string!(i18n, commitments.goal.remove))}
                        </button>
                    })}
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {say(move || t_string!(i18n, common.cancel))}
                    </button>
                    <button class="button primary" type="submit" data-testid="goal-submit">
                        {say(move || t_string!(i18n, commitments.save))}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}

/// Adds a goal; `None` where that was refused.
pub fn add_goal(state: CommitmentsState, words: String) -> Option<GoalId> {
    let id = GoalId::from_random(crate::services::clock::random_bits());
    let goal = Goal {
        words: words.clone(),
    };
    let made = state.edit(Edit::AddGoal {
        id: id.clone(),
        goal,
    });
    if made {
        let said = t_string!(state.i18n, commitments.did.goal_added, name = words);
        state.announcer.say(said);
    }
    made.then_some(id)
}
