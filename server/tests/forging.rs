//! A change under a colleague's name: not while she is there; and if it came while she was not, her work finds its way.

use automerge::{ActorId, Automerge, transaction::Transactable};
use serde_json::Value;
use trama_fuzz::chunks;
use trama_server::rights::Role;
use trama_shared::{
    case::Zone,
    ids::DocumentId,
    sync::{client::Connection, wire::Message},
};

use crate::{
    kit::{TestServer, document as document_of, peer::Peer, program::trama_ok, raw::Raw},
    live::metric,
};

struct Scene {
    server: TestServer,
    document: DocumentId,
    ana: Peer,
    eve: Raw,
    /// Sees what others see.
    watcher: Peer,
}

impl Scene {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let ana = server.user("Ana").await;
        let eve = server.user("Eve").await;
        let members = [(&ana, Role::MANAGER), (&eve, Role::EDITOR)];
        let case = server.case("Caso", &members).await;
        let document = document_of(&case, Zone::Case);
        let eve_token = eve.token.clone();
        let watcher = Peer::with(&server.address, &eve_token, &[document]).await;
        let ana = Peer::with(&server.address, &ana.token, &[document]).await;
        let mut eve = Raw::program(&server.address, &eve_token, "eve").await;
        let hello = Automerge::new();
        let mut state = automerge::sync::State::new();
        let hello = automerge::sync::SyncDoc::generate_sync_message(&hello, &mut state);
        eve.request(document, hello.unwrap().encode()).await;
        assert!(matches!(eve.next().await, Some(Message::Sync { .. })));
        Self {
            server,
            document,
            ana,
            eve,
            watcher,
        }
    }

    fn doc(peer: &Peer, document: DocumentId) -> &Automerge {
        peer.device.replica(document).unwrap().doc()
    }

    /// What Eve would send: a change under Ana's actor, on top of what all have seen.
    fn forged(&self, actor: &ActorId, key: &str) -> Vec<u8> {
        let seen = Self::doc(&self.watcher, self.document);
        let mut doc = seen.clone().with_actor(actor.clone());
        let mut tx = doc.transaction();
        tx.put(automerge::ROOT, key, "by eve").unwrap();
        tx.commit();
        let change = doc.get_last_local_change().unwrap();
        chunks::message(&[change.hash().0], &[change.raw_bytes().to_vec()])
    }

    async fn quarantined(&self) -> Vec<Value> {
        let list = trama_ok(&self.server.data(), &["quarantine", "list", "--json"]).await;
        serde_json::from_str(&list).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_writes_under_a_colleague_s_actor_while_she_is_connected() {
    let mut scene = Scene::new().await;
    let document = scene.document;
    let first = scene.ana.edit_and_save(document).await;
    scene.watcher.until_has(document, &first).await;
    let actor = Scene::doc(&scene.ana, document).get_actor().clone();

    let forged = scene.forged(&actor, "forged");
    scene.eve.sync(document, forged.clone()).await;
    loop {
        match scene.eve.next().await.expect("the socket stays open") {
            Message::Error { message, .. } => {
                assert!(message.contains("actor"), "{message}");
                break;
            }
            Message::Sync { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    let second = scene.ana.edit_and_save(document).await;
    scene.watcher.until_has(document, &second).await;
    assert!(!scene.watcher.has(document, "forged"));
    assert!(metric(&scene.server, "trama_actor_conflicts_total").await >= 1);

    // It is kept for a person to look at: who, where, why, and the bytes.
    let kept = loop {
        let kept = scene.quarantined().await;
        if !kept.is_empty() {
            break kept;
        }
    };
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0]["user"], "Eve");
    assert_eq!(kept[0]["document"], document.to_string());
    let id = kept[0]["id"].as_str().unwrap();
    let out = scene.server.folder.path().join("evidence");
    let data = scene.server.data();
    let show = ["quarantine", "show", id, "--out", out.to_str().unwrap()];
    let shown = trama_ok(&data, &show).await;
    assert!(shown.contains(&actor.to_string()), "{shown}");
    let evidence = std::fs::read(out).unwrap();
    assert!(forged.windows(evidence.len()).any(|part| part == evidence));
    trama_ok(&data, &["quarantine", "drop", id]).await;
    assert!(scene.quarantined().await.is_empty());
    let again = crate::kit::program::trama(&data, &["quarantine", "drop", id]).await;
    assert_eq!(again.status.code(), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_was_forged_away_is_written_again_by_its_own_device() {
    let mut scene = Scene::new().await;
    let document = scene.document;
    let first = scene.ana.edit_and_save(document).await;
    scene.watcher.until_has(document, &first).await;
    let actor = Scene::doc(&scene.ana, document).get_actor().clone();
    let sockets = metric(&scene.server, "trama_sockets").await;
    let now = scene.ana.now();
    scene.ana.device.stop(now);
    scene
        .ana
        .until("she is offline", |peer| {
            peer.device.client().connection() == Connection::Stopped
        })
        .await;
    while metric(&scene.server, "trama_sockets").await >= sockets {
        tokio::task::yield_now().await;
    }
    let offline = [scene.ana.edit(document), scene.ana.edit(document)];

    // Nobody is there who could say that this is not hers.
    let forged = scene.forged(&actor, "forged");
    scene.eve.sync(document, forged).await;
    scene.watcher.until_has(document, "forged").await;

    let now = scene.ana.now();
    scene.ana.device.start(now);
    for key in &offline {
        scene
            .ana
            .meanwhile(scene.watcher.until_has(document, key))
            .await;
    }
    scene
        .ana
        .until("all is saved", |peer| peer.is_saved(document))
        .await;
    assert!(scene.ana.has(document, &first) && scene.ana.has(document, "forged"));
    assert_ne!(*Scene::doc(&scene.ana, document).get_actor(), actor);
    // She goes on, and her new name is hers.
    let later = scene.ana.edit_and_save(document).await;
    scene.watcher.until_has(document, &later).await;
    let actor = Scene::doc(&scene.ana, document).get_actor().clone();
    let forged = scene.forged(&actor, "forged again");
    scene.eve.sync(document, forged).await;
    let last = scene.ana.edit_and_save(document).await;
    scene.watcher.until_has(document, &last).await;
    assert!(!scene.watcher.has(document, "forged again"));
    let verified = trama_ok(&scene.server.data(), &["verify"]).await;
    assert!(verified.ends_with(" 0 damaged"), "{verified}");
    // What is on the disk says the same.
    let heads = Scene::doc(&scene.watcher, document).get_heads();
    assert_eq!(Scene::doc(&scene.ana, document).get_heads(), heads);
}
