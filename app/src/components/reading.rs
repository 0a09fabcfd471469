//! How far down a page of texts the user is: told to whoever follows, and taken over from the one who is followed.
//!
//! The parts of the page bear `data-reading`; the one at the upper edge says where one is, on screens of any width.

use leptos::{html::Div, prelude::*};
use trama_shared::sync::glance::Reading;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::{
    lean::memo,
    services::case_store::{CaseStore, Page},
};

/// Tells how far down `sheet` the user is, and goes along with the one who is followed. Returns what the sheet has to do when
/// it is scrolled.
pub fn share_reading(page: Page, sheet: NodeRef<Div>) -> impl Fn() + Copy + 'static {
    let store = CaseStore::get();
    let tell = move || {
        if let Some(sheet) = sheet.get_untracked() {
            store.read_at(reading_of(&sheet));
        }
    };
    let led = store.led();
    let followed = memo(move |_| {
        led.with(|led| {
            let led = led.as_ref().filter(|led| led.page == Some(page))?;
            led.reading.clone()
        })
    });
    Effect::new(move |_| {
        let followed = followed.get();
        if sheet.get().is_none() {
            return;
        }
        // What the page shows is in its place with the next frame.
        request_animation_frame(move || {
            let Some(Some(sheet)) = sheet.try_get_untracked() else {
                return;
            };
            match &followed {
                Some(reading) => go_to(&sheet, reading),
                None => tell(),
            }
        });
    });
    on_cleanup(move || store.read_at(None));
    tell
}

/// The parts of a page with their upper edges, seen from the upper edge of the sheet, and their heights.
fn parts(sheet: &HtmlElement) -> Vec<(Element, f64, f64)> {
    let edge = sheet.get_bounding_client_rect().top();
    let Ok(found) = sheet.query_selector_all("[data-reading]") else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|at| found.item(at)?.dyn_into::<Element>().ok())
        .map(|part| {
            let place = part.get_bounding_client_rect();
            let (top, height) = (place.top() - edge, place.height());
            (part, top, height)
        })
        .filter(|(.., height)| *height > 0.0)
        .collect()
}

fn reading_of(sheet: &HtmlElement) -> Option<Reading> {
    let parts = parts(sheet);
    let above = parts.iter().rev().find(|(_, top, _)| *top <= 0.0);
    let (part, top, height) = above.or_else(|| parts.first())?;
    Some(Reading {
        part: part.get_attribute("data-reading")?,
        above: -top / height,
    })
}

fn go_to(sheet: &HtmlElement, reading: &Reading) {
    let parts = parts(sheet);
    let wanted = Some(reading.part.as_str());
    let found = parts
        .iter()
        .find(|(part, ..)| part.get_attribute("data-reading").as_deref() == wanted);
    if let Some((_, top, height)) = found {
        let by = top + reading.above * height;
        sheet.set_scroll_top(sheet.scroll_top().saturating_add(by.round() as i32));
    }
}
