//! A place for every actor that nobody has placed by hand.

use std::collections::BTreeMap;
use std::f64::consts::TAU;

use crate::case::{Place, Ring, Sector, View};
use crate::ids::ActorId;

use super::angle;
use super::frame::{Band, Frame};
use super::geometry::{Point, real};
use super::request::LayoutRequest;

/// A place for every actor of the request; those placed by hand stay exactly where they are.
#[must_use]
pub fn arrange(request: &LayoutRequest) -> BTreeMap<ActorId, Place> {
    arrange_keeping(request, &BTreeMap::new())
}

/// As [`arrange`], but whoever had a place `before` that still suits its ring keeps it, so that adding one actor does
/// not stir the others.
#[must_use]
pub fn arrange_keeping(
    request: &LayoutRequest,
    before: &BTreeMap<ActorId, Place>,
) -> BTreeMap<ActorId, Place> {
    let frame = Frame::new(request);
    let count = real(request.actors.len()).max(1.0);
    let actors = request.actors.iter().enumerate().map(|(at, (id, actor))| {
        let kept = before
            .get(id)
            .copied()
            .filter(|place| request.view == View::Ecomap || Band::of(actor.ring).holds(*place));
        let place = actor.place.or(kept).unwrap_or_else(|| {
            let at =
                angle::direction(TAU * (real(at) + 0.5) / count) * Band::of(actor.ring).middle();
            frame.settle(actor.ring, Place { x: at.x, y: at.y })
        });
        (id.clone(), place)
    });
    actors.collect()
}

/// A free place in a ring, as near as can be to `near`, for an actor that is added without pointing.
#[must_use]
pub fn free_place_near(
    request: &LayoutRequest,
    places: &BTreeMap<ActorId, Place>,
    ring: Ring,
    sector: Option<Sector>,
    near: Option<Place>,
) -> Place {
    let frame = Frame::new(request);
    let band = Band::of(ring);
    let middle = frame
        .arc_of(sector)
        .map_or(TAU * 0.5, super::sectors::SectorArc::middle);
    let start = near.map_or_else(
        || angle::direction(middle) * band.middle(),
        |place| Point::new(place.x, place.y),
    );
    let taken: Vec<Point> = places
        .values()
        .map(|place| Point::new(place.x, place.y))
        .collect();
    let mut best = (f64::INFINITY, start);
    for step in 0..72 {
        for row in 0..3 {
            let radius = band.inner + (band.outer - band.inner) * f64::from(row) * 0.5;
            let at = angle::direction(TAU * f64::from(step) / 72.0) * radius;
            let crowd = taken
                .iter()
                .map(|other| (0.16 - at.distance(*other)).max(0.0))
                .sum::<f64>();
            let cost = at.distance(start) + crowd * 60.0;
            if cost < best.0 {
                best = (cost, at);
            }
        }
    }
    frame.settle(
        ring,
        Place {
            x: best.1.x,
            y: best.1.y,
        },
    )
}
