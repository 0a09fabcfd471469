use automerge::{AutomergeError, ROOT, transaction::Transactable};
use sha2::{Digest, Sha256};

use super::*;
use crate::sync::{chunk::ChunkKind, guard::GuardError};

mod again;
mod authors;
mod orphans;
mod unusual;
mod whole;

const DOCUMENT: DocumentId = DocumentId::from_bytes([3; 16]);
const LINK: LinkId = LinkId(1);
const OTHER: LinkId = LinkId(2);

fn replica(actor: u8) -> Replica {
    let config = ReplicaConfig {
        actor: ActorId::from([actor; 16]),
        patches: true,
        verify: true,
    };
    Replica::new(DOCUMENT, config)
}

fn loaded(actor: u8, chunks: &[Chunk]) -> Replica {
    let mut replica = replica(actor);
    replica.load(chunks.to_vec(), &[], 0);
    let _ = replica.take_effects();
    replica
}

fn put(replica: &mut Replica, key: &str) {
    replica
        .edit(0, |tx| {
            tx.put(ROOT, key, 1)?;
            Ok::<_, AutomergeError>(())
        })
        .unwrap();
}

/// Lets every store succeed; answers the chunks and what else there was to do.
fn store_all(replica: &mut Replica) -> (Vec<Chunk>, Vec<Effect>) {
    let mut stored = Vec::new();
    let mut others = Vec::new();
    loop {
        let effects = replica.take_effects();
        if effects.is_empty() {
            return (stored, others);
        }
        for effect in effects {
            match effect {
                Effect::Store { batch, chunks, .. } => {
                    stored.extend(chunks);
                    replica.stored(batch, Ok(()), 0);
                }
                other => others.push(other),
            }
        }
    }
}

fn store_of(replica: &mut Replica) -> (BatchId, Vec<Chunk>, Vec<ChunkKey>) {
    let mut stores = replica
        .take_effects()
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Store {
                batch,
                chunks,
                replaces,
            } => Some((batch, chunks, replaces)),
            _ => None,
        });
    let store = stores.next().expect("a store");
    assert!(stores.next().is_none(), "only one");
    store
}

/// A sync message of version 1 that brings these chunks.
fn message(head: [u8; 32], chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut message = vec![0x42, 1];
    message.extend(head);
    message.extend([0, 0, u8::try_from(chunks.len()).unwrap()]);
    for chunk in chunks {
        let length = u8::try_from(chunk.len()).unwrap();
        if length < 0x80 {
            message.push(length);
        } else {
            message.extend([length, 1]);
        }
        message.extend(chunk);
    }
    message
}

/// A well-formed change that is the fifth of an actor of whom nothing else is known. Automerge panics at it.
fn harmful_change() -> ([u8; 32], Vec<u8>) {
    let body = [0, 1, 9, 5, 1, 0, 0, 0, 0];
    let mut sum = Sha256::new();
    sum.update([1, u8::try_from(body.len()).unwrap()]);
    sum.update(body);
    let hash: [u8; 32] = sum.finalize().into();
    let mut chunk = vec![0x85, 0x6f, 0x4a, 0x83];
    chunk.extend(&hash[..4]);
    chunk.extend([1, u8::try_from(body.len()).unwrap()]);
    chunk.extend(body);
    (hash, chunk)
}

/// The change that a fresh author makes on top of what a replica has, as a message.
fn honest_message(replica: &Replica, actor: u8, key: &str) -> Vec<u8> {
    let mut doc = replica.doc().clone().with_actor(ActorId::from([actor; 16]));
    let mut tx = doc.transaction();
    tx.put(ROOT, key, 1).unwrap();
    tx.commit();
    let change = doc.get_last_local_change().unwrap();
    message(change.hash().0, &[change.raw_bytes().to_vec()])
}

fn refusals(effects: &[Effect]) -> Vec<(LinkId, Refusal)> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Refused { link, reason, .. } => Some((*link, reason.clone())),
            _ => None,
        })
        .collect()
}

fn connect(replica: &mut Replica, link: LinkId) {
    let options = LinkOptions::to_client(Access::Write);
    replica.connect(link, options, 0).unwrap();
}

#[test]
fn a_change_that_makes_automerge_panic_costs_only_its_sender() {
    let mut replica = loaded(1, &[]);
    put(&mut replica, "before");
    let _ = store_all(&mut replica);
    connect(&mut replica, LINK);
    connect(&mut replica, OTHER);

    // While a store is on its way, the harmful one and an honest one wait together.
    put(&mut replica, "meanwhile");
    let (batch, _, _) = store_of(&mut replica);
    let honest = honest_message(&replica, 7, "honest");
    let (hash, harmful) = harmful_change();
    replica.receive(LINK, &message(hash, &[harmful]), 0);
    replica.receive(OTHER, &honest, 0);
    replica.stored(batch, Ok(()), 0);
    let (stored, effects) = store_all(&mut replica);
    assert_eq!(refusals(&effects), [(LINK, Refusal::Harmful)]);
    let rebuilt = effects.iter().any(|e| matches!(e, Effect::Rebuild));
    assert!(!rebuilt, "the document itself was never touched");
    assert_eq!(stored.len(), 1, "the honest change");
    let keys: Vec<_> = replica.doc().keys(ROOT).collect();
    assert_eq!(keys, ["before", "honest", "meanwhile"]);
}

#[test]
fn one_number_used_twice_by_an_actor_is_an_alarm_and_spares_the_others() {
    let mut replica = loaded(1, &[]);
    connect(&mut replica, LINK);
    connect(&mut replica, OTHER);
    let first = honest_message(&replica, 7, "first");
    let second = honest_message(&replica, 7, "second");
    let honest = honest_message(&replica, 8, "honest");
    replica.receive(LINK, &first, 0);
    let (batch, _, _) = store_of(&mut replica);
    replica.receive(LINK, &second, 0);
    replica.receive(OTHER, &honest, 0);
    replica.stored(batch, Ok(()), 0);
    let (_, effects) = store_all(&mut replica);
    assert_eq!(refusals(&effects), [(LINK, Refusal::ActorReused)]);
    assert_eq!(
        replica.doc().keys(ROOT).collect::<Vec<_>>(),
        ["first", "honest"]
    );
}

#[test]
fn malformed_messages_are_refused_and_told() {
    let mut replica = loaded(1, &[]);
    connect(&mut replica, LINK);
    let crafted = hex::decode("4200000100040100000000").unwrap();
    replica.receive(LINK, &crafted, 0);
    let effects = replica.take_effects();
    let [(LINK, reason)] = &refusals(&effects)[..] else {
        panic!("one refusal: {effects:?}");
    };
    assert_eq!(*reason, Refusal::Malformed(GuardError::BloomFilter));
    assert!(reason.is_hostile());
    replica.receive(LinkId(99), &crafted, 0);
    let effects = replica.take_effects();
    assert_eq!(refusals(&effects), [(LinkId(99), Refusal::NotConnected)]);
}

#[test]
fn changes_without_their_dependencies_wait_and_are_stored_when_these_come() {
    let mut author = loaded(2, &[]);
    put(&mut author, "one");
    put(&mut author, "two");
    let changes = author.doc().get_changes(&[]);
    let as_message = |index: usize| {
        message(
            changes[index].hash().0,
            &[changes[index].raw_bytes().to_vec()],
        )
    };
    let mut replica = loaded(1, &[]);
    connect(&mut replica, LINK);
    replica.receive(LINK, &as_message(1), 0);
    let (stored, _) = store_all(&mut replica);
    assert!(stored.is_empty(), "nothing of it is in the document");
    replica.receive(LINK, &as_message(0), 0);
    let (stored, _) = store_all(&mut replica);
    let reloaded = loaded(3, &stored);
    assert_eq!(
        reloaded.doc().keys(ROOT).collect::<Vec<_>>(),
        ["one", "two"]
    );
}

#[test]
fn a_snapshot_that_is_there_is_not_written_again() {
    let mut replica = loaded(1, &[]);
    put(&mut replica, "one");
    let _ = store_all(&mut replica);
    replica.compact(0);
    let (batch, snapshot, _) = store_of(&mut replica);
    replica.stored(batch, Ok(()), 0);
    replica.compact(0);
    let effects = replica.take_effects();
    assert!(effects.is_empty(), "nothing is new: {effects:?}");

    // What has come into the store beside it is taken away all the same.
    let mut again = loaded(2, &[]);
    again.merge_from_sibling(snapshot, 0).unwrap();
    put(&mut replica, "two");
    let (more, _) = store_all(&mut replica);
    again.merge_from_sibling(more.clone(), 0).unwrap();
    again.compact(0);
    let (batch, _, _) = store_of(&mut again);
    again.stored(batch, Ok(()), 0);
    again.merge_from_sibling(more.clone(), 0).unwrap();
    again.compact(0);
    let (_, chunks, replaces) = store_of(&mut again);
    assert_eq!((chunks, replaces), (Vec::new(), vec![more[0].key]));
}

#[test]
fn damaged_chunks_are_set_aside_and_never_replaced() {
    let mut author = loaded(2, &[]);
    let mut chunks = Vec::new();
    for key in ["one", "two", "three"] {
        put(&mut author, key);
        chunks.extend(store_all(&mut author).0);
    }
    let last = chunks[2].bytes.len();
    chunks[2].bytes.truncate(last - 1);
    let damaged = chunks[2].key;

    let mut replica = replica(1);
    replica.load(chunks.clone(), &[], 0);
    let effects = replica.take_effects();
    let quarantined = effects.iter().any(
        |effect| matches!(effect, Effect::Quarantine { key, reason: GuardError::Checksum } if *key == damaged),
    );
    assert!(quarantined, "{effects:?}");
    assert_eq!(replica.doc().keys(ROOT).count(), 2);

    replica.compact(0);
    let (_, snapshot, replaces) = store_of(&mut replica);
    assert_eq!(snapshot[0].kind, ChunkKind::Snapshot);
    let mut good = vec![chunks[0].key, chunks[1].key];
    good.sort();
    assert_eq!(replaces, good);
}

#[test]
fn a_chunk_whose_dependencies_are_missing_is_not_replaced() {
    let mut author = loaded(2, &[]);
    let mut chunks = Vec::new();
    for key in ["one", "two"] {
        put(&mut author, key);
        chunks.extend(store_all(&mut author).0);
    }
    let mut replica = loaded(1, &chunks[1..]);
    assert!(replica.is_empty());
    put(&mut replica, "three");
    let (own, _) = store_all(&mut replica);
    replica.compact(0);
    let (_, _, replaces) = store_of(&mut replica);
    assert_eq!(replaces, [own[0].key]);
}

#[test]
fn a_snapshot_takes_the_place_of_what_it_holds_and_only_after_it_is_durable() {
    let mut replica = loaded(1, &[]);
    let mut chunks = Vec::new();
    for number in 0..limits::COMPACT_CHUNKS {
        assert_eq!(replica.wakes_at(), None, "nothing to do at {number}");
        put(&mut replica, &format!("key-{number}"));
        chunks.extend(store_all(&mut replica).0);
    }
    assert_eq!(replica.wakes_at(), Some(0), "a snapshot is due");
    replica.tick(0);
    let (batch, snapshot, replaces) = store_of(&mut replica);
    assert_eq!(replaces.len(), limits::COMPACT_CHUNKS);

    // It fails: everything stays, and it is tried later.
    replica.stored(batch, Err(StoreFailed), 0);
    assert_eq!(replica.wakes_at(), Some(limits::STORE_RETRY_MAX_MS));
    replica.tick(limits::STORE_RETRY_MAX_MS);
    let (batch, again, replaces) = store_of(&mut replica);
    assert_eq!(
        (again, replaces.len()),
        (snapshot.clone(), limits::COMPACT_CHUNKS)
    );

    // An edit meanwhile is stored and sent as ever.
    put(&mut replica, "meanwhile");
    let (edit, more, _) = store_of(&mut replica);
    replica.stored(edit, Ok(()), limits::STORE_RETRY_MAX_MS);
    replica.stored(batch, Ok(()), limits::STORE_RETRY_MAX_MS);
    assert_eq!(replica.wakes_at(), None);
    let chunks: Vec<_> = snapshot.into_iter().chain(more).collect();
    assert_eq!(
        loaded(3, &chunks).doc().get_heads(),
        replica.doc().get_heads()
    );
}

#[test]
fn a_failed_store_keeps_the_order_and_is_tried_again_later_and_later() {
    let mut replica = loaded(1, &[]);
    put(&mut replica, "one");
    let (batch, first, _) = store_of(&mut replica);
    replica.stored(batch, Err(StoreFailed), 0);
    put(&mut replica, "two");
    let stores = |effects: Vec<Effect>| {
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Store { .. }))
    };
    assert!(!stores(replica.take_effects()), "not before its time");
    assert_eq!(replica.wakes_at(), Some(limits::STORE_RETRY_MIN_MS));
    assert_eq!(replica.own_edits().state(), SaveState::Unstored);
    assert!(replica.own_edits().device_failing);
    replica.tick(limits::STORE_RETRY_MIN_MS);
    let (batch, both, _) = store_of(&mut replica);
    assert!(both[0].bytes.starts_with(&first[0].bytes));
    assert!(both[0].bytes.len() > first[0].bytes.len());
    replica.stored(batch, Err(StoreFailed), limits::STORE_RETRY_MIN_MS);
    assert_eq!(replica.wakes_at(), Some(3 * limits::STORE_RETRY_MIN_MS));
    replica.tick(3 * limits::STORE_RETRY_MIN_MS);
    store_all(&mut replica);
    assert_eq!(replica.own_edits().state(), SaveState::OnDevice);
}

#[test]
fn siblings_share_what_is_stored_and_store_nothing_twice() {
    let mut left = loaded(1, &[]);
    let mut right = loaded(2, &[]);
    put(&mut left, "left");
    let (chunks, _) = store_all(&mut left);
    right.merge_from_sibling(chunks.clone(), 0).unwrap();
    right.merge_from_sibling(chunks, 0).unwrap();
    let (stored, effects) = store_all(&mut right);
    assert!(stored.is_empty());
    let changes = effects
        .iter()
        .filter(|effect| {
            matches!(
                effect,
                Effect::Changed {
                    origin: Origin::Sibling,
                    ..
                }
            )
        })
        .count();
    assert_eq!(changes, 1);
    assert_eq!(right.doc().get_heads(), left.doc().get_heads());
    let bad = Chunk::new(ChunkKind::Changes, vec![1, 2, 3]);
    assert_eq!(
        right.merge_from_sibling(vec![bad], 0),
        Err(GuardError::Truncated)
    );
}

#[test]
fn an_imported_document_is_stored_before_it_is_announced() {
    let mut author = loaded(2, &[]);
    put(&mut author, "one");
    let bytes = author.doc().save();
    let mut replica = loaded(1, &[]);
    replica.connect(LINK, LinkOptions::to_server(), 0).unwrap();
    let _ = replica.take_effects();
    replica.import(&bytes, 0).unwrap();
    let effects = replica.take_effects();
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::Send { .. }))
    );
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Store { .. }))
    );
}

#[test]
fn what_an_edit_stores_and_sends_does_not_follow_the_document() {
    let mut replica = loaded(1, &[]);
    replica
        .connect(LINK, LinkOptions::to_client(Access::Write), 0)
        .unwrap();
    for number in 0..300 {
        put(&mut replica, &format!("key-{number}"));
        let (chunks, _) = store_all(&mut replica);
        assert_eq!(chunks.len(), 1);
        assert!(
            chunks[0].bytes.len() < 200,
            "{} bytes",
            chunks[0].bytes.len()
        );
    }
}

#[test]
fn too_much_at_once_is_asked_for_again_and_not_lost() {
    let mut replica = loaded(1, &[]);
    connect(&mut replica, LINK);
    connect(&mut replica, OTHER);
    let last = honest_message(&replica, 9, "last");
    put(&mut replica, "on its way");
    let (batch, _, _) = store_of(&mut replica);
    let empty = message([0; 32], &[]);
    for _ in 0..limits::QUEUE_MESSAGES_MAX {
        replica.receive(OTHER, &empty, 0);
    }
    replica.receive(LINK, &last, 0);
    replica.stored(batch, Ok(()), 0);
    let (_, effects) = store_all(&mut replica);
    assert!(refusals(&effects).is_empty());
    let asked = effects
        .iter()
        .any(|effect| matches!(effect, Effect::Send { link: LINK, .. }));
    assert!(asked, "the link is spoken to anew");
    assert!(replica.is_settled());
}

#[test]
fn only_so_many_links_are_made() {
    let mut replica = loaded(1, &[]);
    let options = LinkOptions::to_client(Access::Read);
    for link in 0..limits::LINKS_MAX as u64 {
        assert_eq!(replica.connect(LinkId(link), options, 0), Ok(()));
    }
    let one_more = LinkId(limits::LINKS_MAX as u64);
    assert_eq!(replica.connect(one_more, options, 0), Err(TooManyLinks));
    replica.disconnect(LinkId(0), 0);
    assert_eq!(replica.connect(one_more, options, 0), Ok(()));
}

#[test]
fn edits_that_refuse_leave_nothing_behind() {
    let mut replica = replica(1);
    let refuse = |tx: &mut Transaction<'_>| {
        tx.put(ROOT, "half", 1).unwrap();
        Err::<(), _>("no")
    };
    assert_eq!(replica.edit(0, refuse), Err(EditRefused::NotLoaded));
    replica.load([], &[], 0);
    assert_eq!(replica.edit(0, refuse), Err(EditRefused::Edit("no")));
    assert!(replica.is_empty());
    assert!(replica.is_settled());
}
