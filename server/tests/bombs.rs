//! Little messages that would become large: refused before they take memory. Each against a server of its own process,
//! whose memory the system measures.

use automerge::{ActorId, Automerge, Change, ChangeHash, transaction::Transactable};
use serde_json::Value;
use tempfile::TempDir;
use trama_fuzz::chunks::{self, leb};
use trama_shared::{ids::DocumentId, sync::wire::Message};

use crate::kit::{
    peer::Peer,
    program::{Program, data_folder, trama_ok},
    raw::Raw,
};

const MIB: u64 = 1 << 20;

/// The body of a change with one column, of actions.
fn change_with_actions(actor: u8, message: &[u8], actions: &[u8]) -> Vec<u8> {
    let mut body = vec![0, 1, actor, 1, 1, 0];
    body.extend(leb(message.len() as u64));
    body.extend(message);
    body.extend([0, 1, 0x42]);
    body.extend(leb(actions.len() as u64));
    body.extend(actions);
    body
}

/// A run of so many equal actions, in a few bytes.
fn run(count: u64) -> Vec<u8> {
    // A positive number as signed LEB128 needs its sixth bit free.
    let mut bytes = leb(count);
    let last = bytes.len() - 1;
    if bytes[last] & 0x40 != 0 {
        bytes[last] |= 0x80;
        bytes.push(0);
    }
    bytes.push(1);
    bytes
}

/// A document whose column of changes inflates to so many megabytes.
fn document_that_inflates(megabytes: usize) -> Vec<u8> {
    let column = chunks::deflated_zeros(megabytes);
    // No actors, no heads; one column of changes, deflated; no columns of operations.
    let mut body = vec![0, 0, 1, 0x08 | 0x01];
    body.extend(leb(column.len() as u64));
    body.push(0);
    body.extend(column);
    chunks::chunk(0, &body)
}

/// A megabyte that builds on something that never comes.
fn orphan(number: u8) -> Vec<u8> {
    let mut doc = Automerge::new().with_actor(ActorId::from([number; 16]));
    let mut tx = doc.transaction();
    tx.put(automerge::ROOT, "large", vec![number; MIB as usize])
        .unwrap();
    tx.commit();
    let mut change = doc.get_last_local_change().unwrap().decode();
    change.deps = vec![ChangeHash([0xee; 32])];
    change.hash = None;
    Change::from(change).raw_bytes().to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_bomb_takes_memory() {
    let folder = TempDir::new().unwrap();
    let data = data_folder(folder.path());
    for user in ["ana", "mal"] {
        trama_ok(&data, &["user", "add", user]).await;
    }
    let ana = trama_ok(&data, &["token", "create", "ana"]).await;
    let mal = trama_ok(&data, &["token", "create", "mal"]).await;
    for (title, owner) in [("Uno", "mal"), ("Dos", "ana")] {
        trama_ok(&data, &["case", "create", title, "--owner", owner]).await;
    }
    let list = trama_ok(&data, &["case", "list", "--json"]).await;
    let list: Value = serde_json::from_str(&list).unwrap();
    let document = |title: &str| -> DocumentId {
        let cases = list.as_array().unwrap();
        let case = cases.iter().find(|case| case["title"] == title).unwrap();
        case["documents"]["case"].as_str().unwrap().parse().unwrap()
    };
    let (attacked, other) = (document("Uno"), document("Dos"));

    let five_million = run(5_000_000);
    let long = vec![b'x'; 5_000];
    let deflated = chunks::deflated_zeros(1 << 10);
    let small_changes = |count: u8| -> Vec<Vec<u8>> {
        let changes = (0..count).map(|n| change_with_actions(n, b"", &run(500_000)));
        changes.map(|body| chunks::chunk(1, &body)).collect()
    };
    let bombs: Vec<(&str, Vec<Vec<u8>>)> = vec![
        (
            "a change that inflates to a gigabyte",
            vec![chunks::message(&[], &[chunks::packed_chunk(2, &deflated)])],
        ),
        (
            "a document that inflates to a gigabyte",
            vec![chunks::message(&[], &[document_that_inflates(1 << 10)])],
        ),
        (
            "five million operations in hardly a hundred bytes",
            vec![chunks::message(
                &[],
                &[chunks::chunk(
                    1,
                    &change_with_actions(7, b"", &five_million),
                )],
            )],
        ),
        (
            "five million operations in five kilobytes",
            vec![chunks::message(
                &[],
                &[chunks::chunk(
                    1,
                    &change_with_actions(7, &long, &five_million),
                )],
            )],
        ),
        (
            "ten times half a million operations",
            vec![chunks::message(&[], &small_changes(10))],
        ),
        (
            "fifty megabytes of changes that build on nothing",
            (0..50)
                .map(|number| chunks::message(&[], &[orphan(number)]))
                .collect(),
        ),
        (
            "a filter without bits",
            vec![vec![0x42, 0, 0, 1, 0, 4, 1, 0, 0, 0, 0]],
        ),
    ];

    for (name, messages) in bombs {
        let program = Program::serve(&data, &[]).await;
        let mut peer = Peer::with(&program.address, &ana, &[other]).await;
        peer.edit_and_save(other).await;
        let mut raw = Raw::program(&program.address, &mal, "mal").await;
        let hello = vec![0x42, 0, 0, 0, 0];
        raw.request(attacked, hello).await;
        assert!(matches!(raw.next().await, Some(Message::Sync { .. })));
        let before = program.memory();
        program.forget_peak();
        for message in messages {
            raw.sync(attacked, message).await;
        }
        // What is refused for good ends the socket; what only waits does not, and then the room answers later words.
        raw.request(attacked, vec![0x42, 0, 0, 0, 0]).await;
        drop(raw.next().await);
        let key = peer.edit_and_save(other).await;
        assert!(peer.has(other, &key));
        let more = program.peak().saturating_sub(before);
        assert!(more <= 64 * MIB, "{name}: {} MiB", more / MIB);
        let (code, _, log) = peer.meanwhile(program.terminate()).await;
        assert_eq!(code, Some(0), "{name}: {log}");
        assert!(!log.contains("a mistake of the program"), "{name}: {log}");
    }
}
