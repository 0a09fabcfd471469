//! The household as a small genogram: generations under each other, partners side by side, children under their
//! parents. Everything is relative to the middle of the household's circle.

mod family;
mod lines;
mod rows;
mod symbol;

use std::collections::BTreeMap;

use crate::case::{Kin, Member, Party};

use super::device::Scale;
use super::drawing::{KinshipDrawing, LabelLine, TextAnchor};
use super::geometry::{Point, Rect, Size};
use super::request::LayoutRequest;
use super::shape::{Form, Shape};
use super::text::{Weight, cut, width_of};
use family::Family;
pub(super) use lines::line_between;
pub(super) use symbol::{badge_radius, cross, symbol};

/// Size of a member's symbol, and of the person's, where that of an actor's node is 1.
const SYMBOL: (f64, f64) = (1.12, 1.5);
/// Between a symbol and its name.
const NAME_GAP: f64 = 3.0;
/// Between the names of neighbours.
const NEIGHBOUR_GAP: f64 = 9.0;
/// Between the symbols of partners: room for the slashes of a separation.
const PARTNER_GAP: f64 = 26.0;
/// From one generation's names to the next one's symbols: room for the line of the siblings.
const ROW_GAP: f64 = 20.0;
/// Widest name.
const NAME_WIDTH: f64 = 78.0;
/// From the outermost name to the household's circle.
const PADDING: f64 = 9.0;
/// How much everything is made smaller, step by step, until the household fits.
const SHRINKS: [f64; 6] = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5];
/// The smallest that a name is written here, in px: small is better than cut.
const NAME_MIN_PX: f64 = 9.0;

/// Somebody of the household, drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Relative {
    pub at: Point,
    pub shape: Shape,
    pub member: Member,
    /// Her name, each line with its middle as `x`.
    pub name: Vec<LabelLine>,
    /// The box of the name.
    pub name_box: Rect,
}

/// The household.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Genogram {
    pub people: BTreeMap<Party, Relative>,
    pub lines: Vec<KinshipDrawing>,
    /// Words under it.
    pub note: Option<LabelLine>,
    /// Radius of the circle around everything.
    pub radius: f64,
}

impl Genogram {
    /// The genogram of a request, no larger than `radius_max` if that can be; `None` if nobody lives with the person.
    pub(super) fn of(request: &LayoutRequest, scale: &Scale, radius_max: f64) -> Option<Self> {
        let family = Family::of(request)?;
        let mut drawn = None;
        for shrink in SHRINKS {
            let genogram = draw(&family, scale, shrink, &request.household_note);
            let fits = genogram.radius <= radius_max;
            drawn = Some(genogram);
            if fits {
                break;
            }
        }
        drawn
    }
}

/// Sizes of one try.
struct Sizes {
    /// Of lines and gaps.
    k: f64,
    symbol: f64,
    person: f64,
    name_px: f64,
    note_px: f64,
    name_width: f64,
}

impl Sizes {
    fn of(scale: &Scale, shrink: f64) -> Self {
        let k = scale.k.max(0.6) * shrink;
        // Letters lose less than shapes.
        let letters = shrink.sqrt();
        Self {
            k,
            symbol: scale.node_full_px * SYMBOL.0 * shrink,
            person: scale.node_full_px * SYMBOL.1 * shrink,
            name_px: (scale.name_px * 0.94 * letters).max(NAME_MIN_PX),
            note_px: (scale.role_px * letters).max(NAME_MIN_PX),
            name_width: NAME_WIDTH * scale.label_width_px / 90.0 * letters,
        }
    }
}

/// On which side of a symbol its name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Below,
    Right,
    Left,
    Above,
}

/// A symbol with its name, before it has a place.
struct Block {
    shape: Shape,
    text: String,
    size_px: f64,
    side: Side,
    /// The box of the name, the symbol's middle being (0, 0).
    name_box: Rect,
    has_name: bool,
}

impl Block {
    /// How far it reaches to the left and to the right.
    fn reach(&self) -> (f64, f64) {
        let half = self.shape.half().0;
        (half.max(-self.name_box.left), half.max(self.name_box.right))
    }

    /// How far it reaches up and down.
    fn rise(&self) -> (f64, f64) {
        let half = self.shape.half().1;
        (half.max(-self.name_box.top), half.max(self.name_box.bottom))
    }
}

fn draw(family: &Family, scale: &Scale, shrink: f64, note: &str) -> Genogram {
    let sizes = Sizes::of(scale, shrink);
    let blocks: Vec<Block> = (0..family.people.len())
        .map(|index| block(family, index, scale, &sizes))
        .collect();
    let mut at = rows::place(family, &blocks, &sizes);
    let mut boxes: Vec<Rect> = Vec::new();
    for (block, at) in blocks.iter().zip(&at) {
        boxes.push(block.shape.bounds(*at));
        if block.has_name {
            boxes.push(block.name_box.moved(*at));
        }
    }
    let all = boxes
        .iter()
        .skip(1)
        .fold(boxes[0], |all, one| all.union(one));
    let note_width = width_of(note, Weight::Regular, sizes.note_px);
    let note_middle = Point::new(
        all.centre().x,
        all.bottom + NAME_GAP * sizes.k + sizes.note_px * 0.75,
    );
    if !note.is_empty() {
        boxes.push(Rect::around(
            note_middle,
            note_width * 0.5,
            sizes.note_px * 0.6,
        ));
    }
    let (centre, radius) = circle_around(&boxes);
    for at in &mut at {
        *at = *at - centre;
    }
    let lines = lines::draw(family, &blocks, &at, &sizes);
    let people = family.people.iter().enumerate().map(|(index, person)| {
        let (block, at) = (&blocks[index], at[index]);
        let name_box = block.name_box.moved(at);
        let name = LabelLine {
            text: block.text.clone(),
            is_role: false,
            x: name_box.centre().x,
            y: name_box.centre().y + block.size_px * 0.36,
            size_px: block.size_px,
        };
        let relative = Relative {
            at,
            shape: block.shape,
            member: person.member,
            name: if block.has_name {
                vec![name]
            } else {
                Vec::new()
            },
            name_box,
        };
        (person.party.clone(), relative)
    });
    Genogram {
        people: people.collect(),
        lines,
        note: (!note.is_empty()).then(|| LabelLine {
            text: note.to_owned(),
            is_role: true,
            x: note_middle.x - centre.x,
            y: note_middle.y - centre.y + sizes.note_px * 0.36,
            size_px: sizes.note_px,
        }),
        radius: radius + PADDING * sizes.k,
    }
}

fn block(family: &Family, index: usize, scale: &Scale, sizes: &Sizes) -> Block {
    let person = &family.people[index];
    let is_person = person.party == Party::Person;
    let (size_px, symbol) = if is_person {
        (sizes.name_px * 1.1, sizes.person)
    } else {
        (sizes.name_px, sizes.symbol)
    };
    let shape = Shape {
        form: Form::Member(person.member.gender),
        size_px: symbol,
    };
    let text = cut(
        person.name.trim(),
        Weight::Semibold,
        size_px,
        sizes.name_width,
    );
    let size = Size::new(
        width_of(&text, Weight::Semibold, size_px),
        size_px * scale.name_line_px / scale.name_px,
    );
    let (half_width, half_height) = shape.half();
    let gap = NAME_GAP * sizes.k;
    let side = family.name_side(index);
    let corner = match side {
        Side::Below => Point::new(size.width * -0.5, half_height + gap),
        Side::Above => Point::new(size.width * -0.5, -half_height - gap - size.height),
        Side::Right => Point::new(half_width + gap * 1.6, size.height * -0.5),
        Side::Left => Point::new(-half_width - gap * 1.6 - size.width, size.height * -0.5),
    };
    Block {
        shape,
        has_name: !text.is_empty(),
        text,
        size_px,
        side,
        name_box: Rect::at(corner, size),
    }
}

/// A small circle around boxes: its middle and its radius. The middle walks towards whatever is farthest, a little less
/// each time.
fn circle_around(boxes: &[Rect]) -> (Point, f64) {
    let corners: Vec<Point> = boxes
        .iter()
        .flat_map(|one| {
            [
                Point::new(one.left, one.top),
                Point::new(one.right, one.top),
                Point::new(one.right, one.bottom),
                Point::new(one.left, one.bottom),
            ]
        })
        .collect();
    let all = boxes
        .iter()
        .skip(1)
        .fold(boxes[0], |all, one| all.union(one));
    let farthest = |from: Point| {
        corners.iter().fold(from, |far, corner| {
            if from.distance(*corner) > from.distance(far) {
                *corner
            } else {
                far
            }
        })
    };
    let mut centre = all.centre();
    for step in 0..80 {
        let share = 1.0 / (f64::from(step) + 4.0);
        centre = centre.towards(farthest(centre), share * 0.5);
    }
    (centre, centre.distance(farthest(centre)))
}

/// The anchor of every name in a genogram.
pub(super) const NAME_ANCHOR: TextAnchor = TextAnchor::Middle;

/// The kinships of a request between people who are in the household.
pub(super) fn within<'a>(
    kinships: &'a [Kin],
    knows: impl Fn(&Party) -> bool + 'a,
) -> impl Iterator<Item = &'a Kin> {
    kinships
        .iter()
        .filter(move |kin| kin.a != kin.b && knows(&kin.a) && knows(&kin.b))
}
