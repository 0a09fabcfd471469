//! Exact checks of a drawing: whatever a person would call an overlap.

use crate::case::{Ring, TieQuality, View};

use super::drawing::{Drawing, NodeDrawing};
use super::frame::{Band, Frame};
use super::geometry::{Point, Rect, distance_to_segment};
use super::request::LayoutRequest;
use super::standpoint::rank_of;
use super::stroke::is_bulky;

/// Outline of a node as points close to each other.
fn outline(node: &NodeDrawing) -> Vec<Point> {
    let shape = node.shape;
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
    let mut found = Vec::new();
    for (one, a) in &drawing.nodes {
        for (other, b) in drawing.nodes.range(one.clone()..).skip(1) {
            let (edge, shape) = (outline(a), b.shape);
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

/// Labels that lie on a label, a node, a tie, a ring's name or outside of the canvas; on a thin tie those only that had no
/// other place.
pub(super) fn labels_on_anything(drawing: &Drawing) -> Vec<String> {
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
            if outline(node)
                .iter()
                .any(|point| label.bounds.distance(*point) == 0.0)
            {
                found.push(format!("the label of {id} lies on {other}"));
            }
        }
        // Inside the household a tie from without ends at its member, past names.
        let in_genogram = drawing
            .nodes
            .get(id)
            .is_some_and(|node| node.symbol.is_some());
        for (tie, _) in drawing
            .ties
            .iter()
            .filter(|(_, tie)| !in_genogram && !tie.inside)
            .filter(|(_, tie)| !label.over_ties || is_bulky(tie.quality))
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
        let home = drawing
            .centre
            .household_radius
            .unwrap_or(drawing.centre.radius);
        if !in_genogram && label.bounds.distance(drawing.centre.at) < home {
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
    for (id, tie) in drawing.ties.iter().filter(|(_, tie)| !tie.inside) {
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
            let edge = outline(node);
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

/// Actors that stand on the household's circle, and members of it that reach out of it.
pub(super) fn on_the_household(drawing: &Drawing) -> Vec<String> {
    let Some(home) = drawing.centre.household_radius else {
        return Vec::new();
    };
    let astray = drawing.nodes.iter().filter(|(id, node)| {
        let distance = node.at.distance(drawing.centre.at);
        if node.symbol.is_none() {
            return distance < home + node.radius;
        }
        let corners = drawing.labels.get(*id).map(|label| {
            let Rect {
                left,
                top,
                right,
                bottom,
            } = label.bounds;
            [(left, top), (right, top), (left, bottom), (right, bottom)]
                .map(|(x, y)| Point::new(x, y).distance(drawing.centre.at))
        });
        distance + node.shape.size_px * 0.5 > home
            || corners.is_some_and(|corners| corners.iter().any(|corner| *corner > home))
    });
    astray
        .map(|(id, _)| format!("{id} is on the edge of the household"))
        .collect()
}

/// Actors that stand outside of their ring's band or their sector, or of their circle or quadrant; nobody in the ecomap.
pub(super) fn out_of_band(request: &LayoutRequest, drawing: &Drawing) -> Vec<String> {
    if request.view == View::Ecomap {
        return Vec::new();
    }
    let frame = Frame::new(request);
    let astray = drawing.nodes.iter().filter(|(id, node)| {
        let actor = &request.actors[*id];
        if let Some(standpoint) = request
            .standpoint(id)
            .filter(|_| request.view == View::Sluzki)
        {
            let there = frame.quadrant_at(node.at) == standpoint.quadrant
                && Band::of(rank_of(standpoint.closeness)).holds(frame.place_at(node.at));
            return actor.place.is_none() && !there;
        }
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
    all.extend(on_the_household(drawing));
    all.extend(out_of_band(request, drawing));
    all
}
