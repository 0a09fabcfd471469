//! Several servers over one database: any of them serves any case, what one is told the others know, and one that dies takes
//! nothing with it.

use std::{sync::Arc, time::Instant};

use serde_json::Value;
use tempfile::TempDir;
use trama_server::{
    rights::Role,
    storage::{CaseRecord, backend::DatabaseSource, postgres::Address},
};
use trama_shared::{case::Zone, ids::DocumentId, sync::presence::Presence};

use crate::kit::{
    PATIENCE, TestServer, User,
    cluster::Cluster,
    document as document_of,
    peer::Peer,
    program::{Program, data_folder, trama_ok},
};

/// Two servers of this process, with a case of Ana's.
struct Pair {
    one: TestServer,
    two: TestServer,
    ana: User,
    case: CaseRecord,
    doc: DocumentId,
}

impl Pair {
    async fn over(address: Address) -> Self {
        // One folder for both: there the master key is.
        let folder = Arc::new(TempDir::new().unwrap());
        let start = async || {
            let database = DatabaseSource::Postgres(address.clone());
            let folder = Arc::clone(&folder);
            TestServer::over(folder, |settings| settings.database = database, |s| s).await
        };
        let (one, two) = (start().await, start().await);
        let ana = one.user("Ana").await;
        let case = one.case("Caso", &[(&ana, Role::MANAGER)]).await;
        Self {
            doc: document_of(&case, Zone::Case),
            one,
            two,
            ana,
            case,
        }
    }

    async fn peers(&self) -> (Peer, Peer) {
        let here = Peer::with(&self.one.address, &self.ana.token, &[self.doc]).await;
        let there = Peer::with(&self.two.address, &self.ana.token, &[self.doc]).await;
        (here, there)
    }

    async fn stop(self) {
        self.one.stop().await;
        self.two.stop().await;
    }
}

/// Edits to and fro, so that what each node wrote itself hides nothing of the other's.
async fn edits_cross(nodes: &Pair) {
    let (mut here, mut there) = nodes.peers().await;
    for _ in 0..5 {
        let key = here.edit_and_save(nodes.doc).await;
        there.until_has(nodes.doc, &key).await;
        let key = there.edit_and_save(nodes.doc).await;
        here.until_has(nodes.doc, &key).await;
    }
    // Both at once.
    let (of_one, of_two) = (here.edit(nodes.doc), there.edit(nodes.doc));
    tokio::join!(
        here.until("both are here", |peer| peer.has(nodes.doc, &of_two)
            && peer.is_saved(nodes.doc)),
        there.until("both are here", |peer| peer.has(nodes.doc, &of_one)
            && peer.is_saved(nodes.doc)),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_and_presence_cross_nodes() {
    let cluster = Cluster::shared();
    let nodes = Pair::over(cluster.database().await.parse().unwrap()).await;
    edits_cross(&nodes).await;

    let (mut here, mut there) = nodes.peers().await;
    let presence = Presence {
        name: "Ana".to_owned(),
        ..Presence::default()
    };
    // Said again and again, as the app does: what is said before anybody listens is heard by nobody.
    let crossing = async {
        while there.ephemeral.is_empty() {
            let now = here.now();
            here.device
                .send_ephemeral(nodes.doc, presence.encode(), now);
            let key = here.edit_and_save(nodes.doc).await;
            there.until_has(nodes.doc, &key).await;
        }
    };
    let crossed = tokio::time::timeout(PATIENCE, crossing).await;
    crossed.expect("presence does not cross");
    let heard = Presence::decode(&there.ephemeral[0].data).unwrap().unwrap();
    assert_eq!(heard.name, "Ana");
    assert!(here.ephemeral.is_empty(), "nobody hears the own words");
    nodes.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_hear_nothing_converge_all_the_same() {
    let cluster = Cluster::shared();
    let address: Address = cluster.database().await.parse().unwrap();
    let nodes = Pair::over(address.without_calls()).await;
    edits_cross(&nodes).await;
    nodes.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_that_ends_on_one_node_ends_on_all() {
    let cluster = Cluster::shared();
    let address: Address = cluster.database().await.parse().unwrap();
    let nodes = Pair::over(address.without_calls()).await;
    let (_here, mut there) = nodes.peers().await;
    let storage = nodes.one.casebook.storage();
    let before = storage.chunk_keys(nodes.doc.into()).await.unwrap();
    nodes.one.grant(&nodes.case, &nodes.ana, Role::NONE).await;
    // The very next message is not taken: nothing needs to be heard for that.
    there.edit(nodes.doc);
    there
        .until("she is shown the door", |peer| {
            peer.unavailable.contains(&nodes.doc) || !peer.device.client().is_live()
        })
        .await;
    let after = storage.chunk_keys(nodes.doc.into()).await.unwrap();
    assert_eq!(after, before);
    nodes.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_starts_anew_loses_nothing() {
    let cluster = Cluster::start(&[]);
    let nodes = Pair::over(cluster.database().await.parse().unwrap()).await;
    let (mut here, mut there) = nodes.peers().await;
    let doc = nodes.doc;
    let mut keys = vec![here.edit_and_save(doc).await];
    for round in 0..2 {
        if round == 0 {
            cluster.crash();
        } else {
            cluster.stop();
        }
        keys.push(here.edit(doc));
        keys.push(there.edit(doc));
        // Each notices in its own time, by a store that fails or a socket that ends.
        for peer in [&mut here, &mut there] {
            peer.until("it is noticed", |peer| {
                let own = peer.device.replica(doc).unwrap().own_edits();
                own.server_failing || !peer.device.client().is_live()
            })
            .await;
            assert!(!peer.is_saved(doc), "nothing is saved without a database");
        }
        cluster.go_on();
        tokio::join!(
            here.until("all is here", |peer| peer.is_saved(doc)
                && keys.iter().all(|key| peer.has(doc, key))),
            there.until("all is here", |peer| peer.is_saved(doc)
                && keys.iter().all(|key| peer.has(doc, key))),
        );
    }
    nodes.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_is_killed_under_load_takes_no_saved_edit_with_it() {
    let cluster = Cluster::shared();
    let url = cluster.database().await;
    let folder = TempDir::new().unwrap();
    let data = data_folder(folder.path());
    let with_url = async |arguments: &[&str]| {
        let mut all = vec!["--database-url", &url];
        all.extend(arguments);
        trama_ok(&data, &all).await
    };
    with_url(&["user", "add", "ana"]).await;
    let token = with_url(&["token", "create", "ana"]).await;
    with_url(&["case", "create", "Caso", "--owner", "ana"]).await;
    let list: Value = serde_json::from_str(&with_url(&["case", "list", "--json"]).await).unwrap();
    let id = list[0]["documents"]["case"].as_str().unwrap();
    let doc: DocumentId = id.parse().unwrap();

    let serve = ["--database-url", &url];
    let mut nodes = vec![
        Program::serve(&data, &serve).await,
        Program::serve(&data, &serve).await,
    ];
    let mut saved: Vec<String> = Vec::new();
    // Not asserted; `scripts/bench.sh --only-nodes` shows it.
    let mut took = Vec::new();
    for _ in 0..8 {
        // Fresh each time: whoever has lost several connections in a row waits longer before the next one.
        let mut writer = Peer::with(&nodes[0].address, &token, &[doc]).await;
        let mut other = Peer::with(&nodes[1].address, &token, &[doc]).await;
        // A burst, of which some are saved and some are under way.
        for _ in 0..5 {
            saved.push(writer.edit_and_save(doc).await);
        }
        let of_other = other.edit(doc);
        let under_way: Vec<_> = (0..5).map(|_| writer.edit(doc)).collect();
        writer.until("they are on their way", |_| true).await;
        let mut killed = nodes.remove(0);
        killed.kill().await;
        let begin = Instant::now();
        // What a balancer would do: the next attempt to connect finds the node that is left.
        writer.moved_to(&nodes[0].address, &token);
        tokio::join!(
            async {
                let is_so = |peer: &Peer| peer.is_saved(doc) && peer.has(doc, &of_other);
                writer.until("saved at the other node", is_so).await;
                took.push(begin.elapsed());
            },
            other.until("all has come", |peer| peer.is_saved(doc)
                && under_way.iter().chain(&saved).all(|key| peer.has(doc, key))),
        );
        saved.extend(under_way);
        saved.push(of_other);
        // The other one is the next to die.
        nodes.push(Program::serve(&data, &serve).await);
    }
    let fresh = Peer::with(&nodes[1].address, &token, &[doc]).await;
    for key in &saved {
        assert!(fresh.has(doc, key), "{key} is lost");
    }
    took.sort();
    println!(
        "from the death of a node until what was under way is saved at another: {} ms in the middle, {} ms at most, of {}",
        took[took.len() / 2].as_millis(),
        took[took.len() - 1].as_millis(),
        took.len()
    );
    let verified = with_url(&["verify"]).await;
    assert!(verified.ends_with(" 0 damaged"), "{verified}");
    for node in nodes {
        assert_eq!(node.terminate().await.0, Some(0));
    }
}
