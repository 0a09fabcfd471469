//! A stock samod client, with a token, beside a device of ours.

use std::{convert::Infallible, future::ready, io, sync::Arc};

use automerge::{ReadDoc, transaction::Transactable};
use futures_util::{SinkExt, StreamExt, future::BoxFuture};
use samod::{BackoffConfig, DialError, Dialer, DocHandle, Repo, Transport, Url};
use tokio::time::timeout;
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Error, Message},
};
use trama_server::rights::Role;
use trama_shared::{case::Zone, ids::DocumentId};

use crate::kit::{PATIENCE, TestServer, document as document_of, peer::Peer};

struct Socket(Url);

impl Dialer for Socket {
    type Error = Infallible;

    fn url(&self) -> Url {
        self.0.clone()
    }

    fn connect(&self) -> BoxFuture<'static, Result<Transport, DialError<Infallible>>> {
        let url = self.0.to_string();
        Box::pin(async move {
            let (socket, _) = connect_async(url).await.map_err(DialError::transient)?;
            let (sink, stream) = socket.split();
            let stream = stream.filter_map(|frame| {
                ready(match frame {
                    Ok(Message::Binary(bytes)) => Some(Ok(bytes.to_vec())),
                    Ok(_) => None,
                    Err(error) => Some(Err(io::Error::other(error))),
                })
            });
            let sink =
                sink.with(|bytes: Vec<u8>| ready(Ok::<_, Error>(Message::Binary(bytes.into()))));
            Ok(Transport::new(Box::pin(stream), Box::pin(sink)))
        })
    }
}

async fn repo(server: &TestServer, token: &str) -> Repo {
    let repo = Repo::build_tokio().load().await;
    let url = format!("ws://{}/sync?token={token}", server.address);
    let dialer = Arc::new(Socket(url.parse().unwrap()));
    let handle = repo.dial(BackoffConfig::default(), dialer).unwrap();
    timeout(PATIENCE, handle.established())
        .await
        .expect("samod does not connect")
        .unwrap();
    repo
}

async fn find(repo: &Repo, document: DocumentId) -> Option<DocHandle> {
    let id = document.to_string().parse().unwrap();
    timeout(PATIENCE, repo.find(id))
        .await
        .expect("samod gets no answer")
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn samod_reads_edits_and_sees_edits_live() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let case = server.case("Caso", &[(&ana, Role::MANAGER)]).await;
    let doc = document_of(&case, Zone::Case);
    let mut peer = Peer::with(&server.address, &ana.token, &[doc]).await;
    let first = peer.edit_and_save(doc).await;

    let repo = repo(&server, &ana.token).await;
    let handle = find(&repo, doc).await.expect("samod finds the document");
    let has = |handle: &DocHandle, key: &str| {
        handle.with_document(|doc| matches!(doc.get(automerge::ROOT, key), Ok(Some(_))))
    };
    assert!(has(&handle, &first));

    let mut changes = handle.changes();
    let second = peer.edit_and_save(doc).await;
    peer.meanwhile(async {
        while !has(&handle, &second) {
            timeout(PATIENCE, changes.next())
                .await
                .expect("samod sees no edit");
        }
    })
    .await;

    handle.with_document(|doc| {
        let mut tx = doc.transaction();
        tx.put(automerge::ROOT, "by samod", true).unwrap();
        tx.commit();
    });
    peer.until_has(doc, "by samod").await;

    // Presence, both ways; the number 7 in CBOR.
    handle.broadcast(vec![0x07]);
    peer.until("presence of samod", |peer| !peer.ephemeral.is_empty())
        .await;
    assert_eq!(peer.ephemeral[0].data, [0x07]);
    let mut heard = Box::pin(handle.ephemera());
    let now = peer.now();
    peer.device.send_ephemeral(doc, vec![0x08], now);
    let told = peer.meanwhile(timeout(PATIENCE, heard.next())).await;
    assert_eq!(told.expect("samod hears nobody"), Some(vec![0x08]));
    repo.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn samod_finds_nothing_where_it_may_not_look() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let eve = server.user("Eve").await;
    let case = server.case("Caso", &[(&ana, Role::MANAGER)]).await;
    let repo = repo(&server, &eve.token).await;
    let denied = find(&repo, document_of(&case, Zone::Case)).await;
    assert!(denied.is_none());
    let unknown = find(&repo, DocumentId::from_bytes([9; 16])).await;
    assert!(unknown.is_none());
    repo.stop().await;
}
