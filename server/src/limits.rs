//! Every maximum of the server, with its reason. Those of the protocol and of a case are in `trama_shared`.

use std::time::Duration;

/// Longest JSON body of a request: the longest is a title.
pub(crate) const BODY_BYTES_MAX: usize = 64 * 1024;

/// How long a request may take; the slowest thing is an argon2 hash that waits for its turn.
pub(crate) const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// Longest account name, in characters.
pub(crate) const USER_NAME_MAX: usize = 64;

/// Shortest password, in characters (NIST SP 800-63B asks for 8 at least; nobody types it often).
pub(crate) const PASSWORD_MIN: usize = 10;

/// Longest password, in bytes: hashing more costs us more than it protects.
pub(crate) const PASSWORD_MAX: usize = 256;

/// Argon2 takes 19 MiB a hash; so many at once bound what a flood of sign-ins costs.
pub(crate) const HASHES_AT_ONCE: usize = 2;

/// Sign-ins that may wait for a hash; more are told to come back.
pub(crate) const HASHES_WAITING: usize = 64;

/// A session ends when it was not used for so long: a worker may be without network for weeks.
pub(crate) const SESSION_LIFE: Duration = Duration::from_hours(30 * 24);

/// A session is written anew at most so often, because each write is an fsync.
pub(crate) const SESSION_EXTEND_EVERY: Duration = Duration::from_hours(12);

/// Failed sign-ins of one name from one address before each next one has to wait.
pub(crate) const SIGN_IN_FREE: u32 = 5;

/// Failed sign-ins from one address, whatever the name, before each next one has to wait: an office shares one.
pub(crate) const SIGN_IN_FREE_ADDRESS: u32 = 50;

/// Longest wait after failed sign-ins.
pub(crate) const SIGN_IN_WAIT_MAX: Duration = Duration::from_mins(15);

/// Names and addresses whose failures are remembered: some 100 bytes each.
pub(crate) const SIGN_IN_REMEMBERED: usize = 10_000;

/// How long requests under way may take once the server was told to stop.
pub(crate) const SHUTDOWN_GRACE: Duration = Duration::from_secs(10);

/// Sockets of one user: a person's tablet, telephone and desk with several tabs each, or a program's workers.
pub(crate) const SOCKETS_PER_USER: usize = 64;

/// Sockets overall.
pub(crate) const SOCKETS: usize = 4_096;
