//! What handlers ask for: who is signed in, whether our own page asks, a JSON body.

use std::net::{IpAddr, SocketAddr};

use axum::{
    Json,
    extract::{ConnectInfo, FromRequest, FromRequestParts, Request},
    http::{header, request::Parts},
};
use serde::de::DeserializeOwned;

use crate::{
    auth::{Principal, origin},
    error::ApiError,
    state::App,
};

/// Somebody who is signed in or holds a token.
pub struct SignedIn(pub Principal);

impl FromRequestParts<App> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        app.auth.principal(&parts.headers, None).await.map(Self)
    }
}

/// The request comes from our own pages, or from a program with a token.
pub struct SameOrigin;

impl FromRequestParts<App> for SameOrigin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        let has_token = parts.headers.contains_key(header::AUTHORIZATION);
        origin::check(parts, has_token).map(|()| Self)
    }
}

/// A JSON body; anything else is told in our own form.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        match Json::from_request(request, app).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(_) => Err(ApiError::Malformed),
        }
    }
}

/// The address that the request came from, as far as we may believe it.
pub struct Address(pub IpAddr);

impl FromRequestParts<App> for Address {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        // The proxy before us appends the address that it saw; what stands before it, anybody may have written.
        let forwarded = parts
            .headers
            .get_all("x-forwarded-for")
            .iter()
            // Some proxies append to the line that came, others add a line of their own after it.
            .next_back()
            .filter(|_| app.settings.behind_tls)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.rsplit(',').next())
            .and_then(|value| value.trim().parse().ok());
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|ConnectInfo(address)| address.ip());
        forwarded
            .or(peer)
            .map(Self)
            .ok_or_else(|| ApiError::Internal("the connection has no address".into()))
    }
}
