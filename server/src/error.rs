//! The one boundary at which errors become answers: the client gets a code and a safe sentence, the log the cause.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{
    auth::{AccountError, password::PasswordError},
    seal::SealError,
    storage::StorageError,
};

/// Why a request was not answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// Nobody is signed in, or no longer.
    #[error("sign in first")]
    SignedOut,
    /// Name or password is wrong; which one is not told.
    #[error("the name or the password is not right")]
    WrongPassword,
    /// Too many failures, or too many at once.
    #[error("too many attempts: wait {wait_s} s and try again")]
    TooMany {
        /// How long to wait.
        wait_s: u64,
    },
    /// Another site's page asked.
    #[error("this was asked by a page of another address")]
    ForeignOrigin,
    /// The link was used, or never was one.
    #[error(
        "this link is not valid, or was used already: ask for another account or look at the server's output"
    )]
    SetupUsed,
    /// The name is taken.
    #[error("that name is taken: choose another one")]
    NameTaken,
    /// Name or password cannot be used.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The body is not what this address takes.
    #[error("the request is not understood: send JSON as documented")]
    Malformed,
    /// The title is empty or too long.
    #[error("a title needs 1 to {max} characters")]
    Title {
        /// The longest.
        max: usize,
    },
    /// There is nothing at this address.
    #[error("there is nothing here")]
    NotFound,
    /// More sockets than one user, or the server, holds.
    #[error("too many connections: close some and try again")]
    Crowded,
    /// The server is about to end.
    #[error("the server is stopping: try again in a moment")]
    Stopping,
    /// The storage did not do it.
    #[error("the server cannot store or read right now: nothing is lost, try again")]
    Storage(#[source] StorageError),
    /// Something of ours failed.
    #[error("the server made a mistake: try again")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<StorageError> for ApiError {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl From<SealError> for ApiError {
    fn from(error: SealError) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<PasswordError> for ApiError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::TooMany { wait_s: 2 },
            PasswordError::Hasher(_) => Self::Internal(Box::new(error)),
        }
    }
}

#[derive(Serialize)]
struct Body {
    code: &'static str,
    message: String,
}

impl ApiError {
    /// The status and the code that the client goes by.
    fn kind(&self) -> (StatusCode, &'static str) {
        match self {
            Self::SignedOut => (StatusCode::UNAUTHORIZED, "signed-out"),
            Self::WrongPassword => (StatusCode::UNAUTHORIZED, "wrong-password"),
            Self::TooMany { .. } => (StatusCode::TOO_MANY_REQUESTS, "too-many-attempts"),
            Self::ForeignOrigin => (StatusCode::FORBIDDEN, "foreign-origin"),
            Self::SetupUsed => (StatusCode::FORBIDDEN, "setup-used"),
            Self::NameTaken => (StatusCode::CONFLICT, "name-taken"),
            Self::Account(AccountError::Name) => (StatusCode::UNPROCESSABLE_ENTITY, "bad-name"),
            Self::Account(AccountError::Password) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "bad-password")
            }
            Self::Malformed => (StatusCode::BAD_REQUEST, "malformed"),
            Self::Title { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "bad-title"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Self::Crowded => (StatusCode::SERVICE_UNAVAILABLE, "crowded"),
            Self::Stopping => (StatusCode::SERVICE_UNAVAILABLE, "stopping"),
            Self::Storage(_) => (StatusCode::SERVICE_UNAVAILABLE, "storage-failing"),
            Self::Internal(_) | Self::Account(AccountError::Seal(_)) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "internal")
            }
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code) = self.kind();
        match &self {
            Self::Storage(cause) => tracing::error!(code, %cause, "request failed"),
            Self::Internal(cause) => tracing::error!(code, %cause, "request failed"),
            _ => tracing::debug!(code, "request refused"),
        }
        let body = Body {
            code,
            message: self.to_string(),
        };
        let mut response = (status, Json(body)).into_response();
        if let Self::TooMany { wait_s } = self {
            let value = HeaderValue::from(wait_s);
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
        response
    }
}
