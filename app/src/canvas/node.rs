//! An actor's node: shape by kind, fill by perceived support, outlines by who has it chosen.

use leptos::prelude::*;
use trama_shared::{
    case::Support,
    ids::ActorId,
    layout::{Drawing, Mark, NodeDrawing},
};

use crate::lean::memo;
use crate::services::case_store::Peer;

/// Arrowheads and slashes.
#[component]
pub fn Marks(
    /// Their geometry.
    marks: Vec<Mark>,
) -> impl IntoView {
    let mark = |mark: Mark| {
        if mark.filled {
            view! { <path class="tie-filled" d=mark.path /> }.into_any()
        } else {
            view! { <path class="tie-line" d=mark.path stroke-width=mark.width stroke-linecap="round" /> }.into_any()
        }
    };
    marks.into_iter().map(mark).collect_view()
}

/// The shape of a node around (0, 0), with its fill or its question mark.
#[component]
pub fn NodeShape(
    /// The geometry.
    #[prop(into)]
    node: Signal<Option<NodeDrawing>>,
    /// The fill; `None` shows the question mark.
    #[prop(into)]
    support: Signal<Option<Support>>,
) -> impl IntoView {
    let outline = move || node.with(|node| node.as_ref().map(|node| node.outline.clone()));
    let width = move || node.with(|node| node.as_ref().map(|node| node.width));
    let fill = move || {
        let level = support.get()?;
        let node = node.get()?;
        let filled = node.filled(level);
        if filled.bottom - filled.top < 0.1 {
            return None;
        }
        // A clip in the shape's own units: insets from the box of the shape that is filled.
        let hidden = (filled.top - node.inner_top).max(0.0);
        let clip = format!("clip-path: inset({hidden:.2}px 0 0 0)");
        Some(view! { <path class="node-fill" d=node.inner style=clip /> })
    };
    let question = move || {
        let node = node.get()?;
        support.get().is_none().then(|| {
            view! { <text class="node-unasked" font-size=node.question_px>"?"</text> }
        })
    };
    view! {
        <path class="node-outline" d=outline stroke-width=width />
        {fill}
        {question}
    }
}

/// What an actor's node needs to know of its surroundings.
#[derive(Clone, Copy)]
pub struct NodeState {
    /// Chosen here.
    pub selected: Signal<bool>,
    /// The first party of the tie that is being drawn.
    pub armed: Signal<bool>,
    /// Following a pointer.
    pub dragging: Signal<bool>,
    /// Reached by the tabulator.
    pub in_tab_order: Signal<bool>,
    /// The colleague who has it chosen.
    pub held_by: Signal<Option<Peer>>,
    /// Somebody else changed it: counts up.
    pub touched: Signal<Option<u64>>,
}

/// What a node showed at the last touch by somebody else, and the touch that is being ringed.
#[derive(PartialEq)]
struct Ringed {
    seen: (Option<NodeDrawing>, String, Option<Support>),
    touch: Option<u64>,
    shown: Option<u64>,
}

/// An actor on the map.
#[component]
pub fn NodeView(
    /// Which.
    id: ActorId,
    /// The geometry.
    drawing: Memo<Option<Drawing>>,
    /// Perceived support.
    support: Signal<Option<Support>>,
    /// What is said of it.
    #[prop(into)]
    label: Signal<String>,
    /// Its surroundings.
    state: NodeState,
) -> impl IntoView {
    let key = id.clone();
    let node = memo(move |_| drawing.with(|drawing| drawing.as_ref()?.nodes.get(&key).cloned()));
    // As a style, so that going from one view to the other can be a transition.
    let place = move || {
        node.with(|node| {
            node.as_ref()
                .map(|node| format!("translate({:.2}px, {:.2}px)", node.at.x, node.at.y))
        })
        .unwrap_or_default()
    };
    let shape = Signal::derive(move || node.get());
    let larger = move |read: fn(&NodeDrawing) -> String| node.with(|node| node.as_ref().map(read));
    let chosen = move || {
        state.selected.get().then(|| {
            view! { <path class="node-selected" d=move || larger(|node| node.selected.clone()) /> }
        })
    };
    let armed = move || {
        state.armed.get().then(|| {
            view! { <path class="node-armed" d=move || larger(|node| node.watched.clone()) /> }
        })
    };
    let held = move || {
        let peer = state.held_by.get()?;
        let class = format!("map-held presence-{}", peer.color + 1);
        Some(view! {
            <g class=class>
                <path class="node-held" d=move || larger(|node| node.watched.clone()) />
            </g>
        })
    };
    // Writing down a place that the node has already changes nothing to see: only what looks or reads differently
    // since the last touch is ringed.
    let ringed = Memo::new(move |before: Option<&Ringed>| {
        let now = (node.get(), label.get(), support.get());
        let touch = state.touched.get();
        let differs = before.is_some_and(|before| before.touch != touch && before.seen != now);
        let shown = if differs {
            touch
        } else {
            before.and_then(|before| before.shown)
        };
        Ringed {
            seen: now,
            touch,
            shown,
        }
    });
    let shown = memo(move |_| ringed.with(|ringed| ringed.shown));
    let pulse = move || {
        shown.get().map(|_| {
            let radius =
                node.with_untracked(|node| node.as_ref().map_or(0.0, |node| node.radius + 6.0));
            view! { <circle class="remote-ring" r=radius /> }
        })
    };
    view! {
        <g
            class="node"
            id=format!("actor-{id}")
            role="button"
            tabindex=move || if state.in_tab_order.get() { "0" } else { "-1" }
            aria-label=label
            aria-pressed=move || if state.selected.get() { "true" } else { "false" }
            data-actor-id=id.to_string()
            data-selected=move || state.selected.get().then_some("")
            data-dragging=move || state.dragging.get().then_some("")
            style:transform=place
        >
            <circle class="node-hit" r=move || node.with(|node| node.as_ref().map(|node| node.hit_radius)) />
            {held}
            {chosen}
            {armed}
            <NodeShape node=shape support />
            <path class="node-focus" d=move || larger(|node| node.selected.clone()) />
            {pulse}
        </g>
    }
}

/// A colleague's name beside the node that they have chosen.
#[component]
pub fn Flag(
    /// Whose.
    peer: Peer,
    /// The geometry of the node.
    node: Memo<Option<NodeDrawing>>,
) -> impl IntoView {
    // Wide enough for the widest of the system's fonts; narrower ones then only add air.
    let width =
        trama_shared::layout::width_of(&peer.name, trama_shared::layout::Weight::Semibold, 11.5)
            + 14.0;
    let class = format!("map-held presence-{}", peer.color + 1);
    let at = move || {
        node.with(|node| {
            node.as_ref().map(|node| {
                format!(
                    "translate({:.1} {:.1})",
                    node.at.x + node.flag_at.x,
                    node.at.y + node.flag_at.y - 6.0
                )
            })
        })
    };
    view! {
        <g class=class transform=at data-testid="flag">
            <rect class="flag-ground" width=width height="20" rx="6" />
            <text class="flag-name" x=width / 2.0 y="14" font-size="11.5" text-anchor="middle">{peer.name}</text>
        </g>
    }
}
