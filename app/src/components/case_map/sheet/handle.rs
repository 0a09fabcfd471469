//! Where the handle of the chosen party stands.

use leptos::prelude::*;
use trama_shared::{case::Party, layout::Point};

use crate::{components::case_map::state::MapState, editor::ToolKind};

/// From a node's outline to the middle of the handle, in px of the screen.
const HANDLE_OFF: f64 = 20.0;
/// Ways round a node that the handle tries, in degrees from the side away from the person.
const TURNS: [f64; 7] = [0.0, 45.0, -45.0, 90.0, -90.0, 135.0, -135.0];

/// Where the chosen party's handle stands: on the side away from the person, where no tie of hers runs, or as near to
/// it as nodes and labels leave room.
pub(super) fn handle_place(map: MapState) -> Option<Point> {
    let ready = map.may_edit()
        && map.carry.is_empty()
        && map.pending_tie.with(Option::is_none)
        && map
            .tool
            .with(|tool| tool.kind() == ToolKind::Choose && !tool.gathers());
    if !ready {
        return None;
    }
    let party = map.selection.get().party()?;
    let off = HANDLE_OFF / map.camera.get().scale;
    map.drawing.with(|drawing| {
        let drawing = drawing.as_ref()?;
        let centre = drawing.centre.at;
        match party {
            Party::Person => {
                let radius = drawing
                    .centre
                    .household_radius
                    .unwrap_or(drawing.centre.radius);
                Some(Point::new(centre.x, centre.y - radius - off))
            }
            Party::Actor(id) => {
                let node = drawing.nodes.get(&id)?;
                let out = (node.at - centre).unit();
                let places = TURNS.iter().map(|turn| {
                    let (sine, cosine) = turn.to_radians().sin_cos();
                    let way =
                        Point::new(out.x * cosine - out.y * sine, out.x * sine + out.y * cosine);
                    node.at + way * (node.radius + 4.0 + off)
                });
                let is_free = |place: &Point| {
                    let on_node = drawing.nodes.iter().any(|(other, node)| {
                        *other != id && node.at.distance(*place) < node.radius + off
                    });
                    let on_label = drawing.labels.values().any(|label| {
                        let near = label.bounds.grown(off * 0.6);
                        !label.hidden
                            && (near.left..near.right).contains(&place.x)
                            && (near.top..near.bottom).contains(&place.y)
                    });
                    !on_node && !on_label
                };
                let outward = node.at + out * (node.radius + 4.0 + off);
                Some(places.into_iter().find(is_free).unwrap_or(outward))
            }
        }
    })
}
