//! PostgreSQL's errors in the words of the storage. What is told are codes and the server's own short message; its details
//! would quote values.

use std::error::Error as _;

use tokio_postgres::{Error, error::SqlState};

use crate::storage::StorageError;

impl From<Error> for StorageError {
    fn from(error: Error) -> Self {
        let Some(told) = error.as_db_error() else {
            // The outer message is general ("error connecting to server"); what the system said is inside.
            let cause = error.source().map(|cause| format!(": {cause}"));
            return Self::Io(format!("{error}{}", cause.unwrap_or_default()));
        };
        let code = told.code();
        let text = format!("PostgreSQL says {}: {}", code.code(), told.message());
        if *code == SqlState::UNIQUE_VIOLATION {
            Self::Taken
        } else if *code == SqlState::FOREIGN_KEY_VIOLATION {
            Self::Missing
        } else if *code == SqlState::DISK_FULL {
            Self::Full
        } else if *code == SqlState::LOCK_NOT_AVAILABLE
            || *code == SqlState::T_R_DEADLOCK_DETECTED
            || *code == SqlState::T_R_SERIALIZATION_FAILURE
        {
            Self::Busy
        } else if *code == SqlState::DATA_CORRUPTED || *code == SqlState::INDEX_CORRUPTED {
            Self::Damaged(text)
        } else {
            Self::Io(text)
        }
    }
}
