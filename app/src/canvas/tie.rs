//! A tie's line, its arrowheads, and the wide invisible line that a finger finds.

use crate::lean::memo;
use leptos::prelude::*;
use trama_shared::{
    ids::TieId,
    layout::{Drawing, LineStyle, Point, TieDrawing},
};

use super::node::Marks;

/// The dashes as SVG wants them.
#[must_use]
pub fn dash_of(style: &LineStyle) -> Option<String> {
    style.dash_array()
}

/// A tie on the map.
#[component]
pub fn TieView(
    /// Which.
    id: TieId,
    /// The geometry.
    drawing: Memo<Option<Drawing>>,
    /// Whether it is chosen.
    selected: Signal<bool>,
    /// Somebody else changed it: counts up.
    touched: Signal<Option<u64>>,
) -> impl IntoView {
    let key = id.clone();
    let tie = memo(move |_| drawing.with(|drawing| drawing.as_ref()?.ties.get(&key).cloned()));
    let line = move |read: fn(&TieDrawing) -> String| tie.with(|tie| tie.as_ref().map(read));
    let line_path = move || line(|tie| tie.line.clone());
    let course = move || line(|tie| course_path(&tie.course));
    let width = move || tie.with(|tie| tie.as_ref().map(|tie| tie.style.width));
    let dash = move || tie.with(|tie| tie.as_ref().and_then(|tie| dash_of(&tie.style)));
    let caps = move || {
        tie.with(|tie| {
            tie.as_ref().map(|tie| {
                if tie.style.round_caps {
                    "round"
                } else {
                    "butt"
                }
            })
        })
    };
    let marks = memo(move |_| {
        tie.with(|tie| {
            tie.as_ref()
                .map(|tie| tie.marks.clone())
                .unwrap_or_default()
        })
    });
    let pulse = move || {
        touched.get().and_then(|_| {
            let middle = tie.with_untracked(|tie| tie.as_ref().map(|tie| tie.middle))?;
            Some(view! { <circle class="remote-ring" cx=middle.x cy=middle.y r="12" /> })
        })
    };
    view! {
        <g class="tie" data-tie-id=id.to_string() data-selected=move || selected.get().then_some("")>
            <path class="tie-hit" d=course />
            <path
                class="tie-line"
                d=line_path
                stroke-width=width
                stroke-dasharray=dash
                stroke-linecap=caps
            />
            {move || view! { <Marks marks=marks.get() /> }}
            {pulse}
        </g>
    }
}

fn course_path(course: &[Point]) -> String {
    let steps = course.iter().enumerate().map(|(at, point)| {
        let command = if at == 0 { 'M' } else { 'L' };
        format!("{command}{:.1} {:.1}", point.x, point.y)
    });
    steps.collect()
}
