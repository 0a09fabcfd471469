//! The people of the household, one a row; the person comes first.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::case::Party;

use super::holds;
use crate::{
    components::{
        case_map::{
            member_field::{MemberPart, member_input},
            state::MapState,
        },
        icon::{Icon, IconKind},
    },
    editor::Selection,
    lean::{memo, part, say, tell},
};

const COLUMNS: [MemberPart; 4] = [
    MemberPart::Gender,
    MemberPart::Age,
    MemberPart::Pregnant,
    MemberPart::Died,
];

/// The table.
#[component]
pub fn Household(
    /// The map's context.
    map: MapState,
    /// What is looked for; empty shows every row.
    filter: RwSignal<String>,
) -> impl IntoView {
    let i18n = map.i18n;
    let rows = memo(move |_| {
        let wanted = filter.get();
        let mut members = map.household();
        members.retain(|party| {
            let kin = map.kin_words(&Party::Person, party).to_owned();
            holds(&[map.name_of(party), kin], &wanted)
        });
        members
    });
    let count = tell(move || {
        let count = map.household().len();
        t_string!(i18n, detail.table.household_count, count = count)
    });
    let head = move |field: MemberPart| {
        view! { <th scope="col">{move || field.label(map)}</th> }
    };
    let kin_head = tell(move || t_string!(i18n, detail.field.kin, name = map.person_name()));
    view! {
        <section>
            <h2>{say(move || t_string!(i18n, detail.table.household))} <span>{count}</span></h2>
            <table data-testid="household-table">
                <thead>
                    <tr>
                        <th scope="col">{say(move || t_string!(i18n, map.table.name))}</th>
                        <th scope="col">{kin_head}</th>
                        {COLUMNS.map(head).collect_view()}
                        <th scope="col">
                            <span class="sr-only">{say(move || t_string!(i18n, detail.table.detail))}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || rows.get() key=Party::clone children=move |party| member_row(map, party) />
                </tbody>
            </table>
        </section>
    }
}

fn member_row(map: MapState, party: Party) -> AnyView {
    let i18n = map.i18n;
    let reader = match &party {
        Party::Person => Signal::derive(move || !map.may_edit()),
        Party::Actor(id) => map.reads_actor_only(id),
    };
    let of = party.clone();
    let member = Signal::derive(move || match &of {
        Party::Person => map.store.person().with(|person| person.member),
        Party::Actor(id) => map
            .store
            .actor(id)
            .and_then(|actor| actor.with(|actor| actor.household))
            .unwrap_or_default(),
    });
    let cell = |field: MemberPart| {
        let input = member_input(map, field, party.clone(), member, true, reader);
        view! { <td>{input}</td> }
    };
    let cells = COLUMNS.map(cell).collect_view();
    let (named, of, open, leave) = (party.clone(), party.clone(), party.clone(), party.clone());
    let kin = move || match &of {
        Party::Person => t_string!(i18n, detail.table.person),
        other @ Party::Actor(_) => map.kin_words(&Party::Person, other),
    };
    let name = Signal::derive(move || map.name_of(&named));
    view! {
        <tr data-member-row=party.id()>
            <th scope="row">{name}</th>
            <td>{kin}</td>
            {cells}
            <td class="cell-actions">
                <button
                    class="map-icon-button"
                    type="button"
                    data-testid="row-open"
                    aria-label=tell(move || t_string!(i18n, detail.table.open, name = name.get()))
                    on:click=move |_| map.select(Selection::from(open.clone()))
                >
                    <Icon kind=IconKind::Forward />
                </button>
                {part(move || {
                    let Party::Actor(id) = leave.clone() else {
                        return ().into_any();
                    };
                    if reader.get() {
                        return ().into_any();
                    }
                    view! {
                        <button
                            class="map-icon-button"
                            type="button"
                            data-testid="row-leave"
                            aria-label=tell(move || t_string!(i18n, detail.table.leave, name = name.get()))
                            on:click=move |_| map.set_household(&id, false)
                        >
                            <Icon kind=IconKind::Close />
                        </button>
                    }
                        .into_any()
                })}
            </td>
        </tr>
    }
    .into_any()
}
