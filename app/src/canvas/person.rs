//! The person at the centre, and on the ecomap the circle of her household.

use crate::lean::{memo, part};
use leptos::prelude::*;
use trama_shared::layout::{CentreDrawing, Drawing, HouseholdDrawing, SymbolDrawing};

use super::household::{KinshipLines, Symbol};

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
    /// She steps back behind what the map is focused on.
    dimmed: Signal<bool>,
) -> impl IntoView {
    let centre = memo(move |_| drawing.with(|drawing| drawing.as_ref().map(|d| d.centre.clone())));
    // What stands under her household is said with her, so the drawing of it is not read again.
    let spoken = move || {
        let note = centre.with(|centre| {
            let household = centre.as_ref()?.household.as_ref()?;
            Some(household.note.as_ref()?.text.clone())
        });
        let words = label.get();
        note.map_or(words.clone(), |note| format!("{words}, {note}"))
    };
    let circles = part(move || {
        let Some(centre) = centre.get() else {
            return ().into_any();
        };
        let chosen = selected.get() || armed.get();
        match centre.household.clone() {
            Some(household) => genogram(&centre, household, chosen),
            None => circles(&centre, chosen),
        }
    });
    // Her age and what stands under her household are in her accessible name too, in another order: as text of the button
    // they would have to be said twice.
    let beside = part(move || {
        centre
            .get()
            .and_then(|centre| centre.household)
            .map(|household| beside(household, dimmed))
            .into_any()
    });
    view! {
        <g
            class="node person"
            id="actor-person"
            role="button"
            tabindex=move || if in_tab_order.get() { "0" } else { "-1" }
            aria-label=spoken
            aria-pressed=move || if selected.get() { "true" } else { "false" }
            data-person=""
            data-selected=move || selected.get().then_some("")
            data-dim=move || dimmed.get().then_some("")
        >
            {circles}
        </g>
        {beside}
    }
}

/// The person where nothing can be done with her: her circles, or her symbol in the genogram.
#[must_use]
pub fn still_person(centre: CentreDrawing) -> AnyView {
    match centre.household.clone() {
        Some(household) => {
            let beside = beside(household.clone(), Signal::stored(false));
            view! {
                {genogram(&centre, household, false)}
                {beside}
            }
            .into_any()
        }
        None => circles(&centre, false),
    }
}

fn names(centre: &CentreDrawing) -> AnyView {
    let lines = centre.lines.iter().map(|line| {
        view! {
            <text class="person-name" x=line.x y=line.y font-size=line.size_px>{line.text.clone()}</text>
        }
    });
    lines.collect_view().into_any()
}

/// Her name in two circles, on the ecomap inside the household's.
fn circles(centre: &CentreDrawing, chosen: bool) -> AnyView {
    let around = |by: f64| centre.household_radius.unwrap_or(centre.radius) + by;
    let at = centre.at;
    let household = centre.household_radius.map(|radius| {
            view! {
                <circle class="person-household" cx=at.x cy=at.y r=radius stroke-width=centre.household_width />
            }
        });
    let ring = chosen.then(|| {
        view! { <circle class="node-selected" cx=at.x cy=at.y r=around(7.0) /> }
    });
    let lines = names(centre);
    view! {
            {ring}
            {household}
            <circle class="person-circle" cx=at.x cy=at.y r=centre.radius stroke-width=centre.width />
            <circle class="person-inner" cx=at.x cy=at.y r=centre.inner_radius stroke-width=centre.inner_width />
            {lines}
            <circle class="node-focus" cx=at.x cy=at.y r=around(7.0) />
        }
        .into_any()
}

/// Her symbol in the genogram, her name, and the words under it; the other members are nodes of their own.
fn genogram(centre: &CentreDrawing, household: HouseholdDrawing, chosen: bool) -> AnyView {
    let person = household.person_at;
    let place = format!("translate({:.2} {:.2})", person.x, person.y);
    let around = household.person_radius + 7.0;
    let symbol = SymbolDrawing {
        age: None,
        ..household.person
    };
    view! {
        <g transform=place>
            {chosen.then(|| view! { <circle class="node-selected" r=around /> })}
            <Symbol symbol />
            <circle class="node-focus" r=around />
        </g>
        {names(centre)}
    }
    .into_any()
}

/// Her age in her symbol, and the words under her household.
fn beside(household: HouseholdDrawing, dimmed: Signal<bool>) -> AnyView {
    let person = household.person_at;
    let age = household.person.age.map(|age| {
        let (x, y) = (person.x + age.x, person.y + age.y);
        view! { <text class="symbol-age" x=x y=y font-size=age.size_px>{age.text}</text> }
    });
    let note = household.note.map(|note| {
        view! { <text class="household-note" x=note.x y=note.y font-size=note.size_px>{note.text}</text> }
    });
    view! {
        <g class="person-beside" data-person="" aria-hidden="true" data-dim=move || dimmed.get().then_some("")>
            {age}
            {note}
        </g>
    }
    .into_any()
}

/// The circle of a household with the lines of its genogram: under the ties, which may cross it to a member. A tap on it
/// means the person, as on her own circle.
#[component]
pub fn HouseholdGround(
    /// The geometry.
    drawing: Memo<Option<Drawing>>,
) -> impl IntoView {
    let centre = memo(move |_| {
        drawing.with(|drawing| {
            let centre = &drawing.as_ref()?.centre;
            centre.household.as_ref()?;
            Some(centre.clone())
        })
    });
    part(move || {
        let Some(centre) = centre.get() else {
            return ().into_any();
        };
        let at = centre.at;
        let lines = centre.household.map(|household| household.lines);
        view! {
            <g class="household-ground" data-person="" aria-hidden="true">
                <circle
                    class="person-household"
                    cx=at.x
                    cy=at.y
                    r=centre.household_radius
                    stroke-width=centre.household_width
                />
                <KinshipLines at lines=lines.unwrap_or_default() />
            </g>
        }
        .into_any()
    })
}
