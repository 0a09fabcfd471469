//! `trama verify`.

use std::process::ExitCode;

use clap::Args;

use super::{CommandError, print_line};
use crate::{
    casebook::{self, Casebook},
    seal::SealKey,
    storage::Slot,
    store::Store,
};

/// Check every stored chunk of every document
///
/// Opens every seal, compares every chunk with its name, and loads every document whole. Names what is damaged, and
/// then ends with exit code 1.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  trama verify || trama restore trama-monday.db")]
pub(super) struct Verify {}

#[derive(Default)]
struct Findings {
    documents: usize,
    chunks: usize,
    damaged: usize,
}

impl Findings {
    fn damage(&mut self, what: &str) -> Result<(), CommandError> {
        self.damaged += 1;
        print_line(&format!("damaged: {what}"))
    }

    async fn document(
        &mut self,
        casebook: &Casebook,
        key: &SealKey,
        slot: Slot,
        name: &str,
    ) -> Result<(), CommandError> {
        let read = casebook.read_document(key, slot).await?;
        self.documents += 1;
        self.chunks += read.chunks;
        for (chunk, damage) in &read.damaged {
            self.damage(&format!("document {name}, chunk {chunk}: {damage}"))?;
        }
        if read.document.is_none() {
            self.damage(&format!("document {name}: it cannot be loaded whole"))?;
        }
        Ok(())
    }
}

impl Verify {
    pub(super) async fn run(self, store: &Store) -> Result<ExitCode, CommandError> {
        let casebook = &store.casebook;
        let storage = casebook.storage();
        let mut findings = Findings::default();
        for problem in store.backend.integrity().await? {
            findings.damage(&format!("the database: {problem}"))?;
        }
        for case in storage.cases().await? {
            let Ok(key) = casebook.case_key(&case) else {
                findings.damage(&format!("case {}: its key does not open", case.id))?;
                continue;
            };
            if casebook.title(&case).is_err() {
                findings.damage(&format!("case {}: its title does not open", case.id))?;
            }
            for document in &case.documents {
                let slot = Slot::from(document.id);
                let name = document.id.to_string();
                findings.document(casebook, &key, slot, &name).await?;
            }
        }
        for user in storage.users().await? {
            let master = casebook.master();
            if master.open_name(user.id.as_bytes(), &user.name).is_err() {
                findings.damage(&format!("account {}: its name does not open", user.id))?;
            }
            let Some(drawer) = storage.drawer(user.id).await? else {
                continue;
            };
            let owner = casebook::drawer_owner(user.id);
            let Ok(key) = master.unwrap_key(&owner, &drawer.key) else {
                findings.damage(&format!(
                    "drawer of account {}: its key does not open",
                    user.id
                ))?;
                continue;
            };
            for slot in drawer.documents {
                let name = format!("in the drawer of account {}", user.id);
                findings.document(casebook, &key, slot, &name).await?;
            }
        }
        print_line(&format!(
            "{} documents, {} chunks, {} damaged",
            findings.documents, findings.chunks, findings.damaged
        ))?;
        Ok(if findings.damaged == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}
