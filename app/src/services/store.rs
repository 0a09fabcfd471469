//! What the device keeps: one IndexedDB database per user, so that nobody sees another's data on a shared tablet.
//!
//! Stores: `chunks` (documents, in content-addressed pieces), `notes` (small JSON by name: the list of cases,
//! own undo, what is known of the server). A piece is written under a key made of its content, so two tabs that
//! write the same piece write the same bytes.

use std::rc::Rc;

use futures::future::{FutureExt, LocalBoxFuture, Shared};
use js_sys::{Array, Uint8Array};
use rexie::{KeyRange, ObjectStore, Rexie, TransactionMode, TransactionResult};
use serde::{Serialize, de::DeserializeOwned};
use trama_shared::{
    ids::DocumentId,
    sync::chunk::{Chunk, ChunkKey, ChunkKind},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const VERSION: u32 = 1;
const CHUNKS: &str = "chunks";
const NOTES: &str = "notes";

/// Why the device did not keep something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The browser's quota is used up: free space on the device.
    #[error("this device has no space left for the app")]
    Full,
    /// The browser refused or lost the write.
    #[error("this device did not keep the data")]
    Failed,
}

impl From<rexie::Error> for StoreError {
    fn from(error: rexie::Error) -> Self {
        // The browser tells a full disk only by the exception's name, which the message carries.
        if error_text(&error).contains("Quota") {
            Self::Full
        } else {
            Self::Failed
        }
    }
}

fn error_text(error: &rexie::Error) -> String {
    match error {
        rexie::Error::IdbError(inner) => inner.to_string(),
        other => other.to_string(),
    }
}

/// The device's database of one user.
pub struct Store {
    database: Rexie,
}

impl Store {
    /// Opens the user's database, creating it at the first time.
    ///
    /// # Errors
    /// Where the browser has no storage to give.
    pub async fn open(user_id: &str) -> Result<Self, StoreError> {
        let database = Rexie::builder(&format!("trama-{user_id}"))
            .version(VERSION)
            .add_object_store(ObjectStore::new(CHUNKS))
            .add_object_store(ObjectStore::new(NOTES))
            .build()
            .await?;
        Ok(Self { database })
    }

    /// Writes pieces of a document and drops those that they replace, all or nothing.
    ///
    /// # Errors
    /// Nothing was written.
    pub async fn write_chunks(
        &self,
        document: DocumentId,
        chunks: &[Chunk],
        replaces: &[ChunkKey],
    ) -> Result<(), StoreError> {
        let transaction = self
            .database
            .transaction(&[CHUNKS], TransactionMode::ReadWrite)?;
        let store = transaction.store(CHUNKS)?;
        let rows = chunks.iter().map(|chunk| {
            let bytes = Uint8Array::from(chunk.bytes.as_slice());
            let value = Array::of2(&chunk.kind.as_str().into(), &bytes.into());
            (value.into(), Some(chunk_name(document, chunk.key).into()))
        });
        store.put_all(rows).await?;
        for key in replaces {
            store.delete(chunk_name(document, *key).into()).await?;
        }
        finished(transaction.done().await?)
    }

    /// Every piece of a document. What is not a piece of this version is left alone.
    ///
    /// # Errors
    /// Where the browser cannot read.
    pub async fn read_chunks(&self, document: DocumentId) -> Result<Vec<Chunk>, StoreError> {
        let prefix = format!("{document}/");
        let transaction = self
            .database
            .transaction(&[CHUNKS], TransactionMode::ReadOnly)?;
        let store = transaction.store(CHUNKS)?;
        let keys = store.get_all_keys(Some(range(&prefix)?), None).await?;
        let values = store.get_all(Some(range(&prefix)?), None).await?;
        let read = |key: JsValue, value: JsValue| {
            let parts: Array = value.dyn_into().ok()?;
            Some(Chunk {
                key: key.as_string()?.strip_prefix(&prefix)?.parse().ok()?,
                kind: kind_of(&parts.get(0).as_string()?)?,
                bytes: parts.get(1).dyn_into::<Uint8Array>().ok()?.to_vec(),
            })
        };
        Ok(keys
            .into_iter()
            .zip(values)
            .filter_map(|(key, value)| read(key, value))
            .collect())
    }

    /// Keeps a small value under a name.
    ///
    /// # Errors
    /// Nothing was written.
    pub async fn write_note<T: Serialize>(&self, name: &str, value: &T) -> Result<(), StoreError> {
        let text = serde_json::to_string(value).map_err(|_| StoreError::Failed)?;
        let transaction = self
            .database
            .transaction(&[NOTES], TransactionMode::ReadWrite)?;
        let store = transaction.store(NOTES)?;
        store
            .put(&JsValue::from_str(&text), Some(&JsValue::from_str(name)))
            .await?;
        finished(transaction.done().await?)
    }

    /// A value kept under a name; `None` where there is none or it is of another version.
    pub async fn read_note<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let transaction = self
            .database
            .transaction(&[NOTES], TransactionMode::ReadOnly)
            .ok()?;
        let value = transaction
            .store(NOTES)
            .ok()?
            .get(JsValue::from_str(name))
            .await
            .ok()??;
        serde_json::from_str(&value.as_string()?).ok()
    }

    /// Forgets everything. The stores are emptied rather than deleted: another tab that has them open does not block.
    ///
    /// # Errors
    /// Where the browser refuses; the data may then still be there.
    pub async fn clear(&self) -> Result<(), StoreError> {
        let transaction = self
            .database
            .transaction(&[CHUNKS, NOTES], TransactionMode::ReadWrite)?;
        transaction.store(CHUNKS)?.clear().await?;
        transaction.store(NOTES)?.clear().await?;
        finished(transaction.done().await?)
    }
}

/// The database while it opens and ever after: everybody waits for the same one.
pub type OpenStore = Shared<LocalBoxFuture<'static, Result<Rc<Store>, StoreError>>>;

/// Opens the user's database once, for all who wait for it.
pub fn open_shared(user_id: String) -> OpenStore {
    async move { Store::open(&user_id).await.map(Rc::new) }
        .boxed_local()
        .shared()
}

/// The kind of a piece by its word.
#[must_use]
pub fn kind_of(word: &str) -> Option<ChunkKind> {
    [ChunkKind::Changes, ChunkKind::Snapshot]
        .into_iter()
        .find(|kind| kind.as_str() == word)
}

fn chunk_name(document: DocumentId, key: ChunkKey) -> String {
    format!("{document}/{key}")
}

/// All keys that begin with `prefix`, which ends in `/`: up to the next character, `0`.
fn range(prefix: &str) -> Result<KeyRange, StoreError> {
    let end = format!("{}0", prefix.trim_end_matches('/'));
    KeyRange::bound(&prefix.into(), &end.into(), None, Some(true)).map_err(|_| StoreError::Failed)
}

fn finished(result: TransactionResult) -> Result<(), StoreError> {
    if result.is_committed() {
        Ok(())
    } else {
        Err(StoreError::Failed)
    }
}

/// Asks the browser not to evict the data when the disk gets full. Browsers decide by themselves; a refusal changes nothing.
pub async fn ask_to_persist() {
    let storage = leptos::prelude::window().navigator().storage();
    if let Ok(promise) = storage.persist() {
        let _ = JsFuture::from(promise).await;
    }
}
