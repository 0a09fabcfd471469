//! A tie's quality, direction and exchange, as one of its parties sees them.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Exchange, ExchangeArea, Flow, Party, Tie, TieQuality},
    ids::TieId,
};

use crate::lean::{memo, say};
use crate::{
    canvas::sample::TieSample,
    components::case_map::{
        icon::{MapIcon, MapIconKind},
        state::MapState,
        words,
    },
    editor::sense,
};

/// The six qualities, each with its line.
#[component]
pub fn QualityButtons(
    /// The one that holds; `None` while there is no tie.
    #[prop(into)]
    value: Signal<Option<TieQuality>>,
    /// The group's name.
    #[prop(into)]
    label: Signal<String>,
    /// Chooses one.
    #[prop(into)]
    choose: Callback<TieQuality>,
) -> impl IntoView {
    let map = MapState::get();
    let button = move |quality: TieQuality| {
        let pressed = move || {
            if value.get() == Some(quality) {
                "true"
            } else {
                "false"
            }
        };
        view! {
            <button
                class="map-option"
                type="button"
                aria-pressed=pressed
                data-testid=format!("quality-{}", quality.id())
                disabled=move || !map.may_edit()
                on:click=move |_| choose.run(quality)
            >
                <TieSample quality />
                {move || words::quality(map.i18n, quality)}
            </button>
        }
    };
    view! {
        <fieldset>
            <legend>{label}</legend>
            <div class="map-options map-options-3 map-options-scroll">
                {TieQuality::ALL.iter().copied().map(button).collect_view()}
            </div>
        </fieldset>
    }
}

/// The direction of the flow, seen from `party`. The active one pressed again says "not known".
#[component]
pub fn FlowButtons(
    /// The tie.
    id: TieId,
    /// The tie as it is.
    tie: Memo<Option<Tie>>,
    /// Who looks.
    party: Party,
) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let seen = {
        let party = party.clone();
        memo(move |_| tie.with(|tie| tie.as_ref().map(|tie| sense::flow_from(tie, &party))))
    };
    let label = {
        let party = party.clone();
        move || t_string!(i18n, map.inspector.direction, name = map.name_of(&party))
    };
    let button = move |flow: Flow| {
        let (id, party) = (id.clone(), party.clone());
        let (icon, testid) = match flow {
            Flow::Backward => (MapIconKind::Left, "flow-receives"),
            Flow::Forward => (MapIconKind::Right, "flow-gives"),
            Flow::Both | Flow::Unknown => (MapIconKind::Both, "flow-both"),
        };
        let word = move || match flow {
            Flow::Backward => t_string!(i18n, map.flow.receives),
            Flow::Forward => t_string!(i18n, map.flow.gives),
            Flow::Both | Flow::Unknown => t_string!(i18n, map.flow.both),
        };
        let choose = move |_| {
            let wanted = if seen.get_untracked() == Some(flow) {
                Flow::Unknown
            } else {
                flow
            };
            let from_first =
                tie.with_untracked(|tie| tie.as_ref().is_some_and(|tie| tie.from == party));
            let stored = if from_first {
                wanted
            } else {
                sense::turned(wanted)
            };
            map.set_flow(&id, stored);
        };
        view! {
            <button
                class="map-option map-option-row"
                type="button"
                aria-pressed=move || if seen.get() == Some(flow) { "true" } else { "false" }
                data-testid=testid
                disabled=move || !map.may_edit()
                on:click=choose
            >
                <MapIcon kind=icon />
                {word}
            </button>
        }
    };
    view! {
        <fieldset>
            <legend>{label}</legend>
            <div class="map-options map-options-3">
                {[Flow::Backward, Flow::Forward, Flow::Both].map(button).collect_view()}
            </div>
        </fieldset>
    }
}

/// What passes along a tie by area, seen from `party`.
#[component]
pub fn ExchangeTable(
    /// The tie.
    id: TieId,
    /// The tie as it is.
    tie: Memo<Option<Tie>>,
    /// Who looks.
    party: Party,
) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let row = move |area: ExchangeArea| {
        let looking = party.clone();
        let seen = memo(move |_| {
            tie.with(|tie| {
                let tie = tie.as_ref()?;
                let exchange = tie.exchange.get(&area).copied().unwrap_or_default();
                Some(if tie.from == looking {
                    exchange
                } else {
                    sense::turned_exchange(exchange)
                })
            })
            .unwrap_or_default()
        });
        let (id, looking) = (id.clone(), party.clone());
        let write = move |wanted: Exchange| {
            let from_first =
                tie.with_untracked(|tie| tie.as_ref().is_some_and(|tie| tie.from == looking));
            let stored = if from_first {
                wanted
            } else {
                sense::turned_exchange(wanted)
            };
            map.set_exchange(&id, area, stored);
        };
        let (receive, give) = (write.clone(), write);
        let receives_label = move || {
            format!(
                "{}: {}",
                words::area(i18n, area),
                t_string!(i18n, map.flow.receives).to_lowercase()
            )
        };
        let gives_label = move || {
            format!(
                "{}: {}",
                words::area(i18n, area),
                t_string!(i18n, map.flow.gives).to_lowercase()
            )
        };
        view! {
            <tr>
                <th scope="row">{move || words::area(i18n, area)}</th>
                <td>
                    <label>
                        <input
                            type="checkbox"
                            aria-label=receives_label
                            data-testid=format!("receives-{}", area.id())
                            disabled=move || !map.may_edit()
                            prop:checked=move || seen.get().receives
                            on:change=move |event| {
                                receive(Exchange { receives: event_target_checked(&event), ..seen.get_untracked() });
                            }
                        />
                    </label>
                </td>
                <td>
                    <label>
                        <input
                            type="checkbox"
                            aria-label=gives_label
                            data-testid=format!("gives-{}", area.id())
                            disabled=move || !map.may_edit()
                            prop:checked=move || seen.get().gives
                            on:change=move |event| {
                                give(Exchange { gives: event_target_checked(&event), ..seen.get_untracked() });
                            }
                        />
                    </label>
                </td>
            </tr>
        }
    };
    view! {
        <table class="exchange">
            <thead>
                <tr>
                    <th scope="col">{say(move || t_string!(i18n, map.inspector.exchange))}</th>
                    <th scope="col">{say(move || t_string!(i18n, map.flow.receives))}</th>
                    <th scope="col">{say(move || t_string!(i18n, map.flow.gives))}</th>
                </tr>
            </thead>
            <tbody>{ExchangeArea::ALL.iter().copied().map(row).collect_view()}</tbody>
        </table>
    }
}
