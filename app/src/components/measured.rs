//! What a sheet that is drawn on measures: the class of device, its size as it changes, and what floats over it.

use leptos::prelude::*;
use trama_shared::layout::{Device, Rect};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{DomRect, Element, ResizeObserver};

/// Narrower windows are phones; wider ones are read from several metres.
const PHONE_BELOW_PX: f64 = 700.0;
const PROJECTOR_FROM_PX: f64 = 1600.0;

/// The class of device by the window's width; `else_px` where the browser does not tell it.
pub fn device(else_px: f64) -> Device {
    let width = window().inner_width().ok();
    let px = width.and_then(|width| width.as_f64()).unwrap_or(else_px);
    if px < PHONE_BELOW_PX {
        Device::Phone
    } else if px >= PROJECTOR_FROM_PX {
        Device::Projector
    } else {
        Device::Tablet
    }
}

/// Calls `changed` whenever an element has another size, until the current owner is cleaned up.
pub fn on_resize(element: &Element, changed: impl Fn() + 'static) {
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

/// The boxes of what floats over the sheet, found by a selector, from the sheet's corner.
pub fn covered_by(sheet: &Element, sheet_box: &DomRect, floats: &str) -> Vec<Rect> {
    let Ok(floats) = sheet.query_selector_all(floats) else {
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
