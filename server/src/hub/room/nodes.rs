//! What people do just now, across the nodes that share the storage.

use trama_shared::sync::{
    replica::LinkId,
    wire::{Ephemeral, Message},
};

use super::Room;
use crate::{
    hub::{lock, outlet::ToSocket},
    storage::UserId,
};

/// Bytes of a [`UserId`], which stands before the message.
const USER_BYTES: usize = 16;

impl Room {
    /// Gives an ephemeral message on to everybody but its sender, on this node and on the others.
    pub(super) fn give_on(&self, link: LinkId, message: &Ephemeral) {
        self.give(Some(link), message);
        let Some(member) = self.members.get(&link) else {
            return;
        };
        let frame = Message::Ephemeral {
            target: String::new(),
            message: message.clone(),
        };
        let said = [member.user.as_bytes().as_slice(), &frame.encode()].concat();
        if let Some(records) = &self.records
            && let Err(error) = records.say(&said)
        {
            tracing::warn!(%error, "what somebody does just now was not told to other nodes");
        }
    }

    /// Takes what another node said. That node has looked whether its sender may, and how often; here it is only looked
    /// whether the name under which it comes is not that of somebody else here.
    pub(super) fn hear_node(&self, sealed: &[u8]) {
        let Some(records) = &self.records else { return };
        let Ok(said) = records.hear(sealed) else {
            tracing::warn!(
                "what another node said does not open: do all nodes have the same master key?"
            );
            return;
        };
        let Some((user, frame)) = said.split_first_chunk::<USER_BYTES>() else {
            return;
        };
        if let Ok(Message::Ephemeral { message, .. }) = Message::decode(frame)
            && message.document == self.place.document()
        {
            let user = UserId::from_bytes(*user);
            if lock(&self.hub.peers).may_speak_as(&message.sender, user) {
                self.give(None, &message);
            }
        }
    }

    fn give(&self, sender: Option<LinkId>, message: &Ephemeral) {
        for (link, member) in &self.members {
            if Some(*link) != sender {
                member.outlet.send(ToSocket::Ephemeral(message.clone()));
            }
        }
    }
}
