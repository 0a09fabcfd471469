//! Pointer input, freed of the DOM.

use trama_shared::{
    case::Party,
    ids::{ActorId, TieId},
};

/// A point or a distance: on the screen in CSS px from the map's upper left corner, on the sheet in the drawing's units.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spot {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

impl Spot {
    /// The spot at `x`, `y`.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// How far the other spot is.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// Half way to the other spot.
    #[must_use]
    pub fn middle(self, other: Self) -> Self {
        Self::new(
            f64::midpoint(self.x, other.x),
            f64::midpoint(self.y, other.y),
        )
    }
}

impl std::ops::Sub for Spot {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
}

impl std::ops::Add for Spot {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

/// What lies under a pointer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hit {
    /// Nothing but the sheet.
    Sheet,
    /// The person at the centre.
    Person,
    /// An actor's node or label.
    Actor(ActorId),
    /// A tie's line.
    Tie(TieId),
    /// The handle of the chosen party, from which a tie is drawn.
    Handle(Party),
}

impl Hit {
    /// The party that was hit, if one was.
    #[must_use]
    pub fn party(&self) -> Option<Party> {
        match self {
            Self::Person => Some(Party::Person),
            Self::Actor(id) => Some(Party::Actor(id.clone())),
            Self::Handle(party) => Some(party.clone()),
            Self::Sheet | Self::Tie(_) => None,
        }
    }
}

/// What points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointerKind {
    /// A mouse or a touchpad.
    Mouse,
    /// A pen.
    Pen,
    /// A finger, or the palm of a hand that holds a pen.
    Touch,
}

impl PointerKind {
    /// Reads the DOM's `PointerEvent.pointerType`; what it does not know is as good as a mouse.
    #[must_use]
    pub fn from_dom(name: &str) -> Self {
        match name {
            "touch" => Self::Touch,
            "pen" => Self::Pen,
            _ => Self::Mouse,
        }
    }

    /// How precise it is.
    #[must_use]
    pub const fn precision(self) -> Precision {
        match self {
            Self::Mouse | Self::Pen => Precision::Fine,
            Self::Touch => Precision::Coarse,
        }
    }

    /// Whether resting it on the sheet for a while means something: a mouse has keys for that.
    #[must_use]
    pub const fn holds(self) -> bool {
        matches!(self, Self::Pen | Self::Touch)
    }
}

/// How precise a pointer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// Mouse or pen.
    Fine,
    /// A finger.
    Coarse,
}

impl Precision {
    /// How far a pointer may wander, in px, and still be a tap: a finger rolls as it lifts.
    #[must_use]
    pub const fn slop_px(self) -> f64 {
        match self {
            Self::Fine => 3.0,
            Self::Coarse => 9.0,
        }
    }
}

/// One event of the only pointer that is down (or hovering), in px of the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum PointerInput {
    /// The pointer came down.
    Down {
        /// Where.
        at: Spot,
        /// What lies there.
        hit: Hit,
        /// How precise the pointer is.
        precision: Precision,
        /// Shift, Ctrl or Cmd is down: what is meant joins what is chosen already.
        extend: bool,
    },
    /// The pointer has rested where it came down for as long as a hold takes.
    Hold,
    /// The pointer moved, down or hovering.
    Move {
        /// Where.
        at: Spot,
    },
    /// The pointer was lifted over `hit`.
    Up {
        /// Where.
        at: Spot,
        /// What lies there.
        hit: Hit,
    },
    /// The system took the pointer away, or a second finger came down.
    Cancel,
}
