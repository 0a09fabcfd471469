//! What the user wants, as a tool understood it.

use trama_shared::{case::Party, ids::ActorId};

use super::{input::Spot, selection::Selection, tool::ToolKind};

/// One thing to do; screen coordinates in px, not yet turned into the sheet's.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Choose this, and nothing else.
    Select(Selection),
    /// Choose the actor as well, or let go of it if it is chosen.
    Toggle(ActorId),
    /// Choose the actor as well.
    Include(ActorId),
    /// From here on taps add to what is chosen, or no longer do.
    Gather(bool),
    /// A frame is being drawn around those to choose.
    Frame {
        /// The corner where it began.
        from: Spot,
        /// The opposite corner.
        to: Spot,
    },
    /// Choose everybody in the frame.
    SelectFramed {
        /// The corner where it began.
        from: Spot,
        /// The opposite corner.
        to: Spot,
    },
    /// No frame after all.
    CancelFrame,
    /// Shift the camera by this much.
    Pan {
        /// How far.
        by: Spot,
    },
    /// The actor is in the hand, with everybody else who is chosen if it is one of them; else it is chosen alone.
    Grab(ActorId),
    /// Show what is in the hand shifted by `by` from where the drag began; nothing is written yet.
    Drag {
        /// How far.
        by: Spot,
    },
    /// The drag ended `by` away from its beginning: write the move.
    Drop {
        /// How far.
        by: Spot,
    },
    /// The drag is off: what is in the hand goes back.
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
