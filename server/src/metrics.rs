//! Figures for Prometheus. No label ever holds a name, a document or an address.

use prometheus_client::{
    encoding::text::encode,
    metrics::{
        counter::Counter,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Registry, Unit},
};

/// Everything that is counted.
pub struct Metrics {
    registry: Registry,
    /// Open sockets.
    pub sockets: Gauge,
    /// Bytes of messages that wait for their documents.
    pub inbound_waiting: Gauge,
    /// Documents in memory.
    pub rooms: Gauge,
    /// Protocol messages taken in.
    pub messages_in: Counter,
    /// Protocol messages sent.
    pub messages_out: Counter,
    /// Messages that were refused: malformed, hostile or without the right.
    pub refused: Counter,
    /// Changes that used somebody's name or number a second time.
    pub actor_conflicts: Counter,
    /// Things that were refused and are kept.
    pub refused_kept: Gauge,
    /// Sockets that were dropped because they did not read.
    pub slow_readers: Counter,
    /// Rooms that failed and were built anew.
    pub room_failures: Counter,
    /// Batches made durable.
    pub commits: Counter,
    /// Time from handing a batch over to its being durable.
    pub commit_seconds: Histogram,
    /// Time from opening a document that was not in memory to having its content for who waits.
    pub open_seconds: Histogram,
    /// Times that the storage did not do what was asked.
    pub storage_errors: Counter,
    /// Chunks in quarantine.
    pub quarantined: Gauge,
    /// Bytes of all chunks.
    pub stored_bytes: Gauge,
    /// Failed sign-ins.
    pub sign_in_failures: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("trama");
        let mut gauge = |name: &str, help: &str| {
            let gauge = Gauge::<i64>::default();
            registry.register(name, help, gauge.clone());
            gauge
        };
        let sockets = gauge("sockets", "Open sockets");
        let rooms = gauge("rooms", "Documents in memory");
        let inbound_waiting = gauge(
            "inbound_waiting_bytes",
            "Bytes of messages that wait for their documents",
        );
        let quarantined = gauge("quarantined_chunks", "Chunks that could not be read");
        let stored_bytes = gauge("stored_bytes", "Bytes of all chunks, before sealing");
        let refused_kept = gauge("refused_kept", "Refused messages that are kept");
        let mut counter = |name: &str, help: &str| {
            let counter = Counter::<u64>::default();
            registry.register(name, help, counter.clone());
            counter
        };
        let messages_in = counter("messages_in", "Protocol messages taken in");
        let messages_out = counter("messages_out", "Protocol messages sent");
        let refused = counter(
            "refused_messages",
            "Messages that were malformed, hostile or without the right",
        );
        let actor_conflicts = counter(
            "actor_conflicts",
            "Changes that used somebody's actor or number a second time; look at the quarantine",
        );
        let slow_readers = counter("slow_readers", "Sockets dropped because they did not read");
        let room_failures = counter("room_failures", "Documents that failed and were built anew");
        let commits = counter("commits", "Batches made durable");
        let storage_errors = counter(
            "storage_errors",
            "Times that the storage did not do what was asked",
        );
        let sign_in_failures = counter("sign_in_failures", "Failed sign-ins");
        // From a quarter of a millisecond (a fast disk) to four seconds (a sick one).
        let commit_seconds = Histogram::new(exponential_buckets(0.000_25, 2.0, 15));
        registry.register_with_unit(
            "commit",
            "From handing a batch over to its being durable",
            Unit::Seconds,
            commit_seconds.clone(),
        );
        let open_seconds = Histogram::new(exponential_buckets(0.001, 2.0, 14));
        registry.register_with_unit(
            "open",
            "From opening a document that was not in memory to having its content",
            Unit::Seconds,
            open_seconds.clone(),
        );
        Self {
            registry,
            sockets,
            inbound_waiting,
            rooms,
            messages_in,
            messages_out,
            refused,
            actor_conflicts,
            refused_kept,
            slow_readers,
            room_failures,
            commits,
            commit_seconds,
            open_seconds,
            storage_errors,
            quarantined,
            stored_bytes,
            sign_in_failures,
        }
    }
}

impl Metrics {
    /// All figures in Prometheus' text format.
    ///
    /// # Errors
    /// When formatting fails.
    pub fn to_text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
