//! Reading the network: actors, ties, and the kinships of the household.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use automerge::{ObjId, ROOT, ReadDoc};

use super::{
    fields,
    problem::{Fault, Problem, Subject},
    reader::{Reader, cut, flag_at, whole_at},
};
use crate::{
    case::{
        Actor, ActorKind, Barrier, Closeness, Exchange, ExchangeArea, Flow, Frequency, Gender, Kin,
        Kinship, Member, Party, Quadrant, ResourceKind, Ring, Scale, Sector, Support, Tie,
        TieQuality, View,
    },
    ids::{ActorId, KinshipId, TieId},
    limits,
};

impl<R: ReadDoc> Reader<'_, R> {
    /// The actors; where they are not `required`, as in the reserved zone, there may be no container for them.
    pub(super) fn actors(&mut self, required: bool) -> BTreeMap<ActorId, Actor> {
        let mut actors = BTreeMap::new();
        for (id, at) in self.entities::<ActorId>(fields::ACTORS, limits::ACTORS_MAX, required) {
            let subject = Subject::Actor(id.clone());
            actors.insert(id, self.actor(&subject, &at));
        }
        actors
    }

    /// The entities of a container by id, held to what merging may reach. Where people who were apart both created the
    /// container, theirs stand side by side.
    pub(super) fn entities<I: std::str::FromStr>(
        &mut self,
        container: &'static str,
        max: usize,
        required: bool,
    ) -> Vec<(I, ObjId)> {
        let subject = Subject::Document;
        let max = max * limits::MERGED_FACTOR;
        let containers = fields::maps(self.doc, &ROOT, container);
        if containers.is_empty() && (required || self.stands(&ROOT, container)) {
            // Tells what is wrong.
            self.map(&subject, &ROOT, container);
        }
        let mut entities = Vec::new();
        for at in containers {
            for key in self.doc.keys(&at) {
                if entities.len() == max {
                    self.note(&subject, Some(container), Fault::TooMany { max });
                    return entities;
                }
                let Ok(id) = key.parse() else {
                    self.note(&subject, Some(container), Fault::BadId(short(key)));
                    continue;
                };
                match fields::map(self.doc, &at, &key) {
                    Some(entity) => entities.push((id, entity)),
                    None => self.note(&subject, Some(container), Fault::WrongType),
                }
            }
        }
        entities
    }

    fn stands(&self, at: &ObjId, key: &str) -> bool {
        matches!(self.doc.get(at, key), Ok(Some(_)))
    }

    pub(super) fn actor(&mut self, subject: &Subject, at: &ObjId) -> Actor {
        Actor {
            name: self.required_text(subject, at, fields::NAME, limits::NAME_MAX),
            role: self.text_or_empty(subject, at, fields::ROLE, limits::NAME_MAX),
            kind: self.required_choice(
                subject,
                at,
                fields::KIND,
                ActorKind::from_id,
                ActorKind::Person,
            ),
            ring: self.required_choice(subject, at, fields::RING, Ring::from_id, Ring::Community),
            sector: self.choice(subject, at, fields::SECTOR, Sector::from_id),
            quadrant: self.choice(subject, at, fields::QUADRANT, Quadrant::from_id),
            closeness: self.choice(subject, at, fields::CLOSENESS, Closeness::from_id),
            programme: self.text_or_empty(subject, at, fields::PROGRAMME, limits::NAME_MAX),
            scale: self.choice(subject, at, fields::SCALE, Scale::from_id),
            household: {
                self.conflict(subject, at, fields::HOUSEHOLD);
                flag_at(self.doc, at, fields::HOUSEHOLD).then(|| self.member(subject, at))
            },
            support: self.choice(subject, at, fields::SUPPORT, Support::from_id),
            notes: self.text_or_empty(subject, at, fields::NOTES, limits::NOTES_MAX),
            rings_place: self.place(subject, at, View::Rings),
            ecomap_place: self.place(subject, at, View::Ecomap),
            sluzki_place: self.place(subject, at, View::Sluzki),
        }
    }

    /// What stands of somebody as a member of the household. It stands beside the other fields, so that people who
    /// are apart may each add what they know.
    pub(super) fn member(&mut self, subject: &Subject, at: &ObjId) -> Member {
        for key in [fields::AGE, fields::PREGNANT, fields::DIED] {
            self.conflict(subject, at, key);
        }
        let age = whole_at(self.doc, at, fields::AGE)
            .and_then(|age| u8::try_from(age).ok())
            .filter(|age| *age <= limits::AGE_MAX);
        if age.is_none() && self.stands(at, fields::AGE) {
            self.note(subject, Some(fields::AGE), Fault::WrongType);
        }
        Member {
            gender: self.choice(subject, at, fields::GENDER, Gender::from_id),
            age,
            pregnant: flag_at(self.doc, at, fields::PREGNANT),
            died: flag_at(self.doc, at, fields::DIED),
        }
    }

    /// The ties that are shown. Without `actors` a party may be anywhere, and none is missed.
    pub(super) fn ties(
        &mut self,
        actors: Option<&BTreeMap<ActorId, Actor>>,
    ) -> BTreeMap<TieId, Tie> {
        let mut ties = BTreeMap::new();
        let mut pairs: BTreeMap<[Party; 2], TieId> = BTreeMap::new();
        let required = actors.is_some();
        for (id, at) in self.entities::<TieId>(fields::TIES, limits::TIES_MAX, required) {
            let subject = Subject::Tie(id.clone());
            let Some(tie) = self.tie(&subject, &at) else {
                continue;
            };
            if !self.can_join(&subject, [&tie.from, &tie.to], actors) {
                continue;
            }
            match pairs.entry(tie.pair()) {
                Entry::Vacant(entry) => {
                    entry.insert(id.clone());
                    ties.insert(id, tie);
                }
                Entry::Occupied(entry) => {
                    self.note(&subject, None, Fault::DuplicateOf(entry.get().clone()));
                }
            }
        }
        ties
    }

    /// Whether two parties are two, and both on the map; noted if not.
    fn can_join(
        &mut self,
        subject: &Subject,
        parties: [&Party; 2],
        actors: Option<&BTreeMap<ActorId, Actor>>,
    ) -> bool {
        if parties[0] == parties[1] {
            self.note(subject, None, Fault::SelfTie);
            return false;
        }
        let lost: BTreeSet<&ActorId> = parties
            .into_iter()
            .filter_map(Party::actor)
            .filter(|actor| actors.is_some_and(|actors| !actors.contains_key(*actor)))
            .collect();
        if let Some(actor) = lost.first() {
            self.note(subject, None, Fault::Dangling((*actor).clone()));
        }
        lost.is_empty()
    }

    pub(super) fn party(
        &mut self,
        subject: &Subject,
        at: &ObjId,
        key: &'static str,
    ) -> Option<Party> {
        let text = self.required_text(subject, at, key, limits::NAME_MAX);
        if text.is_empty() {
            return None;
        }
        let party = Party::from_id(&text);
        if party.is_none() {
            self.note(subject, Some(key), Fault::BadId(text));
        }
        party
    }

    pub(super) fn tie(&mut self, subject: &Subject, at: &ObjId) -> Option<Tie> {
        let before = self.problems.len();
        let tie = Tie {
            from: self.party(subject, at, fields::FROM)?,
            to: self.party(subject, at, fields::TO)?,
            quality: self.required_choice(
                subject,
                at,
                fields::QUALITY,
                TieQuality::from_id,
                TieQuality::Normal,
            ),
            flow: self.required_choice(subject, at, fields::FLOW, Flow::from_id, Flow::Unknown),
            exchange: self.exchange(subject, at),
            resources: self.set(subject, at, fields::RESOURCES, ResourceKind::from_id),
            frequency: self.choice(subject, at, fields::FREQUENCY, Frequency::from_id),
            since: self.text_or_empty(subject, at, fields::SINCE, limits::NAME_MAX),
            barriers: self.set(subject, at, fields::BARRIERS, Barrier::from_id),
            notes: self.text_or_empty(subject, at, fields::NOTES, limits::NOTES_MAX),
        };
        if tie.to == Party::Person {
            self.problems[before..].iter_mut().for_each(turn);
        }
        Some(tie.normalised())
    }

    /// A set of fixed choices: a map whose keys are their ids. Two people who begin it at the same time each say what
    /// they know: both stay.
    fn set<T: Ord>(
        &mut self,
        subject: &Subject,
        at: &ObjId,
        key: &'static str,
        from_id: impl Fn(&str) -> Option<T>,
    ) -> BTreeSet<T> {
        let mut set = BTreeSet::new();
        for map in fields::maps(self.doc, at, key) {
            for id in self.doc.keys(&map) {
                match from_id(&id) {
                    Some(choice) if flag_at(self.doc, &map, &id) => {
                        set.insert(choice);
                    }
                    Some(_) => {}
                    None => self.note(subject, Some(key), Fault::UnknownValue(short(id))),
                }
            }
        }
        set
    }

    fn exchange(&mut self, subject: &Subject, at: &ObjId) -> BTreeMap<ExchangeArea, Exchange> {
        let mut exchange = BTreeMap::new();
        let Some(areas) = fields::map(self.doc, at, fields::EXCHANGE) else {
            return exchange;
        };
        for key in self.doc.keys(&areas) {
            let Some(area) = ExchangeArea::from_id(&key) else {
                self.note(
                    subject,
                    Some(fields::EXCHANGE),
                    Fault::UnknownValue(short(key)),
                );
                continue;
            };
            // Two people who open an area at the same time each say what they know: both stay.
            let mut passes = Exchange::default();
            let about = match subject {
                Subject::Tie(id) => Subject::Exchange(id.clone(), area),
                other => other.clone(),
            };
            for (_, entry) in self.doc.get_all(&areas, &key).unwrap_or_default() {
                for flag in [fields::GIVES, fields::RECEIVES] {
                    self.conflict(&about, &entry, flag);
                }
                passes.gives |= flag_at(self.doc, &entry, fields::GIVES);
                passes.receives |= flag_at(self.doc, &entry, fields::RECEIVES);
            }
            if passes != Exchange::default() {
                exchange.insert(area, passes);
            }
        }
        exchange
    }

    /// The kinships that are shown: between two who both belong to the household. One whose party has left it is kept,
    /// and shown again when she comes back.
    pub(super) fn kinships(
        &mut self,
        actors: &BTreeMap<ActorId, Actor>,
    ) -> BTreeMap<KinshipId, Kin> {
        let mut kinships: BTreeMap<KinshipId, Kin> = BTreeMap::new();
        for (id, kin) in self.stored_kinships() {
            let subject = Subject::Kinship(id.clone());
            if !self.can_join(&subject, [&kin.a, &kin.b], Some(actors)) {
                continue;
            }
            let at_home = |party: &Party| {
                party
                    .actor()
                    .and_then(|id| actors.get(id))
                    .is_none_or(|actor| actor.household.is_some())
            };
            if !(at_home(&kin.a) && at_home(&kin.b)) {
                continue;
            }
            let first = kinships
                .iter()
                .find(|(_, other)| other.joins(&kin.a, &kin.b))
                .map(|(first, _)| first.clone());
            match first {
                Some(first) => self.note(&subject, None, Fault::SecondKinship(first)),
                None => {
                    kinships.insert(id, kin);
                }
            }
        }
        kinships
    }

    pub(super) fn stored_kinships(&mut self) -> BTreeMap<KinshipId, Kin> {
        let mut kinships = BTreeMap::new();
        for (id, at) in self.entities::<KinshipId>(fields::KINSHIPS, limits::KINSHIPS_MAX, false) {
            let subject = Subject::Kinship(id.clone());
            let parties =
                self.party(&subject, &at, fields::A)
                    .zip(self.party(&subject, &at, fields::B));
            let Some((a, b)) = parties else {
                continue;
            };
            let kind = self.required_choice(
                &subject,
                &at,
                fields::KIND,
                Kinship::from_id,
                Kinship::ParentChild,
            );
            kinships.insert(id, Kin { a, b, kind });
        }
        kinships
    }
}

/// Says what is wrong with a tie as seen from its other end.
fn turn(problem: &mut Problem) {
    problem.field = match problem.field {
        Some(fields::GIVES) => Some(fields::RECEIVES),
        Some(fields::RECEIVES) => Some(fields::GIVES),
        other => other,
    };
    if let (Some(fields::FLOW), Fault::Conflict(values)) = (problem.field, &mut problem.fault) {
        for value in values {
            if let Some(flow) = Flow::from_id(&value.text) {
                flow.reversed().id().clone_into(&mut value.text);
            }
        }
    }
}

/// A key that somebody else wrote, short enough to be shown.
pub(super) fn short(mut key: String) -> String {
    cut(&mut key, limits::NAME_MAX);
    key
}
