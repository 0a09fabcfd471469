//! Long work in slices of a few milliseconds, with the browser's own work between them.

use std::time::Duration;

use futures::channel::oneshot;
use leptos::prelude::*;

use super::clock;

/// How long a slice goes on before the browser gets its turn: less than a frame.
const SLICE_MS: f64 = 8.0;

/// Does a step after the other until one answers that there is no more to do. Before each slice `goes_on` is asked;
/// where it says no, the rest is left. Answers whether all was done.
pub async fn in_slices(mut step: impl FnMut() -> bool, goes_on: impl Fn() -> bool) -> bool {
    loop {
        // Nobody waits for the first slice either: the page is drawn before it.
        next_turn().await;
        if !goes_on() {
            return false;
        }
        let until = clock::now_ms() + SLICE_MS;
        while clock::now_ms() < until {
            if !step() {
                return true;
            }
        }
    }
}

/// Waits until the browser has done what else there was to do.
async fn next_turn() {
    let (done, wait) = oneshot::channel();
    set_timeout(
        move || {
            // Whoever waited may have gone.
            let _ = done.send(());
        },
        Duration::ZERO,
    );
    // It is called off only with the page.
    let _ = wait.await;
}
