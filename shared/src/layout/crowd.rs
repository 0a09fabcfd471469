//! How small nodes must be so that everybody has room in the narrowest part of the picture, and the spots at which a
//! crowd then stands.

use std::collections::BTreeMap;
use std::f64::consts::TAU;

use crate::case::{ActorKind, Quadrant, Ring, Sector, View};

use super::angle;
use super::frame::{Band, Frame};
use super::geometry::{Point, real};
use super::request::LayoutRequest;
use super::shape::Shape;
use super::standpoint::rank_of;

/// The least size of a node, in px.
const NODE_MIN_PX: f64 = 5.0;
/// Between two nodes of a crowd.
const CROWD_GAP: f64 = 3.0;
/// A part of the picture has this many times the spots that it needs: ties and names want to pass.
const EASE: f64 = 1.5;
/// The share of the sheet of an ecomap that nodes may fill with the room that each wants for its name.
const SHEET_FILL: f64 = 0.5;

/// The part of the picture in which an actor has to find its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    ring: Ring,
    sector: Option<Sector>,
    quadrant: Option<Quadrant>,
}

/// The size of the nodes of a request on its frame.
pub(super) fn node_px(request: &LayoutRequest, frame: &Frame) -> f64 {
    let full = frame.scale.node_px;
    match request.view {
        View::Ecomap => {
            let outside = request
                .actors
                .values()
                .filter(|actor| actor.member.is_none());
            let count = real(outside.count()).max(1.0);
            let sheet = frame.canvas.width * frame.canvas.height;
            let home = std::f64::consts::PI * frame.home_px * frame.home_px;
            let side = ((sheet - home).max(1.0) * SHEET_FILL / count).sqrt();
            (side - 8.0).clamp(NODE_MIN_PX.min(full), full)
        }
        View::Rings | View::Sluzki => {
            let mut parts: BTreeMap<Part, (usize, f64)> = BTreeMap::new();
            for (id, actor) in &request.actors {
                let part = match request
                    .standpoint(id)
                    .filter(|_| request.view == View::Sluzki)
                {
                    Some(standpoint) => Part {
                        ring: rank_of(standpoint.closeness),
                        sector: None,
                        quadrant: Some(standpoint.quadrant),
                    },
                    None => Part {
                        ring: actor.ring,
                        sector: actor.sector.filter(|_| actor.ring == Ring::Institutional),
                        quadrant: None,
                    },
                };
                let (count, widest) = parts.entry(part).or_default();
                *count += 1;
                *widest = widest.max(diameter(actor.kind));
            }
            let fits = |size: f64| {
                parts.iter().all(|(part, (count, widest))| {
                    let (from, to) = arc(frame, *part);
                    let band = Band::of(part.ring);
                    let rows = rows(
                        band.inner * frame.unit_px,
                        band.outer * frame.unit_px,
                        to - from,
                        size * widest + CROWD_GAP,
                    );
                    let spots: usize = rows.iter().map(|(_, count)| count).sum();
                    real(spots) >= (real(*count) * EASE).min(real(*count) + 24.0)
                })
            };
            let mut size = full;
            while size > NODE_MIN_PX && !fits(size) {
                size = (size * 0.94).max(NODE_MIN_PX.min(full));
            }
            size
        }
    }
}

fn diameter(kind: ActorKind) -> f64 {
    Shape::of(kind, 1.0).radius() * 2.0
}

fn arc(frame: &Frame, part: Part) -> (f64, f64) {
    if let Some(quadrant) = part.quadrant {
        return super::frame::arc_of_quadrant(quadrant);
    }
    let sector = frame
        .arc_of(part.sector)
        .filter(|_| part.ring == Ring::Institutional);
    sector.map_or((0.0, TAU), |arc| (arc.from, arc.to))
}

/// The rows of a band in which nodes of a diameter stand apart: each with its radius and how many it holds.
pub(super) fn rows(inner: f64, outer: f64, width: f64, diameter: f64) -> Vec<(f64, usize)> {
    let count = ((outer - inner).max(0.0) / diameter).floor() as usize + 1;
    let row = |nth: usize| {
        let radius = if count == 1 {
            f64::midpoint(inner, outer)
        } else {
            inner + (outer - inner) * real(nth) / real(count - 1)
        };
        // The chord between neighbours, not the arc, must be as long as the diameter.
        let step = 2.0
            * (diameter * 0.5 / radius.max(diameter))
                .min(1.0)
                .asin_by_series();
        let whole = width > TAU - 1e-6;
        let fitting = (width / step).floor() as usize;
        let fitting = if whole { fitting } else { fitting + 1 };
        (radius, fitting.max(1))
    };
    (0..count).map(row).collect()
}

/// Spots for `count` nodes of a diameter in a band, in the order of their angles: spread evenly over as few rows as
/// hold them.
pub(super) fn spots(
    (inner, outer): (f64, f64),
    (from, to): (f64, f64),
    diameter: f64,
    count: usize,
) -> Vec<Point> {
    let whole = to - from > TAU - 1e-6;
    let mut rows = rows(inner, outer, to - from, diameter);
    // The outer rows hold the most.
    rows.reverse();
    let held: usize = rows.iter().map(|(_, count)| count).sum();
    let wanted = count.min(held).max(1);
    let mut spots: Vec<(f64, Point)> = Vec::new();
    let mut left = wanted;
    for (nth, (radius, fits)) in rows.iter().enumerate() {
        let here = if nth + 1 == rows.len() {
            left.min(*fits)
        } else {
            (wanted * fits).div_ceil(held).min(*fits).min(left)
        };
        left -= here;
        for spot in 0..here {
            let share = if whole {
                (real(spot) + if nth % 2 == 0 { 0.0 } else { 0.5 }) / real(here)
            } else if here == 1 {
                0.5
            } else {
                real(spot) / real(here - 1)
            };
            let way = from + (to - from) * share;
            spots.push((way, angle::direction(way) * *radius));
        }
    }
    spots.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    spots.into_iter().map(|(_, spot)| spot).collect()
}

/// Arc sine of 0 to 1 from plain arithmetic, like everything that decides where somebody stands.
trait ArcSine {
    fn asin_by_series(self) -> f64;
}

impl ArcSine for f64 {
    fn asin_by_series(self) -> f64 {
        // The angle whose tangent has this sine.
        let cosine = (1.0 - self * self).max(0.0).sqrt();
        angle::of(Point::new(self, -cosine))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spots_of_a_band_lie_apart() {
        for (count, width) in [(5, TAU), (24, TAU), (40, TAU), (8, 0.7), (1, 0.6)] {
            let spots = spots((98.0, 128.0), (0.3, 0.3 + width), 20.0, count);
            for (at, one) in spots.iter().enumerate() {
                for other in &spots[at + 1..] {
                    assert!(
                        one.distance(*other) >= 20.0 - 1e-6,
                        "{count} in {width}: {one:?} and {other:?}"
                    );
                }
            }
        }
    }
}
