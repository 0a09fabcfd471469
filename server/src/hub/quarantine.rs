//! What peers sent and was not taken is kept, sealed, for a person to look at (`trama quarantine`). Bounded: a flood is
//! counted, but not kept.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use trama_shared::sync::chunk::ChunkKey;

use super::lock;
use crate::{
    casebook::seal_refused,
    clock::now_ms,
    limits,
    seal::{SealError, SealKey},
    storage::{Refused, Slot, Storage, UserId},
};

/// How much each account has had kept in the current minute.
#[derive(Default)]
pub(super) struct Quarantine(Mutex<HashMap<UserId, (Instant, u32)>>);

const WINDOW: Duration = Duration::from_mins(1);

impl Quarantine {
    /// May one more thing of this account be kept?
    pub(super) fn admit(&self, user: UserId, now: Instant) -> bool {
        let mut recent = lock(&self.0);
        recent.retain(|_, (since, _)| now.duration_since(*since) < WINDOW);
        let (_, count) = recent.entry(user).or_insert((now, 0));
        *count += 1;
        *count <= limits::REFUSED_PER_MINUTE
    }
}

/// Seals what was refused and returns what will keep it.
pub(super) fn keep(
    storage: Arc<dyn Storage>,
    key: &SealKey,
    slot: Slot,
    user: UserId,
    reason: String,
    evidence: &[u8],
) -> Result<impl Future<Output = ()> + Send + 'static, SealError> {
    let name = ChunkKey::of(evidence).to_string();
    let refused = Refused {
        slot,
        user,
        reason,
        sealed: seal_refused(key, slot, &name, evidence)?,
        length: evidence.len() as u64,
        at: now_ms(),
        key: name,
    };
    Ok(async move {
        if let Err(error) = storage.add_refused(refused).await {
            tracing::warn!(%error, "what was refused could not be kept");
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_kept_in_part_and_of_others_all_is() {
        let quarantine = Quarantine::default();
        let (eve, ana) = (UserId::from_bytes([1; 16]), UserId::from_bytes([2; 16]));
        let now = Instant::now();
        let kept = (0..1_000).filter(|_| quarantine.admit(eve, now)).count();
        assert_eq!(kept, limits::REFUSED_PER_MINUTE as usize);
        assert!(quarantine.admit(ana, now));
        assert!(quarantine.admit(eve, now + WINDOW));
    }
}
