//! The board on which actors are shifted about: where each stands, on which side its label is, and what that costs.
//!
//! Lengths are the tablet's pixels, the person is at (0, 0). Costs are ordered as the drawing's rules are: overlaps
//! first, then crossings, then length.

use crate::case::Ring;
use crate::layout::angle;
use crate::layout::drawing::LabelPlace;
use crate::layout::geometry::{Point, Rect, distance_to_segment, real, segments_cross};
use crate::layout::labels::{Block, LABEL_GAP, OWN_GAP, TIE_GAP};
use crate::layout::tie_routes::NODE_CLEARANCE;

/// Least gap between two nodes, and between two that a tie joins.
const NODE_GAP: (f64, f64) = (12.0, 32.0);
/// Sine of the least angle between two rays, 9.5°.
const RAY_GAP_SINE: f64 = 0.165;

/// What each fault costs at its slightest; the worse it is the more it costs.
mod price {
    pub(super) const NODES_TOUCH: f64 = 400.0;
    pub(super) const NODES_NEAR: f64 = 60.0;
    pub(super) const RAY_ON_NODE: f64 = 70.0;
    /// Less than a ray, because such a tie can bow out of the way.
    pub(super) const TIE_ON_NODE: f64 = 26.0;
    pub(super) const THROUGH_CENTRE: f64 = 45.0;
    pub(super) const OFF_LIMITS: f64 = 60.0;
    pub(super) const LENGTH: f64 = 0.12;
    pub(super) const SIDE: f64 = 0.5;
    pub(super) const SHORTER: f64 = 7.0;
    pub(super) const FAR_LABEL: f64 = 6.0;
    pub(super) const AWAY: f64 = 60.0;
}

/// Prices that differ from view to view.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prices {
    /// A label that lies on a node, a tie or another label.
    on_label: f64,
    /// Two rays that are hard to tell apart.
    rays_near: f64,
    /// Two ties that cross.
    crossing: f64,
}

impl Prices {
    /// On the rings and on the ecomap, where everybody has a whole circle to choose a way from.
    pub(super) const USUAL: Self = Self {
        on_label: 48.0,
        rays_near: 45.0,
        crossing: 11.0,
    };
    /// On Sluzki's map, where a quadrant may hold more rays than have room beside each other: they draw together, and
    /// leave gaps in which a name can be read.
    pub(super) const QUADRANTS: Self = Self {
        on_label: 150.0,
        rays_near: 20.0,
        crossing: 6.0,
    };
}

/// Where an actor may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Range {
    /// Between two distances and two angles from the person.
    Band {
        inner: f64,
        outer: f64,
        from: f64,
        to: f64,
    },
    /// On the sheet, off the household, best at some share of the way to the edge.
    Sheet {
        half_width: f64,
        half_height: f64,
        nearest: f64,
        share: f64,
    },
}

/// How a label is written, and on which side of its node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Side {
    pub form: usize,
    pub place: LabelPlace,
}

/// An actor on the board.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub at: Point,
    pub range: Range,
    pub ring: Ring,
    pub fixed: bool,
    pub radius: f64,
    /// Half its width and half its height.
    pub half: (f64, f64),
    /// The ways to write its label.
    pub blocks: Vec<Block>,
    pub side: Side,
    pub label: Option<Rect>,
    /// Indexes of its ties.
    pub lines: Vec<usize>,
    /// It has a tie with the person.
    pub is_ray: bool,
    /// The direction in which it lies from the person.
    pub way: Point,
    /// What it cost when it was last looked at.
    pub last: f64,
    /// It is on the board.
    pub present: bool,
}

/// A tie on the board: from the person if `from` is `None`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub from: Option<usize>,
    pub to: usize,
    pub bulky: bool,
    /// One of its parties stands in the household's circle, which it may therefore cross.
    pub inside: bool,
    /// Where it begins and ends.
    pub ends: (Point, Point),
    /// Both its parties are on the board.
    pub present: bool,
}

impl Line {
    /// The party that is not `piece`; `None` for the person.
    pub(super) fn other(&self, piece: usize) -> Option<usize> {
        if self.to == piece {
            self.from
        } else {
            Some(self.to)
        }
    }

    fn joins(&self, piece: usize) -> bool {
        self.to == piece || self.from == Some(piece)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Board {
    pub pieces: Vec<Piece>,
    pub lines: Vec<Line>,
    /// For each pair of pieces whether a tie joins them, row by row.
    pub joined: Vec<bool>,
    /// Radius of the circle on which the person's ties end.
    pub home: f64,
    /// Names of rings, tools: nothing stands there, no ray passes.
    pub names: Vec<Rect>,
    /// What the view's faults cost.
    pub prices: Prices,
    /// Where labels may be.
    pub sheet: Rect,
    /// Radius beyond which a label would rather not reach; infinite for the ecomap.
    pub rim: f64,
}

impl Board {
    /// Puts a piece somewhere, with its label on one side.
    pub(super) fn place(&mut self, index: usize, at: Point, side: Side) {
        let piece = &mut self.pieces[index];
        let moved = piece.at != at;
        piece.at = at;
        piece.side = side;
        let block = piece.blocks.get(side.form);
        piece.label = block.map(|block| block.at(side.place, at, piece.half, OWN_GAP));
        if moved {
            piece.way = at.unit();
            let lines = std::mem::take(&mut piece.lines);
            for line in &lines {
                self.stretch(*line);
            }
            self.pieces[index].lines = lines;
        }
    }

    /// Every way to label a piece.
    pub(super) fn sides(&self, index: usize) -> impl Iterator<Item = Side> + use<> {
        let forms = self.pieces[index].blocks.len();
        (0..forms).flat_map(|form| LabelPlace::ALL.map(|place| Side { form, place }))
    }

    /// Draws a tie between its parties.
    pub(super) fn stretch(&mut self, line: usize) {
        let Line { from, to, .. } = self.lines[line];
        let to = &self.pieces[to];
        let from = match from {
            Some(from) => self.pieces[from].at,
            // From the edge of the person's circle.
            None => to.way * self.home.min(to.at.length()),
        };
        self.lines[line].ends = (from, to.at);
    }

    /// Whether two pieces stand too near to be told apart.
    pub(super) fn touches(&self, one: usize, other: usize) -> bool {
        let (a, b) = (&self.pieces[one], &self.pieces[other]);
        a.at.distance(b.at) < a.radius + b.radius + 2.0
    }

    /// What a piece costs where it stands: everything that would change if it moved.
    pub(super) fn cost(&self, index: usize) -> f64 {
        let nodes = self.node_cost(index, f64::INFINITY);
        nodes + self.label_cost(index, self.pieces[index].side, f64::INFINITY)
    }

    /// What a piece and its ties cost, its label left out. Once that is more than `enough` the rest is not reckoned.
    pub(super) fn node_cost(&self, index: usize, enough: f64) -> f64 {
        let piece = &self.pieces[index];
        let mut cost = 0.0;
        let around = Rect::around(piece.at, piece.half.0 + 3.0, piece.half.1 + 3.0);
        for name in &self.names {
            if name.overlaps(&around) {
                cost += price::OFF_LIMITS * 2.0;
            }
        }
        if let Range::Sheet {
            half_width,
            half_height,
            share,
            ..
        } = piece.range
        {
            let at = Point::new(piece.at.x / half_width, piece.at.y / half_height).length();
            let away = (at - share).abs() - 0.1;
            cost += price::AWAY * away.max(0.0);
        }
        let row = &self.joined[index * self.pieces.len()..];
        for (other_index, other) in self.pieces.iter().enumerate() {
            if other_index != index && other.present {
                cost += pair_cost(piece, other, row[other_index], self.prices);
                if cost > enough {
                    return cost;
                }
            }
        }
        for line in self.lines.iter().filter(|line| line.present) {
            if !line.joins(index) {
                cost += node_on_line(line, piece);
                if cost > enough {
                    return cost;
                }
            }
        }
        for line in &piece.lines {
            if self.lines[*line].present {
                cost += self.line_cost(*line, index, enough - cost);
                if cost > enough {
                    return cost;
                }
            }
        }
        cost
    }

    /// What the label of a piece costs on one of its sides. Once that is more than `enough` the rest is not reckoned.
    pub(super) fn label_cost(&self, index: usize, side: Side, enough: f64) -> f64 {
        let piece = &self.pieces[index];
        let mut cost = price::SIDE * f64::from(side.place as u8) + price::SHORTER * real(side.form);
        let Some(block) = piece.blocks.get(side.form) else {
            return 0.0;
        };
        let label = block.at(side.place, piece.at, piece.half, OWN_GAP);
        for name in &self.names {
            if name.overlaps(&label.grown(3.0)) {
                cost += price::OFF_LIMITS;
            }
        }
        if !self.sheet.holds(&label) {
            cost += price::OFF_LIMITS;
        }
        let near_home = self.home + LABEL_GAP - label.distance(Point::default());
        if near_home > 0.0 {
            cost += price::OFF_LIMITS + near_home;
        }
        let far = Point::new(
            label.left.abs().max(label.right.abs()),
            label.top.abs().max(label.bottom.abs()),
        );
        let over = far.length() - self.rim;
        if over > 0.0 {
            cost += price::FAR_LABEL + over * 0.2;
        }
        let kept_free = label.grown(LABEL_GAP);
        for (other_index, other) in self.pieces.iter().enumerate() {
            if other_index == index || !other.present {
                continue;
            }
            cost += label_on_node(&label, other, self.prices);
            if other.label.is_some_and(|other| kept_free.overlaps(&other)) {
                cost += self.prices.on_label;
            }
            if cost > enough {
                return cost;
            }
        }
        for line in self.lines.iter().filter(|line| line.present) {
            cost += label_on_line(&label, line, self.prices);
            if cost > enough {
                return cost;
            }
        }
        cost
    }

    /// What a tie of the piece `index` costs to everything but that piece.
    fn line_cost(&self, line_index: usize, index: usize, enough: f64) -> f64 {
        let line = &self.lines[line_index];
        let (a, b) = line.ends;
        let mut cost = 0.0;
        for name in &self.names {
            if name.is_crossed_by(a, b) {
                cost += price::OFF_LIMITS * if line.from.is_none() { 1.0 } else { 0.5 };
            }
        }
        if line.from.is_some() {
            cost += price::LENGTH * (a.distance(b) - 60.0).max(0.0);
            let near = self.home + 6.0 - distance_to_segment(Point::default(), a, b);
            if near > 0.0 && !line.inside {
                cost += price::THROUGH_CENTRE * (1.0 + near / self.home);
            }
        }
        for (at, other) in self.pieces.iter().enumerate() {
            if at == index || !other.present {
                continue;
            }
            if !line.joins(at) {
                cost += node_on_line(line, other);
            }
            if let Some(label) = &other.label {
                cost += label_on_line(label, line, self.prices);
            }
            if cost > enough {
                return cost;
            }
        }
        for (at, other) in self.lines.iter().enumerate() {
            let shares = |end: Option<usize>| end.is_some_and(|end| other.joins(end));
            let both_rays = line.from.is_none() && other.from.is_none();
            if at == line_index
                || both_rays
                || !other.present
                || shares(Some(line.to))
                || shares(line.from)
            {
                continue;
            }
            let (c, d) = other.ends;
            if segments_cross(a, b, c, d) {
                cost += self.prices.crossing;
            }
        }
        cost
    }

    /// Takes a piece off the board with its ties, or puts it back.
    pub(super) fn show(&mut self, index: usize, present: bool) {
        self.pieces[index].present = present;
        let Self { pieces, lines, .. } = self;
        for line in &pieces[index].lines {
            let line = &mut lines[*line];
            line.present =
                pieces[line.to].present && line.from.is_none_or(|from| pieces[from].present);
        }
    }

    /// A place drawn into where the piece may be.
    pub(super) fn clamp(&self, index: usize, at: Point) -> Point {
        match self.pieces[index].range {
            Range::Band {
                inner,
                outer,
                from,
                to,
            } => {
                let distance = at.length().clamp(inner, outer);
                let middle = f64::midpoint(from, to);
                let off = angle::wrapped(angle::of(at) - middle);
                let reach = ((to - from) * 0.5).max(0.0);
                if off.abs() <= reach {
                    at.unit() * distance
                } else {
                    angle::direction(middle + off.clamp(-reach, reach)) * distance
                }
            }
            Range::Sheet {
                half_width,
                half_height,
                nearest,
                ..
            } => {
                let off = if at.length() < nearest {
                    at.unit() * nearest
                } else {
                    at
                };
                Point::new(
                    off.x.clamp(-half_width, half_width),
                    off.y.clamp(-half_height, half_height),
                )
            }
        }
    }
}

/// What two pieces cost each other, the label of the first one left out.
fn pair_cost(one: &Piece, other: &Piece, joined: bool, prices: Prices) -> f64 {
    let mut cost = 0.0;
    let between = other.at - one.at;
    if between.x.abs() < 260.0 && between.y.abs() < 160.0 {
        let need = if joined { NODE_GAP.1 } else { NODE_GAP.0 };
        let near = one.radius + other.radius + need;
        if between.dot(between) < near * near {
            let gap = between.length() - one.radius - other.radius;
            cost += price::NODES_NEAR * (1.0 - gap / need);
            if gap < 3.0 {
                cost += price::NODES_TOUCH;
            }
        }
        if let Some(label) = &other.label {
            cost += label_on_node(label, one, prices);
        }
    }
    if one.is_ray && other.is_ray {
        let sine = one.way.cross(other.way).abs();
        if sine < RAY_GAP_SINE && one.way.dot(other.way) > 0.0 {
            cost += prices.rays_near * (1.2 - sine / RAY_GAP_SINE);
        }
    }
    cost
}

/// What a tie costs to a node that it only passes.
fn node_on_line(line: &Line, piece: &Piece) -> f64 {
    let (a, b) = line.ends;
    let need = piece.radius
        + if line.bulky {
            NODE_CLEARANCE.1
        } else {
            NODE_CLEARANCE.0
        };
    // Far from the line's box, far from the line.
    if piece.at.x + need < a.x.min(b.x)
        || piece.at.x - need > a.x.max(b.x)
        || piece.at.y + need < a.y.min(b.y)
        || piece.at.y - need > a.y.max(b.y)
    {
        return 0.0;
    }
    let depth = need - distance_to_segment(piece.at, a, b);
    if depth <= 0.0 {
        return 0.0;
    }
    let price = if line.from.is_none() {
        price::RAY_ON_NODE
    } else {
        price::TIE_ON_NODE
    };
    price * (1.0 + depth / need)
}

fn label_on_node(label: &Rect, node: &Piece, prices: Prices) -> f64 {
    // The shape lies within its box and within its circle.
    let (wide, high) = (node.half.0 + LABEL_GAP, node.half.1 + LABEL_GAP);
    let outside = label.left >= node.at.x + wide
        || label.right <= node.at.x - wide
        || label.top >= node.at.y + high
        || label.bottom <= node.at.y - high;
    if outside {
        return 0.0;
    }
    let depth = node.radius + LABEL_GAP - label.distance(node.at);
    if depth > 0.0 {
        prices.on_label + depth
    } else {
        0.0
    }
}

fn label_on_line(label: &Rect, line: &Line, prices: Prices) -> f64 {
    let gap = if line.bulky { TIE_GAP.1 } else { TIE_GAP.0 } + 0.5;
    if label.grown(gap).is_crossed_by(line.ends.0, line.ends.1) {
        prices.on_label
    } else {
        0.0
    }
}
