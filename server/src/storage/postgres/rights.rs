//! The number that grows with everything that decides who may. It is asked for at every message, and what was committed
//! before the question must show in the answer; so all who ask meanwhile share the next question to the database.

use tokio::sync::{mpsc, oneshot};
use tokio_postgres::Config;

use super::lines::{Line, count};
use crate::storage::{Result, StorageError};

/// Who waits for the number.
pub(super) type Asked = oneshot::Sender<Result<u64>>;

/// Asks for those who wait, until nobody can any more.
pub(super) async fn run(config: Config, mut asked: mpsc::UnboundedReceiver<Asked>) {
    let mut line: Option<Line> = None;
    let mut waiting: Vec<Asked> = Vec::new();
    while let Some(first) = asked.recv().await {
        waiting.push(first);
        while let Ok(next) = asked.try_recv() {
            waiting.push(next);
        }
        let was_open = line.is_some();
        let mut answer = ask(&config, &mut line).await;
        // The database may have been started anew since the last question.
        if answer.is_err() && was_open && line.is_none() {
            answer = ask(&config, &mut line).await;
        }
        for reply in waiting.drain(..) {
            // Whoever asked may have gone.
            drop(reply.send(answer.clone()));
        }
    }
}

async fn ask(config: &Config, line: &mut Option<Line>) -> Result<u64> {
    let open = match line.take() {
        Some(open) if !open.is_dead() => open,
        _ => Line::open(config).await?,
    };
    let row = open.row("SELECT version FROM rights_version", &[]).await;
    if !open.is_dead() {
        *line = Some(open);
    }
    count(&row?.ok_or(StorageError::Missing)?, 0)
}
