//! The written plan: four sections, written together.

use leptos::{html, prelude::*};
use trama_shared::{
    case::{PlanSection, PlanText, ProblemType},
    edit::{Edit, TextField},
    limits,
};

use crate::lean::{memo, part, say, tell};
use crate::{
    components::{
        avatar::Avatar,
        comments::{CommentsPanel, CommentsState, DraftDialog},
        elsewhere::Elsewhere,
        icon::{Icon, IconKind},
        paper::{PaperButton, Section as PaperSection},
        plan_words,
        print_page::{PrintButton, PrintFoot, PrintMark},
        reading::share_reading,
        reading_only::ReadingOnly,
        shared_field::SharedField,
        shared_text::SharedText,
        undo_redo::UndoRedo,
        versions::{Versions, VersionsButton, VersionsState},
        word_counter::{OverLimit, WordCounter},
    },
    i18n::{t_string, use_i18n},
    services::{
        case_store::{CaseStore, Field, Page, Peer},
        session::{storage_get, storage_remove, storage_set},
    },
};

/// The page of the plan.
#[component]
pub fn PlanPage() -> impl IntoView {
    let i18n = use_i18n();
    let store = CaseStore::get();
    let read_only = memo(move |_| !store.can_edit());
    let title = store.title();
    let sheet = NodeRef::<html::Div>::new();
    let tell_reading = share_reading(Page::Plan, sheet);
    store.show_page(Page::Plan);
    let comments = CommentsState::provide();
    let versions = VersionsState::of_address();
    view! {
        <div class="second-bar">
            <h2>{say(move || t_string!(i18n, plan.title))}</h2>
            <p class="print-only">{move || title.get()}</p>
            <span class="spacer"></span>
            <Elsewhere page=Page::Plan />
            <VersionsButton state=versions />
            // What is on the screen is what differs; the plan itself goes on paper in the course's form.
            {part(move || if versions.is_on() {
                view! { <PrintButton /> }.into_any()
            } else {
                view! { <PrintMark /> <PaperButton section=PaperSection::Plan /> }.into_any()
            })}
            <UndoRedo />
        </div>
        <div class="plan" class:print-comments=move || comments.printed.get() node_ref=sheet on:scroll=move |_| tell_reading()>
            <ReadingOnly read_only />
            {part(move || if versions.is_on() { view! { <Versions state=versions /> }.into_any() } else { ().into_any() })}
            // The texts stay: what is being typed in them is not lost, and they still receive what others write.
            <div class="plan-columns" hidden=move || versions.is_on()>
                <div class="plan-sections">
                    {PlanSection::ALL.iter().map(|section| view! { <Section section=*section read_only /> }).collect_view()}
                </div>
                <div class="plan-side">
                    <Head read_only />
                    <CommentsPanel state=comments />
                </div>
            </div>
            <PrintFoot />
        </div>
        <DraftDialog state=comments />
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
    let options = ProblemType::ALL
        .iter()
        .map(|problem| {
            let problem = *problem;
            view! {
                <option value=problem.id() selected=move || problem_type.get() == Some(problem)>
                    {move || plan_words::problem_type(i18n, problem)}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="plan-head card">
            <SharedField field=Field::plan("title")>
                <div class="field">
                    <label for="plan-title">{say(move || t_string!(i18n, plan.plan_title))}</label>
                    <input id="plan-title" type="text" autocomplete="off" maxlength=limits::TITLE_MAX.to_string()
                        prop:value=move || title.get() readonly=move || read_only.get() on:change=set_title />
                    <p class="print-only">{move || title.get()}</p>
                </div>
            </SharedField>
            <SharedField field=Field::plan("authors")>
                <div class="field">
                    <label for="plan-authors">{say(move || t_string!(i18n, plan.authors))}</label>
                    <input id="plan-authors" type="text" autocomplete="off" maxlength=limits::TITLE_MAX.to_string()
                        aria-describedby="plan-authors-hint" prop:value=move || authors.get()
                        readonly=move || read_only.get() on:change=set_authors />
                    <p class="print-only">{move || authors.get()}</p>
                    <p class="hint" id="plan-authors-hint">{say(move || t_string!(i18n, plan.authors_hint))}</p>
                </div>
            </SharedField>
            <SharedField field=Field::plan("problem_type")>
                <div class="field">
                    <label for="problem-type">{say(move || t_string!(i18n, plan.problem_type))}</label>
                    <select id="problem-type" disabled=move || read_only.get() on:change=set_type>
                        <option value="" selected=move || problem_type.get().is_none()>{say(move || t_string!(i18n, plan.type_none))}</option>
                        {options}
                    </select>
                </div>
            </SharedField>
        </div>
    }
}

/// Which sections are folded is remembered on the device, under this and the name of their first text.
const FOLDED: &str = "trama.folded.";

/// A section with its limit in words and its texts; it can be folded down to its name.
#[component]
fn Section(section: PlanSection, #[prop(into)] read_only: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let store = CaseStore::get();
    let name = move || match section {
        PlanSection::Problem => t_string!(i18n, plan.problem),
        PlanSection::Objective => t_string!(i18n, plan.objective),
        PlanSection::Strategy => t_string!(i18n, plan.strategy),
        PlanSection::Action => t_string!(i18n, plan.action),
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
                    label=Signal::derive(move || plan_words::text(i18n, text).to_owned())
                    hint=Signal::derive(move || Some(plan_words::text_hint(i18n, text).to_owned()))
                    hide_label=!several words=set_words />
            };
            let group = match text {
                PlanText::ActivityIntervention => {
                    Some(say(move || t_string!(i18n, plan.activities)))
                }
                PlanText::ActionPersonal => Some(say(move || t_string!(i18n, plan.parts))),
                _ => None,
            };
            let view =
                view! { {group.map(|words| view! { <h4 class="plan-group">{words}</h4> })} {view} };
            (words, view)
        })
        .unzip();
    let words = memo(move |_| counts.iter().map(|words| words.get()).sum::<usize>());
    let key = format!("{FOLDED}{}", section.texts()[0].id());
    let folded = RwSignal::new(storage_get(&key).is_some());
    let fold = move |_| {
        folded.update(|folded| *folded = !*folded);
        if folded.get_untracked() {
            storage_set(&key, "1");
        } else {
            storage_remove(&key);
        }
    };
    let peers = store.peers();
    let writers = memo(move |_| {
        if !folded.get() {
            return Vec::new();
        }
        let here = |field: TextField| matches!(field, TextField::Plan(text) if section.texts().contains(&text));
        peers.with(|peers| {
            let writing = |peer: &&Peer| peer.focus.caret.is_some_and(|caret| here(caret.field));
            let writers = peers.iter().filter(writing);
            writers
                .map(|peer| (peer.color, peer.name.clone(), peer.initials()))
                .collect()
        })
    });
    let writer = move |(color, name, letters): (usize, String, String)| {
        view! {
            <li>
                <Avatar letters color small=true />
                <span>{tell(move || t_string!(i18n, plan.writes, name = name.clone()))}</span>
            </li>
        }
    };
    let body_id = format!("section-{}", section.texts()[0].id());
    let (controls, head_id) = (body_id.clone(), format!("{body_id}-head"));
    let labelled = head_id.clone();
    view! {
        <section class="plan-section card" data-reading=section.texts()[0].id() class:folded=move || folded.get() aria-labelledby=labelled>
            <div class="plan-section-head">
                <h3>
                    <button type="button" class="fold" id=head_id aria-controls=controls
                        aria-expanded=move || if folded.get() { "false" } else { "true" } on:click=fold>
                        <Icon kind=IconKind::Down />
                        {name}
                    </button>
                </h3>
                <WordCounter words max=section.words_max() />
            </div>
            <OverLimit words max=section.words_max() />
            {move || (!writers.with(Vec::is_empty)).then(|| view! {
                <ul class="writers">{writers.get().into_iter().map(writer).collect_view()}</ul>
            })}
            // Folded texts stay: they are counted, printed, and still receive what others write.
            <div class="plan-section-body" id=body_id hidden=move || folded.get()>{texts}</div>
        </section>
    }
}
