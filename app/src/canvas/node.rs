//! An actor's node: shape by kind, fill by perceived support, outlines by who has it chosen.

use leptos::prelude::*;
use trama_shared::{
    case::Support,
    ids::ActorId,
    layout::{Mark, NodeDrawing, Point},
};

use super::{
    household::{Symbol, badge},
    lock::Lock,
    picture::Picture,
};
use crate::lean::{memo, part};
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

/// A node but for where it stands.
fn looks_of(node: Option<&NodeDrawing>) -> Option<NodeDrawing> {
    let mut looks = node?.clone();
    looks.at = Point::default();
    Some(looks)
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
    // One part: most changes of a node change its shape or its fill, and a drag changes neither.
    let looks = memo(move |_| node.with(|node| looks_of(node.as_ref())));
    part(move || {
        let Some(node) = looks.get() else {
            return ().into_any();
        };
        let support = support.get();
        let fill = filling(&node, support);
        if let Some(symbol) = node.symbol {
            let badge = badge(&symbol, support, fill, node.question_px);
            return view! { <Symbol symbol /> {badge} }.into_any();
        }
        // Nobody asks any more of somebody who has died.
        let question = (support.is_none() && node.cross.is_none()).then(|| {
            view! { <text class="node-unasked" font-size=node.question_px>"?"</text> }
        });
        let cross = node
            .cross
            .map(|path| view! { <path class="symbol-line node-cross" d=path /> });
        view! {
            <path
                class="node-outline"
                d=node.outline
                stroke-width=node.width
                data-assumed=node.assumed.then_some("")
            />
            {fill}
            {question}
            {cross}
        }
        .into_any()
    })
}

/// What support fills of a node, or of a symbol's badge.
fn filling(node: &NodeDrawing, support: Option<Support>) -> Option<AnyView> {
    let filled = node.filled(support?);
    if filled.bottom - filled.top < 0.1 {
        return None;
    }
    // A clip in the shape's own units: insets from the box of the shape that is filled.
    let hidden = (filled.top - node.inner_top).max(0.0);
    let clip = format!("clip-path: inset({hidden:.2}px 0 0 0)");
    let inner = node.inner.clone();
    Some(view! { <path class="node-fill" d=inner style=clip /> }.into_any())
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
    /// It steps back behind what the map is focused on.
    pub dimmed: Signal<bool>,
    /// Only some may see it.
    pub reserved: Signal<bool>,
    /// The person and the team see it differently.
    pub differs: Signal<bool>,
    /// It works past another institution on one need.
    pub overlaps: Signal<bool>,
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
    picture: Picture,
    /// Perceived support.
    support: Signal<Option<Support>>,
    /// What is said of it.
    #[prop(into)]
    label: Signal<String>,
    /// Its surroundings.
    state: NodeState,
) -> impl IntoView {
    let key = id.clone();
    let node = memo(move |_| picture.node(&key));
    // As a style, so that going from one view to the other can be a transition.
    let place = move || {
        node.with(|node| {
            node.as_ref()
                .map(|node| format!("translate({:.2}px, {:.2}px)", node.at.x, node.at.y))
        })
        .unwrap_or_default()
    };
    // The same all along a drag, so that only the place is written anew.
    let looks = memo(move |_| node.with(|node| looks_of(node.as_ref())));
    let larger = move |read: fn(&NodeDrawing) -> String| looks.with(|node| node.as_ref().map(read));
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
    let marks = part(move || {
        let (reserved, differs) = (state.reserved.get(), state.differs.get());
        let overlaps = state.overlaps.get();
        if !reserved && !differs && !overlaps {
            return ().into_any();
        }
        let off = looks.with(|node| node.as_ref().map_or(0.0, |node| node.radius));
        // No further out than labels begin, above, beside or below.
        let (left, low) = (-off * 0.75, off * 0.5);
        view! {
            {reserved.then(|| view! { <Lock at=Point::new(left, low) /> })}
            {differs.then(|| differs_mark(Point::new(left, -low)))}
            {overlaps.then(|| overlaps_mark(Point::new(-left, -low)))}
        }
        .into_any()
    });
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
            data-dim=move || state.dimmed.get().then_some("")
            style:transform=place
        >
            <circle class="node-hit" r=move || looks.with(|node| node.as_ref().map(|node| node.hit_radius)) />
            {held}
            {chosen}
            {armed}
            <NodeShape node=looks support />
            {marks}
            <path class="node-focus" d=move || larger(|node| node.selected.clone()) />
            {pulse}
        </g>
    }
}

/// The mark of an actor whom the person and the team see differently: not equal.
#[must_use]
pub fn differs_mark(at: Point) -> AnyView {
    let place = format!("translate({:.2} {:.2})", at.x, at.y);
    view! {
        <g class="differs" transform=place aria-hidden="true">
            <circle class="lock-ground" r="7.5" />
            <path class="lock-bow" d="M-3.6 -1.7H3.6M-3.6 1.7H3.6M2 -4.4L-2 4.4" />
        </g>
    }
    .into_any()
}

/// The mark of an institution that works past another on one need: two that overlap.
#[must_use]
pub fn overlaps_mark(at: Point) -> AnyView {
    let place = format!("translate({:.2} {:.2})", at.x, at.y);
    view! {
        <g class="overlaps-mark" transform=place aria-hidden="true">
            <circle class="lock-ground" r="7.5" />
            <circle class="lock-bow" cx="-1.7" r="3" />
            <circle class="lock-bow" cx="1.7" r="3" />
        </g>
    }
    .into_any()
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
