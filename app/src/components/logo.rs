//! The mark: four threads, woven.

use leptos::prelude::*;

/// The woven mark.
#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
            <path class="logo-warp" d="M14 4v32M26 4v32" />
            <path class="logo-weft" d="M4 14h32M4 26h32" />
            <path class="logo-warp" d="M26 9v10M14 21v10" />
        </svg>
    }
}
