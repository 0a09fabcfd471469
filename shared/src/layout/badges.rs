//! Where the signs of a comparison stand on the ties that they explain.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{ActorId, TieId};

use super::geometry::{Point, Rect, along, length_of};
use super::tie_routes::{Route, Standing};

/// Where along a tie a sign is tried, as shares of its length, from the middle outwards.
const TRIED: [f64; 11] = [
    0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8,
];
/// Between two signs, and from a sign to a node, in px.
const GAP: f64 = 3.0;

/// What a comparison leaves in the background, and what it explains.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Contrast {
    /// Actors to be drawn small and without a label.
    pub quiet_actors: BTreeSet<ActorId>,
    /// Ties to be drawn thin.
    pub quiet_ties: BTreeSet<TieId>,
    /// Ties that bear a sign.
    pub badges: BTreeSet<TieId>,
    /// Actors that bear a sign at their upper right.
    pub marked_actors: BTreeSet<ActorId>,
    /// Half the size of a sign, in px.
    pub badge_radius_px: f64,
}

/// A place for every sign: on its tie, clear of nodes, of the `names` of rings and of one another where the tie is long
/// enough for that.
pub(super) fn places(
    contrast: &Contrast,
    routes: &BTreeMap<TieId, Route>,
    standing: &BTreeMap<ActorId, Standing>,
    names: &[Rect],
) -> BTreeMap<TieId, Point> {
    let radius = contrast.badge_radius_px;
    let mut taken: Vec<Point> = Vec::new();
    let mut places = BTreeMap::new();
    // The shortest choose first: they have the least choice.
    let mut wanting: Vec<(&TieId, &Route, f64)> = contrast
        .badges
        .iter()
        .filter_map(|id| {
            let route = routes.get(id)?;
            Some((id, route, length_of(&route.course)))
        })
        .collect();
    wanting.sort_unstable_by(|one, other| one.2.total_cmp(&other.2).then(one.0.cmp(other.0)));
    for (id, route, length) in wanting {
        let room = |at: Point| {
            let from_signs = taken
                .iter()
                .map(|other| other.distance(at) - 2.0 * radius - GAP)
                .fold(f64::INFINITY, f64::min);
            let from_nodes = standing
                .values()
                .map(|node| node.at.distance(at) - node.shape.radius() - radius - GAP)
                .fold(f64::INFINITY, f64::min);
            let from_names = names
                .iter()
                .map(|name| name.distance(at) - radius)
                .fold(f64::INFINITY, f64::min);
            from_signs.min(from_nodes).min(from_names).min(0.0)
        };
        let mut best = (f64::NEG_INFINITY, along(&route.course, length * 0.5).0);
        for share in TRIED {
            let (at, _) = along(&route.course, length * share);
            let room = room(at);
            if room > best.0 {
                best = (room, at);
            }
        }
        taken.push(best.1);
        places.insert(id.clone(), best.1);
    }
    places
}

/// The two lines of a tie that is gone, as path data: on both sides of its course, `apart` px from each other.
#[must_use]
pub fn twin_lines(course: &[Point], apart: f64) -> [String; 2] {
    [-0.5, 0.5].map(|side| {
        let mut path = super::path::Path::default();
        for (at, point) in course.iter().enumerate() {
            let before = course[at.saturating_sub(1)];
            let after = course[(at + 1).min(course.len() - 1)];
            let beside = *point + (after - before).unit().normal() * (side * apart);
            if at == 0 {
                path.to(beside);
            } else {
                path.line(beside);
            }
        }
        path.finish()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::ActorKind;
    use crate::layout::shape::Shape;

    fn route(from: (f64, f64), to: (f64, f64)) -> Route {
        let (from, to) = (Point::new(from.0, from.1), Point::new(to.0, to.1));
        Route {
            course: vec![from, to],
            ends: (from, to),
            bow: 0.0,
        }
    }

    fn contrast(ids: &[&str]) -> Contrast {
        Contrast {
            badges: ids.iter().map(|id| id.parse().unwrap()).collect(),
            badge_radius_px: 8.5,
            ..Contrast::default()
        }
    }

    #[test]
    fn signs_of_ties_that_cross_do_not_lie_on_one_another() {
        let routes = BTreeMap::from([
            ("a".parse().unwrap(), route((0.0, 0.0), (200.0, 0.0))),
            ("b".parse().unwrap(), route((100.0, -100.0), (100.0, 100.0))),
        ]);
        let places = places(&contrast(&["a", "b"]), &routes, &BTreeMap::new(), &[]);
        let places: Vec<&Point> = places.values().collect();
        assert!(places[0].distance(*places[1]) >= 17.0 + GAP);
    }

    #[test]
    fn a_sign_keeps_off_the_nodes() {
        let routes = BTreeMap::from([("a".parse().unwrap(), route((0.0, 0.0), (200.0, 0.0)))]);
        let node = Standing {
            at: Point::new(100.0, 0.0),
            shape: Shape::of(ActorKind::Person, 26.0),
            outline: 0.0,
        };
        let standing = BTreeMap::from([("n".parse().unwrap(), node)]);
        let places = places(&contrast(&["a"]), &routes, &standing, &[]);
        let at = places.values().next().unwrap();
        assert!(at.distance(node.at) >= 13.0 + 8.5 + GAP);
    }

    #[test]
    fn a_sign_keeps_off_the_names_of_rings() {
        let routes = BTreeMap::from([("a".parse().unwrap(), route((0.0, 0.0), (200.0, 0.0)))]);
        let name = Rect::around(Point::new(100.0, 0.0), 30.0, 8.0);
        let places = places(&contrast(&["a"]), &routes, &BTreeMap::new(), &[name]);
        let at = places.values().next().unwrap();
        assert!(name.distance(*at) >= 8.5);
    }

    #[test]
    fn the_lines_of_a_tie_that_is_gone_run_beside_it() {
        let course = [Point::new(0.0, 0.0), Point::new(10.0, 0.0)];
        let [above, below] = twin_lines(&course, 4.0);
        assert_ne!(above, below);
        assert!(
            above.contains('2') && below.contains('2'),
            "{above} {below}"
        );
    }
}
