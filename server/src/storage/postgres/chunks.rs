//! Chunks and drawers, in SQL.

use std::collections::BTreeSet;

use tokio_postgres::{Row, Statement};
use trama_shared::ids::DocumentId;

use super::lines::{Line, bytes, count, to_sql};
use crate::storage::{
    Commit, Drawer, Owner, Result, Slot, StorageError, StorageFigures, StoredChunk, UserId,
};

/// One statement writes a whole batch or, where its document is not, nothing at all: so the batches of many documents share
/// a transaction, none can make another one fail, and all are under way at once. The answer is the document's new version.
///
/// The rows are locked in this order, case before document, and batches come in the order of their places
/// ([`order`]), so that two nodes never wait for each other in a circle.
const TO_CASE: &str = concat!(
    "WITH place AS (
        UPDATE cases SET changed_at = greatest(changed_at, $10), title = coalesce($11, title)
        FROM documents
        WHERE cases.id = $12 AND documents.slot = $1 AND documents.case_id = cases.id
        RETURNING cases.id
    ), touched AS (
        UPDATE documents SET version = version + 1
        WHERE slot = $1 AND EXISTS (SELECT FROM place)
        RETURNING version
    ), ",
    include_str!("batch.sql")
);

const TO_DRAWER: &str = concat!(
    "WITH touched AS (
        INSERT INTO documents (slot, document, drawer)
        SELECT $1, $10, user_id FROM drawers WHERE user_id = $11
        ON CONFLICT (slot) DO UPDATE SET version = documents.version + 1
        RETURNING version
    ), ",
    include_str!("batch.sql")
);

/// The statements that write batches, prepared on one connection.
pub(super) struct Statements {
    to_case: Statement,
    to_drawer: Statement,
}

impl Statements {
    pub(super) async fn prepare(line: &Line) -> Result<Self> {
        Ok(Self {
            to_case: line.prepared(TO_CASE).await?,
            to_drawer: line.prepared(TO_DRAWER).await?,
        })
    }
}

/// By what batches are sorted before they are written.
pub(super) fn order(commit: &Commit) -> (bool, &str, Slot) {
    match &commit.owner {
        Owner::Case(case) => (false, case.as_str(), commit.slot),
        Owner::Drawer { .. } => (true, "", commit.slot),
    }
}

/// Writes a batch; the answer is the document's version. [`StorageError::Missing`], and nothing is written, if there is no
/// such document. It is under way once this is polled.
pub(super) async fn write(line: &Line, statements: &Statements, commit: &Commit) -> Result<i64> {
    let slot = commit.slot.as_bytes().as_slice();
    let chunks = &commit.chunks;
    let keys: Vec<&str> = chunks.iter().map(|chunk| chunk.key.as_str()).collect();
    let kinds: Vec<i16> = chunks.iter().map(|chunk| i16::from(chunk.kind)).collect();
    let sealed: Vec<&[u8]> = chunks.iter().map(|chunk| chunk.sealed.as_slice()).collect();
    let lengths: Vec<i64> = chunks.iter().map(|chunk| to_sql(chunk.length)).collect();
    let times: Vec<i64> = chunks.iter().map(|chunk| chunk.created_at).collect();
    let authors = &commit.authors;
    let actors: Vec<&[u8]> = authors.iter().map(|(actor, _)| actor.as_slice()).collect();
    let users: Vec<&[u8]> = authors
        .iter()
        .map(|(_, user)| user.as_bytes().as_slice())
        .collect();
    let rows = match &commit.owner {
        Owner::Case(case) => {
            let changed_at = commit.changed_at.unwrap_or(0);
            let (title, case) = (&commit.title, case.as_str());
            line.ask(
                &statements.to_case,
                &[
                    &slot,
                    &keys,
                    &kinds,
                    &sealed,
                    &lengths,
                    &times,
                    &actors,
                    &users,
                    &commit.replaces,
                    &changed_at,
                    title,
                    &case,
                ],
            )
            .await?
        }
        Owner::Drawer { user, document } => {
            let (user, document) = (user.as_bytes().as_slice(), document.as_bytes().as_slice());
            line.ask(
                &statements.to_drawer,
                &[
                    &slot,
                    &keys,
                    &kinds,
                    &sealed,
                    &lengths,
                    &times,
                    &actors,
                    &users,
                    &commit.replaces,
                    &document,
                    &user,
                ],
            )
            .await?
        }
    };
    let row = rows.first().ok_or(StorageError::Missing)?;
    Ok(row.try_get(0)?)
}

/// Adds a chunk apart from any batch. One that is there already stays, unless it is in quarantine.
pub(super) async fn add(line: &Line, slot: Slot, chunk: &StoredChunk) -> Result<()> {
    line.run(
        "WITH touched AS (UPDATE documents SET version = version + 1 WHERE slot = $1)
         INSERT INTO chunks (slot, key, kind, sealed, length, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (slot, key) DO UPDATE SET
             kind = excluded.kind, sealed = excluded.sealed, length = excluded.length,
             created_at = excluded.created_at, quarantine = NULL
         WHERE chunks.quarantine IS NOT NULL",
        &[
            &slot.as_bytes().as_slice(),
            &chunk.key,
            &i16::from(chunk.kind),
            &chunk.sealed,
            &to_sql(chunk.length),
            &chunk.created_at,
        ],
    )
    .await?;
    Ok(())
}

fn chunk(row: &Row) -> Result<StoredChunk> {
    let kind: i16 = row.try_get(1)?;
    Ok(StoredChunk {
        key: row.try_get(0)?,
        // A kind that is none of ours is found out when the chunk is opened.
        kind: u8::try_from(kind).unwrap_or(u8::MAX),
        sealed: row.try_get(2)?,
        length: count(row, 3)?,
        created_at: row.try_get(4)?,
        quarantine: row.try_get(5)?,
    })
}

pub(super) async fn of(line: &Line, slot: Slot) -> Result<Vec<StoredChunk>> {
    let rows = line
        .rows(
            "SELECT key, kind, sealed, length, created_at, quarantine FROM chunks
             WHERE slot = $1 ORDER BY number",
            &[&slot.as_bytes().as_slice()],
        )
        .await?;
    rows.iter().map(chunk).collect()
}

pub(super) async fn named(line: &Line, slot: Slot, keys: &[String]) -> Result<Vec<StoredChunk>> {
    let rows = line
        .rows(
            "SELECT key, kind, sealed, length, created_at, quarantine FROM chunks
             WHERE slot = $1 AND key = ANY ($2) ORDER BY number",
            &[&slot.as_bytes().as_slice(), &keys],
        )
        .await?;
    rows.iter().map(chunk).collect()
}

pub(super) async fn keys(line: &Line, slot: Slot) -> Result<Vec<String>> {
    let rows = line
        .rows(
            "SELECT key FROM chunks WHERE slot = $1",
            &[&slot.as_bytes().as_slice()],
        )
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

pub(super) async fn is_good(line: &Line, slot: Slot, key: &str) -> Result<bool> {
    let row = line
        .row(
            "SELECT 1 FROM chunks WHERE slot = $1 AND key = $2 AND quarantine IS NULL",
            &[&slot.as_bytes().as_slice(), &key],
        )
        .await?;
    Ok(row.is_some())
}

pub(super) async fn put_aside(line: &Line, slot: Slot, key: &str, reason: &str) -> Result<()> {
    let marked = line
        .run(
            "UPDATE chunks SET quarantine = $3 WHERE slot = $1 AND key = $2",
            &[&slot.as_bytes().as_slice(), &key, &reason],
        )
        .await?;
    if marked == 0 {
        return Err(StorageError::Missing);
    }
    Ok(())
}

pub(super) async fn drawer(line: &Line, user: UserId) -> Result<Option<Drawer>> {
    let user = user.as_bytes().as_slice();
    let row = line
        .row("SELECT key FROM drawers WHERE user_id = $1", &[&user])
        .await?;
    let Some(row) = row else { return Ok(None) };
    let documents = line
        .rows(
            "SELECT slot, (SELECT coalesce(sum(length), 0)::bigint FROM chunks WHERE chunks.slot = documents.slot)
             FROM documents WHERE drawer = $1",
            &[&user],
        )
        .await?;
    let mut drawer = Drawer {
        key: row.try_get(0)?,
        documents: BTreeSet::new(),
        bytes: 0,
    };
    for row in &documents {
        drawer.documents.insert(Slot::from_bytes(bytes(row, 0)?));
        drawer.bytes += count(row, 1)?;
    }
    Ok(Some(drawer))
}

pub(super) async fn add_drawer(line: &Line, user: UserId, key: &[u8]) -> Result<()> {
    line.run(
        "INSERT INTO drawers (user_id, key) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        &[&user.as_bytes().as_slice(), &key],
    )
    .await?;
    Ok(())
}

pub(super) async fn document_in(line: &Line, slot: Slot) -> Result<DocumentId> {
    let row = line
        .row(
            "SELECT document FROM documents WHERE slot = $1",
            &[&slot.as_bytes().as_slice()],
        )
        .await?;
    let row = row.ok_or(StorageError::Missing)?;
    Ok(DocumentId::from_bytes(bytes(&row, 0)?))
}

/// The versions of those of these documents that are there.
pub(super) async fn versions(line: &Line, slots: &[Slot]) -> Result<Vec<(Slot, i64)>> {
    let slots: Vec<&[u8]> = slots
        .iter()
        .map(|slot| slot.as_bytes().as_slice())
        .collect();
    let rows = line
        .rows(
            "SELECT slot, version FROM documents WHERE slot = ANY ($1)",
            &[&slots],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((Slot::from_bytes(bytes(row, 0)?), row.try_get(1)?)))
        .collect()
}

pub(super) async fn figures(line: &Line) -> Result<StorageFigures> {
    let row = line
        .row(
            "SELECT (SELECT count(*) FROM cases WHERE kind = 'case'), count(*), count(quarantine),
                 coalesce(sum(length), 0)::bigint, (SELECT count(*) FROM refused) FROM chunks",
            &[],
        )
        .await?;
    let row = row.ok_or(StorageError::Missing)?;
    let (chunks, quarantined) = (count(&row, 1)?, count(&row, 2)?);
    Ok(StorageFigures {
        cases: count(&row, 0)?,
        chunks: chunks.saturating_sub(quarantined),
        quarantined,
        bytes: count(&row, 3)?,
        refused: count(&row, 4)?,
    })
}
