//! The courses of ties: the person's are straight rays, those between others bow out of the way.

use std::collections::BTreeMap;

use crate::case::{Party, View};
use crate::ids::{ActorId, TieId};

use super::frame::Frame;
use super::geometry::{Point, Rect, distance_to_segment, segments_cross};
use super::request::{LayoutRequest, TieLink};
use super::shape::Shape;
use super::stroke::{bowed, is_bulky};

/// How far a tie between actors may leave the straight line, as shares of its length, in the order of liking.
const BOWS: [f64; 13] = [
    0.0, 0.06, -0.06, 0.1, -0.1, 0.15, -0.15, 0.2, -0.2, 0.25, -0.25, 0.3, -0.3,
];
/// From a node's edge to the middle of a tie that is not its own; more for a thick one or a zigzag.
pub(super) const NODE_CLEARANCE: (f64, f64) = (6.0, 9.0);
/// From the end of a tie to the outline that it touches, and to the person's circle.
const END_GAP: (f64, f64) = (3.5, 3.0);
/// Ties between actors stay this far inside the outer ring.
const RIM: f64 = 8.0;
/// Pieces in which a bow is judged, and those in which it is drawn.
const PIECES: (usize, usize) = (10, 28);

/// An actor with its shape, somewhere on the canvas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Standing {
    pub at: Point,
    pub shape: Shape,
    /// Radius beyond the outline that a selection takes.
    pub outline: f64,
}

/// The course of a tie, from its first party to its second.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Route {
    pub course: Vec<Point>,
    pub ends: (Point, Point),
    pub bow: f64,
}

/// Everything that courses depend on.
pub(super) struct Routing<'a> {
    pub request: &'a LayoutRequest,
    pub frame: &'a Frame,
    pub standing: &'a BTreeMap<ActorId, Standing>,
    /// Boxes that ties between actors go around.
    pub names: &'a [Rect],
}

impl Routing<'_> {
    /// Where a party is.
    pub(super) fn place_of(&self, party: &Party) -> Point {
        party
            .actor()
            .and_then(|id| self.standing.get(id))
            .map_or(self.frame.centre, |standing| standing.at)
    }

    /// The courses of all ties that are not `kept`.
    pub(super) fn routes(&self, kept: BTreeMap<TieId, Route>) -> BTreeMap<TieId, Route> {
        let mut routes = kept;
        let mut between_actors = Vec::new();
        let mut rays: Vec<Party> = Vec::new();
        for (id, tie) in self
            .request
            .ties
            .iter()
            .filter(|(_, tie)| self.request.draws(tie))
        {
            let other = match (&tie.from, &tie.to) {
                (Party::Person, other) | (other, Party::Person) => other.clone(),
                _ => {
                    between_actors.push((id, tie));
                    continue;
                }
            };
            // A second tie with the same actor would lie on the first.
            let doubled = rays.iter().filter(|party| **party == other).count();
            rays.push(other);
            if !routes.contains_key(id) {
                let bow = match doubled {
                    0 => 0.0,
                    1 => 0.08,
                    2 => -0.08,
                    _ => 0.16,
                };
                routes.insert(id.clone(), self.route(tie, bow));
            }
        }
        // Short ones first: they have the least choice.
        between_actors.sort_by(|(_, a), (_, b)| {
            let length = |tie: &TieLink| self.place_of(&tie.from).distance(self.place_of(&tie.to));
            length(a).total_cmp(&length(b))
        });
        for (id, tie) in between_actors {
            if routes.contains_key(id) {
                continue;
            }
            let mut best = (f64::INFINITY, 0.0);
            for bow in BOWS {
                let cost = self.cost(tie, bow, &routes);
                if cost < best.0 {
                    best = (cost, bow);
                }
                if best.0 <= bow.abs() * 40.0 {
                    break;
                }
            }
            routes.insert(id.clone(), self.route(tie, best.1));
        }
        routes
    }

    fn route(&self, tie: &TieLink, bow: f64) -> Route {
        let ends = (self.place_of(&tie.from), self.place_of(&tie.to));
        let mut course = bowed(ends.0, ends.1, bow, PIECES.1);
        self.trim(&mut course, &tie.from);
        course.reverse();
        self.trim(&mut course, &tie.to);
        course.reverse();
        Route { course, ends, bow }
    }

    /// Cuts the beginning of a course back to the outline of the party that it starts from.
    fn trim(&self, course: &mut Vec<Point>, party: &Party) {
        let k = self.frame.scale.k;
        let Some(start) = course.first().copied() else {
            return;
        };
        let standing = party.actor().and_then(|id| self.standing.get(id));
        let keep_off = |point: Point| match standing {
            Some(standing) => {
                let grown = Shape {
                    size_px: standing.shape.size_px + standing.outline,
                    ..standing.shape
                };
                grown.reach((point - start).unit()) + END_GAP.0 * k
            }
            None => self.frame.home_px + END_GAP.1 * k,
        };
        let inside = course
            .iter()
            .take_while(|point| start.distance(**point) < keep_off(**point))
            .count();
        if inside >= course.len() {
            // The parties overlap: a tie without length in the middle between them.
            let end = course.last().copied().unwrap_or(start);
            let middle = start.towards(end, 0.5);
            *course = vec![middle, middle.towards(end, 1e-3)];
            return;
        }
        if inside == 0 {
            return;
        }
        // The outline is passed between the last inner point and the first outer one.
        let (mut near, mut far) = (course[inside - 1], course[inside]);
        for _ in 0..12 {
            let middle = near.towards(far, 0.5);
            if start.distance(middle) < keep_off(middle) {
                near = middle;
            } else {
                far = middle;
            }
        }
        course.drain(..inside);
        course.insert(0, far);
    }

    /// How bad a bow is: overlaps first, then crossings, then its size.
    fn cost(&self, tie: &TieLink, bow: f64, others: &BTreeMap<TieId, Route>) -> f64 {
        let k = self.frame.scale.k;
        let (a, b) = (self.place_of(&tie.from), self.place_of(&tie.to));
        let line = bowed(a, b, bow, PIECES.0);
        let mut cost = bow.abs() * 40.0;
        let distance = |point: Point| {
            let pieces = line
                .windows(2)
                .map(|pair| distance_to_segment(point, pair[0], pair[1]));
            pieces.fold(f64::INFINITY, f64::min)
        };
        let clearance = k * if is_bulky(tie.quality) {
            NODE_CLEARANCE.1
        } else {
            NODE_CLEARANCE.0
        };
        for (id, standing) in self.standing {
            if tie.from.actor() == Some(id) || tie.to.actor() == Some(id) {
                continue;
            }
            let need = standing.shape.radius() + clearance;
            let depth = need - distance(standing.at);
            if depth > 0.0 {
                cost += 100.0 + 100.0 * depth / need;
            }
        }
        let off_centre = self.frame.home_px + clearance - distance(self.frame.centre);
        if off_centre > 0.0 {
            cost += 100.0 + off_centre;
        }
        for name in self.names {
            if line
                .windows(2)
                .any(|pair| name.is_crossed_by(pair[0], pair[1]))
            {
                cost += 60.0;
            }
        }
        let bow_leaves = |point: &Point| match self.frame.view {
            View::Rings | View::Sluzki => {
                point.distance(self.frame.centre) > self.frame.unit_px - RIM * k
            }
            View::Ecomap => {
                let canvas = Rect::at(Point::default(), self.frame.canvas).grown(-RIM * k);
                !canvas.holds(&Rect::around(*point, 0.0, 0.0))
            }
        };
        if bow != 0.0 && line.iter().any(bow_leaves) {
            cost += 80.0;
        }
        for other in others.values() {
            let same = (other.ends.0 == a && other.ends.1 == b)
                || (other.ends.0 == b && other.ends.1 == a);
            if same {
                // Its twin: they must part in the middle.
                let middle = bowed(other.ends.0, other.ends.1, other.bow, 2);
                let apart = distance(middle.get(1).copied().unwrap_or_else(|| a.towards(b, 0.5)));
                if middle.len() < 3 && bow == 0.0 || apart < 12.0 * k {
                    cost += 90.0;
                }
                continue;
            }
            let meets = line.windows(2).any(|own| {
                other
                    .course
                    .windows(2)
                    .any(|pair| segments_cross(own[0], own[1], pair[0], pair[1]))
            });
            if meets {
                cost += 8.0;
            }
        }
        cost
    }
}
