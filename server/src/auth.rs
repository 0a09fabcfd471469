//! Who is asking: accounts with passwords, cookie sessions for browsers, access tokens for programs.

use std::sync::Arc;

use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;

use crate::{
    clock::now_ms,
    error::ApiError,
    limits,
    seal::{MasterKey, SealError},
    storage::{Session, Storage, StorageError, TokenHash, User, UserId},
};

pub mod extract;
pub mod origin;
pub mod password;
pub mod setup;
pub mod throttle;
pub mod token;

pub use password::Passwords;
use token::SecretToken;

/// Name of the session cookie.
pub const COOKIE: &str = "trama_session";

/// By what a request proves whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// A browser's session.
    Session(TokenHash),
    /// A program's access token.
    Token(TokenHash),
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Principal {
    /// The account.
    pub user: UserId,
    /// How that is known.
    pub proof: Proof,
}

impl Principal {
    /// Is this a program with a token, rather than a browser?
    #[must_use]
    pub const fn is_program(self) -> bool {
        matches!(self.proof, Proof::Token(_))
    }
}

/// Why a name or a password cannot be used for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// The name is empty, too long or holds control characters.
    #[error("a name needs 1 to {} characters on one line", limits::USER_NAME_MAX)]
    Name,
    /// The password is too short or too long.
    #[error(
        "a password needs at least {} characters, and at most {} bytes",
        limits::PASSWORD_MIN,
        limits::PASSWORD_MAX
    )]
    Password,
    /// The name could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// A name as it is stored: without blanks around it.
///
/// # Errors
/// [`AccountError::Name`].
pub fn check_name(name: &str) -> Result<&str, AccountError> {
    let name = name.trim();
    let length = name.chars().count();
    let fits = (1..=limits::USER_NAME_MAX).contains(&length);
    if fits && !name.chars().any(char::is_control) {
        Ok(name)
    } else {
        Err(AccountError::Name)
    }
}

/// Is this password long enough, and short enough to be hashed?
///
/// # Errors
/// [`AccountError::Password`].
pub fn check_password(password: &str) -> Result<(), AccountError> {
    let long_enough = password.chars().count() >= limits::PASSWORD_MIN;
    if long_enough && password.len() <= limits::PASSWORD_MAX {
        Ok(())
    } else {
        Err(AccountError::Password)
    }
}

/// A new account, ready to be stored.
///
/// # Errors
/// [`AccountError::Name`] for a bad name; [`AccountError::Seal`] if its sealing fails.
pub fn new_user(
    master: &MasterKey,
    name: &str,
    password_hash: String,
    admin: bool,
) -> Result<User, AccountError> {
    let name = check_name(name)?;
    let id = UserId::from_bytes(crate::seal::random_bytes());
    Ok(User {
        id,
        name_index: master.name_index(name),
        name: master.seal_name(id.as_bytes(), name)?,
        admin,
        password: password_hash,
        created_at: now_ms(),
    })
}

/// Knows sessions and tokens.
#[derive(Clone)]
pub struct Auth {
    storage: Arc<dyn Storage>,
}

impl Auth {
    /// Authentication over this storage.
    #[must_use]
    pub fn new(storage: Arc<dyn Storage>) -> Self {
        Self { storage }
    }

    /// Starts a session and returns its token, which is nowhere stored.
    ///
    /// # Errors
    /// When the storage does not take it.
    pub async fn start_session(&self, user: UserId) -> Result<SecretToken, StorageError> {
        let token = SecretToken::random();
        let now = now_ms();
        let session = Session {
            token: token.hash(),
            user,
            expires_at: now + life_ms(),
        };
        self.storage.add_session(session, now).await?;
        Ok(token)
    }

    /// Whose session this is, if it has not ended.
    ///
    /// # Errors
    /// When the storage cannot be read.
    pub async fn session(&self, token: TokenHash) -> Result<Option<UserId>, StorageError> {
        let session = self.storage.session(token).await?;
        Ok(session
            .filter(|session| session.expires_at > now_ms())
            .map(|session| session.user))
    }

    /// Lets a session that is in use end later, if its last extension is old enough; tells whether it did.
    ///
    /// # Errors
    /// When the storage does not answer.
    pub async fn keep_session(&self, token: TokenHash) -> Result<bool, StorageError> {
        let Some(session) = self.storage.session(token).await? else {
            return Ok(false);
        };
        let wanted = now_ms() + life_ms();
        let gained = wanted - session.expires_at;
        if u128::try_from(gained).unwrap_or(0) < limits::SESSION_EXTEND_EVERY.as_millis() {
            return Ok(false);
        }
        self.storage.extend_session(token, wanted).await?;
        Ok(true)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the storage does not answer.
    pub async fn end_session(&self, token: TokenHash) -> Result<(), StorageError> {
        self.storage.end_session(token).await
    }

    /// Who asks, by the headers of a request (and `query_token`, where a token in the address is allowed: programs
    /// that open a socket cannot always set headers).
    ///
    /// # Errors
    /// [`ApiError::SignedOut`] when nobody is known by them.
    pub async fn principal(
        &self,
        headers: &HeaderMap,
        query_token: Option<&str>,
    ) -> Result<Principal, ApiError> {
        let bearer = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .or(query_token);
        if let Some(text) = bearer {
            let token = SecretToken::parse(text).ok_or(ApiError::SignedOut)?.hash();
            let user = self.storage.token_user(token).await?;
            return user
                .map(|user| Principal {
                    user,
                    proof: Proof::Token(token),
                })
                .ok_or(ApiError::SignedOut);
        }
        let token = cookie_token(headers).ok_or(ApiError::SignedOut)?.hash();
        let user = self.session(token).await?.ok_or(ApiError::SignedOut)?;
        Ok(Principal {
            user,
            proof: Proof::Session(token),
        })
    }

    /// Is the proof of somebody who is connected still good?
    ///
    /// # Errors
    /// When the storage cannot be read.
    pub async fn still_valid(&self, principal: Principal) -> Result<bool, StorageError> {
        let user = match principal.proof {
            Proof::Session(token) => self.session(token).await?,
            Proof::Token(token) => self.storage.token_user(token).await?,
        };
        Ok(user == Some(principal.user))
    }
}

/// The session token in a request's cookie.
#[must_use]
pub fn cookie_token(headers: &HeaderMap) -> Option<SecretToken> {
    CookieJar::from_headers(headers)
        .get(COOKIE)
        .and_then(|cookie| SecretToken::parse(cookie.value()))
}

fn life_ms() -> i64 {
    i64::try_from(limits::SESSION_LIFE.as_millis()).unwrap_or(i64::MAX / 2)
}
