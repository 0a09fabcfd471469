//! Choosing between the values that several people wrote into one field at the same time.

use automerge::Automerge;
use trama_shared::{
    case::Zone,
    document::{self, Concurrent, Problem},
    edit::Choice,
};

use super::CaseStore;

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
            let stands = match zone {
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
            }
            made
        });
        self.review_now();
        made
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
        let of_reserve = self.read(Zone::Reserved, |doc| document::read_reserved(doc).1);
        inner
            .entities
            .take_problems_of_reserve(of_reserve.unwrap_or_default());
    }
}
