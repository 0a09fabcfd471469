//! An actor's name beside its node, over a halo in the colour of the ground.

use crate::lean::memo;
use leptos::prelude::*;
use trama_shared::{
    case::Ring,
    ids::ActorId,
    layout::{Drawing, LabelDrawing, LabelLine, Point},
};

use super::picture::Picture;

/// The class of the halo: the ground on which the middle of the label stands, whatever ring its actor is in.
fn halo_class(drawing: &Drawing, label: &LabelDrawing) -> &'static str {
    let bounds = label.bounds;
    let middle = Point::new(
        f64::midpoint(bounds.left, bounds.right),
        f64::midpoint(bounds.top, bounds.bottom),
    );
    let distance = middle.distance(drawing.centre.at);
    // The rings come from the outer one inwards: the last that reaches so far is the ground.
    let under = drawing.rings.iter().rfind(|ring| distance <= ring.radius);
    match under.map(|ring| ring.ring) {
        // The household's circle has the tint of the personal ring.
        None if drawing
            .centre
            .household_radius
            .is_some_and(|radius| distance < radius) =>
        {
            "halo halo-personal"
        }
        None => "halo halo-sheet",
        Some(Ring::Personal) => "halo halo-personal",
        Some(Ring::Community) => "halo halo-community",
        Some(Ring::Institutional) => "halo halo-institutional",
    }
}

/// An actor's label.
#[component]
pub fn LabelView(
    /// Whose.
    id: ActorId,
    /// The geometry.
    picture: Picture,
    /// It steps back behind what the map is focused on.
    dimmed: Signal<bool>,
    /// Whether the actor is chosen: a label without room is then shown all the same.
    selected: Signal<bool>,
) -> impl IntoView {
    let key = id.clone();
    let label = memo(move |_| picture.label(&key, halo_class));
    let text = move || {
        let (ground, label) = label.get()?;
        if label.hidden && !selected.get() {
            return None;
        }
        let (halo, anchor) = (label.halo_px, label.anchor.svg());
        let line = move |line: LabelLine| {
            let class = format!(
                "{ground} {}",
                if line.is_role {
                    "node-role"
                } else {
                    "node-name"
                }
            );
            view! {
                <text
                    class=class
                    x=line.x
                    y=line.y
                    font-size=line.size_px
                    text-anchor=anchor
                    stroke-width=halo
                >
                    {line.text}
                </text>
            }
        };
        Some(label.lines.into_iter().map(line).collect_view())
    };
    view! {
        <g
            class="node-label node"
            aria-hidden="true"
            data-label-of=id.to_string()
            data-selected=move || selected.get().then_some("")
            data-dim=move || dimmed.get().then_some("")
        >
            {text}
        </g>
    }
}
