//! Over random histories: the index, the reading of past states, the comparison of two.

use automerge::{ActorId as Author, Automerge, transaction::CommitOptions};
use proptest::prelude::*;

use super::*;
use crate::{
    case::{Actor, Flow, Party, Ring, Tie, TieQuality, Zone},
    document,
    edit::Edit,
    ids::{ActorId, TieId},
};

/// People who write, each on a device of their own.
const DEVICES: usize = 3;
const ACTORS: u8 = 5;

/// What happens next in a random history.
#[derive(Debug, Clone)]
enum Event {
    /// A device makes an edit so many seconds after what it last knew of.
    Edit {
        device: usize,
        edit: Box<Edit>,
        wait_s: i64,
    },
    /// One device hears all that another has.
    Merge { from: usize, into: usize },
}

fn actor_id(at: u8) -> ActorId {
    format!("a{at}").parse().unwrap()
}

fn tie_id(at: u8, other: u8) -> TieId {
    format!("t{at}-{other}").parse().unwrap()
}

fn actor(ring: Ring) -> Actor {
    let text = format!(r#"{{"name":"Ana","kind":"person","ring":"{}"}}"#, ring.id());
    serde_json::from_str(&text).unwrap()
}

fn tie(at: u8, other: u8, quality: TieQuality) -> Tie {
    let from = if other == at {
        "person".to_owned()
    } else {
        format!("actor:a{other}")
    };
    let text = format!(
        r#"{{"from":"{from}","to":"actor:a{at}","quality":"{}","flow":"unknown"}}"#,
        quality.id()
    );
    serde_json::from_str(&text).unwrap()
}

fn edits() -> impl Strategy<Value = Edit> {
    let some = 0..ACTORS;
    let ring = prop::sample::select(Ring::ALL);
    let quality = prop::sample::select(TieQuality::ALL);
    let flow = prop::sample::select(Flow::ALL);
    prop_oneof![
        (some.clone(), ring.clone()).prop_map(|(at, ring)| Edit::AddActor {
            id: actor_id(at),
            actor: actor(ring),
        }),
        some.clone()
            .prop_map(|at| Edit::RemoveActor { id: actor_id(at) }),
        (some.clone(), "[a-z]{1,4}").prop_map(|(at, name)| Edit::SetActorName {
            id: actor_id(at),
            name,
        }),
        (some.clone(), ring).prop_map(|(at, ring)| Edit::MoveActor {
            id: actor_id(at),
            ring,
            view: crate::case::View::Rings,
            place: None,
        }),
        (some.clone(), some.clone(), quality.clone()).prop_map(|(at, other, quality)| {
            Edit::AddTie {
                id: tie_id(at, other),
                tie: tie(at, other, quality),
            }
        }),
        (some.clone(), some.clone(), quality).prop_map(|(at, other, quality)| {
            Edit::SetTieQuality {
                id: tie_id(at, other),
                quality,
            }
        }),
        (some.clone(), some.clone(), flow).prop_map(|(at, other, flow)| Edit::SetTieFlow {
            id: tie_id(at, other),
            flow,
        }),
        (some.clone(), some).prop_map(|(at, other)| Edit::RemoveTie {
            id: tie_id(at, other),
        }),
    ]
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        5 => (0..DEVICES, edits(), 0..10_000_i64)
            .prop_map(|(device, edit, wait_s)| Event::Edit { device, edit: Box::new(edit), wait_s }),
        1 => (0..DEVICES, 0..DEVICES).prop_map(|(from, into)| Event::Merge { from, into }),
    ];
    prop::collection::vec(event, 1..60)
}

/// What the first device has in the end, and what it had half-way.
fn history(events: &[Event]) -> (Automerge, Automerge) {
    let created = document::create(Zone::Case, &"c".parse().unwrap(), "Caso").unwrap();
    let mut devices: Vec<Automerge> = (0..DEVICES)
        .map(|device| {
            created
                .clone()
                .with_actor(Author::from(&[device as u8 + 1; 16][..]))
        })
        .collect();
    let mut clocks = [1_790_000_000_i64; DEVICES];
    let mut halfway = created.clone();
    for (nth, event) in events.iter().enumerate() {
        match event {
            Event::Edit {
                device,
                edit,
                wait_s,
            } => {
                clocks[*device] += wait_s;
                let mut tx = devices[*device].transaction();
                // What cannot be done at that time is not done.
                if edit.apply(&mut tx).is_ok() {
                    tx.commit_with(CommitOptions::default().with_time(clocks[*device]));
                } else {
                    tx.rollback();
                }
            }
            Event::Merge { from, into } => {
                let mut other = devices[*from].clone();
                devices[*into].merge(&mut other).unwrap();
            }
        }
        if nth == events.len() / 2 {
            halfway = devices[0].clone();
        }
    }
    let mut all = devices[0].clone();
    for other in &mut devices[1..] {
        all.merge(other).unwrap();
    }
    (all, halfway)
}

fn indexed(doc: &Automerge, slice: usize) -> MomentIndex {
    let mut index = MomentIndex::default();
    while index.advance(doc, slice) {}
    index
}

fn read(doc: &Automerge, step: &Step, slice: usize) -> Snapshot {
    let mut reading = Reading::of(step.heads.clone());
    while reading.advance(doc, slice) {}
    reading.finish()
}

/// The state at a step, by way of a document that has never seen what came later.
fn forked(doc: &Automerge, step: &Step) -> Snapshot {
    let past = doc.fork_at(&step.heads).unwrap();
    document::read_case(&past).0.into()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_order_does_not_depend_on_how_it_was_found(events in events(), slice in 1_usize..9, max in 1_usize..40) {
        let (doc, halfway) = history(&events);
        let at_once = indexed(&doc, usize::MAX).steps(max);
        prop_assert_eq!(&indexed(&doc, slice).steps(max), &at_once);
        let mut grown = indexed(&halfway, slice);
        while grown.advance(&doc, slice) {}
        prop_assert_eq!(&grown.steps(max), &at_once);
        prop_assert_eq!(grown.len(), doc.get_changes_meta(&[]).len());
        // A device that got the same changes in another order agrees.
        let mut other = Automerge::new();
        other.merge(&mut doc.clone()).unwrap();
        prop_assert_eq!(&indexed(&other, usize::MAX).steps(max), &at_once);
    }

    #[test]
    fn steps_go_from_the_beginning_to_the_present(events in events(), max in 1_usize..40) {
        let (doc, _) = history(&events);
        let steps = indexed(&doc, usize::MAX).steps(max);
        prop_assert!(steps.len() <= max);
        prop_assert!(steps.windows(2).all(|pair| pair[0].changes < pair[1].changes));
        prop_assert_eq!(&steps.last().unwrap().heads, &doc.get_heads());
    }

    #[test]
    fn a_past_state_is_what_a_device_of_that_time_shows(events in events(), slice in 1_usize..9) {
        let (doc, _) = history(&events);
        for step in indexed(&doc, usize::MAX).steps(6) {
            prop_assert_eq!(read(&doc, &step, slice), forked(&doc, &step));
        }
    }

    #[test]
    fn a_comparison_is_empty_for_equals_and_turns_round(events in events()) {
        let (doc, _) = history(&events);
        let steps = indexed(&doc, usize::MAX).steps(5);
        let states: Vec<Snapshot> = steps.iter().map(|step| forked(&doc, step)).collect();
        for one in &states {
            prop_assert!(Comparison::between(one, one).is_empty());
            for other in &states {
                let there = Comparison::between(one, other);
                prop_assert_eq!(&there.clone().swapped(), &Comparison::between(other, one));
                for change in there.ties.values() {
                    let back = change.clone().swapped().group();
                    match change.group() {
                        TieGroup::Stronger => prop_assert!(matches!(back, TieGroup::Weaker | TieGroup::Lost)),
                        TieGroup::Weaker => prop_assert_eq!(back, TieGroup::Stronger),
                        TieGroup::New => prop_assert!(matches!(back, TieGroup::Lost | TieGroup::ToBuild)),
                        TieGroup::Other => prop_assert_eq!(back, TieGroup::Other),
                        TieGroup::Lost | TieGroup::ToBuild => {}
                    }
                }
            }
        }
    }
}

fn change(before: Option<TieQuality>, after: Option<TieQuality>) -> TieGroup {
    let facts = |quality| TieFacts {
        id: tie_id(0, 0),
        quality,
        flow: Flow::Unknown,
        exchange: std::collections::BTreeMap::new(),
    };
    TieChange {
        before: before.map(facts),
        after: after.map(facts),
    }
    .group()
}

#[test]
fn each_change_of_a_tie_has_its_meaning() {
    use TieQuality::{Broken, Normal, Stressful, Strong, ToBuild, Weak};
    let cases = [
        (None, Some(Weak), TieGroup::New),
        (Some(ToBuild), Some(Normal), TieGroup::New),
        (Some(Weak), Some(Normal), TieGroup::Stronger),
        (Some(Stressful), Some(Weak), TieGroup::Stronger),
        (Some(Broken), Some(Weak), TieGroup::Stronger),
        (Some(Normal), Some(Weak), TieGroup::Weaker),
        (Some(Normal), Some(Stressful), TieGroup::Weaker),
        (Some(Weak), Some(Broken), TieGroup::Lost),
        (Some(Strong), None, TieGroup::Lost),
        (None, Some(ToBuild), TieGroup::ToBuild),
        (Some(Weak), Some(ToBuild), TieGroup::ToBuild),
        (Some(Weak), Some(Weak), TieGroup::Other),
    ];
    for (before, after, group) in cases {
        assert_eq!(change(before, after), group, "{before:?} to {after:?}");
    }
}

#[test]
fn a_tie_erased_and_drawn_anew_is_one_tie() {
    let mut before = Snapshot::default();
    before.actors.insert(actor_id(0), actor(Ring::Personal));
    let mut after = before.clone();
    before
        .ties
        .insert(tie_id(0, 0), tie(0, 0, TieQuality::Weak));
    after
        .ties
        .insert("anew".parse().unwrap(), tie(0, 0, TieQuality::Strong));
    let comparison = Comparison::between(&before, &after);
    assert_eq!(comparison.ties.len(), 1);
    let (pair, change) = comparison.ties.iter().next().unwrap();
    assert_eq!(pair, &[Party::Person, Party::Actor(actor_id(0))]);
    assert_eq!(change.group(), TieGroup::Stronger);
    assert_eq!(
        comparison.counts.strong,
        Count {
            before: 0,
            after: 1
        }
    );
    assert_eq!(
        comparison.counts.tied,
        Count {
            before: 1,
            after: 1
        }
    );
}

#[test]
fn what_another_ring_and_another_answer_mean_is_told_apart() {
    let mut before = Snapshot::default();
    before.actors.insert(actor_id(0), actor(Ring::Personal));
    let mut after = before.clone();
    let moved = after.actors.get_mut(&actor_id(0)).unwrap();
    moved.ring = Ring::Community;
    moved.support = Some(crate::case::Support::Much);
    let comparison = Comparison::between(&before, &after);
    let change = &comparison.actors[&actor_id(0)];
    assert_eq!(change.moved(), Some((Ring::Personal, Ring::Community)));
    assert_eq!(
        change.support(),
        Some((None, Some(crate::case::Support::Much)))
    );
    assert_eq!(change.renamed(), None);
}

#[test]
fn the_longest_pauses_part_a_long_history() {
    let mut doc = document::create(Zone::Case, &"c".parse().unwrap(), "Caso").unwrap();
    let mut now_s = 1_790_000_000;
    for nth in 0..40 {
        // Four sittings of ten edits; a week passes between them.
        now_s += if nth % 10 == 0 { 604_800 } else { 60 };
        let mut tx = doc.transaction();
        Edit::SetTitle(format!("Caso {nth}"))
            .apply(&mut tx)
            .unwrap();
        tx.commit_with(CommitOptions::default().with_time(now_s));
    }
    let steps = indexed(&doc, 7).steps(4);
    let changes: Vec<usize> = steps.iter().map(|step| step.changes).collect();
    // The change that creates the document counts with the first sitting.
    assert_eq!(changes, [11, 21, 31, 41]);
    assert_eq!(steps[3].at_ms, now_s * 1_000);
}
