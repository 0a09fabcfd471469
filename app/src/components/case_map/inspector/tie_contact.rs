//! What passes along a tie besides the areas of exchange, how often and since when, and what stands in its way.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Barrier, ResourceKind, Tie},
    edit::Edit,
    ids::TieId,
};

use super::{fields::ToggleSet, section::Section};
use crate::components::case_map::{
    actor_field::choices,
    detail_words,
    state::MapState,
    tie_field::{TieField, tie_input},
};

/// The part of the panel.
#[component]
pub fn TieContact(
    /// The tie.
    id: TieId,
    /// The tie as it is.
    tie: Memo<Option<Tie>>,
) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let reader = map.reads_tie_only(&id);
    let (of_resource, of_barrier) = (id.clone(), id.clone());
    let resources = move || {
        choices(None, ResourceKind::ALL, ResourceKind::id, |resource| {
            detail_words::resource(i18n, resource)
        })
    };
    let barriers = move || {
        choices(None, Barrier::ALL, Barrier::id, |barrier| {
            detail_words::barrier(i18n, barrier)
        })
    };
    let passing = move || {
        tie.with(|tie| {
            let resources = tie.iter().flat_map(|tie| &tie.resources);
            resources.map(|resource| resource.id()).collect::<Vec<_>>()
        })
    };
    let standing = move || {
        tie.with(|tie| {
            let barriers = tie.iter().flat_map(|tie| &tie.barriers);
            barriers.map(|barrier| barrier.id()).collect::<Vec<_>>()
        })
    };
    let set_resource = Callback::new(move |(resource, passes): (&'static str, bool)| {
        if let Some(resource) = ResourceKind::from_id(resource) {
            let id = of_resource.clone();
            let edit = Edit::SetTieResource {
                id: id.clone(),
                resource,
                passes,
            };
            map.change_tie(&id, edit);
        }
    });
    let set_barrier = Callback::new(move |(barrier, stands): (&'static str, bool)| {
        if let Some(barrier) = Barrier::from_id(barrier) {
            let id = of_barrier.clone();
            let edit = Edit::SetTieBarrier {
                id: id.clone(),
                barrier,
                stands,
            };
            map.change_tie(&id, edit);
        }
    });
    let gist = move || {
        tie.with(|tie| {
            let Some(tie) = tie else {
                return String::new();
            };
            let resources = tie
                .resources
                .iter()
                .map(|resource| detail_words::resource(i18n, *resource).to_owned());
            let frequency = tie
                .frequency
                .map(|frequency| detail_words::frequency(i18n, frequency).to_owned());
            let barriers = tie
                .barriers
                .iter()
                .map(|barrier| detail_words::barrier(i18n, *barrier).to_owned());
            let all: Vec<String> = resources.chain(frequency).chain(barriers).collect();
            all.join(" · ")
        })
    };
    view! {
        <Section
            name="contact"
            title=Signal::derive(move || t_string!(i18n, detail.section.contact))
            gist=Signal::derive(gist)
        >
            <ToggleSet
                label=Signal::derive(move || t_string!(i18n, detail.field.resources).to_owned())
                options=Signal::derive(resources)
                chosen=Signal::derive(passing)
                testid="resource"
                read_only=reader
                toggle=set_resource
            />
            {tie_input(map, TieField::Frequency, id.clone(), tie, false, reader)}
            {tie_input(map, TieField::Since, id.clone(), tie, false, reader)}
            <ToggleSet
                label=Signal::derive(move || t_string!(i18n, detail.field.barriers).to_owned())
                options=Signal::derive(barriers)
                chosen=Signal::derive(standing)
                testid="barrier"
                read_only=reader
                toggle=set_barrier
            />
            {tie_input(map, TieField::Notes, id, tie, false, reader)}
        </Section>
    }
}
