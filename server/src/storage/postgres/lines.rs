//! Connections to the database: how they are made, borrowed, and given up.

use std::{
    collections::HashMap,
    ops::Deref,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};
use tokio_postgres::{
    Client, Config, Connection, NoTls, Row, Socket, Statement, tls, types::ToSql,
};

use super::lock;
use crate::storage::{Result, StorageError};

/// How long the database may take for an answer: longer than any of our questions takes, and than it waits for a lock.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);
/// So many reads and small writes run at once; more wait. Those of the hub's commits and of rights have their own.
const LINES: usize = 8;

/// What each connection asks for. A session that wanted less than `on` would be told that a commit is durable when it is
/// not; a node that is frozen in the middle of a transaction must not hold others up for ever.
const PREPARATION: &str = "SET synchronous_commit = on; SET lock_timeout = '10s'; \
     SET idle_in_transaction_session_timeout = '30s'; SET timezone = 'UTC'";

/// The values of a question.
pub(super) type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

/// One connection.
pub(super) struct Line {
    client: Client,
    statements: Mutex<HashMap<&'static str, Statement>>,
    /// An answer did not come: whatever comes later belongs to that question.
    lost: AtomicBool,
}

type Pipe = Connection<Socket, tls::NoTlsStream>;

/// Opens a connection; whoever opens it lets the second half run.
pub(super) async fn connect(config: &Config) -> Result<(Line, Pipe)> {
    let connecting = timeout(ANSWER_TIMEOUT, config.connect(NoTls)).await;
    let (client, pipe) = connecting.map_err(|_| silent())??;
    let line = Line {
        client,
        statements: Mutex::default(),
        lost: AtomicBool::new(false),
    };
    Ok((line, pipe))
}

fn silent() -> StorageError {
    StorageError::Io("the database does not answer".to_owned())
}

impl Line {
    /// Opens a connection that is ready for work.
    pub(super) async fn open(config: &Config) -> Result<Self> {
        let (line, pipe) = connect(config).await?;
        tokio::spawn(async move {
            if let Err(error) = pipe.await {
                tracing::warn!(error = %StorageError::from(error), "a connection to the database ended");
            }
        });
        line.batch(PREPARATION).await?;
        Ok(line)
    }

    /// Whether nothing more will come over it.
    pub(super) fn is_dead(&self) -> bool {
        self.lost.load(Ordering::Relaxed) || self.client.is_closed()
    }

    async fn answer<T>(
        &self,
        asked: impl Future<Output = std::result::Result<T, tokio_postgres::Error>>,
    ) -> Result<T> {
        match timeout(ANSWER_TIMEOUT, asked).await {
            Ok(answer) => Ok(answer?),
            Err(_) => {
                self.lost.store(true, Ordering::Relaxed);
                Err(silent())
            }
        }
    }

    /// Statements without values and answers.
    pub(super) async fn batch(&self, sql: &str) -> Result<()> {
        self.answer(self.client.batch_execute(sql)).await
    }

    /// The statement, prepared once per connection.
    pub(super) async fn prepared(&self, sql: &'static str) -> Result<Statement> {
        if let Some(statement) = lock(&self.statements).get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.answer(self.client.prepare(sql)).await?;
        lock(&self.statements).insert(sql, statement.clone());
        Ok(statement)
    }

    /// Asks a prepared question. The question is sent when this is first polled, so that several may be under way.
    pub(super) async fn ask(&self, statement: &Statement, values: Values<'_>) -> Result<Vec<Row>> {
        self.answer(self.client.query(statement, values)).await
    }

    pub(super) async fn rows(&self, sql: &'static str, values: Values<'_>) -> Result<Vec<Row>> {
        let statement = self.prepared(sql).await?;
        self.ask(&statement, values).await
    }

    /// The one row that there may be.
    pub(super) async fn row(&self, sql: &'static str, values: Values<'_>) -> Result<Option<Row>> {
        Ok(self.rows(sql, values).await?.into_iter().next())
    }

    /// How many rows a statement touched.
    pub(super) async fn run(&self, sql: &'static str, values: Values<'_>) -> Result<u64> {
        let statement = self.prepared(sql).await?;
        self.answer(self.client.execute(&statement, values)).await
    }
}

/// The connections that are lent out.
pub(super) struct Lines {
    config: Config,
    idle: Arc<Mutex<Vec<Arc<Line>>>>,
    places: Arc<Semaphore>,
}

impl Lines {
    pub(super) fn new(config: Config) -> Self {
        Self {
            config,
            idle: Arc::default(),
            places: Arc::new(Semaphore::new(LINES)),
        }
    }

    /// A connection, as long as it is held.
    pub(super) async fn take(&self) -> Result<Held> {
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.map_err(|_| StorageError::Closed)?;
        let idle = {
            let mut idle = lock(&self.idle);
            idle.retain(|line| !line.is_dead());
            idle.pop()
        };
        let line = match idle {
            Some(line) => line,
            None => Arc::new(Line::open(&self.config).await?),
        };
        Ok(Held {
            line,
            is_clean: true,
            home: Arc::clone(&self.idle),
            _place: place,
        })
    }

    /// A connection in a transaction, for [`Held::end`].
    pub(super) async fn begin(&self) -> Result<Held> {
        let mut line = self.take().await?;
        line.is_clean = false;
        line.batch("BEGIN").await?;
        Ok(line)
    }

    /// A connection that sees one moment of the database.
    pub(super) async fn snapshot(&self) -> Result<Held> {
        let mut line = self.take().await?;
        line.is_clean = false;
        line.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .await?;
        Ok(line)
    }

    /// No more connections; those that are held end with their work.
    pub(super) fn close(&self) {
        self.places.close();
        lock(&self.idle).clear();
    }
}

/// A borrowed connection. It goes back by itself, unless it was left in the middle of a transaction.
pub(super) struct Held {
    line: Arc<Line>,
    is_clean: bool,
    home: Arc<Mutex<Vec<Arc<Line>>>>,
    _place: OwnedSemaphorePermit,
}

impl Held {
    /// Ends a transaction: for good if `result` is well, or else as if nothing had been.
    pub(super) async fn end<T>(mut self, result: Result<T>) -> Result<T> {
        match result {
            Ok(value) => {
                self.batch("COMMIT").await?;
                self.is_clean = true;
                Ok(value)
            }
            Err(error) => {
                self.is_clean = self.batch("ROLLBACK").await.is_ok();
                Err(error)
            }
        }
    }
}

impl Deref for Held {
    type Target = Line;

    fn deref(&self) -> &Line {
        &self.line
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.is_clean && !self.line.is_dead() {
            lock(&self.home).push(Arc::clone(&self.line));
        }
    }
}

/// The `N` bytes of a column.
pub(super) fn bytes<const N: usize>(row: &Row, column: usize) -> Result<[u8; N]> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes
        .try_into()
        .map_err(|_| StorageError::Damaged("a record has an id of a wrong length".to_owned()))
}

/// A count or a length.
pub(super) fn count(row: &Row, column: usize) -> Result<u64> {
    Ok(row.try_get::<_, i64>(column)?.unsigned_abs())
}

/// PostgreSQL's integers are signed; nothing of ours comes near the bound.
pub(super) fn to_sql(length: u64) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
