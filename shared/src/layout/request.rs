//! What a layout is asked for.

use std::collections::BTreeMap;
use std::f64::consts::{PI, TAU};

use crate::case::{
    Actor, ActorKind, Case, Closeness, Flow, Kin, Member, Party, Place, Quadrant, Ring, Sector,
    Tie, TieQuality, View,
};
use crate::ids::{ActorId, TieId};

use super::angle;
use super::device::Device;
use super::geometry::{Point, Rect, Size};
use super::sectors::sectors_of;

/// Beyond its ámbito by no more than this angle, in radians, somebody is drawn to the edge only.
const BORDER: f64 = 0.3;
/// How far inside of the edge that is.
const SECTOR_EDGE: f64 = 0.06;

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
    /// What the genogram shows of her.
    pub member: Member,
    /// Everyone else on the map.
    pub actors: BTreeMap<ActorId, ActorNode>,
    /// The ties; one with a party that is not on the map is left out.
    pub ties: BTreeMap<TieId, TieLink>,
    /// How the people of the household are related.
    pub kinships: Vec<Kin>,
    /// Words under the genogram, such as how many ties there are inside the household; may be empty.
    pub household_note: String,
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
    /// The quadrant of Sluzki's map; `None` leaves it to be assumed.
    pub quadrant: Option<Quadrant>,
    /// The circle of Sluzki's map; `None` leaves it to be assumed.
    pub closeness: Option<Closeness>,
    /// What the genogram shows, for those who belong to the household. They stand in the centre of the ecomap, and on
    /// their rings elsewhere.
    pub member: Option<Member>,
    /// Place by hand in this view, if there is one.
    pub place: Option<Place>,
}

impl ActorNode {
    /// What the layout needs to know of an actor in a view.
    #[must_use]
    pub fn of(actor: &Actor, view: View) -> Self {
        Self {
            name: actor.name.clone(),
            role: actor.role.clone(),
            kind: actor.kind,
            ring: actor.ring,
            sector: actor.sector,
            quadrant: actor.quadrant,
            closeness: actor.closeness,
            member: actor.household,
            place: actor.place(view),
        }
    }
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

impl TieLink {
    /// What the layout needs to know of a tie.
    #[must_use]
    pub fn of(tie: &Tie) -> Self {
        Self {
            from: tie.from.clone(),
            to: tie.to.clone(),
            quality: tie.quality,
            flow: tie.flow,
        }
    }
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
    /// Names of Sluzki's quadrants.
    pub quadrants: BTreeMap<Quadrant, String>,
    /// Names of Sluzki's circles, in capitals.
    pub circles: BTreeMap<Closeness, String>,
}

impl LayoutRequest {
    /// The request for a view of a case.
    #[must_use]
    pub fn of_case(case: &Case, view: View, canvas: Size, device: Device, texts: MapTexts) -> Self {
        let actors = case.actors.iter();
        let ties = case.ties.iter();
        let mut request = Self {
            view,
            canvas,
            device,
            person: case.person.alias.clone(),
            member: case.person.member,
            actors: actors
                .map(|(id, actor)| (id.clone(), ActorNode::of(actor, view)))
                .collect(),
            ties: ties
                .map(|(id, tie)| (id.clone(), TieLink::of(tie)))
                .collect(),
            kinships: case.kinships.values().cloned().collect(),
            household_note: String::new(),
            texts,
            keep_free: Vec::new(),
        };
        request.forget_contradictions();
        request
    }

    /// Forgets every hand place that lies in another quadrant or circle of Sluzki's map, or in another ámbito of the rings,
    /// than its actor: what was chosen, or what is assumed, has changed since, and the layout finds a place that agrees.
    pub fn forget_contradictions(&mut self) {
        match self.view {
            View::Sluzki => self.forget_contradicted_standpoints(),
            View::Rings => self.return_to_sectors(),
            View::Ecomap => {}
        }
    }

    /// The ámbitos share the outer ring by how many are in each: when somebody comes or goes, the borders move. Whoever is
    /// just beyond one of them is drawn to its edge; who is far from the own ámbito is given a place there.
    fn return_to_sectors(&mut self) {
        let arcs = sectors_of(self);
        for actor in self.actors.values_mut() {
            let arc = arcs.iter().find(|arc| arc.sector == actor.sector);
            let (Some(place), Some(arc), Ring::Institutional) = (actor.place, arc, actor.ring)
            else {
                continue;
            };
            let at = Point::new(place.x, place.y);
            let angle = angle::of(at).rem_euclid(TAU);
            if arc.from <= angle && angle < arc.to {
                continue;
            }
            let turn = |to: f64| (to - angle + PI).rem_euclid(TAU) - PI;
            let (back, on) = (turn(arc.to - SECTOR_EDGE), turn(arc.from + SECTOR_EDGE));
            let nearest = if back.abs() < on.abs() { back } else { on };
            actor.place = (nearest.abs() <= BORDER).then(|| {
                let to = angle::direction(angle + nearest) * at.length();
                Place { x: to.x, y: to.y }
            });
        }
    }

    fn forget_contradicted_standpoints(&mut self) {
        let astray: Vec<ActorId> = self
            .actors
            .iter()
            .filter(|(id, actor)| {
                let standpoint = self.standpoint(id);
                actor
                    .place
                    .zip(standpoint)
                    .is_some_and(|(place, standpoint)| !standpoint.holds(place))
            })
            .map(|(id, _)| id.clone())
            .collect();
        for id in astray {
            if let Some(actor) = self.actors.get_mut(&id) {
                actor.place = None;
            }
        }
    }

    /// Whether a party stands in the household's circle rather than on the sheet: the person, and in the ecomap
    /// everybody of her household.
    #[must_use]
    pub fn is_inside(&self, party: &Party) -> bool {
        match party {
            Party::Person => true,
            Party::Actor(id) => {
                self.view == View::Ecomap
                    && self
                        .actors
                        .get(id)
                        .is_some_and(|actor| actor.member.is_some())
            }
        }
    }

    /// Whether an actor is known to have died.
    pub(super) fn has_died(&self, id: &ActorId) -> bool {
        let member = self.actors.get(id).and_then(|actor| actor.member);
        member.is_some_and(|member| member.died)
    }

    /// Whether a tie stays inside the household: it is said in words and drawn on request only.
    #[must_use]
    pub fn stays_inside(&self, tie: &TieLink) -> bool {
        self.is_inside(&tie.from) && self.is_inside(&tie.to)
    }

    /// Whether both parties of a tie are on the map, and are two.
    pub(super) fn draws(&self, tie: &TieLink) -> bool {
        let known = |party: &Party| party.actor().is_none_or(|id| self.actors.contains_key(id));
        tie.from != tie.to && known(&tie.from) && known(&tie.to)
    }
}
