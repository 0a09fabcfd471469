//! The written plan: four sections, written together.

use leptos::prelude::*;
use trama_shared::{
    case::{PlanSection, PlanText, ProblemType},
    edit::{Edit, TextField},
    limits,
};

use crate::lean::{memo, say};
use crate::{
    components::{
        icon::{Icon, IconKind},
        shared_text::SharedText,
        word_counter::WordCounter,
    },
    i18n::{t_string, use_i18n},
    services::case_store::CaseStore,
};

/// The page of the plan.
#[component]
pub fn PlanPage() -> impl IntoView {
    let i18n = use_i18n();
    let store = CaseStore::get();
    let read_only = memo(move |_| !store.can_edit());
    view! {
        <div class="second-bar">
            <h2>{say(move || t_string!(i18n, plan.title))}</h2>
            <span class="spacer"></span>
            <UndoRedo />
        </div>
        <div class="plan">
            {move || read_only.get().then(|| view! {
                <p class="notice reading-only"><Icon kind=IconKind::Eye /><span>{say(move || t_string!(i18n, plan.reading_only))}</span></p>
            })}
            <div class="plan-columns">
                <div class="plan-sections">
                    {PlanSection::ALL.iter().map(|section| view! { <Section section=*section read_only /> }).collect_view()}
                </div>
                <Head read_only />
            </div>
        </div>
    }
}

#[component]
fn UndoRedo() -> impl IntoView {
    let i18n = use_i18n();
    let store = CaseStore::get();
    let (can_undo, can_redo) = (store.can_undo(), store.can_redo());
    view! {
        <button class="button quiet icon-only" type="button" aria-label=say(move || t_string!(i18n, common.undo))
            disabled=move || !can_undo.get() on:click=move |_| { store.undo(); }>
            <Icon kind=IconKind::Undo />
        </button>
        <button class="button quiet icon-only" type="button" aria-label=say(move || t_string!(i18n, common.redo))
            disabled=move || !can_redo.get() on:click=move |_| { store.redo(); }>
            <Icon kind=IconKind::Redo />
        </button>
    }
}

/// Title, authors, type of problem.
#[component]
fn Head(#[prop(into)] read_only: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let store = CaseStore::get();
    let plan = store.plan();
    let (title, authors, problem_type) = {
        let (one, two, three) = (plan.clone(), plan.clone(), plan);
        (
            memo(move |_| one.with(|plan| plan.title.clone())),
            memo(move |_| two.with(|plan| plan.authors.clone())),
            memo(move |_| three.with(|plan| plan.problem_type)),
        )
    };
    // A refusal is told by the frame of the case; the field then shows what is true again.
    let set_title = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        if value != title.get_untracked() {
            let _ = store.edit(Edit::SetPlanTitle(value));
        }
    };
    let set_authors = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        if value != authors.get_untracked() {
            let _ = store.edit(Edit::SetPlanAuthors(value));
        }
    };
    let set_type = move |event: leptos::ev::Event| {
        let value = ProblemType::from_id(&event_target_value(&event));
        if value != problem_type.get_untracked() {
            let _ = store.edit(Edit::SetProblemType(value));
        }
    };
    let type_words = move |problem: ProblemType| match problem {
        ProblemType::ChildRights => t_string!(i18n, plan.type_child_rights),
        ProblemType::FamilyViolence => t_string!(i18n, plan.type_family_violence),
        ProblemType::SubstanceUse => t_string!(i18n, plan.type_substance_use),
        ProblemType::Depression => t_string!(i18n, plan.type_depression),
        ProblemType::Anxiety => t_string!(i18n, plan.type_anxiety),
        ProblemType::Other => t_string!(i18n, plan.type_others),
    };
    let options = ProblemType::ALL
        .iter()
        .map(|problem| {
            let problem = *problem;
            view! {
                <option value=problem.id() selected=move || problem_type.get() == Some(problem)>
                    {move || type_words(problem)}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="plan-head card">
            <div class="field">
                <label for="plan-title">{say(move || t_string!(i18n, plan.plan_title))}</label>
                <input id="plan-title" type="text" autocomplete="off" maxlength=limits::TITLE_MAX.to_string()
                    prop:value=move || title.get() readonly=move || read_only.get() on:change=set_title />
            </div>
            <div class="field">
                <label for="plan-authors">{say(move || t_string!(i18n, plan.authors))}</label>
                <input id="plan-authors" type="text" autocomplete="off" maxlength=limits::TITLE_MAX.to_string()
                    aria-describedby="plan-authors-hint" prop:value=move || authors.get()
                    readonly=move || read_only.get() on:change=set_authors />
                <p class="hint" id="plan-authors-hint">{say(move || t_string!(i18n, plan.authors_hint))}</p>
            </div>
            <div class="field">
                <label for="problem-type">{say(move || t_string!(i18n, plan.problem_type))}</label>
                <select id="problem-type" disabled=move || read_only.get() on:change=set_type>
                    <option value="" selected=move || problem_type.get().is_none()>{say(move || t_string!(i18n, plan.type_none))}</option>
                    {options}
                </select>
            </div>
        </div>
    }
}

/// A section with its limit in words and its texts.
#[component]
fn Section(section: PlanSection, #[prop(into)] read_only: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let name = move || match section {
        PlanSection::Problem => t_string!(i18n, plan.problem),
        PlanSection::Objective => t_string!(i18n, plan.objective),
        PlanSection::Strategy => t_string!(i18n, plan.strategy),
        PlanSection::Action => t_string!(i18n, plan.action),
    };
    let label = move |text: PlanText| match text {
        PlanText::Problem => t_string!(i18n, plan.problem),
        PlanText::Objective => t_string!(i18n, plan.objective),
        PlanText::Strategy => t_string!(i18n, plan.strategy),
        PlanText::ActionPersonal => t_string!(i18n, plan.action_personal),
        PlanText::ActionCommunity => t_string!(i18n, plan.action_community),
        PlanText::ActionInstitutional => t_string!(i18n, plan.action_institutional),
    };
    let hint = move |text: PlanText| match text {
        PlanText::Problem => t_string!(i18n, plan.problem_hint),
        PlanText::Objective => t_string!(i18n, plan.objective_hint),
        PlanText::Strategy => t_string!(i18n, plan.strategy_hint),
        PlanText::ActionPersonal => t_string!(i18n, plan.action_personal_hint),
        PlanText::ActionCommunity => t_string!(i18n, plan.action_community_hint),
        PlanText::ActionInstitutional => t_string!(i18n, plan.action_institutional_hint),
    };
    let several = section.texts().len() > 1;
    let (counts, texts): (Vec<ReadSignal<usize>>, Vec<_>) = section
        .texts()
        .iter()
        .map(|text| {
            let text = *text;
            let (words, set_words) = signal(0);
            let view = view! {
                <SharedText field=TextField::Plan(text) id=format!("plan-{}", text.id()) read_only
                    label=Signal::derive(move || label(text).to_owned())
                    hint=Signal::derive(move || Some(hint(text).to_owned()))
                    hide_label=!several words=set_words />
            };
            (words, view)
        })
        .unzip();
    let words = memo(move |_| counts.iter().map(|words| words.get()).sum::<usize>());
    view! {
        <section class="plan-section card" aria-label=name>
            <div class="plan-section-head">
                <h3>{name}</h3>
                <WordCounter words max=section.words_max() />
            </div>
            {texts}
        </section>
    }
}
