//! The guide to community resources of the case: what there is where the person lives, of which type, and what it could
//! do.

use leptos::prelude::*;
use trama_shared::catalog::GuideType;

use crate::{
    components::{
        elsewhere::Elsewhere,
        guide::{GuideState, add::AddResourceDialog, entry::TypeSection, progress::ProgressCard},
        icon::{Icon, IconKind},
        print_page::{PrintButton, PrintFoot},
        reading_only::ReadingOnly,
        undo_redo::UndoRedo,
    },
    i18n::t_string,
    lean::{part, say},
    services::case_store::Page,
};

/// The page of the guide.
#[component]
pub fn GuidePage() -> impl IntoView {
    let state = GuideState::new();
    let (i18n, store) = (state.i18n, state.store);
    let title = store.title();
    store.show_page(Page::Guide);
    let add_button = part(move || {
        if state.read_only.get() {
            return ().into_any();
        }
        view! {
            <button class="button primary" type="button" id="guide-add" data-testid="guide-add"
                aria-label=say(move || t_string!(i18n, guide.add_title))
                on:click=move |_| state.adding.set(Some(GuideType::Association))>
                <Icon kind=IconKind::Add />{say(move || t_string!(i18n, guide.add))}
            </button>
        }
        .into_any()
    });
    let sections = GuideType::ALL
        .iter()
        .map(|of| view! { <TypeSection state of=*of /> })
        .collect_view();
    view! {
        <div class="second-bar">
            <h2>{say(move || t_string!(i18n, guide.title))}</h2>
            <p class="print-only">{move || title.get()}</p>
            <span class="spacer"></span>
            <Elsewhere page=Page::Guide />
            <PrintButton />
            <UndoRedo />
            {add_button}
        </div>
        <div class="plan needs guide">
            <ReadingOnly read_only=state.read_only />
            <div class="needs-columns">
                <ProgressCard state />
                <div class="needs-list">
                    <p class="hint guide-lead">{say(move || t_string!(i18n, guide.lead))}</p>
                    {sections}
                </div>
            </div>
            <PrintFoot />
        </div>
        <AddResourceDialog state />
    }
}
