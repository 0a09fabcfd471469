//! The first tool: tap to choose, drag an actor to move it, drag the sheet to pan, drag the handle to connect; with
//! Shift or Ctrl, or while gathering, tap to choose more and drag the sheet to frame several.

use trama_shared::{case::Party, ids::ActorId};

use crate::editor::{
    input::{Hit, PointerInput, Precision, Spot},
    intent::Intent,
    selection::Selection,
};

/// The tool.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Choose {
    /// Taps add to what is chosen, without a key held.
    gathers: bool,
    hand: Hand,
}

/// What the hand is doing.
#[derive(Debug, Clone, PartialEq, Default)]
enum Hand {
    /// Nothing is down.
    #[default]
    Idle,
    /// Down, and not yet clear whether it is a tap, a hold or a drag.
    Pressed {
        start: Spot,
        hit: Hit,
        precision: Precision,
        extend: bool,
    },
    /// Held on an actor until it was chosen as well; it can still be dragged from here.
    Held {
        start: Spot,
        id: ActorId,
        precision: Precision,
    },
    /// An actor, or all that are chosen, follow the pointer.
    Moving { start: Spot },
    /// The sheet follows the pointer.
    Panning { last: Spot },
    /// A tie follows the pointer from the chosen party's handle.
    Drawing { from: Party },
    /// A frame follows the pointer.
    Framing { from: Spot, to: Spot },
}

impl Choose {
    /// The tool while it gathers: every tap chooses one more.
    #[must_use]
    pub const fn gathering() -> Self {
        Self {
            gathers: true,
            hand: Hand::Idle,
        }
    }

    /// Whether taps add to what is chosen.
    #[must_use]
    pub const fn gathers(&self) -> bool {
        self.gathers
    }

    /// Stops gathering; whether it did.
    pub fn stop_gathering(&mut self) -> bool {
        std::mem::take(&mut self.gathers)
    }

    /// Takes one event.
    pub fn pointer(&mut self, input: &PointerInput, may_edit: bool) -> Vec<Intent> {
        match input {
            PointerInput::Down {
                at,
                hit,
                precision,
                extend,
            } => {
                self.hand = Hand::Pressed {
                    start: *at,
                    hit: hit.clone(),
                    precision: *precision,
                    extend: *extend,
                };
                Vec::new()
            }
            PointerInput::Hold => self.held(),
            PointerInput::Move { at } => self.moved(*at, may_edit),
            PointerInput::Up { at, hit } => self.up(*at, hit),
            PointerInput::Cancel => match std::mem::take(&mut self.hand) {
                Hand::Moving { .. } => vec![Intent::CancelDrag],
                Hand::Drawing { .. } => vec![Intent::CancelTie],
                Hand::Framing { .. } => vec![Intent::CancelFrame],
                Hand::Idle | Hand::Pressed { .. } | Hand::Held { .. } | Hand::Panning { .. } => {
                    Vec::new()
                }
            },
        }
    }

    /// A finger or pen that rests on somebody gathers from there; on the sheet it opens a frame.
    fn held(&mut self) -> Vec<Intent> {
        let Hand::Pressed {
            start,
            hit,
            precision,
            ..
        } = &self.hand
        else {
            return Vec::new();
        };
        let (start, precision) = (*start, *precision);
        let what = match hit {
            Hit::Actor(id) => {
                let id = id.clone();
                self.hand = Hand::Held {
                    start,
                    id: id.clone(),
                    precision,
                };
                Intent::Include(id)
            }
            Hit::Sheet => {
                self.hand = Hand::Framing {
                    from: start,
                    to: start,
                };
                Intent::Frame {
                    from: start,
                    to: start,
                }
            }
            Hit::Person | Hit::Tie(_) | Hit::Handle(_) => return Vec::new(),
        };
        if self.gathers {
            return vec![what];
        }
        self.gathers = true;
        vec![Intent::Gather(true), what]
    }

    fn moved(&mut self, at: Spot, may_edit: bool) -> Vec<Intent> {
        match &mut self.hand {
            Hand::Idle => Vec::new(),
            Hand::Pressed {
                start,
                hit,
                precision,
                extend,
            } => {
                if start.distance(at) <= precision.slop_px() {
                    return Vec::new();
                }
                let (start, hit, frames) = (*start, hit.clone(), *extend || self.gathers);
                self.dragged(start, at, hit, frames, may_edit)
            }
            Hand::Held {
                start,
                id,
                precision,
            } => {
                if start.distance(at) <= precision.slop_px() {
                    return Vec::new();
                }
                let (start, hit) = (*start, Hit::Actor(id.clone()));
                self.dragged(start, at, hit, true, may_edit)
            }
            Hand::Moving { start } => vec![Intent::Drag { by: at - *start }],
            Hand::Panning { last } => {
                let by = at - *last;
                *last = at;
                vec![Intent::Pan { by }]
            }
            Hand::Drawing { from } => vec![Intent::PreviewTie {
                from: from.clone(),
                to: Some(at),
            }],
            Hand::Framing { from, to } => {
                *to = at;
                vec![Intent::Frame {
                    from: *from,
                    to: at,
                }]
            }
        }
    }

    /// It is a drag: what follows the pointer from here on.
    fn dragged(
        &mut self,
        start: Spot,
        at: Spot,
        hit: Hit,
        frames: bool,
        may_edit: bool,
    ) -> Vec<Intent> {
        match hit {
            Hit::Actor(id) if may_edit => {
                self.hand = Hand::Moving { start };
                // Chosen first, so that the panel tells what is in the hand.
                vec![Intent::Grab(id), Intent::Drag { by: at - start }]
            }
            Hit::Handle(from) if may_edit => {
                self.hand = Hand::Drawing { from: from.clone() };
                vec![Intent::PreviewTie { from, to: Some(at) }]
            }
            _ if frames => {
                self.hand = Hand::Framing {
                    from: start,
                    to: at,
                };
                vec![Intent::Frame {
                    from: start,
                    to: at,
                }]
            }
            _ => {
                self.hand = Hand::Panning { last: at };
                vec![Intent::Pan { by: at - start }]
            }
        }
    }

    fn up(&mut self, at: Spot, over: &Hit) -> Vec<Intent> {
        match std::mem::take(&mut self.hand) {
            Hand::Idle | Hand::Held { .. } | Hand::Panning { .. } => Vec::new(),
            Hand::Pressed { hit, extend, .. } => self.tapped(hit, extend),
            Hand::Moving { start } => vec![Intent::Drop { by: at - start }],
            Hand::Drawing { from } => match over.party() {
                Some(to) if to != from => vec![Intent::Connect { from, to }],
                _ => vec![Intent::CancelTie],
            },
            Hand::Framing { from, .. } => vec![Intent::SelectFramed { from, to: at }],
        }
    }

    fn tapped(&mut self, hit: Hit, extend: bool) -> Vec<Intent> {
        match hit {
            Hit::Actor(id) if extend || self.gathers => vec![Intent::Toggle(id)],
            // Only actors can be several; a tap beside them with the key held was meant for one of them.
            _ if extend => Vec::new(),
            Hit::Sheet if self.stop_gathering() => {
                vec![Intent::Gather(false), Intent::Select(Selection::Nothing)]
            }
            Hit::Person | Hit::Tie(_) | Hit::Handle(_) if self.gathers => Vec::new(),
            Hit::Sheet => vec![Intent::Select(Selection::Nothing)],
            Hit::Person => vec![Intent::Select(Selection::Person)],
            Hit::Actor(id) => vec![Intent::Select(Selection::Actor(id))],
            Hit::Tie(id) => vec![Intent::Select(Selection::Tie(id))],
            // A tap on the handle does what a drag from it does, in two taps.
            Hit::Handle(from) => vec![Intent::PreviewTie { from, to: None }],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(id: &str) -> ActorId {
        id.parse().unwrap()
    }

    fn on(id: &str) -> Hit {
        Hit::Actor(actor(id))
    }

    fn down(at: Spot, hit: Hit) -> PointerInput {
        PointerInput::Down {
            at,
            hit,
            precision: Precision::Fine,
            extend: false,
        }
    }

    fn shift_down(at: Spot, hit: Hit) -> PointerInput {
        PointerInput::Down {
            at,
            hit,
            precision: Precision::Fine,
            extend: true,
        }
    }

    fn go(x: f64, y: f64) -> PointerInput {
        PointerInput::Move {
            at: Spot::new(x, y),
        }
    }

    fn up(x: f64, y: f64, hit: Hit) -> PointerInput {
        PointerInput::Up {
            at: Spot::new(x, y),
            hit,
        }
    }

    fn feed(tool: &mut Choose, events: &[PointerInput], may_edit: bool) -> Vec<Intent> {
        events
            .iter()
            .flat_map(|event| tool.pointer(event, may_edit))
            .collect()
    }

    fn run(events: &[PointerInput], may_edit: bool) -> Vec<Intent> {
        feed(&mut Choose::default(), events, may_edit)
    }

    #[test]
    fn a_tap_chooses_even_if_the_pointer_trembles() {
        let events = [
            down(Spot::new(10.0, 10.0), on("a")),
            go(11.0, 12.0),
            up(11.0, 12.0, on("a")),
        ];
        assert_eq!(
            run(&events, true),
            [Intent::Select(Selection::Actor(actor("a")))]
        );
    }

    #[test]
    fn a_tap_on_the_sheet_lets_go() {
        let intents = run(
            &[down(Spot::default(), Hit::Sheet), up(0.0, 0.0, Hit::Sheet)],
            true,
        );
        assert_eq!(intents, [Intent::Select(Selection::Nothing)]);
    }

    #[test]
    fn a_drag_is_one_move_at_its_end() {
        let intents = run(
            &[
                down(Spot::default(), on("a")),
                go(30.0, 0.0),
                go(30.0, 20.0),
                up(30.0, 20.0, on("a")),
            ],
            true,
        );
        assert_eq!(intents[0], Intent::Grab(actor("a")));
        let drops: Vec<_> = intents
            .iter()
            .filter(|i| matches!(i, Intent::Drop { .. }))
            .collect();
        let by = Spot::new(30.0, 20.0);
        assert_eq!(drops, [&Intent::Drop { by }]);
    }

    #[test]
    fn whoever_may_only_read_pans_where_others_would_drag() {
        let intents = run(
            &[
                down(Spot::default(), on("a")),
                go(30.0, 0.0),
                up(30.0, 0.0, on("a")),
            ],
            false,
        );
        let by = Spot::new(30.0, 0.0);
        assert_eq!(intents, [Intent::Pan { by }]);
    }

    #[test]
    fn a_second_finger_puts_the_actor_back() {
        let intents = run(
            &[
                down(Spot::default(), on("a")),
                go(30.0, 0.0),
                PointerInput::Cancel,
                go(60.0, 0.0),
            ],
            true,
        );
        assert_eq!(intents.last(), Some(&Intent::CancelDrag));
    }

    #[test]
    fn the_handle_draws_a_tie_to_whoever_it_is_dropped_on() {
        let from = Party::Actor(actor("a"));
        let drag = |over: Hit| {
            run(
                &[
                    down(Spot::default(), Hit::Handle(from.clone())),
                    go(40.0, 0.0),
                    up(40.0, 0.0, over),
                ],
                true,
            )
        };
        assert_eq!(
            drag(Hit::Person).last(),
            Some(&Intent::Connect {
                from: from.clone(),
                to: Party::Person
            })
        );
        assert_eq!(drag(Hit::Sheet).last(), Some(&Intent::CancelTie));
        assert_eq!(drag(on("a")).last(), Some(&Intent::CancelTie));
    }

    #[test]
    fn with_the_key_held_a_tap_chooses_one_more_and_beside_them_nothing_changes() {
        let tap = |hit: Hit| {
            run(
                &[shift_down(Spot::default(), hit.clone()), up(0.0, 0.0, hit)],
                true,
            )
        };
        assert_eq!(tap(on("a")), [Intent::Toggle(actor("a"))]);
        assert_eq!(tap(Hit::Sheet), []);
        assert_eq!(tap(Hit::Person), []);
    }

    #[test]
    fn with_the_key_held_dragging_the_sheet_frames_several() {
        let (from, to) = (Spot::default(), Spot::new(90.0, 60.0));
        let intents = run(
            &[
                shift_down(from, Hit::Sheet),
                go(90.0, 60.0),
                up(90.0, 60.0, Hit::Sheet),
            ],
            false,
        );
        assert_eq!(
            intents,
            [
                Intent::Frame { from, to },
                Intent::SelectFramed { from, to }
            ]
        );
    }

    #[test]
    fn a_hold_gathers_and_then_taps_are_enough() {
        let mut tool = Choose::default();
        let hold = [
            down(Spot::default(), on("a")),
            PointerInput::Hold,
            up(0.0, 0.0, on("a")),
        ];
        assert_eq!(
            feed(&mut tool, &hold, true),
            [Intent::Gather(true), Intent::Include(actor("a"))]
        );
        let tap = [down(Spot::default(), on("b")), up(0.0, 0.0, on("b"))];
        assert_eq!(feed(&mut tool, &tap, true), [Intent::Toggle(actor("b"))]);
        let beside = [down(Spot::default(), Hit::Sheet), up(0.0, 0.0, Hit::Sheet)];
        assert_eq!(
            feed(&mut tool, &beside, true),
            [Intent::Gather(false), Intent::Select(Selection::Nothing)]
        );
        assert!(!tool.gathers());
    }

    #[test]
    fn what_was_held_can_be_dragged_on() {
        let intents = run(
            &[
                down(Spot::default(), on("a")),
                PointerInput::Hold,
                go(40.0, 0.0),
                up(40.0, 0.0, on("a")),
            ],
            true,
        );
        assert!(intents.contains(&Intent::Grab(actor("a"))));
        let by = Spot::new(40.0, 0.0);
        assert_eq!(intents.last(), Some(&Intent::Drop { by }));
    }

    #[test]
    fn a_hold_on_the_sheet_opens_a_frame_that_a_second_finger_closes() {
        let intents = run(
            &[
                down(Spot::default(), Hit::Sheet),
                PointerInput::Hold,
                go(40.0, 30.0),
                PointerInput::Cancel,
            ],
            true,
        );
        assert_eq!(intents.last(), Some(&Intent::CancelFrame));
    }

    #[test]
    fn a_hold_that_comes_after_the_drag_began_is_none() {
        let mut tool = Choose::default();
        let drag = [down(Spot::default(), on("a")), go(40.0, 0.0)];
        feed(&mut tool, &drag, true);
        assert_eq!(tool.pointer(&PointerInput::Hold, true), []);
    }
}
