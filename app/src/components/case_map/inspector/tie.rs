//! The panel of a tie.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::ids::TieId;

use super::{
    commit::CommitButton,
    head::Head,
    reserve::ReservePart,
    tie_contact::TieContact,
    tie_editor::{ExchangeTable, FlowButtons, QualityButtons},
};
use crate::lean::{memo, say};
use crate::{
    components::{
        case_map::{
            icon::{MapIcon, MapIconKind},
            state::MapState,
        },
        shared_field::SharedField,
    },
    editor::Selection,
    services::case_store::{Entity, Field},
};

/// Everything about a tie.
#[component]
pub fn TiePanel(
    /// Which.
    id: TieId,
) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let Some(signal) = map.store.tie(&id) else {
        return view! { <p>{say(move || t_string!(i18n, map.inspector.gone))}</p> }.into_any();
    };
    let own_id = id.clone();
    let field = move |name| Field::tie(&own_id, name);
    let first = signal.get_untracked();
    let (from, to) = (first.from, first.to);
    let tie = memo(move |_| Some(signal.get()));
    let title = {
        let (from, to) = (from.clone(), to.clone());
        move || {
            t_string!(
                i18n,
                map.inspector.tie_title,
                from = map.name_of(&from),
                to = map.name_of(&to)
            )
        }
    };
    let quality = Signal::derive(move || tie.with(|tie| tie.as_ref().map(|tie| tie.quality)));
    let (of_quality, of_removal) = (id.clone(), id.clone());
    let choose = Callback::new(move |quality| map.set_quality(&of_quality, quality));
    let (of_flow, of_exchange) = (id.clone(), id.clone());
    let (seen_by, looking) = (from.clone(), from.clone());
    let end = move |party: trama_shared::case::Party| {
        let name = party.clone();
        view! {
            <button
                class="map-button"
                type="button"
                on:click=move |_| map.select(Selection::from(party.clone()))
            >
                {move || map.name_of(&name)}
            </button>
        }
    };
    view! {
        <Head
            title=Signal::derive(title)
            kind=Signal::derive(move || t_string!(i18n, map.inspector.tie_kind).to_owned())
        />
        <div class="inspector-ends">{end(from)} {end(to)}</div>
        <SharedField field=field("quality")>
            <QualityButtons
                value=quality
                label=Signal::derive(move || t_string!(i18n, map.table.quality).to_owned())
                choose
            />
        </SharedField>
        <SharedField field=field("flow")>
            <FlowButtons id=of_flow tie party=seen_by />
        </SharedField>
        <SharedField field=field("exchange")>
            <ExchangeTable id=of_exchange tie party=looking />
        </SharedField>
        <div class="inspector-gap"></div>
        <TieContact id=id.clone() tie />
        <CommitButton of=Entity::Tie(id.clone()) />
        <ReservePart of=Entity::Tie(id) />
        <Show when=move || map.may_edit()>
            {
                let id = of_removal.clone();
                view! {
                    <div class="inspector-actions">
                        <button
                            class="map-button"
                            type="button"
                            data-testid="tie-remove"
                            on:click=move |_| map.remove_tie(&id)
                        >
                            <MapIcon kind=MapIconKind::Remove />
                            {say(move || t_string!(i18n, map.inspector.remove_tie))}
                        </button>
                    </div>
                }
            }
        </Show>
    }
    .into_any()
}
