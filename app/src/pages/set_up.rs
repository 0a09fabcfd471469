//! Page.

use leptos::prelude::*;

/// Page.
#[component]
pub fn SetUpPage() -> impl IntoView {
    view! { <main></main> }
}
