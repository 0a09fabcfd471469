//! The household in the centre of the ecomap: symbols of a genogram and the lines between them.

use leptos::prelude::*;
use trama_shared::{
    case::Support,
    layout::{KinshipDrawing, LabelLine, Point, SymbolDrawing},
};

/// A symbol around (0, 0): outline, second line, cross, age, mark of pregnancy.
#[component]
pub fn Symbol(
    /// The geometry.
    symbol: SymbolDrawing,
) -> impl IntoView {
    let line = |path: Option<String>, class: &'static str| {
        path.map(|path| view! { <path class=class d=path /> })
    };
    let age = symbol.age.map(|age: LabelLine| {
        view! {
            <text class="symbol-age" aria-hidden="true" x=age.x y=age.y font-size=age.size_px>{age.text}</text>
        }
    });
    view! {
        <path class="node-outline" d=symbol.outline stroke-width=symbol.width />
        {line(symbol.double, "symbol-line")}
        {line(symbol.cross, "symbol-line")}
        {age}
        {line(symbol.pregnancy, "symbol-mark")}
    }
    .into_any()
}

/// The badge of a symbol: how much support is perceived from a member of the household.
#[must_use]
pub fn badge(
    symbol: &SymbolDrawing,
    support: Option<Support>,
    fill: impl IntoView,
    question_px: f64,
) -> AnyView {
    let Point { x, y } = symbol.badge_at;
    let place = format!("translate({x:.2} {y:.2})");
    let question = support.is_none().then(|| {
        view! { <text class="node-unasked" aria-hidden="true" font-size=question_px>"?"</text> }
    });
    view! {
        <g class="symbol-badge" transform=place>
            <circle class="badge-ground" r=symbol.badge_radius stroke-width="1.2" />
            {fill}
            {question}
        </g>
    }
    .into_any()
}

/// Lines of a genogram, relative to `at`.
#[component]
pub fn KinshipLines(
    /// Their origin.
    at: Point,
    /// The geometry.
    lines: Vec<KinshipDrawing>,
) -> impl IntoView {
    let line = |line: KinshipDrawing| {
        let caps = if line.style.round_caps {
            "round"
        } else {
            "butt"
        };
        view! {
            <path
                class="symbol-line"
                d=line.path
                stroke-width=line.style.width
                stroke-dasharray=line.style.dash_array()
                stroke-linecap=caps
            />
        }
    };
    let place = format!("translate({:.2} {:.2})", at.x, at.y);
    view! { <g transform=place>{lines.into_iter().map(line).collect_view()}</g> }.into_any()
}
