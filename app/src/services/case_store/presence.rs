//! Who else is on the case, and what they are doing there.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use trama_shared::{
    case::View,
    edit::TextField,
    ids::{ActorId, TieId},
};

/// Something on the map that a person may select.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entity {
    /// The person at the centre.
    Person,
    /// An actor.
    Actor(ActorId),
    /// A tie.
    Tie(TieId),
}

/// Where somebody is writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caret {
    /// In which text.
    pub field: TextField,
    /// At which UTF-16 unit.
    pub at: usize,
}

/// What somebody is doing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Focus {
    /// The view of the map that is open, if it is the map.
    #[serde(default)]
    pub view: Option<View>,
    /// What is selected on the map.
    #[serde(default)]
    pub selected: Vec<Entity>,
    /// Where the caret stands, if in a text.
    #[serde(default)]
    pub caret: Option<Caret>,
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
    fn an_avatar_shows_the_first_two_letters() {
        assert_eq!(initials("Carla Soto"), "Ca");
        assert_eq!(initials("ñ. élida"), "Ñé");
        assert_eq!(initials("  "), "");
    }
}
