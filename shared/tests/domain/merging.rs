//! People who write apart: their documents merge to one case, and what does not fit together is told.

use automerge::{Automerge, ChangeHash};
use proptest::prelude::*;
use trama_shared::{
    case::{
        Exchange, ExchangeArea, Identity, Milestone, MilestoneKind, Need, NeedPriority, NeedTopic,
        Place, Reserved, Ring, TieQuality, View,
    },
    catalog::{NeedArea, NeedRow},
    document::{
        Fault, Subject, Unseen, actor_removed_without, need_removed_without, read_case,
        tie_removed_without, written_at,
    },
    edit::{About, Choice, Edit, History},
    exchange::{CaseFile, export, import},
    ids::{ActorId, MilestoneId, NeedId, TieId},
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
        let file = CaseFile { case: case.clone(), reserved: Reserved::default(), identity: Identity::default(), history: std::collections::BTreeMap::new() };
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
    assert!(values.iter().all(|value| written_at(&one, value).is_some()));
    // Choosing the one that is shown settles it, too.
    make(&mut one, &name(shown)).expect("edit");
    assert_eq!(read_case(&one).1, []);
}

#[test]
fn two_dates_of_one_milestone_are_both_told_until_somebody_chooses() {
    let mut one = small_case();
    let id: MilestoneId = "m1".parse().expect("an id");
    let milestone = Milestone {
        kind: MilestoneKind::Review,
        title: String::new(),
        at: 1_000,
        heads: Vec::new(),
    };
    let add = Edit::AddMilestone {
        id: id.clone(),
        milestone,
    };
    make(&mut one, &add).expect("edit");
    let mut two = one.fork();
    for (doc, at) in [(&mut one, 2_000), (&mut two, 3_000)] {
        let date = Edit::SetMilestoneDate { id: id.clone(), at };
        make(doc, &date).expect("edit");
    }
    one.merge(&mut two).expect("merge");
    let (case, problems) = read_case(&one);
    let [problem] = problems.as_slice() else {
        panic!("one problem, not {problems:?}");
    };
    let other = 5_000 - case.milestones[&id].at;
    let choice = Choice::of(&one, problem, 1).expect("it can be chosen");
    make(&mut one, &choice.edit).expect("edit");
    let (case, problems) = read_case(&one);
    assert_eq!((case.milestones[&id].at, problems), (other, Vec::new()));
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

/// Two copies of the small case, each with one edit, merged.
fn written_apart(one: &Edit, two: &Edit) -> Automerge {
    let mut doc = small_case();
    let mut other = doc.fork();
    make(&mut doc, one).expect("edit");
    make(&mut other, two).expect("edit");
    doc.merge(&mut other).expect("merge");
    doc
}

#[test]
fn choosing_a_value_settles_it_and_undoing_puts_the_other_there() {
    let id = || "mother".parse().expect("an id");
    let tie = || "t1".parse().expect("an id");
    let name = |name: &str| Edit::SetActorName {
        id: id(),
        name: name.to_owned(),
    };
    let ring = |ring, x| Edit::MoveActor {
        id: id(),
        ring,
        view: View::Rings,
        place: Some(Place { x, y: 0.0 }),
    };
    let quality = |quality| Edit::SetTieQuality { id: tie(), quality };
    let pairs = [
        (name("Ana"), name("Eva")),
        (ring(Ring::Community, 0.25), ring(Ring::Institutional, 0.75)),
        (quality(TieQuality::Weak), quality(TieQuality::Broken)),
        (
            Edit::SetPlanTitle("Uno".to_owned()),
            Edit::SetPlanTitle("Dos".to_owned()),
        ),
    ];
    for (one, two) in &pairs {
        for chosen in 0..2 {
            let mut doc = written_apart(one, two);
            let (_, problems) = read_case(&doc);
            let [problem] = problems.as_slice() else {
                panic!("one problem, not {problems:?}");
            };
            let choice = Choice::of(&doc, problem, chosen).expect("a choice");
            let wanted = if choice.edit == *one { one } else { two };
            assert_eq!(choice.edit, *wanted, "one of the two, as it was written");
            assert_ne!(choice.edit, choice.back);
            let mut history = History::default();
            make(&mut doc, &choice.edit).expect("edit");
            history.record(choice.edit.clone(), choice.back.clone(), false);
            assert_eq!(read_case(&doc).1, [], "{:?}", choice.edit);
            let mut same = doc.fork();
            make(&mut same, wanted).expect("edit");
            assert_eq!(read_case(&same), read_case(&doc));
            // Undoing it shows the value that was not chosen, and is no new question.
            let mut tx = doc.transaction();
            assert_eq!(history.undo(&mut tx), Ok(true));
            tx.commit();
            let mut other = doc.fork();
            make(&mut other, &choice.back).expect("edit");
            assert_eq!(read_case(&other), read_case(&doc));
            assert_eq!(read_case(&doc).1, []);
        }
    }
}

#[test]
fn a_tick_set_and_taken_away_at_once_can_be_chosen() {
    let tick = |gives| Edit::SetTieExchange {
        id: "t1".parse().expect("an id"),
        area: ExchangeArea::Care,
        exchange: Exchange {
            gives,
            receives: false,
        },
    };
    let mut base = small_case();
    make(&mut base, &tick(false)).expect("edit");
    let mut one = base.fork();
    let mut two = base.fork();
    // Ticked by both and taken back by one: the other does not know.
    make(&mut one, &tick(true)).expect("edit");
    make(&mut two, &tick(true)).expect("edit");
    make(&mut two, &tick(false)).expect("edit");
    one.merge(&mut two).expect("merge");
    let (_, problems) = read_case(&one);
    let [problem] = problems.as_slice() else {
        panic!("one problem, not {problems:?}");
    };
    let Subject::Exchange(_, area) = &problem.subject else {
        panic!("about an area, not {:?}", problem.subject);
    };
    assert_eq!(*area, ExchangeArea::Care);
    let choice = Choice::of(&one, problem, 1).expect("a choice");
    make(&mut one, &choice.edit).expect("edit");
    assert_eq!(read_case(&one).1, []);
}

#[test]
fn who_is_named_by_two_at_once_answers_and_who_left_meanwhile_does_not() {
    let mut one = small_case();
    let add = Edit::AddNeed {
        id: "n1".parse().expect("an id"),
        need: Need::new(NeedTopic::Row(NeedRow::SocialDental)),
    };
    make(&mut one, &add).expect("edit");
    let mut two = one.fork();
    let mut three = one.fork();
    let answer = |actor: &str| Edit::SetNeedAnswer {
        id: "n1".parse().expect("an id"),
        actor: actor.parse().expect("an id"),
        answers: true,
    };
    make(&mut one, &answer("school")).expect("edit");
    make(&mut two, &answer("club")).expect("edit");
    let school: ActorId = "school".parse().expect("an id");
    make(&mut three, &Edit::RemoveActor { id: school.clone() }).expect("edit");
    let (case, problems) = read_case(&merged(&mut [one.fork(), two.fork()], 0));
    assert_eq!(problems, []);
    assert_eq!(
        case.needs
            .values()
            .map(|need| need.answers.len())
            .sum::<usize>(),
        2
    );
    let mut all = merged(&mut [one, two, three], 2);
    let (left, problems) = read_case(&all);
    assert_eq!(problems, []);
    let answers: Vec<&str> = left
        .needs
        .values()
        .flat_map(|need| &need.answers)
        .map(ActorId::as_str)
        .collect();
    assert_eq!(answers, ["club"]);
    // Whoever named the school is asked; with the school, the answer is back.
    let back = Edit::AddActor {
        id: school.clone(),
        actor: case.actors[&school].clone(),
    };
    make(&mut all, &back).expect("edit");
    assert_eq!(read_case(&all).0.needs, case.needs);
}

#[test]
fn two_priorities_given_at_once_are_both_told_until_somebody_chooses() {
    let mut one = small_case();
    let id: NeedId = "n1".parse().expect("an id");
    let add = Edit::AddNeed {
        id: id.clone(),
        need: Need::new(NeedTopic::Own(NeedArea::Social)),
    };
    make(&mut one, &add).expect("edit");
    let mut two = one.fork();
    for (doc, priority) in [
        (&mut one, NeedPriority::High),
        (&mut two, NeedPriority::Low),
    ] {
        let set = Edit::SetNeedPriority {
            id: id.clone(),
            priority: Some(priority),
        };
        make(doc, &set).expect("edit");
    }
    let mut all = merged(&mut [one, two], 0);
    let (_, problems) = read_case(&all);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].subject, Subject::Need(id.clone()));
    for chosen in [0, 1] {
        let choice = Choice::of(&all, &problems[0], chosen).expect("a choice");
        assert!(matches!(choice.edit, Edit::SetNeedPriority { .. }));
    }
    let choice = Choice::of(&all, &problems[0], 1).expect("a choice");
    make(&mut all, &choice.edit).expect("edit");
    assert_eq!(read_case(&all).1, []);
}

#[test]
fn places_given_at_once_are_no_question() {
    let place = |x| Edit::PlaceActors {
        view: View::Ecomap,
        places: [("mother".parse().expect("an id"), Some(Place { x, y: 0.0 }))].into(),
    };
    assert_eq!(read_case(&written_apart(&place(0.1), &place(0.2))).1, []);
}

/// The change that an edit became.
fn made(doc: &mut Automerge, edit: &Edit) -> ChangeHash {
    make(doc, edit).expect("edit");
    doc.get_heads()[0]
}

#[test]
fn who_removes_an_actor_without_having_seen_an_edit_of_it_is_found() {
    let id: ActorId = "mother".parse().expect("an id");
    let name = |name: &str| Edit::SetActorName {
        id: id.clone(),
        name: name.to_owned(),
    };
    let remove = Edit::RemoveActor { id: id.clone() };
    let mut one = small_case();
    let mut two = one.fork();
    let seen = made(&mut one, &name("Ana"));
    two.merge(&mut one).expect("merge");
    let unseen = made(&mut one, &name("Eva"));
    made(&mut two, &Edit::SetTitle("Otro".to_owned()));
    made(&mut two, &remove);
    made(&mut two, &Edit::SetTitle("Más".to_owned()));
    one.merge(&mut two).expect("merge");
    assert!(!read_case(&one).0.actors.contains_key(&id));
    assert_eq!(
        actor_removed_without(&one, &id, &[seen, unseen]),
        Some(Unseen {
            changes: vec![unseen],
            writer: Some(two.get_actor().to_hex_string()),
            withheld: false,
        })
    );
    assert_eq!(
        actor_removed_without(&one, &id, &[seen]),
        None,
        "it was known, and removed all the same"
    );
    assert_eq!(actor_removed_without(&one, &id, &[]), None);
    let tie: TieId = "t1".parse().expect("an id");
    let gone = tie_removed_without(&one, &tie, &[unseen]).expect("its ties went with it");
    assert_eq!(gone.changes, [unseen]);
}

#[test]
fn who_removes_a_need_without_having_seen_an_edit_of_it_is_found() {
    let mut one = small_case();
    let id: NeedId = "n1".parse().expect("an id");
    let add = Edit::AddNeed {
        id: id.clone(),
        need: Need::new(NeedTopic::Row(NeedRow::LegalProcedures)),
    };
    make(&mut one, &add).expect("edit");
    let mut two = one.fork();
    let voice = Edit::SetNeedVoice {
        id: id.clone(),
        voice: "Así".to_owned(),
    };
    assert_eq!(voice.about(), [About::Need(id.clone())]);
    let change = made(&mut one, &voice);
    make(&mut two, &Edit::RemoveNeed { id: id.clone() }).expect("edit");
    let mut both = merged(&mut [one.fork(), two], 0);
    assert!(read_case(&both).0.needs.is_empty());
    let unseen = need_removed_without(&both, &id, &[change]).expect("it was not seen");
    assert_eq!(unseen.changes, [change]);
    make(&mut both, &add).expect("it comes back");
    make(&mut one, &Edit::RemoveNeed { id: id.clone() }).expect("edit");
    assert_eq!(need_removed_without(&one, &id, &[change]), None);
}

#[test]
fn an_edit_is_about_what_it_would_be_lost_with() {
    let json = serde_json::json!({
        "from": "person", "to": "actor:club", "quality": "normal", "flow": "unknown",
    });
    let id = || -> TieId { "t9".parse().expect("an id") };
    let add = Edit::AddTie {
        id: id(),
        tie: serde_json::from_value(json).expect("a tie"),
    };
    let club = About::Actor("club".parse().expect("an id"));
    let batch = Edit::Batch(vec![
        Edit::SetTieNotes {
            id: id(),
            notes: "x".to_owned(),
        },
        add,
    ]);
    assert_eq!(batch.about(), [About::Tie(id()), club, About::Tie(id())]);
    assert_eq!(Edit::SetTitle("x".to_owned()).about(), []);
}
