//! What is chosen stays in sight.

use leptos::prelude::*;
use trama_shared::layout::Device;

use crate::{
    components::case_map::state::MapState,
    editor::{Camera, Frame, Spot},
};

/// The inspector's height on a phone.
const INSPECTOR_PX: f64 = 292.0;
/// What is chosen keeps this far from the edges of the free part.
const REVEAL_MARGIN: f64 = 40.0;
/// From the sheet's upper edge to the drawing, once it has moved up.
const SHEET_MARGIN: f64 = 8.0;

/// On a phone the inspector comes up from below: the map moves up, and what is chosen out of the inspector's way.
/// When nothing is chosen any more it goes back, unless the user moved the map meanwhile.
pub(super) fn reveal_chosen(map: MapState) {
    let moved_here = StoredValue::new(None::<Camera>);
    Effect::new(move |_| {
        let selection = map.selection.get();
        if map.device.get() != Device::Phone {
            return;
        }
        let now = map.moved_camera.get_untracked();
        let Some(party) = selection.party() else {
            if now.is_some() && now == moved_here.get_value() {
                map.moved_camera.set(None);
            }
            moved_here.set_value(None);
            return;
        };
        let (Some(at), Some(size)) = (map.spot_of(&party), map.size.get_untracked()) else {
            return;
        };
        let free = Frame {
            x: 0.0,
            y: 0.0,
            width: size.width,
            height: size.height - INSPECTOR_PX,
        };
        let camera = map.camera.get_untracked();
        let top = map.drawing.with_untracked(|drawing| {
            let top = drawing
                .as_ref()
                .map(|drawing| Spot::new(0.0, drawing.bounds.top));
            top.map_or(0.0, |top| camera.to_screen(top).y)
        });
        let up = if now.is_none() {
            (top - SHEET_MARGIN).max(0.0)
        } else {
            0.0
        };
        let moved = camera
            .pan(Spot::new(0.0, -up))
            .reveal(at, &free.inset(REVEAL_MARGIN));
        if moved != camera {
            moved_here.set_value(Some(moved));
            map.set_camera(moved);
        }
    });
}
