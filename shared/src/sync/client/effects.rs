//! Who a client is, and what it asks its owner to do.

#[cfg(doc)]
use super::Client;
use crate::{
    ids::DocumentId,
    sync::{
        replica::LinkId,
        wire::{Ephemeral, Status},
    },
};

/// Who the client is.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// Its peer id: fresh for every tab and start.
    pub peer_id: String,
    /// The session of its ephemeral messages: fresh likewise.
    pub session_id: String,
    /// For the jitter of reconnections.
    pub seed: u64,
}

/// How the client is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// Not connected, and not trying.
    Stopped,
    /// Waits until it dials again.
    Waiting {
        /// Until then.
        until_ms: u64,
    },
    /// A socket is being opened.
    Dialling,
    /// The socket is open; the server has not answered yet.
    Handshake,
    /// Connected.
    Live,
}

/// What the owner is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientEffect {
    /// Open a socket, then call [`Client::opened`] or [`Client::closed`].
    Dial,
    /// Close the socket (and forget it: what it still says is of no interest).
    Hangup,
    /// Write a binary frame.
    Write(Vec<u8>),
    /// The connection changed.
    Connection(Connection),
    /// Connect the document's replica to this link.
    Attach {
        /// The document.
        document: DocumentId,
        /// The link, a new one for every connection.
        link: LinkId,
    },
    /// Disconnect the document's replica from this link.
    Detach {
        /// The document.
        document: DocumentId,
        /// The link.
        link: LinkId,
    },
    /// A sync message for the document's replica.
    Sync {
        /// The document.
        document: DocumentId,
        /// The link.
        link: LinkId,
        /// The message.
        payload: Vec<u8>,
    },
    /// An ephemeral message of somebody else.
    Ephemeral(Ephemeral),
    /// The server has no such document for us: it is not there, or we may not.
    Unavailable(DocumentId),
    /// The server tells something of a document.
    Status {
        /// The document.
        document: DocumentId,
        /// What.
        status: Status,
    },
    /// The server gave up on us, with this text for people.
    ServerError(String),
}
