//! The embedded store: one SQLite file in the data folder, WAL with `synchronous=FULL`.
//!
//! One thread writes ([`writer`]), a few connections read. Other processes (the commands of the CLI) may work on the same
//! file meanwhile; the server notices what they change.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
    time::Duration,
};

use async_trait::async_trait;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::{Semaphore, broadcast, oneshot, watch};
use trama_shared::{
    case::Zone,
    ids::{CaseId, DocumentId},
};

use super::{
    CaseRecord, Commit, DamagedRecord, Drawer, Grant, Millis, NameIndex, NewCase, Quarantined,
    Refused, RefusedRecord, Result, Session, Slot, Storage, StorageError, StorageFigures,
    StoredChunk, TokenHash, User, UserId, backend::make_private_folder,
};

mod accounts;
mod cases;
mod chunks;
mod copies;
mod errors;
mod quarantine;
mod schema;
mod writer;

pub use copies::check_backup;
pub(in crate::storage) use copies::{BackupFile, write_from};
use writer::{Finish, Job};

/// How long to wait for another process that writes: longer than any of our commands takes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// So many reads run at once; more wait.
const READERS: usize = 4;
/// The WAL file is cut back to this after a checkpoint.
const WAL_KEPT_BYTES: i64 = 16 * 1024 * 1024;

/// The database file of a data folder.
#[must_use]
pub fn database_path(data: &Path) -> PathBuf {
    data.join("trama.db")
}

/// A store in one SQLite file.
pub struct SqliteStorage {
    path: PathBuf,
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    writer: Mutex<Option<thread::JoinHandle<()>>>,
    readers: Arc<Mutex<Vec<Connection>>>,
    reading: Arc<Semaphore>,
    sentinel: Mutex<Connection>,
    outside: watch::Receiver<u64>,
    /// Nothing is ever said.
    said: broadcast::Sender<Arc<[u8]>>,
}

impl SqliteStorage {
    /// Opens the store of a data folder; makes folder and store if they are not there.
    ///
    /// # Errors
    /// When the file cannot be opened, is no database, or is from a newer version.
    pub fn open(data: &Path) -> Result<Self> {
        make_private_folder(data)?;
        let path = database_path(data);
        let mut connection = Connection::open(&path)?;
        keep_private(&path)?;
        prepare(&connection)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // FULL: in WAL mode anything less may lose the last commits at a power cut.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "journal_size_limit", WAL_KEPT_BYTES)?;
        schema::migrate(&mut connection)?;

        let sentinel = reader(&path)?;
        let (jobs, queue) = mpsc::channel();
        let (outside_sender, outside) = watch::channel(0);
        let writer = thread::Builder::new()
            .name("trama-writer".to_owned())
            .spawn(move || writer::run(&connection, &queue, &outside_sender))
            .map_err(|error| StorageError::Io(error.to_string()))?;
        Ok(Self {
            path,
            jobs: Mutex::new(Some(jobs)),
            writer: Mutex::new(Some(writer)),
            readers: Arc::new(Mutex::new(Vec::new())),
            reading: Arc::new(Semaphore::new(READERS)),
            sentinel: Mutex::new(sentinel),
            outside,
            said: broadcast::Sender::new(1),
        })
    }

    /// Does the database hold anything that a master key must open?
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn key_check(&self) -> Result<Option<Vec<u8>>> {
        let sentinel = lock(&self.sentinel);
        let mut statement =
            sentinel.prepare_cached("SELECT value FROM meta WHERE key = 'key_check'")?;
        let mut rows = statement.query([])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }

    /// Keeps `check`, sealed under the master key, to recognise that key by. The one that is there stays.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn set_key_check(&self, check: Vec<u8>) -> Result<()> {
        self.write(move |connection| {
            connection.execute(
                "INSERT INTO meta (key, value) VALUES ('key_check', ?1) ON CONFLICT DO NOTHING",
                [check],
            )?;
            Ok(())
        })
        .await
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |connection| -> Finish {
            let result = connection.and_then(|connection| writer::in_savepoint(connection, work));
            Box::new(move |committed: Result<()>| {
                // Whoever asked may have gone; the write stands all the same.
                drop(reply.send(committed.and(result)));
            })
        });
        match &*lock(&self.jobs) {
            Some(jobs) => jobs.send(job).map_err(|_| StorageError::Closed)?,
            None => return Err(StorageError::Closed),
        }
        answer.await.map_err(|_| StorageError::Closed)?
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        if lock(&self.jobs).is_none() {
            return Err(StorageError::Closed);
        }
        let permit = Arc::clone(&self.reading).acquire_owned().await;
        let permit = permit.map_err(|_| StorageError::Closed)?;
        let readers = Arc::clone(&self.readers);
        let path = self.path.clone();
        tokio::task::spawn_blocking(move || {
            let idle = lock(&readers).pop();
            let connection = match idle {
                Some(connection) => connection,
                None => reader(&path)?,
            };
            let result = work(&connection);
            // A connection that failed is opened anew next time.
            if result.is_ok() {
                lock(&readers).push(connection);
            }
            drop(permit);
            result
        })
        .await
        .map_err(|_| StorageError::Closed)?
    }
}

/// Lets nobody but the owner read a file. SQLite gives its side files the rights of the main one.
fn keep_private(path: &Path) -> Result<()> {
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
        .map_err(|error| StorageError::Io(format!("{}: {error}", path.display())))
}

/// What every connection needs.
fn prepare(connection: &Connection) -> Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}

fn reader(path: &Path) -> Result<Connection> {
    // Not opened read-only: a reader of a WAL database must be able to recover it.
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    prepare(&connection)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// A poisoned lock holds plain data that no panic leaves half-made.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl Storage for SqliteStorage {
    async fn add_user(&self, user: User) -> Result<()> {
        self.write(move |c| accounts::add_user(c, &user)).await
    }

    async fn user_by_name(&self, index: NameIndex) -> Result<Option<User>> {
        self.read(move |c| accounts::user_by_name(c, &index)).await
    }

    async fn user(&self, id: UserId) -> Result<Option<User>> {
        self.read(move |c| accounts::user(c, id)).await
    }

    async fn users(&self) -> Result<Vec<User>> {
        self.read(accounts::users).await
    }

    async fn setup_nonce(&self, nonce: [u8; 16]) -> Result<Option<[u8; 16]>> {
        self.write(move |c| accounts::setup_nonce(c, nonce)).await
    }

    async fn finish_setup(&self, nonce: [u8; 16], user: User) -> Result<()> {
        self.write(move |c| accounts::finish_setup(c, nonce, &user))
            .await
    }

    async fn set_password(&self, user: UserId, hash: String, tokens: bool) -> Result<()> {
        self.write(move |c| accounts::set_password(c, user, &hash, tokens))
            .await
    }

    async fn add_session(&self, session: Session, now: Millis) -> Result<()> {
        self.write(move |c| accounts::add_session(c, &session, now))
            .await
    }

    async fn session(&self, token: TokenHash) -> Result<Option<Session>> {
        self.read(move |c| accounts::session(c, token)).await
    }

    async fn extend_session(&self, token: TokenHash, expires_at: Millis) -> Result<()> {
        self.write(move |c| accounts::extend_session(c, token, expires_at))
            .await
    }

    async fn end_session(&self, token: TokenHash) -> Result<()> {
        self.write(move |c| accounts::end_session(c, token)).await
    }

    async fn add_token(&self, token: TokenHash, user: UserId, now: Millis) -> Result<()> {
        self.write(move |c| accounts::add_token(c, token, user, now))
            .await
    }

    async fn token_user(&self, token: TokenHash) -> Result<Option<UserId>> {
        self.read(move |c| accounts::token_user(c, token)).await
    }

    async fn add_case(&self, case: NewCase) -> Result<()> {
        self.write(move |c| cases::add_case(c, &case)).await
    }

    async fn cases(&self) -> Result<Vec<CaseRecord>> {
        self.read(cases::cases).await
    }

    async fn case(&self, id: CaseId) -> Result<Option<CaseRecord>> {
        self.read(move |c| cases::case(c, id.as_str())).await
    }

    async fn case_of(&self, document: DocumentId) -> Result<Option<(CaseRecord, Zone)>> {
        self.read(move |c| cases::case_of(c, document)).await
    }

    async fn set_grants(&self, grants: Vec<Grant>) -> Result<()> {
        self.write(move |c| cases::set_grants(c, &grants)).await
    }

    async fn grants_of(&self, user: UserId) -> Result<Vec<Grant>> {
        self.read(move |c| cases::grants_of(c, user)).await
    }

    async fn rights_version(&self) -> Result<u64> {
        cases::rights_version(&lock(&self.sentinel))
    }

    async fn drawer(&self, user: UserId) -> Result<Option<Drawer>> {
        self.read(move |c| chunks::drawer(c, user)).await
    }

    async fn add_drawer(&self, user: UserId, key: Vec<u8>) -> Result<()> {
        self.write(move |c| chunks::add_drawer(c, user, &key)).await
    }

    async fn chunks(&self, slot: Slot) -> Result<Vec<StoredChunk>> {
        self.read(move |c| chunks::of(c, slot)).await
    }

    async fn chunk_keys(&self, slot: Slot) -> Result<Vec<String>> {
        self.read(move |c| chunks::keys(c, slot)).await
    }

    async fn chunks_named(&self, slot: Slot, keys: Vec<String>) -> Result<Vec<StoredChunk>> {
        self.read(move |c| chunks::named(c, slot, &keys)).await
    }

    async fn commit(&self, commit: Commit) -> Result<()> {
        self.write(move |c| chunks::commit(c, &commit)).await
    }

    async fn quarantine(&self, slot: Slot, key: String, reason: String) -> Result<()> {
        self.write(move |c| chunks::put_aside(c, slot, &key, &reason))
            .await
    }

    async fn authors(&self, slot: Slot) -> Result<Vec<(Vec<u8>, UserId)>> {
        self.read(move |c| quarantine::authors(c, slot)).await
    }

    async fn add_refused(&self, refused: Refused) -> Result<()> {
        self.write(move |c| quarantine::add_refused(c, &refused))
            .await
    }

    async fn refused(&self) -> Result<Vec<RefusedRecord>> {
        self.read(quarantine::refused).await
    }

    async fn refused_one(&self, number: u64) -> Result<Option<RefusedRecord>> {
        self.read(move |c| quarantine::refused_one(c, number)).await
    }

    async fn damaged(&self) -> Result<Vec<DamagedRecord>> {
        self.read(quarantine::damaged).await
    }

    async fn drop_quarantined(&self, what: Quarantined) -> Result<()> {
        self.write(move |c| quarantine::drop_one(c, what)).await
    }

    fn outside_changes(&self, _: Slot) -> watch::Receiver<u64> {
        // SQLite tells that something changed, and not what.
        self.outside.clone()
    }

    fn say(&self, _: Slot, _: Vec<u8>) {
        // One file has one node; the commands have nothing to say and hear nothing.
    }

    fn said(&self, _: Slot) -> broadcast::Receiver<Arc<[u8]>> {
        self.said.subscribe()
    }

    async fn figures(&self) -> Result<StorageFigures> {
        self.read(chunks::figures).await
    }

    async fn close(&self) {
        drop(lock(&self.jobs).take());
        let writer = lock(&self.writer).take();
        if let Some(writer) = writer {
            // Joined apart, because the writer may be in the middle of an fsync.
            let joined = tokio::task::spawn_blocking(move || writer.join()).await;
            if !matches!(joined, Ok(Ok(()))) {
                tracing::error!("the writer did not end well");
            }
        }
        lock(&self.readers).clear();
    }
}
