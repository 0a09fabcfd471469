//! The tie tool: tap one party, then the other; or drag from one to the other.

use trama_shared::case::Party;

use crate::editor::{
    input::{Hit, PointerInput, Precision, Spot},
    intent::Intent,
    tool::ToolKind,
};

/// Where the tool is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Connect {
    /// The party that was taken first.
    first: Option<Party>,
    press: Option<Press>,
    /// Taken up for one tie, from its first party: when that is off, the tool is put away.
    once: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct Press {
    start: Spot,
    last: Spot,
    hit: Hit,
    precision: Precision,
    moved: bool,
}

impl Connect {
    /// The tool with its first party taken.
    #[must_use]
    pub fn from_party(party: Party) -> Self {
        Self {
            first: Some(party),
            press: None,
            once: true,
        }
    }

    /// The party that was taken first.
    #[must_use]
    pub fn first(&self) -> Option<&Party> {
        self.first.as_ref()
    }

    /// Takes one event.
    pub fn pointer(&mut self, input: &PointerInput) -> Vec<Intent> {
        match input {
            PointerInput::Down {
                at, hit, precision, ..
            } => {
                self.press = Some(Press {
                    start: *at,
                    last: *at,
                    hit: hit.clone(),
                    precision: *precision,
                    moved: false,
                });
                Vec::new()
            }
            PointerInput::Move { at } => self.moved(*at),
            PointerInput::Up { hit, .. } => self.up(hit),
            PointerInput::Hold => Vec::new(),
            PointerInput::Cancel => {
                self.press = None;
                Vec::new()
            }
        }
    }

    fn moved(&mut self, at: Spot) -> Vec<Intent> {
        let Some(press) = self.press.as_mut() else {
            // Hovering: the line follows the mouse.
            return self
                .first
                .clone()
                .map(|from| Intent::PreviewTie { from, to: Some(at) })
                .into_iter()
                .collect();
        };
        if !press.moved && press.start.distance(at) <= press.precision.slop_px() {
            return Vec::new();
        }
        press.moved = true;
        let by = at - press.last;
        press.last = at;
        match press.hit.party() {
            Some(from) => vec![Intent::PreviewTie { from, to: Some(at) }],
            None => vec![Intent::Pan { by }],
        }
    }

    fn up(&mut self, over: &Hit) -> Vec<Intent> {
        let Some(press) = self.press.take() else {
            return Vec::new();
        };
        if press.moved {
            let Some(from) = press.hit.party() else {
                return Vec::new();
            };
            self.first = None;
            return match over.party() {
                Some(to) if to != from => vec![Intent::Connect { from, to }],
                _ => self.cancelled(),
            };
        }
        match (self.first.take(), press.hit.party()) {
            (None, Some(party)) => {
                self.first = Some(party.clone());
                vec![Intent::PreviewTie {
                    from: party,
                    to: None,
                }]
            }
            (Some(from), Some(to)) if from != to => vec![Intent::Connect { from, to }],
            (Some(_), _) => self.cancelled(),
            (None, None) => Vec::new(),
        }
    }

    fn cancelled(&self) -> Vec<Intent> {
        let mut intents = vec![Intent::CancelTie];
        if self.once {
            intents.push(Intent::UseTool(ToolKind::Choose));
        }
        intents
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn someone(id: &str) -> Hit {
        Hit::Actor(id.parse().unwrap())
    }

    fn press(tool: &mut Connect, x: f64, hit: &Hit) -> Vec<Intent> {
        tool.pointer(&PointerInput::Down {
            at: Spot::new(x, 0.0),
            hit: hit.clone(),
            precision: Precision::Coarse,
            extend: false,
        })
    }

    fn lift(tool: &mut Connect, x: f64, hit: &Hit) -> Vec<Intent> {
        tool.pointer(&PointerInput::Up {
            at: Spot::new(x, 0.0),
            hit: hit.clone(),
        })
    }

    fn tap(tool: &mut Connect, hit: &Hit) -> Vec<Intent> {
        press(tool, 0.0, hit);
        lift(tool, 0.0, hit)
    }

    #[test]
    fn two_taps_connect() {
        let mut tool = Connect::default();
        tap(&mut tool, &someone("a"));
        assert!(tool.first().is_some());
        let connect = Intent::Connect {
            from: someone("a").party().unwrap(),
            to: Party::Person,
        };
        assert_eq!(tap(&mut tool, &Hit::Person), [connect]);
        assert_eq!(tool.first(), None);
    }

    #[test]
    fn a_second_tap_on_the_same_or_on_nothing_cancels() {
        for second in [someone("a"), Hit::Sheet] {
            let mut tool = Connect::default();
            tap(&mut tool, &someone("a"));
            assert_eq!(tap(&mut tool, &second), [Intent::CancelTie]);
            assert_eq!(tool.first(), None);
        }
    }

    #[test]
    fn a_tool_that_was_taken_up_for_one_tie_is_put_away_with_it() {
        let mut tool = Connect::from_party(Party::Person);
        assert_eq!(
            tap(&mut tool, &Hit::Person),
            [Intent::CancelTie, Intent::UseTool(ToolKind::Choose)]
        );
    }

    #[test]
    fn a_drag_from_one_to_the_other_connects() {
        let mut tool = Connect::default();
        press(&mut tool, 0.0, &someone("a"));
        tool.pointer(&PointerInput::Move {
            at: Spot::new(80.0, 0.0),
        });
        let intents = lift(&mut tool, 80.0, &someone("b"));
        assert!(matches!(intents.as_slice(), [Intent::Connect { .. }]));
    }

    #[test]
    fn the_line_follows_a_hovering_mouse_once_a_party_is_taken() {
        let mut tool = Connect::default();
        let hover = PointerInput::Move {
            at: Spot::new(5.0, 5.0),
        };
        assert_eq!(tool.pointer(&hover), []);
        tap(&mut tool, &someone("a"));
        assert!(matches!(
            tool.pointer(&hover).as_slice(),
            [Intent::PreviewTie { to: Some(_), .. }]
        ));
    }

    #[test]
    fn dragging_the_sheet_pans() {
        let mut tool = Connect::default();
        press(&mut tool, 0.0, &Hit::Sheet);
        let by = Spot::new(20.0, 0.0);
        assert_eq!(
            tool.pointer(&PointerInput::Move { at: by }),
            [Intent::Pan { by }]
        );
    }
}
