//! Bringing a list of services into the territory: its columns are named, what it would add is shown, and one step adds it.

use std::collections::BTreeSet;

use leptos::{prelude::*, task::spawn_local};
use leptos_i18n::t_string;
use trama_shared::{
    interchange::{Book, BookError, BookRows, FILE_BYTES_MAX, FaultReason, text_of},
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
    services::turns::in_slices,
};

/// Faults that are listed; what is more is counted.
const FAULTS_MAX: usize = 20;
/// Services of the preview.
const PREVIEW_MAX: usize = 5;
/// What a workbook begins with: it is an archive, or what encrypted and old ones are.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// How far an import has come.
#[derive(Debug, Clone, PartialEq)]
enum Progress {
    Choosing,
    Reading,
    /// So much of a sheet is read, of 100.
    Rows {
        percent: u8,
    },
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
    /// The workbook that was chosen, its sheets by name, and which of them is read.
    book: StoredValue<Option<Book>>,
    sheets: RwSignal<Vec<String>>,
    sheet: RwSignal<usize>,
    /// Counts up with every file and sheet: whoever reads for another one stops.
    run: StoredValue<u32>,
}

impl Choosing {
    /// Nothing is chosen any more, and what is being read is left.
    fn clear(self) {
        self.run.update_value(|run| *run += 1);
        self.book.set_value(None);
        self.sheets.set(Vec::new());
        self.sheet.set(0);
        self.progress.set(Progress::Choosing);
    }
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
        book: StoredValue::new(None),
        sheets: RwSignal::new(Vec::new()),
        sheet: RwSignal::new(0),
        run: StoredValue::new(0),
    };
    let progress = choosing.progress;
    Effect::new(move |_| {
        // Closing the dialog stops what goes on in it.
        open.track();
        choosing.clear();
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
                <SheetChoice page choosing />
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
        choosing.clear();
        progress.set(Progress::Reading);
        let own = choosing.run.get_value();
        spawn_local(async move {
            let read = read(page, choosing, file).await;
            shown(page, choosing, own, read);
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
                <input type="file" accept=".xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" data-testid="list-file" on:change=on_change
                    disabled=when(move || progress.with(|now| matches!(now, Progress::Adding { .. }))) />
            </label>
        </div>
    }
}

/// Shows what was read, unless another file or sheet is read by now.
fn shown(page: TerritoryState, choosing: Choosing, own: u32, read: Result<Sheet, String>) {
    // The dialog may be gone.
    if choosing.run.try_get_value() != Some(own) {
        return;
    }
    choosing.progress.set(match read {
        Ok(sheet) => {
            let guess = sheet.guess(&tables::reading_words(page.i18n));
            choosing.columns.set(guess);
            Progress::Read(sheet)
        }
        Err(words) => Progress::Refused(words),
    });
}

/// The rows of a file, or why there are none.
async fn read(
    page: TerritoryState,
    choosing: Choosing,
    file: web_sys::File,
) -> Result<Sheet, String> {
    let i18n = page.i18n;
    if file.size() > FILE_BYTES_MAX as f64 {
        return Err(t_string!(i18n, territory.inward.too_large).to_owned());
    }
    let bytes = JsFuture::from(file.array_buffer())
        .await
        .map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec())
        .map_err(|_| t_string!(i18n, territory.inward.unreadable).to_owned())?;
    if WORKBOOKS.iter().any(|start| bytes.starts_with(start)) {
        let book = Book::open(&bytes).map_err(|error| book_words(page, error))?;
        choosing
            .sheets
            .set(book.sheets().into_iter().map(str::to_owned).collect());
        choosing.book.set_value(Some(book));
        return read_sheet(page, choosing, 0).await;
    }
    let words = tables::reading_words(i18n);
    let sheet = Sheet::read_csv(&text_of(&bytes), &words).map_err(|fault| match fault.reason {
        FaultReason::UnclosedQuote => {
            let line = fault.line.unwrap_or_default();
            t_string!(i18n, territory.inward.open_quote, line = line)
        }
        _ => t_string!(i18n, territory.inward.unreadable).to_owned(),
    })?;
    not_empty(page, sheet)
}

/// The rows of a sheet of the workbook that was chosen, read while the page stays quick to touch.
async fn read_sheet(page: TerritoryState, choosing: Choosing, at: usize) -> Result<Sheet, String> {
    let own = choosing.run.get_value();
    let rows = choosing
        .book
        .with_value(|book| book.as_ref().map(|book| BookRows::of(book, at)))
        .unwrap_or(Err(BookError::NotABook));
    let mut rows = rows.map_err(|error| book_words(page, error))?;
    let (mut told, mut failed) = (0, None);
    let step = || match rows.advance() {
        Ok(more) => {
            let percent = (rows.progress() * 100.0) as u8;
            if percent != told {
                told = percent;
                let _ = choosing.progress.try_set(Progress::Rows { percent });
            }
            more
        }
        Err(error) => {
            failed = Some(error);
            false
        }
    };
    in_slices(step, || choosing.run.try_get_value() == Some(own)).await;
    if let Some(error) = failed {
        return Err(book_words(page, error));
    }
    let words = tables::reading_words(page.i18n);
    not_empty(page, Sheet::of_book(rows.finish(), &words))
}

fn not_empty(page: TerritoryState, sheet: Sheet) -> Result<Sheet, String> {
    if sheet.rows.is_empty() {
        return Err(t_string!(page.i18n, territory.inward.empty).to_owned());
    }
    Ok(sheet)
}

/// Why a workbook cannot be read, and where it is broken.
fn book_words(page: TerritoryState, error: BookError) -> String {
    let i18n = page.i18n;
    match error {
        BookError::NotABook => t_string!(i18n, territory.inward.not_a_book).to_owned(),
        BookError::Locked => t_string!(i18n, territory.inward.locked).to_owned(),
        BookError::TooLarge => t_string!(i18n, territory.inward.too_large).to_owned(),
        BookError::Broken { part, row } => {
            t_string!(i18n, territory.inward.broken, part = part, row = row)
        }
    }
}

/// Which sheet of a workbook is read, where it has several.
#[component]
fn SheetChoice(page: TerritoryState, choosing: Choosing) -> impl IntoView {
    let i18n = page.i18n;
    let set = move |event: leptos::ev::Event| {
        let Ok(at) = event_target_value(&event).parse::<usize>() else {
            return;
        };
        choosing.run.update_value(|run| *run += 1);
        let own = choosing.run.get_value();
        choosing.sheet.set(at);
        choosing.progress.set(Progress::Reading);
        spawn_local(async move {
            let read = read_sheet(page, choosing, at).await;
            shown(page, choosing, own, read);
        });
    };
    part(move || {
        let sheets = choosing.sheets.get();
        if sheets.len() < 2 {
            return ().into_any();
        }
        let option = move |(at, name): (usize, String)| {
            view! { <option value=at.to_string() selected=move || choosing.sheet.get() == at>{name}</option> }
        };
        view! {
            <label class="field">
                <span class="field-label">{say(move || t_string!(i18n, territory.inward.sheet))}</span>
                <select data-testid="list-sheet" on:change=set
                    disabled=when(move || choosing.progress.with(|now| matches!(now, Progress::Adding { .. })))>
                    {sheets.into_iter().enumerate().map(option).collect_view()}
                </select>
            </label>
        }
        .into_any()
    })
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
            Progress::Adding { .. } | Progress::Rows { .. } => Progress::Reading,
            now => now.clone(),
        })
    });
    let done = move || {
        progress.with(|now| match now {
            Progress::Adding { done, .. } => *done,
            _ => 0,
        })
    };
    let percent = move || {
        progress.with(|now| match now {
            Progress::Rows { percent } => *percent,
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
            Progress::Choosing | Progress::Adding { .. } | Progress::Rows { .. } => ().into_any(),
            Progress::Reading => view! {
                <div class="list-progress">
                    <progress max="100" prop:value=move || percent().to_string() aria-labelledby="list-reading"></progress>
                    <p id="list-reading" data-testid="list-reading">{say(move || t_string!(i18n, territory.inward.reading))}</p>
                </div>
            }
            .into_any(),
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
