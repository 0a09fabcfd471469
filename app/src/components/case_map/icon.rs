//! The icons of the map's tools.

use leptos::prelude::*;

/// Which icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapIconKind {
    /// Choose.
    Choose,
    /// Add an actor.
    Actor,
    /// Connect.
    Tie,
    /// Arrange.
    Arrange,
    /// Larger.
    ZoomIn,
    /// Smaller.
    ZoomOut,
    /// Everything.
    Fit,
    /// Towards the person.
    Left,
    /// From the person.
    Right,
    /// Both ways.
    Both,
    /// Take away.
    Remove,
}

impl MapIconKind {
    const fn paths(self) -> &'static [&'static str] {
        match self {
            Self::Choose => &["M6 3.5l13 6.2-5.6 1.9-2.3 5.7z"],
            Self::Actor => &["M15 13.5a5.5 5.5 0 1 1-4.2-5.3", "M17.5 3.5v7", "M14 7h7"],
            Self::Tie => &[
                "M7.2 17.2a2.2 2.2 0 1 1-3.1 3.1 2.2 2.2 0 0 1 3.1-3.1z",
                "M20 4a2.2 2.2 0 1 1-3.1 3.1A2.2 2.2 0 0 1 20 4z",
                "M7.4 17l9.3-9.6",
            ],
            Self::Arrange => &[
                "M12 3.5v3",
                "M12 17.5v3",
                "M3.5 12h3",
                "M17.5 12h3",
                "M12 9.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z",
                "M5.6 6.6a8.5 8.5 0 0 1 3-2.3",
                "M15.4 19.7a8.5 8.5 0 0 0 3-2.3",
            ],
            Self::ZoomIn => &["M12 5v14", "M5 12h14"],
            Self::ZoomOut => &["M5 12h14"],
            Self::Fit => &["M4 9V4h5", "M20 9V4h-5", "M4 15v5h5", "M20 15v5h-5"],
            Self::Left => &["M19 12H5", "M10.5 6.5L5 12l5.5 5.5"],
            Self::Right => &["M5 12h14", "M13.5 6.5L19 12l-5.5 5.5"],
            Self::Both => &[
                "M4 12h16",
                "M8.5 7.5L4 12l4.5 4.5",
                "M15.5 7.5L20 12l-4.5 4.5",
            ],
            Self::Remove => &[
                "M5 7h14",
                "M9.5 7V4.5h5V7",
                "M7 7l.8 12.5h8.4L17 7",
                "M10.5 10.5v5.5",
                "M13.5 10.5v5.5",
            ],
        }
    }
}

/// An icon. A word or a label beside it says what it means.
#[component]
pub fn MapIcon(
    /// Which one.
    kind: MapIconKind,
) -> impl IntoView {
    let paths = kind.paths().iter().map(|data| view! { <path d=*data /> });
    view! {
        <svg class="map-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            {paths.collect_view()}
        </svg>
    }
}
