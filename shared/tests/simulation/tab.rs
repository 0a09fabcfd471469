//! A simulated tab: a device on a disk that it may share with a sibling.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{
    ActorId, AutomergeError, ChangeHash, ObjType, ROOT, ReadDoc, Value, transaction::Transactable,
};
use rand::{Rng, rngs::SmallRng};
use trama_shared::{
    ids::DocumentId,
    sync::{client::ClientConfig, device::Device, replica::Access},
};

/// Edits of one document, by the key that each writes.
pub(crate) type Edits = BTreeMap<DocumentId, BTreeSet<String>>;

pub(crate) struct Tab {
    pub(crate) number: usize,
    pub(crate) disk: usize,
    /// `None` while it is crashed.
    pub(crate) device: Option<Device>,
    pub(crate) socket: Option<u64>,
    pub(crate) access: Access,
    /// Whether it may ever write.
    pub(crate) ever_writes: bool,
    pub(crate) online: bool,
    pub(crate) starts: u32,
    edits: u32,
    /// Edits since the last start that were made, in this tab.
    made: Edits,
    /// Edits of which this tab said that they are on the device.
    pub(crate) durable: Edits,
    /// Edits of which this tab said that they are saved at the server.
    pub(crate) saved: Edits,
    pub(crate) heard: usize,
    /// The acknowledged heads of which [`Self::saved`] knows.
    noted: BTreeMap<DocumentId, Vec<ChangeHash>>,
}

impl Tab {
    pub(crate) fn new(number: usize, disk: usize, access: Access) -> Self {
        Self {
            number,
            disk,
            device: None,
            socket: None,
            access,
            ever_writes: access == Access::Write,
            online: true,
            starts: 0,
            edits: 0,
            made: Edits::new(),
            durable: Edits::new(),
            saved: Edits::new(),
            heard: 0,
            noted: BTreeMap::new(),
        }
    }

    pub(crate) fn start(&mut self, documents: &[DocumentId], random: &mut SmallRng, now_ms: u64) {
        self.starts += 1;
        let name = format!("tab-{}-{}", self.number, self.starts);
        let config = ClientConfig {
            peer_id: name.clone(),
            session_id: name,
            seed: random.random(),
        };
        let mut device = Device::new(config, ActorId::from(random.random::<[u8; 16]>()));
        for document in documents {
            device.open(*document);
        }
        device.start(now_ms);
        self.device = Some(device);
        self.made.clear();
    }

    pub(crate) fn crash(&mut self) {
        self.device = None;
        self.socket = None;
        self.made.clear();
    }

    /// Makes a random edit: always a key of its own, often a change of the shared text, sometimes of a shared value.
    pub(crate) fn edit(&mut self, document: DocumentId, random: &mut SmallRng, now_ms: u64) {
        let Some(device) = &mut self.device else {
            return;
        };
        self.edits += 1;
        let key = format!("edit-{}-{}", self.number, self.edits);
        let number = i64::from(self.edits);
        let made = device.edit(document, now_ms, |tx| {
            tx.put(ROOT, &key, number)?;
            if random.random_bool(0.2) {
                tx.put(ROOT, "shared", number)?;
            }
            if random.random_bool(0.6) {
                let Some((Value::Object(ObjType::Text), text)) = tx.get(ROOT, "text")? else {
                    return Ok::<_, AutomergeError>(());
                };
                let length = tx.length(&text);
                let at = random.random_range(0..=length);
                let delete = random.random_range(0..=(length - at).min(3));
                let delete = isize::try_from(delete).expect("a small number");
                tx.splice_text(&text, at, delete, &format!("ñ{number} "))?;
            }
            Ok(())
        });
        if made.is_ok() {
            self.made.entry(document).or_default().insert(key);
        }
    }

    /// Writes down what the tab says of its edits.
    pub(crate) fn note_promises(&mut self) {
        let Some(device) = &self.device else {
            return;
        };
        for replica in device.replicas() {
            if !replica.is_loaded() {
                continue;
            }
            let document = replica.id();
            let own = replica.own_edits();
            if own.unstored == 0
                && let Some(made) = self.made.get_mut(&document)
            {
                let durable = self.durable.entry(document).or_default();
                durable.append(made);
            }
            let saved = replica.acknowledged();
            if self
                .noted
                .get(&document)
                .is_some_and(|noted| noted == saved)
            {
                continue;
            }
            self.noted.insert(document, saved.to_vec());
            let keys = replica.doc().keys_at(ROOT, saved);
            self.saved.entry(document).or_default().extend(keys);
            // The state that the screen shows must say no more than that.
            if own.unsaved == 0 {
                let all = replica.doc().keys(ROOT).collect::<Vec<_>>();
                let saved = &self.saved[&document];
                assert!(
                    all.iter().all(|key| saved.contains(key)),
                    "saved, but not all"
                );
            }
        }
    }
}
