//! One world: what happens in it, and what must be true of it.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{
    ActorId, Automerge, ChangeHash, ObjType, ROOT, ReadDoc, transaction::Transactable,
};
use rand::{Rng, SeedableRng, rngs::SmallRng};
use trama_shared::{
    ids::DocumentId,
    sync::{
        chunk::{Chunk, ChunkKind},
        device::DeviceEffect,
        presence::Presence,
        replica::{Access, SaveState, StoreFailed},
        wire::Message,
    },
};

use crate::{
    disk::{Disk, Write},
    network::{Socket, Weather, pick},
    server::{Ask, Server, read_back},
    tab::Tab,
};

/// How long things go wrong, in simulated time.
const TROUBLE_MS: u64 = 60_000;

/// How long all may take to agree once nothing goes wrong any more. (A link that waits for its longest resync is the
/// slowest.)
const HEALING_MS: u64 = 900_000;

/// After all agree: how long the silence is listened to, and how many sync messages may break it.
const SILENCE_MS: u64 = 320_000;
const MESSAGES_IN_SILENCE: usize = 60;

/// Steps of a whole world; the busiest take a tenth of that.
const STEPS_MAX: usize = 100_000;

#[derive(Debug)]
enum Event {
    /// A frame arrives at the server.
    Up { socket: u64, frame: Vec<u8> },
    /// A frame arrives at a tab.
    Down { socket: u64, frame: Vec<u8> },
    /// A tab's dialling ends.
    Dialled { tab: usize, start: u32 },
    /// The server learns that a socket is closed.
    ServerSeesClose { socket: u64 },
    /// A tab learns that its socket is closed.
    TabSeesClose { socket: u64 },
    /// A write ends.
    WriteEnds { disk: usize, number: u64 },
    /// A sibling tells what it stored.
    FromSibling {
        tab: usize,
        start: u32,
        document: DocumentId,
        chunks: Vec<Chunk>,
    },
    /// Something of the plan below happens.
    Trouble,
    /// A tab starts again.
    TabStarts { tab: usize },
    /// The server starts again.
    ServerStarts,
    /// A disk has room again.
    DiskHeals { disk: usize },
    /// A tab's network is back.
    Online { tab: usize },
    /// A tab's rights are as they were.
    RightsBack { tab: usize },
}

pub(crate) struct World {
    seed: u64,
    tells: bool,
    random: SmallRng,
    now_ms: u64,
    events: BTreeMap<(u64, u64), Event>,
    next_event: u64,
    documents: Vec<DocumentId>,
    weather: Weather,
    trouble: bool,
    /// The first disk is the server's.
    disks: Vec<Disk>,
    server: Option<Server>,
    tabs: Vec<Tab>,
    sockets: BTreeMap<u64, Socket>,
    next_socket: u64,
    sync_messages: usize,
    /// Questions that servers which crashed had answered from the disk.
    answered_early: usize,
    steps: usize,
}

impl World {
    pub(crate) fn new(seed: u64, tells: bool) -> Self {
        let mut random = SmallRng::seed_from_u64(seed);
        let documents: Vec<_> = (0..random.random_range(1..=2_u8))
            .map(|number| DocumentId::from_bytes([number + 1; 16]))
            .collect();
        let mut server_disk = Disk::default();
        for document in &documents {
            let write = Write {
                owner: 0,
                document: *document,
                batch: trama_shared::sync::replica::BatchId(0),
                chunks: vec![first_chunk()],
                replaces: Vec::new(),
            };
            let number = server_disk.begin(write);
            server_disk.end(number, &mut random);
        }
        let mut disks = vec![server_disk];
        let mut tabs = Vec::new();
        for number in 0..random.random_range(2..=4) {
            // Some tabs share the disk of the one before.
            if number == 0 || random.random_bool(0.75) {
                disks.push(Disk::default());
            }
            let reads_only = number > 0 && random.random_bool(0.25);
            let access = if reads_only {
                Access::Read
            } else {
                Access::Write
            };
            tabs.push(Tab::new(number, disks.len() - 1, access));
        }
        // Siblings are one person's, and have the same rights.
        for number in 1..tabs.len() {
            if tabs[number].disk == tabs[number - 1].disk {
                tabs[number] = Tab::new(number, tabs[number].disk, tabs[number - 1].access);
            }
        }
        let weather = Weather::random(&mut random);
        let mut world = Self {
            seed,
            tells,
            random,
            now_ms: 1_000,
            events: BTreeMap::new(),
            next_event: 0,
            documents,
            weather,
            trouble: true,
            disks,
            server: None,
            tabs,
            sockets: BTreeMap::new(),
            next_socket: 0,
            sync_messages: 0,
            answered_early: 0,
            steps: 0,
        };
        world.server = Some(Server::start(&mut world.random));
        world
    }

    /// Plays the world to its end. Answers how many questions were answered from the disk.
    pub(crate) fn play(mut self) -> usize {
        self.tell(|world| format!("weather {:?}, {} tabs", world.weather, world.tabs.len()));
        for tab in 0..self.tabs.len() {
            let wait = self.random.random_range(0..2_000);
            self.after(wait, Event::TabStarts { tab });
        }
        self.after(500, Event::Trouble);
        self.run_until(TROUBLE_MS, |_| false);
        self.heal();
        let until = self.now_ms + HEALING_MS;
        let agreed = self.run_until(until, Self::agrees);
        assert!(
            agreed,
            "seed {}: no agreement:\n{}",
            self.seed,
            self.describe()
        );
        self.check_end();

        let before = self.sync_messages;
        self.run_until(self.now_ms + SILENCE_MS, |_| false);
        let spoken = self.sync_messages - before;
        assert!(
            spoken <= MESSAGES_IN_SILENCE * self.tabs.len(),
            "seed {}: {spoken} sync messages in silence",
            self.seed
        );
        self.check_end();
        self.tell(|world| {
            format!(
                "{} steps, {} sync messages",
                world.steps, world.sync_messages
            )
        });
        self.answered_early + self.server.map_or(0, |server| server.answered_early)
    }

    fn tell(&self, what: impl FnOnce(&Self) -> String) {
        if self.tells {
            println!("{:>8} ms  {}", self.now_ms, what(self));
        }
    }

    fn after(&mut self, wait_ms: u64, event: Event) {
        self.at(self.now_ms + wait_ms, event);
    }

    fn at(&mut self, at_ms: u64, event: Event) {
        self.next_event += 1;
        self.events.insert((at_ms, self.next_event), event);
    }

    /// Lets time pass until `until_ms`, or until `done` is true; answers whether it was.
    fn run_until(&mut self, until_ms: u64, done: impl Fn(&Self) -> bool) -> bool {
        loop {
            if done(self) {
                return true;
            }
            let event_at = self.events.keys().next().map(|(at, _)| *at);
            let wake_at = self.wakes_at().map(|at| at.max(self.now_ms + 1));
            let Some(next) = [event_at, wake_at].into_iter().flatten().min() else {
                self.now_ms = until_ms;
                return done(self);
            };
            if next > until_ms {
                self.now_ms = until_ms;
                return done(self);
            }
            self.now_ms = self.now_ms.max(next);
            self.steps += 1;
            assert!(
                self.steps < STEPS_MAX,
                "seed {}: the nodes talk without end",
                self.seed
            );
            if event_at.is_some_and(|at| at <= self.now_ms) {
                if let Some((_, event)) = self.events.pop_first() {
                    self.happen(event);
                }
            } else {
                self.tick();
            }
            self.pump();
        }
    }

    fn wakes_at(&self) -> Option<u64> {
        let tabs = self
            .tabs
            .iter()
            .filter_map(|tab| tab.device.as_ref()?.wakes_at());
        let server = self.server.as_ref().and_then(Server::wakes_at);
        tabs.chain(server).min()
    }

    fn tick(&mut self) {
        let now_ms = self.now_ms;
        for tab in &mut self.tabs {
            if let Some(device) = &mut tab.device {
                device.tick(now_ms);
            }
        }
        if let Some(server) = &mut self.server {
            server.tick(now_ms);
        }
    }

    fn happen(&mut self, event: Event) {
        let now_ms = self.now_ms;
        match event {
            Event::Up { socket, frame } => {
                let open = self.sockets.get(&socket).is_some_and(|s| s.open_at_server);
                if let Some(server) = self.server.as_mut().filter(|_| open) {
                    server.receive(socket, &frame, now_ms);
                }
            }
            Event::Down { socket, frame } => {
                let socket = self.sockets.get(&socket).filter(|s| s.open_at_tab);
                if let Some(socket) = socket
                    && let Some(device) = &mut self.tabs[socket.tab].device
                {
                    device.receive(&frame, now_ms);
                }
            }
            Event::Dialled { tab, start } => self.dialled(tab, start),
            Event::ServerSeesClose { socket } => {
                if let Some(socket) = self.sockets.get_mut(&socket) {
                    socket.open_at_server = false;
                }
                if let Some(server) = &mut self.server {
                    server.disconnect(socket, now_ms);
                }
            }
            Event::TabSeesClose { socket: number } => {
                let Some(socket) = self.sockets.get_mut(&number) else {
                    return;
                };
                if std::mem::replace(&mut socket.open_at_tab, false) {
                    let tab = &mut self.tabs[socket.tab];
                    tab.socket = None;
                    if let Some(device) = &mut tab.device {
                        device.closed(now_ms);
                    }
                }
            }
            Event::WriteEnds { disk, number } => self.write_ends(disk, number),
            Event::FromSibling {
                tab,
                start,
                document,
                chunks,
            } => {
                let tab = &mut self.tabs[tab];
                if let Some(device) = tab.device.as_mut().filter(|_| tab.starts == start) {
                    device
                        .merge_from_sibling(document, chunks, now_ms)
                        .expect("a sibling's chunk is good");
                }
            }
            Event::Trouble => self.cause_trouble(),
            Event::TabStarts { tab } => {
                if self.tabs[tab].device.is_none() {
                    self.tell(|_| format!("tab {tab} starts"));
                    let documents = self.documents.clone();
                    self.tabs[tab].start(&documents, &mut self.random, now_ms);
                }
            }
            Event::ServerStarts => {
                if self.server.is_none() {
                    self.tell(|_| "the server starts".to_owned());
                    self.server = Some(Server::start(&mut self.random));
                }
            }
            Event::DiskHeals { disk } => self.disks[disk].full = false,
            Event::Online { tab } => {
                self.tabs[tab].online = true;
                if let Some(device) = &mut self.tabs[tab].device {
                    device.start(now_ms);
                }
            }
            Event::RightsBack { tab } => self.set_access(tab, Access::Write),
        }
    }

    fn dialled(&mut self, tab: usize, start: u32) {
        let now_ms = self.now_ms;
        let up = self.server.is_some();
        let here = &mut self.tabs[tab];
        let Some(device) = here.device.as_mut().filter(|_| here.starts == start) else {
            return;
        };
        if !up || !here.online {
            device.closed(now_ms);
            return;
        }
        self.next_socket += 1;
        let socket = Socket {
            tab,
            open_at_tab: true,
            open_at_server: true,
            last_up: 0,
            last_down: 0,
        };
        self.sockets.insert(self.next_socket, socket);
        here.socket = Some(self.next_socket);
        device.opened(now_ms);
        if let Some(server) = &mut self.server {
            server.accept(self.next_socket, now_ms);
        }
    }

    fn write_ends(&mut self, disk: usize, number: u64) {
        let now_ms = self.now_ms;
        let Some((write, ok)) = self.disks[disk].end(number, &mut self.random) else {
            return;
        };
        if disk == 0 {
            if let Some(server) = &mut self.server {
                server.stored(write.document, write.batch, ok, now_ms);
            }
            return;
        }
        let result = if ok { Ok(()) } else { Err(StoreFailed) };
        if let Some(device) = &mut self.tabs[write.owner].device {
            device.stored(write.document, write.batch, result, now_ms);
        }
        if !ok {
            return;
        }
        for tab in 0..self.tabs.len() {
            let sibling = self.tabs[tab].disk == disk && tab != write.owner;
            // A browser may drop the message; the server's sync brings the content all the same.
            if sibling && self.random.random_bool(0.9) {
                let wait = self.random.random_range(1..50);
                let event = Event::FromSibling {
                    tab,
                    start: self.tabs[tab].starts,
                    document: write.document,
                    chunks: write.chunks.clone(),
                };
                self.after(wait, event);
            }
        }
    }

    /// Carries all effects until every node is quiet.
    fn pump(&mut self) {
        loop {
            let mut quiet = true;
            for tab in 0..self.tabs.len() {
                let effects = match &mut self.tabs[tab].device {
                    Some(device) => device.take_effects(),
                    None => continue,
                };
                for effect in effects {
                    quiet = false;
                    self.carry(tab, effect);
                }
                self.tabs[tab].note_promises();
            }
            let rights: BTreeMap<u64, Access> = self
                .sockets
                .iter()
                .map(|(number, socket)| (*number, self.tabs[socket.tab].access))
                .collect();
            if let Some(server) = &mut self.server {
                let access = |socket| rights.get(&socket).copied().unwrap_or(Access::Read);
                for ask in server.pump(&self.disks[0], access, self.now_ms) {
                    quiet = false;
                    self.answer(ask);
                }
            }
            if quiet {
                return;
            }
        }
    }

    fn carry(&mut self, tab: usize, effect: DeviceEffect) {
        let now_ms = self.now_ms;
        match effect {
            DeviceEffect::Dial => {
                let wait = self.random.random_range(1..=2 * self.weather.delay_ms);
                let start = self.tabs[tab].starts;
                self.after(wait, Event::Dialled { tab, start });
            }
            DeviceEffect::Hangup => {
                if let Some(number) = self.tabs[tab].socket.take() {
                    self.close_at_tab(number);
                }
            }
            DeviceEffect::Write(frame) => {
                if let Some(number) = self.tabs[tab].socket {
                    self.send(number, frame, true);
                }
            }
            DeviceEffect::Load(document) => {
                let chunks = self.disks[self.tabs[tab].disk].read(document);
                let tab = &mut self.tabs[tab];
                if let Some(device) = &mut tab.device {
                    device.loaded(document, chunks, &[], now_ms);
                    let doc = device.replica(document).expect("it is open").doc();
                    if let Some(durable) = tab.durable.get(&document) {
                        for key in durable {
                            let there = doc.get(ROOT, key).expect("readable").is_some();
                            assert!(there, "seed {}: tab {} lost {key}", self.seed, tab.number);
                        }
                    }
                }
            }
            DeviceEffect::Store {
                document,
                batch,
                chunks,
                replaces,
            } => {
                let disk = self.tabs[tab].disk;
                self.begin_write(
                    disk,
                    Write {
                        owner: tab,
                        document,
                        batch,
                        chunks,
                        replaces,
                    },
                );
            }
            DeviceEffect::Ephemeral(_) => self.tabs[tab].heard += 1,
            DeviceEffect::Refused { reason, .. } => {
                panic!(
                    "seed {}: tab {tab} refused the server's message: {reason}",
                    self.seed
                );
            }
            DeviceEffect::Unavailable(_) => {
                panic!("seed {}: tab {tab} was denied", self.seed);
            }
            DeviceEffect::ServerError(error) => {
                panic!(
                    "seed {}: the server gave up on tab {tab}: {error}",
                    self.seed
                );
            }
            DeviceEffect::Connection(_)
            | DeviceEffect::Changed { .. }
            | DeviceEffect::OwnEdits { .. }
            | DeviceEffect::Status { .. }
            | DeviceEffect::Quarantine { .. } => {}
        }
    }

    fn answer(&mut self, ask: Ask) {
        match ask {
            Ask::Send { socket, frame } => self.send(socket, frame, false),
            Ask::Close { socket: number } => {
                if let Some(socket) = self.sockets.get_mut(&number) {
                    socket.open_at_server = false;
                    let wait = self.random.random_range(1..=self.weather.delay_ms);
                    self.after(wait, Event::TabSeesClose { socket: number });
                }
            }
            Ask::Store(write) => self.begin_write(0, write),
        }
    }

    fn begin_write(&mut self, disk: usize, write: Write) {
        let number = self.disks[disk].begin(write);
        let wait = *pick(&mut self.random, &[1, 3, 20, 150]);
        self.after(wait, Event::WriteEnds { disk, number });
    }

    fn send(&mut self, number: u64, frame: Vec<u8>, up: bool) {
        let is_sync = matches!(
            Message::decode(&frame),
            Ok(Message::Sync { .. } | Message::Request { .. })
        );
        self.sync_messages += usize::from(is_sync);
        let Some(socket) = self.sockets.get_mut(&number) else {
            return;
        };
        if !self.tabs[socket.tab].online {
            return;
        }
        let last = if up {
            &mut socket.last_up
        } else {
            &mut socket.last_down
        };
        for at in self.weather.arrivals(self.now_ms, last, &mut self.random) {
            let frame = frame.clone();
            let event = if up {
                Event::Up {
                    socket: number,
                    frame,
                }
            } else {
                Event::Down {
                    socket: number,
                    frame,
                }
            };
            self.at(at, event);
        }
    }

    /// The tab has closed its end; the server learns it later, and may still get what was on its way.
    fn close_at_tab(&mut self, number: u64) {
        if let Some(socket) = self.sockets.get_mut(&number) {
            socket.open_at_tab = false;
            let wait = self.random.random_range(1..=4 * self.weather.delay_ms);
            self.after(wait, Event::ServerSeesClose { socket: number });
        }
    }

    fn cause_trouble(&mut self) {
        if !self.trouble {
            return;
        }
        let tab = self.random.random_range(0..self.tabs.len());
        match self.random.random_range(0..100) {
            0..70 => self.edit(tab),
            70..76 => self.break_connection(tab),
            76..80 => self.take_offline(tab),
            80..84 => self.crash_tab(tab),
            84..87 => self.crash_server(),
            87..90 => {
                let disk = self.random.random_range(0..self.disks.len());
                self.tell(|_| format!("disk {disk} is full"));
                self.disks[disk].full = true;
                let wait = self.random.random_range(100..20_000);
                self.after(wait, Event::DiskHeals { disk });
            }
            90..93 => self.take_rights(tab),
            93..96 => self.compact(tab),
            96..98 => {
                if let Some(server) = &mut self.server {
                    server.unload_idle();
                }
            }
            _ => self.show_presence(tab),
        }
        let wait = *pick(&mut self.random, &[1, 30, 400, 4_000]);
        self.after(wait, Event::Trouble);
    }

    fn edit(&mut self, tab: usize) {
        let document = *pick(&mut self.random, &self.documents);
        for _ in 0..self.random.random_range(1..4) {
            self.tabs[tab].edit(document, &mut self.random, self.now_ms);
        }
    }

    fn show_presence(&mut self, tab: usize) {
        let document = *pick(&mut self.random, &self.documents);
        let data = Presence::default().encode();
        if let Some(device) = &mut self.tabs[tab].device {
            device.send_ephemeral(document, data, self.now_ms);
        }
    }

    fn break_connection(&mut self, tab: usize) {
        let Some(number) = self.tabs[tab].socket.take() else {
            return;
        };
        self.tell(|_| format!("the connection of tab {tab} breaks"));
        // What was on its way down is lost; some of what was on its way up, from some frame on.
        let lost_from = self.now_ms + self.random.random_range(0..=self.weather.delay_ms);
        self.events.retain(|(at, _), event| match event {
            Event::Down { socket, .. } => *socket != number,
            Event::Up { socket, .. } => *socket != number || *at < lost_from,
            _ => true,
        });
        self.close_at_tab(number);
        if let Some(device) = &mut self.tabs[tab].device {
            device.closed(self.now_ms);
        }
    }

    /// Nothing passes, and nobody is told.
    fn take_offline(&mut self, tab: usize) {
        self.tell(|_| format!("tab {tab} has no network"));
        self.tabs[tab].online = false;
        let wait = self.random.random_range(100..60_000);
        self.after(wait, Event::Online { tab });
    }

    fn crash_tab(&mut self, tab: usize) {
        if self.tabs[tab].device.is_none() {
            return;
        }
        self.tell(|_| format!("tab {tab} crashes"));
        if let Some(number) = self.tabs[tab].socket {
            self.close_at_tab(number);
        }
        let disk = self.tabs[tab].disk;
        self.disks[disk].crash(tab, &mut self.random);
        self.tabs[tab].crash();
        let wait = self.random.random_range(100..10_000);
        self.after(wait, Event::TabStarts { tab });
    }

    fn crash_server(&mut self) {
        let Some(server) = self.server.take() else {
            return;
        };
        self.answered_early += server.answered_early;
        self.tell(|_| "the server crashes".to_owned());
        self.disks[0].crash(0, &mut self.random);
        self.check_saved();
        for (number, socket) in &mut self.sockets {
            if std::mem::replace(&mut socket.open_at_server, false) {
                let wait = self.random.random_range(1..=4 * self.weather.delay_ms);
                self.next_event += 1;
                self.events.insert(
                    (self.now_ms + wait, self.next_event),
                    Event::TabSeesClose { socket: *number },
                );
            }
        }
        let wait = self.random.random_range(100..10_000);
        self.after(wait, Event::ServerStarts);
    }

    fn take_rights(&mut self, tab: usize) {
        if self.tabs[tab].access == Access::Write {
            self.tell(|_| format!("tab {tab} may only read for a while"));
            self.set_access(tab, Access::Read);
            let wait = self.random.random_range(100..20_000);
            self.after(wait, Event::RightsBack { tab });
        }
    }

    /// Rights are a person's: they hold for all tabs on one disk.
    fn set_access(&mut self, tab: usize, access: Access) {
        let disk = self.tabs[tab].disk;
        let mut sockets = BTreeSet::new();
        for (number, socket) in &self.sockets {
            if self.tabs[socket.tab].disk == disk {
                sockets.insert(*number);
            }
        }
        for tab in self.tabs.iter_mut().filter(|tab| tab.disk == disk) {
            tab.access = access;
        }
        if let Some(server) = &mut self.server {
            server.set_access(&sockets, access, self.now_ms);
        }
    }

    fn compact(&mut self, tab: usize) {
        self.tell(|_| format!("tab {tab} and the server write snapshots"));
        let now_ms = self.now_ms;
        if let Some(server) = &mut self.server {
            server.compact(now_ms);
        }
        for document in self.documents.clone() {
            if let Some(device) = &mut self.tabs[tab].device {
                device.compact(document, now_ms);
            }
        }
    }

    /// Nothing goes wrong from now on.
    fn heal(&mut self) {
        self.tell(|_| "all heals".to_owned());
        self.trouble = false;
        self.weather = Weather::fair();
        for disk in &mut self.disks {
            disk.full = false;
        }
        for tab in 0..self.tabs.len() {
            self.after(0, Event::Online { tab });
            self.after(0, Event::TabStarts { tab });
            if self.tabs[tab].ever_writes {
                self.after(0, Event::RightsBack { tab });
            }
        }
        self.after(0, Event::ServerStarts);
    }

    fn agrees(&self) -> bool {
        let Some(server) = &self.server else {
            return false;
        };
        self.documents.iter().all(|document| {
            let Some(at_server) = server.replicas.get(document) else {
                return false;
            };
            let heads = at_server.doc().get_heads();
            at_server.is_settled()
                && self.tabs.iter().all(|tab| {
                    let Some(replica) = tab.device.as_ref().and_then(|d| d.replica(*document))
                    else {
                        return false;
                    };
                    let agrees = if tab.ever_writes {
                        let own = replica.own_edits();
                        replica.doc().get_heads() == heads && own.state() == SaveState::Saved
                    } else {
                        has_all(replica.doc(), &heads)
                    };
                    agrees && replica.is_settled()
                })
        })
    }

    fn describe(&self) -> String {
        let mut lines = Vec::new();
        for document in &self.documents {
            let server = self.server.as_ref();
            let replica = server.and_then(|server| server.replicas.get(document));
            let state = replica.map(|r| (r.doc().get_heads(), r.is_settled()));
            lines.push(format!("{document} at the server: {state:?}"));
            for tab in &self.tabs {
                let device = tab.device.as_ref();
                let connection = device.map(|device| device.client().connection());
                let replica = device.and_then(|device| device.replica(*document));
                let state = replica.map(|r| (r.doc().get_heads(), r.own_edits(), r.is_settled()));
                lines.push(format!("  at tab {}: {connection:?} {state:?}", tab.number));
            }
        }
        lines.join("\n")
    }

    /// What any tab said to be saved is on the server's disk.
    fn check_saved(&self) {
        for document in &self.documents {
            let on_disk = read_back(*document, self.disks[0].read(*document));
            for tab in &self.tabs {
                for key in tab.saved.get(document).into_iter().flatten() {
                    let there = on_disk.get(ROOT, key).expect("readable").is_some();
                    assert!(
                        there,
                        "seed {}: {key} of {document} was called saved by tab {} and is not on \
                         the server's disk",
                        self.seed, tab.number
                    );
                }
            }
        }
    }

    fn check_end(&self) {
        self.check_saved();
        let server = self.server.as_ref().expect("all is healed");
        assert_eq!(server.refused_hostile, 0, "seed {}", self.seed);
        for document in &self.documents {
            let at_server = server.replicas[document].doc();
            let on_disk = read_back(*document, self.disks[0].read(*document));
            assert_eq!(
                on_disk.get_heads(),
                at_server.get_heads(),
                "seed {}",
                self.seed
            );
            for tab in &self.tabs {
                let here = tab.device.as_ref().and_then(|d| d.replica(*document));
                let here = here.expect("all is healed").doc();
                for key in tab.durable.get(document).into_iter().flatten() {
                    let is_in = |doc: &Automerge| doc.get(ROOT, key).expect("readable").is_some();
                    assert!(
                        is_in(here),
                        "seed {}: tab {} lost {key}",
                        self.seed,
                        tab.number
                    );
                    assert_eq!(
                        is_in(at_server),
                        tab.ever_writes,
                        "seed {}: {key} of tab {} at the server",
                        self.seed,
                        tab.number
                    );
                }
                let own_disk = read_back(*document, self.disks[tab.disk].read(*document));
                assert!(
                    has_all(&own_disk, &here.get_heads()),
                    "seed {}: tab {} shows what is not on its disk",
                    self.seed,
                    tab.number
                );
            }
        }
    }
}

fn has_all(doc: &Automerge, heads: &[ChangeHash]) -> bool {
    heads
        .iter()
        .all(|head| doc.get_change_meta_by_hash(head).is_some())
}

/// What the server has at first: a document with a text.
fn first_chunk() -> Chunk {
    let mut doc = Automerge::new().with_actor(ActorId::from([1_u8; 16]));
    let mut tx = doc.transaction();
    let text = tx
        .put_object(ROOT, "text", ObjType::Text)
        .expect("a new text");
    tx.splice_text(&text, 0, 0, "Había una vez ")
        .expect("words");
    tx.commit();
    Chunk::new(ChunkKind::Snapshot, doc.save())
}
