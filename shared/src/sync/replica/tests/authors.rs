use super::*;

const ANA: AuthorId = [0xa; 16];
const EVE: AuthorId = [0xe; 16];

/// A server's replica with Ana, who names her actor 7, and Eve, who names her actor 8.
fn server() -> Replica {
    let mut replica = loaded(1, &[]);
    connect(&mut replica, LINK);
    connect(&mut replica, OTHER);
    replica.set_author(LINK, ANA, vec![ActorId::from([7_u8; 16])]);
    replica.set_author(OTHER, EVE, vec![ActorId::from([8_u8; 16])]);
    replica
}

fn keys(replica: &Replica) -> Vec<String> {
    replica.doc().keys(ROOT).collect()
}

#[test]
fn nobody_writes_under_a_colleague_s_actor_while_she_is_there() {
    let mut replica = server();
    // Not even before she has written anything.
    let early = honest_message(&replica, 7, "early forgery");
    replica.receive(OTHER, &early, 0);
    let (_, effects) = store_all(&mut replica);
    assert_eq!(refusals(&effects), [(OTHER, Refusal::ForeignActor)]);

    let first = honest_message(&replica, 7, "first");
    replica.receive(LINK, &first, 0);
    let _ = store_all(&mut replica);
    let forged = honest_message(&replica, 7, "forged");
    let second = honest_message(&replica, 7, "second");
    replica.receive(OTHER, &forged, 0);
    replica.receive(LINK, &second, 0);
    let (_, effects) = store_all(&mut replica);
    assert_eq!(refusals(&effects), [(OTHER, Refusal::ForeignActor)]);
    let evidence = effects.iter().find_map(|effect| match effect {
        Effect::Refused { evidence, .. } => Some(evidence.clone()),
        _ => None,
    });
    let evidence = evidence.unwrap();
    assert!(forged.windows(evidence.len()).any(|part| part == evidence));
    assert_eq!(keys(&replica), ["first", "second"]);
}

#[test]
fn whose_an_actor_is_outlives_the_room() {
    let mut replica = server();
    let first = honest_message(&replica, 7, "first");
    replica.receive(LINK, &first, 0);
    let (stored, _) = store_all(&mut replica);
    let fresh = replica.fresh_authors().to_vec();
    assert_eq!(fresh, [(ActorId::from([7_u8; 16]), ANA)]);
    replica.authors_stored(1);
    assert!(replica.fresh_authors().is_empty());

    let mut again = loaded(2, &stored);
    again.know_authors(fresh);
    connect(&mut again, LINK);
    connect(&mut again, OTHER);
    // Eve says that the actor is hers, and she is the first to say so here.
    again.set_author(OTHER, EVE, vec![ActorId::from([7_u8; 16])]);
    again.set_author(LINK, ANA, vec![ActorId::from([7_u8; 16])]);
    let forged = honest_message(&again, 7, "forged");
    again.receive(OTHER, &forged, 0);
    let (_, effects) = store_all(&mut again);
    assert_eq!(refusals(&effects), [(OTHER, Refusal::ForeignActor)]);
    let own = honest_message(&again, 7, "own");
    again.receive(LINK, &own, 0);
    let (_, effects) = store_all(&mut again);
    assert_eq!(refusals(&effects), []);
}

#[test]
fn what_a_restored_store_lacks_may_come_from_others_and_stays_its_author_s() {
    let mut replica = server();
    replica.disconnect(LINK, 0);
    let of_ana = honest_message(&replica, 7, "of ana");
    replica.receive(OTHER, &of_ana, 0);
    let (_, effects) = store_all(&mut replica);
    assert_eq!(refusals(&effects), []);
    assert_eq!(keys(&replica), ["of ana"]);
    // It did not become Eve's by that.
    assert!(replica.fresh_authors().is_empty());
    connect(&mut replica, LINK);
    replica.set_author(LINK, ANA, vec![ActorId::from([7_u8; 16])]);
    let more = honest_message(&replica, 7, "more");
    replica.receive(LINK, &more, 0);
    let (_, effects) = store_all(&mut replica);
    assert_eq!(refusals(&effects), []);
    assert_eq!(keys(&replica), ["more", "of ana"]);
}

#[test]
fn what_an_earlier_device_left_behind_may_come_from_others() {
    let mut replica = server();
    let first = honest_message(&replica, 7, "first");
    replica.receive(LINK, &first, 0);
    let _ = store_all(&mut replica);
    // Ana works on, in another tab.
    replica.disconnect(LINK, 0);
    connect(&mut replica, LINK);
    replica.set_author(LINK, ANA, vec![ActorId::from([9_u8; 16])]);
    let left = honest_message(&replica, 7, "left behind");
    replica.receive(OTHER, &left, 0);
    let (_, effects) = store_all(&mut replica);
    assert_eq!(refusals(&effects), []);
}

#[test]
fn a_peer_that_names_no_actor_has_those_that_it_begins() {
    let mut replica = loaded(1, &[]);
    connect(&mut replica, LINK);
    connect(&mut replica, OTHER);
    replica.set_author(LINK, ANA, Vec::new());
    replica.set_author(OTHER, EVE, Vec::new());
    let first = honest_message(&replica, 7, "first");
    replica.receive(LINK, &first, 0);
    let _ = store_all(&mut replica);
    let forged = honest_message(&replica, 7, "forged");
    replica.receive(OTHER, &forged, 0);
    let (_, effects) = store_all(&mut replica);
    assert_eq!(refusals(&effects), [(OTHER, Refusal::ForeignActor)]);
}
