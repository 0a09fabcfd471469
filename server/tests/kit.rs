//! What the tests are built from: a running server, people, peers.

pub(crate) mod cluster;
pub(crate) mod faulty;
pub(crate) mod peer;
pub(crate) mod program;
pub(crate) mod raw;

use std::{path::PathBuf, sync::Arc, time::Duration};

use tempfile::TempDir;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use trama_server::{
    LaunchError, Server, Settings,
    auth::{self, token::SecretToken},
    casebook::Casebook,
    rights::Role,
    seal::MasterKeySource,
    storage::{CaseRecord, Storage, UserId},
    store::Store,
};
use trama_shared::{case::Zone, ids::DocumentId};

/// No test waits longer than this for anything; none of them is meant to come near it.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A server in this process.
pub(crate) struct TestServer {
    pub(crate) address: String,
    pub(crate) casebook: Casebook,
    pub(crate) folder: Arc<TempDir>,
    stop: Option<oneshot::Sender<()>>,
    running: Option<JoinHandle<Result<(), LaunchError>>>,
}

impl TestServer {
    pub(crate) async fn start() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let folder = Arc::new(TempDir::new().unwrap());
        Self::over(folder, change, |storage| storage).await
    }

    /// A server over a folder that may hold something already, its storage wrapped by the test.
    pub(crate) async fn over(
        folder: Arc<TempDir>,
        change: impl FnOnce(&mut Settings),
        wrap: impl FnOnce(Arc<dyn Storage>) -> Arc<dyn Storage>,
    ) -> Self {
        let mut settings = Settings::new(folder.path().join("data"));
        settings.app = folder.path().join("app");
        change(&mut settings);
        let store = Store::open(&settings.data, &settings.database, &MasterKeySource::Folder)
            .await
            .unwrap();
        let storage = wrap(Arc::clone(store.casebook.storage()));
        let casebook = Casebook::new(storage, store.casebook.master().clone());
        let server = Server::over(settings, casebook.clone()).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(server.run(listener, async {
            drop(stopped.await);
        }));
        Self {
            address,
            casebook,
            folder,
            stop: Some(stop),
            running: Some(running),
        }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// An account with a token; its password fits nothing.
    pub(crate) async fn user(&self, name: &str) -> User {
        let master = self.casebook.master();
        let user = auth::new_user(master, name, "no password".to_owned(), false).unwrap();
        let storage = self.casebook.storage();
        storage.add_user(user.clone()).await.unwrap();
        let token = SecretToken::random();
        storage.add_token(token.hash(), user.id, 0).await.unwrap();
        User {
            id: user.id,
            token: token.to_text(),
        }
    }

    /// A browser's session of this user, as the value of its cookie.
    pub(crate) async fn session(&self, user: &User) -> String {
        let auth = auth::Auth::new(Arc::clone(self.casebook.storage()));
        auth.start_session(user.id).await.unwrap().to_text()
    }

    pub(crate) async fn case(&self, title: &str, members: &[(&User, Role)]) -> CaseRecord {
        let members: Vec<_> = members
            .iter()
            .map(|(user, role)| (user.id, *role))
            .collect();
        self.casebook.create(title, &members).await.unwrap()
    }

    pub(crate) async fn grant(&self, case: &CaseRecord, user: &User, role: Role) {
        self.casebook.grant(case, user.id, role).await.unwrap();
    }

    /// Stops the server as a signal would, and waits until it is gone.
    pub(crate) async fn stop(mut self) -> Arc<TempDir> {
        self.stop.take().unwrap().send(()).unwrap();
        let ended = tokio::time::timeout(PATIENCE, self.running.take().unwrap()).await;
        ended.expect("the server did not stop").unwrap().unwrap();
        Arc::clone(&self.folder)
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.abort();
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: UserId,
    pub(crate) token: String,
}

/// The document of a zone.
pub(crate) fn document(case: &CaseRecord, zone: Zone) -> DocumentId {
    let found = case.documents.iter().find(|document| document.zone == zone);
    found.unwrap().id
}
