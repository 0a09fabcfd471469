//! That an institution works past others on one need, and the way to the list where somebody can be named who leads.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{analysis::Overlap, case::Party, ids::ActorId};

use crate::{
    components::{
        case_map::{listing::listed, state::MapState},
        icon::{Icon, IconKind},
        needs::words as need_words,
    },
    lean::{part, say},
};

/// The notice; nothing for an actor that works past nobody.
#[component]
pub fn OverlapNotice(
    /// Whose panel.
    id: ActorId,
) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let row = move |id: &ActorId, overlap: Overlap| {
        let need = map.store.needs().with(|needs| {
            let need = needs.get(&overlap.need);
            need.map(|need| need_words::name(i18n, need))
                .unwrap_or_default()
        });
        let others: Vec<String> = overlap
            .actors()
            .filter(|other| *other != id)
            .map(|other| map.name_of(&Party::Actor(other.clone())))
            .collect();
        let names = listed(i18n, &others);
        let said = t_string!(i18n, editing.overlap.said, need = need, names = names);
        view! { <p>{said}</p> }
    };
    part(move || {
        let found: Vec<Overlap> = map.overlaps.with(|all| {
            let of = |overlap: &&Overlap| overlap.actors().any(|other| *other == id);
            all.iter().filter(of).cloned().collect()
        });
        if found.is_empty() {
            return ().into_any();
        }
        let rows: Vec<_> = found.into_iter().map(|overlap| row(&id, overlap)).collect();
        let path = format!("/caso/{}/compromisos#overlap-title", map.store.id());
        view! {
            <section class="overlap-notice" data-testid="overlap-notice" aria-labelledby="overlap-notice-title">
                <h3 id="overlap-notice-title">{say(move || t_string!(i18n, editing.overlap.title))}</h3>
                {rows}
                <a class="map-button" href=path data-testid="overlap-list">
                    <Icon kind=IconKind::Commitments />
                    {say(move || t_string!(i18n, editing.overlap.open))}
                </a>
            </section>
        }
        .into_any()
    })
}
