//! The case through time, read while the page stays quick to touch: a history may hold tens of thousands of changes.

use trama_shared::{
    case::Zone,
    interchange::{Moment, Moments},
};

use crate::services::{case_store::CaseStore, clock, turns::in_slices};

/// Actors and ties that are read between two looks at the clock.
const STEP: usize = 2;

/// The case at each of its milestones and now. `tell` hears how many moments are read and how many there are, whenever
/// that changes; `None` if `goes_on` said no, or the case is no longer open.
pub async fn read(
    store: CaseStore,
    tell: impl Fn(usize, usize),
    goes_on: impl Fn() -> bool,
) -> Option<Vec<Moment>> {
    let now_ms = clock::now_ms() as i64;
    let mut moments = store.read(Zone::Case, |doc| Moments::of(doc, now_ms))?;
    let mut told = moments.progress();
    tell(told.0, told.1);
    let step = || {
        let more = store
            .read(Zone::Case, |doc| moments.advance(doc, STEP))
            .unwrap_or_default();
        let now = moments.progress();
        if now != told {
            told = now;
            tell(now.0, now.1);
        }
        more
    };
    in_slices(step, goes_on).await.then(|| moments.finish())
}
