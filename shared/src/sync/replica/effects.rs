//! What a replica asks its owner to do, and why it refuses things.

use automerge::{ActorId, Patch};

use super::own::OwnEdits;
#[cfg(doc)]
use super::{Replica, ReplicaConfig};
#[cfg(doc)]
use crate::sync::limits;
use crate::sync::{
    chunk::{Chunk, ChunkKey},
    guard::GuardError,
    wire::Status,
};

/// A peer's connection to one document, named by the owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u64);

/// A set of chunks that is being stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchId(pub u64);

/// Where a change of the document came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// An edit made here.
    Local,
    /// A peer.
    Remote,
    /// Another tab or node that shares the store.
    Sibling,
    /// The store, at start or after a rebuild: read the whole document anew.
    Loaded,
}

/// What the owner is to do. To be carried out in order.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Send an Automerge sync message.
    Send {
        /// To whom.
        link: LinkId,
        /// The message.
        payload: Vec<u8>,
    },
    /// Make all of `chunks` durable; then, and only then, `replaces` may be deleted (or kept). Answer with
    /// [`Replica::stored`].
    Store {
        /// What to answer with.
        batch: BatchId,
        /// The new records. One whose key exists already must be written over: what is there may be torn.
        chunks: Vec<Chunk>,
        /// Records whose content is in `chunks`.
        replaces: Vec<ChunkKey>,
    },
    /// The document changed ([`ReplicaConfig::patches`]).
    Changed {
        /// By whom.
        origin: Origin,
        /// What changed; empty for [`Origin::Loaded`].
        patches: Vec<Patch>,
    },
    /// The state of the edits made on this device.
    OwnEdits(OwnEdits),
    /// Tell the peer, if it speaks Trama's extras.
    Tell {
        /// Whom.
        link: LinkId,
        /// What.
        status: Status,
    },
    /// What a link sent was refused; nothing of it is in the document. Log it; a link with
    /// [`Refusal::is_hostile`] should lose its socket.
    Refused {
        /// Whose.
        link: LinkId,
        /// Why.
        reason: Refusal,
        /// What was refused, or the first [`limits::EVIDENCE_BYTES_MAX`] of it, for a person to look at.
        evidence: Vec<u8>,
    },
    /// Somebody else's change had taken the number of one made on this device. Ours was written again, under a new actor;
    /// edits from now on are made under this one.
    GaveWay {
        /// The actor of later edits.
        actor: ActorId,
    },
    /// A stored chunk cannot be read. It was left out and must be kept as it is, for a person to look at.
    Quarantine {
        /// Its name in the store.
        key: ChunkKey,
        /// Why.
        reason: GuardError,
    },
    /// Automerge gave up; the document is in doubt and was put aside. Read all durable chunks and call
    /// [`Replica::load`] again.
    Rebuild,
}

/// Why a message was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// There is no such link.
    #[error("the link is not connected to this document")]
    NotConnected,
    /// The link may only read.
    #[error("this document is read-only for the sender; its changes were not taken")]
    ReadOnly,
    /// The bytes did not pass the guard.
    #[error("the message is malformed: {0}")]
    Malformed(#[from] GuardError),
    /// A change made Automerge panic, or cannot be read back as it came.
    #[error("the message holds a change that cannot be kept")]
    Harmful,
    /// An actor used one sequence number twice: two programs write under one name.
    #[error("an actor id is used by two programs at once; start again with a fresh one")]
    ActorReused,
    /// A change under an actor that is somebody else's, who is here and brings what is true.
    #[error("a change under an actor id of another account was not taken")]
    ForeignActor,
    /// Too many changes wait for others that never came.
    #[error("too many changes build on changes that are not here")]
    Orphans,
    /// The document reached its greatest size.
    #[error("the document is full")]
    Full,
}

impl Refusal {
    /// Whether no well-meaning program sends such a thing.
    #[must_use]
    pub const fn is_hostile(&self) -> bool {
        matches!(self, Self::Malformed(_) | Self::Harmful)
    }
}

/// Why a link was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many links to one document; try again later")]
pub struct TooManyLinks;

/// Why an edit was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditRefused<E> {
    /// The document is not loaded (yet, or after a failure); try again after the next `Changed`.
    #[error("the document is not loaded; try again in a moment")]
    NotLoaded,
    /// Automerge gave up; the document is being rebuilt.
    #[error("the edit could not be made; the document is being reloaded")]
    Broken,
    /// The edit itself refused.
    #[error(transparent)]
    Edit(#[from] E),
}
