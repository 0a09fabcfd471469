//! The panel of the person.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{case::Party, edit::Edit, limits};

use super::{fields::TextField, head::Head, household::PersonHousehold, tie_list::TieList};
use crate::lean::{memo, say};
use crate::{
    components::{
        case_map::{
            icon::{MapIcon, MapIconKind},
            state::MapState,
        },
        shared_field::SharedField,
    },
    services::case_store::Field,
};

/// Everything about the person that the table shares.
#[component]
pub fn PersonPanel() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let person = map.store.person();
    let notes = memo(move |_| person.with(|person| person.notes.clone()));
    let reader = Signal::derive(move || !map.may_edit());
    let ties = Signal::derive(move || map.ties_of(&Party::Person));
    let set_alias = Callback::new(move |alias: String| {
        let name = alias.clone();
        map.edit(Edit::SetPersonAlias(alias), || {
            t_string!(i18n, map.said.renamed, name = name)
        });
    });
    let set_notes = Callback::new(move |notes: String| {
        let name = untrack(|| map.person_name());
        map.edit(Edit::SetPersonNotes(notes), || {
            t_string!(i18n, map.said.changed, name = name)
        });
    });
    view! {
        <Head
            title=Signal::derive(move || map.person_name())
            kind=Signal::derive(move || t_string!(i18n, map.inspector.person_kind).to_owned())
        />
        <SharedField field=Field::person("alias")>
            <TextField
                label=Signal::derive(move || t_string!(i18n, map.inspector.alias).to_owned())
                value=Signal::derive(move || map.person_name())
                max=limits::NAME_MAX
                required=true
                testid="person-alias"
                read_only=reader
                focus_asked=Some(map.rename_asked)
                commit=set_alias
            />
        </SharedField>
        <PersonHousehold />
        <SharedField field=Field::person("notes")>
            <TextField
                label=Signal::derive(move || t_string!(i18n, map.inspector.notes).to_owned())
                value=notes
                max=limits::NOTES_MAX
                tall=true
                testid="person-notes"
                read_only=reader
                commit=set_notes
            />
        </SharedField>
        <h3>{say(move || t_string!(i18n, map.inspector.ties_of))}</h3>
        <TieList party=Party::Person ties />
        <Show when=move || map.may_edit()>
            <div class="inspector-actions">
                <button
                    class="map-button"
                    type="button"
                    data-testid="actor-connect"
                    on:click=move |_| map.picking_for.set(Some(Party::Person))
                >
                    <MapIcon kind=MapIconKind::Tie />
                    {say(move || t_string!(i18n, map.inspector.add_tie))}
                </button>
            </div>
        </Show>
    }
}
