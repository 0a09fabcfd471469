//! Who has a link to the document, and what each of them may do.

use trama_shared::sync::{
    replica::{Access, LinkId, LinkOptions},
    session::CloseReason,
    wire::Status,
};

use super::{Member, Place, Room};
use crate::{
    hub::outlet::{Outlet, ToSocket},
    rights::Right,
    storage::{StorageError, UserId},
};

impl Room {
    pub(super) async fn connect(&mut self, link: LinkId, user: UserId, outlet: Outlet) {
        let access = match self.access_of(user).await {
            Ok(access) => access,
            Err(error) => {
                tracing::error!(%error, "rights cannot be read");
                outlet.end(CloseReason::ServerEnds);
                return;
            }
        };
        let options = access.map(LinkOptions::to_client);
        let now = self.hub.now_ms();
        let connected = options.filter(|o| self.replica.connect(link, *o, now).is_ok());
        match connected {
            Some(options) => {
                let access = options.access;
                let member = Member {
                    user,
                    outlet,
                    access,
                };
                self.members.insert(link, member);
                // Told before anything is typed in vain. (Automerge's own messages say it too, to its newer peers.)
                if access == Access::Read {
                    let (document, status) = (self.place.document(), Status::ReadOnly);
                    self.say(link, ToSocket::Status { document, status });
                }
            }
            None => outlet.send(ToSocket::Unavailable {
                document: self.place.document(),
                link,
            }),
        }
    }

    pub(super) fn disconnect(&mut self, link: LinkId) {
        if self.members.remove(&link).is_some() {
            self.awaiting.remove(&link);
            self.relay.disconnect(link);
            self.replica.disconnect(link, self.hub.now_ms());
        }
    }

    /// Ends a link from our side: for its peer the document does not exist.
    pub(super) fn expel(&mut self, link: LinkId) {
        if let Some(member) = self.members.get(&link) {
            member.outlet.send(ToSocket::Unavailable {
                document: self.place.document(),
                link,
            });
        }
        self.disconnect(link);
    }

    pub(super) async fn access_of(&self, user: UserId) -> Result<Option<Access>, StorageError> {
        let document = self.place.document();
        let right = self.hub.access.right(user, document).await?;
        Ok(match (self.place, right) {
            (Place::Case(_), Right::Write) => Some(Access::Write),
            (Place::Case(_), Right::Read) => Some(Access::Read),
            // Who has got a right on the true document meanwhile no longer means the one in the drawer.
            (Place::Drawer { user: owner, .. }, Right::None) if owner == user => {
                Some(Access::Write)
            }
            _ => None,
        })
    }

    /// Applies rights that changed since the last look. Cheap when none did.
    pub(super) async fn refresh_rights(&mut self) {
        let version = match self.hub.access.version().await {
            Ok(version) if version == self.rights_version => return,
            Ok(version) => version,
            Err(error) => return self.end_all(&error),
        };
        let links: Vec<_> = self.members.iter().map(|(l, m)| (*l, m.user)).collect();
        for (link, user) in links {
            match self.access_of(user).await {
                Ok(None) => self.expel(link),
                Ok(Some(access)) => self.set_access(link, access),
                Err(error) => return self.end_all(&error),
            }
        }
        self.rights_version = version;
    }

    pub(super) fn set_access(&mut self, link: LinkId, access: Access) {
        if let Some(member) = self.members.get_mut(&link)
            && member.access != access
        {
            member.access = access;
            let now = self.hub.now_ms();
            self.replica.set_access(link, access, now);
        }
    }

    /// Without knowing the rights nothing may be taken or given: every socket starts anew.
    pub(super) fn end_all(&mut self, error: &StorageError) {
        tracing::error!(%error, "rights cannot be read");
        self.hub.metrics.storage_errors.inc();
        for link in self.members.keys().copied().collect::<Vec<_>>() {
            if let Some(member) = self.members.get(&link) {
                member.outlet.end(CloseReason::ServerEnds);
            }
            self.disconnect(link);
        }
    }

    pub(super) fn say(&self, link: LinkId, event: ToSocket) {
        if let Some(member) = self.members.get(&link) {
            self.hub.metrics.messages_out.inc();
            member.outlet.send(event);
        }
    }
}
