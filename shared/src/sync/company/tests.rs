use super::*;
use crate::ids::DocumentId;

fn presence() -> Presence {
    Presence {
        name: "Elena".to_owned(),
        page: Some("rings".to_owned()),
        ..Presence::default()
    }
}

fn from(sender: &str, data: Vec<u8>) -> Ephemeral {
    Ephemeral {
        sender: sender.to_owned(),
        session: "s".to_owned(),
        count: 1,
        document: DocumentId::from_bytes([1; 16]),
        data,
    }
}

fn message(presence: &Presence) -> Ephemeral {
    from("peer", presence.encode())
}

fn glance(x: f64) -> Ephemeral {
    let glance = Glance {
        page: "rings".to_owned(),
        pointer: Some(Point { x, y: 0.0 }),
        ..Glance::default()
    };
    from("peer", glance.encode())
}

fn pointer(room: &Room) -> Option<f64> {
    Some(room.person("peer")?.pointer()?.x)
}

#[test]
fn people_become_idle_and_go() {
    let mut room = Room::default();
    assert_eq!(room.hear(&message(&presence()), 0), Heard::Person);
    let again = room.hear(&message(&presence()), 50_000);
    assert_eq!(again, Heard::Nothing, "nothing new");
    let idle = |room: &Room, now_ms| room.people().any(|(_, present)| present.is_idle(now_ms));
    assert!(!idle(&room, 59_999));
    assert!(idle(&room, 60_000), "signs of life are not activity");
    assert_eq!(room.wakes_at(60_000), Some(350_000));
    assert!(!room.expire(349_999));
    assert!(room.expire(350_000));
    assert_eq!(room.people().count(), 0);
}

#[test]
fn who_leaves_is_gone_at_once() {
    let mut room = Room::default();
    room.hear(&message(&presence()), 0);
    let leaving = Presence {
        leaving: true,
        ..presence()
    };
    assert_eq!(room.hear(&message(&leaving), 1), Heard::Person);
    assert_eq!(room.hear(&message(&leaving), 2), Heard::Nothing);
    assert_eq!(room.people().count(), 0);
}

#[test]
fn a_pointer_that_does_not_move_goes_and_comes_back() {
    let mut room = Room::default();
    assert_eq!(
        room.hear(&glance(0.5), 0),
        Heard::Nothing,
        "of nobody known"
    );
    room.hear(&message(&presence()), 0);
    assert_eq!(room.hear(&glance(0.5), 10), Heard::Glance);
    assert_eq!(pointer(&room), Some(0.5));
    let gone_at = 10 + limits::POINTER_GONE_MS;
    assert_eq!(room.wakes_at(10), Some(gone_at));
    assert!(!room.expire(gone_at - 1));
    assert!(room.expire(gone_at));
    assert_eq!(pointer(&room), None);
    assert!(!room.expire(gone_at), "it goes once");
    room.hear(&glance(0.25), gone_at + 1);
    assert_eq!(pointer(&room), Some(0.25));
}

#[test]
fn a_pointer_of_another_page_is_not_shown() {
    let mut room = Room::default();
    room.hear(&message(&presence()), 0);
    room.hear(&glance(0.5), 1);
    let elsewhere = Presence {
        page: Some("ecomap".to_owned()),
        ..presence()
    };
    room.hear(&message(&elsewhere), 2);
    assert_eq!(pointer(&room), None);
}

#[test]
fn who_moves_is_not_idle() {
    let mut room = Room::default();
    room.hear(&message(&presence()), 0);
    assert_eq!(
        room.hear(&glance(0.5), 70_000),
        Heard::Person,
        "no longer idle"
    );
    assert!(!room.person("peer").unwrap().is_idle(70_000));
    assert_eq!(room.hear(&glance(0.6), 70_033), Heard::Glance);
}

#[test]
fn who_says_too_much_is_heard_only_so_often() {
    let mut room = Room::default();
    room.hear(&message(&presence()), 0);
    let heard = |room: &mut Room, now_ms: u64| {
        (0..10_u32)
            .filter(|n| room.hear(&glance(f64::from(*n) / 100.0), now_ms) == Heard::Glance)
            .count() as u64
    };
    let at_once: u64 = (0..100).map(|_| heard(&mut room, 0)).sum();
    assert_eq!(at_once, limits::HEARD_BURST);
    let in_a_second: u64 = (1..=1_000).map(|now_ms| heard(&mut room, now_ms)).sum();
    assert_eq!(in_a_second, limits::HEARD_PER_SECOND);
    // A hand that moves all the time, and what it chooses on the way, always come through.
    let mut room = Room::default();
    room.hear(&message(&presence()), 0);
    for step in 1..1_000 {
        let now_ms = step * limits::GLANCE_INTERVAL_MS;
        assert_eq!(room.hear(&glance(0.5), now_ms), Heard::Glance);
    }
}

#[test]
fn nobody_more_is_shown_than_fit() {
    let mut room = Room::default();
    for n in 0..=limits::PRESENCE_PEERS_MAX {
        room.hear(&from(&n.to_string(), presence().encode()), 0);
    }
    assert_eq!(room.people().count(), limits::PRESENCE_PEERS_MAX);
}

fn room_of(follows: &[(&str, Option<&str>)]) -> Room {
    let mut room = Room::default();
    for (id, follows) in follows {
        let presence = Presence {
            name: id.to_uppercase(),
            follows: follows.map(str::to_owned),
            ..presence()
        };
        room.hear(&from(id, presence.encode()), 0);
    }
    room
}

#[test]
fn the_last_in_a_row_leads() {
    let room = room_of(&[("a", Some("b")), ("b", Some("c")), ("c", None)]);
    assert_eq!(room.leader("me", "a"), Some("c"));
    assert_eq!(room.leader("me", "c"), Some("c"));
    assert_eq!(room.leader("me", "d"), None, "not there");
    assert_eq!(room.followers("c"), ["A", "B"]);
    assert_eq!(room.followers("a"), [""; 0]);
}

#[test]
fn nobody_leads_where_the_row_goes_round() {
    let room = room_of(&[("a", Some("me")), ("b", Some("c")), ("c", Some("b"))]);
    assert_eq!(room.leader("me", "a"), None);
    assert_eq!(room.leader("me", "b"), None);
    assert_eq!(room.followers("me"), ["A"]);
    let gone = room_of(&[("a", Some("gone"))]);
    assert_eq!(gone.leader("me", "a"), Some("a"), "its own view, then");
}
