//! What is in the hand. Who is carried and how far they have come are told apart: the first is the same all along a
//! drag, so that everybody who is not carried hears of its beginning and its end only, however large the map is.

use std::collections::BTreeSet;

use leptos::prelude::*;
use trama_shared::ids::ActorId;

use crate::editor::Spot;

/// Actors who are carried, not yet written where they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// The one that was taken hold of.
    pub lead: ActorId,
    /// All that go with it, itself included.
    pub ids: BTreeSet<ActorId>,
}

/// The hand. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Carry {
    hand: RwSignal<Option<Hand>>,
    by: RwSignal<Spot>,
    /// How far the pointer has come since the last frame was drawn.
    next: StoredValue<Option<Spot>>,
}

impl Carry {
    /// An empty hand.
    #[must_use]
    pub fn new() -> Self {
        Self {
            hand: RwSignal::new(None),
            by: RwSignal::new(Spot::default()),
            next: StoredValue::new(None),
        }
    }

    /// Who is carried; tracked, and told only when that begins or ends.
    #[must_use]
    pub fn hand(&self) -> Option<Hand> {
        self.hand.get()
    }

    /// Whether nobody is carried; tracked as [`Self::hand`].
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hand.with(Option::is_none)
    }

    /// How far they are from where they stood, in the sheet's units; tracked, at most once a frame.
    #[must_use]
    pub fn by(&self) -> Spot {
        self.by.get()
    }

    /// Takes actors into the hand.
    pub fn take(&self, lead: ActorId, ids: BTreeSet<ActorId>) {
        self.next.set_value(None);
        self.by.set(Spot::default());
        self.hand.set(Some(Hand { lead, ids }));
    }

    /// Carries them to `by` from where they stood. A pointer may tell of more places than there are frames: each frame
    /// draws the last.
    pub fn carry(&self, by: Spot) {
        if untrack(|| self.is_empty()) {
            return;
        }
        let waits = self
            .next
            .try_update_value(|next| next.replace(by).is_some());
        if waits == Some(false) {
            let carry = *self;
            request_animation_frame(move || carry.catch_up());
        }
    }

    fn catch_up(&self) {
        // They may have been put down meanwhile, and the map may be gone.
        let next = self.next.try_update_value(Option::take).flatten();
        if let Some(by) = next {
            let _ = self.by.try_set(by);
        }
    }

    /// Carries actors a step further, taking them into the hand if it holds others or nobody.
    pub fn nudge(&self, lead: ActorId, ids: BTreeSet<ActorId>, step: Spot) {
        let held = self
            .hand
            .with_untracked(|hand| hand.as_ref().is_some_and(|hand| hand.ids == ids));
        if !held {
            self.take(lead, ids);
        }
        self.by.update(|by| *by = *by + step);
    }

    /// Empties the hand: who was in it, and how far they had come.
    pub fn let_go(&self) -> Option<(BTreeSet<ActorId>, Spot)> {
        let next = self.next.try_update_value(Option::take).flatten();
        let by = next.unwrap_or_else(|| self.by.get_untracked());
        let hand = self.hand.get_untracked()?;
        self.hand.set(None);
        Some((hand.ids, by))
    }
}

impl Default for Carry {
    fn default() -> Self {
        Self::new()
    }
}
