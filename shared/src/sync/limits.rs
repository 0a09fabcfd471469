//! Every maximum of the sync protocol, with its reason.

/// Longest frame that is read from or written to a socket. A case of 50,000 changes is about 1 MiB; 32 times that
/// leaves room for a long offline spell sent as single changes.
pub const FRAME_BYTES_MAX: usize = 32 << 20;

/// Deepest nesting of CBOR that is skipped over. Our messages need 4.
pub const CBOR_DEPTH_MAX: usize = 16;

/// Most items of one CBOR array or map. Protocol messages have about ten fields; lists of storage ids are short.
pub const CBOR_ITEMS_MAX: u64 = 4_096;

/// Longest peer id, session id or storage id. automerge-repo's are below 50 bytes.
pub const PEER_ID_BYTES_MAX: usize = 256;

/// Longest human-readable text in a message (errors): they are shown or logged, never parsed.
pub const MESSAGE_TEXT_BYTES_MAX: usize = 4_096;

/// Most heads in a sync message. One head per device that edited while apart; 4,096 devices on one case is absurd.
pub const HEADS_MAX: u64 = 4_096;

/// Most explicitly requested changes in one sync message. False positives of the Bloom filter are 1 in 100.
pub const NEED_MAX: u64 = 65_536;

/// Most `have` parts of one sync message. Automerge writes exactly one.
pub const HAVE_MAX: u64 = 8;

/// Most entries of one Bloom filter: changes since the last common state, a million being 20 times the largest case.
pub const BLOOM_ENTRIES_MAX: u64 = 1_000_000;

/// Most bits per entry of a Bloom filter; Automerge writes 10.
pub const BLOOM_BITS_MAX: u64 = 64;

/// Most probes of a Bloom filter; Automerge writes 7. Each costs a step per change.
pub const BLOOM_PROBES_MAX: u64 = 32;

/// Most chunks (changes) in one sync message or stored chunk. A first upload of a long case sends all its changes.
pub const CHUNKS_MAX: usize = 200_000;

/// Most bytes that all compressed parts of one message or stored chunk may inflate to. Bounds the memory that one
/// small message can claim.
pub const INFLATED_BYTES_MAX: u64 = 64 << 20;

/// Most operations (rows of any column) in one change: an import or a long paste is tens of thousands.
pub const OPS_PER_CHANGE_MAX: u64 = 500_000;

/// Operations that a change may have whatever its length: taking a shared text out and putting another one in. Packed runs
/// make hundreds of bytes in memory out of nothing on the wire, so beyond this they must be worth their bytes.
pub const OPS_PER_CHANGE_FREE: u64 = 110_000;

/// Operations that a message or document may have whatever its length.
pub const OPS_PER_MESSAGE_FREE: u64 = 1_000_000;

/// Operations that a byte on the wire may stand for beyond that. Typed text, well packed, has about four.
pub const OPS_PER_BYTE_MAX: u64 = 16;

/// Most operations in one document chunk, and over all changes of one message.
pub const OPS_PER_MESSAGE_MAX: u64 = 4_000_000;

/// Most operations in one document: beyond it nothing more is taken from anybody.
pub const OPS_PER_DOCUMENT_MAX: u64 = 4_000_000;

/// Operations from which on what waits is not applied together, so that it is not in memory together.
pub const OPS_PER_BATCH: u64 = 200_000;

/// Most columns in a chunk: Automerge knows fewer than 20.
pub const COLUMNS_MAX: u64 = 64;

/// Longest Automerge actor id; ours are 16 bytes, automerge-repo's too.
pub const ACTOR_BYTES_MAX: u64 = 64;

/// Most actors in one chunk: each device session of each person is one.
pub const ACTORS_MAX: u64 = 100_000;

/// Most dependencies of one change: one per head that its author had seen.
pub const DEPS_MAX: u64 = HEADS_MAX;

/// Highest operation counter. Automerge keeps it in 32 bits and wraps silently; half of that is for ever.
pub const OP_COUNTER_MAX: u64 = 1 << 31;

/// Highest sequence number of an actor, for the same reason.
pub const SEQ_MAX: u64 = 1 << 31;

/// Most sync messages that wait for a document while its store is busy; past it, the link is made to sync anew.
pub const QUEUE_MESSAGES_MAX: usize = 1_024;

/// Most bytes that wait for a document while its store is busy.
pub const QUEUE_BYTES_MAX: usize = 64 << 20;

/// Most changes of a document that wait in memory for a change that they build on.
pub const ORPHANS_MAX: usize = 40_000;

/// Most bytes of such changes.
pub const ORPHAN_BYTES_MAX: usize = 16 << 20;

/// Most such changes from one link: Automerge's sync leaves out one change in a hundred at first, and all that build on it
/// wait.
pub const ORPHANS_PER_LINK_MAX: usize = 10_000;

/// Most bytes of such changes from one link.
pub const ORPHAN_BYTES_PER_LINK_MAX: usize = 4 << 20;

/// Most actors that a device may name as its own: one, and one more for every time that it had to give way.
pub const OWN_ACTORS_MAX: usize = 16;

/// Longest part of what was refused that is kept for a person to look at.
pub const EVIDENCE_BYTES_MAX: usize = 256 << 10;

/// Most links of one document on one node: a hall that follows a trainer's demonstration, each with a device. Some 5 KiB each.
pub const LINKS_MAX: usize = 1_200;

/// Most bytes of a document's durable chunks: beyond it nothing more is taken from anybody.
pub const DOCUMENT_BYTES_MAX: u64 = 128 << 20;

/// Most documents that one socket may subscribe to: three zones of some 600 cases.
pub const DOCUMENTS_PER_SOCKET_MAX: usize = 2_000;

/// First wait after a failed store; doubles up to [`STORE_RETRY_MAX_MS`].
pub const STORE_RETRY_MIN_MS: u64 = 500;

/// Longest wait between two attempts to store.
pub const STORE_RETRY_MAX_MS: u64 = 30_000;

/// A link that has heard nothing for so long and does not agree with its peer syncs anew; doubles up to
/// [`RESYNC_MAX_MS`]. Sockets lose nothing; this heals what a proxy or a full queue dropped.
pub const RESYNC_MIN_MS: u64 = 10_000;

/// Longest wait between two attempts to sync anew.
pub const RESYNC_MAX_MS: u64 = 300_000;

/// Messages in a row to one peer that bring neither side anything new, before a link falls silent until something
/// changes or it syncs anew. Automerge's sync needs three; after a lost or refused change it would go on for ever.
pub const FRUITLESS_MESSAGES_MAX: u32 = 6;

/// Chunks of changes at which a snapshot is proposed: loading reads that many small records at most.
pub const COMPACT_CHUNKS: usize = 128;

/// Bytes of changes at which a snapshot is proposed, if they also outweigh the snapshot before.
pub const COMPACT_BYTES: u64 = 256 << 10;

/// Most changes beside a snapshot that are handed on as they are stored; looking at each takes some 2 µs.
pub const WHOLE_CHANGES_MAX: usize = 10_000;

/// How long a peer may take to introduce itself.
pub const HANDSHAKE_TIMEOUT_MS: u64 = 10_000;

/// How often the server lets every peer hear from it.
pub const BEAT_INTERVAL_MS: u64 = 10_000;

/// A peer that was silent for three beats and a bit is gone.
pub const BEAT_TIMEOUT_MS: u64 = 35_000;

/// First wait before dialling again; doubles up to [`RECONNECT_MAX_MS`], half of it by chance.
pub const RECONNECT_MIN_MS: u64 = 500;

/// Longest wait before dialling again: a person who walked back into coverage should not wait longer.
pub const RECONNECT_MAX_MS: u64 = 30_000;

/// A connection that lived this long was a good one: the next wait starts from the shortest again.
pub const RECONNECT_STABLE_MS: u64 = 10_000;

/// How long dialling may take.
pub const DIAL_TIMEOUT_MS: u64 = 15_000;

/// Largest ephemeral payload: a cursor or a selection is below 1 KiB.
pub const EPHEMERAL_BYTES_MAX: usize = 16 << 10;

/// Ephemeral messages per second of one link: a pointer every [`GLANCE_INTERVAL_MS`], and what it chooses on the way.
pub const EPHEMERAL_PER_SECOND: u64 = 60;

/// Ephemeral messages that may come at once.
pub const EPHEMERAL_BURST: u64 = 120;

/// Times as many reach a browser, over the one link to its server: a table of so many hands that all move at once.
pub const EPHEMERAL_SENDERS_AT_ONCE: u64 = 40;

/// Senders of ephemeral messages that are remembered to drop repetitions.
pub const EPHEMERAL_SENDERS_MAX: usize = 512;

/// Presence is sent again this often, so that who comes later sees who is there.
pub const PRESENCE_INTERVAL_MS: u64 = 15_000;

/// Somebody who did nothing for so long is shown as idle.
pub const PRESENCE_IDLE_MS: u64 = 60_000;

/// Somebody of whom nothing was heard for so long is no longer shown.
pub const PRESENCE_GONE_MS: u64 = 300_000;

/// Longest name, page or selection in a presence message.
pub const PRESENCE_TEXT_BYTES_MAX: usize = 256;

/// Where a pointer is and what a screen shows is told at most this often.
pub const GLANCE_INTERVAL_MS: u64 = 33;

/// A pointer that did not move for so long is no longer shown: the hand is elsewhere.
pub const POINTER_GONE_MS: u64 = 8_000;

/// Furthest from the person that a pointer or the middle of a screen may be told, in the units of a place: four times
/// as far as anybody may stand.
pub const GLANCE_PLACE_MAX: f64 = 16.0;

/// Least that a screen may show, in the units of a place: one node at the largest scale.
pub const SIGHT_REACH_MIN: f64 = 0.02;

/// Messages per second of one person that are looked at, presence and pointer together.
pub const HEARD_PER_SECOND: u64 = 60;

/// Messages of one person that are looked at when they come at once: what a slow network held back.
pub const HEARD_BURST: u64 = 120;

/// Most heads in a presence message.
pub const PRESENCE_HEADS_MAX: usize = 64;

/// Most people shown as present on one document.
pub const PRESENCE_PEERS_MAX: usize = 256;
