//! The hub: sockets on one side, rooms on the other, storage below. The protocol itself is `trama_shared::sync`; what is
//! here carries out what it says.
//!
//! A socket ([`socket`]) is a task with a session. A room ([`room`]) is a task with one document's replica; it opens with
//! the first link and closes when it was idle. Whatever fails in a room stays in it.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

use tokio::{
    sync::{Semaphore, mpsc, watch},
    time::{Instant, timeout},
};

use crate::{
    auth::Auth,
    casebook::Casebook,
    limits,
    metrics::Metrics,
    seal,
    settings::HubSettings,
    storage::{Slot, UserId},
};

mod access;
mod drawers;
mod outlet;
mod peers;
mod quarantine;
mod records;
mod room;
mod socket;

use access::Access;
use drawers::Drawers;
use peers::Peers;
use quarantine::Quarantine;
use room::{Place, Room, ToRoom};
pub(crate) use socket::serve;

/// All rooms and sockets of this server.
pub(crate) struct Hub {
    casebook: Casebook,
    auth: Auth,
    metrics: Arc<Metrics>,
    settings: HubSettings,
    access: Access,
    drawers: Drawers,
    /// Our name on the wire; new at every start.
    peer_id: String,
    /// The store's name on the wire; stays.
    storage_id: String,
    started: Instant,
    rooms: Mutex<HashMap<Slot, OpenRoom>>,
    /// How many of them are each user's drawer's.
    drawer_rooms: Mutex<HashMap<UserId, usize>>,
    sockets: Mutex<HashMap<UserId, Sockets>>,
    peers: Mutex<Peers>,
    quarantine: Quarantine,
    next_number: AtomicU64,
    /// Rooms whose storage fails at present.
    failing: AtomicUsize,
    inbound: Arc<Semaphore>,
    stopping: watch::Sender<bool>,
    /// Ticks whenever a room closed or a socket went.
    gone: watch::Sender<()>,
}

struct OpenRoom {
    number: u64,
    /// In whose drawer the document lies.
    drawer: Option<UserId>,
    mailbox: mpsc::Sender<ToRoom>,
}

/// The sockets of one user, and what they share.
struct Sockets {
    count: usize,
    inbound: Arc<Semaphore>,
    links: Arc<Semaphore>,
}

/// A user's share of the sockets, given back when it is dropped.
pub(crate) struct SocketPlace {
    hub: Arc<Hub>,
    user: UserId,
    /// The user's share of the memory for messages that wait, in KiB.
    inbound: Arc<Semaphore>,
    /// The user's links.
    links: Arc<Semaphore>,
}

/// No socket is free for this user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Crowded;

impl Hub {
    pub(crate) fn new(
        casebook: Casebook,
        auth: Auth,
        metrics: Arc<Metrics>,
        settings: HubSettings,
    ) -> Arc<Self> {
        let number = u128::from_be_bytes(seal::random_bytes());
        Arc::new(Self {
            access: Access::new(Arc::clone(casebook.storage())),
            drawers: Drawers::new(casebook.clone()),
            peer_id: format!("trama-{number:032x}"),
            storage_id: casebook.master().store_id(),
            started: Instant::now(),
            rooms: Mutex::default(),
            drawer_rooms: Mutex::default(),
            sockets: Mutex::default(),
            peers: Mutex::default(),
            quarantine: Quarantine::default(),
            next_number: AtomicU64::new(1),
            failing: AtomicUsize::new(0),
            inbound: Arc::new(Semaphore::new(settings.inbound / 1024)),
            stopping: watch::Sender::new(false),
            gone: watch::Sender::new(()),
            casebook,
            auth,
            metrics,
            settings,
        })
    }

    /// Does any open document wait for a storage that fails?
    pub(crate) fn is_failing(&self) -> bool {
        self.failing.load(Ordering::Relaxed) > 0
    }

    /// Bytes of messages that wait for their documents.
    pub(crate) fn inbound_waiting(&self) -> usize {
        self.settings.inbound - self.inbound.available_permits() * 1024
    }

    /// Watches for changed rights and for what other processes store, until the hub is gone.
    pub(crate) fn watch(self: &Arc<Self>) {
        let hub = Arc::downgrade(self);
        tokio::spawn(async move {
            let mut ticks = tokio::time::interval(limits::RIGHTS_CHECK_EVERY);
            loop {
                ticks.tick().await;
                let Some(hub) = hub.upgrade() else { return };
                hub.access.look().await;
            }
        });
    }

    /// A place for one more socket of this user.
    pub(crate) fn place(self: &Arc<Self>, user: UserId) -> Result<SocketPlace, Crowded> {
        let mut sockets = lock(&self.sockets);
        let all: usize = sockets.values().map(|sockets| sockets.count).sum();
        let own = sockets.get(&user).map_or(0, |sockets| sockets.count);
        if all >= self.settings.sockets || own >= self.settings.sockets_per_user {
            return Err(Crowded);
        }
        let own = sockets.entry(user).or_insert_with(|| Sockets {
            count: 0,
            inbound: Arc::new(Semaphore::new(self.settings.inbound_per_user / 1024)),
            links: Arc::new(Semaphore::new(self.settings.links_per_user)),
        });
        own.count += 1;
        let inbound = Arc::clone(&own.inbound);
        let links = Arc::clone(&own.links);
        drop(sockets);
        self.metrics.sockets.inc();
        Ok(SocketPlace {
            hub: Arc::clone(self),
            user,
            inbound,
            links,
        })
    }

    /// Ends every socket, lets every room make durable what it holds, and returns when all are gone or time is up.
    pub(crate) async fn stop(&self) {
        let mut gone = self.gone.subscribe();
        self.stopping.send_replace(true);
        let all_gone = async {
            while !lock(&self.rooms).is_empty() || !lock(&self.sockets).is_empty() {
                if gone.changed().await.is_err() {
                    return;
                }
            }
        };
        if timeout(limits::SHUTDOWN_GRACE, all_gone).await.is_err() {
            tracing::warn!(
                "stopped with documents that could not be stored; their authors still have them"
            );
        }
    }

    /// The mailbox of a document's room, which is opened if it is not. As long as somebody holds the mailbox, the room
    /// does not close. `None` if a drawer has too many open.
    fn room(self: &Arc<Self>, slot: Slot, place: Place) -> Option<mpsc::Sender<ToRoom>> {
        let mut rooms = lock(&self.rooms);
        if let Some(open) = rooms.get(&slot)
            && !open.mailbox.is_closed()
        {
            return Some(open.mailbox.clone());
        }
        let drawer = place.drawer();
        if let Some(user) = drawer {
            let counts = lock(&self.drawer_rooms);
            if counts.get(&user).copied().unwrap_or_default() >= limits::DRAWER_ROOMS {
                return None;
            }
        }
        let number = self.number();
        let (mailbox, messages) = mpsc::channel(limits::ROOM_MAILBOX);
        let open = OpenRoom {
            number,
            drawer,
            mailbox: mailbox.clone(),
        };
        if rooms.insert(slot, open).is_none() {
            self.metrics.rooms.inc();
            if let Some(user) = drawer {
                *lock(&self.drawer_rooms).entry(user).or_default() += 1;
            }
        }
        let room = Room::new(Arc::clone(self), slot, number, place);
        tokio::spawn(room.run(messages));
        Some(mailbox)
    }

    /// Takes a room off the list; `only_if_unused` leaves it there if somebody may still write to it.
    fn forget_room(&self, slot: Slot, number: u64, only_if_unused: bool) -> bool {
        let mut rooms = lock(&self.rooms);
        match rooms.get(&slot) {
            Some(open) if open.number == number => {
                // Mailboxes are cloned under this lock only: with one left, ours, nobody else has one.
                if only_if_unused && open.mailbox.strong_count() > 1 {
                    return false;
                }
                let drawer = open.drawer;
                rooms.remove(&slot);
                self.metrics.rooms.dec();
                if let Some(user) = drawer {
                    let mut counts = lock(&self.drawer_rooms);
                    if let Some(count) = counts.get_mut(&user) {
                        *count -= 1;
                        if *count == 0 {
                            counts.remove(&user);
                        }
                    }
                }
            }
            _ => {}
        }
        drop(rooms);
        self.gone.send_replace(());
        true
    }

    fn number(&self) -> u64 {
        self.next_number.fetch_add(1, Ordering::Relaxed)
    }

    /// The clock of the protocol: milliseconds since the hub's start, never going back.
    fn now_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn instant(&self, at_ms: u64) -> Instant {
        self.started + std::time::Duration::from_millis(at_ms)
    }
}

impl Drop for SocketPlace {
    fn drop(&mut self) {
        let mut sockets = lock(&self.hub.sockets);
        if let Some(own) = sockets.get_mut(&self.user) {
            own.count -= 1;
            if own.count == 0 {
                sockets.remove(&self.user);
            }
        }
        drop(sockets);
        self.hub.metrics.sockets.dec();
        self.hub.gone.send_replace(());
    }
}

/// What these locks guard is never left half-made.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs what may take long where it holds up nobody else's task, as far as the runtime has other threads.
fn heavy<T>(work: impl FnOnce() -> T) -> T {
    use tokio::runtime::{Handle, RuntimeFlavor};
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{seal::MasterKeySource, storage::backend::DatabaseSource, store::Store};

    #[tokio::test]
    async fn who_was_refused_a_place_is_not_waited_for_at_the_end() {
        let folder = tempfile::TempDir::new().unwrap();
        let data = folder.path().join("data");
        let store = Store::open(&data, &DatabaseSource::Folder, &MasterKeySource::Folder)
            .await
            .unwrap();
        let auth = Auth::new(Arc::clone(store.casebook.storage()));
        let settings = HubSettings {
            sockets: 0,
            ..HubSettings::default()
        };
        let hub = Hub::new(store.casebook, auth, Arc::default(), settings);
        assert!(hub.place(UserId::from_bytes([1; 16])).is_err());
        assert!(lock(&hub.sockets).is_empty());
    }
}
