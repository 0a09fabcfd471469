//! The names of the fields in the documents, and the way to the objects that hold them.

use automerge::{ObjId, ObjType, ROOT, ReadDoc, Value};

use crate::{
    case::{PlanText, View, Zone},
    edit::{IdentityField, TextField},
    ids::{
        ActorId, CommentId, CommitmentId, GoalId, GuideEntryId, KinshipId, MilestoneId, NeedId,
        ReviewId, TieId,
    },
};

pub(crate) const KIND: &str = "kind";
pub(crate) const SCHEMA: &str = "schema";
pub(crate) const CASE_ID: &str = "case_id";
pub(crate) const TITLE: &str = "title";
pub(crate) const PERSON: &str = "person";
pub(crate) const ALIAS: &str = "alias";
pub(crate) const NOTES: &str = "notes";
pub(crate) const ACTORS: &str = "actors";
pub(crate) const NAME: &str = "name";
pub(crate) const ROLE: &str = "role";
pub(crate) const RING: &str = "ring";
pub(crate) const SECTOR: &str = "sector";
pub(crate) const QUADRANT: &str = "quadrant";
pub(crate) const CLOSENESS: &str = "closeness";
pub(crate) const PROGRAMME: &str = "programme";
pub(crate) const SCALE: &str = "scale";
pub(crate) const HOUSEHOLD: &str = "household";
pub(crate) const MEMBER: &str = "member";
pub(crate) const GENDER: &str = "gender";
pub(crate) const AGE: &str = "age";
pub(crate) const PREGNANT: &str = "pregnant";
pub(crate) const DIED: &str = "died";
pub(crate) const SUPPORT: &str = "support";
pub(crate) const RINGS_PLACE: &str = "rings_place";
pub(crate) const ECOMAP_PLACE: &str = "ecomap_place";
pub(crate) const SLUZKI_PLACE: &str = "sluzki_place";
pub(crate) const X: &str = "x";
pub(crate) const Y: &str = "y";
pub(crate) const TIES: &str = "ties";
pub(crate) const FROM: &str = "from";
pub(crate) const TO: &str = "to";
pub(crate) const QUALITY: &str = "quality";
pub(crate) const FLOW: &str = "flow";
pub(crate) const EXCHANGE: &str = "exchange";
pub(crate) const GIVES: &str = "gives";
pub(crate) const RECEIVES: &str = "receives";
pub(crate) const RESOURCES: &str = "resources";
pub(crate) const FREQUENCY: &str = "frequency";
pub(crate) const SINCE: &str = "since";
pub(crate) const BARRIERS: &str = "barriers";
pub(crate) const KINSHIPS: &str = "kinships";
pub(crate) const A: &str = "a";
pub(crate) const B: &str = "b";
pub(crate) const MILESTONES: &str = "milestones";
pub(crate) const AT: &str = "at";
pub(crate) const HEADS: &str = "heads";
pub(crate) const NEEDS: &str = "needs";
pub(crate) const TOPIC: &str = "topic";
pub(crate) const WORDS: &str = "words";
pub(crate) const VOICE: &str = "voice";
pub(crate) const PRIORITY: &str = "priority";
pub(crate) const STATE: &str = "state";
pub(crate) const ANSWERS: &str = "answers";
pub(crate) const TERRITORY: &str = "territory";
pub(crate) const TERRITORY_ID: &str = "territory_id";
pub(crate) const SERVICES: &str = "services";
pub(crate) const VALID_UNTIL: &str = "valid_until";
pub(crate) const VERIFIED: &str = "verified";
pub(crate) const BY: &str = "by";
pub(crate) const ON: &str = "on";
pub(crate) const COORDINATION: &str = "coordination";
pub(crate) const LEAD: &str = "lead";
pub(crate) const COORDINATED: &str = "coordinated";
pub(crate) const WITH: &str = "with";
pub(crate) const AGREEMENT: &str = "agreement";
pub(crate) const PROTECTION: &str = "protection";
pub(crate) const SWITCHED_ON: &str = "switched_on";
pub(crate) const AWAY_UNTIL: &str = "away_until";
pub(crate) const ITEMS: &str = "items";
pub(crate) const REVIEWS: &str = "reviews";
pub(crate) const HELD: &str = "held";
pub(crate) const DECIDED: &str = "decided";
pub(crate) const GUIDE: &str = "guide";
pub(crate) const PURPOSE: &str = "purpose";
pub(crate) const ACTOR: &str = "actor";
pub(crate) const GOALS: &str = "goals";
pub(crate) const COMMITMENTS: &str = "commitments";
pub(crate) const WHAT: &str = "what";
pub(crate) const AGREED: &str = "agreed";
pub(crate) const DUE: &str = "due";
pub(crate) const GOAL: &str = "goal";
pub(crate) const FOCUS: &str = "focus";
pub(crate) const APPROACH: &str = "approach";
pub(crate) const CAPABILITY: &str = "capability";
pub(crate) const NEED: &str = "need";
pub(crate) const NEED_NAME: &str = "need_name";
pub(crate) const TARGET: &str = "target";
pub(crate) const TARGET_NAME: &str = "target_name";
pub(crate) const STEPS: &str = "steps";
pub(crate) const WHY: &str = "why";
pub(crate) const COMMENTS: &str = "comments";
pub(crate) const TEXT: &str = "text";
pub(crate) const PASSAGE: &str = "passage";
pub(crate) const QUOTE: &str = "quote";
pub(crate) const REPLIES: &str = "replies";
pub(crate) const RESOLVED: &str = "resolved";
pub(crate) const WITHHELD: &str = "withheld";
pub(crate) const PLAN: &str = "plan";
pub(crate) const AUTHORS: &str = "authors";
pub(crate) const PROBLEM_TYPE: &str = "problem_type";
pub(crate) const TEXTS: &str = "texts";
pub(crate) const RUN: &str = "run";
pub(crate) const ADDRESS: &str = "address";
pub(crate) const CONTACTS: &str = "contacts";

/// The `kind` of a zone's document.
pub(crate) const fn kind(zone: Zone) -> &'static str {
    match zone {
        Zone::Case => "case",
        Zone::Reserved => "reserved",
        Zone::Identity => "identity",
    }
}

/// Where an actor's place in a view stands.
pub(crate) const fn place(view: View) -> &'static str {
    match view {
        View::Rings => RINGS_PLACE,
        View::Ecomap => ECOMAP_PLACE,
        View::Sluzki => SLUZKI_PLACE,
    }
}

/// Where a field of the identity stands.
pub(crate) const fn identity(field: IdentityField) -> &'static str {
    match field {
        IdentityField::Name => NAME,
        IdentityField::Run => RUN,
        IdentityField::Address => ADDRESS,
        IdentityField::Contacts => CONTACTS,
    }
}

/// The object at `key`, if it is of that type.
pub(crate) fn object(doc: &impl ReadDoc, at: &ObjId, key: &str, kind: ObjType) -> Option<ObjId> {
    match doc.get(at, key) {
        Ok(Some((Value::Object(found), id))) if found == kind => Some(id),
        _ => None,
    }
}

/// The map at `key`.
pub(crate) fn map(doc: &impl ReadDoc, at: &ObjId, key: &str) -> Option<ObjId> {
    object(doc, at, key, ObjType::Map)
}

/// Every map at a key, the one that everybody is shown first. There are several where people who were apart created
/// the container at the same time, which documents older than the container invite.
pub(crate) fn maps(doc: &impl ReadDoc, at: &ObjId, key: &str) -> Vec<ObjId> {
    doc.get_all(at, key)
        .unwrap_or_default()
        .into_iter()
        .rev()
        .filter(|(value, _)| matches!(value, Value::Object(ObjType::Map)))
        .map(|(_, id)| id)
        .collect()
}

/// The map of an entity in one of the containers at the root.
pub(crate) fn entity(doc: &impl ReadDoc, container: &str, id: &str) -> Option<ObjId> {
    maps(doc, &ROOT, container)
        .into_iter()
        .find_map(|container| map(doc, &container, id))
}

/// The map of an actor.
pub(crate) fn actor(doc: &impl ReadDoc, id: &ActorId) -> Option<ObjId> {
    entity(doc, ACTORS, id.as_str())
}

/// The map of a tie.
pub(crate) fn tie(doc: &impl ReadDoc, id: &TieId) -> Option<ObjId> {
    entity(doc, TIES, id.as_str())
}

/// The map of a kinship.
pub(crate) fn kinship(doc: &impl ReadDoc, id: &KinshipId) -> Option<ObjId> {
    entity(doc, KINSHIPS, id.as_str())
}

/// The map of a milestone.
pub(crate) fn milestone(doc: &impl ReadDoc, id: &MilestoneId) -> Option<ObjId> {
    entity(doc, MILESTONES, id.as_str())
}

/// The map of a need.
pub(crate) fn need(doc: &impl ReadDoc, id: &NeedId) -> Option<ObjId> {
    entity(doc, NEEDS, id.as_str())
}

/// The map of an entry of the guide.
pub(crate) fn guide_entry(doc: &impl ReadDoc, id: &GuideEntryId) -> Option<ObjId> {
    entity(doc, GUIDE, id.as_str())
}

/// The map of a follow-up of a child-protection case.
pub(crate) fn review(doc: &impl ReadDoc, id: &ReviewId) -> Option<ObjId> {
    let homes = maps(doc, &ROOT, PROTECTION);
    let mut containers = homes.iter().flat_map(|home| maps(doc, home, REVIEWS));
    containers.find_map(|at| map(doc, &at, id.as_str()))
}

/// The map of a goal.
pub(crate) fn goal(doc: &impl ReadDoc, id: &GoalId) -> Option<ObjId> {
    entity(doc, GOALS, id.as_str())
}

/// The map of a commitment.
pub(crate) fn commitment(doc: &impl ReadDoc, id: &CommitmentId) -> Option<ObjId> {
    entity(doc, COMMITMENTS, id.as_str())
}

/// The map of a comment.
pub(crate) fn comment(doc: &impl ReadDoc, id: &CommentId) -> Option<ObjId> {
    entity(doc, COMMENTS, id.as_str())
}

/// The map in which a text stands, and its key there.
pub(crate) fn text_home(doc: &impl ReadDoc, field: TextField) -> Option<(ObjId, &'static str)> {
    match field {
        TextField::Plan(text) => {
            let texts = map(doc, &map(doc, &ROOT, PLAN)?, TEXTS)?;
            Some((texts, PlanText::id(text)))
        }
        TextField::ReservedNotes => Some((ROOT, NOTES)),
    }
}
