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
        let fragment = untrack(|| {
            Fragment::of(
                self.store.id(),
                &self.actors(),
                &self.ties(),
                &self.chosen_actors(),
            )
        });
        let Some(fragment) = fragment else {
            self.announcer
                .say(t_string!(self.i18n, editing.copy.nothing));
            return false;
        };
        let message = self.counted(fragment.actors(), fragment.ties(), |what| {
            t_string!(self.i18n, editing.copy.copied, what = what)
        });
        self.clipboard.put(fragment);
        self.announcer.say(message.clone());
        self.toast.set(Some(Toast {
            message,
            undo: false,
        }));
        true
    }

    /// Copies the chosen actors and takes them off the map.
    pub fn cut_chosen(&self) {
        let chosen = self.chosen_actors();
        if self.copy_chosen() {
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
        self.settle(untrack(|| self.drawn_view()));
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
