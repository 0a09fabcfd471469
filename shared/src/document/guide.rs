//! Reading the guide to community resources.

use std::collections::BTreeMap;

use automerge::{ObjId, ReadDoc};

use super::{
    fields,
    problem::{Fault, Subject},
    reader::Reader,
};
use crate::{case::GuideEntry, catalog::GuideKind, ids::GuideEntryId, limits};

impl<R: ReadDoc> Reader<'_, R> {
    pub(super) fn guide(&mut self) -> BTreeMap<GuideEntryId, GuideEntry> {
        let mut guide = BTreeMap::new();
        for (id, at) in self.entities::<GuideEntryId>(fields::GUIDE, limits::GUIDE_MAX, false) {
            let subject = Subject::GuideEntry(id.clone());
            if let Some(entry) = self.guide_entry(&subject, &at).map(|it| it.shown(self.doc)) {
                guide.insert(id, entry);
            }
        }
        guide
    }

    /// An entry as it is stored, whether or not its actor is on the map; `None` for one of which nobody can say what it
    /// is.
    pub(super) fn guide_entry(&mut self, subject: &Subject, at: &ObjId) -> Option<GuideEntry> {
        let before = self.problems.len();
        let Some(kind) = self.choice(subject, at, fields::KIND, GuideKind::from_id) else {
            if self.problems.len() == before {
                self.note(subject, Some(fields::KIND), Fault::Missing);
            }
            return None;
        };
        Some(GuideEntry {
            kind,
            name: self.required_text(subject, at, fields::NAME, limits::NAME_MAX),
            purpose: self.text_or_empty(subject, at, fields::PURPOSE, limits::NOTES_MAX),
            actor: self.choice(subject, at, fields::ACTOR, |id| id.parse().ok()),
        })
    }
}

impl GuideEntry {
    /// The entry as it is shown: an actor that somebody took off the map stays named in the document, and is shown again
    /// when it comes back.
    pub(super) fn shown(mut self, doc: &impl ReadDoc) -> Self {
        self.actor = self.actor.filter(|id| fields::actor(doc, id).is_some());
        self
    }
}
