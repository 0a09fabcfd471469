//! Too many of one thing: connections, sockets, bytes on their way in. Who brings them waits or goes; the others go on.

use std::sync::Arc;

use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
    time::timeout,
};
use trama_server::{rights::Role, storage::Storage};
use trama_shared::{case::Zone, ids::DocumentId, sync::wire::Message};

use crate::{
    kit::{
        PATIENCE, TestServer, document as document_of,
        faulty::{Faults, Faulty},
        peer::{Peer, random},
        raw::Raw,
    },
    live::metric,
};

/// Asks for the server's health over this connection, which stays open; the status of the answer.
async fn ask(stream: &mut TcpStream) -> String {
    // Whoever is turned away may be so before the question arrives.
    drop(
        stream
            .write_all(b"GET /health HTTP/1.1\r\nHost: trama\r\n\r\n")
            .await,
    );
    let mut answer = Vec::new();
    while !answer.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = timeout(PATIENCE, stream.read_buf(&mut answer)).await;
        assert!(read.unwrap().unwrap() > 0, "closed without an answer");
    }
    String::from_utf8_lossy(&answer)[9..12].to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_beyond_the_most_are_turned_away_with_a_word() {
    for per_address in [false, true] {
        let server = TestServer::with(|settings| {
            if per_address {
                settings.connections_per_address = 2;
            } else {
                settings.connections = 2;
            }
        })
        .await;
        let mut held = Vec::new();
        for _ in 0..2 {
            let mut stream = TcpStream::connect(&server.address).await.unwrap();
            assert_eq!(ask(&mut stream).await, "200");
            held.push(stream);
        }
        let mut third = TcpStream::connect(&server.address).await.unwrap();
        assert_eq!(ask(&mut third).await, "503");
        // Those that have a place keep it, and a place that is given back is taken again.
        assert_eq!(ask(&mut held[0]).await, "200");
        held.pop();
        loop {
            let mut again = TcpStream::connect(&server.address).await.unwrap();
            if ask(&mut again).await == "200" {
                break;
            }
            tokio::task::yield_now().await;
        }
    }
}

/// A sync message of somebody who has nothing.
const HELLO: [u8; 5] = [0x42, 0, 0, 0, 0];

#[tokio::test(flavor = "multi_thread")]
async fn ids_that_nobody_knows_open_only_so_many_rooms() {
    let server = TestServer::start().await;
    let eve = server.user("Eve").await;
    let mut raw = Raw::program(&server.address, &eve.token, "eve").await;
    for _ in 0..300 {
        let unknown = DocumentId::from_bytes(random());
        raw.request(unknown, HELLO.to_vec()).await;
        loop {
            match raw.next().await.unwrap() {
                Message::Unavailable { document, .. } if document == unknown => break,
                Message::Sync { .. } => {}
                other => panic!("{other:?}"),
            }
        }
    }
    assert!(metric(&server, "trama_rooms").await <= 128);
    // What is hers by right opens all the same.
    let case = server.case("Suyo", &[(&eve, Role::MANAGER)]).await;
    let document = document_of(&case, Zone::Case);
    Peer::with(&server.address, &eve.token, &[document]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_has_so_many_links_over_all_sockets() {
    let server = TestServer::with(|settings| settings.hub.links_per_user = 2).await;
    let eve = server.user("Eve").await;
    let case = server.case("Suyo", &[(&eve, Role::MANAGER)]).await;
    let mut raws = Vec::new();
    for zone in [Zone::Case, Zone::Reserved] {
        let mut raw = Raw::program(&server.address, &eve.token, &format!("{zone:?}")).await;
        raw.request(document_of(&case, zone), HELLO.to_vec()).await;
        assert!(matches!(raw.next().await, Some(Message::Sync { .. })));
        raws.push(raw);
    }
    let mut third = Raw::program(&server.address, &eve.token, "third").await;
    let identity = document_of(&case, Zone::Identity);
    third.request(identity, HELLO.to_vec()).await;
    assert!(matches!(third.next().await, Some(Message::Error { .. })));
    third.until_closed().await;
    // A link that goes makes room.
    drop(raws);
    Peer::with(&server.address, &eve.token, &[identity]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_floods_a_slow_document_holds_up_nobody_else() {
    let faults = Arc::new(Faults::default());
    let folder = Arc::new(TempDir::new().unwrap());
    let wrap = |inner: Arc<dyn Storage>| -> Arc<dyn Storage> {
        let faults = Arc::clone(&faults);
        Arc::new(Faulty { inner, faults })
    };
    let few = |settings: &mut trama_server::Settings| {
        settings.hub.inbound = 2 << 20;
        settings.hub.inbound_per_user = 1 << 20;
    };
    let server = TestServer::over(folder, few, wrap).await;
    let ana = server.user("Ana").await;
    let eve = server.user("Eve").await;
    let slow = server.case("Lento", &[(&eve, Role::MANAGER)]).await;
    let other = server.case("Otro", &[(&ana, Role::MANAGER)]).await;
    let slow = document_of(&slow, Zone::Case);
    let other = document_of(&other, Zone::Case);

    faults.hold(slow);
    let mut flood = JoinSet::new();
    for number in 0..4 {
        let mut raw = Raw::program(&server.address, &eve.token, &number.to_string()).await;
        flood.spawn(async move {
            for _ in 0..4 {
                raw.sync(slow, vec![0; 250 << 10]).await;
            }
            raw.until_closed().await;
        });
    }
    // As much as her share takes, of four times as much as all may have.
    while metric(&server, "trama_inbound_waiting_bytes").await < 700 << 10 {
        tokio::task::yield_now().await;
    }
    let mut peer = Peer::with(&server.address, &ana.token, &[other]).await;
    peer.edit_and_save(other).await;
    assert!(metric(&server, "trama_inbound_waiting_bytes").await <= 1 << 20);
    faults.release();
}
