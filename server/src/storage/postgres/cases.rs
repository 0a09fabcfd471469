//! Cases, their documents and rights, in SQL.

use std::{collections::BTreeMap, str::FromStr};

use tokio_postgres::Row;
use trama_shared::{
    case::Zone,
    ids::{CaseId, DocumentId},
};

use super::{
    chunks,
    lines::{Line, bytes},
};
use crate::{
    rights::Right,
    storage::{
        CaseDocument, CaseRecord, Grant, NewCase, RecordKind, Result, Slot, StorageError, UserId,
    },
};

const fn zone_code(zone: Zone) -> &'static str {
    match zone {
        Zone::Case => "case",
        Zone::Reserved => "reserved",
        Zone::Identity => "identity",
    }
}

fn zone_of(code: &str) -> Result<Zone> {
    Zone::ALL
        .into_iter()
        .find(|zone| zone_code(*zone) == code)
        .ok_or_else(|| StorageError::Damaged("a document has an unknown zone".to_owned()))
}

fn record(row: &Row) -> Result<CaseRecord> {
    let id: &str = row.try_get(0)?;
    Ok(CaseRecord {
        id: CaseId::from_str(id)
            .map_err(|_| StorageError::Damaged("a case has no valid id".to_owned()))?,
        kind: RecordKind::from_code(row.try_get(4)?)?,
        key: row.try_get(1)?,
        title: row.try_get(2)?,
        changed_at: row.try_get(3)?,
        documents: Vec::new(),
    })
}

fn document(row: &Row) -> Result<CaseDocument> {
    Ok(CaseDocument {
        id: DocumentId::from_bytes(bytes(row, 1)?),
        zone: zone_of(row.try_get(2)?)?,
    })
}

/// Puts each case's documents into it. Both were read of one moment, or a case that came in between is left out.
fn together(cases: &[Row], documents: &[Row]) -> Result<Vec<CaseRecord>> {
    let mut by_case: BTreeMap<&str, Vec<CaseDocument>> = BTreeMap::new();
    for row in documents {
        by_case
            .entry(row.try_get(0)?)
            .or_default()
            .push(document(row)?);
    }
    let mut records = Vec::with_capacity(cases.len());
    for row in cases {
        let mut record = record(row)?;
        record.documents = by_case.remove(record.id.as_str()).unwrap_or_default();
        record
            .documents
            .sort_unstable_by_key(|document| document.zone);
        records.push(record);
    }
    Ok(records)
}

pub(super) async fn add_case(line: &Line, case: &NewCase) -> Result<()> {
    let id = case.record.id.as_str();
    line.run(
        "INSERT INTO cases (id, key, title, changed_at, kind) VALUES ($1, $2, $3, $4, $5)",
        &[
            &id,
            &case.record.key,
            &case.record.title,
            &case.record.changed_at,
            &case.record.kind.code(),
        ],
    )
    .await?;
    for document in &case.record.documents {
        line.run(
            "INSERT INTO documents (slot, document, case_id, zone) VALUES ($1, $1, $2, $3)",
            &[
                &document.id.as_bytes().as_slice(),
                &id,
                &zone_code(document.zone),
            ],
        )
        .await?;
    }
    for (slot, chunk) in &case.chunks {
        chunks::add(line, *slot, chunk).await?;
    }
    set_grants(line, &case.grants).await
}

/// To be asked in a snapshot.
pub(super) async fn cases(line: &Line) -> Result<Vec<CaseRecord>> {
    let cases = line
        .rows(
            "SELECT id, key, title, changed_at, kind FROM cases ORDER BY changed_at DESC, id",
            &[],
        )
        .await?;
    let documents = line
        .rows(
            "SELECT case_id, document, zone FROM documents WHERE case_id IS NOT NULL",
            &[],
        )
        .await?;
    together(&cases, &documents)
}

/// The documents of a case come with it and never change, so that the order of the two questions is enough.
pub(super) async fn case(line: &Line, id: &str) -> Result<Option<CaseRecord>> {
    let case = line
        .rows(
            "SELECT id, key, title, changed_at, kind FROM cases WHERE id = $1",
            &[&id],
        )
        .await?;
    if case.is_empty() {
        return Ok(None);
    }
    let documents = line
        .rows(
            "SELECT case_id, document, zone FROM documents WHERE case_id = $1",
            &[&id],
        )
        .await?;
    Ok(together(&case, &documents)?.pop())
}

pub(super) async fn case_of(
    line: &Line,
    document: DocumentId,
) -> Result<Option<(CaseRecord, Zone)>> {
    let row = line
        .row(
            "SELECT case_id, zone FROM documents WHERE slot = $1 AND case_id IS NOT NULL",
            &[&document.as_bytes().as_slice()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let zone = zone_of(row.try_get(1)?)?;
    Ok(case(line, row.try_get(0)?).await?.map(|case| (case, zone)))
}

pub(super) async fn set_grants(line: &Line, grants: &[Grant]) -> Result<()> {
    for grant in grants {
        line.run(
            "INSERT INTO grants (document, user_id, access) VALUES ($1, $2, $3)
             ON CONFLICT (user_id, document) DO UPDATE SET access = excluded.access",
            &[
                &grant.document.as_bytes().as_slice(),
                &grant.user.as_bytes().as_slice(),
                &i16::from(grant.right.code()),
            ],
        )
        .await?;
    }
    Ok(())
}

/// Gives `user` every right on the cases that nobody has a right on: those imported before there was anybody.
pub(super) async fn grant_orphans(line: &Line, user: UserId) -> Result<()> {
    line.run(
        "INSERT INTO grants (document, user_id, access)
         SELECT slot, $1, $2 FROM documents
         WHERE case_id IS NOT NULL AND NOT EXISTS (
             SELECT FROM documents AS others JOIN grants ON grants.document = others.slot
             WHERE others.case_id = documents.case_id AND grants.access > 0)
         ON CONFLICT (user_id, document) DO UPDATE SET access = excluded.access",
        &[&user.as_bytes().as_slice(), &i16::from(Right::Write.code())],
    )
    .await?;
    Ok(())
}

/// The right with this number; one that we do not know grants nothing.
pub(super) fn right(row: &Row, column: usize) -> Result<Right> {
    let code: i16 = row.try_get(column)?;
    Ok(u8::try_from(code).map_or(Right::None, Right::from_code))
}

pub(super) async fn grants_of(line: &Line, user: UserId) -> Result<Vec<Grant>> {
    let rows = line
        .rows(
            "SELECT document, access FROM grants WHERE user_id = $1",
            &[&user.as_bytes().as_slice()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Grant {
                document: DocumentId::from_bytes(bytes(row, 0)?),
                user,
                right: right(row, 1)?,
            })
        })
        .collect()
}

/// Keeps a document's slot in a user's drawer.
pub(super) async fn keep_in_drawer(
    line: &Line,
    slot: Slot,
    document: DocumentId,
    user: UserId,
) -> Result<()> {
    line.run(
        "INSERT INTO documents (slot, document, drawer) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        &[
            &slot.as_bytes().as_slice(),
            &document.as_bytes().as_slice(),
            &user.as_bytes().as_slice(),
        ],
    )
    .await?;
    Ok(())
}
