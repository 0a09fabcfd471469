//! An actor's name beside its node, over a halo in the colour of the ground.

use leptos::prelude::*;
use trama_shared::{
    case::{Ring, View},
    ids::ActorId,
    layout::{Drawing, LabelLine},
};

/// The class of the halo: what the label stands on.
const fn halo_class(view: View, ring: Ring) -> &'static str {
    match (view, ring) {
        (View::Ecomap, _) => "halo halo-sheet",
        (View::Rings, Ring::Personal) => "halo halo-personal",
        (View::Rings, Ring::Community) => "halo halo-community",
        (View::Rings, Ring::Institutional) => "halo halo-institutional",
    }
}

/// An actor's label.
#[component]
pub fn LabelView(
    /// Whose.
    id: ActorId,
    /// The geometry.
    drawing: Memo<Option<Drawing>>,
    /// The ring on which it stands.
    #[prop(into)]
    ring: Signal<Ring>,
    /// Whether the actor is chosen: a label without room is then shown all the same.
    selected: Signal<bool>,
) -> impl IntoView {
    let key = id.clone();
    let label = Memo::new(move |_| {
        drawing.with(|drawing| {
            let drawing = drawing.as_ref()?;
            Some((drawing.view, drawing.labels.get(&key)?.clone()))
        })
    });
    let text = move || {
        let (view, label) = label.get()?;
        if label.hidden && !selected.get() {
            return None;
        }
        let (halo, anchor) = (label.halo_px, label.anchor.svg());
        let ground = halo_class(view, ring.get());
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
                    stroke-width=halo * 2.0
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
            data-actor-id=id.to_string()
            data-selected=move || selected.get().then_some("")
        >
            {text}
        </g>
    }
}
