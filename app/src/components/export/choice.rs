//! What the user wants out of the case.

use leptos_i18n::t_string;
use trama_shared::{case::View, interchange::Paper, layout::Size};

use crate::components::case_map::words::Language;

/// What it is wanted as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Printed.
    Paper,
    /// A picture in pixels.
    Png,
    /// A picture in lines.
    Svg,
    /// Three tables.
    Csv,
    /// A graph.
    GraphMl,
    /// A graph through time.
    Gexf,
}

impl Format {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Paper,
        Self::Png,
        Self::Svg,
        Self::Csv,
        Self::GraphMl,
        Self::Gexf,
    ];

    /// The value of its choice.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Csv => "csv",
            Self::GraphMl => "graphml",
            Self::Gexf => "gexf",
        }
    }

    /// What a file of it ends in.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            // The three tables are one archive.
            Self::Csv => "zip",
            other => other.id(),
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Paper | Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Csv => "application/zip",
            Self::GraphMl | Self::Gexf => "application/xml",
        }
    }

    /// Whether it is drawn.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Paper | Self::Png | Self::Svg)
    }
}

/// Everything that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a box to tick")]
pub struct Choice {
    /// As what.
    pub format: Format,
    /// Which drawing.
    pub view: View,
    /// PNG: how many pixels for one, 1 to 3.
    pub times: u8,
    /// Print: the sheet.
    pub paper: Paper,
    /// Print: wider than high.
    pub landscape: bool,
    /// Title, date and authors above the drawing.
    pub heading: bool,
    /// The legend under it.
    pub legend: bool,
    /// The mark of confidentiality.
    pub mark: bool,
    /// Print: a second page with the measures.
    pub measures: bool,
    /// Pictures: what only some may see, for whoever may.
    pub reserved: bool,
    /// Nobody can be recognised.
    pub veiled: bool,
}

impl Default for Choice {
    fn default() -> Self {
        Self {
            format: Format::Paper,
            view: View::Rings,
            times: 2,
            paper: Paper::Letter,
            landscape: false,
            heading: true,
            legend: true,
            mark: true,
            measures: false,
            reserved: false,
            veiled: true,
        }
    }
}

impl Choice {
    /// As it is when the dialog opens: on the drawing that is looked at, always on pseudonyms and never with what is
    /// reserved.
    #[must_use]
    pub fn opened(self, view: View) -> Self {
        Self {
            reserved: false,
            veiled: true,
            ..self.with_view(view)
        }
    }

    /// With another drawing, on a sheet that suits it: what is round stands upright.
    #[must_use]
    pub fn with_view(self, view: View) -> Self {
        Self {
            view,
            landscape: view == View::Ecomap,
            ..self
        }
    }

    /// The size of a picture, in CSS px.
    #[must_use]
    pub fn picture_size(&self) -> Size {
        let (width, height): (f64, f64) = match self.view {
            View::Ecomap => (1_168.0, 908.0),
            _ => (960.0, 960.0),
        };
        let more = |on: bool, px: f64| if on { px } else { 0.0 };
        let height = height
            + more(self.heading || self.mark || self.reserved, 76.0)
            + more(self.legend, 96.0);
        Size::new(width, height)
    }
}

/// What a drawing is called.
#[must_use]
pub fn view_word(i18n: Language, view: View) -> &'static str {
    match view {
        View::Rings => t_string!(i18n, files.sheet.title_rings),
        View::Ecomap => t_string!(i18n, files.sheet.title_ecomap),
        View::Sluzki => t_string!(i18n, files.sheet.title_sluzki),
    }
}
