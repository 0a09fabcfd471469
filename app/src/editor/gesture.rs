//! Which pointers are down: one belongs to the tool, two move the camera, and a hand that rests on the sheet while
//! it writes with a pen belongs to nobody.

use super::{
    camera::Camera,
    input::{PointerKind, Spot},
};

/// Whoever writes with a pen rests the hand on the sheet, before, between and after the strokes: for this long after
/// the pen was last seen, touches mean nothing.
const PALM_MS: f64 = 700.0;

/// The pointers that are down, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gesture {
    down: Vec<(i32, Spot)>,
    /// Two were down at once: the finger that is left of a pinch must not start to drag.
    pinched: bool,
    /// The pen that is down.
    pen: Option<i32>,
    /// When a pen was last seen, down or hovering.
    pen_seen_ms: Option<f64>,
}

/// One event of a pointer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Touch {
    /// The DOM's id of the pointer.
    pub pointer: i32,
    /// What points.
    pub kind: PointerKind,
    /// Where it is, in px of the screen.
    pub at: Spot,
    /// When, in ms from any beginning.
    pub now_ms: f64,
}

/// Whom a pointer event is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Turn {
    /// The only pointer: the tool's.
    Tool,
    /// A pen came down on a sheet that a hand was resting on: the tool lets go and begins anew with the pen.
    ToolAnew,
    /// A second finger came down: the tool must let go.
    ToolMustCancel,
    /// Two fingers moved: the camera follows.
    Camera(Pinch),
    /// Nobody's: a third finger, what is left of a pinch, or the palm of a hand that holds a pen.
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
    pub fn down(&mut self, touch: Touch) -> Turn {
        if self.is_palm(&touch) {
            return Turn::Nobody;
        }
        let Touch { pointer, at, .. } = touch;
        if touch.kind == PointerKind::Pen {
            self.pen = Some(pointer);
            self.pen_seen_ms = Some(touch.now_ms);
            if !self.down.is_empty() {
                self.down = vec![(pointer, at)];
                self.pinched = false;
                return Turn::ToolAnew;
            }
        }
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
    pub fn moved(&mut self, touch: Touch) -> Turn {
        if touch.kind == PointerKind::Pen {
            self.pen_seen_ms = Some(touch.now_ms);
        }
        let before = self.pair();
        // A touch that is not down here is a palm: fingers do not hover.
        let hovering = self.down.is_empty() && touch.kind != PointerKind::Touch;
        match self.down.iter_mut().find(|(id, _)| *id == touch.pointer) {
            Some(held) => held.1 = touch.at,
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
    pub fn up(&mut self, touch: Touch) -> Turn {
        if self.pen == Some(touch.pointer) {
            self.pen = None;
            self.pen_seen_ms = Some(touch.now_ms);
        }
        let held = self.down.len();
        self.down.retain(|(id, _)| *id != touch.pointer);
        let ours = held == 1 && self.down.is_empty() && !self.pinched;
        if self.down.is_empty() {
            self.pinched = false;
        }
        if ours { Turn::Tool } else { Turn::Nobody }
    }

    /// Whether exactly one pointer is down, and it is the tool's.
    #[must_use]
    pub fn is_single(&self) -> bool {
        self.down.len() == 1 && !self.pinched
    }

    fn is_palm(&self, touch: &Touch) -> bool {
        let seen = self
            .pen_seen_ms
            .is_some_and(|seen| touch.now_ms - seen < PALM_MS);
        touch.kind == PointerKind::Touch && (self.pen.is_some() || seen)
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

    fn finger(pointer: i32, x: f64, now_ms: f64) -> Touch {
        Touch {
            pointer,
            kind: PointerKind::Touch,
            at: Spot::new(x, 0.0),
            now_ms,
        }
    }

    fn pen(x: f64, now_ms: f64) -> Touch {
        Touch {
            kind: PointerKind::Pen,
            ..finger(9, x, now_ms)
        }
    }

    #[test]
    fn one_finger_is_the_tool_s_from_down_to_up() {
        let mut gesture = Gesture::default();
        assert_eq!(gesture.down(finger(1, 0.0, 0.0)), Turn::Tool);
        assert_eq!(gesture.moved(finger(1, 5.0, 1.0)), Turn::Tool);
        assert_eq!(gesture.up(finger(1, 5.0, 2.0)), Turn::Tool);
    }

    #[test]
    fn a_second_finger_takes_over_and_what_is_left_of_a_pinch_drags_nothing() {
        let mut gesture = Gesture::default();
        gesture.down(finger(1, 0.0, 0.0));
        assert!(gesture.is_single());
        assert_eq!(gesture.down(finger(2, 10.0, 1.0)), Turn::ToolMustCancel);
        assert!(!gesture.is_single());
        assert_eq!(
            gesture.moved(finger(2, 20.0, 2.0)),
            Turn::Camera(Pinch {
                factor: 2.0,
                from: Spot::new(5.0, 0.0),
                to: Spot::new(10.0, 0.0),
            })
        );
        assert_eq!(gesture.up(finger(1, 0.0, 3.0)), Turn::Nobody);
        assert_eq!(gesture.moved(finger(2, 30.0, 4.0)), Turn::Nobody);
        assert_eq!(gesture.up(finger(2, 30.0, 5.0)), Turn::Nobody);
        assert_eq!(gesture.down(finger(3, 0.0, 6.0)), Turn::Tool);
    }

    #[test]
    fn two_fingers_that_go_the_same_way_pan() {
        let mut gesture = Gesture::default();
        gesture.down(finger(1, 0.0, 0.0));
        gesture.down(finger(2, 100.0, 0.0));
        gesture.moved(finger(1, 30.0, 1.0));
        let Turn::Camera(last) = gesture.moved(finger(2, 130.0, 2.0)) else {
            panic!("the camera's");
        };
        assert_eq!(last.to, Spot::new(80.0, 0.0));
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

    #[test]
    fn while_a_pen_is_down_the_palm_neither_drags_nor_pinches() {
        let mut gesture = Gesture::default();
        assert_eq!(gesture.down(pen(0.0, 0.0)), Turn::Tool);
        assert_eq!(gesture.down(finger(1, 50.0, 10.0)), Turn::Nobody);
        assert_eq!(gesture.moved(finger(1, 60.0, 5_000.0)), Turn::Nobody);
        assert_eq!(gesture.moved(pen(5.0, 5_001.0)), Turn::Tool);
        assert_eq!(gesture.up(finger(1, 60.0, 5_002.0)), Turn::Nobody);
        assert_eq!(gesture.up(pen(5.0, 5_003.0)), Turn::Tool);
    }

    #[test]
    fn a_palm_stays_one_between_strokes_and_a_finger_counts_again_after_a_while() {
        let mut gesture = Gesture::default();
        gesture.down(pen(0.0, 0.0));
        gesture.up(pen(0.0, 100.0));
        assert_eq!(gesture.down(finger(1, 50.0, 300.0)), Turn::Nobody);
        assert_eq!(
            gesture.moved(finger(1, 90.0, 9_000.0)),
            Turn::Nobody,
            "a palm never becomes a finger"
        );
        gesture.up(finger(1, 90.0, 9_001.0));
        assert_eq!(gesture.down(finger(2, 50.0, 9_002.0)), Turn::Tool);
    }

    #[test]
    fn a_pen_that_hovers_announces_the_hand_that_follows_it() {
        let mut gesture = Gesture::default();
        assert_eq!(gesture.moved(pen(0.0, 0.0)), Turn::Tool);
        assert_eq!(gesture.down(finger(1, 0.0, 200.0)), Turn::Nobody);
    }

    #[test]
    fn a_palm_that_came_before_the_pen_lets_go_of_what_it_held() {
        let mut gesture = Gesture::default();
        assert_eq!(gesture.down(finger(1, 0.0, 0.0)), Turn::Tool);
        assert_eq!(gesture.down(pen(80.0, 50.0)), Turn::ToolAnew);
        assert_eq!(gesture.moved(finger(1, 20.0, 60.0)), Turn::Nobody);
        assert_eq!(gesture.moved(pen(90.0, 70.0)), Turn::Tool);
        assert_eq!(gesture.up(pen(90.0, 80.0)), Turn::Tool);
    }

    #[test]
    fn a_mouse_is_not_held_off_by_a_pen() {
        let mut gesture = Gesture::default();
        gesture.moved(pen(0.0, 0.0));
        let mouse = Touch {
            kind: PointerKind::Mouse,
            ..finger(1, 0.0, 10.0)
        };
        assert_eq!(gesture.down(mouse), Turn::Tool);
    }
}
