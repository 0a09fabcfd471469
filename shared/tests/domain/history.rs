//! Undo and redo: alone exact, among others without touching what is theirs.

use automerge::Automerge;
use proptest::prelude::*;
use trama_shared::{
    case::{
        Actor, ActorKind, Case, Need, NeedTopic, Party, Place, PlanText, Ring, Tie, TieQuality,
        View,
    },
    catalog::NeedRow,
    document::{Problem, read_case, read_text},
    edit::{Act, Deed, Edit, EditError, History, TextField, Thing},
    ids::{ActorId, NeedId, TieId},
    limits::{NOTES_MAX, UNDO_BYTES_MAX},
};

use crate::generate::{Whim, make, small_case, whims};

const PROBLEM: TextField = TextField::Plan(PlanText::Problem);

fn record(doc: &mut Automerge, history: &mut History, edit: Edit, join: bool) -> bool {
    match make(doc, &edit) {
        Ok(inverse) => {
            history.record(edit, inverse, join);
            true
        }
        Err(_) => false,
    }
}

fn undo(doc: &mut Automerge, history: &mut History) -> Result<bool, EditError> {
    let mut tx = doc.transaction();
    let done = history.undo(&mut tx);
    if done.is_ok() {
        tx.commit();
    } else {
        tx.rollback();
    }
    done
}

fn redo(doc: &mut Automerge, history: &mut History) -> Result<bool, EditError> {
    let mut tx = doc.transaction();
    let done = history.redo(&mut tx);
    if done.is_ok() {
        tx.commit();
    } else {
        tx.rollback();
    }
    done
}

fn typed(at: usize, delete: usize, insert: &str) -> Edit {
    Edit::SpliceText {
        field: PROBLEM,
        at,
        delete,
        insert: insert.to_owned(),
    }
}

/// What a history is after it was stored and loaded.
fn reloaded(history: &History) -> History {
    let stored = serde_json::to_string(history).expect("a history is plain data");
    serde_json::from_str(&stored).expect("what was stored")
}

fn play(doc: &mut Automerge, history: &mut History, whims: &[Whim]) {
    for whim in whims {
        let edit = whim.edit(doc, "n");
        record(doc, history, edit, whim.flag());
    }
}

/// What a case shows of its own. What commitments say that something was called follows the map when it goes from
/// there, and stays so when it is back.
fn seen(doc: &Automerge) -> (Case, Vec<Problem>) {
    let (mut case, problems) = read_case(doc);
    for commitment in case.commitments.values_mut() {
        commitment.target_name.clear();
        let named = commitment.who.values_mut();
        for name in named.chain(commitment.with_whom.values_mut()) {
            name.clear();
        }
    }
    (case, problems)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn an_inverse_leads_back(whims in whims(14)) {
        let mut doc = small_case();
        for whim in &whims {
            let before = seen(&doc);
            let edit = whim.edit(&doc, "n");
            let Ok(inverse) = make(&mut doc, &edit) else {
                prop_assert_eq!(&seen(&doc), &before);
                continue;
            };
            let after = seen(&doc);
            let again = make(&mut doc, &inverse).expect("an inverse fits what it is the inverse of");
            prop_assert_eq!(&seen(&doc), &before);
            make(&mut doc, &again).expect("and so does its own");
            prop_assert_eq!(&seen(&doc), &after);
        }
    }

    #[test]
    fn undoing_and_redoing_everything_leads_there_and_back(whims in whims(24), stop in 0..24_usize) {
        let mut doc = small_case();
        let before = seen(&doc);
        let mut history = History::default();
        play(&mut doc, &mut history, &whims);
        let after = seen(&doc);
        for _ in 0..2 {
            // Back a little, forth again, then all the way: the names of characters change each time.
            for _ in 0..stop {
                undo(&mut doc, &mut history).expect("nobody else is here");
            }
            history = reloaded(&history);
            while redo(&mut doc, &mut history).expect("nobody else is here") {}
            prop_assert_eq!(&seen(&doc), &after);
            while undo(&mut doc, &mut history).expect("nobody else is here") {}
            prop_assert_eq!(&seen(&doc), &before);
            history = reloaded(&history);
            while redo(&mut doc, &mut history).expect("nobody else is here") {}
            prop_assert_eq!(&seen(&doc), &after);
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn undo_leaves_what_the_other_typed(
        whims in whims(30),
        turns in proptest::collection::vec((any::<bool>(), any::<bool>()), 30),
    ) {
        // Mine are small letters, the other's are capitals, and digits were there before.
        let mut mine = small_case();
        let mut theirs = mine.fork();
        let mut history = History::default();
        let mut capitals = ('A'..='Z').cycle();
        let mut written = Vec::new();
        for (whim, (my_turn, meet)) in whims.iter().zip(turns) {
            if my_turn {
                let edit = whim.splice(&mine, PROBLEM);
                record(&mut mine, &mut history, edit, whim.flag());
            } else {
                let letter = capitals.next().expect("there is always another");
                written.push(letter);
                let edit = whim.insertion(&theirs, PROBLEM, &letter.to_string());
                make(&mut theirs, &edit).expect("typing");
            }
            if meet {
                mine.merge(&mut theirs).expect("merge");
                theirs.merge(&mut mine).expect("merge");
                if whim.text().len() > 4 {
                    undo(&mut mine, &mut history).expect("typing can always be undone");
                }
            }
        }
        mine.merge(&mut theirs).expect("merge");
        history = reloaded(&history);
        let all = read_text(&mine, PROBLEM);
        while undo(&mut mine, &mut history).expect("typing can always be undone") {}
        let text = read_text(&mine, PROBLEM);
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        prop_assert_eq!(digits, "0123456789", "{} from {}", text, all);
        let mut letters: Vec<char> = text.chars().filter(char::is_ascii_uppercase).collect();
        letters.sort_unstable();
        written.sort_unstable();
        prop_assert_eq!(letters, written, "{} from {}", text, all);
        let others = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
        prop_assert!(text.chars().all(others), "{} from {}", text, all);
    }
}

#[test]
fn a_word_with_a_slip_is_undone_whole() {
    let mut doc = small_case();
    let mut history = History::default();
    record(&mut doc, &mut history, typed(10, 0, "h"), false);
    for (at, letter) in [(11, "o"), (12, "l"), (13, "q")] {
        record(&mut doc, &mut history, typed(at, 0, letter), true);
    }
    record(&mut doc, &mut history, typed(13, 1, ""), true);
    record(&mut doc, &mut history, typed(13, 0, "a😀"), true);
    assert_eq!(read_text(&doc, PROBLEM), "0123456789hola😀");
    assert_eq!(undo(&mut doc, &mut history), Ok(true));
    assert_eq!(read_text(&doc, PROBLEM), "0123456789");
    assert_eq!(redo(&mut doc, &mut history), Ok(true));
    assert_eq!(read_text(&doc, PROBLEM), "0123456789hola😀");
    assert_eq!(undo(&mut doc, &mut history), Ok(true));
    assert_eq!(undo(&mut doc, &mut history), Ok(false));
}

#[test]
fn typing_inside_what_i_typed_survives_my_undo_and_redo() {
    let mut mine = small_case();
    let mut history = History::default();
    record(&mut mine, &mut history, typed(0, 10, "hola"), false);
    let mut theirs = mine.fork();
    make(&mut theirs, &typed(2, 0, "—¡X!—")).expect("typing");
    mine.merge(&mut theirs).expect("merge");
    assert_eq!(read_text(&mine, PROBLEM), "ho—¡X!—la");
    undo(&mut mine, &mut history).expect("undo");
    assert_eq!(read_text(&mine, PROBLEM), "0123456789—¡X!—");
    redo(&mut mine, &mut history).expect("redo");
    assert_eq!(read_text(&mine, PROBLEM), "ho—¡X!—la");
}

#[test]
fn what_somebody_else_changed_since_is_left_as_it_is() {
    let mut mine = small_case();
    let mut history = History::default();
    let name = |name: &str| Edit::SetActorName {
        id: "mother".parse().expect("an id"),
        name: name.to_owned(),
    };
    record(
        &mut mine,
        &mut history,
        Edit::SetTitle("Sol".to_owned()),
        false,
    );
    record(&mut mine, &mut history, name("Ana"), false);
    make(&mut mine, &name("Eva")).expect("somebody else's edit");
    let before = read_case(&mine);
    assert_eq!(undo(&mut mine, &mut history), Err(EditError::Overtaken));
    assert_eq!(read_case(&mine), before);
    // The next step is free again.
    assert_eq!(undo(&mut mine, &mut history), Ok(true));
    assert_eq!(read_case(&mine).0.title, "Alba");
}

#[test]
fn undo_on_what_has_vanished_says_so() {
    let mut doc = small_case();
    let mut history = History::default();
    let id = || "mother".parse().expect("an id");
    let rename = Edit::SetActorName {
        id: id(),
        name: "Ana".to_owned(),
    };
    record(&mut doc, &mut history, rename, false);
    make(&mut doc, &Edit::RemoveActor { id: id() }).expect("somebody else's edit");
    assert_eq!(undo(&mut doc, &mut history), Err(EditError::NoActor));
}

#[test]
fn a_removed_actor_comes_back_with_the_ties_that_still_fit() {
    let mut doc = small_case();
    let mut history = History::default();
    let before = read_case(&doc).0;
    let remove = Edit::RemoveActor {
        id: "mother".parse().expect("an id"),
    };
    record(&mut doc, &mut history, remove, false);
    assert!(read_case(&doc).0.ties.is_empty());
    let school = Edit::RemoveActor {
        id: "school".parse().expect("an id"),
    };
    make(&mut doc, &school).expect("somebody else's edit");
    undo(&mut doc, &mut history).expect("undo");
    let (after, problems) = read_case(&doc);
    assert_eq!(problems, []);
    assert_eq!(after.actors.len(), 2);
    let ties: Vec<&str> = after.ties.keys().map(TieId::as_str).collect();
    assert_eq!(ties, ["t1"]);
    assert_eq!(after.ties.first_key_value(), before.ties.first_key_value());
}

#[test]
fn who_leaves_the_map_answers_no_need_until_it_is_back() {
    let mut doc = small_case();
    let mut history = History::default();
    let id = |id: &str| id.parse().expect("an id");
    let need = |answers: &[&str]| Need {
        answers: answers
            .iter()
            .map(|actor| actor.parse().expect("an id"))
            .collect(),
        ..Need::new(NeedTopic::Row(NeedRow::FamilyTutoring))
    };
    for (name, answers) in [
        ("n1", &["school", "club"][..]),
        ("n2", &["club"]),
        ("n3", &["school"]),
    ] {
        let add = Edit::AddNeed {
            id: name.parse().expect("an id"),
            need: need(answers),
        };
        record(&mut doc, &mut history, add, false);
    }
    let whole = read_case(&doc).0;
    record(
        &mut doc,
        &mut history,
        Edit::RemoveActor { id: id("school") },
        false,
    );
    let (without, problems) = read_case(&doc);
    assert_eq!(problems, []);
    let answers: Vec<usize> = without
        .needs
        .values()
        .map(|need| need.answers.len())
        .collect();
    assert_eq!(answers, [1, 1, 0]);
    let gone: NeedId = "n3".parse().expect("an id");
    make(&mut doc, &Edit::RemoveNeed { id: gone.clone() }).expect("somebody else's edit");
    undo(&mut doc, &mut history).expect("undo");
    let mut expected = whole;
    expected.needs.remove(&gone);
    assert_eq!(read_case(&doc).0, expected);
}

#[test]
fn the_oldest_steps_are_forgotten_before_the_history_gets_long_to_write() {
    let mut doc = small_case();
    let mut history = History::default();
    let notes = |page: usize| Edit::SetActorNotes {
        id: "mother".parse().expect("an id"),
        notes: format!("{page:05}").repeat(NOTES_MAX / 5),
    };
    for page in 0..100 {
        assert!(record(&mut doc, &mut history, notes(page), false));
    }
    let stored = serde_json::to_string(&history).expect("a history is plain data");
    assert!(stored.len() < UNDO_BYTES_MAX + 1_000, "{}", stored.len());
    history = reloaded(&history);
    let mut steps = 0;
    while undo(&mut doc, &mut history).expect("undo") {
        steps += 1;
    }
    assert!((20..100).contains(&steps), "{steps}");
    let (case, _) = read_case(&doc);
    let left = format!("{:05}", 99 - steps);
    let mother: ActorId = "mother".parse().expect("an id");
    let notes = &case.actors[&mother].notes;
    assert!(notes.starts_with(&left), "{left}");
}

#[test]
fn what_an_earlier_session_did_is_undone_after_what_this_one_did_before_it_was_known() {
    let mut doc = small_case();
    let title = |title: &str| Edit::SetTitle(title.to_owned());
    let mut earlier = History::default();
    record(&mut doc, &mut earlier, title("Sol"), false);
    let earlier = reloaded(&earlier);
    let mut history = History::default();
    record(&mut doc, &mut history, title("Luna"), false);
    history.resume(earlier.clone());
    for expected in ["Sol", "Alba"] {
        assert_eq!(undo(&mut doc, &mut history), Ok(true));
        assert_eq!(read_case(&doc).0.title, expected);
    }
    assert_eq!(undo(&mut doc, &mut history), Ok(false));

    // Where nothing was done since, what had been undone can still be redone.
    let mut next = History::default();
    next.resume(reloaded(&history));
    assert_eq!(redo(&mut doc, &mut next), Ok(true));
    assert_eq!(read_case(&doc).0.title, "Sol");
}

#[test]
fn what_was_made_at_once_is_forgotten_at_once() {
    let mut doc = small_case();
    let mut history = History::default();
    let notes = |page: usize| Edit::SetActorNotes {
        id: "mother".parse().expect("an id"),
        notes: format!("{page:05}").repeat(NOTES_MAX / 5),
    };
    // Pairs of halves, until the oldest have to go.
    for page in 0..101 {
        assert!(record(&mut doc, &mut history, notes(page), false));
        if page % 2 == 1 {
            history.link();
        }
    }
    let mut halves = 0;
    while undo(&mut doc, &mut history).expect("undo") {
        halves += 1;
        assert!(
            !history.goes_on() || history.undo_zone().is_some(),
            "a half without its other half, after {halves}"
        );
    }
    assert!((20..101).contains(&halves), "{halves}");
}

/// What the next undo and the next redo say that they do.
fn said(history: &History) -> (Option<Deed>, Option<Deed>) {
    (history.to_undo(), history.to_redo())
}

fn deed(act: Act, thing: Thing) -> Deed {
    Deed {
        act,
        things: vec![thing],
    }
}

fn named(id: &str, name: Option<&str>) -> Thing {
    Thing::Actor {
        id: id.parse().expect("an id"),
        name: name.map(str::to_owned),
    }
}

#[test]
fn undo_and_redo_say_what_they_take_back() {
    let mut doc = small_case();
    let mut history = History::default();
    let id: ActorId = "rosa".parse().expect("an id");
    let tie: TieId = "t-rosa".parse().expect("an id");
    let actor = Actor::new("Rosa".to_owned(), ActorKind::Person, Ring::Personal);
    let at = Some(Place { x: 0.4, y: 0.0 });
    let ends = (Party::Person, Party::Actor(id.clone()));
    let steps = [
        (
            Edit::AddActor {
                id: id.clone(),
                actor,
            },
            deed(Act::Add, named("rosa", Some("Rosa"))),
        ),
        (
            Edit::MoveActor {
                id: id.clone(),
                ring: Ring::Community,
                view: View::Rings,
                place: at,
            },
            deed(Act::Move, named("rosa", None)),
        ),
        (
            Edit::AddTie {
                id: tie.clone(),
                tie: Tie::new(ends.0.clone(), ends.1.clone(), TieQuality::Normal),
            },
            deed(
                Act::Add,
                Thing::Tie {
                    id: tie,
                    ends: Some(ends),
                },
            ),
        ),
        (
            Edit::PlaceActors {
                view: View::Rings,
                places: [(id.clone(), None)].into(),
            },
            deed(Act::Change, Thing::Arrangement),
        ),
        (typed(0, 0, "Hola"), deed(Act::Change, Thing::Text(PROBLEM))),
        // Its name is only in what brings it back.
        (
            Edit::RemoveActor { id },
            deed(Act::Remove, named("rosa", Some("Rosa"))),
        ),
    ];
    for (edit, expected) in &steps {
        assert!(record(&mut doc, &mut history, edit.clone(), false));
        assert_eq!(said(&history), (Some(expected.clone()), None));
    }
    for (n, (_, expected)) in steps.iter().enumerate().rev() {
        undo(&mut doc, &mut history).expect("nobody else is here");
        let below = n.checked_sub(1).map(|n| steps[n].1.clone());
        assert_eq!(said(&history), (below, Some(expected.clone())));
    }
    for (_, expected) in &steps {
        redo(&mut doc, &mut history).expect("nobody else is here");
        assert_eq!(history.to_undo().as_ref(), Some(expected));
    }
}

#[test]
fn a_step_of_several_edits_is_called_by_what_weighs_most() {
    let mut doc = small_case();
    let mut history = History::default();
    let actor = |name: &str| Actor::new(name.to_owned(), ActorKind::Person, Ring::Personal);
    let add = |id: &str, name: &str| Edit::AddActor {
        id: id.parse().expect("an id"),
        actor: actor(name),
    };
    let tie = Edit::AddTie {
        id: "t-ana".parse().expect("an id"),
        tie: Tie::new(
            Party::Actor("ana".parse().expect("an id")),
            Party::Actor("bea".parse().expect("an id")),
            TieQuality::Normal,
        ),
    };
    let pasted = Edit::Batch(vec![add("ana", "Ana"), add("bea", "Bea"), tie]);
    assert!(record(&mut doc, &mut history, pasted, false));
    assert_eq!(
        history.to_undo(),
        Some(Deed {
            act: Act::Add,
            things: vec![named("ana", Some("Ana")), named("bea", Some("Bea"))],
        })
    );
}
