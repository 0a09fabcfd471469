use automerge::{AutomergeError, ROOT, ReadDoc, transaction::Transactable};

use super::*;
use crate::sync::{
    replica::{Access, SaveState},
    session::{Inbound, Session, SessionConfig, SessionEffect},
};

const DOCUMENT: DocumentId = DocumentId::from_bytes([9; 16]);

/// A server with one document and clients on perfect wires. Stores succeed when told to.
struct Table {
    server: Replica,
    sessions: Vec<Session>,
    devices: Vec<Device>,
    access: Vec<Access>,
    /// Stores that wait: of a device, or of the server.
    stores: Vec<(Option<usize>, BatchId)>,
}

impl Table {
    fn new(access: &[Access]) -> Self {
        let config = ReplicaConfig {
            actor: ActorId::from([0_u8; 16]),
            patches: false,
            verify: true,
        };
        let mut server = Replica::new(DOCUMENT, config);
        server.load([], &[], 0);
        let mut table = Self {
            server,
            sessions: Vec::new(),
            devices: Vec::new(),
            access: access.to_vec(),
            stores: Vec::new(),
        };
        for number in 0..access.len() {
            let config = ClientConfig {
                peer_id: format!("client-{number}"),
                session_id: "s".to_owned(),
                seed: 1,
            };
            let byte = u8::try_from(number + 1).unwrap();
            let mut device = Device::new(config, ActorId::from([byte; 16]));
            device.open(DOCUMENT);
            device.loaded(DOCUMENT, Vec::new(), &[], 0);
            device.start(0);
            device.opened(0);
            table.devices.push(device);
            let config = SessionConfig {
                peer_id: "server".to_owned(),
                storage_id: None,
            };
            table.sessions.push(Session::new(config, 0));
        }
        table.carry();
        table
    }

    /// Carries frames until all is quiet; stores wait.
    fn carry(&mut self) {
        loop {
            let mut quiet = true;
            for number in 0..self.devices.len() {
                for effect in self.devices[number].take_effects() {
                    quiet = false;
                    match effect {
                        DeviceEffect::Write(frame) => self.sessions[number].receive(&frame, 0),
                        DeviceEffect::Store { batch, .. } => {
                            self.stores.push((Some(number), batch));
                        }
                        _ => {}
                    }
                }
                let link = LinkId(number as u64);
                for effect in self.sessions[number].take_effects() {
                    quiet = false;
                    match effect {
                        SessionEffect::Write(frame) => self.devices[number].receive(&frame, 0),
                        SessionEffect::Deliver {
                            first,
                            inbound: Inbound::Sync(data) | Inbound::Request(data),
                            ..
                        } => {
                            if first {
                                let options = LinkOptions::to_client(self.access[number]);
                                self.server.connect(link, options, 0).unwrap();
                            }
                            self.server.receive(link, &data, 0);
                        }
                        _ => {}
                    }
                }
            }
            for effect in self.server.take_effects() {
                quiet = false;
                match effect {
                    Effect::Send { link, payload } => {
                        self.session(link).send_sync(DOCUMENT, payload);
                    }
                    Effect::Tell { link, status } => {
                        self.session(link).send_status(DOCUMENT, status);
                    }
                    Effect::Store { batch, .. } => self.stores.push((None, batch)),
                    _ => {}
                }
            }
            if quiet {
                return;
            }
        }
    }

    fn session(&mut self, link: LinkId) -> &mut Session {
        &mut self.sessions[usize::try_from(link.0).unwrap()]
    }

    /// Lets all stores of a device (or of the server) succeed.
    fn store(&mut self, who: Option<usize>) {
        let (now, later) = std::mem::take(&mut self.stores)
            .into_iter()
            .partition::<Vec<_>, _>(|(owner, _)| *owner == who);
        self.stores = later;
        for (_, batch) in now {
            match who {
                Some(number) => self.devices[number].stored(DOCUMENT, batch, Ok(()), 0),
                None => self.server.stored(batch, Ok(()), 0),
            }
        }
        self.carry();
    }

    fn settle(&mut self) {
        while let Some((who, _)) = self.stores.first() {
            self.store(*who);
        }
    }

    fn put(&mut self, number: usize, key: &str) {
        self.devices[number]
            .edit(DOCUMENT, 0, |tx| {
                tx.put(ROOT, key, 1)?;
                Ok::<_, AutomergeError>(())
            })
            .unwrap();
        self.carry();
    }

    fn keys(&self, number: usize) -> usize {
        self.devices[number]
            .replica(DOCUMENT)
            .unwrap()
            .doc()
            .length(ROOT)
    }

    fn state(&self, number: usize) -> SaveState {
        self.devices[number]
            .replica(DOCUMENT)
            .unwrap()
            .own_edits()
            .state()
    }
}

#[test]
fn an_edit_goes_through_all_states_and_reaches_the_others() {
    let mut table = Table::new(&[Access::Write, Access::Write]);
    table.put(0, "a");
    assert_eq!(table.state(0), SaveState::Unstored);
    assert!(
        table.server.is_empty(),
        "nothing is sent before it is on the device"
    );
    table.store(Some(0));
    assert_eq!(table.state(0), SaveState::Sent);
    assert_eq!(table.server.doc().length(ROOT), 1);
    assert_eq!(
        table.keys(1),
        0,
        "nobody hears of it before it is on the server's disk"
    );
    table.store(None);
    assert_eq!(table.state(0), SaveState::Saved);
    assert_eq!(table.keys(1), 1);
    table.settle();
    assert_eq!(table.state(1), SaveState::Saved);
    assert!(table.stores.is_empty());
}

#[test]
fn what_comes_while_the_server_stores_is_stored_as_one_batch() {
    let mut table = Table::new(&[Access::Write, Access::Write, Access::Write]);
    for number in 0..3 {
        table.put(number, &format!("first-{number}"));
        table.store(Some(number));
    }
    assert_eq!(table.stores.len(), 1, "the first is on its way, two wait");
    table.store(None);
    let of_server = table.stores.iter().filter(|(who, _)| who.is_none()).count();
    assert_eq!(of_server, 1, "both in one");
    table.settle();
    for number in 0..3 {
        assert_eq!(table.keys(number), 3);
        assert_eq!(table.state(number), SaveState::Saved);
    }
}

#[test]
fn a_reader_receives_but_its_edits_reach_nobody() {
    let mut table = Table::new(&[Access::Write, Access::Read]);
    table.put(1, "of-the-reader");
    table.settle();
    assert!(table.server.is_empty());
    table.put(0, "a");
    table.settle();
    assert_eq!(table.keys(0), 1);
    assert_eq!(table.keys(1), 2);
    let own = table.devices[1].replica(DOCUMENT).unwrap().own_edits();
    assert!(own.read_only);
    assert_eq!(own.unsaved, 1);

    // Given the right, what the reader wrote comes after all.
    table.server.set_access(LinkId(1), Access::Write, 0);
    table.carry();
    table.settle();
    assert_eq!(table.keys(0), 2);
    assert_eq!(table.state(1), SaveState::Saved);
}

#[test]
fn a_failed_store_is_told_and_tried_again() {
    let mut table = Table::new(&[Access::Write]);
    table.put(0, "a");
    table.store(Some(0));
    let (_, batch) = table.stores.pop().unwrap();
    table.server.stored(batch, Err(StoreFailed), 0);
    table.carry();
    assert!(table.server.is_failing());
    let own = table.devices[0].replica(DOCUMENT).unwrap().own_edits();
    assert!(own.server_failing);
    assert_eq!(own.state(), SaveState::Sent, "not saved");
    let retry_at = table.server.wakes_at().unwrap();
    table.server.tick(retry_at);
    table.carry();
    table.store(None);
    let own = table.devices[0].replica(DOCUMENT).unwrap().own_edits();
    assert!(!own.server_failing);
    assert_eq!(own.state(), SaveState::Saved);
}
