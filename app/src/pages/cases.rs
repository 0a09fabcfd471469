//! Page.

use leptos::prelude::*;

/// Page.
#[component]
pub fn CasesPage() -> impl IntoView {
    view! { <main></main> }
}
