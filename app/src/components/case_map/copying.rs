//! Copying, cutting and pasting actors, on one map and from one case to another.

use leptos::prelude::*;
use leptos_i18n::t_string;

use super::{
    state::{MapState, Toast},
    words,
};
use crate::{
    editor::{Selection, Tool, clipboard::Fragment},
    services::clock,
};

impl MapState {
    /// Copies the chosen actors with the ties among them; whether there were any.
    pub fn copy_chosen(&self) -> bool {
        // A copy is pasted for everybody at a table: what few may read does not go that way.
        let reserved = self.store.reserved().get_untracked();
        let chosen = self.chosen_actors();
        let withheld = chosen.iter().any(|id| reserved.actors.contains_key(id));
        let (mut actors, mut ties) = untrack(|| (self.actors(), self.ties()));
        actors.retain(|id, _| !reserved.actors.contains_key(id));
        ties.retain(|id, _| !reserved.ties.contains_key(id));
        let Some(fragment) = Fragment::of(self.store.id(), &actors, &ties, &chosen) else {
            self.announcer.say(if withheld {
                t_string!(self.i18n, editing.copy.reserved)
            } else {
                t_string!(self.i18n, editing.copy.nothing)
            });
            return false;
        };
        let mut message = self.counted(fragment.actors(), fragment.ties(), |what| {
            t_string!(self.i18n, editing.copy.copied, what = what)
        });
        if withheld {
            message.push(' ');
            message.push_str(t_string!(self.i18n, editing.copy.reserved));
        }
        self.clipboard.put(fragment);
        self.announcer.say(message.clone());
        self.toast.set(Some(Toast {
            message,
            undo: false,
        }));
        true
    }

    /// Copies the chosen actors and takes them off the map; what is not copied stays.
    pub fn cut_chosen(&self) {
        let mut chosen = self.chosen_actors();
        if self.copy_chosen() {
            self.store
                .reserved()
                .with_untracked(|reserved| chosen.retain(|id| !reserved.actors.contains_key(id)));
            self.remove_actors(&chosen);
        }
    }

    /// Puts what was copied on the map and chooses it.
    pub fn paste(&self) {
        let Some(fragment) = self.clipboard.fragment() else {
            self.announcer.say(t_string!(self.i18n, editing.copy.empty));
            return;
        };
        let paste = fragment.paste(&self.store.id(), clock::random_bits);
        self.settle_all();
        let mut message = self.counted(paste.ids.len(), paste.ties, |what| {
            t_string!(self.i18n, editing.copy.pasted, what = what)
        });
        if paste.left_out {
            message.push(' ');
            message.push_str(t_string!(self.i18n, editing.copy.left_out));
        }
        if !self.edit(paste.edit, || message.clone()) {
            return;
        }
        self.tool.set(Tool::default());
        self.select(Selection::of_actors(paste.ids));
        self.toast.set(Some(Toast {
            message,
            undo: true,
        }));
    }

    fn counted(&self, actors: usize, ties: usize, say: impl FnOnce(String) -> String) -> String {
        let actors = words::actor_count(self.i18n, actors);
        if ties == 0 {
            return say(actors);
        }
        let ties = words::tie_count(self.i18n, ties);
        say(t_string!(
            self.i18n,
            editing.list.and,
            list = actors,
            last = ties
        ))
    }
}
