//! What the user is asked about what others took off the map meanwhile. It waits until it is answered.

use leptos::prelude::*;
use leptos_i18n::I18nContext;

use crate::lean::{memo, part, say, tell};
use crate::{
    components::{
        icon::{Icon, IconKind},
        needs::words,
    },
    i18n::{Locale, t_string, use_i18n},
    services::{
        announce::Announcer,
        case_store::{CaseStore, Lost, Question},
    },
};

/// The questions, one after the other.
#[component]
pub fn Questions() -> impl IntoView {
    let i18n = use_i18n();
    let store = CaseStore::get();
    let announcer = Announcer::get();
    let questions = store.questions();
    answer_what_stands_again(store, move |lost| announcer.say(brought_back(i18n, lost)));
    let one = move |question: Question, more: usize| {
        let (lost, by) = (question.lost.clone(), question.by.clone());
        let title = {
            let lost = lost.clone();
            move || match &lost {
                Lost::Actor { actor, .. } => {
                    t_string!(i18n, together.lost_title, name = actor.name.clone())
                }
                Lost::Need { need, .. } => {
                    t_string!(i18n, together.lost_need, name = words::name(i18n, need))
                }
                Lost::GuideEntry { entry, .. } => {
                    t_string!(i18n, together.lost_need, name = entry.name.clone())
                }
                Lost::Goal { goal, .. } => {
                    t_string!(i18n, together.lost_need, name = goal.words.clone())
                }
                Lost::Commitment { commitment, .. } => {
                    t_string!(i18n, together.lost_need, name = commitment.what.clone())
                }
                Lost::Tie {
                    ends: (from, to), ..
                } => {
                    t_string!(
                        i18n,
                        together.lost_tie,
                        from = from.clone(),
                        to = to.clone()
                    )
                }
            }
        };
        let offered = {
            let question = question.clone();
            memo(move |_| store.may_bring_back(&question))
        };
        let by = move || match (&by, offered.get()) {
            (Some(name), true) => t_string!(i18n, together.lost_by, name = name.clone()),
            (None, true) => t_string!(i18n, together.lost_by_unknown).to_owned(),
            (Some(name), false) => t_string!(i18n, together.kept_by, name = name.clone()),
            (None, false) => t_string!(i18n, together.kept_by_unknown).to_owned(),
        };
        let back = {
            let question = question.clone();
            move || {
                let back = store.bring_back(&question);
                announcer.say(if back {
                    brought_back(i18n, &lost)
                } else {
                    t_string!(i18n, together.cannot_bring_back).to_owned()
                });
            }
        };
        let go = move |_| {
            store.let_go(&question);
            announcer.say(t_string!(i18n, together.gone));
        };
        let back = StoredValue::new(back);
        let offer = part(move || {
            if !offered.get() {
                return ().into_any();
            }
            view! {
                <button class="button primary" type="button" data-testid="bring-back"
                    on:click=move |_| back.with_value(|back| back())>
                    {say(move || t_string!(i18n, together.bring_back))}
                </button>
            }
            .into_any()
        });
        let answer = say(move || {
            if offered.get() {
                t_string!(i18n, together.let_go)
            } else {
                t_string!(i18n, together.understood)
            }
        });
        view! {
            <div class="notice banner question" data-testid="question">
                <Icon kind=IconKind::Review />
                <p>
                    <strong>{title}"."</strong>
                    " "
                    {by}
                    {(more > 0).then(|| view! { " " {tell(move || t_string!(i18n, together.lost_more, n = more))} })}
                </p>
                <div class="question-answers">
                    {offer}
                    <button class="button" type="button" data-testid="let-go" on:click=go>
                        {answer}
                    </button>
                </div>
            </div>
        }
    };
    view! {
        <div role="alert">
            {move || {
                let questions = questions.get();
                let more = questions.len().saturating_sub(1);
                questions.into_iter().next().map(|question| one(question, more))
            }}
        </div>
    }
}

/// That something is back with what the user did to it.
fn brought_back(i18n: I18nContext<Locale>, lost: &Lost) -> String {
    match lost {
        Lost::Actor { actor, .. } => {
            t_string!(i18n, together.brought_back, name = actor.name.clone())
        }
        Lost::Need { need, .. } => {
            t_string!(i18n, together.brought_back, name = words::name(i18n, need))
        }
        Lost::GuideEntry { entry, .. } => {
            t_string!(i18n, together.brought_back, name = entry.name.clone())
        }
        Lost::Goal { goal, .. } => {
            t_string!(i18n, together.brought_back, name = goal.words.clone())
        }
        Lost::Commitment { commitment, .. } => {
            t_string!(i18n, together.brought_back, name = commitment.what.clone())
        }
        Lost::Tie { .. } => t_string!(i18n, together.brought_back_tie).to_owned(),
    }
}

/// Where somebody else has brought back what a question is about, there is nothing left to ask: what the user did to
/// it is done again, which `tell` says, and the question goes.
fn answer_what_stands_again(store: CaseStore, tell: impl Fn(&Lost) + 'static) {
    let (questions, changes) = (store.questions(), store.changes());
    Effect::new(move |tried: Option<Vec<Lost>>| {
        changes.track();
        let mut tried = tried.unwrap_or_default();
        for question in questions.get() {
            if !untrack(|| store.stands_again(&question)) {
                continue;
            }
            // What was done to it is tried once: a refusal would only ask again.
            let again = !tried.contains(&question.lost);
            if again && untrack(|| store.do_again(&question)) {
                tell(&question.lost);
            }
            if again {
                tried.push(question.lost.clone());
            }
            store.let_go(&question);
        }
        tried
    });
}
