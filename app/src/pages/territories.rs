//! The list of territories.

use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{components::A, hooks::use_navigate};
use trama_shared::limits;

use super::cases::changed_words;
use crate::{
    components::{
        dialog::Dialog,
        icon::{Icon, IconKind},
        network_pill::NetworkPill,
        slow::Slow,
        user_menu::UserMenu,
    },
    i18n::{t_string, use_i18n},
    lean::{memo, part, say, tell},
    services::{
        api::{ApiError, Right, TerritoryEntry},
        territories::Territories,
        workspace::{ListState, Workspace},
    },
};

/// Every territory that the user may open.
#[component]
pub fn TerritoriesPage() -> impl IntoView {
    let i18n = use_i18n();
    let creating = RwSignal::new(false);
    let territories = Workspace::get().territories();
    let body = part(move || match territories.get() {
        Some(territories) => view! { <List territories creating /> }.into_any(),
        None => ().into_any(),
    });
    view! {
        <a class="skip-link button" href="#main">{say(move || t_string!(i18n, common.skip))}</a>
        <header class="top-bar">
            <A href="/" attr:class="button quiet icon-only" attr:aria-label=say(move || t_string!(i18n, common.back))>
                <Icon kind=IconKind::Back />
            </A>
            <div class="case-title">
                <h1>{say(move || t_string!(i18n, territory.list_title))}</h1>
            </div>
            <span class="spacer"></span>
            <NetworkPill />
            <UserMenu />
        </header>
        <main class="cases" id="main" tabindex="-1">
            <div class="cases-head">
                <p class="hint">{say(move || t_string!(i18n, territory.list_lead))}</p>
                <button class="button primary" type="button" aria-label=say(move || t_string!(i18n, territory.new_title))
                    data-testid="territory-new" on:click=move |_| creating.set(true)>
                    <Icon kind=IconKind::Add />{say(move || t_string!(i18n, territory.new_short))}
                </button>
            </div>
            {body}
        </main>
    }
}

#[component]
fn List(territories: Territories, creating: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    territories.refresh();
    let list = territories.list();
    let state = {
        let list = list.clone();
        memo(move |_| list.with(|list| (list.state, list.entries.is_empty())))
    };
    let entries = move || {
        let mut entries = list.with(|list| list.entries.clone());
        entries.sort_unstable_by(|one, other| other.changed_at.total_cmp(&one.changed_at));
        entries
    };
    let failed = part(move || {
        // Without a network the pill says it.
        let online = Workspace::get().is_online();
        if state.get().0 != ListState::Failed || !online.get() {
            return ().into_any();
        }
        view! {
            <div class="notice" role="alert">
                <Icon kind=IconKind::Warning />
                <p>{say(move || t_string!(i18n, territory.list_failed))}</p>
                <button class="button" type="button" on:click=move |_| territories.refresh()>{say(move || t_string!(i18n, common.retry))}</button>
            </div>
        }
        .into_any()
    });
    let body = part(move || match state.get() {
        (ListState::Loading, true) => {
            view! { <Slow>{say(move || t_string!(i18n, territory.list_loading))}</Slow> }.into_any()
        }
        (_, true) => view! {
            <div class="empty card" data-testid="territories-empty">
                <p>{say(move || t_string!(i18n, territory.list_empty))}</p>
            </div>
        }
        .into_any(),
        _ => {
            let entries = entries.clone();
            view! {
                <ul class="case-list card" data-testid="territories">
                    <For each=entries key=|entry| (entry.id.clone(), entry.title.clone(), entry.changed_at.to_bits()) let:entry>
                        <Row entry />
                    </For>
                </ul>
            }
            .into_any()
        }
    });
    view! {
        {failed}
        {body}
        <NewTerritory territories open=creating />
    }
}

#[component]
fn Row(entry: TerritoryEntry) -> impl IntoView {
    let i18n = use_i18n();
    let TerritoryEntry {
        id,
        title,
        changed_at,
        document,
    } = entry;
    let right = document.right;
    let (data, path) = (id.to_string(), format!("/territorio/{id}"));
    view! {
        <li data-territory=data>
            <A href=path attr:class="case-row territory-row">
                <Icon kind=IconKind::Territory />
                <span class="case-name">
                    <strong>{title}</strong>
                    <span>{say(move || match right {
                        Right::Write => t_string!(i18n, cases.right_write),
                        Right::Read => t_string!(i18n, cases.right_read),
                    })}</span>
                </span>
                <span class="case-changed">
                    <span>{say(move || t_string!(i18n, cases.changed))}</span>
                    <span>{tell(move || changed_words(i18n, changed_at))}</span>
                </span>
                <Icon kind=IconKind::Forward />
            </A>
        </li>
    }
}

/// The dialog that creates a territory.
#[component]
fn NewTerritory(territories: Territories, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let navigate = StoredValue::new(use_navigate());
    let name = NodeRef::<html::Input>::new();
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<&'static str>);
    Effect::new(move |_| {
        if !open.get() {
            trouble.set(None);
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = name.get_untracked() else {
            return;
        };
        let title = input.value().trim().to_owned();
        if title.is_empty() {
            trouble.set(Some(t_string!(i18n, territory.name_missing)));
            let _ = input.focus();
            return;
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match territories.create(&title).await {
                Ok(entry) => {
                    open.set(false);
                    navigate.with_value(|navigate| {
                        navigate(
                            &format!("/territorio/{}", entry.id),
                            leptos_router::NavigateOptions::default(),
                        );
                    });
                }
                Err(ApiError::Unreachable) => {
                    trouble.set(Some(t_string!(i18n, territory.create_offline)));
                }
                Err(_) => trouble.set(Some(t_string!(i18n, territory.create_refused))),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <Dialog open title=Signal::derive(move || t_string!(i18n, territory.new_title).to_owned())>
            <form class="dialog-body" novalidate="" on:submit=submit>
                <div class="field">
                    <label for="new-territory">{say(move || t_string!(i18n, territory.name_label))}</label>
                    <input id="new-territory" type="text" autocomplete="off" node_ref=name maxlength=limits::TITLE_MAX.to_string()
                        aria-describedby="new-territory-hint new-territory-trouble" aria-invalid=move || trouble.get().map(|_| "true") />
                    <p class="hint" id="new-territory-hint">{say(move || t_string!(i18n, territory.name_hint))}</p>
                </div>
                <div id="new-territory-trouble" role="alert">
                    {move || trouble.get().map(|words| view! { <div class="notice"><Icon kind=IconKind::Warning /><p>{words}</p></div> })}
                </div>
                <div class="dialog-actions">
                    <button class="button" type="button" on:click=move |_| open.set(false)>{say(move || t_string!(i18n, common.cancel))}</button>
                    <button class="button primary" type="submit" disabled=move || busy.get()>
                        {say(move || if busy.get() { t_string!(i18n, territory.creating) } else { t_string!(i18n, territory.create) })}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}
