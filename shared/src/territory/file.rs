//! A territory as one file: documented JSON (`docs/territory-file.md`), to travel and to be kept.

use automerge::{Automerge, ROOT};
use serde::{Deserialize, Serialize, de};

use super::{ServiceText, Territory, document, edit};
use crate::{
    document::fields,
    edit::{EditError, write::need_map},
    ids::ServiceId,
    limits,
};

/// What the file of a territory calls itself.
pub const FORMAT: &str = "trama-territory";

/// Why the file of a territory is refused. Nothing of it was taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum FileFault {
    /// Larger than any territory.
    #[error("the file is larger than {max} bytes; that of a territory is much smaller")]
    TooLarge { max: usize },
    /// Not JSON, or not of this shape.
    #[error("line {line}, column {column}: {reason}")]
    Shape {
        line: usize,
        column: usize,
        reason: String,
    },
    /// Another format.
    #[error("this is not the file of a territory: its \"format\" is not \"{FORMAT}\"")]
    WrongFormat,
    /// A later version wrote the file.
    #[error(
        "\"schema\" is {schema}, and this version reads up to {max}; update Trama to import this file"
    )]
    NewerSchema { schema: u64, max: u64 },
    /// A title is empty or too long.
    #[error("\"title\" needs 1 to {max} characters")]
    Title { max: usize },
    /// Too many services.
    #[error("\"services\" has too many entries: at most {max}")]
    TooMany { max: usize },
    /// A text of a service is too long.
    #[error("/territory/services/{service}/{text} is too long: at most {max} characters")]
    TooLong {
        service: ServiceId,
        text: &'static str,
        max: usize,
    },
    /// A service has no name.
    #[error("/territory/services/{service}/name is missing")]
    NoName { service: ServiceId },
}

#[derive(Serialize)]
struct Written<'a> {
    format: &'a str,
    schema: u64,
    territory: &'a Territory,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Found {
    #[serde(rename = "format")]
    _format: de::IgnoredAny,
    #[serde(rename = "schema")]
    _schema: de::IgnoredAny,
    territory: Territory,
}

#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    format: String,
    #[serde(default)]
    schema: u64,
}

/// Writes the file of a territory. The same territory always gives the same bytes.
///
/// # Errors
/// Never for a territory that was read from a document or from a file.
pub fn export(territory: &Territory) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&Written {
        format: FORMAT,
        schema: limits::SCHEMA,
        territory,
    })?;
    text.push('\n');
    Ok(text)
}

/// Reads the file of a territory. A file in which anything is wrong is refused whole.
///
/// # Errors
/// The first thing that is wrong with it, with its place.
pub fn import(text: &str) -> Result<Territory, FileFault> {
    let max = limits::TERRITORY_FILE_BYTES_MAX;
    if text.len() > max {
        return Err(FileFault::TooLarge { max });
    }
    // Editors on some systems put a byte order mark first.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Of a file of another kind or of a later version nothing else can be said.
    let head: Head = serde_json::from_str(text).map_err(|error| shape(&error))?;
    if head.format != FORMAT {
        return Err(FileFault::WrongFormat);
    }
    if head.schema > limits::SCHEMA {
        return Err(FileFault::NewerSchema {
            schema: head.schema,
            max: limits::SCHEMA,
        });
    }
    let Found { territory, .. } = serde_json::from_str(text).map_err(|error| shape(&error))?;
    check(&territory)?;
    Ok(territory)
}

fn shape(error: &serde_json::Error) -> FileFault {
    let mut reason = error.to_string();
    // The place is told apart from the reason.
    if let Some(end) = reason.rfind(" at line ") {
        reason.truncate(end);
    }
    FileFault::Shape {
        line: error.line(),
        column: error.column(),
        reason,
    }
}

fn check(territory: &Territory) -> Result<(), FileFault> {
    let max = limits::TITLE_MAX;
    if territory.title.trim().is_empty() || limits::length(&territory.title) > max {
        return Err(FileFault::Title { max });
    }
    // What people wrote apart may go beyond what one edit may reach.
    let max = limits::SERVICES_MAX * limits::MERGED_FACTOR;
    if territory.services.len() > max {
        return Err(FileFault::TooMany { max });
    }
    for (id, service) in &territory.services {
        if service.name.is_empty() {
            return Err(FileFault::NoName {
                service: id.clone(),
            });
        }
        let by = service.verified.iter();
        let texts = ServiceText::ALL
            .iter()
            .map(|text| (text.id(), service.text(*text), text.limit()))
            .chain(by.map(|verified| (fields::VERIFIED, verified.by.as_str(), limits::NAME_MAX)));
        for (text, value, max) in texts {
            if limits::length(value) > max {
                return Err(FileFault::TooLong {
                    service: id.clone(),
                    text,
                    max,
                });
            }
        }
    }
    Ok(())
}

/// Creates the document of a territory.
///
/// # Errors
/// Only if Automerge refuses a write to a fresh document.
pub fn to_document(territory: &Territory) -> Result<Automerge, EditError> {
    let mut doc = document::create(&territory.id, &territory.title)?;
    let mut tx = doc.transaction();
    let services = need_map(&mut tx, &ROOT, fields::SERVICES)?;
    for (id, service) in &territory.services {
        edit::write(&mut tx, &services, id, service)?;
    }
    tx.commit();
    Ok(doc)
}
