//! What comes out: geometry that needs no further rule to be shown. Coordinates are canvas pixels.

use std::collections::BTreeMap;

use crate::case::{ActorKind, Flow, Kinship, Quadrant, Ring, Sector, Support, TieQuality, View};
use crate::ids::{ActorId, TieId};

use super::device::Scale;
use super::geometry::{Point, Rect, Size, along, length_of};
use super::shape::Shape;

/// A drawn network.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// Which drawing.
    pub view: View,
    /// The canvas that it was drawn for.
    pub canvas: Size,
    /// Sizes in use.
    pub scale: Scale,
    /// The person.
    pub centre: CentreDrawing,
    /// The rings, or Sluzki's circles, from the outer one inwards, so that painting in this order is right; empty for
    /// the ecomap.
    pub rings: Vec<RingDrawing>,
    /// The sectors of the institutional ring, or Sluzki's quadrants; empty for the ecomap.
    pub sectors: Vec<SectorDrawing>,
    /// Everyone else.
    pub nodes: BTreeMap<ActorId, NodeDrawing>,
    /// The ties; to be painted under the nodes.
    pub ties: BTreeMap<TieId, TieDrawing>,
    /// The labels, one for each actor that has a name; to be painted over everything.
    pub labels: BTreeMap<ActorId, LabelDrawing>,
    /// Where the signs of a comparison stand; empty without one.
    pub badges: BTreeMap<TieId, Point>,
    /// What the drawing covers; reaches over the canvas if something was placed beyond it.
    pub bounds: Rect,
}

/// The person at the centre.
#[derive(Debug, Clone, PartialEq)]
pub struct CentreDrawing {
    /// Her place.
    pub at: Point,
    /// The outer line of her circle.
    pub radius: f64,
    /// Width of the outer line.
    pub width: f64,
    /// The inner line.
    pub inner_radius: f64,
    /// Width of the inner line.
    pub inner_width: f64,
    /// The circle of the household, in the ecomap.
    pub household_radius: Option<f64>,
    /// Width of the household's line.
    pub household_width: f64,
    /// Her name in up to two lines, each with its baseline; each is centred on its `x`.
    pub lines: Vec<LabelLine>,
    /// Her genogram, where somebody lives with her. Her own symbol then stands in it, in place of the two circles.
    pub household: Option<HouseholdDrawing>,
}

/// The genogram inside the household's circle. Its other members are among the nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct HouseholdDrawing {
    /// Where the person's symbol stands.
    pub person_at: Point,
    /// The circle around her symbol.
    pub person_radius: f64,
    /// Her symbol, around (0, 0).
    pub person: SymbolDrawing,
    /// The lines between partners and from parents to children, relative to the centre's `at`; to be painted under the
    /// nodes.
    pub lines: Vec<KinshipDrawing>,
    /// Words under the genogram.
    pub note: Option<LabelLine>,
}

/// A line of a genogram.
#[derive(Debug, Clone, PartialEq)]
pub struct KinshipDrawing {
    /// What it says.
    pub kind: Kinship,
    /// Path data.
    pub path: String,
    /// How it is stroked.
    pub style: LineStyle,
}

/// A symbol of a genogram, relative to the middle of its node.
#[derive(Debug, Clone, PartialEq)]
pub struct SymbolDrawing {
    /// The outline: circle, square or diamond.
    pub outline: String,
    /// Width of the outline.
    pub width: f64,
    /// The second line, inside the first, of the person whom the case is about.
    pub double: Option<String>,
    /// The age, centred on its `x`.
    pub age: Option<LabelLine>,
    /// The cross of somebody who has died.
    pub cross: Option<String>,
    /// The mark of somebody who expects a child.
    pub pregnancy: Option<String>,
    /// The middle of the badge that shows perceived support.
    pub badge_at: Point,
    /// Radius of the badge. What support fills in it is the node's `inner`, around `badge_at`.
    pub badge_radius: f64,
}

/// One of the three rings, or of Sluzki's three circles.
#[derive(Debug, Clone, PartialEq)]
pub struct RingDrawing {
    /// Which; for one of Sluzki's circles the ring of the same rank, which has its tint.
    pub ring: Ring,
    /// Its outer radius.
    pub radius: f64,
    /// Its name; empty where the device has no room for it.
    pub name: String,
    /// The middle of the name's baseline.
    pub name_at: Point,
    /// The box of the name.
    pub name_box: Rect,
    /// Space between the name's letters.
    pub tracking_px: f64,
}

/// A sector of the institutional ring, or one of Sluzki's quadrants.
#[derive(Debug, Clone, PartialEq)]
pub struct SectorDrawing {
    /// The ámbito; `None` for the actors without one, and for a quadrant.
    pub sector: Option<Sector>,
    /// The quadrant; `None` on the rings.
    pub quadrant: Option<Quadrant>,
    /// The line where it begins, as path data.
    pub edge: String,
    /// Its heading with the count of an empty one; empty where the device has no room for headings.
    pub heading: String,
    /// The arc that the heading stands on, as path data; the text is centred on it (`startOffset` 50 %).
    pub heading_path: String,
    /// Boxes that the heading covers.
    pub heading_boxes: Vec<Rect>,
}

/// An actor's node. Paths are relative to `at`, so that moving it is one translation.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeDrawing {
    /// Its middle.
    pub at: Point,
    /// Its shape.
    pub kind: ActorKind,
    /// The outline.
    pub outline: String,
    /// Width of the outline.
    pub width: f64,
    /// The shape that support fills from below.
    pub inner: String,
    /// Upper edge of `inner`.
    pub inner_top: f64,
    /// Lower edge of `inner`.
    pub inner_bottom: f64,
    /// Half the width of the node.
    pub half_width: f64,
    /// Half the height of the node.
    pub half_height: f64,
    /// The circle around the node.
    pub radius: f64,
    /// The circle in which a pointer means this node: 22, or less where another node is near.
    pub hit_radius: f64,
    /// The outline while selected.
    pub selected: String,
    /// The outline while a colleague has it selected.
    pub watched: String,
    /// Where a colleague's flag begins, relative to `at`: upper right.
    pub flag_at: Point,
    /// Size of the question mark of one who has not been asked.
    pub question_px: f64,
    /// The symbol of a member of the household inside the genogram. Support then fills its badge, not the node.
    pub symbol: Option<SymbolDrawing>,
    /// The cross over the node of somebody who has died; a symbol of the genogram has its own.
    pub cross: Option<String>,
    /// Nobody has said where in Sluzki's map the actor stands: the place is assumed.
    pub assumed: bool,
    /// The shape, with its size.
    pub(super) shape: Shape,
}

impl NodeDrawing {
    /// The part of `inner` that a level of support fills: a box to clip it with, relative to `at`.
    #[must_use]
    pub fn filled(&self, support: Support) -> Rect {
        let share = match support {
            Support::None => 0.0,
            Support::Little => 1.0 / 3.0,
            Support::Fair => 2.0 / 3.0,
            Support::Much => 1.0,
        };
        let top = self.inner_bottom - (self.inner_bottom - self.inner_top) * share;
        Rect {
            left: -self.half_width,
            top,
            right: self.half_width,
            bottom: self.inner_bottom,
        }
    }
}

/// How a line is stroked.
#[derive(Debug, Clone, PartialEq)]
pub struct LineStyle {
    /// Width.
    pub width: f64,
    /// Dashes and gaps; empty for an unbroken line.
    pub dash: Vec<f64>,
    /// Round ends, else butt ones. Joins are always round.
    pub round_caps: bool,
}

impl LineStyle {
    /// The dashes as SVG wants them; `None` for an unbroken line.
    #[must_use]
    pub fn dash_array(&self) -> Option<String> {
        if self.dash.is_empty() {
            return None;
        }
        let parts: Vec<String> = self
            .dash
            .iter()
            .map(|part| format!("{}", (part * 100.0).round() / 100.0))
            .collect();
        Some(parts.join(" "))
    }
}

/// An arrowhead or a slash.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Path data.
    pub path: String,
    /// Filled in the tie's ink without a stroke; else stroked with round ends and not filled.
    pub filled: bool,
    /// Width of the stroke; 0 for a filled one.
    pub width: f64,
}

/// A tie.
#[derive(Debug, Clone, PartialEq)]
pub struct TieDrawing {
    /// Its quality.
    pub quality: TieQuality,
    /// Its flow.
    pub flow: Flow,
    /// The line, as path data.
    pub line: String,
    /// How the line is stroked.
    pub style: LineStyle,
    /// Arrowheads, and the slashes of a broken tie.
    pub marks: Vec<Mark>,
    /// The line's course from end to end, for pointing at it.
    pub course: Vec<Point>,
    /// The middle of the course.
    pub middle: Point,
    /// Where its parties stood.
    pub ends: (Point, Point),
    /// How far to its side the line bows, as a share of its length.
    pub bow: f64,
    /// Both parties are inside the household: to be shown only while one of them is chosen.
    pub inside: bool,
}

impl Drawing {
    /// Where a sign stands on a tie that is not of the line itself, around which `radius` px have to be free: clear of
    /// names and nodes where there is such a place on the line, off its middle, where a broken tie is slashed, and off
    /// its ends, where the arrows are.
    #[must_use]
    pub fn sign_at(&self, tie: &TieDrawing, radius: f64) -> Point {
        let length = length_of(&tie.course);
        let spots = SIGN_AT.map(|share| along(&tie.course, length * share).0);
        let mut best = (f64::NEG_INFINITY, spots[0]);
        for at in spots {
            let room = self.room_at(at);
            if room >= radius {
                return at;
            }
            if room > best.0 {
                best = (room, at);
            }
        }
        best.1
    }

    /// How far it is from a point to the nearest name or node; negative inside of one.
    fn room_at(&self, at: Point) -> f64 {
        let labels = self.labels.values().filter(|label| !label.hidden);
        let labels = labels.map(|label| label.bounds.distance(at));
        let nodes = self.nodes.values();
        let nodes = nodes.map(|node| node.at.distance(at) - node.radius);
        let centre = self.centre.at.distance(at)
            - self.centre.household_radius.unwrap_or(self.centre.radius);
        labels.chain(nodes).fold(centre, f64::min)
    }
}

/// Where on the length of a tie its sign is tried, from the best place on.
const SIGN_AT: [f64; 12] = [
    0.7, 0.3, 0.64, 0.36, 0.76, 0.24, 0.82, 0.18, 0.58, 0.42, 0.88, 0.12,
];

impl TieDrawing {
    /// Distance of a pointer from the line.
    #[must_use]
    pub fn distance(&self, point: Point) -> f64 {
        let parts = self
            .course
            .windows(2)
            .map(|pair| super::geometry::distance_to_segment(point, pair[0], pair[1]));
        parts.fold(f64::INFINITY, f64::min)
    }
}

/// On which side of its node a label stands, in the order in which the sides are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LabelPlace {
    /// Under the node.
    Below,
    /// Over the node.
    Above,
    /// To its right.
    Right,
    /// To its left.
    Left,
    /// To its right, raised.
    RightAbove,
    /// To its right, lowered.
    RightBelow,
    /// To its left, raised.
    LeftAbove,
    /// To its left, lowered.
    LeftBelow,
    /// Under the node, slid to the right.
    BelowRight,
    /// Under the node, slid to the left.
    BelowLeft,
    /// Over the node, slid to the right.
    AboveRight,
    /// Over the node, slid to the left.
    AboveLeft,
}

impl LabelPlace {
    /// Every side, in the order in which they are tried.
    pub const ALL: [Self; 12] = [
        Self::Below,
        Self::Above,
        Self::Right,
        Self::Left,
        Self::RightAbove,
        Self::RightBelow,
        Self::LeftAbove,
        Self::LeftBelow,
        Self::BelowRight,
        Self::BelowLeft,
        Self::AboveRight,
        Self::AboveLeft,
    ];

    /// Which end of its lines is fixed.
    #[must_use]
    pub const fn anchor(self) -> TextAnchor {
        match self {
            Self::Below | Self::Above => TextAnchor::Middle,
            Self::Right
            | Self::RightAbove
            | Self::RightBelow
            | Self::BelowRight
            | Self::AboveRight => TextAnchor::Start,
            Self::Left | Self::LeftAbove | Self::LeftBelow | Self::BelowLeft | Self::AboveLeft => {
                TextAnchor::End
            }
        }
    }
}

/// Which point of a text its position fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextAnchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

impl TextAnchor {
    /// The value of SVG's `text-anchor`.
    #[must_use]
    pub const fn svg(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelLine {
    /// The words.
    pub text: String,
    /// A role, set lighter than a name.
    pub is_role: bool,
    /// Its anchor.
    pub x: f64,
    /// Its baseline.
    pub y: f64,
    /// Size of the letters.
    pub size_px: f64,
}

/// An actor's label.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelDrawing {
    /// There is no free place: shown on a tap only.
    pub hidden: bool,
    /// There was no other place than across thin ties.
    pub over_ties: bool,
    /// On which side it stands.
    pub place: LabelPlace,
    /// Which end of the lines their `x` fixes.
    pub anchor: TextAnchor,
    /// The lines from above.
    pub lines: Vec<LabelLine>,
    /// The box around them.
    pub bounds: Rect,
    /// Width of the halo under the letters.
    pub halo_px: f64,
}
