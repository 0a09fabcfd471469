//! What the fuzzer tries, each as a function of bytes. A panic is a finding.

use trama_shared::sync::{guard, wire::Message};

use crate::{chunks, room::Room};

/// A target's name, and what it does with some bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All of them; each has a folder in `fuzz/corpus`.
pub const TARGETS: [Target; 3] = [("wire", wire), ("guard", guard), ("room", room)];

/// Any frame is a message or refused; a message comes out of its own frame as it was.
pub fn wire(frame: &[u8]) {
    if let Ok(message) = Message::decode(frame) {
        let again = Message::decode(&message.encode()).expect("our own frame");
        assert_eq!(again, message);
    }
}

/// Any sync message is refused or harmless to Automerge as far as that is the guard's to promise: reading its own
/// chunks again says the same.
pub fn guard(bytes: &[u8]) {
    for message in messages(bytes) {
        let Ok(view) = guard::check_message(&message) else {
            continue;
        };
        for chunk in &view.chunks {
            let again = guard::check_chunks(chunk.bytes, &mut guard::Budget::of_store());
            assert_eq!(again.expect("it was taken").len(), 1);
        }
    }
}

/// Whatever a stranger sends, what a server takes reads back after a restart, and a newcomer gets it.
pub fn room(bytes: &[u8]) {
    let mut room = Room::open();
    for (at, message) in messages(bytes).iter().enumerate() {
        if at % 4 == 3 {
            room.edit(&at.to_string());
        }
        room.receive(message);
        if at % 2 == 0 {
            room.work();
        }
    }
    room.work();
    room.reads_back();
    room.serves_a_newcomer();
    room.compact();
    room.reads_back();
}

/// Cuts bytes into messages: each piece has its kind and its length (two bytes, the low one first) in front. Kind 255 is
/// a whole message as it stands; any other is a chunk of that kind, which gets the checksum that it lacks.
fn messages(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut messages = Vec::new();
    while let [kind, low, high, rest @ ..] = bytes {
        let length = usize::from(u16::from_le_bytes([*low, *high])).min(rest.len());
        let (piece, others) = rest.split_at(length);
        bytes = others;
        messages.push(if *kind == u8::MAX {
            piece.to_vec()
        } else {
            chunks::message(&[], &[chunks::chunk(*kind % 4, piece)])
        });
    }
    messages
}

/// A piece as [`room`] and [`guard`] read it.
#[must_use]
pub fn piece(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).expect("a short piece");
    let [low, high] = length.to_le_bytes();
    let mut piece = vec![kind, low, high];
    piece.extend(body);
    piece
}
