//! A store in a PostgreSQL database, which several nodes may share.
//!
//! One task writes the batches of documents ([`writer`]), one asks for the version of the rights ([`rights`]), one looks for
//! what other nodes wrote ([`news`]), two call to the other nodes and hear them ([`notes`]); everything else borrows a
//! connection ([`lines`]).

use std::{
    fmt,
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use tokio::{
    sync::{broadcast, mpsc, oneshot, watch},
    task::JoinHandle,
};
use tokio_postgres::{Config, config::SslMode};
use trama_shared::{
    case::Zone,
    ids::{CaseId, DocumentId},
};

use super::{
    CaseRecord, Commit, DamagedRecord, Drawer, Grant, Millis, NameIndex, NewCase, Quarantined,
    Refused, RefusedRecord, Result, Session, Slot, Storage, StorageError, StorageFigures,
    StoredChunk, TokenHash, User, UserId,
};

mod accounts;
mod cases;
mod chunks;
mod copies;
mod errors;
mod lines;
mod news;
mod notes;
mod quarantine;
mod rights;
mod schema;
mod writer;

use lines::Lines;
use news::News;
use writer::{Job, Writer};

/// How long the database may take to let us in, unless the address says otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A silent connection is asked for a sign of life after this; a database that vanished is noticed so.
const KEEPALIVE: Duration = Duration::from_secs(10);

/// Where a PostgreSQL database is, and how to get in. Its password is not shown.
#[derive(Clone)]
pub struct Address {
    config: Arc<Config>,
    calls: bool,
}

impl Address {
    /// The same database, without nodes calling to each other: through a pooler that keeps no session, a call would be heard
    /// by nobody. What others write is then found by looking, and presence stays on its node.
    #[must_use]
    pub fn without_calls(mut self) -> Self {
        self.calls = false;
        self
    }
}

/// Why a text is not the address of a database. The text is not quoted: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It cannot be read.
    #[error(
        "the database's address is not understood: write postgres://USER:PASSWORD@HOST:PORT/NAME, \
         or postgres:///NAME?host=/var/run/postgresql for a socket"
    )]
    Malformed,
    /// TLS is asked for.
    #[error(
        "connections to the database are not encrypted: leave sslmode out and reach it by a socket, a private network \
         or a tunnel"
    )]
    Tls,
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> std::result::Result<Self, AddressError> {
        let is_address = text.starts_with("postgres://") || text.starts_with("postgresql://");
        let config: std::result::Result<Config, _> = text.parse();
        let mut config = config
            .ok()
            .filter(|_| is_address)
            .ok_or(AddressError::Malformed)?;
        if !matches!(config.get_ssl_mode(), SslMode::Disable | SslMode::Prefer) {
            return Err(AddressError::Tls);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        if config.get_application_name().is_none() {
            config.application_name("trama");
        }
        config
            .keepalives_idle(KEEPALIVE)
            .keepalives_interval(KEEPALIVE)
            .keepalives_retries(2)
            .tcp_user_timeout(KEEPALIVE * 3);
        Ok(Self {
            config: Arc::new(config),
            calls: true,
        })
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address")
    }
}

/// A store in a PostgreSQL database.
pub struct PostgresStorage {
    lines: Arc<Lines>,
    news: Arc<News>,
    jobs: Mutex<Option<mpsc::UnboundedSender<Job>>>,
    rights: Mutex<Option<mpsc::UnboundedSender<rights::Asked>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
    /// What ends with the storage.
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Drop for PostgresStorage {
    fn drop(&mut self) {
        for task in lock(&self.tasks).drain(..) {
            task.abort();
        }
    }
}

impl PostgresStorage {
    /// Opens the store in this database, and makes its tables if they are not there.
    ///
    /// # Errors
    /// When the database cannot be reached, is not safe, or is from a newer version.
    pub async fn open(address: &Address) -> Result<Self> {
        let config = Config::clone(&address.config);
        let lines = Arc::new(Lines::new(config.clone()));
        check_safety(&lines).await?;
        schema::migrate(&lines).await?;
        let (news, calls) = News::new();
        let news = Arc::new(news);
        let (jobs, queue) = mpsc::unbounded_channel();
        let writer = tokio::spawn(Writer::new(config.clone(), Arc::clone(&news)).run(queue));
        let (rights, asked) = mpsc::unbounded_channel();
        tokio::spawn(rights::run(config.clone(), asked));
        let weak = || (Arc::downgrade(&news), Arc::downgrade(&lines));
        let (to_news, to_lines) = weak();
        let mut tasks = vec![tokio::spawn(news::watch(to_news, to_lines))];
        if address.calls {
            let own = notes::node_id();
            let (to_news, to_lines) = weak();
            tasks.push(tokio::spawn(notes::call(config.clone(), own, calls)));
            tasks.push(tokio::spawn(notes::listen(config, own, to_news, to_lines)));
        }
        Ok(Self {
            lines,
            news,
            jobs: Mutex::new(Some(jobs)),
            rights: Mutex::new(Some(rights)),
            writer: Mutex::new(Some(writer)),
            tasks: Mutex::new(tasks),
        })
    }

    /// Does the database hold anything that a master key must open?
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn key_check(&self) -> Result<Option<Vec<u8>>> {
        let line = self.lines.take().await?;
        let row = line
            .row("SELECT value FROM meta WHERE key = 'key_check'", &[])
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Keeps `check`, sealed under the master key, to recognise that key by. The one that is there stays.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn set_key_check(&self, check: Vec<u8>) -> Result<()> {
        let line = self.lines.take().await?;
        line.run(
            "INSERT INTO meta (key, value) VALUES ('key_check', $1) ON CONFLICT DO NOTHING",
            &[&check],
        )
        .await?;
        Ok(())
    }
}

/// Whether there is a store in this database already.
///
/// # Errors
/// When it cannot be reached.
pub async fn exists(address: &Address) -> Result<bool> {
    let lines = Lines::new(Config::clone(&address.config));
    let line = lines.take().await?;
    let row = line
        .row("SELECT to_regclass('meta') IS NOT NULL", &[])
        .await?;
    Ok(match row {
        Some(row) => row.try_get(0)?,
        None => false,
    })
}

/// A database that does not wait for its disk would make us call saved what is not.
async fn check_safety(lines: &Lines) -> Result<()> {
    let line = lines.take().await?;
    let row = line
        .row(
            "SELECT current_setting('fsync'), current_setting('full_page_writes')",
            &[],
        )
        .await?
        .ok_or(StorageError::Missing)?;
    for (column, name) in ["fsync", "full_page_writes"].into_iter().enumerate() {
        if row.try_get::<_, &str>(column)? != "on" {
            return Err(StorageError::Unsafe(format!(
                "set {name} = on in postgresql.conf"
            )));
        }
    }
    Ok(())
}

/// A poisoned lock holds plain data that no panic leaves half-made.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl Storage for PostgresStorage {
    async fn add_user(&self, user: User) -> Result<()> {
        let line = self.lines.begin().await?;
        let result = accounts::add_user(&line, &user).await;
        line.end(result).await
    }

    async fn user_by_name(&self, index: NameIndex) -> Result<Option<User>> {
        accounts::user_by_name(&*self.lines.take().await?, &index).await
    }

    async fn user(&self, id: UserId) -> Result<Option<User>> {
        accounts::user(&*self.lines.take().await?, id).await
    }

    async fn users(&self) -> Result<Vec<User>> {
        accounts::users(&*self.lines.take().await?).await
    }

    async fn setup_nonce(&self, nonce: [u8; 16]) -> Result<Option<[u8; 16]>> {
        let line = self.lines.begin().await?;
        let result = accounts::setup_nonce(&line, nonce).await;
        line.end(result).await
    }

    async fn finish_setup(&self, nonce: [u8; 16], user: User) -> Result<()> {
        let line = self.lines.begin().await?;
        let result = accounts::finish_setup(&line, nonce, &user).await;
        line.end(result).await
    }

    async fn set_password(&self, user: UserId, hash: String, tokens: bool) -> Result<()> {
        let line = self.lines.begin().await?;
        let result = accounts::set_password(&line, user, &hash, tokens).await;
        line.end(result).await
    }

    async fn add_session(&self, session: Session, now: Millis) -> Result<()> {
        let line = self.lines.begin().await?;
        let result = accounts::add_session(&line, &session, now).await;
        line.end(result).await
    }

    async fn session(&self, token: TokenHash) -> Result<Option<Session>> {
        accounts::session(&*self.lines.take().await?, token).await
    }

    async fn extend_session(&self, token: TokenHash, expires_at: Millis) -> Result<()> {
        accounts::extend_session(&*self.lines.take().await?, token, expires_at).await
    }

    async fn end_session(&self, token: TokenHash) -> Result<()> {
        accounts::end_session(&*self.lines.take().await?, token).await
    }

    async fn add_token(&self, token: TokenHash, user: UserId, now: Millis) -> Result<()> {
        accounts::add_token(&*self.lines.take().await?, token, user, now).await
    }

    async fn token_user(&self, token: TokenHash) -> Result<Option<UserId>> {
        accounts::token_user(&*self.lines.take().await?, token).await
    }

    async fn add_case(&self, case: NewCase) -> Result<()> {
        let line = self.lines.begin().await?;
        let result = cases::add_case(&line, &case).await;
        line.end(result).await
    }

    async fn cases(&self) -> Result<Vec<CaseRecord>> {
        let line = self.lines.snapshot().await?;
        let result = cases::cases(&line).await;
        line.end(result).await
    }

    async fn case(&self, id: CaseId) -> Result<Option<CaseRecord>> {
        cases::case(&*self.lines.take().await?, id.as_str()).await
    }

    async fn case_of(&self, document: DocumentId) -> Result<Option<(CaseRecord, Zone)>> {
        cases::case_of(&*self.lines.take().await?, document).await
    }

    async fn set_grants(&self, grants: Vec<Grant>) -> Result<()> {
        let line = self.lines.begin().await?;
        let result = cases::set_grants(&line, &grants).await;
        line.end(result).await
    }

    async fn grants_of(&self, user: UserId) -> Result<Vec<Grant>> {
        cases::grants_of(&*self.lines.take().await?, user).await
    }

    async fn rights_version(&self) -> Result<u64> {
        let (reply, answer) = oneshot::channel();
        match &*lock(&self.rights) {
            Some(rights) => rights.send(reply).map_err(|_| StorageError::Closed)?,
            None => return Err(StorageError::Closed),
        }
        answer.await.map_err(|_| StorageError::Closed)?
    }

    async fn drawer(&self, user: UserId) -> Result<Option<Drawer>> {
        let line = self.lines.snapshot().await?;
        let result = chunks::drawer(&line, user).await;
        line.end(result).await
    }

    async fn add_drawer(&self, user: UserId, key: Vec<u8>) -> Result<()> {
        chunks::add_drawer(&*self.lines.take().await?, user, &key).await
    }

    async fn chunks(&self, slot: Slot) -> Result<Vec<StoredChunk>> {
        chunks::of(&*self.lines.take().await?, slot).await
    }

    async fn chunk_keys(&self, slot: Slot) -> Result<Vec<String>> {
        chunks::keys(&*self.lines.take().await?, slot).await
    }

    async fn chunks_named(&self, slot: Slot, keys: Vec<String>) -> Result<Vec<StoredChunk>> {
        chunks::named(&*self.lines.take().await?, slot, &keys).await
    }

    async fn commit(&self, commit: Commit) -> Result<()> {
        let (reply, answer) = oneshot::channel();
        match &*lock(&self.jobs) {
            Some(jobs) => jobs
                .send(Job { commit, reply })
                .map_err(|_| StorageError::Closed)?,
            None => return Err(StorageError::Closed),
        }
        answer.await.map_err(|_| StorageError::Closed)?
    }

    async fn quarantine(&self, slot: Slot, key: String, reason: String) -> Result<()> {
        chunks::put_aside(&*self.lines.take().await?, slot, &key, &reason).await
    }

    async fn authors(&self, slot: Slot) -> Result<Vec<(Vec<u8>, UserId)>> {
        quarantine::authors(&*self.lines.take().await?, slot).await
    }

    async fn add_refused(&self, refused: Refused) -> Result<()> {
        let line = self.lines.begin().await?;
        let result = quarantine::add_refused(&line, &refused).await;
        line.end(result).await
    }

    async fn refused(&self) -> Result<Vec<RefusedRecord>> {
        quarantine::refused(&*self.lines.take().await?).await
    }

    async fn refused_one(&self, number: u64) -> Result<Option<RefusedRecord>> {
        quarantine::refused_one(&*self.lines.take().await?, number).await
    }

    async fn damaged(&self) -> Result<Vec<DamagedRecord>> {
        quarantine::damaged(&*self.lines.take().await?).await
    }

    async fn drop_quarantined(&self, what: Quarantined) -> Result<()> {
        quarantine::drop_one(&*self.lines.take().await?, what).await
    }

    fn outside_changes(&self, slot: Slot) -> watch::Receiver<u64> {
        self.news.follow(slot)
    }

    fn say(&self, slot: Slot, message: Vec<u8>) {
        self.news.say(slot, message);
    }

    fn said(&self, slot: Slot) -> broadcast::Receiver<Arc<[u8]>> {
        self.news.hear(slot)
    }

    async fn figures(&self) -> Result<StorageFigures> {
        chunks::figures(&*self.lines.take().await?).await
    }

    async fn close(&self) {
        drop(lock(&self.jobs).take());
        drop(lock(&self.rights).take());
        let writer = lock(&self.writer).take();
        if let Some(writer) = writer
            && writer.await.is_err()
        {
            tracing::error!("the writer did not end well");
        }
        for task in lock(&self.tasks).drain(..) {
            task.abort();
        }
        self.lines.close();
    }
}
