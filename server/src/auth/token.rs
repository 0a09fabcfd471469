//! Secret tokens: 256 random bits. Whoever shows one is believed; we keep only its hash.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::{seal, storage::TokenHash};

/// A session's, an access or a setup token.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretToken([u8; 32]);

impl SecretToken {
    /// A new token.
    #[must_use]
    pub fn random() -> Self {
        Self(seal::random_bytes())
    }

    /// The token with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads what [`SecretToken::to_text`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // 32 bytes are 43 letters; anything else is not worth decoding.
        if text.len() != 43 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The token as text, for a cookie, a header or an address.
    #[must_use]
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is stored and looked up instead of the token. A plain hash does: there is nothing to guess in 256 bits.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        Sha256::digest(self.0).into()
    }
}

impl fmt::Debug for SecretToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretToken")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_what_it_writes_and_shows_nothing() {
        let token = SecretToken::random();
        assert_eq!(SecretToken::parse(&token.to_text()), Some(token.clone()));
        assert_eq!(SecretToken::parse("short"), None);
        assert_eq!(format!("{token:?}"), "SecretToken");
    }
}
