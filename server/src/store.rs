//! Opening a data folder: the store and the master key that belongs to it.

use std::{path::Path, sync::Arc};

use crate::{
    casebook::Casebook,
    seal::{MasterKey, MasterKeyError, MasterKeySource, SealError},
    storage::{StorageError, sqlite::SqliteStorage},
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

/// An open data folder.
pub struct Store {
    /// The database.
    pub sqlite: Arc<SqliteStorage>,
    /// Its cases.
    pub casebook: Casebook,
}

impl Store {
    /// Opens a data folder, and makes it at first start: folder, database and master key.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn open(data: &Path, source: &MasterKeySource) -> Result<Self, StoreError> {
        let sqlite = Arc::new(SqliteStorage::open(data)?);
        let is_new = sqlite.key_check()?.is_none();
        let master = MasterKey::find(data, source, is_new)?;
        if is_new {
            let check = master.seal_name(CHECK_PLACE, "trama")?;
            sqlite.set_key_check(check).await?;
        }
        // Read again: another process may have made the store at the same moment.
        let check = sqlite.key_check()?.ok_or(MasterKeyError::Wrong)?;
        check_key(&master, &check)?;
        let casebook = Casebook::new(Arc::clone(&sqlite) as _, master);
        Ok(Self { sqlite, casebook })
    }
}
