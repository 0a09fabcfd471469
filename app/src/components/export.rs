//! One dialog for everything that leaves the case: what it is for, what is in it, and who can be recognised in it.

pub mod browser;
pub mod choice;
pub mod contents;
pub mod history;
pub mod print;

use leptos::{prelude::*, task::spawn_local};
use leptos_i18n::t_string;
use trama_shared::{
    case::{Reserved, View},
    interchange::Paper,
};

use crate::{
    components::{
        case_map::{
            state::{MapState, Toast},
            words::Language,
        },
        dialog::Dialog,
    },
    lean::{memo, part, say, tell, when},
};
use choice::{Choice, Format, view_word};
use contents::Contents;
use print::{PrintSheet, Printing};

/// How far an export has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    Choosing,
    /// So many moments of the history are read, of so many.
    Reading {
        done: usize,
        of: usize,
    },
    Working,
    Failed,
}

/// The dialog.
#[component]
pub fn ExportDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let choice = RwSignal::new(Choice::default());
    let progress = RwSignal::new(Progress::Choosing);
    let printing = RwSignal::new(None::<Printing>);
    let ink = NodeRef::<leptos::html::Span>::new();
    // Counts up with every export, and when one is called off: whoever reads for another one stops.
    let run = StoredValue::new(0_u32);
    let call_off = move || {
        run.update_value(|run| *run += 1);
        progress.set(Progress::Choosing);
    };
    // It opens on the map that is looked at, and on pseudonyms.
    Effect::new(move |_| {
        call_off();
        if open.get() {
            let view = map.view.get_untracked().drawing().unwrap_or(View::Rings);
            choice.update(|choice| *choice = choice.opened(view));
        }
    });
    let make = move || {
        let wish = choice.get_untracked();
        call_off();
        let own = run.get_value();
        progress.set(Progress::Working);
        // The word that it is working is painted first.
        request_animation_frame(move || {
            spawn_local(async move {
                let history = if wish.format == Format::Gexf {
                    let tell = |done, of| progress.set(Progress::Reading { done, of });
                    let goes_on = || run.try_get_value() == Some(own);
                    let Some(moments) = history::read(map.store, tell, goes_on).await else {
                        return;
                    };
                    moments
                } else {
                    Vec::new()
                };
                let contents = Contents::of(map, &wish, history, ink.get_untracked());
                let Some(contents) = contents else {
                    progress.set(Progress::Failed);
                    return;
                };
                if wish.format == Format::Paper {
                    open.set(false);
                    printing.set(Some(contents.into_printing(map, &wish)));
                    return;
                }
                match contents.save(i18n, &wish).await {
                    Ok(name) => {
                        open.set(false);
                        let message = t_string!(i18n, files.out.saved, name = name);
                        map.announcer.say(message.clone());
                        map.toast.set(Some(Toast {
                            message,
                            undo: false,
                        }));
                    }
                    Err(browser::NotMade) => progress.set(Progress::Failed),
                }
            });
        });
    };
    view! {
        <Dialog open wide=true title=Signal::derive(move || t_string!(i18n, files.out.title).to_owned())>
            <form
                class="dialog-body"
                data-testid="export-dialog"
                on:submit=move |event| {
                    event.prevent_default();
                    make();
                }
            >
                <Formats i18n choice />
                <Options map choice />
                <Veiling i18n choice />
                <ReadingHistory i18n progress call_off=Callback::new(move |()| call_off()) />
                <div role="alert">
                    {part(move || {
                        (progress.get() == Progress::Failed)
                            .then(|| view! { <p class="map-error">{say(move || t_string!(i18n, files.out.failed))}</p> })
                            .into_any()
                    })}
                </div>
                <div class="dialog-actions">
                    <button
                        class="button primary"
                        type="submit"
                        data-testid="export-submit"
                        disabled=move || matches!(progress.get(), Progress::Working | Progress::Reading { .. })
                    >
                        {say(move || match (progress.get(), choice.with(|choice| choice.format)) {
                            (Progress::Working | Progress::Reading { .. }, _) => t_string!(i18n, files.out.working),
                            (_, Format::Paper) => t_string!(i18n, files.out.print),
                            _ => t_string!(i18n, files.out.save),
                        })}
                    </button>
                </div>
            </form>
        </Dialog>
        // Its colours are those of paper, whatever the screen's are.
        <span class="paper-ink" hidden node_ref=ink></span>
        <PrintSheet printing />
    }
}

/// How far the history is read, and the way out of it.
#[component]
fn ReadingHistory(
    i18n: Language,
    progress: RwSignal<Progress>,
    /// Stops it.
    call_off: Callback<()>,
) -> impl IntoView {
    let reads = memo(move |_| matches!(progress.get(), Progress::Reading { .. }));
    let (done, of) = (
        move || match progress.get() {
            Progress::Reading { done, .. } => done,
            _ => 0,
        },
        move || match progress.get() {
            Progress::Reading { of, .. } => of,
            _ => 1,
        },
    );
    part(move || {
        if !reads.get() {
            return ().into_any();
        }
        view! {
            <div class="file-progress" data-testid="export-progress">
                <label>
                    <span>{tell(move || t_string!(i18n, files.out.moments, done = done(), of = of()))}</span>
                    <progress max=of prop:value=move || done() as f64></progress>
                </label>
                <button class="button" type="button" data-testid="export-cancel" on:click=move |_| call_off.run(())>
                    {say(move || t_string!(i18n, common.cancel))}
                </button>
            </div>
        }
        .into_any()
    })
}

#[component]
fn Formats(i18n: Language, choice: RwSignal<Choice>) -> impl IntoView {
    let row = move |format: Format| {
        let words = move || match format {
            Format::Paper => (
                t_string!(i18n, files.out.paper),
                t_string!(i18n, files.out.paper_says),
            ),
            Format::Png => (
                t_string!(i18n, files.out.png),
                t_string!(i18n, files.out.png_says),
            ),
            Format::Svg => (
                t_string!(i18n, files.out.svg),
                t_string!(i18n, files.out.svg_says),
            ),
            Format::Csv => (
                t_string!(i18n, files.out.csv),
                t_string!(i18n, files.out.csv_says),
            ),
            Format::GraphMl => (
                t_string!(i18n, files.out.graphml),
                t_string!(i18n, files.out.graphml_says),
            ),
            Format::Gexf => (
                t_string!(i18n, files.out.gexf),
                t_string!(i18n, files.out.gexf_says),
            ),
        };
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="export-format"
                    value=format.id()
                    prop:checked=when(move || choice.with(|choice| choice.format == format))
                    on:change=move |_| choice.update(|choice| choice.format = format)
                />
                <strong>{say(move || words().0)}</strong>
                <small>{say(move || words().1)}</small>
            </label>
        }
    };
    view! {
        <fieldset class="choice-list">
            <legend>{say(move || t_string!(i18n, files.out.format))}</legend>
            {Format::ALL.map(row).into_iter().collect_view()}
        </fieldset>
    }
}

/// A tick for one thing that may be in the file.
fn tick(
    choice: RwSignal<Choice>,
    id: &'static str,
    words: impl Fn() -> &'static str + Send + Sync + 'static,
    read: fn(&Choice) -> bool,
    write: fn(&mut Choice, bool),
) -> AnyView {
    view! {
        <label class="tick">
            <input
                type="checkbox"
                data-testid=id
                prop:checked=when(move || choice.with(read))
                on:change=move |event| choice.update(|choice| write(choice, event_target_checked(&event)))
            />
            <span>{say(words)}</span>
        </label>
    }
    .into_any()
}

/// One of a list, by its place in it.
fn pick(
    choice: RwSignal<Choice>,
    id: &'static str,
    label: impl Fn() -> &'static str + Send + Sync + 'static,
    options: impl Fn() -> Vec<String> + Send + Sync + 'static,
    read: fn(&Choice) -> usize,
    write: fn(&mut Choice, usize),
) -> AnyView {
    let chosen = memo(move |_| choice.with(read));
    let options = part(move || {
        let option = |(at, words): (usize, String)| {
            view! { <option value=at.to_string() selected=at == chosen.get()>{words}</option> }
        };
        options()
            .into_iter()
            .enumerate()
            .map(option)
            .collect_view()
            .into_any()
    });
    view! {
        <label class="field">
            <span class="field-label">{say(label)}</span>
            <select
                data-testid=id
                on:change=move |event| {
                    if let Ok(at) = event_target_value(&event).parse() {
                        choice.update(|choice| write(choice, at));
                    }
                }
            >
                {options}
            </select>
        </label>
    }
    .into_any()
}

/// What can be chosen about the format: nothing for data, which is always whole.
#[component]
fn Options(map: MapState, choice: RwSignal<Choice>) -> impl IntoView {
    let i18n = map.i18n;
    let format = memo(move |_| choice.with(|choice| choice.format));
    // Only those are asked who may see what is reserved, and only where something is.
    let reservable = memo(move |_| {
        map.store.rights().with(|rights| rights.reserved.is_some())
            && map.store.reserved().with(Reserved::withholds)
    });
    part(move || {
        let format = format.get();
        if format == Format::Gexf {
            return view! { <p class="hint">{say(move || t_string!(i18n, files.out.time_says))}</p> }.into_any();
        }
        if !format.is_picture() {
            return ().into_any();
        }
        let views = pick(
            choice,
            "export-view",
            move || t_string!(i18n, files.out.view),
            move || {
                View::ALL
                    .iter()
                    .map(|view| view_word(i18n, *view).to_owned())
                    .collect()
            },
            |choice| {
                View::ALL
                    .iter()
                    .position(|view| *view == choice.view)
                    .unwrap_or(0)
            },
            |choice, at| {
                let view = View::ALL.get(at).copied().unwrap_or(View::Rings);
                *choice = choice.with_view(view);
            },
        );
        let size = (format == Format::Png).then(|| {
            pick(
                choice,
                "export-size",
                move || t_string!(i18n, files.out.size),
                move || {
                    let size = choice.with(Choice::picture_size);
                    let sizes = (1..=3_u32).map(|times| {
                        let (width, height) =
                            (size.width as u32 * times, size.height as u32 * times);
                        t_string!(
                            i18n,
                            files.out.times,
                            n = times,
                            width = width,
                            height = height
                        )
                    });
                    sizes.collect()
                },
                |choice| usize::from(choice.times) - 1,
                |choice, at| choice.times = at.min(2) as u8 + 1,
            )
        });
        let paper = (format == Format::Paper).then(|| {
            let sheet = pick(
                choice,
                "export-paper",
                move || t_string!(i18n, files.out.sheet),
                move || {
                    let sizes = [
                        t_string!(i18n, files.out.a4),
                        t_string!(i18n, files.out.letter),
                    ];
                    let ways = [
                        t_string!(i18n, files.out.upright),
                        t_string!(i18n, files.out.sideways),
                    ];
                    sizes
                        .iter()
                        .flat_map(|size| {
                            ways.iter()
                                .map(move |way| format!("{size} · {}", way.to_lowercase()))
                        })
                        .collect()
                },
                |choice| {
                    let letter = usize::from(choice.paper == Paper::Letter);
                    letter * 2 + usize::from(choice.landscape)
                },
                |choice, at| {
                    choice.paper = if at < 2 { Paper::A4 } else { Paper::Letter };
                    choice.landscape = at % 2 == 1;
                },
            );
            let measures = tick(
                choice,
                "export-measures",
                move || t_string!(i18n, files.out.measures),
                |choice| choice.measures,
                |choice, on| choice.measures = on,
            );
            (sheet, measures)
        });
        let (sheet, measures) = paper.unzip();
        let heading = tick(
            choice,
            "export-heading",
            move || {
                if choice.with(|choice| choice.veiled) {
                    t_string!(i18n, files.out.heading_veiled)
                } else {
                    t_string!(i18n, files.out.heading)
                }
            },
            |choice| choice.heading,
            |choice, on| choice.heading = on,
        );
        let legend = tick(
            choice,
            "export-legend",
            move || t_string!(i18n, files.out.legend),
            |choice| choice.legend,
            |choice, on| choice.legend = on,
        );
        let mark = tick(
            choice,
            "export-mark",
            move || t_string!(i18n, files.out.mark),
            |choice| choice.mark,
            |choice, on| choice.mark = on,
        );
        let reserved = reservable.get().then(|| {
            tick(
                choice,
                "export-reserved",
                move || t_string!(i18n, files.out.reserved),
                |choice| choice.reserved,
                |choice, on| choice.reserved = on,
            )
        });
        view! {
            <div class="file-options">{views} {size} {sheet}</div>
            <div class="file-options">{heading} {legend} {mark} {measures} {reserved}</div>
        }
        .into_any()
    })
}

/// The switch for pseudonyms, and what will be in the file.
#[component]
fn Veiling(i18n: Language, choice: RwSignal<Choice>) -> impl IntoView {
    let veiled = memo(move |_| choice.with(|choice| choice.veiled));
    let says = move || match (
        veiled.get(),
        choice.with(|choice| choice.format.is_picture()),
    ) {
        (true, _) => t_string!(i18n, files.out.veil_says),
        (false, true) => t_string!(i18n, files.out.open_says),
        (false, false) => t_string!(i18n, files.out.open_data_says),
    };
    let switch = tick(
        choice,
        "export-veil",
        move || t_string!(i18n, files.out.veil),
        |choice| choice.veiled,
        |choice, on| choice.veiled = on,
    );
    view! {
        <div class="veil" data-open=move || (!veiled.get()).then_some("")>
            {switch}
            <p aria-live="polite" data-testid="export-says">{tell(move || says().to_owned())}</p>
            <p data-testid="export-never">
                {say(move || {
                    if choice.with(|choice| choice.reserved && choice.format.is_picture()) {
                        t_string!(i18n, files.out.reserved_says)
                    } else {
                        t_string!(i18n, files.out.never)
                    }
                })}
            </p>
        </div>
    }
}
