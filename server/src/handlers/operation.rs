//! `/health` and `/metrics`: for whoever runs the server.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{error::ApiError, state::App, storage::StorageFigures};

#[derive(Serialize)]
struct HealthBody {
    status: &'static str,
    storage: StorageBody,
}

#[derive(Serialize)]
struct StorageBody {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    quarantined_chunks: u64,
    stored_bytes: u64,
}

/// `GET /health`
pub(crate) async fn health(State(app): State<App>) -> Response {
    let (figures, failure) = match app.counted.figures(&*app.storage).await {
        Ok(figures) => (figures, None),
        Err(error) => (StorageFigures::default(), Some(error.to_string())),
    };
    observe(&app, &figures);
    let failure = failure.or_else(|| {
        let waiting = "some changes wait until they can be stored; nothing is lost";
        app.hub.is_failing().then(|| waiting.to_owned())
    });
    let well = failure.is_none();
    let body = HealthBody {
        status: if well { "ok" } else { "degraded" },
        storage: StorageBody {
            status: if well { "ok" } else { "failing" },
            message: failure,
            quarantined_chunks: figures.quarantined,
            stored_bytes: figures.bytes,
        },
    };
    // A load balancer goes by the status, a person by the body.
    let status = if well {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(body)).into_response()
}

/// `GET /metrics`
pub(crate) async fn metrics(State(app): State<App>) -> Result<Response, ApiError> {
    if let Ok(figures) = app.counted.figures(&*app.storage).await {
        observe(&app, &figures);
    }
    let waiting = i64::try_from(app.hub.inbound_waiting()).unwrap_or(i64::MAX);
    app.metrics.inbound_waiting.set(waiting);
    let text = app
        .metrics
        .to_text()
        .map_err(|error| ApiError::Internal(Box::new(error)))?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

fn observe(app: &App, figures: &StorageFigures) {
    let gauge = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    app.metrics.quarantined.set(gauge(figures.quarantined));
    app.metrics.refused_kept.set(gauge(figures.refused));
    app.metrics.stored_bytes.set(gauge(figures.bytes));
}
