//! The territory: the survey of its programmes and services, a document of its own kind that the cases of a team share.
//!
//! It says nothing of anybody's case. Which territory a case uses stands in the case
//! ([`crate::edit::Edit::SetTerritory`]); who may read and write a territory is decided on the server.

mod document;
mod edit;
mod file;
mod history;
mod service;
mod sheet;
mod survey;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use document::{
    KIND, ServiceTouched, TerritoryProblem, create, is_territory, read, read_service,
    read_service_problems, service_count, territory_id, touched,
};
pub use edit::TerritoryEdit;
pub use file::{FORMAT, FileFault, export, import, to_document};
pub use history::TerritoryHistory;
pub use service::{Service, ServiceText, Verified};
pub use sheet::{
    CellFault, Column, Intake, Naming, RowFault, Sheet, SheetRow, Words, to_csv, to_xlsx,
};
pub use survey::{Organisation, Survey, TopicSupply, finds, is_expired, organisations};

use crate::ids::{ServiceId, TerritoryId};

/// A territory in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Territory {
    /// Which.
    pub id: TerritoryId,
    /// What the team calls it: a comuna, a sector.
    pub title: String,
    /// Its programmes and services, by id.
    #[serde(default)]
    pub services: BTreeMap<ServiceId, Service>,
}
