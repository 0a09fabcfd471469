//! Bringing a network into the open case: files are read, what they would do is shown, and one step adds it.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "the map's context is a bundle of handles: copying it into closures is what it is for"
)]

pub mod faults;
pub mod reading;
pub mod relations;

use leptos::{prelude::*, task::spawn_local};
use leptos_i18n::t_string;
use trama_shared::{
    case::{Case, Zone},
    document,
    edit::Edit,
    interchange::{Draft, DraftParty, Faults, Plan},
};
use wasm_bindgen::JsCast;

use crate::{
    components::{
        case_map::{
            state::{MapState, Toast},
            words,
        },
        dialog::Dialog,
        icon::{Icon, IconKind},
    },
    lean::{memo, part, say, tell, when},
    services::clock,
};
use faults::FaultList;
use reading::Source;

/// Rows of the preview; what is more is counted.
const PREVIEW_MAX: usize = 60;

/// How far an import has come.
#[derive(Debug, Clone, PartialEq)]
enum Progress {
    Choosing,
    Reading,
    Refused(Faults),
    Read(Source),
}

/// What a source would do to the case.
#[derive(Debug, Clone, PartialEq)]
struct Preview {
    draft: Draft,
    plan: Plan,
}

/// The dialog.
#[component]
pub fn ImportDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let progress = RwSignal::new(Progress::Choosing);
    let version = RwSignal::new(0_usize);
    let join = RwSignal::new(true);
    Effect::new(move |_| {
        if open.get() {
            progress.set(Progress::Choosing);
            join.set(true);
        }
    });
    let read = Callback::new(move |files: Vec<web_sys::File>| {
        if files.is_empty() {
            return;
        }
        progress.set(Progress::Reading);
        spawn_local(async move {
            let source = Source::read(files).await;
            progress.set(match source {
                Ok(source) => {
                    version.set(source.current());
                    Progress::Read(source)
                }
                Err(faults) => Progress::Refused(faults),
            });
        });
    });
    let preview = memo(move |_| {
        let progress = progress.get();
        let Progress::Read(source) = progress else {
            return None;
        };
        Some(previewed(map, &source, version.get(), join.get()))
    });
    let add = move || {
        let plan = preview.get_untracked().and_then(Result::ok);
        let Some(Plan {
            edit: Some(edit),
            added,
            ties_added,
            ..
        }) = plan.map(|preview| preview.plan)
        else {
            return;
        };
        add_to_map(map, edit, added.len(), ties_added);
        open.set(false);
    };
    let ready = move || {
        preview.with(|preview| matches!(preview, Some(Ok(preview)) if preview.plan.edit.is_some()))
    };
    view! {
        <Dialog open wide=true title=Signal::derive(move || t_string!(i18n, files.inward.title).to_owned())>
            <form
                class="dialog-body"
                data-testid="import-dialog"
                on:submit=move |event| {
                    event.prevent_default();
                    add();
                }
            >
                <p class="hint">{say(move || t_string!(i18n, files.inward.lead))}</p>
                <Chooser is_first=Signal::derive(move || progress.with(|progress| *progress == Progress::Choosing)) read />
                <div aria-live="polite"><Outcome map progress preview version join /></div>
                <div class="dialog-actions">
                    <button class="button primary" type="submit" data-testid="import-submit" disabled=when(move || !ready())>
                        {say(move || t_string!(i18n, files.inward.add))}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}

/// What has become of the files.
#[component]
fn Outcome(
    map: MapState,
    progress: RwSignal<Progress>,
    preview: Memo<Option<Result<Preview, Faults>>>,
    version: RwSignal<usize>,
    join: RwSignal<bool>,
) -> impl IntoView {
    let i18n = map.i18n;
    part(move || match progress.get() {
        Progress::Choosing => ().into_any(),
        Progress::Reading => {
            view! { <p>{say(move || t_string!(i18n, files.inward.reading))}</p> }.into_any()
        }
        Progress::Refused(faults) => view! { <FaultList faults /> }.into_any(),
        Progress::Read(source) => view! {
            <Versions map source version />
            {part(move || match preview.get() {
                None => ().into_any(),
                Some(Err(faults)) => view! { <FaultList faults /> }.into_any(),
                Some(Ok(preview)) => view! { <PreviewView map preview join /> }.into_any(),
            })}
        }
        .into_any(),
    })
}

fn previewed(
    map: MapState,
    source: &Source,
    version: usize,
    join: bool,
) -> Result<Preview, Faults> {
    let draft = source.draft(map.i18n, version)?;
    // A colleague's edits while one looks at the preview count, so the signals are read, and then all at once.
    let _ = (map.store.actor_ids().get(), map.store.tie_ids().get());
    let case: Option<Case> = map.store.read(Zone::Case, |doc| document::read_case(doc).0);
    let Some(case) = case else {
        return Err(Faults::default());
    };
    let plan = Plan::new(&draft, &case, join, clock::random_bits)?;
    Ok(Preview { draft, plan })
}

/// One step, which one undo takes back.
fn add_to_map(map: MapState, edit: Edit, actors: usize, ties: usize) {
    let message = t_string!(
        map.i18n,
        files.inward.added,
        actors = words::actor_count(map.i18n, actors),
        ties = words::tie_count(map.i18n, ties)
    );
    if map.edit(edit, || message.clone()) {
        map.toast.set(Some(Toast {
            message,
            undo: true,
        }));
    }
}

/// Where files are chosen or dropped.
#[component]
fn Chooser(
    /// Whether nothing has been chosen yet.
    is_first: Signal<bool>,
    /// Takes the files.
    read: Callback<Vec<web_sys::File>>,
) -> impl IntoView {
    let i18n = MapState::get().i18n;
    let over = RwSignal::new(false);
    let on_change = move |event: leptos::ev::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        read.run(listed(input.files()));
        // The same file can be chosen again after it was put right.
        input.set_value("");
    };
    let on_drop = move |event: web_sys::DragEvent| {
        event.prevent_default();
        over.set(false);
        read.run(listed(event.data_transfer().and_then(|data| data.files())));
    };
    view! {
        <div
            class="file-drop"
            data-over=move || over.get().then_some("")
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=on_drop
        >
            <label class="button">
                <Icon kind=IconKind::Import />
                <span>
                    {say(move || {
                        if is_first.get() {
                            t_string!(i18n, files.inward.choose)
                        } else {
                            t_string!(i18n, files.inward.another)
                        }
                    })}
                </span>
                <input
                    type="file"
                    multiple
                    accept=".json,.csv,.zip,application/json,text/csv,application/zip"
                    data-testid="import-files"
                    on:change=on_change
                />
            </label>
            <p class="hint">{say(move || t_string!(i18n, files.inward.drop))}</p>
        </div>
    }
}

fn listed(files: Option<web_sys::FileList>) -> Vec<web_sys::File> {
    let Some(files) = files else {
        return Vec::new();
    };
    (0..files.length())
        .filter_map(|at| files.item(at))
        .filter_map(|file| file.dyn_into().ok())
        .collect()
}

/// Which of an easyNWK file's maps.
#[component]
fn Versions(map: MapState, source: Source, version: RwSignal<usize>) -> impl IntoView {
    let i18n = map.i18n;
    let versions = source.versions();
    if versions.len() < 2 {
        return ().into_any();
    }
    let option = move |(at, one): (usize, trama_shared::interchange::Version)| {
        let words = move || {
            let title = if one.title.is_empty() {
                t_string!(i18n, files.inward.untitled).to_owned()
            } else {
                one.title.clone()
            };
            let count = words::actor_count(i18n, one.count);
            t_string!(
                i18n,
                files.inward.version_one,
                title = title,
                date = one.date.clone(),
                count = count
            )
        };
        view! { <option value=at.to_string() selected=at == version.get_untracked()>{tell(words)}</option> }
    };
    view! {
        <label class="field">
            <span class="field-label">{say(move || t_string!(i18n, files.inward.version))}</span>
            <select
                data-testid="import-version"
                on:change=move |event| {
                    if let Ok(at) = event_target_value(&event).parse() {
                        version.set(at);
                    }
                }
            >
                {versions.into_iter().enumerate().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// What would be added.
#[component]
fn PreviewView(map: MapState, preview: Preview, join: RwSignal<bool>) -> impl IntoView {
    let i18n = map.i18n;
    let Preview { draft, plan } = preview;
    let (added, ties_added, ties_there) = (plan.added.len(), plan.ties_added, plan.ties_there);
    let (kinships_added, kinships_left) = (plan.kinships_added, plan.kinships_left);
    let person_told = plan.person_told > 0;
    let joined = plan.joined.clone();
    let joined_count = joined.len();
    let is_empty = plan.edit.is_none();
    let sums = move || {
        if is_empty {
            return t_string!(i18n, files.inward.adds_nothing).to_owned();
        }
        t_string!(
            i18n,
            files.inward.adds,
            actors = words::actor_count(i18n, added),
            ties = words::tie_count(i18n, ties_added)
        )
    };
    let mut waiting = joined.clone();
    let rows: Vec<_> = draft
        .actors
        .iter()
        .enumerate()
        .filter(|(_, one)| {
            let name = &one.actor.name;
            let at = waiting.iter().position(|other| other == name);
            at.map(|at| waiting.swap_remove(at)).is_none()
        })
        .map(|(at, one)| {
            let tie = draft
                .ties
                .iter()
                .find(|tie| tie.from == DraftParty::Person && tie.to == DraftParty::Actor(at));
            let quality = tie.map_or_else(
                || t_string!(i18n, map.table.no_tie).to_owned(),
                |tie| words::quality(i18n, tie.tie.quality).to_owned(),
            );
            (
                one.actor.name.clone(),
                words::ring(i18n, one.actor.ring),
                quality,
            )
        })
        .collect();
    let more = rows.len().saturating_sub(PREVIEW_MAX);
    let row = |(name, ring, quality): (String, &'static str, String)| {
        view! { <tr><th scope="row">{name}</th><td>{ring}</td><td>{quality}</td></tr> }
    };
    let table = (!rows.is_empty()).then(|| {
        view! {
            <div class="file-table" tabindex="0" role="region" aria-label=say(move || t_string!(i18n, files.inward.title))>
                <table data-testid="import-preview">
                    <thead>
                        <tr>
                            <th scope="col">{say(move || t_string!(i18n, files.inward.name))}</th>
                            <th scope="col">{say(move || t_string!(i18n, files.inward.ring))}</th>
                            <th scope="col">{say(move || t_string!(i18n, files.inward.quality))}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.into_iter().take(PREVIEW_MAX).map(row).collect_view()}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <label class="tick">
            <input
                type="checkbox"
                data-testid="import-join"
                prop:checked=when(move || join.get())
                on:change=move |event| join.set(event_target_checked(&event))
            />
            <span>{say(move || t_string!(i18n, files.inward.join))}</span>
        </label>
        <p data-testid="import-sums"><strong>{tell(sums)}</strong></p>
        {table}
        {(more > 0).then(|| view! { <p class="hint">{tell(move || t_string!(i18n, files.inward.more, count = more))}</p> })}
        {(joined_count > 0).then(|| view! {
            <p class="hint" data-testid="import-joined">
                {tell(move || t_string!(i18n, files.inward.joined, count = joined_count))} ": " {joined.join(", ")}
            </p>
        })}
        {(kinships_added > 0).then(|| view! {
            <p class="hint" data-testid="import-kinships">
                {tell(move || t_string!(i18n, files.inward.kinships, count = kinships_added))}
            </p>
        })}
        {person_told.then(|| view! {
            <p class="hint" data-testid="import-person">{say(move || t_string!(i18n, files.inward.person))}</p>
        })}
        {(kinships_left > 0).then(|| view! {
            <p class="hint">{tell(move || t_string!(i18n, files.inward.kinships_left, count = kinships_left))}</p>
        })}
        {(ties_there > 0).then(|| view! { <p class="hint">{tell(move || t_string!(i18n, files.inward.ties_there, count = ties_there))}</p> })}
    }
}
