//! A word for what takes long: nothing before 400 ms, so that what is quick does not flicker.

use std::time::Duration;

use leptos::prelude::*;

const PATIENCE_MS: u64 = 400;

/// Shows its content only when it has waited for a while.
#[component]
pub fn Slow(children: ChildrenFn) -> impl IntoView {
    let waited = RwSignal::new(false);
    let timer = set_timeout_with_handle(
        move || {
            let _ = waited.try_set(true);
        },
        Duration::from_millis(PATIENCE_MS),
    );
    on_cleanup(move || {
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
    view! { <p class="slow" role="status">{move || waited.get().then(|| children())}</p> }
}
