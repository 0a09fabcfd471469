//! An actor's kind, ring and ámbito: what decides its shape and where it stands.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Actor, ActorKind, Ring, Sector},
    edit::Edit,
    ids::ActorId,
};

use super::fields::SelectField;
use crate::{
    components::{
        case_map::{state::MapState, words},
        shared_field::SharedField,
    },
    editor::plan,
    services::case_store::Field,
};

/// Kind and ring.
#[component]
pub fn KindAndRing(
    /// Whose.
    id: ActorId,
    /// The actor as it is.
    actor: Memo<Actor>,
    /// May not be changed.
    reader: Signal<bool>,
) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let kinds = Signal::derive(move || {
        ActorKind::ALL
            .iter()
            .map(|kind| (kind.id(), words::kind(i18n, *kind)))
            .collect::<Vec<_>>()
    });
    let rings = Signal::derive(move || {
        Ring::ALL
            .iter()
            .map(|ring| (ring.id(), words::ring(i18n, *ring)))
            .collect::<Vec<_>>()
    });
    let own_id = id.clone();
    let of_kind = id.clone();
    let set_kind = Callback::new(move |value: String| {
        if let Some(kind) = ActorKind::from_id(&value) {
            let id = of_kind.clone();
            map.change_actor(&of_kind, Edit::SetActorKind { id, kind });
        }
    });
    let set_ring = Callback::new(move |value: String| {
        if let Some(ring) = Ring::from_id(&value) {
            map.move_to_ring(&id, ring);
        }
    });
    view! {
        <div class="inspector-pair">
            <SharedField field=Field::actor(&own_id, "kind")>
                <SelectField
                    label=Signal::derive(move || t_string!(i18n, map.inspector.kind).to_owned())
                    options=kinds
                    value=Signal::derive(move || actor.with(|actor| actor.kind.id()))
                    testid="actor-kind"
                    read_only=reader
                    commit=set_kind
                />
            </SharedField>
            <SharedField field=Field::actor(&own_id, "ring")>
                <SelectField
                    label=Signal::derive(move || t_string!(i18n, map.inspector.ring).to_owned())
                    options=rings
                    value=Signal::derive(move || actor.with(|actor| actor.ring.id()))
                    testid="actor-ring"
                    read_only=reader
                    commit=set_ring
                />
            </SharedField>
        </div>
    }
}

/// The ámbito.
#[component]
pub fn SectorField(
    /// Whose.
    id: ActorId,
    /// The actor as it is.
    actor: Memo<Actor>,
    /// May not be changed.
    reader: Signal<bool>,
) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let sectors = Signal::derive(move || {
        let none = ("", words::sector(i18n, None));
        let all = Sector::ALL
            .iter()
            .map(|sector| (sector.id(), words::sector(i18n, Some(*sector))));
        std::iter::once(none).chain(all).collect::<Vec<_>>()
    });
    let set_sector =
        Callback::new(move |value: String| map.set_sector(&id, Sector::from_id(&value)));
    view! {
        <SelectField
            label=Signal::derive(move || t_string!(i18n, map.inspector.sector).to_owned())
            options=sectors
            value=Signal::derive(move || actor.with(|actor| actor.sector.map_or("", Sector::id)))
            testid="actor-sector"
            read_only=reader
            commit=set_sector
        />
    }
}

impl MapState {
    /// Changes an actor's ámbito.
    fn set_sector(&self, id: &ActorId, sector: Option<Sector>) {
        let Some(actor) = self.store.actor(id).map(|actor| actor.get_untracked()) else {
            return;
        };
        if let Some(edit) = plan::together(plan::change_sector(id, &actor, sector)) {
            self.change_actor(id, edit);
        }
    }
}
