//! From one store into another: restoring a backup, and moving between kinds of database. It is a union, row by row, in one
//! transaction of the target: documents are CRDTs, so their chunks merge.

use std::collections::HashMap;

use trama_shared::ids::{CaseId, DocumentId};

use super::{
    CaseRecord, Drawer, Grant, Millis, NameIndex, NewCase, Result, Slot, StorageError, StoredChunk,
    TokenHash, User, UserId,
};
use crate::{
    casebook::{self, drawer_owner, key_owner},
    rights::Right,
    seal::{MasterKey, SealError, SealKey},
};

/// Why a backup was not restored. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// One of the two databases.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The key does not open the backup.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// Backup and store hold different cases under one id.
    #[error("the case {0} of the backup is another one")]
    OtherCase(String),
}

/// What a restore added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Restored {
    /// Cases.
    pub cases: usize,
    /// Accounts.
    pub users: usize,
    /// Chunks.
    pub chunks: usize,
}

/// A store as copying sees it: one moment of it to read from, or one transaction to write in. What is to be kept
/// (`keep_…`) is added unless it is there.
pub(super) trait Shelf {
    fn users(&self) -> Result<Vec<User>>;
    fn user(&self, id: UserId) -> Result<Option<User>>;
    fn user_by_name(&self, index: &NameIndex) -> Result<Option<User>>;
    fn add_user(&self, user: &User) -> Result<()>;

    fn tokens(&self) -> Result<Vec<(TokenHash, UserId, Millis)>>;
    fn keep_token(&self, token: TokenHash, user: UserId, at: Millis) -> Result<()>;

    fn cases(&self) -> Result<Vec<CaseRecord>>;
    fn case(&self, id: &CaseId) -> Result<Option<CaseRecord>>;
    fn add_case(&self, case: &NewCase) -> Result<()>;
    fn retitle(&self, id: &CaseId, title: &[u8], changed_at: Millis) -> Result<()>;

    fn grants_on(&self, document: DocumentId) -> Result<Vec<(UserId, Right)>>;
    fn keep_grant(&self, grant: Grant) -> Result<()>;
    fn authors(&self, slot: Slot) -> Result<Vec<(Vec<u8>, UserId)>>;
    fn keep_author(&self, slot: Slot, actor: &[u8], user: UserId) -> Result<()>;

    fn drawer(&self, user: UserId) -> Result<Option<Drawer>>;
    fn keep_drawer(&self, user: UserId, key: &[u8]) -> Result<()>;
    fn document_in(&self, slot: Slot) -> Result<DocumentId>;
    fn keep_in_drawer(&self, slot: Slot, document: DocumentId, user: UserId) -> Result<()>;

    fn chunks(&self, slot: Slot) -> Result<Vec<StoredChunk>>;
    /// Whether the chunk is there and good.
    fn is_good(&self, slot: Slot, key: &str) -> Result<bool>;
    /// Adds a chunk, or heals the one in quarantine.
    fn add_chunk(&self, slot: Slot, chunk: &StoredChunk) -> Result<()>;
}

/// Adds to `target` what `source` has and it lacks. `from` opens the source, `to` the target.
pub(super) fn restore(
    source: &dyn Shelf,
    target: &dyn Shelf,
    from: &MasterKey,
    to: &MasterKey,
) -> std::result::Result<Restored, RestoreError> {
    let restore = Restore {
        source,
        target,
        from,
        to,
        users: HashMap::new(),
        done: Restored::default(),
    };
    restore.run()
}

/// How the chunks of one owner (a case, a drawer) come over.
struct Passage {
    /// Their key in the backup.
    old: SealKey,
    /// Their key here.
    new: SealKey,
    /// Both are one key: what is sealed may be copied as it is.
    same: bool,
}

struct Restore<'a> {
    source: &'a dyn Shelf,
    target: &'a dyn Shelf,
    from: &'a MasterKey,
    to: &'a MasterKey,
    /// Accounts of the backup by their id here: the same person may have been made twice.
    users: HashMap<UserId, UserId>,
    done: Restored,
}

impl Restore<'_> {
    fn run(mut self) -> std::result::Result<Restored, RestoreError> {
        self.accounts()?;
        self.tokens()?;
        self.cases()?;
        self.drawers()?;
        Ok(self.done)
    }

    fn accounts(&mut self) -> std::result::Result<(), RestoreError> {
        for mut user in self.source.users()? {
            let name = self.from.open_name(user.id.as_bytes(), &user.name)?;
            user.name_index = self.to.name_index(&name);
            let here = match self.target.user(user.id)? {
                Some(same) => Some(same),
                None => self.target.user_by_name(&user.name_index)?,
            };
            if let Some(here) = here {
                self.users.insert(user.id, here.id);
                continue;
            }
            user.name = self.to.seal_name(user.id.as_bytes(), &name)?;
            self.target.add_user(&user)?;
            self.users.insert(user.id, user.id);
            self.done.users += 1;
        }
        Ok(())
    }

    fn tokens(&self) -> std::result::Result<(), RestoreError> {
        for (token, user, at) in self.source.tokens()? {
            if let Some(user) = self.users.get(&user) {
                self.target.keep_token(token, *user, at)?;
            }
        }
        Ok(())
    }

    fn cases(&mut self) -> std::result::Result<(), RestoreError> {
        for case in self.source.cases()? {
            let owner = key_owner(&case.id);
            let old = self.from.unwrap_key(&owner, &case.key)?;
            let here = self.target.case(&case.id)?;
            let passage = if let Some(here) = here {
                if here.documents != case.documents {
                    return Err(RestoreError::OtherCase(case.id.to_string()));
                }
                let new = self.to.unwrap_key(&owner, &here.key)?;
                if case.changed_at > here.changed_at {
                    let title = casebook::open_title(&old, &case.id, &case.title)?;
                    let title = casebook::seal_title(&new, &case.id, &title)?;
                    self.target.retitle(&case.id, &title, case.changed_at)?;
                }
                Passage {
                    same: old.is_same(&new),
                    old,
                    new,
                }
            } else {
                let key = self.to.rewrap(self.from, &owner, &case.key)?;
                let new = NewCase {
                    record: CaseRecord {
                        key,
                        ..case.clone()
                    },
                    chunks: Vec::new(),
                    grants: Vec::new(),
                };
                self.target.add_case(&new)?;
                self.done.cases += 1;
                Passage {
                    new: old.clone(),
                    old,
                    same: true,
                }
            };
            for document in &case.documents {
                self.grants(document.id)?;
                let slot = Slot::from(document.id);
                self.authors(slot)?;
                self.chunks(&passage, slot, slot)?;
            }
        }
        Ok(())
    }

    /// Whose an actor is in the living store stands. What was refused stays where it was refused.
    fn authors(&self, slot: Slot) -> std::result::Result<(), RestoreError> {
        for (actor, user) in self.source.authors(slot)? {
            if let Some(user) = self.users.get(&user) {
                self.target.keep_author(slot, &actor, *user)?;
            }
        }
        Ok(())
    }

    /// Rights of the living store stand, revoked ones too.
    fn grants(&self, document: DocumentId) -> std::result::Result<(), RestoreError> {
        for (user, right) in self.source.grants_on(document)? {
            if let Some(user) = self.users.get(&user) {
                self.target.keep_grant(Grant {
                    document,
                    user: *user,
                    right,
                })?;
            }
        }
        Ok(())
    }

    fn drawers(&mut self) -> std::result::Result<(), RestoreError> {
        for (old_user, new_user) in self.users.clone() {
            let Some(drawer) = self.source.drawer(old_user)? else {
                continue;
            };
            let old = self.from.unwrap_key(&drawer_owner(old_user), &drawer.key)?;
            let here = self.target.drawer(new_user)?;
            let new = if let Some(here) = &here {
                self.to.unwrap_key(&drawer_owner(new_user), &here.key)?
            } else {
                let (key, wrapped) = self.to.new_key(&drawer_owner(new_user))?;
                self.target.keep_drawer(new_user, &wrapped)?;
                key
            };
            let passage = Passage {
                same: old.is_same(&new) && old_user == new_user,
                old,
                new,
            };
            for old_slot in drawer.documents {
                let document = self.source.document_in(old_slot)?;
                let new_slot = Slot::in_drawer(new_user, document);
                self.target.keep_in_drawer(new_slot, document, new_user)?;
                self.chunks(&passage, old_slot, new_slot)?;
            }
        }
        Ok(())
    }

    fn chunks(
        &mut self,
        passage: &Passage,
        old_slot: Slot,
        new_slot: Slot,
    ) -> std::result::Result<(), RestoreError> {
        for mut chunk in self.source.chunks(old_slot)? {
            // What is here and good stays; what is damaged there does not come.
            if chunk.quarantine.is_some() || self.target.is_good(new_slot, &chunk.key)? {
                continue;
            }
            if !(passage.same && old_slot == new_slot) {
                let Ok(open) = casebook::open_chunk(&passage.old, old_slot, &chunk) else {
                    continue;
                };
                chunk = casebook::seal_chunk(&passage.new, new_slot, &open, chunk.created_at)?;
            }
            self.target.add_chunk(new_slot, &chunk)?;
            self.done.chunks += 1;
        }
        Ok(())
    }
}
