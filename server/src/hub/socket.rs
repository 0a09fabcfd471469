//! One socket: its session, its links to rooms, and a task that writes what the network takes.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use automerge::ActorId;
use axum::{
    body::Bytes,
    extract::ws::{CloseFrame, Message, WebSocket},
};
use futures_util::{SinkExt, StreamExt, stream::SplitSink};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
    time::{Instant, interval_at, sleep_until, timeout},
};
use trama_shared::{
    ids::DocumentId,
    sync::{
        replica::LinkId,
        session::{CloseReason, Inbound, Session, SessionConfig, SessionEffect},
    },
};

use super::{
    Hub, SocketPlace, lock,
    outlet::{Outlet, ToSocket, is_behind, outlet},
    room::{Place, ToRoom},
};
use crate::{
    auth::{Principal, Proof},
    limits,
    rights::Right,
    storage::{Slot, StorageError},
};

/// Serves a socket until it ends.
pub(crate) async fn serve(
    hub: Arc<Hub>,
    socket: WebSocket,
    principal: Principal,
    place: SocketPlace,
) {
    let (sink, mut stream) = socket.split();
    let frames = Frames::new(sink);
    let (outlet, mut inlet, mut end) = outlet(Arc::clone(&hub.metrics));
    let config = SessionConfig {
        peer_id: hub.peer_id.clone(),
        storage_id: Some(hub.storage_id.clone()),
    };
    let mut rights = hub.access.changes();
    let mut stopping = hub.stopping.subscribe();
    let mut pings = interval_at(
        Instant::now() + hub.settings.ping_every,
        hub.settings.ping_every,
    );
    let check_every = limits::SESSION_CHECK_EVERY;
    let mut checks = interval_at(Instant::now() + check_every, check_every);
    let mut socket = Socket {
        session: Session::new(config, hub.now_ms()),
        heard_at: Instant::now(),
        links: BTreeMap::new(),
        number: hub.number(),
        peer: None,
        actors: Arc::from([]),
        inbound: Arc::clone(&place.inbound),
        links_of_user: Arc::clone(&place.links),
        hub,
        principal,
        outlet,
        frames,
    };
    if *stopping.borrow() {
        socket.session.close(CloseReason::ServerEnds);
    }
    while !socket.session.is_closed() {
        let wake = socket.session.wakes_at();
        let wake_at = socket.hub.instant(wake.unwrap_or_default());
        tokio::select! {
            frame = stream.next() => socket.frame(frame),
            event = inlet.next() => socket.event(event),
            reason = end.reason() => socket.session.close(reason),
            () = sleep_until(wake_at), if wake.is_some() => {
                let now = socket.hub.now_ms();
                socket.session.tick(now);
            }
            _ = pings.tick() => socket.ping(),
            Ok(()) = rights.changed() => socket.recheck().await,
            _ = checks.tick() => socket.keep_session().await,
            Ok(()) = stopping.changed() => socket.session.close(CloseReason::ServerEnds),
        }
        socket.carry_out().await;
    }
    socket.carry_out().await;
    if let Some(peer) = &socket.peer {
        let mut peers = lock(&socket.hub.peers);
        peers.leave(peer, socket.number, std::time::Instant::now());
    }
    for link in std::mem::take(&mut socket.links).into_values() {
        // A room that is gone needs no farewell.
        let _ = link
            .mailbox
            .send(ToRoom::Disconnect { link: link.id })
            .await;
    }
    socket.frames.finish().await;
    drop(place);
}

struct RoomLink {
    /// Its place among the user's links.
    _place: OwnedSemaphorePermit,
    id: LinkId,
    slot: Slot,
    mailbox: mpsc::Sender<ToRoom>,
}

struct Socket {
    hub: Arc<Hub>,
    session: Session,
    number: u64,
    /// The peer id that this socket holds.
    peer: Option<String>,
    /// The Automerge actors under which the device says to write.
    actors: Arc<[ActorId]>,
    /// The user's share of the memory for messages that wait.
    inbound: Arc<Semaphore>,
    /// The user's links, over all sockets.
    links_of_user: Arc<Semaphore>,
    principal: Principal,
    heard_at: Instant,
    links: BTreeMap<DocumentId, RoomLink>,
    outlet: Outlet,
    frames: Frames,
}

impl Socket {
    fn frame(&mut self, frame: Option<Result<Message, axum::Error>>) {
        let now = self.hub.now_ms();
        self.heard_at = Instant::now();
        match frame {
            Some(Ok(Message::Binary(bytes))) => self.session.receive(&bytes, now),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => self.session.heard(now),
            Some(Ok(Message::Text(_))) => self.session.close(CloseReason::Unexpected),
            Some(Ok(Message::Close(_))) | None => self.session.close(CloseReason::Left),
            Some(Err(error)) => {
                // Too long a frame, a broken one, or a network that broke.
                tracing::debug!(%error, "a socket failed");
                self.session.close(CloseReason::Unexpected);
            }
        }
    }

    fn event(&mut self, event: Option<ToSocket>) {
        match event {
            Some(ToSocket::Sync { document, payload }) => {
                self.session.send_sync(document, payload);
            }
            Some(ToSocket::Status { document, status }) => {
                self.session.send_status(document, status);
            }
            Some(ToSocket::Error { text }) => self.session.send_error(text),
            Some(ToSocket::Ephemeral(message)) => {
                if !self.frames.are_behind() {
                    self.session.send_ephemeral(message);
                }
            }
            Some(ToSocket::Unavailable { document, link }) => {
                if self.links.get(&document).is_some_and(|l| l.id == link) {
                    self.links.remove(&document);
                    self.session.send_unavailable(document);
                }
            }
            None => self.session.close(CloseReason::ServerEnds),
        }
    }

    fn ping(&mut self) {
        if self.heard_at.elapsed() >= self.hub.settings.silent_max {
            self.session.close(CloseReason::Silent);
        } else {
            self.frames.push(Message::Ping(Bytes::new()));
        }
    }

    /// Rights, sessions or tokens changed: is this socket still whose it was, and does each id mean the same to it?
    async fn recheck(&mut self) {
        match self.hub.auth.still_valid(self.principal).await {
            Ok(true) => {}
            Ok(false) => return self.session.close(CloseReason::ServerEnds),
            Err(error) => return self.fail(&error),
        }
        let links: Vec<_> = self.links.iter().map(|(d, l)| (*d, l.slot)).collect();
        for (document, slot) in links {
            match self.resolve(document).await {
                Ok(Some((now, _))) if now != slot => {
                    // The id means another document now. A fresh connection starts its sync from nothing.
                    return self.session.close(CloseReason::ServerEnds);
                }
                Ok(_) => {}
                Err(error) => return self.fail(&error),
            }
        }
    }

    async fn keep_session(&mut self) {
        match self.hub.auth.still_valid(self.principal).await {
            Ok(true) => {}
            Ok(false) => return self.session.close(CloseReason::ServerEnds),
            Err(error) => return self.fail(&error),
        }
        if let Proof::Session(token) = self.principal.proof
            && let Err(error) = self.hub.auth.keep_session(token).await
        {
            tracing::warn!(%error, "a session could not be extended");
        }
    }

    fn fail(&mut self, error: &StorageError) {
        tracing::error!(%error, "rights cannot be read");
        self.hub.metrics.storage_errors.inc();
        self.session.close(CloseReason::ServerEnds);
    }

    async fn carry_out(&mut self) {
        loop {
            let effects = self.session.take_effects();
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                match effect {
                    SessionEffect::Write(bytes) => {
                        if !self.frames.push(Message::Binary(bytes.into())) {
                            self.hub.metrics.slow_readers.inc();
                            self.session.close(CloseReason::TooSlow);
                        }
                    }
                    SessionEffect::Ping => {
                        self.frames.push(Message::Ping(Bytes::new()));
                    }
                    SessionEffect::Joined {
                        peer,
                        trama,
                        actors,
                    } => {
                        self.actors = actors.into();
                        if !self.join(peer, trama) {
                            // What follows is the answer to one who may stay.
                            break;
                        }
                    }
                    SessionEffect::Deliver {
                        document,
                        first,
                        inbound,
                    } => self.deliver(document, first, inbound).await,
                    SessionEffect::Close(reason) => {
                        tracing::debug!(%reason, "a socket ends");
                        if reason.code() == 1008 {
                            self.hub.metrics.refused.inc();
                        }
                        self.frames.push(Message::Close(Some(CloseFrame {
                            code: reason.code(),
                            reason: reason.to_string().into(),
                        })));
                    }
                }
            }
        }
    }

    /// Takes the peer's id for this socket; whether it may have it.
    fn join(&mut self, peer: String, trama: bool) -> bool {
        let user = self.principal.user;
        let now = std::time::Instant::now();
        // Nor may anybody speak as the server.
        let joined = peer != self.hub.peer_id
            && lock(&self.hub.peers)
                .join(&peer, user, self.number, &self.outlet, now)
                .is_ok();
        if joined {
            tracing::debug!(trama, "a peer joined");
            self.peer = Some(peer);
        } else {
            tracing::warn!("a peer came under the id of another account's peer");
            self.session.close(CloseReason::PeerIdTaken);
        }
        joined
    }

    /// What an id means to this socket: the document of a case, one in the private drawer, or nothing.
    async fn resolve(&self, document: DocumentId) -> Result<Option<(Slot, Place)>, StorageError> {
        let user = self.principal.user;
        let right = self.hub.access.right(user, document).await?;
        Ok(if right > Right::None {
            Some((Slot::from(document), Place::Case(document)))
        } else if self.principal.is_program() {
            let slot = Slot::in_drawer(user, document);
            Some((slot, Place::Drawer { user, document }))
        } else {
            None
        })
    }

    async fn deliver(&mut self, document: DocumentId, first: bool, inbound: Inbound) {
        if first && !self.connect(document).await {
            return;
        }
        let Some(link) = self.links.get(&document) else {
            return;
        };
        let size = match &inbound {
            Inbound::Sync(bytes) | Inbound::Request(bytes) => bytes.len(),
            Inbound::Ephemeral(message) => message.data.len(),
            Inbound::Status(_) | Inbound::Unavailable => 0,
        };
        let kib = u32::try_from(size / 1024 + 1).unwrap_or(u32::MAX);
        // The user's own share first: who waits for that holds nothing of what others need.
        let own = Arc::clone(&self.inbound).acquire_many_owned(kib).await;
        let all = Arc::clone(&self.hub.inbound).acquire_many_owned(kib).await;
        let (Ok(own), Ok(all)) = (own, all) else {
            return;
        };
        let message = ToRoom::Message {
            link: link.id,
            inbound,
            _share: (own, all),
        };
        if link.mailbox.send(message).await.is_err() {
            self.session.close(CloseReason::ServerEnds);
        }
    }

    /// Makes the link to a document's room; says that there is none, if there is none for this user.
    async fn connect(&mut self, document: DocumentId) -> bool {
        let (slot, place) = match self.resolve(document).await {
            Ok(Some(found)) => found,
            Ok(None) => {
                self.session.send_unavailable(document);
                return false;
            }
            Err(error) => {
                self.fail(&error);
                return false;
            }
        };
        let Ok(link_place) = Arc::clone(&self.links_of_user).try_acquire_owned() else {
            self.session.close(CloseReason::TooManyDocuments);
            return false;
        };
        let Some(mailbox) = self.hub.room(slot, place) else {
            self.session.send_unavailable(document);
            return false;
        };
        let link = RoomLink {
            _place: link_place,
            id: LinkId(self.hub.number()),
            slot,
            mailbox,
        };
        let hello = ToRoom::Connect {
            link: link.id,
            user: self.principal.user,
            actors: Arc::clone(&self.actors),
            outlet: self.outlet.clone(),
        };
        if link.mailbox.send(hello).await.is_err() {
            self.session.close(CloseReason::ServerEnds);
            return false;
        }
        if let Some(old) = self.links.insert(document, link) {
            let _ = old.mailbox.send(ToRoom::Disconnect { link: old.id }).await;
        }
        true
    }
}

/// The frames that wait for the network, bounded, and the task that writes them.
struct Frames {
    queue: mpsc::Sender<Message>,
    queued: Arc<AtomicUsize>,
    writer: tokio::task::JoinHandle<()>,
}

fn size(frame: &Message) -> usize {
    match frame {
        Message::Binary(bytes) => bytes.len(),
        _ => 0,
    }
}

impl Frames {
    fn new(mut sink: SplitSink<WebSocket, Message>) -> Self {
        let (queue, mut frames) = mpsc::channel::<Message>(limits::SOCKET_QUEUE);
        let queued = Arc::new(AtomicUsize::new(0));
        let written = Arc::clone(&queued);
        let writer = tokio::spawn(async move {
            while let Some(frame) = frames.recv().await {
                let size = size(&frame);
                match timeout(limits::WRITE_TIMEOUT, sink.send(frame)).await {
                    Ok(Ok(())) => written.fetch_sub(size, Ordering::Relaxed),
                    _ => return,
                };
            }
        });
        Self {
            queue,
            queued,
            writer,
        }
    }

    /// Whether the frame found a place. A socket whose network takes nothing more has none.
    fn push(&self, frame: Message) -> bool {
        let size = size(&frame);
        let before = self.queued.fetch_add(size, Ordering::Relaxed);
        let too_much = before > 0 && before + size > limits::SOCKET_QUEUE_BYTES;
        !too_much && self.queue.try_send(frame).is_ok()
    }

    fn are_behind(&self) -> bool {
        is_behind(self.queued.load(Ordering::Relaxed), self.queue.capacity())
    }

    /// Lets the network take what waits, for a while.
    async fn finish(self) {
        drop(self.queue);
        let stop = self.writer.abort_handle();
        if timeout(limits::WRITE_TIMEOUT / 6, self.writer)
            .await
            .is_err()
        {
            stop.abort();
        }
    }
}
