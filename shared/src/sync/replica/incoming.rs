//! Messages from peers: checked when they come, applied when it is their turn.

use automerge::{
    Automerge, Change, ChangeHash, ReadDoc,
    sync::{ChunkList, Message},
};

use super::{Access, LinkId, Refusal, Replica};
use crate::sync::{
    guard::{self, ChunkType, ChunkView, GuardError, contain},
    limits,
    wire::Status,
};

/// What a message brings.
#[derive(Debug)]
pub(super) enum Cargo {
    /// Changes to apply.
    Changes(Vec<Change>),
    /// A whole document, and its bytes.
    Document(Box<Automerge>, Vec<u8>),
}

/// A checked message that waits for its turn.
#[derive(Debug)]
pub(super) struct Incoming {
    pub(super) link: LinkId,
    /// The message without its changes.
    pub(super) message: Message,
    pub(super) cargo: Vec<Cargo>,
    /// Whether the peer waits to hear that what it sent has arrived.
    pub(super) awaits_answer: bool,
    pub(super) size: usize,
}

impl Incoming {
    /// How many operations it brings.
    pub(super) fn operations(&self) -> u64 {
        let parts = self.cargo.iter().map(|part| match part {
            Cargo::Changes(changes) => changes.iter().map(|change| change.len() as u64).sum(),
            Cargo::Document(doc, _) => doc.stats().num_ops,
        });
        parts.fold(0, u64::saturating_add)
    }
}

impl Replica {
    /// Takes a sync message from a peer.
    pub fn receive(&mut self, link: LinkId, payload: &[u8], now_ms: u64) {
        let Some(peer) = self.links.get_mut(&link) else {
            self.refuse(link, Refusal::NotConnected, &[]);
            return;
        };
        peer.heard(now_ms);
        let access = peer.access;
        let busy = self.queue.len() >= limits::QUEUE_MESSAGES_MAX
            || self.queue_bytes.saturating_add(payload.len()) > limits::QUEUE_BYTES_MAX;
        if busy {
            // Not an offence of the sender: the store is slow. It will be asked to send again.
            peer.restart();
            return;
        }
        match self.check(link, access, payload) {
            Ok(incoming) => {
                self.queue_bytes += incoming.size;
                self.queue.push_back(incoming);
                self.advance(now_ms);
            }
            Err(reason) => self.refuse(link, reason, &[payload]),
        }
    }

    fn check(&mut self, link: LinkId, access: Access, payload: &[u8]) -> Result<Incoming, Refusal> {
        let view = guard::check_message(payload)?;
        let mut message = contain(|| Message::decode(payload))
            .map_err(|_| Refusal::Harmful)?
            .map_err(|_| GuardError::Unreadable)?;
        let mut cargo = Vec::new();
        let brings = !view.chunks.is_empty();
        // What waits does so inflated: its size on the wire says nothing.
        let mut size = payload.len();
        if brings && access == Access::Read {
            self.refuse_changes_of_reader(link);
        } else if brings {
            let inflated: u64 = view.chunks.iter().map(|chunk| chunk.inflated).sum();
            size = size.max(usize::try_from(inflated).unwrap_or(usize::MAX));
            cargo = self.unpack(&view.chunks)?;
        }
        // The changes are applied together with those of other messages. What stays of the message tells Automerge's
        // sync where the peer stands.
        message.changes = ChunkList::empty();
        Ok(Incoming {
            link,
            message,
            cargo,
            awaits_answer: brings && access == Access::Write,
            size,
        })
    }

    fn refuse_changes_of_reader(&mut self, link: LinkId) {
        let Some(peer) = self.links.get_mut(&link) else {
            return;
        };
        if !std::mem::replace(&mut peer.told_read_only, true) {
            self.refuse(link, Refusal::ReadOnly, &[]);
        }
    }

    /// `evidence` is what is refused, in pieces; kept only where others are to be protected from it.
    pub(super) fn refuse(&mut self, link: LinkId, reason: Refusal, evidence: &[&[u8]]) {
        let status = match reason {
            Refusal::NotConnected => None,
            Refusal::ReadOnly => Some(Status::ReadOnly),
            _ => Some(Status::Refused),
        };
        if let Some(status) = status {
            self.tell(link, status);
        }
        let mut kept = Vec::new();
        if self.config.verify {
            for piece in evidence {
                let room = limits::EVIDENCE_BYTES_MAX - kept.len();
                kept.extend_from_slice(&piece[..piece.len().min(room)]);
            }
        }
        self.effects.push(super::Effect::Refused {
            link,
            reason,
            evidence: kept,
        });
    }

    /// Parses checked chunks.
    pub(super) fn unpack(&self, chunks: &[ChunkView<'_>]) -> Result<Vec<Cargo>, Refusal> {
        let mut cargo = Vec::new();
        let mut changes = Vec::new();
        for chunk in chunks {
            match chunk.kind {
                ChunkType::Change | ChunkType::CompressedChange => {
                    changes.push(read_change(chunk.bytes)?);
                }
                ChunkType::Document => {
                    let known = !chunk.heads.is_empty()
                        && chunk
                            .heads
                            .iter()
                            .all(|head| self.has_change(&ChangeHash(*head)));
                    if !known {
                        let doc = read_document(chunk.bytes)?;
                        cargo.push(Cargo::Document(Box::new(doc), chunk.bytes.to_vec()));
                    }
                }
            }
        }
        if !changes.is_empty() {
            cargo.push(Cargo::Changes(changes));
        }
        Ok(cargo)
    }

    /// How many bytes of a sync message would be new here, once inflated. Of a message that the guard refuses: none.
    #[must_use]
    pub fn news_in(&self, payload: &[u8]) -> u64 {
        let Ok(view) = guard::check_message(payload) else {
            return 0;
        };
        let is_known = |chunk: &&ChunkView<'_>| match chunk.kind {
            ChunkType::Document => chunk
                .heads
                .iter()
                .all(|head| self.has_change(&ChangeHash(*head))),
            ChunkType::Change | ChunkType::CompressedChange => {
                self.has_change(&ChangeHash(chunk.hash))
            }
        };
        let news = view.chunks.iter().filter(|chunk| !is_known(chunk));
        news.map(|chunk| chunk.inflated).sum()
    }

    pub(super) fn forget_queued(&mut self, link: LinkId) {
        self.queue.retain(|incoming| incoming.link != link);
        self.queue_bytes = self.queue.iter().map(|incoming| incoming.size).sum();
    }
}

pub(super) fn read_change(bytes: &[u8]) -> Result<Change, Refusal> {
    let change = contain(|| Change::try_from(bytes))
        .map_err(|_| Refusal::Harmful)?
        .map_err(|_| GuardError::Unreadable)?;
    Ok(change)
}

pub(super) fn read_document(bytes: &[u8]) -> Result<Automerge, Refusal> {
    let doc = contain(|| Automerge::load(bytes))
        .map_err(|_| Refusal::Harmful)?
        .map_err(|_| GuardError::Unreadable)?;
    Ok(doc)
}
