//! A territory: its services by need and by organisation, what nothing covers, and what has expired.

use std::collections::BTreeMap;

use leptos::{ev, prelude::*};
use leptos_router::{components::A, hooks::use_params_map};
use trama_shared::ids::TerritoryId;
use wasm_bindgen::JsCast;

use crate::{
    components::{
        case_notices::{NoticesOf, RefusedToastOf},
        icon::{Icon, IconKind},
        network_pill::NetworkPill,
        save_pill::SavePillOf,
        slow::Slow,
        territory::{
            Shown, TerritoryState,
            areas::Areas,
            dialogs::{AddServiceDialog, RenameDialog, ServiceDialog},
            import::ImportListDialog,
            lines::Lines,
            notices::TerritoryNotices,
            tables::{self, TableFormat},
            words,
        },
        undo_redo::UndoRedoOf,
        user_menu::UserMenu,
    },
    i18n::{t_string, use_i18n},
    lean::{memo, part, say, tell, when},
    services::{
        api::TerritoryEntry,
        case_store::Opening,
        territories::{Territories, TerritoryStore},
        workspace::{ListState, Network, Workspace},
    },
};

/// The page of the territory in the address.
#[component]
pub fn TerritoryPage() -> impl IntoView {
    let params = use_params_map();
    let id = memo(move |_| {
        params.with(|params| {
            params
                .get("id")
                .and_then(|id| id.parse::<TerritoryId>().ok())
        })
    });
    let territories = Workspace::get().territories();
    part(move || {
        let Some(territories) = territories.get() else {
            return view! { <Unopened opening=None /> }.into_any();
        };
        let list = territories.list();
        // What the list says of rights and times changes often; whether it has the territory does not.
        let known = memo(move |_| id.get().filter(|id| territories.entry(id).is_some()));
        let state = memo(move |_| list.with(|list| list.state));
        part(move || {
            let entry = known
                .get()
                .and_then(|id| untrack(|| territories.entry(&id)));
            if let Some(entry) = entry {
                // What else the list learns does not make the page anew.
                return view! { <OpenTerritory territories entry /> }.into_any();
            }
            let opening = match state.get() {
                ListState::Loading | ListState::Remembered => None,
                ListState::Current => Some(Opening::NoAccess),
                ListState::Failed => Some(Opening::NotHere),
            };
            view! { <Unopened opening /> }.into_any()
        })
        .into_any()
    })
}

/// The frame while there is no territory in it: it comes, or why it does not.
#[component]
fn Unopened(opening: Option<Opening>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="case-frame">
            <header class="top-bar">
                <A href="/territorios" attr:class="button quiet icon-only" attr:aria-label=say(move || t_string!(i18n, territory.list_back))>
                    <Icon kind=IconKind::Back />
                </A>
                <span class="spacer"></span>
                <NetworkPill />
                <UserMenu />
            </header>
            <main class="case-main" id="main" tabindex="-1"><Waiting opening /></main>
        </div>
    }
}

/// What is said in the place of the services.
#[component]
fn Waiting(opening: Option<Opening>) -> impl IntoView {
    let i18n = use_i18n();
    let Some(opening) = opening else {
        return view! { <Slow>{say(move || t_string!(i18n, territory.opening))}</Slow> }.into_any();
    };
    let here = opening == Opening::NotHere;
    let words = move |title: bool| match (here, title) {
        (true, true) => t_string!(i18n, territory.not_here),
        (true, false) => t_string!(i18n, territory.not_here_text),
        (false, true) => t_string!(i18n, territory.no_access),
        (false, false) => t_string!(i18n, territory.no_access_text),
    };
    view! {
        <div class="not-open">
            <Icon kind=if here { IconKind::Offline } else { IconKind::Search } />
            <h1>{say(move || words(true))}</h1>
            <p>{say(move || words(false))}</p>
            <div class="dialog-actions">
                <A href="/territorios" attr:class="button">{say(move || t_string!(i18n, territory.list_back))}</A>
            </div>
        </div>
    }
    .into_any()
}

/// A territory that the list knows.
#[component]
fn OpenTerritory(territories: Territories, entry: TerritoryEntry) -> impl IntoView {
    let store = territories.open(&entry);
    on_cleanup(move || territories.close(store));
    let page = TerritoryState::new(store);
    let i18n = page.i18n;
    let (renaming, importing) = (RwSignal::new(false), RwSignal::new(false));
    let network = Workspace::get().network();
    let offline = memo(move |_| network.get() == Network::Offline);
    let opening = store.opening();
    let opening = memo(move |_| opening.get());
    let title = store.title();
    Effect::new({
        let title = title.clone();
        move |_| document().set_title(&format!("{} · Trama", title.get()))
    });
    on_cleanup(|| document().set_title("Trama"));
    undo_by_key(store);
    let export = move |format: TableFormat| {
        if tables::export(&page, format).is_err() {
            page.announcer.say(t_string!(i18n, common.refused_else));
        }
    };
    let rows = part(move || {
        let change = (!page.read_only.get()).then(|| {
            view! {
                <button type="button" on:click=move |_| renaming.set(true)>
                    <Icon kind=IconKind::Territory />{say(move || t_string!(i18n, territory.rename))}
                </button>
                <button type="button" data-testid="list-import-open" on:click=move |_| importing.set(true)>
                    <Icon kind=IconKind::Import />{say(move || t_string!(i18n, territory.import))}
                </button>
            }
        });
        view! {
            {change}
            <button type="button" data-testid="list-export-xlsx" on:click=move |_| export(TableFormat::Xlsx)>
                <Icon kind=IconKind::Export />{say(move || t_string!(i18n, territory.export_xlsx))}
            </button>
            <button type="button" data-testid="list-export" on:click=move |_| export(TableFormat::Csv)>
                <Icon kind=IconKind::Export />{say(move || t_string!(i18n, territory.export))}
            </button>
        }
        .into_any()
    });
    let rows = StoredValue::new(rows);
    let body = part(move || match opening.get() {
        Opening::Ready => view! { <Survey page /> }.into_any(),
        Opening::Loading => view! { <Waiting opening=None /> }.into_any(),
        Opening::NotHere if !offline.get() => view! { <Waiting opening=None /> }.into_any(),
        opening => view! { <Waiting opening=Some(opening) /> }.into_any(),
    });
    view! {
        <div class="case-frame" class:offline=when(move || offline.get())>
            <a class="skip-link button" href="#main">{say(move || t_string!(i18n, common.skip))}</a>
            <header class="top-bar">
                <A href="/territorios" attr:class="button quiet icon-only" attr:aria-label=say(move || t_string!(i18n, territory.list_back))>
                    <Icon kind=IconKind::Back />
                </A>
                <div class="case-title">
                    <h1>{move || title.get()}</h1>
                    <p>{say(move || if page.read_only.get() { t_string!(i18n, common.read_only) } else { t_string!(i18n, territory.kind) })}</p>
                </div>
                <span class="spacer"></span>
                <div class="status">
                    <NetworkPill />
                    <SavePillOf state=store.save_state() />
                </div>
                <UserMenu dots=true>{rows.with_value(|rows| rows())}</UserMenu>
            </header>
            <NoticesOf state=store.save_state() />
            <main class="case-main" id="main" tabindex="-1">{body}</main>
            <RefusedToastOf refused=store.refused() words=words::refused />
            <RenameDialog page open=renaming />
            <ImportListDialog page open=importing />
        </div>
    }
}

/// Undo and redo by key, wherever no text is being written.
fn undo_by_key(store: TerritoryStore) {
    let keys = window_event_listener(ev::keydown, move |event| {
        let writes = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA"));
        if writes || event.alt_key() || !(event.ctrl_key() || event.meta_key()) {
            return;
        }
        match (event.key().to_lowercase().as_str(), event.shift_key()) {
            ("z", false) => {
                store.undo();
            }
            ("z", true) | ("y", _) => {
                store.redo();
            }
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || keys.remove());
}

/// The services, and what one does with them.
#[component]
fn Survey(page: TerritoryState) -> impl IntoView {
    let i18n = page.i18n;
    let store = page.store;
    let title = store.title();
    let services = store.services();
    let none = {
        let services = services.clone();
        memo(move |_| services.with(BTreeMap::is_empty))
    };
    let undo = Callback::new(move |()| {
        store.undo();
    });
    let redo = Callback::new(move |()| {
        store.redo();
    });
    let add_button = part(move || {
        if page.read_only.get() {
            return ().into_any();
        }
        view! {
            <button class="button primary" type="button" id="service-add" data-testid="service-add"
                aria-label=say(move || t_string!(i18n, territory.add_title)) on:click=move |_| page.add(None)>
                <Icon kind=IconKind::Add />{say(move || t_string!(i18n, territory.add))}
            </button>
        }
        .into_any()
    });
    let expired = memo(move |_| page.survey.with(|survey| survey.expired.len()));
    let view_words = move |shown: Shown| match shown {
        Shown::ByNeed => t_string!(i18n, territory.view.need).to_owned(),
        Shown::ByOrganisation => t_string!(i18n, territory.view.organisation).to_owned(),
        Shown::Uncovered => t_string!(i18n, territory.view.uncovered).to_owned(),
        Shown::Expired => match expired.get() {
            0 => t_string!(i18n, territory.view.expired).to_owned(),
            n => format!("{} · {n}", t_string!(i18n, territory.view.expired)),
        },
    };
    let view_button = move |shown: Shown| {
        view! {
            <button type="button" data-view=shown.id() aria-pressed=move || if page.shown.get() == shown { "true" } else { "false" }
                on:click=move |_| page.show(shown)>
                {tell(move || view_words(shown))}
            </button>
        }
    };
    let print = move |_| {
        // The whole list stands on paper, not only what was drawn of it.
        page.drawn.set(usize::MAX);
        request_animation_frame(|| {
            let _ = window().print();
        });
    };
    let total = tell(move || services.with(|services| words::count(i18n, services.len())));
    let body = part(move || {
        if none.get() {
            return view! {
                <div class="empty card" data-testid="territory-empty">
                    <p>{say(move || t_string!(i18n, territory.empty))}</p>
                    <p class="hint">{say(move || t_string!(i18n, territory.empty_text))}</p>
                </div>
            }
            .into_any();
        }
        view! {
            <div class="needs-columns">
                <Areas page />
                <Lines page />
            </div>
        }
        .into_any()
    });
    view! {
        <div class="second-bar territory-bar">
            <h2 class="print-only">{move || title.get()}</h2>
            <h2 class="sr-only">{tell(move || view_words(page.shown.get()))}</h2>
            <div class="segmented" role="group" aria-label=say(move || t_string!(i18n, territory.view.label))>
                {Shown::ALL.into_iter().map(view_button).collect_view()}
            </div>
            <p class="hint territory-total" role="status" data-testid="territory-total">{total}</p>
            <span class="spacer"></span>
            <label class="search">
                <span class="sr-only">{say(move || t_string!(i18n, territory.search))}</span>
                <Icon kind=IconKind::Search />
                <input type="search" data-testid="territory-search" placeholder=say(move || t_string!(i18n, territory.search))
                    prop:value=move || page.search.get() on:input=move |event| page.search.set(event_target_value(&event)) />
            </label>
            <UndoRedoOf can_undo=store.can_undo() can_redo=store.can_redo() undo redo />
            <button class="button icon-only" type="button" data-testid="territory-print" aria-label=say(move || t_string!(i18n, territory.print)) on:click=print>
                <Icon kind=IconKind::Print />
            </button>
            {add_button}
        </div>
        <div class="plan needs territory">
            <TerritoryNotices page />
            {body}
        </div>
        <ServiceDialog page />
        <AddServiceDialog page />
    }
}
