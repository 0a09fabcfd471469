//! Which database a store lies in, and what is done with the database as a whole.

use std::{
    fs,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    RestoreError, Restored, Result, Storage, StorageError,
    postgres::{self, PostgresStorage},
    sqlite::{SqliteStorage, database_path},
};
use crate::seal::MasterKey;

/// Where the database is.
#[derive(Debug, Clone, Default)]
pub enum DatabaseSource {
    /// A file in the data folder, made at first start.
    #[default]
    Folder,
    /// A PostgreSQL database.
    Postgres(postgres::Address),
}

/// An open database.
#[derive(Clone)]
pub enum Backend {
    /// A file in the data folder.
    Sqlite(Arc<SqliteStorage>),
    /// A PostgreSQL database.
    Postgres(Arc<PostgresStorage>),
}

impl Backend {
    /// Opens the database of a store, and makes folder and tables if they are not there.
    ///
    /// # Errors
    /// When it cannot be opened, or is from a newer version.
    pub async fn open(data: &Path, source: &DatabaseSource) -> Result<Self> {
        Ok(match source {
            DatabaseSource::Folder => Self::Sqlite(Arc::new(SqliteStorage::open(data)?)),
            DatabaseSource::Postgres(address) => {
                // The folder still holds the master key, unless that is kept elsewhere.
                make_private_folder(data)?;
                Self::Postgres(Arc::new(PostgresStorage::open(address).await?))
            }
        })
    }

    /// Whether there is a store already that a restore would add to.
    ///
    /// # Errors
    /// When that cannot be found out.
    pub async fn exists(data: &Path, source: &DatabaseSource) -> Result<bool> {
        match source {
            DatabaseSource::Folder => Ok(database_path(data).exists()),
            DatabaseSource::Postgres(address) => postgres::exists(address).await,
        }
    }

    /// The database as what the server asks of it.
    #[must_use]
    pub fn storage(&self) -> Arc<dyn Storage> {
        match self {
            Self::Sqlite(storage) => Arc::clone(storage) as _,
            Self::Postgres(storage) => Arc::clone(storage) as _,
        }
    }

    /// Does the database hold anything that a master key must open?
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn key_check(&self) -> Result<Option<Vec<u8>>> {
        match self {
            Self::Sqlite(storage) => storage.key_check(),
            Self::Postgres(storage) => storage.key_check().await,
        }
    }

    /// Keeps `check`, sealed under the master key, to recognise that key by. The one that is there stays.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn set_key_check(&self, check: Vec<u8>) -> Result<()> {
        match self {
            Self::Sqlite(storage) => storage.set_key_check(check).await,
            Self::Postgres(storage) => storage.set_key_check(check).await,
        }
    }

    /// What the database itself finds wrong with its file. PostgreSQL looks at its own pages whenever it reads them.
    ///
    /// # Errors
    /// When it cannot be read at all.
    pub async fn integrity(&self) -> Result<Vec<String>> {
        match self {
            Self::Sqlite(storage) => storage.integrity().await,
            Self::Postgres(_) => Ok(Vec::new()),
        }
    }

    /// Writes a backup, as the database is at one moment. Sessions stay behind.
    ///
    /// # Errors
    /// When either database fails, or the key is not this store's.
    pub async fn backup(
        &self,
        file: PathBuf,
        master: MasterKey,
    ) -> std::result::Result<(), RestoreError> {
        match self {
            Self::Sqlite(storage) => Ok(storage.backup(file).await?),
            Self::Postgres(storage) => storage.backup(file, master).await,
        }
    }

    /// Adds what the backup has and this store lacks. `from` opens the backup, `to` this store.
    ///
    /// # Errors
    /// See [`RestoreError`].
    pub async fn restore(
        &self,
        file: PathBuf,
        from: MasterKey,
        to: MasterKey,
    ) -> std::result::Result<Restored, RestoreError> {
        match self {
            Self::Sqlite(storage) => storage.restore(file, from, to).await,
            Self::Postgres(storage) => storage.restore(file, from, to).await,
        }
    }
}

/// Makes a folder into which only the account that runs the server may look.
pub(super) fn make_private_folder(data: &Path) -> Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data)
        .map_err(|error| StorageError::Io(format!("{}: {error}", data.display())))
}
