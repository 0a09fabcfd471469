use super::*;

const DOCUMENT: DocumentId = DocumentId::from_bytes([5; 16]);

fn client() -> Client {
    Client::new(ClientConfig {
        peer_id: "client".to_owned(),
        session_id: "s".to_owned(),
        seed: 42,
    })
}

fn from_server(message: &Message) -> Vec<u8> {
    message.encode()
}

fn peer() -> Vec<u8> {
    from_server(&Message::Peer {
        sender: "server".to_owned(),
        target: "client".to_owned(),
        metadata: PeerMetadata::default(),
        version: PROTOCOL_VERSION.to_owned(),
    })
}

fn live(now_ms: u64) -> Client {
    let mut client = client();
    client.start(now_ms);
    client.opened(now_ms);
    client.receive(&peer(), now_ms);
    assert!(client.is_live());
    let _ = client.take_effects();
    client
}

fn written(client: &mut Client) -> Vec<Message> {
    client
        .take_effects()
        .into_iter()
        .filter_map(|effect| match effect {
            ClientEffect::Write(frame) => Some(Message::decode(&frame).unwrap()),
            _ => None,
        })
        .collect()
}

#[test]
fn waits_grow_up_to_a_bound_and_differ_by_chance() {
    let mut client = client();
    client.start(0);
    let mut now_ms = 0;
    let mut longest = limits::RECONNECT_MIN_MS;
    let mut waits = Vec::new();
    for _ in 0..12 {
        client.closed(now_ms);
        let Connection::Waiting { until_ms } = client.connection() else {
            panic!("it waits: {:?}", client.connection());
        };
        let wait = until_ms - now_ms;
        assert!(
            (longest / 2..=longest).contains(&wait),
            "{wait} of {longest}"
        );
        waits.push(wait);
        longest = (longest * 2).min(limits::RECONNECT_MAX_MS);
        now_ms = until_ms;
        client.tick(now_ms);
        assert_eq!(client.connection(), Connection::Dialling);
    }
    let last: BTreeSet<_> = waits[7..].iter().collect();
    assert!(last.len() > 1, "not all the same: {waits:?}");
}

#[test]
fn a_good_connection_makes_the_next_wait_short_again() {
    let mut client = live(0);
    client.failures = 9;
    client.closed(limits::RECONNECT_STABLE_MS);
    let Connection::Waiting { until_ms } = client.connection() else {
        panic!("it waits");
    };
    assert!(until_ms <= limits::RECONNECT_STABLE_MS + limits::RECONNECT_MIN_MS);
    client.start(limits::RECONNECT_STABLE_MS);
    assert_eq!(
        client.connection(),
        Connection::Dialling,
        "asked for, it does not wait"
    );
}

#[test]
fn all_documents_are_attached_on_every_connection() {
    let mut client = client();
    client.want(DOCUMENT);
    assert!(client.take_effects().is_empty());
    let mut links = BTreeSet::new();
    for _ in 0..3 {
        client.start(0);
        client.opened(0);
        client.receive(&peer(), 0);
        let attached = client
            .take_effects()
            .into_iter()
            .find_map(|effect| match effect {
                ClientEffect::Attach { link, .. } => Some(link),
                _ => None,
            });
        let link = attached.expect("attached");
        assert!(links.insert(link), "a link of its own");
        client.closed(0);
        let detach = ClientEffect::Detach {
            document: DOCUMENT,
            link,
        };
        assert!(client.take_effects().contains(&detach));
    }
}

#[test]
fn the_first_message_of_who_has_nothing_is_a_request() {
    let mut client = live(0);
    client.want(DOCUMENT);
    let _ = client.take_effects();
    client.send_sync(DOCUMENT, vec![1], true);
    client.send_sync(DOCUMENT, vec![1], true);
    let messages = written(&mut client);
    assert!(matches!(messages[0], Message::Request { .. }));
    assert!(matches!(messages[1], Message::Sync { .. }));
    client.unwant(DOCUMENT);
    client.want(DOCUMENT);
    client.send_sync(DOCUMENT, vec![1], false);
    assert!(matches!(written(&mut client)[..], [Message::Sync { .. }]));
}

#[test]
fn an_unavailable_document_can_be_asked_for_again_and_may_come_by_itself() {
    let mut client = live(0);
    client.want(DOCUMENT);
    let unavailable = from_server(&Message::Unavailable {
        sender: "server".to_owned(),
        target: "client".to_owned(),
        document: DOCUMENT,
    });
    client.receive(&unavailable, 0);
    assert!(
        client
            .take_effects()
            .contains(&ClientEffect::Unavailable(DOCUMENT))
    );
    client.send_sync(DOCUMENT, vec![1], true);
    assert!(written(&mut client).is_empty(), "it is not attached");
    let sync = from_server(&Message::Sync {
        sender: "server".to_owned(),
        target: "client".to_owned(),
        document: DOCUMENT,
        data: vec![2],
    });
    client.receive(&sync, 0);
    let effects = client.take_effects();
    assert!(matches!(
        effects[..],
        [ClientEffect::Attach { .. }, ClientEffect::Sync { .. }]
    ));
}

#[test]
fn beats_are_echoed_and_silence_ends_the_connection() {
    let mut client = live(0);
    let beat = from_server(&Message::TramaBeat {
        sender: "server".to_owned(),
        target: "client".to_owned(),
        echo: false,
    });
    client.receive(&beat, 5_000);
    let echoes = written(&mut client);
    assert!(matches!(
        echoes[..],
        [Message::TramaBeat { echo: true, .. }]
    ));
    client.tick(limits::BEAT_TIMEOUT_MS);
    assert!(client.is_live());
    assert_eq!(client.wakes_at(), Some(5_000 + limits::BEAT_TIMEOUT_MS));
    client.tick(5_000 + limits::BEAT_TIMEOUT_MS);
    assert!(client.take_effects().contains(&ClientEffect::Hangup));
    assert!(!client.is_live());
}

#[test]
fn dialling_and_handshake_have_an_end() {
    let mut client = client();
    client.start(0);
    client.tick(limits::DIAL_TIMEOUT_MS);
    assert!(matches!(client.connection(), Connection::Waiting { .. }));
    client.start(0);
    client.opened(0);
    client.tick(limits::HANDSHAKE_TIMEOUT_MS);
    assert!(matches!(client.connection(), Connection::Waiting { .. }));
}

#[test]
fn ephemeral_messages_are_counted_and_not_kept_for_later() {
    let mut client = live(0);
    client.send_ephemeral(DOCUMENT, vec![1]);
    client.send_ephemeral(DOCUMENT, vec![0; limits::EPHEMERAL_BYTES_MAX + 1]);
    client.send_ephemeral(DOCUMENT, vec![1]);
    let counts: Vec<_> = written(&mut client)
        .into_iter()
        .filter_map(|message| match message {
            Message::Ephemeral { message, .. } => Some(message.count),
            _ => None,
        })
        .collect();
    assert_eq!(counts, [1, 2]);
    client.closed(0);
    let _ = client.take_effects();
    client.send_ephemeral(DOCUMENT, vec![1]);
    assert!(client.take_effects().is_empty());
}

#[test]
fn who_stops_says_so_and_stays_away() {
    let mut client = live(0);
    client.stop();
    let effects = client.take_effects();
    assert!(matches!(effects[0], ClientEffect::Write(_)));
    assert_eq!(effects[1], ClientEffect::Hangup);
    assert_eq!(client.wakes_at(), None);
    client.closed(0);
    assert_eq!(client.connection(), Connection::Stopped);
}
