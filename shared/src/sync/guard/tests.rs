use automerge::{
    ActorId, Automerge, ROOT,
    sync::{Message, State, SyncDoc},
    transaction::Transactable,
};
use rand::{Rng, SeedableRng, rngs::SmallRng};

use super::*;

const CHANGES: usize = 12;

fn document() -> Automerge {
    let mut doc = Automerge::new().with_actor(ActorId::from([1_u8; 16]));
    for round in 0..CHANGES {
        let mut tx = doc.transaction();
        let text = tx
            .put_object(ROOT, format!("text-{round}"), automerge::ObjType::Text)
            .unwrap();
        tx.splice_text(&text, 0, 0, &"palabras, palabras ".repeat(6))
            .unwrap();
        tx.put(ROOT, "count", i64::try_from(round).unwrap())
            .unwrap();
        tx.commit();
    }
    doc
}

/// All messages of a sync of a full with an empty document, and back.
fn messages() -> Vec<Vec<u8>> {
    let mut left = document();
    let mut right = Automerge::new().with_actor(ActorId::from([2_u8; 16]));
    let mut tx = right.transaction();
    tx.put(ROOT, "right", 1).unwrap();
    tx.commit();
    let (mut to_right, mut to_left) = (State::new(), State::new());
    let mut messages = Vec::new();
    loop {
        let forth = left.generate_sync_message(&mut to_right);
        if let Some(message) = &forth {
            messages.push(message.clone().encode());
            right
                .receive_sync_message(&mut to_left, message.clone())
                .unwrap();
        }
        let back = right.generate_sync_message(&mut to_left);
        if let Some(message) = &back {
            messages.push(message.clone().encode());
            left.receive_sync_message(&mut to_right, message.clone())
                .unwrap();
        }
        if forth.is_none() && back.is_none() {
            return messages;
        }
    }
}

fn check_all(bytes: &[u8]) -> Result<usize, GuardError> {
    check_chunks(bytes, &mut Budget::of_message(bytes.len())).map(|chunks| chunks.len())
}

#[test]
fn what_automerge_writes_passes() {
    for message in messages() {
        check_message(&message).unwrap();
    }
    let mut doc = document();
    assert_eq!(check_all(&doc.save()), Ok(1));
    assert_eq!(check_all(&doc.save_nocompress()), Ok(1));
    assert_eq!(check_all(&Automerge::new().save()), Ok(1));
    assert_eq!(check_all(&doc.save_after(&[])), Ok(CHANGES));
    for mut change in doc.get_changes(&[]) {
        assert_eq!(check_all(change.raw_bytes()), Ok(1));
        assert_eq!(check_all(&change.bytes()), Ok(1), "compressed");
    }
    doc.empty_commit(automerge::transaction::CommitOptions::default());
    assert_eq!(check_all(&doc.save_after(&[])), Ok(CHANGES + 1));
}

#[test]
fn a_bloom_filter_without_bits_is_refused() {
    let crafted = hex::decode("4200000100040100000000").unwrap();
    assert!(
        Message::decode(&crafted).is_ok(),
        "Automerge itself would take it"
    );
    assert_eq!(
        check_message(&crafted).unwrap_err(),
        GuardError::BloomFilter
    );
    let panics = contain(|| {
        let mut doc = document();
        let mut state = State::new();
        doc.receive_sync_message(&mut state, Message::decode(&crafted).unwrap())
            .unwrap();
        doc.generate_sync_message(&mut state)
    });
    assert_eq!(panics, Err(Panicked), "and it would panic");
}

#[test]
fn bloom_filters_with_absurd_parameters_are_refused() {
    let message = |filter: &[u8]| {
        let mut message = vec![0x42, 0, 0, 1, 0, u8::try_from(filter.len()).unwrap()];
        message.extend(filter);
        message.push(0);
        check_message(&message).map(|_| ())
    };
    assert_eq!(message(&[]), Ok(()));
    assert_eq!(message(&[1, 10, 7, 0, 0]), Ok(()));
    assert_eq!(
        message(&[1, 10, 7, 0]),
        Err(GuardError::BloomFilter),
        "too few bits"
    );
    assert_eq!(
        message(&[1, 10, 7, 0, 0, 0]),
        Err(GuardError::BloomFilter),
        "too many bits"
    );
    assert_eq!(
        message(&[1, 10, 0, 0, 0]),
        Err(GuardError::BloomFilter),
        "no probes"
    );
    let parts = Err(GuardError::TooMany(Counted::BloomParts));
    assert_eq!(message(&[1, 65, 7, 0]), parts);
    assert_eq!(message(&[1, 10, 33, 0, 0]), parts);
    assert_eq!(message(&[0xff, 0xff, 0xff, 0x7f, 1, 1]), parts);
}

#[test]
fn counts_beyond_the_limits_are_refused() {
    let heads = [0x42, 0xff, 0xff, 0xff, 0xff, 0x0f];
    assert_eq!(
        check_message(&heads).unwrap_err(),
        GuardError::TooMany(Counted::Heads)
    );
    let needs = [0x42, 0, 0xff, 0xff, 0xff, 0xff, 0x0f];
    assert_eq!(
        check_message(&needs).unwrap_err(),
        GuardError::TooMany(Counted::Needs)
    );
    assert_eq!(
        check_message(&[0x42, 0, 0, 9]).unwrap_err(),
        GuardError::TooMany(Counted::Haves)
    );
    assert_eq!(
        check_message(&[0x44]).unwrap_err(),
        GuardError::NotASyncMessage
    );
    assert_eq!(check_message(&[]).unwrap_err(), GuardError::Truncated);
}

/// A chunk with a right checksum around any body.
fn chunk(kind: u8, sum_kind: u8, body: &[u8], summed: &[u8]) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    let length = |length: usize| {
        let mut bytes = Vec::new();
        let mut rest = length;
        loop {
            let low = u8::try_from(rest & 0x7f).unwrap();
            rest >>= 7;
            if rest == 0 {
                bytes.push(low);
                return bytes;
            }
            bytes.push(low | 0x80);
        }
    };
    let mut sum = Sha256::new();
    sum.update([sum_kind]);
    sum.update(length(summed.len()));
    sum.update(summed);
    let mut bytes = vec![0x85, 0x6f, 0x4a, 0x83];
    bytes.extend(&sum.finalize()[..4]);
    bytes.push(kind);
    bytes.extend(length(body.len()));
    bytes.extend(body);
    bytes
}

/// The body of a change whose action column has this content.
fn change_body(seq: u8, start_op: &[u8], action: &[u8]) -> Vec<u8> {
    let mut body = vec![0, 1, 9, seq];
    body.extend(start_op);
    body.extend([0, 0, 0]);
    // One column: 0x42 is the action of an operation.
    body.extend([1, 0x42, u8::try_from(action.len()).unwrap()]);
    body.extend(action);
    body
}

#[test]
fn a_small_change_that_claims_many_operations_is_refused() {
    let body = change_body(1, &[1], &[2, 1]);
    assert_eq!(check_all(&chunk(1, 1, &body, &body)), Ok(1));
    // A run of 2^40 operations, in eight bytes.
    let many = [0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 1];
    let body = change_body(1, &[1], &many);
    let refused = Err(GuardError::TooMany(Counted::Operations));
    assert_eq!(check_all(&chunk(1, 1, &body, &body)), refused);
    let nulls = [0, 0x80, 0x80, 0x80, 0x80, 0x20];
    let body = change_body(1, &[1], &nulls);
    assert_eq!(check_all(&chunk(1, 1, &body, &body)), refused);
}

#[test]
fn counters_that_would_wrap_are_refused() {
    let high = [0xff, 0xff, 0xff, 0xff, 0x0f];
    let body = change_body(1, &high, &[2, 1]);
    assert_eq!(
        check_all(&chunk(1, 1, &body, &body)),
        Err(GuardError::CounterTooHigh)
    );
    let body = change_body(0, &[1], &[2, 1]);
    assert_eq!(
        check_all(&chunk(1, 1, &body, &body)),
        Err(GuardError::CounterTooHigh)
    );
}

#[test]
fn a_small_change_that_inflates_without_end_is_refused() {
    use std::io::Write;
    let mut deflater = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0; 1 << 20];
    for _ in 0..=(limits::INFLATED_BYTES_MAX >> 20) {
        deflater.write_all(&zeros).unwrap();
    }
    let body = deflater.finish().unwrap();
    assert!(body.len() < 100_000);
    assert_eq!(
        check_all(&chunk(2, 1, &body, &[])),
        Err(GuardError::InflatesTooFar)
    );
    assert_eq!(
        check_all(&chunk(2, 1, &[0xff; 10], &[])),
        Err(GuardError::Inflate)
    );
}

#[test]
fn chunks_with_wrong_headers_are_refused() {
    let good = document().save();
    let mut sum = good.clone();
    sum[4] ^= 1;
    assert_eq!(check_all(&sum), Err(GuardError::Checksum));
    let mut magic = good.clone();
    magic[0] ^= 1;
    assert_eq!(check_all(&magic), Err(GuardError::NotAChunk));
    let mut kind = good;
    kind[8] = 3;
    assert_eq!(check_all(&kind), Err(GuardError::ChunkType(3)));
}

#[test]
fn cut_messages_are_refused() {
    for message in messages() {
        let step = (message.len() / 500).max(1);
        for length in (0..message.len()).step_by(step) {
            let whole_without_flags = check_message(&message[..length]).is_ok();
            let flags = message.len() - 3;
            assert!(!whole_without_flags || length == flags, "cut at {length}");
        }
    }
}

#[test]
fn damaged_messages_never_panic() {
    let messages = messages();
    let clean = document();
    let mut random = SmallRng::seed_from_u64(11);
    let mut passed = 0;
    for _ in 0..4_000 {
        let mut message = messages[random.random_range(0..messages.len())].clone();
        for _ in 0..random.random_range(1..4) {
            let at = random.random_range(0..message.len());
            message[at] ^= 1 << random.random_range(0..8);
        }
        if check_message(&message).is_err() {
            continue;
        }
        passed += 1;
        // What passes is harmless to Automerge: damage of what is in a chunk does not get past its checksum.
        let mut doc = clean.clone();
        let mut state = State::new();
        let decoded = Message::decode(&message).unwrap();
        let taken = contain(|| {
            let taken = doc.receive_sync_message(&mut state, decoded);
            doc.generate_sync_message(&mut state);
            taken.is_ok()
        });
        assert!(taken.is_ok(), "a panic after {}", hex::encode(&message));
    }
    assert!(
        passed > 100,
        "the damage was too great to test anything: {passed}"
    );
}

#[test]
fn damaged_change_bodies_with_right_checksums_never_hang_the_guard() {
    let doc = document();
    let change = doc.get_changes(&[]).pop().unwrap();
    let header = 4 + 4 + 1 + 2;
    let body = &change.raw_bytes()[header..];
    assert_eq!(check_all(&chunk(1, 1, body, body)), Ok(1));
    let document = doc.save_nocompress();
    let document = &document[4 + 4 + 1 + 3..];
    let mut random = SmallRng::seed_from_u64(13);
    for round in 0..4_000 {
        let (kind, original) = if round % 2 == 0 {
            (1, body)
        } else {
            (0, document)
        };
        let mut damaged = original.to_vec();
        for _ in 0..random.random_range(1..4) {
            let at = random.random_range(0..damaged.len().min(400));
            damaged[at] = random.random();
        }
        let bytes = chunk(kind, kind, &damaged, &damaged);
        if check_all(&bytes).is_ok() {
            // Automerge may refuse it, or panic within the container; it may not run without end.
            let _ = contain(|| Automerge::load(&bytes).is_ok());
        }
    }
}
