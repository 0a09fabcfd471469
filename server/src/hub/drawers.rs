//! Private drawers. A program may push documents whose ids mean nothing here, or that it may not see: they lie in a drawer
//! of its user's own, so that both cases behave alike. Drawers are small.

use std::{
    collections::{BTreeSet, HashMap},
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
}

#[derive(Default)]
struct Used {
    documents: BTreeSet<Slot>,
    bytes: u64,
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
        });
        Ok(self.casebook.master().unwrap_key(&owner, &drawer.key)?)
    }

    /// May so many bytes more go into this document of the drawer? If so they count from now on.
    pub(super) fn admit(&self, user: UserId, slot: Slot, bytes: usize) -> bool {
        let mut used = lock(&self.used);
        let used = used.entry(user).or_default();
        let count = used.documents.len() + usize::from(!used.documents.contains(&slot));
        let total = used.bytes + bytes as u64;
        if count > limits::DRAWER_DOCUMENTS_MAX || total > limits::DRAWER_BYTES_MAX {
            return false;
        }
        used.documents.insert(slot);
        used.bytes = total;
        true
    }
}
