//! Private drawers. A program may push documents whose ids mean nothing here, or that it may not see: they lie in a drawer
//! of its user's own, so that both cases behave alike. Drawers are small.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Mutex,
};

use super::lock;
use crate::{
    casebook::{Casebook, drawer_owner},
    limits,
    seal::{SealError, SealKey},
    storage::{Slot, StorageError, UserId},
};

pub(super) struct Drawers {
    casebook: Casebook,
    /// What is in use of the drawers that were opened since the start.
    used: Mutex<HashMap<UserId, Used>>,
    looking: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Used {
    /// What is stored.
    documents: BTreeSet<Slot>,
    bytes: u64,
    /// What was let in and is not stored yet.
    coming: BTreeMap<Slot, u64>,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum DrawerError {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl Drawers {
    pub(super) fn new(casebook: Casebook) -> Self {
        Self {
            casebook,
            used: Mutex::default(),
            looking: tokio::sync::Mutex::default(),
        }
    }

    /// The key of a user's drawer, which is made if it is not there.
    pub(super) async fn open(&self, user: UserId) -> Result<SealKey, DrawerError> {
        let storage = self.casebook.storage();
        let owner = drawer_owner(user);
        let drawer = if let Some(drawer) = storage.drawer(user).await? {
            drawer
        } else {
            let (_, wrapped) = self.casebook.master().new_key(&owner)?;
            storage.add_drawer(user, wrapped).await?;
            // Read again: somebody else's may have been first, and then counts.
            storage.drawer(user).await?.ok_or(StorageError::Missing)?
        };
        lock(&self.used).entry(user).or_insert_with(|| Used {
            documents: drawer.documents,
            bytes: drawer.bytes,
            coming: BTreeMap::new(),
        });
        Ok(self.casebook.master().unwrap_key(&owner, &drawer.key)?)
    }

    /// May so many bytes more go into this document of the drawer? If so they count as coming, until
    /// [`Drawers::settle`].
    pub(super) fn admit(&self, user: UserId, slot: Slot, bytes: u64) -> bool {
        let mut used = lock(&self.used);
        let used = used.entry(user).or_default();
        let new = used
            .coming
            .keys()
            .chain([&slot])
            .filter(|slot| !used.documents.contains(slot))
            .collect::<BTreeSet<_>>()
            .len();
        let coming: u64 = used.coming.values().sum();
        let total = used.bytes.saturating_add(coming).saturating_add(bytes);
        if used.documents.len() + new > limits::DRAWER_DOCUMENTS_MAX
            || total > limits::DRAWER_BYTES_MAX
        {
            return false;
        }
        *used.coming.entry(slot).or_default() += bytes;
        true
    }

    /// Looks anew at what is stored in a drawer.
    pub(super) async fn look(&self, user: UserId) -> Result<(), StorageError> {
        // One at a time, so that an older look never counts after a newer one.
        let _turn = self.looking.lock().await;
        if let Some(drawer) = self.casebook.storage().drawer(user).await? {
            let mut used = lock(&self.used);
            let used = used.entry(user).or_default();
            used.documents = drawer.documents;
            used.bytes = drawer.bytes;
        }
        Ok(())
    }

    /// Nothing of the document is on its way to the storage: what was let in is stored, or was refused.
    pub(super) fn settle(&self, user: UserId, slot: Slot) {
        if let Some(used) = lock(&self.used).get_mut(&user) {
            used.coming.remove(&slot);
        }
    }
}
