//! A peer of one document: what it may do and where the sync with it stands.

use automerge::{
    Automerge, ChangeHash,
    sync::{State, SyncDoc},
};

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
    pub(super) fn speak(&mut self, doc: &Automerge) -> Option<Vec<u8>> {
        if !std::mem::take(&mut self.dirty) {
            return None;
        }
        let told = self.state.last_sent_heads.clone();
        let first = !self.state.have_responded;
        let message = doc.generate_sync_message(&mut self.state)?;
        if first || !message.changes.is_empty() || message.heads != told {
            self.fruitless = 0;
        } else {
            self.fruitless += 1;
        }
        // Both sides may be waiting for a change that was lost or refused, and answer each other for ever. Silence
        // lets the timer of `overdue_at` run.
        (self.fruitless <= limits::FRUITLESS_MESSAGES_MAX).then(|| message.encode())
    }

    /// The peer brought something new.
    pub(super) const fn progressed(&mut self) {
        self.fruitless = 0;
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
