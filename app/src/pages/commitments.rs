//! The commitments of the case: who does what by when, so that the person reaches what she wants.

use std::collections::BTreeMap;

use leptos::{html, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use trama_shared::case::Target;

use crate::{
    components::{
        calendar::{CalendarDialog, LOOKED_FOR},
        commitments::{
            CommitmentsState,
            add::AddDialog,
            goals::{AddGoal, GoalDialog, Goals},
            matrix::{BalanceCard, Matrix},
            overlaps::{CoordinateDialog, OverlapCard},
            progress::ProgressDialog,
            side::{AgendaCard, ToCalendar},
            state::Draft,
        },
        elsewhere::Elsewhere,
        icon::{Icon, IconKind},
        paper::{PaperButton, Section},
        protection::{ProtectionState, agenda::ProtectionCard},
        reading::share_reading,
        reading_only::ReadingOnly,
        undo_redo::UndoRedo,
    },
    editor::Selection,
    i18n::t_string,
    lean::{part, say},
    services::case_store::Page,
};

/// Names, in the address, what a new commitment is about: an actor or a tie as the map names it, or `necesidad-` and an
/// id.
const ABOUT: &str = "sobre";

/// The page of the commitments.
#[component]
pub fn CommitmentsPage() -> impl IntoView {
    let state = CommitmentsState::new();
    let protection = ProtectionState::new();
    let (i18n, store) = (state.i18n, state.store);
    let title = store.title();
    let sheet = NodeRef::<html::Div>::new();
    let tell_reading = share_reading(Page::Commitments, sheet);
    store.show_page(Page::Commitments);
    begin_from_address(state);
    lead_from_address(state);
    let exporting = RwSignal::new(None);
    provide_context(ToCalendar(exporting));
    let buttons = part(move || {
        if state.read_only.get() {
            return ().into_any();
        }
        view! {
            <button class="button primary" type="button" id="commitments-add" data-testid="commitments-add"
                aria-label=say(move || t_string!(i18n, commitments.add_title))
                on:click=move |_| state.adding.set(Some(Draft::default()))>
                <Icon kind=IconKind::Add />{say(move || t_string!(i18n, commitments.add))}
            </button>
        }
        .into_any()
    });
    let none = move || {
        store.commitments().with(BTreeMap::is_empty) && store.goals().with(BTreeMap::is_empty)
    };
    let body = part(move || {
        if none() {
            return view! {
                <div class="empty card" data-testid="commitments-empty">
                    <p>{say(move || t_string!(i18n, commitments.empty))}</p>
                    <p class="hint">{say(move || t_string!(i18n, commitments.empty_text))}</p>
                    <AddGoal state />
                </div>
            }
            .into_any();
        }
        view! {
            <div class="commitments-columns">
                <aside class="commitments-side">
                    <AgendaCard state />
                    <ProtectionCard state=protection dates_only=true />
                </aside>
                <Goals state />
                <div class="commitments-side instruments">
                    <Matrix state />
                    <BalanceCard state />
                    <OverlapCard state />
                </div>
            </div>
        }
        .into_any()
    });
    view! {
        <div class="second-bar">
            <h2>{say(move || t_string!(i18n, commitments.title))}</h2>
            <p class="print-only">{move || title.get()}</p>
            <span class="spacer"></span>
            <Elsewhere page=Page::Commitments />
            <PaperButton section=Section::Commitments />
            <UndoRedo />
            {buttons}
        </div>
        <div class="plan commitments" node_ref=sheet on:scroll=move |_| tell_reading()>
            <ReadingOnly read_only=state.read_only />
            {body}
        </div>
        <AddDialog state />
        <ProgressDialog state />
        <GoalDialog state />
        <CoordinateDialog state />
        <CalendarDialog days=exporting />
    }
}

/// Leads to the commitment that the address names, once; the address is put right.
fn lead_from_address(state: CommitmentsState) {
    let query = use_query_map();
    let navigate = use_navigate();
    Effect::new(move |_| {
        let Some(id) = query.with(|query| query.get(LOOKED_FOR)) else {
            return;
        };
        if let Ok(id) = id.parse() {
            untrack(|| state.go_to(id));
        }
        navigate(
            &format!("/caso/{}/compromisos", state.store.id()),
            in_place(),
        );
    });
}

/// Neither a step back in the browser's history nor a jump.
fn in_place() -> NavigateOptions {
    NavigateOptions {
        replace: true,
        scroll: false,
        ..NavigateOptions::default()
    }
}

/// Begins a commitment on what the address names, once; the address is put right, so that a reload does not ask again.
fn begin_from_address(state: CommitmentsState) {
    let query = use_query_map();
    let navigate = use_navigate();
    Effect::new(move |_| {
        let Some(about) = query.with(|query| query.get(ABOUT)) else {
            return;
        };
        let draft = match about.strip_prefix("necesidad-") {
            Some(need) => Draft {
                need: need.parse().ok(),
                ..Draft::default()
            },
            None => Draft {
                target: match Selection::from_query(&about) {
                    Selection::Tie(id) => Some(Target::Tie(id)),
                    Selection::Actor(id) => Some(untrack(|| state.target_of(&id))),
                    _ => None,
                },
                ..Draft::default()
            },
        };
        if untrack(|| state.store.can_edit()) {
            state.adding.set(Some(draft));
        }
        let path = format!("/caso/{}/compromisos", state.store.id());
        navigate(&path, in_place());
    });
}
