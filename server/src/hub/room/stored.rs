//! The room's way to the storage: reading, storing, what other processes stored.

use std::{sync::Arc, time::Duration};

use automerge::ActorId;
use tokio::{
    sync::mpsc,
    time::{Instant, sleep},
};
use trama_shared::sync::{
    chunk::{Chunk, ChunkKey, ChunkKind},
    replica::{BatchId, StoreFailed},
};

use super::{Done, Place, Room, ToRoom};
use crate::{
    hub::{
        heavy,
        records::{self, Read},
    },
    limits,
    storage::{Commit, UserId},
};

impl Room {
    pub(super) fn start_load(&mut self, wait: Duration) {
        self.ready = false;
        self.opened_at = Instant::now();
        let hub = Arc::clone(&self.hub);
        let (slot, place) = (self.slot, self.place);
        self.work.spawn(async move {
            sleep(wait).await;
            Done::Loaded(records::open(&hub, slot, place).await)
        });
    }

    pub(super) fn look_for_siblings(&mut self) {
        let Some(records) = self.records.clone().filter(|_| self.ready) else {
            // Perhaps just after it was read: once more when that is done.
            self.looking = Some(true);
            return;
        };
        // One look at a time: what comes meanwhile is seen by the next one.
        if let Some(once_more) = &mut self.looking {
            *once_more = true;
            return;
        }
        self.looking = Some(false);
        let known = self.known.clone();
        self.work
            .spawn(async move { Done::Siblings(records.news(&known).await) });
    }

    /// A look at what others stored is done.
    pub(super) fn looked(&mut self) {
        if self.looking.take() == Some(true) {
            self.look_for_siblings();
        }
    }

    /// It was not possible to see what others stored, and nobody will tell of it once more.
    pub(super) fn look_again_later(&mut self) {
        self.work.spawn(async {
            sleep(limits::LOAD_RETRY_MIN).await;
            Done::Siblings(Ok(None))
        });
        self.looking = Some(true);
    }

    pub(super) fn store(&mut self, batch: BatchId, chunks: &[Chunk], replaces: &[ChunkKey]) {
        let Some(records) = &self.records else {
            self.replica
                .stored(batch, Err(StoreFailed), self.hub.now_ms());
            return;
        };
        let title = records.new_title(self.replica.doc());
        let authors = self.replica.fresh_authors().iter();
        let authors = authors
            .map(|(actor, user)| (actor.to_bytes().to_vec(), UserId::from_bytes(*user)))
            .collect();
        match records.commit(chunks, replaces, title.as_deref(), authors) {
            Ok(commit) => {
                let added = chunks.iter().map(|c| (c.key.to_string(), c.kind)).collect();
                let removed = replaces.iter().map(ToString::to_string).collect();
                self.spawn_commit(Some(batch), commit, added, removed, title);
            }
            Err(error) => {
                tracing::error!(%error, "a batch could not be sealed");
                self.replica
                    .stored(batch, Err(StoreFailed), self.hub.now_ms());
            }
        }
    }

    pub(super) fn spawn_commit(
        &mut self,
        batch: Option<BatchId>,
        commit: Commit,
        added: Vec<(String, ChunkKind)>,
        removed: Vec<String>,
        title: Option<String>,
    ) {
        let storage = Arc::clone(self.hub.casebook.storage());
        let started = Instant::now();
        let authors = commit.authors.len();
        self.work.spawn(async move {
            Done::Stored {
                authors,
                batch,
                result: storage.commit(commit).await,
                added,
                removed,
                title,
                started,
            }
        });
    }

    pub(super) async fn loaded(&mut self, read: Read, mailbox: &mut mpsc::Receiver<ToRoom>) {
        if read.unreadable > 0 {
            tracing::warn!(
                chunks = read.unreadable,
                "a document was read without its damaged chunks"
            );
        }
        self.small_chunks = read
            .chunks
            .iter()
            .filter(|chunk| chunk.kind == ChunkKind::Changes)
            .count();
        self.known = read.keys;
        self.know_authors(read.authors);
        self.records = Some(read.records);
        let early = self
            .answer_newcomers(&read.chunks, read.unreadable, mailbox)
            .await;
        let (chunks, now) = (read.chunks, self.hub.now_ms());
        heavy(|| self.replica.load(chunks, &[], now));
        if self.answered.is_empty() {
            self.note_opened();
        }
        self.load_wait = limits::LOAD_RETRY_MIN;
        self.ready = true;
        self.store_title();
        self.looked();
        for message in early {
            self.take(message).await;
            self.carry_out().await;
        }
        self.answered.clear();
    }

    /// What the storage knows of authors counts, also against what this node believed.
    pub(super) fn know_authors(&mut self, authors: Vec<(Vec<u8>, UserId)>) {
        let authors = authors.into_iter();
        let authors = authors.map(|(actor, user)| (ActorId::from(actor), *user.as_bytes()));
        self.replica.know_authors(authors);
    }

    /// What is in a drawer counts as it lies there, however often or however small it was sent.
    pub(super) async fn look_at_drawer(&self) {
        if let Place::Drawer { user, .. } = self.place
            && let Err(error) = self.hub.drawers.look(user).await
        {
            tracing::warn!(%error, "a drawer's size is not known");
        }
    }

    pub(super) fn note_commit(
        &mut self,
        added: Vec<(String, ChunkKind)>,
        removed: &[String],
        title: Option<String>,
    ) {
        self.hub.metrics.commits.inc();
        for (key, kind) in added {
            self.small_chunks += usize::from(kind == ChunkKind::Changes);
            self.known.insert(key);
        }
        self.small_chunks = self.small_chunks.saturating_sub(removed.len());
        for key in removed {
            self.known.remove(key);
        }
        if let (Some(records), Some(title)) = (&mut self.records, title) {
            records.set_title(title);
        }
    }

    /// Brings the list of cases up to date when the title came by another way than a batch of ours.
    pub(super) fn store_title(&mut self) {
        let Some(records) = &self.records else { return };
        let Some(title) = records.new_title(self.replica.doc()) else {
            return;
        };
        if let Ok(commit) = records.commit(&[], &[], Some(&title), Vec::new()) {
            self.spawn_commit(None, commit, Vec::new(), Vec::new(), Some(title));
        }
    }
}
