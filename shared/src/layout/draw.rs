//! Places into geometry.

mod centre;
mod ground;
mod labelling;
mod node;

use std::collections::{BTreeMap, BTreeSet};

use crate::case::{Place, View};
use crate::ids::{ActorId, TieId};

use super::badges::{self, Contrast};
use super::drawing::{Drawing, NodeDrawing, TieDrawing};
use super::frame::Frame;
use super::genogram::Relative;
use super::geometry::{Point, Rect, along, length_of};
use super::request::{LayoutRequest, TieLink};
use super::sectors::SectorArc;
use super::shape::Shape;
use super::stroke::stroke;
use super::tie_routes::{Route, Routing, Standing};
use centre::centre;
use ground::Ground;
pub(super) use ground::ring_names;
pub(super) use node::{Looks, node};

/// Width of a node's outline.
const OUTLINE: f64 = 1.75;
/// How much larger the outline of a selected node is, and of one that a colleague has selected.
pub(super) const SELECTED: (f64, f64) = (17.0, 13.0);
/// The same in a genogram, where names stand close by.
const SELECTED_INSIDE: (f64, f64) = (9.0, 7.0);
/// Radius within which a pointer means a node: half a target of 44 px.
const HIT_RADIUS: f64 = 22.0;
/// Ties between two actors are a little finer than the person's.
const BETWEEN_ACTORS: f64 = 0.92;
/// How much thinner a tie is, and how much smaller a node, that a comparison leaves in the background.
const QUIET: (f64, f64) = (0.72, 12.0 / 26.0);
/// From the household's circle to a node that would stand on it.
const HOUSEHOLD_GAP: f64 = 8.0;
/// With more nodes than these a pointer's circle is not fitted to the neighbours: it costs too much.
const FITTED_MAX: usize = 1500;

/// What is on the page, where not everything is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// The actors.
    pub actors: BTreeSet<ActorId>,
    /// The ties; those of an actor that is not shown are not drawn either.
    pub ties: BTreeSet<TieId>,
}

/// What a drawing depends on besides the request and the places.
#[derive(Debug, Clone, Copy, Default)]
pub struct DrawOptions<'a> {
    /// Actors that are selected: their ties end at the larger outline, their labels choose first.
    pub selected: Option<&'a BTreeSet<ActorId>>,
    /// An earlier drawing of the same network: labels stay on their side where they can.
    pub earlier: Option<&'a Drawing>,
    /// What is on the page; `None` is everything. Who is left out keeps the place, so nobody else moves.
    pub shown: Option<&'a Shown>,
    /// What a comparison leaves in the background, and what it explains.
    pub contrast: Option<&'a Contrast>,
}

/// Draws a network whose actors stand at `places`. An actor without a place stands where its hand place is, else at
/// the top of its ring; [`arrange`](super::arrange) gives everybody a place.
#[must_use]
pub fn draw(
    request: &LayoutRequest,
    places: &BTreeMap<ActorId, Place>,
    options: DrawOptions<'_>,
) -> Drawing {
    let frame = Frame::new(request);
    Draftsman {
        request,
        frame: &frame,
        standing: standing(request, &frame, places, options),
        options,
    }
    .draw()
}

fn standing(
    request: &LayoutRequest,
    frame: &Frame,
    places: &BTreeMap<ActorId, Place>,
    options: DrawOptions<'_>,
) -> BTreeMap<ActorId, Standing> {
    let shown = |id: &&ActorId| options.shown.is_none_or(|shown| shown.actors.contains(*id));
    let actors = request.actors.iter().filter(|(id, _)| shown(id));
    let standing = actors.map(|(id, actor)| {
        let selected = options
            .selected
            .is_some_and(|selected| selected.contains(id));
        let larger = if frame.relative(id).is_some() {
            SELECTED_INSIDE.0
        } else {
            SELECTED.0
        };
        let outline = if selected {
            larger * frame.scale.k.max(0.8)
        } else {
            0.0
        };
        if let Some(relative) = frame.relative(id) {
            let standing = Standing {
                at: frame.centre + relative.at,
                shape: relative.shape,
                outline,
            };
            return (id.clone(), standing);
        }
        let place = places.get(id).copied().or(actor.place);
        let place = place.unwrap_or_else(|| frame.settle(actor.ring, Place { x: 0.0, y: -1.0 }));
        let quiet = options
            .contrast
            .is_some_and(|contrast| contrast.quiet_actors.contains(id));
        let size_px = frame.scale.node_px * if quiet { QUIET.1 } else { 1.0 };
        let shape = Shape::of(actor.kind, size_px);
        let standing = Standing {
            at: off_household(frame, shape, frame.point_at(place)),
            shape,
            outline,
        };
        (id.clone(), standing)
    });
    standing.collect()
}

/// Where an actor is drawn: off the household's circle, which may have grown over a place by hand.
pub(super) fn off_household(frame: &Frame, shape: Shape, at: Point) -> Point {
    let nearest = frame.home_px + shape.radius() + HOUSEHOLD_GAP * frame.scale.k;
    if frame.view != View::Ecomap || at.distance(frame.centre) >= nearest {
        return at;
    }
    frame.centre + (at - frame.centre).unit() * nearest
}

struct Draftsman<'a> {
    request: &'a LayoutRequest,
    frame: &'a Frame,
    standing: BTreeMap<ActorId, Standing>,
    options: DrawOptions<'a>,
}

impl Draftsman<'_> {
    fn draw(&self) -> Drawing {
        let ground = Ground {
            frame: self.frame,
            texts: &self.request.texts,
        };
        let rings = ring_names(self.frame, &self.request.texts);
        let headings = ground.sectors(&[]);
        let names: Vec<Rect> = rings
            .iter()
            .filter(|ring| !ring.name.is_empty())
            .map(|ring| ring.name_box.grown(3.0))
            .collect();
        let routing = Routing {
            request: self.request,
            frame: self.frame,
            standing: &self.standing,
            names: &names,
            shown: self.options.shown,
        };
        let routes = routing.routes();
        let ties = self.ties(&routes);
        let badges = self
            .options
            .contrast
            .map_or_else(BTreeMap::new, |contrast| {
                badges::places(contrast, &routes, &self.standing, &names)
            });
        let labels = self.labels(&routes, &rings, &headings, &badges);
        let taken: Vec<Rect> = labels
            .values()
            .filter(|label| !label.hidden)
            .map(|label| label.bounds)
            .collect();
        // A heading slides out from under tools and legends too, where its sector is wide enough.
        let covered: Vec<Rect> = taken
            .iter()
            .chain(&self.request.keep_free)
            .copied()
            .collect();
        let sectors = ground.sectors(&covered);
        let nodes = self.nodes();
        let centre = centre(self.request, self.frame);
        let bounds = self.bounds(&nodes, &taken, &sectors);
        Drawing {
            view: self.request.view,
            canvas: self.frame.canvas,
            scale: self.frame.scale,
            centre,
            rings,
            sectors,
            nodes,
            ties,
            labels,
            badges,
            bounds,
        }
    }

    /// Who of the household an actor is, if it stands in the genogram.
    fn relative(&self, id: &ActorId) -> Option<&Relative> {
        self.frame.relative(id)
    }

    fn nodes(&self) -> BTreeMap<ActorId, NodeDrawing> {
        let standing: Vec<(&ActorId, Standing)> = self
            .standing
            .iter()
            .map(|(id, standing)| (id, *standing))
            .collect();
        let fitted = standing.len() <= FITTED_MAX;
        let drawn = standing.iter().map(|(id, own)| {
            let member = self.relative(id).map(|relative| relative.member);
            let assumed = self.request.view == View::Sluzki
                && self
                    .request
                    .standpoint(id)
                    .is_some_and(|standpoint| standpoint.assumed);
            let looks = Looks {
                member,
                assumed,
                died: self.request.has_died(id),
            };
            let mut node = node(*own, looks, self.frame.scale.k);
            if fitted {
                // Half the way to the nearest neighbour: a finger that means this one does not touch that one.
                let others = standing.iter().filter(|(other, _)| other != id);
                let nearest = others.fold(f64::INFINITY, |nearest, (_, other)| {
                    nearest.min(other.at.distance(own.at))
                });
                node.hit_radius = node
                    .hit_radius
                    .min((nearest * 0.5).max(HIT_RADIUS))
                    .max(node.radius);
            }
            ((*id).clone(), node)
        });
        drawn.collect()
    }

    fn ties(&self, routes: &BTreeMap<TieId, Route>) -> BTreeMap<TieId, TieDrawing> {
        let drawn = routes.iter().filter_map(|(id, route)| {
            let tie = self.request.ties.get(id)?;
            let quiet = self
                .options
                .contrast
                .is_some_and(|contrast| contrast.quiet_ties.contains(id));
            let share = if quiet { QUIET.0 } else { 1.0 };
            Some((
                id.clone(),
                tie_drawing(self.request, self.frame, tie, route, share),
            ))
        });
        drawn.collect()
    }
}

/// A tie on its course; `share` makes its line thinner.
pub(super) fn tie_drawing(
    request: &LayoutRequest,
    frame: &Frame,
    tie: &TieLink,
    route: &Route,
    share: f64,
) -> TieDrawing {
    let between = tie.from.actor().is_some() && tie.to.actor().is_some();
    let k = frame.scale.k * if between { BETWEEN_ACTORS } else { 1.0 } * share;
    let stroked = stroke(&route.course, tie.quality, tie.flow, k);
    let (middle, _) = along(&route.course, length_of(&route.course) * 0.5);
    TieDrawing {
        quality: tie.quality,
        flow: tie.flow,
        line: stroked.line,
        style: stroked.style,
        marks: stroked.marks,
        course: route.course.clone(),
        middle,
        ends: route.ends,
        bow: route.bow,
        inside: request.stays_inside(tie),
    }
}
