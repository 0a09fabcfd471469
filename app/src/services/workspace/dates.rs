//! The dates of all cases, as this device last read them: remembered, so that they are there without opening a case.

use leptos::{prelude::*, task::spawn_local};
use trama_shared::{analysis::Deadline, ids::CaseId};

use super::Workspace;

const DATES_NOTE: &str = "dates";

/// The open dates of each case that was ever read on this device; a case without any stands there with none.
pub type KnownDates = Vec<(CaseId, Vec<Deadline>)>;

impl Workspace {
    /// The dates of the cases that are known here.
    #[must_use]
    pub fn dates(self) -> ArcRwSignal<KnownDates> {
        self.inner().dates.clone()
    }

    /// Takes up what the device remembers; what was read in the meantime is newer.
    pub(super) fn remember_dates(self) {
        let store = self.inner().store.clone();
        spawn_local(async move {
            let Ok(store) = store.await else { return };
            let Some(remembered) = store.read_note::<KnownDates>(DATES_NOTE).await else {
                return;
            };
            self.dates().update(|known| {
                for (case, dates) in remembered {
                    if known.iter().all(|(other, _)| *other != case) {
                        known.push((case, dates));
                    }
                }
            });
        });
    }

    /// A case was read: these are its dates.
    pub(super) fn note_dates(self, case: &CaseId, dates: Vec<Deadline>) {
        let signal = self.dates();
        let is_known = signal.with_untracked(|known| {
            known
                .iter()
                .any(|(other, before)| other == case && *before == dates)
        });
        if is_known {
            return;
        }
        signal.update(|known| {
            known.retain(|(other, _)| other != case);
            known.push((case.clone(), dates));
        });
        let store = self.inner().store.clone();
        spawn_local(async move {
            if let Ok(store) = store.await {
                let known = self.dates().get_untracked();
                let _ = store.write_note(DATES_NOTE, &known).await;
            }
        });
    }

    /// Reads the shared zone of every case in the background, from this device and, where there is a network, from the
    /// server: their dates follow.
    pub fn read_dates(self) {
        let documents: Vec<_> = self.cases().with_untracked(|list| {
            list.entries
                .iter()
                .map(|entry| entry.documents.case.id)
                .collect()
        });
        self.with_keeper(|keeper| keeper.fetch(&documents));
    }
}
