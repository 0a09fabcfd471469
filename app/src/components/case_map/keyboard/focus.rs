//! Where the keyboard's focus is, and where it goes.

use leptos::prelude::*;
use trama_shared::case::Party;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::{
    components::case_map::{
        sheet::reveal::free_part,
        state::{MapState, PendingTie},
    },
    editor::{MapView, Selection},
};

/// A focused node keeps this far from the sheet's edges.
const REVEAL_MARGIN: f64 = 48.0;

/// Escape in the panel goes back to the node that it is about; whether it did.
pub(super) fn leave_panel(map: MapState, event: &KeyboardEvent) -> bool {
    let in_panel = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest(".inspector").ok().flatten())
        .is_some();
    let drawn = map.view.get_untracked() != MapView::Table;
    if in_panel && drawn {
        event.prevent_default();
        let chosen = map.selection.with_untracked(Selection::party);
        focus(map, chosen.unwrap_or_else(|| map.focused.get_untracked()));
    }
    in_panel && drawn
}

/// Whether the user has marked some of the page's text, which Ctrl C is then about.
pub(super) fn text_is_marked() -> bool {
    let marked = window().get_selection().ok().flatten();
    marked.is_some_and(|marked| !marked.is_collapsed())
}

/// Gives the focus to a party's node if it has nowhere to be: what had it has gone. Never takes it from a field.
pub(in crate::components::case_map) fn rescue_focus(map: MapState, party: Party) {
    request_animation_frame(move || {
        let homeless = document()
            .active_element()
            .is_none_or(|element| element.tag_name() == "BODY");
        if homeless {
            focus_node(map, party);
        }
    });
}

/// Puts the focus on the first control of the panel.
pub(super) fn enter_panel() {
    let controls = ".inspector-scroll :is(input, select, textarea, button):not(:disabled, [data-testid=inspector-close])";
    let first = document().query_selector(controls).ok().flatten();
    if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        let _ = first.focus();
    }
}

/// Moves the focus to a party's node, and the camera as far as needed to see it.
pub(in crate::components::case_map) fn focus(map: MapState, party: Party) {
    let sheet = document().query_selector(".map-sheet").ok().flatten();
    if let (Some(at), Some(sheet)) = (map.spot_of(&party), sheet) {
        let free = free_part(&sheet).inset(REVEAL_MARGIN);
        let camera = map.camera.get_untracked();
        let moved = camera.reveal(at, &free);
        if moved != camera {
            map.set_camera(moved);
        }
        if let Some(from) = map.tool.with_untracked(|tool| tool.connecting().cloned()) {
            map.pending_tie.set(Some(PendingTie { from, to: Some(at) }));
        }
    }
    focus_node(map, party);
}

/// Moves the focus to a party's node and leaves the camera where it is.
pub(in crate::components::case_map) fn focus_node(map: MapState, party: Party) {
    let id = match &party {
        Party::Person => "actor-person".to_owned(),
        Party::Actor(id) => format!("actor-{id}"),
    };
    map.focused.set(party);
    let element = document().get_element_by_id(&id);
    if let Some(element) = element
        .as_ref()
        .and_then(|element| element.dyn_ref::<web_sys::SvgElement>())
    {
        let _ = element.focus();
    }
}

/// Where a key was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyPlace {
    /// On the drawing, or on nothing in particular.
    Map,
    /// On something else of the page that has keys of its own.
    Elsewhere,
}

/// `None` where keys are letters to be written, or a dialog is open.
pub(super) fn place_of(event: &KeyboardEvent) -> Option<KeyPlace> {
    if document()
        .query_selector("dialog[open]")
        .ok()
        .flatten()
        .is_some()
    {
        return None;
    }
    let element = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())?;
    let writes = element
        .closest(
            "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]",
        )
        .ok()
        .flatten()
        .is_some();
    if writes {
        return None;
    }
    let is_body = element
        .dyn_ref::<HtmlElement>()
        .is_some_and(|element| element.tag_name() == "BODY");
    let on_map = element.closest(".map-svg").ok().flatten().is_some();
    Some(if is_body || on_map {
        KeyPlace::Map
    } else {
        KeyPlace::Elsewhere
    })
}
