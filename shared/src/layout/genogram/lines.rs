//! The lines of a genogram: between partners, from parents to children.

use crate::case::Kinship;
use crate::layout::drawing::{KinshipDrawing, LineStyle};
use crate::layout::geometry::{Point, real};
use crate::layout::path::Path;

use super::family::{Brood, Family};
use super::{Block, ROW_GAP, Side, Sizes};

/// Width of a line.
const WIDTH: f64 = 1.5;
/// Length of a slash, and the space between two.
const SLASH: (f64, f64) = (12.0, 5.0);
/// Half the distance between the two lines of an adoption.
const TWIN: f64 = 1.9;
/// How far the line of partners who do not stand beside each other is raised over the heads.
const RAISED: f64 = 6.0;

/// Every line, those between partners first.
pub(super) fn draw(
    family: &Family,
    blocks: &[Block],
    at: &[Point],
    sizes: &Sizes,
) -> Vec<KinshipDrawing> {
    let drawer = Drawer {
        family,
        blocks,
        at,
        sizes,
    };
    let mut lines = Vec::new();
    for (a, b, kind) in &family.unions {
        drawer.union(*a, *b, *kind, &mut lines);
    }
    for (nth, brood) in family.broods.iter().enumerate() {
        drawer.brood(nth, brood, &mut lines);
    }
    lines
}

/// A line by itself: between two partners, or from a parent to a child.
pub(in crate::layout) fn line_between(
    kind: Kinship,
    from: Point,
    to: Point,
    k: f64,
) -> Vec<KinshipDrawing> {
    if !kind.is_partnership() {
        return descent(kind, from, to, k);
    }
    let mut path = Path::default();
    path.lines(&[from, to]);
    let mut lines = vec![KinshipDrawing {
        kind,
        path: path.finish(),
        style: partner_style(kind, k),
    }];
    lines.extend(slashes(kind, from.towards(to, 0.5), k));
    lines
}

fn style(k: f64, dash: &[f64]) -> LineStyle {
    LineStyle {
        width: WIDTH * k,
        dash: dash.iter().map(|part| part * k).collect(),
        round_caps: dash.first() == Some(&0.0),
    }
}

fn partner_style(kind: Kinship, k: f64) -> LineStyle {
    let dash: &[f64] = if kind == Kinship::Cohabitation {
        &[4.0, 3.0]
    } else {
        &[]
    };
    style(k, dash)
}

/// One slash for a separation, two for a divorce.
fn slashes(kind: Kinship, middle: Point, k: f64) -> Option<KinshipDrawing> {
    let count = match kind {
        Kinship::Separation => 1,
        Kinship::Divorce => 2,
        _ => return None,
    };
    let half = Point::new(0.4226, -0.9063) * (SLASH.0 * 0.5 * k);
    let mut path = Path::default();
    for nth in 0..count {
        let off = (real(nth) - real(count - 1) * 0.5) * SLASH.1 * k;
        let at = middle + Point::new(off, 0.0);
        path.lines(&[at - half, at + half]);
    }
    Some(KinshipDrawing {
        kind,
        path: path.finish(),
        style: style(k, &[]),
    })
}

/// The line down to a child: two for an adoption, of which one is dashed; dots for a foster child.
fn descent(kind: Kinship, from: Point, to: Point, k: f64) -> Vec<KinshipDrawing> {
    let aside = (to - from).unit().normal() * (TWIN * k);
    let line = |off: Point, dash: &[f64]| {
        let mut path = Path::default();
        path.lines(&[from + off, to + off]);
        KinshipDrawing {
            kind,
            path: path.finish(),
            style: style(k, dash),
        }
    };
    match kind {
        Kinship::Adoption => vec![
            line(aside, &[]),
            line(Point::default() - aside, &[3.0, 2.4]),
        ],
        Kinship::Foster => vec![line(Point::default(), &[0.0, 3.4])],
        _ => vec![line(Point::default(), &[])],
    }
}

struct Drawer<'a> {
    family: &'a Family,
    blocks: &'a [Block],
    at: &'a [Point],
    sizes: &'a Sizes,
}

impl Drawer<'_> {
    /// The height of the line between two partners.
    fn union_y(&self, a: usize, b: usize) -> f64 {
        if self.family.are_neighbours(a, b) {
            return self.at[a].y;
        }
        let row = self.at[a].y;
        let heads = (0..self.at.len())
            .filter(|index| (self.at[*index].y - row).abs() < f64::EPSILON)
            .map(|index| row - self.blocks[index].shape.half().1);
        heads.fold(row, f64::min) - RAISED * self.sizes.k
    }

    fn union(&self, a: usize, b: usize, kind: Kinship, lines: &mut Vec<KinshipDrawing>) {
        let (left, right) = if self.at[a].x <= self.at[b].x {
            (a, b)
        } else {
            (b, a)
        };
        let y = self.union_y(a, b);
        let mut path = Path::default();
        let half = |index: usize| self.blocks[index].shape.half();
        let (from, to) = if (y - self.at[a].y).abs() < f64::EPSILON {
            let from = Point::new(self.at[left].x + half(left).0, y);
            let to = Point::new(self.at[right].x - half(right).0, y);
            path.lines(&[from, to]);
            (from, to)
        } else {
            let (from, to) = (
                Point::new(self.at[left].x, y),
                Point::new(self.at[right].x, y),
            );
            let head = |index: usize| self.at[index] - Point::new(0.0, half(index).1);
            path.lines(&[head(left), from, to, head(right)]);
            (from, to)
        };
        let k = self.sizes.k;
        lines.push(KinshipDrawing {
            kind,
            path: path.finish(),
            style: partner_style(kind, k),
        });
        // Off the middle if children hang there.
        let hangs = self
            .family
            .broods
            .iter()
            .any(|brood| brood.parents.contains(&a) && brood.parents.contains(&b));
        let middle = from.towards(to, if hangs { 0.28 } else { 0.5 });
        lines.extend(slashes(kind, middle, k));
    }

    fn brood(&self, nth: usize, brood: &Brood, lines: &mut Vec<KinshipDrawing>) {
        let k = self.sizes.k;
        let origin = match brood.parents.as_slice() {
            [one, other] => Point::new(
                f64::midpoint(self.at[*one].x, self.at[*other].x),
                self.union_y(*one, *other),
            ),
            [one] => self.at[*one] + Point::new(0.0, self.blocks[*one].shape.half().1),
            _ => return,
        };
        let top = |child: usize| {
            let name = if self.blocks[child].side == Side::Above {
                self.blocks[child].rise().0
            } else {
                0.0
            };
            self.at[child] - Point::new(0.0, self.blocks[child].shape.half().1.max(name))
        };
        let highest = brood
            .children
            .iter()
            .map(|(child, _)| top(*child).y)
            .fold(f64::INFINITY, f64::min);
        // Two broods of one row do not share their rails.
        let rail = highest - ROW_GAP * 0.5 * k - real(nth % 3) * 3.0 * k;
        let (least, most) = brood
            .children
            .iter()
            .map(|(child, _)| self.at[*child].x)
            .fold((origin.x, origin.x), |(least, most), x| {
                (least.min(x), most.max(x))
            });
        let mut frame = Path::default();
        frame.lines(&[origin, Point::new(origin.x, rail)]);
        if most - least > 0.5 {
            frame.lines(&[Point::new(least, rail), Point::new(most, rail)]);
        }
        lines.push(KinshipDrawing {
            kind: Kinship::ParentChild,
            path: frame.finish(),
            style: style(k, &[]),
        });
        for (child, kind) in &brood.children {
            let from = Point::new(self.at[*child].x, rail);
            lines.extend(descent(*kind, from, top(*child), k));
        }
    }
}
