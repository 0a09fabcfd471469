//! Figures of the whole store, counted no more often than they are cheap: counting a country's chunks takes long.

use std::time::Instant;

use tokio::sync::Mutex;

use crate::{
    limits,
    storage::{Storage, StorageError, StorageFigures, UserId},
};

/// The last count.
#[derive(Debug, Default)]
pub struct Counted {
    last: Mutex<Option<Count>>,
}

#[derive(Debug, Clone, Copy)]
struct Count {
    figures: StorageFigures,
    /// Before this moment it is not repeated.
    holds_until: Instant,
}

impl Counted {
    /// The figures; those of the last count where counting again so soon would take too large a share of the time.
    ///
    /// # Errors
    /// When the storage cannot be read now, whatever was counted before.
    pub async fn figures(&self, storage: &dyn Storage) -> Result<StorageFigures, StorageError> {
        // One row, to know that there is a storage that answers.
        storage.user(UserId::from_bytes([0; 16])).await?;
        // Who asks meanwhile waits for the count that is under way.
        let mut last = self.last.lock().await;
        if let Some(count) = last.filter(|count| Instant::now() < count.holds_until) {
            return Ok(count.figures);
        }
        let begin = Instant::now();
        let figures = storage.figures().await?;
        *last = Some(Count {
            figures,
            holds_until: Instant::now() + begin.elapsed() * limits::COUNTED_HOLDS,
        });
        Ok(figures)
    }
}
