//! Territories: who sees them, who writes in them, over real sockets; and as files.

use automerge::{Automerge, sync::SyncDoc};
use serde_json::{Value, json};
use trama_server::{
    rights::Role,
    storage::{CaseRecord, RecordKind},
};
use trama_shared::{
    ids::{DocumentId, ServiceId, TerritoryId},
    sync::wire::Message,
    territory::{self, Service, TerritoryEdit},
};

use crate::kit::{
    TestServer, User,
    peer::{Peer, random},
    program::{data_folder, trama, trama_ok},
    raw::Raw,
};

async fn territories(server: &TestServer, user: &User) -> Value {
    let client = reqwest::Client::new();
    let request = client
        .get(server.url("/api/territories"))
        .bearer_auth(&user.token);
    request.send().await.unwrap().json().await.unwrap()
}

async fn territory(server: &TestServer, members: &[(&User, Role)]) -> CaseRecord {
    let members: Vec<_> = members
        .iter()
        .map(|(user, role)| (user.id, *role))
        .collect();
    let made = server.casebook.create_territory("La Pintana", &members);
    made.await.unwrap()
}

/// Enters a service; `None` where the device has no such document or it is not a territory's.
fn enter(peer: &mut Peer, document: DocumentId, name: &str) -> Option<ServiceId> {
    let id = ServiceId::from_random(u128::from_be_bytes(random()));
    let edit = TerritoryEdit::AddService {
        id: id.clone(),
        service: Box::new(Service {
            name: name.to_owned(),
            ..Service::default()
        }),
    };
    let now = peer.now();
    let made = peer.device.edit(document, now, |tx| edit.apply(tx));
    made.ok().map(|_| id)
}

fn has(peer: &Peer, document: DocumentId, id: &ServiceId) -> bool {
    peer.device
        .replica(document)
        .is_some_and(|replica| territory::read_service(replica.doc(), id).is_some())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_territory_is_its_author_s_and_no_case() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let eli = server.user("Eli").await;
    let client = reqwest::Client::new();
    let create = async |body: Value| {
        let request = client
            .post(server.url("/api/territories"))
            .bearer_auth(&ana.token)
            .json(&body);
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        (status, response.json::<Value>().await.unwrap())
    };
    let (status, body) = create(json!({"title": " La Pintana "})).await;
    assert_eq!(status, 201);
    assert_eq!(body["territory"]["title"], "La Pintana");
    assert_eq!(body["territory"]["document"]["right"], "write");
    assert_eq!(create(json!({"title": " "})).await.0, 422);
    assert_eq!(
        territories(&server, &ana).await["territories"][0],
        body["territory"]
    );
    assert_eq!(territories(&server, &eli).await, json!({"territories": []}));
    let cases = client.get(server.url("/api/cases")).bearer_auth(&ana.token);
    let cases: Value = cases.send().await.unwrap().json().await.unwrap();
    assert_eq!(cases, json!({"cases": []}));
    let unknown = client.get(server.url("/api/territories"));
    assert_eq!(unknown.send().await.unwrap().status().as_u16(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_writes_a_reader_reads_and_nobody_else_learns_of_it() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let eli = server.user("Eli").await;
    let eve = server.user("Eve").await;
    let record = territory(&server, &[(&ana, Role::MANAGER), (&eli, Role::READER)]).await;
    assert_eq!(record.kind, RecordKind::Territory);
    let document = record.documents[0].id;

    let mut of_ana = Peer::with(&server.address, &ana.token, &[document]).await;
    let mut of_eli = Peer::with(&server.address, &eli.token, &[document]).await;
    let first = enter(&mut of_ana, document, "OMIL").unwrap();
    let ((), ()) = tokio::join!(
        of_ana.until("it is saved", |peer| peer.is_saved(document)),
        of_eli.until("it is here", |peer| has(peer, document, &first))
    );

    // What a reader writes reaches nobody.
    let own = enter(&mut of_eli, document, "Intrusa").unwrap();
    let second = enter(&mut of_ana, document, "CESFAM").unwrap();
    let ((), ()) = tokio::join!(
        of_ana.until("it is saved", |peer| peer.is_saved(document)),
        of_eli.until("the second is here", |peer| has(peer, document, &second))
    );
    assert!(!has(&of_ana, document, &own));
    assert!(!of_eli.is_saved(document));

    // Given the right, it comes after all; taken away, the territory is gone from the list.
    server.grant(&record, &eli, Role::EDITOR).await;
    let ((), ()) = tokio::join!(
        of_eli.until("it is saved", |peer| peer.is_saved(document)),
        of_ana.until("it is here", |peer| has(peer, document, &own))
    );
    server.grant(&record, &eli, Role::NONE).await;
    of_eli
        .until("the territory is gone for her", |peer| {
            peer.unavailable.contains(&document) || !peer.device.client().is_live()
        })
        .await;
    assert_eq!(territories(&server, &eli).await, json!({"territories": []}));

    let cookie = server.session(&eve).await;
    let mut raw = Raw::browser(&server.address, &cookie, "eve").await;
    let mut state = automerge::sync::State::new();
    let hello = Automerge::new().generate_sync_message(&mut state).unwrap();
    raw.request(document, hello.encode()).await;
    let answer = raw.next_bytes().await.unwrap();
    assert!(matches!(
        Message::decode(&answer).unwrap(),
        Message::Unavailable { document: denied, .. } if denied == document
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_title_in_the_list_follows_the_document() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let record = territory(&server, &[(&ana, Role::MANAGER)]).await;
    let document = record.documents[0].id;
    let mut peer = Peer::with(&server.address, &ana.token, &[document]).await;
    let now = peer.now();
    let edit = TerritoryEdit::SetTitle("San Bernardo".to_owned());
    peer.device
        .edit(document, now, |tx| edit.apply(tx))
        .unwrap();
    peer.until("it is saved", |peer| peer.is_saved(document))
        .await;
    let listed = territories(&server, &ana).await;
    assert_eq!(listed["territories"][0]["title"], "San Bernardo");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_territory_travels_as_a_file_and_in_a_backup() {
    let folder = tempfile::TempDir::new().unwrap();
    let data = data_folder(folder.path());
    trama_ok(&data, &["user", "add", "ana", "--admin"]).await;
    let id = trama_ok(&data, &["territory", "create", "Sur", "--owner", "ana"]).await;
    assert_eq!(
        trama_ok(&data, &["territory", "list"]).await,
        format!("{id}  Sur")
    );
    assert_eq!(trama_ok(&data, &["case", "list"]).await, "");
    let file = data.join("sur.json");
    let path = file.to_str().unwrap();
    trama_ok(&data, &["territory", "export", &id, "--out", path]).await;
    let mut written: Value =
        serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(written["format"], "trama-territory");
    written["territory"]["services"] =
        json!({"omil": {"name": "OMIL", "needs": ["labour_employment"]}});
    std::fs::write(&file, written.to_string()).unwrap();
    let second = trama_ok(&data, &["territory", "import", path]).await;
    assert_ne!(second, id, "the one that is there is not changed");
    let exported = trama_ok(&data, &["territory", "export", &second]).await;
    let exported: Value = serde_json::from_str(&exported).unwrap();
    assert_eq!(
        exported["territory"]["services"],
        written["territory"]["services"]
    );

    // What is wrong is refused whole, and told.
    written["territory"]["services"]["omil"]["name"] = json!("");
    std::fs::write(&file, written.to_string()).unwrap();
    let refused = trama(&data, &["territory", "import", path]).await;
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("/territory/services/omil/name"));

    // A territory is no case, and has no zones.
    assert!(
        !trama(&data, &["grant", &id, "ana", "reader"])
            .await
            .status
            .success()
    );
    assert!(!trama(&data, &["export", &id]).await.status.success());
    let by_zone = ["territory", "grant", &id, "ana", "case=read"];
    assert!(!trama(&data, &by_zone).await.status.success());
    trama_ok(&data, &["territory", "grant", &id, "ana", "reader"]).await;

    let backup = data.join("backup.db");
    trama_ok(&data, &["backup", backup.to_str().unwrap()]).await;
    let other_folder = tempfile::TempDir::new().unwrap();
    let other = data_folder(other_folder.path());
    let key = data.join("master.key");
    let restore = [
        "restore",
        backup.to_str().unwrap(),
        "--key-file",
        key.to_str().unwrap(),
    ];
    trama_ok(&other, &restore).await;
    assert_eq!(
        trama_ok(&other, &["territory", "list"])
            .await
            .lines()
            .count(),
        2
    );
    assert_eq!(trama_ok(&other, &["case", "list"]).await, "");
    assert!(TerritoryId::try_from(id).is_ok());
}
