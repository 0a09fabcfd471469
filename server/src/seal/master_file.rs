//! Where the master key comes from: the environment, a file of the operator's choice, or `DIR/master.key`.

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use super::MasterKey;

/// Why there is no master key.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// The text is not a key.
    #[error(
        "the master key must be 32 bytes in base64: give the key that this store was made with"
    )]
    Malformed,
    /// The file could not be read or written.
    #[error("the master key file {path}: {error}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The store is older than the key file.
    #[error(
        "the master key file {0} is missing, and without it this store cannot be opened: put the key back \
         (a backup keeps it in FILE.key)"
    )]
    Missing(PathBuf),
    /// The key is well-formed, but another one.
    #[error("this master key is not the one that the store was made with: give the right key")]
    Wrong,
}

/// Where to look for the master key.
#[derive(Debug, Clone, Default)]
pub enum MasterKeySource {
    /// `DIR/master.key`, made at first start.
    #[default]
    Folder,
    /// A file elsewhere, for instance on another disk; never made by us.
    File(PathBuf),
    /// The key itself, for instance from a secret store through the environment.
    Text(String),
}

/// The key file of a data folder.
#[must_use]
pub fn key_path(data: &Path) -> PathBuf {
    data.join("master.key")
}

impl MasterKey {
    /// Finds the master key of the data folder `data`; makes one if the store is `new` and keeps its key itself.
    ///
    /// # Errors
    /// See [`MasterKeyError`].
    pub fn find(data: &Path, source: &MasterKeySource, new: bool) -> Result<Self, MasterKeyError> {
        let path = match source {
            MasterKeySource::Text(text) => return Self::from_text(text),
            MasterKeySource::File(path) => return read(path),
            MasterKeySource::Folder => key_path(data),
        };
        if path.exists() {
            read(&path)
        } else if new {
            let key = Self::random();
            match key.write_new(&path) {
                // Two processes may start on a new folder at once: the first one's key counts.
                Err(MasterKeyError::File { error, .. })
                    if error.kind() == io::ErrorKind::AlreadyExists =>
                {
                    read(&path)
                }
                written => written.map(|()| key),
            }
        } else {
            Err(MasterKeyError::Missing(path))
        }
    }

    /// Writes the key to a new file that only its owner may read, durably.
    ///
    /// # Errors
    /// [`MasterKeyError::File`] when the file exists or cannot be written.
    pub fn write_new(&self, path: &Path) -> Result<(), MasterKeyError> {
        let write = || -> io::Result<()> {
            let mut file = fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)?;
            file.write_all(self.to_text().as_bytes())?;
            file.sync_all()?;
            // The name of the file must survive a power cut too.
            match path.parent() {
                Some(folder) if folder != Path::new("") => fs::File::open(folder)?.sync_all(),
                _ => Ok(()),
            }
        };
        write().map_err(|error| MasterKeyError::File {
            path: path.to_owned(),
            error,
        })
    }
}

fn read(path: &Path) -> Result<MasterKey, MasterKeyError> {
    let text = fs::read_to_string(path).map_err(|error| MasterKeyError::File {
        path: path.to_owned(),
        error,
    })?;
    MasterKey::from_text(&text)
}
