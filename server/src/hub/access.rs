//! Who may what, asked at every message. What is known is kept until the storage says that something changed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use tokio::sync::watch;
use trama_shared::ids::DocumentId;

use super::lock;
use crate::{
    rights::Right,
    storage::{Result, Storage, UserId},
};

type Rights = Arc<HashMap<DocumentId, Right>>;

pub(super) struct Access {
    storage: Arc<dyn Storage>,
    known: Mutex<Known>,
    changed: watch::Sender<u64>,
}

#[derive(Default)]
struct Known {
    version: u64,
    users: HashMap<UserId, Rights>,
}

impl Access {
    pub(super) fn new(storage: Arc<dyn Storage>) -> Self {
        Self {
            storage,
            known: Mutex::default(),
            changed: watch::Sender::new(0),
        }
    }

    /// The number of the rights as they stand now.
    pub(super) async fn version(&self) -> Result<u64> {
        self.storage.rights_version().await
    }

    /// Ticks when rights changed, soon after they did. For those who wait; whoever acts asks [`Access::version`].
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Looks whether rights changed, and tells those who wait.
    pub(super) async fn look(&self) {
        if let Ok(version) = self.version().await {
            self.changed.send_if_modified(|known| {
                let news = *known != version;
                *known = version;
                news
            });
        }
    }

    /// What a user may do with a document, now.
    pub(super) async fn right(&self, user: UserId, document: DocumentId) -> Result<Right> {
        let rights = self.rights(user).await?;
        Ok(rights.get(&document).copied().unwrap_or_default())
    }

    async fn rights(&self, user: UserId) -> Result<Rights> {
        // Read first: a change that comes in between makes what is read now outdated at once.
        let version = self.version().await?;
        {
            let known = lock(&self.known);
            if known.version == version
                && let Some(rights) = known.users.get(&user)
            {
                return Ok(Arc::clone(rights));
            }
        }
        let grants = self.storage.grants_of(user).await?;
        let rights: Rights = Arc::new(
            grants
                .into_iter()
                .map(|grant| (grant.document, grant.right))
                .collect(),
        );
        let mut known = lock(&self.known);
        if known.version < version {
            known.users.clear();
            known.version = version;
        }
        if known.version == version {
            known.users.insert(user, Arc::clone(&rights));
        }
        Ok(rights)
    }
}
