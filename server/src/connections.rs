//! Connections: accepted here, and not by `axum::serve`, because that waits for ever for a request that never comes.
//! Anybody could hold every file handle of the server that way, without an account.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Router,
    extract::ConnectInfo,
    serve::{Listener, ListenerExt},
};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};
use tower_http::add_extension::AddExtension;

use crate::{limits, settings::Settings};

/// Serves until `stopping` says so, then until every request under way is answered. Dropped, it cuts what is left;
/// sockets that were upgraded end by themselves.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    settings: &Settings,
    mut stopping: watch::Receiver<bool>,
) {
    // Small frames follow each other, and none is to wait for the answer to the one before.
    let mut listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection stays slow");
        }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(settings.header_timeout)
        .max_buf_size(limits::HEAD_BYTES_MAX);
    let crowd = Crowd::new(settings);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            (stream, address) = listener.accept() => {
                if let Some(place) = Crowd::enter(&crowd, address.ip()) {
                    let serving = connection(http.clone(), stream, address, router.clone(), stopping.clone());
                    connections.spawn(async move {
                        serving.await;
                        drop(place);
                    });
                } else {
                    turn_away(&stream);
                }
            }
            // Taken off the list; there is nothing to learn from it.
            Some(_) = connections.join_next() => {}
            () = told(&mut stopping) => break,
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// How many connections there are, and from where.
struct Crowd {
    most: usize,
    most_per_address: usize,
    by_address: Mutex<HashMap<IpAddr, usize>>,
}

/// One connection's place, given back when it is dropped.
struct Place {
    crowd: Arc<Crowd>,
    address: IpAddr,
}

impl Crowd {
    fn new(settings: &Settings) -> Arc<Self> {
        Arc::new(Self {
            most: settings.connections,
            most_per_address: if settings.behind_tls {
                settings.connections
            } else {
                settings.connections_per_address
            },
            by_address: Mutex::default(),
        })
    }

    fn enter(crowd: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let address = household(address);
        let mut by_address = crowd.lock();
        let all: usize = by_address.values().sum();
        let own = by_address.get(&address).copied().unwrap_or_default();
        if all >= crowd.most || own >= crowd.most_per_address {
            return None;
        }
        by_address.insert(address, own + 1);
        drop(by_address);
        Some(Place {
            crowd: Arc::clone(crowd),
            address,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.by_address
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one subscriber has: with IPv6 that is a whole network, of which any address may be taken at will.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address @ IpAddr::V4(_) => address,
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut by_address = self.crowd.lock();
        if let Some(own) = by_address.get_mut(&self.address) {
            *own -= 1;
            if *own == 0 {
                by_address.remove(&self.address);
            }
        }
    }
}

/// Says that there is no place, as far as the network takes it at once: nothing is spent on waiting for it.
fn turn_away(stream: &TcpStream) {
    const ANSWER: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n\
        Content-Length: 0\r\nConnection: close\r\n\r\n";
    if let Err(error) = stream.try_write(ANSWER) {
        tracing::debug!(%error, "a connection was turned away without a word");
    }
}

async fn connection(
    http: http1::Builder,
    stream: TcpStream,
    address: SocketAddr,
    router: Router,
    mut stopping: watch::Receiver<bool>,
) {
    let service = TowerToHyperService::new(AddExtension::new(router, ConnectInfo(address)));
    let serving = http.serve_connection(TokioIo::new(stream), service);
    let mut serving = pin!(serving.with_upgrades());
    let served = tokio::select! {
        served = serving.as_mut() => served,
        () = told(&mut stopping) => {
            serving.as_mut().graceful_shutdown();
            serving.await
        }
    };
    if let Err(error) = served {
        tracing::debug!(%error, "a connection failed");
    }
}

/// Waits until the server is to stop, or nobody is left who could say so.
async fn told(stopping: &mut watch::Receiver<bool>) {
    drop(stopping.wait_for(|stops| *stops).await);
}
