//! Bringing a list of services into the territory: its columns are named, what it would add is shown, and one step adds it.

use std::collections::BTreeSet;

use leptos::{prelude::*, task::spawn_local};
use leptos_i18n::t_string;
use trama_shared::{
    interchange::{FILE_BYTES_MAX, FaultReason, text_of},
    territory::{CellFault, Column, Intake, RowFault, Service, Sheet},
    text::folded,
};
use wasm_bindgen_futures::JsFuture;

use super::{TerritoryState, state::pairs, tables, words};
use crate::{
    components::{
        dialog::Dialog,
        icon::{Icon, IconKind},
    },
    lean::{memo, part, say, tell, when},
};

/// Faults that are listed; what is more is counted.
const FAULTS_MAX: usize = 20;
/// Services of the preview.
const PREVIEW_MAX: usize = 5;
/// What a workbook begins with: it is an archive.
const ARCHIVE: &[u8] = b"PK\x03\x04";

/// How far an import has come.
#[derive(Debug, Clone, PartialEq)]
enum Progress {
    Choosing,
    Reading,
    /// Nothing can be read, for this reason.
    Refused(String),
    Read(Sheet),
    Adding {
        done: usize,
        all: usize,
    },
}

/// What a list would do to the territory.
#[derive(Debug, Clone, PartialEq, Default)]
struct Preview {
    services: Vec<Service>,
    there: usize,
    wrong: usize,
    faults: Vec<RowFault>,
}

/// What is chosen. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Choosing {
    progress: RwSignal<Progress>,
    columns: RwSignal<Vec<Option<Column>>>,
    fill_down: RwSignal<bool>,
}

/// The dialog.
#[component]
pub fn ImportListDialog(
    /// The page.
    page: TerritoryState,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = page.i18n;
    let choosing = Choosing {
        progress: RwSignal::new(Progress::Choosing),
        columns: RwSignal::new(Vec::new()),
        fill_down: RwSignal::new(true),
    };
    let progress = choosing.progress;
    Effect::new(move |_| {
        // Closing the dialog stops what goes on in it.
        open.track();
        progress.set(Progress::Choosing);
        choosing.fill_down.set(true);
    });
    let preview = memo(move |_| {
        progress.with(|progress| match progress {
            Progress::Read(sheet) => Some(previewed(page, sheet, choosing)),
            _ => None,
        })
    });
    let ready = memo(move |_| {
        preview.with(|preview| {
            preview
                .as_ref()
                .is_some_and(|preview| !preview.services.is_empty())
        })
    });
    let add = move || {
        let Some(Preview { services, .. }) = preview.get_untracked() else {
            return;
        };
        let all = services.len();
        if all == 0 {
            return;
        }
        progress.set(Progress::Adding { done: 0, all });
        spawn_local(async move {
            let goes_on = move || {
                progress
                    .try_with_untracked(|now| matches!(now, Progress::Adding { .. }))
                    .unwrap_or_default()
            };
            let told = move |done| drop(progress.try_set(Progress::Adding { done, all }));
            match page.store.add_all(services, told, goes_on).await {
                Ok(true) => {
                    page.announcer
                        .say(t_string!(i18n, territory.inward.done, n = all));
                    open.set(false);
                }
                Ok(false) => page
                    .announcer
                    .say(t_string!(i18n, territory.inward.stopped)),
                // The page tells why.
                Err(_) => open.set(false),
            }
        });
    };
    let is_adding = memo(move |_| progress.with(|now| matches!(now, Progress::Adding { .. })));
    view! {
        <Dialog open wide=true title=Signal::derive(move || t_string!(i18n, territory.inward.title).to_owned())>
            <form class="dialog-body" data-testid="list-import" on:submit=move |event| {
                event.prevent_default();
                add();
            }>
                <p class="hint">{say(move || t_string!(i18n, territory.inward.lead))}</p>
                <Chooser page choosing />
                <div aria-live="polite"><Outcome page choosing preview /></div>
                <div class="dialog-actions">
                    <button class="button" type="button" data-testid="list-cancel" hidden=when(move || !is_adding.get())
                        on:click=move |_| progress.set(Progress::Choosing)>
                        {say(move || t_string!(i18n, territory.inward.cancel))}
                    </button>
                    <button class="button primary" type="submit" data-testid="list-submit" disabled=when(move || !ready.get())>
                        {say(move || t_string!(i18n, territory.inward.submit))}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}

/// Reads the rows by the columns that are chosen. What is in the territory already does not come a second time.
fn previewed(page: TerritoryState, sheet: &Sheet, choosing: Choosing) -> Preview {
    let words = tables::reading_words(page.i18n);
    let columns = choosing.columns.get();
    let key = |service: &Service| (folded(&service.name), folded(&service.organisation));
    let mut known: BTreeSet<(String, String)> = page
        .store
        .services()
        .with(|services| pairs(services).map(|(_, service)| key(service)).collect());
    let mut intake = Intake::new(&columns, &words, choosing.fill_down.get());
    let mut preview = Preview::default();
    for row in &sheet.rows {
        match intake.read(row) {
            Ok(service) => {
                if known.insert(key(&service)) {
                    preview.services.push(service);
                } else {
                    preview.there += 1;
                }
            }
            Err(faults) => {
                preview.wrong += 1;
                preview.faults.extend(faults);
            }
        }
    }
    preview
}

/// Where the file is chosen.
#[component]
fn Chooser(page: TerritoryState, choosing: Choosing) -> impl IntoView {
    let i18n = page.i18n;
    let progress = choosing.progress;
    let on_change = move |event: leptos::ev::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        let file = input.files().and_then(|files| files.item(0));
        // The same file can be chosen again after it was put right.
        input.set_value("");
        let Some(file) = file else { return };
        progress.set(Progress::Reading);
        spawn_local(async move {
            let read = read(page, file).await;
            let next = match read {
                Ok(sheet) => {
                    let guess = sheet.guess(&tables::reading_words(i18n));
                    choosing.columns.set(guess);
                    Progress::Read(sheet)
                }
                Err(words) => Progress::Refused(words),
            };
            // The dialog may be gone.
            let _ = progress.try_set(next);
        });
    };
    view! {
        <div class="file-drop">
            <label class="button">
                <Icon kind=IconKind::Import />
                <span>{say(move || if progress.with(|now| *now == Progress::Choosing) {
                    t_string!(i18n, territory.inward.choose)
                } else {
                    t_string!(i18n, territory.inward.another)
                })}</span>
                <input type="file" accept=".csv,.txt,text/csv" data-testid="list-file" on:change=on_change
                    disabled=when(move || progress.with(|now| matches!(now, Progress::Adding { .. }))) />
            </label>
        </div>
    }
}

/// The rows of a file, or why there are none.
async fn read(page: TerritoryState, file: web_sys::File) -> Result<Sheet, String> {
    let i18n = page.i18n;
    if file.size() > FILE_BYTES_MAX as f64 {
        return Err(t_string!(i18n, territory.inward.too_large).to_owned());
    }
    let bytes = JsFuture::from(file.array_buffer())
        .await
        .map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec())
        .map_err(|_| t_string!(i18n, territory.inward.unreadable).to_owned())?;
    if bytes.starts_with(ARCHIVE) {
        return Err(t_string!(i18n, territory.inward.workbook).to_owned());
    }
    let words = tables::reading_words(i18n);
    let sheet = Sheet::read_csv(&text_of(&bytes), &words).map_err(|fault| match fault.reason {
        FaultReason::UnclosedQuote => {
            let line = fault.line.unwrap_or_default();
            t_string!(i18n, territory.inward.open_quote, line = line)
        }
        _ => t_string!(i18n, territory.inward.unreadable).to_owned(),
    })?;
    if sheet.rows.is_empty() {
        return Err(t_string!(i18n, territory.inward.empty).to_owned());
    }
    Ok(sheet)
}

/// What has become of the file.
#[component]
fn Outcome(
    page: TerritoryState,
    choosing: Choosing,
    preview: Memo<Option<Preview>>,
) -> impl IntoView {
    let i18n = page.i18n;
    let progress = choosing.progress;
    // While services are entered only the count changes.
    let adding = memo(move |_| {
        progress.with(|now| match now {
            Progress::Adding { all, .. } => Some(*all),
            _ => None,
        })
    });
    let shown = memo(move |_| {
        progress.with(|now| match now {
            Progress::Adding { .. } => Progress::Reading,
            now => now.clone(),
        })
    });
    let done = move || {
        progress.with(|now| match now {
            Progress::Adding { done, .. } => *done,
            _ => 0,
        })
    };
    part(move || {
        if let Some(all) = adding.get() {
            return view! {
                <div class="list-progress">
                    <progress max=all.to_string() prop:value=move || done().to_string() aria-labelledby="list-progress"></progress>
                    <p id="list-progress" data-testid="list-progress">
                        {tell(move || t_string!(i18n, territory.inward.adding, done = done(), all = all))}
                    </p>
                </div>
            }
            .into_any();
        }
        match shown.get() {
            Progress::Choosing | Progress::Adding { .. } => ().into_any(),
            Progress::Reading => {
                view! { <p>{say(move || t_string!(i18n, territory.inward.reading))}</p> }.into_any()
            }
            Progress::Refused(words) => view! {
                <div class="notice" data-testid="list-refused"><Icon kind=IconKind::Warning /><p>{words}</p></div>
            }
            .into_any(),
            Progress::Read(sheet) => view! {
                <Columns page choosing sheet />
                {part(move || match preview.get() {
                    Some(preview) => view! { <PreviewView page choosing preview /> }.into_any(),
                    None => ().into_any(),
                })}
            }
            .into_any(),
        }
    })
}

/// What each column of the file says.
#[component]
fn Columns(page: TerritoryState, choosing: Choosing, sheet: Sheet) -> impl IntoView {
    let i18n = page.i18n;
    let column = move |(at, head): (usize, String)| {
        let id = format!("list-column-{at}");
        let label_for = id.clone();
        let sample = sheet
            .rows
            .iter()
            .filter_map(|row| row.cells.get(at))
            .find(|cell| !cell.is_empty())
            .map(|cell| cell.chars().take(60).collect::<String>());
        let label = if head.is_empty() {
            t_string!(i18n, territory.inward.column_untitled, n = at + 1)
        } else {
            head
        };
        let set = move |event: leptos::ev::Event| {
            let chosen = Column::from_id(&event_target_value(&event));
            choosing.columns.update(|columns| {
                // One column of the file for each of a service's.
                for other in columns.iter_mut() {
                    if *other == chosen {
                        *other = None;
                    }
                }
                if let Some(column) = columns.get_mut(at) {
                    *column = chosen;
                }
            });
        };
        let now = move || {
            choosing
                .columns
                .with(|columns| columns.get(at).copied().flatten())
        };
        let option = move |column: Column| {
            view! {
                <option value=column.id() selected=move || now() == Some(column)>{say(move || tables::head(i18n, column))}</option>
            }
        };
        view! {
            <div class="list-column">
                <div>
                    <label for=label_for>{label}</label>
                    {sample.map(|text| view! { <p class="hint">{tell(move || t_string!(i18n, territory.inward.sample, text = text.clone()))}</p> })}
                </div>
                <select id=id on:change=set>
                    <option value="" selected=move || now().is_none()>{say(move || t_string!(i18n, territory.inward.column_none))}</option>
                    {Column::ALL.iter().copied().map(option).collect_view()}
                </select>
            </div>
        }
    };
    let heads = sheet.head.clone().into_iter().enumerate();
    view! {
        <fieldset class="list-columns">
            <legend class="field-label">{say(move || t_string!(i18n, territory.inward.columns))}</legend>
            {heads.map(column).collect_view()}
        </fieldset>
        <label class="need-row">
            <input type="checkbox" prop:checked=move || choosing.fill_down.get()
                on:change=move |event| choosing.fill_down.set(event_target_checked(&event)) />
            <span>{say(move || t_string!(i18n, territory.inward.fill_down))}</span>
        </label>
    }
}

/// What would be added, what is there, and what is wrong.
#[component]
fn PreviewView(page: TerritoryState, choosing: Choosing, preview: Preview) -> impl IntoView {
    let i18n = page.i18n;
    let named = choosing
        .columns
        .with_untracked(|columns| columns.contains(&Some(Column::Name)));
    if !named {
        return view! {
            <div class="notice"><Icon kind=IconKind::Warning /><p>{say(move || t_string!(i18n, territory.inward.no_name))}</p></div>
        }
        .into_any();
    }
    let Preview {
        services,
        there,
        wrong,
        faults,
    } = preview;
    let count = services.len();
    let sums = move || {
        let mut said = vec![match count {
            0 => t_string!(i18n, territory.inward.adds_none).to_owned(),
            1 => t_string!(i18n, territory.inward.adds_single).to_owned(),
            n => t_string!(i18n, territory.inward.adds_many, n = n),
        }];
        if there > 0 {
            said.push(t_string!(i18n, territory.inward.there, n = there));
        }
        if wrong > 0 {
            said.push(t_string!(i18n, territory.inward.wrong, n = wrong));
        }
        said.join(" ")
    };
    let more = faults.len().saturating_sub(FAULTS_MAX);
    let fault = move |fault: RowFault| {
        let words = tell(move || {
            let column = tables::head(i18n, fault.column);
            let why = why(page, &fault.fault);
            t_string!(
                i18n,
                territory.inward.fault,
                line = fault.line,
                column = column,
                why = why
            )
        });
        view! { <li>{words}</li> }
    };
    let faults: Vec<_> = faults.into_iter().take(FAULTS_MAX).map(fault).collect();
    let faults = (!faults.is_empty()).then(|| {
        view! {
            <section class="list-faults" data-testid="list-faults">
                <h3>{say(move || t_string!(i18n, territory.inward.faults))}</h3>
                <ul>{faults}</ul>
                {(more > 0).then(|| view! { <p class="hint">{tell(move || t_string!(i18n, territory.inward.faults_more, n = more))}</p> })}
            </section>
        }
    });
    let first = services.into_iter().take(PREVIEW_MAX).map(|service| {
        let needs: Vec<String> = service
            .needs
            .iter()
            .map(|topic| words::topic(i18n, *topic))
            .collect();
        view! { <li><strong>{service.name}</strong> " " <span class="hint">{[service.organisation, needs.join(", ")].join(" · ")}</span></li> }
    });
    let first: Vec<_> = first.collect();
    let first = (!first.is_empty()).then(|| {
        view! {
            <h3>{say(move || t_string!(i18n, territory.inward.preview))}</h3>
            <ul class="list-first">{first}</ul>
        }
    });
    view! {
        <p role="status" data-testid="list-sums"><strong>{tell(sums)}</strong></p>
        {faults}
        {first}
    }
    .into_any()
}

fn why(page: TerritoryState, fault: &CellFault) -> String {
    let i18n = page.i18n;
    match fault.clone() {
        CellFault::NoName => t_string!(i18n, territory.inward.why_name).to_owned(),
        CellFault::TooLong { max } => t_string!(i18n, territory.inward.why_long, max = max),
        CellFault::UnknownNeed(text) => t_string!(i18n, territory.inward.why_need, text = text),
        CellFault::UnknownScale(text) => t_string!(i18n, territory.inward.why_scale, text = text),
        CellFault::NotADay(text) => t_string!(i18n, territory.inward.why_day, text = text),
    }
}
