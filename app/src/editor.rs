//! The map page's content.

use leptos::prelude::*;

/// The map of the open case, in its two views.
#[component]
pub fn CaseMap() -> impl IntoView {
    view! { <div class="map"></div> }
}
