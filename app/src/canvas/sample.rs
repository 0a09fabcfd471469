//! A node or a tie by itself: in the legend, on buttons, beside names.

use leptos::prelude::*;
use trama_shared::{
    case::{ActorKind, Flow, Support, TieQuality},
    layout::{sample_node, sample_tie},
};

use super::{
    node::{Marks, NodeShape},
    tie::dash_of,
};

/// Size of a sample node, in its own units.
const SIZE: f64 = 26.0;
/// The square that it stands in; the widest shape reaches a little over it.
const ROOM: f64 = 32.0;

/// A node by itself.
#[component]
pub fn NodeSample(
    /// Its shape.
    #[prop(into)]
    kind: Signal<ActorKind>,
    /// Its fill; `None` shows the question mark.
    #[prop(into)]
    support: Signal<Option<Support>>,
    /// Draws only the outline, where support is not the point.
    #[prop(optional)]
    outline_only: bool,
) -> impl IntoView {
    let node = Signal::derive(move || Some(sample_node(kind.get(), SIZE)));
    let support = Signal::derive(move || {
        if outline_only {
            Some(Support::None)
        } else {
            support.get()
        }
    });
    let view_box = format!("{} {} {ROOM} {ROOM}", -ROOM / 2.0, -ROOM / 2.0);
    view! {
        <svg class="sample-node" viewBox=view_box aria-hidden="true" focusable="false">
            <NodeShape node support />
        </svg>
    }
}

/// Length of a sample tie, in its own units.
const LENGTH: f64 = 44.0;

/// A tie by itself.
#[component]
pub fn TieSample(
    /// Its line.
    #[prop(into)]
    quality: Signal<TieQuality>,
    /// Its arrowheads.
    #[prop(into, optional)]
    flow: Option<Signal<Flow>>,
) -> impl IntoView {
    let sample = move || {
        let flow = flow.map_or(Flow::Unknown, |flow| flow.get());
        let sample = sample_tie(quality.get(), flow, LENGTH);
        let dash = dash_of(&sample.style);
        let caps = if sample.style.round_caps {
            "round"
        } else {
            "butt"
        };
        view! {
            <path
                class="tie-line"
                d=sample.line
                stroke-width=sample.style.width
                stroke-dasharray=dash
                stroke-linecap=caps
            />
            <Marks marks=sample.marks />
        }
    };
    let view_box = format!("-2 -9 {} 18", LENGTH + 4.0);
    view! {
        <svg class="sample-tie tie" viewBox=view_box aria-hidden="true" focusable="false">
            {sample}
        </svg>
    }
}
