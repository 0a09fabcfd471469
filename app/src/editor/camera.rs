//! The camera: which part of the sheet the screen shows.

use super::input::Spot;

/// A rectangle: the sheet's drawing in its own units, or the free part of the screen in px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Frame {
    /// The middle.
    #[must_use]
    pub fn centre(&self) -> Spot {
        Spot::new(self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// The frame with `by` taken off on every side.
    #[must_use]
    pub fn inset(&self, by: f64) -> Self {
        Self {
            x: self.x + by,
            y: self.y + by,
            width: (self.width - 2.0 * by).max(1.0),
            height: (self.height - 2.0 * by).max(1.0),
        }
    }
}

/// Screen = sheet × scale + offset.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    /// Px of the screen for one unit of the sheet.
    pub scale: f64,
    /// Where the sheet's origin is on the screen, in px.
    pub offset: Spot,
}

impl Camera {
    /// Smallest and largest scale: from a whole network on a phone to one node across the projector.
    pub const SCALE_MIN: f64 = 0.25;
    /// See [`Self::SCALE_MIN`].
    pub const SCALE_MAX: f64 = 6.0;
    /// One press of a zoom button.
    pub const STEP: f64 = 1.25;

    /// Shows all of `drawing` in the middle of `free`.
    #[must_use]
    pub fn fit(drawing: &Frame, free: &Frame) -> Self {
        let scale =
            (free.width / drawing.width.max(1.0)).min(free.height / drawing.height.max(1.0));
        let scale = scale.clamp(Self::SCALE_MIN, Self::SCALE_MAX);
        let (middle, to) = (drawing.centre(), free.centre());
        Self {
            scale,
            offset: Spot::new(to.x - middle.x * scale, to.y - middle.y * scale),
        }
    }

    /// From the screen to the sheet.
    #[must_use]
    pub fn to_sheet(&self, at: Spot) -> Spot {
        Spot::new(
            (at.x - self.offset.x) / self.scale,
            (at.y - self.offset.y) / self.scale,
        )
    }

    /// From the sheet to the screen.
    #[must_use]
    pub fn to_screen(&self, at: Spot) -> Spot {
        Spot::new(
            at.x * self.scale + self.offset.x,
            at.y * self.scale + self.offset.y,
        )
    }

    /// A distance on the screen as one on the sheet.
    #[must_use]
    pub fn shift_to_sheet(&self, by: Spot) -> Spot {
        Spot::new(by.x / self.scale, by.y / self.scale)
    }

    /// Shifted by so many px.
    #[must_use]
    pub fn pan(&self, by: Spot) -> Self {
        Self {
            scale: self.scale,
            offset: self.offset + by,
        }
    }

    /// Larger or smaller by `factor`, so that what is under `at` stays there.
    #[must_use]
    pub fn zoom(&self, factor: f64, at: Spot) -> Self {
        let scale = (self.scale * factor).clamp(Self::SCALE_MIN, Self::SCALE_MAX);
        let under = self.to_sheet(at);
        Self {
            scale,
            offset: Spot::new(at.x - under.x * scale, at.y - under.y * scale),
        }
    }

    /// Shifted as little as needed for `at` (of the sheet) to be inside `free` (of the screen).
    #[must_use]
    pub fn reveal(&self, at: Spot, free: &Frame) -> Self {
        let on_screen = self.to_screen(at);
        let clamp = |value: f64, from: f64, length: f64| value.clamp(from, from + length.max(0.0));
        let by = Spot::new(
            clamp(on_screen.x, free.x, free.width) - on_screen.x,
            clamp(on_screen.y, free.y, free.height) - on_screen.y,
        );
        self.pan(by)
    }

    /// The value of the root's `transform`.
    #[must_use]
    pub fn transform(&self) -> String {
        format!(
            "translate({:.2} {:.2}) scale({:.4})",
            self.offset.x, self.offset.y, self.scale
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWING: Frame = Frame {
        x: -100.0,
        y: -50.0,
        width: 200.0,
        height: 100.0,
    };
    const SCREEN: Frame = Frame {
        x: 0.0,
        y: 0.0,
        width: 400.0,
        height: 400.0,
    };

    #[test]
    fn fitting_shows_the_whole_drawing_in_the_middle() {
        let camera = Camera::fit(&DRAWING, &SCREEN);
        assert_eq!(
            camera.to_screen(Spot::new(-100.0, 0.0)),
            Spot::new(0.0, 200.0)
        );
        assert_eq!(
            camera.to_screen(Spot::new(100.0, 0.0)),
            Spot::new(400.0, 200.0)
        );
    }

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let camera = Camera::fit(&DRAWING, &SCREEN);
        let at = Spot::new(120.0, 310.0);
        let before = camera.to_sheet(at);
        let after = camera.zoom(1.7, at).to_sheet(at);
        assert!(before.distance(after) < 1e-9, "{before:?} {after:?}");
    }

    #[test]
    fn zooming_stops_at_its_ends() {
        let camera = Camera::fit(&DRAWING, &SCREEN);
        let far = (0..99).fold(camera, |c, _| c.zoom(0.5, Spot::default()));
        let near = (0..99).fold(camera, |c, _| c.zoom(2.0, Spot::default()));
        assert!((far.scale - Camera::SCALE_MIN).abs() < 1e-9);
        assert!((near.scale - Camera::SCALE_MAX).abs() < 1e-9);
    }

    #[test]
    fn revealing_moves_only_what_is_hidden_and_no_further_than_needed() {
        let camera = Camera::fit(&DRAWING, &SCREEN);
        let half = Frame {
            width: 200.0,
            ..SCREEN
        };
        assert_eq!(camera.reveal(Spot::new(-50.0, 0.0), &half), camera);
        let moved = camera.reveal(Spot::new(100.0, 0.0), &half);
        assert_eq!(
            moved.to_screen(Spot::new(100.0, 0.0)),
            Spot::new(200.0, 200.0)
        );
    }
}
