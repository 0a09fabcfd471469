//! The sheet's size, what the legend covers of it, and the class of device.

use leptos::{html::Div, prelude::*};
use trama_shared::layout::{Rect, Size};

use crate::components::{
    case_time::state::TimeState,
    measured::{covered_by, device, on_resize},
};

/// Legend and captions.
const FLOATS: &str = ".time-legend, .time-caption";

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
        let device = device(own.width());
        if time.device.get_untracked() != device {
            time.device.set(device);
        }
        let now = Size::new(own.width(), own.height());
        if size.get_untracked() != Some(now) {
            size.set(Some(now));
        }
        let floats = covered_by(&sheet, &own, FLOATS);
        if covered.get_untracked() != floats {
            covered.set(floats);
        }
    };
    Effect::new(move |_| {
        time.compared.with(Option::is_some);
        request_animation_frame(read);
    });
    Effect::new(move |_| {
        if let Some(sheet) = sheet.get() {
            on_resize(&sheet, read);
        }
    });
}
