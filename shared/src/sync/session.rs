//! The server's side of one socket: handshake, dispatch by document, limits, signs of life.
//!
//! A session knows nothing of rights or documents. It hands messages out ([`SessionEffect::Deliver`]) and takes what
//! the rooms say ([`Session::send_sync`] and its like). After each call, carry out [`Session::take_effects`].

use std::collections::BTreeSet;

use automerge::ActorId;

use super::{
    limits,
    wire::{
        DecodeError, Ephemeral, Message, PROTOCOL_VERSION, PeerMetadata, Status, TRAMA_VERSION,
    },
};
use crate::ids::DocumentId;

/// What the server is to its peers.
#[derive(Debug, Clone)]
pub struct SessionConfig {
    /// The server's peer id; differs with every start.
    pub peer_id: String,
    /// The server's storage id, which stays.
    pub storage_id: Option<String>,
}

/// What came for a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inbound {
    /// A sync message.
    Sync(Vec<u8>),
    /// A first sync message of somebody who has nothing of the document.
    Request(Vec<u8>),
    /// An ephemeral message.
    Ephemeral(Ephemeral),
    /// The peer does not have the document.
    Unavailable,
    /// A Trama client tells something of the document.
    Status(Status),
}

/// What the owner of the socket is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionEffect {
    /// Write a binary frame.
    Write(Vec<u8>),
    /// Send a WebSocket ping, and call [`Session::heard`] when the pong comes: the peer is no Trama client.
    Ping,
    /// A peer introduced itself. It comes before the answer is written, so that the owner may refuse it with
    /// [`Session::close`] and leave out what follows.
    Joined {
        /// The peer's id, as it says. Not proof of anything: whoever relays must see to it that no two people use one.
        peer: String,
        /// Whether it speaks Trama's extras.
        trama: bool,
        /// The Automerge actors under which it says to write.
        actors: Vec<ActorId>,
    },
    /// Give this to the document's room, if the person behind the socket may; otherwise
    /// [`Session::send_unavailable`].
    Deliver {
        /// The document.
        document: DocumentId,
        /// Whether this socket's link to the document has to be made first.
        first: bool,
        /// The message.
        inbound: Inbound,
    },
    /// Close the socket; nothing follows.
    Close(CloseReason),
}

/// Why a session ends.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CloseReason {
    /// The peer said that it goes.
    #[error("the peer left")]
    Left,
    /// The peer gave up.
    #[error("the peer reported an error")]
    PeerError,
    /// No `join` in time.
    #[error("no join message came in time")]
    HandshakeTimeout,
    /// Nothing was heard of the peer.
    #[error("nothing was heard of the peer for too long")]
    Silent,
    /// A frame that is no message.
    #[error("unreadable message: {0}")]
    Unreadable(#[from] DecodeError),
    /// A message that does not belong there.
    #[error("unexpected message")]
    Unexpected,
    /// A version that is not spoken here.
    #[error("unsupported protocol version: this server speaks version 1")]
    Version,
    /// Too many documents on one socket.
    #[error("too many documents on one connection; open fewer, or use several connections")]
    TooManyDocuments,
    /// Somebody else uses this peer id.
    #[error("this peer id is in use by another account; connect with a fresh one")]
    PeerIdTaken,
    /// The same person's newer socket has taken this one's place.
    #[error("a newer connection of the same peer took this one's place")]
    Replaced,
    /// Something hostile, found outside the session.
    #[error("a message was refused")]
    Refused,
    /// The peer reads more slowly than others write.
    #[error("the peer reads too slowly")]
    TooSlow,
    /// The server stops, or the person's rights end.
    #[error("the server ends the connection")]
    ServerEnds,
}

impl CloseReason {
    /// The WebSocket close code.
    #[must_use]
    pub const fn code(&self) -> u16 {
        match self {
            Self::Left | Self::PeerError => 1000,
            Self::ServerEnds | Self::Replaced => 1001,
            Self::TooSlow | Self::Silent | Self::HandshakeTimeout => 1013,
            _ => 1008,
        }
    }
}

#[derive(Debug)]
enum Phase {
    AwaitJoin { until_ms: u64 },
    Live { peer: String, trama: bool },
    Closed,
}

/// The server's side of one socket.
#[derive(Debug)]
pub struct Session {
    config: SessionConfig,
    phase: Phase,
    subscribed: BTreeSet<DocumentId>,
    heard_at_ms: u64,
    beat_at_ms: u64,
    effects: Vec<SessionEffect>,
}

impl Session {
    /// A session on a socket that was just accepted.
    #[must_use]
    pub const fn new(config: SessionConfig, now_ms: u64) -> Self {
        Self {
            config,
            phase: Phase::AwaitJoin {
                until_ms: now_ms + limits::HANDSHAKE_TIMEOUT_MS,
            },
            subscribed: BTreeSet::new(),
            heard_at_ms: now_ms,
            beat_at_ms: now_ms + limits::BEAT_INTERVAL_MS,
            effects: Vec::new(),
        }
    }

    /// What is to be done, in order.
    #[must_use = "effects that are not carried out are lost"]
    pub fn take_effects(&mut self) -> Vec<SessionEffect> {
        std::mem::take(&mut self.effects)
    }

    /// Whether the session has ended.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        matches!(self.phase, Phase::Closed)
    }

    /// The documents that this socket has links to.
    pub fn subscribed(&self) -> impl Iterator<Item = DocumentId> {
        self.subscribed.iter().copied()
    }

    /// A binary frame came. (A text frame is no part of the protocol: [`Session::close`] with
    /// [`CloseReason::Unexpected`].)
    pub fn receive(&mut self, frame: &[u8], now_ms: u64) {
        if self.is_closed() {
            return;
        }
        self.heard_at_ms = now_ms;
        let message = match Message::decode(frame) {
            Ok(message) => message,
            Err(error) => {
                self.close(CloseReason::Unreadable(error));
                return;
            }
        };
        match (&self.phase, message) {
            (
                Phase::AwaitJoin { .. },
                Message::Join {
                    sender,
                    metadata,
                    versions,
                },
            ) => self.join(sender, &metadata, &versions),
            (_, Message::Leave { .. }) => self.close(CloseReason::Left),
            (_, Message::Error { .. }) => self.close(CloseReason::PeerError),
            (Phase::Live { peer, .. }, message) => {
                let peer = peer.clone();
                self.dispatch(&peer, message);
            }
            (Phase::AwaitJoin { .. }, _) => self.close(CloseReason::Unexpected),
            (Phase::Closed, _) => {}
        }
    }

    fn join(&mut self, peer: String, metadata: &PeerMetadata, versions: &[String]) {
        let speaks = versions.is_empty() || versions.iter().any(|v| v == PROTOCOL_VERSION);
        if !speaks {
            self.close(CloseReason::Version);
            return;
        }
        let answer = Message::Peer {
            sender: self.config.peer_id.clone(),
            target: peer.clone(),
            metadata: PeerMetadata {
                storage_id: self.config.storage_id.clone(),
                is_ephemeral: self.config.storage_id.is_none(),
                trama: Some(TRAMA_VERSION),
                actors: Vec::new(),
            },
            version: PROTOCOL_VERSION.to_owned(),
        };
        let trama = metadata.trama.is_some();
        self.phase = Phase::Live {
            peer: peer.clone(),
            trama,
        };
        self.effects.push(SessionEffect::Joined {
            peer,
            trama,
            actors: metadata.actors.clone(),
        });
        self.write(&answer);
    }

    fn dispatch(&mut self, peer: &str, message: Message) {
        match message {
            Message::Sync { document, data, .. } => self.deliver(document, Inbound::Sync(data)),
            Message::Request { document, data, .. } => {
                self.deliver(document, Inbound::Request(data));
            }
            Message::Unavailable { document, .. } => {
                self.deliver_if_subscribed(document, Inbound::Unavailable);
            }
            Message::TramaStatus {
                document, status, ..
            } => self.deliver_if_subscribed(document, Inbound::Status(status)),
            // Nobody speaks in another's name.
            Message::Ephemeral { message, .. } if message.sender == peer => {
                self.deliver_if_subscribed(message.document, Inbound::Ephemeral(message));
            }
            Message::TramaBeat { echo: false, .. } => self.write_beat(true),
            Message::Peer { .. } => self.close(CloseReason::Unexpected),
            // Of no use here; and automerge-repo's client says `join` twice when its socket opens at once.
            _ => {}
        }
    }

    fn deliver(&mut self, document: DocumentId, inbound: Inbound) {
        let first = !self.subscribed.contains(&document);
        if first {
            if self.subscribed.len() >= limits::DOCUMENTS_PER_SOCKET_MAX {
                self.close(CloseReason::TooManyDocuments);
                return;
            }
            self.subscribed.insert(document);
        }
        self.effects.push(SessionEffect::Deliver {
            document,
            first,
            inbound,
        });
    }

    fn deliver_if_subscribed(&mut self, document: DocumentId, inbound: Inbound) {
        if self.subscribed.contains(&document) {
            self.effects.push(SessionEffect::Deliver {
                document,
                first: false,
                inbound,
            });
        }
    }

    /// Something was heard of the peer outside of frames: a pong.
    pub const fn heard(&mut self, now_ms: u64) {
        self.heard_at_ms = now_ms;
    }

    /// Does what time asks for. See [`Session::wakes_at`].
    pub fn tick(&mut self, now_ms: u64) {
        match &self.phase {
            Phase::AwaitJoin { until_ms } if *until_ms <= now_ms => {
                self.close(CloseReason::HandshakeTimeout);
            }
            Phase::Live { trama, .. } => {
                let trama = *trama;
                if now_ms.saturating_sub(self.heard_at_ms) >= limits::BEAT_TIMEOUT_MS {
                    self.close(CloseReason::Silent);
                } else if self.beat_at_ms <= now_ms {
                    self.beat_at_ms = now_ms + limits::BEAT_INTERVAL_MS;
                    if trama {
                        self.write_beat(false);
                    } else {
                        self.effects.push(SessionEffect::Ping);
                    }
                }
            }
            Phase::AwaitJoin { .. } | Phase::Closed => {}
        }
    }

    /// When [`Session::tick`] should be called next.
    #[must_use]
    pub fn wakes_at(&self) -> Option<u64> {
        match &self.phase {
            Phase::AwaitJoin { until_ms } => Some(*until_ms),
            Phase::Live { .. } => Some(
                self.beat_at_ms
                    .min(self.heard_at_ms + limits::BEAT_TIMEOUT_MS),
            ),
            Phase::Closed => None,
        }
    }

    /// Sends a sync message of a room.
    pub fn send_sync(&mut self, document: DocumentId, data: Vec<u8>) {
        self.send(|sender, target| Message::Sync {
            sender,
            target,
            document,
            data,
        });
    }

    /// Says that there is no such document for this peer. Its next message for it is a first one again.
    pub fn send_unavailable(&mut self, document: DocumentId) {
        self.subscribed.remove(&document);
        self.send(|sender, target| Message::Unavailable {
            sender,
            target,
            document,
        });
    }

    /// Gives on an ephemeral message of somebody else.
    pub fn send_ephemeral(&mut self, message: Ephemeral) {
        self.send(|_, target| Message::Ephemeral { target, message });
    }

    /// Tells a Trama client something of a document; others would not understand.
    pub fn send_status(&mut self, document: DocumentId, status: Status) {
        if matches!(self.phase, Phase::Live { trama: true, .. }) {
            self.send(|sender, target| Message::TramaStatus {
                sender,
                target,
                document,
                status,
            });
        }
    }

    /// Tells a peer that does not speak Trama's extras why something that it sent was not taken. The connection stays:
    /// automerge-repo's client writes such a message to its log and goes on. (samod's connects anew, so do not repeat
    /// yourself.)
    pub fn send_error(&mut self, text: String) {
        if matches!(self.phase, Phase::Live { trama: false, .. }) {
            self.send(|sender, target| Message::Error {
                sender,
                target,
                message: text,
            });
        }
    }

    /// Ends the session, with an error message where the peer is at fault.
    pub fn close(&mut self, reason: CloseReason) {
        if self.is_closed() {
            return;
        }
        let target = match &self.phase {
            Phase::Live { peer, .. } => peer.clone(),
            Phase::AwaitJoin { .. } | Phase::Closed => String::new(),
        };
        if reason.code() == 1008 {
            self.write(&Message::Error {
                sender: self.config.peer_id.clone(),
                target,
                message: reason.to_string(),
            });
        }
        self.phase = Phase::Closed;
        self.effects.push(SessionEffect::Close(reason));
    }

    fn write_beat(&mut self, echo: bool) {
        self.send(|sender, target| Message::TramaBeat {
            sender,
            target,
            echo,
        });
    }

    fn send(&mut self, message: impl FnOnce(String, String) -> Message) {
        if let Phase::Live { peer, .. } = &self.phase {
            let message = message(self.config.peer_id.clone(), peer.clone());
            self.write(&message);
        }
    }

    fn write(&mut self, message: &Message) {
        self.effects.push(SessionEffect::Write(message.encode()));
    }
}

#[cfg(test)]
mod tests;
