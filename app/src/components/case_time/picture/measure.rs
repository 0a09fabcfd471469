//! The sheet's size, what the legend covers of it, and the class of device.

use leptos::{html::Div, prelude::*};
use trama_shared::layout::{Device, Rect, Size};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver};

use crate::components::case_time::state::TimeState;

/// Narrower windows are phones; wider ones are read from several metres.
const PHONE_BELOW_PX: f64 = 700.0;
const PROJECTOR_FROM_PX: f64 = 1600.0;

/// Keeps the sheet's size, what the legend covers of it, and the class of device.
pub(super) fn measure(
    time: TimeState,
    sheet: NodeRef<Div>,
    size: RwSignal<Option<Size>>,
    covered: RwSignal<Vec<Rect>>,
) {
    let read = move || {
        let Some(sheet) = sheet.get_untracked() else {
            return;
        };
        let own = sheet.get_bounding_client_rect();
        if own.width() < 1.0 || own.height() < 1.0 {
            return;
        }
        let window_px = window()
            .inner_width()
            .ok()
            .and_then(|width| width.as_f64())
            .unwrap_or(own.width());
        let device = if window_px < PHONE_BELOW_PX {
            Device::Phone
        } else if window_px >= PROJECTOR_FROM_PX {
            Device::Projector
        } else {
            Device::Tablet
        };
        if time.device.get_untracked() != device {
            time.device.set(device);
        }
        let now = Size::new(own.width(), own.height());
        if size.get_untracked() != Some(now) {
            size.set(Some(now));
        }
        let floats = covered_by(&sheet, &own);
        if covered.get_untracked() != floats {
            covered.set(floats);
        }
    };
    Effect::new(move |_| {
        time.compared.with(Option::is_some);
        request_animation_frame(read);
    });
    let observer = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut()>)>);
    Effect::new(move |_| {
        let Some(sheet) = sheet.get() else { return };
        let callback = Closure::<dyn FnMut()>::new(read);
        if let Ok(resize) = ResizeObserver::new(callback.as_ref().unchecked_ref()) {
            resize.observe(&sheet);
            observer.set_value(Some((resize, callback)));
        }
    });
    on_cleanup(move || {
        observer.update_value(|observer| {
            if let Some((resize, _)) = observer.take() {
                resize.disconnect();
            }
        });
    });
}

/// The boxes of what floats over the sheet, from its corner.
fn covered_by(sheet: &Element, own: &web_sys::DomRect) -> Vec<Rect> {
    let Ok(floats) = sheet.query_selector_all(".time-legend, .time-caption") else {
        return Vec::new();
    };
    let floats = (0..floats.length()).filter_map(|at| floats.get(at)?.dyn_into::<Element>().ok());
    let boxes = floats.map(|element| {
        let rect = element.get_bounding_client_rect();
        let (left, top) = (rect.left() - own.left(), rect.top() - own.top());
        Rect {
            left,
            top,
            right: left + rect.width(),
            bottom: top + rect.height(),
        }
    });
    boxes.filter(|rect| rect.right > rect.left).collect()
}
