//! What stands between the screens and the outside: the server, the device's storage, other tabs, the open documents.

pub mod announce;
pub mod api;
pub mod case_store;
pub mod clipboard;
pub mod clock;
pub mod documents;
pub mod session;
pub mod socket;
pub mod splice;
pub mod store;
pub mod tabs;
pub mod territories;
pub mod turns;
pub mod workspace;
