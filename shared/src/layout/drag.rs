//! Actors on their way: only what moves is drawn anew, so that a drag costs what their own ties cost, however
//! large the network is.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::{Party, Place};
use crate::ids::{ActorId, TieId};

use super::draw::{Looks, SELECTED, node, off_household, tie_drawing};
use super::drawing::{Drawing, LabelDrawing, LabelLine, NodeDrawing, TieDrawing};
use super::frame::Frame;
use super::geometry::Point;
use super::request::LayoutRequest;
use super::tie_routes::{Routing, Standing};

/// In a larger network than this a tie keeps its bow while it is on its way: seeking a way round so many nodes in every
/// frame would cost more than the frame has. Where it is let go everything is drawn anew.
const SEARCHED_MAX: usize = 60;

/// What a drag changes in a drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Moved {
    /// The nodes where they are now.
    pub nodes: BTreeMap<ActorId, NodeDrawing>,
    /// Their ties.
    pub ties: BTreeMap<TieId, TieDrawing>,
    /// Their labels, on the sides where they were.
    pub labels: BTreeMap<ActorId, LabelDrawing>,
}

/// Draws actors at other places, in a drawing of `request` on `frame`; `own` are their ties. Who is not in the drawing,
/// or stands in the genogram, where the layout decides, does not move.
#[must_use]
pub fn move_actors(
    request: &LayoutRequest,
    frame: &Frame,
    drawing: &Drawing,
    to: &BTreeMap<ActorId, Place>,
    own: &BTreeSet<TieId>,
) -> Moved {
    let stand = |node: &NodeDrawing| Standing {
        at: node.at,
        shape: node.shape,
        outline: 0.0,
    };
    let own = || {
        let drawn = own.iter().filter(|id| drawing.ties.contains_key(*id));
        drawn.filter_map(|id| Some((id, request.ties.get(id)?)))
    };
    let searches = drawing.nodes.len() <= SEARCHED_MAX;
    let mut standing: BTreeMap<ActorId, Standing> = if searches {
        let all = drawing.nodes.iter();
        all.map(|(other, node)| (other.clone(), stand(node)))
            .collect()
    } else {
        let parties = own().flat_map(|(_, tie)| [&tie.from, &tie.to]);
        let ends = parties.filter_map(Party::actor);
        ends.filter_map(|id| Some((id.clone(), stand(drawing.nodes.get(id)?))))
            .collect()
    };
    let mut moved = Moved::default();
    for (id, place) in to {
        let Some(before) = drawing.nodes.get(id).filter(|node| node.symbol.is_none()) else {
            continue;
        };
        let own = Standing {
            at: off_household(frame, before.shape, frame.point_at(*place)),
            outline: SELECTED.0 * frame.scale.k.max(0.8),
            ..stand(before)
        };
        let looks = Looks {
            member: None,
            assumed: before.assumed,
            died: before.cross.is_some(),
        };
        let mut node = node(own, looks, frame.scale.k);
        node.hit_radius = before.hit_radius;
        if let Some(label) = drawing.labels.get(id) {
            moved
                .labels
                .insert(id.clone(), shifted(label, own.at - before.at));
        }
        moved.nodes.insert(id.clone(), node);
        standing.insert(id.clone(), own);
    }
    let routing = Routing {
        request,
        frame,
        standing: &standing,
        names: &[],
        shown: None,
    };
    let touches = |party: &Party| party.actor().is_some_and(|id| moved.nodes.contains_key(id));
    let ties = own().filter_map(|(id, tie)| {
        if !touches(&tie.from) && !touches(&tie.to) {
            return None;
        }
        let of_person = tie.from.actor().is_none() || tie.to.actor().is_none();
        let bow = if !searches {
            drawing.ties.get(id)?.bow
        } else if of_person {
            routing.ray_bow(tie)
        } else {
            routing.bow(tie, None)
        };
        let route = routing.route(tie, bow);
        Some((id.clone(), tie_drawing(request, frame, tie, &route, 1.0)))
    });
    moved.ties = ties.collect();
    moved
}

fn shifted(label: &LabelDrawing, by: Point) -> LabelDrawing {
    let line = |line: &LabelLine| LabelLine {
        x: line.x + by.x,
        y: line.y + by.y,
        ..line.clone()
    };
    LabelDrawing {
        lines: label.lines.iter().map(line).collect(),
        bounds: label.bounds.moved(by),
        ..label.clone()
    }
}
