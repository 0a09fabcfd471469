//! The one thread that writes. It takes whatever waits, writes it in one transaction and answers everybody after one
//! commit: many documents' batches share one fsync.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::Duration,
};

use rusqlite::Connection;
use tokio::sync::watch;

use crate::storage::{Result, StorageError};

/// Answers whoever waits, once it is known whether the transaction was committed.
pub(super) type Finish = Box<dyn FnOnce(Result<()>) + Send>;
/// A piece of work for the transaction; given an error instead of a connection, it passes that on.
pub(super) type Job = Box<dyn FnOnce(Result<&Connection>) -> Finish + Send>;

/// So many jobs share a transaction at most: a bound on how long the first of them waits.
const JOBS_MAX: usize = 512;
/// How often to look whether another process wrote.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Writes until the senders are gone.
pub(super) fn run(connection: &Connection, jobs: &Receiver<Job>, outside: &watch::Sender<u64>) {
    let mut seen = data_version(connection);
    loop {
        match jobs.recv_timeout(LOOK_EVERY) {
            Ok(first) => {
                let mut group = vec![first];
                while group.len() < JOBS_MAX
                    && let Ok(job) = jobs.try_recv()
                {
                    group.push(job);
                }
                commit_group(connection, group);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        // SQLite counts here what *other* connections committed; its own writes do not show.
        let now = data_version(connection);
        if now.is_some() && now != seen {
            seen = now;
            outside.send_modify(|count| *count += 1);
        }
    }
}

fn data_version(connection: &Connection) -> Option<i64> {
    connection
        .query_row("PRAGMA data_version", [], |row| row.get(0))
        .ok()
}

fn commit_group(connection: &Connection, group: Vec<Job>) {
    // Immediate, so that waiting for another process happens here and never in the middle.
    let begun = connection
        .execute_batch("BEGIN IMMEDIATE")
        .map_err(StorageError::from);
    let mut lost = begun.err();
    let mut finishers = Vec::with_capacity(group.len());
    for job in group {
        finishers.push(match &lost {
            Some(error) => job(Err(error.clone())),
            None => job(Ok(connection)),
        });
        // After some errors (a full disk, mostly) SQLite takes the whole transaction back by itself.
        if lost.is_none() && connection.is_autocommit() {
            lost = Some(StorageError::Io(
                "the transaction was taken back".to_owned(),
            ));
        }
    }
    let outcome = match lost {
        Some(error) => Err(error),
        None => connection
            .execute_batch("COMMIT")
            .map_err(StorageError::from),
    };
    if outcome.is_err()
        && !connection.is_autocommit()
        && let Err(error) = connection.execute_batch("ROLLBACK")
    {
        tracing::error!(%error, "a failed transaction could not be taken back");
    }
    for finish in finishers {
        finish(outcome.clone());
    }
}

/// Runs `work` so that its error takes back its own writes and nobody else's.
pub(super) fn in_savepoint<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T>,
) -> Result<T> {
    connection.execute_batch("SAVEPOINT job")?;
    let result = work(connection);
    if result.is_err() && !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK TO job")?;
    }
    if !connection.is_autocommit() {
        connection.execute_batch("RELEASE job")?;
    }
    result
}
