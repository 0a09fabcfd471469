//! Taking actors and ties off the map: what goes is said, and can be brought back.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::Party,
    edit::Edit,
    ids::{ActorId, TieId},
};

use super::{
    keyboard::focus::rescue_focus,
    listing::listed,
    removal_dialog::Leaving,
    state::{MapState, Toast},
    words,
};
use crate::editor::{Selection, plan, sense};

impl MapState {
    /// Takes what is chosen, or the focused actor, off the map.
    pub fn remove_chosen(&self) {
        match self.selection.get_untracked() {
            Selection::Tie(id) => self.remove_tie(&id),
            Selection::Actor(id) => self.remove_actor(&id),
            Selection::Several(ids) => self.remove_actors(&ids),
            Selection::Nothing | Selection::Person => {
                if let Party::Actor(id) = self.focused.get_untracked() {
                    self.remove_actor(&id);
                }
            }
        }
    }

    /// Takes an actor off the map, saying what goes with it, and offers to undo it.
    pub fn remove_actor(&self, id: &ActorId) {
        self.remove_actors(&BTreeSet::from([id.clone()]));
    }

    /// Takes actors off the map in one step; asks first where something beyond the map refers to them.
    pub fn remove_actors(&self, ids: &BTreeSet<ActorId>) {
        self.remove_or_ask(Leaving::Actors(ids.clone()));
    }

    /// Asks where something beyond the map refers to what is about to leave, and takes it off otherwise.
    fn remove_or_ask(&self, leaving: Leaving) {
        if self.may_edit() && self.references(&leaving).is_asked() {
            self.leaving.set(Some(leaving));
        } else {
            self.remove_now(&leaving);
        }
    }

    /// Takes something off the map, saying what goes with it, and offers to undo it.
    pub fn remove_now(&self, leaving: &Leaving) {
        match leaving {
            Leaving::Actors(ids) => self.remove_actors_now(ids),
            Leaving::Tie(id) => self.remove_tie_now(id),
        }
    }

    fn remove_actors_now(&self, ids: &BTreeSet<ActorId>) {
        let message = untrack(|| self.removal_words(ids));
        self.settle_all();
        if let Some(edit) = plan::remove_actors(ids)
            && self.edit(edit, String::new)
        {
            self.removed(message);
        }
    }

    /// What goes when actors are taken off the map: they, and their ties by the names of the other ends.
    fn removal_words(&self, ids: &BTreeSet<ActorId>) -> String {
        let i18n = self.i18n;
        let name = |id: &ActorId| self.name_of(&Party::Actor(id.clone()));
        let leaves = |party: &Party| party.actor().is_some_and(|id| ids.contains(id));
        if let (1, Some(id)) = (ids.len(), ids.first()) {
            let party = Party::Actor(id.clone());
            let others: Vec<String> = self
                .ties_of(&party)
                .iter()
                .map(|(_, tie)| self.name_of(sense::other_end(tie, &party)))
                .collect();
            let (name, list) = (name(id), listed(i18n, &others));
            return match others.len() {
                0 => t_string!(i18n, map.said.removed_actor, name = name),
                1 => t_string!(i18n, editing.removed.with_one, name = name, list = list),
                _ => t_string!(i18n, editing.removed.with_many, name = name, list = list),
            };
        }
        let names: Vec<String> = ids.iter().map(name).collect();
        let (count, list) = (names.len(), listed(i18n, &names));
        let ties = self
            .ties()
            .values()
            .filter(|tie| leaves(&tie.from) || leaves(&tie.to))
            .count();
        if ties == 0 {
            return t_string!(i18n, editing.removed.several, count = count, list = list);
        }
        let ties = words::tie_count(i18n, ties);
        t_string!(
            i18n,
            editing.removed.several_with,
            count = count,
            list = list,
            ties = ties
        )
    }

    /// What actors that leave are called together; tracked.
    #[must_use]
    pub fn removal_name(&self, ids: &BTreeSet<ActorId>) -> String {
        let names: Vec<String> = ids
            .iter()
            .map(|id| self.name_of(&Party::Actor(id.clone())))
            .collect();
        listed(self.i18n, &names)
    }

    /// Erases a tie; asks first where a commitment should change it.
    pub fn remove_tie(&self, id: &TieId) {
        self.remove_or_ask(Leaving::Tie(id.clone()));
    }

    fn remove_tie_now(&self, id: &TieId) {
        let Some(tie) = self.store.tie(id).map(|tie| tie.get_untracked()) else {
            return;
        };
        let (from, to) = untrack(|| (self.name_of(&tie.from), self.name_of(&tie.to)));
        self.settle_all();
        if self.edit(Edit::RemoveTie { id: id.clone() }, String::new) {
            self.removed(t_string!(
                self.i18n,
                map.said.removed_tie,
                from = from,
                to = to
            ));
        }
    }

    fn removed(&self, message: String) {
        self.select(Selection::Nothing);
        self.focused.set(Party::Person);
        rescue_focus(*self, Party::Person);
        self.announcer.say(message.clone());
        self.toast.set(Some(Toast {
            message,
            undo: true,
        }));
    }
}
