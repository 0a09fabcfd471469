use automerge::{Change, sync::Message};

use super::*;

/// A change like this one that builds on something else.
fn on_top_of(change: &Change, deps: Vec<ChangeHash>) -> Change {
    let mut expanded = change.decode();
    expanded.deps = deps;
    expanded.hash = None;
    Change::from(expanded)
}

fn change_of(actor: u8, key: &str) -> Change {
    let mut doc = Automerge::new().with_actor(ActorId::from([actor; 16]));
    let mut tx = doc.transaction();
    tx.put(ROOT, key, 1).unwrap();
    tx.commit();
    doc.get_last_local_change().unwrap()
}

fn as_message(change: &Change) -> Vec<u8> {
    message(change.hash().0, &[change.raw_bytes().to_vec()])
}

/// Three changes, each on top of the one before.
fn chain() -> Vec<Change> {
    let mut doc = Automerge::new().with_actor(ActorId::from([7; 16]));
    for key in ["a", "b", "c"] {
        let mut tx = doc.transaction();
        tx.put(ROOT, key, 1).unwrap();
        tx.commit();
    }
    doc.get_changes(&[])
}

#[test]
fn a_change_that_never_fits_in_does_not_hold_its_number_against_the_true_one() {
    let mut replica = loaded(1, &[]);
    connect(&mut replica, LINK);
    connect(&mut replica, OTHER);
    let honest = change_of(7, "honest");
    let forged = on_top_of(&change_of(7, "forged"), vec![ChangeHash([0xee; 32])]);
    replica.receive(OTHER, &as_message(&forged), 0);
    replica.receive(LINK, &as_message(&honest), 0);
    let (_, effects) = store_all(&mut replica);
    assert_eq!(refusals(&effects), []);
    assert_eq!(replica.doc().keys(ROOT).collect::<Vec<_>>(), ["honest"]);
}

#[test]
fn who_brings_what_a_bad_change_waited_for_does_not_answer_for_it() {
    let mut replica = loaded(1, &[]);
    connect(&mut replica, LINK);
    connect(&mut replica, OTHER);
    let taken = change_of(7, "taken");
    replica.receive(LINK, &as_message(&taken), 0);
    let _ = store_all(&mut replica);
    // The same number once more, on top of a change that only comes later.
    let base = change_of(8, "base");
    let forged = on_top_of(&change_of(7, "forged"), vec![base.hash()]);
    replica.receive(OTHER, &as_message(&forged), 0);
    let (_, effects) = store_all(&mut replica);
    assert_eq!(refusals(&effects), []);
    replica.receive(LINK, &as_message(&base), 0);
    let (_, effects) = store_all(&mut replica);
    assert_eq!(refusals(&effects), [(OTHER, Refusal::ActorReused)]);
    let keys = replica.doc().keys(ROOT).collect::<Vec<_>>();
    assert_eq!(keys, ["base", "taken"]);
}

#[test]
fn what_waits_is_not_asked_for_again_but_what_it_waits_for_is() {
    let mut replica = loaded(1, &[]);
    connect(&mut replica, LINK);
    let chain = chain();
    let payload = message(
        chain[2].hash().0,
        &[chain[2].raw_bytes().to_vec(), chain[1].raw_bytes().to_vec()],
    );
    replica.receive(LINK, &payload, 0);
    let (_, effects) = store_all(&mut replica);
    // The last word counts: the first was said before anything was looked at.
    let asked = effects.iter().rev().find_map(|effect| match effect {
        Effect::Send { payload, .. } => Some(Message::decode(payload).unwrap()),
        _ => None,
    });
    assert_eq!(asked.unwrap().need, [chain[0].hash()]);
    replica.receive(LINK, &as_message(&chain[0]), 0);
    let _ = store_all(&mut replica);
    assert_eq!(
        replica.doc().keys(ROOT).collect::<Vec<_>>(),
        ["a", "b", "c"]
    );
}

#[test]
fn each_link_has_its_own_room_and_leaves_it_empty() {
    let mut replica = loaded(1, &[]);
    connect(&mut replica, LINK);
    connect(&mut replica, OTHER);
    let base = change_of(7, "key");
    let far = |number: usize| {
        let mut dep = [0xee; 32];
        dep[..8].copy_from_slice(&number.to_le_bytes());
        on_top_of(&base, vec![ChangeHash(dep)])
    };
    for number in 0..=limits::ORPHANS_PER_LINK_MAX {
        replica.receive(OTHER, &as_message(&far(number)), 0);
    }
    let (_, effects) = store_all(&mut replica);
    assert_eq!(refusals(&effects), [(OTHER, Refusal::Orphans)]);
    assert_eq!(replica.orphans.len(), limits::ORPHANS_PER_LINK_MAX);
    // Others have theirs.
    let chain = chain();
    replica.receive(LINK, &as_message(&chain[1]), 0);
    let _ = store_all(&mut replica);
    assert_eq!(replica.orphans.len(), limits::ORPHANS_PER_LINK_MAX + 1);
    replica.disconnect(OTHER, 0);
    assert_eq!(replica.orphans.len(), 1);
    replica.receive(LINK, &as_message(&chain[0]), 0);
    let _ = store_all(&mut replica);
    assert_eq!(replica.orphans.len(), 0);
    assert_eq!(replica.doc().keys(ROOT).collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn what_the_store_has_too_does_not_go_with_a_link() {
    let mut replica = loaded(1, &[]);
    connect(&mut replica, LINK);
    let chain = chain();
    replica.receive(LINK, &as_message(&chain[1]), 0);
    let _ = store_all(&mut replica);
    let stored = Chunk::new(ChunkKind::Changes, chain[1].raw_bytes().to_vec());
    replica.merge_from_sibling(vec![stored], 0).unwrap();
    replica.disconnect(LINK, 0);
    assert_eq!(replica.orphans.len(), 1);
    connect(&mut replica, OTHER);
    replica.receive(OTHER, &as_message(&chain[0]), 0);
    let _ = store_all(&mut replica);
    assert_eq!(replica.doc().keys(ROOT).collect::<Vec<_>>(), ["a", "b"]);
}
