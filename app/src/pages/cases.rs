//! The list of cases.

use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{components::A, hooks::use_navigate};
use trama_shared::{limits, text};

use crate::lean::{memo, say, tell};
use crate::{
    components::{
        case_thumbnail::CaseThumbnail,
        dialog::Dialog,
        icon::{Icon, IconKind},
        logo::Logo,
        network_pill::NetworkPill,
        user_menu::UserMenu,
    },
    i18n::{I18nLocaleTrait, Locale, t_string, use_i18n},
    services::{
        api::{ApiError, CaseEntry, Right},
        clock::{self, Ago},
        workspace::{CaseFacts, CaseState, ListState, Workspace},
    },
};

/// Every case that the user may open.
#[component]
pub fn CasesPage() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = Workspace::get();
    workspace.refresh_cases();
    let list = workspace.cases();
    let search = RwSignal::new(String::new());
    let creating = RwSignal::new(false);
    let search_ref = NodeRef::<html::Input>::new();

    let found = {
        let list = list.clone();
        memo(move |_| {
            let wanted = text::folded(&search.get());
            let mut entries: Vec<CaseEntry> = list.with(|list| {
                list.entries
                    .iter()
                    .filter(|entry| text::folded(&entry.title).contains(&wanted))
                    .cloned()
                    .collect()
            });
            entries.sort_by(|one, other| other.changed_at.total_cmp(&one.changed_at));
            entries
        })
    };
    let count = {
        let list = list.clone();
        move || match list.with(|list| list.entries.len()) {
            1 => t_string!(i18n, cases.count_single).to_owned(),
            n => t_string!(i18n, cases.count_many, n = n),
        }
    };
    let clear = move |_| {
        search.set(String::new());
        if let Some(input) = search_ref.get_untracked() {
            let _ = input.focus();
        }
    };
    let body = {
        let list = list.clone();
        let state = memo(move |_| list.with(|list| (list.state, list.entries.is_empty())));
        move || {
            match state.get() {
                (ListState::Loading, true) => view! { <Loading /> }.into_any(),
                (ListState::Current, true) => view! {
                    <div class="empty card">
                        <p>{say(move || t_string!(i18n, cases.empty))}</p>
                        <button class="button primary" type="button" on:click=move |_| creating.set(true)>
                            <Icon kind=IconKind::Add />{say(move || t_string!(i18n, cases.create))}
                        </button>
                    </div>
                }
                .into_any(),
                (ListState::Failed, true) => ().into_any(),
                _ => view! {
                    <Show when=move || !found.with(Vec::is_empty) fallback=move || view! {
                        <div class="no-match">
                            <Icon kind=IconKind::Search />
                            <div>
                                <h2>{tell(move || t_string!(i18n, cases.nothing_matches, text = search.get()))}</h2>
                                <p>{say(move || t_string!(i18n, cases.nothing_matches_text))}</p>
                            </div>
                            <button class="button" type="button" on:click=clear>{say(move || t_string!(i18n, cases.clear_search))}</button>
                        </div>
                    }>
                        <ul class="case-list card">
                            <For each=move || found.get() key=|entry| (entry.id.clone(), entry.title.clone(), entry.changed_at.to_bits()) let:entry>
                                <CaseRow entry />
                            </For>
                        </ul>
                    </Show>
                }
                .into_any(),
        }
        }
    };
    let failed = {
        let list = list.clone();
        memo(move |_| {
            list.with(|list| (list.state == ListState::Failed).then_some(list.entries.is_empty()))
        })
    };
    let online = workspace.is_online();

    view! {
        <a class="skip-link button" href="#main">{say(move || t_string!(i18n, common.skip))}</a>
        <header class="top-bar">
            <A href="/" attr:class="brand"><Logo />{say(move || t_string!(i18n, common.app))}</A>
            <label class="search">
                <span class="sr-only">{say(move || t_string!(i18n, cases.search))}</span>
                <Icon kind=IconKind::Search />
                <input type="search" node_ref=search_ref placeholder=say(move || t_string!(i18n, cases.search))
                    prop:value=move || search.get() on:input=move |event| search.set(event_target_value(&event)) />
            </label>
            <span class="spacer"></span>
            <NetworkPill />
            <UserMenu />
        </header>
        <main class="cases" id="main" tabindex="-1">
            <div class="cases-head">
                <h1>{say(move || t_string!(i18n, cases.title))}</h1>
                <p class="hint" role="status">{count}</p>
                <A href="/fechas" attr:class="button" attr:data-testid="to-dates">
                    <Icon kind=IconKind::Commitments />{say(move || t_string!(i18n, dates.title))}
                </A>
                <A href="/territorios" attr:class="button" attr:data-testid="to-territories">
                    <Icon kind=IconKind::Territory />{say(move || t_string!(i18n, territory.list_title))}
                </A>
                <button class="button primary" type="button" aria-label=say(move || t_string!(i18n, cases.create))
                    on:click=move |_| creating.set(true)>
                    <Icon kind=IconKind::Add />{say(move || t_string!(i18n, cases.new_short))}
                </button>
            </div>
            // Without a network the pill says it; only a server that answers wrongly is worth a notice, or an empty screen.
            {move || failed.get().filter(|empty| *empty || online.get()).map(|empty| view! {
                <div class="notice" role="alert">
                    <Icon kind=IconKind::Warning />
                    <p>
                        <strong>{say(move || t_string!(i18n, cases.error))}</strong>" "
                        {if empty { t_string!(i18n, cases.error_nothing) } else { t_string!(i18n, cases.error_safe) }}
                    </p>
                    <button class="button" type="button" on:click=move |_| workspace.refresh_cases()>{say(move || t_string!(i18n, common.retry))}</button>
                </div>
            })}
            {body}
        </main>
        <NewCase open=creating />
    }
}

/// Outlines of rows, shown at once; they do not move, and say nothing before it takes long.
#[component]
fn Loading() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="case-list card outlines" role="status">
            <span class="sr-only">{say(move || t_string!(i18n, cases.loading))}</span>
            <div class="case-row"></div>
            <div class="case-row"></div>
            <div class="case-row"></div>
        </div>
    }
}

#[component]
fn CaseRow(entry: CaseEntry) -> impl IntoView {
    let i18n = use_i18n();
    let CaseEntry {
        id,
        title,
        changed_at,
        documents,
    } = entry;
    let right = documents.case.right;
    let facts = {
        let (facts, id) = (Workspace::get().facts(), id.clone());
        memo(move |_| facts.with(|facts| facts.get(&id).cloned().unwrap_or_default()))
    };
    let (case, path) = (id.to_string(), format!("/caso/{id}"));
    let state = memo(move |_| facts.with(CaseFacts::state));
    // What was edited here is newer than what the server's list says, until it gets there.
    let title = move || {
        facts
            .with(|facts| facts.title.clone())
            .unwrap_or_else(|| title.clone())
    };
    let changed_at = move || {
        facts
            .with(|facts| facts.changed_at)
            .unwrap_or_default()
            .max(changed_at)
    };
    let changed = move || changed_words(i18n, changed_at());
    let icon = move || match state.get() {
        CaseState::ServerOnly => IconKind::Cloud,
        CaseState::Unsaved(_) => IconKind::Device,
        CaseState::Saved => IconKind::CloudDone,
    };
    let words = move || match state.get() {
        CaseState::ServerOnly => t_string!(i18n, cases.state_server_only).to_owned(),
        CaseState::Unsaved(1) => t_string!(i18n, common.save_on_device_single).to_owned(),
        CaseState::Unsaved(n) => t_string!(i18n, common.save_on_device_many, n = n),
        CaseState::Saved => t_string!(i18n, cases.state_saved).to_owned(),
    };
    view! {
        <li data-case=case>
            <A href=path attr:class="case-row" attr:data-testid="case-row">
                <CaseThumbnail id />
                <span class="case-name">
                    <strong>{title}</strong>
                    <span>{move || match right {
                        Right::Write => t_string!(i18n, cases.right_write),
                        Right::Read => t_string!(i18n, cases.right_read),
                    }}</span>
                </span>
                <span class="case-changed">
                    <span>{say(move || t_string!(i18n, cases.changed))}</span>
                    <span>{changed}</span>
                </span>
                <span class="case-state" class:saved=move || state.get() == CaseState::Saved
                    class:unsaved=move || matches!(state.get(), CaseState::Unsaved(_))>
                    {move || view! { <Icon kind=icon() /> }}
                    <span>{words}</span>
                </span>
                <Icon kind=IconKind::Forward />
            </A>
        </li>
    }
}

/// How long ago a case last changed.
pub(super) fn changed_words(i18n: leptos_i18n::I18nContext<Locale>, changed_at: f64) -> String {
    match Ago::between(changed_at, clock::now_ms()) {
        Ago::Now => t_string!(i18n, cases.ago_now).to_owned(),
        Ago::Minutes(1) => t_string!(i18n, cases.ago_minutes_single).to_owned(),
        Ago::Minutes(n) => t_string!(i18n, cases.ago_minutes_many, n = n),
        Ago::Hours(1) => t_string!(i18n, cases.ago_hours_single).to_owned(),
        Ago::Hours(n) => t_string!(i18n, cases.ago_hours_many, n = n),
        Ago::Yesterday => t_string!(i18n, cases.ago_yesterday).to_owned(),
        Ago::Days(n) => t_string!(i18n, cases.ago_days, n = n),
        Ago::Date => clock::date_words(changed_at, i18n.get_locale().as_str()),
    }
}

/// The dialog that creates a case.
#[component]
fn NewCase(open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = Workspace::get();
    let navigate = use_navigate();
    let alias = NodeRef::<html::Input>::new();
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<String>);
    let online = workspace.is_online();
    Effect::new(move |_| {
        if !open.get() {
            trouble.set(None);
        }
    });
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = alias.get_untracked() else {
            return;
        };
        let title = input.value().trim().to_owned();
        let wrong = if title.is_empty() {
            Some(t_string!(i18n, cases.alias_missing))
        } else if limits::length(&title) > limits::TITLE_MAX {
            Some(t_string!(i18n, cases.alias_long))
        } else {
            None
        };
        if let Some(wrong) = wrong {
            trouble.set(Some(wrong.to_owned()));
            let _ = input.focus();
            return;
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            match workspace.create_case(&title).await {
                Ok(entry) => {
                    open.set(false);
                    navigate(
                        &format!("/caso/{}", entry.id),
                        leptos_router::NavigateOptions::default(),
                    );
                }
                Err(ApiError::Unreachable) => {
                    trouble.set(Some(t_string!(i18n, cases.create_offline).to_owned()));
                }
                Err(_) => trouble.set(Some(t_string!(i18n, cases.create_refused).to_owned())),
            }
            busy.set(false);
        });
    };
    view! {
        <Dialog open title=Signal::derive(move || t_string!(i18n, cases.new_title).to_owned())>
            <form class="dialog-body" novalidate on:submit=on_submit.clone()>
                <div class="field">
                    <label for="alias">{say(move || t_string!(i18n, cases.title_label))}</label>
                    <input id="alias" type="text" autocomplete="off" node_ref=alias aria-describedby="alias-hint new-case-trouble"
                        aria-invalid=move || trouble.get().map(|_| "true") />
                    <p class="hint" id="alias-hint">{say(move || t_string!(i18n, cases.alias_hint))}</p>
                </div>
                <div id="new-case-trouble" role="alert">
                    {move || trouble.get().or_else(|| (!online.get()).then(|| t_string!(i18n, cases.create_offline).to_owned()))
                        .map(|words| view! { <div class="notice"><Icon kind=IconKind::Warning /><p>{words}</p></div> })}
                </div>
                <div class="dialog-actions">
                    <button class="button" type="button" on:click=move |_| open.set(false)>{say(move || t_string!(i18n, common.cancel))}</button>
                    <button class="button primary" type="submit" disabled=move || busy.get()>
                        {move || if busy.get() { t_string!(i18n, cases.creating) } else { t_string!(i18n, cases.submit) }}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}
