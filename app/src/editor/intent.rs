//! What the user wants, as a tool understood it.

use trama_shared::{case::Party, ids::ActorId};

use super::{input::Spot, selection::Selection, tool::ToolKind};

/// One thing to do; screen coordinates in px, not yet turned into the sheet's.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Choose this, and nothing else.
    Select(Selection),
    /// Shift the camera by this much.
    Pan {
        /// How far.
        by: Spot,
    },
    /// Show the actor shifted by `by` from where the drag began; nothing is written yet.
    DragActor {
        /// Which actor.
        id: ActorId,
        /// How far.
        by: Spot,
    },
    /// The drag ended `by` away from its beginning: write the move.
    DropActor {
        /// Which actor.
        id: ActorId,
        /// How far.
        by: Spot,
    },
    /// The drag is off: the actor goes back.
    CancelDrag,
    /// Ask for the name and kind of a new actor, to stand at `at`.
    AskActor {
        /// Where.
        at: Spot,
    },
    /// A tie is being drawn from this party; `to` is where the pointer is, if there is one.
    PreviewTie {
        /// The first party.
        from: Party,
        /// Where it goes.
        to: Option<Spot>,
    },
    /// Draw the tie.
    Connect {
        /// The first party.
        from: Party,
        /// Where it goes.
        to: Party,
    },
    /// No tie after all.
    CancelTie,
    /// Take up another tool.
    UseTool(ToolKind),
}
