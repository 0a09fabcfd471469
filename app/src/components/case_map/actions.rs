//! What can be done to the map: each makes its edit, says so, and leaves the right thing chosen.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Exchange, ExchangeArea, Flow, Party, Place, Ring, TieQuality, View},
    edit::Edit,
    ids::{ActorId, TieId},
};

use super::{
    keyboard::focus::focus_node,
    state::{Asking, MapState, Toast, point},
    words,
};
use crate::{
    editor::{Camera, Selection, Spot, Tool, ToolKind, plan},
    services::clock,
};

impl MapState {
    /// Makes an edit; says `done` if it was made. A refusal is told by the case's frame.
    pub fn edit(&self, edit: Edit, done: impl FnOnce() -> String) -> bool {
        self.toast.set(None);
        let made = self.store.edit(edit).is_ok();
        if made {
            self.announcer.say(untrack(done));
        }
        made
    }

    /// Writes down the places that this screen shows in a view, before a hand changes one of them.
    pub(super) fn settle(&self, view: View) {
        self.write_places(view, &self.shown_places(view));
    }

    /// Writes down the places of every view that has been on this screen, before somebody or a tie comes or goes: the
    /// layout would answer another network with another arrangement at the next visit.
    pub(super) fn settle_all(&self) {
        for view in View::ALL.iter().copied() {
            if let Some(places) = self.kept_places(view) {
                self.write_places(view, &places);
            }
        }
    }

    fn write_places(&self, view: View, places: &plan::Places) {
        let actors = untrack(|| self.actors());
        if let Some(edit) = plan::settle(&actors, view, places) {
            // A refusal is told; the edit that follows is then refused for the same reason.
            let _ = self.store.keep(&edit);
        }
    }

    /// Says that an actor's field changed.
    pub fn change_actor(&self, id: &ActorId, edit: Edit) {
        let name = untrack(|| self.name_of(&Party::Actor(id.clone())));
        self.edit(edit, || t_string!(self.i18n, map.said.changed, name = name));
    }

    /// Undoes the user's last change.
    pub fn undo(&self) {
        self.toast.set(None);
        let message = self.steps.undo();
        self.tell(message);
    }

    /// Makes the undone change again.
    pub fn redo(&self) {
        self.toast.set(None);
        if let Some(message) = self.steps.redo() {
            self.tell(message);
        }
    }

    /// Shows over the map what has been said already.
    fn tell(&self, message: String) {
        self.toast.set(Some(Toast {
            message,
            undo: false,
        }));
    }

    /// Opens the dialog for a new actor, where the sheet was tapped or nowhere yet.
    pub fn ask_actor(&self, at: Option<Spot>) {
        let view = untrack(|| self.drawn_view());
        let frame = self.frame.get_untracked();
        let tapped = at.zip(frame.clone()).map(|(at, frame)| {
            let ring = frame.nearest_ring(point(at));
            (ring, frame.settle(ring, frame.place_at(point(at))))
        });
        let ring = tapped
            .filter(|_| view == View::Rings)
            .map_or(Ring::Personal, |(ring, _)| ring);
        let place = tapped.map(|(_, place): (Ring, Place)| (view, place));
        let sector = tapped.zip(frame).and_then(|((ring, place), frame)| {
            let outer = view == View::Rings && ring == Ring::Institutional;
            outer.then(|| frame.sector_at(frame.point_at(place)))?
        });
        self.asking.set(Some(Asking {
            place,
            ring,
            sector,
        }));
    }

    /// Puts a new actor on the map and chooses it.
    pub fn add_actor(&self, new: plan::NewActor) {
        let id = ActorId::from_random(clock::random_bits());
        self.settle_all();
        let name = new.actor.name.clone();
        let edit = plan::add_actor(id.clone(), new);
        if self.edit(edit, || t_string!(self.i18n, map.said.added, name = name)) {
            self.tool.set(Tool::default());
            self.select(Selection::Actor(id.clone()));
            // The keys go on with the new one, once the dialog has given the focus back.
            let (map, party) = (*self, Party::Actor(id));
            request_animation_frame(move || focus_node(map, party));
        }
    }

    /// Draws a tie and chooses it; where there is one already, chooses that one.
    pub fn connect(&self, from: Party, to: Party) {
        self.pending_tie.set(None);
        self.tool.set(Tool::default());
        let reserved = self.reserve_tie.get_untracked() && untrack(|| self.store.can_reserve());
        self.reserve_tie.set(false);
        let (from_name, to_name) = untrack(|| (self.name_of(&from), self.name_of(&to)));
        if let Some((id, _)) = untrack(|| self.tie_between(&from, &to)) {
            self.select(Selection::Tie(id));
            self.announcer.say(t_string!(
                self.i18n,
                map.said.tie_exists,
                from = from_name,
                to = to_name
            ));
            return;
        }
        let id = TieId::from_random(clock::random_bits());
        let said = || {
            if reserved {
                t_string!(
                    self.i18n,
                    detail.reserve.tied,
                    from = from_name,
                    to = to_name
                )
            } else {
                t_string!(self.i18n, map.said.tied, from = from_name, to = to_name)
            }
        };
        let tie = plan::connect(id.clone(), from, to);
        let edit = if reserved {
            Edit::InReserve(Box::new(tie))
        } else {
            tie
        };
        self.settle_all();
        if self.edit(edit, said) {
            self.select(Selection::Tie(id));
        }
    }

    /// Sets the quality of the tie between the person and an actor, drawing the tie where there is none.
    pub fn set_person_tie(&self, actor: &ActorId, quality: TieQuality) {
        let party = Party::Actor(actor.clone());
        if let Some((id, _)) = untrack(|| self.tie_between(&Party::Person, &party)) {
            self.set_quality(&id, quality);
            return;
        }
        let id = TieId::from_random(clock::random_bits());
        let (from, to) = untrack(|| (self.person_name(), self.name_of(&party)));
        let mut edit = plan::connect(id, Party::Person, party);
        if let Edit::AddTie { tie, .. } = &mut edit {
            tie.quality = quality;
        }
        self.settle_all();
        self.edit(edit, || {
            t_string!(self.i18n, map.said.tied, from = from, to = to)
        });
    }

    /// Changes a tie's quality.
    pub fn set_quality(&self, id: &TieId, quality: TieQuality) {
        self.change_tie(
            id,
            Edit::SetTieQuality {
                id: id.clone(),
                quality,
            },
        );
    }

    /// Changes a tie's flow.
    pub fn set_flow(&self, id: &TieId, flow: Flow) {
        self.change_tie(
            id,
            Edit::SetTieFlow {
                id: id.clone(),
                flow,
            },
        );
    }

    /// Changes what passes along a tie in one area.
    pub fn set_exchange(&self, id: &TieId, area: ExchangeArea, exchange: Exchange) {
        self.change_tie(
            id,
            Edit::SetTieExchange {
                id: id.clone(),
                area,
                exchange,
            },
        );
    }

    /// Says that a tie changed.
    pub fn change_tie(&self, id: &TieId, edit: Edit) {
        self.edit(edit, || self.tie_words(id));
    }

    /// What a tie is called; tracked.
    #[must_use]
    pub fn tie_words(&self, id: &TieId) -> String {
        let Some(tie) = self.store.tie(id).map(|tie| tie.get()) else {
            return String::new();
        };
        let quality = words::quality(self.i18n, tie.quality).to_lowercase();
        let (from, to) = (self.name_of(&tie.from), self.name_of(&tie.to));
        t_string!(
            self.i18n,
            map.node.tie,
            quality = quality,
            from = from,
            to = to
        )
    }

    /// "Ordenar": the layout places everybody anew; can be undone, wherever they stood before.
    pub fn arrange(&self) {
        let view = untrack(|| self.drawn_view());
        let ids = self.store.actor_ids().get_untracked();
        let message = t_string!(self.i18n, map.said.arranged).to_owned();
        if !ids.is_empty() {
            self.settle(view);
            if !self.edit(plan::arrange(&ids, view), String::new) {
                return;
            }
            self.toast.set(Some(Toast {
                message: message.clone(),
                undo: true,
            }));
        }
        self.rearranged.update(|count| *count += 1);
        self.moved_camera.set(None);
        self.announcer.say(message);
    }

    /// Takes up a tool.
    pub fn use_tool(&self, kind: ToolKind) {
        self.pending_tie.set(None);
        self.reserve_tie.set(false);
        self.tool.set(Tool::new(kind));
    }

    /// Starts a tie from a party, by key or button.
    pub fn start_tie(&self, from: Party) {
        let name = untrack(|| self.name_of(&from));
        self.tool.set(Tool::connect_from(from.clone()));
        self.pending_tie
            .set(Some(super::state::PendingTie { from, to: None }));
        self.announcer
            .say(t_string!(self.i18n, map.said.tie_started, name = name));
    }

    /// Larger or smaller around the middle of the sheet.
    pub fn zoom(&self, factor: f64) {
        let Some(size) = self.size.get_untracked() else {
            return;
        };
        let middle = Spot::new(size.width / 2.0, size.height / 2.0);
        self.zoom_at(factor, middle);
    }

    /// Larger or smaller around a spot of the screen.
    pub fn zoom_at(&self, factor: f64, at: Spot) {
        let camera = self.camera.get_untracked();
        self.moved_camera.set(Some(camera.zoom(factor, at)));
    }

    /// Moves the camera.
    pub fn set_camera(&self, camera: Camera) {
        self.moved_camera.set(Some(camera));
    }
}
