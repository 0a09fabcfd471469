//! Chunks and drawers, in SQL.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::quarantine;
use crate::storage::{
    Commit, Drawer, Owner, Result, Slot, StorageError, StorageFigures, StoredChunk, UserId,
};

/// Adds a chunk. One that is there already stays, unless it is in quarantine: then the good one heals it, for equal
/// keys mean equal content.
pub(super) fn add(connection: &Connection, slot: Slot, chunk: &StoredChunk) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO chunks (slot, key, kind, sealed, length, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (slot, key) DO UPDATE SET
                 kind = excluded.kind, sealed = excluded.sealed, length = excluded.length,
                 created_at = excluded.created_at, quarantine = NULL
             WHERE quarantine IS NOT NULL",
        )?
        .execute(params![
            slot.as_bytes(),
            chunk.key,
            chunk.kind,
            chunk.sealed,
            to_sql(chunk.length),
            chunk.created_at
        ])?;
    Ok(())
}

pub(super) fn commit(connection: &Connection, commit: &Commit) -> Result<()> {
    match &commit.owner {
        Owner::Case(case) => {
            let changed = connection
                .prepare_cached(
                    "UPDATE cases SET changed_at = max(changed_at, ?2), title = coalesce(?3, title)
                     WHERE id = ?1",
                )?
                .execute(params![
                    case.as_str(),
                    commit.changed_at.unwrap_or(0),
                    commit.title
                ])?;
            if changed == 0 {
                return Err(StorageError::Missing);
            }
        }
        Owner::Drawer { user, document } => {
            connection
                .prepare_cached(
                    "INSERT INTO documents (slot, document, drawer) VALUES (?1, ?2, ?3)
                     ON CONFLICT (slot) DO NOTHING",
                )?
                .execute(params![
                    commit.slot.as_bytes(),
                    document.as_bytes(),
                    user.as_bytes()
                ])?;
        }
    }
    for chunk in &commit.chunks {
        add(connection, commit.slot, chunk)?;
    }
    for (actor, user) in &commit.authors {
        quarantine::add_author(connection, commit.slot, actor, *user)?;
    }
    let mut remove = connection
        .prepare_cached("DELETE FROM chunks WHERE slot = ?1 AND key = ?2 AND quarantine IS NULL")?;
    for key in &commit.replaces {
        remove.execute(params![commit.slot.as_bytes(), key])?;
    }
    Ok(())
}

fn chunk(row: &Row<'_>) -> rusqlite::Result<StoredChunk> {
    Ok(StoredChunk {
        key: row.get(0)?,
        kind: row.get(1)?,
        sealed: row.get(2)?,
        length: row.get::<_, i64>(3)?.unsigned_abs(),
        created_at: row.get(4)?,
        quarantine: row.get(5)?,
    })
}

pub(super) fn of(connection: &Connection, slot: Slot) -> Result<Vec<StoredChunk>> {
    let mut statement = connection.prepare_cached(
        "SELECT key, kind, sealed, length, created_at, quarantine FROM chunks
         WHERE slot = ?1 ORDER BY number",
    )?;
    let chunks = statement
        .query_map([slot.as_bytes()], chunk)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(chunks)
}

pub(super) fn named(
    connection: &Connection,
    slot: Slot,
    keys: &[String],
) -> Result<Vec<StoredChunk>> {
    let mut statement = connection.prepare_cached(
        "SELECT key, kind, sealed, length, created_at, quarantine, number FROM chunks
         WHERE slot = ?1 AND key = ?2",
    )?;
    let mut found: Vec<(i64, StoredChunk)> = Vec::new();
    for key in keys {
        let mut rows = statement.query(params![slot.as_bytes(), key])?;
        if let Some(row) = rows.next()? {
            found.push((row.get(6)?, chunk(row)?));
        }
    }
    found.sort_unstable_by_key(|(number, _)| *number);
    Ok(found.into_iter().map(|(_, chunk)| chunk).collect())
}

pub(super) fn keys(connection: &Connection, slot: Slot) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached("SELECT key FROM chunks WHERE slot = ?1")?;
    let keys = statement
        .query_map([slot.as_bytes()], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(keys)
}

pub(super) fn put_aside(
    connection: &Connection,
    slot: Slot,
    key: &str,
    reason: &str,
) -> Result<()> {
    let marked = connection.execute(
        "UPDATE chunks SET quarantine = ?3 WHERE slot = ?1 AND key = ?2",
        params![slot.as_bytes(), key, reason],
    )?;
    if marked == 0 {
        return Err(StorageError::Missing);
    }
    Ok(())
}

pub(super) fn drawer(connection: &Connection, user: UserId) -> Result<Option<Drawer>> {
    let key: Option<Vec<u8>> = connection
        .prepare_cached("SELECT key FROM drawers WHERE user = ?1")?
        .query_row([user.as_bytes()], |row| row.get(0))
        .optional()?;
    let Some(key) = key else { return Ok(None) };
    let mut statement = connection.prepare_cached(
        "SELECT slot, (SELECT coalesce(sum(length), 0) FROM chunks WHERE chunks.slot = documents.slot)
         FROM documents WHERE drawer = ?1",
    )?;
    let mut drawer = Drawer {
        key,
        documents: std::collections::BTreeSet::new(),
        bytes: 0,
    };
    let mut rows = statement.query([user.as_bytes()])?;
    while let Some(row) = rows.next()? {
        drawer.documents.insert(Slot::from_bytes(row.get(0)?));
        drawer.bytes += row.get::<_, i64>(1)?.unsigned_abs();
    }
    Ok(Some(drawer))
}

pub(super) fn add_drawer(connection: &Connection, user: UserId, key: &[u8]) -> Result<()> {
    connection.execute(
        "INSERT INTO drawers (user, key) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![user.as_bytes(), key],
    )?;
    Ok(())
}

pub(super) fn figures(connection: &Connection) -> Result<StorageFigures> {
    let count = |sql: &str| -> Result<u64> {
        Ok(connection
            .prepare_cached(sql)?
            .query_row([], |row| row.get::<_, i64>(0))?
            .unsigned_abs())
    };
    let chunks = count("SELECT count(*) FROM chunks")?;
    let quarantined = count("SELECT count(*) FROM chunks WHERE quarantine IS NOT NULL")?;
    Ok(StorageFigures {
        cases: count("SELECT count(*) FROM cases WHERE kind = 'case'")?,
        chunks: chunks.saturating_sub(quarantined),
        quarantined,
        bytes: count("SELECT coalesce(sum(length), 0) FROM chunks")?,
        refused: count("SELECT count(*) FROM refused")?,
    })
}

/// SQLite's integers are signed; no chunk comes near the bound.
pub(super) fn to_sql(length: u64) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
