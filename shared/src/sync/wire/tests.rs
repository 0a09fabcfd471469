use rand::{Rng, SeedableRng, rngs::SmallRng};

use super::*;
use crate::sync::limits;

const DOCUMENT: DocumentId = DocumentId::from_bytes([7; 16]);
const DATA: [u8; 5] = [0x42, 0, 0, 0, 0];

fn peer() -> String {
    "peer-1".to_owned()
}

fn server() -> String {
    "srv".to_owned()
}

fn sync() -> Message {
    Message::Sync {
        sender: peer(),
        target: server(),
        document: DOCUMENT,
        data: DATA.to_vec(),
    }
}

fn ephemeral(count: u64) -> Message {
    Message::Ephemeral {
        target: server(),
        message: Ephemeral {
            sender: peer(),
            session: "k3j2".to_owned(),
            count,
            document: DOCUMENT,
            // {"a": 1}
            data: vec![0xb9, 0, 1, 0x61, 0x61, 1],
        },
    }
}

/// Frames as automerge-repo 2.5.6 writes them (its `cbor.encode`, on cbor-x), and what they mean.
fn golden() -> Vec<(&'static str, Message)> {
    vec![
        (
            "b900046474797065646a6f696e6873656e646572496466706565722d316c706565724d65746164617461b90002697374\
     6f726167654964f76b6973457068656d6572616cf57819737570706f7274656450726f746f636f6c56657273696f6e73\
     816131",
            Message::Join {
                sender: peer(),
                metadata: PeerMetadata {
                    is_ephemeral: true,
                    ..PeerMetadata::default()
                },
                versions: vec!["1".to_owned()],
            },
        ),
        (
            "b90005647479706564706565726873656e6465724964637372766c706565724d65746164617461b900026973746f7261\
     67654964782433373630646633372d613463362d346636362d396563642d3733323033396139333835646b6973457068\
     656d6572616cf47773656c656374656450726f746f636f6c56657273696f6e613168746172676574496466706565722d\
     31",
            Message::Peer {
                sender: server(),
                target: peer(),
                metadata: PeerMetadata {
                    storage_id: Some("3760df37-a4c6-4f66-9ecd-732039a9385d".to_owned()),
                    is_ephemeral: false,
                    trama: None,
                    actors: Vec::new(),
                },
                version: "1".to_owned(),
            },
        ),
        (
            "b9000564747970656473796e636874617267657449646373727664646174614542000000006a646f63756d656e744964\
     781b36674d48586a735a356378646e34715362674759595938436e4b4b6873656e646572496466706565722d31",
            sync(),
        ),
        (
            // The document id as bytes.
            "b9000564747970656473796e636874617267657449646373727664646174614542000000006a646f63756d656e744964\
     50070707070707070707070707070707076873656e646572496466706565722d31",
            sync(),
        ),
        (
            // Bytes tagged as a typed array, as cbor-x does by itself.
            "b9000564747970656473796e63687461726765744964637372766464617461d8404542000000006a646f63756d656e74\
     4964781b36674d48586a735a356378646e34715362674759595938436e4b4b6873656e646572496466706565722d31",
            sync(),
        ),
        (
            "b9000564747970656772657175657374687461726765744964637372766a646f63756d656e744964781b36674d48586a\
     735a356378646e34715362674759595938436e4b4b64646174614542000000006873656e646572496466706565722d31",
            Message::Request {
                sender: peer(),
                target: server(),
                document: DOCUMENT,
                data: DATA.to_vec(),
            },
        ),
        (
            "b90007647479706569657068656d6572616c687461726765744964637372766a646f63756d656e744964781b36674d48\
     586a735a356378646e34715362674759595938436e4b4b646461746146b9000161610165636f756e7405697365737369\
     6f6e4964646b336a326873656e646572496466706565722d31",
            ephemeral(5),
        ),
        (
            // A whole number as a float.
            "b90007647479706569657068656d6572616c687461726765744964637372766a646f63756d656e744964781b36674d48\
     586a735a356378646e34715362674759595938436e4b4b646461746146b9000161610165636f756e74fb42793512b1c0\
     00006973657373696f6e4964646b336a326873656e646572496466706565722d31",
            ephemeral(1_732_233_600_000),
        ),
        (
            "b9000464747970656f646f632d756e617661696c61626c656a646f63756d656e744964781b36674d48586a735a356378\
     646e34715362674759595938436e4b4b687461726765744964637372766873656e646572496466706565722d31",
            Message::Unavailable {
                sender: peer(),
                target: server(),
                document: DOCUMENT,
            },
        ),
        (
            "b900056474797065781a72656d6f74652d737562736372697074696f6e2d6368616e67656873656e6465724964667065\
     65722d316874617267657449646373727663616464816273316672656d6f7665f7",
            Message::RemoteSubscriptionChange,
        ),
        (
            "b9000664747970657472656d6f74652d68656164732d6368616e6765646873656e646572496466706565722d31687461\
     726765744964637372766a646f63756d656e744964781b36674d48586a735a356378646e34715362674759595938436e\
     4b4b686e65774865616473b90001627331b9000265686561647381636162636974696d657374616d70fb4279b76daa80\
     00006974696d657374616d7001",
            Message::RemoteHeadsChanged,
        ),
        (
            "b900046474797065656572726f726873656e646572496463737276676d657373616765781c756e737570706f72746564\
     2070726f746f636f6c2076657273696f6e68746172676574496466706565722d31",
            Message::Error {
                sender: server(),
                target: peer(),
                message: "unsupported protocol version".to_owned(),
            },
        ),
        (
            "b900026474797065656c656176656873656e646572496466706565722d31",
            Message::Leave { sender: peer() },
        ),
    ]
}

#[test]
fn frames_of_automerge_repo_are_understood() {
    for (frame, meaning) in golden() {
        let frame = hex::decode(frame).unwrap();
        assert_eq!(Message::decode(&frame), Ok(meaning));
    }
}

#[test]
fn every_message_reads_what_it_writes() {
    let ours = [
        Message::join(
            "peer",
            PeerMetadata {
                storage_id: Some("storage".to_owned()),
                is_ephemeral: false,
                trama: Some(TRAMA_VERSION),
                actors: vec![ActorId::from([1_u8; 16]), ActorId::from([0xfe_u8; 3])],
            },
        ),
        Message::TramaStatus {
            sender: server(),
            target: peer(),
            document: DOCUMENT,
            status: Status::StorageFailing,
        },
        Message::TramaBeat {
            sender: server(),
            target: peer(),
            echo: true,
        },
    ];
    let theirs = golden().into_iter().map(|(_, message)| message);
    for message in theirs.chain(ours) {
        let ignored = matches!(
            message,
            Message::RemoteSubscriptionChange | Message::RemoteHeadsChanged
        );
        let read = Message::decode(&message.encode());
        assert_eq!(read, Ok(if ignored { Message::Unknown } else { message }));
    }
}

#[test]
fn every_status_has_its_word() {
    for status in Status::ALL {
        assert_eq!(Status::from_text(status.as_str()), Some(status));
    }
}

#[test]
fn indefinite_lengths_unknown_fields_and_half_floats_are_read() {
    let mut frame = vec![0xbf];
    let mut text = |text: &str| {
        frame.push(0x60 + u8::try_from(text.len()).unwrap());
        frame.extend(text.as_bytes());
    };
    text("type");
    text("ephemeral");
    text("unknown");
    // [1, {"a": undefined}, 64("x")]
    let nested = [0x83, 0x01, 0xa1, 0x61, 0x61, 0xf7, 0xd8, 0x40, 0x41, 0x78];
    frame.extend(nested);
    for (key, value) in [
        ("senderId", "7f 65 7065657231 61 2d ff"),
        ("targetId", "f6"),
        ("sessionId", "61 73"),
        // 5.0 as a half float.
        ("count", "f94500"),
        (
            "documentId",
            "5f 4807070707070707 07 4807070707070707 07 ff",
        ),
        ("data", "5f 41b9 420001 ff"),
    ] {
        frame.push(0x60 + u8::try_from(key.len()).unwrap());
        frame.extend(key.as_bytes());
        frame.extend(hex::decode(value.replace(' ', "")).unwrap());
    }
    frame.push(0xff);
    let expected = Message::Ephemeral {
        target: String::new(),
        message: Ephemeral {
            sender: "peer1-".to_owned(),
            session: "s".to_owned(),
            count: 5,
            document: DOCUMENT,
            data: vec![0xb9, 0, 1],
        },
    };
    assert_eq!(Message::decode(&frame), Ok(expected));
}

#[test]
fn what_lacks_a_field_says_which() {
    // {"type": "sync"}
    let frame = hex::decode("a164747970656473796e63").unwrap();
    assert_eq!(
        Message::decode(&frame),
        Err(DecodeError::Missing("senderId"))
    );
    assert_eq!(Message::decode(&[0xa0]), Err(DecodeError::Missing("type")));
}

#[test]
fn bounds_hold() {
    let cbor = |error| Err(DecodeError::Cbor(error));
    // {"x": [[[…
    let mut deep = vec![0xa1, 0x61, 0x78];
    deep.resize(100_000, 0x81);
    assert_eq!(Message::decode(&deep), cbor(CborError::Depth));
    // {"x": an array that says to have 2^32 items}
    let many = [0xa1, 0x61, 0x78, 0x9a, 0xff, 0xff, 0xff, 0xff];
    assert_eq!(Message::decode(&many), cbor(CborError::Invalid));
    let mut items = vec![0xa1, 0x61, 0x78, 0x9f];
    items.resize(items.len() + 5_000, 0x01);
    assert_eq!(Message::decode(&items), cbor(CborError::Items));
    // {"senderId": a long text}
    let mut long = hex::decode("a16873656e6465724964").unwrap();
    long.extend([0x79, 0x01, 0x01]);
    long.extend([b'x'; 257]);
    assert_eq!(Message::decode(&long), cbor(CborError::Length));
    let mut left_over = sync().encode();
    left_over.push(0);
    assert_eq!(Message::decode(&left_over), cbor(CborError::LeftOver));
    let huge = vec![0; limits::FRAME_BYTES_MAX + 1];
    assert_eq!(Message::decode(&huge), Err(DecodeError::TooLong));
}

#[test]
fn a_bad_document_id_is_no_document_id() {
    let good = sync().encode();
    let id = DOCUMENT.to_string();
    let at = good
        .windows(id.len())
        .position(|part| part == id.as_bytes())
        .unwrap();
    let mut bad = good;
    bad[at] = if bad[at] == b'2' { b'3' } else { b'2' };
    assert_eq!(Message::decode(&bad), Err(DecodeError::DocumentId));
}

#[test]
fn damaged_frames_never_panic() {
    let frames: Vec<_> = golden()
        .into_iter()
        .map(|(frame, _)| hex::decode(frame).unwrap())
        .collect();
    let mut random = SmallRng::seed_from_u64(7);
    for frame in &frames {
        for length in 0..frame.len() {
            assert!(
                Message::decode(&frame[..length]).is_err(),
                "cut at {length}"
            );
        }
    }
    for _ in 0..20_000 {
        let mut frame = frames[random.random_range(0..frames.len())].clone();
        for _ in 0..random.random_range(1..4) {
            let at = random.random_range(0..frame.len());
            frame[at] ^= 1 << random.random_range(0..8);
        }
        if let Ok(message) = Message::decode(&frame) {
            assert!(!message.encode().is_empty());
        }
    }
}
