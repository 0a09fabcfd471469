//! The signs of a comparison: the same on the map, in the legend and over the lists.

use leptos::prelude::*;
use trama_shared::history::TieGroup;

/// Half the size of a sign in its own units.
pub const RADIUS: f64 = 8.5;

/// What a sign stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A change of a tie.
    Tie(TieGroup),
    /// An actor that stands on another ring, or on Sluzki's map in another quadrant or circle.
    Moved,
}

impl Sign {
    const fn class(self) -> &'static str {
        match self {
            Self::Tie(TieGroup::New | TieGroup::Stronger) => "sign sign-gain",
            Self::Tie(TieGroup::ToBuild) => "sign sign-plan",
            Self::Tie(TieGroup::Weaker | TieGroup::Lost | TieGroup::Other) | Self::Moved => "sign",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Tie(TieGroup::New) => "M-4.2 0H4.2M0 -4.2V4.2",
            Self::Tie(TieGroup::Stronger) => "M0 -3.6L3.8 2.8H-3.8Z",
            Self::Tie(TieGroup::Weaker) => "M0 3.6L3.8 -2.8H-3.8Z",
            Self::Tie(TieGroup::Lost) => "M-3.2 -3.2L3.2 3.2M3.2 -3.2L-3.2 3.2",
            Self::Tie(TieGroup::ToBuild) => "M0 -1.6A1.6 1.6 0 1 1 0 1.6A1.6 1.6 0 1 1 0 -1.6Z",
            Self::Tie(TieGroup::Other) => "M-3.8 -1.8H3.8M-3.8 1.8H3.8",
            Self::Moved => "M-4 -1.8H3L1 -4M4 1.8H-3L-1 4",
        }
    }

    /// Whether its drawing is filled rather than drawn in lines.
    const fn is_solid(self) -> bool {
        matches!(
            self,
            Self::Tie(TieGroup::Stronger | TieGroup::Weaker | TieGroup::ToBuild)
        )
    }
}

/// A sign around (0, 0), for a drawing.
#[component]
pub fn SignMark(
    /// Which.
    sign: Sign,
) -> impl IntoView {
    let class = if sign.is_solid() {
        "sign-solid"
    } else {
        "sign-line"
    };
    view! {
        <g class=sign.class()>
            <circle class="sign-halo" r=RADIUS + 2.0 />
            <circle class="sign-ground" r=RADIUS />
            <path class=class d=sign.path() />
        </g>
    }
}

/// A sign by itself.
#[component]
pub fn SignSample(
    /// Which.
    sign: Sign,
) -> impl IntoView {
    view! {
        <svg class="sign-sample" viewBox="-11 -11 22 22" aria-hidden="true" focusable="false">
            <SignMark sign />
        </svg>
    }
}
