//! The first tool: tap to choose, drag an actor to move it, drag the sheet to pan, drag the handle to connect.

use trama_shared::{case::Party, ids::ActorId};

use crate::editor::{
    input::{Hit, PointerInput, Precision, Spot},
    intent::Intent,
    selection::Selection,
};

/// Where the tool is.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Choose {
    /// Nothing is down.
    #[default]
    Idle,
    /// Down, and not yet clear whether it is a tap or a drag.
    Pressed {
        /// Where it began.
        start: Spot,
        /// What lies there.
        hit: Hit,
        /// How precise the pointer is.
        precision: Precision,
    },
    /// An actor follows the pointer.
    Moving {
        /// Where it began.
        start: Spot,
        /// Which actor.
        id: ActorId,
    },
    /// The sheet follows the pointer.
    Panning {
        /// Where it was last.
        last: Spot,
    },
    /// A tie follows the pointer from the chosen party's handle.
    Drawing {
        /// The first party.
        from: Party,
    },
}

impl Choose {
    /// Takes one event.
    pub fn pointer(&mut self, input: &PointerInput, may_edit: bool) -> Vec<Intent> {
        match input {
            PointerInput::Down { at, hit, precision } => {
                *self = Self::Pressed {
                    start: *at,
                    hit: hit.clone(),
                    precision: *precision,
                };
                Vec::new()
            }
            PointerInput::Move { at } => self.moved(*at, may_edit),
            PointerInput::Up { at, hit } => self.up(*at, hit),
            PointerInput::Cancel => match std::mem::take(self) {
                Self::Moving { .. } => vec![Intent::CancelDrag],
                Self::Drawing { .. } => vec![Intent::CancelTie],
                Self::Idle | Self::Pressed { .. } | Self::Panning { .. } => Vec::new(),
            },
        }
    }

    fn moved(&mut self, at: Spot, may_edit: bool) -> Vec<Intent> {
        match self {
            Self::Idle => Vec::new(),
            Self::Pressed {
                start,
                hit,
                precision,
            } => {
                let start = *start;
                if start.distance(at) <= precision.slop_px() {
                    return Vec::new();
                }
                match hit.clone() {
                    Hit::Actor(id) if may_edit => {
                        *self = Self::Moving {
                            start,
                            id: id.clone(),
                        };
                        // Chosen first, so that the panel tells what is in the hand.
                        vec![
                            Intent::Select(Selection::Actor(id.clone())),
                            Intent::DragActor { id, by: at - start },
                        ]
                    }
                    Hit::Handle(from) if may_edit => {
                        *self = Self::Drawing { from: from.clone() };
                        vec![Intent::PreviewTie { from, to: Some(at) }]
                    }
                    _ => {
                        *self = Self::Panning { last: at };
                        vec![Intent::Pan { by: at - start }]
                    }
                }
            }
            Self::Moving { start, id } => vec![Intent::DragActor {
                id: id.clone(),
                by: at - *start,
            }],
            Self::Panning { last } => {
                let by = at - *last;
                *last = at;
                vec![Intent::Pan { by }]
            }
            Self::Drawing { from } => vec![Intent::PreviewTie {
                from: from.clone(),
                to: Some(at),
            }],
        }
    }

    fn up(&mut self, at: Spot, over: &Hit) -> Vec<Intent> {
        match std::mem::take(self) {
            Self::Idle | Self::Panning { .. } => Vec::new(),
            Self::Pressed { hit, .. } => match hit {
                Hit::Sheet => vec![Intent::Select(Selection::Nothing)],
                Hit::Person => vec![Intent::Select(Selection::Person)],
                Hit::Actor(id) => vec![Intent::Select(Selection::Actor(id))],
                Hit::Tie(id) => vec![Intent::Select(Selection::Tie(id))],
                // A tap on the handle does what a drag from it does, in two taps.
                Hit::Handle(from) => vec![Intent::PreviewTie { from, to: None }],
            },
            Self::Moving { start, id } => vec![Intent::DropActor { id, by: at - start }],
            Self::Drawing { from } => match over.party() {
                Some(to) if to != from => vec![Intent::Connect { from, to }],
                _ => vec![Intent::CancelTie],
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(id: &str) -> ActorId {
        id.parse().unwrap()
    }

    fn down(at: Spot, hit: Hit) -> PointerInput {
        PointerInput::Down {
            at,
            hit,
            precision: Precision::Fine,
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

    fn run(events: &[PointerInput], may_edit: bool) -> Vec<Intent> {
        let mut tool = Choose::default();
        events
            .iter()
            .flat_map(|event| tool.pointer(event, may_edit))
            .collect()
    }

    #[test]
    fn a_tap_chooses_even_if_the_pointer_trembles() {
        let hit = Hit::Actor(actor("a"));
        let intents = run(
            &[
                down(Spot::new(10.0, 10.0), hit.clone()),
                go(11.0, 12.0),
                up(11.0, 12.0, hit),
            ],
            true,
        );
        assert_eq!(intents, [Intent::Select(Selection::Actor(actor("a")))]);
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
        let hit = Hit::Actor(actor("a"));
        let intents = run(
            &[
                down(Spot::default(), hit.clone()),
                go(30.0, 0.0),
                go(30.0, 20.0),
                up(30.0, 20.0, hit),
            ],
            true,
        );
        let drops: Vec<_> = intents
            .iter()
            .filter(|i| matches!(i, Intent::DropActor { .. }))
            .collect();
        assert_eq!(
            drops,
            [&Intent::DropActor {
                id: actor("a"),
                by: Spot::new(30.0, 20.0)
            }]
        );
        assert_eq!(intents[0], Intent::Select(Selection::Actor(actor("a"))));
    }

    #[test]
    fn whoever_may_only_read_pans_where_others_would_drag() {
        let hit = Hit::Actor(actor("a"));
        let intents = run(
            &[
                down(Spot::default(), hit.clone()),
                go(30.0, 0.0),
                up(30.0, 0.0, hit),
            ],
            false,
        );
        assert_eq!(
            intents,
            [Intent::Pan {
                by: Spot::new(30.0, 0.0)
            }]
        );
    }

    #[test]
    fn a_second_finger_puts_the_actor_back() {
        let hit = Hit::Actor(actor("a"));
        let intents = run(
            &[
                down(Spot::default(), hit),
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
        assert_eq!(
            drag(Hit::Actor(actor("a"))).last(),
            Some(&Intent::CancelTie)
        );
    }
}
