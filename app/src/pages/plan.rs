//! Page.

use leptos::prelude::*;

/// Page.
#[component]
pub fn PlanPage() -> impl IntoView {
    view! { <main></main> }
}
