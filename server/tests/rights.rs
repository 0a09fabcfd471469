//! Rights: none, read, write, on every kind of message; changed while people are connected; told to nobody else.

use std::collections::BTreeSet;

use automerge::{Automerge, sync::SyncDoc, transaction::Transactable};
use trama_server::rights::Role;
use trama_shared::{
    case::Zone,
    ids::DocumentId,
    sync::wire::{Message, Status},
};

use crate::kit::{
    TestServer, document as document_of,
    peer::{Peer, random},
    program::trama_ok,
    raw::Raw,
};

/// A sync message of somebody who has nothing.
fn empty_sync() -> Vec<u8> {
    let mut state = automerge::sync::State::new();
    let message = Automerge::new().generate_sync_message(&mut state);
    message.unwrap().encode()
}

/// A sync message that brings a change, unasked.
fn pushed_change(key: &str) -> Vec<u8> {
    let mut doc = Automerge::new();
    let mut tx = doc.transaction();
    tx.put(automerge::ROOT, key, true).unwrap();
    tx.commit();
    let mut other = Automerge::new();
    let (mut ours, mut theirs) = (automerge::sync::State::new(), automerge::sync::State::new());
    let hello = other.generate_sync_message(&mut theirs).unwrap();
    doc.receive_sync_message(&mut ours, hello).unwrap();
    let message = doc.generate_sync_message(&mut ours).unwrap().encode();
    // It does carry the change.
    let decoded = automerge::sync::Message::decode(&message).unwrap();
    other.receive_sync_message(&mut theirs, decoded).unwrap();
    assert_eq!(other.get_heads(), doc.get_heads());
    message
}

fn without_id(bytes: &[u8], document: DocumentId) -> Vec<u8> {
    let id = document.to_string();
    let at = bytes
        .windows(id.len())
        .position(|window| window == id.as_bytes());
    let at = at.expect("the answer names the document");
    [&bytes[..at], &bytes[at + id.len()..]].concat()
}

/// An id whose text is as long as that of `like`: the length is part of the answer's encoding.
fn unknown_id(like: DocumentId) -> DocumentId {
    loop {
        let id = DocumentId::from_bytes(random());
        if id.to_string().len() == like.to_string().len() {
            return id;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denied_document_looks_like_none_to_a_browser() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let eve = server.user("Eve").await;
    let case = server.case("Caso", &[(&ana, Role::MANAGER)]).await;
    let denied = document_of(&case, Zone::Case);
    let unknown = unknown_id(denied);
    let cookie = server.session(&eve).await;
    for request in [false, true] {
        for payload in [empty_sync(), pushed_change("intruder"), vec![1, 2, 3]] {
            let mut answers = Vec::new();
            for document in [denied, unknown] {
                let mut raw = Raw::browser(&server.address, &cookie, "eve").await;
                if request {
                    raw.request(document, payload.clone()).await;
                } else {
                    raw.sync(document, payload.clone()).await;
                }
                raw.ephemeral(document, 1).await;
                let answer = raw.next_bytes().await.unwrap();
                assert!(matches!(
                    Message::decode(&answer).unwrap(),
                    Message::Unavailable { document: d, .. } if d == document
                ));
                assert_eq!(raw.all_until_beat().await, []);
                answers.push(without_id(&answer, document));
            }
            assert_eq!(answers[0], answers[1]);
        }
    }
    assert_eq!(server.casebook.storage().figures().await.unwrap().chunks, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denied_document_looks_like_none_to_a_program() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let eve = server.user("Eve").await;
    let case = server.case("Caso", &[(&ana, Role::MANAGER)]).await;
    let denied = document_of(&case, Zone::Case);
    let unknown = unknown_id(denied);
    let mut answers = Vec::new();
    for document in [denied, unknown] {
        let mut raw = Raw::program(&server.address, &eve.token, "eve").await;
        let mut heard = Vec::new();
        raw.request(document, empty_sync()).await;
        heard.push(raw.next_bytes().await.unwrap());
        // What is pushed lies in Eve's own drawer, and comes back to her alone.
        raw.sync(document, pushed_change("intruder")).await;
        heard.push(raw.next_bytes().await.unwrap());
        assert!(matches!(
            Message::decode(&heard[1]).unwrap(),
            Message::Sync { .. }
        ));
        answers.push(
            heard
                .iter()
                .map(|bytes| without_id(bytes, document).len())
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(answers[0], answers[1]);

    let mut back = Peer::with(&server.address, &eve.token, &[denied]).await;
    assert!(back.has(denied, "intruder"));
    let mut owner = Peer::with(&server.address, &ana.token, &[denied]).await;
    let key = owner.edit_and_save(denied).await;
    assert!(!owner.has(denied, "intruder"));
    let own = back.edit_and_save(denied).await;
    assert!(!back.has(denied, &key));
    let again = owner.edit_and_save(denied).await;
    assert!(owner.has(denied, &again) && !owner.has(denied, &own));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_sees_everything_and_changes_nothing() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let rita = server.user("Rita").await;
    let members = [(&ana, Role::MANAGER), (&rita, Role::READER)];
    let case = server.case("Caso", &members).await;
    let doc = document_of(&case, Zone::Case);
    let mut writer = Peer::with(&server.address, &ana.token, &[doc]).await;
    let mut reader = Peer::with(&server.address, &rita.token, &[doc]).await;

    let refused = reader.edit(doc);
    reader
        .until("she is told", |peer| peer.was_told(doc, Status::ReadOnly))
        .await;
    assert!(!reader.is_saved(doc));
    let seen = writer.edit_and_save(doc).await;
    reader.until_has(doc, &seen).await;
    assert!(!writer.has(doc, &refused));
    let fresh = Peer::with(&server.address, &ana.token, &[doc]).await;
    assert!(fresh.has(doc, &seen) && !fresh.has(doc, &refused));

    // Nothing of it is lost: with the right, it arrives.
    server.grant(&case, &rita, Role::EDITOR).await;
    reader.meanwhile(writer.until_has(doc, &refused)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stock_reader_who_writes_is_told_once_and_stays_connected() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let rita = server.user("Rita").await;
    let members = [(&ana, Role::MANAGER), (&rita, Role::READER)];
    let case = server.case("Caso", &members).await;
    let doc = document_of(&case, Zone::Case);
    let mut writer = Peer::with(&server.address, &ana.token, &[doc]).await;
    let mut reader = Raw::program(&server.address, &rita.token, "rita").await;
    reader.request(doc, empty_sync()).await;
    assert!(matches!(reader.next().await, Some(Message::Sync { .. })));

    reader.sync(doc, pushed_change("refused")).await;
    loop {
        match reader.next().await.expect("the socket stays open") {
            Message::Error { message, .. } => {
                assert!(message.contains("read-only"), "{message}");
                assert!(message.contains(&doc.to_string()), "{message}");
                break;
            }
            Message::Sync { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    // Not again, neither here nor when she comes back: a client that connects anew at each would never rest.
    let mut back = Raw::program(&server.address, &rita.token, "rita").await;
    back.request(doc, empty_sync()).await;
    back.sync(doc, pushed_change("refused too")).await;
    let key = writer.edit_and_save(doc).await;
    loop {
        match back.next().await.expect("the socket stays open") {
            Message::Sync { data, .. } => {
                if data.windows(key.len()).any(|part| part == key.as_bytes()) {
                    break;
                }
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(!writer.has(doc, "refused") && !writer.has(doc, "refused too"));
}

/// A program's first word on a document of which it has something: its heads, and no changes yet.
fn promise(doc: &Automerge, state: &mut automerge::sync::State) -> Vec<u8> {
    let message = doc.generate_sync_message(state).unwrap();
    assert!(!message.heads.is_empty() && message.changes.is_empty());
    message.encode()
}

/// Somebody has promised a document, and somebody else has asked for it; the server has heard both.
struct Promised {
    document: DocumentId,
    doc: Automerge,
    state: automerge::sync::State,
    has_it: Raw,
    wants_it: Raw,
}

impl Promised {
    async fn new(server: &TestServer) -> Self {
        let ana = server.user("Ana").await;
        let document = DocumentId::from_bytes(random());
        let mut doc = Automerge::new();
        let mut tx = doc.transaction();
        tx.put(automerge::ROOT, "key", "what was promised").unwrap();
        tx.commit();
        let mut state = automerge::sync::State::new();
        let mut has_it = Raw::program(&server.address, &ana.token, "has it").await;
        let mut wants_it = Raw::program(&server.address, &ana.token, "wants it").await;
        has_it.sync(document, promise(&doc, &mut state)).await;
        let Some(Message::Sync { data, .. }) = has_it.next().await else {
            panic!("the promise is not answered");
        };
        let answer = automerge::sync::Message::decode(&data).unwrap();
        doc.receive_sync_message(&mut state, answer).unwrap();
        wants_it.request(document, empty_sync()).await;
        // The room answers everybody as soon as it has read, before it decides about requests.
        assert!(matches!(wants_it.next().await, Some(Message::Sync { .. })));
        Self {
            document,
            doc,
            state,
            has_it,
            wants_it,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_peer_has_promised_is_waited_for() {
    let server = TestServer::start().await;
    let mut scene = Promised::new(&server).await;
    let message = scene.doc.generate_sync_message(&mut scene.state).unwrap();
    scene.has_it.sync(scene.document, message.encode()).await;
    loop {
        match scene.wants_it.next().await.unwrap() {
            Message::Sync { data, .. } => {
                let news = b"what was promised";
                if data.windows(news.len()).any(|part| part == news) {
                    break;
                }
            }
            other => panic!("given up although it was promised: {other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_goes_with_whoever_made_it() {
    let server = TestServer::start().await;
    let mut scene = Promised::new(&server).await;
    drop(scene.has_it);
    loop {
        match scene.wants_it.next().await.unwrap() {
            Message::Unavailable { document, .. } => {
                assert_eq!(document, scene.document);
                break;
            }
            Message::Sync { .. } => {}
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn zones_are_apart() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let eli = server.user("Eli").await;
    let members = [(&ana, Role::MANAGER), (&eli, Role::EDITOR)];
    let case = server.case("Caso", &members).await;
    let cookie = server.session(&eli).await;
    let mut raw = Raw::browser(&server.address, &cookie, "eli").await;
    for zone in [Zone::Reserved, Zone::Identity] {
        let document = document_of(&case, zone);
        raw.request(document, empty_sync()).await;
        let answer = raw.next().await.unwrap();
        assert!(matches!(answer, Message::Unavailable { .. }), "{zone:?}");
    }
    raw.request(document_of(&case, Zone::Case), empty_sync())
        .await;
    assert!(matches!(raw.next().await.unwrap(), Message::Sync { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_taken_away_by_command_ends_at_once() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let eli = server.user("Eli").await;
    let members = [(&ana, Role::MANAGER), (&eli, Role::EDITOR)];
    let case = server.case("Caso", &members).await;
    let doc = document_of(&case, Zone::Case);
    let mut owner = Peer::with(&server.address, &ana.token, &[doc]).await;
    let cookie = server.session(&eli).await;
    let mut raw = Raw::browser(&server.address, &cookie, "eli").await;
    raw.request(doc, empty_sync()).await;
    assert!(matches!(raw.next().await.unwrap(), Message::Sync { .. }));

    raw.sync(doc, pushed_change("allowed")).await;
    owner.until_has(doc, "allowed").await;

    let id = case.id.to_string();
    trama_ok(&server.data(), &["grant", &id, "Eli", "none"]).await;
    // Whatever comes first now, her message or ours, she hears of no edit any more.
    raw.sync(doc, pushed_change("intruder")).await;
    let key = owner.edit_and_save(doc).await;
    loop {
        match raw.next().await.unwrap() {
            Message::Unavailable { document, .. } if document == doc => break,
            Message::TramaStatus { .. } => {}
            // Answers from before may be on their way; this edit is not among them.
            Message::Sync { data, .. } => {
                let news = data.windows(key.len()).any(|w| w == key.as_bytes());
                assert!(!news, "she still hears of edits");
            }
            other => panic!("she still hears: {other:?}"),
        }
    }
    raw.ephemeral(doc, 1).await;
    raw.request(doc, empty_sync()).await;
    assert!(matches!(
        raw.next().await.unwrap(),
        Message::Unavailable { .. }
    ));
    let more = owner.edit_and_save(doc).await;
    assert!(owner.has(doc, &key) && owner.has(doc, &more));
    assert!(!owner.has(doc, "intruder") && owner.ephemeral.is_empty());
    let fresh = Peer::with(&server.address, &ana.token, &[doc]).await;
    assert!(fresh.has(doc, &more) && !fresh.has(doc, "intruder"));

    trama_ok(&server.data(), &["grant", &id, "Eli", "reader"]).await;
    raw.request(doc, empty_sync()).await;
    let told = raw.next().await.unwrap();
    assert!(matches!(
        told,
        Message::TramaStatus {
            status: Status::ReadOnly,
            ..
        }
    ));
    assert!(matches!(raw.next().await.unwrap(), Message::Sync { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_s_sockets() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let cookie = server.session(&ana).await;
    let mut raw = Raw::browser(&server.address, &cookie, "ana").await;
    let gone = reqwest::Client::new()
        .delete(server.url("/api/session"))
        .header("cookie", format!("trama_session={cookie}"))
        .header("origin", format!("http://{}", server.address))
        .send()
        .await
        .unwrap();
    assert_eq!(gone.status(), 204);
    raw.until_closed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drawer_is_small() {
    let server = TestServer::start().await;
    let eve = server.user("Eve").await;
    let mut raw = Raw::program(&server.address, &eve.token, "eve").await;
    let mut taken = BTreeSet::new();
    loop {
        let pushed = DocumentId::from_bytes(random());
        raw.sync(pushed, pushed_change("intruder")).await;
        let refused = loop {
            match raw.next().await.unwrap() {
                // Our words on documents before may still come.
                Message::Sync { document, .. } if document == pushed => break false,
                Message::Sync { .. } => {}
                Message::Unavailable { .. } => break true,
                other => panic!("{other:?}"),
            }
        };
        if refused {
            break;
        }
        taken.insert(pushed);
    }
    assert_eq!(taken.len(), 64);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_again_takes_no_more_of_a_drawer() {
    let server = TestServer::start().await;
    let eve = server.user("Eve").await;
    let mut raw = Raw::program(&server.address, &eve.token, "eve").await;
    let first = DocumentId::from_bytes(random());
    let noise: Vec<u8> = (0..48).flat_map(|_| random::<{ 16 << 10 }>()).collect();
    let megabyte = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, noise);
    let large = pushed_change(&megabyte);
    // More than a drawer holds, were it counted each time, and however well it is packed.
    for _ in 0..40 {
        raw.sync(first, large.clone()).await;
    }
    let second = DocumentId::from_bytes(random());
    raw.sync(second, pushed_change("small")).await;
    loop {
        match raw.next().await.unwrap() {
            Message::Sync { document, .. } if document == second => break,
            Message::Sync { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    let storage = server.casebook.storage();
    let drawer = loop {
        let drawer = storage.drawer(eve.id).await.unwrap().unwrap();
        if drawer.documents.len() == 2 {
            break drawer;
        }
        tokio::task::yield_now().await;
    };
    assert!(drawer.bytes < 2 << 20, "{}", drawer.bytes);
}
