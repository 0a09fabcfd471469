//! Reading whole documents and single entities.

use std::collections::BTreeMap;

use automerge::{ROOT, ReadDoc};

use super::{
    fields,
    problem::{Concurrent, Fault, Problem, Subject},
    reader::{Reader, as_text, cut, flag_at, text_at, whole_at},
};
use crate::{
    case::{
        Actor, Case, Comment, Commitment, Goal, GuideEntry, Identity, Kin, Milestone, Need, Party,
        Person, Plan, PlanText, ProblemType, Protection, Reserved, Tie, Zone,
    },
    edit::{IdentityField, TextField},
    ids::{
        ActorId, CaseId, CommentId, CommitmentId, GoalId, GuideEntryId, KinshipId, MilestoneId,
        NeedId, TerritoryId, TieId,
    },
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
    let actors = reader.actors(true);
    let ties = reader.ties(Some(&actors));
    let kinships = reader.kinships(&actors);
    let plan = reader.plan();
    let needs = reader.needs();
    let guide = reader.guide();
    let goals = reader.goals();
    let commitments = reader.commitments();
    let comments = reader.comments();
    let milestones = reader.milestones();
    let case = Case {
        id,
        title,
        person,
        actors,
        ties,
        kinships,
        plan,
        needs,
        guide,
        goals,
        commitments,
        comments,
        milestones,
        territory: read_territory(doc),
        withheld: read_withheld(doc),
    };
    (case, reader.problems)
}

/// Reads the zone `reserved`. A tie is read whether or not its parties are there: they may be of the shared zone, which
/// is another document. [`Reserved::lay_over`] brings the two together.
#[must_use]
pub fn read_reserved(doc: &impl ReadDoc) -> (Reserved, Vec<Problem>) {
    let mut reader = Reader::new(doc);
    reader.header(Zone::Reserved);
    let notes = reader.long_text(&Subject::Document, TextField::ReservedNotes);
    let actors = reader.actors(false);
    let ties = reader.ties(None);
    let protection = reader.protection();
    let reserved = Reserved {
        notes,
        actors,
        ties,
        protection,
    };
    (reserved, reader.problems)
}

/// Reads what the zone `reserved` says of the case as one of child protection.
#[must_use]
pub fn read_protection(doc: &impl ReadDoc) -> Protection {
    Reader::new(doc).protection()
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

/// Reads one tie; `None` if it is not on the map or not shown, as [`read_case`] and [`read_reserved`] would not show it.
#[must_use]
pub fn read_tie(doc: &impl ReadDoc, id: &TieId) -> Option<Tie> {
    let tie = stored_tie(doc, id)?;
    let shown = tie.from != tie.to && has_parties(doc, &tie.from, &tie.to);
    let first = stored_ties(doc)
        .into_iter()
        .find(|(_, (from, to))| tie.joins(from, to))
        .is_none_or(|(other, _)| other == *id);
    (shown && first).then_some(tie)
}

/// Reads the kinships of the household.
#[must_use]
pub fn read_kinships(doc: &impl ReadDoc) -> BTreeMap<KinshipId, Kin> {
    let mut reader = Reader::new(doc);
    let actors = reader.actors(true);
    reader.kinships(&actors)
}

/// Reads the milestones.
#[must_use]
pub fn read_milestones(doc: &impl ReadDoc) -> BTreeMap<MilestoneId, Milestone> {
    Reader::new(doc).milestones()
}

/// Reads which territory the case uses. Two that were chosen at the same time are nothing to ask about: the screen shows
/// one, and choosing the other is one step.
#[must_use]
pub fn read_territory(doc: &impl ReadDoc) -> Option<TerritoryId> {
    text_at(doc, &ROOT, fields::TERRITORY)?.parse().ok()
}

/// Reads the needs.
#[must_use]
pub fn read_needs(doc: &impl ReadDoc) -> BTreeMap<NeedId, Need> {
    Reader::new(doc).needs()
}

/// Reads one need; `None` if it is not there, or not shown.
#[must_use]
pub fn read_need(doc: &impl ReadDoc, id: &NeedId) -> Option<Need> {
    let at = fields::need(doc, id)?;
    Reader::new(doc).need(&Subject::Need(id.clone()), &at)
}

/// Reads the guide to community resources.
#[must_use]
pub fn read_guide(doc: &impl ReadDoc) -> BTreeMap<GuideEntryId, GuideEntry> {
    Reader::new(doc).guide()
}

/// Reads one entry of the guide; `None` if it is not there, or not shown.
#[must_use]
pub fn read_guide_entry(doc: &impl ReadDoc, id: &GuideEntryId) -> Option<GuideEntry> {
    Some(stored_guide_entry(doc, id)?.shown(doc))
}

/// Reads an entry of the guide as it is stored, whether or not its actor is on the map.
pub(crate) fn stored_guide_entry(doc: &impl ReadDoc, id: &GuideEntryId) -> Option<GuideEntry> {
    let at = fields::guide_entry(doc, id)?;
    Reader::new(doc).guide_entry(&Subject::GuideEntry(id.clone()), &at)
}

/// Reads the goals.
#[must_use]
pub fn read_goals(doc: &impl ReadDoc) -> BTreeMap<GoalId, Goal> {
    Reader::new(doc).goals()
}

/// Reads one goal; `None` if it is not there.
#[must_use]
pub fn read_goal(doc: &impl ReadDoc, id: &GoalId) -> Option<Goal> {
    let at = fields::goal(doc, id)?;
    Some(Reader::new(doc).goal(&Subject::Goal(id.clone()), &at))
}

/// Reads the commitments.
#[must_use]
pub fn read_commitments(doc: &impl ReadDoc) -> BTreeMap<CommitmentId, Commitment> {
    Reader::new(doc).commitments()
}

/// Reads one commitment; `None` if it is not there.
#[must_use]
pub fn read_commitment(doc: &impl ReadDoc, id: &CommitmentId) -> Option<Commitment> {
    let at = fields::commitment(doc, id)?;
    Some(Reader::new(doc).commitment(&Subject::Commitment(id.clone()), &at))
}

/// Reads the comments on the plan, and where their passages stand now.
#[must_use]
pub fn read_comments(doc: &impl ReadDoc) -> BTreeMap<CommentId, Comment> {
    Reader::new(doc).comments()
}

/// Reads one comment without its place; `None` if it is not there.
#[must_use]
pub fn read_comment(doc: &impl ReadDoc, id: &CommentId) -> Option<Comment> {
    let at = fields::comment(doc, id)?;
    Reader::new(doc).comment(&at)
}

/// Whether the shared zone says that something of the network is withheld.
#[must_use]
pub fn read_withheld(doc: &impl ReadDoc) -> bool {
    flag_at(doc, &ROOT, fields::WITHHELD)
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
    fields::maps(doc, &ROOT, fields::TIES)
        .into_iter()
        .flat_map(|ties| doc.keys(&ties).collect::<Vec<_>>())
        .filter_map(|key| {
            let id = key.parse().ok()?;
            let parties = stored_parties(doc, &id)?;
            Some((id, parties))
        })
        .collect()
}

/// Every stored kinship, whether or not it is shown.
pub(crate) fn stored_kinships(doc: &impl ReadDoc) -> BTreeMap<KinshipId, Kin> {
    Reader::new(doc).stored_kinships()
}

/// What a field says now, and who wrote it; `None` where nobody wrote anything, or there is no such thing.
#[must_use]
pub fn value_of(doc: &impl ReadDoc, subject: &Subject, field: &str) -> Option<Concurrent> {
    let at = match subject {
        Subject::Document => ROOT,
        Subject::Person => fields::map(doc, &ROOT, fields::PERSON)?,
        Subject::Plan => fields::map(doc, &ROOT, fields::PLAN)?,
        Subject::Actor(id) => fields::actor(doc, id)?,
        Subject::Tie(id) => fields::tie(doc, id)?,
        Subject::Kinship(id) => fields::kinship(doc, id)?,
        Subject::Need(id) => fields::need(doc, id)?,
        Subject::GuideEntry(id) => fields::guide_entry(doc, id)?,
        Subject::Protection => fields::map(doc, &ROOT, fields::PROTECTION)?,
        Subject::Review(id) => fields::review(doc, id)?,
        Subject::Goal(id) => fields::goal(doc, id)?,
        Subject::Commitment(id) => fields::commitment(doc, id)?,
        Subject::Milestone(id) => fields::milestone(doc, id)?,
        // Its two flags are ticked, not written: both ticks stay.
        Subject::Exchange(..) => return None,
    };
    Reader::new(doc).value(&at, field)
}

/// Reads a milestone.
pub(crate) fn stored_milestone(doc: &impl ReadDoc, id: &MilestoneId) -> Option<Milestone> {
    let at = fields::milestone(doc, id)?;
    Reader::new(doc).milestone(&Subject::Milestone(id.clone()), &at)
}

/// Whether both parties of a tie are on the map. From the reserved zone nobody can see the shared one, so that every
/// party may be there.
pub(crate) fn has_parties(doc: &impl ReadDoc, from: &Party, to: &Party) -> bool {
    super::zone(doc) == Some(Zone::Reserved)
        || [from, to]
            .into_iter()
            .filter_map(Party::actor)
            .all(|actor| fields::actor(doc, actor).is_some())
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
            notes: self.text_or_empty(&subject, &at, fields::NOTES, limits::NOTES_MAX),
            member: self.member(&subject, &at),
        }
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
            if !matches!(field, TextField::Plan(text) if text.is_activity()) {
                self.note(subject, Some(key), Fault::Missing);
            }
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
