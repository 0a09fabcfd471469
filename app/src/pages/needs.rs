//! The needs of the case: what is missing, how the person puts it, and who of her network answers.

use std::collections::BTreeMap;

use leptos::{html, prelude::*};
use trama_shared::catalog::NeedArea;

use crate::{
    components::{
        elsewhere::Elsewhere,
        icon::{Icon, IconKind},
        needs::{NeedsState, add::AddNeedsDialog, coverage::CoverageCard, list::AreaSection},
        paper::{PaperButton, Section as PaperSection},
        print_page::{PrintFoot, PrintMark},
        reading::share_reading,
        reading_only::ReadingOnly,
        undo_redo::UndoRedo,
    },
    i18n::t_string,
    lean::{part, say},
    services::case_store::{CaseStore, Page},
};

/// The page of the needs.
#[component]
pub fn NeedsPage() -> impl IntoView {
    let needs = NeedsState::new();
    let i18n = needs.i18n;
    let store = CaseStore::get();
    let title = store.title();
    let adding = RwSignal::new(false);
    let sheet = NodeRef::<html::Div>::new();
    let tell_reading = share_reading(Page::Needs, sheet);
    store.show_page(Page::Needs);
    let add_button = part(move || {
        if needs.read_only.get() {
            return ().into_any();
        }
        view! {
            <button class="button primary" type="button" id="needs-add" data-testid="needs-add"
                aria-label=say(move || t_string!(i18n, needs.add_title)) on:click=move |_| adding.set(true)>
                <Icon kind=IconKind::Add />{say(move || t_string!(i18n, needs.add))}
            </button>
        }
        .into_any()
    });
    let none = move || store.needs().with(BTreeMap::is_empty);
    let body = part(move || {
        if none() {
            return view! {
                <div class="empty card" data-testid="needs-empty">
                    <p>{say(move || t_string!(i18n, needs.empty))}</p>
                    <p class="hint">{say(move || t_string!(i18n, needs.empty_text))}</p>
                </div>
            }
            .into_any();
        }
        view! {
            <div class="needs-columns">
                <CoverageCard needs />
                <div class="needs-list">
                    {NeedArea::ALL.iter().map(|area| view! { <AreaSection needs area=*area /> }).collect_view()}
                </div>
            </div>
        }
        .into_any()
    });
    view! {
        <div class="second-bar">
            <h2>{say(move || t_string!(i18n, needs.title))}</h2>
            <p class="print-only">{move || title.get()}</p>
            <span class="spacer"></span>
            <Elsewhere page=Page::Needs />
            <PrintMark />
            <PaperButton section=PaperSection::Needs />
            <UndoRedo />
            {add_button}
        </div>
        <div class="plan needs" node_ref=sheet on:scroll=move |_| tell_reading()>
            <ReadingOnly read_only=needs.read_only />
            {body}
            <PrintFoot />
        </div>
        <AddNeedsDialog needs open=adding />
    }
}
