//! A drawing with what moves over it: while something is dragged only that is made anew, and only those nodes, ties and
//! labels look at it.

use std::collections::BTreeSet;

use leptos::prelude::*;
use trama_shared::{
    ids::{ActorId, TieId},
    layout::{Drawing, LabelDrawing, Moved, NodeDrawing, Point, TieDrawing},
};

use crate::lean::memo;

/// What a drag takes along.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InHand {
    /// The actors.
    pub actors: BTreeSet<ActorId>,
    /// Their ties.
    pub ties: BTreeSet<TieId>,
}

/// The drawing as it is shown. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Picture {
    /// Everything where it stands.
    pub drawing: Memo<Option<Drawing>>,
    /// What a drag changes, frame by frame.
    pub moved: Memo<Moved>,
    /// What a drag takes along; the same from its beginning to its end.
    pub in_hand: Memo<InHand>,
}

impl Picture {
    /// A drawing in which nothing is ever dragged.
    #[must_use]
    pub fn still(drawing: Memo<Option<Drawing>>) -> Self {
        Self {
            drawing,
            moved: memo(|_| Moved::default()),
            in_hand: memo(|_| InHand::default()),
        }
    }

    /// An actor's node as it is shown; tracked.
    #[must_use]
    pub fn node(&self, id: &ActorId) -> Option<NodeDrawing> {
        let moved = self
            .holds(id)
            .then(|| self.moved.with(|moved| moved.nodes.get(id).cloned()));
        moved.flatten().or_else(|| {
            self.drawing
                .with(|drawing| drawing.as_ref()?.nodes.get(id).cloned())
        })
    }

    /// A tie as it is shown; tracked.
    #[must_use]
    pub fn tie(&self, id: &TieId) -> Option<TieDrawing> {
        let held = self.in_hand.with(|hand| hand.ties.contains(id));
        let moved = held.then(|| self.moved.with(|moved| moved.ties.get(id).cloned()));
        moved.flatten().or_else(|| {
            self.drawing
                .with(|drawing| drawing.as_ref()?.ties.get(id).cloned())
        })
    }

    /// Where a sign stands on a tie, clear of names and nodes; tracked.
    #[must_use]
    pub fn sign_at(&self, tie: &TieDrawing, radius: f64) -> Option<Point> {
        self.drawing
            .with(|drawing| Some(drawing.as_ref()?.sign_at(tie, radius)))
    }

    /// An actor's label as it is shown, with what `read` sees of the drawing under it; tracked.
    #[must_use]
    pub fn label<T>(
        &self,
        id: &ActorId,
        read: impl Fn(&Drawing, &LabelDrawing) -> T,
    ) -> Option<(T, LabelDrawing)> {
        let moved = self
            .holds(id)
            .then(|| self.moved.with(|moved| moved.labels.get(id).cloned()));
        self.drawing.with(|drawing| {
            let drawing = drawing.as_ref()?;
            let label = moved
                .flatten()
                .or_else(|| drawing.labels.get(id).cloned())?;
            Some((read(drawing, &label), label))
        })
    }

    /// Whether an actor is being dragged; tracked, and told only when that begins or ends.
    #[must_use]
    pub fn holds(&self, id: &ActorId) -> bool {
        self.in_hand.with(|hand| hand.actors.contains(id))
    }
}
