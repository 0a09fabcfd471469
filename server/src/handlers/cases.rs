//! `/api/cases`: the cases that somebody has a part in.

use std::collections::HashMap;

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use trama_shared::{case::Zone, ids::DocumentId, limits as case_limits};

use crate::{
    auth::extract::{Body, SameOrigin, SignedIn},
    casebook::CaseError,
    error::ApiError,
    rights::{Right, Role},
    state::App,
    storage::{CaseRecord, Millis, RecordKind},
};

/// The list of cases.
#[derive(Serialize)]
pub(crate) struct CasesBody {
    cases: Vec<CaseBody>,
}

/// One case in an answer.
#[derive(Serialize)]
pub(crate) struct OneCaseBody {
    case: CaseBody,
}

#[derive(Serialize)]
struct CaseBody {
    id: String,
    title: String,
    changed_at: Millis,
    documents: DocumentsBody,
}

#[derive(Serialize, Default)]
struct DocumentsBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<DocumentBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reserved: Option<DocumentBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<DocumentBody>,
}

#[derive(Serialize)]
struct DocumentBody {
    id: DocumentId,
    right: Right,
}

/// What creating a case takes.
#[derive(Deserialize)]
pub(crate) struct NewCaseBody {
    title: String,
}

/// `GET /api/cases`
pub(crate) async fn list(
    State(app): State<App>,
    SignedIn(principal): SignedIn,
) -> Result<Json<CasesBody>, ApiError> {
    let rights: HashMap<DocumentId, Right> = app
        .storage
        .grants_of(principal.user)
        .await?
        .into_iter()
        .map(|grant| (grant.document, grant.right))
        .collect();
    let mut cases = Vec::new();
    for record in app.storage.cases().await? {
        if record.kind != RecordKind::Case {
            continue;
        }
        if let Some(case) = body(&app, &record, &rights)? {
            cases.push(case);
        }
    }
    Ok(Json(CasesBody { cases }))
}

/// `POST /api/cases`
pub(crate) async fn create(
    State(app): State<App>,
    SignedIn(principal): SignedIn,
    _: SameOrigin,
    Body(new): Body<NewCaseBody>,
) -> Result<(StatusCode, Json<OneCaseBody>), ApiError> {
    let members = [(principal.user, Role::MANAGER)];
    let record = app.casebook.create(&new.title, &members).await?;
    let rights = record
        .documents
        .iter()
        .map(|document| (document.id, Role::MANAGER.right(document.zone)))
        .collect();
    let case = body(&app, &record, &rights)?
        .ok_or_else(|| ApiError::Internal("a new case cannot be seen".into()))?;
    Ok((StatusCode::CREATED, Json(OneCaseBody { case })))
}

impl From<CaseError> for ApiError {
    fn from(error: CaseError) -> Self {
        match error {
            CaseError::Title => Self::Title {
                max: case_limits::TITLE_MAX,
            },
            CaseError::Storage(error) => Self::Storage(error),
            CaseError::Seal(_) | CaseError::Document(_) => Self::Internal(Box::new(error)),
        }
    }
}

/// The case as somebody with these rights may see it: nothing at all without a right on its shared zone.
fn body(
    app: &App,
    record: &CaseRecord,
    rights: &HashMap<DocumentId, Right>,
) -> Result<Option<CaseBody>, ApiError> {
    let mut documents = DocumentsBody::default();
    for document in &record.documents {
        let right = rights.get(&document.id).copied().unwrap_or_default();
        if right == Right::None {
            continue;
        }
        let place = match document.zone {
            Zone::Case => &mut documents.case,
            Zone::Reserved => &mut documents.reserved,
            Zone::Identity => &mut documents.identity,
        };
        *place = Some(DocumentBody {
            id: document.id,
            right,
        });
    }
    if documents.case.is_none() {
        return Ok(None);
    }
    Ok(Some(CaseBody {
        id: record.id.to_string(),
        title: app.casebook.title(record)?,
        changed_at: record.changed_at,
        documents,
    }))
}
