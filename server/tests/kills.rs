//! `kill -9` of the real program: what it acknowledged is there afterwards, every time.

use std::time::Duration;

use tempfile::TempDir;
use trama_shared::ids::DocumentId;

use crate::kit::{
    peer::{Peer, random},
    program::{Program, data_folder, trama_ok},
};

/// 50 in tests; `make soak` asks for 1,000.
fn rounds() -> usize {
    let wanted = std::env::var("TRAMA_KILL_ROUNDS").ok();
    wanted.and_then(|text| text.parse().ok()).unwrap_or(50)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_edit_is_lost_to_a_kill() {
    let folder = TempDir::new().unwrap();
    let data = data_folder(folder.path());
    trama_ok(&data, &["user", "add", "ana"]).await;
    let token = trama_ok(&data, &["token", "create", "ana"]).await;
    trama_ok(&data, &["case", "create", "Caso", "--owner", "ana"]).await;
    let list = trama_ok(&data, &["case", "list", "--json"]).await;
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let id = list[0]["documents"]["case"].as_str().unwrap();
    let doc: DocumentId = id.parse().unwrap();

    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..rounds() {
        let mut program = Program::serve(&data, &[]).await;
        let mut peer = Peer::with(&program.address, &token, &[doc]).await;
        for key in &acknowledged {
            assert!(peer.has(doc, key), "round {round}: {key} is lost");
        }
        if round % 2 == 0 {
            // At the very moment of the acknowledgement.
            for _ in 0..=round % 5 {
                acknowledged.push(peer.edit_and_save(doc).await);
            }
            program.kill().await;
        } else {
            // Anywhere: while edits stream in, after a random while. (Not a wait for something: the moment itself is
            // what is tried.)
            let wait = Duration::from_micros(u64::from(u16::from_be_bytes(random())));
            let kill = async {
                tokio::time::sleep(wait).await;
                program.kill().await;
            };
            tokio::pin!(kill);
            let killed = loop {
                let key = peer.edit(doc);
                tokio::select! {
                    () = &mut kill => break true,
                    saved = saved_or_closed(&mut peer, doc) => {
                        if !saved {
                            break false;
                        }
                        acknowledged.push(key);
                    }
                }
            };
            if !killed {
                kill.await;
            }
        }
        if round % 10 == 9 {
            let verified = trama_ok(&data, &["verify"]).await;
            assert!(
                verified.ends_with(" 0 damaged"),
                "round {round}: {verified}"
            );
        }
    }
    let verified = trama_ok(&data, &["verify"]).await;
    assert!(verified.ends_with(" 0 damaged"), "{verified}");
    let program = Program::serve(&data, &[]).await;
    let peer = Peer::with(&program.address, &token, &[doc]).await;
    for key in &acknowledged {
        assert!(peer.has(doc, key), "{key} is lost");
    }
    assert!(acknowledged.len() >= rounds());
    assert_eq!(program.terminate().await.0, Some(0));
}

/// Whether the edits so far were acknowledged before the connection broke.
async fn saved_or_closed(peer: &mut Peer, doc: DocumentId) -> bool {
    peer.until("saved, or cut off", |peer| {
        peer.is_saved(doc) || !peer.device.client().is_live()
    })
    .await;
    peer.is_saved(doc)
}
