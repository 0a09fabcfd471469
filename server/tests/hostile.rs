//! Hostile bytes cost their sender, nobody else.

use std::time::Duration;

use automerge::{Automerge, sync::SyncDoc, transaction::Transactable};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_tungstenite::tungstenite::Message as Frame;
use trama_server::rights::Role;
use trama_shared::{
    case::Zone,
    ids::DocumentId,
    sync::{
        limits::FRAME_BYTES_MAX,
        wire::{Message, PeerMetadata},
    },
};

use crate::kit::{PATIENCE, TestServer, User, document as document_of, peer::Peer, raw::Raw};

struct Scene {
    server: TestServer,
    ana: User,
    /// The document that is attacked, and one that goes on meanwhile.
    attacked: DocumentId,
    other: DocumentId,
    writer: Peer,
    watcher: Peer,
}

impl Scene {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let ana = server.user("Ana").await;
        let first = server.case("Uno", &[(&ana, Role::MANAGER)]).await;
        let second = server.case("Dos", &[(&ana, Role::MANAGER)]).await;
        let attacked = document_of(&first, Zone::Case);
        let other = document_of(&second, Zone::Case);
        let documents = [attacked, other];
        let writer = Peer::with(&server.address, &ana.token, &documents).await;
        let watcher = Peer::with(&server.address, &ana.token, &documents).await;
        Self {
            server,
            ana,
            attacked,
            other,
            writer,
            watcher,
        }
    }

    async fn attacker(&self) -> Raw {
        Raw::program(&self.server.address, &self.ana.token, "mal").await
    }

    /// Both documents still take edits and give them on.
    async fn still_lives(&mut self) {
        for document in [self.other, self.attacked] {
            let key = self.writer.edit_and_save(document).await;
            self.watcher.until_has(document, &key).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_message_ends_the_socket() {
    let mut scene = Scene::new().await;
    let name = |text: &str| {
        // A map {"type": text}, in CBOR.
        let mut bytes = vec![0xa1, 0x64];
        bytes.extend(b"type");
        bytes.push(0x60 | u8::try_from(text.len()).unwrap());
        bytes.extend(text.as_bytes());
        bytes
    };
    let hostile: Vec<Vec<u8>> = vec![
        vec![],
        vec![0xff; 100],
        b"not cbor".to_vec(),
        // Arrays in arrays in arrays.
        vec![0x81; 10_000],
        // A map that claims four thousand million entries.
        vec![0xba, 0xff, 0xff, 0xff, 0xff],
        // Bytes that claim to be longer than anything.
        vec![0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        name("sync"),
        name("request"),
        name("peer"),
        vec![0xa1, 0x64, b't', b'y', b'p', b'e', 0x07],
    ];
    for bytes in hostile {
        let mut raw = scene.attacker().await;
        raw.send_bytes(bytes.clone()).await;
        raw.until_closed().await;
    }
    let mut raw = scene.attacker().await;
    raw.send_frame(Frame::Text("hello".into())).await;
    raw.until_closed().await;
    scene.still_lives().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_beyond_the_limit_ends_the_socket() {
    let mut scene = Scene::new().await;
    let mut raw = scene.attacker().await;
    raw.send_bytes(vec![0; FRAME_BYTES_MAX + 1]).await;
    raw.until_closed().await;
    scene.still_lives().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_sync_messages_are_refused_with_their_sender() {
    let mut scene = Scene::new().await;
    let bloom = vec![0x42, 0x00, 0x00, 0x01, 0x00, 0x04, 0x01, 0, 0, 0, 0];
    let hostile: Vec<Vec<u8>> = vec![
        bloom.clone(),
        vec![],
        vec![0x42],
        vec![0x42, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
        vec![0xde, 0xad, 0xbe, 0xef],
        message_with_chunk(&[0x85, 0x6f, 0x4a, 0x83, 1, 2, 3, 4, 1, 0]),
        message_with_chunk(b"garbage that is no chunk"),
        message_with_chunk(&flipped_change()),
    ];
    for payload in hostile {
        for request in [false, true] {
            let mut raw = scene.attacker().await;
            if request {
                raw.request(scene.attacked, payload.clone()).await;
            } else {
                raw.sync(scene.attacked, payload.clone()).await;
            }
            raw.until_closed().await;
        }
        scene.still_lives().await;
    }
    let verified = crate::kit::program::trama_ok(&scene.server.data(), &["verify"]).await;
    assert!(verified.ends_with(" 0 damaged"), "{verified}");
}

/// A sync message that carries these bytes as its one change.
fn message_with_chunk(chunk: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x42, 0, 0, 0, 1];
    bytes.push(u8::try_from(chunk.len()).unwrap());
    bytes.extend(chunk);
    bytes
}

/// A change with one bit of its content turned.
fn flipped_change() -> Vec<u8> {
    let mut doc = Automerge::new();
    let mut tx = doc.transaction();
    tx.put(automerge::ROOT, "key", 1).unwrap();
    tx.commit();
    let mut bytes = doc.get_changes(&[])[0].raw_bytes().to_vec();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_documents_and_a_stranger_s_name_do_no_harm() {
    let mut scene = Scene::new().await;
    let mut raw = scene.attacker().await;
    let hello = Automerge::new()
        .generate_sync_message(&mut automerge::sync::State::new())
        .unwrap()
        .encode();
    for number in 0..50 {
        let unknown = DocumentId::from_bytes([number; 16]);
        raw.request(unknown, hello.clone()).await;
        let answer = raw.next().await.unwrap();
        assert!(matches!(answer, Message::Unavailable { document, .. } if document == unknown));
    }
    // In somebody else's name, nothing is given on.
    raw.request(scene.attacked, hello).await;
    let mut forged = Raw::program(&scene.server.address, &scene.ana.token, "other").await;
    std::mem::swap(&mut raw.name, &mut forged.name);
    raw.ephemeral(scene.attacked, 1).await;
    scene.still_lives().await;
    assert!(scene.writer.ephemeral.is_empty() && scene.watcher.ephemeral.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_speak_the_version_is_told() {
    let scene = Scene::new().await;
    let url = format!(
        "ws://{}/sync?token={}",
        scene.server.address, scene.ana.token
    );
    let socket = crate::kit::raw::open(&url, &[]).await.unwrap();
    let mut raw = Raw::unjoined(socket, "future");
    let join = Message::Join {
        sender: "future".to_owned(),
        metadata: PeerMetadata::default(),
        versions: vec!["99".to_owned()],
    };
    raw.send(&join).await;
    assert!(matches!(raw.next().await, Some(Message::Error { .. })));
    raw.until_closed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_never_ends_a_request_does_not_keep_the_connection() {
    let server =
        TestServer::with(|settings| settings.header_timeout = Duration::from_millis(50)).await;
    for start in ["", "GET /health HTTP/1.1\r\nHost: "] {
        let mut stream = TcpStream::connect(&server.address).await.unwrap();
        stream.write_all(start.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let ended = timeout(PATIENCE, stream.read_to_end(&mut answer)).await;
        // Closed with or without an answer: what counts is that it ends.
        assert!(ended.is_ok(), "still open after {start:?}");
    }
    let health = reqwest::get(server.url("/health")).await.unwrap();
    assert_eq!(health.status(), 200);
}
