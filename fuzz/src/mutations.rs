//! Damage inside of chunks whose checksums are right, so that it reaches whoever reads them.

use automerge::{
    ActorId, Automerge, AutomergeError, ObjType, ROOT, ScalarValue,
    marks::{ExpandMark, Mark},
    transaction::{Transactable, Transaction},
};
use rand::{Rng, rngs::SmallRng, seq::IndexedRandom};

use crate::chunks;

/// Chunks to be damaged, and who damages them.
#[derive(Debug)]
pub struct Mutator {
    /// Kinds and bodies.
    seeds: Vec<(u8, Vec<u8>)>,
}

impl Default for Mutator {
    fn default() -> Self {
        let one = document(1);
        let mut both = one.clone().with_actor(ActorId::from([2; 16]));
        both.merge(&mut document(3)).expect("they merge");
        let mut seeds = Vec::new();
        for doc in [&one, &both] {
            for mut change in doc.get_changes(&[]) {
                seeds.push(chunks::open(change.raw_bytes()));
                seeds.push(chunks::open(&change.bytes()));
            }
            seeds.push(chunks::open(&doc.save_nocompress()));
            seeds.push(chunks::open(&doc.save()));
        }
        // Automerge's bundles, which nobody takes yet.
        let bundled = seeds[0].1.clone();
        seeds.push((3, bundled));
        Self { seeds }
    }
}

impl Mutator {
    /// One sync message: most are damaged inside of a chunk, some in what is around the chunks.
    pub fn message(&self, random: &mut SmallRng) -> Vec<u8> {
        let mut pieces = Vec::new();
        for _ in 0..random.random_range(1..3) {
            let (kind, mut body) = self.any(random).clone();
            self.damage(&mut body, random);
            let kind = if random.random_ratio(1, 50) {
                random.random_range(0..5)
            } else {
                kind
            };
            pieces.push(chunks::chunk(kind, &body));
        }
        let heads = [random.random::<[u8; 32]>()];
        let mut message = chunks::message(&heads, &pieces);
        if random.random_ratio(1, 20) {
            self.damage(&mut message, random);
        }
        message
    }

    fn any(&self, random: &mut SmallRng) -> &(u8, Vec<u8>) {
        self.seeds.choose(random).expect("there are some")
    }

    /// Damages some bytes: turned bits, other numbers, something in, something out, a piece of somewhere else.
    fn damage(&self, body: &mut Vec<u8>, random: &mut SmallRng) {
        const NUMBERS: [&[u8]; 8] = [
            &[0],
            &[0x7f],
            &[0x80, 1],
            &[0xff, 0xff, 3],
            &[0x80, 0x80, 0x80, 0x80, 8],
            &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
            &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f],
            &[0xc0, 0xbb, 0x78],
        ];
        for _ in 0..random.random_range(1..4) {
            if body.is_empty() {
                return;
            }
            let at = random.random_range(0..body.len());
            match random.random_range(0..7) {
                0 | 1 => body[at] ^= 1 << random.random_range(0..8),
                2 => body[at] = random.random(),
                3 => {
                    let number = *NUMBERS.choose(random).expect("there are some");
                    let end = (at + random.random_range(0..3)).min(body.len());
                    body.splice(at..end, number.iter().copied());
                }
                4 => {
                    let end = (at + random.random_range(1..9)).min(body.len());
                    body.drain(at..end);
                }
                5 => {
                    let end = (at + random.random_range(1..17)).min(body.len());
                    let again: Vec<u8> = body[at..end].to_vec();
                    body.splice(at..at, again);
                }
                _ => {
                    let other = &self.any(random).1;
                    let from = random.random_range(0..other.len());
                    let piece = &other[from..(from + random.random_range(1..33)).min(other.len())];
                    let end = (at + piece.len()).min(body.len());
                    body.splice(at..end, piece.iter().copied());
                }
            }
        }
    }
}

/// A document with one of everything that Automerge knows.
fn document(actor: u8) -> Automerge {
    let mut doc = Automerge::new().with_actor(ActorId::from([actor; 16]));
    for round in 0..6 {
        let mut tx = doc.transaction();
        fill(&mut tx, round).expect("a good transaction");
        tx.commit();
    }
    doc
}

fn fill(tx: &mut Transaction<'_>, round: usize) -> Result<(), AutomergeError> {
    let text = tx.put_object(ROOT, format!("text {round}"), ObjType::Text)?;
    let words = "palabras y más palabras ".repeat(1 + round * 4);
    tx.splice_text(&text, 0, 0, &words)?;
    tx.splice_text(&text, 3, 5, "ñ")?;
    let bold = Mark::new("bold".to_owned(), true, 2, 6);
    tx.mark(&text, bold, ExpandMark::Both)?;
    let list = tx.put_object(ROOT, "list", ObjType::List)?;
    for at in 0..4_u8 {
        let map = tx.insert_object(&list, at.into(), ObjType::Map)?;
        tx.put(&map, "number", 1.5 * f64::from(at))?;
    }
    tx.delete(&list, 1)?;
    tx.put(ROOT, "counter", ScalarValue::counter(3))?;
    tx.increment(ROOT, "counter", 4)?;
    tx.put(ROOT, "bytes", vec![0xff; 40])?;
    tx.put(ROOT, "when", ScalarValue::Timestamp(-5))?;
    tx.put(ROOT, "nothing", ())
}
