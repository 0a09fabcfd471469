//! Places into geometry.

use std::collections::{BTreeMap, BTreeSet};
use std::f64::consts::PI;

use crate::case::{Party, Place, Ring, View};
use crate::ids::{ActorId, TieId};

use super::angle;
use super::drawing::{
    CentreDrawing, Drawing, LabelDrawing, LabelLine, NodeDrawing, RingDrawing, SectorDrawing,
    TieDrawing,
};
use super::frame::Frame;
use super::geometry::{Point, Rect, Size, along, length_of, real};
use super::labels::{Block, LABEL_GAP, NAME_GAP, Obstacles, Seeker, TIE_GAP, place_labels};
use super::path::Path;
use super::request::{LayoutRequest, MapTexts};
use super::sectors::SectorArc;
use super::shape::Shape;
use super::stroke::{is_bulky, stroke, weight_of};
use super::text::{Weight, tracked_width, width_of, wrap_name};
use super::tie_routes::{Route, Routing, Standing};

/// The smallest that the name in the centre is written, in px.
const CENTRE_NAME_MIN_PX: f64 = 9.0;
/// Width of a node's outline.
const OUTLINE: f64 = 1.75;
/// How much larger the outline of a selected node is, and of one that a colleague has selected.
const SELECTED: (f64, f64) = (17.0, 13.0);
/// Radius within which a pointer means a node: half a target of 44 px.
const HIT_RADIUS: f64 = 22.0;
/// Ties between two actors are a little finer than the person's.
const BETWEEN_ACTORS: f64 = 0.92;
/// From the outer ring to the baseline of a heading.
const HEADING_OFF: f64 = 8.0;
/// Space between the letters of a ring's name.
const TRACKING: f64 = 0.7;

/// What a drawing depends on besides the request and the places.
#[derive(Debug, Clone, Copy, Default)]
pub struct DrawOptions<'a> {
    /// Actors that are selected: their ties end at the larger outline, their labels choose first.
    pub selected: Option<&'a BTreeSet<ActorId>>,
    /// An earlier drawing of the same network: labels stay on their side where they can.
    pub earlier: Option<&'a Drawing>,
    /// The actor that is being dragged: with `earlier`, only its own ties and label are made anew.
    pub dragged: Option<&'a ActorId>,
}

/// Draws a network whose actors stand at `places`. An actor without a place stands where its hand place is, else at
/// the top of its ring; [`arrange`](super::arrange) gives everybody a place.
#[must_use]
pub fn draw(
    request: &LayoutRequest,
    places: &BTreeMap<ActorId, Place>,
    options: DrawOptions<'_>,
) -> Drawing {
    let frame = Frame::new(request);
    Draftsman {
        request,
        frame: &frame,
        standing: standing(request, &frame, places, options),
        options,
    }
    .draw()
}

fn standing(
    request: &LayoutRequest,
    frame: &Frame,
    places: &BTreeMap<ActorId, Place>,
    options: DrawOptions<'_>,
) -> BTreeMap<ActorId, Standing> {
    let actors = request.actors.iter().map(|(id, actor)| {
        let place = places.get(id).copied().or(actor.place);
        let place = place.unwrap_or_else(|| frame.settle(actor.ring, Place { x: 0.0, y: -1.0 }));
        let selected = options
            .selected
            .is_some_and(|selected| selected.contains(id));
        let standing = Standing {
            at: frame.point_at(place),
            shape: Shape {
                kind: actor.kind,
                size_px: frame.scale.node_px,
            },
            outline: if selected {
                SELECTED.0 * frame.scale.k.max(0.8)
            } else {
                0.0
            },
        };
        (id.clone(), standing)
    });
    actors.collect()
}

/// The rings with their names, from the outer one inwards.
pub(super) fn ring_names(frame: &Frame, texts: &MapTexts) -> Vec<RingDrawing> {
    if frame.view == View::Ecomap {
        return Vec::new();
    }
    let Frame { centre, scale, .. } = frame;
    let rings = Ring::ALL.iter().rev().map(|ring| {
        let radius = frame.ring_radius_px(*ring);
        let name = texts
            .rings
            .get(ring)
            .filter(|_| scale.named)
            .cloned()
            .unwrap_or_default();
        let size = scale.ring_name_px;
        let width = tracked_width(&name, Weight::Semibold, size, TRACKING);
        let corner = Point::new(centre.x - width * 0.5, centre.y - radius + size * 0.75);
        let name_box = Rect::at(corner, Size::new(width, size * 1.2));
        RingDrawing {
            ring: *ring,
            radius,
            name_at: Point::new(centre.x, name_box.top + size * 0.95),
            name,
            name_box,
            tracking_px: TRACKING,
        }
    });
    rings.collect()
}

struct Draftsman<'a> {
    request: &'a LayoutRequest,
    frame: &'a Frame,
    standing: BTreeMap<ActorId, Standing>,
    options: DrawOptions<'a>,
}

impl Draftsman<'_> {
    fn draw(&self) -> Drawing {
        let rings = self.rings();
        let headings = self.sectors(&[]);
        let names: Vec<Rect> = rings
            .iter()
            .filter(|ring| !ring.name.is_empty())
            .map(|ring| ring.name_box.grown(3.0))
            .collect();
        let routing = Routing {
            request: self.request,
            frame: self.frame,
            standing: &self.standing,
            names: &names,
        };
        let routes = routing.routes(self.kept_routes());
        let ties = self.ties(&routes);
        let labels = self.labels(&routes, &rings, &headings);
        let taken: Vec<Rect> = labels
            .values()
            .filter(|label| !label.hidden)
            .map(|label| label.bounds)
            .collect();
        let sectors = self.sectors(&taken);
        let nodes: BTreeMap<ActorId, NodeDrawing> = self
            .standing
            .iter()
            .map(|(id, standing)| (id.clone(), self.node(*standing)))
            .collect();
        let centre = self.centre();
        let bounds = self.bounds(&nodes, &taken, &sectors);
        Drawing {
            view: self.request.view,
            canvas: self.frame.canvas,
            scale: self.frame.scale,
            centre,
            rings,
            sectors,
            nodes,
            ties,
            labels,
            bounds,
        }
    }

    /// Whether an actor stands where it stood in the earlier drawing, and nobody is dragging it.
    fn stands(&self, id: &ActorId) -> bool {
        let before = self
            .options
            .earlier
            .and_then(|earlier| earlier.nodes.get(id));
        self.options.dragged != Some(id)
            && before
                .is_some_and(|before| self.standing.get(id).is_some_and(|now| now.at == before.at))
    }

    /// While something is dragged: the courses of all ties that it has no part in.
    fn kept_routes(&self) -> BTreeMap<TieId, Route> {
        let (Some(earlier), Some(_)) = (self.options.earlier, self.options.dragged) else {
            return BTreeMap::new();
        };
        let still = |party: &Party| party.actor().is_none_or(|id| self.stands(id));
        let kept = self
            .request
            .ties
            .iter()
            .filter(|(_, tie)| still(&tie.from) && still(&tie.to));
        kept.filter_map(|(id, _)| {
            let before = earlier.ties.get(id)?;
            Some((
                id.clone(),
                Route {
                    course: before.course.clone(),
                    ends: before.ends,
                    bow: before.bow,
                },
            ))
        })
        .collect()
    }

    fn ties(&self, routes: &BTreeMap<TieId, Route>) -> BTreeMap<TieId, TieDrawing> {
        let drawn = routes.iter().filter_map(|(id, route)| {
            let tie = self.request.ties.get(id)?;
            let between = tie.from.actor().is_some() && tie.to.actor().is_some();
            let k = self.frame.scale.k * if between { BETWEEN_ACTORS } else { 1.0 };
            let stroked = stroke(&route.course, tie.quality, tie.flow, k);
            let (middle, _) = along(&route.course, length_of(&route.course) * 0.5);
            let drawing = TieDrawing {
                quality: tie.quality,
                flow: tie.flow,
                line: stroked.line,
                style: stroked.style,
                marks: stroked.marks,
                course: route.course.clone(),
                middle,
                ends: route.ends,
                bow: route.bow,
            };
            Some((id.clone(), drawing))
        });
        drawn.collect()
    }

    fn node(&self, standing: Standing) -> NodeDrawing {
        let Standing { at, shape, .. } = standing;
        let k = self.frame.scale.k;
        let (inner, inner_top, inner_bottom) = shape.inner();
        let (half_width, half_height) = shape.half();
        let larger = |by: f64| Shape {
            size_px: shape.size_px + by * k.max(0.8),
            ..shape
        };
        let (flag_right, flag_up) = larger(SELECTED.1).half();
        NodeDrawing {
            at,
            kind: shape.kind,
            outline: shape.path(),
            width: OUTLINE * k,
            inner,
            inner_top,
            inner_bottom,
            half_width,
            half_height,
            radius: shape.radius(),
            hit_radius: shape.radius().max(HIT_RADIUS),
            selected: larger(SELECTED.0).path(),
            watched: larger(SELECTED.1).path(),
            flag_at: Point::new(flag_right, -flag_up),
            question_px: shape.size_px * 0.56,
        }
    }

    fn centre(&self) -> CentreDrawing {
        let Frame {
            centre,
            person_px,
            home_px,
            scale,
            ..
        } = self.frame;
        let width = person_px * 2.0 - 12.0 * scale.k;
        let mut size = scale.person_px;
        let fits = |size: f64, lines: &[String]| {
            lines
                .iter()
                .all(|line| width_of(line, Weight::Semibold, size) <= width && !line.ends_with('…'))
        };
        let mut lines = wrap_name(&self.request.person, Weight::Semibold, size, width);
        // Smaller than any other text may be: her name is better small than cut.
        while size > CENTRE_NAME_MIN_PX && !fits(size, &lines) {
            size = (size - 0.5).max(CENTRE_NAME_MIN_PX);
            lines = wrap_name(&self.request.person, Weight::Semibold, size, width);
        }
        let line_px = size * 1.15;
        let top = centre.y - line_px * real(lines.len()) * 0.5;
        let lines = lines.into_iter().enumerate().map(|(row, text)| LabelLine {
            text,
            is_role: false,
            x: centre.x,
            y: top + line_px * (real(row) + 0.5) + size * 0.36,
            size_px: size,
        });
        CentreDrawing {
            at: *centre,
            radius: *person_px,
            width: 2.25 * scale.k,
            inner_radius: person_px - 4.5 * scale.k,
            inner_width: 1.25 * scale.k,
            household_radius: (self.request.view == View::Ecomap).then_some(*home_px),
            household_width: OUTLINE * scale.k,
            lines: lines.collect(),
        }
    }

    fn rings(&self) -> Vec<RingDrawing> {
        ring_names(self.frame, &self.request.texts)
    }

    /// The sectors, their headings clear of what is `taken` where they can be.
    fn sectors(&self, taken: &[Rect]) -> Vec<SectorDrawing> {
        let Frame {
            centre,
            unit_px,
            scale,
            sectors,
            ..
        } = self.frame;
        let inner = self.frame.ring_radius_px(Ring::Community);
        let drawn = sectors.iter().map(|arc| {
            let out = angle::direction(arc.from);
            let mut edge = Path::default();
            edge.to(*centre + out * inner)
                .line(*centre + out * *unit_px);
            let heading = if scale.named {
                self.heading(arc)
            } else {
                String::new()
            };
            let half = width_of(&heading, Weight::Semibold, scale.heading_px) * 0.5
                / (unit_px + HEADING_OFF)
                + 0.01;
            let slack = ((arc.to - arc.from) * 0.5 - half).max(0.0);
            // From the middle outwards, a step to each side at a time.
            let slides = (0..=8)
                .flat_map(|step| [f64::from(step), -f64::from(step)])
                .map(|step| step / 8.0 * slack);
            let mut best = (usize::MAX, 0.0);
            for slide in slides {
                let boxes = self.heading_boxes(arc.middle() + slide, half);
                let hits = boxes
                    .iter()
                    .filter(|own| taken.iter().any(|other| other.overlaps(own)))
                    .count();
                if hits < best.0 {
                    best = (hits, slide);
                }
            }
            let middle = arc.middle() + best.1;
            let boxes = if heading.is_empty() {
                Vec::new()
            } else {
                self.heading_boxes(middle, half)
            };
            SectorDrawing {
                sector: arc.sector,
                edge: edge.finish(),
                heading_path: self.heading_path(middle, half),
                heading,
                heading_boxes: boxes,
            }
        });
        drawn.collect()
    }

    fn heading(&self, arc: &SectorArc) -> String {
        let name = match arc.sector {
            Some(sector) => self
                .request
                .texts
                .sectors
                .get(&sector)
                .cloned()
                .unwrap_or_default(),
            None => self.request.texts.no_sector.clone(),
        };
        if arc.count == 0 && !name.is_empty() {
            format!("{name} · 0")
        } else {
            name
        }
    }

    /// Whether a heading there would stand on its head, and so is turned round.
    fn is_turned(middle: f64) -> bool {
        (100.0..=260.0).contains(&(middle.to_degrees().rem_euclid(360.0)))
    }

    /// An arc for the heading, a little longer than it, in reading direction.
    fn heading_path(&self, middle: f64, half: f64) -> String {
        let Frame {
            centre,
            unit_px,
            scale,
            ..
        } = self.frame;
        let turned = Self::is_turned(middle);
        // A turned heading hangs from the ring: its letters' height is added to the baseline's distance.
        let radius = unit_px
            + HEADING_OFF * scale.k.max(0.8)
            + if turned { scale.heading_px * 0.72 } else { 0.0 };
        let reach = (half * 1.2).min(PI * 0.9);
        let (from, to) = if turned {
            (middle + reach, middle - reach)
        } else {
            (middle - reach, middle + reach)
        };
        let mut path = Path::default();
        path.to(*centre + angle::direction(from) * radius);
        path.arc(
            radius,
            reach * 2.0 > PI,
            !turned,
            *centre + angle::direction(to) * radius,
        );
        path.finish()
    }

    fn heading_boxes(&self, middle: f64, half: f64) -> Vec<Rect> {
        let Frame {
            centre,
            unit_px,
            scale,
            ..
        } = self.frame;
        let radius = unit_px + HEADING_OFF * scale.k.max(0.8) + scale.heading_px * 0.36;
        let letter = scale.heading_px * 0.55;
        let steps = 8;
        (0..=steps)
            .map(|step| middle + half * (f64::from(step) / f64::from(steps) * 2.0 - 1.0))
            .map(|at| Rect::around(*centre + angle::direction(at) * radius, letter, letter))
            .collect()
    }

    fn labels(
        &self,
        routes: &BTreeMap<TieId, Route>,
        rings: &[RingDrawing],
        headings: &[SectorDrawing],
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
        let ties = routes.iter().flat_map(|(id, route)| {
            let bulky = self
                .request
                .ties
                .get(id)
                .is_some_and(|tie| is_bulky(tie.quality));
            let gap = if bulky { TIE_GAP.1 } else { TIE_GAP.0 } * k;
            route
                .course
                .windows(2)
                .map(move |pair| (pair[0], pair[1], gap))
        });
        let names = rings
            .iter()
            .filter(|ring| !ring.name.is_empty())
            .map(|ring| ring.name_box.grown(NAME_GAP));
        let obstacles = Obstacles {
            nodes: nodes.collect(),
            ties: ties.collect(),
            boxes: names
                .chain(self.request.keep_free.iter().copied())
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
            let (half_width, half_height) = standing.shape.half();
            let before = self
                .options
                .earlier
                .and_then(|earlier| earlier.labels.get(id));
            let frozen = before.filter(|_| self.options.dragged.is_some() && self.stands(id));
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
                frozen: frozen.cloned(),
            };
            seekers.push((selected, weights.get(id).copied().unwrap_or(0), seeker));
        }
        seekers.sort_by_key(|(selected, weight, _)| std::cmp::Reverse((*selected, *weight)));
        place_labels(
            seekers.into_iter().map(|(.., seeker)| seeker).collect(),
            &obstacles,
            scale,
        )
    }

    fn bounds(
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
        let heart = if *view == View::Rings {
            *unit_px
        } else {
            *home_px
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
