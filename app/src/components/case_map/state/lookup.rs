//! Looking things up in the case: parties, ties and names, as they are now.

use std::collections::BTreeMap;

use leptos::prelude::*;
use trama_shared::{
    case::{Actor, Party, Tie, View},
    ids::{ActorId, TieId},
};

use super::{MapState, spot};
use crate::{
    editor::{Selection, Spot, plan::Places},
    services::case_store::CaseStore,
};

impl MapState {
    /// What the map calls the person; tracked.
    #[must_use]
    pub fn person_name(&self) -> String {
        self.store.person().with(|person| person.alias.clone())
    }

    /// What the map calls a party; tracked.
    #[must_use]
    pub fn name_of(&self, party: &Party) -> String {
        match party {
            Party::Person => self.person_name(),
            Party::Actor(id) => self
                .store
                .actor(id)
                .map(|actor| actor.with(|actor| actor.name.clone()))
                .unwrap_or_default(),
        }
    }

    /// Every actor with its id, as they are now; tracked.
    #[must_use]
    pub fn actors(&self) -> BTreeMap<ActorId, Actor> {
        actors_of(self.store)
    }

    /// Every tie with its id, as they are now; tracked.
    #[must_use]
    pub fn ties(&self) -> BTreeMap<TieId, Tie> {
        ties_of(self.store)
    }

    /// The ties of a party, by the name of the other end; tracked.
    #[must_use]
    pub fn ties_of(&self, party: &Party) -> Vec<(TieId, Tie)> {
        let mut ties: Vec<_> = self
            .ties()
            .into_iter()
            .filter(|(_, tie)| tie.touches(party))
            .collect();
        ties.sort_by_cached_key(|(_, tie)| {
            self.name_of(crate::editor::sense::other_end(tie, party))
                .to_lowercase()
        });
        ties
    }

    /// The tie between two parties; tracked.
    #[must_use]
    pub fn tie_between(&self, one: &Party, other: &Party) -> Option<(TieId, Tie)> {
        self.ties()
            .into_iter()
            .find(|(_, tie)| tie.touches(one) && tie.touches(other))
    }

    /// Where everybody stands in `view`.
    #[must_use]
    pub fn shown_places(&self, view: View) -> Places {
        self.arranged
            .with_untracked(|arranged| arranged.places(view).clone())
    }

    /// The drawing that is open; tracked.
    #[must_use]
    pub fn drawn_view(&self) -> View {
        self.view.get().drawing().unwrap_or(View::Rings)
    }

    /// Where a party stands on the sheet, untracked.
    #[must_use]
    pub fn spot_of(&self, party: &Party) -> Option<Spot> {
        self.drawing.with_untracked(|drawing| {
            let drawing = drawing.as_ref()?;
            match party {
                Party::Person => Some(spot(drawing.centre.at)),
                Party::Actor(id) => drawing.nodes.get(id).map(|node| spot(node.at)),
            }
        })
    }

    /// Whether the user may change the map; tracked.
    #[must_use]
    pub fn may_edit(&self) -> bool {
        self.store.can_edit()
    }
}

/// What was chosen, as far as it is on the map.
pub(super) fn existing(store: CaseStore, selection: Selection) -> Selection {
    let here = match &selection {
        Selection::Nothing | Selection::Person => true,
        Selection::Actor(id) => store.actor_ids().with(|ids| ids.contains(id)),
        Selection::Tie(id) => store.tie_ids().with(|ids| ids.contains(id)),
        Selection::Several(chosen) => {
            let left = store
                .actor_ids()
                .with(|ids| chosen.intersection(ids).cloned().collect::<Vec<_>>());
            return Selection::of_actors(left);
        }
    };
    if here { selection } else { Selection::Nothing }
}

pub(crate) fn actors_of(store: CaseStore) -> BTreeMap<ActorId, Actor> {
    let ids = store.actor_ids().get();
    ids.into_iter()
        .filter_map(|id| store.actor(&id).map(|actor| (id, actor.get())))
        .collect()
}

pub(crate) fn ties_of(store: CaseStore) -> BTreeMap<TieId, Tie> {
    let ids = store.tie_ids().get();
    ids.into_iter()
        .filter_map(|id| store.tie(&id).map(|tie| (id, tie.get())))
        .collect()
}
