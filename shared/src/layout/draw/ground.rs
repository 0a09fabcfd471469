//! The ground of a drawing: rings or circles with their names, sectors or quadrants with their headings.

use std::f64::consts::PI;

use crate::case::{Closeness, Quadrant, Ring, Sector, View};
use crate::layout::angle;
use crate::layout::drawing::{RingDrawing, SectorDrawing};
use crate::layout::frame::{Frame, arc_of_quadrant};
use crate::layout::geometry::{Point, Rect, Size};
use crate::layout::path::Path;
use crate::layout::request::MapTexts;
use crate::layout::standpoint::circle_at;
use crate::layout::text::{Weight, tracked_width, width_of};

/// From the outer ring to the baseline of a heading.
const HEADING_OFF: f64 = 8.0;
/// Space between the letters of a ring's name.
const TRACKING: f64 = 0.7;

/// The rings with their names, from the outer one inwards.
pub(in crate::layout) fn ring_names(frame: &Frame, texts: &MapTexts) -> Vec<RingDrawing> {
    if frame.view == View::Ecomap {
        return Vec::new();
    }
    let Frame { centre, scale, .. } = frame;
    let rings = Ring::ALL.iter().rev().map(|ring| {
        let radius = frame.ring_radius_px(*ring);
        let words = if frame.view == View::Sluzki {
            let circle: Closeness = circle_at(*ring);
            texts.circles.get(&circle)
        } else {
            texts.rings.get(ring)
        };
        let name = words.filter(|_| scale.named).cloned().unwrap_or_default();
        let size = scale.ring_name_px;
        let width = tracked_width(&name, Weight::Semibold, size, TRACKING);
        let corner = Point::new(centre.x - width * 0.5, centre.y - radius + size * 0.75);
        let name_box = Rect::at(corner, Size::new(width, size * 1.2));
        RingDrawing {
            ring: *ring,
            radius,
            name_at: Point::new(centre.x, name_box.top + size * 0.95),
            name,
            name_box,
            tracking_px: TRACKING,
        }
    });
    rings.collect()
}

/// A sector or a quadrant to be drawn. Angles are radians clockwise from twelve o'clock.
struct Wedge {
    sector: Option<Sector>,
    quadrant: Option<Quadrant>,
    from: f64,
    to: f64,
    heading: String,
}

impl Wedge {
    fn middle(&self) -> f64 {
        f64::midpoint(self.from, self.to)
    }
}

/// The ground of one drawing.
pub(super) struct Ground<'a> {
    pub frame: &'a Frame,
    pub texts: &'a MapTexts,
}

impl Ground<'_> {
    fn wedges(&self) -> Vec<Wedge> {
        let named = self.frame.scale.named;
        if self.frame.view == View::Sluzki {
            let wedge = |quadrant: &Quadrant| {
                let (from, to) = arc_of_quadrant(*quadrant);
                // Without them nobody could tell the quadrants: they are named on every device.
                let heading = self.texts.quadrants.get(quadrant).cloned();
                Wedge {
                    sector: None,
                    quadrant: Some(*quadrant),
                    from,
                    to,
                    heading: heading.unwrap_or_default(),
                }
            };
            return Quadrant::ALL.iter().map(wedge).collect();
        }
        let wedge = |arc: &super::SectorArc| Wedge {
            sector: arc.sector,
            quadrant: None,
            from: arc.from,
            to: arc.to,
            heading: if named {
                self.heading(arc)
            } else {
                String::new()
            },
        };
        self.frame.sectors.iter().map(wedge).collect()
    }

    /// The sectors, their headings clear of what is `taken` where they can be.
    pub(super) fn sectors(&self, taken: &[Rect]) -> Vec<SectorDrawing> {
        let Frame {
            centre,
            unit_px,
            person_px,
            scale,
            view,
            ..
        } = self.frame;
        let inner = if *view == View::Sluzki {
            *person_px
        } else {
            self.frame.ring_radius_px(Ring::Community)
        };
        let drawn = self.wedges().into_iter().map(|arc| {
            let out = angle::direction(arc.from);
            let mut edge = Path::default();
            edge.to(*centre + out * inner)
                .line(*centre + out * *unit_px);
            let half = width_of(&arc.heading, Weight::Semibold, scale.heading_px) * 0.5
                / (unit_px + HEADING_OFF)
                + 0.01;
            let slack = ((arc.to - arc.from) * 0.5 - half).max(0.0);
            // From the middle outwards, a step to each side at a time.
            let slides = (0..=8)
                .flat_map(|step| [f64::from(step), -f64::from(step)])
                .map(|step| step / 8.0 * slack);
            let mut best = (usize::MAX, 0.0);
            for slide in slides {
                let boxes = self.heading_boxes(arc.middle() + slide, half);
                let hits = boxes
                    .iter()
                    .filter(|own| taken.iter().any(|other| other.overlaps(own)))
                    .count();
                if hits < best.0 {
                    best = (hits, slide);
                }
            }
            let middle = arc.middle() + best.1;
            let boxes = if arc.heading.is_empty() {
                Vec::new()
            } else {
                self.heading_boxes(middle, half)
            };
            SectorDrawing {
                sector: arc.sector,
                quadrant: arc.quadrant,
                edge: edge.finish(),
                heading_path: self.heading_path(middle, half),
                heading: arc.heading,
                heading_boxes: boxes,
            }
        });
        drawn.collect()
    }

    fn heading(&self, arc: &super::SectorArc) -> String {
        let name = match arc.sector {
            Some(sector) => self.texts.sectors.get(&sector).cloned().unwrap_or_default(),
            None => self.texts.no_sector.clone(),
        };
        if arc.count == 0 && !name.is_empty() {
            format!("{name} · 0")
        } else {
            name
        }
    }

    /// Whether a heading there would stand on its head, and so is turned round.
    fn is_turned(middle: f64) -> bool {
        (100.0..=260.0).contains(&(middle.to_degrees().rem_euclid(360.0)))
    }

    /// An arc for the heading, a little longer than it, in reading direction.
    fn heading_path(&self, middle: f64, half: f64) -> String {
        let Frame {
            centre,
            unit_px,
            scale,
            ..
        } = self.frame;
        let turned = Self::is_turned(middle);
        // A turned heading hangs from the ring: its letters' height is added to the baseline's distance.
        let radius = unit_px
            + HEADING_OFF * scale.k.max(0.8)
            + if turned { scale.heading_px * 0.72 } else { 0.0 };
        let reach = (half * 1.2).min(PI * 0.9);
        let (from, to) = if turned {
            (middle + reach, middle - reach)
        } else {
            (middle - reach, middle + reach)
        };
        let mut path = Path::default();
        path.to(*centre + angle::direction(from) * radius);
        path.arc(
            radius,
            reach * 2.0 > PI,
            !turned,
            *centre + angle::direction(to) * radius,
        );
        path.finish()
    }

    fn heading_boxes(&self, middle: f64, half: f64) -> Vec<Rect> {
        let Frame {
            centre,
            unit_px,
            scale,
            ..
        } = self.frame;
        let radius = unit_px + HEADING_OFF * scale.k.max(0.8) + scale.heading_px * 0.36;
        let letter = scale.heading_px * 0.55;
        let steps = 8;
        (0..=steps)
            .map(|step| middle + half * (f64::from(step) / f64::from(steps) * 2.0 - 1.0))
            .map(|at| Rect::around(*centre + angle::direction(at) * radius, letter, letter))
            .collect()
    }
}
