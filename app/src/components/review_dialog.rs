//! What somebody should look at: told calmly, with nothing to lose.

use leptos::prelude::*;
use leptos_i18n::I18nContext;
use trama_shared::document::{Fault, Problem, Subject};

use crate::lean::say;
use crate::{
    components::{
        contested::{Contested, ends},
        dialog::Dialog,
        needs::words,
    },
    i18n::{Locale, t_string, use_i18n},
    services::case_store::CaseStore,
};

/// "Por revisar · 2".
pub fn review_words(i18n: I18nContext<Locale>, count: usize) -> String {
    match count {
        1 => t_string!(i18n, common.review_single).to_owned(),
        n => t_string!(i18n, common.review_many, n = n),
    }
}

/// The list of problems.
#[component]
pub fn ReviewDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let store = CaseStore::get();
    let problems = store.problems();
    let body = move |problem: &Problem| {
        if matches!(problem.fault, Fault::Conflict(_)) {
            view! { <Contested problem=problem.clone() /> }.into_any()
        } else {
            view! { <span>{fault_words(i18n, problem)}</span> }.into_any()
        }
    };
    // The last question is answered: there is nothing more to look at.
    Effect::new({
        let problems = problems.clone();
        move |_| {
            if open.get() && problems.with(Vec::is_empty) {
                open.set(false);
            }
        }
    });
    view! {
        <Dialog open title=Signal::derive(move || t_string!(i18n, plan.review_title).to_owned())>
            {
                let problems = problems.clone();
                view! {
                    <div class="dialog-body">
                        <p class="hint">{say(move || t_string!(i18n, plan.review_lead))}</p>
                        <ul class="review-list">
                            {move || problems.get().iter().map(|problem| view! {
                                <li>
                                    <strong>{subject_words(i18n, store, &problem.subject)}</strong>
                                    {body(problem)}
                                </li>
                            }).collect_view()}
                        </ul>
                    </div>
                }
            }
        </Dialog>
    }
}

fn subject_words(i18n: I18nContext<Locale>, store: CaseStore, subject: &Subject) -> String {
    match subject {
        Subject::Document => t_string!(i18n, plan.problem_document).to_owned(),
        Subject::Person => t_string!(i18n, plan.problem_person).to_owned(),
        Subject::Plan => t_string!(i18n, plan.problem_plan).to_owned(),
        Subject::Kinship(_) => t_string!(i18n, plan.problem_kinship).to_owned(),
        Subject::Milestone(_) => t_string!(i18n, plan.problem_milestone).to_owned(),
        Subject::Need(id) => store
            .needs()
            .with(|needs| needs.get(id).map(|need| words::name(i18n, need)))
            .unwrap_or_else(|| t_string!(i18n, needs.problem).to_owned()),
        Subject::GuideEntry(id) => store
            .guide()
            .with(|guide| guide.get(id).map(|entry| entry.name.clone()))
            .unwrap_or_else(|| t_string!(i18n, guide.problem).to_owned()),
        Subject::Protection => t_string!(i18n, protection.title).to_owned(),
        Subject::Review(_) => t_string!(i18n, protection.problem_review).to_owned(),
        Subject::Goal(id) => store
            .goals()
            .with(|goals| goals.get(id).map(|goal| goal.words.clone()))
            .unwrap_or_else(|| t_string!(i18n, commitments.problem_goal).to_owned()),
        Subject::Commitment(id) => store
            .commitments()
            .with(|all| all.get(id).map(|commitment| commitment.what.clone()))
            .unwrap_or_else(|| t_string!(i18n, commitments.problem).to_owned()),
        Subject::Tie(id) | Subject::Exchange(id, _) => match ends(store, id) {
            Some((from, to)) => t_string!(i18n, together.tie_between, from = from, to = to),
            None => t_string!(i18n, plan.problem_tie).to_owned(),
        },
        Subject::Actor(id) => {
            let name = store
                .actor(id)
                .map(|actor| actor.with(|actor| actor.name.clone()));
            name.unwrap_or_else(|| t_string!(i18n, plan.problem_actor).to_owned())
        }
    }
}

fn fault_words(i18n: I18nContext<Locale>, problem: &Problem) -> String {
    let field = problem.field.unwrap_or("—");
    match &problem.fault {
        Fault::NewerSchema { .. } => t_string!(i18n, plan.fault_newer).to_owned(),
        Fault::Missing => t_string!(i18n, plan.fault_missing, field = field),
        Fault::TooLong { .. } | Fault::TooMany { .. } => {
            t_string!(i18n, plan.fault_too_much).to_owned()
        }
        Fault::Dangling(_) => t_string!(i18n, plan.fault_dangling).to_owned(),
        Fault::DuplicateOf(_) => t_string!(i18n, plan.fault_duplicate).to_owned(),
        _ => t_string!(i18n, plan.fault_unreadable, field = field),
    }
}
