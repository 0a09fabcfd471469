//! The addresses of the server, one family a file.

pub(crate) mod app_files;
pub(crate) mod cases;
pub(crate) mod operation;
pub(crate) mod session;
pub(crate) mod setup;
pub(crate) mod sync;
pub(crate) mod territories;
