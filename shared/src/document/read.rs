//! Reading whole documents and single entities.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use automerge::{ObjId, ROOT, ReadDoc};

use super::{
    fields,
    problem::{Fault, Problem, Subject},
    reader::{Reader, as_text, cut, flag_at, whole_at},
};
use crate::{
    case::{
        Actor, ActorKind, Case, Exchange, ExchangeArea, Flow, Identity, Party, Person, Plan,
        PlanText, ProblemType, Reserved, Ring, Sector, Support, Tie, TieQuality, View, Zone,
    },
    edit::{IdentityField, TextField},
    ids::{ActorId, CaseId, TieId},
    limits,
};

/// Reads the shared zone of a case, and what somebody should look at.
#[must_use]
pub fn read_case(doc: &impl ReadDoc) -> (Case, Vec<Problem>) {
    let mut reader = Reader::new(doc);
    reader.header(Zone::Case);
    let id = reader.case_id();
    let title = reader.required_text(&Subject::Document, &ROOT, fields::TITLE, limits::TITLE_MAX);
    let person = reader.person();
    let actors = reader.actors();
    let ties = reader.ties(&actors);
    let plan = reader.plan();
    let case = Case {
        id,
        title,
        person,
        actors,
        ties,
        plan,
    };
    (case, reader.problems)
}

/// Reads the zone `reserved`.
#[must_use]
pub fn read_reserved(doc: &impl ReadDoc) -> (Reserved, Vec<Problem>) {
    let mut reader = Reader::new(doc);
    reader.header(Zone::Reserved);
    let notes = reader.long_text(&Subject::Document, TextField::ReservedNotes);
    (Reserved { notes }, reader.problems)
}

/// Reads the zone `identity`.
#[must_use]
pub fn read_identity(doc: &impl ReadDoc) -> (Identity, Vec<Problem>) {
    let mut reader = Reader::new(doc);
    reader.header(Zone::Identity);
    let mut identity = Identity::default();
    for field in IdentityField::ALL {
        let key = fields::identity(field);
        let text = reader.text(&Subject::Document, &ROOT, key, limits::NOTES_MAX);
        *identity.field_mut(field) = text.unwrap_or_default();
    }
    (identity, reader.problems)
}

/// Reads the alias under which the table knows the case.
#[must_use]
pub fn read_title(doc: &impl ReadDoc) -> String {
    let mut reader = Reader::new(doc);
    reader
        .text(&Subject::Document, &ROOT, fields::TITLE, limits::TITLE_MAX)
        .unwrap_or_default()
}

/// Reads the person at the centre.
#[must_use]
pub fn read_person(doc: &impl ReadDoc) -> Person {
    Reader::new(doc).person()
}

/// Reads one actor; `None` if it is not on the map.
#[must_use]
pub fn read_actor(doc: &impl ReadDoc, id: &ActorId) -> Option<Actor> {
    let at = fields::actor(doc, id)?;
    Some(Reader::new(doc).actor(&Subject::Actor(id.clone()), &at))
}

/// Reads one tie; `None` if it is not on the map or not shown, as [`read_case`] would not show it.
#[must_use]
pub fn read_tie(doc: &impl ReadDoc, id: &TieId) -> Option<Tie> {
    let tie = stored_tie(doc, id)?;
    let shown = tie.from != tie.to
        && [&tie.from, &tie.to]
            .into_iter()
            .filter_map(Party::actor)
            .all(|actor| fields::actor(doc, actor).is_some());
    let first = stored_ties(doc)
        .into_iter()
        .find(|(_, (from, to))| tie.joins(from, to))
        .is_none_or(|(other, _)| other == *id);
    (shown && first).then_some(tie)
}

/// Reads the plan.
#[must_use]
pub fn read_plan(doc: &impl ReadDoc) -> Plan {
    Reader::new(doc).plan()
}

/// Reads one of the texts that people write together.
#[must_use]
pub fn read_text(doc: &impl ReadDoc, field: TextField) -> String {
    Reader::new(doc).long_text(&Subject::Plan, field)
}

/// Reads a tie as it is stored, whether or not its parties are on the map.
pub(crate) fn stored_tie(doc: &impl ReadDoc, id: &TieId) -> Option<Tie> {
    let at = fields::tie(doc, id)?;
    Reader::new(doc).tie(&Subject::Tie(id.clone()), &at)
}

/// The parties of a tie in the order in which they are stored.
pub(crate) fn stored_parties(doc: &impl ReadDoc, id: &TieId) -> Option<(Party, Party)> {
    let at = fields::tie(doc, id)?;
    let subject = Subject::Tie(id.clone());
    let mut reader = Reader::new(doc);
    let from = reader.party(&subject, &at, fields::FROM)?;
    let to = reader.party(&subject, &at, fields::TO)?;
    Some((from, to))
}

/// The parties of every stored tie.
pub(crate) fn stored_ties(doc: &impl ReadDoc) -> BTreeMap<TieId, (Party, Party)> {
    let Some(ties) = fields::map(doc, &ROOT, fields::TIES) else {
        return BTreeMap::new();
    };
    doc.keys(&ties)
        .filter_map(|key| {
            let id = key.parse().ok()?;
            let parties = stored_parties(doc, &id)?;
            Some((id, parties))
        })
        .collect()
}

impl<R: ReadDoc> Reader<'_, R> {
    fn header(&mut self, zone: Zone) {
        let subject = Subject::Document;
        let kind = self.required_text(&subject, &ROOT, fields::KIND, limits::NAME_MAX);
        if !kind.is_empty() && kind != fields::kind(zone) {
            self.note(&subject, Some(fields::KIND), Fault::WrongKind);
        }
        match whole_at(self.doc, &ROOT, fields::SCHEMA) {
            None => self.note(&subject, Some(fields::SCHEMA), Fault::Missing),
            Some(schema) if schema > limits::SCHEMA => {
                self.note(
                    &subject,
                    Some(fields::SCHEMA),
                    Fault::NewerSchema { schema },
                );
            }
            Some(_) => {}
        }
    }

    fn case_id(&mut self) -> CaseId {
        let subject = Subject::Document;
        let text = self.required_text(&subject, &ROOT, fields::CASE_ID, limits::NAME_MAX);
        text.parse().unwrap_or_else(|_| {
            if !text.is_empty() {
                self.note(&subject, Some(fields::CASE_ID), Fault::BadId(text));
            }
            CaseId::from_random(0)
        })
    }

    fn person(&mut self) -> Person {
        let subject = Subject::Person;
        let Some(at) = self.map(&subject, &ROOT, fields::PERSON) else {
            return Person::default();
        };
        Person {
            alias: self.required_text(&subject, &at, fields::ALIAS, limits::NAME_MAX),
            notes: self
                .text(&subject, &at, fields::NOTES, limits::NOTES_MAX)
                .unwrap_or_default(),
        }
    }

    fn actors(&mut self) -> BTreeMap<ActorId, Actor> {
        let mut actors = BTreeMap::new();
        for (id, at) in self.entities::<ActorId>(fields::ACTORS, limits::ACTORS_MAX) {
            let subject = Subject::Actor(id.clone());
            actors.insert(id, self.actor(&subject, &at));
        }
        actors
    }

    /// The entities of a container by id, held to what merging may reach.
    fn entities<I: std::str::FromStr>(
        &mut self,
        container: &'static str,
        max: usize,
    ) -> Vec<(I, ObjId)> {
        let subject = Subject::Document;
        let max = max * limits::MERGED_FACTOR;
        let Some(at) = self.map(&subject, &ROOT, container) else {
            return Vec::new();
        };
        let mut entities = Vec::new();
        for key in self.doc.keys(&at) {
            if entities.len() == max {
                self.note(&subject, Some(container), Fault::TooMany { max });
                break;
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
        entities
    }

    fn actor(&mut self, subject: &Subject, at: &ObjId) -> Actor {
        Actor {
            name: self.required_text(subject, at, fields::NAME, limits::NAME_MAX),
            role: self
                .text(subject, at, fields::ROLE, limits::NAME_MAX)
                .unwrap_or_default(),
            kind: self.required_choice(
                subject,
                at,
                fields::KIND,
                ActorKind::from_id,
                ActorKind::Person,
            ),
            ring: self.required_choice(subject, at, fields::RING, Ring::from_id, Ring::Community),
            sector: self.choice(subject, at, fields::SECTOR, Sector::from_id),
            support: self.choice(subject, at, fields::SUPPORT, Support::from_id),
            notes: self
                .text(subject, at, fields::NOTES, limits::NOTES_MAX)
                .unwrap_or_default(),
            rings_place: self.place(subject, at, View::Rings),
            ecomap_place: self.place(subject, at, View::Ecomap),
        }
    }

    fn ties(&mut self, actors: &BTreeMap<ActorId, Actor>) -> BTreeMap<TieId, Tie> {
        let mut ties = BTreeMap::new();
        let mut pairs: BTreeMap<[Party; 2], TieId> = BTreeMap::new();
        for (id, at) in self.entities::<TieId>(fields::TIES, limits::TIES_MAX) {
            let subject = Subject::Tie(id.clone());
            let Some(tie) = self.tie(&subject, &at) else {
                continue;
            };
            if tie.from == tie.to {
                self.note(&subject, None, Fault::SelfTie);
                continue;
            }
            let lost: BTreeSet<&ActorId> = [&tie.from, &tie.to]
                .into_iter()
                .filter_map(Party::actor)
                .filter(|actor| !actors.contains_key(*actor))
                .collect();
            if let Some(actor) = lost.first() {
                self.note(&subject, None, Fault::Dangling((*actor).clone()));
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

    fn party(&mut self, subject: &Subject, at: &ObjId, key: &'static str) -> Option<Party> {
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

    fn tie(&mut self, subject: &Subject, at: &ObjId) -> Option<Tie> {
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
            notes: self
                .text(subject, at, fields::NOTES, limits::NOTES_MAX)
                .unwrap_or_default(),
        };
        Some(tie.normalised())
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
            for (_, entry) in self.doc.get_all(&areas, &key).unwrap_or_default() {
                for flag in [fields::GIVES, fields::RECEIVES] {
                    self.conflict(subject, &entry, flag);
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

    fn plan(&mut self) -> Plan {
        let subject = Subject::Plan;
        let mut plan = Plan::default();
        let Some(at) = self.map(&subject, &ROOT, fields::PLAN) else {
            return plan;
        };
        plan.title = self
            .text(&subject, &at, fields::TITLE, limits::TITLE_MAX)
            .unwrap_or_default();
        plan.authors = self
            .text(&subject, &at, fields::AUTHORS, limits::TITLE_MAX)
            .unwrap_or_default();
        plan.problem_type = self.choice(&subject, &at, fields::PROBLEM_TYPE, ProblemType::from_id);
        for text in PlanText::ALL {
            let written = self.long_text(&subject, TextField::Plan(*text));
            if !written.is_empty() {
                plan.texts.insert(*text, written);
            }
        }
        plan
    }

    fn long_text(&mut self, subject: &Subject, field: TextField) -> String {
        let Some((home, key)) = fields::text_home(self.doc, field) else {
            return String::new();
        };
        self.conflict(subject, &home, key);
        let max = limits::TEXT_MAX * limits::MERGED_FACTOR;
        let Some((value, id)) = self.doc.get(&home, key).ok().flatten() else {
            self.note(subject, Some(key), Fault::Missing);
            return String::new();
        };
        let Some(mut text) = as_text(self.doc, &value, &id) else {
            self.note(subject, Some(key), Fault::WrongType);
            return String::new();
        };
        if cut(&mut text, max) {
            self.note(subject, Some(key), Fault::TooLong { max });
        }
        text
    }
}

/// A key that somebody else wrote, short enough to be shown.
fn short(mut key: String) -> String {
    cut(&mut key, limits::NAME_MAX);
    key
}
