//! What was typed when, and when each other one had it.

use std::time::Instant;

use serde_json::{Value, json};

/// Everything of one run. Typists are numbered over all rooms, edits of each from 1.
pub(crate) struct Book {
    begin: Instant,
    measured_from_s: f64,
    typed: Vec<Vec<Instant>>,
    /// Seconds since the beginning of the edit, and what it took in milliseconds.
    seen: Vec<(f64, f64)>,
    stored: Vec<(f64, f64)>,
    /// Deliveries of measured edits that are due.
    due: u64,
}

impl Book {
    pub(crate) fn new(begin: Instant, measured_from_s: f64, typists: usize) -> Self {
        Self {
            begin,
            measured_from_s,
            typed: vec![Vec::new(); typists],
            seen: Vec::new(),
            stored: Vec::new(),
            due: 0,
        }
    }

    /// An edit is typed now, which `others` are to have; its number.
    pub(crate) fn typed(&mut self, typist: usize, others: usize) -> u64 {
        let now = Instant::now();
        self.typed[typist].push(now);
        if self.since(now) >= self.measured_from_s {
            self.due += others as u64;
        }
        self.typed[typist].len() as u64
    }

    /// Somebody has the edits of a typist up to this one, and had them up to `before`.
    pub(crate) fn seen(&mut self, typist: usize, before: u64, up_to: u64) {
        let now = Instant::now();
        for number in before..up_to {
            if let Some((at, took)) = self.measured(typist, number, now) {
                self.seen.push((at, took));
            }
        }
    }

    /// The server says that it has the edits of a typist up to this one, which it had said up to `before`.
    pub(crate) fn stored(&mut self, typist: usize, before: u64, up_to: u64) {
        let now = Instant::now();
        for number in before..up_to {
            if let Some((at, took)) = self.measured(typist, number, now) {
                self.stored.push((at, took));
            }
        }
    }

    fn measured(&self, typist: usize, number: u64, now: Instant) -> Option<(f64, f64)> {
        let typed = *self.typed[typist].get(usize::try_from(number).ok()?)?;
        let at = self.since(typed);
        (at >= self.measured_from_s)
            .then(|| (at, now.duration_since(typed).as_secs_f64() * 1_000.0))
    }

    fn since(&self, moment: Instant) -> f64 {
        moment.duration_since(self.begin).as_secs_f64()
    }

    /// Deliveries that did not arrive.
    pub(crate) fn unseen(&self) -> u64 {
        self.due.saturating_sub(self.seen.len() as u64)
    }

    /// Edits since the measuring began.
    pub(crate) fn measured_edits(&self) -> usize {
        let from = |typed: &&Instant| self.since(**typed) >= self.measured_from_s;
        self.typed
            .iter()
            .map(|typed| typed.iter().filter(from).count())
            .sum()
    }

    /// The result, with `window_s` seconds at the beginning and at the end apart.
    pub(crate) fn result(&self, window_s: f64) -> Value {
        let last = self.seen.iter().map(|(at, _)| *at).fold(0.0, f64::max);
        let first_window: Vec<_> = self
            .seen
            .iter()
            .filter(|(at, _)| *at < self.measured_from_s + window_s)
            .copied()
            .collect();
        let last_window: Vec<_> = self
            .seen
            .iter()
            .filter(|(at, _)| *at >= last - window_s)
            .copied()
            .collect();
        json!({
            "edits": self.measured_edits(),
            "deliveries": self.due,
            "unseen": self.unseen(),
            "seen_ms": percentiles(&self.seen),
            "stored_ms": percentiles(&self.stored),
            "window_s": window_s,
            "first_window_ms": percentiles(&first_window),
            "last_window_ms": percentiles(&last_window),
        })
    }
}

fn percentiles(values: &[(f64, f64)]) -> Value {
    let mut sorted: Vec<f64> = values.iter().map(|(_, took)| *took).collect();
    sorted.sort_by(f64::total_cmp);
    spread(&sorted)
}

/// The percentiles that the tables show, of sorted values.
pub(crate) fn spread(sorted: &[f64]) -> Value {
    let at = |share: f64| {
        let index = (sorted.len() as f64 * share) as usize;
        sorted
            .get(index.min(sorted.len().saturating_sub(1)))
            .copied()
    };
    json!({ "p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "max": at(1.0) })
}
