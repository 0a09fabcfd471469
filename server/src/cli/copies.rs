//! `trama backup` and `trama restore`.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;

use super::{CommandError, Folder, print_line};
use crate::{
    seal::{MasterKey, MasterKeyError, MasterKeySource, key_path},
    storage::sqlite::{RestoreError, database_path},
    store::Store,
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

fn beside(file: &std::path::Path) -> PathBuf {
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
        store.casebook.master().write_new(&key)?;
        store.sqlite.backup(self.file.clone()).await?;
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
    /// The key of the backup is needed before the folder is opened: an empty folder takes it over.
    pub(super) async fn run(self, folder: Folder) -> Result<ExitCode, CommandError> {
        let beside = beside(&self.file);
        let key_file = self.key_file.or_else(|| beside.exists().then_some(beside));
        let key = key_file
            .map(|path| MasterKey::find(&folder.data, &MasterKeySource::File(path), false))
            .transpose()?;
        let is_empty = !database_path(&folder.data).exists();
        let keeps_its_key = matches!(folder.master_key(), MasterKeySource::Folder);
        if let Some(key) = &key
            && is_empty
            && keeps_its_key
        {
            std::fs::create_dir_all(&folder.data).map_err(CommandError::file(&folder.data))?;
            match key.write_new(&key_path(&folder.data)) {
                Err(MasterKeyError::File { error, .. })
                    if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                other => other?,
            }
        }
        let store = folder.open().await?;
        let result = restore(&store, self.file, key).await;
        store.casebook.storage().close().await;
        result
    }
}

async fn restore(
    store: &Store,
    file: PathBuf,
    key: Option<MasterKey>,
) -> Result<ExitCode, CommandError> {
    let own = store.casebook.master().clone();
    let key = key.unwrap_or_else(|| own.clone());
    let restored = store.sqlite.restore(file, key, own).await;
    let counts = restored.map_err(|error| match error {
        RestoreError::Storage(error) => CommandError::Storage(error),
        RestoreError::Seal(_) => CommandError::Key(MasterKeyError::Wrong),
        RestoreError::OtherCase(case) => CommandError::OtherCase(case),
    })?;
    print_line(&format!(
        "{} cases, {} accounts and {} chunks were added",
        counts.cases, counts.users, counts.chunks
    ))?;
    Ok(ExitCode::SUCCESS)
}
