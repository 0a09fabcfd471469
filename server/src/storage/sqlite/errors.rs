//! SQLite's errors in the words of the storage. Messages of SQLite name tables and codes, never values.

use rusqlite::{Error, ErrorCode, ffi};

use crate::storage::StorageError;

impl From<Error> for StorageError {
    fn from(error: Error) -> Self {
        match &error {
            Error::QueryReturnedNoRows => Self::Missing,
            Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DiskFull => Self::Full,
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
                ErrorCode::ConstraintViolation
                    if failure.extended_code == ffi::SQLITE_CONSTRAINT_FOREIGNKEY =>
                {
                    Self::Missing
                }
                ErrorCode::ConstraintViolation => Self::Taken,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                    Self::Damaged(error.to_string())
                }
                _ => Self::Io(error.to_string()),
            },
            Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..) => Self::Damaged(error.to_string()),
            _ => Self::Io(error.to_string()),
        }
    }
}
