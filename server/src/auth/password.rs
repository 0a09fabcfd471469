//! Passwords, hashed with argon2id away from the threads that serve sockets.

use std::sync::Arc;

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier, password_hash::SaltString};
use tokio::sync::Semaphore;

use crate::{limits, seal};

/// Why a password was not hashed or compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too many wait already.
    #[error("too many sign-ins at once: try again in a moment")]
    Busy,
    /// The hasher failed.
    #[error("the password could not be hashed: {0}")]
    Hasher(String),
}

/// Hashes and compares passwords, a few at a time.
#[derive(Clone)]
pub struct Passwords {
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    /// Compared against when the account does not exist, so that its absence takes as long as a wrong password.
    decoy: Arc<str>,
}

impl Passwords {
    /// A hasher with its decoy.
    ///
    /// # Errors
    /// When hashing fails.
    pub fn new() -> Result<Self, PasswordError> {
        Ok(Self {
            running: Arc::new(Semaphore::new(limits::HASHES_AT_ONCE)),
            waiting: Arc::new(Semaphore::new(limits::HASHES_WAITING)),
            decoy: hash("a password that nobody has")?.into(),
        })
    }

    /// Hashes a password for storing.
    ///
    /// # Errors
    /// See [`PasswordError`].
    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        self.run(move || hash(&password)).await
    }

    /// Is this the password behind `stored`? Without an account (`None`) it works as long and says no.
    ///
    /// # Errors
    /// See [`PasswordError`].
    pub async fn verify(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<bool, PasswordError> {
        let known = stored.is_some();
        let decoy = Arc::clone(&self.decoy);
        let same = self
            .run(move || verify(&password, stored.as_deref().unwrap_or(&decoy)))
            .await?;
        Ok(same && known)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let waiting = Arc::clone(&self.waiting);
        let place = waiting
            .try_acquire_owned()
            .map_err(|_| PasswordError::Busy)?;
        let running = Arc::clone(&self.running);
        let turn = running
            .acquire_owned()
            .await
            .map_err(|_| PasswordError::Busy)?;
        tokio::task::spawn_blocking(move || {
            let result = work();
            // Held by the work itself: a caller who hangs up must not let another one in before this one ends.
            drop((turn, place));
            result
        })
        .await
        .map_err(|error| PasswordError::Hasher(error.to_string()))?
    }
}

fn hash(password: &str) -> Result<String, PasswordError> {
    let failed = |error: argon2::password_hash::Error| PasswordError::Hasher(error.to_string());
    let salt = SaltString::encode_b64(&seal::random_bytes::<16>()).map_err(failed)?;
    let hash = Argon2::default()
        .hash_password(password.as_bytes(), &salt)
        .map_err(failed)?;
    Ok(hash.to_string())
}

fn verify(password: &str, stored: &str) -> Result<bool, PasswordError> {
    let failed = |error: argon2::password_hash::Error| PasswordError::Hasher(error.to_string());
    let stored = PasswordHash::new(stored).map_err(failed)?;
    match Argon2::default().verify_password(password.as_bytes(), &stored) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::Password) => Ok(false),
        Err(error) => Err(failed(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_account_passes() {
        let passwords = Passwords::new().unwrap();
        let stored = passwords.hash("correct horse".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$"));
        let check = |text: &str, stored: Option<String>| passwords.verify(text.to_owned(), stored);
        assert!(check("correct horse", Some(stored.clone())).await.unwrap());
        assert!(!check("wrong horse", Some(stored)).await.unwrap());
        assert!(!check("a password that nobody has", None).await.unwrap());
    }
}
