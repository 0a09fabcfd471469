//! Moving actors: by hand, to another ring, to another ámbito. However many they are, it is one step.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Actor, Ring, View},
    ids::ActorId,
};

use super::{
    state::{MapState, point, spot},
    words,
};
use crate::editor::{Spot, plan};

impl MapState {
    /// Moves actors by hand, `by` in the sheet's units from where they stand; one step, however many they are.
    pub fn move_by(&self, ids: &BTreeSet<ActorId>, by: Spot) {
        let view = untrack(|| self.drawn_view());
        let Some(frame) = self.frame.get_untracked() else {
            return;
        };
        let shown = self.shown_places(view);
        let actors = untrack(|| self.actors());
        let mut edits = Vec::with_capacity(ids.len());
        let mut said = None;
        for id in ids {
            let (Some(from), Some(actor)) = (shown.get(id), actors.get(id)) else {
                continue;
            };
            let to = point(spot(frame.point_at(*from)) + by);
            let landing = plan::land(&frame, id, actor, to);
            edits.extend(landing.edits);
            said = Some((actor.name.clone(), landing.ring, landing.standpoint));
        }
        let (Some(edit), Some((name, ring, standpoint))) = (plan::together(edits), said) else {
            return;
        };
        self.settle(view);
        self.edit(edit, || match ring {
            _ if ids.len() > 1 => t_string!(self.i18n, editing.several.moved, count = ids.len()),
            Some(ring) => {
                let ring = words::ring_full(self.i18n, ring);
                t_string!(self.i18n, map.said.moved_ring, name = name, ring = ring)
            }
            None => match standpoint {
                Some((quadrant, circle)) => self.words_of_standpoint(name, quadrant, circle),
                None => t_string!(self.i18n, map.said.moved, name = name),
            },
        });
    }

    /// Sends an actor to a ring; the layout finds its place there.
    pub fn move_to_ring(&self, id: &ActorId, ring: Ring) {
        self.move_all_to_ring(&BTreeSet::from([id.clone()]), ring);
    }

    /// Sends actors to a ring in one step; the layout finds their places there.
    pub fn move_all_to_ring(&self, ids: &BTreeSet<ActorId>, ring: Ring) {
        let actors = untrack(|| self.actors());
        let moving: Vec<(&ActorId, &Actor)> = actors
            .iter()
            .filter(|(id, actor)| ids.contains(*id) && actor.ring != ring)
            .collect();
        let edits = moving.iter().map(|(id, _)| plan::change_ring(id, ring));
        let Some(edit) = plan::together(edits.collect()) else {
            return;
        };
        self.settle(View::Rings);
        self.edit(edit, || {
            let ring = words::ring_full(self.i18n, ring);
            match moving.as_slice() {
                [(_, actor)] => {
                    let name = actor.name.clone();
                    t_string!(self.i18n, map.said.moved_ring, name = name, ring = ring)
                }
                _ => {
                    let count = moving.len();
                    t_string!(
                        self.i18n,
                        editing.several.moved_ring,
                        count = count,
                        ring = ring
                    )
                }
            }
        });
    }

    /// Sends actors to the ámbito after the one in which the first of them is, or before it; one step.
    pub fn next_sector(&self, ids: &BTreeSet<ActorId>, back: bool) {
        let actors = untrack(|| self.actors());
        let Some(first) = ids.iter().find_map(|id| actors.get(id)) else {
            return;
        };
        let sector = plan::sector_after(first.sector, back);
        let edits = actors
            .iter()
            .filter(|(id, actor)| ids.contains(*id) && actor.sector != sector)
            .flat_map(|(id, actor)| plan::change_sector(id, actor, sector));
        let Some(edit) = plan::together(edits.collect()) else {
            return;
        };
        let (name, count) = (first.name.clone(), ids.len());
        self.settle(View::Rings);
        self.edit(edit, || {
            let sector = words::sector(self.i18n, sector);
            if count == 1 {
                t_string!(self.i18n, editing.said.sector, name = name, sector = sector)
            } else {
                t_string!(
                    self.i18n,
                    editing.several.sector,
                    count = count,
                    sector = sector
                )
            }
        });
    }
}
