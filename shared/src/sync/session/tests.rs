use super::*;

const DOCUMENT: DocumentId = DocumentId::from_bytes([5; 16]);

fn session() -> Session {
    let config = SessionConfig {
        peer_id: "server".to_owned(),
        storage_id: Some("store".to_owned()),
    };
    Session::new(config, 0)
}

fn joined(trama: bool) -> Session {
    let mut session = session();
    let metadata = PeerMetadata {
        trama: trama.then_some(TRAMA_VERSION),
        ..PeerMetadata::default()
    };
    session.receive(&Message::join("client", metadata).encode(), 0);
    let effects = session.take_effects();
    assert!(effects.contains(&SessionEffect::Joined {
        peer: "client".to_owned(),
        trama,
        actors: Vec::new(),
    }));
    session
}

fn sync(document: DocumentId) -> Vec<u8> {
    Message::Sync {
        sender: "client".to_owned(),
        target: "server".to_owned(),
        document,
        data: vec![1],
    }
    .encode()
}

fn ephemeral(sender: &str) -> Message {
    Message::Ephemeral {
        target: "server".to_owned(),
        message: Ephemeral {
            sender: sender.to_owned(),
            session: "s".to_owned(),
            count: 1,
            document: DOCUMENT,
            data: vec![1],
        },
    }
}

fn closed_for(session: &mut Session) -> Option<CloseReason> {
    session
        .take_effects()
        .into_iter()
        .find_map(|effect| match effect {
            SessionEffect::Close(reason) => Some(reason),
            _ => None,
        })
}

#[test]
fn the_handshake_names_the_server_and_the_version() {
    let mut session = session();
    session.receive(
        &Message::join("client", PeerMetadata::default()).encode(),
        0,
    );
    let effects = session.take_effects();
    let [SessionEffect::Joined { .. }, SessionEffect::Write(frame)] = &*effects else {
        panic!("who it is, then the answer: {effects:?}");
    };
    let answer = Message::Peer {
        sender: "server".to_owned(),
        target: "client".to_owned(),
        metadata: PeerMetadata {
            storage_id: Some("store".to_owned()),
            is_ephemeral: false,
            trama: Some(TRAMA_VERSION),
            actors: Vec::new(),
        },
        version: "1".to_owned(),
    };
    assert_eq!(Message::decode(frame), Ok(answer));
}

#[test]
fn who_does_not_introduce_itself_is_sent_away() {
    let mut silent = session();
    assert_eq!(silent.wakes_at(), Some(limits::HANDSHAKE_TIMEOUT_MS));
    silent.tick(limits::HANDSHAKE_TIMEOUT_MS);
    assert_eq!(closed_for(&mut silent), Some(CloseReason::HandshakeTimeout));
    let mut hasty = session();
    hasty.receive(&sync(DOCUMENT), 0);
    assert_eq!(closed_for(&mut hasty), Some(CloseReason::Unexpected));
    assert_eq!(hasty.wakes_at(), None);
    let mut modern = session();
    let join = Message::Join {
        sender: "client".to_owned(),
        metadata: PeerMetadata::default(),
        versions: vec!["2".to_owned()],
    };
    modern.receive(&join.encode(), 0);
    assert_eq!(closed_for(&mut modern), Some(CloseReason::Version));
}

#[test]
fn garbage_ends_the_session_with_a_word() {
    let mut session = joined(false);
    session.receive(&[0xff, 0x00], 0);
    let effects = session.take_effects();
    let [SessionEffect::Write(frame), SessionEffect::Close(reason)] = &effects[..] else {
        panic!("an error, then the end: {effects:?}");
    };
    assert!(matches!(Message::decode(frame), Ok(Message::Error { .. })));
    assert_eq!(reason.code(), 1008);
    session.receive(&sync(DOCUMENT), 0);
    assert!(session.take_effects().is_empty(), "nothing after the end");
}

#[test]
fn the_first_message_for_a_document_says_so_and_denial_forgets_it() {
    let mut session = joined(false);
    let mut firsts = Vec::new();
    for round in 0..4 {
        session.receive(&sync(DOCUMENT), 0);
        if round == 1 {
            session.send_unavailable(DOCUMENT);
        }
        for effect in session.take_effects() {
            if let SessionEffect::Deliver { first, .. } = effect {
                firsts.push(first);
            }
        }
    }
    assert_eq!(firsts, [true, false, true, false]);
}

#[test]
fn nobody_speaks_in_anothers_name_nor_of_what_they_have_not_opened() {
    let mut session = joined(false);
    session.receive(&ephemeral("client").encode(), 0);
    assert!(session.take_effects().is_empty(), "not opened");
    session.receive(&sync(DOCUMENT), 0);
    let _ = session.take_effects();
    session.receive(&ephemeral("somebody").encode(), 0);
    assert!(session.take_effects().is_empty(), "another's name");
    session.receive(&ephemeral("client").encode(), 0);
    assert_eq!(session.take_effects().len(), 1);
}

#[test]
fn a_socket_has_only_so_many_documents() {
    let mut session = joined(false);
    for number in 0..=limits::DOCUMENTS_PER_SOCKET_MAX {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&(number as u64).to_le_bytes());
        session.receive(&sync(DocumentId::from_bytes(id)), 0);
    }
    assert_eq!(
        session.subscribed().count(),
        limits::DOCUMENTS_PER_SOCKET_MAX
    );
    assert_eq!(
        closed_for(&mut session),
        Some(CloseReason::TooManyDocuments)
    );
}

#[test]
fn signs_of_life_are_asked_for_and_silence_ends_the_session() {
    for trama in [true, false] {
        let mut session = joined(trama);
        session.tick(limits::BEAT_INTERVAL_MS);
        let effects = session.take_effects();
        if trama {
            let [SessionEffect::Write(frame)] = &effects[..] else {
                panic!("a beat: {effects:?}");
            };
            let beat = Message::decode(frame);
            assert!(matches!(beat, Ok(Message::TramaBeat { echo: false, .. })));
        } else {
            assert_eq!(effects, [SessionEffect::Ping]);
        }
        session.heard(limits::BEAT_INTERVAL_MS);
        session.tick(limits::BEAT_TIMEOUT_MS);
        assert_eq!(closed_for(&mut session), None);
        session.tick(limits::BEAT_INTERVAL_MS + limits::BEAT_TIMEOUT_MS);
        assert_eq!(closed_for(&mut session), Some(CloseReason::Silent));
    }
}

#[test]
fn extras_go_only_to_those_who_know_them() {
    let mut stock = joined(false);
    stock.send_status(DOCUMENT, Status::ReadOnly);
    assert!(stock.take_effects().is_empty());
    let mut ours = joined(true);
    ours.send_status(DOCUMENT, Status::ReadOnly);
    assert_eq!(ours.take_effects().len(), 1);
}
