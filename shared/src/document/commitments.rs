//! Reading goals and commitments.

use std::collections::BTreeMap;

use automerge::{ObjId, ReadDoc};

use super::{
    fields,
    problem::{Fault, Subject},
    reader::{Reader, as_text, cut, moment_at},
};
use crate::{
    case::{
        Approach, Capability, Commitment, CommitmentState, Doer, Focus, Goal, Part, Sector, Step,
        Target, TieQuality,
    },
    date::Day,
    ids::{CommitmentId, GoalId, StepId},
    limits,
};

impl<R: ReadDoc> Reader<'_, R> {
    pub(super) fn goals(&mut self) -> BTreeMap<GoalId, Goal> {
        let mut goals = BTreeMap::new();
        for (id, at) in self.entities::<GoalId>(fields::GOALS, limits::GOALS_MAX, false) {
            let goal = self.goal(&Subject::Goal(id.clone()), &at);
            goals.insert(id, goal);
        }
        goals
    }

    pub(super) fn goal(&mut self, subject: &Subject, at: &ObjId) -> Goal {
        Goal {
            words: self.required_text(subject, at, fields::WORDS, limits::TITLE_MAX),
        }
    }

    pub(super) fn commitments(&mut self) -> BTreeMap<CommitmentId, Commitment> {
        let mut commitments = BTreeMap::new();
        let max = limits::COMMITMENTS_MAX;
        for (id, at) in self.entities::<CommitmentId>(fields::COMMITMENTS, max, false) {
            let commitment = self.commitment(&Subject::Commitment(id.clone()), &at);
            commitments.insert(id, commitment);
        }
        commitments
    }

    /// A commitment. What it names of the map or of the needs may be gone; it is named all the same.
    pub(super) fn commitment(&mut self, subject: &Subject, at: &ObjId) -> Commitment {
        Commitment {
            what: self.required_text(subject, at, fields::WHAT, limits::TITLE_MAX),
            who: self.doers(subject, at, Part::Who),
            with_whom: self.doers(subject, at, Part::With),
            agreed: self.agreed(subject, at),
            due: self.choice(subject, at, fields::DUE, Day::from_iso),
            goal: self.choice(subject, at, fields::GOAL, |id| id.parse().ok()),
            focus: self.choice(subject, at, fields::FOCUS, Focus::from_id),
            approach: self.choice(subject, at, fields::APPROACH, Approach::from_id),
            sector: self.choice(subject, at, fields::SECTOR, Sector::from_id),
            capability: self.choice(subject, at, fields::CAPABILITY, Capability::from_id),
            need: self.choice(subject, at, fields::NEED, |id| id.parse().ok()),
            need_name: self.name_beside(at, fields::NEED_NAME),
            target: self.choice(subject, at, fields::TARGET, Target::from_id),
            target_name: self.name_beside(at, fields::TARGET_NAME),
            from: self.choice(subject, at, fields::FROM, TieQuality::from_id),
            to: self.choice(subject, at, fields::TO, TieQuality::from_id),
            state: self.required_choice(
                subject,
                at,
                fields::STATE,
                CommitmentState::from_id,
                CommitmentState::Proposed,
            ),
            steps: self.steps(subject, at),
        }
    }

    /// What something was called when it was named. Two names written at once are no question: what counts stands
    /// beside them.
    fn name_beside(&self, at: &ObjId, key: &str) -> String {
        let found = self.doc.get(at, key).ok().flatten();
        let mut name = found
            .and_then(|(value, id)| as_text(self.doc, &value, &id))
            .unwrap_or_default();
        cut(&mut name, limits::TITLE_MAX);
        name
    }

    /// The entries of all maps at a key whose own keys are those who take part.
    fn by_doer<T>(
        &mut self,
        subject: &Subject,
        at: &ObjId,
        field: &'static str,
        read: impl Fn(&R, &ObjId, &str) -> Option<T>,
    ) -> BTreeMap<Doer, T> {
        let mut found = BTreeMap::new();
        let max = limits::DOERS_MAX * Part::ALL.len() * limits::MERGED_FACTOR;
        for map in fields::maps(self.doc, at, field) {
            for key in self.doc.keys(&map) {
                if found.len() == max {
                    self.note(subject, Some(field), Fault::TooMany { max });
                    return found;
                }
                match Doer::from_id(&key).zip(read(self.doc, &map, &key)) {
                    Some((doer, value)) => {
                        found.entry(doer).or_insert(value);
                    }
                    None => {
                        let short = super::network::short(key);
                        self.note(subject, Some(field), Fault::BadId(short));
                    }
                }
            }
        }
        found
    }

    fn doers(&mut self, subject: &Subject, at: &ObjId, part: Part) -> BTreeMap<Doer, String> {
        self.by_doer(subject, at, part.id(), |doc, map, key| {
            let (value, id) = doc.get(map, key).ok().flatten()?;
            let mut name = as_text(doc, &value, &id)?;
            cut(&mut name, limits::NAME_MAX);
            Some(name)
        })
    }

    fn agreed(&mut self, subject: &Subject, at: &ObjId) -> BTreeMap<Doer, i64> {
        self.by_doer(subject, at, fields::AGREED, |doc, map, key| {
            moment_at(doc, map, key)
        })
    }

    fn steps(&mut self, subject: &Subject, at: &ObjId) -> BTreeMap<StepId, Step> {
        let mut steps = BTreeMap::new();
        let max = limits::STEPS_MAX * limits::MERGED_FACTOR;
        for map in fields::maps(self.doc, at, fields::STEPS) {
            for key in self.doc.keys(&map) {
                if steps.len() == max {
                    self.note(subject, Some(fields::STEPS), Fault::TooMany { max });
                    return steps;
                }
                let Some((id, step)) = key.parse().ok().zip(fields::map(self.doc, &map, &key))
                else {
                    let short = super::network::short(key);
                    self.note(subject, Some(fields::STEPS), Fault::BadId(short));
                    continue;
                };
                let Some(moment) = moment_at(self.doc, &step, fields::AT) else {
                    self.note(subject, Some(fields::STEPS), Fault::WrongType);
                    continue;
                };
                let step = Step {
                    state: self.required_choice(
                        subject,
                        &step,
                        fields::STATE,
                        CommitmentState::from_id,
                        CommitmentState::Proposed,
                    ),
                    at: moment,
                    by: self.text_or_empty(subject, &step, fields::BY, limits::NAME_MAX),
                    why: self.text_or_empty(subject, &step, fields::WHY, limits::NOTES_MAX),
                    due: self.choice(subject, &step, fields::DUE, Day::from_iso),
                    from: self.choice(subject, &step, fields::FROM, TieQuality::from_id),
                    to: self.choice(subject, &step, fields::TO, TieQuality::from_id),
                };
                steps.insert(id, step);
            }
        }
        steps
    }
}
