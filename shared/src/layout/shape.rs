//! The five shapes of actors, and the symbols of a genogram.

use crate::case::{ActorKind, Gender};

use super::geometry::{Point, Rect};
use super::path::Path;

/// How far inside its outline the support of an actor is drawn, in sizes.
const INSET: f64 = 0.095;
/// Half the width and half the height of a hexagon.
const HEXAGON: (f64, f64) = (0.56, 0.485);
/// Half the side of a service.
const SQUARE: f64 = 0.475;
/// Radius of a service's corners.
const CORNER: f64 = 0.16;
/// Half the width and half the height of an institution.
const HOUSE: (f64, f64) = (0.49, 0.52);
/// Where an institution's gable begins.
const EAVES: f64 = -0.16;
/// Radius of a group's two circles, and how far each lies from the middle.
const TWINS: (f64, f64) = (0.46, 0.24);

/// Half the side of a man's square in a genogram: it looks as large as a circle of the same size.
const MAN: f64 = 0.46;
/// From the middle of a diamond to its corners.
const DIAMOND: f64 = 0.58;

/// What is drawn: an actor of some kind, or a member of the household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// By kind.
    Actor(ActorKind),
    /// Circle for a woman, square for a man, diamond for another gender and for one that nobody has noted.
    Member(Option<Gender>),
}

/// The outlines that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figure {
    Circle,
    Twins,
    Hexagon,
    Rounded,
    House,
    Square,
    Diamond,
}

/// A shape at a size, around (0, 0).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shape {
    pub form: Form,
    pub size_px: f64,
}

impl Shape {
    /// The shape of an actor.
    pub(super) const fn of(kind: ActorKind, size_px: f64) -> Self {
        Self {
            form: Form::Actor(kind),
            size_px,
        }
    }

    const fn figure(self) -> Figure {
        match self.form {
            Form::Actor(ActorKind::Person) | Form::Member(Some(Gender::Woman)) => Figure::Circle,
            Form::Actor(ActorKind::Group) => Figure::Twins,
            Form::Actor(ActorKind::Organization) => Figure::Hexagon,
            Form::Actor(ActorKind::Service) => Figure::Rounded,
            Form::Actor(ActorKind::Institution) => Figure::House,
            Form::Member(Some(Gender::Man)) => Figure::Square,
            Form::Member(Some(Gender::Other) | None) => Figure::Diamond,
        }
    }

    /// Half the width and half the height.
    pub(super) fn half(self) -> (f64, f64) {
        let (width, height) = match self.figure() {
            Figure::Circle => (0.5, 0.5),
            Figure::Twins => (TWINS.0 + TWINS.1, TWINS.0),
            Figure::Hexagon => HEXAGON,
            Figure::Rounded => (SQUARE, SQUARE),
            Figure::House => HOUSE,
            Figure::Square => (MAN, MAN),
            Figure::Diamond => (DIAMOND, DIAMOND),
        };
        (width * self.size_px, height * self.size_px)
    }

    /// The box around the shape when its middle is at `at`.
    pub(super) fn bounds(self, at: Point) -> Rect {
        let (width, height) = self.half();
        Rect::around(at, width, height)
    }

    /// Radius of the circle around the shape.
    pub(super) fn radius(self) -> f64 {
        let share = match self.figure() {
            Figure::Circle => 0.5,
            Figure::Twins => 0.7,
            Figure::Hexagon => 0.56,
            Figure::Rounded => 0.618,
            Figure::House => 0.715,
            Figure::Square => 0.651,
            Figure::Diamond => DIAMOND,
        };
        share * self.size_px
    }

    /// The corners of a shape that has straight sides; a service counts with its corners cut off.
    fn corners(self) -> Vec<Point> {
        let s = self.size_px;
        let corner = |x: f64, y: f64| Point::new(x * s, y * s);
        match self.figure() {
            Figure::Circle | Figure::Twins => Vec::new(),
            Figure::Square => vec![
                corner(MAN, MAN),
                corner(-MAN, MAN),
                corner(-MAN, -MAN),
                corner(MAN, -MAN),
            ],
            Figure::Diamond => vec![
                corner(DIAMOND, 0.0),
                corner(0.0, DIAMOND),
                corner(-DIAMOND, 0.0),
                corner(0.0, -DIAMOND),
            ],
            Figure::Hexagon => {
                let (w, h) = HEXAGON;
                let half = w * 0.5;
                vec![
                    corner(w, 0.0),
                    corner(half, h),
                    corner(-half, h),
                    corner(-w, 0.0),
                    corner(-half, -h),
                    corner(half, -h),
                ]
            }
            Figure::Rounded => {
                let (far, near) = (SQUARE, SQUARE - CORNER * 0.5);
                vec![
                    corner(far, near),
                    corner(near, far),
                    corner(-near, far),
                    corner(-far, near),
                    corner(-far, -near),
                    corner(-near, -far),
                    corner(near, -far),
                    corner(far, -near),
                ]
            }
            Figure::House => {
                let (w, h) = HOUSE;
                vec![
                    corner(w, h),
                    corner(-w, h),
                    corner(-w, EAVES),
                    corner(0.0, -h),
                    corner(w, EAVES),
                ]
            }
        }
    }

    /// How far the outline lies from the middle in a direction.
    pub(super) fn reach(self, direction: Point) -> f64 {
        match self.figure() {
            Figure::Circle => 0.5 * self.size_px,
            Figure::Twins => {
                let (radius, off) = (TWINS.0 * self.size_px, TWINS.1 * self.size_px);
                // The far crossing of the ray with the circle on its side.
                let along = off * direction.x.abs();
                let across = off * direction.y;
                along + (radius * radius - across * across).max(0.0).sqrt()
            }
            _ => {
                let corners = self.corners();
                let sides = corners.iter().zip(corners.iter().cycle().skip(1));
                let hits = sides.filter_map(|(a, b)| {
                    let side = *b - *a;
                    let turn = direction.cross(side);
                    if turn.abs() < 1e-9 {
                        return None;
                    }
                    let (distance, share) = (a.cross(side) / turn, a.cross(direction) / turn);
                    (distance > 0.0 && (-1e-9..=1.0 + 1e-9).contains(&share)).then_some(distance)
                });
                hits.fold(0.0, f64::max)
            }
        }
    }

    /// The outline as path data.
    pub(super) fn path(self) -> String {
        self.path_inside(0.0)
    }

    /// The shape that support fills, as path data, and its upper and lower edge.
    pub(super) fn inner(self) -> (String, f64, f64) {
        let inset = INSET * self.size_px;
        let (top, bottom) = if self.figure() == Figure::House {
            let corners = inside(&self.corners(), inset);
            let top = corners
                .iter()
                .fold(f64::MAX, |least, corner| least.min(corner.y));
            (top, HOUSE.1 * self.size_px - inset)
        } else {
            let half = self.half().1 - inset;
            (-half, half)
        };
        (self.path_inside(inset), top, bottom)
    }

    pub(super) fn path_inside(self, inset: f64) -> String {
        let s = self.size_px;
        let mut path = Path::default();
        match self.figure() {
            Figure::Circle => {
                let radius = s * 0.5 - inset;
                path.to(Point::new(radius, 0.0));
                path.arc(radius, false, true, Point::new(-radius, 0.0));
                path.arc(radius, false, true, Point::new(radius, 0.0));
            }
            Figure::Twins => {
                let (radius, off) = (TWINS.0 * s - inset, TWINS.1 * s);
                let waist = (radius * radius - off * off).max(0.0).sqrt();
                path.to(Point::new(0.0, -waist));
                path.arc(radius, true, true, Point::new(0.0, waist));
                path.arc(radius, true, true, Point::new(0.0, -waist));
            }
            Figure::Rounded => {
                let (half, corner) = (SQUARE * s - inset, (CORNER * s - inset * 0.6).max(0.0));
                let flat = half - corner;
                path.to(Point::new(-flat, -half))
                    .line(Point::new(flat, -half));
                path.arc(corner, false, true, Point::new(half, -flat))
                    .line(Point::new(half, flat));
                path.arc(corner, false, true, Point::new(flat, half))
                    .line(Point::new(-flat, half));
                path.arc(corner, false, true, Point::new(-half, flat))
                    .line(Point::new(-half, -flat));
                path.arc(corner, false, true, Point::new(-flat, -half));
            }
            Figure::Hexagon | Figure::House | Figure::Square | Figure::Diamond => {
                path.lines(&inside(&self.corners(), inset));
            }
        }
        path.close();
        path.finish()
    }
}

/// The corners of the polygon whose sides lie `inset` inside those of a convex one that runs clockwise.
fn inside(corners: &[Point], inset: f64) -> Vec<Point> {
    let count = corners.len();
    (0..count)
        .map(|at| {
            let (before, here, after) = (
                corners[(at + count - 1) % count],
                corners[at],
                corners[(at + 1) % count],
            );
            let (first, second) = (
                (here - before).unit().normal(),
                (after - here).unit().normal(),
            );
            let middle = (first + second).unit();
            here + middle * (inset / middle.dot(first).max(0.2))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reach_follows_the_outline() {
        let right = Point::new(1.0, 0.0);
        let down = Point::new(0.0, 1.0);
        for kind in ActorKind::ALL {
            let shape = Shape::of(*kind, 100.0);
            let (width, height) = shape.half();
            assert!(
                (shape.reach(right) - width).abs() < 1e-6,
                "{kind:?} to the right"
            );
            // Between its two circles a group has a waist.
            let waist = if *kind == ActorKind::Group { 0.85 } else { 1.0 };
            assert!(
                ((waist * height)..=(height + 1e-5)).contains(&(shape.reach(down) + 1e-6)),
                "{kind:?} down"
            );
            assert!(
                shape.reach(Point::new(1.0, 1.0).unit()) <= shape.radius() + 1e-6,
                "{kind:?} slanting"
            );
        }
    }

    #[test]
    fn the_inner_shape_lies_inside() {
        let corners = Shape::of(ActorKind::Institution, 100.0).corners();
        for (outer, inner) in corners.iter().zip(inside(&corners, 9.5)) {
            assert!(
                inner.length() < outer.length(),
                "{inner:?} is not inside {outer:?}"
            );
        }
    }
}
