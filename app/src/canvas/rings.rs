//! The three rings with their names, and the sectors of the outer one.

use crate::lean::memo;
use leptos::prelude::*;
use trama_shared::{
    case::Ring,
    layout::{Drawing, RingDrawing, SectorDrawing},
};

/// The class that tints a ring, and the halo of what stands on it.
#[must_use]
pub const fn ring_class(ring: Ring) -> &'static str {
    match ring {
        Ring::Personal => "ring ring-personal",
        Ring::Community => "ring ring-community",
        Ring::Institutional => "ring ring-institutional",
    }
}

const fn halo_class(ring: Ring) -> &'static str {
    match ring {
        Ring::Personal => "ring-name halo halo-personal",
        Ring::Community => "ring-name halo halo-community",
        Ring::Institutional => "ring-name halo halo-institutional",
    }
}

/// The ground of the three-ring map; nothing on the ecomap.
#[component]
pub fn Rings(
    /// The geometry.
    drawing: Memo<Option<Drawing>>,
    /// The ring that an actor would be dropped on.
    target: Memo<Option<Ring>>,
) -> impl IntoView {
    let rings = memo(move |_| {
        drawing.with(|drawing| {
            let drawing = drawing.as_ref()?;
            Some((
                drawing.centre.at,
                drawing.rings.clone(),
                drawing.scale.ring_name_px,
            ))
        })
    });
    let sectors = memo(move |_| {
        drawing.with(|drawing| {
            let drawing = drawing.as_ref()?;
            Some((drawing.sectors.clone(), drawing.scale.heading_px))
        })
    });
    let circles = move || {
        rings.get().map(|(at, rings, _)| {
            let circle = |ring: RingDrawing| {
                let (kind, class) = (ring.ring, ring_class(ring.ring));
                let is_target = move || (target.get() == Some(kind)).then_some("");
                view! { <circle class=class cx=at.x cy=at.y r=ring.radius data-target=is_target /> }
            };
            rings.into_iter().map(circle).collect_view()
        })
    };
    let edges = move || {
        sectors.get().map(|(sectors, size)| {
            let sector = |(at, sector): (usize, SectorDrawing)| {
                let arc = format!("sector-arc-{at}");
                let href = format!("#{arc}");
                view! {
                    <path class="sector-edge" d=sector.edge />
                    <path id=arc d=sector.heading_path fill="none" />
                    <text class="sector-name" font-size=size>
                        <textPath href=href startOffset="50%" text-anchor="middle">{sector.heading}</textPath>
                    </text>
                }
            };
            sectors.into_iter().enumerate().map(sector).collect_view()
        })
    };
    let names = move || {
        rings.get().map(|(_, rings, size)| {
            let name = |ring: RingDrawing| {
                view! {
                    <text
                        class=halo_class(ring.ring)
                        x=ring.name_at.x
                        y=ring.name_at.y
                        font-size=size
                        text-anchor="middle"
                        stroke-width="3"
                    >
                        {ring.name}
                    </text>
                }
            };
            rings.into_iter().map(name).collect_view()
        })
    };
    view! { <g class="map-ground" aria-hidden="true">{circles} {edges} {names}</g> }
}
