//! What goes onto paper or into a file: its parts, the paper, the map, and how it will look.

use leptos::{prelude::*, task::spawn_local};
use leptos_i18n::t_string;
use trama_shared::{
    case::{View, Zone},
    date::Day,
    document::read_case,
    interchange::Paper,
    paper::{Block, Document, docx, html},
};
use web_sys::Element;

use super::{
    Section, Wanted,
    compose::Source,
    map,
    printer::{Edge, Printer},
};
use crate::{
    components::{
        case_map::words::Language,
        export::{
            browser::{self, NotMade},
            choice::view_word,
        },
    },
    i18n::use_i18n,
    lean::{memo, part, say, when},
    services::{
        announce::Announcer,
        case_store::CaseStore,
        clock,
        session::{storage_get, storage_set},
    },
};

/// The paper that was chosen last is remembered on the device under this.
const PAPER: &str = "trama.paper";
const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    Choosing,
    Working,
    Failed,
}

/// A paper as classes and the device's memory name it.
#[must_use]
pub const fn paper_id(paper: Paper) -> &'static str {
    match paper {
        Paper::A4 => "a4",
        Paper::Letter => "letter",
    }
}

/// What is chosen. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Choosing {
    i18n: Language,
    sections: RwSignal<Vec<Section>>,
    paper: RwSignal<Paper>,
    view: RwSignal<Option<View>>,
}

/// The content of the dialog.
#[component]
pub fn PaperPage() -> impl IntoView {
    let i18n = use_i18n();
    let announcer = Announcer::get();
    let store = CaseStore::get();
    let Wanted(first) = use_context().unwrap_or(Wanted(Section::ALL.to_vec()));
    let remembered = storage_get(PAPER).is_some_and(|id| id == paper_id(Paper::A4));
    let choosing = Choosing {
        i18n,
        sections: RwSignal::new(first),
        // Carta is the paper of Chile.
        paper: RwSignal::new(if remembered { Paper::A4 } else { Paper::Letter }),
        view: RwSignal::new(Some(View::Rings)),
    };
    let source = StoredValue::new_local(store.read(Zone::Case, |doc| read_case(doc).0).map(
        |case| Source {
            i18n,
            case,
            today: Day::of_ms(clock::local_ms(clock::now_ms()) as i64),
        },
    ));
    let ink = NodeRef::<leptos::html::Span>::new();
    let has_plan = memo(move |_| choosing.sections.with(|all| all.contains(&Section::Plan)));
    // The arrangement of a large network takes a moment: it is made anew only for another drawing or paper.
    let picture = memo(move |_| {
        let view = choosing.view.get().filter(|_| has_plan.get())?;
        let ink: Element = (**ink.get()?).clone();
        let palette = browser::palette_of(&ink)?;
        let paper = choosing.paper.get();
        source.with_value(|source| Some(map::picture(source.as_ref()?, view, paper, palette)))
    });
    let made = memo(move |_| {
        i18n.get_locale();
        let paper = choosing.paper.get();
        let picture = picture.get();
        source.with_value(|source| {
            let source = source.as_ref()?;
            Some(
                choosing
                    .sections
                    .with(|all| source.document(all, paper, picture)),
            )
        })
    });
    let is_empty = memo(move |_| choosing.sections.with(Vec::is_empty));
    let progress = RwSignal::new(Progress::Choosing);
    let printing = RwSignal::new(None::<Document>);
    let print = move |_| {
        if let Some(made) = made.get_untracked() {
            storage_set(PAPER, paper_id(made.paper));
            printing.set(Some(made));
        }
    };
    let save = move |_| {
        let Some(made) = made.get_untracked() else {
            return;
        };
        storage_set(PAPER, paper_id(made.paper));
        progress.set(Progress::Working);
        spawn_local(async move {
            let saved = save_docx(i18n, made).await;
            // The dialog may be gone.
            let _ = progress.try_set(if saved.is_ok() {
                Progress::Choosing
            } else {
                Progress::Failed
            });
            if let Ok(name) = saved {
                announcer.say(t_string!(i18n, files.out.saved, name = name));
            }
        });
    };
    let cannot = when(move || is_empty.get() || progress.get() == Progress::Working);
    view! {
        <div class="dialog-body paper-dialog" data-testid="paper-dialog">
            <Sections choosing />
            <fieldset class="file-options">
                <legend class="sr-only">{say(move || t_string!(i18n, files.out.sheet))}</legend>
                <PaperChoice choosing />
                <ViewChoice choosing has_plan />
            </fieldset>
            <p class="hint">{say(move || t_string!(i18n, paper.contains))}</p>
            <Preview i18n made is_empty printing />
            <div role="alert">
                {part(move || {
                    (progress.get() == Progress::Failed)
                        .then(|| view! { <p class="map-error">{say(move || t_string!(i18n, paper.failed))}</p> })
                        .into_any()
                })}
            </div>
            <div class="dialog-actions">
                <button class="button" type="button" data-testid="paper-docx" disabled=cannot on:click=save>
                    {say(move || if progress.get() == Progress::Working {
                        t_string!(i18n, files.out.working)
                    } else {
                        t_string!(i18n, paper.save)
                    })}
                </button>
                <button class="button primary" type="button" data-testid="paper-print-now"
                    disabled=when(move || is_empty.get()) on:click=print>
                    {say(move || t_string!(i18n, paper.print))}
                </button>
            </div>
        </div>
        // Its colours are those of paper, whatever the screen's are.
        <span class="paper-ink" hidden node_ref=ink></span>
        <Printer printing />
    }
}

/// Puts the document into the device's downloads; the name of the file, which tells nobody whose case it is.
async fn save_docx(i18n: Language, mut made: Document) -> Result<String, NotMade> {
    for block in &mut made.blocks {
        if let Block::Picture(picture) = block {
            *picture = map::with_pixels(picture.clone()).await?;
        }
    }
    let day = clock::day_of(clock::now_ms());
    let name = format!("trama-{}-{day}.docx", t_string!(i18n, paper.file));
    browser::download(&browser::blob(&docx(&made), MEDIA_TYPE)?, &name)?;
    Ok(name)
}

/// What is in it.
#[component]
fn Sections(choosing: Choosing) -> impl IntoView {
    let Choosing { i18n, sections, .. } = choosing;
    let tick = move |section: Section| {
        let word = move || match section {
            Section::Plan => t_string!(i18n, paper.plan),
            Section::Commitments => t_string!(i18n, commitments.title),
            Section::Needs => t_string!(i18n, paper.needs),
        };
        let set = move |event: leptos::ev::Event| {
            let on = event_target_checked(&event);
            sections.update(|all| {
                all.retain(|other| *other != section);
                if on {
                    all.push(section);
                    all.sort_unstable();
                }
            });
        };
        view! {
            <label class="tick">
                <input type="checkbox" data-testid=format!("paper-{}", section.id())
                    prop:checked=when(move || sections.with(|all| all.contains(&section))) on:change=set />
                <span>{say(word)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="paper-sections">
            <legend class="field-label">{say(move || t_string!(i18n, paper.sections))}</legend>
            {Section::ALL.map(tick).into_iter().collect_view()}
        </fieldset>
    }
}

#[component]
fn PaperChoice(choosing: Choosing) -> impl IntoView {
    let Choosing { i18n, paper, .. } = choosing;
    let option = move |of: Paper| {
        let word = move || match of {
            Paper::A4 => t_string!(i18n, files.out.a4),
            Paper::Letter => t_string!(i18n, files.out.letter),
        };
        view! { <option value=paper_id(of) selected=when(move || paper.get() == of)>{say(word)}</option> }
    };
    let set = move |event: leptos::ev::Event| {
        let is_a4 = event_target_value(&event) == paper_id(Paper::A4);
        paper.set(if is_a4 { Paper::A4 } else { Paper::Letter });
    };
    view! {
        <label class="field">
            <span class="field-label">{say(move || t_string!(i18n, files.out.sheet))}</span>
            <select data-testid="paper-size" on:change=set>{[Paper::Letter, Paper::A4].map(option).into_iter().collect_view()}</select>
        </label>
    }
}

#[component]
fn ViewChoice(choosing: Choosing, has_plan: Memo<bool>) -> impl IntoView {
    let Choosing { i18n, view, .. } = choosing;
    let option = move |(at, of): (usize, View)| {
        view! {
            <option value=at.to_string() selected=when(move || view.get() == Some(of))>{say(move || view_word(i18n, of))}</option>
        }
    };
    let set = move |event: leptos::ev::Event| {
        let at = event_target_value(&event).parse::<usize>().ok();
        view.set(at.and_then(|at| View::ALL.get(at).copied()));
    };
    view! {
        <label class="field">
            <span class="field-label">{say(move || t_string!(i18n, paper.map_choice))}</span>
            <select data-testid="paper-map" disabled=when(move || !has_plan.get()) on:change=set>
                {View::ALL.iter().copied().enumerate().map(option).collect_view()}
                <option value="">{say(move || t_string!(i18n, paper.map_none))}</option>
            </select>
        </label>
    }
}

/// How it will look, as one sheet: where pages end only the printer knows.
#[component]
fn Preview(
    i18n: Language,
    made: Memo<Option<Document>>,
    is_empty: Memo<bool>,
    printing: RwSignal<Option<Document>>,
) -> impl IntoView {
    let is_printing = memo(move |_| printing.with(Option::is_some));
    let sheet = part(move || {
        // The same map twice in the page: what one clips, the other would look for in the wrong place.
        if is_printing.get() {
            return ().into_any();
        }
        if is_empty.get() {
            return view! { <p class="hint">{say(move || t_string!(i18n, paper.nothing))}</p> }
                .into_any();
        }
        let Some(made) = made.get() else {
            return view! { <p class="hint">{say(move || t_string!(i18n, plan.opening))}</p> }
                .into_any();
        };
        let (paper, language, text) = (paper_id(made.paper), made.language, html(&made));
        view! {
            <div class="paper-look" data-paper=paper lang=language>
                <Edge margins=made.margins />
                <div class="paper-doc" inner_html=text></div>
            </div>
        }
        .into_any()
    });
    view! {
        <section class="paper-preview" tabindex="0" data-testid="paper-preview"
            aria-label=say(move || t_string!(i18n, paper.preview))>
            {sheet}
        </section>
    }
}
