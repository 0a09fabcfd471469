//! The tools: one small state machine each. A tool never writes; it says what it understood.

mod add;
mod choose;
mod connect;

use trama_shared::case::Party;

pub use add::Add;
pub use choose::Choose;
pub use connect::Connect;

use super::{input::PointerInput, intent::Intent};

/// Which tool is in the hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ToolKind {
    /// Choose, move, and pan.
    #[default]
    Choose,
    /// Add an actor.
    Actor,
    /// Connect two parties.
    Tie,
}

impl ToolKind {
    /// All, in the order of the toolbar.
    pub const ALL: [Self; 3] = [Self::Choose, Self::Actor, Self::Tie];
}

/// A tool with what it is in the middle of.
#[derive(Debug, Clone, PartialEq)]
pub enum Tool {
    /// Choose, move, and pan.
    Choose(Choose),
    /// Add an actor.
    Actor(Add),
    /// Connect two parties.
    Tie(Connect),
}

impl Default for Tool {
    fn default() -> Self {
        Self::Choose(Choose::default())
    }
}

impl Tool {
    /// The tool, fresh.
    #[must_use]
    pub fn new(kind: ToolKind) -> Self {
        match kind {
            ToolKind::Choose => Self::Choose(Choose::default()),
            ToolKind::Actor => Self::Actor(Add::default()),
            ToolKind::Tie => Self::Tie(Connect::default()),
        }
    }

    /// The tie tool with its first party already taken.
    #[must_use]
    pub fn connect_from(party: Party) -> Self {
        Self::Tie(Connect::from_party(party))
    }

    /// Which tool it is.
    #[must_use]
    pub const fn kind(&self) -> ToolKind {
        match self {
            Self::Choose(_) => ToolKind::Choose,
            Self::Actor(_) => ToolKind::Actor,
            Self::Tie(_) => ToolKind::Tie,
        }
    }

    /// The choosing tool while it gathers several.
    #[must_use]
    pub const fn gathering() -> Self {
        Self::Choose(Choose::gathering())
    }

    /// Whether taps add to what is chosen.
    #[must_use]
    pub const fn gathers(&self) -> bool {
        matches!(self, Self::Choose(choose) if choose.gathers())
    }

    /// The party from which a tie is being drawn.
    #[must_use]
    pub fn connecting(&self) -> Option<&Party> {
        match self {
            Self::Tie(connect) => connect.first(),
            Self::Choose(_) | Self::Actor(_) => None,
        }
    }

    /// Takes one event. With `may_edit` false only choosing and panning are left.
    pub fn pointer(&mut self, input: &PointerInput, may_edit: bool) -> Vec<Intent> {
        match self {
            Self::Choose(tool) => tool.pointer(input, may_edit),
            Self::Actor(tool) => tool.pointer(input),
            Self::Tie(tool) => tool.pointer(input),
        }
    }

    /// Escape: ends what is under way, or puts the tool away.
    pub fn escape(&mut self) -> Vec<Intent> {
        let mut intents = self.pointer(&PointerInput::Cancel, true);
        let armed = self.connecting().is_some();
        if armed {
            *self = Self::new(ToolKind::Tie);
            intents.push(Intent::CancelTie);
        }
        let gathered = match self {
            Self::Choose(choose) => choose.stop_gathering(),
            Self::Actor(_) | Self::Tie(_) => false,
        };
        if gathered {
            // What was gathered stays chosen; a second Escape lets go of it.
            intents.push(Intent::Gather(false));
        } else if self.kind() != ToolKind::Choose {
            intents.push(Intent::UseTool(ToolKind::Choose));
        } else if intents.is_empty() {
            intents.push(Intent::Select(super::Selection::Nothing));
        }
        intents
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::Selection;

    #[test]
    fn escape_first_lets_go_of_the_tool_then_of_the_selection() {
        let mut tool = Tool::connect_from(Party::Person);
        assert_eq!(
            tool.escape(),
            [Intent::CancelTie, Intent::UseTool(ToolKind::Choose)]
        );
        let mut tool = Tool::default();
        assert_eq!(tool.escape(), [Intent::Select(Selection::Nothing)]);
    }

    #[test]
    fn escape_ends_gathering_before_it_lets_go_of_what_was_gathered() {
        let mut tool = Tool::gathering();
        assert_eq!(tool.escape(), [Intent::Gather(false)]);
        assert!(!tool.gathers());
        assert_eq!(tool.escape(), [Intent::Select(Selection::Nothing)]);
    }
}
