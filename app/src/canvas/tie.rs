//! A tie's line, its arrowheads, and the wide invisible line that a finger finds.

use crate::lean::memo;
use leptos::prelude::*;
use trama_shared::{
    ids::TieId,
    layout::{LineStyle, Point, TieDrawing},
};

use super::{
    lock::{Lock, ROOM},
    node::Marks,
    picture::Picture,
};

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
    picture: Picture,
    /// Whether it is chosen.
    selected: Signal<bool>,
    /// It steps back behind what the map is focused on.
    dimmed: Signal<bool>,
    /// Only some may see it.
    reserved: Signal<bool>,
    /// Whether a tie inside the household is drawn: one of its parties is chosen.
    open: Signal<bool>,
    /// Somebody else changed it: counts up.
    touched: Signal<Option<u64>>,
) -> impl IntoView {
    let key = id.clone();
    let tie = memo(move |_| picture.tie(&key).filter(|tie| !tie.inside || open.get()));
    let lock = move || {
        let at = reserved
            .get()
            .then(|| tie.with(|tie| picture.sign_at(tie.as_ref()?, ROOM)));
        at.flatten().map(|at| view! { <Lock at /> })
    };
    let line = move |read: fn(&TieDrawing) -> String| tie.with(|tie| tie.as_ref().map(read));
    let line_path = move || line(|tie| tie.line.clone());
    let course = memo(move |_| line(|tie| course_path(&tie.course)));
    // The same all along a drag.
    let style = memo(move |_| tie.with(|tie| tie.as_ref().map(|tie| tie.style.clone())));
    let width = move || style.with(|style| style.as_ref().map(|style| style.width));
    let dash = move || style.with(|style| style.as_ref().and_then(dash_of));
    let caps = move || {
        style.with(|style| {
            let round = style.as_ref()?.round_caps;
            Some(if round { "round" } else { "butt" })
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
        <g
            class="tie"
            data-tie-id=id.to_string()
            data-selected=move || selected.get().then_some("")
            data-dim=move || dimmed.get().then_some("")
        >
            <path class="tie-hit" d=course />
            <path class="tie-course" d=course />
            <path
                class="tie-line"
                d=line_path
                stroke-width=width
                stroke-dasharray=dash
                stroke-linecap=caps
            />
            {move || view! { <Marks marks=marks.get() /> }}
            {lock}
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
