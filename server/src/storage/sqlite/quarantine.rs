//! Authors and what is kept apart, in SQL.

use rusqlite::{Connection, Row, params};

use super::chunks::to_sql;
use crate::{
    limits,
    storage::{
        DamagedRecord, Quarantined, Refused, RefusedRecord, Result, Slot, StorageError, UserId,
    },
};

pub(super) fn authors(connection: &Connection, slot: Slot) -> Result<Vec<(Vec<u8>, UserId)>> {
    let mut statement =
        connection.prepare_cached("SELECT actor, user FROM authors WHERE slot = ?1")?;
    let authors = statement
        .query_map([slot.as_bytes()], |row| {
            Ok((row.get(0)?, UserId::from_bytes(row.get(1)?)))
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(authors)
}

/// The one that is there stays: whoever wrote under an actor first has it. An account that is gone owns nothing, and what it
/// wrote is stored all the same.
pub(super) fn add_author(
    connection: &Connection,
    slot: Slot,
    actor: &[u8],
    user: UserId,
) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO authors (slot, actor, user)
             SELECT ?1, ?2, id FROM users WHERE id = ?3 ON CONFLICT DO NOTHING",
        )?
        .execute(params![slot.as_bytes(), actor, user.as_bytes()])?;
    Ok(())
}

pub(super) fn add_refused(connection: &Connection, refused: &Refused) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO refused (slot, user, key, reason, sealed, length, first_at, last_at, times)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, 1)
             ON CONFLICT (slot, user, key) DO UPDATE SET
                 reason = excluded.reason, last_at = excluded.last_at, times = times + 1",
        )?
        .execute(params![
            refused.slot.as_bytes(),
            refused.user.as_bytes(),
            refused.key,
            refused.reason,
            refused.sealed,
            to_sql(refused.length),
            refused.at
        ])?;
    connection
        .prepare_cached(
            "DELETE FROM refused WHERE user = ?1 AND number NOT IN
                 (SELECT number FROM refused WHERE user = ?1 ORDER BY last_at DESC, number DESC LIMIT ?2)",
        )?
        .execute(params![
            refused.user.as_bytes(),
            to_sql(limits::REFUSED_PER_USER as u64)
        ])?;
    Ok(())
}

fn record(row: &Row<'_>) -> rusqlite::Result<RefusedRecord> {
    let number = |index: usize| row.get::<_, i64>(index).map(i64::unsigned_abs);
    Ok(RefusedRecord {
        number: number(0)?,
        refused: Refused {
            slot: Slot::from_bytes(row.get(1)?),
            user: UserId::from_bytes(row.get(2)?),
            key: row.get(3)?,
            reason: row.get(4)?,
            length: number(5)?,
            at: row.get(6)?,
            sealed: row.get(9)?,
        },
        first_at: row.get(7)?,
        times: number(8)?,
    })
}

/// All of it, without the bytes.
pub(super) fn refused(connection: &Connection) -> Result<Vec<RefusedRecord>> {
    let mut statement = connection.prepare(
        "SELECT number, slot, user, key, reason, length, last_at, first_at, times, x''
         FROM refused ORDER BY number",
    )?;
    let records = statement
        .query_map([], record)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(records)
}

pub(super) fn refused_one(connection: &Connection, number: u64) -> Result<Option<RefusedRecord>> {
    let mut statement = connection.prepare(
        "SELECT number, slot, user, key, reason, length, last_at, first_at, times, sealed
         FROM refused WHERE number = ?1",
    )?;
    let mut records = statement.query_map([to_sql(number)], record)?;
    Ok(records.next().transpose()?)
}

pub(super) fn damaged(connection: &Connection) -> Result<Vec<DamagedRecord>> {
    let mut statement = connection.prepare(
        "SELECT number, slot, key, quarantine, length, created_at FROM chunks
         WHERE quarantine IS NOT NULL ORDER BY number",
    )?;
    let records = statement
        .query_map([], |row| {
            Ok(DamagedRecord {
                number: row.get::<_, i64>(0)?.unsigned_abs(),
                slot: Slot::from_bytes(row.get(1)?),
                key: row.get(2)?,
                reason: row.get(3)?,
                length: row.get::<_, i64>(4)?.unsigned_abs(),
                at: row.get(5)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(records)
}

pub(super) fn drop_one(connection: &Connection, what: Quarantined) -> Result<()> {
    let dropped = match what {
        Quarantined::Refused(number) => {
            connection.execute("DELETE FROM refused WHERE number = ?1", [to_sql(number)])?
        }
        Quarantined::Damaged(number) => connection.execute(
            "DELETE FROM chunks WHERE number = ?1 AND quarantine IS NOT NULL",
            [to_sql(number)],
        )?,
    };
    if dropped == 0 {
        return Err(StorageError::Missing);
    }
    Ok(())
}
