//! What differs between two moments.

use std::collections::{BTreeMap, BTreeSet};

use super::Snapshot;
use crate::{
    case::{
        Actor, ActorKind, Closeness, Exchange, ExchangeArea, Flow, Party, Quadrant, Ring, Sector,
        Support, Tie, TieQuality,
    },
    ids::{ActorId, TieId},
};

/// What a comparison looks at in a tie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieFacts {
    /// Its id; two people may have erased a tie and drawn it anew, under another.
    pub id: TieId,
    /// Its quality.
    pub quality: TieQuality,
    /// Its flow, seen from the first of the pair.
    pub flow: Flow,
    /// What is exchanged, seen from the first of the pair.
    pub exchange: BTreeMap<ExchangeArea, Exchange>,
}

/// The tie of two parties at two moments; `None` where they had none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieChange {
    /// At the first moment.
    pub before: Option<TieFacts>,
    /// At the second.
    pub after: Option<TieFacts>,
}

/// What a change of a tie means; each group has its sign on the map and its heading in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TieGroup {
    /// A living tie where there was none, or only the plan of one.
    New,
    /// Better than before; a broken tie that lives again as well.
    Stronger,
    /// Worse than before, but alive.
    Weaker,
    /// Broken now, or gone.
    Lost,
    /// Now one that the plan wants.
    ToBuild,
    /// The quality is the same; the direction or what is exchanged is not.
    Other,
}

impl TieGroup {
    /// Every group, in the order in which they are listed.
    pub const ALL: [Self; 6] = [
        Self::New,
        Self::Stronger,
        Self::Weaker,
        Self::Lost,
        Self::ToBuild,
        Self::Other,
    ];
}

/// How much good a living tie does; `None` for one that does not live.
const fn strength(quality: TieQuality) -> Option<u8> {
    match quality {
        TieQuality::Strong => Some(3),
        TieQuality::Normal => Some(2),
        TieQuality::Weak => Some(1),
        TieQuality::Stressful => Some(0),
        TieQuality::Broken | TieQuality::ToBuild => None,
    }
}

impl TieChange {
    /// The quality before; `None` for no tie.
    #[must_use]
    pub fn quality_before(&self) -> Option<TieQuality> {
        self.before.as_ref().map(|tie| tie.quality)
    }

    /// The quality after; `None` for no tie.
    #[must_use]
    pub fn quality_after(&self) -> Option<TieQuality> {
        self.after.as_ref().map(|tie| tie.quality)
    }

    /// What the change means.
    #[must_use]
    pub fn group(&self) -> TieGroup {
        let (before, after) = (self.quality_before(), self.quality_after());
        if before == after {
            return TieGroup::Other;
        }
        match after {
            Some(TieQuality::ToBuild) => TieGroup::ToBuild,
            None | Some(TieQuality::Broken) => TieGroup::Lost,
            Some(now) => match before {
                None | Some(TieQuality::ToBuild) => TieGroup::New,
                Some(then) if strength(now) > strength(then) => TieGroup::Stronger,
                Some(_) => TieGroup::Weaker,
            },
        }
    }

    /// The same, seen the other way round in time.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self {
            before: self.after,
            after: self.before,
        }
    }
}

/// What a comparison looks at in an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorFacts {
    /// The name.
    pub name: String,
    /// The kind.
    pub kind: ActorKind,
    /// The ring.
    pub ring: Ring,
    /// The ámbito.
    pub sector: Option<Sector>,
    /// The quadrant of Sluzki's map, as far as somebody has said it.
    pub quadrant: Option<Quadrant>,
    /// The circle of Sluzki's map, as far as somebody has said it.
    pub closeness: Option<Closeness>,
    /// The support that the person perceives.
    pub support: Option<Support>,
}

impl From<&Actor> for ActorFacts {
    fn from(actor: &Actor) -> Self {
        Self {
            name: actor.name.clone(),
            kind: actor.kind,
            ring: actor.ring,
            sector: actor.sector,
            quadrant: actor.quadrant,
            closeness: actor.closeness,
            support: actor.support,
        }
    }
}

/// An actor at two moments; `None` where it was not on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorChange {
    /// At the first moment.
    pub before: Option<ActorFacts>,
    /// At the second.
    pub after: Option<ActorFacts>,
}

impl ActorChange {
    /// The rings before and after, for one that stands on another ring now.
    #[must_use]
    pub fn moved(&self) -> Option<(Ring, Ring)> {
        let (before, after) = (self.before.as_ref()?, self.after.as_ref()?);
        (before.ring != after.ring).then_some((before.ring, after.ring))
    }

    /// The perceived support before and after, where the person answers differently now.
    #[must_use]
    pub fn support(&self) -> Option<(Option<Support>, Option<Support>)> {
        let (before, after) = (self.before.as_ref()?, self.after.as_ref()?);
        (before.support != after.support).then_some((before.support, after.support))
    }

    /// The names before and after, for one that is called otherwise now.
    #[must_use]
    pub fn renamed(&self) -> Option<(&str, &str)> {
        let (before, after) = (self.before.as_ref()?, self.after.as_ref()?);
        (before.name != after.name).then_some((&before.name, &after.name))
    }

    /// The same, seen the other way round in time.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self {
            before: self.after,
            after: self.before,
        }
    }
}

/// One figure at two moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// At the first moment.
    pub before: usize,
    /// At the second.
    pub after: usize,
}

/// The person's ties in figures, at two moments; of ties that live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Actors who have a tie with her.
    pub tied: Count,
    /// Of these ties, the strong ones.
    pub strong: Count,
    /// Those that flow both ways.
    pub reciprocal: Count,
    /// Those that stress.
    pub stressful: Count,
}

/// What differs between two moments. Empty for equal ones; the other way round in time it is the reverse.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Ties that differ, by their two parties in a fixed order.
    pub ties: BTreeMap<[Party; 2], TieChange>,
    /// Actors that differ.
    pub actors: BTreeMap<ActorId, ActorChange>,
    /// Her ties in figures.
    pub counts: Counts,
}

impl Comparison {
    /// What differs between `before` and `after`.
    #[must_use]
    pub fn between(before: &Snapshot, after: &Snapshot) -> Self {
        let (ties_before, ties_after) = (ties(before), ties(after));
        let pairs: BTreeSet<&[Party; 2]> = ties_before.keys().chain(ties_after.keys()).collect();
        let mut comparison = Self {
            counts: counts(before, after),
            ..Self::default()
        };
        for pair in pairs {
            let (then, now) = (ties_before.get(pair), ties_after.get(pair));
            if !same(then, now) {
                let change = TieChange {
                    before: then.cloned(),
                    after: now.cloned(),
                };
                comparison.ties.insert(pair.clone(), change);
            }
        }
        let ids: BTreeSet<&ActorId> = before.actors.keys().chain(after.actors.keys()).collect();
        for id in ids {
            let facts = |moment: &Snapshot| moment.actors.get(id).map(ActorFacts::from);
            let (then, now) = (facts(before), facts(after));
            if then != now {
                let change = ActorChange {
                    before: then,
                    after: now,
                };
                comparison.actors.insert(id.clone(), change);
            }
        }
        comparison
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ties.is_empty() && self.actors.is_empty()
    }

    /// The change of the tie between two parties.
    #[must_use]
    pub fn tie(&self, pair: &[Party; 2]) -> Option<&TieChange> {
        self.ties.get(pair)
    }

    /// The ties of a group, by the order of their parties.
    pub fn in_group(&self, group: TieGroup) -> impl Iterator<Item = (&[Party; 2], &TieChange)> {
        self.ties
            .iter()
            .filter(move |(_, change)| change.group() == group)
    }

    /// The same comparison, seen the other way round in time.
    #[must_use]
    pub fn swapped(self) -> Self {
        let count = |count: Count| Count {
            before: count.after,
            after: count.before,
        };
        Self {
            ties: self
                .ties
                .into_iter()
                .map(|(pair, change)| (pair, change.swapped()))
                .collect(),
            actors: self
                .actors
                .into_iter()
                .map(|(id, change)| (id, change.swapped()))
                .collect(),
            counts: Counts {
                tied: count(self.counts.tied),
                strong: count(self.counts.strong),
                reciprocal: count(self.counts.reciprocal),
                stressful: count(self.counts.stressful),
            },
        }
    }
}

/// Ids do not tell a tie from the same one drawn anew.
fn same(one: Option<&TieFacts>, other: Option<&TieFacts>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            (one.quality, one.flow, &one.exchange) == (other.quality, other.flow, &other.exchange)
        }
        (None, None) => true,
        _ => false,
    }
}

fn ties(moment: &Snapshot) -> BTreeMap<[Party; 2], TieFacts> {
    let facts = moment.ties.iter().map(|(id, tie)| {
        let pair = tie.pair();
        let turned = tie.from != pair[0];
        let exchange = tie.exchange.iter().map(|(area, exchange)| {
            let seen = if turned {
                exchange.reversed()
            } else {
                *exchange
            };
            (*area, seen)
        });
        let facts = TieFacts {
            id: id.clone(),
            quality: tie.quality,
            flow: if turned {
                tie.flow.reversed()
            } else {
                tie.flow
            },
            exchange: exchange.collect(),
        };
        (pair, facts)
    });
    facts.collect()
}

fn counts(before: &Snapshot, after: &Snapshot) -> Counts {
    let count = |what: fn(&Tie) -> bool| {
        let at = |moment: &Snapshot| {
            let hers = moment
                .ties
                .values()
                .filter(|tie| tie.touches(&Party::Person));
            hers.filter(|tie| strength(tie.quality).is_some() && what(tie))
                .count()
        };
        Count {
            before: at(before),
            after: at(after),
        }
    };
    Counts {
        tied: count(|_| true),
        strong: count(|tie| tie.quality == TieQuality::Strong),
        reciprocal: count(|tie| tie.flow == Flow::Both),
        stressful: count(|tie| tie.quality == TieQuality::Stressful),
    }
}
