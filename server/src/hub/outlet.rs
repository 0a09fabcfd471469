//! The way from a room to a socket: bounded. A socket that does not keep up is ended, not waited for.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::{mpsc, watch};
use trama_shared::{
    ids::DocumentId,
    sync::{
        replica::LinkId,
        session::CloseReason,
        wire::{Ephemeral, Status},
    },
};

use crate::{limits, metrics::Metrics};

/// What a room says to a socket.
#[derive(Debug)]
pub(super) enum ToSocket {
    Sync {
        document: DocumentId,
        payload: Vec<u8>,
    },
    Status {
        document: DocumentId,
        status: Status,
    },
    Ephemeral(Ephemeral),
    /// Why something was not taken, for a peer that would not understand a status.
    Error {
        text: String,
    },
    /// The link is gone: for this peer the document does not exist (any more).
    Unavailable {
        document: DocumentId,
        link: LinkId,
    },
}

impl ToSocket {
    fn size(&self) -> usize {
        match self {
            Self::Sync { payload, .. } => payload.len(),
            Self::Ephemeral(message) => message.data.len(),
            Self::Error { text } => text.len(),
            Self::Status { .. } | Self::Unavailable { .. } => 0,
        }
    }
}

/// A room's end.
#[derive(Clone)]
pub(super) struct Outlet {
    events: mpsc::Sender<ToSocket>,
    queued: Arc<AtomicUsize>,
    end: Arc<watch::Sender<Option<CloseReason>>>,
    metrics: Arc<Metrics>,
}

/// The socket's end.
pub(super) struct Inlet {
    events: mpsc::Receiver<ToSocket>,
    queued: Arc<AtomicUsize>,
}

/// Tells the socket that it is to end, and why.
pub(super) struct End(watch::Receiver<Option<CloseReason>>);

impl End {
    /// Waits until somebody ends the socket.
    pub(super) async fn reason(&mut self) -> CloseReason {
        let reason = self.0.wait_for(Option::is_some).await;
        // Without a sender nobody is left who could serve this socket.
        reason
            .ok()
            .and_then(|reason| reason.clone())
            .unwrap_or(CloseReason::ServerEnds)
    }
}

pub(super) fn outlet(metrics: Arc<Metrics>) -> (Outlet, Inlet, End) {
    let (sender, events) = mpsc::channel(limits::SOCKET_QUEUE);
    let queued = Arc::new(AtomicUsize::new(0));
    let (end_sender, end) = watch::channel(None);
    let outlet = Outlet {
        events: sender,
        queued: Arc::clone(&queued),
        end: Arc::new(end_sender),
        metrics,
    };
    (outlet, Inlet { events, queued }, End(end))
}

/// Waits so much for a socket that ephemeral messages are left out? `free` is what is left of [`limits::SOCKET_QUEUE`].
pub(super) const fn is_behind(queued_bytes: usize, free: usize) -> bool {
    queued_bytes > limits::EPHEMERAL_QUEUE_BYTES || free < limits::SOCKET_QUEUE / 2
}

impl Outlet {
    pub(super) fn send(&self, event: ToSocket) {
        let queued = self.queued.load(Ordering::Relaxed);
        if matches!(event, ToSocket::Ephemeral(_)) && is_behind(queued, self.events.capacity()) {
            return;
        }
        let size = event.size();
        let before = self.queued.fetch_add(size, Ordering::Relaxed);
        // One message alone always fits; what counts is what piles up before it.
        let too_much = before > 0 && before + size > limits::SOCKET_QUEUE_BYTES;
        if too_much || self.events.try_send(event).is_err() {
            self.queued.fetch_sub(size, Ordering::Relaxed);
            if !self.events.is_closed() {
                self.metrics.slow_readers.inc();
                self.end(CloseReason::TooSlow);
            }
        }
    }

    /// Ends the socket; the first reason counts.
    pub(super) fn end(&self, reason: CloseReason) {
        self.end.send_if_modified(|end| {
            let first = end.is_none();
            if first {
                *end = Some(reason);
            }
            first
        });
    }
}

impl Inlet {
    pub(super) async fn next(&mut self) -> Option<ToSocket> {
        let event = self.events.recv().await?;
        self.queued.fetch_sub(event.size(), Ordering::Relaxed);
        Some(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sync(length: usize) -> ToSocket {
        ToSocket::Sync {
            document: DocumentId::from_bytes([1; 16]),
            payload: vec![0; length],
        }
    }

    #[tokio::test]
    async fn who_does_not_read_is_ended_whether_by_count_or_by_size() {
        for length in [0, limits::SOCKET_QUEUE_BYTES / 16] {
            let metrics = Arc::<Metrics>::default();
            let (outlet, mut inlet, mut end) = outlet(Arc::clone(&metrics));
            let mut sent = 0;
            while metrics.slow_readers.get() == 0 {
                outlet.send(sync(length));
                sent += 1;
                assert!(sent <= limits::SOCKET_QUEUE + 1);
            }
            assert_eq!(end.reason().await, CloseReason::TooSlow);
            // What fits is still delivered.
            for _ in 1..sent {
                assert!(inlet.next().await.is_some());
            }
        }
    }

    #[tokio::test]
    async fn ephemeral_messages_neither_pile_up_nor_end_a_slow_socket() {
        for length in [1, 16 << 10] {
            let metrics = Arc::<Metrics>::default();
            let (outlet, mut inlet, _end) = outlet(Arc::clone(&metrics));
            for count in 0..3 * limits::SOCKET_QUEUE as u64 {
                outlet.send(ToSocket::Ephemeral(Ephemeral {
                    sender: "a".to_owned(),
                    session: "s".to_owned(),
                    count,
                    document: DocumentId::from_bytes([1; 16]),
                    data: vec![0; length],
                }));
            }
            let queued = outlet.queued.load(Ordering::Relaxed);
            assert!(queued <= limits::EPHEMERAL_QUEUE_BYTES + length);
            // What is worth keeping still finds a place.
            outlet.send(sync(1));
            assert_eq!(metrics.slow_readers.get(), 0);
            while !matches!(inlet.next().await, Some(ToSocket::Sync { .. })) {}
        }
    }

    #[tokio::test]
    async fn who_reads_is_not() {
        let metrics = Arc::<Metrics>::default();
        let (outlet, mut inlet, _end) = outlet(Arc::clone(&metrics));
        for _ in 0..64 {
            outlet.send(sync(limits::SOCKET_QUEUE_BYTES / 2));
            assert!(inlet.next().await.is_some());
        }
        assert_eq!(metrics.slow_readers.get(), 0);
    }
}
