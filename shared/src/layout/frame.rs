//! Where the rings lie on a canvas, and the way between places and pixels.

use std::f64::consts::TAU;

use crate::case::{Place, Ring, Sector, View};

use super::angle;
use super::device::{Device, Scale};
use super::geometry::{Point, Size};
use super::request::LayoutRequest;
use super::sectors::{SectorArc, sectors_of};

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
    /// Sectors of the institutional ring; empty for the ecomap.
    pub sectors: Vec<SectorArc>,
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
        Self::on(request.view, request.canvas, request.device, sectors)
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
        }
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
        let distance = point.distance(self.centre);
        let under = Ring::ALL
            .iter()
            .copied()
            .find(|ring| distance <= self.ring_radius_px(*ring));
        under.unwrap_or(Ring::Institutional)
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
