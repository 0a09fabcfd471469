//! What other nodes write. The versions of the documents are the truth: they are looked at again and again for the documents
//! that are open here.

use std::{
    collections::HashMap,
    sync::{Mutex, Weak},
    time::Duration,
};

use tokio::{sync::watch, time::interval};

use super::{chunks, lines::Lines, lock};
use crate::storage::{Result, Slot};

/// How often the open documents are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// A document that is open on this node.
struct Followed {
    /// The version up to which everything is known here; `None` before the first look.
    known: Option<i64>,
    tell: watch::Sender<u64>,
}

/// The open documents of this node.
#[derive(Default)]
pub(super) struct News {
    followed: Mutex<HashMap<Slot, Followed>>,
}

impl News {
    /// Counts up when others may have written to the document, until it is dropped.
    pub(super) fn follow(&self, slot: Slot) -> watch::Receiver<u64> {
        let mut followed = lock(&self.followed);
        let entry = followed.entry(slot).or_insert_with(|| Followed {
            known: None,
            tell: watch::Sender::new(0),
        });
        entry.tell.subscribe()
    }

    /// This node brought documents to these versions.
    pub(super) fn wrote(&self, written: &[(Slot, i64)]) {
        let mut followed = lock(&self.followed);
        for (slot, version) in written {
            if let Some(entry) = followed.get_mut(slot)
                // With a gap between, somebody else wrote too: the next look finds that.
                && entry.known == Some(version - 1)
            {
                entry.known = Some(*version);
            }
        }
    }

    /// The documents that anybody here still follows.
    fn slots(&self) -> Vec<Slot> {
        let mut followed = lock(&self.followed);
        followed.retain(|_, entry| entry.tell.receiver_count() > 0);
        followed.keys().copied().collect()
    }

    /// Looks whether others wrote, and tells those who follow.
    async fn look(&self, lines: &Lines) -> Result<()> {
        let slots = self.slots();
        if slots.is_empty() {
            return Ok(());
        }
        let line = lines.take().await?;
        let versions = chunks::versions(&line, &slots).await?;
        drop(line);
        let mut followed = lock(&self.followed);
        for (slot, version) in versions {
            if let Some(entry) = followed.get_mut(&slot)
                && entry.known.is_none_or(|known| known < version)
            {
                entry.known = Some(version);
                entry.tell.send_modify(|count| *count += 1);
            }
        }
        Ok(())
    }
}

/// Looks until the storage is gone.
pub(super) async fn watch(news: Weak<News>, lines: Weak<Lines>) {
    let mut ticks = interval(LOOK_EVERY);
    let mut is_well = true;
    loop {
        ticks.tick().await;
        let (Some(news), Some(lines)) = (news.upgrade(), lines.upgrade()) else {
            return;
        };
        let looked = news.look(&lines).await;
        if let Err(error) = &looked
            && is_well
        {
            tracing::warn!(%error, "what other nodes write cannot be seen; it is tried again");
        }
        is_well = looked.is_ok();
    }
}
