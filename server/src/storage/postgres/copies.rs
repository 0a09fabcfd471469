//! Backup and restore. A backup is the same file whatever the store: a database of SQLite. So a store can move from one kind
//! of database to the other.

use std::path::PathBuf;

use tokio::{runtime::Handle, task::spawn_blocking};
use trama_shared::ids::{CaseId, DocumentId};

use super::{
    PostgresStorage, accounts, cases, chunks,
    lines::{Line, bytes},
    quarantine,
};
use crate::{
    rights::Right,
    seal::MasterKey,
    storage::{
        CaseRecord, Drawer, Grant, Millis, NameIndex, NewCase, RestoreError, Restored, Result,
        Slot, StorageError, StoredChunk, TokenHash, User, UserId,
        copies::{self, Shelf},
        sqlite,
    },
};

impl PostgresStorage {
    /// Writes a copy of everything, as it is at one moment. Sessions and what is in quarantine stay behind.
    ///
    /// # Errors
    /// When either database fails, or the key is not this store's.
    pub async fn backup(
        &self,
        file: PathBuf,
        master: MasterKey,
    ) -> std::result::Result<(), RestoreError> {
        let check = self.key_check().await?.ok_or(StorageError::Missing)?;
        let line = self.lines.snapshot().await?;
        let handle = Handle::current();
        let written = spawn_blocking(move || {
            let here = Blocking {
                line: &line,
                handle,
            };
            sqlite::write_from(&file, &check, |copy| {
                copies::restore(&here, copy, &master, &master).map(drop)
            })
        });
        written.await.map_err(|_| StorageError::Closed)?
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
        let line = self.lines.begin().await?;
        let handle = Handle::current();
        let work = spawn_blocking(move || {
            let backup = sqlite::BackupFile::open(&file, &std::env::temp_dir());
            let restored = backup.map_err(RestoreError::from).and_then(|backup| {
                let here = Blocking {
                    line: &line,
                    handle: handle.clone(),
                };
                copies::restore(backup.shelf(), &here, &from, &to)
            });
            match restored {
                Ok(restored) => Ok(handle.block_on(line.end(Ok(restored)))?),
                Err(error) => {
                    // What failed first is what is told.
                    drop(handle.block_on(line.end(Err::<(), _>(StorageError::Missing))));
                    Err(error)
                }
            }
        });
        work.await.map_err(|_| StorageError::Closed)?
    }
}

/// A connection for those who cannot wait but by holding their thread.
struct Blocking<'a> {
    line: &'a Line,
    handle: Handle,
}

impl Blocking<'_> {
    fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.handle.block_on(work)
    }
}

impl Shelf for Blocking<'_> {
    fn users(&self) -> Result<Vec<User>> {
        self.wait(accounts::users(self.line))
    }

    fn user(&self, id: UserId) -> Result<Option<User>> {
        self.wait(accounts::user(self.line, id))
    }

    fn user_by_name(&self, index: &NameIndex) -> Result<Option<User>> {
        self.wait(accounts::user_by_name(self.line, index))
    }

    fn add_user(&self, user: &User) -> Result<()> {
        self.wait(accounts::add_user(self.line, user))
    }

    fn tokens(&self) -> Result<Vec<(TokenHash, UserId, Millis)>> {
        let asked = self
            .line
            .rows("SELECT token, user_id, created_at FROM tokens", &[]);
        let rows = self.wait(asked)?;
        rows.iter()
            .map(|row| {
                let user = UserId::from_bytes(bytes(row, 1)?);
                Ok((bytes(row, 0)?, user, row.try_get(2)?))
            })
            .collect()
    }

    fn keep_token(&self, token: TokenHash, user: UserId, at: Millis) -> Result<()> {
        self.wait(self.line.run(
            "INSERT INTO tokens (token, user_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &[&token.as_slice(), &user.as_bytes().as_slice(), &at],
        ))?;
        Ok(())
    }

    fn cases(&self) -> Result<Vec<CaseRecord>> {
        self.wait(cases::cases(self.line))
    }

    fn case(&self, id: &CaseId) -> Result<Option<CaseRecord>> {
        self.wait(cases::case(self.line, id.as_str()))
    }

    fn add_case(&self, case: &NewCase) -> Result<()> {
        self.wait(cases::add_case(self.line, case))
    }

    fn retitle(&self, id: &CaseId, title: &[u8], changed_at: Millis) -> Result<()> {
        self.wait(self.line.run(
            "UPDATE cases SET title = $2, changed_at = $3 WHERE id = $1",
            &[&id.as_str(), &title, &changed_at],
        ))?;
        Ok(())
    }

    fn grants_on(&self, document: DocumentId) -> Result<Vec<(UserId, Right)>> {
        let document = document.as_bytes().as_slice();
        let rows = self.wait(self.line.rows(
            "SELECT user_id, access FROM grants WHERE document = $1",
            &[&document],
        ))?;
        rows.iter()
            .map(|row| Ok((UserId::from_bytes(bytes(row, 0)?), cases::right(row, 1)?)))
            .collect()
    }

    fn keep_grant(&self, grant: Grant) -> Result<()> {
        self.wait(self.line.run(
            "INSERT INTO grants (document, user_id, access) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &[
                &grant.document.as_bytes().as_slice(),
                &grant.user.as_bytes().as_slice(),
                &i16::from(grant.right.code()),
            ],
        ))?;
        Ok(())
    }

    fn authors(&self, slot: Slot) -> Result<Vec<(Vec<u8>, UserId)>> {
        self.wait(quarantine::authors(self.line, slot))
    }

    fn keep_author(&self, slot: Slot, actor: &[u8], user: UserId) -> Result<()> {
        self.wait(quarantine::keep_author(self.line, slot, actor, user))
    }

    fn drawer(&self, user: UserId) -> Result<Option<Drawer>> {
        self.wait(chunks::drawer(self.line, user))
    }

    fn keep_drawer(&self, user: UserId, key: &[u8]) -> Result<()> {
        self.wait(chunks::add_drawer(self.line, user, key))
    }

    fn document_in(&self, slot: Slot) -> Result<DocumentId> {
        self.wait(chunks::document_in(self.line, slot))
    }

    fn keep_in_drawer(&self, slot: Slot, document: DocumentId, user: UserId) -> Result<()> {
        self.wait(cases::keep_in_drawer(self.line, slot, document, user))
    }

    fn chunks(&self, slot: Slot) -> Result<Vec<StoredChunk>> {
        self.wait(chunks::of(self.line, slot))
    }

    fn is_good(&self, slot: Slot, key: &str) -> Result<bool> {
        self.wait(chunks::is_good(self.line, slot, key))
    }

    fn add_chunk(&self, slot: Slot, chunk: &StoredChunk) -> Result<()> {
        self.wait(chunks::add(self.line, slot, chunk))
    }
}
