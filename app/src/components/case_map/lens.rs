//! What of the network is on the page: filters, layers, focus and search. Plain rules here, their panels beside.
//!
//! Nobody moves when something is filtered away: places belong to the whole network.

pub mod address;
pub mod panel;
pub mod search;
pub mod state;

use std::collections::{BTreeMap, BTreeSet};

use trama_shared::{
    case::{Actor, ExchangeArea, Party, Ring, Sector, Support, Tie, TieQuality},
    ids::{ActorId, TieId},
    layout::Shown,
};

/// Whose view of the network is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layer {
    /// Both: the team's view as lines, the person's as fill.
    #[default]
    Both,
    /// What the person perceives, alone.
    Person,
    /// What the team sees, alone.
    Team,
    /// Both, and where they part a mark says so.
    Compared,
}

impl Layer {
    /// All, in the order of the panel.
    pub const ALL: [Self; 4] = [Self::Both, Self::Person, Self::Team, Self::Compared];

    /// Its id in the page, for the style sheet and for tests.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Person => "person",
            Self::Team => "team",
            Self::Compared => "compared",
        }
    }
}

/// What is on the page. An empty set filters nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lens {
    /// Only actors of these rings.
    pub rings: BTreeSet<Ring>,
    /// Only actors of these ámbitos; `None` is "without".
    pub sectors: BTreeSet<Option<Sector>>,
    /// Only ties of these qualities, and who has one.
    pub qualities: BTreeSet<TieQuality>,
    /// Only ties along which something passes in one of these areas, and who has one.
    pub areas: BTreeSet<ExchangeArea>,
    /// Whose view.
    pub layer: Layer,
    /// Everything but what is chosen and its neighbours steps back.
    pub focus: bool,
}

impl Lens {
    /// How many filters are on.
    #[must_use]
    pub fn filters(&self) -> usize {
        self.rings.len() + self.sectors.len() + self.qualities.len() + self.areas.len()
    }

    /// What is left of a network; `None` if everything is.
    #[must_use]
    pub fn shown(
        &self,
        actors: &BTreeMap<ActorId, Actor>,
        ties: &BTreeMap<TieId, Tie>,
    ) -> Option<Shown> {
        if self.filters() == 0 {
            return None;
        }
        let wanted = |actor: &Actor| {
            (self.rings.is_empty() || self.rings.contains(&actor.ring))
                && (self.sectors.is_empty() || self.sectors.contains(&actor.sector))
        };
        let mut left: BTreeSet<ActorId> = actors
            .iter()
            .filter(|(_, actor)| wanted(actor))
            .map(|(id, _)| id.clone())
            .collect();
        let stays = |party: &Party| party.actor().is_none_or(|id| left.contains(id));
        let matching: Vec<(&TieId, &Tie)> = ties
            .iter()
            .filter(|(_, tie)| self.wants(tie) && stays(&tie.from) && stays(&tie.to))
            .collect();
        if !self.qualities.is_empty() || !self.areas.is_empty() {
            let tied: BTreeSet<&ActorId> = matching
                .iter()
                .flat_map(|(_, tie)| [&tie.from, &tie.to])
                .filter_map(Party::actor)
                .collect();
            left.retain(|id| tied.contains(id));
        }
        Some(Shown {
            actors: left,
            ties: matching.into_iter().map(|(id, _)| id.clone()).collect(),
        })
    }

    fn wants(&self, tie: &Tie) -> bool {
        let passes = |area: &ExchangeArea| {
            tie.exchange
                .get(area)
                .is_some_and(|exchange| exchange.gives || exchange.receives)
        };
        (self.qualities.is_empty() || self.qualities.contains(&tie.quality))
            && (self.areas.is_empty() || self.areas.iter().any(passes))
    }
}

/// A party and those whom a tie joins to it.
#[must_use]
pub fn neighbourhood<'a>(
    centre: &Party,
    ties: impl IntoIterator<Item = &'a Tie>,
) -> BTreeSet<Party> {
    let mut near = BTreeSet::from([centre.clone()]);
    for tie in ties {
        if tie.from == *centre {
            near.insert(tie.to.clone());
        } else if tie.to == *centre {
            near.insert(tie.from.clone());
        }
    }
    near
}

/// Whether what the person perceives and what the team sees part: a good tie that gives no support, or support from a
/// tie that weighs on her. One step apart is no difference.
#[must_use]
pub fn differs(support: Option<Support>, tie: Option<TieQuality>) -> bool {
    let Some(support) = support else { return false };
    let seen: i8 = match tie {
        Some(TieQuality::Strong) => 3,
        Some(TieQuality::Normal) => 2,
        Some(TieQuality::Weak) => 1,
        Some(TieQuality::Stressful | TieQuality::Broken) | None => 0,
        Some(TieQuality::ToBuild) => return false,
    };
    let perceived: i8 = match support {
        Support::None => 0,
        Support::Little => 1,
        Support::Fair => 2,
        Support::Much => 3,
    };
    (seen - perceived).abs() >= 2
}

/// Whether a text holds a word that is looked for, whatever the case and the accents.
#[must_use]
pub fn holds(text: &str, looked_for: &str) -> bool {
    plain(text).contains(&plain(looked_for.trim()))
}

fn plain(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'á' | 'à' | 'ä' | 'â' => 'a',
            'é' | 'è' | 'ë' | 'ê' => 'e',
            'í' | 'ì' | 'ï' | 'î' => 'i',
            'ó' | 'ò' | 'ö' | 'ô' => 'o',
            'ú' | 'ù' | 'ü' | 'û' => 'u',
            'ñ' => 'n',
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use trama_shared::case::{ActorKind, Exchange};

    use super::*;

    fn id(text: &str) -> ActorId {
        text.parse().unwrap()
    }

    fn network() -> (BTreeMap<ActorId, Actor>, BTreeMap<TieId, Tie>) {
        let actor = |name: &str, ring| {
            let actor = Actor::new(name.to_owned(), ActorKind::Person, ring);
            (id(name), actor)
        };
        let actors = BTreeMap::from([
            actor("mother", Ring::Personal),
            actor("neighbour", Ring::Community),
            actor("school", Ring::Institutional),
        ]);
        let tie = |name: &str, from: Party, to: &str, quality| {
            (
                name.parse().unwrap(),
                Tie::new(from, Party::Actor(id(to)), quality),
            )
        };
        let mut ties = BTreeMap::from([
            tie("t1", Party::Person, "mother", TieQuality::Strong),
            tie("t2", Party::Person, "school", TieQuality::Weak),
            tie(
                "t3",
                Party::Actor(id("mother")),
                "neighbour",
                TieQuality::Strong,
            ),
        ]);
        let care = Exchange {
            gives: false,
            receives: true,
        };
        ties.values_mut()
            .next()
            .unwrap()
            .exchange
            .insert(ExchangeArea::Care, care);
        (actors, ties)
    }

    fn names(shown: Option<Shown>) -> (Vec<String>, Vec<String>) {
        let shown = shown.unwrap();
        (
            shown.actors.iter().map(ToString::to_string).collect(),
            shown.ties.iter().map(ToString::to_string).collect(),
        )
    }

    #[test]
    fn without_filters_everything_is_on_the_page() {
        let (actors, ties) = network();
        let lens = Lens {
            focus: true,
            layer: Layer::Team,
            ..Lens::default()
        };
        assert_eq!(lens.shown(&actors, &ties), None);
    }

    #[test]
    fn a_ring_leaves_its_actors_and_the_ties_among_them_and_the_person() {
        let (actors, ties) = network();
        let lens = Lens {
            rings: BTreeSet::from([Ring::Personal]),
            ..Lens::default()
        };
        let (who, which) = names(lens.shown(&actors, &ties));
        assert_eq!(
            (who, which),
            (vec!["mother".to_owned()], vec!["t1".to_owned()])
        );
    }

    #[test]
    fn a_quality_leaves_its_ties_and_who_has_one() {
        let (actors, ties) = network();
        let lens = Lens {
            qualities: BTreeSet::from([TieQuality::Strong]),
            ..Lens::default()
        };
        let (who, which) = names(lens.shown(&actors, &ties));
        assert_eq!(who, ["mother", "neighbour"]);
        assert_eq!(which, ["t1", "t3"]);
    }

    #[test]
    fn an_area_leaves_the_ties_along_which_something_passes() {
        let (actors, ties) = network();
        let lens = Lens {
            areas: BTreeSet::from([ExchangeArea::Care]),
            ..Lens::default()
        };
        assert_eq!(names(lens.shown(&actors, &ties)).1, ["t1"]);
    }

    #[test]
    fn a_neighbourhood_is_one_tie_deep() {
        let (_, ties) = network();
        let near = neighbourhood(&Party::Actor(id("mother")), ties.values());
        assert_eq!(near.len(), 3);
        assert!(!near.contains(&Party::Actor(id("school"))));
    }

    #[test]
    fn the_two_views_part_where_they_are_two_steps_apart() {
        assert!(differs(Some(Support::None), Some(TieQuality::Strong)));
        assert!(differs(Some(Support::Much), Some(TieQuality::Stressful)));
        assert!(differs(Some(Support::Fair), None));
        assert!(!differs(Some(Support::Fair), Some(TieQuality::Strong)));
        assert!(!differs(None, Some(TieQuality::Strong)));
        assert!(!differs(Some(Support::None), Some(TieQuality::ToBuild)));
    }

    #[test]
    fn search_knows_no_accents_and_no_case() {
        assert!(holds("Señora Ángela", "angela"));
        assert!(holds("Señora Angela", " SEÑ"));
        assert!(!holds("Angela", "elena"));
    }
}
