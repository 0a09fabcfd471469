//! What was not taken: its sender is told, what matters is kept and counted.

use trama_shared::sync::{
    replica::{LinkId, Refusal},
    session::CloseReason,
};

use super::{Done, Place, Room};
use crate::hub::outlet::ToSocket;

impl Room {
    pub(super) fn refused(&mut self, link: LinkId, reason: &Refusal, evidence: &[u8]) {
        self.hub.metrics.refused.inc();
        let Some(member) = self.members.get(&link) else {
            return;
        };
        let (user, outlet) = (member.user, member.outlet.clone());
        match reason {
            Refusal::ActorReused | Refusal::ForeignActor => {
                self.hub.metrics.actor_conflicts.inc();
                tracing::error!(%reason, "two write under one name: look at `trama quarantine list`");
            }
            _ => tracing::warn!(%reason, "a message was refused"),
        }
        if reason.is_hostile() {
            outlet.end(CloseReason::Refused);
        } else if self.told.insert((user, std::mem::discriminant(reason))) {
            let text = format!("{}: {reason}", self.place.document());
            outlet.send(ToSocket::Error { text });
        }
        let now = std::time::Instant::now();
        // Too much of what is right is no matter for the quarantine: the sender's device still has it. And what somebody
        // sends to the own drawer is nobody else's concern.
        let too_much = matches!(reason, Refusal::Full | Refusal::Orphans | Refusal::ReadOnly);
        if matches!(self.place, Place::Case(_))
            && !too_much
            && !evidence.is_empty()
            && let Some(records) = &self.records
            && self.hub.quarantine.admit(user, now)
        {
            match records.keep_refused(user, reason.to_string(), evidence) {
                Ok(kept) => {
                    self.work.spawn(async move {
                        kept.await;
                        Done::Nothing
                    });
                }
                Err(error) => tracing::warn!(%error, "what was refused could not be sealed"),
            }
        }
    }
}
