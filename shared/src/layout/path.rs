//! SVG path data, with coordinates rounded to hundredths so that the document stays small.

use std::fmt::Write;

use super::geometry::Point;

/// Path data in the making.
#[derive(Default)]
pub(super) struct Path(String);

impl Path {
    /// Rounds, and drops the minus of a zero.
    fn number(value: f64) -> f64 {
        (value * 100.0).round() / 100.0 + 0.0
    }

    fn point(&mut self, command: char, point: Point) -> &mut Self {
        // Writing to a string cannot fail.
        let _ = write!(
            self.0,
            "{command}{} {}",
            Self::number(point.x),
            Self::number(point.y)
        );
        self
    }

    pub(super) fn to(&mut self, point: Point) -> &mut Self {
        self.point('M', point)
    }

    pub(super) fn line(&mut self, point: Point) -> &mut Self {
        self.point('L', point)
    }

    pub(super) fn lines(&mut self, points: &[Point]) -> &mut Self {
        if let [first, rest @ ..] = points {
            self.to(*first);
            for point in rest {
                self.line(*point);
            }
        }
        self
    }

    /// An arc of a circle; `large` takes the long way round, `clockwise` as seen on the screen.
    pub(super) fn arc(
        &mut self,
        radius: f64,
        large: bool,
        clockwise: bool,
        end: Point,
    ) -> &mut Self {
        let radius = Self::number(radius);
        let _ = write!(
            self.0,
            "A{radius} {radius} 0 {} {} ",
            u8::from(large),
            u8::from(clockwise)
        );
        let _ = write!(self.0, "{} {}", Self::number(end.x), Self::number(end.y));
        self
    }

    pub(super) fn close(&mut self) -> &mut Self {
        self.0.push('Z');
        self
    }

    pub(super) fn finish(&mut self) -> String {
        std::mem::take(&mut self.0)
    }
}
