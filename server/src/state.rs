//! What every handler can reach.

use std::sync::Arc;

use crate::{
    auth::{Auth, Passwords, throttle::Throttle},
    casebook::Casebook,
    counted::Counted,
    handlers::app_files::Page,
    hub::Hub,
    metrics::Metrics,
    settings::Settings,
    storage::Storage,
};

/// The running server.
#[derive(Clone)]
pub struct App {
    /// What the operator set.
    pub settings: Arc<Settings>,
    /// Where everything is kept.
    pub storage: Arc<dyn Storage>,
    /// Cases, sealed and opened.
    pub casebook: Casebook,
    /// Sessions and tokens.
    pub auth: Auth,
    /// Hashing.
    pub passwords: Passwords,
    /// Slows guessers down.
    pub throttle: Arc<Throttle>,
    /// Rooms and sockets.
    pub(crate) hub: Arc<Hub>,
    /// Figures for the operator.
    pub metrics: Arc<Metrics>,
    /// Figures of the store.
    pub counted: Arc<Counted>,
    /// The page of the app.
    pub page: Arc<Page>,
}
