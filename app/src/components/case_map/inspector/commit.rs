//! The way from the panel of an actor or a tie to a commitment on it.

use leptos::prelude::*;
use leptos_i18n::t_string;

use crate::{
    components::{
        case_map::state::MapState,
        icon::{Icon, IconKind},
    },
    editor::Selection,
    lean::{part, say},
    services::case_store::Entity,
};

/// The button. There is none for what is reserved: commitments are in the shared zone.
#[component]
pub fn CommitButton(
    /// What the commitment is about.
    of: Entity,
) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    part(move || {
        if !map.may_edit() || map.is_reserved(&of) {
            return ().into_any();
        }
        let selection = match &of {
            Entity::Actor(id) => Selection::Actor(id.clone()),
            Entity::Tie(id) => Selection::Tie(id.clone()),
            Entity::Person => return ().into_any(),
        };
        let about = selection.to_query().unwrap_or_default();
        let path = format!("/caso/{}/compromisos?sobre={about}", map.store.id());
        view! {
            <a class="map-button" href=path data-testid="commit">
                <Icon kind=IconKind::Commitments />
                {say(move || t_string!(i18n, commitments.from_map))}
            </a>
        }
        .into_any()
    })
}
