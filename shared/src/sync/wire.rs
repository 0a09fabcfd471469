//! The messages of automerge-repo's WebSocket protocol, version "1", and Trama's extras.
//!
//! Every frame is one CBOR map. Reading is tolerant of what CBOR writers differ in (order, unknown fields, `undefined`,
//! floats for whole numbers, indefinite lengths, tagged bytes, ids as text or bytes) and strict in sizes. Extras are
//! sent only to peers that introduced themselves with `trama: 1` in their `peerMetadata`; others would log them.

mod cbor;
mod decode;
mod encode;

pub use cbor::CborError;
pub(crate) use cbor::Reader;
pub use decode::DecodeError;

use automerge::ActorId;

use crate::ids::DocumentId;

/// The only version of the protocol there is.
pub const PROTOCOL_VERSION: &str = "1";

/// The version of Trama's extras.
pub const TRAMA_VERSION: u64 = 1;

/// What a peer tells of itself in `join` and `peer`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeerMetadata {
    /// Names the peer's storage, if it has one.
    pub storage_id: Option<String>,
    /// Whether the peer's storage goes with the connection.
    pub is_ephemeral: bool,
    /// The version of Trama's extras that the peer speaks.
    pub trama: Option<u64>,
    /// The Automerge actors under which the peer writes; at most [`super::limits::OWN_ACTORS_MAX`].
    pub actors: Vec<ActorId>,
}

/// What one Trama node tells another about a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// Storing works (again): announced heads are on the disk.
    Stored,
    /// The node cannot store at present; what it got is held, and not announced.
    StorageFailing,
    /// Changes of the receiver are not taken.
    ReadOnly,
    /// Changes of the receiver are taken (again).
    Writable,
    /// Something that the receiver sent was refused.
    Refused,
    /// Please start the sync of this document anew.
    Resync,
}

impl Status {
    const ALL: [Self; 6] = [
        Self::Stored,
        Self::StorageFailing,
        Self::ReadOnly,
        Self::Writable,
        Self::Refused,
        Self::Resync,
    ];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::StorageFailing => "storage-failing",
            Self::ReadOnly => "read-only",
            Self::Writable => "writable",
            Self::Refused => "refused",
            Self::Resync => "resync",
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// An ephemeral message: given on, never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ephemeral {
    /// The peer that wrote it.
    pub sender: String,
    /// The sender's session; counts start anew with each.
    pub session: String,
    /// Rises with every message of the session.
    pub count: u64,
    /// The document that it is about.
    pub document: DocumentId,
    /// One CBOR value.
    pub data: Vec<u8>,
}

/// One message of the protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Message {
    /// The client introduces itself.
    Join {
        /// Its peer id.
        sender: String,
        /// What it tells of itself.
        metadata: PeerMetadata,
        /// The versions that it speaks; none named means "1".
        versions: Vec<String>,
    },
    /// The server answers.
    Peer {
        /// The server's peer id.
        sender: String,
        /// The client's peer id.
        target: String,
        /// What the server tells of itself.
        metadata: PeerMetadata,
        /// The version that it chose.
        version: String,
    },
    /// The sender goes.
    Leave {
        /// Its peer id.
        sender: String,
    },
    /// The sender does not have the document and asks for it.
    Request {
        /// The sender's peer id.
        sender: String,
        /// The receiver's peer id.
        target: String,
        /// The document.
        document: DocumentId,
        /// An Automerge sync message.
        data: Vec<u8>,
    },
    /// A step of the sync.
    Sync {
        /// The sender's peer id.
        sender: String,
        /// The receiver's peer id.
        target: String,
        /// The document.
        document: DocumentId,
        /// An Automerge sync message.
        data: Vec<u8>,
    },
    /// The sender has no such document for the receiver.
    Unavailable {
        /// The sender's peer id.
        sender: String,
        /// The receiver's peer id.
        target: String,
        /// The document.
        document: DocumentId,
    },
    /// To be given on to all who have the document open.
    Ephemeral {
        /// The receiver's peer id.
        target: String,
        /// The message.
        message: Ephemeral,
    },
    /// The sender gives up on the connection.
    Error {
        /// The sender's peer id.
        sender: String,
        /// The receiver's peer id.
        target: String,
        /// For people.
        message: String,
    },
    /// The sender wants to hear what other storages have. Trama has no use for it.
    RemoteSubscriptionChange,
    /// What another storage has. Trama has no use for it.
    RemoteHeadsChanged,
    /// Trama's extra: the state of a document at the sender.
    TramaStatus {
        /// The sender's peer id.
        sender: String,
        /// The receiver's peer id.
        target: String,
        /// The document.
        document: DocumentId,
        /// What there is to tell.
        status: Status,
    },
    /// Trama's extra: a sign of life, to be echoed as it is. A browser cannot see WebSocket pings.
    TramaBeat {
        /// The sender's peer id.
        sender: String,
        /// The receiver's peer id.
        target: String,
        /// Whether this is the echo.
        echo: bool,
    },
    /// A message of a type that we do not know; to be ignored.
    Unknown,
}

impl Message {
    /// Reads one frame.
    ///
    /// # Errors
    /// If the frame is too long, is not CBOR, is not a message, or lacks what its type needs.
    pub fn decode(frame: &[u8]) -> Result<Self, DecodeError> {
        decode::decode(frame)
    }

    /// Writes one frame.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encode::encode(self)
    }
}

#[cfg(test)]
mod tests;
