//! Who else is on the case, and what they are doing there.

use std::collections::{BTreeMap, BTreeSet};

use trama_shared::{
    case::View,
    edit::TextField,
    ids::{ActorId, TieId},
};

/// Something on the map that a person may select.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// The person at the centre.
    Person,
    /// An actor.
    Actor(ActorId),
    /// A tie.
    Tie(TieId),
}

/// Where somebody is writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caret {
    /// In which text.
    pub field: TextField,
    /// At which UTF-16 unit.
    pub at: usize,
    /// The other end of what is selected, if anything is.
    pub other: Option<usize>,
}

/// A page of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The map, as this drawing.
    Drawing(View),
    /// The map, as tables.
    Table,
    /// The plan.
    Plan,
    /// The needs.
    Needs,
    /// The guide to community resources.
    Guide,
    /// The commitments.
    Commitments,
}

impl Page {
    /// The page as screens tell it one another.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Drawing(view) => view.id(),
            Self::Table => "table",
            Self::Plan => "plan",
            Self::Needs => "needs",
            Self::Guide => "guide",
            Self::Commitments => "commitments",
        }
    }

    /// The page with that id; `None` for one that this version does not know.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        match id {
            "table" => Some(Self::Table),
            "plan" => Some(Self::Plan),
            "needs" => Some(Self::Needs),
            "guide" => Some(Self::Guide),
            "commitments" => Some(Self::Commitments),
            _ => View::from_id(id).map(Self::Drawing),
        }
    }
}

/// What somebody is doing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Focus {
    /// Where they are.
    pub page: Option<Page>,
    /// What is selected on the map.
    pub selected: Vec<Entity>,
    /// Where the caret stands, if in a text.
    pub caret: Option<Caret>,
    /// The [`Field`](super::Field) that is being written in, by its key.
    pub editing: Option<String>,
}

/// Somebody else who has the case open; one per screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Which screen; one person may have several.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// 0 to 5: which of the presence colours (class `presence-1` to `presence-6` is one more).
    pub color: usize,
    /// Nothing was done there for a minute.
    pub idle: bool,
    /// What they are doing.
    pub focus: Focus,
}

impl Peer {
    /// The two letters of the avatar.
    #[must_use]
    pub fn initials(&self) -> String {
        initials(&self.name)
    }
}

/// The first two letters of a name, the first one large.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut letters = name.chars().filter(|letter| letter.is_alphanumeric());
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    let second = letters
        .next()
        .map(|letter| letter.to_lowercase().to_string());
    first.unwrap_or_default() + &second.unwrap_or_default()
}

/// How many presence colours there are.
const COLORS: usize = 6;

/// The colour that a person would like: the same on every screen, without anybody handing it out.
#[must_use]
pub fn color_of(name: &str) -> usize {
    // FNV-1a, folded: its low bits alone depend too little on the first letters.
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    ((hash ^ (hash >> 15)) as usize) % COLORS
}

/// A colour for each of the people who are there. Whoever finds the own one taken gets the next that is free; screens
/// that show the same people agree, for the names decide.
#[must_use]
pub fn colors_of<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, usize> {
    let names: BTreeSet<&str> = names.into_iter().collect();
    let mut colors = BTreeMap::new();
    for name in names {
        let liked = color_of(name);
        let free = (0..COLORS)
            .map(|step| (liked + step) % COLORS)
            .find(|color| !colors.values().any(|taken| taken == color));
        colors.insert(name.to_owned(), free.unwrap_or(liked));
    }
    colors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_who_are_there_together_get_different_colours() {
        let names = ["andrea", "beatriz", "carla", "diego", "elena", "felipe"];
        let colors = colors_of(names);
        assert_eq!(colors.values().collect::<BTreeSet<_>>().len(), names.len());
        let backwards = colors_of(names.into_iter().rev());
        assert_eq!(colors, backwards);
        assert_eq!(colors_of(["a", "b", "c", "d", "e", "f", "g"]).len(), 7);
    }

    #[test]
    fn every_page_is_told_by_a_name_of_its_own() {
        let drawings = View::ALL.iter().copied().map(Page::Drawing);
        for page in drawings.chain([
            Page::Table,
            Page::Plan,
            Page::Needs,
            Page::Guide,
            Page::Commitments,
        ]) {
            assert_eq!(Page::from_id(page.id()), Some(page));
        }
        assert_eq!(Page::from_id("moon"), None);
    }

    #[test]
    fn an_avatar_shows_the_first_two_letters() {
        assert_eq!(initials("Carla Soto"), "Ca");
        assert_eq!(initials("ñ. élida"), "Ñé");
        assert_eq!(initials("  "), "");
    }
}
