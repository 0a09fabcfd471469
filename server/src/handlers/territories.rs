//! `/api/territories`: the territories that somebody has a part in.

use std::collections::HashMap;

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use trama_shared::ids::DocumentId;

use crate::{
    auth::extract::{Body, SameOrigin, SignedIn},
    error::ApiError,
    rights::{Right, Role},
    state::App,
    storage::{CaseRecord, Millis, RecordKind},
};

/// The list of territories.
#[derive(Serialize)]
pub(crate) struct TerritoriesBody {
    territories: Vec<TerritoryBody>,
}

/// One territory in an answer.
#[derive(Serialize)]
pub(crate) struct OneTerritoryBody {
    territory: TerritoryBody,
}

#[derive(Serialize)]
struct TerritoryBody {
    id: String,
    title: String,
    changed_at: Millis,
    document: DocumentBody,
}

#[derive(Serialize)]
struct DocumentBody {
    id: DocumentId,
    right: Right,
}

/// What creating a territory takes.
#[derive(Deserialize)]
pub(crate) struct NewTerritoryBody {
    title: String,
}

/// `GET /api/territories`
pub(crate) async fn list(
    State(app): State<App>,
    SignedIn(principal): SignedIn,
) -> Result<Json<TerritoriesBody>, ApiError> {
    let rights: HashMap<DocumentId, Right> = app
        .storage
        .grants_of(principal.user)
        .await?
        .into_iter()
        .map(|grant| (grant.document, grant.right))
        .collect();
    let mut territories = Vec::new();
    for record in app.storage.cases().await? {
        if record.kind != RecordKind::Territory {
            continue;
        }
        let right = |document: DocumentId| rights.get(&document).copied().unwrap_or_default();
        if let Some(territory) = body(&app, &record, right)? {
            territories.push(territory);
        }
    }
    Ok(Json(TerritoriesBody { territories }))
}

/// `POST /api/territories`
pub(crate) async fn create(
    State(app): State<App>,
    SignedIn(principal): SignedIn,
    _: SameOrigin,
    Body(new): Body<NewTerritoryBody>,
) -> Result<(StatusCode, Json<OneTerritoryBody>), ApiError> {
    let members = [(principal.user, Role::MANAGER)];
    let record = app.casebook.create_territory(&new.title, &members).await?;
    let territory = body(&app, &record, |_| Right::Write)?
        .ok_or_else(|| ApiError::Internal("a new territory cannot be seen".into()))?;
    Ok((StatusCode::CREATED, Json(OneTerritoryBody { territory })))
}

/// The territory as somebody with this right may see it: nothing at all without one.
fn body(
    app: &App,
    record: &CaseRecord,
    right: impl Fn(DocumentId) -> Right,
) -> Result<Option<TerritoryBody>, ApiError> {
    let Some(document) = record.documents.first() else {
        return Ok(None);
    };
    let right = right(document.id);
    if right == Right::None {
        return Ok(None);
    }
    Ok(Some(TerritoryBody {
        id: record.id.to_string(),
        title: app.casebook.title(record)?,
        changed_at: record.changed_at,
        document: DocumentBody {
            id: document.id,
            right,
        },
    }))
}
