//! Backup and restore with SQLite. A backup is the database itself, copied page by page while others go on.

use std::{
    ffi::OsString,
    fs,
    os::unix::ffi::OsStringExt,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use trama_shared::ids::{CaseId, DocumentId};

use super::{SqliteStorage, accounts, cases, chunks, keep_private, prepare, quarantine, schema};
use crate::{
    rights::Right,
    seal::{self, MasterKey},
    storage::{
        CaseRecord, Drawer, Grant, Millis, NameIndex, NewCase, RestoreError, Restored, Result,
        Slot, StorageError, StoredChunk, TokenHash, User, UserId,
        copies::{self, Shelf},
    },
};

impl SqliteStorage {
    /// Writes a copy of the database, as it is at one moment. Sessions and the one-time link stay behind.
    ///
    /// # Errors
    /// When either database fails.
    pub async fn backup(&self, file: PathBuf) -> Result<()> {
        self.read(move |connection| {
            write_backup(&file, |copy| {
                // All pages in one step: one moment of the database, whatever is written meanwhile.
                rusqlite::backup::Backup::new(connection, copy)?.step(-1)?;
                copy.pragma_update(None, "journal_mode", "DELETE")?;
                copy.execute_batch(
                    "DELETE FROM sessions; DELETE FROM meta WHERE key = 'setup'; VACUUM;",
                )?;
                Ok(())
            })
        })
        .await
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
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let backup = BackupFile::open(&file, folder)?;
        let (reply, answer) = std::sync::mpsc::channel();
        let written = self
            .write(
                move |target| match copies::restore(backup.shelf(), target, &from, &to) {
                    Ok(restored) => {
                        drop(reply.send(Ok(restored)));
                        Ok(())
                    }
                    Err(error) => {
                        drop(reply.send(Err(error)));
                        Err(StorageError::Missing)
                    }
                },
            )
            .await;
        match (answer.try_recv(), written) {
            (Ok(Err(error)), _) => Err(error),
            (Ok(Ok(restored)), Ok(())) => Ok(restored),
            (_, Err(error)) => Err(error.into()),
            (Err(_), Ok(())) => Err(StorageError::Closed.into()),
        }
    }

    /// What SQLite itself finds wrong with the database.
    ///
    /// # Errors
    /// When it cannot be read at all.
    pub async fn integrity(&self) -> Result<Vec<String>> {
        self.read(|connection| {
            let mut statement = connection.prepare("PRAGMA integrity_check")?;
            let lines: Vec<String> = statement
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(lines.into_iter().filter(|line| line != "ok").collect())
        })
        .await
    }
}

/// Looks whether a file is a whole backup, without writing anywhere; answers what its master key is recognised by.
///
/// # Errors
/// When the file cannot be read, is no backup, is damaged, or is from a newer version.
pub fn check_backup(file: &Path) -> Result<Vec<u8>> {
    let no_backup = || StorageError::Damaged("this is no backup of trama".to_owned());
    let size = fs::metadata(file)
        .map_err(|error| StorageError::Io(format!("{}: {error}", file.display())))?
        .len();
    if size == 0 {
        return Err(no_backup());
    }
    // Immutable: neither a journal nor a lock is looked for, so that a disk that cannot be written does as well.
    let mut address = b"file:".to_vec();
    for byte in file.as_os_str().as_encoded_bytes() {
        match byte {
            b'?' => address.extend(b"%3f"),
            b'#' => address.extend(b"%23"),
            b'%' => address.extend(b"%25"),
            other => address.push(*other),
        }
    }
    address.extend(b"?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let source = Connection::open_with_flags(OsString::from_vec(address), flags)?;
    let found = schema::version(&source)?;
    if found == 0 {
        return Err(no_backup());
    }
    if found > schema::newest() {
        return Err(StorageError::TooNew {
            found,
            known: schema::newest(),
        });
    }
    let verdict: String = source.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(StorageError::Damaged(verdict));
    }
    let check = source
        .query_row(
            "SELECT value FROM meta WHERE key = 'key_check'",
            [],
            |row| row.get(0),
        )
        .optional()?;
    check.ok_or_else(no_backup)
}

/// A backup opened to be read. Worked on as a copy, for it may be of an older schema, or on a disk that cannot be written.
pub(in crate::storage) struct BackupFile {
    connection: Connection,
    copy: PathBuf,
}

impl BackupFile {
    /// Opens a backup; its copy lies in `folder` as long as this lives.
    pub(in crate::storage) fn open(file: &Path, folder: &Path) -> Result<Self> {
        let copy = folder.join(format!(
            "trama.restore-{:016x}",
            u64::from_be_bytes(seal::random_bytes())
        ));
        let opened = fs::copy(file, &copy)
            .map_err(|error| StorageError::Io(format!("{}: {error}", file.display())))
            .and_then(|_| open_copy(&copy));
        match opened {
            Ok(connection) => Ok(Self { connection, copy }),
            Err(error) => {
                drop(fs::remove_file(&copy));
                Err(error)
            }
        }
    }

    /// The backup itself.
    pub(in crate::storage) const fn shelf(&self) -> &dyn Shelf {
        &self.connection
    }
}

impl Drop for BackupFile {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.copy));
    }
}

/// Writes a backup from elsewhere: `fill` puts everything in, `check` is what its master key is recognised by.
pub(in crate::storage) fn write_from<E: From<StorageError>>(
    file: &Path,
    check: &[u8],
    fill: impl FnOnce(&dyn Shelf) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    write_backup(file, |copy| {
        prepare(copy)?;
        schema::migrate(copy)?;
        let transaction = copy.transaction().map_err(StorageError::from)?;
        transaction
            .execute(
                "INSERT INTO meta (key, value) VALUES ('key_check', ?1)",
                [check],
            )
            .map_err(StorageError::from)?;
        fill(&*transaction)?;
        transaction.commit().map_err(StorageError::from)?;
        Ok(())
    })
}

/// Makes a new file with a database in it, whole or not at all.
fn write_backup<E: From<StorageError>>(
    file: &Path,
    fill: impl FnOnce(&mut Connection) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let io = |error: std::io::Error| StorageError::Io(format!("{}: {error}", file.display()));
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let written = (|| {
        let mut copy = Connection::open(&part).map_err(StorageError::from)?;
        keep_private(&part)?;
        fill(&mut copy)?;
        copy.close()
            .map_err(|(_, error)| StorageError::from(error))?;
        fs::File::open(&part)
            .and_then(|file| file.sync_all())
            .map_err(io)?;
        fs::rename(&part, file).map_err(io)?;
        Ok(())
    })();
    if written.is_err() {
        // Half a backup must not be taken for one.
        drop(fs::remove_file(&part));
    }
    written
}

fn open_copy(copy: &Path) -> Result<Connection> {
    let mut source = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    prepare(&source)?;
    if schema::version(&source)? == 0 {
        return Err(StorageError::Damaged(
            "this is no backup of trama".to_owned(),
        ));
    }
    schema::migrate(&mut source)?;
    Ok(source)
}

impl Shelf for Connection {
    fn users(&self) -> Result<Vec<User>> {
        accounts::users(self)
    }

    fn user(&self, id: UserId) -> Result<Option<User>> {
        accounts::user(self, id)
    }

    fn user_by_name(&self, index: &NameIndex) -> Result<Option<User>> {
        accounts::user_by_name(self, index)
    }

    fn add_user(&self, user: &User) -> Result<()> {
        accounts::add_user(self, user)
    }

    fn tokens(&self) -> Result<Vec<(TokenHash, UserId, Millis)>> {
        let mut statement = self.prepare("SELECT token, user, created_at FROM tokens")?;
        let tokens = statement
            .query_map([], |row| {
                Ok((
                    row.get(0)?,
                    UserId::from_bytes(row.get(1)?),
                    row.get::<_, i64>(2)?,
                ))
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(tokens)
    }

    fn keep_token(&self, token: TokenHash, user: UserId, at: Millis) -> Result<()> {
        self.execute(
            "INSERT INTO tokens (token, user, created_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            params![token, user.as_bytes(), at],
        )?;
        Ok(())
    }

    fn cases(&self) -> Result<Vec<CaseRecord>> {
        cases::cases(self)
    }

    fn case(&self, id: &CaseId) -> Result<Option<CaseRecord>> {
        cases::case(self, id.as_str())
    }

    fn add_case(&self, case: &NewCase) -> Result<()> {
        cases::add_case(self, case)
    }

    fn retitle(&self, id: &CaseId, title: &[u8], changed_at: Millis) -> Result<()> {
        self.execute(
            "UPDATE cases SET title = ?2, changed_at = ?3 WHERE id = ?1",
            params![id.as_str(), title, changed_at],
        )?;
        Ok(())
    }

    fn grants_on(&self, document: DocumentId) -> Result<Vec<(UserId, Right)>> {
        let mut statement =
            self.prepare_cached("SELECT user, access FROM grants WHERE document = ?1")?;
        let grants = statement
            .query_map([document.as_bytes()], |row| {
                let user = UserId::from_bytes(row.get(0)?);
                Ok((user, Right::from_code(row.get(1)?)))
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(grants)
    }

    fn keep_grant(&self, grant: Grant) -> Result<()> {
        self.prepare_cached(
            "INSERT INTO grants (document, user, access) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            grant.document.as_bytes(),
            grant.user.as_bytes(),
            grant.right.code()
        ])?;
        Ok(())
    }

    fn authors(&self, slot: Slot) -> Result<Vec<(Vec<u8>, UserId)>> {
        quarantine::authors(self, slot)
    }

    fn keep_author(&self, slot: Slot, actor: &[u8], user: UserId) -> Result<()> {
        quarantine::add_author(self, slot, actor, user)
    }

    fn drawer(&self, user: UserId) -> Result<Option<Drawer>> {
        chunks::drawer(self, user)
    }

    fn keep_drawer(&self, user: UserId, key: &[u8]) -> Result<()> {
        chunks::add_drawer(self, user, key)
    }

    fn document_in(&self, slot: Slot) -> Result<DocumentId> {
        let document = self.query_row(
            "SELECT document FROM documents WHERE slot = ?1",
            [slot.as_bytes()],
            |row| row.get(0),
        )?;
        Ok(DocumentId::from_bytes(document))
    }

    fn keep_in_drawer(&self, slot: Slot, document: DocumentId, user: UserId) -> Result<()> {
        self.execute(
            "INSERT INTO documents (slot, document, drawer) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            params![slot.as_bytes(), document.as_bytes(), user.as_bytes()],
        )?;
        Ok(())
    }

    fn chunks(&self, slot: Slot) -> Result<Vec<StoredChunk>> {
        chunks::of(self, slot)
    }

    fn is_good(&self, slot: Slot, key: &str) -> Result<bool> {
        let good: Option<bool> = self
            .prepare_cached("SELECT quarantine IS NULL FROM chunks WHERE slot = ?1 AND key = ?2")?
            .query_row(params![slot.as_bytes(), key], |row| row.get(0))
            .optional()?;
        Ok(good == Some(true))
    }

    fn add_chunk(&self, slot: Slot, chunk: &StoredChunk) -> Result<()> {
        chunks::add(self, slot, chunk)
    }
}
