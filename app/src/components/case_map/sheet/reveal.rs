//! What is chosen stays in sight: out from under the panel that comes up from below on a phone, and from under the
//! on-screen keyboard on any device.

use leptos::{html::Div, prelude::*};
use trama_shared::layout::Device;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, EventTarget, HtmlElement, VisualViewport};

use crate::components::measured::on_resize;
use crate::{
    components::case_map::state::MapState,
    editor::{Camera, Frame, Spot},
};

/// What is chosen keeps this far from the edges of the free part.
const REVEAL_MARGIN: f64 = 40.0;
/// From the sheet's upper edge to the drawing, once it has moved up.
const SHEET_MARGIN: f64 = 8.0;
/// A page that is enlarged by so much is being looked at through a lens; what lies outside of it is not covered.
const LENS: f64 = 1.05;

/// Moves the map as little as needed for what is chosen to be seen, whenever that is something else or less of the
/// sheet is free. When nothing is chosen any more it goes back, unless the user moved the map meanwhile.
pub(super) fn reveal_chosen(map: MapState, sheet: NodeRef<Div>) {
    watch_viewport(map, sheet);
    watch_panel(map, sheet);
    let moved_here = StoredValue::new(None::<Camera>);
    Effect::new(move |_| {
        map.selection.track();
        map.view_changed.track();
        map.device.track();
        map.size.track();
        // Once the panel has its new size.
        request_animation_frame(move || {
            if let Some(sheet) = sheet.try_get_untracked().flatten() {
                reveal(map, &sheet, moved_here);
            }
        });
    });
}

fn reveal(map: MapState, sheet: &Element, moved_here: StoredValue<Option<Camera>>) {
    let now = map.moved_camera.get_untracked();
    let moved_by_us = moved_here.try_get_value().flatten();
    let Some(at) = chosen_spot(map) else {
        if now.is_some() && now == moved_by_us {
            map.moved_camera.set(None);
        }
        moved_here.set_value(None);
        return;
    };
    let free = free_part(sheet);
    let camera = map.camera.get_untracked();
    let mut shown = camera;
    // A phone shows as much of the map above the panel as there is: all of it moves up, not only the chosen node
    // into sight.
    if now.is_none() && map.device.get_untracked() == Device::Phone {
        let top = map.drawing.with_untracked(|drawing| {
            let drawing = drawing.as_ref()?;
            Some(camera.to_screen(Spot::new(0.0, drawing.bounds.top)).y)
        });
        let up = top.map_or(0.0, |top| (top - SHEET_MARGIN).max(0.0));
        shown = shown.pan(Spot::new(0.0, -up));
    }
    let shown = shown.reveal(at, &free.inset(REVEAL_MARGIN));
    if shown != camera {
        // What the user had moved is not put back later.
        let ours = now.is_none() || now == moved_by_us;
        moved_here.set_value(ours.then_some(shown));
        map.set_camera(shown);
    }
}

/// Where what is chosen stands on the sheet: a party's node, or the middle of several.
fn chosen_spot(map: MapState) -> Option<Spot> {
    let selection = map.selection.get_untracked();
    if let Some(party) = selection.party() {
        return map.spot_of(&party);
    }
    // Of several, the one that the hand was on last.
    let last = map.focused.get_untracked();
    selection.has(&last).then(|| map.spot_of(&last)).flatten()
}

/// The part of the sheet that neither the panel nor the on-screen keyboard covers, in px from the sheet's corner.
#[must_use]
pub fn free_part(sheet: &Element) -> Frame {
    let sheet_box = sheet.get_bounding_client_rect();
    let (mut left, mut top) = (sheet_box.left(), sheet_box.top());
    let (mut right, mut bottom) = (sheet_box.right(), sheet_box.bottom());
    if let Some(lens) = viewport().filter(|lens| lens.scale() < LENS) {
        left = left.max(lens.offset_left());
        top = top.max(lens.offset_top());
        right = right.min(lens.offset_left() + lens.width());
        bottom = bottom.min(lens.offset_top() + lens.height());
    }
    let panel = panel_of(sheet).map(|panel| panel.get_bounding_client_rect());
    if let Some(panel) = panel.filter(|panel| panel.height() > 0.0) {
        let lies_over = panel.left() < right - 1.0 && panel.top() < bottom;
        if lies_over {
            bottom = bottom.min(panel.top());
        }
    }
    Frame {
        x: left - sheet_box.left(),
        y: top - sheet_box.top(),
        width: (right - left).max(1.0),
        height: (bottom - top).max(1.0),
    }
}

fn panel_of(sheet: &Element) -> Option<Element> {
    let body = sheet.closest(".map-body").ok().flatten()?;
    body.query_selector(".inspector").ok().flatten()
}

fn viewport() -> Option<VisualViewport> {
    window().visual_viewport()
}

/// The panel grows and shrinks with what it shows.
fn watch_panel(map: MapState, sheet: NodeRef<Div>) {
    let owner = Owner::current();
    Effect::new(move |_| {
        let Some(sheet) = sheet.get() else { return };
        let owner = owner.clone();
        // The panel comes after the sheet in the page.
        request_animation_frame(move || {
            if let (Some(panel), Some(owner)) = (panel_of(&sheet), owner) {
                owner.with(|| {
                    on_resize(&panel, move || {
                        map.view_changed.try_update(|count| *count += 1);
                    });
                });
            }
        });
    });
}

/// The on-screen keyboard lies over the page without changing its size: the panel is told how much of it is covered.
fn watch_viewport(map: MapState, sheet: NodeRef<Div>) {
    let Some(lens) = viewport() else { return };
    let changed = move || {
        let Some(sheet) = sheet.try_get_untracked().flatten() else {
            return;
        };
        let Some(body) = sheet.closest(".map-body").ok().flatten() else {
            return;
        };
        tell_covered(&body);
        map.view_changed.try_update(|count| *count += 1);
    };
    let lens: EventTarget = lens.into();
    let callback = Closure::<dyn FnMut()>::new(changed);
    let events = ["resize", "scroll"];
    for event in events {
        // Registering a function for an event cannot fail.
        let _ = lens.add_event_listener_with_callback(event, callback.as_ref().unchecked_ref());
    }
    let kept = StoredValue::new_local(Some((lens, callback)));
    on_cleanup(move || {
        let kept = kept.try_update_value(Option::take).flatten();
        if let Some((lens, callback)) = kept {
            for event in events {
                let _ = lens
                    .remove_event_listener_with_callback(event, callback.as_ref().unchecked_ref());
            }
        }
    });
}

/// Writes down how much of the map's body is out of sight above and below, for the style sheet; then what is being
/// written comes back into sight.
fn tell_covered(body: &Element) {
    let Some(lens) = viewport() else { return };
    let Some(body) = body.dyn_ref::<HtmlElement>() else {
        return;
    };
    let whole = body.get_bounding_client_rect();
    let is_lens = lens.scale() >= LENS;
    let (above, below) = if is_lens {
        (0.0, 0.0)
    } else {
        let end = lens.offset_top() + lens.height();
        (
            (lens.offset_top() - whole.top()).max(0.0),
            (whole.bottom() - end).max(0.0),
        )
    };
    let style = body.style();
    for (name, px) in [("--covered-above", above), ("--covered-below", below)] {
        // A custom property takes any value.
        let _ = style.set_property(name, &format!("{px:.0}px"));
    }
    let written = document()
        .active_element()
        .filter(|element| element.closest(".inspector").ok().flatten().is_some());
    if let Some(written) = written {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        written.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
