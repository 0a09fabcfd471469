//! The answer to somebody who has nothing, made of the stored chunks before the document was read: reading fifty thousand
//! changes takes a server half a second, handing on their bytes a few milliseconds.

use std::collections::BTreeSet;

use automerge::{
    ChangeHash,
    sync::{BloomFilter, ChunkList, Have, Message, MessageFlags, MessageVersion},
};

use super::{Access, LinkId, Replica};
use crate::sync::{
    chunk::{Chunk, ChunkKey},
    guard::{self, Budget, ChunkType, contain},
    limits,
};

/// A document as its stored chunks have it, ready to be sent.
#[derive(Debug, Clone)]
pub struct Whole {
    bytes: Vec<u8>,
    heads: Vec<ChangeHash>,
}

impl Whole {
    /// What these chunks hold together. `None` unless they are one snapshot, and not too many changes made since. All that
    /// these build on counts as being there, as it is where a store lost nothing; [`Replica::answered`] looks again.
    #[must_use]
    pub fn of(chunks: &[Chunk]) -> Option<Self> {
        let mut budget = Budget::of_store();
        let mut snapshot = Vec::new();
        let mut changes = Vec::new();
        let mut known = BTreeSet::new();
        let mut built_on = BTreeSet::new();
        for chunk in chunks {
            if ChunkKey::of(&chunk.bytes) != chunk.key {
                return None;
            }
            for view in guard::check_chunks(&chunk.bytes, &mut budget).ok()? {
                match view.kind {
                    ChunkType::Document if snapshot.is_empty() => {
                        snapshot.extend_from_slice(view.bytes);
                        known.extend(view.heads.into_iter().map(ChangeHash));
                    }
                    ChunkType::Document => return None,
                    ChunkType::Change | ChunkType::CompressedChange => {
                        if known.len() > limits::WHOLE_CHANGES_MAX {
                            return None;
                        }
                        changes.extend_from_slice(view.bytes);
                        known.insert(ChangeHash(view.hash));
                        built_on.extend(view.builds_on.into_iter().map(ChangeHash));
                    }
                }
            }
        }
        if snapshot.is_empty() {
            return None;
        }
        snapshot.extend_from_slice(&changes);
        Some(Self {
            bytes: snapshot,
            heads: known.difference(&built_on).copied().collect(),
        })
    }

    /// The sync message that answers `question`, if whoever asks has nothing and understands a whole document.
    #[must_use]
    pub fn answer(&self, question: &[u8], access: Access) -> Option<Vec<u8>> {
        let asks = newcomer(question)?;
        // Old peers cannot read a document within a message.
        asks.flags?;
        let mut flags = MessageFlags::new();
        flags.set(MessageFlags::SUPPORTS_SYNC_RESET);
        if access == Access::Read {
            flags.set(MessageFlags::READ_ONLY);
        }
        let message = Message {
            heads: self.heads.clone(),
            need: Vec::new(),
            have: vec![everything_until(&self.heads)],
            changes: ChunkList::from(self.bytes.clone()),
            flags: Some(flags),
            version: MessageVersion::V2,
        };
        Some(message.encode())
    }
}

impl Replica {
    /// Takes note that `question` has been answered with `whole`, instead of [`Replica::receive`]. What came since follows.
    pub fn answered(&mut self, link: LinkId, question: &[u8], whole: &Whole, now_ms: u64) {
        let all_here = whole.heads.iter().all(|head| self.has_change(head));
        let message = newcomer(question).filter(|_| all_here && self.is_ready());
        let (Some(message), Some(peer)) = (message, self.links.get_mut(&link)) else {
            return self.receive(link, question, now_ms);
        };
        peer.heard(now_ms);
        peer.learn(&self.doc, message, false);
        let state = &mut peer.state;
        state.have_responded = true;
        state.in_flight = true;
        state.last_sent_heads.clone_from(&whole.heads);
        // As if it had told of having all that: sockets lose nothing, and whatever it tells next takes the place of this.
        state.their_heads = Some(whole.heads.clone());
        state.their_have = Some(vec![everything_until(&whole.heads)]);
        peer.dirty = self.doc.get_heads() != whole.heads;
        self.advance(now_ms);
    }
}

/// A sync message of somebody who has nothing and brings nothing.
fn newcomer(payload: &[u8]) -> Option<Message> {
    let view = guard::check_message(payload).ok()?;
    if !view.heads.is_empty() || !view.chunks.is_empty() {
        return None;
    }
    let message = contain(|| Message::decode(payload)).ok()?.ok()?;
    let mut filters = message.have.iter();
    let nothing = message.need.is_empty()
        && filters.all(|have| have.last_sync.is_empty() && have.bloom == BloomFilter::default());
    (nothing && !message.have.is_empty()).then_some(message)
}

/// The `have` of somebody who has these heads and nothing beyond.
fn everything_until(heads: &[ChangeHash]) -> Have {
    let mut last_sync = heads.to_vec();
    // Automerge writes hashes in their order, and insists on it.
    last_sync.sort_unstable();
    Have {
        last_sync,
        bloom: BloomFilter::default(),
    }
}
