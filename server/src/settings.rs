//! What an operator can set.

use std::{path::PathBuf, time::Duration};

use crate::{limits, seal::MasterKeySource, storage::backend::DatabaseSource};

/// Everything that `launch` needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folder with the database and the master key, unless either is kept elsewhere.
    pub data: PathBuf,
    /// Where the database is.
    pub database: DatabaseSource,
    /// The folder with the files of the app.
    pub app: PathBuf,
    /// A case file to import when the store holds no case.
    pub demo: Option<PathBuf>,
    /// A proxy before us speaks TLS: cookies are marked as secure, and the proxy is believed about addresses.
    pub behind_tls: bool,
    /// Where the master key is.
    pub master_key: MasterKeySource,
    /// How long the head of a request may take; an idle connection is closed after it too.
    pub header_timeout: Duration,
    /// HTTP connections overall, sockets not counted.
    pub connections: usize,
    /// HTTP connections from one address; no matter behind a proxy, from where all of them come.
    pub connections_per_address: usize,
    /// How rooms and sockets are kept.
    pub hub: HubSettings,
}

impl Settings {
    /// The settings of a server over `data`, everything else as usual.
    #[must_use]
    pub fn new(data: PathBuf) -> Self {
        Self {
            data,
            database: DatabaseSource::Folder,
            app: PathBuf::from("dist"),
            demo: None,
            behind_tls: false,
            master_key: MasterKeySource::Folder,
            header_timeout: limits::HEADER_TIMEOUT,
            connections: limits::CONNECTIONS,
            connections_per_address: limits::CONNECTIONS_PER_ADDRESS,
            hub: HubSettings::default(),
        }
    }
}

/// How rooms and sockets are kept.
#[derive(Debug, Clone)]
pub struct HubSettings {
    /// A room without sockets is unloaded after this.
    pub room_idle: Duration,
    /// A socket is asked for a sign of life this often.
    pub ping_every: Duration,
    /// A socket of which nothing was heard for so long is closed.
    pub silent_max: Duration,
    /// Sockets overall.
    pub sockets: usize,
    /// Sockets of one user.
    pub sockets_per_user: usize,
    /// Links of one user to documents, over all sockets.
    pub links_per_user: usize,
    /// Bytes of messages that may wait for their documents.
    pub inbound: usize,
    /// Bytes of one user's messages that may wait for their documents; at least one of the largest frames.
    pub inbound_per_user: usize,
}

impl Default for HubSettings {
    fn default() -> Self {
        Self {
            room_idle: Duration::from_mins(1),
            ping_every: Duration::from_secs(15),
            silent_max: Duration::from_secs(45),
            sockets: limits::SOCKETS,
            sockets_per_user: limits::SOCKETS_PER_USER,
            links_per_user: limits::LINKS_PER_USER,
            inbound: limits::INBOUND_BYTES_MAX,
            inbound_per_user: limits::INBOUND_BYTES_PER_USER,
        }
    }
}
