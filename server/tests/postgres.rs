//! A store in PostgreSQL: what is particular to it beyond the storage's contract.

use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;
use tokio::process::Command;
use trama_server::storage::{
    Commit, Owner, StorageError, StoredChunk,
    postgres::{Address, AddressError, PostgresStorage},
};
use trama_server::{
    rights::Role,
    storage::{Storage, backend::DatabaseSource},
};
use trama_shared::{case::Zone, ids::DocumentId};

use crate::kit::{
    TestServer,
    cluster::{Cluster, connect},
    document as document_of,
    peer::Peer,
    program::{Program, data_folder, trama, trama_ok},
};

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../demo/marisol.json");

/// A server of this process over a database of its own.
async fn server(cluster: &Cluster) -> TestServer {
    let address = cluster.database().await.parse().unwrap();
    TestServer::with(|settings| settings.database = DatabaseSource::Postgres(address)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_live_in_the_database() {
    let cluster = Cluster::shared();
    let server = server(&cluster).await;
    let ana = server.user("Ana").await;
    let case = server.case("Caso", &[(&ana, Role::MANAGER)]).await;
    let doc = document_of(&case, Zone::Case);
    let mut one = Peer::with(&server.address, &ana.token, &[doc]).await;
    let mut two = Peer::with(&server.address, &ana.token, &[doc]).await;
    let key = one.edit_and_save(doc).await;
    two.until_has(doc, &key).await;
    // A right that ends, ends at once: the very next message is not taken.
    let storage = server.casebook.storage();
    let before = storage.chunk_keys(doc.into()).await.unwrap();
    server.grant(&case, &ana, Role::NONE).await;
    let late = two.edit(doc);
    two.until("she is shown the door", |peer| {
        peer.unavailable.contains(&doc) || !peer.device.client().is_live()
    })
    .await;
    assert_eq!(storage.chunk_keys(doc.into()).await.unwrap(), before);
    assert!(!one.has(doc, &late));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_takes_the_database() {
    let cluster = Cluster::shared();
    let url = cluster.database().await;
    let folder = TempDir::new().unwrap();
    let data = data_folder(folder.path());
    let there = async |arguments: &[&str]| {
        let mut all = vec!["--database-url", &url];
        all.extend(arguments);
        trama_ok(&data, &all).await
    };
    there(&["user", "add", "ana", "--admin"]).await;
    let token = there(&["token", "create", "ana"]).await;
    let id = there(&["import", DEMO]).await;
    let list: Value = serde_json::from_str(&there(&["case", "list", "--json"]).await).unwrap();
    let doc: DocumentId = list[0]["documents"]["case"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let program = Program::serve(&data, &["--database-url", &url]).await;
    let mut peer = Peer::with(&program.address, &token, &[doc]).await;
    let now = peer.now();
    let edit = trama_shared::edit::Edit::SetTitle("Otro".to_owned());
    peer.device.edit(doc, now, |tx| edit.apply(tx)).unwrap();
    peer.until("saved", |peer| peer.is_saved(doc)).await;
    // Something of her own in her drawer, too.
    let own = DocumentId::from_bytes([5; 16]);
    peer.device.open(own);
    peer.until("nothing is there yet", |peer| {
        peer.unavailable.contains(&own)
    })
    .await;
    let private = peer.edit(own);
    let now = peer.now();
    peer.device.ask_again(own, now);
    peer.until("saved", |peer| peer.is_saved(own)).await;
    assert!(there(&["verify"]).await.ends_with(" 0 damaged"));
    assert_eq!(there(&["quarantine", "list"]).await, "");
    assert!(!data.join("trama.db").exists());

    // Out of PostgreSQL into a file, from there into a folder, and back into another database: the same each time.
    let expected = there(&["export", &id]).await;
    let backup = folder.path().join("backup.db");
    there(&["backup", backup.to_str().unwrap()]).await;
    let embedded = folder.path().join("embedded");
    trama_ok(&embedded, &["restore", backup.to_str().unwrap()]).await;
    assert_eq!(trama_ok(&embedded, &["export", &id]).await, expected);
    assert!(
        trama_ok(&embedded, &["verify"])
            .await
            .ends_with(" 0 damaged")
    );
    let second = folder.path().join("second.db");
    trama_ok(&embedded, &["backup", second.to_str().unwrap()]).await;
    let other_url = cluster.database().await;
    let other = folder.path().join("other");
    let restore = [
        "--database-url",
        &other_url,
        "restore",
        second.to_str().unwrap(),
    ];
    trama_ok(&other, &restore).await;
    let again = trama_ok(&other, &restore).await;
    assert_eq!(
        again, "0 cases, 0 accounts and 0 chunks were added",
        "a restore adds what is not there, and nothing twice"
    );
    let restored = Program::serve(&other, &["--database-url", &other_url]).await;
    let peer = Peer::with(&restored.address, &token, &[doc, own]).await;
    assert!(peer.has(own, &private));
    let exported = trama_ok(&other, &["--database-url", &other_url, "export", &id]).await;
    assert_eq!(exported, expected);
    assert_eq!(program.terminate().await.0, Some(0));
    assert_eq!(restored.terminate().await.0, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_in_postgres_does_not_open_without_its_key() {
    let cluster = Cluster::shared();
    let url = cluster.database().await;
    let folder = TempDir::new().unwrap();
    let list = ["--database-url", &url, "case", "list"];
    trama_ok(&folder.path().join("one"), &list).await;
    let keyless = trama(&folder.path().join("two"), &list).await;
    assert_eq!(keyless.status.code(), Some(1));
    assert!(!folder.path().join("two/master.key").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_never_told() {
    let folder = TempDir::new().unwrap();
    for (url, expected) in [
        ("postgres://ana:secreto@host:port/db", "is not understood"),
        ("mysql://ana:secreto@host/db", "is not understood"),
        (
            "postgres://ana:secreto@host/db?sslmode=require",
            "not encrypted",
        ),
        ("postgres://ana:secreto@127.0.0.1:1/db", "cannot be read"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_trama"))
            .args(["case", "list"])
            .env("TRAMA_DATA", folder.path())
            .env("TRAMA_DATABASE_URL", url)
            .stdin(Stdio::null())
            .output()
            .await
            .unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(
            !output.status.success() && told.contains(expected),
            "{told}"
        );
        assert!(!told.contains("creto"), "{told}");
    }
    let address: Address = "postgres://ana:secreto@host/db".parse().unwrap();
    assert!(!format!("{address:?}").contains("secreto"));
    let tls: Result<Address, _> = "postgres://host/db?sslmode=require".parse();
    assert_eq!(tls.err(), Some(AddressError::Tls));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_schema_is_used_only_as_long_as_it_allows() {
    let cluster = Cluster::shared();
    let url = cluster.database().await;
    let address = url.parse().unwrap();
    PostgresStorage::open(&address).await.unwrap().close().await;
    let client = connect(&url).await;
    // The release that only adds: the version before goes on beside it.
    let adds = "INSERT INTO trama_schema VALUES (99, 1)";
    client.batch_execute(adds).await.unwrap();
    PostgresStorage::open(&address).await.unwrap().close().await;
    // The one that takes away.
    let takes = "INSERT INTO trama_schema VALUES (100, 99)";
    client.batch_execute(takes).await.unwrap();
    let opened = PostgresStorage::open(&address).await.map(|_| ());
    assert_eq!(
        opened,
        Err(StorageError::TooNew {
            found: 100,
            known: 2
        })
    );
}

fn batch(key: &str, owner: Owner, document: DocumentId) -> Commit {
    Commit {
        slot: document.into(),
        owner,
        chunks: vec![StoredChunk {
            key: key.to_owned(),
            kind: 1,
            sealed: vec![1; 10],
            length: 7,
            created_at: 5,
            quarantine: None,
        }],
        replaces: Vec::new(),
        title: None,
        changed_at: Some(50),
        authors: Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_committed_outlives_a_crash_whatever_the_database_is_set_to() {
    // A database that answers before its disk did, and writes to it much later.
    let late = ["synchronous_commit=off", "wal_writer_delay=10s"];
    let cluster = Cluster::start(&late);
    let server = server(&cluster).await;
    let ana = server.user("Ana").await;
    let case = server.case("Caso", &[(&ana, Role::MANAGER)]).await;
    let doc = document_of(&case, Zone::Case);
    let storage = server.casebook.storage();
    for round in 0..3 {
        let owner = Owner::Case(case.id.clone());
        let key = format!("round {round}");
        storage.commit(batch(&key, owner, doc)).await.unwrap();
        cluster.crash();
        cluster.go_on();
        let keys = storage.chunk_keys(doc.into()).await;
        assert!(keys.unwrap().contains(&key), "{key} is lost");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_without_fsync_is_refused() {
    let cluster = Cluster::start(&["fsync=off"]);
    let address = cluster.database().await.parse().unwrap();
    let opened = PostgresStorage::open(&address).await.map(|_| ());
    assert!(matches!(opened, Err(StorageError::Unsafe(_))), "{opened:?}");
}
