//! The dialog that makes a commitment: what, by when, for which goal, and what it should change. The rest is written in
//! its card, which opens.

use leptos::{ev::SubmitEvent, prelude::*};
use trama_shared::{
    case::{Commitment, CommitmentState, Focus, Goal, Target, TieQuality},
    date::Day,
    edit::Edit,
    ids::{CommitmentId, GoalId, NeedId, StepId},
    limits,
};

use super::{
    CommitmentsState,
    choice_field::{Choices, Select},
    state::{Draft, lead_to, letter},
    words,
};
use crate::{
    components::{case_map::words as map_words, dialog::Dialog},
    i18n::t_string,
    lean::{memo, part, say, tell},
    services::clock,
};

/// What a goal that is still to be put into words is called in the list of goals.
const NEW_GOAL: &str = "+";

/// What is being written. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Writing {
    what: RwSignal<String>,
    due: RwSignal<String>,
    goal: RwSignal<String>,
    goal_words: RwSignal<String>,
    target: RwSignal<Option<Target>>,
    to: RwSignal<String>,
    need: RwSignal<Option<NeedId>>,
    focus: RwSignal<Option<Focus>>,
    missing: RwSignal<bool>,
}

impl Writing {
    fn new() -> Self {
        Self {
            what: RwSignal::new(String::new()),
            due: RwSignal::new(String::new()),
            goal: RwSignal::new(String::new()),
            goal_words: RwSignal::new(String::new()),
            target: RwSignal::new(None),
            to: RwSignal::new(String::new()),
            need: RwSignal::new(None),
            focus: RwSignal::new(None),
            missing: RwSignal::new(false),
        }
    }

    fn begin(self, state: CommitmentsState, draft: Draft) {
        self.what.set(String::new());
        self.due.set(String::new());
        let goal = draft.goal.map(|id| id.to_string());
        self.goal.set(goal.unwrap_or_default());
        self.goal_words.set(String::new());
        let suggested = draft.target.as_ref().and_then(|it| state.focus_for(it));
        self.focus.set(draft.focus.or(suggested));
        self.target.set(draft.target);
        self.to.set(String::new());
        self.need.set(draft.need);
        self.missing.set(false);
    }

    /// Makes what is written, goal and commitment in one step; `None` where something is missing or it is refused.
    fn make(self, state: CommitmentsState) -> Option<CommitmentId> {
        let what = self.what.get_untracked().trim().to_owned();
        if what.is_empty() {
            self.missing.set(true);
            return None;
        }
        let mut edits = Vec::new();
        let chosen = self.goal.get_untracked();
        let words = self.goal_words.get_untracked().trim().to_owned();
        let goal = if chosen == NEW_GOAL && !words.is_empty() {
            let id = GoalId::from_random(clock::random_bits());
            edits.push(Edit::AddGoal {
                id: id.clone(),
                goal: Goal { words },
            });
            Some(id)
        } else {
            chosen.parse().ok()
        };
        let target = self.target.get_untracked();
        let need = self.need.get_untracked();
        let due = Day::from_iso(&self.due.get_untracked());
        let mut step = state.step(CommitmentState::Proposed);
        step.due = due;
        let name = |name: Option<String>| name.unwrap_or_default();
        let commitment = Commitment {
            due,
            goal,
            focus: self.focus.get_untracked(),
            need_name: name(
                need.as_ref()
                    .and_then(|need| untrack(|| state.need_now(need))),
            ),
            need,
            target_name: name(
                target
                    .as_ref()
                    .and_then(|target| untrack(|| state.target_now(target))),
            ),
            from: target.as_ref().and_then(|target| state.quality_now(target)),
            to: target
                .as_ref()
                .and_then(|_| TieQuality::from_id(&self.to.get_untracked())),
            target,
            steps: [(StepId::from_random(clock::random_bits()), step)].into(),
            ..Commitment::new(what)
        };
        let id = CommitmentId::from_random(clock::random_bits());
        edits.push(Edit::AddCommitment {
            id: id.clone(),
            commitment: Box::new(commitment),
        });
        state.edit(Edit::Batch(edits)).then_some(id)
    }
}

/// The dialog.
#[component]
pub fn AddDialog(
    /// The page.
    state: CommitmentsState,
) -> impl IntoView {
    let i18n = state.i18n;
    let writing = Writing::new();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if let Some(draft) = state.adding.get() {
            writing.begin(state, draft);
            open.set(true);
            // A dialog that opens with its page does not find its first field by itself.
            lead_to("commitment-what".to_owned());
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            state.adding.set(None);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(id) = writing.make(state) {
            open.set(false);
            let name = writing.what.get_untracked();
            let said = t_string!(i18n, commitments.did.added, name = name);
            state.announcer.say(said);
            state.go_to(id);
        }
    };
    view! {
        <Dialog open title=Signal::derive(move || t_string!(i18n, commitments.add_title).to_owned())>
            <form class="dialog-body" on:submit=submit novalidate="">
                <About state writing />
                <div class="field">
                    <label for="commitment-what">{say(move || t_string!(i18n, commitments.what))}</label>
                    <textarea id="commitment-what" rows="2" maxlength=limits::TITLE_MAX.to_string() autofocus=""
                        aria-describedby="commitment-what-hint" prop:value=move || writing.what.get()
                        on:input=move |event| {
                            writing.missing.set(false);
                            writing.what.set(event_target_value(&event));
                        }></textarea>
                    <p class="hint" id="commitment-what-hint">{say(move || t_string!(i18n, commitments.what_hint))}</p>
                </div>
                <div class="field">
                    <label for="commitment-due">{say(move || t_string!(i18n, commitments.due.label))}</label>
                    <input id="commitment-due" type="date" prop:value=move || writing.due.get()
                        on:input=move |event| writing.due.set(event_target_value(&event)) />
                </div>
                <GoalChoice state writing />
                <FocusChoice state writing />
                <p class="map-error" role="alert">
                    {move || writing.missing.get().then(|| t_string!(i18n, commitments.what_missing))}
                </p>
                <div class="dialog-actions">
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {say(move || t_string!(i18n, common.cancel))}
                    </button>
                    <button class="button primary" type="submit" data-testid="commitment-submit">
                        {say(move || t_string!(i18n, commitments.add_submit))}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}

/// What the commitment was begun from: a tie or an actor of the map, or a need.
#[component]
fn About(state: CommitmentsState, writing: Writing) -> impl IntoView {
    let i18n = state.i18n;
    let qualities = memo(move |_| {
        let none = t_string!(i18n, commitments.none_yet).to_owned();
        let mut choices: Choices = vec![(String::new(), none, String::new())];
        choices.extend(TieQuality::ALL.iter().map(|quality| {
            let words = map_words::quality(i18n, *quality).to_owned();
            (quality.id().to_owned(), words, String::new())
        }));
        choices
    });
    let value = memo(move |_| writing.to.get());
    let choose = Callback::new(move |chosen| writing.to.set(chosen));
    part(move || {
        let target = writing.target.get();
        let need = writing.need.get().and_then(|need| state.need_now(&need));
        let of_need = need.map(|name| {
            view! { <p class="about">{t_string!(i18n, commitments.answers, name = name)}</p> }
        });
        let of_target = target.map(|target| {
            let name = state.target_now(&target).unwrap_or_default();
            let now = match state.quality_now(&target) {
                Some(quality) => map_words::quality(i18n, quality).to_lowercase(),
                None => t_string!(i18n, commitments.no_tie).to_lowercase(),
            };
            view! {
                <p class="about">{t_string!(i18n, commitments.about_tie, name = name, now = now)}</p>
                <div class="field">
                    <label for="commitment-to">{say(move || t_string!(i18n, commitments.target.to))}</label>
                    <Select field_id="commitment-to".to_owned() choices=qualities value choose />
                </div>
            }
        });
        view! { {of_need}{of_target} }.into_any()
    })
}

/// The focus that it belongs to.
#[component]
fn FocusChoice(state: CommitmentsState, writing: Writing) -> impl IntoView {
    let i18n = state.i18n;
    let choices = memo(move |_| {
        let all = std::iter::once(None).chain(Focus::ALL.iter().copied().map(Some));
        let choice = |focus: Option<Focus>| {
            let words = words::focus(i18n, focus);
            let id = focus.map(Focus::id).unwrap_or_default().to_owned();
            let said = match focus {
                Some(focus) => format!("{} · {words}", letter(focus)),
                None => words.to_owned(),
            };
            (id, said, String::new())
        };
        all.map(choice).collect::<Choices>()
    });
    let value = memo(move |_| {
        let focus = writing.focus.get();
        focus.map(Focus::id).unwrap_or_default().to_owned()
    });
    let choose = Callback::new(move |chosen: String| writing.focus.set(Focus::from_id(&chosen)));
    view! {
        <div class="field">
            <label for="commitment-focus">{say(move || t_string!(i18n, commitments.focus.label))}</label>
            <Select field_id="commitment-focus".to_owned() choices value choose />
        </div>
    }
}

/// The goal that it serves, or a new one.
#[component]
fn GoalChoice(state: CommitmentsState, writing: Writing) -> impl IntoView {
    let i18n = state.i18n;
    let choices = memo(move |_| {
        let none = t_string!(i18n, commitments.goal.none).to_owned();
        let mut choices: Choices = vec![(String::new(), none, String::new())];
        let goals = state.store.goals().get();
        choices.extend(
            goals
                .into_iter()
                .map(|(id, goal)| (id.to_string(), goal.words, String::new())),
        );
        let new = t_string!(i18n, commitments.goal.new).to_owned();
        choices.push((NEW_GOAL.to_owned(), new, String::new()));
        choices
    });
    let value = memo(move |_| writing.goal.get());
    let choose = Callback::new(move |chosen| writing.goal.set(chosen));
    view! {
        <div class="field">
            <label for="commitment-goal">{say(move || t_string!(i18n, commitments.goal.label))}</label>
            <Select field_id="commitment-goal".to_owned() choices value choose />
        </div>
        {part(move || {
            if writing.goal.with(|goal| goal != NEW_GOAL) {
                return ().into_any();
            }
            view! {
                <div class="field">
                    <label for="commitment-goal-words">
                        {tell(move || t_string!(i18n, commitments.goal.words, name = state.person_name()))}
                    </label>
                    <input id="commitment-goal-words" type="text" autocomplete="off" maxlength=limits::TITLE_MAX.to_string()
                        prop:value=move || writing.goal_words.get()
                        on:input=move |event| writing.goal_words.set(event_target_value(&event)) />
                </div>
            }
            .into_any()
        })}
    }
}
