//! Who else is on the case, and what they are doing there.

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
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    let second = letters.next().map(|letter| letter.to_lowercase().to_string());
    first.unwrap_or_default() + &second.unwrap_or_default()
}

/// The colour of a person: the same for everybody, without anybody handing it out.
#[must_use]
pub fn color_of(user_id: &str) -> usize {
    user_id.bytes().fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_avatar_shows_the_first_two_letters() {
        assert_eq!(initials("Carla Soto"), "Ca");
        assert_eq!(initials("ñ. élida"), "Ñé");
        assert_eq!(initials("  "), "");
    }
}
