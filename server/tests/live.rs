//! Documents live between devices: edits, presence, restarts, what other processes write, and the end of the server.

use trama_server::{rights::Role, settings::HubSettings};
use trama_shared::{case::Zone, document, sync::presence::Presence};

use crate::kit::{TestServer, document as document_of, peer::Peer, program::trama_ok};

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_seen_by_others_and_survives_a_restart() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let case = server.case("Caso", &[(&ana, Role::MANAGER)]).await;
    let doc = document_of(&case, Zone::Case);
    let mut one = Peer::with(&server.address, &ana.token, &[doc]).await;
    let mut two = Peer::with(&server.address, &ana.token, &[doc]).await;

    let key = one.edit_and_save(doc).await;
    two.until_has(doc, &key).await;
    let back = two.edit_and_save(doc).await;
    one.until_has(doc, &back).await;

    let folder = server.stop().await;
    let server = TestServer::over(folder, |_| {}, |storage| storage).await;
    let mut late = Peer::with(&server.address, &ana.token, &[doc]).await;
    late.until_has(doc, &key).await;
    late.until_has(doc, &back).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_without_network_merges_on_return() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let case = server.case("Caso", &[(&ana, Role::MANAGER)]).await;
    let doc = document_of(&case, Zone::Case);
    let mut one = Peer::with(&server.address, &ana.token, &[doc]).await;
    let mut two = Peer::with(&server.address, &ana.token, &[doc]).await;
    let folder = server.stop().await;

    let of_one = one.edit(doc);
    let of_two = two.edit(doc);
    assert!(!one.is_saved(doc));

    let server = TestServer::over(folder, |_| {}, |storage| storage).await;
    for peer in [&mut one, &mut two] {
        peer.moved_to(&server.address, &ana.token);
    }
    tokio::join!(one.until_has(doc, &of_two), two.until_has(doc, &of_one));
    tokio::join!(
        one.until("saved", |peer| peer.is_saved(doc)),
        two.until("saved", |peer| peer.is_saved(doc))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn presence_reaches_others_and_not_oneself() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let case = server.case("Caso", &[(&ana, Role::MANAGER)]).await;
    let doc = document_of(&case, Zone::Case);
    let mut one = Peer::with(&server.address, &ana.token, &[doc]).await;
    let mut two = Peer::with(&server.address, &ana.token, &[doc]).await;
    let presence = Presence {
        name: "Ana".to_owned(),
        ..Presence::default()
    };
    let now = one.now();
    one.device.send_ephemeral(doc, presence.encode(), now);
    // What comes after it comes later: when the edit is there, the presence was.
    let key = one.edit_and_save(doc).await;
    two.until("presence", |peer| !peer.ephemeral.is_empty())
        .await;
    let heard = Presence::decode(&two.ephemeral[0].data).unwrap().unwrap();
    assert_eq!(heard.name, "Ana");
    two.until_has(doc, &key).await;
    assert!(one.ephemeral.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_title_stands_in_the_list() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let case = server.case("Antes", &[(&ana, Role::MANAGER)]).await;
    let doc = document_of(&case, Zone::Case);
    let mut peer = Peer::with(&server.address, &ana.token, &[doc]).await;
    let now = peer.now();
    let edit = trama_shared::edit::Edit::SetTitle("Después".to_owned());
    peer.device.edit(doc, now, |tx| edit.apply(tx)).unwrap();
    peer.until("saved", |peer| peer.is_saved(doc)).await;
    let record = server
        .casebook
        .storage()
        .case(case.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(server.casebook.title(&record).unwrap(), "Después");
    assert!(record.changed_at >= case.changed_at);
    assert_ne!(record.title, "Después".as_bytes());
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_rooms_close_compacted_and_open_again() {
    let server = TestServer::with(|settings| {
        settings.hub = HubSettings {
            room_idle: std::time::Duration::ZERO,
            ..HubSettings::default()
        };
    })
    .await;
    let ana = server.user("Ana").await;
    let case = server.case("Caso", &[(&ana, Role::MANAGER)]).await;
    let doc = document_of(&case, Zone::Case);
    let mut peer = Peer::with(&server.address, &ana.token, &[doc]).await;
    let mut keys = Vec::new();
    for _ in 0..20 {
        keys.push(peer.edit_and_save(doc).await);
    }
    let storage = server.casebook.storage();
    assert!(storage.chunks(doc.into()).await.unwrap().len() > 16);
    drop(peer);
    loop {
        let rooms = metric(&server, "trama_rooms").await;
        if rooms == 0 {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(storage.chunks(doc.into()).await.unwrap().len(), 1);
    let mut late = Peer::with(&server.address, &ana.token, &[doc]).await;
    for key in keys {
        late.until_has(doc, &key).await;
    }
}

/// A figure of `/metrics`.
pub(crate) async fn metric(server: &TestServer, name: &str) -> i64 {
    let text = reqwest::get(server.url("/metrics"))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let line = text
        .lines()
        .find(|line| line.split(' ').next() == Some(name));
    let line = line.unwrap_or_else(|| panic!("no {name} in {text}"));
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_restored_into_a_living_store_reaches_open_devices() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let case = server.case("Caso", &[(&ana, Role::MANAGER)]).await;
    let doc = document_of(&case, Zone::Case);

    // The same store, gone its own way for a while: a backup restored elsewhere, edited there, and saved again.
    let away = tempfile::TempDir::new().unwrap();
    let first = away.path().join("first.db");
    let second = away.path().join("second.db");
    trama_ok(&server.data(), &["backup", first.to_str().unwrap()]).await;
    let elsewhere = std::sync::Arc::new(tempfile::TempDir::new().unwrap());
    let data = elsewhere.path().join("data");
    trama_ok(&data, &["restore", first.to_str().unwrap()]).await;
    let other = TestServer::over(elsewhere, |_| {}, |storage| storage).await;
    let mut stranger = Peer::with(&other.address, &ana.token, &[doc]).await;
    let there = stranger.edit_and_save(doc).await;
    trama_ok(&other.data(), &["backup", second.to_str().unwrap()]).await;

    let mut peer = Peer::with(&server.address, &ana.token, &[doc]).await;
    let here = peer.edit_and_save(doc).await;
    trama_ok(&server.data(), &["restore", second.to_str().unwrap()]).await;
    peer.until_has(doc, &there).await;
    assert!(peer.has(doc, &here));
    let verified = trama_ok(&server.data(), &["verify"]).await;
    assert!(verified.ends_with(" 0 damaged"), "{verified}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_chunk_is_put_aside_and_the_rest_lives() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let case = server.case("Caso", &[(&ana, Role::MANAGER)]).await;
    let doc = document_of(&case, Zone::Case);
    let reserved = document_of(&case, Zone::Reserved);
    let mut peer = Peer::with(&server.address, &ana.token, &[doc]).await;
    let key = peer.edit_and_save(doc).await;
    let folder = server.stop().await;

    let data = folder.path().join("data");
    let database = rusqlite::Connection::open(data.join("trama.db")).unwrap();
    let damaged = database
        .execute(
            "UPDATE chunks SET sealed = zeroblob(length(sealed)) WHERE slot = ?1 AND kind = 1",
            [doc.as_bytes()],
        )
        .unwrap();
    assert_eq!(damaged, 1);
    drop(database);

    let verified = crate::kit::program::trama(&data, &["verify"]).await;
    assert_eq!(verified.status.code(), Some(1));
    let told = String::from_utf8(verified.stdout).unwrap();
    assert!(told.contains(&doc.to_string()), "{told}");

    let server = TestServer::over(folder, |_| {}, |storage| storage).await;
    let fresh = Peer::with(&server.address, &ana.token, &[doc, reserved]).await;
    assert!(!fresh.has(doc, &key));
    assert_eq!(
        document::read_title(fresh.device.replica(doc).unwrap().doc()),
        "Caso"
    );
    let chunks = server.casebook.storage().chunks(doc.into()).await.unwrap();
    let quarantined = chunks.iter().filter(|c| c.quarantine.is_some()).count();
    assert_eq!((chunks.len(), quarantined), (2, 1));
    // The device that made the edit still has it: it heals the store.
    peer.moved_to(&server.address, &ana.token);
    let mut fresh = fresh;
    peer.meanwhile(fresh.until_has(doc, &key)).await;
    let chunks = server.casebook.storage().chunks(doc.into()).await.unwrap();
    assert!(chunks.iter().all(|chunk| chunk.quarantine.is_none()));
}
