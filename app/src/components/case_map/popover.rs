//! A button in the map's bar that opens a panel under it. Escape and a tap outside close it.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

use crate::{
    components::icon::{Icon, IconKind},
    lean::{Said, part, tell},
};

/// The button with its panel.
#[component]
pub fn Popover(
    /// Whether the panel is open.
    open: RwSignal<bool>,
    /// The button's icon.
    icon: IconKind,
    /// The button's test id; the panel's is the same with `-panel`.
    testid: &'static str,
    /// What the button does.
    label: Signal<String>,
    /// How many things are set in the panel, shown on the button.
    #[prop(optional, into)]
    count: Option<Signal<usize>>,
    /// A word beside the icon, where there is room for one.
    #[prop(optional)]
    word: Option<Said>,
    /// What the panel holds.
    children: ChildrenFn,
) -> impl IntoView {
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let outside = window_event_listener(leptos::ev::pointerdown, move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Node>().ok());
        let inside = root
            .get_untracked()
            .is_some_and(|root| root.contains(target.as_ref()));
        if !inside && open.get_untracked() {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            open.set(false);
            event.stop_propagation();
            if let Some(button) = button.get_untracked() {
                let button: &HtmlElement = button.as_ref();
                let _ = button.focus();
            }
        }
    };
    let set = move || count.map_or(0, |count| count.get());
    let children = StoredValue::new(children);
    let panel = part(move || {
        if !open.get() {
            return ().into_any();
        }
        let testid = format!("{testid}-panel");
        view! {
            <div class="map-popover-panel" role="group" aria-label=label data-testid=testid>
                {children.with_value(|children| children())}
            </div>
        }
        .into_any()
    });
    let badge = part(move || match set() {
        0 => ().into_any(),
        count => {
            view! { <span class="map-popover-count" aria-hidden="true">{count}</span> }.into_any()
        }
    });
    let class = if word.is_some() {
        "bar-button"
    } else {
        "map-icon-button"
    };
    view! {
        <div class="map-popover" node_ref=root on:keydown=on_key>
            <button
                class=class
                type="button"
                node_ref=button
                data-testid=testid
                aria-label=tell(move || label.get())
                title=tell(move || label.get())
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon kind=icon />
                {word.map(|word| view! { <span>{word}</span> })}
                {badge}
            </button>
            {panel}
        </div>
    }
    .into_any()
}
