//! The ties, one a row.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Party, Tie, TieQuality},
    ids::TieId,
};

use super::{Sort, holds, none_found, sort_head};
use crate::{
    canvas::sample::TieSample,
    components::{
        case_map::{
            icon::{MapIcon, MapIconKind},
            state::MapState,
            tie_field::{TieField, tie_input},
            words,
        },
        icon::{Icon, IconKind},
    },
    editor::{Selection, sense},
    lean::{memo, part, say, tell},
};

/// The columns behind the two parties.
const COLUMNS: [TieField; 4] = [
    TieField::Quality,
    TieField::Flow,
    TieField::Frequency,
    TieField::Since,
];
/// The number of the first column, for sorting; the parties have 0 and 1.
const FIRST: usize = 2;

/// The table.
#[component]
pub fn Ties(
    /// The map's context.
    map: MapState,
    /// What is looked for; empty shows every row.
    filter: RwSignal<String>,
) -> impl IntoView {
    let i18n = map.i18n;
    let sort = RwSignal::new(Sort {
        column: 0,
        descending: false,
    });
    let order = memo(move |_| {
        let wanted = filter.get();
        let by = sort.get();
        let mut rows = Vec::new();
        for (id, tie) in map.ties() {
            let (from, to) = (map.name_of(&tie.from), map.name_of(&tie.to));
            let mut texts = vec![from.clone(), to.clone(), tie.notes.clone()];
            texts.extend(COLUMNS.iter().map(|field| field.words(map, &tie)));
            if !holds(&texts, &wanted) {
                continue;
            }
            let key = match by.column {
                // The person's ties come first.
                0 => (usize::from(tie.from != Party::Person), from.to_lowercase()),
                1 => (0, to.to_lowercase()),
                column => match COLUMNS.get(column - FIRST) {
                    Some(field) => field.order(map, &tie),
                    None => (0, String::new()),
                },
            };
            let name = format!("{} {}", from.to_lowercase(), to.to_lowercase());
            rows.push((key, name, id));
        }
        by.apply(rows)
    });
    let count = move || words::tie_count(i18n, order.with(Vec::len));
    let head = move |(at, field): (usize, &TieField)| {
        let field = *field;
        sort_head(
            map,
            Signal::derive(move || field.label(map)),
            at + FIRST,
            sort,
        )
    };
    view! {
        <section>
            <h2>{say(move || t_string!(i18n, map.table.ties))} <span>{count}</span></h2>
            {none_found(map, filter, Signal::derive(move || order.with(Vec::is_empty)))}
            <table data-testid="ties-table">
                <thead>
                    <tr>
                        {sort_head(map, Signal::derive(move || t_string!(i18n, map.table.from)), 0, sort)}
                        {sort_head(map, Signal::derive(move || t_string!(i18n, map.table.to)), 1, sort)}
                        {COLUMNS.iter().enumerate().map(head).collect_view()}
                        <th scope="col">{say(move || t_string!(i18n, map.inspector.exchange))}</th>
                        <th scope="col">
                            <span class="sr-only">{say(move || t_string!(i18n, detail.table.detail))}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || order.get() key=TieId::clone children=move |id| tie_row(map, id) />
                </tbody>
            </table>
        </section>
    }
}

fn tie_row(map: MapState, id: TieId) -> Option<AnyView> {
    let i18n = map.i18n;
    let signal = map.store.tie(&id)?;
    let (from, to) = signal.with_untracked(|tie| (tie.from.clone(), tie.to.clone()));
    let tie = memo(move |_| Some(signal.get()));
    let reader = map.reads_tie_only(&id);
    let of = id.clone();
    let cells = move |field: &TieField| {
        let input = tie_input(map, *field, of.clone(), tie, true, reader);
        let sample = (*field == TieField::Quality).then(|| {
            let quality =
                move || tie.with(|tie| tie.as_ref().map_or(TieQuality::Normal, |tie| tie.quality));
            view! { <TieSample quality=Signal::derive(quality) /> }
        });
        let with_sample = sample.is_some();
        view! { <td class:cell-tie=with_sample>{sample} {input}</td> }.into_any()
    };
    let (one, two) = (from.clone(), to.clone());
    let exchange = tell(move || {
        tie.with(|tie| {
            tie.as_ref()
                .map(|tie| exchange_words(map, tie, &one, &two))
                .unwrap_or_default()
        })
    });
    let (named, lock_of, open, remove, here) =
        (id.clone(), id.clone(), id.clone(), id.clone(), id.clone());
    let name = Signal::derive(move || map.tie_words(&named));
    let lock = part(move || {
        if !map.store.is_reserved_tie(&lock_of) {
            return ().into_any();
        }
        let label = say(move || t_string!(i18n, detail.table.reserved));
        view! { <span class="row-lock" role="img" aria-label=label><Icon kind=IconKind::Lock /></span> }
            .into_any()
    });
    let is_open = move || {
        map.selection
            .with(|now| *now == Selection::Tie(here.clone()))
    };
    Some(
        view! {
            <tr data-tie-row=id.to_string() class:row-open=is_open>
                <th scope="row">{lock} {move || map.name_of(&from)}</th>
                <td>{move || map.name_of(&to)}</td>
                {COLUMNS.iter().map(cells).collect_view()}
                <td>{exchange}</td>
                <td class="cell-actions">
                    <button
                        class="map-icon-button"
                        type="button"
                        data-testid="row-open"
                        aria-label=tell(move || t_string!(i18n, detail.table.open, name = name.get()))
                        on:click=move |_| map.select(Selection::Tie(open.clone()))
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
                                on:click=move |_| map.remove_tie(&id)
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

/// What passes along a tie, each way by area.
fn exchange_words(map: MapState, tie: &Tie, from: &Party, to: &Party) -> String {
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
