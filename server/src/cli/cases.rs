//! `trama case …` and `trama grant`.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde::Serialize;
use trama_shared::{
    case::Zone,
    ids::{CaseId, DocumentId},
};

use super::{CommandError, print_line, user_named};
use crate::{
    rights::Role,
    storage::{CaseRecord, Millis, RecordKind},
    store::Store,
};

#[derive(Debug, Subcommand)]
pub(super) enum CaseCommand {
    /// List the cases, the last changed first
    #[command(
        after_help = "Examples:\n  trama case list\n  trama case list --json | jq '.[0].documents.case'"
    )]
    List {
        /// Print a JSON array: each case with its title, last change and document ids by zone
        #[arg(long)]
        json: bool,
    },
    /// Create an empty case, and print its id
    #[command(after_help = "Example:\n  trama case create 'Familia R.' --owner ana")]
    Create {
        /// The alias under which the table knows the case: not a name
        title: String,
        /// Who leads it; may be given several times
        #[arg(long = "owner", value_name = "USER", required = true)]
        owners: Vec<String>,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "Roles:\n  \
    manager   writes in all three zones\n  \
    editor    writes in the shared zone: map and plan\n  \
    reader    sees the shared zone\n  \
    none      takes every right away\n\
    or rights by zone: case=write,reserved=read,identity=none\n\n\
    A running server follows at once: open documents close, changes are refused.\n\n\
    Example:\n  trama grant 0f3a9c0d1e2b3a4c5d6e7f8091a2b3c4 ana editor")]
pub(super) struct Grant {
    /// The case's id, as `trama case list` shows it
    case: String,
    /// Whose part it is
    user: String,
    /// manager, editor, reader, none, or rights by zone
    role: String,
}

#[derive(Serialize)]
struct CaseLine {
    id: String,
    title: String,
    changed_at: Millis,
    documents: DocumentIds,
}

#[derive(Serialize, Default)]
struct DocumentIds {
    case: Option<DocumentId>,
    reserved: Option<DocumentId>,
    identity: Option<DocumentId>,
}

impl CaseCommand {
    pub(super) async fn run(self, store: &Store) -> Result<ExitCode, CommandError> {
        match self {
            Self::List { json } => list(store, json).await?,
            Self::Create { title, owners } => {
                let mut members = Vec::new();
                for owner in owners {
                    members.push((user_named(store, &owner).await?.id, Role::MANAGER));
                }
                let case = store.casebook.create(&title, &members).await?;
                print_line(&case.id)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Grant {
    pub(super) async fn run(self, store: &Store) -> Result<ExitCode, CommandError> {
        let role: Role = self.role.parse()?;
        let case = case_by_id(store, &self.case).await?;
        let user = user_named(store, &self.user).await?;
        store.casebook.grant(&case, user.id, role).await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The case with that id; a territory is none.
pub(super) async fn case_by_id(store: &Store, id: &str) -> Result<CaseRecord, CommandError> {
    let id: CaseId = id.parse().map_err(|_| CommandError::NoCase)?;
    let case = store.casebook.storage().case(id).await?;
    case.filter(|case| case.kind == RecordKind::Case)
        .ok_or(CommandError::NoCase)
}

async fn list(store: &Store, json: bool) -> Result<(), CommandError> {
    let mut lines = Vec::new();
    for case in store.casebook.storage().cases().await? {
        if case.kind != RecordKind::Case {
            continue;
        }
        let mut documents = DocumentIds::default();
        for document in &case.documents {
            let place = match document.zone {
                Zone::Case => &mut documents.case,
                Zone::Reserved => &mut documents.reserved,
                Zone::Identity => &mut documents.identity,
            };
            *place = Some(document.id);
        }
        lines.push(CaseLine {
            id: case.id.to_string(),
            title: store.casebook.title(&case)?,
            changed_at: case.changed_at,
            documents,
        });
    }
    if json {
        let text =
            serde_json::to_string(&lines).map_err(|error| CommandError::Terminal(error.into()))?;
        print_line(&text)?;
    } else {
        for line in lines {
            print_line(&format!("{}  {}", line.id, line.title))?;
        }
    }
    Ok(())
}
