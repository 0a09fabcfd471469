//! The person at the centre.

use crate::case::{Party, View};
use crate::layout::drawing::{CentreDrawing, HouseholdDrawing, LabelLine};
use crate::layout::frame::Frame;
use crate::layout::genogram::{Genogram, symbol};
use crate::layout::geometry::{Point, real};
use crate::layout::request::LayoutRequest;
use crate::layout::text::{Weight, width_of, wrap_name};

use super::OUTLINE;

/// The smallest that the name in the centre is written, in px.
const CENTRE_NAME_MIN_PX: f64 = 9.0;

/// The centre of a drawing: her name in two circles, or the genogram of her household.
pub(super) fn centre(request: &LayoutRequest, frame: &Frame) -> CentreDrawing {
    let Frame {
        centre,
        person_px,
        home_px,
        scale,
        ..
    } = frame;
    let household = frame
        .genogram
        .as_ref()
        .and_then(|genogram| household(genogram, frame));
    let lines = match &frame.genogram {
        Some(genogram) => genogram
            .people
            .get(&Party::Person)
            .map(|person| moved(&person.name, *centre))
            .unwrap_or_default(),
        None => name_in_circle(request, frame),
    };
    CentreDrawing {
        at: *centre,
        radius: *person_px,
        width: 2.25 * scale.k,
        inner_radius: person_px - 4.5 * scale.k,
        inner_width: 1.25 * scale.k,
        household_radius: (request.view == View::Ecomap).then_some(*home_px),
        household_width: OUTLINE * scale.k,
        lines,
        household,
    }
}

/// Lines of a text, moved.
pub(super) fn moved(lines: &[LabelLine], by: Point) -> Vec<LabelLine> {
    let line = |line: &LabelLine| LabelLine {
        x: line.x + by.x,
        y: line.y + by.y,
        ..line.clone()
    };
    lines.iter().map(line).collect()
}

fn household(genogram: &Genogram, frame: &Frame) -> Option<HouseholdDrawing> {
    let person = genogram.people.get(&Party::Person)?;
    Some(HouseholdDrawing {
        person_at: frame.centre + person.at,
        person_radius: person.shape.radius(),
        person: symbol(person.shape, person.member, true, frame.scale.k),
        lines: genogram.lines.clone(),
        note: genogram
            .note
            .as_ref()
            .and_then(|note| moved(std::slice::from_ref(note), frame.centre).pop()),
    })
}

/// Her name, as large as it fits into her circle.
fn name_in_circle(request: &LayoutRequest, frame: &Frame) -> Vec<LabelLine> {
    let Frame {
        centre,
        person_px,
        scale,
        ..
    } = frame;
    let width = person_px * 2.0 - 12.0 * scale.k;
    let mut size = scale.person_px;
    let fits = |size: f64, lines: &[String]| {
        lines
            .iter()
            .all(|line| width_of(line, Weight::Semibold, size) <= width && !line.ends_with('…'))
    };
    let mut lines = wrap_name(&request.person, Weight::Semibold, size, width);
    // Smaller than any other text may be: her name is better small than cut.
    while size > CENTRE_NAME_MIN_PX && !fits(size, &lines) {
        size = (size - 0.5).max(CENTRE_NAME_MIN_PX);
        lines = wrap_name(&request.person, Weight::Semibold, size, width);
    }
    let line_px = size * 1.15;
    let top = centre.y - line_px * real(lines.len()) * 0.5;
    lines
        .into_iter()
        .enumerate()
        .map(|(row, text)| LabelLine {
            text,
            is_role: false,
            x: centre.x,
            y: top + line_px * (real(row) + 0.5) + size * 0.36,
            size_px: size,
        })
        .collect()
}
