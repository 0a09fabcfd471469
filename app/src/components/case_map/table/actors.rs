//! The actors, one a row.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Party, TieQuality},
    ids::ActorId,
};

use super::{Sort, holds, none_found, sort_head};
use crate::{
    components::{
        case_map::{
            actor_field::{ActorField, Shown, actor_input, choices},
            icon::{MapIcon, MapIconKind},
            inspector::SelectField,
            state::MapState,
            words,
        },
        icon::{Icon, IconKind},
    },
    editor::Selection,
    lean::{memo, part, say, tell},
};

/// The columns, in their order; the tie with the person stands behind the ring.
const COLUMNS: [ActorField; 7] = [
    ActorField::Name,
    ActorField::Role,
    ActorField::Kind,
    ActorField::Ring,
    ActorField::Support,
    ActorField::Sector,
    ActorField::Programme,
];
/// Behind which column the tie with the person stands.
const BEFORE_TIE: usize = 3;
/// The tie's number for sorting, beyond those of the columns.
const TIE: usize = COLUMNS.len();

/// The table.
#[component]
pub fn Actors(
    /// The map's context.
    map: MapState,
    /// What is looked for; empty shows every row.
    filter: RwSignal<String>,
) -> impl IntoView {
    let i18n = map.i18n;
    let sort = RwSignal::new(Sort {
        column: BEFORE_TIE,
        descending: false,
    });
    let order = memo(move |_| {
        let wanted = filter.get();
        let by = sort.get();
        let mut rows = Vec::new();
        for (id, actor) in map.actors() {
            let mut texts: Vec<String> = COLUMNS
                .iter()
                .map(|field| field.words(i18n, &actor))
                .collect();
            texts.push(actor.notes.clone());
            if !holds(&texts, &wanted) {
                continue;
            }
            let key = match COLUMNS.get(by.column) {
                Some(field) => field.order(i18n, &actor),
                None => (quality_order(map, &id), String::new()),
            };
            rows.push((key, actor.name.to_lowercase(), id));
        }
        by.apply(rows)
    });
    let count = move || words::actor_count(i18n, order.with(Vec::len));
    let head = move |(at, field): (usize, &ActorField)| {
        let field = *field;
        let label = Signal::derive(move || field.label(i18n));
        let own = sort_head(map, label, at, sort);
        let tie = (at == BEFORE_TIE).then(|| {
            let label = Signal::derive(move || t_string!(i18n, map.table.tie));
            sort_head(map, label, TIE, sort)
        });
        (own, tie)
    };
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
            {none_found(map, filter, Signal::derive(move || order.with(Vec::is_empty)))}
            <table data-testid="actors-table">
                <thead>
                    <tr>
                        {COLUMNS.iter().enumerate().map(head).collect_view()}
                        <th scope="col">
                            <span class="sr-only">{say(move || t_string!(i18n, detail.table.detail))}</span>
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

/// Where the tie with the person stands among the qualities; those without one come last.
fn quality_order(map: MapState, id: &ActorId) -> usize {
    let tie = map.tie_between(&Party::Person, &Party::Actor(id.clone()));
    tie.and_then(|(_, tie)| {
        TieQuality::ALL
            .iter()
            .position(|quality| *quality == tie.quality)
    })
    .unwrap_or(usize::MAX)
}

fn actor_row(map: MapState, id: ActorId) -> Option<AnyView> {
    let i18n = map.i18n;
    let signal = map.store.actor(&id)?;
    let actor = memo(move |_| signal.get());
    let shown = Signal::derive(move || actor.get());
    let reader = map.reads_actor_only(&id);
    let of = id.clone();
    let commit = Callback::new(move |(field, value)| map.set_actor_field(&of, field, value));
    let tie_cell = tie_cell(map, id.clone(), reader);
    let name = Signal::derive(move || actor.with(|actor| actor.name.clone()));
    let mut cells = Vec::new();
    for field in COLUMNS.iter().skip(1) {
        let input = actor_input(map, *field, shown, Shown::Cell, reader, commit);
        cells.push(view! { <td>{input}</td> }.into_any());
    }
    cells.insert(BEFORE_TIE, tie_cell);
    let (lock_of, open, remove, here) = (id.clone(), id.clone(), id.clone(), id.clone());
    let lock = part(move || {
        if !map.store.is_reserved_actor(&lock_of) {
            return ().into_any();
        }
        let label = say(move || t_string!(i18n, detail.table.reserved));
        view! { <span class="row-lock" role="img" aria-label=label><Icon kind=IconKind::Lock /></span> }
            .into_any()
    });
    let died = memo(move |_| actor.with(|actor| actor.household.is_some_and(|member| member.died)));
    let died = part(move || {
        if !died.get() {
            return ().into_any();
        }
        view! { <span class="row-died">{say(move || t_string!(i18n, map.node.died))}</span> }
            .into_any()
    });
    let is_open = move || {
        map.selection
            .with(|now| *now == Selection::Actor(here.clone()))
    };
    Some(
        view! {
            <tr data-actor-row=id.to_string() class:row-open=is_open>
                <th scope="row">
                    {lock}
                    {actor_input(map, ActorField::Name, shown, Shown::Cell, reader, commit)}
                    {died}
                </th>
                {cells}
                <td class="cell-actions">
                    <button
                        class="map-icon-button"
                        type="button"
                        data-testid="row-open"
                        aria-label=tell(move || t_string!(i18n, detail.table.open, name = name.get()))
                        on:click=move |_| map.select(Selection::Actor(open.clone()))
                    >
                        <Icon kind=IconKind::Forward />
                    </button>
                    {part(move || {
                        if reader.get() {
                            return ().into_any();
                        }
                        let id = remove.clone();
                        view! {
                            <button
                                class="map-icon-button"
                                type="button"
                                data-testid="row-remove"
                                aria-label=tell(move || t_string!(i18n, map.table.remove, name = name.get()))
                                on:click=move |_| map.remove_actor(&id)
                            >
                                <MapIcon kind=MapIconKind::Remove />
                            </button>
                        }
                            .into_any()
                    })}
                </td>
            </tr>
        }
        .into_any(),
    )
}

/// The quality of the tie with the person; choosing one where there is none draws it.
fn tie_cell(map: MapState, id: ActorId, reader: Signal<bool>) -> AnyView {
    let i18n = map.i18n;
    let party = Party::Actor(id.clone());
    let named = party.clone();
    let quality = memo(move |_| {
        map.tie_between(&Party::Person, &party)
            .map(|(_, tie)| tie.quality)
    });
    let label = Signal::derive(move || {
        let field = t_string!(i18n, map.table.tie);
        t_string!(
            i18n,
            map.table.of,
            field = field,
            name = map.name_of(&named)
        )
    });
    let options = Signal::derive(move || {
        let none = quality
            .with(Option::is_none)
            .then(|| t_string!(i18n, map.table.no_tie));
        choices(none, TieQuality::ALL, TieQuality::id, |quality| {
            words::quality(i18n, quality)
        })
    });
    let set_quality = Callback::new(move |value: String| {
        if let Some(quality) = TieQuality::from_id(&value) {
            map.set_person_tie(&id, quality);
        }
    });
    view! {
        <td>
            <SelectField
                label
                options
                value=Signal::derive(move || quality.get().map_or("", TieQuality::id))
                testid="row-quality"
                read_only=reader
                bare=true
                commit=set_quality
            />
        </td>
    }
    .into_any()
}
