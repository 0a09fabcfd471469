//! `trama territory …`.

use std::{fs, path::PathBuf, process::ExitCode};

use clap::Subcommand;
use serde::Serialize;
use trama_shared::{
    ids::{CaseId, DocumentId, TerritoryId},
    territory,
};

use super::{CommandError, print_line, user_named};
use crate::{
    rights::Role,
    seal,
    storage::{CaseRecord, Millis, RecordKind, Slot, UserId},
    store::Store,
};

#[derive(Debug, Subcommand)]
pub(super) enum TerritoryCommand {
    /// List the territories, the last changed first
    #[command(after_help = "Example:\n  trama territory list --json | jq '.[0].document'")]
    List {
        /// Print a JSON array: each territory with its title, last change and document id
        #[arg(long)]
        json: bool,
    },
    /// Create a territory without services, and print its id
    #[command(after_help = "Example:\n  trama territory create 'La Pintana' --owner ana")]
    Create {
        /// What the team calls it: a comuna, a sector
        title: String,
        /// Who keeps it; may be given several times
        #[arg(long = "owner", value_name = "USER", required = true)]
        owners: Vec<String>,
    },
    /// Give somebody a part in a territory, or take it away
    #[command(after_help = "Roles:\n  \
        manager   enters and changes services\n  \
        editor    the same: a territory has no zones\n  \
        reader    looks services up\n  \
        none      takes every right away\n\n\
        A running server follows at once.\n\n\
        Example:\n  trama territory grant 0f3a9c0d1e2b3a4c5d6e7f8091a2b3c4 ana editor")]
    Grant {
        /// The territory's id, as `trama territory list` shows it
        territory: String,
        /// Whose part it is
        user: String,
        /// manager, editor, reader or none
        role: String,
    },
    /// Bring a territory in from a JSON file, and print its id
    ///
    /// A file in which anything is wrong is refused whole. A territory that is there already is not changed: the file
    /// comes in as a territory of its own.
    Import {
        /// The file
        file: PathBuf,
        /// Who keeps it; may be given several times [default: every administrator]
        #[arg(long = "owner", value_name = "USER")]
        owners: Vec<String>,
    },
    /// Write a territory to a file: its current state, as documented JSON
    Export {
        /// The territory's id, as `trama territory list` shows it
        territory: String,
        /// Where to write it [default: the standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

#[derive(Serialize)]
struct TerritoryLine {
    id: String,
    title: String,
    changed_at: Millis,
    document: Option<DocumentId>,
}

impl TerritoryCommand {
    pub(super) async fn run(self, store: &Store) -> Result<ExitCode, CommandError> {
        match self {
            Self::List { json } => list(store, json).await?,
            Self::Create { title, owners } => {
                let members = members(store, &owners).await?;
                let record = store.casebook.create_territory(&title, &members).await?;
                print_line(&record.id)?;
            }
            Self::Grant {
                territory,
                user,
                role,
            } => grant(store, &territory, &user, &role).await?,
            Self::Import { file, owners } => import(store, &file, &owners).await?,
            Self::Export { territory, out } => {
                let text = exported(store, &by_id(store, &territory).await?).await?;
                match out {
                    None => print_line(&text.trim_end())?,
                    Some(path) => fs::write(&path, text).map_err(CommandError::file(&path))?,
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn members(store: &Store, names: &[String]) -> Result<Vec<(UserId, Role)>, CommandError> {
    let mut members = Vec::new();
    for name in names {
        members.push((user_named(store, name).await?.id, Role::MANAGER));
    }
    Ok(members)
}

async fn by_id(store: &Store, id: &str) -> Result<CaseRecord, CommandError> {
    let id: CaseId = id.parse().map_err(|_| CommandError::NoTerritory)?;
    let record = store.casebook.storage().case(id).await?;
    record
        .filter(|record| record.kind == RecordKind::Territory)
        .ok_or(CommandError::NoTerritory)
}

async fn list(store: &Store, json: bool) -> Result<(), CommandError> {
    let mut lines = Vec::new();
    for record in store.casebook.storage().cases().await? {
        if record.kind == RecordKind::Territory {
            lines.push(TerritoryLine {
                id: record.id.to_string(),
                title: store.casebook.title(&record)?,
                changed_at: record.changed_at,
                document: record.documents.first().map(|document| document.id),
            });
        }
    }
    if json {
        let text =
            serde_json::to_string(&lines).map_err(|error| CommandError::Terminal(error.into()))?;
        return print_line(&text);
    }
    for line in lines {
        print_line(&format!("{}  {}", line.id, line.title))?;
    }
    Ok(())
}

async fn grant(store: &Store, id: &str, user: &str, role: &str) -> Result<(), CommandError> {
    // Rights by zone would promise something that a territory does not have.
    if role.contains('=') {
        return Err(CommandError::NoZones);
    }
    let role: Role = role.parse()?;
    let record = by_id(store, id).await?;
    let user = user_named(store, user).await?;
    store.casebook.grant(&record, user.id, role).await?;
    Ok(())
}

async fn import(store: &Store, file: &PathBuf, owners: &[String]) -> Result<(), CommandError> {
    let text = fs::read_to_string(file).map_err(CommandError::file(file))?;
    let refused = |error: &dyn std::fmt::Display| CommandError::CaseFile(error.to_string());
    let mut territory = territory::import(&text).map_err(|error| refused(&error))?;
    let storage = store.casebook.storage();
    let taken: CaseId = territory
        .id
        .to_string()
        .parse()
        .map_err(|_| CommandError::NoTerritory)?;
    if storage.case(taken).await?.is_some() {
        territory.id = TerritoryId::from_random(u128::from_be_bytes(seal::random_bytes()));
    }
    let mut members = members(store, owners).await?;
    if members.is_empty() {
        let users = storage.users().await?;
        let admins = users.iter().filter(|user| user.admin);
        members.extend(admins.map(|user| (user.id, Role::MANAGER)));
    }
    let document = territory::to_document(&territory).map_err(|error| refused(&error))?;
    let record = store
        .casebook
        .add_territory(&territory.id, &territory.title, document, &members)
        .await?;
    print_line(&record.id)
}

async fn exported(store: &Store, record: &CaseRecord) -> Result<String, CommandError> {
    let key = store.casebook.case_key(record)?;
    let document = record.documents.first().ok_or(CommandError::Unreadable)?;
    let slot = Slot::from(document.id);
    let read = store.casebook.read_document(&key, slot).await?;
    // What is damaged must not be left out in silence.
    if !read.damaged.is_empty() {
        return Err(CommandError::Unreadable);
    }
    let document = read.document.ok_or(CommandError::Unreadable)?;
    let id = TerritoryId::try_from(record.id.to_string()).map_err(|_| CommandError::Unreadable)?;
    let (territory, _) = territory::read(&document, &id);
    territory::export(&territory).map_err(|error| CommandError::CaseFile(error.to_string()))
}
