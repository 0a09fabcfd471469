//! The actor tool: a tap on the sheet asks who stands there; a drag pans, so that the place can be looked for.

use crate::editor::{
    input::{Hit, PointerInput, Precision, Spot},
    intent::Intent,
    selection::Selection,
    tool::ToolKind,
};

/// Where the tool is.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Add {
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
    /// The sheet follows the pointer.
    Panning {
        /// Where it was last.
        last: Spot,
    },
}

impl Add {
    /// Takes one event.
    pub fn pointer(&mut self, input: &PointerInput) -> Vec<Intent> {
        match input {
            PointerInput::Down {
                at, hit, precision, ..
            } => {
                *self = Self::Pressed {
                    start: *at,
                    hit: hit.clone(),
                    precision: *precision,
                };
                Vec::new()
            }
            PointerInput::Move { at } => match self {
                Self::Idle => Vec::new(),
                Self::Pressed {
                    start, precision, ..
                } => {
                    if start.distance(*at) <= precision.slop_px() {
                        return Vec::new();
                    }
                    let by = *at - *start;
                    *self = Self::Panning { last: *at };
                    vec![Intent::Pan { by }]
                }
                Self::Panning { last } => {
                    let by = *at - *last;
                    *last = *at;
                    vec![Intent::Pan { by }]
                }
            },
            PointerInput::Up { at, .. } => match std::mem::take(self) {
                // Where somebody stands already, the tap means that one.
                Self::Pressed { hit, .. } => match hit.party() {
                    Some(party) => vec![
                        Intent::UseTool(ToolKind::Choose),
                        Intent::Select(Selection::from(party)),
                    ],
                    None => vec![Intent::AskActor { at: *at }],
                },
                Self::Idle | Self::Panning { .. } => Vec::new(),
            },
            PointerInput::Hold => Vec::new(),
            PointerInput::Cancel => {
                *self = Self::Idle;
                Vec::new()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tap(hit: Hit) -> Vec<Intent> {
        let at = Spot::new(7.0, 9.0);
        let mut tool = Add::default();
        tool.pointer(&PointerInput::Down {
            at,
            hit: hit.clone(),
            precision: Precision::Coarse,
            extend: false,
        });
        tool.pointer(&PointerInput::Up { at, hit })
    }

    #[test]
    fn a_tap_on_the_sheet_or_on_a_line_asks_for_an_actor_there() {
        let at = Spot::new(7.0, 9.0);
        assert_eq!(tap(Hit::Sheet), [Intent::AskActor { at }]);
        let tie = Hit::Tie("t".parse().unwrap());
        assert_eq!(tap(tie), [Intent::AskActor { at }]);
    }

    #[test]
    fn a_tap_on_somebody_chooses_them() {
        assert_eq!(
            tap(Hit::Person),
            [
                Intent::UseTool(ToolKind::Choose),
                Intent::Select(Selection::Person)
            ]
        );
    }

    #[test]
    fn a_drag_pans_and_asks_nothing() {
        let mut tool = Add::default();
        tool.pointer(&PointerInput::Down {
            at: Spot::default(),
            hit: Hit::Sheet,
            precision: Precision::Coarse,
            extend: false,
        });
        let at = Spot::new(50.0, 0.0);
        assert_eq!(
            tool.pointer(&PointerInput::Move { at }),
            [Intent::Pan { by: at }]
        );
        let hit = Hit::Sheet;
        assert_eq!(tool.pointer(&PointerInput::Up { at, hit }), []);
    }
}
