//! People who write apart: their documents merge to one case, and what does not fit together is told.

use automerge::Automerge;
use proptest::prelude::*;
use trama_shared::{
    case::{Exchange, ExchangeArea, Identity, Reserved},
    document::{Fault, Subject, read_case},
    edit::{Edit, History},
    exchange::{CaseFile, export, import},
};

use crate::generate::{make, small_case, whims};

fn merged(documents: &mut [Automerge], first: usize) -> Automerge {
    let mut all = documents[first].fork();
    for document in documents.iter_mut() {
        all.merge(document).expect("merge");
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn three_histories_merge_to_one_case(
        one in whims(12), two in whims(12), three in whims(12), undone in 0..6_usize,
    ) {
        let mut base = small_case();
        let mut documents = Vec::new();
        for (n, whims) in [one, two, three].iter().enumerate() {
            let mut doc = base.fork();
            let mut history = History::default();
            for whim in whims {
                let edit = whim.edit(&doc, ["a", "b", "c"][n]);
                if let Ok(inverse) = make(&mut doc, &edit) {
                    history.record(edit, inverse, whim.flag());
                }
            }
            documents.push((doc, history));
        }
        // Everyone undoes a little of their own on top of what the others did.
        let mut plain: Vec<Automerge> = documents.iter_mut().map(|(doc, _)| doc.fork()).collect();
        let mut forks = Vec::new();
        for (n, (_, history)) in documents.iter_mut().enumerate() {
            let mut doc = merged(&mut plain, n);
            for _ in 0..undone {
                let mut tx = doc.transaction();
                match history.undo(&mut tx) {
                    Ok(_) => {
                        tx.commit();
                    }
                    Err(_) => {
                        tx.rollback();
                    }
                }
            }
            forks.push(doc);
        }
        let cases: Vec<_> = (0..3).map(|n| read_case(&merged(&mut forks, n))).collect();
        prop_assert_eq!(&cases[0], &cases[1]);
        prop_assert_eq!(&cases[0], &cases[2]);
        let (case, problems) = &cases[0];
        for problem in problems {
            let known = matches!(
                problem.fault,
                Fault::Dangling(_) | Fault::DuplicateOf(_) | Fault::SecondKinship(_) | Fault::Conflict(_)
            );
            prop_assert!(known, "{:?}", problem);
        }
        // Whatever came of it can be kept in a file.
        let file = CaseFile { case: case.clone(), reserved: Reserved::default(), identity: Identity::default() };
        prop_assert_eq!(import(&export(&file).expect("json")), Ok(file));
        base.merge(&mut forks[0]).expect("merge");
    }
}

#[test]
fn a_tie_drawn_to_an_actor_that_went_is_told_and_not_shown() {
    let mut one = small_case();
    let mut two = one.fork();
    let id = || "club".parse().expect("an id");
    make(&mut one, &Edit::RemoveActor { id: id() }).expect("edit");
    let tie = serde_json::json!({
        "from": "person", "to": "actor:club", "quality": "normal", "flow": "unknown",
    });
    let add = Edit::AddTie {
        id: "t9".parse().expect("an id"),
        tie: serde_json::from_value(tie).expect("a tie"),
    };
    make(&mut two, &add).expect("edit");
    one.merge(&mut two).expect("merge");
    let (case, problems) = read_case(&one);
    assert_eq!(case.ties.len(), 2);
    assert_eq!(problems.len(), 1);
    assert_eq!(
        problems[0].subject,
        Subject::Tie("t9".parse().expect("an id"))
    );
    assert_eq!(problems[0].fault, Fault::Dangling(id()));
    // Somebody can clear it up.
    let remove = Edit::RemoveTie {
        id: "t9".parse().expect("an id"),
    };
    make(&mut one, &remove).expect("edit");
    assert_eq!(read_case(&one).1, []);
}

#[test]
fn two_names_given_at_once_are_both_told_until_somebody_chooses() {
    let mut one = small_case();
    let mut two = one.fork();
    let name = |name: &str| Edit::SetActorName {
        id: "mother".parse().expect("an id"),
        name: name.to_owned(),
    };
    make(&mut one, &name("Ana")).expect("edit");
    make(&mut two, &name("Eva")).expect("edit");
    one.merge(&mut two).expect("merge");
    let (case, problems) = read_case(&one);
    let [problem] = problems.as_slice() else {
        panic!("one problem, not {problems:?}");
    };
    assert_eq!(problem.field, Some("name"));
    let Fault::Conflict(values) = &problem.fault else {
        panic!("a conflict, not {:?}", problem.fault);
    };
    let shown = &case.actors[&"mother".parse().expect("an id")].name;
    assert_eq!(&values[0].text, shown);
    let mut names: Vec<&str> = values.iter().map(|value| value.text.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Ana", "Eva"]);
    assert!(values.iter().all(|value| value.writer.is_some()));
    // Choosing the one that is shown settles it, too.
    make(&mut one, &name(shown)).expect("edit");
    assert_eq!(read_case(&one).1, []);
}

#[test]
fn two_senses_ticked_at_once_both_stay() {
    let mut one = small_case();
    let mut two = one.fork();
    let tick = |gives, receives| Edit::SetTieExchange {
        id: "t1".parse().expect("an id"),
        area: ExchangeArea::Care,
        exchange: Exchange { gives, receives },
    };
    make(&mut one, &tick(true, false)).expect("edit");
    make(&mut two, &tick(false, true)).expect("edit");
    one.merge(&mut two).expect("merge");
    let care = |doc: &Automerge| {
        let (case, problems) = read_case(doc);
        assert_eq!(problems, []);
        let tie = &case.ties[&"t1".parse().expect("an id")];
        tie.exchange.get(&ExchangeArea::Care).copied()
    };
    let both = Exchange {
        gives: true,
        receives: true,
    };
    assert_eq!(care(&one), Some(both));
    make(&mut one, &tick(false, false)).expect("edit");
    assert_eq!(care(&one), None);
}
