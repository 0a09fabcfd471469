//! Cases and their documents as they lie in the storage: sealed here, opened here, for the server and the commands alike.

use std::sync::Arc;

use automerge::{ActorId, Automerge, ReadDoc};
use trama_shared::{
    case::Zone,
    document,
    edit::EditError,
    ids::{CaseId, DocumentId, TerritoryId},
    limits as case_limits,
    sync::{
        chunk::{Chunk, ChunkKey, ChunkKind},
        replica::{Effect, Replica, ReplicaConfig},
    },
    territory,
};

use crate::{
    clock::now_ms,
    rights::Role,
    seal::{self, MasterKey, SealError, SealKey},
    storage::{
        CaseDocument, CaseRecord, Grant, NewCase, RecordKind, Slot, Storage, StorageError,
        StoredChunk, UserId,
    },
};

/// Why a case could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// The title is empty or too long.
    #[error("a title needs 1 to {} characters", case_limits::TITLE_MAX)]
    Title,
    /// The storage did not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A seal did not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// Automerge refused.
    #[error("the document could not be made: {0}")]
    Document(#[from] EditError),
}

/// What is wrong with a stored chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChunkDamage {
    /// Its name or kind is none of ours.
    #[error("the record is not one of ours")]
    Record,
    /// Its seal does not open.
    #[error("the seal does not open")]
    Seal,
    /// Its content does not fit its name.
    #[error("the content does not fit its name")]
    Content,
    /// Automerge cannot read it.
    #[error("Automerge cannot read the content")]
    Automerge,
}

/// A document read out of the storage.
#[derive(Default)]
pub struct ReadDocument {
    /// The document, if what can be read makes up a whole one.
    pub document: Option<Automerge>,
    /// How many chunks it has.
    pub chunks: usize,
    /// The chunks that cannot be read, by name.
    pub damaged: Vec<(String, ChunkDamage)>,
}

/// The cases of a store, with the key to them.
#[derive(Clone)]
pub struct Casebook {
    storage: Arc<dyn Storage>,
    master: MasterKey,
}

impl Casebook {
    /// The cases of this storage.
    #[must_use]
    pub fn new(storage: Arc<dyn Storage>, master: MasterKey) -> Self {
        Self { storage, master }
    }

    /// The storage beneath.
    #[must_use]
    pub fn storage(&self) -> &Arc<dyn Storage> {
        &self.storage
    }

    /// The master key.
    #[must_use]
    pub fn master(&self) -> &MasterKey {
        &self.master
    }

    /// Creates an empty case with its three documents.
    ///
    /// # Errors
    /// See [`CaseError`].
    pub async fn create(
        &self,
        title: &str,
        members: &[(UserId, Role)],
    ) -> Result<CaseRecord, CaseError> {
        let id = CaseId::from_random(u128::from_be_bytes(seal::random_bytes()));
        let title = title.trim();
        let documents = Zone::ALL
            .into_iter()
            .map(|zone| Ok((zone, document::create(zone, &id, title)?)))
            .collect::<Result<Vec<_>, CaseError>>()?;
        self.add(id, title, documents, members).await
    }

    /// Creates a territory without services.
    ///
    /// # Errors
    /// See [`CaseError`].
    pub async fn create_territory(
        &self,
        title: &str,
        members: &[(UserId, Role)],
    ) -> Result<CaseRecord, CaseError> {
        let id = TerritoryId::from_random(u128::from_be_bytes(seal::random_bytes()));
        let title = title.trim();
        let document = territory::create(&id, title)?;
        self.add_territory(&id, title, document, members).await
    }

    /// Adds a territory that is this document. Of a member's role only what it permits in the shared zone counts.
    ///
    /// # Errors
    /// See [`CaseError`]; [`StorageError::Taken`] when there is a case or a territory with this id.
    pub async fn add_territory(
        &self,
        id: &TerritoryId,
        title: &str,
        document: Automerge,
        members: &[(UserId, Role)],
    ) -> Result<CaseRecord, CaseError> {
        // Among the cases it lies under its own id: both are written alike.
        let id = CaseId::try_from(id.to_string()).map_err(|_| StorageError::Missing)?;
        let documents = vec![(Zone::Case, document)];
        self.add_record(RecordKind::Territory, id, title, documents, members)
            .await
    }

    /// Adds a case that is made up of these documents, all or nothing.
    ///
    /// # Errors
    /// See [`CaseError`]; [`StorageError::Taken`] when there is a case or a territory with this id.
    pub async fn add(
        &self,
        id: CaseId,
        title: &str,
        documents: Vec<(Zone, Automerge)>,
        members: &[(UserId, Role)],
    ) -> Result<CaseRecord, CaseError> {
        self.add_record(RecordKind::Case, id, title, documents, members)
            .await
    }

    async fn add_record(
        &self,
        kind: RecordKind,
        id: CaseId,
        title: &str,
        documents: Vec<(Zone, Automerge)>,
        members: &[(UserId, Role)],
    ) -> Result<CaseRecord, CaseError> {
        if title.is_empty() || case_limits::length(title) > case_limits::TITLE_MAX {
            return Err(CaseError::Title);
        }
        let now = now_ms();
        let (key, wrapped) = self.master.new_key(&key_owner(&id))?;
        let mut record = CaseRecord {
            title: seal_title(&key, &id, title)?,
            key: wrapped,
            changed_at: now,
            documents: Vec::new(),
            kind,
            id,
        };
        let mut chunks = Vec::new();
        let mut grants = Vec::new();
        for (zone, document) in documents {
            let id = DocumentId::from_bytes(seal::random_bytes());
            let slot = Slot::from(id);
            let chunk = Chunk::new(ChunkKind::Snapshot, document.save());
            chunks.push((slot, seal_chunk(&key, slot, &chunk, now)?));
            record.documents.push(CaseDocument { id, zone });
            grants.extend(members.iter().map(|(user, role)| Grant {
                document: id,
                user: *user,
                right: role.right(zone),
            }));
        }
        let new = NewCase {
            record: record.clone(),
            chunks,
            grants,
        };
        self.storage.add_case(new).await?;
        Ok(record)
    }

    /// The key of a case.
    ///
    /// # Errors
    /// When the master key does not open it.
    pub fn case_key(&self, case: &CaseRecord) -> Result<SealKey, SealError> {
        self.master.unwrap_key(&key_owner(&case.id), &case.key)
    }

    /// The title of a case.
    ///
    /// # Errors
    /// When its seal does not open.
    pub fn title(&self, case: &CaseRecord) -> Result<String, SealError> {
        open_title(&self.case_key(case)?, &case.id, &case.title)
    }

    /// Reads a document out of its chunks; what cannot be read is left out and named.
    ///
    /// # Errors
    /// When the storage does not answer.
    pub async fn read_document(
        &self,
        key: &SealKey,
        slot: Slot,
    ) -> Result<ReadDocument, StorageError> {
        let mut read = ReadDocument::default();
        let mut chunks = Vec::new();
        for stored in self.storage.chunks(slot).await? {
            read.chunks += 1;
            match open_chunk(key, slot, &stored) {
                Ok(chunk) => chunks.push(chunk),
                Err(damage) => read.damaged.push((stored.key, damage)),
            }
        }
        // Read as the server reads it, so that what passes here opens there.
        let config = ReplicaConfig {
            actor: ActorId::from(&seal::random_bytes::<16>()[..]),
            patches: false,
            verify: false,
        };
        let mut replica = Replica::new(DocumentId::from_bytes(*slot.as_bytes()), config);
        replica.load(chunks, &[], 0);
        for effect in replica.take_effects() {
            if let Effect::Quarantine { key, .. } = effect {
                read.damaged.push((key.to_string(), ChunkDamage::Automerge));
            }
        }
        let document = replica.doc();
        if document.get_missing_deps(&[]).is_empty() {
            read.document = Some(document.clone());
        }
        Ok(read)
    }

    /// Gives a user a role in a case.
    ///
    /// # Errors
    /// When the storage does not take it.
    pub async fn grant(
        &self,
        case: &CaseRecord,
        user: UserId,
        role: Role,
    ) -> Result<(), StorageError> {
        let grants = case
            .documents
            .iter()
            .map(|document| Grant {
                document: document.id,
                user,
                right: role.right(document.zone),
            })
            .collect();
        self.storage.set_grants(grants).await
    }
}

/// To whom a case's key is wrapped.
#[must_use]
pub fn key_owner(case: &CaseId) -> Vec<u8> {
    format!("case:{case}").into_bytes()
}

/// To whom a private drawer's key is wrapped.
#[must_use]
pub fn drawer_owner(user: UserId) -> Vec<u8> {
    format!("drawer:{user}").into_bytes()
}

fn title_place(case: &CaseId) -> Vec<u8> {
    format!("title:{case}").into_bytes()
}

/// Seals a case's title for the lists.
///
/// # Errors
/// See [`SealKey::seal`].
pub fn seal_title(key: &SealKey, case: &CaseId, title: &str) -> Result<Vec<u8>, SealError> {
    key.seal(&title_place(case), title.as_bytes())
}

/// Opens a case's title.
///
/// # Errors
/// When its seal does not open.
pub fn open_title(key: &SealKey, case: &CaseId, sealed: &[u8]) -> Result<String, SealError> {
    let title = key.open(&title_place(case), sealed)?;
    String::from_utf8(title).map_err(|_| SealError)
}

fn chunk_place(slot: Slot, key: &str) -> Vec<u8> {
    [slot.as_bytes(), key.as_bytes()].concat()
}

const fn kind_code(kind: ChunkKind) -> u8 {
    match kind {
        ChunkKind::Changes => 1,
        ChunkKind::Snapshot => 2,
    }
}

/// Seals a chunk for the storage, bound to its document and name.
///
/// # Errors
/// See [`SealKey::seal`].
pub fn seal_chunk(
    key: &SealKey,
    slot: Slot,
    chunk: &Chunk,
    now: i64,
) -> Result<StoredChunk, SealError> {
    let name = chunk.key.to_string();
    Ok(StoredChunk {
        kind: kind_code(chunk.kind),
        sealed: key.seal(&chunk_place(slot, &name), &chunk.bytes)?,
        length: chunk.bytes.len() as u64,
        created_at: now,
        quarantine: None,
        key: name,
    })
}

fn refused_place(slot: Slot, key: &str) -> Vec<u8> {
    [b"refused:", &slot.as_bytes()[..], key.as_bytes()].concat()
}

/// Seals something that was refused.
///
/// # Errors
/// See [`SealKey::seal`].
pub fn seal_refused(
    key: &SealKey,
    slot: Slot,
    name: &str,
    bytes: &[u8],
) -> Result<Vec<u8>, SealError> {
    key.seal(&refused_place(slot, name), bytes)
}

/// Opens something that was refused.
///
/// # Errors
/// When its seal does not open.
pub fn open_refused(
    key: &SealKey,
    slot: Slot,
    name: &str,
    sealed: &[u8],
) -> Result<Vec<u8>, SealError> {
    key.open(&refused_place(slot, name), sealed)
}

fn said_place(slot: Slot) -> Vec<u8> {
    [b"said:", &slot.as_bytes()[..]].concat()
}

/// Seals what a node says of a document to the others.
///
/// # Errors
/// See [`SealKey::seal`].
pub fn seal_said(key: &SealKey, slot: Slot, message: &[u8]) -> Result<Vec<u8>, SealError> {
    key.seal(&said_place(slot), message)
}

/// Opens what another node said of a document.
///
/// # Errors
/// When its seal does not open.
pub fn open_said(key: &SealKey, slot: Slot, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    key.open(&said_place(slot), sealed)
}

/// Opens a stored chunk and compares its content with its name.
///
/// # Errors
/// See [`ChunkDamage`].
pub fn open_chunk(key: &SealKey, slot: Slot, stored: &StoredChunk) -> Result<Chunk, ChunkDamage> {
    let name: ChunkKey = stored.key.parse().map_err(|_| ChunkDamage::Record)?;
    let kind = match stored.kind {
        1 => ChunkKind::Changes,
        2 => ChunkKind::Snapshot,
        _ => return Err(ChunkDamage::Record),
    };
    let bytes = key
        .open(&chunk_place(slot, &stored.key), &stored.sealed)
        .map_err(|_| ChunkDamage::Seal)?;
    if ChunkKey::of(&bytes) != name {
        return Err(ChunkDamage::Content);
    }
    Ok(Chunk {
        key: name,
        kind,
        bytes,
    })
}
