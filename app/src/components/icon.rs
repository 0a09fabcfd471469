//! The icons: 24 units wide, drawn in lines of the text's colour, always beside words or under a label.

use leptos::prelude::*;

/// Which icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IconKind {
    /// Back.
    Back,
    /// Forward into something.
    Forward,
    /// Open downwards.
    Down,
    /// Close.
    Close,
    /// More actions.
    More,
    /// Add.
    Add,
    /// Look for.
    Search,
    /// With network.
    Online,
    /// Without network.
    Offline,
    /// Kept on this device.
    Device,
    /// Sent.
    Sent,
    /// On the server's disk.
    CloudDone,
    /// On the server only.
    Cloud,
    /// Seen by others.
    Eye,
    /// Something to decide.
    Warning,
    /// The map.
    Map,
    /// The plan.
    Plan,
    /// What the person needs.
    Needs,
    /// What there is in the community.
    Guide,
    /// Who does what by when.
    Commitments,
    /// What is on the page.
    Filter,
    /// What changed between moments.
    Changes,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// A comment.
    Comment,
    /// Identity.
    Identity,
    /// Only for some.
    Lock,
    /// Language.
    Language,
    /// Sign out.
    Leave,
    /// To be looked at.
    Review,
    /// In progress.
    Working,
    /// Measures.
    Measures,
    /// A file.
    File,
    /// Out of the app.
    Export,
    /// Into the app.
    Import,
    /// A territory.
    Territory,
    /// On paper.
    Print,
    /// Looked at and right.
    Check,
    /// Nothing covers it.
    Uncovered,
}

impl IconKind {
    /// The paths, as SVG path data.
    const fn paths(self) -> &'static [&'static str] {
        match self {
            Self::Back => &["M15 5l-7 7 7 7"],
            Self::Forward => &["M9 5l7 7-7 7"],
            Self::Down => &["M6 9.5l6 6 6-6"],
            Self::Close => &["M6 6l12 12", "M18 6L6 18"],
            Self::More => &["M12 5.5h.01", "M12 12h.01", "M12 18.5h.01"],
            Self::Add => &["M12 5v14", "M5 12h14"],
            Self::Search => &["M10.5 4.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12z", "M15 15l5 5"],
            Self::Online => &[
                "M3 9.5a13 13 0 0 1 18 0",
                "M6.2 13a8.6 8.6 0 0 1 11.6 0",
                "M9.3 16.3a4 4 0 0 1 5.4 0",
                "M12 19.5h.01",
            ],
            Self::Offline => &[
                "M3 3l18 18",
                "M3 9.5a13 13 0 0 1 4.6-2.9",
                "M11 5.9a13 13 0 0 1 10 3.6",
                "M6.2 13a8.6 8.6 0 0 1 4-2.2",
                "M15 11.3a8.6 8.6 0 0 1 2.8 1.7",
                "M9.3 16.3a4 4 0 0 1 5.4 0",
                "M12 19.5h.01",
            ],
            Self::Device => &[
                "M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 8 3z",
                "M10.5 18h3",
            ],
            Self::Sent => &["M12 20V5", "M6 11l6-6 6 6"],
            Self::CloudDone => &[
                "M7.5 18.5a4.5 4.5 0 0 1-.6-8.9 6 6 0 0 1 11.4 1.3 3.9 3.9 0 0 1-.6 7.6z",
                "M9.3 13.8l2.1 2.1 3.6-3.9",
            ],
            Self::Cloud => {
                &["M7.5 18.5a4.5 4.5 0 0 1-.6-8.9 6 6 0 0 1 11.4 1.3 3.9 3.9 0 0 1-.6 7.6z"]
            }
            Self::Eye => &[
                "M2.5 12S6 5.8 12 5.8 21.5 12 21.5 12 18 18.2 12 18.2 2.5 12 2.5 12z",
                "M12 9.3a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4z",
            ],
            Self::Warning => &["M12 4l9 15.5H3z", "M12 10v4.5", "M12 17h.01"],
            Self::Map => &[
                "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z",
                "M12 10.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6z",
            ],
            Self::Plan => &[
                "M9 6h11",
                "M9 12h11",
                "M9 18h11",
                "M4.5 6h.01",
                "M4.5 12h.01",
                "M4.5 18h.01",
            ],
            Self::Needs => &[
                "M12 19.5S4.5 15 4.5 9.5a3.9 3.9 0 0 1 7.5-1.6 3.9 3.9 0 0 1 7.5 1.6c0 5.5-7.5 10-7.5 10z",
            ],
            Self::Guide => &[
                "M4 19.5V9.5L9 6l5 3.5v10z",
                "M14 12h6v7.5h-6",
                "M7.5 19.5v-4h3v4",
                "M17 15h.01",
            ],
            Self::Commitments => &[
                "M4.5 6.5l2 2 3.5-4",
                "M13.5 7h6",
                "M4.5 16.5l2 2 3.5-4",
                "M13.5 17h6",
            ],
            Self::Filter => &["M4 7h16", "M7 12h10", "M10 17h4"],
            Self::Changes => &["M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z", "M12 7v5l3.5 2"],
            Self::Undo => &["M8.5 5L4 9.5 8.5 14", "M4 9.5h10a5.5 5.5 0 0 1 0 11h-2.5"],
            Self::Redo => &[
                "M15.5 5L20 9.5 15.5 14",
                "M20 9.5H10a5.5 5.5 0 0 0 0 11h2.5",
            ],
            Self::Comment => &["M4.5 5h15v11h-8L7 20v-4H4.5z", "M8 9h8", "M8 12h5"],
            Self::Identity => &[
                "M4 5h16a1.5 1.5 0 0 1 1.5 1.5v11A1.5 1.5 0 0 1 20 19H4a1.5 1.5 0 0 1-1.5-1.5v-11A1.5 1.5 0 0 1 4 5z",
                "M8 9a1.8 1.8 0 1 1 0 3.6A1.8 1.8 0 0 1 8 9z",
                "M5 16a3 3 0 0 1 6 0",
                "M14 10h4.5",
                "M14 14h4.5",
            ],
            Self::Lock => &[
                "M6.5 11h11a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1z",
                "M8.5 11V8a3.5 3.5 0 0 1 7 0v3",
            ],
            Self::Language => &[
                "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z",
                "M3 12h18",
                "M12 3c3 2.6 3.8 5.8 3.8 9S15 18.4 12 21c-3-2.6-3.8-5.8-3.8-9S9 5.6 12 3z",
            ],
            Self::Leave => &[
                "M10 4H5.5A1.5 1.5 0 0 0 4 5.5v13A1.5 1.5 0 0 0 5.5 20H10",
                "M15 8l4 4-4 4",
                "M19 12H9",
            ],
            Self::Review => &["M6 20V4.5", "M6 5h11l-2.5 4L17 13H6"],
            Self::Measures => &["M4 20h16", "M7 20v-6", "M12 20V5", "M17 20v-9"],
            Self::File => &["M7 3.5h7l4 4v13H7z", "M14 3.5v4h4"],
            Self::Export => &["M12 15V4", "M7.5 8.5L12 4l4.5 4.5", "M5 14v5.5h14V14"],
            Self::Import => &["M12 4v11", "M7.5 10.5L12 15l4.5-4.5", "M5 14v5.5h14V14"],
            Self::Territory => &[
                "M9 4L3.5 6.5V20L9 17.5l6 2.5 5.5-2.5V4L15 6.5z",
                "M9 4v13.5",
                "M15 6.5V20",
            ],
            Self::Print => &["M7 9V4h10v5", "M7 17H4.5V9h15v8H17", "M7 14h10v6H7z"],
            Self::Check => &["M5 12.5l4.5 4.5L19 7"],
            Self::Uncovered => &[
                "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z",
                "M8.5 8.5l7 7",
                "M15.5 8.5l-7 7",
            ],
            Self::Working => &[
                "M19.5 9A8 8 0 0 0 5 8.5",
                "M4.5 4.5v4.2h4.2",
                "M4.5 15A8 8 0 0 0 19 15.5",
                "M19.5 19.5v-4.2h-4.2",
            ],
        }
    }
}

/// An icon. It never speaks for itself: a word or a label beside it does.
#[component]
pub fn Icon(
    /// Which one.
    kind: IconKind,
) -> impl IntoView {
    let paths: Vec<_> = kind
        .paths()
        .iter()
        .map(|data| view! { <path d=*data /> })
        .collect();
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            {paths}
        </svg>
    }
}
