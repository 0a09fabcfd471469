//! Labels, and what the drawing covers with them.

use std::collections::BTreeMap;

use crate::case::{Party, View};
use crate::ids::{ActorId, TieId};
use crate::layout::device::Device;
use crate::layout::drawing::{LabelDrawing, LabelPlace, NodeDrawing, RingDrawing, SectorDrawing};
use crate::layout::frame::Frame;
use crate::layout::genogram::NAME_ANCHOR;
use crate::layout::geometry::{Point, Rect};
use crate::layout::labels::{
    Block, HALO, LABEL_GAP, NAME_GAP, Obstacles, Seeker, TIE_GAP, place_labels,
};
use crate::layout::shape::Shape;
use crate::layout::stroke::{is_bulky, weight_of};
use crate::layout::tie_routes::{Route, Standing};

use super::centre::moved;
use super::{Draftsman, SELECTED};

impl Draftsman<'_> {
    /// The labels of everybody who is shown; members of the household have theirs from the genogram.
    pub(super) fn labels(
        &self,
        routes: &BTreeMap<TieId, Route>,
        rings: &[RingDrawing],
        headings: &[SectorDrawing],
        badges: &BTreeMap<TieId, Point>,
    ) -> BTreeMap<ActorId, LabelDrawing> {
        let scale = &self.frame.scale;
        let k = scale.k.max(0.7);
        let nodes = self.standing.iter().map(|(id, standing)| {
            let gap = standing.outline * 0.5 + LABEL_GAP * k;
            let around = standing.shape.bounds(standing.at).grown(gap);
            (
                id.clone(),
                around,
                standing.at,
                standing.shape.radius() + gap,
            )
        });
        let inside = |id: &TieId| {
            self.request
                .ties
                .get(id)
                .is_some_and(|tie| self.request.stays_inside(tie))
        };
        let ties = routes
            .iter()
            .filter(|(id, _)| !inside(id))
            .flat_map(|(id, route)| {
                let bulky = self
                    .request
                    .ties
                    .get(id)
                    .is_some_and(|tie| is_bulky(tie.quality));
                let gap = if bulky { TIE_GAP.1 } else { TIE_GAP.0 } * k;
                route
                    .course
                    .windows(2)
                    .map(move |pair| (pair[0], pair[1], bulky, gap))
            });
        let names = rings
            .iter()
            .filter(|ring| !ring.name.is_empty())
            .map(|ring| ring.name_box.grown(NAME_GAP));
        let half = self
            .options
            .contrast
            .map_or(0.0, |contrast| contrast.badge_radius_px + NAME_GAP);
        let marked = self
            .options
            .contrast
            .into_iter()
            .flat_map(|contrast| &contrast.marked_actors)
            .filter_map(|id| Some(flag_of(self.standing.get(id)?, scale.k)));
        let signs = badges
            .values()
            .copied()
            .chain(marked)
            .map(|at| Rect::around(at, half, half));
        let obstacles = Obstacles {
            nodes: nodes.collect(),
            ties: ties.collect(),
            boxes: names
                .chain(self.request.keep_free.iter().copied())
                .chain(signs)
                .collect(),
            soft: headings
                .iter()
                .flat_map(|sector| sector.heading_boxes.iter().copied())
                .collect(),
            canvas: Rect::at(Point::default(), self.frame.canvas).grown(-2.0),
            centre: (self.frame.centre, self.frame.home_px + LABEL_GAP * k),
        };
        let mut weights: BTreeMap<&ActorId, u8> = BTreeMap::new();
        for tie in self.request.ties.values() {
            for id in [&tie.from, &tie.to].into_iter().filter_map(Party::actor) {
                let weight = weights.entry(id).or_default();
                *weight = weight_of(tie.quality).max(*weight);
            }
        }
        let mut seekers: Vec<(bool, u8, Seeker)> = Vec::new();
        for (id, actor) in &self.request.actors {
            let Some(standing) = self.standing.get(id) else {
                continue;
            };
            let quiet = self
                .options
                .contrast
                .is_some_and(|contrast| contrast.quiet_actors.contains(id));
            if quiet || self.relative(id).is_some() {
                continue;
            }
            let (half_width, half_height) = standing.shape.half();
            let before = self
                .options
                .earlier
                .and_then(|earlier| earlier.labels.get(id));
            let selected = self
                .options
                .selected
                .is_some_and(|selected| selected.contains(id));
            let seeker = Seeker {
                id: id.clone(),
                at: standing.at,
                half: (
                    half_width + standing.outline * 0.5,
                    half_height + standing.outline * 0.5,
                ),
                forms: Block::forms(actor, scale),
                earlier: before
                    .filter(|label| !label.hidden)
                    .map(|label| label.place),
            };
            seekers.push((selected, weights.get(id).copied().unwrap_or(0), seeker));
        }
        seekers.sort_by_key(|(selected, weight, _)| std::cmp::Reverse((*selected, *weight)));
        let mut labels = place_labels(
            seekers.into_iter().map(|(.., seeker)| seeker).collect(),
            &obstacles,
            scale,
            self.request.device != Device::Phone,
        );
        labels.extend(self.names_inside());
        labels
    }

    /// The names of the household's members, where the genogram has them.
    fn names_inside(&self) -> BTreeMap<ActorId, LabelDrawing> {
        let shown = self.standing.keys().filter_map(|id| {
            let relative = self
                .relative(id)
                .filter(|relative| !relative.name.is_empty())?;
            let label = LabelDrawing {
                hidden: false,
                over_ties: false,
                place: LabelPlace::Below,
                anchor: NAME_ANCHOR,
                lines: moved(&relative.name, self.frame.centre),
                bounds: relative.name_box.moved(self.frame.centre),
                halo_px: HALO * self.frame.scale.k.max(0.7),
            };
            Some((id.clone(), label))
        });
        shown.collect()
    }

    pub(super) fn bounds(
        &self,
        nodes: &BTreeMap<ActorId, NodeDrawing>,
        labels: &[Rect],
        sectors: &[SectorDrawing],
    ) -> Rect {
        let Frame {
            centre,
            unit_px,
            home_px,
            view,
            ..
        } = self.frame;
        let heart = match view {
            View::Rings | View::Sluzki => *unit_px,
            View::Ecomap => *home_px,
        };
        let start = Rect::around(*centre, heart, heart);
        let nodes = nodes
            .values()
            .map(|node| Rect::around(node.at, node.half_width, node.half_height));
        let headings = sectors
            .iter()
            .flat_map(|sector| sector.heading_boxes.iter().copied());
        nodes
            .chain(labels.iter().copied())
            .chain(headings)
            .fold(start, |all, one| all.union(&one))
    }
}

/// Where the sign of an actor stands: at its upper right, as its flag does.
fn flag_of(standing: &Standing, k: f64) -> Point {
    let larger = Shape {
        size_px: standing.shape.size_px + SELECTED.1 * k.max(0.8),
        ..standing.shape
    };
    let (right, up) = larger.half();
    standing.at + Point::new(right, -up)
}
