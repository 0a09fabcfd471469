//! The tables, as numbered migrations. A released migration is never edited; a new one is appended.

use rusqlite::{Connection, TransactionBehavior};

use crate::storage::{Result, StorageError};

/// Each entry brings the schema from its index to the next number.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/001_first.sql"),
    include_str!("schema/002_authors_and_refused.sql"),
    include_str!("schema/003_territories.sql"),
];

/// The schema that this version writes.
pub(super) fn newest() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

/// The schema of the database; 0 for an empty one.
pub(super) fn version(connection: &Connection) -> Result<u32> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Brings the database to the newest schema.
pub(super) fn migrate(connection: &mut Connection) -> Result<()> {
    if version(connection)? == newest() {
        return Ok(());
    }
    // Two processes may start on a new folder at once: the second finds the work done.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&transaction)?;
    if found > newest() {
        return Err(StorageError::TooNew {
            found,
            known: newest(),
        });
    }
    let done = usize::try_from(found).unwrap_or(MIGRATIONS.len());
    for migration in MIGRATIONS.iter().skip(done) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", newest())?;
    transaction.commit()?;
    Ok(())
}
