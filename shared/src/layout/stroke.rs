//! A tie's quality and flow as lines and arrowheads. Quality is told by the line's style alone, so that a photocopy
//! keeps it.

use crate::case::{Flow, TieQuality};

use super::drawing::{LineStyle, Mark};
use super::geometry::{Point, along, length_of, part_of, real};
use super::path::Path;

/// Half of a zigzag's wave, and how far it swings.
const ZIGZAG: (f64, f64) = (4.5, 4.2);
/// The straight piece at both ends of a zigzag.
const ZIGZAG_LEAD: f64 = 5.0;
/// The gap of a broken tie.
const GAP: f64 = 14.0;
/// Length of a slash, and the space between the two.
const SLASH: (f64, f64) = (15.0, 6.0);
/// Cosine and sine of the slashes' 65° to the line.
const SLASH_TURN: (f64, f64) = (0.4226, 0.9063);
/// An open arrowhead: length and width. The dots stop where it begins.
const CHEVRON: (f64, f64) = (7.0, 9.2);
/// Width of plain lines.
const PLAIN: f64 = 1.75;

/// A stroked tie.
pub(super) struct Stroke {
    pub line: String,
    pub style: LineStyle,
    pub marks: Vec<Mark>,
}

/// How near a label or a node may come to the middle of a tie's line: what it swings or how thick it is.
pub(super) const fn is_bulky(quality: TieQuality) -> bool {
    matches!(quality, TieQuality::Strong | TieQuality::Stressful)
}

/// The weight of a tie when labels compete for room.
pub(super) const fn weight_of(quality: TieQuality) -> u8 {
    match quality {
        TieQuality::Strong => 4,
        TieQuality::Stressful => 3,
        TieQuality::Normal => 2,
        TieQuality::Broken | TieQuality::Weak | TieQuality::ToBuild => 1,
    }
}

/// Length and width of an arrowhead.
const fn head_of(quality: TieQuality) -> (f64, f64) {
    match quality {
        TieQuality::Strong => (10.5, 12.0),
        TieQuality::ToBuild => CHEVRON,
        _ => (8.5, 8.4),
    }
}

/// Strokes the course of a tie, which already ends where its arrowheads touch.
pub(super) fn stroke(course: &[Point], quality: TieQuality, flow: Flow, k: f64) -> Stroke {
    let length = length_of(course);
    let at_start = matches!(flow, Flow::Backward | Flow::Both);
    let at_end = matches!(flow, Flow::Forward | Flow::Both);
    let (head_length, head_width) = head_of(quality);
    // Where the parties nearly touch the heads shrink, so that some line is left between them.
    let fit = (length / (head_length * k * 3.0)).min(1.0);
    let (head_length, head_width) = (head_length * k * fit, head_width * k * fit);
    // A filled head covers the end of its line; the line reaches a little into it, so that no seam shows.
    let lead = if quality == TieQuality::ToBuild {
        head_length
    } else {
        head_length * 0.85
    };
    let from = if at_start { lead } else { 0.0 };
    let to = (length - if at_end { lead } else { 0.0 }).max(from);

    let mut marks = Vec::new();
    if at_start {
        marks.push(head(course, 0.0, head_length, head_width, quality, k));
    }
    if at_end {
        marks.push(head(course, length, head_length, head_width, quality, k));
    }
    let mut path = Path::default();
    match quality {
        TieQuality::Stressful => path.lines(&zigzag(course, from, to, k)),
        TieQuality::Broken => {
            let (middle, gap) = (length * 0.5, (GAP * k * 0.5).min((to - from) * 0.3));
            marks.extend(slashes(course, middle, k));
            path.lines(&part_of(course, from, middle - gap));
            path.lines(&part_of(course, middle + gap, to))
        }
        _ => path.lines(&part_of(course, from, to)),
    };
    Stroke {
        line: path.finish(),
        style: style_of(quality, k),
        marks,
    }
}

fn style_of(quality: TieQuality, k: f64) -> LineStyle {
    let (width, dash, round_caps) = match quality {
        TieQuality::Strong => (4.5, vec![], false),
        TieQuality::Normal | TieQuality::Broken => (PLAIN, vec![], false),
        TieQuality::Weak => (1.5, vec![6.0 * k, 4.5 * k], false),
        TieQuality::Stressful => (1.6, vec![], true),
        TieQuality::ToBuild => (2.6, vec![0.0, 6.0 * k], true),
    };
    LineStyle {
        width: width * k,
        dash,
        round_caps,
    }
}

/// An arrowhead whose tip is at a distance along the course: at 0 it looks back, else onwards.
fn head(
    course: &[Point],
    tip_at: f64,
    length: f64,
    width: f64,
    quality: TieQuality,
    k: f64,
) -> Mark {
    let (tip, _) = along(course, tip_at);
    let (base, _) = along(
        course,
        if tip_at > 0.0 {
            tip_at - length
        } else {
            length
        },
    );
    let side = (tip - base).unit().normal() * (width * 0.5);
    let mut path = Path::default();
    path.lines(&[base + side, tip, base - side]);
    if quality == TieQuality::ToBuild {
        return Mark {
            path: path.finish(),
            filled: false,
            width: PLAIN * k,
        };
    }
    path.close();
    Mark {
        path: path.finish(),
        filled: true,
        width: 0.0,
    }
}

fn slashes(course: &[Point], middle: f64, k: f64) -> [Mark; 2] {
    let (at, onwards) = along(course, middle);
    let slant = onwards * SLASH_TURN.0 - onwards.normal() * SLASH_TURN.1;
    let half = slant * (SLASH.0 * 0.5 * k);
    let off = onwards * (SLASH.1 * 0.5 * k);
    [at - off, at + off].map(|centre| {
        let mut path = Path::default();
        path.lines(&[centre - half, centre + half]);
        Mark {
            path: path.finish(),
            filled: false,
            width: PLAIN * k,
        }
    })
}

/// A zigzag between two distances along the course, with its straight leads.
fn zigzag(course: &[Point], from: f64, to: f64, k: f64) -> Vec<Point> {
    let lead = (ZIGZAG_LEAD * k).min((to - from) * 0.25);
    let (start, end) = (from + lead, to - lead);
    let waves = ((end - start) / (ZIGZAG.0 * k)).round();
    let mut points = part_of(course, from, start);
    if waves >= 1.0 {
        let step = (end - start) / waves;
        let mut side = ZIGZAG.1 * k;
        let mut peak = start + step * 0.5;
        while peak < end {
            let (at, onwards) = along(course, peak);
            points.push(at + onwards.normal() * side);
            side = -side;
            peak += step;
        }
    }
    points.extend(part_of(course, end, to));
    points
}

/// A bow between two points: the line that leaves the straight one by `bow` of its length at the middle.
pub(super) fn bowed(a: Point, b: Point, bow: f64, pieces: usize) -> Vec<Point> {
    if bow == 0.0 {
        return vec![a, b];
    }
    let control = a.towards(b, 0.5) + (b - a).normal() * (bow * 2.0);
    (0..=pieces)
        .map(|piece| {
            let share = real(piece) / real(pieces);
            a.towards(control, share)
                .towards(control.towards(b, share), share)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_a_line(quality: TieQuality, flow: Flow) -> Stroke {
        stroke(
            &[Point::new(0.0, 0.0), Point::new(100.0, 0.0)],
            quality,
            flow,
            1.0,
        )
    }

    #[test]
    fn the_flow_decides_the_heads() {
        let heads = |flow| on_a_line(TieQuality::Normal, flow).marks.len();
        assert_eq!(
            [Flow::Unknown, Flow::Forward, Flow::Backward, Flow::Both].map(heads),
            [0, 1, 1, 2]
        );
        let receives = on_a_line(TieQuality::Strong, Flow::Backward);
        assert_eq!(receives.marks[0].path, "M10.5 -6L0 0L10.5 6Z");
    }

    #[test]
    fn a_broken_tie_has_a_gap_and_two_slashes() {
        let broken = on_a_line(TieQuality::Broken, Flow::Unknown);
        assert_eq!(broken.line, "M0 0L43 0M57 0L100 0");
        assert_eq!(broken.marks.len(), 2);
    }

    #[test]
    fn a_zigzag_swings_around_its_line() {
        let zigzag = zigzag(
            &[Point::new(0.0, 0.0), Point::new(100.0, 0.0)],
            0.0,
            100.0,
            1.0,
        );
        assert_eq!(zigzag.iter().filter(|p| p.y.abs() > 4.0).count(), 20);
        assert!(zigzag.iter().all(|p| p.y.abs() <= 4.2 + 1e-9));
    }
}
