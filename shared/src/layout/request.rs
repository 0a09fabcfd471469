//! What a layout is asked for.

use std::collections::BTreeMap;

use crate::case::{ActorKind, Case, Flow, Party, Place, Ring, Sector, TieQuality, View};
use crate::ids::{ActorId, TieId};

use super::device::Device;
use super::geometry::{Rect, Size};

/// Everything that the drawing of a network depends on. Two equal requests have the same layout, so comparing them
/// tells whether to lay out again.
#[derive(Debug, Clone, PartialEq)]
pub struct LayoutRequest {
    /// Which drawing.
    pub view: View,
    /// The canvas, in CSS pixels.
    pub canvas: Size,
    /// The class of device.
    pub device: Device,
    /// What the map calls the person.
    pub person: String,
    /// Everyone else on the map.
    pub actors: BTreeMap<ActorId, ActorNode>,
    /// The ties; one with a party that is not on the map is left out.
    pub ties: BTreeMap<TieId, TieLink>,
    /// Words that stand on the map.
    pub texts: MapTexts,
    /// Parts of the canvas that tools or a legend cover: no label goes there, and no actor of the ecomap.
    pub keep_free: Vec<Rect>,
}

/// What the layout needs to know of an actor.
#[derive(Debug, Clone, PartialEq)]
pub struct ActorNode {
    /// Name as the map shows it.
    pub name: String,
    /// Role; may be empty.
    pub role: String,
    /// Decides the shape.
    pub kind: ActorKind,
    /// The ring.
    pub ring: Ring,
    /// The ámbito; counts on the institutional ring only.
    pub sector: Option<Sector>,
    /// Place by hand in this view, if there is one.
    pub place: Option<Place>,
}

/// What the layout needs to know of a tie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieLink {
    /// First party.
    pub from: Party,
    /// Second party.
    pub to: Party,
    /// Decides the line.
    pub quality: TieQuality,
    /// Decides the arrowheads.
    pub flow: Flow,
}

/// Words of the interface that stand on the map, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MapTexts {
    /// Names of the rings, in capitals.
    pub rings: BTreeMap<Ring, String>,
    /// Names of the ámbitos.
    pub sectors: BTreeMap<Sector, String>,
    /// Heading of the institutional actors without an ámbito.
    pub no_sector: String,
}

impl LayoutRequest {
    /// The request for a view of a case.
    #[must_use]
    pub fn of_case(case: &Case, view: View, canvas: Size, device: Device, texts: MapTexts) -> Self {
        let actors = case.actors.iter().map(|(id, actor)| {
            let node = ActorNode {
                name: actor.name.clone(),
                role: actor.role.clone(),
                kind: actor.kind,
                ring: actor.ring,
                sector: actor.sector,
                place: actor.place(view),
            };
            (id.clone(), node)
        });
        let ties = case.ties.iter().map(|(id, tie)| {
            let link = TieLink {
                from: tie.from.clone(),
                to: tie.to.clone(),
                quality: tie.quality,
                flow: tie.flow,
            };
            (id.clone(), link)
        });
        Self {
            view,
            canvas,
            device,
            person: case.person.alias.clone(),
            actors: actors.collect(),
            ties: ties.collect(),
            texts,
            keep_free: Vec::new(),
        }
    }

    /// Whether both parties of a tie are on the map, and are two.
    pub(super) fn draws(&self, tie: &TieLink) -> bool {
        let known = |party: &Party| party.actor().is_none_or(|id| self.actors.contains_key(id));
        tie.from != tie.to && known(&tie.from) && known(&tie.to)
    }
}
