//! What a key means while the map has the focus.

use trama_shared::case::Party;

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
    /// Ctrl or Cmd is down.
    pub command: bool,
    /// Alt is down: the key belongs to the browser.
    pub alt: bool,
}

/// What the map is in the middle of, as far as keys are concerned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Situation {
    /// The focused party is chosen, alone or with others.
    pub chosen: bool,
    /// Two actors or more are chosen.
    pub several: bool,
    /// Going over the map to choose more.
    pub gathering: bool,
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
    /// Choose the focused actor as well, or let go of it.
    Toggle,
    /// Choose everybody.
    SelectAll,
    /// Move what is chosen a little, or more.
    Nudge {
        /// Which way.
        direction: Direction,
        /// A larger step.
        far: bool,
    },
    /// Move to a circle of the view, counted from the centre: 0 to 2. On the rings they are the rings.
    ToCircle(u8),
    /// Move to the next sector of the view, or the one before: an ámbito, or one of the four quadrants.
    NextSector {
        /// Backwards.
        back: bool,
    },
    /// Start a tie from the focused party.
    StartTie,
    /// Finish the tie at the focused party.
    FinishTie,
    /// Change the name.
    Rename,
    /// Go into the panel of what is focused.
    Details,
    /// Take what is chosen, or the focused actor, off the map.
    Remove,
    /// Copy what is chosen.
    Copy,
    /// Copy it and take it off the map.
    Cut,
    /// Put what was copied on the map.
    Paste,
    /// Take back the last own change.
    Undo,
    /// Make again what was taken back.
    Redo,
    /// Tell what the keys do.
    Help,
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
    if key.alt {
        return None;
    }
    if key.command {
        return with_ctrl(key, now);
    }
    if let Some(direction) = direction(key.name) {
        let moves = now.chosen
            && !now.on_person
            && now.may_edit
            && !now.gathering
            && now.connecting.is_none();
        return Some(if moves {
            Command::Nudge {
                direction,
                far: key.shift,
            }
        } else {
            Command::Walk(direction)
        });
    }
    let on_actors = now.may_edit && (now.several || !now.on_person);
    let command = match key.name {
        "Enter" | " " if now.connecting.is_some() => Command::FinishTie,
        "Enter" | " " if key.shift || now.gathering => Command::Toggle,
        "Enter" | " " => Command::Choose,
        "Escape" => Command::Escape,
        "Home" => Command::WalkHome,
        "t" | "T" => Command::WalkTie { back: key.shift },
        "+" | "=" => Command::ZoomIn,
        "-" => Command::ZoomOut,
        "0" => Command::Fit,
        "?" => Command::Help,
        "e" | "E" => Command::Details,
        "F2" if now.may_edit => Command::Rename,
        "Delete" | "Backspace" if on_actors => Command::Remove,
        "v" | "V" if now.may_edit && now.connecting.is_some() => Command::FinishTie,
        "v" | "V" if now.may_edit => Command::StartTie,
        "a" | "A" if now.may_edit => Command::AddActor,
        "m" | "M" => Command::Use(ToolKind::Choose),
        "1" if on_actors => Command::ToCircle(0),
        "2" if on_actors => Command::ToCircle(1),
        "3" if on_actors => Command::ToCircle(2),
        "q" | "Q" if on_actors => Command::NextSector { back: key.shift },
        _ => return None,
    };
    Some(command)
}

fn with_ctrl(key: Key<'_>, now: &Situation) -> Option<Command> {
    let command = match key.name {
        "c" | "C" => Command::Copy,
        "a" | "A" => Command::SelectAll,
        "x" | "X" if now.may_edit => Command::Cut,
        "v" | "V" if now.may_edit => Command::Paste,
        "z" | "Z" if now.may_edit && key.shift => Command::Redo,
        "z" | "Z" if now.may_edit => Command::Undo,
        "y" | "Y" if now.may_edit => Command::Redo,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn press(name: &str, now: &Situation) -> Option<Command> {
        let key = Key {
            name,
            shift: false,
            command: false,
            alt: false,
        };
        read(key, now)
    }

    fn press_with(name: &str, command: bool, shift: bool, now: &Situation) -> Option<Command> {
        let key = Key {
            name,
            shift,
            command,
            alt: false,
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
    fn keys_with_alt_belong_to_the_browser_and_with_ctrl_only_those_of_the_page_do_not() {
        let key = Key {
            name: "v",
            shift: false,
            command: false,
            alt: true,
        };
        assert_eq!(read(key, &editing()), None);
        assert_eq!(press_with("p", true, false, &editing()), None);
        assert_eq!(
            press_with("v", true, false, &editing()),
            Some(Command::Paste)
        );
    }

    #[test]
    fn whoever_may_only_read_can_copy_and_neither_cut_nor_paste_nor_undo() {
        let now = Situation::default();
        assert_eq!(press_with("c", true, false, &now), Some(Command::Copy));
        for name in ["x", "v", "z", "y"] {
            assert_eq!(press_with(name, true, false, &now), None, "{name}");
        }
    }

    #[test]
    fn while_gathering_arrows_walk_even_from_somebody_chosen_and_enter_adds() {
        let now = Situation {
            chosen: true,
            gathering: true,
            ..editing()
        };
        let walk = Command::Walk(Direction::Left);
        assert_eq!(press("ArrowLeft", &now), Some(walk));
        assert_eq!(press("Enter", &now), Some(Command::Toggle));
        assert_eq!(
            press_with("Enter", false, true, &editing()),
            Some(Command::Toggle)
        );
    }

    #[test]
    fn with_several_chosen_keys_mean_them_wherever_the_focus_is() {
        let now = Situation {
            on_person: true,
            several: true,
            ..editing()
        };
        assert_eq!(press("Delete", &now), Some(Command::Remove));
        assert_eq!(press("3", &now), Some(Command::ToCircle(2)));
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
