//! A place for every actor that nobody has placed by hand.

mod board;
mod chance;
mod search;
mod spread;

use std::collections::BTreeMap;
use std::f64::consts::{PI, TAU};

use crate::case::{Party, Place, Quadrant, Ring, Sector, View};
use crate::ids::ActorId;

use super::angle;
use super::device::{Device, Scale};
use super::draw::{DrawOptions, draw, ring_names};
use super::drawing::LabelPlace;
use super::frame::{Band, Frame, arc_of_quadrant};
use super::geometry::{Point, Rect, Size, real};
use super::labels::Block;
use super::request::{ActorNode, LayoutRequest};
use super::sectors::SectorArc;
use super::shape::Shape;
use super::standpoint::{Standpoint, rank_of};
use super::stroke::is_bulky;
use board::{Board, Line, Piece, Prices, Range, Side};
use search::{search, separate};

/// The outer ring's radius on the board.
const UNIT: f64 = 298.0;
/// Half the height of the ecomap's sheet on the board.
const SHEET: f64 = 330.0;
/// From a sector's edge to a node in it, beside half the node.
const SECTOR_EDGE: f64 = 5.0;
/// Where chance begins, in the rings, in the ecomap and on Sluzki's map. Any number would do; these suit the
/// demonstration case.
const SEEDS: (u64, u64, u64) = (50, 10, 25);

/// What covers the sheet of the rings on the tablet, in its pixels: the tools on the left, the zoom on the right, and
/// the legend in three of the corners.
const TABLET_TOOLS: [Rect; 5] = [
    Rect {
        left: 12.0,
        top: 8.0,
        right: 124.0,
        bottom: 128.0,
    },
    Rect {
        left: 604.0,
        top: 8.0,
        right: 728.0,
        bottom: 192.0,
    },
    Rect {
        left: 12.0,
        top: 512.0,
        right: 136.0,
        bottom: 652.0,
    },
    Rect {
        left: 8.0,
        top: 205.0,
        right: 66.0,
        bottom: 452.0,
    },
    Rect {
        left: 678.0,
        top: 494.0,
        right: 728.0,
        bottom: 648.0,
    },
];

/// Arrangements that are tried where one leaves a name without room: each costs as much as the first.
const ATTEMPTS: u64 = 4;
/// With more actors than these some name is always without room.
const ATTEMPTED_MAX: usize = 60;

/// A place for every actor of the request; those placed by hand stay exactly where they are.
#[must_use]
pub fn arrange(request: &LayoutRequest) -> BTreeMap<ActorId, Place> {
    arrange_keeping(request, &BTreeMap::new())
}

/// As [`arrange`], but whoever had a place `before` that still suits its ring keeps it, so that adding one actor does
/// not stir the others.
#[must_use]
pub fn arrange_keeping(
    request: &LayoutRequest,
    before: &BTreeMap<ActorId, Place>,
) -> BTreeMap<ActorId, Place> {
    let setting = Setting::of(request);
    let board = setting.board(before);
    let first = match request.view {
        View::Rings => SEEDS.0,
        View::Ecomap => SEEDS.1,
        View::Sluzki => SEEDS.2,
    };
    let mut best: Option<(usize, BTreeMap<ActorId, Place>)> = None;
    for attempt in 0..ATTEMPTS {
        let mut tried = board.clone();
        search(&mut tried, first + attempt);
        separate(&mut tried);
        let places = setting.places(tried, before);
        // Not drawn where the answer would change nothing.
        if request.actors.len() > ATTEMPTED_MAX {
            return places;
        }
        let nameless = setting.nameless(&places);
        if best.as_ref().is_none_or(|(least, _)| nameless < *least) {
            best = Some((nameless, places));
        }
        if nameless == 0 {
            break;
        }
    }
    best.map(|(_, places)| places).unwrap_or_default()
}

/// The board's own frame: the tablet's, whatever the device, so that everybody sees the same arrangement.
struct Setting<'a> {
    request: &'a LayoutRequest,
    frame: Frame,
    unit: f64,
    /// From the real canvas's pixels to the board's.
    shrink: f64,
}

impl<'a> Setting<'a> {
    fn of(request: &'a LayoutRequest) -> Self {
        let real = Frame::new(request);
        let (unit, canvas) = match request.view {
            View::Rings | View::Sluzki => (UNIT, Size::new(736.0, 660.0)),
            View::Ecomap => {
                let width = SHEET * 2.0 * real.canvas.width / real.canvas.height;
                (SHEET, Size::new(width.clamp(330.0, 1980.0), SHEET * 2.0))
            }
        };
        let mut frame = Frame::on(request.view, canvas, Device::Tablet, real.sectors.clone());
        // The real node may be larger in proportion than the tablet's; nodes that touch on one device touch nowhere.
        frame.scale = Scale {
            node_px: (real.scale.node_px * unit / real.unit_px).clamp(3.0, 40.0),
            ..frame.scale
        };
        // As wide in proportion as on the real sheet; somebody who lives alone has the tablet's own circle.
        if real.genogram.is_some() {
            frame.home_px = real.home_px * unit / real.unit_px;
        }
        frame.genogram.clone_from(&real.genogram);
        Self {
            request,
            frame,
            unit,
            shrink: unit / real.unit_px,
        }
    }

    fn places(&self, board: Board, before: &BTreeMap<ActorId, Place>) -> BTreeMap<ActorId, Place> {
        let placed = self.request.actors.iter().zip(board.pieces);
        placed
            .map(|((id, actor), piece)| {
                let kept = actor.place.or_else(|| self.kept(id, before.get(id)));
                let found = Place {
                    x: piece.at.x / self.unit,
                    y: piece.at.y / self.unit,
                };
                (id.clone(), kept.unwrap_or(found))
            })
            .collect()
    }

    /// How many names have no room in an arrangement; counted on the tablet, so that all devices choose the same one.
    fn nameless(&self, places: &BTreeMap<ActorId, Place>) -> usize {
        let mut request = self.request.clone();
        if request.view != View::Ecomap {
            request.canvas = self.frame.canvas;
            request.device = Device::Tablet;
            request.keep_free = TABLET_TOOLS.to_vec();
        }
        let drawing = draw(&request, places, DrawOptions::default());
        drawing.labels.values().filter(|label| label.hidden).count()
    }

    /// Where an actor stands on Sluzki's map, if that is the view.
    fn standpoint(&self, id: &ActorId) -> Option<Standpoint> {
        self.request
            .standpoint(id)
            .filter(|_| self.request.view == View::Sluzki)
    }

    /// The band in which an actor stands: that of its ring, or of its circle.
    fn rank(&self, id: &ActorId, actor: &ActorNode) -> Ring {
        self.standpoint(id)
            .map_or(actor.ring, |standpoint| rank_of(standpoint.closeness))
    }

    /// The place that an actor keeps from before.
    fn kept(&self, id: &ActorId, before: Option<&Place>) -> Option<Place> {
        let actor = self.request.actors.get(id)?;
        let standpoint = self.standpoint(id);
        let suits = |place: &&Place| match self.request.view {
            View::Sluzki => {
                let at = self.frame.point_at(**place);
                standpoint.is_none_or(|standpoint| {
                    self.frame.quadrant_at(at) == standpoint.quadrant
                        && Band::of(rank_of(standpoint.closeness)).holds(**place)
                })
            }
            View::Rings => {
                let at = self.frame.point_at(**place);
                let own =
                    actor.ring != Ring::Institutional || self.frame.sector_at(at) == actor.sector;
                own && Band::of(actor.ring).holds(**place)
            }
            View::Ecomap => true,
        };
        before.filter(suits).copied()
    }

    fn board(&self, before: &BTreeMap<ActorId, Place>) -> Board {
        let request = self.request;
        let index: BTreeMap<&ActorId, usize> = request.actors.keys().zip(0..).collect();
        let at = |id: Option<&ActorId>| id.and_then(|id| index.get(id)).copied();
        let lines: Vec<Line> = request
            .ties
            .values()
            .filter(|tie| request.draws(tie) && !request.stays_inside(tie))
            .filter_map(|tie| {
                let inside = |party: &Party| party.actor().is_some() && request.is_inside(party);
                let (a, b) = (at(tie.from.actor()), at(tie.to.actor()));
                let (from, to) = if b.is_some() { (a, b?) } else { (b, a?) };
                Some(Line {
                    from,
                    to,
                    bulky: is_bulky(tie.quality),
                    inside: inside(&tie.from) || inside(&tie.to),
                    ends: (Point::default(), Point::default()),
                    present: true,
                })
            })
            .collect();
        let count = request.actors.len();
        let mut joined = vec![false; count * count];
        for line in &lines {
            if let Some(from) = line.from {
                joined[from * count + line.to] = true;
                joined[line.to * count + from] = true;
            }
        }
        let starts = self.starts(&lines);
        let pieces =
            request
                .actors
                .iter()
                .zip(starts)
                .enumerate()
                .map(|(own, ((id, actor), start))| {
                    let relative = self.frame.relative(id);
                    let shape = relative.map_or(
                        Shape::of(actor.kind, self.frame.scale.node_px),
                        |relative| Shape {
                            size_px: relative.shape.size_px * self.shrink,
                            ..relative.shape
                        },
                    );
                    let kept = actor.place.or_else(|| self.kept(id, before.get(id)));
                    let joins = |line: &Line| line.to == own || line.from == Some(own);
                    let at = kept.map_or(start, |place| Point::new(place.x, place.y) * self.unit);
                    let at = relative.map_or(at, |relative| relative.at * self.shrink);
                    Piece {
                        at,
                        range: self.range(id, actor, shape),
                        ring: self.rank(id, actor),
                        fixed: kept.is_some() || relative.is_some(),
                        half: shape.half(),
                        radius: shape.radius(),
                        blocks: if relative.is_some() {
                            Vec::new()
                        } else {
                            Block::forms(actor, &self.frame.scale)
                        },
                        side: Side {
                            form: 0,
                            place: LabelPlace::Below,
                        },
                        label: None,
                        lines: (0..lines.len())
                            .filter(|line| joins(&lines[*line]))
                            .collect(),
                        is_ray: lines
                            .iter()
                            .any(|line| line.from.is_none() && line.to == own),
                        way: at.unit(),
                        last: 0.0,
                        present: true,
                    }
                });
        let mut board = Board {
            pieces: pieces.collect(),
            lines,
            joined,
            home: self.frame.home_px,
            names: self.off_limits(),
            prices: match request.view {
                View::Rings | View::Ecomap => Prices::USUAL,
                View::Sluzki => Prices::QUADRANTS,
            },
            sheet: Rect::around(Point::default(), self.frame.canvas.width * 0.5, SHEET).grown(-4.0),
            rim: match request.view {
                View::Rings | View::Sluzki => UNIT + 6.0,
                View::Ecomap => f64::INFINITY,
            },
        };
        for index in 0..count {
            let at = board.pieces[index].at;
            let at = if board.pieces[index].fixed {
                at
            } else {
                board.clamp(index, at)
            };
            let side = board.pieces[index].side;
            board.place(index, at, side);
        }
        for line in 0..board.lines.len() {
            board.stretch(line);
        }
        board
    }

    /// Names of rings, and in the ecomap what tools cover.
    fn off_limits(&self) -> Vec<Rect> {
        let to_board = Point::default() - self.frame.centre;
        match self.request.view {
            View::Rings | View::Sluzki => ring_names(&self.frame, &self.request.texts)
                .iter()
                .filter(|ring| !ring.name.is_empty())
                .map(|ring| ring.name_box.grown(5.0).moved(to_board))
                .collect(),
            View::Ecomap => {
                let real = Frame::new(self.request);
                let shrink = self.unit / real.unit_px;
                let covered = self.request.keep_free.iter().map(|tool| {
                    let corner = (Point::new(tool.left, tool.top) - real.centre) * shrink;
                    Rect::at(
                        corner,
                        Size::new(tool.width() * shrink, tool.height() * shrink),
                    )
                });
                covered.collect()
            }
        }
    }

    fn range(&self, id: &ActorId, actor: &ActorNode, shape: Shape) -> Range {
        if let Some(standpoint) = self.standpoint(id) {
            let band = Band::of(rank_of(standpoint.closeness));
            let (from, to) = arc_of_quadrant(standpoint.quadrant);
            let edge = (shape.radius() + SECTOR_EDGE) / (band.inner * UNIT);
            return Range::Band {
                inner: band.inner * UNIT,
                outer: band.outer * UNIT,
                from: from + edge,
                to: to - edge,
            };
        }
        match self.request.view {
            View::Rings | View::Sluzki => {
                let band = Band::of(actor.ring);
                let (inner, outer) = (band.inner * UNIT, band.outer * UNIT);
                let arc = self
                    .frame
                    .arc_of(actor.sector)
                    .filter(|_| actor.ring == Ring::Institutional);
                let (from, to) = arc.map_or((0.0, TAU), |arc| {
                    let edge = (shape.radius() + SECTOR_EDGE) / inner;
                    let middle = arc.middle();
                    ((arc.from + edge).min(middle), (arc.to - edge).max(middle))
                });
                Range::Band {
                    inner,
                    outer,
                    from,
                    to,
                }
            }
            View::Ecomap => {
                let margin = shape.radius() + 6.0;
                let share = match actor.ring {
                    Ring::Personal => 0.5,
                    Ring::Community => 0.72,
                    Ring::Institutional => 0.92,
                };
                Range::Sheet {
                    half_width: self.frame.canvas.width * 0.5 - margin,
                    half_height: SHEET - margin,
                    nearest: self.frame.home_px + shape.radius() + 34.0,
                    share,
                }
            }
        }
    }

    /// Where the search begins: institutions spread over their sectors, everybody else in the order of the angles at
    /// which those that they are tied to stand.
    fn starts(&self, lines: &[Line]) -> Vec<Point> {
        let actors: Vec<&ActorNode> = self.request.actors.values().collect();
        let ids: Vec<&ActorId> = self.request.actors.keys().collect();
        let count = actors.len();
        let sectors = if self.frame.sectors.is_empty() {
            super::sectors::sectors_of(self.request)
        } else {
            self.frame.sectors.clone()
        };
        let mut seen: BTreeMap<Option<Sector>, usize> = BTreeMap::new();
        let mut quadrants: BTreeMap<(Quadrant, Ring), usize> = BTreeMap::new();
        let mut angles: Vec<Option<f64>> = actors
            .iter()
            .zip(&ids)
            .map(|(actor, id)| {
                if let Some(standpoint) = self.standpoint(id) {
                    let key = (standpoint.quadrant, rank_of(standpoint.closeness));
                    let nth = quadrants.entry(key).or_default();
                    *nth += 1;
                    let (from, to) = arc_of_quadrant(standpoint.quadrant);
                    // Anywhere in the quadrant, no two at one place.
                    return Some(from + (to - from) * (real(*nth) * 0.618).fract());
                }
                let arc = sectors.iter().find(|arc| arc.sector == actor.sector)?;
                if actor.ring != Ring::Institutional {
                    return None;
                }
                let nth = seen.entry(actor.sector).or_default();
                *nth += 1;
                Some(arc.from + (arc.to - arc.from) * (real(*nth) - 0.5) / real(arc.count.max(1)))
            })
            .collect();
        // The mean direction of the neighbours, theirs being found the same way.
        let mut wishes: Vec<Point> = angles
            .iter()
            .map(|angle| angle.map_or_else(Point::default, angle::direction))
            .collect();
        for _ in 0..6 {
            for own in 0..count {
                if angles[own].is_none() {
                    let near = lines.iter().filter_map(|line| match line.from {
                        Some(from) if from == own => Some(line.to),
                        Some(from) if line.to == own => Some(from),
                        _ => None,
                    });
                    wishes[own] = near.fold(wishes[own] * 0.2, |sum, other| sum + wishes[other]);
                }
            }
        }
        let mut free: Vec<usize> = (0..count).filter(|own| angles[*own].is_none()).collect();
        let wish = |own: usize| {
            let nowhere = wishes[own].length() < 1e-6;
            if nowhere {
                TAU * (real(own) * 0.618).fract()
            } else {
                angle::of(wishes[own]).rem_euclid(TAU)
            }
        };
        free.sort_by(|a, b| wish(*a).total_cmp(&wish(*b)));
        for (nth, own) in free.iter().enumerate() {
            angles[*own] =
                Some(PI / 12.0 + TAU * (11.0 / 12.0) * (real(nth) + 0.5) / real(free.len()));
        }
        let placed = actors
            .iter()
            .zip(&ids)
            .zip(angles)
            .map(|((actor, id), angle)| {
                let out = angle::direction(angle.unwrap_or(PI));
                match self.request.view {
                    View::Rings | View::Sluzki => {
                        out * (Band::of(self.rank(id, actor)).middle() * UNIT)
                    }
                    View::Ecomap => {
                        let share = Band::of(actor.ring).middle().max(0.45);
                        Point::new(out.x * self.frame.canvas.width * 0.5, out.y * SHEET) * share
                    }
                }
            });
        placed.collect()
    }
}

/// A free place in a ring, as near as can be to `near`, for an actor that is added without pointing.
#[must_use]
pub fn free_place_near(
    request: &LayoutRequest,
    places: &BTreeMap<ActorId, Place>,
    ring: Ring,
    sector: Option<Sector>,
    near: Option<Place>,
) -> Place {
    let frame = Frame::new(request);
    let band = Band::of(ring);
    let middle = frame.arc_of(sector).map_or(PI, SectorArc::middle);
    let start = near.map_or_else(
        || angle::direction(middle) * band.middle(),
        |place| Point::new(place.x, place.y),
    );
    let taken: Vec<Point> = places
        .values()
        .map(|place| Point::new(place.x, place.y))
        .collect();
    let mut best = (f64::INFINITY, start);
    for step in 0..72 {
        for row in 0..3 {
            let radius = band.inner + (band.outer - band.inner) * f64::from(row) * 0.5;
            let at = angle::direction(TAU * f64::from(step) / 72.0) * radius;
            let crowd: f64 = taken
                .iter()
                .map(|other| (0.16 - at.distance(*other)).max(0.0))
                .sum();
            let cost = at.distance(start) + crowd * 60.0;
            if cost < best.0 {
                best = (cost, at);
            }
        }
    }
    frame.settle(
        ring,
        Place {
            x: best.1.x,
            y: best.1.y,
        },
    )
}
