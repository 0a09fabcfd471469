//! The case file: a whole case as documented JSON (`docs/case-file.md`), to travel and to be kept.

mod check;
mod error;
mod history;
mod json;
mod value;

use std::collections::BTreeMap;

use automerge::{Automerge, ReadDoc};
use serde::Serialize;

pub use error::{ImportError, ImportFault, Place, Reason};
pub use history::EarlierNetwork;

use crate::{
    case::{Case, Identity, Reserved, Zone},
    document::{self, Problem},
    edit::{EditError, fill},
    ids::MilestoneId,
    limits,
};

/// What a case file calls itself.
pub const FORMAT: &str = "trama-case";

/// A whole case, all three zones, as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseFile {
    /// The shared zone.
    pub case: Case,
    /// The reserved zone.
    pub reserved: Reserved,
    /// Who the person is.
    pub identity: Identity,
    /// What the network was at milestones.
    pub history: BTreeMap<MilestoneId, EarlierNetwork>,
}

/// Writes a case file. The same case always gives the same bytes.
///
/// # Errors
/// Never for a case that was read from documents or from a file: its numbers are finite and its keys are text.
pub fn export(file: &CaseFile) -> Result<String, serde_json::Error> {
    #[derive(Serialize)]
    struct Head<'a> {
        format: &'a str,
        schema: u64,
        case: &'a Case,
        reserved: &'a Reserved,
        identity: &'a Identity,
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        history: &'a BTreeMap<MilestoneId, EarlierNetwork>,
    }
    let mut text = serde_json::to_string_pretty(&Head {
        format: FORMAT,
        schema: limits::SCHEMA,
        case: &file.case,
        reserved: &file.reserved,
        identity: &file.identity,
        history: &file.history,
    })?;
    text.push('\n');
    Ok(text)
}

/// Reads a case file. A file in which anything is wrong is refused whole.
///
/// # Errors
/// Everything that is wrong with it, up to [`limits::IMPORT_ERRORS_MAX`], each with its place.
pub fn import(text: &str) -> Result<CaseFile, ImportError> {
    if text.len() > limits::CASE_FILE_BYTES_MAX {
        return Err(ImportError::one(
            Place::File,
            Reason::TooLarge {
                max: limits::CASE_FILE_BYTES_MAX,
            },
        ));
    }
    // Editors on some systems put a byte order mark first.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    check::case_file(&json::parse(text)?)
}

/// Creates the three documents of a case, in the order of [`Zone::ALL`].
///
/// # Errors
/// Only if Automerge refuses a write to a fresh document.
pub fn to_documents(file: &CaseFile) -> Result<[(Zone, Automerge); 3], EditError> {
    let case_id = &file.case.id;
    let mut case = document::create(Zone::Case, case_id, &file.case.title)?;
    let mut reserved = document::create(Zone::Reserved, case_id, &file.case.title)?;
    let mut identity = document::create(Zone::Identity, case_id, &file.case.title)?;
    let mut content = file.case.clone();
    let before = history::replay(&mut case, &mut content, &file.history)?;
    let mut tx = case.transaction();
    fill::case(&mut tx, &content, before.borrowed())?;
    tx.commit();
    let mut tx = reserved.transaction();
    fill::reserved(&mut tx, &file.reserved)?;
    tx.commit();
    let mut tx = identity.transaction();
    fill::identity(&mut tx, &file.identity)?;
    tx.commit();
    Ok([
        (Zone::Case, case),
        (Zone::Reserved, reserved),
        (Zone::Identity, identity),
    ])
}

/// Reads a whole case out of its three documents, and what somebody should look at.
pub fn from_documents(
    case: &Automerge,
    reserved: &impl ReadDoc,
    identity: &impl ReadDoc,
) -> (CaseFile, Vec<Problem>) {
    let doc = case;
    let (mut case, mut problems) = document::read_case(doc);
    let history = history::take(doc, &mut case);
    let (reserved, more) = document::read_reserved(reserved);
    problems.extend(more);
    let (identity, more) = document::read_identity(identity);
    problems.extend(more);
    let file = CaseFile {
        case,
        reserved,
        identity,
        history,
    };
    (file, problems)
}
