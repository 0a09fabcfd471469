//! The server of Trama: accounts, rights, sealed storage, relay of documents, and the files of the app.
//!
//! [`launch`] runs it on a listener until told to stop; `trama` (`main.rs`, [`cli`]) is the program around it.

use std::{future::Future, sync::Arc};

use tokio::{net::TcpListener, sync::watch};

pub mod auth;
pub mod casebook;
pub mod cli;
mod clock;
mod connections;
mod counted;
mod error;
mod handlers;
mod hub;
mod limits;
mod metrics;
pub mod panics;
pub mod rights;
mod router;
pub mod seal;
pub mod settings;
mod state;
pub mod storage;
pub mod store;

pub use settings::Settings;

use auth::{Auth, Passwords, password::PasswordError, throttle::Throttle};
use casebook::Casebook;
use hub::Hub;
use metrics::Metrics;
use state::App;
use storage::{StorageError, postgres::AddressError};
use store::{Store, StoreError};

/// Why the server did not start, or ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// The data folder.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The storage, while starting.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The database's address.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The hasher of passwords.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The demonstration case.
    #[error("the demonstration case was not imported: {0}")]
    Demo(#[from] cli::CommandError),
    /// The socket.
    #[error("the server cannot serve: {0}")]
    Serve(#[from] std::io::Error),
}

/// A server that is ready to serve.
pub struct Server {
    app: App,
}

impl Server {
    /// Opens the data folder that the settings name, and imports the demonstration case if it holds none.
    ///
    /// # Errors
    /// See [`LaunchError`].
    pub async fn open(settings: Settings) -> Result<Self, LaunchError> {
        let store = Store::open(&settings.data, &settings.database, &settings.master_key).await?;
        Self::over(settings, store.casebook).await
    }

    /// A server over an open store, whatever its storage.
    ///
    /// # Errors
    /// See [`LaunchError`].
    pub async fn over(settings: Settings, casebook: Casebook) -> Result<Self, LaunchError> {
        let storage = Arc::clone(casebook.storage());
        if let Some(demo) = &settings.demo
            && storage.cases().await?.is_empty()
        {
            cli::import_case(&casebook, demo, &[]).await?;
        }
        let auth = Auth::new(Arc::clone(&storage));
        let metrics = Arc::<Metrics>::default();
        let hub = Hub::new(
            casebook.clone(),
            auth.clone(),
            Arc::clone(&metrics),
            settings.hub.clone(),
        );
        let app = App {
            settings: Arc::new(settings),
            auth,
            hub,
            passwords: Passwords::new()?,
            throttle: Arc::new(Throttle::default()),
            metrics,
            counted: Arc::default(),
            page: Arc::default(),
            casebook,
            storage,
        };
        Ok(Self { app })
    }

    /// The path and query of the one-time link by which the first administrator is made, as long as there is none.
    ///
    /// # Errors
    /// When the storage does not answer.
    pub async fn setup_link(&self) -> Result<Option<String>, LaunchError> {
        let open = auth::setup::open(&*self.app.storage, self.app.casebook.master()).await?;
        Ok(open.map(|(_, token)| format!("/setup?token={}", token.to_text())))
    }

    /// Serves until `shutdown` is ready; then everything handed over is made durable first.
    ///
    /// # Errors
    /// None at present: what fails while serving is logged, counted and tried again.
    pub async fn run(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), LaunchError> {
        let storage = Arc::clone(&self.app.storage);
        let hub = Arc::clone(&self.app.hub);
        hub.watch();
        let settings = Arc::clone(&self.app.settings);
        let (stop, stopping) = watch::channel(false);
        let serving = connections::serve(listener, router::router(self.app), &settings, stopping);
        let ending = async {
            shutdown.await;
            stop.send_replace(true);
            // Sockets end while requests under way are answered; whoever keeps a connection open after that is cut.
            hub.stop().await;
            tokio::time::sleep(limits::REQUEST_GRACE).await;
        };
        tokio::select! {
            () = serving => {}
            () = ending => {}
        }
        hub.stop().await;
        storage.close().await;
        Ok(())
    }
}

/// Runs the server on `listener` until `shutdown` is ready.
///
/// # Errors
/// See [`LaunchError`].
pub async fn launch(
    settings: Settings,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), LaunchError> {
    Server::open(settings).await?.run(listener, shutdown).await
}
