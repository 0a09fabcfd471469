//! `/api/setup`: the first administrator, by the one-time link.

use axum::{Json, extract::State};
use axum_extra::extract::CookieJar;
use serde::Deserialize;

use crate::{
    auth::{
        self, check_name, check_password,
        extract::{Body, SameOrigin},
        token::SecretToken,
    },
    error::ApiError,
    handlers::session::{SessionBody, cookie},
    state::App,
    storage::StorageError,
};

/// What the link's page sends.
#[derive(Deserialize)]
pub(crate) struct Setup {
    token: String,
    name: String,
    password: String,
}

/// `POST /api/setup`
pub(crate) async fn post(
    State(app): State<App>,
    _: SameOrigin,
    jar: CookieJar,
    Body(setup): Body<Setup>,
) -> Result<(CookieJar, Json<SessionBody>), ApiError> {
    let master = app.casebook.master();
    let token = SecretToken::parse(&setup.token).ok_or(ApiError::SetupUsed)?;
    let open = auth::setup::open(&*app.storage, master).await?;
    // Hashes are compared, so that the time tells nothing of the token.
    let (nonce, _) = open
        .filter(|(_, expected)| expected.hash() == token.hash())
        .ok_or(ApiError::SetupUsed)?;
    check_name(&setup.name)?;
    check_password(&setup.password)?;
    let hash = app.passwords.hash(setup.password).await?;
    let user = auth::new_user(master, &setup.name, hash, true)?;
    match app.storage.finish_setup(nonce, user.clone()).await {
        Ok(()) => {}
        Err(StorageError::Missing) => return Err(ApiError::SetupUsed),
        Err(StorageError::Taken) => return Err(ApiError::NameTaken),
        Err(error) => return Err(error.into()),
    }
    let session = app.auth.start_session(user.id).await?;
    let body = SessionBody::of(&app, &user)?;
    Ok((jar.add(cookie(&app.settings, &session)), Json(body)))
}
