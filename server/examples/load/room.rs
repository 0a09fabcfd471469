//! Rooms of people, of whom some type.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    path::PathBuf,
    rc::Rc,
    time::{Duration, Instant},
};

use automerge::{Automerge, ChangeHash};
use serde_json::json;
use tokio::{
    sync::watch,
    task::{JoinSet, spawn_local},
    time::{MissedTickBehavior, interval_at, sleep, sleep_until},
};
use trama_shared::ids::DocumentId;

use crate::{
    book::Book,
    link::{Link, Place},
    process, until_input_ends,
};

/// How long the last edits may take to arrive.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(clap::Args)]
pub(crate) struct Rooms {
    /// WebSocket address; more than one are taken in turns (one account may not have all the sockets).
    #[arg(long = "server", required = true)]
    servers: Vec<String>,
    /// Document ids, one for each room.
    #[arg(long = "document", required = true)]
    documents: Vec<DocumentId>,
    /// A saved document which the first in each room brings along.
    #[arg(long)]
    from: Option<PathBuf>,
    /// People in each room.
    #[arg(long)]
    clients: usize,
}

impl Rooms {
    /// Everybody, connected and agreed with the server; those of one room lie together.
    async fn fill(&self) -> anyhow::Result<Vec<Link>> {
        let bytes = self.from.as_ref().map(std::fs::read).transpose()?;
        let mut everybody = Vec::new();
        let mut turn = 0;
        for document in &self.documents {
            let mut begin = bytes
                .as_ref()
                .map_or_else(|| Ok(Automerge::new()), |bytes| Automerge::load(bytes))?;
            for place in 0..self.clients {
                let server = &self.servers[turn % self.servers.len()];
                let name = format!("load-{}-{turn}", std::process::id());
                turn += 1;
                let doc = begin.fork();
                let mut link = Box::pin(Link::connect(server, name, *document, doc)).await?;
                link.until_agreed().await?;
                if place == 0 {
                    link.lay_out().await?;
                    begin = link.doc.fork();
                }
                everybody.push(link);
            }
        }
        Ok(everybody)
    }
}

#[derive(clap::Args)]
pub(crate) struct Hold {
    #[command(flatten)]
    rooms: Rooms,
}

impl Hold {
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        for mut link in Box::pin(self.rooms.fill()).await? {
            spawn_local(async move {
                while let Ok(message) = link.next().await {
                    if link.take(message).await.is_err() {
                        return;
                    }
                }
            });
        }
        println!("holding");
        until_input_ends().await
    }
}

#[derive(clap::Args)]
pub(crate) struct Typing {
    #[command(flatten)]
    rooms: Rooms,
    /// People in each room who type.
    #[arg(long)]
    typists: usize,
    /// Edits a second of each.
    #[arg(long, default_value_t = 1.0)]
    rate: f64,
    /// Seconds before the measuring begins.
    #[arg(long, default_value_t = 5.0)]
    warmup: f64,
    /// Seconds that are measured.
    #[arg(long, default_value_t = 40.0)]
    seconds: f64,
    /// Seconds at the beginning and at the end that are told apart.
    #[arg(long, default_value_t = 10.0)]
    window: f64,
    /// The server's process, for what it uses.
    #[arg(long)]
    pid: Option<u32>,
}

/// What everybody in one run shares.
struct Run {
    book: RefCell<Book>,
    failed: Cell<usize>,
    end: Instant,
}

impl Typing {
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let everybody = Box::pin(self.rooms.fill()).await?;
        let typists = self.rooms.documents.len() * self.typists;
        // A moment, so that what the last one set off is over.
        let begin = Instant::now() + Duration::from_millis(500);
        let run = Rc::new(Run {
            book: RefCell::new(Book::new(begin, self.warmup, typists)),
            failed: Cell::new(0),
            end: begin + Duration::from_secs_f64(self.warmup + self.seconds),
        });
        let (over, is_over) = watch::channel(false);
        let mut people = JoinSet::new();
        let period = Duration::from_secs_f64(1.0 / self.rate);
        for (index, link) in everybody.into_iter().enumerate() {
            let (room, place) = (index / self.rooms.clients, index % self.rooms.clients);
            let first = room * self.typists;
            let typist = (place < self.typists).then_some(first + place);
            // In turn, so that the edits are spread evenly.
            let offset = typist.map(|typist| period.mul_f64(typist as f64 / typists as f64));
            let person = Person {
                place: Place::of(&link.doc, place)?,
                link,
                run: Rc::clone(&run),
                typist,
                others: self.rooms.clients - 1,
                room: (first..first + self.typists)
                    .map(|number| (number, number.to_string(), 0))
                    .collect(),
                unstored: VecDeque::new(),
                stored: 0,
            };
            let typing = offset.map(|offset| (begin + offset, period));
            let is_over = is_over.clone();
            let run = Rc::clone(&run);
            people.spawn_local(async move {
                if let Err(error) = person.live(typing, is_over).await {
                    eprintln!("somebody dropped out: {error:#}");
                    run.failed.set(run.failed.get() + 1);
                }
            });
        }
        sleep_until((begin + Duration::from_secs_f64(self.warmup)).into()).await;
        let used_before = self.pid.map(process::processor_s).transpose()?;
        let held_before = self.pid.map(process::memory_mib).transpose()?;
        sleep_until(run.end.into()).await;
        let used_after = self.pid.map(process::processor_s).transpose()?;
        let deadline = Instant::now() + PATIENCE;
        while run.book.borrow().unseen() > 0 && Instant::now() < deadline {
            sleep(Duration::from_millis(20)).await;
        }
        over.send(true)?;
        while people.join_next().await.is_some() {}

        let book = run.book.borrow();
        let mut result = book.result(self.window);
        result["dropped_out"] = json!(run.failed.get());
        if let (Some(pid), Some(before), Some(after), Some((begin_mib, _))) =
            (self.pid, used_before, used_after, held_before)
        {
            let (now_mib, most_mib) = process::memory_mib(pid)?;
            result["processor_s_per_1000_edits"] =
                json!((after - before) / book.measured_edits().max(1) as f64 * 1_000.0);
            result["memory_mib"] = json!({ "begin": begin_mib, "now": now_mib, "most": most_mib });
        }
        println!("{result}");
        Ok(())
    }
}

struct Person {
    link: Link,
    place: Place,
    run: Rc<Run>,
    /// Their number among all typists, if they type.
    typist: Option<usize>,
    /// How many others there are in the room.
    others: usize,
    /// The room's typists: number, key, and how many of their edits are here.
    room: Vec<(usize, String, u64)>,
    /// Own edits that the server does not have for all we know, oldest first.
    unstored: VecDeque<(u64, ChangeHash)>,
    /// How many of the own edits the server has.
    stored: u64,
}

impl Person {
    async fn live(
        mut self,
        typing: Option<(Instant, Duration)>,
        mut is_over: watch::Receiver<bool>,
    ) -> anyhow::Result<()> {
        let Some((first, period)) = typing else {
            loop {
                tokio::select! {
                    message = self.link.next() => self.take(message?).await?,
                    _ = is_over.changed() => return Ok(()),
                }
            }
        };
        let mut ticks = interval_at(first.into(), period);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        loop {
            tokio::select! {
                message = self.link.next() => self.take(message?).await?,
                _ = ticks.tick(), if Instant::now() < self.run.end => self.write().await?,
                _ = is_over.changed() => return Ok(()),
            }
        }
    }

    async fn write(&mut self) -> anyhow::Result<()> {
        let Some(typist) = self.typist.filter(|_| Instant::now() < self.run.end) else {
            return Ok(());
        };
        let number = self.run.book.borrow_mut().typed(typist, self.others);
        self.place
            .write(&mut self.link.doc, &typist.to_string(), number)?;
        if let Some(own) = self.link.doc.get_heads().first() {
            self.unstored.push_back((number, *own));
        }
        self.link.push().await
    }

    async fn take(&mut self, message: automerge::sync::Message) -> anyhow::Result<()> {
        self.link.take(message).await?;
        let mut book = self.run.book.borrow_mut();
        for (number, key, known) in &mut self.room {
            if Some(*number) == self.typist {
                continue;
            }
            let here = self.place.read(&self.link.doc, key)?;
            if here > *known {
                book.seen(*number, *known, here);
                *known = here;
            }
        }
        if let Some(typist) = self.typist {
            let theirs = self.link.their_heads();
            let held = if self.link.agrees() {
                self.unstored.len()
            } else {
                let newest = |(_, hash): &(u64, ChangeHash)| theirs.contains(hash);
                self.unstored
                    .iter()
                    .rposition(newest)
                    .map_or(0, |index| index + 1)
            };
            if let Some((number, _)) = self.unstored.drain(..held).next_back() {
                book.stored(typist, self.stored, number);
                self.stored = number;
            }
        }
        Ok(())
    }
}
