//! One node or one tie by itself, as a legend or a button shows it: the same shapes and strokes as on the map.

use crate::case::{ActorKind, Flow, Kinship, Member, TieQuality};

use super::drawing::{KinshipDrawing, LineStyle, Mark, NodeDrawing, SymbolDrawing};
use super::genogram::{cross, line_between, symbol};
use super::geometry::Point;
use super::shape::{Form, Shape};
use super::stroke::stroke;

/// A tie by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct TieSample {
    /// The line, as path data.
    pub line: String,
    /// How the line is stroked.
    pub style: LineStyle,
    /// Arrowheads and slashes.
    pub marks: Vec<Mark>,
}

/// A level tie from `(0, 0)` to `(length, 0)`. What is to be built points at its aim, whatever its flow.
#[must_use]
pub fn sample_tie(quality: TieQuality, flow: Flow, length: f64) -> TieSample {
    let flow = if quality == TieQuality::ToBuild && flow == Flow::Unknown {
        Flow::Forward
    } else {
        flow
    };
    let course = [Point::new(0.0, 0.0), Point::new(length, 0.0)];
    let stroked = stroke(&course, quality, flow, 1.0);
    TieSample {
        line: stroked.line,
        style: stroked.style,
        marks: stroked.marks,
    }
}

/// A node around `(0, 0)`.
#[must_use]
pub fn sample_node(kind: ActorKind, size_px: f64) -> NodeDrawing {
    let shape = Shape::of(kind, size_px);
    let (inner, inner_top, inner_bottom) = shape.inner();
    let (half_width, half_height) = shape.half();
    NodeDrawing {
        at: Point::default(),
        kind,
        outline: shape.path(),
        width: 1.75,
        inner,
        inner_top,
        inner_bottom,
        half_width,
        half_height,
        radius: shape.radius(),
        hit_radius: shape.radius(),
        selected: shape.path(),
        watched: shape.path(),
        flag_at: Point::default(),
        question_px: size_px * 0.56,
        symbol: None,
        cross: None,
        assumed: false,
        shape,
    }
}

/// A node around `(0, 0)` of somebody who has died.
#[must_use]
pub fn sample_crossed(size_px: f64) -> NodeDrawing {
    let node = sample_node(ActorKind::Person, size_px);
    NodeDrawing {
        cross: Some(cross(node.shape)),
        ..node
    }
}

/// The line of a kinship by itself, from `(0, 0)` to `(length, 0)`: between partners, or from a parent to a child.
#[must_use]
pub fn sample_kinship(kind: Kinship, length: f64) -> Vec<KinshipDrawing> {
    line_between(kind, Point::new(0.0, 0.0), Point::new(length, 0.0), 1.0)
}

/// A symbol of a genogram around `(0, 0)`.
#[must_use]
pub fn sample_symbol(member: Member, is_person: bool, size_px: f64) -> SymbolDrawing {
    let shape = Shape {
        form: Form::Member(member.gender),
        size_px,
    };
    symbol(shape, member, is_person, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_quality_has_its_own_line() {
        let samples: Vec<_> = TieQuality::ALL
            .iter()
            .map(|quality| sample_tie(*quality, Flow::Unknown, 40.0))
            .collect();
        for (at, one) in samples.iter().enumerate() {
            assert!(
                samples[at + 1..].iter().all(|other| other != one),
                "{:?} looks like another",
                TieQuality::ALL[at]
            );
        }
    }
}
