//! The dialog that asks for the other end of a tie: the way without pointing.

use leptos::{html, prelude::*};
use leptos_i18n::t_string;
use trama_shared::{
    case::{ActorKind, Party, Support},
    ids::ActorId,
};

use super::{state::MapState, tools::ReserveTie};
use crate::canvas::sample::NodeSample;
use crate::lean::say;

/// The dialog; open while a tie needs its other end.
#[component]
pub fn PickPartyDialog() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if map.picking_for.get().is_some() {
            // It fails only where the dialog is open already.
            let _ = dialog.show_modal();
        } else {
            dialog.close();
        }
    });
    let title = move || {
        map.picking_for.get().map(|from| {
            let name = map.name_of(&from);
            t_string!(i18n, map.connect.title, name = name)
        })
    };
    // Only those without a tie to the first party: two parties have one tie at most.
    let others = move || {
        let Some(from) = map.picking_for.get() else {
            return Vec::new();
        };
        let tied: Vec<Party> = map
            .ties_of(&from)
            .iter()
            .map(|(_, tie)| crate::editor::sense::other_end(tie, &from).clone())
            .collect();
        let mut others: Vec<(ActorId, String, ActorKind)> = map
            .actors()
            .into_iter()
            .filter(|(id, _)| {
                let party = Party::Actor(id.clone());
                party != from && !tied.contains(&party)
            })
            .map(|(id, actor)| (id, actor.name, actor.kind))
            .collect();
        others.sort_by_key(|(_, name, _)| name.to_lowercase());
        others
    };
    let row = move |(id, name, kind): (ActorId, String, ActorKind)| {
        let pick = move |_| {
            if let Some(from) = map.picking_for.get_untracked() {
                map.connect(from, Party::Actor(id.clone()));
                map.picking_for.set(None);
            }
        };
        view! {
            <li>
                <button type="button" on:click=pick>
                    <NodeSample kind support=Some(Support::None) />
                    {name}
                </button>
            </li>
        }
    };
    view! {
        <dialog
            class="map-dialog"
            node_ref=dialog
            aria-labelledby="pick-party-title"
            data-testid="pick-dialog"
            on:close=move |_| {
                map.picking_for.set(None);
                map.reserve_tie.set(false);
            }
        >
            <h2 id="pick-party-title">{title}</h2>
            <ReserveTie />
            <ul class="map-picklist">
                {move || others().into_iter().map(row).collect_view()}
            </ul>
            <div class="map-dialog-actions">
                <button class="map-button" type="button" on:click=move |_| map.picking_for.set(None)>
                    {say(move || t_string!(i18n, map.add.cancel))}
                </button>
            </div>
        </dialog>
    }
}
