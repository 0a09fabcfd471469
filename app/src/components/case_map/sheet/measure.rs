//! The sheet's size, the parts of it that are covered, and the class of device.

use leptos::{html::Div, prelude::*};
use trama_shared::layout::Size;

use crate::components::{
    case_map::state::MapState,
    measured::{covered_by, device, on_resize},
};

/// Tools and legends that stay where they are.
const FLOATS: &str = ".map-float[data-fixed], .legend-corner";

/// Keeps the sheet's size, the parts of it that are covered, and the class of device.
pub(super) fn measure(map: MapState, sheet: NodeRef<Div>) {
    let read = move || {
        let Some(sheet) = sheet.get_untracked() else {
            return;
        };
        let box_ = sheet.get_bounding_client_rect();
        if box_.width() < 1.0 || box_.height() < 1.0 {
            return;
        }
        let device = device(box_.width());
        let covered = covered_by(&sheet, &box_, FLOATS);
        if map.device.get_untracked() != device {
            map.device.set(device);
        }
        if map.covered.get_untracked() != covered {
            map.covered.set(covered);
        }
        let size = Size::new(box_.width(), box_.height());
        if map.size.get_untracked() != Some(size) {
            map.size.set(Some(size));
            map.moved_camera.set(None);
        }
    };
    // What floats over the sheet changes with the view and with what the legend has to explain.
    Effect::new(move |_| {
        map.view.track();
        map.store.actor_ids().track();
        map.store.tie_ids().track();
        map.device.track();
        request_animation_frame(read);
    });
    Effect::new(move |_| {
        if let Some(sheet) = sheet.get() {
            on_resize(&sheet, read);
        }
    });
}
