//! Choosing between the values that several people wrote into one field at the same time.

use automerge::Automerge;
use leptos::prelude::*;
use trama_shared::{
    case::Zone,
    document::{self, Concurrent, Fault, Problem, Subject},
    edit::Choice,
};

use super::{CaseStore, Field};

/// Who wrote a value, as far as this screen knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Writer {
    /// This screen.
    Own,
    /// Somebody whose screen was heard of since the case was opened.
    Named(String),
    /// Nobody who was here meanwhile.
    Unknown,
}

impl CaseStore {
    /// Makes one of the values of a conflict the only one; `false` where somebody else has settled it meanwhile, or
    /// where the edit was refused, which is told.
    pub fn choose(self, problem: &Problem, chosen: usize) -> bool {
        self.flush_typing();
        let zone = self.zone_of(problem);
        let choice = self.read(zone, |doc| {
            let stands = self.inner().entities.is_overwritten(problem)
                || match zone {
                    Zone::Reserved => document::read_reserved(doc).1.contains(problem),
                    _ => document::read_case(doc).1.contains(problem),
                };
            stands.then(|| Choice::of(doc, problem, chosen)).flatten()
        });
        let choice = choice.flatten().map(|choice| match zone {
            Zone::Reserved => choice.in_reserve(),
            _ => choice,
        });
        let made = choice.is_some_and(|Choice { edit, back }| {
            let made = self.make(&edit, false).is_ok();
            if made {
                self.record(edit, back, None);
                self.inner().entities.settle(problem);
            }
            made
        });
        self.review_now();
        made
    }

    /// The user comes into a field.
    pub fn enter_field(self, field: &Field) {
        let now = self.field_value(field);
        self.inner().watched.replace(Some((field.clone(), now)));
    }

    /// The user leaves a field; it may be the last thing that she does in the case.
    pub fn leave_field(self, field: &Field) {
        let Some(inner) = self.0.try_get_value() else {
            return;
        };
        let mut watched = inner.watched.borrow_mut();
        if watched.as_ref().is_some_and(|(one, _)| one == field) {
            *watched = None;
        }
    }

    fn field_value(self, field: &Field) -> Option<Concurrent> {
        let (subject, name) = field.parts();
        self.read(self.zone_of_subject(subject), |doc| {
            document::value_of(doc, subject, name)
        })
        .flatten()
    }

    /// The zone in which something stands now.
    fn zone_of_subject(self, subject: &Subject) -> Zone {
        let reserved = self.reserved().with_untracked(|reserved| match subject {
            Subject::Actor(id) => reserved.actors.contains_key(id),
            Subject::Tie(id) | Subject::Exchange(id, _) => reserved.ties.contains_key(id),
            Subject::Protection | Subject::Review(_) => true,
            _ => false,
        });
        if reserved { Zone::Reserved } else { Zone::Case }
    }

    /// What somebody else has written into the field that the user is in since she came; to be asked before she writes.
    pub(super) fn written_meanwhile(self) -> Option<(Field, Concurrent)> {
        let (field, then) = self.inner().watched.borrow().clone()?;
        let now = self.field_value(&field)?;
        // Who moves something to another zone writes it there anew, as it was.
        let says_else = then.is_none_or(|then| then.text != now.text);
        (says_else && self.writer_of(&now) != Writer::Own).then_some((field, now))
    }

    /// The user has written: if that took the place of what she could not have seen when she began, both are shown.
    pub(super) fn tell_overwritten(self, theirs: Option<(Field, Concurrent)>) {
        let Some((field, _)) = self.inner().watched.borrow().clone() else {
            return;
        };
        let now = self.field_value(&field);
        self.inner().watched.replace(Some((field, now.clone())));
        let Some(((field, theirs), mine)) = theirs.zip(now) else {
            return;
        };
        if mine == theirs || mine.text == theirs.text {
            return;
        }
        let (subject, name) = field.parts();
        let problem = Problem {
            subject: subject.clone(),
            field: Some(name),
            fault: Fault::Conflict(vec![mine, theirs]),
        };
        let inner = self.inner();
        let zone = self.zone_of_subject(subject);
        self.read(zone, |doc: &Automerge| {
            inner.entities.overwrote(zone, doc, problem.clone());
        });
    }

    /// Whether this version can write the value that stands at `chosen`, and the user may; tracked.
    #[must_use]
    pub fn can_choose(self, problem: &Problem, chosen: usize) -> bool {
        let zone = self.zone_of(problem);
        let may = match zone {
            Zone::Reserved => self.can_reserve(),
            _ => self.can_edit(),
        };
        may && self
            .read(zone, |doc| Choice::of(doc, problem, chosen).is_some())
            .unwrap_or_default()
    }

    fn zone_of(self, problem: &Problem) -> Zone {
        if self.inner().entities.is_of_reserve(problem) {
            Zone::Reserved
        } else {
            Zone::Case
        }
    }

    /// Who wrote a value.
    #[must_use]
    pub fn writer_of(self, value: &Concurrent) -> Writer {
        let Some(writer) = &value.writer else {
            return Writer::Unknown;
        };
        let is_own = [Zone::Case, Zone::Reserved].into_iter().any(|zone| {
            let own = self.read(zone, |doc| doc.get_actor().to_hex_string());
            own.as_ref() == Some(writer)
        });
        if is_own {
            return Writer::Own;
        }
        match self.inner().company.name_of_writer(writer) {
            Some(name) if name == self.inner().user.name => Writer::Own,
            Some(name) => Writer::Named(name),
            None => Writer::Unknown,
        }
    }

    /// When a value was written by its author's clock, in milliseconds since 1970; `None` where that is not said.
    #[must_use]
    pub fn written_at(self, value: &Concurrent) -> Option<f64> {
        // The zone that does not know the value says nothing of it.
        let seconds = [Zone::Case, Zone::Reserved].into_iter().find_map(|zone| {
            self.read(zone, |doc| document::written_at(doc, value))
                .flatten()
        })?;
        (seconds > 0).then_some(seconds as f64 * 1_000.0)
    }

    /// Looks through the case for what somebody should look at, now.
    pub(super) fn review_now(self) {
        let inner = self.inner();
        if let Some(timer) = inner.review_timer.take() {
            timer.clear();
        }
        self.read(Zone::Case, |doc: &Automerge| inner.entities.review(doc));
        let readable = self.read(Zone::Reserved, |doc| inner.entities.review_reserve(doc));
        if readable.is_none() {
            inner.entities.forget_reserve();
        }
    }
}
