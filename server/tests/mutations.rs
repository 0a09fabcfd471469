//! Messages with damage inside of chunks whose checksums are right, so that it reaches whoever reads them: through real
//! sockets, while others work. `TRAMA_MUTATIONS` says how many.

use automerge::{
    ActorId, Automerge, ROOT, ScalarValue,
    marks::{ExpandMark, Mark},
    transaction::Transactable,
};
use rand::{Rng, SeedableRng, rngs::SmallRng, seq::IndexedRandom};
use trama_server::rights::Role;
use trama_shared::{case::Zone, ids::DocumentId, sync::wire::Message};

use crate::{
    kit::{
        TestServer, User, chunks, document as document_of, peer::Peer, program::trama_ok, raw::Raw,
    },
    live::metric,
};

/// How many damaged messages the server has to take, if nobody says otherwise.
const MUTATIONS: i64 = 10_000;

/// So many are sent between two looks at how the others fare.
const ROUND: i64 = 1_000;

/// A document with one of everything that Automerge knows.
fn document(actor: u8) -> Automerge {
    let mut doc = Automerge::new().with_actor(ActorId::from([actor; 16]));
    for round in 0..6 {
        let mut tx = doc.transaction();
        let text = tx
            .put_object(ROOT, format!("text {round}"), automerge::ObjType::Text)
            .unwrap();
        tx.splice_text(
            &text,
            0,
            0,
            &"palabras y más palabras ".repeat(1 + round * 4),
        )
        .unwrap();
        tx.splice_text(&text, 3, 5, "ñ").unwrap();
        let bold = Mark::new("bold".to_owned(), true, 2, 6);
        tx.mark(&text, bold, ExpandMark::Both).unwrap();
        let list = tx
            .put_object(ROOT, "list", automerge::ObjType::List)
            .unwrap();
        for at in 0..4 {
            let map = tx
                .insert_object(&list, at, automerge::ObjType::Map)
                .unwrap();
            tx.put(&map, "number", 1.5 * at as f64).unwrap();
        }
        tx.delete(&list, 1).unwrap();
        tx.put(ROOT, "counter", ScalarValue::counter(3)).unwrap();
        tx.increment(ROOT, "counter", 4).unwrap();
        tx.put(ROOT, "bytes", vec![0xff; 40]).unwrap();
        tx.put(ROOT, "when", ScalarValue::Timestamp(-5)).unwrap();
        tx.put(ROOT, "nothing", ()).unwrap();
        tx.commit();
    }
    doc
}

/// Kinds and bodies of chunks to be damaged.
fn seeds() -> Vec<(u8, Vec<u8>)> {
    let one = document(1);
    let mut both = one.clone().with_actor(ActorId::from([2; 16]));
    both.merge(&mut document(3)).unwrap();
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
    seeds
}

/// Damages some bytes: turned bits, other numbers, something in, something out, a piece of somewhere else.
fn damage(body: &mut Vec<u8>, others: &[(u8, Vec<u8>)], random: &mut SmallRng) {
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
                let number = *NUMBERS.choose(random).unwrap();
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
                let other = &others.choose(random).unwrap().1;
                let from = random.random_range(0..other.len());
                let piece = &other[from..(from + random.random_range(1..33)).min(other.len())];
                let end = (at + piece.len()).min(body.len());
                body.splice(at..end, piece.iter().copied());
            }
        }
    }
}

/// One message: most are damaged inside of a chunk, some in what is around the chunks.
fn mutated(seeds: &[(u8, Vec<u8>)], random: &mut SmallRng) -> Vec<u8> {
    let mut pieces = Vec::new();
    for _ in 0..random.random_range(1..3) {
        let (kind, mut body) = seeds.choose(random).unwrap().clone();
        damage(&mut body, seeds, random);
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
        damage(&mut message, seeds, random);
    }
    message
}

/// Sends damaged messages until the server has taken so many in all.
async fn attack(server: &TestServer, mal: &User, documents: &[DocumentId], seed: u64, total: i64) {
    let seeds = seeds();
    let mut random = SmallRng::seed_from_u64(seed);
    while metric(server, "trama_messages_in_total").await < total {
        let name = format!("mal {seed}");
        let mut raw = Raw::program(&server.address, &mal.token, &name).await;
        for _ in 0..50 {
            let document = *documents.choose(&mut random).unwrap();
            raw.sync(document, mutated(&seeds, &mut random)).await;
        }
        // Either it answers, having taken all of them, or it has had enough.
        let beat = Message::TramaBeat {
            sender: name,
            target: raw.server.clone(),
            echo: false,
        };
        raw.send(&beat).await;
        while let Some(bytes) = raw.next_bytes().await {
            if matches!(
                Message::decode(&bytes),
                Ok(Message::TramaBeat { echo: true, .. })
            ) {
                break;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_behind_right_checksums_ends_nothing_and_stalls_nobody() {
    let wanted = std::env::var("TRAMA_MUTATIONS");
    let wanted: i64 = wanted.map_or(MUTATIONS, |text| text.parse().unwrap());
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let mal = server.user("Mal").await;
    let mut attacked = Vec::new();
    for number in 0..4 {
        let title = format!("Atacado {number}");
        let case = server.case(&title, &[(&mal, Role::MANAGER)]).await;
        attacked.push(document_of(&case, Zone::Case));
    }
    let other = server.case("Otro", &[(&ana, Role::MANAGER)]).await;
    let other = document_of(&other, Zone::Case);
    let mut writer = Peer::with(&server.address, &ana.token, &[other]).await;
    let mut watcher = Peer::with(&server.address, &ana.token, &[other]).await;

    let mut taken = 0;
    while taken < wanted {
        let before = metric(&server, "trama_messages_in_total").await;
        let total = before + ROUND.min(wanted - taken);
        let seed = taken.unsigned_abs();
        let (server, mal, attacked) = (&server, &mal, &attacked);
        let attackers = async {
            let attack = |n| attack(server, mal, attacked, 4 * seed + n, total);
            tokio::join!(attack(0), attack(1), attack(2), attack(3));
        };
        // Others work meanwhile.
        let work = async {
            tokio::pin!(attackers);
            loop {
                let edit = async {
                    let key = writer.edit_and_save(other).await;
                    writer.meanwhile(watcher.until_has(other, &key)).await;
                };
                tokio::select! {
                    () = &mut attackers => return,
                    () = edit => {}
                }
            }
        };
        Box::pin(work).await;
        taken += metric(server, "trama_messages_in_total").await - before;
    }
    let key = writer.edit_and_save(other).await;
    watcher.until_has(other, &key).await;

    // Much of it was refused, and some of it got as far as the documents: else nothing was tried.
    let refused = metric(&server, "trama_refused_messages_total").await;
    assert!(refused > wanted / 10, "{refused} refused");
    let figures = server.casebook.storage().figures().await.unwrap();
    assert!(figures.chunks > 10, "{figures:?}");
    assert!(figures.refused > 0, "{figures:?}");

    // What was taken is what is on the disk: all of it loads, and says the same.
    let mut heads = Vec::new();
    for document in &attacked {
        let peer = Peer::with(&server.address, &mal.token, &[*document]).await;
        heads.push(peer.device.replica(*document).unwrap().doc().get_heads());
    }
    let folder = server.stop().await;
    let server = TestServer::over(folder, |_| {}, |storage| storage).await;
    let verified = trama_ok(&server.data(), &["verify"]).await;
    assert!(verified.ends_with(" 0 damaged"), "{verified}");
    for (document, heads) in attacked.iter().zip(heads) {
        let peer = Peer::with(&server.address, &mal.token, &[*document]).await;
        let doc = peer.device.replica(*document).unwrap().doc();
        assert_eq!(doc.get_heads(), heads);
    }
}
