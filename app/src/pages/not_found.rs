//! Page.

use leptos::prelude::*;

/// Page.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <main></main> }
}
