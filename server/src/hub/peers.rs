//! Whose each peer id is. What a peer says under its id reaches its colleagues as that peer's word, so no two accounts may
//! use one: whoever came first keeps it, also for a while after the socket went, or the next to come could take it
//! while its owner connects again.

use std::{collections::HashMap, time::Instant};

use sha2::{Digest, Sha256};
use trama_shared::sync::session::CloseReason;

use super::outlet::Outlet;
use crate::{limits, storage::UserId};

/// The id is somebody else's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken;

/// A peer id, at a fixed size however long it is.
type Name = [u8; 32];

#[derive(Default)]
pub(super) struct Peers {
    known: HashMap<Name, Peer>,
    /// How many of them are each account's.
    counts: HashMap<UserId, usize>,
    /// At so many in all it is looked which of them were kept long enough.
    look_at: usize,
}

struct Peer {
    user: UserId,
    /// The socket that uses the id now.
    socket: Option<(u64, Outlet)>,
    /// When the last socket went.
    left_at: Instant,
}

impl Peers {
    /// Gives the id to this socket. An older socket of the same account under the same id is a stale one, of which the
    /// network has not told yet that it is gone: it is ended.
    pub(super) fn join(
        &mut self,
        id: &str,
        user: UserId,
        socket: u64,
        outlet: &Outlet,
        now: Instant,
    ) -> Result<(), Taken> {
        let name = name(id);
        let is_kept = |peer: &Peer| {
            peer.socket.is_some() || now.duration_since(peer.left_at) < limits::PEER_ID_KEPT
        };
        let new = Peer {
            user,
            socket: Some((socket, outlet.clone())),
            left_at: now,
        };
        match self.known.get(&name) {
            Some(peer) if peer.user != user && is_kept(peer) => return Err(Taken),
            Some(_) => {}
            None => self.make_room(user, now),
        }
        *self.counts.entry(user).or_default() += 1;
        if let Some(old) = self.known.insert(name, new) {
            self.count_down(old.user);
            if let Some((_, stale)) = old.socket {
                stale.end(CloseReason::Replaced);
            }
        }
        Ok(())
    }

    /// Whether this account, on another node, may speak under the id: not if it is somebody else's here.
    pub(super) fn may_speak_as(&self, id: &str, user: UserId) -> bool {
        self.known
            .get(&name(id))
            .is_none_or(|peer| peer.user == user)
    }

    /// The socket is gone. Its id stays its account's for [`limits::PEER_ID_KEPT`].
    pub(super) fn leave(&mut self, id: &str, socket: u64, now: Instant) {
        if let Some(peer) = self.known.get_mut(&name(id))
            && peer.socket.as_ref().is_some_and(|(own, _)| *own == socket)
        {
            peer.socket = None;
            peer.left_at = now;
        }
    }

    /// Forgets what was kept long enough, and of an account that uses up more ids than anybody needs the one that it left
    /// first.
    fn make_room(&mut self, user: UserId, now: Instant) {
        if self.known.len() >= self.look_at {
            self.known.retain(|_, peer| {
                peer.socket.is_some() || now.duration_since(peer.left_at) < limits::PEER_ID_KEPT
            });
            self.counts.clear();
            for peer in self.known.values() {
                *self.counts.entry(peer.user).or_default() += 1;
            }
            self.look_at = (2 * self.known.len()).max(limits::PEER_IDS_PER_USER);
        }
        if self.counts.get(&user).copied().unwrap_or_default() < limits::PEER_IDS_PER_USER {
            return;
        }
        let left = self
            .known
            .iter()
            .filter(|(_, peer)| peer.user == user && peer.socket.is_none());
        if let Some(oldest) = left.min_by_key(|(_, peer)| peer.left_at).map(|(n, _)| *n) {
            self.known.remove(&oldest);
            self.count_down(user);
        }
    }

    fn count_down(&mut self, user: UserId) {
        if let Some(count) = self.counts.get_mut(&user) {
            *count -= 1;
            if *count == 0 {
                self.counts.remove(&user);
            }
        }
    }
}

fn name(id: &str) -> Name {
    Sha256::digest(id.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::hub::outlet::outlet;

    const ANA: UserId = UserId::from_bytes([1; 16]);
    const EVE: UserId = UserId::from_bytes([2; 16]);

    #[tokio::test]
    async fn an_id_is_its_first_account_s_until_it_was_left_for_long() {
        let mut peers = Peers::default();
        let (outlet, _inlet, _end) = outlet(Arc::default());
        let start = Instant::now();
        assert_eq!(peers.join("tab", ANA, 1, &outlet, start), Ok(()));
        assert_eq!(peers.join("tab", EVE, 2, &outlet, start), Err(Taken));
        assert!(peers.may_speak_as("tab", ANA) && !peers.may_speak_as("tab", EVE));
        peers.leave("tab", 1, start);
        assert_eq!(peers.join("tab", EVE, 3, &outlet, start), Err(Taken));
        let later = start + limits::PEER_ID_KEPT;
        assert_eq!(peers.join("tab", EVE, 4, &outlet, later), Ok(()));
    }

    #[tokio::test]
    async fn a_newer_socket_of_the_same_account_takes_the_place_of_a_stale_one() {
        let mut peers = Peers::default();
        let now = Instant::now();
        let (stale, _inlet, mut end) = outlet(Arc::default());
        let (fresh, _inlet, _end) = outlet(Arc::default());
        assert_eq!(peers.join("tab", ANA, 1, &stale, now), Ok(()));
        assert_eq!(peers.join("tab", ANA, 2, &fresh, now), Ok(()));
        assert_eq!(end.reason().await, CloseReason::Replaced);
        // That the stale one goes frees nothing.
        peers.leave("tab", 1, now);
        let later = now + limits::PEER_ID_KEPT;
        assert_eq!(peers.join("tab", EVE, 3, &fresh, later), Err(Taken));
    }

    #[tokio::test]
    async fn who_uses_up_ids_loses_the_own_ones_only() {
        let mut peers = Peers::default();
        let now = Instant::now();
        let (outlet, _inlet, _end) = outlet(Arc::default());
        assert_eq!(peers.join("of ana", ANA, 1, &outlet, now), Ok(()));
        peers.leave("of ana", 1, now);
        for number in 0..3 * limits::PEER_IDS_PER_USER {
            let id = number.to_string();
            assert_eq!(peers.join(&id, EVE, 2, &outlet, now), Ok(()));
            peers.leave(&id, 2, now);
        }
        assert_eq!(peers.known.len(), limits::PEER_IDS_PER_USER + 1);
        assert_eq!(peers.join("of ana", EVE, 3, &outlet, now), Err(Taken));
    }
}
