//! A peer id is one account's: nobody speaks as a colleague, nor silences one.

use automerge::{Automerge, sync::SyncDoc};
use trama_server::rights::Role;
use trama_shared::{
    case::Zone,
    ids::DocumentId,
    sync::wire::{Ephemeral, Message, PeerMetadata},
};

use crate::kit::{
    TestServer, User, document as document_of,
    peer::{Peer, Socket},
    raw::{self, Raw},
};

struct Scene {
    server: TestServer,
    ana: User,
    eve: User,
    document: DocumentId,
    /// Hears what is given on.
    watcher: Peer,
}

impl Scene {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let ana = server.user("Ana").await;
        let eve = server.user("Eve").await;
        let members = [(&ana, Role::MANAGER), (&eve, Role::READER)];
        let case = server.case("Caso", &members).await;
        let document = document_of(&case, Zone::Case);
        let watcher = Peer::with(&server.address, &ana.token, &[document]).await;
        Self {
            server,
            ana,
            eve,
            document,
            watcher,
        }
    }

    async fn socket(&self, user: &User) -> Socket {
        let url = format!("ws://{}/sync?token={}", self.server.address, user.token);
        raw::open(&url, &[]).await.unwrap()
    }

    /// A peer that has joined and opened the document.
    async fn opened(&self, user: &User, name: &str) -> Raw {
        let mut raw = Raw::program(&self.server.address, &user.token, name).await;
        raw.request(self.document, hello()).await;
        assert!(matches!(raw.next().await, Some(Message::Sync { .. })));
        raw
    }

    /// The text with which somebody is sent away who comes under this name.
    async fn refusal(&self, user: &User, name: &str) -> String {
        let mut raw = Raw::unjoined(self.socket(user).await, name);
        raw.send(&Message::join(name, PeerMetadata::default()))
            .await;
        // What would be said at once, were it let in.
        raw.request(self.document, hello()).await;
        let Some(Message::Error { message, .. }) = raw.next().await else {
            panic!("let in as {name}");
        };
        raw.until_closed().await;
        message
    }

    async fn hears(&mut self, sender: &str, count: u64) {
        self.watcher
            .until("the word of a colleague", |peer| {
                let is_it = |m: &Ephemeral| m.sender == sender && m.count == count;
                peer.ephemeral.iter().any(is_it)
            })
            .await;
    }
}

fn hello() -> Vec<u8> {
    let mut state = automerge::sync::State::new();
    let message = Automerge::new().generate_sync_message(&mut state);
    message.unwrap().encode()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_joins_under_a_colleague_s_peer_id() {
    let mut scene = Scene::new().await;
    let mut ana = scene.opened(&scene.ana, "tab of ana").await;
    ana.ephemeral(scene.document, 1).await;
    scene.hears("tab of ana", 1).await;

    let told = scene.refusal(&scene.eve, "tab of ana").await;
    assert!(told.contains("peer id"), "{told}");
    ana.ephemeral(scene.document, 2).await;
    scene.hears("tab of ana", 2).await;

    // Not while its owner is away for a moment, either.
    drop(ana);
    scene.refusal(&scene.eve, "tab of ana").await;
    let mut back = scene.opened(&scene.ana, "tab of ana").await;
    back.ephemeral(scene.document, 3).await;
    scene.hears("tab of ana", 3).await;

    // Nor does anybody speak as the server.
    let server = back.server.clone();
    scene.refusal(&scene.eve, &server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_s_session_id_silences_nobody() {
    let mut scene = Scene::new().await;
    let mut ana = scene.opened(&scene.ana, "tab of ana").await;
    let mut eve = scene.opened(&scene.eve, "tab of eve").await;
    // Counted as far as it goes, in Ana's session: under her own name, then under Ana's.
    for name in ["tab of eve", "tab of ana"] {
        eve.name = name.to_owned();
        eve.ephemeral(scene.document, u64::from(u32::MAX)).await;
    }
    scene.hears("tab of eve", u64::from(u32::MAX)).await;
    ana.ephemeral(scene.document, 1).await;
    scene.hears("tab of ana", 1).await;
    let forged = |m: &Ephemeral| m.sender == "tab of ana" && m.count != 1;
    assert!(!scene.watcher.ephemeral.iter().any(forged));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_socket_gives_way_to_the_same_account_s_new_one() {
    let mut scene = Scene::new().await;
    let mut stale = scene.opened(&scene.ana, "tab of ana").await;
    stale.ephemeral(scene.document, 1).await;
    scene.hears("tab of ana", 1).await;
    let mut fresh = scene.opened(&scene.ana, "tab of ana").await;
    stale.until_closed().await;
    fresh.ephemeral(scene.document, 2).await;
    scene.hears("tab of ana", 2).await;
    scene.refusal(&scene.eve, "tab of ana").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_whose_id_was_taken_comes_under_another() {
    let scene = Scene::new().await;
    let mut device = Peer::named(&scene.server.address, &scene.ana.token, "wanted");
    let _thief = scene.opened(&scene.eve, "wanted").await;
    device.device.open(scene.document);
    device
        .until("she works all the same", |peer| {
            let replica = peer.device.replica(scene.document);
            replica.is_some_and(|replica| !replica.is_empty())
        })
        .await;
}
