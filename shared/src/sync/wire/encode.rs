//! From a message to a frame that cbor-x and minicbor read alike: definite lengths, text keys, plain byte strings.

use std::convert::Infallible;

use minicbor::{Encoder, encode::Error};

use super::{Ephemeral, Message, PROTOCOL_VERSION, PeerMetadata};
use crate::ids::DocumentId;

type Out = Encoder<Vec<u8>>;

pub(super) fn encode(message: &Message) -> Vec<u8> {
    let mut out = Encoder::new(Vec::new());
    // Writing into memory cannot fail.
    match write(&mut out, message) {
        Ok(()) => out.into_writer(),
        Err(_) => Vec::new(),
    }
}

fn head<'a>(
    out: &'a mut Out,
    fields: u64,
    kind: &str,
    sender: &str,
) -> Result<&'a mut Out, Error<Infallible>> {
    out.map(fields)?
        .str("type")?
        .str(kind)?
        .str("senderId")?
        .str(sender)
}

fn target<'a>(out: &'a mut Out, target: &str) -> Result<&'a mut Out, Error<Infallible>> {
    out.str("targetId")?.str(target)
}

fn document<'a>(out: &'a mut Out, id: &DocumentId) -> Result<&'a mut Out, Error<Infallible>> {
    out.str("documentId")?.str(&id.to_string())
}

fn metadata(out: &mut Out, metadata: &PeerMetadata) -> Result<(), Error<Infallible>> {
    let fields = 1
        + u64::from(metadata.storage_id.is_some())
        + u64::from(metadata.trama.is_some())
        + u64::from(!metadata.actors.is_empty());
    out.str("peerMetadata")?.map(fields)?;
    if let Some(storage_id) = &metadata.storage_id {
        out.str("storageId")?.str(storage_id)?;
    }
    out.str("isEphemeral")?.bool(metadata.is_ephemeral)?;
    if let Some(version) = metadata.trama {
        out.str("trama")?.u64(version)?;
    }
    if !metadata.actors.is_empty() {
        out.str("actors")?.array(metadata.actors.len() as u64)?;
        for actor in &metadata.actors {
            out.str(&actor.to_hex_string())?;
        }
    }
    Ok(())
}

fn write(out: &mut Out, message: &Message) -> Result<(), Error<Infallible>> {
    match message {
        Message::Join {
            sender,
            metadata: about,
            versions,
        } => {
            head(out, 4, "join", sender)?;
            metadata(out, about)?;
            out.str("supportedProtocolVersions")?
                .array(versions.len() as u64)?;
            for version in versions {
                out.str(version)?;
            }
        }
        Message::Peer {
            sender,
            target: to,
            metadata: about,
            version,
        } => {
            head(out, 5, "peer", sender)?;
            metadata(out, about)?;
            out.str("selectedProtocolVersion")?.str(version)?;
            target(out, to)?;
        }
        Message::Leave { sender } => {
            head(out, 2, "leave", sender)?;
        }
        Message::Request {
            sender,
            target: to,
            document: id,
            data,
        } => {
            target(head(out, 5, "request", sender)?, to)?;
            document(out, id)?.str("data")?.bytes(data)?;
        }
        Message::Sync {
            sender,
            target: to,
            document: id,
            data,
        } => {
            target(head(out, 5, "sync", sender)?, to)?;
            document(out, id)?.str("data")?.bytes(data)?;
        }
        Message::Unavailable {
            sender,
            target: to,
            document: id,
        } => {
            target(head(out, 4, "doc-unavailable", sender)?, to)?;
            document(out, id)?;
        }
        Message::Ephemeral {
            target: to,
            message,
        } => write_ephemeral(out, to, message)?,
        Message::Error {
            sender,
            target: to,
            message,
        } => {
            target(head(out, 4, "error", sender)?, to)?
                .str("message")?
                .str(message)?;
        }
        Message::TramaStatus {
            sender,
            target: to,
            document: id,
            status,
        } => {
            target(head(out, 5, "trama-status", sender)?, to)?;
            document(out, id)?.str("status")?.str(status.as_str())?;
        }
        Message::TramaBeat {
            sender,
            target: to,
            echo,
        } => {
            target(head(out, 4, "trama-beat", sender)?, to)?
                .str("echo")?
                .bool(*echo)?;
        }
        // Never sent; a frame that any peer ignores.
        Message::RemoteSubscriptionChange | Message::RemoteHeadsChanged | Message::Unknown => {
            out.map(1)?.str("type")?.str("unknown")?;
        }
    }
    Ok(())
}

fn write_ephemeral(out: &mut Out, to: &str, message: &Ephemeral) -> Result<(), Error<Infallible>> {
    target(head(out, 7, "ephemeral", &message.sender)?, to)?;
    out.str("count")?.u64(message.count)?;
    out.str("sessionId")?.str(&message.session)?;
    document(out, &message.document)?
        .str("data")?
        .bytes(&message.data)?;
    Ok(())
}

impl Message {
    /// The `join` of a Trama client.
    #[must_use]
    pub fn join(sender: &str, metadata: PeerMetadata) -> Self {
        Self::Join {
            sender: sender.to_owned(),
            metadata,
            versions: vec![PROTOCOL_VERSION.to_owned()],
        }
    }
}
