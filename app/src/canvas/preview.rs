//! What shows while a tie is drawn: a loose line, and the handle from which a line is pulled.

use leptos::prelude::*;
use trama_shared::layout::Point;

/// The loose line of a tie that is being drawn.
#[component]
pub fn TiePreview(
    /// Its two ends on the sheet.
    ends: Memo<Option<(Point, Point)>>,
) -> impl IntoView {
    move || {
        ends.get().map(|(from, to)| {
            view! { <line class="tie-preview" x1=from.x y1=from.y x2=to.x y2=to.y /> }
        })
    }
}

/// The handle of the chosen party.
#[component]
pub fn Handle(
    /// Its middle on the sheet.
    at: Memo<Option<Point>>,
    /// How many of the sheet's units are one px: the handle keeps its size while the map is zoomed.
    unit: Memo<f64>,
) -> impl IntoView {
    move || {
        let at = at.get()?;
        let place = format!(
            "translate({:.1} {:.1}) scale({:.3})",
            at.x,
            at.y,
            unit.get()
        );
        Some(view! {
            <g transform=place data-handle="" data-testid="handle" aria-hidden="true">
                <circle class="node-handle-hit" r="22" />
                <circle class="node-handle" r="8" />
                <path class="node-handle-plus" d="M-4 0h8M0 -4v8" />
            </g>
        })
    }
}
