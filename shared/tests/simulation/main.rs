//! Whole nodes in one seeded world: a server and a few tabs with their disks, and a network that loses, repeats and
//! reorders. Whatever happens in it, at the end all agree and nothing that was called saved is gone.
//!
//! A failing seed is printed with the command that plays it again. `TRAMA_SEED=n` plays one seed and tells what
//! happens; `TRAMA_SEEDS=n` plays so many instead of the usual number.

#![expect(
    clippy::expect_used,
    reason = "in a test, a broken assumption may end the process"
)]

mod disk;
mod network;
mod server;
mod tab;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

use world::World;

/// Seeds of an ordinary test run, over all parts.
const SEEDS: u64 = 600;

/// Parts that the test harness runs side by side.
const PARTS: u64 = 4;

fn number_from(variable: &str) -> Option<u64> {
    #[expect(clippy::disallowed_methods, reason = "tests run natively")]
    let value = std::env::var(variable).ok()?;
    Some(value.parse().expect("a number"))
}

fn play_part(part: u64) {
    if let Some(seed) = number_from("TRAMA_SEED") {
        if seed % PARTS == part {
            World::new(seed, true).play();
        }
        return;
    }
    let seeds = number_from("TRAMA_SEEDS").unwrap_or(SEEDS);
    let mut failed = Vec::new();
    let mut answered_early = 0;
    for seed in (part..seeds).step_by(PARTS as usize) {
        match catch_unwind(AssertUnwindSafe(|| World::new(seed, false).play())) {
            Ok(early) => answered_early += early,
            Err(_) => {
                println!(
                    "seed {seed} failed; play it again with:\n  \
                     TRAMA_SEED={seed} cargo test -p trama-shared --test simulation -- --nocapture"
                );
                failed.push(seed);
            }
        }
    }
    assert!(failed.is_empty(), "failed seeds: {failed:?}");
    assert!(answered_early > 0, "no question met a document on the disk");
}

#[test]
fn worlds_converge_and_lose_nothing_part_1() {
    play_part(0);
}

#[test]
fn worlds_converge_and_lose_nothing_part_2() {
    play_part(1);
}

#[test]
fn worlds_converge_and_lose_nothing_part_3() {
    play_part(2);
}

#[test]
fn worlds_converge_and_lose_nothing_part_4() {
    play_part(3);
}
