//! What this device knows of a case without opening it: for the list.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use trama_shared::{
    case::{Case, Party, Ring, TieQuality},
    ids::DocumentId,
};

/// What is known of one case.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct CaseFacts {
    /// Its content is on this device.
    #[serde(default)]
    pub here: bool,
    /// The alias that its document says; newer than the server's list where it was edited without a network.
    #[serde(default)]
    pub title: Option<String>,
    /// When it last changed on this device.
    #[serde(default)]
    pub changed_at: Option<f64>,
    /// What it looks like.
    #[serde(default)]
    pub sketch: Sketch,
    #[serde(default)]
    unsaved: BTreeMap<DocumentId, usize>,
}

/// Where the user's own edits of a case are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CaseState {
    /// Not on this device.
    #[default]
    ServerOnly,
    /// This many changes are only on this device.
    Unsaved(usize),
    /// On the server, and on this device.
    Saved,
}

impl CaseFacts {
    /// Changes that have not reached the server.
    #[must_use]
    pub fn unsaved(&self) -> usize {
        self.unsaved.values().sum()
    }

    /// The documents with such changes.
    pub fn unsaved_documents(&self) -> impl Iterator<Item = DocumentId> {
        self.unsaved.keys().copied()
    }

    /// Notes how many changes of a document have not reached the server.
    pub fn set_unsaved(&mut self, document: DocumentId, changes: usize) {
        if changes == 0 {
            self.unsaved.remove(&document);
        } else {
            self.unsaved.insert(document, changes);
        }
    }

    /// The state that the list tells.
    #[must_use]
    pub fn state(&self) -> CaseState {
        match self.unsaved() {
            0 if self.here => CaseState::Saved,
            0 => CaseState::ServerOnly,
            changes => CaseState::Unsaved(changes),
        }
    }
}

/// A network in miniature: who stands on which ring, and how the tie with the person is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sketch(Vec<(Ring, Option<TieQuality>)>);

/// A dot of the miniature, in units of the outer ring's radius, with the person at (0, 0).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
    /// The tie with the person, where there is one.
    pub quality: Option<TieQuality>,
}

impl Sketch {
    /// The miniature of a case.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        let quality = |party: Party| {
            let ties = case.ties.values().filter(|tie| tie.touches(&Party::Person));
            ties.into_iter()
                .find(|tie| tie.touches(&party))
                .map(|tie| tie.quality)
        };
        let actors = case.actors.iter();
        Self(
            actors
                .map(|(id, actor)| (actor.ring, quality(Party::Actor(id.clone()))))
                .collect(),
        )
    }

    /// Where the dots are drawn: spread evenly over each ring, the rings turned so that their dots do not line up.
    #[must_use]
    pub fn dots(&self) -> Vec<Dot> {
        let mut dots = Vec::with_capacity(self.0.len());
        for (ring, radius, turn) in [
            (Ring::Personal, 0.36, 0.3),
            (Ring::Community, 0.64, 1.1),
            (Ring::Institutional, 0.9, 0.7),
        ] {
            let on_ring: Vec<_> = self.0.iter().filter(|(other, _)| *other == ring).collect();
            for (index, (_, quality)) in on_ring.iter().enumerate() {
                let angle = turn + std::f64::consts::TAU * index as f64 / on_ring.len() as f64;
                dots.push(Dot {
                    x: radius * angle.cos(),
                    y: radius * angle.sin(),
                    quality: *quality,
                });
            }
        }
        dots
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_saved_only_when_nothing_of_it_is_unsaved() {
        let document = DocumentId::from_bytes([1; 16]);
        let mut facts = CaseFacts::default();
        assert_eq!(facts.state(), CaseState::ServerOnly);
        facts.here = true;
        assert_eq!(facts.state(), CaseState::Saved);
        facts.set_unsaved(document, 3);
        assert_eq!(facts.state(), CaseState::Unsaved(3));
        facts.set_unsaved(document, 0);
        assert_eq!(facts.state(), CaseState::Saved);
    }

    #[test]
    fn facts_survive_being_written_down() {
        let mut facts = CaseFacts {
            sketch: Sketch(vec![(Ring::Community, Some(TieQuality::Weak))]),
            ..CaseFacts::default()
        };
        facts.set_unsaved(DocumentId::from_bytes([9; 16]), 2);
        let text = serde_json::to_string(&facts).unwrap();
        assert_eq!(serde_json::from_str::<CaseFacts>(&text).unwrap(), facts);
    }

    #[test]
    fn dots_of_one_ring_do_not_meet() {
        let sketch = Sketch(vec![(Ring::Personal, None); 3]);
        let dots = sketch.dots();
        assert_eq!(dots.len(), 3);
        let apart = |one: &Dot, other: &Dot| (one.x - other.x).hypot(one.y - other.y);
        assert!(apart(&dots[0], &dots[1]) > 0.5 && apart(&dots[1], &dots[2]) > 0.5);
    }
}
