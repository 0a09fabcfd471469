//! What a set of patches changed, entity by entity, so that a screen reads again only that.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{Patch, PatchAction, Prop};

use super::fields;
use crate::{
    case::PlanText,
    edit::{IdentityField, TextField},
    ids::{ActorId, TieId},
    limits,
};

/// One change to a shared text, in UTF-16 units. Several follow one another: each counts on the text that the one
/// before it left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextChange {
    /// Where.
    pub at: usize,
    /// How many units went.
    pub delete: usize,
    /// What came in their place.
    pub insert: String,
}

impl TextChange {
    /// Where a caret at `caret` stands after this change; `stay` keeps it before what was inserted at its place.
    #[must_use]
    pub fn moved(&self, caret: usize, stay: bool) -> usize {
        if caret < self.at || (stay && caret == self.at) {
            caret
        } else {
            let deleted = self.delete.min(caret - self.at);
            caret - deleted + limits::length(&self.insert)
        }
    }
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the flags are independent facts; an enum of their combinations would say less"
)]
pub struct Touched {
    /// Actors that came, went or changed.
    pub actors: BTreeSet<ActorId>,
    /// Ties that came, went or changed.
    pub ties: BTreeSet<TieId>,
    /// An actor or a tie came or went, or a tie changed its parties. Then other ties may have come into sight or gone
    /// out of it too (a tie is shown only with both its parties): read the whole case.
    pub network: bool,
    /// The person.
    pub person: bool,
    /// The kinships of the household: read all of them.
    pub kinships: bool,
    /// The milestones: read all of them.
    pub milestones: bool,
    /// The needs: read all of them.
    pub needs: bool,
    /// The guide: read all of it.
    pub guide: bool,
    /// Which territory the case uses.
    pub territory: bool,
    /// The goals: read all of them.
    pub goals: bool,
    /// The commitments: read all of them.
    pub commitments: bool,
    /// The case as one of child protection: read all of it.
    pub protection: bool,
    /// The comments: read all of them. Where they stand changes with the texts too.
    pub comments: bool,
    /// Whether something is withheld.
    pub withheld: bool,
    /// The title of the case.
    pub title: bool,
    /// The plan's title, authors or type of problem.
    pub plan: bool,
    /// Shared texts, with what was done to them in order.
    pub texts: BTreeMap<TextField, Vec<TextChange>>,
    /// Fields of the identity.
    pub identity: BTreeSet<IdentityField>,
    /// Something else changed, a container for instance: read the whole document.
    pub all: bool,
}

impl Touched {
    /// Whether nothing changed that is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether no actor and no tie came, went or changed.
    #[must_use]
    pub fn is_empty_of_network(&self) -> bool {
        !self.network && self.actors.is_empty() && self.ties.is_empty()
    }

    fn patch(&mut self, patch: &Patch) {
        let key = match &patch.action {
            PatchAction::PutMap { key, .. } | PatchAction::DeleteMap { key } => Some(key.as_str()),
            PatchAction::Increment { prop, .. } | PatchAction::Conflict { prop } => match prop {
                Prop::Map(key) => Some(key.as_str()),
                Prop::Seq(_) => None,
            },
            _ => None,
        };
        // From the root to the field that changed; a text's own splices end at the text.
        let path: Vec<&str> = patch
            .path
            .iter()
            .filter_map(|(_, prop)| match prop {
                Prop::Map(key) => Some(key.as_str()),
                Prop::Seq(_) => None,
            })
            .chain(key)
            .collect();
        match path.as_slice() {
            [fields::ACTORS, id, rest @ ..] => {
                self.network |= rest.is_empty();
                // Only people of the household are shown with their kin.
                self.kinships |= matches!(rest, [] | [fields::HOUSEHOLD, ..]);
                match id.parse() {
                    Ok(id) => {
                        self.actors.insert(id);
                    }
                    Err(_) => self.all = true,
                }
            }
            [fields::TIES, id, rest @ ..] => {
                self.network |= matches!(rest, [] | [fields::FROM | fields::TO, ..]);
                match id.parse() {
                    Ok(id) => {
                        self.ties.insert(id);
                    }
                    Err(_) => self.all = true,
                }
            }
            [fields::KINSHIPS, _, ..] => self.kinships = true,
            [fields::MILESTONES, _, ..] => self.milestones = true,
            [fields::NEEDS, _, ..] => self.needs = true,
            [fields::GUIDE, _, ..] => self.guide = true,
            [fields::TERRITORY] => self.territory = true,
            [fields::GOALS, _, ..] => self.goals = true,
            [fields::COMMITMENTS, _, ..] => self.commitments = true,
            [fields::PROTECTION, ..] => self.protection = true,
            [fields::COMMENTS, _, ..] => self.comments = true,
            [fields::WITHHELD] => self.withheld = true,
            [fields::PERSON, _, ..] => self.person = true,
            [fields::TITLE] => self.title = true,
            [fields::PLAN, fields::TEXTS, text] => match PlanText::from_id(text) {
                Some(text) => self.text(TextField::Plan(text), &patch.action),
                None => self.all = true,
            },
            [fields::PLAN, fields::TEXTS] | [fields::PLAN] | [] => self.all = true,
            [fields::PLAN, ..] => self.plan = true,
            [fields::NOTES] => self.text(TextField::ReservedNotes, &patch.action),
            [key, ..] => match IdentityField::ALL
                .into_iter()
                .find(|field| fields::identity(*field) == *key)
            {
                Some(field) => {
                    self.identity.insert(field);
                }
                None => self.all = true,
            },
        }
    }

    fn text(&mut self, field: TextField, action: &PatchAction) {
        let change = match action {
            PatchAction::SpliceText { index, value, .. } => TextChange {
                at: *index,
                delete: 0,
                insert: value.make_string(),
            },
            PatchAction::DeleteSeq { index, length } => TextChange {
                at: *index,
                delete: *length,
                insert: String::new(),
            },
            // Marks are not shown.
            PatchAction::Mark { .. } => return,
            // The text itself was put in another's place, or something that is not text stands in it.
            _ => {
                self.all = true;
                return;
            }
        };
        self.texts.entry(field).or_default().push(change);
    }
}

/// What `patches` changed.
#[must_use]
pub fn touched(patches: &[Patch]) -> Touched {
    let mut touched = Touched::default();
    for patch in patches {
        touched.patch(patch);
    }
    touched
}
