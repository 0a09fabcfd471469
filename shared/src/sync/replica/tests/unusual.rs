//! Changes that Automerge takes and gives on, but whose document it then does not load: a newcomer would get nothing.

use automerge::{
    Change, ExpandedChange, ObjType,
    legacy::{Op, OpType},
    marks::{ExpandMark, Mark},
};

use super::*;

fn made(edit: impl FnOnce(&mut Transaction<'_>)) -> Change {
    let mut doc = Automerge::new().with_actor(ActorId::from([7; 16]));
    let mut tx = doc.transaction();
    edit(&mut tx);
    tx.commit();
    doc.get_last_local_change().unwrap()
}

/// What becomes of a change that an unknown program sends: refusals, and how many records are stored.
fn fate(change: &Change) -> (Vec<(LinkId, Refusal)>, usize) {
    let mut replica = loaded(1, &[]);
    connect(&mut replica, LINK);
    let message = message(change.hash().0, &[change.raw_bytes().to_vec()]);
    replica.receive(LINK, &message, 0);
    let (stored, effects) = store_all(&mut replica);
    (refusals(&effects), stored.len())
}

fn marked() -> ExpandedChange {
    let change = made(|tx| {
        let text = tx.put_object(ROOT, "text", ObjType::Text).unwrap();
        tx.splice_text(&text, 0, 0, "una palabra").unwrap();
        let bold = Mark::new("bold".to_owned(), true, 4, 7);
        tx.mark(&text, bold, ExpandMark::Both).unwrap();
    });
    change.decode()
}

#[test]
fn a_mark_that_ends_before_it_begins_is_refused() {
    let mut change = marked();
    let is_mark = |op: &&mut Op| matches!(op.action, OpType::MarkBegin(..) | OpType::MarkEnd(..));
    let mut marks: Vec<_> = change.operations.iter_mut().filter(is_mark).collect();
    let [begin, end] = &mut marks[..] else {
        panic!("a beginning and an end");
    };
    std::mem::swap(&mut begin.key, &mut end.key);
    change.hash = None;
    assert_eq!(
        fate(&Change::from(change)),
        (vec![(LINK, Refusal::Harmful)], 0)
    );
}

#[test]
fn an_empty_change_that_counts_operations_which_are_nowhere_is_refused() {
    let mut change = made(|tx| tx.put(ROOT, "key", 1).unwrap()).decode();
    change.operations.clear();
    change.start_op = std::num::NonZeroU64::new(3).unwrap();
    change.hash = None;
    assert_eq!(
        fate(&Change::from(change)),
        (vec![(LINK, Refusal::Harmful)], 0)
    );
}

#[test]
fn honest_marks_and_honest_empty_changes_are_taken() {
    assert_eq!(fate(&Change::from(marked())), (Vec::new(), 1));
    let mut doc = Automerge::new().with_actor(ActorId::from([7; 16]));
    let hash = doc.empty_commit(CommitOptions::default());
    let empty = doc.get_change_by_hash(&hash).unwrap();
    assert!(empty.is_empty());
    assert_eq!(fate(&empty), (Vec::new(), 1));
}
