//! The one-time link by which the first administrator is made.

use crate::{
    auth::token::SecretToken,
    seal::{self, MasterKey},
    storage::{Storage, StorageError},
};

/// The number behind the link, if there is no administrator yet, and the token that the link carries. The same at every
/// start until it is used.
///
/// # Errors
/// When the storage does not answer.
pub async fn open(
    storage: &dyn Storage,
    master: &MasterKey,
) -> Result<Option<([u8; 16], SecretToken)>, StorageError> {
    let nonce = storage.setup_nonce(seal::random_bytes()).await?;
    Ok(nonce.map(|nonce| (nonce, SecretToken::from_bytes(master.setup_token(&nonce)))))
}
