//! The pictures of the one network, as the address names them.

use trama_shared::case::View;

/// What the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MapView {
    /// The three rings.
    #[default]
    Rings,
    /// The ecomap.
    Ecomap,
    /// Sluzki's map: quadrants and circles of closeness.
    Sluzki,
    /// The equivalent tables.
    Table,
}

impl MapView {
    /// All, in the order of the switch.
    pub const ALL: [Self; 4] = [Self::Rings, Self::Ecomap, Self::Sluzki, Self::Table];

    /// Reads the address's value; the rings are what a case opens on.
    #[must_use]
    pub fn from_query(value: &str) -> Self {
        match value {
            "ecomapa" => Self::Ecomap,
            "sluzki" => Self::Sluzki,
            "tabla" => Self::Table,
            _ => Self::Rings,
        }
    }

    /// The address's value.
    #[must_use]
    pub const fn to_query(self) -> &'static str {
        match self {
            Self::Rings => "anillos",
            Self::Ecomap => "ecomapa",
            Self::Sluzki => "sluzki",
            Self::Table => "tabla",
        }
    }

    /// The drawing, unless it is the table.
    #[must_use]
    pub const fn drawing(self) -> Option<View> {
        match self {
            Self::Rings => Some(View::Rings),
            Self::Ecomap => Some(View::Ecomap),
            Self::Sluzki => Some(View::Sluzki),
            Self::Table => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_each_view_and_opens_on_the_rings() {
        for view in MapView::ALL {
            assert_eq!(MapView::from_query(view.to_query()), view);
        }
        assert_eq!(MapView::from_query("otra"), MapView::Rings);
    }
}
