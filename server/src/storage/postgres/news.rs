//! What other nodes write and say. The versions of the documents are the truth: they are looked at again and again for the
//! documents that are open here. What nodes call to each other (`notes`) only makes that happen sooner.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, Weak},
    time::Duration,
};

use tokio::{
    sync::{broadcast, mpsc, watch},
    time::interval,
};

use super::{
    chunks,
    lines::Lines,
    lock,
    notes::{self, Note},
};
use crate::storage::{Result, Slot};

/// How often the open documents are looked at, heard of or not.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// What was said of a document and waits for its room; the oldest goes first.
const SAID: usize = 256;

/// A document that is open on this node.
struct Followed {
    /// The version up to which everything is known here; `None` before the first look.
    known: Option<i64>,
    tell: watch::Sender<u64>,
    said: broadcast::Sender<Arc<[u8]>>,
}

impl Default for Followed {
    fn default() -> Self {
        Self {
            known: None,
            tell: watch::Sender::new(0),
            said: broadcast::Sender::new(SAID),
        }
    }
}

/// The open documents of this node.
pub(super) struct News {
    followed: Mutex<HashMap<Slot, Followed>>,
    /// The way to the other nodes.
    calls: mpsc::Sender<Note>,
}

impl News {
    /// The news of a node, and what it calls to the others.
    pub(super) fn new() -> (Self, mpsc::Receiver<Note>) {
        let (calls, notes) = mpsc::channel(notes::QUEUE);
        let news = Self {
            followed: Mutex::default(),
            calls,
        };
        (news, notes)
    }

    /// Counts up when others may have written to the document, until it is dropped.
    pub(super) fn follow(&self, slot: Slot) -> watch::Receiver<u64> {
        let mut followed = lock(&self.followed);
        followed.entry(slot).or_default().tell.subscribe()
    }

    /// What other nodes say of the document.
    pub(super) fn hear(&self, slot: Slot) -> broadcast::Receiver<Arc<[u8]>> {
        let mut followed = lock(&self.followed);
        followed.entry(slot).or_default().said.subscribe()
    }

    /// Says something of a document to the other nodes. With too much on its way already, it is left out.
    pub(super) fn say(&self, slot: Slot, message: Vec<u8>) {
        drop(self.calls.try_send(Note::Said(slot, message)));
    }

    /// Another node said something.
    pub(super) fn said(&self, slot: Slot, message: Vec<u8>) {
        if let Some(entry) = lock(&self.followed).get(&slot) {
            // Nobody may be there to hear it.
            drop(entry.said.send(message.into()));
        }
    }

    /// This node brought documents to these versions, in one transaction.
    pub(super) fn wrote(&self, written: &[(Slot, i64)]) {
        if written.is_empty() {
            return;
        }
        {
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
        let slots = written.iter().map(|(slot, _)| *slot).collect();
        drop(self.calls.try_send(Note::Wrote(slots)));
    }

    /// The documents that anybody here still follows.
    fn slots(&self) -> Vec<Slot> {
        let mut followed = lock(&self.followed);
        followed
            .retain(|_, entry| entry.tell.receiver_count() > 0 || entry.said.receiver_count() > 0);
        followed.keys().copied().collect()
    }

    /// Those of these documents that are open here.
    pub(super) fn followed_among(&self, mut slots: Vec<Slot>) -> Vec<Slot> {
        let followed = lock(&self.followed);
        slots.retain(|slot| followed.contains_key(slot));
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// Looks whether others wrote to these documents, and tells those who follow.
    pub(super) async fn look(&self, lines: &Lines, slots: &[Slot]) -> Result<()> {
        if slots.is_empty() {
            return Ok(());
        }
        let line = lines.take().await?;
        let versions = chunks::versions(&line, slots).await?;
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

/// Looks at every open document until the storage is gone.
pub(super) async fn watch(news: Weak<News>, lines: Weak<Lines>) {
    let mut ticks = interval(LOOK_EVERY);
    let mut is_well = true;
    loop {
        ticks.tick().await;
        let (Some(news), Some(lines)) = (news.upgrade(), lines.upgrade()) else {
            return;
        };
        let looked = news.look(&lines, &news.slots()).await;
        if let Err(error) = &looked
            && is_well
        {
            tracing::warn!(%error, "what other nodes write cannot be seen; it is tried again");
        }
        is_well = looked.is_ok();
    }
}
