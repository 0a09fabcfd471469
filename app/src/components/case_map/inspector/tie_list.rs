//! A party's ties as a list: choosing one opens it.

use leptos::prelude::*;
use trama_shared::{
    case::{Party, Tie},
    ids::TieId,
};

use crate::{
    canvas::sample::TieSample,
    components::case_map::{state::MapState, words},
    editor::{Selection, sense},
};

/// The list.
#[component]
pub fn TieList(
    /// Whose ties.
    party: Party,
    /// Which of them, as they are now.
    #[prop(into)]
    ties: Signal<Vec<(TieId, Tie)>>,
) -> impl IntoView {
    let map = MapState::get();
    let row = move |(id, tie): (TieId, Tie)| {
        let other = sense::other_end(&tie, &party).clone();
        let quality = tie.quality;
        let testid = format!("tie-row-{id}");
        view! {
            <li>
                <button
                    type="button"
                    data-testid=testid
                    on:click=move |_| map.select(Selection::Tie(id.clone()))
                >
                    <TieSample quality />
                    <span>{move || map.name_of(&other)}</span>
                    <small>{move || words::quality(map.i18n, quality)}</small>
                </button>
            </li>
        }
    };
    view! { <ul class="tie-list">{move || ties.get().into_iter().map(row.clone()).collect_view()}</ul> }
}
