//! A room's way to its stored records: which key opens them, how they are read and written.

use std::{collections::HashSet, sync::Arc};

use automerge::Automerge;
use trama_shared::{
    case::Zone,
    document,
    sync::chunk::{Chunk, ChunkKey},
};

use super::{drawers::DrawerError, quarantine, room::Place};
use crate::{
    casebook::{self, Casebook, open_chunk, seal_chunk},
    clock::now_ms,
    hub::Hub,
    seal::{SealError, SealKey},
    storage::{CaseRecord, Commit, Owner, Slot, Storage, StorageError, StoredChunk, UserId},
};

#[derive(Debug, thiserror::Error)]
pub(super) enum RecordsError {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl From<DrawerError> for RecordsError {
    fn from(error: DrawerError) -> Self {
        match error {
            DrawerError::Storage(error) => Self::Storage(error),
            DrawerError::Seal(error) => Self::Seal(error),
        }
    }
}

/// The opened way to a document's records.
#[derive(Clone)]
pub(super) struct Records {
    slot: Slot,
    owner: Owner,
    key: SealKey,
    storage: Arc<dyn Storage>,
    /// The title as it stands in the list of cases; only for the shared zone.
    title: Option<String>,
}

/// What was read.
pub(super) struct Read {
    pub(super) records: Records,
    pub(super) chunks: Vec<Chunk>,
    /// Every key that was there, readable or not.
    pub(super) keys: HashSet<String>,
    /// How many chunks could not be opened.
    pub(super) unreadable: usize,
    /// Whose the document's actors are.
    pub(super) authors: Vec<(Vec<u8>, UserId)>,
}

/// Opens a document's records and reads them all. `None`: there is no such document (any more).
pub(super) async fn open(
    hub: &Hub,
    slot: Slot,
    place: Place,
) -> Result<Option<Read>, RecordsError> {
    let storage = Arc::clone(hub.casebook.storage());
    let records = match place {
        Place::Case(document) => {
            let Some((case, zone)) = storage.case_of(document).await? else {
                return Ok(None);
            };
            Records {
                slot,
                key: hub.casebook.case_key(&case)?,
                title: title_of(&hub.casebook, &case, zone)?,
                owner: Owner::Case(case.id),
                storage,
            }
        }
        Place::Drawer { user, document } => Records {
            slot,
            key: hub.drawers.open(user).await?,
            title: None,
            owner: Owner::Drawer { user, document },
            storage,
        },
    };
    let stored = records.storage.chunks(records.slot).await?;
    records.read(stored).await.map(Some)
}

fn title_of(
    casebook: &Casebook,
    case: &CaseRecord,
    zone: Zone,
) -> Result<Option<String>, SealError> {
    (zone == Zone::Case)
        .then(|| casebook.title(case))
        .transpose()
}

impl Records {
    /// Opens stored chunks. What cannot be opened is marked in the storage, and left as it is.
    async fn read(self, stored: Vec<StoredChunk>) -> Result<Read, RecordsError> {
        let mut chunks = Vec::new();
        let mut keys = HashSet::new();
        let mut unreadable = 0;
        for stored in stored {
            keys.insert(stored.key.clone());
            if stored.quarantine.is_some() {
                unreadable += 1;
                continue;
            }
            match open_chunk(&self.key, self.slot, &stored) {
                Ok(chunk) => chunks.push(chunk),
                Err(damage) => {
                    unreadable += 1;
                    tracing::error!(%damage, "a stored chunk is put in quarantine");
                    let marked = self
                        .storage
                        .quarantine(self.slot, stored.key, damage.to_string());
                    if let Err(error) = marked.await {
                        tracing::warn!(%error, "the quarantine could not be noted");
                    }
                }
            }
        }
        let authors = self.storage.authors(self.slot).await?;
        Ok(Read {
            authors,
            records: self,
            chunks,
            keys,
            unreadable,
        })
    }

    /// Reads what the storage holds beyond `known`; `None` if that is nothing.
    pub(super) async fn news(self, known: &HashSet<String>) -> Result<Option<Read>, RecordsError> {
        let mut keys = self.storage.chunk_keys(self.slot).await?;
        keys.retain(|key| !known.contains(key));
        if keys.is_empty() {
            return Ok(None);
        }
        let stored = self.storage.chunks_named(self.slot, keys).await?;
        self.read(stored).await.map(Some)
    }

    /// Says something to the other nodes that have the document open.
    pub(super) fn say(&self, message: &[u8]) -> Result<(), SealError> {
        let sealed = casebook::seal_said(&self.key, self.slot, message)?;
        self.storage.say(self.slot, sealed);
        Ok(())
    }

    /// Opens what another node said.
    pub(super) fn hear(&self, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        casebook::open_said(&self.key, self.slot, sealed)
    }

    /// A batch, sealed and ready to be committed.
    pub(super) fn commit(
        &self,
        chunks: &[Chunk],
        replaces: &[ChunkKey],
        title: Option<&str>,
        authors: Vec<(Vec<u8>, UserId)>,
    ) -> Result<Commit, SealError> {
        let now = now_ms();
        let sealed = chunks
            .iter()
            .map(|chunk| seal_chunk(&self.key, self.slot, chunk, now))
            .collect::<Result<_, _>>()?;
        let title = match (&self.owner, title) {
            (Owner::Case(case), Some(title)) => Some(casebook::seal_title(&self.key, case, title)?),
            _ => None,
        };
        Ok(Commit {
            slot: self.slot,
            owner: self.owner.clone(),
            chunks: sealed,
            replaces: replaces.iter().map(ToString::to_string).collect(),
            title,
            // A snapshot in the place of what it holds changes nothing.
            changed_at: replaces.is_empty().then_some(now),
            authors,
        })
    }

    /// The title in the document, if it is another than that in the list.
    pub(super) fn new_title(&self, doc: &Automerge) -> Option<String> {
        let listed = self.title.as_ref()?;
        let title = document::read_title(doc);
        // A document without a title is a damaged one; the list keeps what it knows.
        (!title.is_empty() && title != *listed).then_some(title)
    }

    /// The list has this title now.
    pub(super) fn set_title(&mut self, title: String) {
        self.title = Some(title);
    }

    /// Seals something that was refused; the answer keeps it.
    pub(super) fn keep_refused(
        &self,
        user: UserId,
        reason: String,
        evidence: &[u8],
    ) -> Result<impl Future<Output = ()> + Send + 'static, SealError> {
        let storage = Arc::clone(&self.storage);
        quarantine::keep(storage, &self.key, self.slot, user, reason, evidence)
    }

    pub(super) async fn quarantine(&self, key: ChunkKey, reason: String) {
        let marked = self.storage.quarantine(self.slot, key.to_string(), reason);
        if let Err(error) = marked.await {
            tracing::warn!(%error, "the quarantine could not be noted");
        }
    }
}
