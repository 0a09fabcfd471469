//! What a key means while the map has the focus.

use trama_shared::case::{Party, Ring};

use super::tool::ToolKind;

/// A direction on the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Up.
    Up,
    /// Down.
    Down,
    /// Left.
    Left,
    /// Right.
    Right,
}

/// A key with the modifiers that matter; `name` is the DOM's `KeyboardEvent.key`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key<'a> {
    /// The DOM's name of the key.
    pub name: &'a str,
    /// Shift is down.
    pub shift: bool,
    /// Ctrl, Cmd or Alt is down: the key belongs to the browser or to the page, not to the map.
    pub command: bool,
}

/// What the map is in the middle of, as far as keys are concerned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Situation {
    /// The focused party is the chosen one.
    pub chosen: bool,
    /// The focused party is the person.
    pub on_person: bool,
    /// The party from which a tie is being drawn.
    pub connecting: Option<Party>,
    /// The user may change the case.
    pub may_edit: bool,
}

/// What a key asks for. The focused party is its object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Go to the nearest party in that direction.
    Walk(Direction),
    /// Go along the next tie, or the one before.
    WalkTie {
        /// Backwards.
        back: bool,
    },
    /// Go to the person.
    WalkHome,
    /// Choose the focused party, or what was chosen once more lets go.
    Choose,
    /// Move the chosen actor a little, or more.
    Nudge {
        /// Which way.
        direction: Direction,
        /// A larger step.
        far: bool,
    },
    /// Move the actor to a ring.
    ToRing(Ring),
    /// Start a tie from the focused party.
    StartTie,
    /// Finish the tie at the focused party.
    FinishTie,
    /// Change the name.
    Rename,
    /// Take the focused actor off the map.
    Remove,
    /// Ask for a new actor.
    AddActor,
    /// Larger, smaller, everything.
    ZoomIn,
    /// See [`Self::ZoomIn`].
    ZoomOut,
    /// See [`Self::ZoomIn`].
    Fit,
    /// Take up a tool.
    Use(ToolKind),
    /// Let go.
    Escape,
}

/// Reads a key. `None` leaves it to the browser.
#[must_use]
pub fn read(key: Key<'_>, now: &Situation) -> Option<Command> {
    if key.command {
        return None;
    }
    if let Some(direction) = direction(key.name) {
        let moves = now.chosen && !now.on_person && now.may_edit && now.connecting.is_none();
        return Some(if moves {
            Command::Nudge {
                direction,
                far: key.shift,
            }
        } else {
            Command::Walk(direction)
        });
    }
    let command = match key.name {
        "Enter" | " " if now.connecting.is_some() => Command::FinishTie,
        "Enter" | " " => Command::Choose,
        "Escape" => Command::Escape,
        "Home" => Command::WalkHome,
        "t" | "T" => Command::WalkTie { back: key.shift },
        "+" | "=" => Command::ZoomIn,
        "-" => Command::ZoomOut,
        "0" => Command::Fit,
        "F2" if now.may_edit => Command::Rename,
        "Delete" | "Backspace" if now.may_edit && !now.on_person => Command::Remove,
        "v" | "V" if now.may_edit && now.connecting.is_some() => Command::FinishTie,
        "v" | "V" if now.may_edit => Command::StartTie,
        "a" | "A" if now.may_edit => Command::AddActor,
        "m" | "M" => Command::Use(ToolKind::Choose),
        "1" | "2" | "3" if now.may_edit && !now.on_person => Command::ToRing(ring(key.name)),
        _ => return None,
    };
    Some(command)
}

fn direction(name: &str) -> Option<Direction> {
    match name {
        "ArrowUp" => Some(Direction::Up),
        "ArrowDown" => Some(Direction::Down),
        "ArrowLeft" => Some(Direction::Left),
        "ArrowRight" => Some(Direction::Right),
        _ => None,
    }
}

fn ring(name: &str) -> Ring {
    match name {
        "1" => Ring::Personal,
        "2" => Ring::Community,
        _ => Ring::Institutional,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(name: &str, now: &Situation) -> Option<Command> {
        let key = Key {
            name,
            shift: false,
            command: false,
        };
        read(key, now)
    }

    fn editing() -> Situation {
        Situation {
            may_edit: true,
            ..Situation::default()
        }
    }

    #[test]
    fn arrows_walk_until_somebody_is_chosen_then_they_move_that_actor() {
        let mut now = editing();
        let walk = Command::Walk(Direction::Left);
        assert_eq!(press("ArrowLeft", &now), Some(walk));
        now.chosen = true;
        let nudge = Command::Nudge {
            direction: Direction::Left,
            far: false,
        };
        assert_eq!(press("ArrowLeft", &now), Some(nudge));
        now.on_person = true;
        assert_eq!(press("ArrowLeft", &now), Some(walk), "the person stays");
    }

    #[test]
    fn while_a_tie_is_drawn_arrows_look_for_its_end_and_enter_draws_it() {
        let mut now = editing();
        assert_eq!(press("v", &now), Some(Command::StartTie));
        now.chosen = true;
        now.connecting = Some(Party::Person);
        assert_eq!(press("ArrowUp", &now), Some(Command::Walk(Direction::Up)));
        assert_eq!(press("Enter", &now), Some(Command::FinishTie));
    }

    #[test]
    fn whoever_may_only_read_can_walk_and_choose_and_change_nothing() {
        let now = Situation {
            chosen: true,
            ..Situation::default()
        };
        for name in ["F2", "Delete", "Backspace", "v", "a", "1", "2", "3"] {
            assert_eq!(press(name, &now), None, "{name}");
        }
        assert_eq!(press("ArrowUp", &now), Some(Command::Walk(Direction::Up)));
        assert_eq!(press("Enter", &now), Some(Command::Choose));
    }

    #[test]
    fn keys_with_ctrl_belong_to_the_page() {
        let key = Key {
            name: "v",
            shift: false,
            command: true,
        };
        assert_eq!(read(key, &editing()), None);
    }

    #[test]
    fn the_person_is_never_removed_nor_put_in_a_ring() {
        let now = Situation {
            on_person: true,
            ..editing()
        };
        assert_eq!(press("Delete", &now), None);
        assert_eq!(press("2", &now), None);
    }
}
