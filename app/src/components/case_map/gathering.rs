//! Choosing several actors at once.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{case::Party, ids::ActorId};

use super::{
    listing::listed,
    state::{MapState, spot},
};
use crate::editor::{Selection, Spot, Tool};

impl MapState {
    /// Every chosen actor, untracked.
    #[must_use]
    pub fn chosen_actors(&self) -> std::collections::BTreeSet<ActorId> {
        self.selection.with_untracked(Selection::actors)
    }

    /// Chooses an actor as well, or lets go of it if it was chosen.
    pub fn toggle(&self, id: &ActorId) {
        self.choose_so(self.selection.get_untracked().toggled(id), id);
    }

    /// Chooses an actor as well.
    pub fn include(&self, id: &ActorId) {
        self.choose_so(self.selection.get_untracked().with(id), id);
    }

    fn choose_so(&self, now: Selection, id: &ActorId) {
        let party = Party::Actor(id.clone());
        let name = untrack(|| self.name_of(&party));
        let (joined, count) = (now.has_actor(id), now.actors().len());
        // Letting go of the last one does not end the gathering: the next tap begins anew.
        self.choose(now);
        self.focused.set(party);
        self.announcer.say(if joined {
            t_string!(
                self.i18n,
                editing.several.joined,
                name = name,
                count = count
            )
        } else {
            t_string!(self.i18n, editing.several.left, name = name, count = count)
        });
    }

    /// Taps and Enter add to what is chosen from here on, or no longer do.
    pub fn gather(&self, on: bool) {
        self.tool.set(if on {
            Tool::gathering()
        } else {
            Tool::default()
        });
        self.pending_tie.set(None);
        self.say_gathering(on);
    }

    /// Says whether several can be chosen now.
    pub(super) fn say_gathering(&self, on: bool) {
        let count = self.chosen_actors().len();
        self.announcer.say(if on {
            t_string!(self.i18n, editing.several.gathering).to_owned()
        } else {
            t_string!(self.i18n, editing.several.gathered, count = count)
        });
    }

    /// Chooses every actor on the map.
    pub fn select_all(&self) {
        let ids = self.store.actor_ids().get_untracked();
        self.select_these(Selection::of_actors(ids));
    }

    /// Chooses everybody whose middle is in the frame, with those who are chosen already.
    pub fn select_framed(&self, from: Spot, to: Spot) {
        let camera = self.camera.get_untracked();
        let (one, other) = (camera.to_sheet(from), camera.to_sheet(to));
        let across = one.x.min(other.x)..=one.x.max(other.x);
        let down = one.y.min(other.y)..=one.y.max(other.y);
        let mut chosen = self.chosen_actors();
        self.drawing.with_untracked(|drawing| {
            let nodes = drawing.iter().flat_map(|drawing| &drawing.nodes);
            for (id, node) in nodes {
                let at = spot(node.at);
                if across.contains(&at.x) && down.contains(&at.y) {
                    chosen.insert(id.clone());
                }
            }
        });
        if !chosen.is_empty() {
            self.select_these(Selection::of_actors(chosen));
        }
    }

    fn select_these(&self, selection: Selection) {
        let names: Vec<String> = untrack(|| {
            let ids = selection.actors().into_iter();
            ids.map(|id| self.name_of(&Party::Actor(id))).collect()
        });
        let (count, list) = (names.len(), listed(self.i18n, &names));
        self.choose(selection);
        self.announcer.say(t_string!(
            self.i18n,
            editing.several.chosen,
            count = count,
            list = list
        ));
    }
}
