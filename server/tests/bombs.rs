//! Little messages that would become large: refused before they take memory. Each against a server of its own process,
//! whose memory the system measures.

use std::{path::PathBuf, time::Instant};

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

/// Each with the messages that carry it.
fn bombs() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let five_million = run(5_000_000);
    let long = vec![b'x'; 5_000];
    let deflated = chunks::deflated_zeros(1 << 10);
    let small_changes: Vec<Vec<u8>> = (0..10)
        .map(|n| chunks::chunk(1, &change_with_actions(n, b"", &run(500_000))))
        .collect();
    let of = |chunks: &[Vec<u8>]| vec![chunks::message(&[], chunks)];
    let change = |message: &[u8]| chunks::chunk(1, &change_with_actions(7, message, &five_million));
    vec![
        (
            "a change that inflates to a gigabyte",
            of(&[chunks::packed_chunk(2, &deflated)]),
        ),
        (
            "a document that inflates to a gigabyte",
            of(&[document_that_inflates(1 << 10)]),
        ),
        (
            "five million operations in hardly a hundred bytes",
            of(&[change(b"")]),
        ),
        (
            "five million operations in five kilobytes",
            of(&[change(&long)]),
        ),
        ("ten times half a million operations", of(&small_changes)),
        (
            "fifty megabytes of changes that build on nothing",
            (0..50).flat_map(|number| of(&[orphan(number)])).collect(),
        ),
        (
            "a filter without bits",
            vec![vec![0x42, 0, 0, 1, 0, 4, 1, 0, 0, 0, 0]],
        ),
    ]
}

/// Two cases on one server: one that somebody attacks, and one in which somebody else works.
struct Scene {
    data: PathBuf,
    ana: String,
    mal: String,
    attacked: DocumentId,
    other: DocumentId,
    _folder: TempDir,
}

impl Scene {
    async fn new() -> Self {
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
        Self {
            data,
            ana,
            mal,
            attacked,
            other,
            _folder: folder,
        }
    }

    /// Somebody who works, and somebody whose room is open.
    async fn people(&self, program: &Program) -> (Peer, Raw) {
        let mut peer = Peer::with(&program.address, &self.ana, &[self.other]).await;
        peer.edit_and_save(self.other).await;
        (peer, self.attacker(program).await)
    }

    async fn attacker(&self, program: &Program) -> Raw {
        let mut raw = Raw::program(&program.address, &self.mal, "mal").await;
        raw.request(self.attacked, vec![0x42, 0, 0, 0, 0]).await;
        assert!(matches!(raw.next().await, Some(Message::Sync { .. })));
        raw
    }

    /// Sends a bomb and waits until it was dealt with.
    async fn throw(&self, raw: &mut Raw, messages: &[Vec<u8>]) {
        for message in messages {
            raw.sync(self.attacked, message.clone()).await;
        }
        // What is refused for good ends the socket; what only waits does not, and then the room answers later words.
        raw.request(self.attacked, vec![0x42, 0, 0, 0, 0]).await;
        drop(raw.next().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_bomb_takes_memory() {
    let scene = Scene::new().await;
    for (name, messages) in bombs() {
        let program = Program::serve(&scene.data, &[]).await;
        let (mut peer, mut raw) = scene.people(&program).await;
        let before = program.memory();
        program.forget_peak();
        scene.throw(&mut raw, &messages).await;
        let key = peer.edit_and_save(scene.other).await;
        assert!(peer.has(scene.other, &key));
        let more = program.peak().saturating_sub(before);
        assert!(more <= 64 * MIB, "{name}: {} MiB", more / MIB);
        let (code, _, log) = peer.meanwhile(program.terminate()).await;
        assert_eq!(code, Some(0), "{name}: {log}");
        assert!(!log.contains("a mistake of the program"), "{name}: {log}");
    }
}

/// Edits in the other case, in milliseconds each, from the quickest to the slowest.
async fn edits(peer: &mut Peer, document: DocumentId, count: usize) -> Vec<f64> {
    let mut took = Vec::new();
    for _ in 0..count {
        let begin = Instant::now();
        peer.edit_and_save(document).await;
        took.push(begin.elapsed().as_secs_f64() * 1_000.0);
    }
    took.sort_by(f64::total_cmp);
    took
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it measures: `scripts/bench.sh --only-bombs`"]
async fn what_a_bomb_costs() {
    const EDITS: usize = 300;
    let scene = Scene::new().await;
    println!(
        "each bomb thrown again and again, while somebody else edits another case {EDITS} times"
    );
    println!(
        "{:<52}{:>9}{:>9}{:>12}{:>12}",
        "", "MiB more", "CPU ms", "quiet p99", "under it p99"
    );
    for (name, messages) in bombs() {
        let program = Program::serve(&scene.data, &[]).await;
        let (mut peer, mut raw) = scene.people(&program).await;
        let (memory, cpu) = (program.memory(), program.cpu());
        program.forget_peak();
        peer.meanwhile(scene.throw(&mut raw, &messages)).await;
        let (more, cpu) = (
            program.peak().saturating_sub(memory) / MIB,
            program.cpu().saturating_sub(cpu),
        );
        let quiet = edits(&mut peer, scene.other, EDITS).await;
        let attack = async {
            loop {
                let mut raw = scene.attacker(&program).await;
                scene.throw(&mut raw, &messages).await;
            }
        };
        let fire = tokio::select! {
            () = attack => Vec::new(),
            fire = edits(&mut peer, scene.other, EDITS) => fire,
        };
        println!(
            "{name:<52}{more:>9}{:>9.1}{:>12.1}{:>12.1}",
            cpu.as_secs_f64() * 1_000.0,
            quiet[EDITS * 99 / 100],
            fire[EDITS * 99 / 100]
        );
        peer.meanwhile(program.terminate()).await;
    }
}
