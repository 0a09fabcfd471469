//! Reading the needs.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{ObjId, ReadDoc};

use super::{
    fields,
    problem::{Fault, Subject},
    reader::{Reader, flag_at},
};
use crate::{
    case::{Coordination, Need, NeedPriority, NeedState, NeedTopic},
    ids::{ActorId, NeedId},
    limits,
};

impl<R: ReadDoc> Reader<'_, R> {
    pub(super) fn needs(&mut self) -> BTreeMap<NeedId, Need> {
        let mut needs = BTreeMap::new();
        for (id, at) in self.entities::<NeedId>(fields::NEEDS, limits::NEEDS_MAX, false) {
            let subject = Subject::Need(id.clone());
            if let Some(need) = self.need(&subject, &at) {
                needs.insert(id, need);
            }
        }
        needs
    }

    /// A need; `None` for one of which nobody can say what it is about.
    pub(super) fn need(&mut self, subject: &Subject, at: &ObjId) -> Option<Need> {
        let before = self.problems.len();
        let Some(topic) = self.choice(subject, at, fields::TOPIC, NeedTopic::from_id) else {
            if self.problems.len() == before {
                self.note(subject, Some(fields::TOPIC), Fault::Missing);
            }
            return None;
        };
        Some(Need {
            topic,
            words: self.text_or_empty(subject, at, fields::WORDS, limits::TITLE_MAX),
            voice: self.text_or_empty(subject, at, fields::VOICE, limits::NOTES_MAX),
            priority: self.choice(subject, at, fields::PRIORITY, NeedPriority::from_id),
            state: self.required_choice(
                subject,
                at,
                fields::STATE,
                NeedState::from_id,
                NeedState::Open,
            ),
            answers: self.actors_in(subject, at, fields::ANSWERS),
            coordination: self.coordination(subject, at),
        })
    }

    /// How those at work on a need go together; nothing while who leads is not on the map.
    fn coordination(&mut self, subject: &Subject, at: &ObjId) -> Option<Coordination> {
        let lead: Option<ActorId> = self.choice(subject, at, fields::LEAD, |id| id.parse().ok());
        let with = self.actors_in(subject, at, fields::COORDINATED);
        let agreement = self.text_or_empty(subject, at, fields::AGREEMENT, limits::NOTES_MAX);
        let lead = lead.filter(|lead| fields::actor(self.doc, lead).is_some())?;
        Some(Coordination {
            with: with.into_iter().filter(|id| *id != lead).collect(),
            lead,
            agreement,
        })
    }

    /// The actors of a set. One that somebody else took off the map at the same time is kept there, and shown again when
    /// it comes back.
    fn actors_in(
        &mut self,
        subject: &Subject,
        at: &ObjId,
        field: &'static str,
    ) -> BTreeSet<ActorId> {
        let mut answers = BTreeSet::new();
        for set in fields::maps(self.doc, at, field) {
            for key in self.doc.keys(&set) {
                let Ok(actor) = key.parse::<ActorId>() else {
                    let short = super::network::short(key);
                    self.note(subject, Some(field), Fault::BadId(short));
                    continue;
                };
                let stands = flag_at(self.doc, &set, actor.as_str());
                if stands && fields::actor(self.doc, &actor).is_some() {
                    answers.insert(actor);
                }
            }
        }
        answers
    }
}
