//! Connections between tabs and the server.

use rand::{Rng, rngs::SmallRng};

/// How bad the network is in one world.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weather {
    /// Longest delay of a frame.
    pub(crate) delay_ms: u64,
    /// Chances of one frame inside a connection, in thousandths; a socket would never do that, a core must survive it.
    pub(crate) loss: u32,
    pub(crate) repetition: u32,
    pub(crate) reorder: bool,
}

impl Weather {
    pub(crate) fn random(random: &mut SmallRng) -> Self {
        let storm = random.random_bool(0.4);
        Self {
            delay_ms: *pick(random, &[5, 50, 400, 3_000]),
            loss: if storm {
                random.random_range(0..200)
            } else {
                0
            },
            repetition: if storm {
                random.random_range(0..200)
            } else {
                0
            },
            reorder: storm && random.random_bool(0.5),
        }
    }

    pub(crate) const fn fair() -> Self {
        Self {
            delay_ms: 20,
            loss: 0,
            repetition: 0,
            reorder: false,
        }
    }

    /// When the copies of a frame arrive, if any. `last` is when the one before it does.
    pub(crate) fn arrivals(&self, now_ms: u64, last: &mut u64, random: &mut SmallRng) -> Vec<u64> {
        let mut arrivals = Vec::new();
        if random.random_ratio(self.loss, 1_000) {
            return arrivals;
        }
        let copies = 1 + usize::from(random.random_ratio(self.repetition, 1_000));
        for _ in 0..copies {
            let mut at = now_ms + random.random_range(1..=self.delay_ms);
            if !self.reorder {
                at = at.max(*last);
                *last = at;
            }
            arrivals.push(at);
        }
        arrivals
    }
}

/// One of some.
pub(crate) fn pick<'a, T>(random: &mut SmallRng, some: &'a [T]) -> &'a T {
    &some[random.random_range(0..some.len())]
}

/// A socket's two ends. One end may know that it is closed before the other.
#[derive(Debug)]
pub(crate) struct Socket {
    pub(crate) tab: usize,
    pub(crate) open_at_tab: bool,
    pub(crate) open_at_server: bool,
    /// Arrival of the last frame each way.
    pub(crate) last_up: u64,
    pub(crate) last_down: u64,
}
