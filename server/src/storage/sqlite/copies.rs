//! Backup and restore. A backup is the database itself, copied page by page while others go on; restoring is a union, row
//! by row, in one transaction: documents are CRDTs, so their chunks merge.

use std::{
    collections::HashMap,
    ffi::OsString,
    fs,
    os::unix::ffi::OsStringExt,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use trama_shared::ids::DocumentId;

use super::{SqliteStorage, accounts, cases, chunks, keep_private, prepare, quarantine, schema};
use crate::{
    casebook::{self, drawer_owner, key_owner},
    seal::{self, MasterKey, SealError, SealKey},
    storage::{Result, Slot, StorageError, UserId},
};

/// Why a backup was not restored. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// One of the two databases.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The key does not open the backup.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// Backup and store hold different cases under one id.
    #[error("the case {0} of the backup is another one")]
    OtherCase(String),
}

impl From<rusqlite::Error> for RestoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Storage(error.into())
    }
}

/// What a restore added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Restored {
    /// Cases.
    pub cases: usize,
    /// Accounts.
    pub users: usize,
    /// Chunks.
    pub chunks: usize,
}

impl SqliteStorage {
    /// Writes a copy of the database, as it is at one moment. Sessions and the one-time link stay behind.
    ///
    /// # Errors
    /// When either database fails.
    pub async fn backup(&self, file: PathBuf) -> Result<()> {
        self.read(move |connection| {
            let io = |error: std::io::Error| StorageError::Io(error.to_string());
            let mut part = file.clone().into_os_string();
            part.push(".part");
            let part = PathBuf::from(part);
            let copied = (|| {
                let mut copy = Connection::open(&part)?;
                keep_private(&part)?;
                // All pages in one step: one moment of the database, whatever is written meanwhile.
                rusqlite::backup::Backup::new(connection, &mut copy)?.step(-1)?;
                copy.pragma_update(None, "journal_mode", "DELETE")?;
                copy.execute_batch(
                    "DELETE FROM sessions; DELETE FROM meta WHERE key = 'setup'; VACUUM;",
                )?;
                copy.close().map_err(|(_, error)| error)?;
                fs::File::open(&part)
                    .and_then(|file| file.sync_all())
                    .map_err(io)?;
                fs::rename(&part, &file).map_err(io)
            })();
            if copied.is_err() {
                // Half a backup must not be taken for one.
                drop(fs::remove_file(&part));
            }
            copied
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
        // Worked on as a copy, for it may be of an older schema, or on a disk that cannot be written.
        let copy = self.path.with_extension(format!(
            "restore-{:016x}",
            u64::from_be_bytes(seal::random_bytes())
        ));
        let opened = fs::copy(&file, &copy)
            .map_err(|error| StorageError::Io(format!("{}: {error}", file.display())))
            .and_then(|_| open_copy(&copy));
        let result = match opened {
            Ok(source) => {
                let (reply, answer) = std::sync::mpsc::channel();
                let written = self
                    .write(
                        move |target| match Restore::new(&source, target, &from, &to).run() {
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
            Err(error) => Err(error.into()),
        };
        drop(fs::remove_file(&copy));
        result
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

/// How the chunks of one owner (a case, a drawer) come over.
struct Passage {
    /// Their key in the backup.
    old: SealKey,
    /// Their key here.
    new: SealKey,
    /// Both are one key: what is sealed may be copied as it is.
    same: bool,
}

struct Restore<'a> {
    source: &'a Connection,
    target: &'a Connection,
    from: &'a MasterKey,
    to: &'a MasterKey,
    /// Accounts of the backup by their id here: the same person may have been made twice.
    users: HashMap<UserId, UserId>,
    done: Restored,
}

impl<'a> Restore<'a> {
    fn new(
        source: &'a Connection,
        target: &'a Connection,
        from: &'a MasterKey,
        to: &'a MasterKey,
    ) -> Self {
        Self {
            source,
            target,
            from,
            to,
            users: HashMap::new(),
            done: Restored::default(),
        }
    }

    fn run(mut self) -> std::result::Result<Restored, RestoreError> {
        self.accounts()?;
        self.tokens()?;
        self.cases()?;
        self.drawers()?;
        Ok(self.done)
    }

    fn accounts(&mut self) -> std::result::Result<(), RestoreError> {
        for mut user in accounts::users(self.source)? {
            let name = self.from.open_name(user.id.as_bytes(), &user.name)?;
            user.name_index = self.to.name_index(&name);
            let here = match accounts::user(self.target, user.id)? {
                Some(same) => Some(same),
                None => accounts::user_by_name(self.target, &user.name_index)?,
            };
            if let Some(here) = here {
                self.users.insert(user.id, here.id);
                continue;
            }
            user.name = self.to.seal_name(user.id.as_bytes(), &name)?;
            accounts::add_user(self.target, &user)?;
            self.users.insert(user.id, user.id);
            self.done.users += 1;
        }
        Ok(())
    }

    fn tokens(&self) -> std::result::Result<(), RestoreError> {
        let mut statement = self
            .source
            .prepare("SELECT token, user, created_at FROM tokens")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(user) = self.users.get(&UserId::from_bytes(row.get(1)?)) {
                self.target.execute(
                    "INSERT INTO tokens (token, user, created_at) VALUES (?1, ?2, ?3)
                     ON CONFLICT DO NOTHING",
                    params![
                        row.get::<_, [u8; 32]>(0)?,
                        user.as_bytes(),
                        row.get::<_, i64>(2)?
                    ],
                )?;
            }
        }
        Ok(())
    }

    fn cases(&mut self) -> std::result::Result<(), RestoreError> {
        for case in cases::cases(self.source)? {
            let owner = key_owner(&case.id);
            let old = self.from.unwrap_key(&owner, &case.key)?;
            let here = cases::case(self.target, case.id.as_str())?;
            let passage = if let Some(here) = here {
                if here.documents != case.documents {
                    return Err(RestoreError::OtherCase(case.id.to_string()));
                }
                let new = self.to.unwrap_key(&owner, &here.key)?;
                if case.changed_at > here.changed_at {
                    let title = casebook::open_title(&old, &case.id, &case.title)?;
                    self.target.execute(
                        "UPDATE cases SET title = ?2, changed_at = ?3 WHERE id = ?1",
                        params![
                            case.id.as_str(),
                            casebook::seal_title(&new, &case.id, &title)?,
                            case.changed_at
                        ],
                    )?;
                }
                Passage {
                    same: old.is_same(&new),
                    old,
                    new,
                }
            } else {
                let key = self.to.rewrap(self.from, &owner, &case.key)?;
                let new = crate::storage::NewCase {
                    record: crate::storage::CaseRecord {
                        key,
                        ..case.clone()
                    },
                    chunks: Vec::new(),
                    grants: Vec::new(),
                };
                cases::add_case(self.target, &new)?;
                self.done.cases += 1;
                Passage {
                    new: old.clone(),
                    old,
                    same: true,
                }
            };
            for document in &case.documents {
                self.grants(document.id)?;
                let slot = Slot::from(document.id);
                self.authors(slot)?;
                self.chunks(&passage, slot, slot)?;
            }
        }
        Ok(())
    }

    /// Whose an actor is in the living store stands. What was refused stays where it was refused.
    fn authors(&self, slot: Slot) -> std::result::Result<(), RestoreError> {
        for (actor, user) in quarantine::authors(self.source, slot)? {
            if let Some(user) = self.users.get(&user) {
                quarantine::add_author(self.target, slot, &actor, *user)?;
            }
        }
        Ok(())
    }

    /// Rights of the living store stand, revoked ones too.
    fn grants(&self, document: DocumentId) -> std::result::Result<(), RestoreError> {
        let mut statement = self
            .source
            .prepare_cached("SELECT user, access FROM grants WHERE document = ?1")?;
        let mut rows = statement.query([document.as_bytes()])?;
        while let Some(row) = rows.next()? {
            if let Some(user) = self.users.get(&UserId::from_bytes(row.get(0)?)) {
                self.target.execute(
                    "INSERT INTO grants (document, user, access) VALUES (?1, ?2, ?3)
                     ON CONFLICT DO NOTHING",
                    params![document.as_bytes(), user.as_bytes(), row.get::<_, u8>(1)?],
                )?;
            }
        }
        Ok(())
    }

    fn drawers(&mut self) -> std::result::Result<(), RestoreError> {
        for (old_user, new_user) in self.users.clone() {
            let Some(drawer) = chunks::drawer(self.source, old_user)? else {
                continue;
            };
            let old = self.from.unwrap_key(&drawer_owner(old_user), &drawer.key)?;
            let here = chunks::drawer(self.target, new_user)?;
            let new = if let Some(here) = &here {
                self.to.unwrap_key(&drawer_owner(new_user), &here.key)?
            } else {
                let (key, wrapped) = self.to.new_key(&drawer_owner(new_user))?;
                chunks::add_drawer(self.target, new_user, &wrapped)?;
                key
            };
            let passage = Passage {
                same: old.is_same(&new) && old_user == new_user,
                old,
                new,
            };
            for old_slot in drawer.documents {
                let document: [u8; 16] = self.source.query_row(
                    "SELECT document FROM documents WHERE slot = ?1",
                    [old_slot.as_bytes()],
                    |row| row.get(0),
                )?;
                let document = DocumentId::from_bytes(document);
                let new_slot = Slot::in_drawer(new_user, document);
                self.target.execute(
                    "INSERT INTO documents (slot, document, drawer) VALUES (?1, ?2, ?3)
                     ON CONFLICT DO NOTHING",
                    params![
                        new_slot.as_bytes(),
                        document.as_bytes(),
                        new_user.as_bytes()
                    ],
                )?;
                self.chunks(&passage, old_slot, new_slot)?;
            }
        }
        Ok(())
    }

    fn chunks(
        &mut self,
        passage: &Passage,
        old_slot: Slot,
        new_slot: Slot,
    ) -> std::result::Result<(), RestoreError> {
        for mut chunk in chunks::of(self.source, old_slot)? {
            let here: Option<bool> = self
                .target
                .prepare_cached(
                    "SELECT quarantine IS NULL FROM chunks WHERE slot = ?1 AND key = ?2",
                )?
                .query_row(params![new_slot.as_bytes(), chunk.key], |row| row.get(0))
                .optional()?;
            // What is here and good stays; what is damaged there does not come.
            if here == Some(true) || chunk.quarantine.is_some() {
                continue;
            }
            if !(passage.same && old_slot == new_slot) {
                let Ok(open) = casebook::open_chunk(&passage.old, old_slot, &chunk) else {
                    continue;
                };
                chunk = casebook::seal_chunk(&passage.new, new_slot, &open, chunk.created_at)?;
            }
            chunks::add(self.target, new_slot, &chunk)?;
            self.done.chunks += 1;
        }
        Ok(())
    }
}
