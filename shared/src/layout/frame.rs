//! Where the rings lie on a canvas, and the way between places and pixels.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use crate::case::{Closeness, Party, Place, Quadrant, Ring, Sector, View};
use crate::ids::ActorId;

use super::angle;
use super::crowd;
use super::device::{Device, Scale};
use super::genogram::{Genogram, Relative};
use super::geometry::{Point, Size};
use super::request::LayoutRequest;
use super::sectors::{SectorArc, sectors_of};
use super::standpoint::circle_at;

/// The outer radius of each ring, where that of the outer ring is 1.
const RADII: [f64; 3] = [0.49, 0.755, 1.0];
/// The person's circle in the rings.
const CENTRE: f64 = 36.0 / 298.0;
/// Nothing stands nearer to the middle: a tie with two arrowheads still shows its line.
const NEAREST: f64 = 98.0 / 298.0;
/// From a band's edge to the centre of a node.
const EDGE: f64 = 18.0 / 298.0;
/// Furthest place by hand.
const PLACE_MAX: f64 = 4.0;
/// The household's circle takes no more than this share of half the canvas.
const HOUSEHOLD_MAX: f64 = 0.62;

/// Where a quadrant of Sluzki's map begins and ends, in radians clockwise from twelve o'clock: in reading order, family
/// at the upper left.
pub(super) const fn arc_of_quadrant(quadrant: Quadrant) -> (f64, f64) {
    match quadrant {
        Quadrant::Family => (PI + FRAC_PI_2, TAU),
        Quadrant::Friends => (0.0, FRAC_PI_2),
        Quadrant::WorkSchool => (FRAC_PI_2, PI),
        Quadrant::CommunityServices => (PI, PI + FRAC_PI_2),
    }
}

/// The quadrant in which a point lies, the person being at (0, 0).
pub(super) fn quadrant_of(at: Point) -> Quadrant {
    match (at.x < 0.0, at.y < 0.0) {
        (true, true) => Quadrant::Family,
        (false, true) => Quadrant::Friends,
        (false, false) => Quadrant::WorkSchool,
        (true, false) => Quadrant::CommunityServices,
    }
}

/// The ring at a distance from the person in units of a place; beyond all of them the outer one.
pub(super) fn rank_at(distance: f64) -> Ring {
    let reach = Ring::ALL.iter().zip(RADII);
    reach
        .into_iter()
        .find(|(_, radius)| distance <= *radius)
        .map_or(Ring::Institutional, |(ring, _)| *ring)
}

/// What it means that an actor was put somewhere by hand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drop {
    /// Where it comes to rest.
    pub place: Place,
    /// The ring, on the map of rings.
    pub ring: Option<Ring>,
    /// The ámbito, on the institutional ring; `Some(None)` is where those without one stand.
    pub sector: Option<Option<Sector>>,
    /// The quadrant and the circle, on Sluzki's map.
    pub standpoint: Option<(Quadrant, Closeness)>,
}

/// Where nodes of a ring may have their centres, as distances from the person in units of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Nearest.
    pub inner: f64,
    /// Furthest.
    pub outer: f64,
}

impl Band {
    /// The band of a ring.
    #[must_use]
    pub const fn of(ring: Ring) -> Self {
        match ring {
            Ring::Personal => Self {
                inner: NEAREST,
                outer: RADII[0] - EDGE,
            },
            Ring::Community => Self {
                inner: RADII[0] + EDGE,
                outer: RADII[1] - EDGE,
            },
            Ring::Institutional => Self {
                inner: RADII[1] + EDGE,
                outer: RADII[2] - EDGE,
            },
        }
    }

    /// The middle of the band.
    #[must_use]
    pub fn middle(&self) -> f64 {
        f64::midpoint(self.inner, self.outer)
    }

    /// Whether a node there keeps off both edges.
    #[must_use]
    pub fn holds(&self, place: Place) -> bool {
        let distance = Point::new(place.x, place.y).length();
        (self.inner - 1e-9..=self.outer + 1e-9).contains(&distance)
    }
}

/// The canvas of a view: its middle, its unit, its rings.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Which drawing.
    pub view: View,
    /// The canvas.
    pub canvas: Size,
    /// Where the person is.
    pub centre: Point,
    /// The pixels of 1.0 in a place.
    pub unit_px: f64,
    /// Radius of the person's circle.
    pub person_px: f64,
    /// Radius of the circle on which her ties end: her own in the rings, the household's in the ecomap.
    pub home_px: f64,
    /// Sizes.
    pub scale: Scale,
    /// Sectors of the institutional ring; empty elsewhere.
    pub sectors: Vec<SectorArc>,
    /// The household, in the ecomap of somebody who does not live alone.
    pub(super) genogram: Option<Genogram>,
}

impl Frame {
    /// The frame of a request.
    #[must_use]
    pub fn new(request: &LayoutRequest) -> Self {
        let sectors = if request.view == View::Rings {
            sectors_of(request)
        } else {
            Vec::new()
        };
        let mut frame = Self::on(request.view, request.canvas, request.device, sectors);
        if request.view == View::Ecomap {
            let half = frame.canvas.width.min(frame.canvas.height) * 0.5;
            frame.genogram = Genogram::of(request, &frame.scale, half * HOUSEHOLD_MAX);
            if let Some(genogram) = &frame.genogram {
                frame.home_px = frame.home_px.max(genogram.radius);
            }
        }
        frame.scale.node_px = crowd::node_px(request, &frame);
        frame
    }

    pub(super) fn on(view: View, canvas: Size, device: Device, sectors: Vec<SectorArc>) -> Self {
        // A canvas can be measured before it has a size.
        let canvas = Size::new(canvas.width.max(120.0), canvas.height.max(120.0));
        let scale = Scale::on(device, view, canvas);
        let half = canvas.width.min(canvas.height) * 0.5;
        let (unit_px, person_px, home_px) = match view {
            View::Rings | View::Sluzki => {
                let unit = (half - scale.margin_px).max(half * 0.5);
                (unit, unit * CENTRE, unit * CENTRE)
            }
            View::Ecomap => (canvas.height * 0.5, scale.k * 36.0, scale.k * 62.0),
        };
        let centre = Point::new(canvas.width * 0.5, canvas.height * 0.5);
        Self {
            view,
            canvas,
            centre,
            unit_px,
            person_px,
            home_px,
            scale,
            sectors,
            genogram: None,
        }
    }

    /// Who of the household an actor is, if it stands in the genogram.
    pub(super) fn relative(&self, id: &ActorId) -> Option<&Relative> {
        // Asked for every actor: most networks have no genogram, and most actors are not in it.
        let genogram = self.genogram.as_ref()?;
        genogram.people.get(&Party::Actor(id.clone()))
    }

    /// The pixel of a place.
    #[must_use]
    pub fn point_at(&self, place: Place) -> Point {
        self.centre + Point::new(place.x, place.y) * self.unit_px
    }

    /// The place of a pixel, within what a place can hold.
    #[must_use]
    pub fn place_at(&self, point: Point) -> Place {
        let from_person = (point - self.centre) * (1.0 / self.unit_px);
        Place {
            x: from_person.x.clamp(-PLACE_MAX, PLACE_MAX),
            y: from_person.y.clamp(-PLACE_MAX, PLACE_MAX),
        }
    }

    /// The outer radius of a ring, in pixels.
    #[must_use]
    pub fn ring_radius_px(&self, ring: Ring) -> f64 {
        let share = match ring {
            Ring::Personal => RADII[0],
            Ring::Community => RADII[1],
            Ring::Institutional => RADII[2],
        };
        share * self.unit_px
    }

    /// The ring under a pixel; outside all of them the institutional one, the nearest.
    #[must_use]
    pub fn nearest_ring(&self, point: Point) -> Ring {
        rank_at(point.distance(self.centre) / self.unit_px)
    }

    /// The sector under a pixel, by its angle; `None` in the ecomap and where the actors without an ámbito stand.
    #[must_use]
    pub fn sector_at(&self, point: Point) -> Option<Sector> {
        let angle = angle::of(point - self.centre).rem_euclid(TAU);
        let under = self
            .sectors
            .iter()
            .find(|arc| arc.from <= angle && angle < arc.to);
        under.and_then(|arc| arc.sector)
    }

    /// The quadrant of Sluzki's map under a pixel, by its angle.
    #[must_use]
    pub fn quadrant_at(&self, point: Point) -> Quadrant {
        quadrant_of(point - self.centre)
    }

    /// The circle of Sluzki's map under a pixel; outside all of them the outer one, the nearest.
    #[must_use]
    pub fn circle_at(&self, point: Point) -> Closeness {
        circle_at(self.nearest_ring(point))
    }

    /// What it means to put an actor of a ring at a pixel: where it comes to rest, and what that place says about it.
    #[must_use]
    pub fn drop_at(&self, ring: Ring, point: Point) -> Drop {
        let under = match self.view {
            View::Rings | View::Sluzki => self.nearest_ring(point),
            View::Ecomap => ring,
        };
        let place = self.settle(under, self.place_at(point));
        let on_rings = self.view == View::Rings;
        Drop {
            place,
            ring: on_rings.then_some(under),
            sector: (on_rings && under == Ring::Institutional).then(|| self.sector_at(point)),
            standpoint: (self.view == View::Sluzki)
                .then(|| (self.quadrant_at(point), circle_at(under))),
        }
    }

    /// The arc of an ámbito on the institutional ring.
    #[must_use]
    pub fn arc_of(&self, sector: Option<Sector>) -> Option<&SectorArc> {
        self.sectors.iter().find(|arc| arc.sector == sector)
    }

    /// The nearest place in a ring's band: where a dragged node comes to rest. In the ecomap, the same place off the
    /// household's circle and inside the sheet.
    #[must_use]
    pub fn settle(&self, ring: Ring, place: Place) -> Place {
        let at = Point::new(place.x, place.y);
        match self.view {
            View::Rings | View::Sluzki => {
                let band = Band::of(ring);
                let settled = at.unit() * at.length().clamp(band.inner, band.outer);
                Place {
                    x: settled.x,
                    y: settled.y,
                }
            }
            View::Ecomap => {
                let nearest = (self.home_px + self.scale.node_px * 1.2) / self.unit_px;
                let off = if at.length() < nearest {
                    at.unit() * nearest
                } else {
                    at
                };
                let margin = self.scale.node_px * 0.8 / self.unit_px;
                let wide = self.canvas.width * 0.5 / self.unit_px - margin;
                Place {
                    x: off.x.clamp(-wide, wide),
                    y: off.y.clamp(margin - 1.0, 1.0 - margin),
                }
            }
        }
    }
}
