//! Cases, their documents and rights, in SQL.

use std::{collections::BTreeMap, str::FromStr};

use rusqlite::{Connection, OptionalExtension, Row, params};
use trama_shared::{
    case::Zone,
    ids::{CaseId, DocumentId},
};

use crate::{
    rights::Right,
    storage::{
        CaseDocument, CaseRecord, Grant, NewCase, RecordKind, Result, StorageError, UserId,
        sqlite::chunks,
    },
};

const CASE: &str = "SELECT id, key, title, changed_at, kind FROM cases";

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

fn case_id(text: &str) -> Result<CaseId> {
    CaseId::from_str(text).map_err(|_| StorageError::Damaged("a case has no valid id".to_owned()))
}

type CaseRow = (String, Vec<u8>, Vec<u8>, i64, String);

fn case_row(row: &Row<'_>) -> rusqlite::Result<CaseRow> {
    Ok((
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
    ))
}

fn record(
    (id, key, title, changed_at, kind): CaseRow,
    documents: Vec<CaseDocument>,
) -> Result<CaseRecord> {
    Ok(CaseRecord {
        id: case_id(&id)?,
        kind: RecordKind::from_code(&kind)?,
        key,
        title,
        changed_at,
        documents,
    })
}

pub(super) fn add_case(connection: &Connection, case: &NewCase) -> Result<()> {
    let id = case.record.id.as_str();
    connection.execute(
        "INSERT INTO cases (id, key, title, changed_at, kind) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            id,
            case.record.key,
            case.record.title,
            case.record.changed_at,
            case.record.kind.code()
        ],
    )?;
    for document in &case.record.documents {
        connection
            .prepare_cached(
                "INSERT INTO documents (slot, document, case_id, zone) VALUES (?1, ?1, ?2, ?3)",
            )?
            .execute(params![
                document.id.as_bytes(),
                id,
                zone_code(document.zone)
            ])?;
    }
    for (slot, chunk) in &case.chunks {
        chunks::add(connection, *slot, chunk)?;
    }
    set_grants(connection, &case.grants)
}

pub(super) fn cases(connection: &Connection) -> Result<Vec<CaseRecord>> {
    let mut documents: BTreeMap<String, Vec<CaseDocument>> = BTreeMap::new();
    let mut statement = connection.prepare_cached(
        "SELECT case_id, document, zone FROM documents WHERE case_id IS NOT NULL",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        documents
            .entry(row.get(0)?)
            .or_default()
            .push(document_of(row, 1)?);
    }
    let mut statement =
        connection.prepare_cached(&format!("{CASE} ORDER BY changed_at DESC, id"))?;
    let rows: Vec<CaseRow> = statement
        .query_map([], case_row)?
        .collect::<rusqlite::Result<_>>()?;
    rows.into_iter()
        .map(|row| {
            let mut documents = documents.remove(&row.0).unwrap_or_default();
            documents.sort_by_key(|document| document.zone);
            record(row, documents)
        })
        .collect()
}

fn document_of(row: &Row<'_>, first: usize) -> Result<CaseDocument> {
    Ok(CaseDocument {
        id: DocumentId::from_bytes(row.get(first)?),
        zone: zone_of(&row.get::<_, String>(first + 1)?)?,
    })
}

pub(super) fn case(connection: &Connection, id: &str) -> Result<Option<CaseRecord>> {
    let found = connection
        .prepare_cached(&format!("{CASE} WHERE id = ?1"))?
        .query_row([id], case_row)
        .optional()?;
    let Some(row) = found else { return Ok(None) };
    let mut statement =
        connection.prepare_cached("SELECT document, zone FROM documents WHERE case_id = ?1")?;
    let mut rows = statement.query([id])?;
    let mut documents = Vec::new();
    while let Some(row) = rows.next()? {
        documents.push(document_of(row, 0)?);
    }
    documents.sort_by_key(|document| document.zone);
    record(row, documents).map(Some)
}

pub(super) fn case_of(
    connection: &Connection,
    document: DocumentId,
) -> Result<Option<(CaseRecord, Zone)>> {
    let found: Option<(String, String)> = connection
        .prepare_cached(
            "SELECT case_id, zone FROM documents WHERE slot = ?1 AND case_id IS NOT NULL",
        )?
        .query_row([document.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((id, zone)) = found else {
        return Ok(None);
    };
    let zone = zone_of(&zone)?;
    Ok(case(connection, &id)?.map(|case| (case, zone)))
}

pub(super) fn set_grants(connection: &Connection, grants: &[Grant]) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO grants (document, user, access) VALUES (?1, ?2, ?3)
         ON CONFLICT (user, document) DO UPDATE SET access = excluded.access",
    )?;
    for grant in grants {
        statement.execute(params![
            grant.document.as_bytes(),
            grant.user.as_bytes(),
            grant.right.code()
        ])?;
    }
    Ok(())
}

/// Gives `user` every right on the cases that nobody has a right on: those imported before there was anybody.
pub(super) fn grant_orphans(connection: &Connection, user: UserId) -> Result<()> {
    connection.execute(
        "INSERT INTO grants (document, user, access)
         SELECT slot, ?1, ?2 FROM documents
         WHERE case_id IS NOT NULL AND case_id NOT IN (
             SELECT case_id FROM documents JOIN grants ON grants.document = documents.slot
             WHERE case_id IS NOT NULL AND grants.access > 0)
         ON CONFLICT (user, document) DO UPDATE SET access = excluded.access",
        params![user.as_bytes(), Right::Write.code()],
    )?;
    Ok(())
}

pub(super) fn grants_of(connection: &Connection, user: UserId) -> Result<Vec<Grant>> {
    let mut statement =
        connection.prepare_cached("SELECT document, access FROM grants WHERE user = ?1")?;
    let grants = statement
        .query_map([user.as_bytes()], |row| {
            Ok(Grant {
                document: DocumentId::from_bytes(row.get(0)?),
                user,
                right: Right::from_code(row.get(1)?),
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(grants)
}

pub(super) fn rights_version(connection: &Connection) -> Result<u64> {
    let version: i64 = connection
        .prepare_cached("SELECT version FROM rights_version")?
        .query_row([], |row| row.get(0))?;
    Ok(version.unsigned_abs())
}
