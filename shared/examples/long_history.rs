//! What a long history costs: prints, for a case with 500 changes and one with 50,000, the time of one edit, of a slice
//! of the index, and of a slice of a past state, and how the longer one relates to the shorter.
//!
//! `cargo run --release -p trama-shared --example long_history`

#![allow(
    clippy::unwrap_used,
    reason = "a measurement that cannot go on may stop"
)]
#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "it runs on the machine itself, never in a browser, and measures its clock"
)]

use std::time::{Duration, Instant};

use automerge::ActorId;
use trama_shared::{
    case::{Actor, Flow, Tie, TieQuality, Zone},
    document,
    edit::Edit,
    history::{MomentIndex, Reading},
    ids::{ActorId as Who, CaseId, DocumentId, TieId},
    sync::{
        chunk::{Chunk, ChunkKind},
        replica::{Effect, Replica, ReplicaConfig},
    },
};

/// Actors and ties of the network that is worked on.
const ACTORS: usize = 60;
/// Changes that the app looks at between two looks at the clock.
const INDEX_SLICE: usize = 32;
/// Entities that the app reads between two looks at the clock.
const READ_SLICE: usize = 2;
/// Edits whose middle is told.
const EDITS: usize = 400;

fn who(at: usize) -> Who {
    format!("a{at}").parse().unwrap()
}

fn tie(at: usize) -> TieId {
    format!("t{at}").parse().unwrap()
}

/// The edits of people at work on one network, one after the other: they change places, qualities, notes and texts.
fn edit(nth: usize) -> Edit {
    let at = nth * 7 % ACTORS;
    match nth % 4 {
        0 => Edit::SetActorName {
            id: who(at),
            name: format!("Persona {nth}"),
        },
        1 => Edit::SetTieQuality {
            id: tie(at),
            quality: TieQuality::ALL[nth / 4 % TieQuality::ALL.len()],
        },
        2 => Edit::SetActorNotes {
            id: who(at),
            notes: format!("Nota número {nth}."),
        },
        _ => Edit::SetTieFlow {
            id: tie(at),
            flow: Flow::ALL[nth / 4 % Flow::ALL.len()],
        },
    }
}

struct Bench {
    replica: Replica,
    now_ms: u64,
}

impl Bench {
    /// A case that has been changed so often, loaded as a tab loads it.
    fn with(changes: usize) -> Self {
        let id: CaseId = "bench".parse().unwrap();
        let doc = document::create(Zone::Case, &id, "Prueba").unwrap();
        let mut bench = Self::load(doc.save());
        for at in 0..ACTORS {
            let actor = Actor {
                name: format!("Persona {at}"),
                ..actor()
            };
            bench.edit(&Edit::AddActor { id: who(at), actor });
            bench.edit(&Edit::AddTie {
                id: tie(at),
                tie: line(at),
            });
        }
        for nth in 0..changes.saturating_sub(2 * ACTORS + 1) {
            bench.edit(&edit(nth));
        }
        let saved = bench.replica.doc().save();
        Self::load(saved)
    }

    fn load(bytes: Vec<u8>) -> Self {
        let config = ReplicaConfig {
            actor: ActorId::from(&[7_u8; 16][..]),
            patches: true,
            verify: false,
        };
        let mut replica = Replica::new(DocumentId::from_bytes([1; 16]), config);
        replica.load([Chunk::new(ChunkKind::Changes, bytes)], &[], 0);
        let mut bench = Self {
            replica,
            now_ms: 1_790_000_000_000,
        };
        bench.settle();
        bench
    }

    fn edit(&mut self, edit: &Edit) {
        self.now_ms += 40_000;
        let now_ms = self.now_ms;
        self.replica.edit(now_ms, |tx| edit.apply(tx)).unwrap();
        self.settle();
    }

    /// Stores at once whatever is to be stored.
    fn settle(&mut self) {
        loop {
            let mut stored = false;
            for effect in self.replica.take_effects() {
                if let Effect::Store { batch, .. } = effect {
                    self.replica.stored(batch, Ok(()), self.now_ms);
                    stored = true;
                }
            }
            if !stored {
                return;
            }
        }
    }

    fn edit_time(&mut self) -> Duration {
        let edits = (0..EDITS).map(|nth| {
            let edit = edit(nth * 13 + 5);
            let start = Instant::now();
            self.edit(&edit);
            start.elapsed()
        });
        let mut times: Vec<Duration> = edits.collect();
        times.sort_unstable();
        times[times.len() / 2]
    }

    /// The longest slice of an index made anew, and all of it.
    fn index_time(&self) -> (Duration, Duration) {
        let mut index = MomentIndex::default();
        sliced(|| index.advance(self.replica.doc(), INDEX_SLICE))
    }

    /// The longest slice of reading the state half-way, and all of it.
    fn read_time(&self) -> (Duration, Duration) {
        let mut index = MomentIndex::default();
        while index.advance(self.replica.doc(), INDEX_SLICE) {}
        let steps = index.steps(120);
        let heads = steps[steps.len() / 2].heads.clone();
        let mut reading = Reading::of(heads);
        let times = sliced(|| reading.advance(self.replica.doc(), READ_SLICE));
        assert!(!reading.finish().actors.is_empty());
        times
    }

    fn steps_time(&self) -> Duration {
        let mut index = MomentIndex::default();
        while index.advance(self.replica.doc(), INDEX_SLICE) {}
        let start = Instant::now();
        let steps = index.steps(120);
        let took = start.elapsed();
        assert!(steps.len() <= 120);
        took
    }
}

fn sliced(mut slice: impl FnMut() -> bool) -> (Duration, Duration) {
    let (mut longest, mut all) = (Duration::ZERO, Duration::ZERO);
    loop {
        let start = Instant::now();
        let more = slice();
        let took = start.elapsed();
        longest = longest.max(took);
        all += took;
        if !more {
            return (longest, all);
        }
    }
}

fn actor() -> Actor {
    serde_json::from_str(r#"{"name":"","kind":"person","ring":"community"}"#).unwrap()
}

fn line(at: usize) -> Tie {
    let text = format!(
        r#"{{"from":"person","to":"actor:{}","quality":"normal","flow":"unknown"}}"#,
        who(at)
    );
    serde_json::from_str(&text).unwrap()
}

fn main() {
    let (mut short, mut long) = (Bench::with(500), Bench::with(50_000));
    let row = |what: &str, short: Duration, long: Duration| {
        let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
        println!(
            "{what:<44} {:>9.3} {:>9.3} {:>7.2}",
            ms(short),
            ms(long),
            ms(long) / ms(short)
        );
    };
    println!("{:<44} {:>9} {:>9} {:>7}", "ms", "500", "50,000", "ratio");
    row("one edit (median)", short.edit_time(), long.edit_time());
    let (one, other) = (short.index_time(), long.index_time());
    row("index, longest slice", one.0, other.0);
    row("index, all", one.1, other.1);
    row("stops of the slider", short.steps_time(), long.steps_time());
    let (one, other) = (short.read_time(), long.read_time());
    row("a past state, longest slice", one.0, other.0);
    row("a past state, all", one.1, other.1);
}
