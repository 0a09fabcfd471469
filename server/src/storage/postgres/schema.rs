//! The tables, as numbered migrations. A released migration is never edited; a new one is appended.
//!
//! Several nodes share the database and are brought to a new version one after the other, so every change comes in two
//! releases: one that adds, with which the version before still works, and a later one that takes away what is no longer
//! used. Each migration says which version is the oldest that works with it.

use super::lines::{Line, Lines};
use crate::storage::{Result, StorageError};

/// One step of the schema.
struct Migration {
    sql: &'static str,
    /// The oldest schema whose program still works after this step.
    usable_from: i32,
}

/// Each entry brings the schema from its index to the next number.
const MIGRATIONS: &[Migration] = &[
    Migration {
        sql: include_str!("schema/001_first.sql"),
        usable_from: 1,
    },
    Migration {
        sql: include_str!("schema/002_territories.sql"),
        usable_from: 1,
    },
];

/// Where it stands how far the schema is; older than any migration, so that it never changes.
const LEDGER: &str = "CREATE TABLE IF NOT EXISTS trama_schema (
    version integer PRIMARY KEY,
    usable_from integer NOT NULL
)";

/// Any number, the same in every version: whoever migrates holds this lock.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7238901746211)";

fn newest() -> i32 {
    i32::try_from(MIGRATIONS.len()).unwrap_or(i32::MAX)
}

/// Brings the database to the newest schema.
pub(super) async fn migrate(lines: &Lines) -> Result<()> {
    let line = lines.begin().await?;
    let result = migrate_in(&line).await;
    line.end(result).await
}

async fn migrate_in(line: &Line) -> Result<()> {
    // Two nodes may start on a new database at once: the second finds the work done.
    line.batch(LOCK).await?;
    line.batch(LEDGER).await?;
    let row = line
        .row(
            "SELECT coalesce(max(version), 0), coalesce(max(usable_from), 0) FROM trama_schema",
            &[],
        )
        .await?;
    let (found, usable_from): (i32, i32) = match &row {
        Some(row) => (row.try_get(0)?, row.try_get(1)?),
        None => (0, 0),
    };
    if usable_from > newest() {
        return Err(StorageError::TooNew {
            found: found.unsigned_abs(),
            known: newest().unsigned_abs(),
        });
    }
    let done = usize::try_from(found).unwrap_or(MIGRATIONS.len());
    for (migration, version) in MIGRATIONS.iter().zip(1_i32..).skip(done) {
        line.batch(migration.sql).await?;
        line.run(
            "INSERT INTO trama_schema (version, usable_from) VALUES ($1, $2)",
            &[&version, &migration.usable_from],
        )
        .await?;
    }
    Ok(())
}
