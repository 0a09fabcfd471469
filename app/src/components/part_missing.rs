//! Instead of a page whose part of the app could not be fetched.

use leptos::prelude::*;

use crate::{
    components::icon::{Icon, IconKind},
    i18n::{t_string, use_i18n},
    lean::say,
    parts::{Part, Parts},
};

/// Says so, and offers to try again. When there is a network again it is tried without being asked.
#[component]
pub fn PartMissing(
    /// What the page needs.
    parts: &'static [Part],
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <main class="case-main" id="main" tabindex="-1">
            <div class="not-open" role="alert">
                <Icon kind=IconKind::Offline />
                <h1>{say(move || t_string!(i18n, common.part_missing))}</h1>
                <p>{say(move || t_string!(i18n, common.part_missing_text))}</p>
                <TryAgain parts />
            </div>
        </main>
    }
}

/// The same of a piece of a page, which is none by itself.
#[component]
pub fn PieceMissing(
    /// What the piece needs.
    parts: &'static [Part],
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="dialog-body" role="alert">
            <p><strong>{say(move || t_string!(i18n, common.part_missing))}</strong></p>
            <p>{say(move || t_string!(i18n, common.part_missing_text))}</p>
            <div class="dialog-actions"><TryAgain parts /></div>
        </div>
    }
}

#[component]
fn TryAgain(parts: &'static [Part]) -> impl IntoView {
    let i18n = use_i18n();
    let all = Parts::get();
    view! {
        <button class="button primary" type="button" on:click=move |_| all.fetch_again(parts)>
            {say(move || t_string!(i18n, common.retry))}
        </button>
    }
}
