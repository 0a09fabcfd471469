//! A genogram's symbol with its marks.

use crate::case::Member;
use crate::layout::drawing::{LabelLine, SymbolDrawing};
use crate::layout::geometry::Point;
use crate::layout::path::Path;
use crate::layout::shape::Shape;

/// Width of the outline.
const OUTLINE: f64 = 1.75;
/// From the outline of the person's symbol to its second line.
const DOUBLE: f64 = 3.6;
/// Size of the age, in sizes of the symbol, and the least in px.
const AGE: (f64, f64) = (0.42, 8.0);
/// Middle of the badge, in sizes of the symbol; its radius, and the least.
const BADGE_AT: Point = Point::new(0.4, -0.44);
const BADGE: (f64, f64) = (6.2, 4.6);
/// Middle of the triangle of somebody who expects a child, and half its width, in sizes of the symbol.
const TRIANGLE: (Point, f64) = (Point::new(-0.62, 0.2), 0.19);

/// Radius of the badge of a symbol.
pub(in crate::layout) fn badge_radius(k: f64) -> f64 {
    (BADGE.0 * k).max(BADGE.1)
}

/// The cross over somebody who has died, around (0, 0).
pub(in crate::layout) fn cross(shape: Shape) -> String {
    let mut path = Path::default();
    for way in [Point::new(1.0, 1.0), Point::new(1.0, -1.0)] {
        let end = way.unit() * shape.reach(way.unit());
        path.lines(&[Point::default() - end, end]);
    }
    path.finish()
}

/// The symbol of somebody, around (0, 0).
pub(in crate::layout) fn symbol(
    shape: Shape,
    member: Member,
    is_person: bool,
    k: f64,
) -> SymbolDrawing {
    let size = shape.size_px;
    let age = member.age.map(|age| {
        let size_px = (size * AGE.0).max(AGE.1);
        LabelLine {
            text: age.to_string(),
            is_role: false,
            x: 0.0,
            y: size_px * 0.36,
            size_px,
        }
    });
    let cross = member.died.then(|| cross(shape));
    let pregnancy = member.pregnant.then(|| {
        let (at, half) = (TRIANGLE.0 * size, TRIANGLE.1 * size);
        let mut path = Path::default();
        path.lines(&[
            at + Point::new(0.0, -half),
            at + Point::new(half, half * 0.8),
            at + Point::new(-half, half * 0.8),
        ]);
        path.close();
        path.finish()
    });
    SymbolDrawing {
        outline: shape.path(),
        width: OUTLINE * k,
        double: is_person.then(|| shape.path_inside(DOUBLE * k)),
        age,
        cross,
        pregnancy,
        badge_at: BADGE_AT * size,
        badge_radius: badge_radius(k),
    }
}
