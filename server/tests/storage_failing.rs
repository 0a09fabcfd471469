//! A storage that refuses: nothing is called saved that is not, people are told, and everything arrives in the end.

use std::{path::Path, process::Command, sync::Arc};

use tempfile::TempDir;
use trama_server::rights::Role;
use trama_shared::{case::Zone, sync::wire::Status};

use crate::kit::{
    TestServer, document as document_of,
    faulty::{Faults, Faulty},
    peer::Peer,
};

async fn health(server: &TestServer) -> (u16, String) {
    let response = reqwest::get(server.url("/health")).await.unwrap();
    let status = response.status().as_u16();
    let body: serde_json::Value = response.json().await.unwrap();
    (status, body["status"].as_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn while_nothing_can_be_stored_nothing_is_called_saved() {
    let faults = Arc::new(Faults::default());
    let wrapped = Arc::clone(&faults);
    let folder = Arc::new(TempDir::new().unwrap());
    let server = TestServer::over(
        folder,
        |_| {},
        move |inner| {
            Arc::new(Faulty {
                inner,
                faults: wrapped,
            })
        },
    )
    .await;
    let ana = server.user("Ana").await;
    let case = server.case("Caso", &[(&ana, Role::MANAGER)]).await;
    let doc = document_of(&case, Zone::Case);
    let mut writer = Peer::with(&server.address, &ana.token, &[doc]).await;
    let mut watcher = Peer::with(&server.address, &ana.token, &[doc]).await;
    assert_eq!(health(&server).await, (200, "ok".to_owned()));

    faults.fail(true);
    let key = writer.edit(doc);
    writer
        .until("he is told", |peer| {
            peer.was_told(doc, Status::StorageFailing)
        })
        .await;
    writer
        .until("it was tried again", |_| faults.failed() > 1)
        .await;
    assert!(!writer.is_saved(doc));
    assert!(
        writer
            .device
            .replica(doc)
            .unwrap()
            .own_edits()
            .server_failing
    );
    assert_eq!(health(&server).await, (503, "degraded".to_owned()));
    watcher
        .until("all are told", |peer| {
            peer.was_told(doc, Status::StorageFailing)
        })
        .await;
    assert!(!watcher.has(doc, &key));

    faults.fail(false);
    writer.until("saved", |peer| peer.is_saved(doc)).await;
    watcher.until_has(doc, &key).await;
    writer
        .until("all is well", |peer| peer.was_told(doc, Status::Stored))
        .await;
    assert_eq!(health(&server).await, (200, "ok".to_owned()));
}

/// A file system of a few megabytes, taken away again with the test. `None` where we may not mount.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"])
            .arg(folder.path())
            .output();
        mounted
            .is_ok_and(|output| output.status.success())
            .then_some(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Takes every byte that is left.
    fn fill(&self) {
        use std::io::Write;
        let mut file = std::fs::File::create(self.path().join("filler")).unwrap();
        let mut block = 64 * 1024;
        while block > 0 {
            match file.write(&vec![0; block]) {
                Ok(written) if written > 0 => {}
                _ => block /= 2,
            }
        }
    }

    fn free(&self) {
        std::fs::remove_file(self.path().join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg("-l").arg(self.0.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_loses_nothing() {
    let Some(disk) = SmallDisk::mount() else {
        // Without the right to mount, the test above stands for this one.
        eprintln!("skipped: a small disk cannot be mounted here");
        return;
    };
    let data = disk.path().join("data");
    let server = TestServer::with(|settings| settings.data = data.clone()).await;
    let ana = server.user("Ana").await;
    let case = server.case("Caso", &[(&ana, Role::MANAGER)]).await;
    let doc = document_of(&case, Zone::Case);
    let mut writer = Peer::with(&server.address, &ana.token, &[doc]).await;
    let mut watcher = Peer::with(&server.address, &ana.token, &[doc]).await;
    let before = writer.edit_and_save(doc).await;

    disk.fill();
    let mut keys = Vec::new();
    while !writer.was_told(doc, Status::StorageFailing) {
        // The write-ahead log has some room of its own left.
        keys.push(writer.edit(doc));
        writer
            .until("saved, or told why not", |peer| {
                peer.is_saved(doc) || peer.was_told(doc, Status::StorageFailing)
            })
            .await;
    }
    assert!(!writer.is_saved(doc));
    let last = keys.last().unwrap().clone();
    assert!(!watcher.has(doc, &last));
    assert_eq!(health(&server).await, (503, "degraded".to_owned()));

    disk.free();
    writer.until("saved", |peer| peer.is_saved(doc)).await;
    for key in keys.iter().chain([&before]) {
        watcher.until_has(doc, key).await;
    }
    let folder = server.stop().await;
    let verified = crate::kit::program::trama_ok(&data, &["verify"]).await;
    assert!(verified.ends_with(" 0 damaged"), "{verified}");
    drop(folder);
}
