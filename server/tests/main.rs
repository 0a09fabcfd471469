//! The server from outside: real sockets, the real program, real disks that are full.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "clippy knows tests by their attribute, and their helpers have none: what cannot go on has failed"
)]

mod kit;

mod accounts;
mod bombs;
mod commands;
mod crowds;
mod forging;
mod hostile;
mod interop;
mod kills;
mod live;
mod memory;
mod mutations;
mod nodes;
mod pages;
mod peer_ids;
mod postgres;
mod rights;
mod storage_contract;
mod storage_failing;
mod territories;
