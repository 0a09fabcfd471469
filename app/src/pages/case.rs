//! The frame of an open case: the bar, what must be told, and the page of the case in it.

use leptos::{either::EitherOf3, prelude::*};
use leptos_router::{
    components::{A, Outlet},
    hooks::use_params_map,
};
use trama_shared::ids::CaseId;

use crate::lean::{memo, say};
use crate::{
    components::{
        case_bar::CaseBar,
        case_notices::{CaseNotices, RefusedToast},
        case_time::CaseTime,
        following::FollowStrip,
        icon::{Icon, IconKind},
        logo::Logo,
        network_pill::NetworkPill,
        questions::Questions,
        slow::Slow,
        user_menu::UserMenu,
    },
    editor::CaseMap,
    i18n::{t_string, use_i18n},
    services::{
        api::CaseEntry,
        case_store::{CaseStore, Opening},
        documents::Documents,
        workspace::{ListState, Network, Workspace},
    },
};

/// A case, whatever page of it is open.
#[component]
pub fn CaseFrame() -> impl IntoView {
    let params = use_params_map();
    let id = memo(move |_| {
        params.with(|params| params.get("id").and_then(|id| id.parse::<CaseId>().ok()))
    });
    let list = Workspace::get().cases();
    let known = {
        let list = list.clone();
        memo(move |_| {
            let id = id.get()?;
            list.with(|list| list.entries.iter().any(|entry| entry.id == id))
                .then_some(id)
        })
    };
    let state = {
        let list = list.clone();
        memo(move |_| list.with(|list| list.state))
    };
    let documents = Workspace::get().documents();
    move || match (known.get(), documents.get()) {
        (Some(id), Some(documents)) => {
            let entry = list
                .with_untracked(|list| list.entries.iter().find(|entry| entry.id == id).cloned());
            EitherOf3::A(entry.map(|entry| view! { <OpenCase entry documents /> }))
        }
        (known, _)
            if known.is_some()
                || matches!(state.get(), ListState::Loading | ListState::Remembered) =>
        {
            EitherOf3::B(view! {
                <Unopened><Slow>{move || t_string!(use_i18n(), plan.opening)}</Slow></Unopened>
            })
        }
        _ => EitherOf3::C(
            view! { <Unopened><NotOpen access=state.get() != ListState::Current /></Unopened> },
        ),
    }
}

/// A case that the list knows.
#[component]
fn OpenCase(entry: CaseEntry, documents: Documents) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = Workspace::get();
    let store = workspace.open_case(&entry, documents);
    provide_context(store);
    store.enter();
    on_cleanup(move || workspace.close_case(store, documents));

    let network = workspace.network();
    let offline = {
        let network = network.clone();
        memo(move |_| network.get() == Network::Offline)
    };
    let opening = store.opening();
    let opening = memo(move |_| opening.get());
    let body = move || match opening.get() {
        Opening::Ready => EitherOf3::A(view! { <Outlet /> }),
        Opening::Loading => {
            EitherOf3::B(view! { <Slow>{say(move || t_string!(i18n, plan.opening))}</Slow> })
        }
        Opening::NotHere if !offline.get() => {
            EitherOf3::B(view! { <Slow>{say(move || t_string!(i18n, plan.fetching))}</Slow> })
        }
        state => EitherOf3::C(view! { <NotOpen access=state == Opening::NotHere /> }),
    };
    let title = store.title();
    Effect::new(move |_| document().set_title(&format!("{} · Trama", title.get())));
    on_cleanup(|| document().set_title("Trama"));

    view! {
        <div class="case-frame" class:offline=move || offline.get()>
            <a class="skip-link button" href="#main">{say(move || t_string!(i18n, common.skip))}</a>
            <CaseBar />
            <CaseNotices />
            <Questions />
            <FollowStrip />
            <main class="case-main" id="main" tabindex="-1">{body}</main>
            <RefusedToast />
        </div>
    }
}

/// The frame while there is no case in it.
#[component]
fn Unopened(children: Children) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="case-frame">
            <header class="top-bar">
                <A href="/" attr:class="brand"><Logo />{say(move || t_string!(i18n, common.app))}</A>
                <span class="spacer"></span>
                <NetworkPill />
                <UserMenu />
            </header>
            <main class="case-main" id="main" tabindex="-1">{children()}</main>
        </div>
    }
}

/// Why the case is not on the screen, and what to do.
#[component]
fn NotOpen(
    /// The user may have access: the case just is not here.
    access: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = Workspace::get();
    let words = move || {
        if access {
            (
                t_string!(i18n, plan.not_here),
                t_string!(i18n, plan.not_here_text),
            )
        } else {
            (
                t_string!(i18n, plan.no_access),
                t_string!(i18n, plan.no_access_text),
            )
        }
    };
    view! {
        <div class="not-open">
            <Icon kind=if access { IconKind::Offline } else { IconKind::Search } />
            <h1>{move || words().0}</h1>
            <p>{move || words().1}</p>
            <div class="dialog-actions">
                <A href="/" attr:class="button">{say(move || t_string!(i18n, common.to_cases))}</A>
                <button class="button" type="button" on:click=move |_| workspace.refresh_cases()>{say(move || t_string!(i18n, common.retry))}</button>
            </div>
        </div>
    }
}

/// The page of the map.
#[component]
pub fn MapPage() -> impl IntoView {
    // The map's parts find the case in the context.
    let _ = CaseStore::get();
    view! { <CaseMap /> }
}

/// The page of what changed between moments.
#[component]
pub fn ChangesPage() -> impl IntoView {
    view! { <CaseTime /> }
}
