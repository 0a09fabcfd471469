//! `trama import` and `trama export`.

use std::{fs, path::Path, path::PathBuf, process::ExitCode};

use clap::Args;
use trama_shared::{
    case::Zone,
    exchange::{self, CaseFile},
    ids::CaseId,
};

use super::{CommandError, cases::case_by_id, print_line, user_named};
use crate::{
    casebook::Casebook,
    rights::Role,
    seal,
    storage::{CaseRecord, Slot, UserId},
    store::Store,
};

/// Bring a case in from a file, and print its id
///
/// A file in which anything is wrong is refused whole, with the place and the reason. A case that is there already is
/// not changed: the file comes in as a case of its own.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    trama import caso.json\n  \
    trama import caso.json --owner ana --owner luis")]
pub(super) struct Import {
    /// The case file
    file: PathBuf,
    /// Who leads the case; may be given several times [default: every administrator]
    #[arg(long = "owner", value_name = "USER")]
    owners: Vec<String>,
}

/// Write a case to a file: its current state in all three zones, as documented JSON
#[derive(Debug, Args)]
#[command(
    after_help = "Mind that the file is not sealed: it holds the person's name.\n\n\
    Examples:\n  \
    trama export 0f3a9c0d1e2b3a4c5d6e7f8091a2b3c4 --out caso.json\n  \
    trama export 0f3a9c0d1e2b3a4c5d6e7f8091a2b3c4 | gpg --encrypt -r ana > caso.json.gpg"
)]
pub(super) struct Export {
    /// The case's id, as `trama case list` shows it
    case: String,
    /// Where to write it [default: the standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Import {
    pub(super) async fn run(self, store: &Store) -> Result<ExitCode, CommandError> {
        let mut owners = Vec::new();
        for owner in &self.owners {
            owners.push(user_named(store, owner).await?.id);
        }
        let case = import_case(&store.casebook, &self.file, &owners).await?;
        print_line(&case.id)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Imports a case file, led by `owners`, or by every administrator if there are none.
pub(crate) async fn import_case(
    casebook: &Casebook,
    file: &Path,
    owners: &[UserId],
) -> Result<CaseRecord, CommandError> {
    let text = fs::read_to_string(file).map_err(CommandError::file(file))?;
    let mut case =
        exchange::import(&text).map_err(|error| CommandError::CaseFile(error.to_string()))?;
    let storage = casebook.storage();
    if storage.case(case.case.id.clone()).await?.is_some() {
        case.case.id = CaseId::from_random(u128::from_be_bytes(seal::random_bytes()));
    }
    let mut leaders = owners.to_vec();
    if leaders.is_empty() {
        let users = storage.users().await?;
        leaders.extend(users.iter().filter(|user| user.admin).map(|user| user.id));
    }
    let members: Vec<_> = leaders
        .into_iter()
        .map(|user| (user, Role::MANAGER))
        .collect();
    let documents =
        exchange::to_documents(&case).map_err(|error| CommandError::CaseFile(error.to_string()))?;
    let CaseFile { case, .. } = case;
    let record = casebook
        .add(case.id, &case.title, documents.into(), &members)
        .await?;
    Ok(record)
}

impl Export {
    pub(super) async fn run(self, store: &Store) -> Result<ExitCode, CommandError> {
        let case = case_by_id(store, &self.case).await?;
        let text = exported(store, &case).await?;
        match self.out {
            None => print_line(&text.trim_end())?,
            Some(path) => fs::write(&path, text).map_err(CommandError::file(&path))?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn exported(store: &Store, case: &CaseRecord) -> Result<String, CommandError> {
    let key = store.casebook.case_key(case)?;
    let mut documents = Vec::new();
    for zone in Zone::ALL {
        let document = case
            .documents
            .iter()
            .find(|document| document.zone == zone)
            .ok_or(CommandError::Unreadable)?;
        let slot = Slot::from(document.id);
        let read = store.casebook.read_document(&key, slot).await?;
        // What is damaged must not be left out in silence.
        if !read.damaged.is_empty() {
            return Err(CommandError::Unreadable);
        }
        documents.push(read.document.ok_or(CommandError::Unreadable)?);
    }
    let [shared, reserved, identity] = documents.as_slice() else {
        return Err(CommandError::Unreadable);
    };
    let (file, _) = exchange::from_documents(shared, reserved, identity);
    exchange::export(&file).map_err(|error| CommandError::CaseFile(error.to_string()))
}
