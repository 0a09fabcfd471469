//! A part of the panel that opens and closes, so that the panel stays calm. What was opened stays open while one goes
//! from actor to actor.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The parts that are open, by name.
#[derive(Debug, Clone, Copy)]
pub struct OpenSections(RwSignal<Vec<&'static str>>);

impl OpenSections {
    /// Gives the panel its own.
    pub fn provide() {
        provide_context(Self(RwSignal::new(Vec::new())));
    }
}

/// A part of the panel.
#[component]
pub fn Section(
    /// Its name, for the tests and for remembering that it is open.
    name: &'static str,
    /// Its heading.
    #[prop(into)]
    title: Signal<&'static str>,
    /// What it holds, in a few words, while it is closed.
    #[prop(into, optional)]
    gist: Option<Signal<String>>,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let OpenSections(open) = expect_context();
    let on_toggle = move |event: web_sys::Event| {
        let is_open = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|details| details.has_attribute("open"));
        let was_open = open.with_untracked(|open| open.contains(&name));
        if is_open && !was_open {
            open.update(|open| open.push(name));
        } else if !is_open && was_open {
            open.update(|open| open.retain(|other| *other != name));
        }
    };
    let starts_open = open.with_untracked(|open| open.contains(&name));
    view! {
        <details class="panel-section" data-testid=format!("section-{name}") open=starts_open on:toggle=on_toggle>
            <summary>
                <span>{title}</span>
                {gist.map(|gist| view! { <small>{gist}</small> })}
            </summary>
            <div class="panel-section-body">{children()}</div>
        </details>
    }
}
