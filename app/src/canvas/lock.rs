//! The lock beside what is reserved.

use leptos::prelude::*;
use trama_shared::layout::Point;

/// The room that a lock takes around its middle, in the sheet's units.
pub const ROOM: f64 = 8.5;

/// A small lock around a point.
#[component]
pub fn Lock(
    /// Its middle.
    at: Point,
) -> impl IntoView {
    let place = format!("translate({:.2} {:.2})", at.x, at.y);
    view! {
        <g class="lock" transform=place aria-hidden="true">
            <circle class="lock-ground" r="7.5" />
            <rect class="lock-body" x="-4" y="-1.2" width="8" height="5.8" rx="1.2" />
            <path class="lock-bow" d="M-2.4 -1.2V-2.9A2.4 2.4 0 0 1 2.4 -2.9V-1.2" />
        </g>
    }
}
