//! Messages with damage inside of chunks whose checksums are right, so that it reaches whoever reads them: through real
//! sockets, while others work. `TRAMA_MUTATIONS` says how many.

use rand::{SeedableRng, rngs::SmallRng, seq::IndexedRandom};
use trama_fuzz::mutations::Mutator;
use trama_server::rights::Role;
use trama_shared::{case::Zone, ids::DocumentId, sync::wire::Message};

use crate::{
    kit::{TestServer, User, document as document_of, peer::Peer, program::trama_ok, raw::Raw},
    live::metric,
};

/// How many damaged messages the server has to take, if nobody says otherwise.
const MUTATIONS: i64 = 100_000;

/// So many are sent between two looks at how the others fare.
const ROUND: i64 = 5_000;

/// Sends damaged messages until the server has taken so many in all.
async fn attack(server: &TestServer, mal: &User, documents: &[DocumentId], seed: u64, total: i64) {
    let mutator = Mutator::default();
    let mut random = SmallRng::seed_from_u64(seed);
    while metric(server, "trama_messages_in_total").await < total {
        let name = format!("mal {seed}");
        let mut raw = Raw::program(&server.address, &mal.token, &name).await;
        for _ in 0..50 {
            let document = *documents.choose(&mut random).unwrap();
            raw.sync(document, mutator.message(&mut random)).await;
        }
        // Either it answers, having taken all of them, or it has had enough.
        let beat = Message::TramaBeat {
            sender: name,
            target: raw.server.clone(),
            echo: false,
        };
        raw.send(&beat).await;
        while let Some(bytes) = raw.next_bytes().await {
            if matches!(
                Message::decode(&bytes),
                Ok(Message::TramaBeat { echo: true, .. })
            ) {
                break;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_behind_right_checksums_ends_nothing_and_stalls_nobody() {
    let wanted = std::env::var("TRAMA_MUTATIONS");
    let wanted: i64 = wanted.map_or(MUTATIONS, |text| text.parse().unwrap());
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let mal = server.user("Mal").await;
    let mut attacked = Vec::new();
    for number in 0..4 {
        let title = format!("Atacado {number}");
        let case = server.case(&title, &[(&mal, Role::MANAGER)]).await;
        attacked.push(document_of(&case, Zone::Case));
    }
    let other = server.case("Otro", &[(&ana, Role::MANAGER)]).await;
    let other = document_of(&other, Zone::Case);
    let mut writer = Peer::with(&server.address, &ana.token, &[other]).await;
    let mut watcher = Peer::with(&server.address, &ana.token, &[other]).await;

    let mut taken = 0;
    while taken < wanted {
        let before = metric(&server, "trama_messages_in_total").await;
        let total = before + ROUND.min(wanted - taken);
        let seed = taken.unsigned_abs();
        let (server, mal, attacked) = (&server, &mal, &attacked);
        let attackers = async {
            let attack = |n| attack(server, mal, attacked, 4 * seed + n, total);
            tokio::join!(attack(0), attack(1), attack(2), attack(3));
        };
        // Others work meanwhile.
        let work = async {
            tokio::pin!(attackers);
            loop {
                let edit = async {
                    let key = writer.edit_and_save(other).await;
                    writer.meanwhile(watcher.until_has(other, &key)).await;
                };
                tokio::select! {
                    () = &mut attackers => return,
                    () = edit => {}
                }
            }
        };
        Box::pin(work).await;
        taken += metric(server, "trama_messages_in_total").await - before;
    }
    let key = writer.edit_and_save(other).await;
    watcher.until_has(other, &key).await;

    // Much of it was refused, and some of it got as far as the documents: else nothing was tried.
    let refused = metric(&server, "trama_refused_messages_total").await;
    assert!(refused > wanted / 10, "{refused} refused");
    let figures = server.casebook.storage().figures().await.unwrap();
    assert!(figures.chunks > 10, "{figures:?}");
    assert!(figures.refused > 0, "{figures:?}");

    // What was taken is what is on the disk: all of it loads, and says the same.
    let mut heads = Vec::new();
    for document in &attacked {
        let peer = Peer::with(&server.address, &mal.token, &[*document]).await;
        heads.push(peer.device.replica(*document).unwrap().doc().get_heads());
    }
    let folder = server.stop().await;
    let server = TestServer::over(folder, |_| {}, |storage| storage).await;
    let verified = trama_ok(&server.data(), &["verify"]).await;
    assert!(verified.ends_with(" 0 damaged"), "{verified}");
    for (document, heads) in attacked.iter().zip(heads) {
        let peer = Peer::with(&server.address, &mal.token, &[*document]).await;
        let doc = peer.device.replica(*document).unwrap().doc();
        assert_eq!(doc.get_heads(), heads);
    }
}
