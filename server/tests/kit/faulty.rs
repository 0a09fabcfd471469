//! A storage whose writes of documents fail when the test wants it.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use async_trait::async_trait;
use tokio::sync::{broadcast, watch};
use trama_server::storage::{
    CaseRecord, Commit, DamagedRecord, Drawer, Grant, Millis, NameIndex, NewCase, Quarantined,
    Refused, RefusedRecord, Result, Session, Slot, Storage, StorageError, StorageFigures,
    StoredChunk, TokenHash, User, UserId,
};
use trama_shared::{
    case::Zone,
    ids::{CaseId, DocumentId},
};

#[derive(Default)]
pub(crate) struct Faults {
    failing: AtomicBool,
    failed: AtomicUsize,
    /// The document whose chunks cannot be read yet.
    held: watch::Sender<Option<Slot>>,
}

impl Faults {
    /// From now on no batch is stored, or every batch is.
    pub(crate) fn fail(&self, failing: bool) {
        self.failing.store(failing, Ordering::SeqCst);
    }

    /// Whoever reads this document's chunks waits.
    pub(crate) fn hold(&self, document: DocumentId) {
        self.held.send_replace(Some(document.into()));
    }

    /// Until now.
    pub(crate) fn release(&self) {
        self.held.send_replace(None);
    }

    /// How many batches were refused.
    pub(crate) fn failed(&self) -> usize {
        self.failed.load(Ordering::SeqCst)
    }
}

pub(crate) struct Faulty {
    pub(crate) inner: Arc<dyn Storage>,
    pub(crate) faults: Arc<Faults>,
}

#[async_trait]
impl Storage for Faulty {
    async fn add_user(&self, user: User) -> Result<()> {
        self.inner.add_user(user).await
    }

    async fn user_by_name(&self, index: NameIndex) -> Result<Option<User>> {
        self.inner.user_by_name(index).await
    }

    async fn user(&self, id: UserId) -> Result<Option<User>> {
        self.inner.user(id).await
    }

    async fn users(&self) -> Result<Vec<User>> {
        self.inner.users().await
    }

    async fn setup_nonce(&self, nonce: [u8; 16]) -> Result<Option<[u8; 16]>> {
        self.inner.setup_nonce(nonce).await
    }

    async fn finish_setup(&self, nonce: [u8; 16], user: User) -> Result<()> {
        self.inner.finish_setup(nonce, user).await
    }

    async fn set_password(&self, user: UserId, hash: String, tokens: bool) -> Result<()> {
        self.inner.set_password(user, hash, tokens).await
    }

    async fn add_session(&self, session: Session, now: Millis) -> Result<()> {
        self.inner.add_session(session, now).await
    }

    async fn session(&self, token: TokenHash) -> Result<Option<Session>> {
        self.inner.session(token).await
    }

    async fn extend_session(&self, token: TokenHash, expires_at: Millis) -> Result<()> {
        self.inner.extend_session(token, expires_at).await
    }

    async fn end_session(&self, token: TokenHash) -> Result<()> {
        self.inner.end_session(token).await
    }

    async fn add_token(&self, token: TokenHash, user: UserId, now: Millis) -> Result<()> {
        self.inner.add_token(token, user, now).await
    }

    async fn token_user(&self, token: TokenHash) -> Result<Option<UserId>> {
        self.inner.token_user(token).await
    }

    async fn add_case(&self, case: NewCase) -> Result<()> {
        self.inner.add_case(case).await
    }

    async fn cases(&self) -> Result<Vec<CaseRecord>> {
        self.inner.cases().await
    }

    async fn case(&self, id: CaseId) -> Result<Option<CaseRecord>> {
        self.inner.case(id).await
    }

    async fn case_of(&self, document: DocumentId) -> Result<Option<(CaseRecord, Zone)>> {
        self.inner.case_of(document).await
    }

    async fn set_grants(&self, grants: Vec<Grant>) -> Result<()> {
        self.inner.set_grants(grants).await
    }

    async fn grants_of(&self, user: UserId) -> Result<Vec<Grant>> {
        self.inner.grants_of(user).await
    }

    async fn rights_version(&self) -> Result<u64> {
        self.inner.rights_version().await
    }

    async fn drawer(&self, user: UserId) -> Result<Option<Drawer>> {
        self.inner.drawer(user).await
    }

    async fn add_drawer(&self, user: UserId, key: Vec<u8>) -> Result<()> {
        self.inner.add_drawer(user, key).await
    }

    async fn chunks(&self, slot: Slot) -> Result<Vec<StoredChunk>> {
        let mut held = self.faults.held.subscribe();
        held.wait_for(|held| *held != Some(slot)).await.unwrap();
        self.inner.chunks(slot).await
    }

    async fn chunk_keys(&self, slot: Slot) -> Result<Vec<String>> {
        self.inner.chunk_keys(slot).await
    }

    async fn chunks_named(&self, slot: Slot, keys: Vec<String>) -> Result<Vec<StoredChunk>> {
        self.inner.chunks_named(slot, keys).await
    }

    async fn commit(&self, commit: Commit) -> Result<()> {
        if self.faults.failing.load(Ordering::SeqCst) {
            self.faults.failed.fetch_add(1, Ordering::SeqCst);
            return Err(StorageError::Full);
        }
        self.inner.commit(commit).await
    }

    async fn quarantine(&self, slot: Slot, key: String, reason: String) -> Result<()> {
        self.inner.quarantine(slot, key, reason).await
    }

    async fn authors(&self, slot: Slot) -> Result<Vec<(Vec<u8>, UserId)>> {
        self.inner.authors(slot).await
    }

    async fn add_refused(&self, refused: Refused) -> Result<()> {
        self.inner.add_refused(refused).await
    }

    async fn refused(&self) -> Result<Vec<RefusedRecord>> {
        self.inner.refused().await
    }

    async fn refused_one(&self, number: u64) -> Result<Option<RefusedRecord>> {
        self.inner.refused_one(number).await
    }

    async fn damaged(&self) -> Result<Vec<DamagedRecord>> {
        self.inner.damaged().await
    }

    async fn drop_quarantined(&self, what: Quarantined) -> Result<()> {
        self.inner.drop_quarantined(what).await
    }

    fn outside_changes(&self, slot: Slot) -> watch::Receiver<u64> {
        self.inner.outside_changes(slot)
    }

    fn say(&self, slot: Slot, message: Vec<u8>) {
        self.inner.say(slot, message);
    }

    fn said(&self, slot: Slot) -> broadcast::Receiver<Arc<[u8]>> {
        self.inner.said(slot)
    }

    async fn figures(&self) -> Result<StorageFigures> {
        self.inner.figures().await
    }

    async fn close(&self) {
        self.inner.close().await;
    }
}
