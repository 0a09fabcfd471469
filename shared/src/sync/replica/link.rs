//! A peer of one document: what it may do and where the sync with it stands.

use std::collections::BTreeSet;

use automerge::{
    Automerge, ChangeHash,
    sync::{Capability, Message, MessageFlags, State, SyncDoc},
};

use super::{authors::Author, orphans::Orphans};
use crate::sync::limits;

/// What a peer may do with a document. (A peer that may do nothing has no link.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Receives everything; its changes are refused.
    Read,
    /// Receives and sends.
    Write,
}

/// How a link is made.
#[derive(Debug, Clone, Copy)]
pub struct LinkOptions {
    /// What the peer may do here.
    pub access: Access,
    /// Whether this peer's word on what it has decides whether our edits are saved: the server, seen from a client.
    pub upstream: bool,
    /// Whether we speak first. A client does; a server answers.
    pub speaks_first: bool,
}

impl LinkOptions {
    /// A client's link to its server.
    #[must_use]
    pub const fn to_server() -> Self {
        Self {
            access: Access::Write,
            upstream: true,
            speaks_first: true,
        }
    }

    /// A server's link to a client.
    #[must_use]
    pub const fn to_client(access: Access) -> Self {
        Self {
            access,
            upstream: false,
            speaks_first: false,
        }
    }
}

#[derive(Debug)]
pub(super) struct Link {
    pub(super) access: Access,
    pub(super) upstream: bool,
    pub(super) author: Author,
    pub(super) state: State,
    /// Whether there may be something to say.
    pub(super) dirty: bool,
    /// Whether the peer was told that its changes are not taken.
    pub(super) told_read_only: bool,
    heard_at_ms: u64,
    resync_after_ms: u64,
    /// Messages to the peer since either side brought something new.
    fruitless: u32,
}

impl Link {
    pub(super) fn new(options: LinkOptions, now_ms: u64) -> Self {
        let mut link = Self {
            access: options.access,
            upstream: options.upstream,
            author: Author::default(),
            state: State::new(),
            dirty: options.speaks_first,
            told_read_only: false,
            heard_at_ms: now_ms,
            resync_after_ms: limits::RESYNC_MIN_MS,
            fruitless: 0,
        };
        link.state.read_only = options.access == Access::Read;
        link
    }

    /// Whether that was a change.
    pub(super) fn set_access(&mut self, access: Access) -> bool {
        if self.access == access {
            return false;
        }
        self.access = access;
        self.state.set_read_only(access == Access::Read);
        self.told_read_only = false;
        self.fruitless = 0;
        self.dirty = true;
        true
    }

    /// Forgets where the sync stands, and asks the peer to send again what we may have lost.
    pub(super) fn restart(&mut self) {
        self.state = State {
            their_capabilities: self.state.their_capabilities.take(),
            read_only: self.access == Access::Read,
            needs_reset: self.state.needs_reset || self.state.their_heads.is_some(),
            ..State::new()
        };
        self.fruitless = 0;
        self.dirty = true;
    }

    /// The next message for the peer, if there is something to say.
    pub(super) fn speak(&mut self, doc: &Automerge, orphans: &Orphans) -> Option<Vec<u8>> {
        if !std::mem::take(&mut self.dirty) {
            return None;
        }
        let told = self.state.last_sent_heads.clone();
        let first = !self.state.have_responded;
        let mut message = doc.generate_sync_message(&mut self.state)?;
        if orphans.len() > 0 && !message.need.is_empty() {
            // What waits here is not asked for again; what it waits for is, and nothing else until that has come.
            let is_here = |hash: &ChangeHash| doc.get_change_meta_by_hash(hash).is_some();
            message.need = orphans.lacking(&message.need, is_here);
            // Automerge writes hashes in their order, and insists on it.
            message.need.sort_unstable();
            let theirs = self.state.their_heads.as_deref().unwrap_or_default();
            if !message.need.iter().all(|hash| theirs.contains(hash)) {
                message.have.clear();
            }
        }
        if first || !message.changes.is_empty() || message.heads != told {
            self.fruitless = 0;
        } else {
            self.fruitless += 1;
        }
        // Both sides may be waiting for a change that was lost or refused, and answer each other for ever. Silence
        // lets the timer of `overdue_at` run.
        (self.fruitless <= limits::FRUITLESS_MESSAGES_MAX).then(|| message.encode())
    }

    /// Notes where the peer stands, now that the changes it sent are in the document (or not). `message` is without
    /// them; `awaits_answer` tells whether it had some.
    ///
    /// This is what Automerge's `receive_sync_message` does, but for one step: that walks through the whole history
    /// at every message, to forget which of the sent changes the peer has by now. Here only what the peer lacks is
    /// looked at, so that a message about a long history costs no more than one about a short one.
    pub(super) fn learn(&mut self, doc: &Automerge, message: Message, awaits_answer: bool) {
        let state = &mut self.state;
        if awaits_answer || state.their_heads.as_ref() != Some(&message.heads) {
            self.fruitless = 0;
        }
        state.in_flight = false;
        if let Some(flags) = message.flags {
            let mut capabilities = vec![Capability::MessageV2];
            if flags.contains(MessageFlags::SUPPORTS_SYNC_RESET) {
                capabilities.push(Capability::SyncReset);
            }
            state.their_capabilities = Some(capabilities);
            if flags.contains(MessageFlags::SYNC_RESET) {
                state.sent_hashes.clear();
            }
            state.peer_read_only = flags.contains(MessageFlags::READ_ONLY);
        }

        let mut known: Vec<_> = message
            .heads
            .iter()
            .filter(|head| doc.get_change_meta_by_hash(head).is_some())
            .copied()
            .collect();
        // Automerge writes hashes in their order, and insists on it; a peer may not have.
        known.sort_unstable();
        if !state.sent_hashes.is_empty() && !known.is_empty() {
            let lacking: BTreeSet<_> = doc
                .get_changes_meta(&known)
                .into_iter()
                .map(|change| change.hash)
                .collect();
            state.sent_hashes.retain(|hash| lacking.contains(hash));
        }
        // A peer without news whose heads are ours knows ours. One that sent changes waits to hear that they arrived.
        if !awaits_answer && message.heads == doc.get_heads() {
            state.last_sent_heads.clone_from(&message.heads);
        }
        if known.len() == message.heads.len() {
            state.shared_heads = known;
            if message.heads.is_empty() {
                // The peer has nothing (any more): everything is to be sent.
                state.last_sent_heads.clear();
                state.sent_hashes.clear();
            }
        } else {
            let shared: BTreeSet<_> = state.shared_heads.drain(..).chain(known).collect();
            state.shared_heads = shared.into_iter().collect();
        }
        state.their_have = Some(message.have);
        state.their_heads = Some(message.heads);
        state.their_need = Some(message.need);
        self.dirty = true;
    }

    pub(super) fn heard(&mut self, now_ms: u64) {
        self.heard_at_ms = now_ms;
        self.dirty = true;
    }

    /// When the link should sync anew if nothing is heard until then; never, if both sides agree.
    pub(super) fn overdue_at(&self, heads: &[ChangeHash]) -> Option<u64> {
        let agrees = self.state.their_heads.as_deref() == Some(heads);
        let spoke = self.state.have_responded;
        (spoke && !agrees).then(|| self.heard_at_ms.saturating_add(self.resync_after_ms))
    }

    /// Whether to sync anew now; if so, the next time comes later.
    pub(super) fn is_overdue(&mut self, heads: &[ChangeHash], now_ms: u64) -> bool {
        if self.overdue_at(heads).is_none_or(|at| at > now_ms) {
            return false;
        }
        self.heard_at_ms = now_ms;
        self.resync_after_ms = (self.resync_after_ms * 2).min(limits::RESYNC_MAX_MS);
        true
    }

    /// Both sides agreed: the next trouble is a new one.
    pub(super) const fn agreed(&mut self) {
        self.resync_after_ms = limits::RESYNC_MIN_MS;
    }
}
