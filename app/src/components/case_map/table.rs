//! The network as two tables: the same content as the drawings, to be read and edited without them.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Flow, Party, Ring, TieQuality},
    edit::Edit,
    ids::{ActorId, TieId},
    limits,
};

use super::{inspector::SelectField, state::MapState, words};
use crate::lean::{memo, say};
use crate::{
    canvas::sample::TieSample,
    components::icon::{Icon, IconKind},
    editor::sense,
};

/// Actors and ties.
#[component]
pub fn Table() -> impl IntoView {
    let map = MapState::get();
    view! {
        <div class="map-table" data-testid="map-table">
            <Actors map />
            <Ties map />
        </div>
    }
}

#[component]
fn Actors(map: MapState) -> impl IntoView {
    let i18n = map.i18n;
    let order = memo(move |_| {
        let mut actors: Vec<_> = map
            .actors()
            .into_iter()
            .map(|(id, actor)| (actor.ring, actor.name.to_lowercase(), id))
            .collect();
        actors.sort();
        actors
            .into_iter()
            .map(|(_, _, id)| id)
            .collect::<Vec<ActorId>>()
    });
    let count = move || words::actor_count(i18n, order.with(Vec::len));
    view! {
        <section>
            <h2>
                {say(move || t_string!(i18n, map.table.actors))} <span>{count}</span>
                <Show when=move || map.may_edit()>
                    <button
                        class="map-button"
                        type="button"
                        data-testid="table-add"
                        on:click=move |_| map.ask_actor(None)
                    >
                        <Icon kind=IconKind::Add />
                        {say(move || t_string!(i18n, map.tool.add_actor))}
                    </button>
                </Show>
            </h2>
            <table data-testid="actors-table">
                <thead>
                    <tr>
                        <th scope="col">{say(move || t_string!(i18n, map.table.name))}</th>
                        <th scope="col">{say(move || t_string!(i18n, map.table.role))}</th>
                        <th scope="col">{say(move || t_string!(i18n, map.table.kind))}</th>
                        <th scope="col">{say(move || t_string!(i18n, map.table.ring))}</th>
                        <th scope="col">{say(move || t_string!(i18n, map.table.tie))}</th>
                        <th scope="col">{say(move || t_string!(i18n, map.table.support))}</th>
                        <th scope="col">
                            <span class="sr-only">{say(move || t_string!(i18n, map.inspector.remove_actor))}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || order.get() key=ActorId::clone children=move |id| actor_row(map, id) />
                </tbody>
            </table>
        </section>
    }
}

fn actor_row(map: MapState, id: ActorId) -> Option<impl IntoView> {
    let i18n = map.i18n;
    let signal = map.store.actor(&id)?;
    let actor = memo(move |_| signal.get());
    let party = Party::Actor(id.clone());
    let tie = memo(move |_| map.tie_between(&Party::Person, &party).map(|(_, tie)| tie));
    let reader = Signal::derive(move || !map.may_edit());
    let name = Signal::derive(move || actor.with(|actor| actor.name.clone()));
    let label =
        move |field: &'static str| t_string!(i18n, map.table.of, field = field, name = name.get());
    let rings = Signal::derive(move || {
        Ring::ALL
            .iter()
            .map(|ring| (ring.id(), words::ring(i18n, *ring)))
            .collect::<Vec<_>>()
    });
    let (of_name, of_ring, of_quality, of_removal) =
        (id.clone(), id.clone(), id.clone(), id.clone());
    let rename = move |event: web_sys::Event| {
        let written = event_target_value(&event).trim().to_owned();
        if !written.is_empty() && written != name.get_untracked() {
            map.change_actor(
                &of_name,
                Edit::SetActorName {
                    id: of_name.clone(),
                    name: written,
                },
            );
        }
    };
    let set_ring = Callback::new(move |value: String| {
        if let Some(ring) = Ring::from_id(&value) {
            map.move_to_ring(&of_ring, ring);
        }
    });
    let qualities = Signal::derive(move || {
        let none = tie
            .with(Option::is_none)
            .then(|| ("", t_string!(i18n, map.table.no_tie)));
        let all = TieQuality::ALL
            .iter()
            .map(|quality| (quality.id(), words::quality(i18n, *quality)));
        none.into_iter().chain(all).collect::<Vec<_>>()
    });
    let set_quality = Callback::new(move |value: String| {
        if let Some(quality) = TieQuality::from_id(&value) {
            map.set_person_tie(&of_quality, quality);
        }
    });
    Some(view! {
        <tr data-actor-row=id.to_string()>
            <th scope="row">
                <input
                    type="text"
                    autocomplete="off"
                    maxlength=limits::NAME_MAX.to_string()
                    aria-label=move || label(t_string!(i18n, map.table.name))
                    data-testid="row-name"
                    readonly=move || reader.get()
                    prop:value=move || name.get()
                    on:change=rename
                />
            </th>
            <td>{move || actor.with(|actor| actor.role.clone())}</td>
            <td>{move || words::kind(i18n, actor.with(|actor| actor.kind))}</td>
            <td>
                <SelectField
                    label=Signal::derive(move || label(t_string!(i18n, map.table.ring)))
                    options=rings
                    value=Signal::derive(move || actor.with(|actor| actor.ring.id()))
                    testid="row-ring"
                    read_only=reader
                    bare=true
                    commit=set_ring
                />
            </td>
            <td>
                <SelectField
                    label=Signal::derive(move || label(t_string!(i18n, map.table.tie)))
                    options=qualities
                    value=Signal::derive(move || tie.with(|tie| tie.as_ref().map_or("", |tie| tie.quality.id())))
                    testid="row-quality"
                    read_only=reader
                    bare=true
                    commit=set_quality
                />
            </td>
            <td>{move || words::support(i18n, actor.with(|actor| actor.support))}</td>
            <td>
                {move || {
                    let id = of_removal.clone();
                    map.may_edit().then(|| {
                        view! {
                            <button
                                class="map-icon-button"
                                type="button"
                                data-testid="row-remove"
                                aria-label=move || t_string!(i18n, map.table.remove, name = name.get())
                                on:click=move |_| map.remove_actor(&id)
                            >
                                <Icon kind=IconKind::Close />
                            </button>
                        }
                    })
                }}
            </td>
        </tr>
    })
}

#[component]
fn Ties(map: MapState) -> impl IntoView {
    let i18n = map.i18n;
    let order = memo(move |_| {
        let mut ties: Vec<_> = map
            .ties()
            .into_iter()
            .map(|(id, tie)| {
                let key = (
                    tie.from != Party::Person,
                    map.name_of(&tie.from),
                    map.name_of(&tie.to),
                );
                (key, id)
            })
            .collect();
        ties.sort();
        ties.into_iter().map(|(_, id)| id).collect::<Vec<TieId>>()
    });
    let count = move || words::tie_count(i18n, order.with(Vec::len));
    view! {
        <section>
            <h2>{say(move || t_string!(i18n, map.table.ties))} <span>{count}</span></h2>
            <table data-testid="ties-table">
                <thead>
                    <tr>
                        <th scope="col">{say(move || t_string!(i18n, map.table.from))}</th>
                        <th scope="col">{say(move || t_string!(i18n, map.table.to))}</th>
                        <th scope="col">{say(move || t_string!(i18n, map.table.quality))}</th>
                        <th scope="col">{say(move || t_string!(i18n, map.table.flow))}</th>
                        <th scope="col">{say(move || t_string!(i18n, map.inspector.exchange))}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || order.get() key=TieId::clone children=move |id| tie_row(map, id) />
                </tbody>
            </table>
        </section>
    }
}

fn tie_row(map: MapState, id: TieId) -> Option<impl IntoView> {
    let i18n = map.i18n;
    let signal = map.store.tie(&id)?;
    let tie = memo(move |_| signal.get());
    let (from, to) = tie.with_untracked(|tie| (tie.from.clone(), tie.to.clone()));
    let reader = Signal::derive(move || !map.may_edit());
    let label = {
        let id = id.clone();
        Signal::derive(move || {
            let quality = t_string!(i18n, map.table.quality);
            t_string!(
                i18n,
                map.table.of,
                field = quality,
                name = map.tie_words(&id)
            )
        })
    };
    let qualities = Signal::derive(move || {
        TieQuality::ALL
            .iter()
            .map(|quality| (quality.id(), words::quality(i18n, *quality)))
            .collect::<Vec<_>>()
    });
    let of_quality = id.clone();
    let set_quality = Callback::new(move |value: String| {
        if let Some(quality) = TieQuality::from_id(&value) {
            map.set_quality(&of_quality, quality);
        }
    });
    let direction = {
        let (from, to) = (from.clone(), to.clone());
        move || {
            let (from, to) = (map.name_of(&from), map.name_of(&to));
            match tie.with(|tie| tie.flow) {
                Flow::Unknown => t_string!(i18n, map.flow.unknown).to_owned(),
                Flow::Both => t_string!(i18n, map.table.both).to_owned(),
                Flow::Forward => t_string!(i18n, map.table.gives_to, from = from, to = to),
                Flow::Backward => t_string!(i18n, map.table.gives_to, from = to, to = from),
            }
        }
    };
    let exchange = {
        let (from, to) = (from.clone(), to.clone());
        move || exchange_words(map, &tie.get(), &from, &to)
    };
    Some(view! {
        <tr data-tie-row=id.to_string()>
            <th scope="row">{move || map.name_of(&from)}</th>
            <td>{move || map.name_of(&to)}</td>
            <td class="cell-tie">
                <TieSample quality=Signal::derive(move || tie.with(|tie| tie.quality)) />
                <SelectField
                    label
                    options=qualities
                    value=Signal::derive(move || tie.with(|tie| tie.quality.id()))
                    testid="row-tie-quality"
                    read_only=reader
                    bare=true
                    commit=set_quality
                />
            </td>
            <td>{direction}</td>
            <td>{exchange}</td>
        </tr>
    })
}

/// What passes along a tie, each way by area.
fn exchange_words(
    map: MapState,
    tie: &trama_shared::case::Tie,
    from: &Party,
    to: &Party,
) -> String {
    let i18n = map.i18n;
    let areas = |giver: &Party| {
        let given = tie.exchange.iter().filter(|(_, exchange)| {
            let seen = if *giver == tie.from {
                **exchange
            } else {
                sense::turned_exchange(**exchange)
            };
            seen.gives
        });
        given
            .map(|(area, _)| words::area(i18n, *area).to_lowercase())
            .collect::<Vec<_>>()
            .join(", ")
    };
    [(from, to), (to, from)]
        .into_iter()
        .filter_map(|(giver, receiver)| {
            let areas = areas(giver);
            let (from, to) = (map.name_of(giver), map.name_of(receiver));
            (!areas.is_empty()).then(|| {
                format!(
                    "{}: {areas}",
                    t_string!(i18n, map.table.gives_to, from = from, to = to)
                )
            })
        })
        .collect::<Vec<_>>()
        .join(" · ")
}
