//! The commands, as an operator types them.

use std::{fs, os::unix::fs::PermissionsExt};

use serde_json::Value;
use tempfile::TempDir;
use trama_shared::ids::DocumentId;

use crate::kit::{
    peer::Peer,
    program::{Program, data_folder, trama, trama_ok, trama_with_input},
};

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../demo/marisol.json");

#[tokio::test(flavor = "multi_thread")]
async fn accounts_and_tokens() {
    let folder = TempDir::new().unwrap();
    let data = data_folder(folder.path());
    let generated = trama_ok(&data, &["user", "add", "Ana"]).await;
    assert!(generated.len() >= 40);
    let typed = ["user", "add", "Luis", "--admin", "--password-stdin"];
    let output = trama_with_input(&data, &typed, "una clave larga\n").await;
    assert!(output.status.success() && output.stdout.is_empty());
    let short = trama_with_input(&data, &["user", "add", "Eva", "--password-stdin"], "x\n").await;
    assert_eq!(short.status.code(), Some(1));
    let twice = trama(&data, &["user", "add", "ANA"]).await;
    assert_eq!(twice.status.code(), Some(1));
    assert_eq!(trama_ok(&data, &["token", "create", "ana"]).await.len(), 43);
    let nobody = trama(&data, &["token", "create", "nadie"]).await;
    assert_eq!((nobody.status.code(), nobody.stdout), (Some(1), vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_travels_as_a_file() {
    let folder = TempDir::new().unwrap();
    let data = data_folder(folder.path());
    let id = trama_ok(&data, &["import", DEMO]).await;
    let out = folder.path().join("out.json");
    trama_ok(&data, &["export", &id, "--out", out.to_str().unwrap()]).await;
    let original = fs::read_to_string(DEMO).unwrap();
    assert_eq!(fs::read_to_string(&out).unwrap(), original);
    assert_eq!(trama_ok(&data, &["export", &id]).await, original.trim_end());
    // Once more: a case of its own, the first one is not touched.
    let second = trama_ok(&data, &["import", out.to_str().unwrap()]).await;
    assert_ne!(second, id);
    let list = trama_ok(&data, &["case", "list", "--json"]).await;
    let list: Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 2);

    let bad = folder.path().join("bad.json");
    fs::write(&bad, original.replace("\"actors\"", "\"aktors\"")).unwrap();
    let refused = trama(&data, &["import", bad.to_str().unwrap()]).await;
    assert_eq!((refused.status.code(), refused.stdout), (Some(1), vec![]));
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("/case/aktors"), "{told}");
    assert_eq!(trama_ok(&data, &["case", "list"]).await.lines().count(), 2);
    let unknown = trama(&data, &["export", "nothing"]).await;
    assert_eq!(unknown.status.code(), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_json_with_documents_by_zone() {
    let folder = TempDir::new().unwrap();
    let data = data_folder(folder.path());
    assert_eq!(trama_ok(&data, &["case", "list", "--json"]).await, "[]");
    trama_ok(&data, &["user", "add", "ana"]).await;
    let id = trama_ok(&data, &["case", "create", "Uno", "--owner", "ana"]).await;
    let list = trama_ok(&data, &["case", "list", "--json"]).await;
    let list: Value = serde_json::from_str(&list).unwrap();
    assert_eq!(
        (&list[0]["id"], &list[0]["title"]),
        (&id.into(), &"Uno".into())
    );
    for zone in ["case", "reserved", "identity"] {
        let document = list[0]["documents"][zone].as_str().unwrap();
        assert!(document.parse::<DocumentId>().is_ok());
    }
    let role = trama(
        &data,
        &["grant", list[0]["id"].as_str().unwrap(), "ana", "king"],
    )
    .await;
    assert_eq!(role.status.code(), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_holds_everything_and_no_key() {
    let folder = TempDir::new().unwrap();
    let data = data_folder(folder.path());
    trama_ok(&data, &["user", "add", "ana", "--admin"]).await;
    let token = trama_ok(&data, &["token", "create", "ana"]).await;
    let id = trama_ok(&data, &["import", DEMO]).await;
    let program = Program::serve(&data, &[]).await;
    let list: Value =
        serde_json::from_str(&trama_ok(&data, &["case", "list", "--json"]).await).unwrap();
    let doc: DocumentId = list[0]["documents"]["case"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
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

    // Online, and proven by comparing exports.
    let backup = folder.path().join("año #1 100%?.db");
    let path = backup.to_str().unwrap();
    trama_ok(&data, &["backup", path]).await;
    let expected = trama_ok(&data, &["export", &id]).await;
    let again = trama(&data, &["backup", path]).await;
    assert_eq!(again.status.code(), Some(1), "nothing is written over");
    let key = folder.path().join("año #1 100%?.db.key");
    let kept = folder.path().join("kept apart");
    fs::rename(&key, &kept).unwrap();

    let other = folder.path().join("other");
    let locked = trama(&other, &["restore", path]).await;
    assert_eq!(
        locked.status.code(),
        Some(1),
        "without the key nothing opens"
    );
    let other = folder.path().join("another");
    let with_key = ["restore", path, "--key-file", kept.to_str().unwrap()];
    trama_ok(&other, &with_key).await;
    assert_eq!(trama_ok(&other, &["export", &id]).await, expected);
    assert!(trama_ok(&other, &["verify"]).await.ends_with(" 0 damaged"));

    // Into a store with another key: sealed anew.
    let third = folder.path().join("third");
    trama_ok(&third, &["user", "add", "Ana"]).await;
    trama_ok(&third, &with_key).await;
    assert_eq!(trama_ok(&third, &["export", &id]).await, expected);
    assert!(trama_ok(&third, &["verify"]).await.ends_with(" 0 damaged"));
    let restored = Program::serve(&third, &[]).await;
    // Ana's account there took over the rights and tokens of hers here.
    let peer = Peer::with(&restored.address, &token, &[doc, own]).await;
    assert!(peer.has(own, &private));
    assert_eq!(program.terminate().await.0, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_backup_leaves_nothing_behind() {
    let folder = TempDir::new().unwrap();
    let data = data_folder(folder.path());
    trama_ok(&data, &["import", DEMO]).await;
    let backup = folder.path().join("backup.db");
    trama_ok(&data, &["backup", backup.to_str().unwrap()]).await;
    let whole = fs::read(&backup).unwrap();
    let key = fs::read(folder.path().join("backup.db.key")).unwrap();
    let stranger = folder.path().join("stranger.db");
    let other = rusqlite::Connection::open(&stranger).unwrap();
    other
        .execute_batch("CREATE TABLE people (name TEXT); INSERT INTO people VALUES ('x');")
        .unwrap();
    drop(other);
    let mut holed = whole.clone();
    let middle = holed.len() / 2;
    holed[middle..middle + 8192].fill(0xa5);
    let wrong_key = trama_server::seal::MasterKey::random().to_text();
    let bad: [(&str, &[u8], &[u8]); 7] = [
        ("empty", b"", &key),
        ("garbage", b"this is no database at all", &key),
        ("stranger", &fs::read(&stranger).unwrap(), &key),
        ("cut", &whole[..whole.len() / 2], &key),
        ("holed", &holed, &key),
        ("wrong key", &whole, wrong_key.as_bytes()),
        ("no key", &whole, b"not a key"),
    ];
    for (name, bytes, key) in bad {
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        fs::write(folder.path().join(format!("{name}.key")), key).unwrap();
        let target = folder.path().join("target");
        let refused = trama(&target, &["restore", file.to_str().unwrap()]).await;
        assert_eq!(refused.status.code(), Some(1), "{name}");
        assert!(!target.exists(), "{name} left something behind");
        // A living store is as it was, to the last file.
        let files = |data: &std::path::Path| {
            let files = fs::read_dir(data).unwrap();
            let mut names: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
            names.sort();
            names
        };
        let before = files(&data);
        let refused = trama(&data, &["restore", file.to_str().unwrap()]).await;
        assert_eq!(refused.status.code(), Some(1), "{name}");
        assert_eq!(files(&data), before, "{name}");
    }
    assert!(trama_ok(&data, &["verify"]).await.ends_with(" 0 damaged"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_does_not_open_without_its_key() {
    let folder = TempDir::new().unwrap();
    let data = data_folder(folder.path());
    trama_ok(&data, &["user", "add", "ana"]).await;
    let key = data.join("master.key");
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&key), mode(&data.join("trama.db"))), (0o600, 0o600));
    let right = fs::read_to_string(&key).unwrap();
    fs::remove_file(&key).unwrap();
    let missing = trama(&data, &["case", "list"]).await;
    assert_eq!(missing.status.code(), Some(1));
    assert!(!key.exists(), "no new key is made for an old store");
    let wrong = trama_server::seal::MasterKey::random().to_text();
    fs::write(&key, wrong).unwrap();
    assert_eq!(trama(&data, &["case", "list"]).await.status.code(), Some(1));
    fs::write(&key, right).unwrap();
    trama_ok(&data, &["case", "list"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn serving_says_one_line_and_ends_on_a_signal() {
    let folder = TempDir::new().unwrap();
    let data = data_folder(folder.path());
    let mut program = Program::serve(&data, &["--demo", DEMO]).await;
    let link = program.error_line("/setup?token=").await;
    assert!(link.starts_with(&format!("http://{}/setup?token=", program.address)));
    let (code, stdout, stderr) = program.terminate().await;
    assert_eq!((code, stdout.as_str()), (Some(0), ""), "{stderr}");
    // The demonstration case came in, once.
    let program = Program::serve(&data, &["--demo", DEMO]).await;
    assert_eq!(trama_ok(&data, &["case", "list"]).await.lines().count(), 1);
    assert_eq!(program.terminate().await.0, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopping_server_stores_first_and_logs_no_secret() {
    let folder = TempDir::new().unwrap();
    let data = data_folder(folder.path());
    trama_ok(&data, &["user", "add", "ana", "--admin"]).await;
    let token = trama_ok(&data, &["token", "create", "ana"]).await;
    trama_ok(
        &data,
        &["case", "create", "Titulo-Propio", "--owner", "ana"],
    )
    .await;
    let list: Value =
        serde_json::from_str(&trama_ok(&data, &["case", "list", "--json"]).await).unwrap();
    let doc: DocumentId = list[0]["documents"]["case"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let program = Program::logging(&data, &[], "trace").await;
    let mut peer = Peer::with(&program.address, &token, &[doc]).await;
    let key = peer.edit_and_save(doc).await;
    // Somebody is connected, and keeps a connection open besides.
    let idle = tokio::net::TcpStream::connect(&program.address)
        .await
        .unwrap();
    let (code, _, log) = peer.meanwhile(program.terminate()).await;
    drop(idle);
    assert_eq!(code, Some(0));
    for secret in [token.as_str(), "Titulo-Propio", "ana", &key] {
        assert!(!log.contains(secret), "{log}");
    }
    // All of ours is told, and of the libraries nothing that holds frames, headers or addresses.
    assert!(log.contains("a peer joined"), "{log}");
    let fine = [" TRACE ", " DEBUG "];
    for line in log
        .lines()
        .filter(|line| fine.iter().any(|l| line.contains(l)))
    {
        assert!(line.contains(" trama_server::"), "{line}");
    }
    let program = Program::serve(&data, &[]).await;
    let peer = Peer::with(&program.address, &token, &[doc]).await;
    assert!(peer.has(doc, &key));
}
