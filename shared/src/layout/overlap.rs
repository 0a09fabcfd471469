//! Exact checks of a drawing: whatever a person would call an overlap.

use crate::case::{Ring, TieQuality, View};

use super::drawing::{Drawing, NodeDrawing};
use super::frame::{Band, Frame};
use super::geometry::{Point, Rect, distance_to_segment};
use super::request::LayoutRequest;
use super::shape::Shape;

/// Outline of a node as points close to each other.
fn outline(node: &NodeDrawing, size_px: f64) -> Vec<Point> {
    let shape = Shape {
        kind: node.kind,
        size_px,
    };
    (0..72)
        .map(|step| super::angle::direction(f64::from(step) * std::f64::consts::TAU / 72.0))
        .map(|way| node.at + way * shape.reach(way))
        .collect()
}

fn crosses(course: &[Point], bounds: &Rect) -> bool {
    course
        .windows(2)
        .any(|pair| bounds.is_crossed_by(pair[0], pair[1]))
}

/// Nodes that lie on each other.
pub(super) fn nodes_on_nodes(drawing: &Drawing) -> Vec<String> {
    let size = drawing.scale.node_px;
    let mut found = Vec::new();
    for (one, a) in &drawing.nodes {
        for (other, b) in drawing.nodes.range(one.clone()..).skip(1) {
            let (edge, shape) = (
                outline(a, size),
                Shape {
                    kind: b.kind,
                    size_px: size,
                },
            );
            let inside = |point: &Point| {
                let from = *point - b.at;
                from.length() < shape.reach(from.unit())
            };
            if edge.iter().any(inside) || a.at.distance(b.at) < 1.0 {
                found.push(format!("{one} lies on {other}"));
            }
        }
    }
    found
}

/// Labels that lie on a label, a node, a tie, a ring's name or outside of the canvas.
pub(super) fn labels_on_anything(drawing: &Drawing) -> Vec<String> {
    let size = drawing.scale.node_px;
    let canvas = Rect::at(Point::default(), drawing.canvas);
    let mut found = Vec::new();
    let shown = || drawing.labels.iter().filter(|(_, label)| !label.hidden);
    for (id, label) in shown() {
        for (other, _) in
            shown().filter(|(other, own)| *other > id && own.bounds.overlaps(&label.bounds))
        {
            found.push(format!("the labels of {id} and {other} overlap"));
        }
        for (other, node) in &drawing.nodes {
            if outline(node, size)
                .iter()
                .any(|point| label.bounds.distance(*point) == 0.0)
            {
                found.push(format!("the label of {id} lies on {other}"));
            }
        }
        for (tie, _) in drawing
            .ties
            .iter()
            .filter(|(_, tie)| crosses(&tie.course, &label.bounds))
        {
            found.push(format!("the label of {id} lies on the tie {tie}"));
        }
        for ring in drawing.rings.iter().filter(|ring| !ring.name.is_empty()) {
            if ring.name_box.overlaps(&label.bounds) {
                found.push(format!(
                    "the label of {id} lies on the name of {:?}",
                    ring.ring
                ));
            }
        }
        if label.bounds.distance(drawing.centre.at) < drawing.centre.radius {
            found.push(format!("the label of {id} lies on the person"));
        }
        if !canvas.holds(&label.bounds) {
            found.push(format!("the label of {id} leaves the canvas"));
        }
    }
    found
}

/// Ties that pass through a node that is not their own.
pub(super) fn ties_on_nodes(request: &LayoutRequest, drawing: &Drawing) -> Vec<String> {
    let mut found = Vec::new();
    for (id, tie) in &drawing.ties {
        let link = &request.ties[id];
        let swing = if tie.quality == TieQuality::Stressful {
            4.2 * drawing.scale.k
        } else {
            tie.style.width * 0.5
        };
        for (node_id, node) in &drawing.nodes {
            if link.from.actor() == Some(node_id) || link.to.actor() == Some(node_id) {
                continue;
            }
            let edge = outline(node, drawing.scale.node_px);
            let near = |a: Point, b: Point| {
                edge.iter()
                    .any(|point| distance_to_segment(*point, a, b) < swing)
                    || distance_to_segment(node.at, a, b) < swing
            };
            if tie.course.windows(2).any(|pair| near(pair[0], pair[1])) {
                found.push(format!("the tie {id} passes through {node_id}"));
            }
        }
    }
    found
}

/// Actors that stand outside of their ring's band or their sector; nobody in the ecomap.
pub(super) fn out_of_band(request: &LayoutRequest, drawing: &Drawing) -> Vec<String> {
    if request.view == View::Ecomap {
        return Vec::new();
    }
    let frame = Frame::new(request);
    let astray = drawing.nodes.iter().filter(|(id, node)| {
        let actor = &request.actors[*id];
        let in_sector =
            actor.ring != Ring::Institutional || frame.sector_at(node.at) == actor.sector;
        actor.place.is_none() && !(in_sector && Band::of(actor.ring).holds(frame.place_at(node.at)))
    });
    astray
        .map(|(id, _)| format!("{id} is not in its band"))
        .collect()
}

/// Everything at once.
pub(super) fn faults(request: &LayoutRequest, drawing: &Drawing) -> Vec<String> {
    let mut all = nodes_on_nodes(drawing);
    all.extend(labels_on_anything(drawing));
    all.extend(ties_on_nodes(request, drawing));
    all.extend(out_of_band(request, drawing));
    all
}
