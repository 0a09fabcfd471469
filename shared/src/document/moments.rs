//! Reading the milestones.

use std::collections::BTreeMap;

use automerge::{ObjId, ObjType, ReadDoc};

use super::{
    fields,
    problem::{Fault, Subject},
    reader::{Reader, as_text, moment_at},
};
use crate::{
    case::{Milestone, MilestoneKind},
    ids::MilestoneId,
    limits,
};

impl<R: ReadDoc> Reader<'_, R> {
    pub(super) fn milestones(&mut self) -> BTreeMap<MilestoneId, Milestone> {
        let mut milestones = BTreeMap::new();
        let all = self.entities::<MilestoneId>(fields::MILESTONES, limits::MILESTONES_MAX, false);
        for (id, at) in all {
            let subject = Subject::Milestone(id.clone());
            if let Some(milestone) = self.milestone(&subject, &at) {
                milestones.insert(id, milestone);
            }
        }
        milestones
    }

    /// A milestone; `None` for one that does not say when it was.
    pub(super) fn milestone(&mut self, subject: &Subject, at: &ObjId) -> Option<Milestone> {
        let Some(moment) = moment_at(self.doc, at, fields::AT) else {
            self.note(subject, Some(fields::AT), Fault::WrongType);
            return None;
        };
        self.conflict(subject, at, fields::AT);
        Some(Milestone {
            kind: self.required_choice(
                subject,
                at,
                fields::KIND,
                MilestoneKind::from_id,
                MilestoneKind::Review,
            ),
            title: self.text_or_empty(subject, at, fields::TITLE, limits::TITLE_MAX),
            at: moment,
            heads: self.heads(subject, at),
        })
    }

    fn heads(&mut self, subject: &Subject, at: &ObjId) -> Vec<String> {
        let Some(list) = fields::object(self.doc, at, fields::HEADS, ObjType::List) else {
            return Vec::new();
        };
        let max = limits::HEADS_MAX;
        let mut heads = Vec::new();
        for n in 0..self.doc.length(&list) {
            if heads.len() == max {
                self.note(subject, Some(fields::HEADS), Fault::TooMany { max });
                break;
            }
            let head = self
                .doc
                .get(&list, n)
                .ok()
                .flatten()
                .and_then(|(value, id)| as_text(self.doc, &value, &id))
                .filter(|head| is_head(head));
            match head {
                Some(head) => heads.push(head),
                None => self.note(subject, Some(fields::HEADS), Fault::WrongType),
            }
        }
        heads
    }
}

/// Whether a text is the hash of a change: 32 bytes in small hexadecimal digits.
pub(crate) fn is_head(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}
