//! Sync of documents between browsers, servers and foreign automerge-repo peers.
//!
//! Everything here is *sans-IO*: time (`now_ms`) and randomness come in as arguments, and what should happen
//! goes out as effects. The same code runs in the browser, in the server and in the seeded simulation
//! (`shared/tests/simulation.rs`). Nothing here is shared between threads or awaits.
//!
//! - [`replica`]: one document on one node. Keeps the rule of durability: nothing is announced to anybody before
//!   it is in the node's own store.
//! - [`session`]: the server's side of one socket; [`client`]: the browser's side, with reconnection.
//! - [`device`]: a client with its replicas, for a browser tab.
//! - [`wire`]: the messages of automerge-repo's WebSocket protocol, version "1", and our extras.
//! - [`guard`]: checks bytes before Automerge sees them.
//! - [`ephemeral`], [`presence`], [`glance`] and [`company`]: what passes between people and is never stored.

pub mod chunk;
pub mod client;
pub mod company;
pub mod device;
pub mod ephemeral;
pub mod glance;
pub mod guard;
pub mod limits;
pub mod presence;
pub mod replica;
pub mod session;
pub mod wire;
