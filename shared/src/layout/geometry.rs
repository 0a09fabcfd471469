//! Points, boxes and the few questions about them that laying out asks.

use std::ops::{Add, Mul, Sub};

/// A count as a number to reckon with.
pub(super) fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A point or a vector; x to the right, y down.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

impl Point {
    /// A point from its coordinates.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Distance from the origin.
    #[must_use]
    pub fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    /// Distance to another point.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        (self - other).length()
    }

    /// Scalar product.
    #[must_use]
    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    /// Cross product; positive when `other` lies clockwise of `self` on the screen.
    #[must_use]
    pub fn cross(self, other: Self) -> f64 {
        self.x * other.y - self.y * other.x
    }

    /// The vector of length 1 in the same direction; to the right if there is no direction.
    #[must_use]
    pub fn unit(self) -> Self {
        let length = self.length();
        if length > 1e-9 {
            self * (1.0 / length)
        } else {
            Self::new(1.0, 0.0)
        }
    }

    /// A quarter turn clockwise on the screen.
    #[must_use]
    pub fn normal(self) -> Self {
        Self::new(-self.y, self.x)
    }

    /// The point at `share` of the way to `other`.
    #[must_use]
    pub fn towards(self, other: Self, share: f64) -> Self {
        self + (other - self) * share
    }
}

impl Add for Point {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f64> for Point {
    type Output = Self;

    fn mul(self, by: f64) -> Self {
        Self::new(self.x * by, self.y * by)
    }
}

/// A width and a height.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Size {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Size {
    /// A size from width and height.
    #[must_use]
    pub const fn new(width: f64, height: f64) -> Self {
        Self { width, height }
    }
}

/// An upright box.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Rect {
    /// The box with its upper left corner at `corner`.
    #[must_use]
    pub fn at(corner: Point, size: Size) -> Self {
        Self {
            left: corner.x,
            top: corner.y,
            right: corner.x + size.width,
            bottom: corner.y + size.height,
        }
    }

    /// The box around `centre`.
    #[must_use]
    pub fn around(centre: Point, half_width: f64, half_height: f64) -> Self {
        Self {
            left: centre.x - half_width,
            top: centre.y - half_height,
            right: centre.x + half_width,
            bottom: centre.y + half_height,
        }
    }

    /// Width.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// The middle.
    #[must_use]
    pub fn centre(&self) -> Point {
        Point::new(
            f64::midpoint(self.left, self.right),
            f64::midpoint(self.top, self.bottom),
        )
    }

    /// The box with every edge moved outwards.
    #[must_use]
    pub fn grown(&self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    /// The same box elsewhere.
    #[must_use]
    pub fn moved(&self, by: Point) -> Self {
        Self {
            left: self.left + by.x,
            top: self.top + by.y,
            right: self.right + by.x,
            bottom: self.bottom + by.y,
        }
    }

    /// The smallest box that holds both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Whether the insides have a point in common.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        self.left <= other.left
            && other.right <= self.right
            && self.top <= other.top
            && other.bottom <= self.bottom
    }

    /// Distance from a point; 0 inside.
    #[must_use]
    pub fn distance(&self, point: Point) -> f64 {
        let dx = (self.left - point.x).max(point.x - self.right).max(0.0);
        let dy = (self.top - point.y).max(point.y - self.bottom).max(0.0);
        Point::new(dx, dy).length()
    }

    /// Whether a straight line between two points passes through the inside.
    #[must_use]
    pub fn is_crossed_by(&self, a: Point, b: Point) -> bool {
        if a.x.max(b.x) <= self.left
            || a.x.min(b.x) >= self.right
            || a.y.max(b.y) <= self.top
            || a.y.min(b.y) >= self.bottom
        {
            return false;
        }
        // Both reach over the box: it is missed only if all four corners lie on one side of the line.
        let line = b - a;
        let side = |x: f64, y: f64| line.cross(Point::new(x, y) - a);
        let corners = [
            side(self.left, self.top),
            side(self.right, self.top),
            side(self.right, self.bottom),
            side(self.left, self.bottom),
        ];
        corners.iter().any(|c| *c > 0.0) && corners.iter().any(|c| *c < 0.0)
    }
}

/// Distance of a point from the straight line between two others.
pub(super) fn distance_to_segment(point: Point, a: Point, b: Point) -> f64 {
    let line = b - a;
    let squared = line.dot(line);
    let share = if squared > 1e-9 {
        ((point - a).dot(line) / squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    point.distance(a + line * share)
}

/// Whether two straight lines cross at an inner point of both.
pub(super) fn segments_cross(a: Point, b: Point, c: Point, d: Point) -> bool {
    let (ab, cd) = (b - a, d - c);
    let (c1, c2) = (ab.cross(c - a), ab.cross(d - a));
    let (c3, c4) = (cd.cross(a - c), cd.cross(b - c));
    c1 * c2 < 0.0 && c3 * c4 < 0.0
}

/// Length of a line through points.
pub(super) fn length_of(line: &[Point]) -> f64 {
    line.windows(2).map(|pair| pair[0].distance(pair[1])).sum()
}

/// The part of a line between two distances along it; at least two points.
pub(super) fn part_of(line: &[Point], from: f64, to: f64) -> Vec<Point> {
    let (first, _) = along(line, from);
    let mut part = vec![first];
    let mut walked = 0.0;
    for pair in line.windows(2) {
        walked += pair[0].distance(pair[1]);
        if walked > from + 1e-6 && walked < to - 1e-6 {
            part.push(pair[1]);
        }
    }
    part.push(along(line, to).0);
    part
}

/// The point at a distance along a line, and the direction of the line there.
pub(super) fn along(line: &[Point], distance: f64) -> (Point, Point) {
    let mut left = distance.max(0.0);
    let mut last = (Point::default(), Point::new(1.0, 0.0));
    for pair in line.windows(2) {
        let length = pair[0].distance(pair[1]);
        if length < 1e-9 {
            continue;
        }
        let direction = (pair[1] - pair[0]) * (1.0 / length);
        if left <= length {
            return (pair[0] + direction * left, direction);
        }
        left -= length;
        last = (pair[1], direction);
    }
    last
}
