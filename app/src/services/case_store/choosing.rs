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
        let choice = self.read(Zone::Case, |doc| {
            let stands = document::read_case(doc).1.contains(problem);
            stands.then(|| Choice::of(doc, problem, chosen)).flatten()
        });
        let made = choice.flatten().is_some_and(|Choice { edit, back }| {
            let made = self.make(&edit, false).is_ok();
            if made {
                self.record(edit, back, None);
            }
            made
        });
        self.review_now();
        made
    }

    /// Whether this version can write the value that stands at `chosen`.
    #[must_use]
    pub fn can_choose(self, problem: &Problem, chosen: usize) -> bool {
        self.read(Zone::Case, |doc| Choice::of(doc, problem, chosen).is_some())
            .unwrap_or_default()
    }

    /// Who wrote a value.
    #[must_use]
    pub fn writer_of(self, value: &Concurrent) -> Writer {
        let Some(writer) = &value.writer else {
            return Writer::Unknown;
        };
        let own = self.read(Zone::Case, |doc| doc.get_actor().to_hex_string());
        if own.as_ref() == Some(writer) {
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
        let seconds = self
            .read(Zone::Case, |doc| document::written_at(doc, value))
            .flatten()?;
        (seconds > 0).then_some(seconds as f64 * 1_000.0)
    }

    /// Looks through the case for what somebody should look at, now.
    pub(super) fn review_now(self) {
        let inner = self.inner();
        if let Some(timer) = inner.review_timer.take() {
            timer.clear();
        }
        self.read(Zone::Case, |doc: &Automerge| inner.entities.review(doc));
    }
}
