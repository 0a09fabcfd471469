//! The person at the centre, and on the ecomap the circle of her household.

use crate::lean::memo;
use leptos::prelude::*;
use trama_shared::layout::Drawing;

/// The person on the map.
#[component]
pub fn PersonView(
    /// The geometry.
    drawing: Memo<Option<Drawing>>,
    /// What is said of her.
    #[prop(into)]
    label: Signal<String>,
    /// Chosen here.
    selected: Signal<bool>,
    /// The first party of the tie that is being drawn.
    armed: Signal<bool>,
    /// Reached by the tabulator.
    in_tab_order: Signal<bool>,
) -> impl IntoView {
    let centre = memo(move |_| drawing.with(|drawing| drawing.as_ref().map(|d| d.centre.clone())));
    let circles = move || {
        let centre = centre.get()?;
        let around = |by: f64| centre.household_radius.unwrap_or(centre.radius) + by;
        let (at, chosen) = (centre.at, selected.get() || armed.get());
        let household = centre.household_radius.map(|radius| {
            view! {
                <circle class="person-household" cx=at.x cy=at.y r=radius stroke-width=centre.household_width />
            }
        });
        let ring = chosen.then(|| {
            view! { <circle class="node-selected" cx=at.x cy=at.y r=around(7.0) /> }
        });
        let lines = centre.lines.iter().map(|line| {
            view! {
                <text class="person-name" x=line.x y=line.y font-size=line.size_px>{line.text.clone()}</text>
            }
        });
        Some(view! {
            {ring}
            {household}
            <circle class="person-circle" cx=at.x cy=at.y r=centre.radius stroke-width=centre.width />
            <circle class="person-inner" cx=at.x cy=at.y r=centre.inner_radius stroke-width=centre.inner_width />
            {lines.collect_view()}
            <circle class="node-focus" cx=at.x cy=at.y r=around(7.0) />
        })
    };
    view! {
        <g
            class="node person"
            id="actor-person"
            role="button"
            tabindex=move || if in_tab_order.get() { "0" } else { "-1" }
            aria-label=label
            aria-pressed=move || if selected.get() { "true" } else { "false" }
            data-person=""
            data-selected=move || selected.get().then_some("")
        >
            {circles}
        </g>
    }
}
