//! Damaged messages straight into a server's replica, many more than fit through a socket in the same time. Whatever
//! it takes and stores must read back: a fresh replica over the same chunks says the same, and leaves none of them out.
//! And a newcomer gets all of it.
//!
//! `TRAMA_DAMAGE=n` sends so many messages to each seed's document instead of the usual number.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rand::{Rng, SeedableRng, rngs::SmallRng};
use trama_fuzz::{mutations::Mutator, room::Room};

/// Messages to each document.
const MESSAGES: u64 = 2_000;

/// Documents, each with its own seed.
const SEEDS: u64 = 40;

/// Messages that come while a store is under way, at most: they are applied together.
const BATCH: usize = 8;

fn play(seed: u64, messages: u64) -> u64 {
    let mutator = Mutator::default();
    let mut random = SmallRng::seed_from_u64(seed);
    let mut room = Room::open();
    let mut sent = 0;
    let mut looked = 0;
    while sent < messages {
        // A store that is under way lets messages gather.
        if random.random_ratio(1, 4) {
            let key = format!("{sent}");
            room.edit(&key);
        }
        for _ in 0..random.random_range(1..=BATCH) {
            room.receive(&mutator.message(&mut random));
            sent += 1;
        }
        room.work();
        if random.random_ratio(1, 8) {
            room.compact();
        }
        if room.stores() > looked {
            looked = room.stores();
            room.reads_back();
            room.serves_a_newcomer();
        }
    }
    room.stores()
}

#[test]
fn what_is_taken_reads_back() {
    let messages =
        std::env::var("TRAMA_DAMAGE").map_or(MESSAGES, |number| number.parse().expect("a number"));
    let mut accepted = 0;
    let mut failed = Vec::new();
    for seed in 0..SEEDS {
        match catch_unwind(AssertUnwindSafe(|| play(seed, messages))) {
            Ok(count) => accepted += count,
            Err(_) => failed.push(seed),
        }
    }
    assert!(failed.is_empty(), "failed seeds: {failed:?}");
    // Else nothing was tried.
    assert!(accepted > SEEDS, "{accepted} stored");
}
