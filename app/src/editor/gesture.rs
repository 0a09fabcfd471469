//! Which pointers are down: one belongs to the tool, two move the camera.

use super::{camera::Camera, input::Spot};

/// The pointers that are down, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gesture {
    down: Vec<(i32, Spot)>,
    /// Two were down at once: the finger that is left of a pinch must not start to drag.
    pinched: bool,
}

/// Whom a pointer event is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Turn {
    /// The only pointer: the tool's.
    Tool,
    /// A second finger came down: the tool must let go.
    ToolMustCancel,
    /// Two fingers moved: the camera follows.
    Camera(Pinch),
    /// Nobody's: a third finger, or what is left of a pinch.
    Nobody,
}

/// What two fingers did since their last event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pinch {
    /// How much farther apart they are.
    pub factor: f64,
    /// Where their middle was.
    pub from: Spot,
    /// Where their middle is.
    pub to: Spot,
}

impl Pinch {
    /// The camera after it.
    #[must_use]
    pub fn apply(&self, camera: &Camera) -> Camera {
        camera.pan(self.to - self.from).zoom(self.factor, self.to)
    }
}

impl Gesture {
    /// A pointer came down.
    pub fn down(&mut self, pointer: i32, at: Spot) -> Turn {
        self.down.retain(|(id, _)| *id != pointer);
        self.down.push((pointer, at));
        match self.down.len() {
            1 => Turn::Tool,
            2 => {
                let turn = if self.pinched {
                    Turn::Nobody
                } else {
                    Turn::ToolMustCancel
                };
                self.pinched = true;
                turn
            }
            _ => Turn::Nobody,
        }
    }

    /// A pointer moved, down or hovering.
    pub fn moved(&mut self, pointer: i32, at: Spot) -> Turn {
        let before = self.pair();
        let hovering = self.down.is_empty();
        match self.down.iter_mut().find(|(id, _)| *id == pointer) {
            Some(held) => held.1 = at,
            None if hovering => return Turn::Tool,
            None => return Turn::Nobody,
        }
        match (before, self.pair()) {
            (Some((a, b)), Some((c, d))) => Turn::Camera(Pinch {
                // Fingers that meet in one point would throw the drawing to infinity.
                factor: c.distance(d).max(1.0) / a.distance(b).max(1.0),
                from: a.middle(b),
                to: c.middle(d),
            }),
            _ if self.pinched => Turn::Nobody,
            _ => Turn::Tool,
        }
    }

    /// A pointer was lifted or taken away.
    pub fn up(&mut self, pointer: i32) -> Turn {
        let held = self.down.len();
        self.down.retain(|(id, _)| *id != pointer);
        let ours = held == 1 && self.down.is_empty() && !self.pinched;
        if self.down.is_empty() {
            self.pinched = false;
        }
        if ours { Turn::Tool } else { Turn::Nobody }
    }

    fn pair(&self) -> Option<(Spot, Spot)> {
        match self.down.as_slice() {
            [(_, a), (_, b), ..] => Some((*a, *b)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_finger_is_the_tool_s_from_down_to_up() {
        let mut gesture = Gesture::default();
        assert_eq!(gesture.down(1, Spot::default()), Turn::Tool);
        assert_eq!(gesture.moved(1, Spot::new(5.0, 0.0)), Turn::Tool);
        assert_eq!(gesture.up(1), Turn::Tool);
    }

    #[test]
    fn a_second_finger_takes_over_and_what_is_left_of_a_pinch_drags_nothing() {
        let mut gesture = Gesture::default();
        gesture.down(1, Spot::new(0.0, 0.0));
        assert_eq!(gesture.down(2, Spot::new(10.0, 0.0)), Turn::ToolMustCancel);
        assert_eq!(
            gesture.moved(2, Spot::new(20.0, 0.0)),
            Turn::Camera(Pinch {
                factor: 2.0,
                from: Spot::new(5.0, 0.0),
                to: Spot::new(10.0, 0.0),
            })
        );
        assert_eq!(gesture.up(1), Turn::Nobody);
        assert_eq!(gesture.moved(2, Spot::new(30.0, 0.0)), Turn::Nobody);
        assert_eq!(gesture.up(2), Turn::Nobody);
        assert_eq!(gesture.down(3, Spot::default()), Turn::Tool);
    }

    #[test]
    fn a_pinch_keeps_the_sheet_under_the_fingers() {
        let camera = Camera {
            scale: 1.0,
            offset: Spot::new(30.0, 40.0),
        };
        let pinch = Pinch {
            factor: 2.0,
            from: Spot::new(100.0, 100.0),
            to: Spot::new(130.0, 90.0),
        };
        let under = camera.to_sheet(pinch.from);
        let after = pinch.apply(&camera).to_sheet(pinch.to);
        assert!(under.distance(after) < 1e-9);
    }
}
