//! Everything about a case that needs no clock, no network and no screen: the domain, its edits, how documents
//! are read, how the network is laid out, and the sync protocol. Builds for the browser and the server alike.

pub mod analysis;
pub mod case;
pub mod catalog;
pub mod date;
pub mod document;
pub mod edit;
pub mod exchange;
pub mod history;
pub mod ids;
pub mod interchange;
pub mod layout;
pub mod limits;
pub mod network;
pub mod paper;
pub mod sync;
pub mod territory;
pub mod text;
