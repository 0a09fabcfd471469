//! `trama backup` and `trama restore`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;

use super::{CommandError, Folder, print_line};
use crate::{
    seal::{MasterKey, MasterKeyError, MasterKeySource, key_path},
    storage::{
        RestoreError,
        backend::{Backend, DatabaseSource},
        sqlite::{check_backup, database_path},
    },
    store::{Store, check_key},
};

/// Write a backup, also while the server runs
///
/// Writes two files: FILE with the store, and FILE.key with the master key that opens it. Everything in FILE is sealed:
/// it may lie where others see it. FILE.key may not: keep it apart.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  trama backup /backup/trama-$(date +%F).db && mv /backup/*.key /safe/"
)]
pub(super) struct Backup {
    /// Where to write it; nothing may be there yet
    file: PathBuf,
}

/// Bring a backup in, also while the server runs
///
/// Into an empty folder: everything is as it was. Into a living store: what the backup has and the store lacks is added;
/// documents merge, so later work stays; accounts, rights and titles of the store stand.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    trama restore trama-monday.db --data new-folder --key-file /safe/trama-monday.db.key\n  \
    trama restore trama-monday.db               into the running server's folder")]
pub(super) struct Restore {
    /// The backup
    file: PathBuf,
    /// The master key of the backup [default: FILE.key, or else the key of the data folder]
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".key");
    PathBuf::from(name)
}

impl Backup {
    pub(super) async fn run(self, store: &Store) -> Result<ExitCode, CommandError> {
        let key = beside(&self.file);
        for path in [&self.file, &key] {
            if path.exists() {
                return Err(CommandError::FileExists(path.clone()));
            }
        }
        let master = store.casebook.master().clone();
        master.write_new(&key)?;
        let written = store.backend.backup(self.file.clone(), master).await;
        written.map_err(of_copies)?;
        print_line(&self.file.display())?;
        eprintln!(
            "The key is in {}: keep it apart from the backup. Who has both can read everything; without the key \
             nobody can read anything.",
            key.display()
        );
        Ok(ExitCode::SUCCESS)
    }
}

impl Restore {
    /// The backup and its key are looked at before the folder is: what is no backup leaves nothing behind. An empty folder
    /// takes over the backup's key.
    pub(super) async fn run(self, folder: Folder) -> Result<ExitCode, CommandError> {
        let check = check_backup(&self.file)?;
        let beside = beside(&self.file);
        let database = folder.database()?;
        let is_new = !Backend::exists(&folder.data, &database).await?;
        let key_file = self
            .key_file
            .or_else(|| (is_new || beside.exists()).then_some(beside));
        let key = match key_file {
            // A folder that is to be may bring its key from elsewhere.
            Some(path) if is_new && !path.exists() => {
                if matches!(folder.master_key(), MasterKeySource::Folder)
                    && !key_path(&folder.data).exists()
                {
                    return Err(MasterKeyError::Missing(path).into());
                }
                MasterKey::find(&folder.data, &folder.master_key(), false)?
            }
            Some(path) => MasterKey::find(&folder.data, &MasterKeySource::File(path), false)?,
            None => MasterKey::find(&folder.data, &folder.master_key(), false)?,
        };
        check_key(&key, &check)?;

        let made = Made::before(&folder.data, &database);
        let restored = restore_into(&folder, is_new, self.file, key).await;
        if restored.is_err() {
            made.take_back();
        }
        restored
    }
}

/// What was not there before a restore, to be taken away again if nothing comes of it.
struct Made {
    folder: Option<PathBuf>,
    files: Vec<PathBuf>,
}

impl Made {
    fn before(data: &Path, source: &DatabaseSource) -> Self {
        let database = database_path(data);
        let mut files = Vec::new();
        // Tables that were made elsewhere stay, and the key that opens them stays with them.
        if matches!(source, DatabaseSource::Postgres(_)) {
            return Self {
                folder: None,
                files,
            };
        }
        if !database.exists() {
            for end in ["", "-wal", "-shm"] {
                let mut file = database.clone().into_os_string();
                file.push(end);
                files.push(PathBuf::from(file));
            }
            let key = key_path(data);
            if !key.exists() {
                files.push(key);
            }
        }
        Self {
            folder: (!data.exists()).then(|| data.to_owned()),
            files,
        }
    }

    fn take_back(self) {
        for file in self.files {
            // One that was not made yet is no matter.
            drop(fs::remove_file(file));
        }
        if let Some(folder) = self.folder {
            drop(fs::remove_dir(folder));
        }
    }
}

async fn restore_into(
    folder: &Folder,
    is_new: bool,
    file: PathBuf,
    key: MasterKey,
) -> Result<ExitCode, CommandError> {
    if is_new && matches!(folder.master_key(), MasterKeySource::Folder) {
        fs::create_dir_all(&folder.data).map_err(CommandError::file(&folder.data))?;
        match key.write_new(&key_path(&folder.data)) {
            Err(MasterKeyError::File { error, .. })
                if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            other => other?,
        }
    }
    let store = folder.open().await?;
    let result = restore(&store, file, key).await;
    store.casebook.storage().close().await;
    result
}

fn of_copies(error: RestoreError) -> CommandError {
    match error {
        RestoreError::Storage(error) => CommandError::Storage(error),
        RestoreError::Seal(_) => CommandError::Key(MasterKeyError::Wrong),
        RestoreError::OtherCase(case) => CommandError::OtherCase(case),
    }
}

async fn restore(store: &Store, file: PathBuf, key: MasterKey) -> Result<ExitCode, CommandError> {
    let own = store.casebook.master().clone();
    let restored = store.backend.restore(file, key, own).await;
    let counts = restored.map_err(of_copies)?;
    print_line(&format!(
        "{} cases, {} accounts and {} chunks were added",
        counts.cases, counts.users, counts.chunks
    ))?;
    Ok(ExitCode::SUCCESS)
}
