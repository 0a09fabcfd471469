//! From a frame to a message.

use std::borrow::Cow;

use automerge::ActorId;

use super::{
    Ephemeral, Message, PeerMetadata, Status,
    cbor::{CborError, Reader},
};
use crate::{ids::DocumentId, sync::limits};

/// Why a frame is not a message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// Longer than [`limits::FRAME_BYTES_MAX`].
    #[error("the frame is too long")]
    TooLong,
    /// Not CBOR, or not as a message should be.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// The message's type needs a field that is not there.
    #[error("the message has no field {0:?}")]
    Missing(&'static str),
    /// A document id that is none.
    #[error("the message has a bad document id")]
    DocumentId,
}

/// The fields of all messages.
#[derive(Default)]
struct Fields<'b> {
    kind: Option<Cow<'b, str>>,
    sender: Option<String>,
    target: Option<String>,
    document: Option<DocumentId>,
    data: Option<Cow<'b, [u8]>>,
    count: Option<u64>,
    session: Option<String>,
    metadata: PeerMetadata,
    versions: Vec<String>,
    version: Option<String>,
    message: Option<String>,
    status: Option<Cow<'b, str>>,
    echo: bool,
}

pub(super) fn decode(frame: &[u8]) -> Result<Message, DecodeError> {
    if frame.len() > limits::FRAME_BYTES_MAX {
        return Err(DecodeError::TooLong);
    }
    let mut reader = Reader::new(frame);
    let mut fields = Fields::default();
    reader.map(|reader, key| fields.read(reader, key))?;
    reader.end()?;
    fields.into_message()
}

fn peer_id(reader: &mut Reader<'_>) -> Result<Option<String>, CborError> {
    reader.optional(|reader| {
        let text = reader.text(limits::PEER_ID_BYTES_MAX)?;
        Ok(text.into_owned())
    })
}

impl<'b> Fields<'b> {
    fn read(&mut self, reader: &mut Reader<'b>, key: &str) -> Result<(), DecodeError> {
        match key {
            "type" => self.kind = Some(reader.text(limits::PEER_ID_BYTES_MAX)?),
            "senderId" => self.sender = peer_id(reader)?,
            "targetId" => self.target = peer_id(reader)?,
            "sessionId" => self.session = peer_id(reader)?,
            "selectedProtocolVersion" => self.version = peer_id(reader)?,
            "documentId" => self.document = reader.optional(document_id)?,
            "data" => {
                self.data = reader.optional(|reader| reader.bytes(limits::FRAME_BYTES_MAX))?;
            }
            "count" => self.count = reader.optional(Reader::unsigned)?,
            "peerMetadata" => {
                if let Some(metadata) = reader.optional(metadata)? {
                    self.metadata = metadata;
                }
            }
            "supportedProtocolVersions" => {
                if let Some(versions) = reader.optional(texts)? {
                    self.versions = versions;
                }
            }
            "message" => {
                self.message = reader.optional(|reader| {
                    let text = reader.text(limits::MESSAGE_TEXT_BYTES_MAX)?;
                    Ok::<_, CborError>(text.into_owned())
                })?;
            }
            "status" => {
                self.status = reader.optional(|reader| reader.text(limits::PEER_ID_BYTES_MAX))?;
            }
            "echo" => self.echo = reader.flag()?,
            _ => reader.skip()?,
        }
        Ok(())
    }

    fn into_message(self) -> Result<Message, DecodeError> {
        use DecodeError::Missing;
        let kind = self.kind.as_deref().ok_or(Missing("type"))?;
        let sender = self.sender.ok_or(Missing("senderId"));
        // Stock peers leave the target out of messages where it does not matter.
        let target = self.target.unwrap_or_default();
        let document = self.document.ok_or(Missing("documentId"));
        let data = self.data.map(Cow::into_owned).ok_or(Missing("data"));
        Ok(match kind {
            "join" => Message::Join {
                sender: sender?,
                metadata: self.metadata,
                versions: self.versions,
            },
            "peer" => Message::Peer {
                sender: sender?,
                target,
                metadata: self.metadata,
                version: self.version.ok_or(Missing("selectedProtocolVersion"))?,
            },
            "leave" => Message::Leave { sender: sender? },
            "request" => Message::Request {
                sender: sender?,
                target,
                document: document?,
                data: data?,
            },
            "sync" => Message::Sync {
                sender: sender?,
                target,
                document: document?,
                data: data?,
            },
            "doc-unavailable" => Message::Unavailable {
                sender: sender?,
                target,
                document: document?,
            },
            "ephemeral" => Message::Ephemeral {
                target,
                message: Ephemeral {
                    sender: sender?,
                    session: self.session.ok_or(Missing("sessionId"))?,
                    count: self.count.ok_or(Missing("count"))?,
                    document: document?,
                    data: data?,
                },
            },
            "error" => Message::Error {
                sender: sender.unwrap_or_default(),
                target,
                message: self.message.unwrap_or_default(),
            },
            "remote-subscription-change" => Message::RemoteSubscriptionChange,
            "remote-heads-changed" => Message::RemoteHeadsChanged,
            "trama-status" => match self.status.as_deref().and_then(Status::from_text) {
                Some(status) => Message::TramaStatus {
                    sender: sender?,
                    target,
                    document: document?,
                    status,
                },
                // A newer node's word.
                None => Message::Unknown,
            },
            "trama-beat" => Message::TramaBeat {
                sender: sender?,
                target,
                echo: self.echo,
            },
            _ => Message::Unknown,
        })
    }
}

/// A document id: base58check text, or 16 bytes.
fn document_id(reader: &mut Reader<'_>) -> Result<DocumentId, DecodeError> {
    if reader.is_bytes()? {
        let bytes = reader.bytes(16)?;
        let bytes: [u8; 16] = (&*bytes).try_into().map_err(|_| DecodeError::DocumentId)?;
        return Ok(DocumentId::from_bytes(bytes));
    }
    let text = reader.text(limits::PEER_ID_BYTES_MAX)?;
    text.parse().map_err(|_| DecodeError::DocumentId)
}

fn metadata(reader: &mut Reader<'_>) -> Result<PeerMetadata, DecodeError> {
    let mut metadata = PeerMetadata::default();
    reader.map(|reader, key| {
        match key {
            "storageId" => metadata.storage_id = peer_id(reader)?,
            "isEphemeral" => metadata.is_ephemeral = reader.flag()?,
            "trama" => metadata.trama = reader.optional(Reader::unsigned)?,
            "actors" => {
                let texts = texts(reader)?;
                let actors = texts
                    .iter()
                    .filter_map(|text| ActorId::try_from(&**text).ok());
                metadata.actors = actors.take(limits::OWN_ACTORS_MAX).collect();
            }
            _ => reader.skip()?,
        }
        Ok::<_, DecodeError>(())
    })?;
    Ok(metadata)
}

fn texts(reader: &mut Reader<'_>) -> Result<Vec<String>, CborError> {
    let mut texts = Vec::new();
    reader.array(|reader| {
        texts.push(reader.text(limits::PEER_ID_BYTES_MAX)?.into_owned());
        Ok::<_, CborError>(())
    })?;
    Ok(texts)
}
