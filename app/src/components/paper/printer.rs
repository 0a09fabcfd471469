//! A document on its way to the printer: beside the app in the page, shown on paper only, with its own rule for pages.

use js_sys::{Array, Function, Reflect};
use leptos::{portal::Portal, prelude::*};
use trama_shared::paper::{Document, Margins, html, page_rule};
use wasm_bindgen::{JsCast, JsValue};

use super::dialog::paper_id;
use crate::lean::part;

/// The rule for pages while a document is printed. It goes with this value.
struct PageRule {
    sheet: JsValue,
    at: u32,
}

impl PageRule {
    /// Puts the rule into the first style sheet of the page; a `<style>` of its own is not allowed to have any.
    fn put(rule: &str) -> Option<Self> {
        let sheets = Reflect::get(&document(), &"styleSheets".into()).ok()?;
        let sheet = Reflect::get_u32(&sheets, 0).ok()?;
        let rules = Reflect::get(&sheet, &"cssRules".into()).ok()?;
        let at = Reflect::get(&rules, &"length".into()).ok()?.as_f64()? as u32;
        call(&sheet, "insertRule", &[rule.into(), at.into()])?;
        Some(Self { sheet, at })
    }

    /// Whether the browser knows what stands at the edges of pages. One that does not has dropped it.
    fn has_edges(&self) -> bool {
        let text = || {
            let rules = Reflect::get(&self.sheet, &"cssRules".into()).ok()?;
            let rule = Reflect::get_u32(&rules, self.at).ok()?;
            Reflect::get(&rule, &"cssText".into()).ok()?.as_string()
        };
        text().is_some_and(|text| text.contains("counter(page)"))
    }
}

impl Drop for PageRule {
    fn drop(&mut self) {
        // Nobody else changes the sheet.
        let _ = call(&self.sheet, "deleteRule", &[self.at.into()]);
    }
}

/// Calls a method of an object; `None` where it has none or fails.
fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let method: Function = Reflect::get(object, &method.into()).ok()?.dyn_into().ok()?;
    method
        .apply(object, &arguments.iter().collect::<Array>())
        .ok()
}

/// The sheets while they are printed.
#[component]
pub fn Printer(
    /// What is printed; none again afterwards.
    printing: RwSignal<Option<Document>>,
) -> impl IntoView {
    // Browsers come back from `print` before or after the paper is out; this they say when it is.
    let done = window_event_listener(leptos::ev::afterprint, move |_| printing.set(None));
    on_cleanup(move || done.remove());
    let rule = StoredValue::new_local(None::<PageRule>);
    let edges = RwSignal::new(true);
    Effect::new(move |_| {
        let new = printing.with(|now| now.as_ref().map(|now| page_rule(now.paper, &now.margins)));
        rule.set_value(None);
        let Some(new) = new else { return };
        let put = PageRule::put(&new);
        edges.set(put.as_ref().is_some_and(PageRule::has_edges));
        rule.set_value(put);
        // The sheets have to stand in the page first.
        request_animation_frame(|| {
            let _ = window().print();
        });
    });
    part(move || {
        let Some(now) = printing.get() else {
            return ().into_any();
        };
        let (paper, language, text) = (paper_id(now.paper), now.language, html(&now));
        let margins = now.margins;
        view! {
            <Portal>
                <div class="print-sheet paper-print" data-testid="paper-print" data-paper=paper lang=language>
                    {(!edges.get()).then(|| view! { <Edge margins=margins.clone() /> })}
                    <div class="paper-doc" inner_html=text.clone()></div>
                </div>
            </Portal>
        }
        .into_any()
    })
}

/// What stands above, where the pages have no edges of their own to put it.
#[component]
pub fn Edge(
    /// The edges of the document's pages.
    margins: Margins,
) -> impl IntoView {
    view! { <p class="paper-edge"><strong>{margins.mark}</strong><span>{margins.name}</span></p> }
}
