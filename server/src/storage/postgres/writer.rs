//! The task that makes batches durable. It takes whatever waits, writes it in one transaction and answers everybody after one
//! commit: many documents' batches share one fsync, and one journey to the database and back.

use std::sync::Arc;

use futures_util::future::{join, join_all};
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::Config;

use super::{
    chunks::{self, Statements},
    lines::Line,
    news::News,
};
use crate::storage::{Commit, Result, Slot, StorageError};

/// So many batches share a transaction at most: a bound on how long the first of them waits.
const JOBS_MAX: usize = 256;

/// A batch, and who waits for it.
pub(super) struct Job {
    pub(super) commit: Commit,
    pub(super) reply: oneshot::Sender<Result<()>>,
}

pub(super) struct Writer {
    config: Config,
    news: Arc<News>,
    line: Option<(Line, Statements)>,
}

impl Writer {
    pub(super) const fn new(config: Config, news: Arc<News>) -> Self {
        Self {
            config,
            news,
            line: None,
        }
    }

    /// Writes until the senders are gone.
    pub(super) async fn run(mut self, mut jobs: mpsc::UnboundedReceiver<Job>) {
        while let Some(first) = jobs.recv().await {
            let mut group = vec![first];
            while group.len() < JOBS_MAX
                && let Ok(job) = jobs.try_recv()
            {
                group.push(job);
            }
            group.sort_unstable_by(|a, b| chunks::order(&a.commit).cmp(&chunks::order(&b.commit)));
            self.write_group(group).await;
        }
    }

    fn is_open(&self) -> bool {
        self.line.as_ref().is_some_and(|(line, _)| !line.is_dead())
    }

    async fn write_group(&mut self, group: Vec<Job>) {
        let commits: Vec<&Commit> = group.iter().map(|job| &job.commit).collect();
        match self.write(&commits).await {
            Ok(results) => self.answer(group.into_iter().zip(results)),
            // One of them is to blame: alone it fails alone.
            Err(_) if group.len() > 1 && self.is_open() => {
                for job in group {
                    let written = self.write(&[&job.commit]).await;
                    let result = written.and_then(|mut results| {
                        results.pop().unwrap_or(Err(StorageError::Missing))
                    });
                    self.answer([(job, result)]);
                }
            }
            Err(error) => {
                for job in group {
                    // Whoever asked may have gone.
                    drop(job.reply.send(Err(error.clone())));
                }
            }
        }
    }

    fn answer(&self, done: impl IntoIterator<Item = (Job, Result<i64>)>) {
        let mut written: Vec<(Slot, i64)> = Vec::new();
        for (job, result) in done {
            if let Ok(version) = result {
                written.push((job.commit.slot, version));
            }
            // Whoever asked may have gone; the write stands all the same.
            drop(job.reply.send(result.map(drop)));
        }
        self.news.wrote(&written);
    }

    /// Writes batches in one transaction, and answers once it is durable. What a broken connection had on its way is
    /// written again: a batch that is there already does no harm.
    async fn write(&mut self, commits: &[&Commit]) -> Result<Vec<Result<i64>>> {
        let was_open = self.line.is_some();
        let first = self.write_once(commits).await;
        if first.is_err() && was_open && !self.is_open() {
            return self.write_once(commits).await;
        }
        first
    }

    async fn write_once(&mut self, commits: &[&Commit]) -> Result<Vec<Result<i64>>> {
        if !self.is_open() {
            self.line = None;
            let line = Line::open(&self.config).await?;
            let statements = Statements::prepare(&line).await?;
            self.line = Some((line, statements));
        }
        let Some((line, statements)) = &self.line else {
            return Err(StorageError::Closed);
        };
        // All of it is sent before the first answer is waited for.
        let batches = commits
            .iter()
            .map(|commit| chunks::write(line, statements, commit));
        let (begun, results) = join(line.batch("BEGIN"), join_all(batches)).await;
        let failed = results.iter().find_map(|result| match result {
            Err(StorageError::Missing) | Ok(_) => None,
            Err(error) => Some(error.clone()),
        });
        match begun.err().or(failed) {
            None => {
                line.batch("COMMIT").await?;
                Ok(results)
            }
            Some(error) => {
                // A connection in the middle of a transaction is of no use if it cannot leave it.
                if line.batch("ROLLBACK").await.is_err() {
                    self.line = None;
                }
                Err(error)
            }
        }
    }
}
