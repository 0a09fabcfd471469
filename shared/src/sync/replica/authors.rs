//! Whose each Automerge actor is. A change that somebody else writes under a colleague's actor takes a number that the
//! colleague's own next change has, which Automerge then refuses for ever. So a node that relays remembers whose an actor
//! is, and takes nothing under it from others as long as its owner's device is there to bring it.
//!
//! When the device is away, others may bring what a store that was restored from an older backup lacks. If that was forged,
//! the owner's device gives way: it writes its own work again, under a new actor (`again.rs`).

use std::collections::HashMap;

use automerge::{ActorId, Change};

use super::{LinkId, Refusal, Replica};

/// An account, named by the owner of the replica.
pub type AuthorId = [u8; 16];

#[derive(Debug, Default)]
pub(super) struct Authors {
    known: HashMap<ActorId, AuthorId>,
    /// Those that are not stored yet.
    fresh: Vec<(ActorId, AuthorId)>,
}

/// Who is behind a link.
#[derive(Debug, Default)]
pub(super) struct Author {
    pub(super) id: Option<AuthorId>,
    /// The actors that its device said to use. A stock peer says nothing.
    actors: Vec<ActorId>,
}

impl Author {
    /// Whether this is the owner, on a device that may use the actor. One that names none may use any of its owner's.
    fn may_use(&self, owner: AuthorId, actor: &ActorId) -> bool {
        self.id == Some(owner) && (self.actors.is_empty() || self.actors.contains(actor))
    }
}

impl Replica {
    /// What the store knows of authors.
    pub fn know_authors(&mut self, authors: impl IntoIterator<Item = (ActorId, AuthorId)>) {
        self.authors.known.extend(authors);
    }

    /// Names who is behind a link, and the actors under which that device says to write.
    pub fn set_author(&mut self, link: LinkId, author: AuthorId, actors: Vec<ActorId>) {
        if let Some(peer) = self.links.get_mut(&link) {
            peer.author = Author {
                id: Some(author),
                actors,
            };
        }
    }

    /// Authors that the store should keep with what is stored next; [`Replica::authors_stored`] once it has.
    #[must_use]
    pub fn fresh_authors(&self) -> &[(ActorId, AuthorId)] {
        &self.authors.fresh
    }

    /// The first `count` of [`Replica::fresh_authors`] are stored.
    pub fn authors_stored(&mut self, count: usize) {
        let count = count.min(self.authors.fresh.len());
        self.authors.fresh.drain(..count);
    }

    /// May this link bring these changes?
    pub(super) fn may_bring(&self, link: LinkId, changes: &[Change]) -> Result<(), Refusal> {
        let sender = self.links.get(&link).and_then(|peer| peer.author.id);
        let Some(sender) = sender else { return Ok(()) };
        for change in changes {
            if let Some(owner) = self.owner_of(change.actor_id())
                && owner != sender
                && self
                    .links
                    .values()
                    .any(|peer| peer.author.may_use(owner, change.actor_id()))
            {
                return Err(Refusal::ForeignActor);
            }
        }
        Ok(())
    }

    /// Remembers whose the actors of these changes are, which are in the document now.
    pub(super) fn note_authors(&mut self, link: LinkId, changes: &[Change]) {
        let Some(peer) = self.links.get(&link) else {
            return;
        };
        let Some(author) = peer.author.id else { return };
        for change in changes {
            let actor = change.actor_id();
            // A device that named its actors may bring others' changes too, from before a store was restored.
            let own = if peer.author.actors.is_empty() {
                change.seq() == 1
            } else {
                peer.author.actors.contains(actor)
            };
            if own && !self.authors.known.contains_key(actor) {
                self.authors.known.insert(actor.clone(), author);
                self.authors.fresh.push((actor.clone(), author));
            }
        }
    }

    fn owner_of(&self, actor: &ActorId) -> Option<AuthorId> {
        self.authors.known.get(actor).copied().or_else(|| {
            // In the order in which they came: whoever names an actor first has it.
            let mut links = self.links.values();
            links
                .find(|peer| peer.author.actors.contains(actor))
                .and_then(|peer| peer.author.id)
        })
    }
}
