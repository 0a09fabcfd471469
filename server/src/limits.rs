//! Every maximum of the server, with its reason. Those of the protocol and of a case are in `trama_shared`.

use std::time::Duration;

/// Longest JSON body of a request: the longest is a title.
pub(crate) const BODY_BYTES_MAX: usize = 64 * 1024;

/// How long a request may take; the slowest thing is an argon2 hash that waits for its turn.
pub(crate) const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// How long the head of a request may take. Shorter than what a proxy keeps idle connections for makes it fail now and
/// then; longer lets strangers hold connections for nothing.
pub(crate) const HEADER_TIMEOUT: Duration = Duration::from_secs(30);

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

/// How long requests under way may still take when every document is stored and the server stops.
pub(crate) const REQUEST_GRACE: Duration = Duration::from_secs(2);

/// How long sockets and documents may take to end once the server was told to stop.
pub(crate) const SHUTDOWN_GRACE: Duration = Duration::from_secs(10);

/// Sockets of one user: a person's tablet, telephone and desk with several tabs each, or a program's workers.
pub(crate) const SOCKETS_PER_USER: usize = 64;

/// Sockets overall.
pub(crate) const SOCKETS: usize = 4_096;

/// HTTP connections overall, sockets not counted: those wait for a request, or for its answer. A browser holds six.
pub(crate) const CONNECTIONS: usize = 4_096;

/// HTTP connections from one address, where addresses are known (no proxy before us): an office shares one, a stranger
/// does not get all.
pub(crate) const CONNECTIONS_PER_ADDRESS: usize = 1_024;

/// Bytes of a request's head. Ours are below 2 KiB; an address of a page and cookies of neighbours may be longer.
pub(crate) const HEAD_BYTES_MAX: usize = 64 << 10;

/// How long an account keeps a peer id that no socket of its uses: longer than any wait between two attempts to connect.
pub(crate) const PEER_ID_KEPT: Duration = Duration::from_hours(1);

/// Peer ids that are kept for one account, those in use included (four times [`SOCKETS_PER_USER`]): each page that is
/// loaded has a new one. Some 150 bytes each.
pub(crate) const PEER_IDS_PER_USER: usize = 256;

/// Things of one account that were refused and are kept; the oldest go.
pub(crate) const REFUSED_PER_USER: usize = 64;

/// Things of one account that are kept in a minute: each is a write.
pub(crate) const REFUSED_PER_MINUTE: u32 = 20;

/// Links of one user to documents, over all sockets: some 5 KiB each. Three zones of a thousand cases, twice.
pub(crate) const LINKS_PER_USER: usize = 6_000;

/// Rooms that are open for one user's drawer: twice what a drawer holds, because ids that nobody knows open one too.
pub(crate) const DRAWER_ROOMS: usize = 128;

/// Documents in one private drawer.
pub(crate) const DRAWER_DOCUMENTS_MAX: usize = 64;

/// Bytes in one private drawer.
pub(crate) const DRAWER_BYTES_MAX: u64 = 16 << 20;

/// Most bytes of protocol messages that wait anywhere in the server for their documents: a bound on memory however many
/// sockets there are. A document that is slow holds up its senders, not the machine.
pub(crate) const INBOUND_BYTES_MAX: usize = 256 << 20;

/// The share of one user in that: two of the largest frames. Whoever uses it up waits, the others do not.
pub(crate) const INBOUND_BYTES_PER_USER: usize = 64 << 20;

/// Messages that wait for one document.
pub(crate) const ROOM_MAILBOX: usize = 256;

/// Messages that wait for one socket to read them; more, and it is dropped as too slow.
pub(crate) const SOCKET_QUEUE: usize = 2_048;

/// Bytes that wait for one socket to read them: two of the largest frames.
pub(crate) const SOCKET_QUEUE_BYTES: usize = 64 << 20;

/// Bytes that wait for one socket, beyond which it gets no ephemeral messages: they are worth something at once or not at
/// all, and whoever has the right to read could otherwise fill the memory, or end the others' sockets, with them.
pub(crate) const EPHEMERAL_QUEUE_BYTES: usize = 1 << 20;

/// How long the network may take to accept one frame.
pub(crate) const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// How often a connected socket's session is looked at, and kept alive if it is in use.
pub(crate) const SESSION_CHECK_EVERY: Duration = Duration::from_mins(10);

/// How often to look whether rights were changed while nothing else goes on.
pub(crate) const RIGHTS_CHECK_EVERY: Duration = Duration::from_millis(250);

/// First wait before a document that could not be read is read again; doubles.
pub(crate) const LOAD_RETRY_MIN: Duration = Duration::from_millis(500);

/// Longest such wait.
pub(crate) const LOAD_RETRY_MAX: Duration = Duration::from_secs(30);

/// Small chunks from which on a document is compacted when it is unloaded.
pub(crate) const COMPACT_AT_UNLOAD: usize = 16;

/// Bytes from which on a message is worked on where it may hold up its thread.
pub(crate) const HEAVY_BYTES: usize = 64 * 1024;

/// How many times as long as it took a count of the store holds: counting never takes more than a twentieth of the time.
pub(crate) const COUNTED_HOLDS: u32 = 20;
