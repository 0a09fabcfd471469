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
    /// Several at once.
    Several,
    /// Copy.
    Copy,
    /// Copy and take away.
    Cut,
    /// Put what was copied.
    Paste,
    /// The keyboard.
    Keys,
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
            Self::Several => &[
                "M4 8V4h4",
                "M16 4h4v4",
                "M20 16v4h-4",
                "M8 20H4v-4",
                "M9.2 7.2a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
                "M14.8 12.8a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
            ],
            Self::Copy => &[
                "M9 8.5h9.5a1 1 0 0 1 1 1V19a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V9.5a1 1 0 0 1 1-1z",
                "M5 15.5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1h9.5a1 1 0 0 1 1 1",
            ],
            Self::Cut => &[
                "M6.5 15a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
                "M17.5 15a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
                "M8 15.6L16.5 4",
                "M16 15.6L7.5 4",
            ],
            Self::Paste => &[
                "M8.5 5H6a1 1 0 0 0-1 1v13.5a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1V6a1 1 0 0 0-1-1h-2.5",
                "M9 3.5h6v3.5H9z",
            ],
            Self::Keys => &[
                "M4 6.5h16a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1z",
                "M7 10h.01",
                "M10.5 10h.01",
                "M14 10h.01",
                "M17 10h.01",
                "M8 14h8",
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
