//! Sending actors to another circle or quadrant of Sluzki's map. However many they are, it is one step.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Actor, Closeness, Party, Quadrant, View},
    edit::Edit,
    ids::ActorId,
    layout::{ActorNode, Standpoint},
};

use super::{state::MapState, words};
use crate::editor::{plan, standing};

impl MapState {
    /// Sends actors to a circle; the layout finds their places there.
    pub fn move_all_to_circle(&self, ids: &BTreeSet<ActorId>, circle: Closeness) {
        let send = |id: &ActorId, actor: &Actor| standing::to_circle(id, actor, circle);
        self.send(ids, send, || {
            let circle = words::closeness(self.i18n, circle);
            t_string!(
                self.i18n,
                editing.several.circle,
                count = ids.len(),
                circle = circle
            )
        });
    }

    /// Sends actors to the quadrant after the one in which the first of them stands, or to the one before.
    pub fn next_quadrant(&self, ids: &BTreeSet<ActorId>, back: bool) {
        let Some(first) = ids.iter().find_map(|id| self.stands(id)) else {
            return;
        };
        let quadrant = first.quadrant.turned(back);
        let send = |id: &ActorId, actor: &Actor| standing::to_quadrant(id, actor, quadrant);
        self.send(ids, send, || {
            let quadrant = words::quadrant(self.i18n, quadrant);
            t_string!(
                self.i18n,
                editing.several.quadrant,
                count = ids.len(),
                quadrant = quadrant
            )
        });
    }

    fn send(
        &self,
        ids: &BTreeSet<ActorId>,
        send: impl Fn(&ActorId, &Actor) -> Vec<Edit>,
        several: impl FnOnce() -> String,
    ) {
        let edits = || {
            let actors = untrack(|| self.actors());
            let sent = actors.iter().filter(|(id, _)| ids.contains(*id));
            plan::together(sent.flat_map(|(id, actor)| send(id, actor)).collect())
        };
        if edits().is_none() {
            return;
        }
        self.settle(View::Sluzki);
        // Read again: now everybody has a place, and those who go give theirs up.
        let Some(edit) = edits() else { return };
        self.edit(edit, || match (ids.len(), ids.first()) {
            (1, Some(id)) => self.said_to_stand(id),
            _ => several(),
        });
    }

    /// Where an actor stands on Sluzki's map; untracked.
    fn stands(&self, id: &ActorId) -> Option<Standpoint> {
        let actor = self.store.actor(id)?.get_untracked();
        let tie = untrack(|| self.tie_between(&Party::Person, &Party::Actor(id.clone())));
        let node = ActorNode::of(&actor, View::Sluzki);
        Some(Standpoint::of(&node, tie.map(|(_, tie)| tie.quality)))
    }

    fn said_to_stand(&self, id: &ActorId) -> String {
        let Some(standpoint) = self.stands(id) else {
            return String::new();
        };
        let name = untrack(|| self.name_of(&Party::Actor(id.clone())));
        self.words_of_standpoint(name, standpoint.quadrant, standpoint.closeness)
    }

    /// Says that an actor went to a quadrant and a circle.
    pub(super) fn words_of_standpoint(
        &self,
        name: String,
        quadrant: Quadrant,
        circle: Closeness,
    ) -> String {
        t_string!(
            self.i18n,
            lens.said.standpoint,
            name = name,
            quadrant = words::quadrant(self.i18n, quadrant),
            circle = words::closeness(self.i18n, circle).to_lowercase()
        )
    }
}
