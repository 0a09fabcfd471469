use proptest::prelude::*;

use super::*;
use crate::sync::replica::whole::Whole;

/// A device that has nothing, and what it asks its server.
fn newcomer(actor: u8) -> (Replica, Vec<u8>) {
    let mut device = loaded(actor, &[]);
    device.connect(LINK, LinkOptions::to_server(), 0).unwrap();
    let question = sent(&device.take_effects()).pop().expect("a question");
    (device, question)
}

/// What these effects send.
fn sent(effects: &[Effect]) -> Vec<Vec<u8>> {
    let payloads = effects.iter().filter_map(|effect| match effect {
        Effect::Send { payload, .. } => Some(payload.clone()),
        _ => None,
    });
    payloads.collect()
}

/// Hands a message over, and answers what is said to it once all is stored.
fn tell(to: &mut Replica, payload: &[u8]) -> Vec<Vec<u8>> {
    to.receive(LINK, payload, 0);
    sent(&store_all(to).1)
}

/// A server's chunks: a snapshot, and some changes since.
fn stored() -> Vec<Chunk> {
    let mut replica = loaded(1, &[]);
    put(&mut replica, "first");
    // Long enough that sending it a second time would be seen.
    let long: String = (0..1_000_u64)
        .map(|n| (n * n * 7_919).to_string())
        .collect();
    put(&mut replica, &long);
    let _ = store_all(&mut replica);
    replica.compact(0);
    let (mut chunks, _) = store_all(&mut replica);
    put(&mut replica, "third");
    chunks.extend(store_all(&mut replica).0);
    assert_eq!(chunks.len(), 2);
    chunks
}

#[test]
fn a_newcomer_gets_what_is_stored_and_then_only_what_is_new() {
    let chunks = stored();
    let (mut device, question) = newcomer(2);
    let whole = Whole::of(&chunks).unwrap();
    let answer = whole.answer(&question, Access::Write).unwrap();

    let mut server = replica(1);
    server.load(chunks, &[], 0);
    server
        .connect(LINK, LinkOptions::to_client(Access::Write), 0)
        .unwrap();
    server.answered(LINK, &question, &whole, 0);
    assert!(sent(&server.take_effects()).is_empty(), "it has its answer");

    let heard = tell(&mut device, &answer);
    assert_eq!(device.doc().get_heads(), server.doc().get_heads());
    for message in heard {
        for answer in tell(&mut server, &message) {
            assert!(answer.len() < 200, "nothing comes a second time");
            tell(&mut device, &answer);
        }
    }
    put(&mut server, "fourth");
    for message in sent(&store_all(&mut server).1) {
        tell(&mut device, &message);
    }
    assert_eq!(device.doc().get_heads(), server.doc().get_heads());
    put(&mut device, "fifth");
    for message in sent(&store_all(&mut device).1) {
        tell(&mut server, &message);
    }
    assert_eq!(device.doc().get_heads(), server.doc().get_heads());
}

#[test]
fn what_came_between_the_answer_and_the_reading_follows() {
    let chunks = stored();
    let (mut device, question) = newcomer(2);
    let whole = Whole::of(&chunks).unwrap();
    let answer = whole.answer(&question, Access::Write).unwrap();
    tell(&mut device, &answer);

    let mut server = loaded(1, &chunks);
    put(&mut server, "meanwhile");
    let _ = store_all(&mut server);
    server
        .connect(LINK, LinkOptions::to_client(Access::Write), 0)
        .unwrap();
    server.answered(LINK, &question, &whole, 0);
    let rest = sent(&server.take_effects());
    assert_eq!(rest.len(), 1);
    assert!(rest[0].len() < 300, "not everything again");
    tell(&mut device, &rest[0]);
    assert_eq!(device.doc().get_heads(), server.doc().get_heads());
}

#[test]
fn only_who_has_nothing_is_answered_so() {
    let chunks = stored();
    let whole = Whole::of(&chunks).unwrap();
    let mut device = loaded(2, &chunks[..1]);
    device.connect(LINK, LinkOptions::to_server(), 0).unwrap();
    let question = sent(&device.take_effects()).pop().expect("a question");
    assert_eq!(whole.answer(&question, Access::Write), None);
    assert_eq!(whole.answer(b"nonsense", Access::Write), None);
    let harmless = honest_message(&loaded(1, &chunks), 3, "brought along");
    assert_eq!(whole.answer(&harmless, Access::Write), None);
    // A peer from before documents in messages says nothing of what it understands.
    let (_, mut old) = newcomer(2);
    let bare = old.len() - 3;
    assert_eq!(old[bare], 2, "two bytes of flags");
    old.truncate(bare);
    assert_eq!(whole.answer(&old, Access::Write), None);
}

#[test]
fn chunks_that_do_not_tell_their_heads_wait_for_the_reading() {
    let chunks = stored();
    assert!(Whole::of(&chunks[1..]).is_none(), "no snapshot");
    assert!(Whole::of(&[]).is_none());
    let damaged = Chunk {
        bytes: chunks[1].bytes.clone(),
        ..chunks[0].clone()
    };
    assert!(Whole::of(&[damaged]).is_none());
    let both = [chunks[0].clone(), chunks[0].clone()];
    assert!(Whole::of(&both).is_none(), "two snapshots");
}

#[test]
fn what_a_store_has_lost_is_asked_for_once_it_is_read() {
    let chunks = stored();
    // Of two changes that somebody made apart, the first is gone.
    let mut apart = loaded(4, &[]);
    put(&mut apart, "apart");
    let _ = store_all(&mut apart);
    put(&mut apart, "then");
    let torn = [chunks.clone(), store_all(&mut apart).0].concat();
    let (mut device, question) = newcomer(2);
    let whole = Whole::of(&torn).unwrap();
    let answer = whole.answer(&question, Access::Write).unwrap();
    tell(&mut device, &answer);

    let mut server = loaded(1, &torn);
    server
        .connect(LINK, LinkOptions::to_client(Access::Write), 0)
        .unwrap();
    server.answered(LINK, &question, &whole, 0);
    for message in sent(&server.take_effects()) {
        tell(&mut device, &message);
    }
    assert_eq!(device.doc().get_heads(), server.doc().get_heads());
}

proptest! {
    /// Several people in turns and at the same time, a snapshot taken at some moment: the heads are those that reading finds.
    #[test]
    fn heads_are_those_of_the_document(steps in prop::collection::vec((0..4_u8, any::<bool>()), 1..40), snapshot_at in 0..40_usize) {
        let mut all = Automerge::new();
        let mut people: Vec<Automerge> = (0..4).map(|n| Automerge::new().with_actor(ActorId::from([n + 1; 16]))).collect();
        let mut chunks = Vec::new();
        for (at, (who, meets)) in steps.into_iter().enumerate() {
            let person = &mut people[usize::from(who)];
            if meets {
                person.merge(&mut all).unwrap();
            }
            let mut tx = person.transaction();
            tx.put(ROOT, format!("{who}"), i64::try_from(at).unwrap()).unwrap();
            tx.commit();
            let change = person.get_last_local_change().unwrap();
            if at <= snapshot_at {
                all.merge(person).unwrap();
                chunks = vec![Chunk::new(ChunkKind::Snapshot, all.save())];
            } else {
                // What it builds on that nobody had told yet comes with it.
                let news = all.get_changes_added(person);
                let bytes: Vec<u8> = news.iter().flat_map(|change| change.raw_bytes().to_vec()).collect();
                prop_assert!(news.contains(&change));
                all.merge(person).unwrap();
                chunks.push(Chunk::new(ChunkKind::Changes, bytes));
            }
        }
        let whole = Whole::of(&chunks).unwrap();
        let (mut device, question) = newcomer(9);
        let answer = whole.answer(&question, Access::Read).unwrap();
        tell(&mut device, &answer);
        prop_assert_eq!(device.doc().get_heads(), all.get_heads());
        let mut told = automerge::sync::Message::decode(&answer).unwrap().heads;
        told.sort_unstable();
        let mut heads = all.get_heads();
        heads.sort_unstable();
        prop_assert_eq!(told, heads);
    }
}
