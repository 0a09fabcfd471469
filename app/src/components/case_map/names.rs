//! What is said of a node to those who do not see it.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    analysis::Overlap,
    case::{Flow, Party, View},
    ids::ActorId,
    layout::{ActorNode, Standpoint},
};

use super::{state::MapState, words};
use crate::{
    editor::sense,
    services::case_store::{Entity, Peer},
};

impl MapState {
    /// An actor in words: name, role, kind, ring, tie with the person, support; tracked.
    #[must_use]
    pub fn actor_words(&self, id: &ActorId) -> String {
        let i18n = self.i18n;
        let Some(actor) = self.store.actor(id).map(|actor| actor.get()) else {
            return String::new();
        };
        let mut parts = vec![actor.name.clone()];
        if !actor.role.is_empty() {
            parts.push(actor.role.clone());
        }
        if let Some(member) = actor.household {
            if let Some(age) = member.age {
                parts.push(t_string!(i18n, map.node.age, age = age));
            }
            if member.died {
                parts.push(t_string!(i18n, map.node.died).to_owned());
            }
        }
        parts.push(words::kind(i18n, actor.kind).to_lowercase());
        parts.push(words::ring_full(i18n, actor.ring).to_owned());
        let person = self.person_name();
        match self.tie_between(&Party::Person, &Party::Actor(id.clone())) {
            None => parts.push(t_string!(i18n, map.node.untied, name = person)),
            Some((_, tie)) => {
                let quality = words::quality(i18n, tie.quality).to_lowercase();
                parts.push(t_string!(i18n, map.node.tied, quality = quality));
                match sense::flow_from(&tie, &Party::Person) {
                    Flow::Unknown => {}
                    Flow::Forward => parts.push(t_string!(i18n, map.node.gives, name = person)),
                    Flow::Backward => parts.push(t_string!(i18n, map.node.receives, name = person)),
                    Flow::Both => parts.push(t_string!(i18n, map.node.both, name = person)),
                }
            }
        }
        if let Some(support) = actor.support {
            let support = words::support(i18n, Some(support)).to_lowercase();
            parts.push(t_string!(i18n, map.node.support, support = support));
        }
        if self.view.get() == crate::editor::MapView::Sluzki
            && let Some(words) = self.standpoint_words(id)
        {
            parts.push(words);
        }
        if self.store.is_reserved_actor(id) {
            parts.push(t_string!(i18n, lens.node.reserved).to_owned());
        }
        if self.views_part(id) {
            parts.push(t_string!(i18n, lens.node.differs).to_owned());
        }
        if self.is_overlapping(id) {
            parts.push(t_string!(i18n, editing.overlap.node).to_owned());
        }
        if let Some(peer) = self.held_by(&Entity::Actor(id.clone())) {
            parts.push(t_string!(i18n, map.node.held, names = peer.name));
        }
        parts.join(", ")
    }

    /// Where an actor stands on Sluzki's map, in words; tracked.
    fn standpoint_words(&self, id: &ActorId) -> Option<String> {
        let i18n = self.i18n;
        let actor = self.store.actor(id)?.get();
        let tie = self.tie_between(&Party::Person, &Party::Actor(id.clone()));
        let node = ActorNode::of(&actor, View::Sluzki);
        let standpoint = Standpoint::of(&node, tie.map(|(_, tie)| tie.quality));
        let quadrant = words::quadrant(i18n, standpoint.quadrant);
        let circle = words::closeness(i18n, standpoint.closeness).to_lowercase();
        Some(if standpoint.assumed {
            t_string!(
                i18n,
                lens.node.assumed,
                quadrant = quadrant,
                circle = circle
            )
        } else {
            t_string!(i18n, lens.node.stands, quadrant = quadrant, circle = circle)
        })
    }

    /// The person in words; tracked.
    #[must_use]
    pub fn person_words(&self) -> String {
        t_string!(self.i18n, map.node.person, name = self.person_name())
    }

    /// Whether an actor works past another institution on one need; tracked.
    #[must_use]
    pub fn is_overlapping(&self, id: &ActorId) -> bool {
        let of = |overlap: &Overlap| overlap.actors().any(|other| other == id);
        self.overlaps.with(|all| all.iter().any(of))
    }

    /// A colleague who has something chosen; tracked.
    #[must_use]
    pub fn held_by(&self, entity: &Entity) -> Option<Peer> {
        self.store.peers().with(|peers| {
            peers
                .iter()
                .find(|peer| peer.focus.selected.contains(entity))
                .cloned()
        })
    }

    /// Counts up when somebody else changed something, for as long as it was the last; tracked.
    #[must_use]
    pub fn touched(&self, entity: &Entity) -> Option<u64> {
        self.store
            .remote_touch()
            .with(|touch| touch.entities.contains(entity).then_some(touch.count))
    }
}
