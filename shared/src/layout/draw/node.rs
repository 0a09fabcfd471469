//! Actors' nodes.

use crate::case::{ActorKind, Member};
use crate::layout::drawing::NodeDrawing;
use crate::layout::genogram::{badge_radius, cross, symbol};
use crate::layout::geometry::Point;
use crate::layout::shape::{Form, Shape};
use crate::layout::tie_routes::Standing;

use super::{HIT_RADIUS, OUTLINE, SELECTED, SELECTED_INSIDE};

/// What is told by the looks of a node, beside its kind.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::layout) struct Looks {
    /// What the genogram shows, for those who stand in it.
    pub(in crate::layout) member: Option<Member>,
    /// The place on Sluzki's map is assumed.
    pub(in crate::layout) assumed: bool,
    /// Somebody who has died.
    pub(in crate::layout) died: bool,
}

/// A node where it stands.
pub(in crate::layout) fn node(standing: Standing, looks: Looks, k: f64) -> NodeDrawing {
    let Looks {
        member,
        assumed,
        died,
    } = looks;
    let Standing { at, shape, .. } = standing;
    // Inside a genogram support fills a badge at the symbol's corner.
    let filled = if member.is_some() {
        Shape::of(ActorKind::Person, badge_radius(k) * 2.0)
    } else {
        shape
    };
    let (inner, inner_top, inner_bottom) = filled.inner();
    let (half_width, half_height) = shape.half();
    let larger = |by: f64| Shape {
        size_px: shape.size_px + by * k.max(0.8),
        ..shape
    };
    let (selected, watched) = if member.is_some() {
        SELECTED_INSIDE
    } else {
        SELECTED
    };
    let (flag_right, flag_up) = larger(watched).half();
    let kind = match shape.form {
        Form::Actor(kind) => kind,
        Form::Member(_) => ActorKind::Person,
    };
    NodeDrawing {
        at,
        kind,
        outline: shape.path(),
        width: OUTLINE * k,
        inner,
        inner_top,
        inner_bottom,
        half_width,
        half_height,
        radius: shape.radius(),
        hit_radius: shape.radius().max(HIT_RADIUS),
        selected: larger(selected).path(),
        watched: larger(watched).path(),
        flag_at: Point::new(flag_right, -flag_up),
        question_px: filled.size_px * if member.is_some() { 0.8 } else { 0.56 },
        symbol: member.map(|member| symbol(shape, member, false, k)),
        cross: (died && member.is_none()).then(|| cross(shape)),
        assumed,
        shape,
    }
}
