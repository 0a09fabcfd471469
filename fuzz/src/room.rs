//! One document on a server that strangers send to.

use automerge::{ActorId, ROOT, transaction::Transactable};
use trama_shared::{
    ids::DocumentId,
    sync::{
        chunk::Chunk,
        replica::{Access, Effect, LinkId, LinkOptions, Replica, ReplicaConfig},
    },
};

/// Messages back and forth with a newcomer, at most.
const ROUND_TRIPS: usize = 300;

const EVE: LinkId = LinkId(1);
const HONEST: LinkId = LinkId(2);
const SERVER: LinkId = LinkId(3);

/// A document on a server, its disk, and who sends to it. Every promise that is broken panics.
#[derive(Debug)]
pub struct Room {
    replica: Replica,
    disk: Vec<Chunk>,
    stores: u64,
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

impl Room {
    /// An empty document, with one link from somebody unknown.
    pub fn open() -> Self {
        let mut replica = replica(9);
        replica.load(Vec::new(), &[], 0);
        let options = LinkOptions::to_client(Access::Write);
        replica.connect(EVE, options, 0).expect("room for one");
        Self {
            replica,
            disk: Vec::new(),
            stores: 0,
            sent: Vec::new(),
        }
    }

    /// How many batches were stored.
    pub const fn stores(&self) -> u64 {
        self.stores
    }

    /// Somebody unknown sends a message; [`Room::work`] deals with it.
    pub fn receive(&mut self, message: &[u8]) {
        self.replica.receive(EVE, message, 0);
    }

    /// The server itself writes something.
    pub fn edit(&mut self, key: &str) {
        self.replica
            .edit(0, |tx| tx.put(ROOT, key, 1))
            .expect("an honest edit is taken");
    }

    /// The records of the disk become one.
    pub fn compact(&mut self) {
        self.replica.compact(0);
        self.work();
    }

    /// Carries out what is to be done, until there is nothing more.
    pub fn work(&mut self) {
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
                        self.stores += 1;
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
    pub fn serves_a_newcomer(&mut self) {
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
    pub fn reads_back(&self) {
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
