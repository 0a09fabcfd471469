//! What the server keeps of documents that somebody has touched once. By itself in its process: the system measures that.

use std::time::Duration;

use trama_server::rights::Role;
use trama_shared::{ids::DocumentId, sync::wire::Message};

use crate::{
    kit::{TestServer, User, raw::Raw},
    live::metric,
};

/// Documents that one socket opens here; it may open twice as many.
const AT_ONCE: usize = 1_000;

/// A sync message of somebody who has nothing.
const HELLO: [u8; 5] = [0x42, 0, 0, 0, 0];

/// Bytes of memory that this process holds.
fn resident() -> i64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: i64 = statm.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4_096
}

/// Opens each document, reads what the server has of it, and leaves; until the server has put all of them away.
async fn touch(server: &TestServer, user: &User, documents: &[DocumentId]) {
    for (number, some) in documents.chunks(AT_ONCE).enumerate() {
        let name = format!("toucher-{}-{number}", documents.len());
        let mut raw = Raw::program(&server.address, &user.token, &name).await;
        for document in some {
            raw.request(*document, HELLO.to_vec()).await;
            while !matches!(raw.next().await.unwrap(), Message::Sync { document: of, .. } if of == *document)
            {
            }
        }
    }
    while metric(server, "trama_rooms").await > 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes, and its process for itself: scripts/soak.sh runs it"]
async fn a_touched_document_leaves_little() {
    let touched = std::env::var("TRAMA_TOUCHED").map_or(3_000, |text| text.parse().unwrap());
    let server = TestServer::with(|settings| {
        settings.hub.room_idle = Duration::from_millis(100);
    })
    .await;
    let ana = server.user("Ana").await;
    let mut documents = Vec::new();
    while documents.len() < AT_ONCE + touched {
        let title = format!("Caso {}", documents.len());
        let case = server.case(&title, &[(&ana, Role::MANAGER)]).await;
        documents.extend(case.documents.iter().map(|document| document.id));
    }
    // What is held once, however many there are, is not counted.
    touch(&server, &ana, &documents[..AT_ONCE]).await;
    let before = resident();
    touch(&server, &ana, &documents[AT_ONCE..]).await;
    let left = (resident() - before) / i64::try_from(touched).unwrap();
    println!("a touched document leaves {left} bytes, of {touched}");
    assert!(left <= 1_024);
}
