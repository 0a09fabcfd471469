//! An address that leads nowhere.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::i18n::{t_string, use_i18n};
use crate::lean::say;

/// Says so, and offers the way back.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <main class="account" id="main">
            <div class="account-card card">
                <h1>{say(move || t_string!(i18n, common.not_found_title))}</h1>
                <p>{say(move || t_string!(i18n, common.not_found_text))}</p>
                <A href="/" attr:class="button primary">{say(move || t_string!(i18n, common.to_cases))}</A>
            </div>
        </main>
    }
}
