//! `/sync`: the socket.

use axum::{
    extract::{FromRequestParts, Query, Request, State, WebSocketUpgrade},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use trama_shared::sync::limits::FRAME_BYTES_MAX;

use crate::{auth::origin, error::ApiError, hub, state::App};

#[derive(Deserialize)]
struct TokenQuery {
    token: Option<String>,
}

/// `GET /sync`
pub(crate) async fn open(State(app): State<App>, request: Request) -> Result<Response, ApiError> {
    let (mut parts, _) = request.into_parts();
    let Query(query) =
        Query::<TokenQuery>::try_from_uri(&parts.uri).map_err(|_| ApiError::Malformed)?;
    let token = query.token.as_deref();
    let principal = app.auth.principal(&parts.headers, token).await?;
    origin::check(&parts, principal.is_program())?;
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &app).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => return Ok(rejection.into_response()),
    };
    let place = app
        .hub
        .place(principal.user)
        .map_err(|hub::Crowded| ApiError::Crowded)?;
    let hub = app.hub;
    Ok(upgrade
        .max_frame_size(FRAME_BYTES_MAX)
        .max_message_size(FRAME_BYTES_MAX)
        .on_upgrade(move |socket| hub::serve(hub, socket, principal, place)))
}
