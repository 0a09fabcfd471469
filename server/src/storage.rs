//! What the server asks of a database. Everything that tells who may, and every chunk of every document, sealed.
//!
//! A backend is right when it passes the suite in `tests/storage_contract.rs`. What it stores is opaque to it:
//! names, titles and chunks arrive sealed, tokens and names to look up by arrive hashed.

use std::{collections::BTreeSet, fmt, sync::Arc};

use async_trait::async_trait;
use sha2::{Digest, Sha256};
use tokio::sync::{broadcast, watch};
use trama_shared::{
    case::Zone,
    ids::{CaseId, DocumentId},
};

use crate::rights::Right;

pub mod backend;
mod copies;
pub mod postgres;
mod quarantine;
pub mod sqlite;

pub use copies::{RestoreError, Restored};
pub use quarantine::{DamagedRecord, Quarantined, Refused, RefusedRecord};

/// Why the storage did not do what was asked. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// No space left.
    #[error("the disk is full: free some space, the server goes on by itself")]
    Full,
    /// Another program holds the database for longer than we wait.
    #[error("the database is busy: another program holds it, try again")]
    Busy,
    /// The disk or the database answered with an error.
    #[error("the storage cannot be read or written: {0}")]
    Io(String),
    /// What is stored is not what was written.
    #[error("the database is damaged: {0}; run `trama verify` and restore a backup")]
    Damaged(String),
    /// What should be added is there already.
    #[error("that is there already")]
    Taken,
    /// What should be changed is not there.
    #[error("there is no such thing")]
    Missing,
    /// The database would lose at a power cut what it calls committed.
    #[error("the database is not safe to use: {0}")]
    Unsafe(String),
    /// The database was written by a newer version.
    #[error(
        "the store has schema {found}, this version knows {known}: use the newer version of trama"
    )]
    TooNew {
        /// Schema of the store.
        found: u32,
        /// Newest schema known here.
        known: u32,
    },
    /// The storage has been closed.
    #[error("the storage is closed")]
    Closed,
}

/// The answer of a storage.
pub type Result<T> = std::result::Result<T, StorageError>;

/// A hash of a secret token: what is stored instead of it.
pub type TokenHash = [u8; 32];

/// A name to look an account up by, hashed under the master key.
pub type NameIndex = [u8; 32];

/// Milliseconds since 1970.
pub type Millis = i64;

/// An account's id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserId([u8; 16]);

impl UserId {
    /// An id from 16 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UserId({self})")
    }
}

/// Where a document's chunks lie. A case's document lies under its own id; a document in a private drawer lies
/// under a number of its user's, so that the same id in two drawers, or in a drawer and a case, never meet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot([u8; 16]);

impl Slot {
    /// The slot with these 16 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The slot of a document in a user's private drawer.
    #[must_use]
    pub fn in_drawer(user: UserId, document: DocumentId) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"trama drawer");
        hash.update(user.as_bytes());
        hash.update(document.as_bytes());
        let hash: [u8; 32] = hash.finalize().into();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash[..16]);
        Self(bytes)
    }

    /// The 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl From<DocumentId> for Slot {
    fn from(id: DocumentId) -> Self {
        Self(*id.as_bytes())
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slot({})", DocumentId::from_bytes(self.0))
    }
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// What its name is looked up by.
    pub name_index: NameIndex,
    /// Its name, sealed.
    pub name: Vec<u8>,
    /// May it administer the installation? Rights on cases are apart from this.
    pub admin: bool,
    /// Its password's argon2id hash.
    pub password: String,
    /// When it was made.
    pub created_at: Millis,
}

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Hash of the cookie's token.
    pub token: TokenHash,
    /// Whose it is.
    pub user: UserId,
    /// When it ends, unless it is used before.
    pub expires_at: Millis,
}

/// A document of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseDocument {
    /// Its id on the wire.
    pub id: DocumentId,
    /// Its zone of confidentiality.
    pub zone: Zone,
}

/// What a record of the list of cases is. A territory lies there like a case that has but one document: its key, its
/// rights, its room and its backup are those of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RecordKind {
    /// A case, with a document for each zone.
    #[default]
    Case,
    /// A territory, with one document that lies where the shared zone of a case does.
    Territory,
}

impl RecordKind {
    /// The text under which the kind is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Territory => "territory",
        }
    }

    /// The kind with that text.
    ///
    /// # Errors
    /// [`StorageError::Damaged`] for one that is none of ours.
    pub fn from_code(code: &str) -> Result<Self> {
        [Self::Case, Self::Territory]
            .into_iter()
            .find(|kind| kind.code() == code)
            .ok_or_else(|| StorageError::Damaged("a case is of an unknown kind".to_owned()))
    }
}

/// A case, or a territory, as the lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRecord {
    /// Its id.
    pub id: CaseId,
    /// What it is.
    pub kind: RecordKind,
    /// Its key, wrapped under the master key.
    pub key: Vec<u8>,
    /// Its title, sealed under its key.
    pub title: Vec<u8>,
    /// When a document of it changed last.
    pub changed_at: Millis,
    /// Its documents, one a zone.
    pub documents: Vec<CaseDocument>,
}

/// A right of a user on a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// Which document.
    pub document: DocumentId,
    /// Whose right.
    pub user: UserId,
    /// What it permits. [`Right::None`] is kept as such: a revocation must outlive the restoring of a backup.
    pub right: Right,
}

/// A chunk as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredChunk {
    /// Its name within the document: the same content has the same name.
    pub key: String,
    /// What it is: the sync core's own code.
    pub kind: u8,
    /// Its bytes, sealed under the key of the case and bound to slot and key.
    pub sealed: Vec<u8>,
    /// Length before sealing.
    pub length: u64,
    /// When it was stored.
    pub created_at: Millis,
    /// Why it could not be read, if so. A chunk in quarantine is kept as it is and never superseded.
    pub quarantine: Option<String>,
}

/// A case to be added, whole.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// The case and its documents.
    pub record: CaseRecord,
    /// The first chunks of its documents.
    pub chunks: Vec<(Slot, StoredChunk)>,
    /// Who may what.
    pub grants: Vec<Grant>,
}

/// Where a document belongs, told with each commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// A case's document.
    Case(CaseId),
    /// A document in a user's private drawer; it comes to exist with its first commit.
    Drawer {
        /// Whose drawer.
        user: UserId,
        /// The document's id on the wire.
        document: DocumentId,
    },
}

/// One batch of a document: all of it becomes durable, or nothing.
#[derive(Debug, Clone)]
pub struct Commit {
    /// The document.
    pub slot: Slot,
    /// Where it belongs.
    pub owner: Owner,
    /// What is new.
    pub chunks: Vec<StoredChunk>,
    /// Keys of the chunks that the new ones replace. Those in quarantine stay all the same.
    pub replaces: Vec<String>,
    /// The case's title, sealed, if this commit changed it.
    pub title: Option<Vec<u8>>,
    /// When the document changed; `None` for a compaction, which changes nothing.
    pub changed_at: Option<Millis>,
    /// Whose the Automerge actors are that this commit brings for the first time. Those that are known stay as they are.
    pub authors: Vec<(Vec<u8>, UserId)>,
}

/// A private drawer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawer {
    /// Its key, wrapped under the master key.
    pub key: Vec<u8>,
    /// The documents in it.
    pub documents: BTreeSet<Slot>,
    /// How many bytes they take.
    pub bytes: u64,
}

/// Figures for `/health` and `/metrics`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StorageFigures {
    /// Cases.
    pub cases: u64,
    /// Chunks that can be read.
    pub chunks: u64,
    /// Chunks in quarantine.
    pub quarantined: u64,
    /// Bytes of all chunks.
    pub bytes: u64,
    /// Things that peers sent, were refused, and are kept.
    pub refused: u64,
}

/// A database that holds accounts, rights and sealed chunks.
#[async_trait]
pub trait Storage: Send + Sync + 'static {
    /// Adds an account; [`StorageError::Taken`] if its name is.
    async fn add_user(&self, user: User) -> Result<()>;
    /// The account with that name.
    async fn user_by_name(&self, index: NameIndex) -> Result<Option<User>>;
    /// The account with that id.
    async fn user(&self, id: UserId) -> Result<Option<User>>;
    /// Gives an account another password and ends its sessions, with `tokens` its access tokens too;
    /// [`StorageError::Missing`] without such an account.
    async fn set_password(&self, user: UserId, hash: String, tokens: bool) -> Result<()>;
    /// Every account.
    async fn users(&self) -> Result<Vec<User>>;

    /// The number behind the one-time link: the stored one, or `nonce` from now on. `None` once an administrator exists.
    async fn setup_nonce(&self, nonce: [u8; 16]) -> Result<Option<[u8; 16]>>;
    /// Makes the first administrator, once: the link's number goes, and `user` gets [`Right::Write`] on every document of
    /// the cases that nobody has a right on. [`StorageError::Missing`] if the link was used or is another.
    async fn finish_setup(&self, nonce: [u8; 16], user: User) -> Result<()>;

    /// Starts a session, and forgets those that ended before `now`.
    async fn add_session(&self, session: Session, now: Millis) -> Result<()>;
    /// The session with that token, ended or not.
    async fn session(&self, token: TokenHash) -> Result<Option<Session>>;
    /// Lets a session end later.
    async fn extend_session(&self, token: TokenHash, expires_at: Millis) -> Result<()>;
    /// Ends a session.
    async fn end_session(&self, token: TokenHash) -> Result<()>;

    /// Adds an access token for programs.
    async fn add_token(&self, token: TokenHash, user: UserId, now: Millis) -> Result<()>;
    /// Whose access token it is.
    async fn token_user(&self, token: TokenHash) -> Result<Option<UserId>>;

    /// Adds a case with its documents, first chunks and rights, all or nothing; [`StorageError::Taken`] if its id is.
    async fn add_case(&self, case: NewCase) -> Result<()>;
    /// Every case and territory, the last changed first.
    async fn cases(&self) -> Result<Vec<CaseRecord>>;
    /// One case or territory.
    async fn case(&self, id: CaseId) -> Result<Option<CaseRecord>>;
    /// The case that a document belongs to.
    async fn case_of(&self, document: DocumentId) -> Result<Option<(CaseRecord, Zone)>>;
    /// Sets rights, all or nothing.
    async fn set_grants(&self, grants: Vec<Grant>) -> Result<()>;
    /// Every right of a user; [`Right::None`] stands for a revoked one.
    async fn grants_of(&self, user: UserId) -> Result<Vec<Grant>>;
    /// A number that grows whenever a right, account, session or token is added, changed or ended, by this process or
    /// another: what was committed before the question shows in the answer. Cheap enough to be asked at every message.
    async fn rights_version(&self) -> Result<u64>;

    /// A user's drawer, if there is one.
    async fn drawer(&self, user: UserId) -> Result<Option<Drawer>>;
    /// Makes a drawer with that wrapped key; the one that is there stays.
    async fn add_drawer(&self, user: UserId, key: Vec<u8>) -> Result<()>;

    /// Every chunk of a document, in the order in which they were stored.
    async fn chunks(&self, slot: Slot) -> Result<Vec<StoredChunk>>;
    /// The keys of every chunk of a document: what a room asks when another process has written.
    async fn chunk_keys(&self, slot: Slot) -> Result<Vec<String>>;
    /// Those chunks of a document that have these keys, in the order in which they were stored. A key that is not there is
    /// passed over.
    async fn chunks_named(&self, slot: Slot, keys: Vec<String>) -> Result<Vec<StoredChunk>>;
    /// Makes a batch durable. When this answers `Ok`, a power cut does not take it back. A chunk that is there already
    /// is left as it is, unless that one is in quarantine: then the good one heals it.
    async fn commit(&self, commit: Commit) -> Result<()>;
    /// Marks a chunk as unreadable.
    async fn quarantine(&self, slot: Slot, key: String, reason: String) -> Result<()>;

    /// Whose the actors of a document are, as far as that is known.
    async fn authors(&self, slot: Slot) -> Result<Vec<(Vec<u8>, UserId)>>;
    /// Keeps something that was refused; of each user only the newest.
    async fn add_refused(&self, refused: Refused) -> Result<()>;
    /// Everything refused that is kept, without its bytes.
    async fn refused(&self) -> Result<Vec<RefusedRecord>>;
    /// One thing refused, with its bytes.
    async fn refused_one(&self, number: u64) -> Result<Option<RefusedRecord>>;
    /// Every chunk in quarantine.
    async fn damaged(&self) -> Result<Vec<DamagedRecord>>;
    /// Throws away what is in quarantine; [`StorageError::Missing`] if it is not there.
    async fn drop_quarantined(&self, what: Quarantined) -> Result<()>;

    /// Counts up when another process may have changed what is stored of this document. It may count up for nothing, and
    /// never misses a change for long.
    fn outside_changes(&self, slot: Slot) -> watch::Receiver<u64>;
    /// Says something of a document to the other nodes that share this storage: sealed, heard at once or not at all.
    fn say(&self, slot: Slot, message: Vec<u8>);
    /// What other nodes say of a document.
    fn said(&self, slot: Slot) -> broadcast::Receiver<Arc<[u8]>>;
    /// Figures for the operator.
    async fn figures(&self) -> Result<StorageFigures>;
    /// Waits until everything handed over is durable, then closes. Later calls answer [`StorageError::Closed`].
    async fn close(&self);
}
