//! The panel of an actor.

use leptos::prelude::*;
use leptos_i18n::{t, t_string};
use trama_shared::{
    case::{Actor, ActorKind, Party, Ring, Sector, Support, Tie, View},
    edit::Edit,
    ids::{ActorId, TieId},
    limits,
};

use super::{
    fields::{SelectField, TextField},
    head::Head,
    tie_editor::{ExchangeTable, FlowButtons, QualityButtons},
    tie_list::TieList,
};
use crate::{
    canvas::sample::NodeSample,
    components::case_map::{
        icon::{MapIcon, MapIconKind},
        state::MapState,
        words,
    },
};

/// Everything about an actor.
#[component]
pub fn ActorPanel(
    /// Which.
    id: ActorId,
) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let Some(signal) = map.store.actor(&id) else {
        return view! { <p>{t!(i18n, map.inspector.gone)}</p> }.into_any();
    };
    let actor = Memo::new(move |_| signal.get());
    let party = Party::Actor(id.clone());
    let reader = Signal::derive(move || !map.may_edit());
    let kind_words = move || {
        actor.with(|actor| {
            let kind = words::kind(i18n, actor.kind);
            format!("{kind} · {}", words::ring_full(i18n, actor.ring))
        })
    };
    let with_id = move |make: fn(ActorId, String) -> Edit| {
        let id = id.clone();
        Callback::new(move |text: String| map.change_actor(&id, make(id.clone(), text)))
    };
    let remove_party = party.clone();
    let link_party = party.clone();
    let other_ties = {
        let party = party.clone();
        Signal::derive(move || {
            let ties = map.ties_of(&party).into_iter();
            ties.filter(|(_, tie)| !tie.touches(&Party::Person))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <Head title=Signal::derive(move || actor.with(|actor| actor.name.clone())) kind=Signal::derive(kind_words)>
            <NodeSample
                kind=Signal::derive(move || actor.with(|actor| actor.kind))
                support=Signal::derive(move || actor.with(|actor| actor.support))
            />
        </Head>
        <TieWithPerson party=party.clone() />
        <SupportButtons party=party.clone() actor />
        <h3>{t!(i18n, map.inspector.identity)}</h3>
        <TextField
            label=Signal::derive(move || t_string!(i18n, map.inspector.name))
            value=Signal::derive(move || actor.with(|actor| actor.name.clone()))
            max=limits::NAME_MAX
            required=true
            testid="actor-name"
            read_only=reader
            focus_asked=map.rename_asked
            commit=with_id(|id, name| Edit::SetActorName { id, name })
        />
        <TextField
            label=Signal::derive(move || t_string!(i18n, map.inspector.role))
            value=Signal::derive(move || actor.with(|actor| actor.role.clone()))
            max=limits::NAME_MAX
            example=Signal::derive(move || t_string!(i18n, map.inspector.role_hint))
            testid="actor-role"
            read_only=reader
            commit=with_id(|id, role| Edit::SetActorRole { id, role })
        />
        <Placing party=party.clone() actor reader />
        <h3>{t!(i18n, map.inspector.other_ties)}</h3>
        <Show when=move || other_ties.with(Vec::is_empty)>
            <p>{t!(i18n, map.inspector.no_other_ties)}</p>
        </Show>
        <TieList party=party.clone() ties=other_ties />
        <h3>{t!(i18n, map.inspector.notes)}</h3>
        <TextField
            label=Signal::derive(move || t_string!(i18n, map.inspector.notes))
            value=Signal::derive(move || actor.with(|actor| actor.notes.clone()))
            max=limits::NOTES_MAX
            tall=true
            testid="actor-notes"
            read_only=reader
            commit=with_id(|id, notes| Edit::SetActorNotes { id, notes })
        />
        <Show when=move || map.may_edit()>
            {
                let (link, remove) = (link_party.clone(), remove_party.clone());
                view! {
                    <div class="inspector-actions">
                        <button
                            class="map-button"
                            type="button"
                            data-testid="actor-connect"
                            on:click=move |_| map.picking_for.set(Some(link.clone()))
                        >
                            <MapIcon kind=MapIconKind::Tie />
                            {t!(i18n, map.inspector.add_tie)}
                        </button>
                        <button
                            class="map-button"
                            type="button"
                            data-testid="actor-remove"
                            on:click=move |_| {
                                if let Party::Actor(id) = &remove {
                                    map.remove_actor(id);
                                }
                            }
                        >
                            <MapIcon kind=MapIconKind::Remove />
                            {t!(i18n, map.inspector.remove_actor)}
                        </button>
                    </div>
                }
            }
        </Show>
    }
    .into_any()
}

/// The tie between the actor and the person, or the way to draw it.
#[component]
fn TieWithPerson(party: Party) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let found = {
        let party = party.clone();
        Memo::new(move |_| map.tie_between(&Party::Person, &party))
    };
    let tie_id = Memo::new(move |_| {
        found.with(|found| found.as_ref().map(|(id, _): &(TieId, Tie)| id.clone()))
    });
    let tie = Memo::new(move |_| found.with(|found| found.as_ref().map(|(_, tie)| tie.clone())));
    let quality = Signal::derive(move || tie.with(|tie| tie.as_ref().map(|tie| tie.quality)));
    let label =
        Signal::derive(move || t_string!(i18n, map.inspector.tie_with, name = map.person_name()));
    let choose = Callback::new(move |quality| {
        if let Party::Actor(id) = &party {
            map.set_person_tie(id, quality);
        }
    });
    let rest = move || {
        let Some(id) = tie_id.get() else {
            let words = if map.may_edit() {
                t_string!(i18n, map.inspector.no_tie)
            } else {
                t_string!(i18n, map.inspector.no_tie_reader)
            };
            return view! { <p>{words}</p> }.into_any();
        };
        let remove = id.clone();
        let remove_button = move || {
            let id = remove.clone();
            map.may_edit().then(|| {
                view! {
                    <button
                        class="map-button map-button-quiet"
                        type="button"
                        data-testid="tie-remove"
                        on:click=move |_| map.remove_tie(&id)
                    >
                        <MapIcon kind=MapIconKind::Remove />
                        {t!(i18n, map.inspector.remove_tie)}
                    </button>
                }
            })
        };
        view! {
            <FlowButtons id=id.clone() tie party=Party::Person />
            <ExchangeTable id tie party=Party::Person />
            {remove_button}
        }
        .into_any()
    };
    view! {
        <QualityButtons value=quality label choose />
        {rest}
    }
}

/// The support that the person perceives. The active level pressed again goes back to "not asked".
#[component]
fn SupportButtons(party: Party, actor: Memo<Actor>) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let level = Memo::new(move |_| actor.with(|actor| actor.support));
    let button = move |support: Support| {
        let party = party.clone();
        let choose = move |_| {
            let wanted = (level.get_untracked() != Some(support)).then_some(support);
            if let Party::Actor(id) = &party {
                map.change_actor(
                    id,
                    Edit::SetActorSupport {
                        id: id.clone(),
                        support: wanted,
                    },
                );
            }
        };
        view! {
            <button
                class="map-option"
                type="button"
                aria-pressed=move || if level.get() == Some(support) { "true" } else { "false" }
                data-testid=format!("support-{}", support.id())
                disabled=move || !map.may_edit()
                on:click=choose
            >
                <NodeSample kind=ActorKind::Person support=Some(support) />
                {move || words::support(i18n, Some(support))}
            </button>
        }
    };
    view! {
        <fieldset>
            <legend>
                {move || t_string!(i18n, map.inspector.support, name = map.person_name())}
            </legend>
            <div class="map-options map-options-4">
                {Support::ALL.iter().copied().map(button).collect_view()}
            </div>
        </fieldset>
    }
}

/// Kind, ring and ámbito.
#[component]
fn Placing(party: Party, actor: Memo<Actor>, reader: Signal<bool>) -> impl IntoView {
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
    let sectors = Signal::derive(move || {
        let none = ("", words::sector(i18n, None));
        let all = Sector::ALL
            .iter()
            .map(|sector| (sector.id(), words::sector(i18n, Some(*sector))));
        std::iter::once(none).chain(all).collect::<Vec<_>>()
    });
    let id = StoredValue::new(party.actor().cloned());
    let change =
        move |act: &dyn Fn(&ActorId)| id.with_value(|id| id.as_ref().map(act).unwrap_or_default());
    let set_kind = Callback::new(move |value: String| {
        if let Some(kind) = ActorKind::from_id(&value) {
            change(&|id| {
                map.change_actor(
                    id,
                    Edit::SetActorKind {
                        id: id.clone(),
                        kind,
                    },
                )
            });
        }
    });
    let set_ring = Callback::new(move |value: String| {
        if let Some(ring) = Ring::from_id(&value) {
            change(&|id| map.move_to_ring(id, ring));
        }
    });
    let set_sector = Callback::new(move |value: String| {
        let sector = Sector::from_id(&value);
        change(&|id| map.set_sector(id, sector));
    });
    view! {
        <div class="inspector-pair">
            <SelectField
                label=Signal::derive(move || t_string!(i18n, map.inspector.kind).to_owned())
                options=kinds
                value=Signal::derive(move || actor.with(|actor| actor.kind.id()))
                testid="actor-kind"
                read_only=reader
                commit=set_kind
            />
            <SelectField
                label=Signal::derive(move || t_string!(i18n, map.inspector.ring).to_owned())
                options=rings
                value=Signal::derive(move || actor.with(|actor| actor.ring.id()))
                testid="actor-ring"
                read_only=reader
                commit=set_ring
            />
        </div>
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
    /// Changes an actor's ámbito. On the institutional ring the ámbito is a place: a hand place that lies in another
    /// one is given up, so that the picture never says otherwise.
    fn set_sector(&self, id: &ActorId, sector: Option<Sector>) {
        let edit = Edit::SetActorSector {
            id: id.clone(),
            sector,
        };
        let Some(actor) = self.store.actor(id).map(|actor| actor.get_untracked()) else {
            return;
        };
        if actor.ring != Ring::Institutional || actor.rings_place.is_none() {
            self.change_actor(id, edit);
            return;
        }
        let free = Edit::MoveActor {
            id: id.clone(),
            ring: actor.ring,
            view: View::Rings,
            place: None,
        };
        self.change_actor(id, Edit::Batch(vec![edit, free]));
    }
}
