//! The sheet's size, the parts of it that are covered, and the class of device.

use leptos::{html::Div, prelude::*};
use trama_shared::layout::{Device, Rect, Size};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver};

use crate::components::case_map::state::MapState;

/// Narrower windows are phones; wider ones are read from several metres.
const PHONE_BELOW_PX: f64 = 700.0;
const PROJECTOR_FROM_PX: f64 = 1600.0;

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
        let window_px = window()
            .inner_width()
            .ok()
            .and_then(|width| width.as_f64())
            .unwrap_or(box_.width());
        let device = if window_px < PHONE_BELOW_PX {
            Device::Phone
        } else if window_px >= PROJECTOR_FROM_PX {
            Device::Projector
        } else {
            Device::Tablet
        };
        let covered = covered_by(&sheet, &box_);
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

/// Calls `changed` whenever an element has another size, until the current owner is cleaned up.
pub(super) fn on_resize(element: &Element, changed: impl Fn() + 'static) {
    let callback = Closure::<dyn FnMut()>::new(changed);
    let Ok(resize) = ResizeObserver::new(callback.as_ref().unchecked_ref()) else {
        return;
    };
    resize.observe(element);
    let kept = StoredValue::new_local(Some((resize, callback)));
    on_cleanup(move || {
        let kept = kept.try_update_value(Option::take).flatten();
        if let Some((resize, _)) = kept {
            resize.disconnect();
        }
    });
}

/// The boxes of tools and legends, from the sheet's corner.
pub(super) fn covered_by(sheet: &Element, sheet_box: &web_sys::DomRect) -> Vec<Rect> {
    let Ok(floats) = sheet.query_selector_all(".map-float[data-fixed], .legend-corner") else {
        return Vec::new();
    };
    let floats = (0..floats.length()).filter_map(|at| floats.get(at)?.dyn_into::<Element>().ok());
    let boxes = floats.map(|element| {
        let rect = element.get_bounding_client_rect();
        let (left, top) = (rect.left() - sheet_box.left(), rect.top() - sheet_box.top());
        Rect {
            left,
            top,
            right: left + rect.width(),
            bottom: top + rect.height(),
        }
    });
    boxes.filter(|rect| rect.right > rect.left).collect()
}
