//! Authors and what is kept apart, in SQL.

use tokio_postgres::Row;

use super::lines::{Line, bytes, count, to_sql};
use crate::{
    limits,
    storage::{
        DamagedRecord, Quarantined, Refused, RefusedRecord, Result, Slot, StorageError, UserId,
    },
};

pub(super) async fn authors(line: &Line, slot: Slot) -> Result<Vec<(Vec<u8>, UserId)>> {
    let rows = line
        .rows(
            "SELECT actor, user_id FROM authors WHERE slot = $1",
            &[&slot.as_bytes().as_slice()],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, UserId::from_bytes(bytes(row, 1)?))))
        .collect()
}

pub(super) async fn keep_author(line: &Line, slot: Slot, actor: &[u8], user: UserId) -> Result<()> {
    line.run(
        "INSERT INTO authors (slot, actor, user_id)
         SELECT $1, $2, id FROM users WHERE id = $3 ON CONFLICT DO NOTHING",
        &[
            &slot.as_bytes().as_slice(),
            &actor,
            &user.as_bytes().as_slice(),
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn add_refused(line: &Line, refused: &Refused) -> Result<()> {
    let user = refused.user.as_bytes().as_slice();
    line.run(
        "INSERT INTO refused (slot, user_id, key, reason, sealed, length, first_at, last_at, times)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 1)
         ON CONFLICT (slot, user_id, key) DO UPDATE SET
             reason = excluded.reason, last_at = excluded.last_at, times = refused.times + 1",
        &[
            &refused.slot.as_bytes().as_slice(),
            &user,
            &refused.key,
            &refused.reason,
            &refused.sealed,
            &to_sql(refused.length),
            &refused.at,
        ],
    )
    .await?;
    line.run(
        "DELETE FROM refused WHERE user_id = $1 AND number NOT IN
             (SELECT number FROM refused WHERE user_id = $1 ORDER BY last_at DESC, number DESC LIMIT $2)",
        &[&user, &to_sql(limits::REFUSED_PER_USER as u64)],
    )
    .await?;
    Ok(())
}

fn record(row: &Row) -> Result<RefusedRecord> {
    Ok(RefusedRecord {
        number: count(row, 0)?,
        refused: Refused {
            slot: Slot::from_bytes(bytes(row, 1)?),
            user: UserId::from_bytes(bytes(row, 2)?),
            key: row.try_get(3)?,
            reason: row.try_get(4)?,
            length: count(row, 5)?,
            at: row.try_get(6)?,
            sealed: row.try_get(9)?,
        },
        first_at: row.try_get(7)?,
        times: count(row, 8)?,
    })
}

/// All of it, without the bytes.
pub(super) async fn refused(line: &Line) -> Result<Vec<RefusedRecord>> {
    let rows = line
        .rows(
            "SELECT number, slot, user_id, key, reason, length, last_at, first_at, times, ''::bytea
             FROM refused ORDER BY number",
            &[],
        )
        .await?;
    rows.iter().map(record).collect()
}

pub(super) async fn refused_one(line: &Line, number: u64) -> Result<Option<RefusedRecord>> {
    let row = line
        .row(
            "SELECT number, slot, user_id, key, reason, length, last_at, first_at, times, sealed
             FROM refused WHERE number = $1",
            &[&to_sql(number)],
        )
        .await?;
    row.as_ref().map(record).transpose()
}

pub(super) async fn damaged(line: &Line) -> Result<Vec<DamagedRecord>> {
    let rows = line
        .rows(
            "SELECT number, slot, key, quarantine, length, created_at FROM chunks
             WHERE quarantine IS NOT NULL ORDER BY number",
            &[],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(DamagedRecord {
                number: count(row, 0)?,
                slot: Slot::from_bytes(bytes(row, 1)?),
                key: row.try_get(2)?,
                reason: row.try_get(3)?,
                length: count(row, 4)?,
                at: row.try_get(5)?,
            })
        })
        .collect()
}

pub(super) async fn drop_one(line: &Line, what: Quarantined) -> Result<()> {
    let dropped = match what {
        Quarantined::Refused(number) => {
            line.run("DELETE FROM refused WHERE number = $1", &[&to_sql(number)])
                .await?
        }
        Quarantined::Damaged(number) => {
            line.run(
                "DELETE FROM chunks WHERE number = $1 AND quarantine IS NOT NULL",
                &[&to_sql(number)],
            )
            .await?
        }
    };
    if dropped == 0 {
        return Err(StorageError::Missing);
    }
    Ok(())
}
