//! `/api/session`: who is signed in, signing in, signing out.

use std::time::Instant;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use serde::{Deserialize, Serialize};

use crate::{
    auth::{
        self, COOKIE, Proof, check_name,
        extract::{Address, Body, SameOrigin, SignedIn},
        token::SecretToken,
    },
    error::ApiError,
    limits,
    settings::Settings,
    state::App,
    storage::User,
};

/// Who is signed in, if anybody is.
#[derive(Serialize)]
pub(crate) struct SessionBody {
    user: Option<UserBody>,
}

#[derive(Serialize)]
struct UserBody {
    id: String,
    name: String,
    admin: bool,
}

impl SessionBody {
    /// What the app may know about an account.
    ///
    /// # Errors
    /// When its name does not open.
    pub(crate) fn of(app: &App, user: &User) -> Result<Self, ApiError> {
        let name = app
            .casebook
            .master()
            .open_name(user.id.as_bytes(), &user.name)?;
        Ok(Self {
            user: Some(UserBody {
                id: user.id.to_string(),
                name,
                admin: user.admin,
            }),
        })
    }
}

/// What signing in takes.
#[derive(Deserialize)]
pub(crate) struct SignIn {
    name: String,
    password: String,
}

/// `GET /api/session`. That nobody is signed in is an answer, not a failure: browsers write each failure to the
/// console, and every first visit begins with this question.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: Result<SignedIn, ApiError>,
    headers: HeaderMap,
    jar: CookieJar,
) -> Result<(CookieJar, Json<SessionBody>), ApiError> {
    let nobody = Json(SessionBody { user: None });
    let principal = match signed_in {
        Ok(SignedIn(principal)) => principal,
        Err(ApiError::SignedOut) => return Ok((jar, nobody)),
        Err(error) => return Err(error),
    };
    let Some(user) = app.storage.user(principal.user).await? else {
        return Ok((jar, nobody));
    };
    let body = SessionBody::of(&app, &user)?;
    // The app asks this whenever it starts: the moment to let a session in use live on, cookie included.
    let jar = match (principal.proof, auth::cookie_token(&headers)) {
        (Proof::Session(hash), Some(token)) if app.auth.keep_session(hash).await? => {
            jar.add(cookie(&app.settings, &token))
        }
        _ => jar,
    };
    Ok((jar, Json(body)))
}

/// `POST /api/session`
pub(crate) async fn post(
    State(app): State<App>,
    _: SameOrigin,
    Address(address): Address,
    jar: CookieJar,
    Body(sign_in): Body<SignIn>,
) -> Result<(CookieJar, Json<SessionBody>), ApiError> {
    let SignIn { name, password } = sign_in;
    if check_name(&name).is_err() || password.len() > limits::PASSWORD_MAX {
        return Err(ApiError::WrongPassword);
    }
    let index = app.casebook.master().name_index(&name);
    app.throttle
        .check(index, address, Instant::now())
        .map_err(|wait| ApiError::TooMany {
            wait_s: wait.as_secs() + 1,
        })?;
    app.throttle.failed(index, address, Instant::now());
    let user = app.storage.user_by_name(index).await?;
    let stored = user.as_ref().map(|user| user.password.clone());
    let right = app.passwords.verify(password, stored).await?;
    let Some(user) = user.filter(|_| right) else {
        app.metrics.sign_in_failures.inc();
        return Err(ApiError::WrongPassword);
    };
    app.throttle.succeeded(index, address);
    let token = app.auth.start_session(user.id).await?;
    let body = SessionBody::of(&app, &user)?;
    Ok((jar.add(cookie(&app.settings, &token)), Json(body)))
}

/// `DELETE /api/session`
pub(crate) async fn delete(
    State(app): State<App>,
    _: SameOrigin,
    headers: HeaderMap,
    jar: CookieJar,
) -> Result<(StatusCode, CookieJar), ApiError> {
    if let Some(token) = auth::cookie_token(&headers) {
        app.auth.end_session(token.hash()).await?;
    }
    let gone = Cookie::build(COOKIE).path("/").build();
    Ok((StatusCode::NO_CONTENT, jar.remove(gone)))
}

/// The session's cookie.
pub(crate) fn cookie(settings: &Settings, token: &SecretToken) -> Cookie<'static> {
    let life = time::Duration::try_from(limits::SESSION_LIFE).unwrap_or(time::Duration::MAX);
    Cookie::build((COOKIE, token.to_text()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(settings.behind_tls)
        .max_age(life)
        .build()
}
