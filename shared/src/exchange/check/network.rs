//! The network of a file: actors, ties and kinships, in the shared and then in the reserved zone.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use super::{super::error::Reason, super::value::Value, choice, entities};
use crate::{
    case::{
        Actor, ActorKind, Barrier, Closeness, Exchange, ExchangeArea, Flow, Frequency, Gender, Kin,
        Kinship, Member, Party, Place, Quadrant, ResourceKind, Ring, Scale, Sector, Support, Tie,
        TieQuality,
    },
    document::fields,
    ids::{ActorId, KinshipId, TieId},
    limits,
};

/// What has been read of the network so far.
pub(super) struct Network {
    /// Every actor, and whether it belongs to the household; `None` once an actor could not be read.
    actors: Option<BTreeMap<ActorId, bool>>,
    ties: BTreeSet<TieId>,
    /// The pairs that have a tie, and where it stands in the file.
    pairs: BTreeMap<[Party; 2], String>,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            actors: Some(BTreeMap::new()),
            ties: BTreeSet::new(),
            pairs: BTreeMap::new(),
        }
    }
}

impl Network {
    /// Forgets which actors there are, so that nobody is missed who could not be read.
    pub(super) fn lose_actors(&mut self) {
        self.actors = None;
    }

    pub(super) fn actors(&mut self, value: &Value<'_>) -> Option<BTreeMap<ActorId, Actor>> {
        let known = self.actors.as_ref();
        let actors = entities(value, limits::ACTORS_MAX, |id, value| {
            if known.is_some_and(|known| known.contains_key(id)) {
                value.tell(Reason::AlsoShared);
                return None;
            }
            actor(value)
        })?;
        if let Some(known) = &mut self.actors {
            let homes = actors
                .iter()
                .map(|(id, actor)| (id.clone(), actor.household.is_some()));
            known.extend(homes);
        }
        Some(actors)
    }

    pub(super) fn ties(&mut self, value: &Value<'_>) -> Option<BTreeMap<TieId, Tie>> {
        entities(value, limits::TIES_MAX, |id: &TieId, value| {
            if !self.ties.insert(id.clone()) {
                value.tell(Reason::AlsoShared);
                return None;
            }
            let tie = self.tie(value)?;
            self.pair(value, tie.pair())?;
            Some(tie.normalised())
        })
    }

    pub(super) fn kinships(&self, value: &Value<'_>) -> Option<BTreeMap<KinshipId, Kin>> {
        let mut joined = Self::default();
        entities(value, limits::KINSHIPS_MAX, |_, value| {
            let kin = self.kin(value)?;
            let mut pair = [kin.a.clone(), kin.b.clone()];
            pair.sort();
            joined.pair(value, pair)?;
            Some(kin)
        })
    }

    /// Notes that two parties are joined; `None` if they are one, or joined already.
    fn pair(&mut self, value: &Value<'_>, pair: [Party; 2]) -> Option<()> {
        if pair[0] == pair[1] {
            value.tell(Reason::SelfTie);
            return None;
        }
        match self.pairs.entry(pair) {
            Entry::Vacant(entry) => {
                entry.insert(value.pointer());
                Some(())
            }
            Entry::Occupied(entry) => {
                value.tell(Reason::DuplicateTie {
                    first: entry.get().clone(),
                });
                None
            }
        }
    }

    fn party(&self, value: &Value<'_>) -> Option<Party> {
        let party = value.parsed(Party::from_id, || Reason::BadParty)?;
        if let (Some(actor), Some(actors)) = (party.actor(), &self.actors)
            && !actors.contains_key(actor)
        {
            value.tell(Reason::Dangling(actor.clone()));
            return None;
        }
        Some(party)
    }

    /// An actor of the file.
    pub(super) fn an_actor(&self, value: &Value<'_>) -> Option<ActorId> {
        let id: ActorId = value.parsed(|text| text.parse().ok(), || Reason::BadId)?;
        let actors = self.actors.as_ref();
        if actors.is_some_and(|actors| !actors.contains_key(&id)) {
            value.tell(Reason::Dangling(id));
            return None;
        }
        Some(id)
    }

    /// A list of actors of the file, each once.
    pub(super) fn some_actors(&self, value: &Value<'_>) -> Option<BTreeSet<ActorId>> {
        let mut some = BTreeSet::new();
        let mut whole = true;
        for item in value.items(limits::ACTORS_MAX * limits::MERGED_FACTOR)? {
            let id: Option<ActorId> = item.parsed(|text| text.parse().ok(), || Reason::BadId);
            let Some(id) = id else {
                whole = false;
                continue;
            };
            if self
                .actors
                .as_ref()
                .is_some_and(|actors| !actors.contains_key(&id))
            {
                item.tell(Reason::Dangling(id));
                whole = false;
            } else if !some.insert(id) {
                item.tell(Reason::Duplicate);
                whole = false;
            }
        }
        whole.then_some(some)
    }

    /// A party that belongs to the household.
    fn member(&self, value: &Value<'_>) -> Option<Party> {
        let party = self.party(value)?;
        if let (Some(actor), Some(actors)) = (party.actor(), &self.actors)
            && actors.get(actor) == Some(&false)
        {
            value.tell(Reason::NotHousehold(actor.clone()));
            return None;
        }
        Some(party)
    }

    fn kin(&self, value: &Value<'_>) -> Option<Kin> {
        let record = value.record(&[fields::A, fields::B, fields::KIND])?;
        let a = record.need(fields::A).and_then(|value| self.member(&value));
        let b = record.need(fields::B).and_then(|value| self.member(&value));
        let kind = record
            .need(fields::KIND)
            .and_then(|value| choice(&value, Kinship::ALL, Kinship::id));
        Some(Kin {
            a: a?,
            b: b?,
            kind: kind?,
        })
    }

    fn tie(&self, value: &Value<'_>) -> Option<Tie> {
        let record = value.record(&[
            fields::FROM,
            fields::TO,
            fields::QUALITY,
            fields::FLOW,
            fields::EXCHANGE,
            fields::RESOURCES,
            fields::FREQUENCY,
            fields::SINCE,
            fields::BARRIERS,
            fields::NOTES,
        ])?;
        let from = record
            .need(fields::FROM)
            .and_then(|value| self.party(&value));
        let to = record.need(fields::TO).and_then(|value| self.party(&value));
        let quality = record
            .need(fields::QUALITY)
            .and_then(|value| choice(&value, TieQuality::ALL, TieQuality::id));
        let flow = record.optional(fields::FLOW, |value| choice(&value, Flow::ALL, Flow::id));
        let exchange = record.optional(fields::EXCHANGE, |value| exchange(&value));
        let resources = record.optional(fields::RESOURCES, |value| {
            set(&value, ResourceKind::ALL, ResourceKind::id)
        });
        let frequency = record.optional(fields::FREQUENCY, |value| {
            choice(&value, Frequency::ALL, Frequency::id)
        });
        let since = record.text_or_empty(fields::SINCE, limits::NAME_MAX);
        let barriers = record.optional(fields::BARRIERS, |value| {
            set(&value, Barrier::ALL, Barrier::id)
        });
        let notes = record.text_or_empty(fields::NOTES, limits::NOTES_MAX);
        Some(Tie {
            from: from?,
            to: to?,
            quality: quality?,
            flow: flow?.unwrap_or(Flow::Unknown),
            exchange: exchange?.unwrap_or_default(),
            resources: resources?.unwrap_or_default(),
            frequency: frequency?,
            since: since?,
            barriers: barriers?.unwrap_or_default(),
            notes: notes?,
        })
    }
}

/// A list of fixed choices, each once.
fn set<T: Copy + Ord>(
    value: &Value<'_>,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Option<BTreeSet<T>> {
    let mut set = BTreeSet::new();
    let mut whole = true;
    // More items than choices are told one by one, up to a number that nobody types.
    for item in value.items(1_000)? {
        match choice(&item, all, &name) {
            Some(chosen) if !set.insert(chosen) => {
                item.tell(Reason::Duplicate);
                whole = false;
            }
            Some(_) => {}
            None => whole = false,
        }
    }
    whole.then_some(set)
}

pub(super) fn member(value: &Value<'_>) -> Option<Member> {
    let record = value.record(&[fields::GENDER, fields::AGE, fields::PREGNANT, fields::DIED])?;
    let gender = record.optional(fields::GENDER, |value| {
        choice(&value, Gender::ALL, Gender::id)
    });
    let age = record.optional(fields::AGE, |value| {
        let max = limits::AGE_MAX;
        let age = u8::try_from(value.whole()?).ok().filter(|age| *age <= max);
        if age.is_none() {
            value.tell(Reason::OutOfRange {
                min: 0,
                max: max.into(),
            });
        }
        age
    });
    let pregnant = record.flag_or_false(fields::PREGNANT);
    let died = record.flag_or_false(fields::DIED);
    Some(Member {
        gender: gender?,
        age: age?,
        pregnant: pregnant?,
        died: died?,
    })
}

fn actor(value: &Value<'_>) -> Option<Actor> {
    let record = value.record(&[
        fields::NAME,
        fields::ROLE,
        fields::KIND,
        fields::RING,
        fields::SECTOR,
        fields::QUADRANT,
        fields::CLOSENESS,
        fields::PROGRAMME,
        fields::SCALE,
        fields::HOUSEHOLD,
        fields::SUPPORT,
        fields::NOTES,
        fields::RINGS_PLACE,
        fields::ECOMAP_PLACE,
        fields::SLUZKI_PLACE,
    ])?;
    let name = record
        .need(fields::NAME)
        .and_then(|value| value.text(limits::NAME_MAX));
    let role = record.text_or_empty(fields::ROLE, limits::NAME_MAX);
    let kind = record
        .need(fields::KIND)
        .and_then(|value| choice(&value, ActorKind::ALL, ActorKind::id));
    let ring = record
        .need(fields::RING)
        .and_then(|value| choice(&value, Ring::ALL, Ring::id));
    let sector = record.optional(fields::SECTOR, |value| {
        choice(&value, Sector::ALL, Sector::id)
    });
    let quadrant = record.optional(fields::QUADRANT, |value| {
        choice(&value, Quadrant::ALL, Quadrant::id)
    });
    let closeness = record.optional(fields::CLOSENESS, |value| {
        choice(&value, Closeness::ALL, Closeness::id)
    });
    let programme = record.text_or_empty(fields::PROGRAMME, limits::NAME_MAX);
    let scale = record.optional(fields::SCALE, |value| choice(&value, Scale::ALL, Scale::id));
    let household = record.optional(fields::HOUSEHOLD, |value| member(&value));
    let support = record.optional(fields::SUPPORT, |value| {
        choice(&value, Support::ALL, Support::id)
    });
    let notes = record.text_or_empty(fields::NOTES, limits::NOTES_MAX);
    let rings_place = record.optional(fields::RINGS_PLACE, |value| place(&value));
    let ecomap_place = record.optional(fields::ECOMAP_PLACE, |value| place(&value));
    let sluzki_place = record.optional(fields::SLUZKI_PLACE, |value| place(&value));
    Some(Actor {
        name: name?,
        role: role?,
        kind: kind?,
        ring: ring?,
        sector: sector?,
        quadrant: quadrant?,
        closeness: closeness?,
        programme: programme?,
        scale: scale?,
        household: household?,
        support: support?,
        notes: notes?,
        rings_place: rings_place?,
        ecomap_place: ecomap_place?,
        sluzki_place: sluzki_place?,
    })
}

fn place(value: &Value<'_>) -> Option<Place> {
    let record = value.record(&[fields::X, fields::Y])?;
    let number = |key| {
        record
            .need(key)
            .and_then(|value| value.number(limits::PLACE_MAX as i32))
    };
    let (x, y) = (number(fields::X), number(fields::Y));
    Some(Place { x: x?, y: y? })
}

fn exchange(value: &Value<'_>) -> Option<BTreeMap<ExchangeArea, Exchange>> {
    let names: Vec<&str> = ExchangeArea::ALL.iter().map(|area| area.id()).collect();
    let record = value.record(&names)?;
    let mut exchange = BTreeMap::new();
    for area in ExchangeArea::ALL {
        let passes = record.optional(area.id(), |value| {
            let record = value.record(&[fields::GIVES, fields::RECEIVES])?;
            let gives = record.flag_or_false(fields::GIVES);
            let receives = record.flag_or_false(fields::RECEIVES);
            Some(Exchange {
                gives: gives?,
                receives: receives?,
            })
        });
        if let Some(passes) = passes?
            && passes != Exchange::default()
        {
            exchange.insert(*area, passes);
        }
    }
    Some(exchange)
}
