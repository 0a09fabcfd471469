//! Sealing at rest. The master key wraps one random key per case; the case's key seals the chunks of its documents
//! and its title. Destroying a wrapped key is therefore enough to erase a case, its backups included.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use rand::RngCore;
use sha2::Sha256;

mod master_file;

pub use master_file::{MasterKeyError, MasterKeySource, key_path};

const KEY_LENGTH: usize = 32;
const NONCE_LENGTH: usize = 24;
/// First byte of everything sealed: which cipher and layout follow.
const SEAL_VERSION: u8 = 1;

/// Why sealed bytes did not open: another key, another place, or damage. The cipher cannot tell which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the seal does not open: the bytes are damaged, moved, or were sealed under another key")]
pub struct SealError;

/// A key that seals bytes, bound to the place where they belong.
#[derive(Clone)]
pub struct SealKey(XChaCha20Poly1305);

impl SealKey {
    fn new(bytes: &[u8; KEY_LENGTH]) -> Self {
        Self(XChaCha20Poly1305::new(bytes.into()))
    }

    /// Seals `plain` so that it opens only with this key and the same `place`.
    ///
    /// # Errors
    /// [`SealError`] for more bytes than the cipher takes at once (256 GB).
    pub fn seal(&self, place: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; NONCE_LENGTH];
        rand::rng().fill_bytes(&mut nonce);
        let payload = Payload {
            msg: plain,
            aad: place,
        };
        let hidden = self
            .0
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| SealError)?;
        let mut sealed = Vec::with_capacity(1 + NONCE_LENGTH + hidden.len());
        sealed.push(SEAL_VERSION);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&hidden);
        Ok(sealed)
    }

    /// Are both the same key?
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        // The cipher does not show its key; what one seals, only the same one opens.
        self.seal(b"same", b"")
            .is_ok_and(|sealed| other.open(b"same", &sealed).is_ok())
    }

    /// Opens what [`SealKey::seal`] sealed for the same place.
    ///
    /// # Errors
    /// [`SealError`] when key, place or bytes do not belong together.
    pub fn open(&self, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (version, rest) = sealed.split_first().ok_or(SealError)?;
        if *version != SEAL_VERSION || rest.len() < NONCE_LENGTH {
            return Err(SealError);
        }
        let (nonce, msg) = rest.split_at(NONCE_LENGTH);
        self.0
            .decrypt(XNonce::from_slice(nonce), Payload { msg, aad: place })
            .map_err(|_| SealError)
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey")
    }
}

/// The key above all keys. It never stands in the database, nor in its backups.
#[derive(Clone)]
pub struct MasterKey {
    bytes: [u8; KEY_LENGTH],
    wrapping: SealKey,
    names: SealKey,
}

impl MasterKey {
    /// The master key with these bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; KEY_LENGTH]) -> Self {
        let wrapping = SealKey::new(&derive(&bytes, b"trama wrap", &[]));
        let names = SealKey::new(&derive(&bytes, b"trama names", &[]));
        Self {
            bytes,
            wrapping,
            names,
        }
    }

    /// A new random master key.
    #[must_use]
    pub fn random() -> Self {
        Self::from_bytes(random_bytes())
    }

    /// Reads a master key written as text by [`MasterKey::to_text`].
    ///
    /// # Errors
    /// [`MasterKeyError::Malformed`] when the text is not 32 bytes in base64.
    pub fn from_text(text: &str) -> Result<Self, MasterKeyError> {
        BASE64
            .decode(text.trim())
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self::from_bytes)
            .ok_or(MasterKeyError::Malformed)
    }

    /// The key as one line of text, for its file.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{}\n", BASE64.encode(self.bytes))
    }

    /// A new random key for `owner` (a case or a private drawer), and the same key wrapped for the database.
    ///
    /// # Errors
    /// See [`SealKey::seal`].
    pub fn new_key(&self, owner: &[u8]) -> Result<(SealKey, Vec<u8>), SealError> {
        let bytes: [u8; KEY_LENGTH] = random_bytes();
        Ok((SealKey::new(&bytes), self.wrapping.seal(owner, &bytes)?))
    }

    /// Unwraps a key that [`MasterKey::new_key`] wrapped.
    ///
    /// # Errors
    /// [`SealError`] when this master key, or this owner, is not the one that it was wrapped for.
    pub fn unwrap_key(&self, owner: &[u8], wrapped: &[u8]) -> Result<SealKey, SealError> {
        let bytes = self.wrapping.open(owner, wrapped)?;
        let bytes: [u8; KEY_LENGTH] = bytes.try_into().map_err(|_| SealError)?;
        Ok(SealKey::new(&bytes))
    }

    /// Wraps a key of a store under `from` anew for a store under this master key.
    ///
    /// # Errors
    /// [`SealError`] when `from` does not open it.
    pub fn rewrap(&self, from: &Self, owner: &[u8], wrapped: &[u8]) -> Result<Vec<u8>, SealError> {
        let bytes = from.wrapping.open(owner, wrapped)?;
        self.wrapping.seal(owner, &bytes)
    }

    /// What an account is looked up by: its name, spelt one way and hashed under the key, so that the database
    /// holds no name.
    #[must_use]
    pub fn name_index(&self, name: &str) -> [u8; 32] {
        let folded = name.trim().to_lowercase();
        derive(&self.bytes, b"trama name index", folded.as_bytes())
    }

    /// Seals an account's name.
    ///
    /// # Errors
    /// See [`SealKey::seal`].
    pub fn seal_name(&self, owner: &[u8], name: &str) -> Result<Vec<u8>, SealError> {
        self.names.seal(owner, name.as_bytes())
    }

    /// Opens an account's name.
    ///
    /// # Errors
    /// [`SealError`] when it was sealed under another key or for another account.
    pub fn open_name(&self, owner: &[u8], sealed: &[u8]) -> Result<String, SealError> {
        String::from_utf8(self.names.open(owner, sealed)?).map_err(|_| SealError)
    }

    /// A name for the store that tells nothing of its key.
    #[must_use]
    pub fn store_id(&self) -> String {
        BASE64.encode(derive(&self.bytes, b"trama store id", &[]))
    }

    /// The token of the one-time link that belongs to `nonce`: the same each time, so that the link can be
    /// printed again, and not to be derived from the database alone.
    #[must_use]
    pub fn setup_token(&self, nonce: &[u8]) -> [u8; 32] {
        derive(&self.bytes, b"trama setup", nonce)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey")
    }
}

/// Fresh random bytes from the system's generator.
#[must_use]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

fn derive(key: &[u8; KEY_LENGTH], label: &[u8], data: &[u8]) -> [u8; 32] {
    // A key shorter than the hash's block counts as padded with zeros: that is HMAC's own definition.
    let mut block = [0; 64];
    block[..KEY_LENGTH].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as Mac>::new(&block.into());
    mac.update(label);
    mac.update(&[0]);
    mac.update(data);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_in_its_place() {
        let master = MasterKey::random();
        let (key, wrapped) = master.new_key(b"case").unwrap();
        let sealed = key.seal(b"here", b"text").unwrap();
        let again = master.unwrap_key(b"case", &wrapped).unwrap();
        assert_eq!(again.open(b"here", &sealed).unwrap(), b"text");
        assert_eq!(again.open(b"there", &sealed), Err(SealError));
        assert!(master.unwrap_key(b"other", &wrapped).is_err());
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let (key, _) = MasterKey::random().new_key(b"case").unwrap();
        let sealed = key.seal(b"here", b"text").unwrap();
        for byte in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[byte] ^= 1;
            assert_eq!(key.open(b"here", &damaged), Err(SealError), "byte {byte}");
        }
        assert_eq!(key.open(b"here", &[]), Err(SealError));
    }

    #[test]
    fn names_are_found_whatever_their_case_and_only_under_their_key() {
        let master = MasterKey::random();
        assert_eq!(master.name_index(" Ana "), master.name_index("ana"));
        assert_ne!(
            master.name_index("ana"),
            MasterKey::random().name_index("ana")
        );
    }

    #[test]
    fn a_master_key_reads_what_it_writes() {
        let master = MasterKey::random();
        let again = MasterKey::from_text(&master.to_text()).unwrap();
        assert_eq!(again.name_index("ana"), master.name_index("ana"));
        assert!(MasterKey::from_text("short").is_err());
    }
}
