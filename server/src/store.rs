//! Opening a store: the database and the master key that belongs to it.

use std::path::Path;

use crate::{
    casebook::Casebook,
    seal::{MasterKey, MasterKeyError, MasterKeySource, SealError},
    storage::{
        StorageError,
        backend::{Backend, DatabaseSource},
    },
};

/// Where the check stands that tells the right master key from another.
const CHECK_PLACE: &[u8] = b"key check";

/// Why a data folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The master key.
    #[error(transparent)]
    Key(#[from] MasterKeyError),
    /// Sealing failed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// Is this the master key that a store, or a backup of it, was made with? `check` is what the store keeps to tell.
///
/// # Errors
/// [`MasterKeyError::Wrong`].
pub fn check_key(master: &MasterKey, check: &[u8]) -> Result<(), MasterKeyError> {
    let opened = master.open_name(CHECK_PLACE, check);
    opened.map(drop).map_err(|_| MasterKeyError::Wrong)
}

/// An open store.
pub struct Store {
    /// The database.
    pub backend: Backend,
    /// Its cases.
    pub casebook: Casebook,
}

impl Store {
    /// Opens a store, and makes it at first start: folder, tables and master key. `data` is the folder that holds the
    /// database and the master key, unless either is elsewhere.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn open(
        data: &Path,
        database: &DatabaseSource,
        key: &MasterKeySource,
    ) -> Result<Self, StoreError> {
        let backend = Backend::open(data, database).await?;
        let is_new = backend.key_check().await?.is_none();
        let master = MasterKey::find(data, key, is_new)?;
        if is_new {
            let check = master.seal_name(CHECK_PLACE, "trama")?;
            backend.set_key_check(check).await?;
        }
        // Read again: another process may have made the store at the same moment.
        let check = backend.key_check().await?.ok_or(MasterKeyError::Wrong)?;
        check_key(&master, &check)?;
        let casebook = Casebook::new(backend.storage(), master);
        Ok(Self { backend, casebook })
    }
}
