//! Damaged messages straight into a server's replica, many more than fit through a socket in the same time. Whatever
//! it takes and stores must read back: a fresh replica over the same chunks says the same, and leaves none of them out.
//!
//! `TRAMA_DAMAGE=n` sends so many messages to each seed's document instead of the usual number.

#![expect(
    clippy::expect_used,
    reason = "in a test, a broken assumption may end the process"
)]

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{ActorId, ROOT, transaction::Transactable};
use rand::{Rng, SeedableRng, rngs::SmallRng};
use trama_fuzz::mutations::Mutator;
use trama_shared::{
    ids::DocumentId,
    sync::{
        chunk::Chunk,
        replica::{Access, Effect, LinkId, LinkOptions, Replica, ReplicaConfig},
    },
};

/// Messages to each document.
const MESSAGES: u64 = 2_000;

/// Documents, each with its own seed.
const SEEDS: u64 = 40;

/// Messages that come while a store is under way, at most: they are applied together.
const BATCH: usize = 8;

/// Messages back and forth with a newcomer, at most.
const ROUND_TRIPS: usize = 300;

const EVE: LinkId = LinkId(1);
const HONEST: LinkId = LinkId(2);
const SERVER: LinkId = LinkId(3);

struct Node {
    replica: Replica,
    disk: Vec<Chunk>,
    accepted: u64,
    /// Messages for the honest device.
    sent: Vec<Vec<u8>>,
}

fn replica(actor: u8) -> Replica {
    let config = ReplicaConfig {
        actor: ActorId::from([actor; 16]),
        patches: false,
        verify: true,
    };
    Replica::new(DocumentId::from_bytes([3; 16]), config)
}

impl Node {
    fn new() -> Self {
        let mut replica = replica(9);
        replica.load(Vec::new(), &[], 0);
        let options = LinkOptions::to_client(Access::Write);
        replica.connect(EVE, options, 0).expect("room for one");
        Self {
            replica,
            disk: Vec::new(),
            accepted: 0,
            sent: Vec::new(),
        }
    }

    /// Carries out what is to be done, until there is nothing more.
    fn work(&mut self) {
        loop {
            let effects = self.replica.take_effects();
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                match effect {
                    Effect::Store {
                        batch,
                        chunks,
                        replaces,
                    } => {
                        self.accepted += 1;
                        self.disk.retain(|chunk| !replaces.contains(&chunk.key));
                        self.disk.extend(chunks);
                        self.replica.stored(batch, Ok(()), 0);
                    }
                    Effect::Send { link, payload } if link == HONEST => self.sent.push(payload),
                    Effect::Rebuild => self.replica.load(self.disk.clone(), &[], 0),
                    Effect::Quarantine { key, reason } => {
                        panic!("stored chunk {key} cannot be read: {reason}")
                    }
                    _ => {}
                }
            }
        }
    }

    /// An honest device that comes now gets everything, and its own edit is taken.
    fn serves_a_newcomer(&mut self) {
        let mut device = Replica::new(
            self.replica.id(),
            ReplicaConfig {
                actor: ActorId::from([11; 16]),
                patches: true,
                verify: false,
            },
        );
        device.load(Vec::new(), &[], 0);
        device
            .connect(SERVER, LinkOptions::to_server(), 0)
            .expect("room for one");
        let options = LinkOptions::to_client(Access::Write);
        self.replica
            .connect(HONEST, options, 0)
            .expect("room for two");
        for _ in 0..ROUND_TRIPS {
            self.work();
            let for_device = std::mem::take(&mut self.sent);
            let mut talked = !for_device.is_empty();
            for payload in for_device {
                device.receive(SERVER, &payload, 0);
            }
            loop {
                let effects = device.take_effects();
                if effects.is_empty() {
                    break;
                }
                for effect in effects {
                    match effect {
                        Effect::Store { batch, .. } => device.stored(batch, Ok(()), 0),
                        Effect::Send { payload, .. } => {
                            talked = true;
                            self.replica.receive(HONEST, &payload, 0);
                        }
                        Effect::Refused { reason, .. } => {
                            panic!("an honest device refuses what the server sent: {reason:?}")
                        }
                        Effect::Rebuild => panic!("an honest device's document broke"),
                        _ => {}
                    }
                }
            }
            if !talked {
                break;
            }
        }
        assert_eq!(device.doc().get_heads(), self.replica.doc().get_heads());
        self.replica.disconnect(HONEST, 0);
        self.work();
    }

    /// What a restart would find.
    fn reads_back(&self) {
        let mut again = replica(10);
        again.load(self.disk.clone(), &[], 0);
        for effect in again.take_effects() {
            if let Effect::Quarantine { key, reason } = effect {
                panic!("stored chunk {key} cannot be read after a restart: {reason}");
            }
        }
        assert_eq!(again.doc().get_heads(), self.replica.doc().get_heads());
    }
}

fn play(seed: u64, messages: u64) -> u64 {
    let mutator = Mutator::default();
    let mut random = SmallRng::seed_from_u64(seed);
    let mut node = Node::new();
    let mut sent = 0;
    let mut looked = 0;
    while sent < messages {
        // A store that is under way lets messages gather.
        if random.random_ratio(1, 4) {
            let key = format!("{sent}");
            node.replica
                .edit(0, |tx| tx.put(ROOT, key, 1))
                .expect("an honest edit is taken");
        }
        for _ in 0..random.random_range(1..=BATCH) {
            node.replica.receive(EVE, &mutator.message(&mut random), 0);
            sent += 1;
        }
        node.work();
        if random.random_ratio(1, 8) {
            node.replica.compact(0);
            node.work();
        }
        if node.accepted > looked {
            looked = node.accepted;
            node.reads_back();
            node.serves_a_newcomer();
        }
    }
    node.accepted
}

#[test]
fn what_is_taken_reads_back() {
    #[expect(clippy::disallowed_methods, reason = "tests run natively")]
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
