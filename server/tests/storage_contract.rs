//! What every storage must do. A new backend is right when it passes this suite: add it to the list at the end.

use std::{collections::BTreeSet, sync::Arc};

use tempfile::TempDir;
use trama_server::{
    rights::Right,
    storage::{
        CaseDocument, CaseRecord, Commit, Grant, NewCase, Owner, Quarantined, RecordKind, Refused,
        Session, Slot, Storage, StorageError, StoredChunk, User, UserId, postgres::PostgresStorage,
        sqlite::SqliteStorage,
    },
};
use trama_shared::{
    case::Zone,
    ids::{CaseId, DocumentId},
};

use crate::kit::cluster::Cluster;

fn user(number: u8, admin: bool) -> User {
    User {
        id: UserId::from_bytes([number; 16]),
        name_index: [number; 32],
        name: vec![number],
        admin,
        password: "hash".to_owned(),
        created_at: i64::from(number),
    }
}

fn chunk(key: &str, content: u8) -> StoredChunk {
    StoredChunk {
        key: key.to_owned(),
        kind: 1,
        sealed: vec![content; 10],
        length: 7,
        created_at: 5,
        quarantine: None,
    }
}

fn document(number: u8) -> DocumentId {
    DocumentId::from_bytes([number; 16])
}

fn case(id: &str, number: u8) -> CaseRecord {
    CaseRecord {
        id: id.parse().unwrap(),
        kind: RecordKind::Case,
        key: vec![number],
        title: vec![number, number],
        changed_at: i64::from(number),
        documents: vec![
            CaseDocument {
                id: document(number),
                zone: Zone::Case,
            },
            CaseDocument {
                id: document(number + 100),
                zone: Zone::Reserved,
            },
        ],
    }
}

fn new_case(id: &str, number: u8, grants: Vec<Grant>) -> NewCase {
    NewCase {
        record: case(id, number),
        chunks: vec![(document(number).into(), chunk("first", number))],
        grants,
    }
}

fn grant(number: u8, user: u8, right: Right) -> Grant {
    Grant {
        document: document(number),
        user: UserId::from_bytes([user; 16]),
        right,
    }
}

fn commit(number: u8, id: &str, chunks: Vec<StoredChunk>) -> Commit {
    Commit {
        slot: document(number).into(),
        owner: Owner::Case(id.parse().unwrap()),
        chunks,
        replaces: Vec::new(),
        title: None,
        changed_at: Some(50),
        authors: Vec::new(),
    }
}

async fn keys(storage: &dyn Storage, slot: Slot) -> Vec<String> {
    let chunks = storage.chunks(slot).await.unwrap();
    let keys: Vec<_> = chunks.into_iter().map(|chunk| chunk.key).collect();
    assert_eq!(storage.chunk_keys(slot).await.unwrap().len(), keys.len());
    keys
}

async fn accounts(storage: &dyn Storage) {
    let ana = user(1, false);
    storage.add_user(ana.clone()).await.unwrap();
    assert_eq!(
        storage.add_user(ana.clone()).await,
        Err(StorageError::Taken)
    );
    let same_name = User {
        id: UserId::from_bytes([9; 16]),
        ..ana.clone()
    };
    assert_eq!(storage.add_user(same_name).await, Err(StorageError::Taken));
    assert_eq!(storage.user(ana.id).await, Ok(Some(ana.clone())));
    assert_eq!(storage.user_by_name([1; 32]).await, Ok(Some(ana.clone())));
    assert_eq!(storage.user_by_name([2; 32]).await, Ok(None));
    assert_eq!(storage.users().await, Ok(vec![ana]));
}

async fn sessions_and_tokens(storage: &dyn Storage) {
    let ana = UserId::from_bytes([1; 16]);
    let session = |token, expires_at| Session {
        token: [token; 32],
        user: ana,
        expires_at,
    };
    storage.add_session(session(1, 100), 0).await.unwrap();
    storage.add_session(session(2, 300), 200).await.unwrap();
    // The first one had ended when the second began.
    assert_eq!(storage.session([1; 32]).await, Ok(None));
    storage.extend_session([2; 32], 400).await.unwrap();
    storage.extend_session([2; 32], 350).await.unwrap();
    assert_eq!(storage.session([2; 32]).await, Ok(Some(session(2, 400))));
    let version = storage.rights_version().await.unwrap();
    storage.end_session([2; 32]).await.unwrap();
    assert_eq!(storage.session([2; 32]).await, Ok(None));
    assert!(storage.rights_version().await.unwrap() > version);
    let nobody = Session {
        user: UserId::from_bytes([77; 16]),
        ..session(3, 1)
    };
    assert_eq!(
        storage.add_session(nobody, 0).await,
        Err(StorageError::Missing)
    );

    storage.add_token([8; 32], ana, 0).await.unwrap();
    assert_eq!(storage.token_user([8; 32]).await, Ok(Some(ana)));
    assert_eq!(storage.token_user([9; 32]).await, Ok(None));

    let set = async |user, tokens| storage.set_password(user, "other".to_owned(), tokens).await;
    storage.add_session(session(4, 500), 0).await.unwrap();
    let version = storage.rights_version().await.unwrap();
    set(ana, false).await.unwrap();
    let stored = storage.user(ana).await.unwrap().unwrap();
    assert_eq!(stored.password, "other");
    assert_eq!(storage.session([4; 32]).await, Ok(None));
    assert_eq!(storage.token_user([8; 32]).await, Ok(Some(ana)));
    assert!(storage.rights_version().await.unwrap() > version);
    set(ana, true).await.unwrap();
    assert_eq!(storage.token_user([8; 32]).await, Ok(None));
    let nobody = UserId::from_bytes([77; 16]);
    assert_eq!(set(nobody, false).await, Err(StorageError::Missing));
}

async fn cases(storage: &dyn Storage) {
    let owner = vec![grant(10, 1, Right::Write), grant(110, 1, Right::Read)];
    storage.add_case(new_case("one", 10, owner)).await.unwrap();
    storage.add_case(new_case("two", 20, vec![])).await.unwrap();
    assert_eq!(
        storage.add_case(new_case("one", 30, vec![])).await,
        Err(StorageError::Taken)
    );
    // All or nothing: a right for nobody leaves no case behind.
    let broken = new_case("three", 40, vec![grant(40, 77, Right::Read)]);
    assert_eq!(storage.add_case(broken).await, Err(StorageError::Missing));
    let ids: Vec<_> = storage.cases().await.unwrap();
    assert_eq!(ids, [case("two", 20), case("one", 10)]);
    let one: CaseId = "one".parse().unwrap();
    assert_eq!(storage.case(one).await, Ok(Some(case("one", 10))));
    let three: CaseId = "three".parse().unwrap();
    assert_eq!(storage.case(three).await, Ok(None));
    assert_eq!(
        storage.case_of(document(110)).await,
        Ok(Some((case("one", 10), Zone::Reserved)))
    );
    assert_eq!(storage.case_of(document(99)).await, Ok(None));
}

async fn territories(storage: &dyn Storage) {
    let mut territory = new_case("land", 60, vec![grant(60, 1, Right::Read)]);
    territory.record.kind = RecordKind::Territory;
    territory.record.documents.truncate(1);
    let before = storage.figures().await.unwrap().cases;
    storage.add_case(territory.clone()).await.unwrap();
    let id: CaseId = "land".parse().unwrap();
    let found = storage.case(id).await.unwrap().unwrap();
    assert_eq!(found, territory.record);
    assert!(storage.cases().await.unwrap().contains(&territory.record));
    // It is counted as none of the cases.
    assert_eq!(storage.figures().await.unwrap().cases, before);
}

async fn rights(storage: &dyn Storage) {
    let ana = UserId::from_bytes([1; 16]);
    let of_ana = |grants: Vec<Grant>| -> BTreeSet<_> {
        grants.into_iter().map(|g| (g.document, g.right)).collect()
    };
    let now = of_ana(storage.grants_of(ana).await.unwrap());
    assert_eq!(
        now,
        [(document(10), Right::Write), (document(110), Right::Read)].into()
    );
    let version = storage.rights_version().await.unwrap();
    assert_eq!(storage.rights_version().await, Ok(version));
    let revoked = vec![grant(10, 1, Right::None)];
    storage.set_grants(revoked).await.unwrap();
    assert!(storage.rights_version().await.unwrap() > version);
    let now = of_ana(storage.grants_of(ana).await.unwrap());
    assert!(
        now.contains(&(document(10), Right::None)),
        "revoking is remembered"
    );
    let unknown = vec![grant(10, 1, Right::Read), grant(99, 1, Right::Read)];
    assert_eq!(
        storage.set_grants(unknown).await,
        Err(StorageError::Missing)
    );
    let now = of_ana(storage.grants_of(ana).await.unwrap());
    assert!(now.contains(&(document(10), Right::None)), "all or nothing");
}

async fn chunks(storage: &dyn Storage) {
    let slot = Slot::from(document(10));
    let batch = commit(10, "one", vec![chunk("a", 1), chunk("b", 2)]);
    storage.commit(batch.clone()).await.unwrap();
    // A batch that is tried again, for nobody knew whether it arrived.
    storage.commit(batch).await.unwrap();
    assert_eq!(keys(storage, slot).await, ["first", "a", "b"]);
    assert_eq!(storage.chunks(slot).await.unwrap()[1], chunk("a", 1));
    let named = ["b", "none", "first"].map(str::to_owned).to_vec();
    let named = storage.chunks_named(slot, named).await.unwrap();
    assert_eq!(named, [chunk("first", 10), chunk("b", 2)]);
    let one: CaseId = "one".parse().unwrap();
    let record = storage.case(one.clone()).await.unwrap().unwrap();
    assert_eq!((record.changed_at, record.title), (50, vec![10, 10]));

    storage
        .quarantine(slot, "b".to_owned(), "it is damaged".to_owned())
        .await
        .unwrap();
    let none = storage.quarantine(slot, "none".to_owned(), String::new());
    assert_eq!(none.await, Err(StorageError::Missing));
    let compaction = Commit {
        replaces: vec!["first".to_owned(), "a".to_owned(), "b".to_owned()],
        changed_at: None,
        title: Some(vec![3]),
        ..commit(10, "one", vec![chunk("whole", 9)])
    };
    storage.commit(compaction).await.unwrap();
    assert_eq!(
        keys(storage, slot).await,
        ["b", "whole"],
        "quarantined stays"
    );
    let record = storage.case(one).await.unwrap().unwrap();
    assert_eq!((record.changed_at, record.title), (50, vec![3]));
    assert_eq!(storage.figures().await.unwrap().quarantined, 1);

    let again = commit(10, "one", vec![chunk("b", 2), chunk("whole", 77)]);
    storage.commit(again).await.unwrap();
    let now = storage.chunks(slot).await.unwrap();
    assert_eq!(
        now[0],
        chunk("b", 2),
        "a good one heals what is in quarantine"
    );
    assert_eq!(
        now[1].sealed,
        vec![9; 10],
        "and nothing else is written over"
    );
    let figures = storage.figures().await.unwrap();
    assert_eq!((figures.quarantined, figures.cases), (0, 2));

    let nowhere = commit(99, "one", vec![chunk("a", 1)]);
    assert_eq!(storage.commit(nowhere).await, Err(StorageError::Missing));
    let gone = commit(10, "gone", vec![chunk("c", 1)]);
    assert_eq!(storage.commit(gone).await, Err(StorageError::Missing));
    assert_eq!(keys(storage, slot).await, ["b", "whole"]);
}

async fn drawers(storage: &dyn Storage) {
    let ana = UserId::from_bytes([1; 16]);
    assert_eq!(storage.drawer(ana).await, Ok(None));
    storage.add_drawer(ana, vec![1]).await.unwrap();
    storage.add_drawer(ana, vec![2]).await.unwrap();
    let slot = Slot::in_drawer(ana, document(10));
    assert_ne!(slot, Slot::from(document(10)));
    let batch = Commit {
        slot,
        owner: Owner::Drawer {
            user: ana,
            document: document(10),
        },
        ..commit(10, "one", vec![chunk("a", 1)])
    };
    storage.commit(batch).await.unwrap();
    let drawer = storage.drawer(ana).await.unwrap().unwrap();
    assert_eq!(drawer.key, [1], "the first key counts");
    assert_eq!((drawer.documents, drawer.bytes), ([slot].into(), 7));
}

/// Many batches at once: each is answered for itself, and one that fails takes no other with it.
async fn many_at_once(storage: Arc<dyn Storage>) {
    let mut commits = tokio::task::JoinSet::new();
    for number in 0..200 {
        let storage = Arc::clone(&storage);
        commits.spawn(async move {
            let case = if number % 10 == 0 { "gone" } else { "two" };
            let batch = commit(20, case, vec![chunk(&format!("many-{number}"), 1)]);
            (number, storage.commit(batch).await)
        });
    }
    while let Some(done) = commits.join_next().await {
        let (number, result) = done.unwrap();
        let expected = if number % 10 == 0 {
            Err(StorageError::Missing)
        } else {
            Ok(())
        };
        assert_eq!(result, expected, "{number}");
    }
    assert_eq!(keys(&*storage, document(20).into()).await.len(), 181);
}

async fn authors_and_quarantine(storage: &dyn Storage) {
    let slot = Slot::from(document(10));
    let (ana, luis) = (UserId::from_bytes([1; 16]), UserId::from_bytes([2; 16]));
    storage.add_user(user(2, false)).await.unwrap();
    let gone = UserId::from_bytes([77; 16]);
    let batch = Commit {
        authors: vec![(vec![7; 16], ana), (vec![9; 16], gone)],
        ..commit(10, "one", Vec::new())
    };
    storage.commit(batch).await.unwrap();
    let later = Commit {
        authors: vec![(vec![7; 16], luis), (vec![8; 16], luis)],
        ..commit(10, "one", Vec::new())
    };
    storage.commit(later).await.unwrap();
    let authors: BTreeSet<_> = storage.authors(slot).await.unwrap().into_iter().collect();
    let expected = [(vec![7; 16], ana), (vec![8; 16], luis)];
    assert_eq!(authors, expected.into(), "the first one has it");
    assert_eq!(storage.authors(document(20).into()).await, Ok(vec![]));

    let refused = |key: &str, user: UserId, at: i64| Refused {
        slot,
        user,
        key: key.to_owned(),
        reason: "it is harmful".to_owned(),
        sealed: vec![9; 20],
        length: 4,
        at,
    };
    storage.add_refused(refused("a", ana, 1)).await.unwrap();
    storage.add_refused(refused("a", ana, 5)).await.unwrap();
    let kept = storage.refused().await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (kept[0].times, kept[0].first_at, kept[0].refused.at),
        (2, 1, 5)
    );
    assert!(
        kept[0].refused.sealed.is_empty(),
        "the list is without bytes"
    );
    let one = storage.refused_one(kept[0].number).await.unwrap().unwrap();
    assert_eq!(one.refused, refused("a", ana, 5));
    // Of each user the newest.
    for number in 0..200 {
        let of_luis = refused(&format!("l-{number}"), luis, number);
        storage.add_refused(of_luis).await.unwrap();
    }
    let kept = storage.refused().await.unwrap();
    assert_eq!(kept.len(), 65);
    let newest = |at: i64| {
        kept.iter()
            .any(|k| k.refused.user == luis && k.refused.at == at)
    };
    assert!(newest(199) && newest(136) && !newest(135));
    assert_eq!(storage.figures().await.unwrap().refused, 65);
    for record in kept {
        let what = Quarantined::Refused(record.number);
        storage.drop_quarantined(what).await.unwrap();
        let again = storage.drop_quarantined(what).await;
        assert_eq!(again, Err(StorageError::Missing));
    }

    assert_eq!(storage.damaged().await, Ok(vec![]));
    let batch = commit(10, "one", vec![chunk("damaged", 1)]);
    storage.commit(batch).await.unwrap();
    storage
        .quarantine(slot, "damaged".to_owned(), "a seal".to_owned())
        .await
        .unwrap();
    let damaged = storage.damaged().await.unwrap();
    assert_eq!(damaged.len(), 1);
    assert_eq!(
        (&*damaged[0].key, &*damaged[0].reason),
        ("damaged", "a seal")
    );
    let what = Quarantined::Damaged(damaged[0].number);
    storage.drop_quarantined(what).await.unwrap();
    assert!(!keys(storage, slot).await.contains(&"damaged".to_owned()));
    let whole = Quarantined::Damaged(1);
    let missing = storage.drop_quarantined(whole).await;
    assert_eq!(missing, Err(StorageError::Missing), "a good chunk stays");
}

async fn setup(storage: &dyn Storage) {
    let nonce = storage.setup_nonce([1; 16]).await.unwrap();
    assert_eq!(nonce, Some([1; 16]));
    assert_eq!(storage.setup_nonce([2; 16]).await, Ok(Some([1; 16])));
    let admin = user(3, true);
    let wrong = storage.finish_setup([2; 16], admin.clone()).await;
    assert_eq!(wrong, Err(StorageError::Missing));
    storage.finish_setup([1; 16], admin.clone()).await.unwrap();
    let twice = storage.finish_setup([1; 16], user(4, true)).await;
    assert_eq!(twice, Err(StorageError::Missing));
    assert_eq!(storage.setup_nonce([5; 16]).await, Ok(None));
    // The case that nobody had a part in is the first administrator's; the other is not.
    let grants = storage.grants_of(admin.id).await.unwrap();
    let documents: BTreeSet<_> = grants.iter().map(|grant| grant.document).collect();
    assert_eq!(documents, [document(20), document(120)].into());
    assert!(grants.iter().all(|grant| grant.right == Right::Write));
}

async fn contract(storage: Arc<dyn Storage>, reopen: impl Future<Output = Arc<dyn Storage>>) {
    accounts(&*storage).await;
    sessions_and_tokens(&*storage).await;
    cases(&*storage).await;
    rights(&*storage).await;
    chunks(&*storage).await;
    drawers(&*storage).await;
    authors_and_quarantine(&*storage).await;
    setup(&*storage).await;
    territories(&*storage).await;
    many_at_once(Arc::clone(&storage)).await;

    // A second one on the same data is noticed by the first.
    let other = reopen.await;
    let slot = Slot::from(document(10));
    let mut outside = storage.outside_changes(slot);
    // Several times, for the first may be told before anything happened.
    for key in ["from outside", "again", "and again"] {
        outside.mark_unchanged();
        let batch = commit(10, "one", vec![chunk(key, 1)]);
        other.commit(batch).await.unwrap();
        outside.changed().await.unwrap();
        assert!(keys(&*storage, slot).await.contains(&key.to_owned()));
    }

    let last = commit(10, "one", vec![chunk("last", 1)]);
    let (stored, ()) = tokio::join!(storage.commit(last), storage.close());
    assert_eq!(stored, Ok(()));
    let late = commit(10, "one", vec![chunk("late", 1)]);
    assert_eq!(storage.commit(late).await, Err(StorageError::Closed));
    assert_eq!(storage.chunks(slot).await, Err(StorageError::Closed));
    assert!(keys(&*other, slot).await.contains(&"last".to_owned()));
    other.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_keeps_the_contract() {
    let folder = TempDir::new().unwrap();
    let open = async || {
        let storage = SqliteStorage::open(folder.path()).unwrap();
        Arc::new(storage) as Arc<dyn Storage>
    };
    contract(open().await, open()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_keeps_the_contract() {
    let cluster = Cluster::shared();
    let address = cluster.database().await.parse().unwrap();
    let open = async || {
        let storage = PostgresStorage::open(&address).await.unwrap();
        Arc::new(storage) as Arc<dyn Storage>
    };
    contract(open().await, open()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_refuses_what_a_newer_version_wrote() {
    let folder = TempDir::new().unwrap();
    SqliteStorage::open(folder.path()).unwrap().close().await;
    let file = folder.path().join("trama.db");
    let connection = rusqlite::Connection::open(file).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let opened = SqliteStorage::open(folder.path()).map(|_| ());
    assert_eq!(
        opened,
        Err(StorageError::TooNew {
            found: 99,
            known: 3
        })
    );
}
