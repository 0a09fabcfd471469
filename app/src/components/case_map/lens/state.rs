//! The lens of the map that is open, and what follows from it.

use std::collections::BTreeSet;

use leptos::prelude::*;
use trama_shared::{
    case::{Party, TieQuality},
    ids::{ActorId, TieId},
    layout::Shown,
};
use wasm_bindgen::JsCast;
use web_sys::SvgElement;

use super::{Layer, Lens, differs, neighbourhood};
use crate::{
    components::case_map::state::{MapState, actors_of, ties_of},
    editor::{Frame, Selection},
    lean::memo,
    services::case_store::CaseStore,
};

/// Whom one looks for comes at least this far inside the sheet.
const LOOK_MARGIN: f64 = 60.0;

/// What of the case is on the page, given the lens.
#[must_use]
pub fn shown_of(store: CaseStore, lens: RwSignal<Lens>) -> Memo<Option<Shown>> {
    memo(move |_| {
        // Without filters nothing of the case is looked at.
        if lens.with(Lens::filters) == 0 {
            return None;
        }
        lens.with(|lens| lens.shown(&actors_of(store), &ties_of(store)))
    })
}

/// Who stays lit while the map is focused on somebody; `None` while nothing steps back.
#[must_use]
pub fn lit_of(
    store: CaseStore,
    lens: RwSignal<Lens>,
    selection: Memo<Selection>,
) -> Memo<Option<BTreeSet<Party>>> {
    memo(move |_| {
        if !lens.with(|lens| lens.focus) {
            return None;
        }
        let centre = match selection.get() {
            Selection::Tie(id) => {
                let tie = store.tie(&id)?.get();
                return Some(BTreeSet::from([tie.from, tie.to]));
            }
            Selection::Several(ids) => {
                return Some(ids.into_iter().map(Party::Actor).collect());
            }
            chosen => chosen.party()?,
        };
        Some(neighbourhood(&centre, ties_of(store).values()))
    })
}

impl MapState {
    /// Whether a party steps back behind what the map is focused on; tracked.
    #[must_use]
    pub fn is_dimmed(&self, party: &Party) -> bool {
        self.lit
            .with(|lit| lit.as_ref().is_some_and(|lit| !lit.contains(party)))
    }

    /// Whether a tie steps back: it joins nobody to what the map is focused on; tracked.
    #[must_use]
    pub fn is_tie_dimmed(&self, id: &TieId) -> bool {
        if self.lit.with(Option::is_none) {
            return false;
        }
        let Some(tie) = self.store.tie(id) else {
            return false;
        };
        let chosen = self.selection.get();
        tie.with(|tie| match &chosen {
            Selection::Tie(own) => own != id,
            Selection::Several(ids) => {
                let within = |party: &Party| party.actor().is_none_or(|id| ids.contains(id));
                !(within(&tie.from) && within(&tie.to))
            }
            chosen => chosen.party().is_some_and(|party| !tie.touches(&party)),
        })
    }

    /// Whether, with the two views compared, the person and the team part over an actor; tracked.
    #[must_use]
    pub fn views_part(&self, id: &ActorId) -> bool {
        if self.lens.with(|lens| lens.layer) != Layer::Compared {
            return false;
        }
        let support = self
            .store
            .actor(id)
            .and_then(|actor| actor.with(|actor| actor.support));
        differs(support, self.person_quality(id))
    }

    /// The quality of the tie between the person and an actor, from the drawing's ties; tracked.
    fn person_quality(&self, id: &ActorId) -> Option<TieQuality> {
        self.tie_between(&Party::Person, &Party::Actor(id.clone()))
            .map(|(_, tie)| tie.quality)
    }

    /// Goes to an actor: it comes into sight, with the keyboard's focus on it.
    pub fn look_at(&self, id: &ActorId) {
        let party = Party::Actor(id.clone());
        if let (Some(at), Some(size)) = (self.spot_of(&party), self.size.get_untracked()) {
            let free = Frame {
                x: 0.0,
                y: 0.0,
                width: size.width,
                height: size.height,
            };
            let camera = self.camera.get_untracked();
            let moved = camera.reveal(at, &free.inset(LOOK_MARGIN));
            if moved != camera {
                self.set_camera(moved);
            }
        }
        let node = format!("actor-{id}");
        // The node may have been filtered away until now, and is drawn with the next frame.
        request_animation_frame(move || {
            let node = document()
                .get_element_by_id(&node)
                .and_then(|node| node.dyn_into::<SvgElement>().ok());
            if let Some(node) = node {
                let _ = node.focus();
            }
        });
    }

    /// Shows the whole network again, as both see it.
    pub fn clear_lens(&self) {
        self.lens.set(Lens::default());
    }
}
