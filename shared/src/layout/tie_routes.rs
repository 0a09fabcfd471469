//! The courses of ties: the person's are straight rays unless somebody stands in the way, those between others bow out
//! of the way.

use std::collections::BTreeMap;

use crate::case::{Party, View};
use crate::ids::{ActorId, TieId};

use super::draw::Shown;
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
/// A ray of the person's that comes nearer than this to a node bows out of its way.
const RAY_CLEARANCE: f64 = 2.0;
/// With more ties between actors than these their crossings are not reckoned: there are too many to avoid, and looking
/// at each pair of ties costs.
const CROSSINGS_MAX: usize = 160;
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
    /// The ties that are on the page; `None` is all.
    pub shown: Option<&'a Shown>,
}

impl Routing<'_> {
    /// Where a party is.
    pub(super) fn place_of(&self, party: &Party) -> Point {
        party
            .actor()
            .and_then(|id| self.standing.get(id))
            .map_or(self.frame.centre, |standing| standing.at)
    }

    /// Where a tie's party is: inside the household the person has a place of her own.
    fn end_of(&self, party: &Party, tie: &TieLink) -> Point {
        match &self.frame.genogram {
            Some(genogram) if *party == Party::Person && self.request.stays_inside(tie) => genogram
                .people
                .get(party)
                .map_or(self.frame.centre, |person| self.frame.centre + person.at),
            _ => self.place_of(party),
        }
    }

    /// Whether a tie is drawn: it is on the page, and so are both its parties.
    pub(super) fn draws(&self, id: &TieId, tie: &TieLink) -> bool {
        let stands = |party: &Party| {
            party
                .actor()
                .is_none_or(|id| self.standing.contains_key(id))
        };
        tie.from != tie.to
            && stands(&tie.from)
            && stands(&tie.to)
            && self.shown.is_none_or(|shown| shown.ties.contains(id))
    }

    /// The courses of all ties.
    pub(super) fn routes(&self) -> BTreeMap<TieId, Route> {
        let mut routes = BTreeMap::new();
        let mut between_actors = Vec::new();
        let mut rays: Vec<Party> = Vec::new();
        for (id, tie) in self
            .request
            .ties
            .iter()
            .filter(|(id, tie)| self.draws(id, tie))
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
            let bow = match doubled {
                0 => self.ray_bow(tie),
                1 => 0.08,
                2 => -0.08,
                _ => 0.16,
            };
            routes.insert(id.clone(), self.route(tie, bow));
        }
        // Short ones first: they have the least choice.
        between_actors.sort_by(|(_, a), (_, b)| {
            let length = |tie: &TieLink| self.place_of(&tie.from).distance(self.place_of(&tie.to));
            length(a).total_cmp(&length(b))
        });
        let crossings = between_actors.len() <= CROSSINGS_MAX;
        for (id, tie) in between_actors {
            let others = Some(&routes).filter(|_| crossings);
            let bow = self.bow(tie, others);
            routes.insert(id.clone(), self.route(tie, bow));
        }
        routes
    }

    /// The bow of a tie of the person: none, unless somebody stands in the way of the straight ray.
    pub(super) fn ray_bow(&self, tie: &TieLink) -> f64 {
        let (a, b) = (self.place_of(&tie.from), self.place_of(&tie.to));
        let blocked = self.standing.iter().any(|(id, standing)| {
            let own = tie.from.actor() == Some(id) || tie.to.actor() == Some(id);
            // Her rays begin at the household's circle: nobody inside stands in their way.
            let inside = self.frame.relative(id).is_some();
            !own && !inside
                && distance_to_segment(standing.at, a, b) < standing.shape.radius() + RAY_CLEARANCE
        });
        if blocked { self.bow(tie, None) } else { 0.0 }
    }

    /// The best bow of a tie between actors, given the courses of `others`.
    pub(super) fn bow(&self, tie: &TieLink, others: Option<&BTreeMap<TieId, Route>>) -> f64 {
        let mut best = (f64::INFINITY, 0.0);
        for bow in BOWS {
            let cost = self.cost(tie, bow, others);
            if cost < best.0 {
                best = (cost, bow);
            }
            if best.0 <= bow.abs() * 40.0 {
                break;
            }
        }
        best.1
    }

    pub(super) fn route(&self, tie: &TieLink, bow: f64) -> Route {
        let ends = (self.end_of(&tie.from, tie), self.end_of(&tie.to, tie));
        let mut course = bowed(ends.0, ends.1, bow, PIECES.1);
        let inside = self.request.stays_inside(tie);
        self.trim(&mut course, &tie.from, inside);
        course.reverse();
        self.trim(&mut course, &tie.to, inside);
        course.reverse();
        Route { course, ends, bow }
    }

    /// Cuts the beginning of a course back to the outline of the party that it starts from.
    fn trim(&self, course: &mut Vec<Point>, party: &Party, inside: bool) {
        let k = self.frame.scale.k;
        let Some(start) = course.first().copied() else {
            return;
        };
        let standing = party.actor().and_then(|id| self.standing.get(id));
        let own_symbol = self
            .frame
            .genogram
            .as_ref()
            .filter(|_| inside)
            .and_then(|genogram| genogram.people.get(&Party::Person))
            .map(|person| person.shape.radius());
        let keep_off = |point: Point| match standing {
            Some(standing) => {
                let grown = Shape {
                    size_px: standing.shape.size_px + standing.outline,
                    ..standing.shape
                };
                grown.reach((point - start).unit()) + END_GAP.0 * k
            }
            None => own_symbol.unwrap_or(self.frame.home_px) + END_GAP.1 * k,
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
    fn cost(&self, tie: &TieLink, bow: f64, others: Option<&BTreeMap<TieId, Route>>) -> f64 {
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
        let around = line.iter().fold(Rect::around(a, 0.0, 0.0), |all, point| {
            all.union(&Rect::around(*point, 0.0, 0.0))
        });
        let of_person = tie.from.actor().is_none() || tie.to.actor().is_none();
        for (id, standing) in self.standing {
            let need = standing.shape.radius() + clearance;
            let passed_outside = of_person && self.frame.relative(id).is_some();
            if passed_outside || around.distance(standing.at) > need {
                continue;
            }
            if tie.from.actor() == Some(id) || tie.to.actor() == Some(id) {
                continue;
            }
            let depth = need - distance(standing.at);
            if depth > 0.0 {
                cost += 100.0 + 100.0 * depth / need;
            }
        }
        // A tie of a member of the household ends inside the circle.
        let inside = self.request.is_inside(&tie.from) || self.request.is_inside(&tie.to);
        let off_centre = self.frame.home_px + clearance - distance(self.frame.centre);
        if off_centre > 0.0 && !inside {
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
        for other in others.into_iter().flat_map(BTreeMap::values) {
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
