//! A menu of rows: a details element that closes when something else is pressed, on Escape, and after a choice.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

/// A menu that can be closed. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Menu(pub NodeRef<html::Details>);

impl Menu {
    /// A menu under the current owner.
    #[must_use]
    pub fn new() -> Self {
        let menu = Self(NodeRef::new());
        let outside = window_event_listener(leptos::ev::pointerdown, move |event| {
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<Node>().ok());
            let inside = menu
                .0
                .get_untracked()
                .is_some_and(|node| node.contains(target.as_ref()));
            if !inside {
                menu.close();
            }
        });
        on_cleanup(move || outside.remove());
        menu
    }

    /// Closes it.
    pub fn close(self) {
        if let Some(node) = self.0.get_untracked() {
            node.set_open(false);
        }
    }

    /// Escape closes it and gives the focus back to its button.
    pub fn on_key(self, event: &web_sys::KeyboardEvent) {
        if event.key() != "Escape" {
            return;
        }
        event.stop_propagation();
        self.close();
        let summary = self
            .0
            .get_untracked()
            .and_then(|node| node.query_selector("summary").ok().flatten())
            .and_then(|summary| summary.dyn_into::<HtmlElement>().ok());
        if let Some(summary) = summary {
            let _ = summary.focus();
        }
    }
}

impl Default for Menu {
    fn default() -> Self {
        Self::new()
    }
}
