//! Commitments: nothing that they name is lost when it goes from the map, and whoever changes one at the same time as
//! somebody else is asked.

use automerge::{Automerge, ChangeHash};
use trama_shared::{
    case::{
        Commitment, CommitmentState, Doer, Goal, Need, NeedTopic, Part, Party, Step, Target,
        TieQuality,
    },
    catalog::NeedRow,
    date::Day,
    document::{
        Subject, commitment_removed_without, goal_removed_without, read_case, read_commitments,
    },
    edit::{About, Choice, CommitmentField, Edit, EditError, History},
    ids::{ActorId, CommitmentId, GoalId, StepId, TieId},
    limits,
};

use crate::generate::{make, small_case};

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("an id")
}

fn day(text: &str) -> Day {
    Day::from_iso(text).expect("a day")
}

/// A commitment of the person with the school, on her mother's tie with it.
fn commitment() -> Commitment {
    Commitment {
        who: [
            (Doer::Party(Party::Person), "Alba".to_owned()),
            (Doer::Team("Sra. Paula".to_owned()), "Sra. Paula".to_owned()),
        ]
        .into(),
        with_whom: [(Doer::actor(id("school")), "Colegio".to_owned())].into(),
        target: Some(Target::Tie(id("t2"))),
        from: Some(TieQuality::Weak),
        to: Some(TieQuality::Normal),
        due: Some(day("2026-03-01")),
        ..Commitment::new("Ir a la reunión".to_owned())
    }
}

fn with_commitment() -> Automerge {
    let mut doc = small_case();
    let add = Edit::AddCommitment {
        id: id("c1"),
        commitment: Box::new(commitment()),
    };
    make(&mut doc, &add).expect("edit");
    doc
}

fn only(doc: &Automerge) -> Commitment {
    let (case, problems) = read_case(doc);
    assert_eq!(problems, []);
    case.commitments[&id::<CommitmentId>("c1")].clone()
}

fn set(field: CommitmentField) -> Edit {
    Edit::SetCommitment {
        id: id("c1"),
        field,
    }
}

#[test]
fn what_goes_from_the_map_stays_named_as_it_was_called_last() {
    let mut doc = with_commitment();
    make(&mut doc, &Edit::RemoveTie { id: id("t2") }).expect("edit");
    let left = only(&doc);
    assert_eq!(left.target, Some(Target::Tie(id("t2"))));
    assert_eq!(left.target_name, "Inés – Escuela");

    let mut doc = with_commitment();
    let remove = Edit::RemoveActor { id: id("school") };
    let back = make(&mut doc, &remove).expect("edit");
    let left = only(&doc);
    assert_eq!(left.with_whom[&Doer::actor(id("school"))], "Escuela");
    assert_eq!(left.target_name, "Inés – Escuela");
    make(&mut doc, &back).expect("undo");
    assert!(read_case(&doc).0.ties.contains_key(&id::<TieId>("t2")));
    assert_eq!(only(&doc).target, Some(Target::Tie(id("t2"))));
}

#[test]
fn who_was_named_while_somebody_else_took_it_off_the_map_stays_named() {
    let mut one = with_commitment();
    let mut two = one.fork();
    let put = Edit::SetCommitmentDoer {
        id: id("c1"),
        part: Part::Who,
        doer: Doer::actor(id("club")),
        name: Some("Club".to_owned()),
    };
    make(&mut one, &put).expect("edit");
    make(&mut two, &Edit::RemoveActor { id: id("club") }).expect("edit");
    one.merge(&mut two).expect("merge");
    assert!(
        !read_case(&one)
            .0
            .actors
            .contains_key(&id::<ActorId>("club"))
    );
    assert_eq!(only(&one).who[&Doer::actor(id("club"))], "Club");
}

#[test]
fn a_need_and_a_goal_may_go_and_are_back_with_their_undo() {
    let mut doc = with_commitment();
    let mut history = History::default();
    let add = [
        Edit::AddNeed {
            id: id("n1"),
            need: Need::new(NeedTopic::Row(NeedRow::FamilyTutoring)),
        },
        Edit::AddGoal {
            id: id("g1"),
            goal: Goal {
                words: "Que me conozcan".to_owned(),
            },
        },
        set(CommitmentField::Need(
            Some(id("n1")),
            "Reforzamiento".to_owned(),
        )),
        set(CommitmentField::Goal(Some(id("g1")))),
    ];
    for edit in add {
        make(&mut doc, &edit).expect("edit");
    }
    let before = read_case(&doc).0;
    for edit in [
        Edit::RemoveNeed { id: id("n1") },
        Edit::RemoveGoal { id: id("g1") },
    ] {
        let inverse = make(&mut doc, &edit).expect("edit");
        history.record(edit, inverse, false);
    }
    let left = only(&doc);
    assert_eq!(left.need_name, "Reforzamiento");
    assert_eq!(left.goal, Some(id("g1")));
    for _ in 0..2 {
        let mut tx = doc.transaction();
        assert_eq!(history.undo(&mut tx), Ok(true));
        tx.commit();
    }
    assert_eq!(read_case(&doc).0, before);
}

#[test]
fn two_states_at_once_are_both_told_and_both_stay_in_the_history() {
    let mut one = with_commitment();
    let mut two = one.fork();
    let step = |step: &str, state, why: &str| {
        Edit::Batch(vec![
            set(CommitmentField::State(state)),
            Edit::AddCommitmentStep {
                id: id("c1"),
                step_id: id::<StepId>(step),
                step: Step {
                    why: why.to_owned(),
                    ..Step::new(state, 1)
                },
            },
        ])
    };
    make(&mut one, &step("s1", CommitmentState::Fulfilled, "")).expect("edit");
    let late = step("s2", CommitmentState::NotFulfilled, "Llovió");
    make(&mut two, &late).expect("edit");
    one.merge(&mut two).expect("merge");
    let (case, problems) = read_case(&one);
    let merged = &case.commitments[&id::<CommitmentId>("c1")];
    assert_eq!(merged.steps.len(), 2);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].subject, Subject::Commitment(id("c1")));
    let other = Choice::of(&one, &problems[0], 1).expect("a choice").edit;
    make(&mut one, &other).expect("edit");
    let (case, problems) = read_case(&one);
    assert_eq!(problems, []);
    let chosen = &case.commitments[&id::<CommitmentId>("c1")];
    assert_ne!(chosen.state, merged.state);
}

#[test]
fn every_field_that_two_wrote_at_once_can_be_chosen() {
    let fields = [
        (
            CommitmentField::What("Uno".to_owned()),
            CommitmentField::What("Dos".to_owned()),
        ),
        (
            CommitmentField::Due(Some(day("2026-04-01"))),
            CommitmentField::Due(Some(day("2026-05-01"))),
        ),
        (
            CommitmentField::Need(Some(id("n1")), "Una".to_owned()),
            CommitmentField::Need(Some(id("n2")), "Otra".to_owned()),
        ),
        (
            CommitmentField::Target(Some(Target::Tie(id("t1"))), "Una".to_owned()),
            CommitmentField::Target(Some(Target::Actor(id("club"))), "Otra".to_owned()),
        ),
    ];
    for (first, second) in fields {
        let mut one = with_commitment();
        let mut two = one.fork();
        make(&mut one, &set(first.clone())).expect("edit");
        make(&mut two, &set(second.clone())).expect("edit");
        one.merge(&mut two).expect("merge");
        let (_, problems) = read_case(&one);
        assert_eq!(problems.len(), 1, "{first:?}");
        let edits = [0, 1].map(|nth| Choice::of(&one, &problems[0], nth).expect("a choice").edit);
        for wanted in [set(first), set(second)] {
            assert!(edits.contains(&wanted), "{wanted:?} in {edits:?}");
        }
    }
}

#[test]
fn who_takes_away_a_commitment_or_a_goal_that_somebody_else_changes_is_found() {
    let last = |doc: &mut Automerge, edit: &Edit| -> ChangeHash {
        make(doc, edit).expect("edit");
        doc.get_heads()[0]
    };
    let mut one = with_commitment();
    let goal = Edit::AddGoal {
        id: id("g1"),
        goal: Goal {
            words: "Una".to_owned(),
        },
    };
    make(&mut one, &goal).expect("edit");
    let mut two = one.fork();
    let agreed = Edit::SetCommitmentAgreed {
        id: id("c1"),
        doer: Doer::Party(Party::Person),
        at: Some(7),
    };
    let words = Edit::SetGoalWords {
        id: id("g1"),
        words: "Otra".to_owned(),
    };
    assert_eq!(agreed.about(), [About::Commitment(id("c1"))]);
    assert_eq!(words.about(), [About::Goal(id("g1"))]);
    let (agreed, words) = (last(&mut one, &agreed), last(&mut one, &words));
    make(&mut two, &Edit::RemoveCommitment { id: id("c1") }).expect("edit");
    make(&mut two, &Edit::RemoveGoal { id: id("g1") }).expect("edit");
    one.merge(&mut two).expect("merge");
    assert!(read_commitments(&one).is_empty());
    let unseen = commitment_removed_without(&one, &id("c1"), &[agreed]).expect("not seen");
    assert_eq!(unseen.changes, [agreed]);
    let unseen = goal_removed_without(&one, &id::<GoalId>("g1"), &[words]).expect("not seen");
    assert_eq!(unseen.changes, [words]);
}

#[test]
fn fulfilling_and_changing_the_tie_is_one_step_of_undo() {
    let mut doc = with_commitment();
    let before = read_case(&doc).0;
    let mut history = History::default();
    let edit = Edit::Batch(vec![
        Edit::SetTieQuality {
            id: id("t2"),
            quality: TieQuality::Normal,
        },
        set(CommitmentField::State(CommitmentState::Fulfilled)),
        Edit::AddCommitmentStep {
            id: id("c1"),
            step_id: id("s1"),
            step: Step {
                from: Some(TieQuality::Weak),
                to: Some(TieQuality::Normal),
                ..Step::new(CommitmentState::Fulfilled, 1)
            },
        },
    ]);
    let inverse = make(&mut doc, &edit).expect("edit");
    history.record(edit, inverse, false);
    let after = read_case(&doc).0;
    assert_eq!(after.ties[&id::<TieId>("t2")].quality, TieQuality::Normal);
    let mut tx = doc.transaction();
    assert_eq!(history.undo(&mut tx), Ok(true));
    tx.commit();
    assert_eq!(read_case(&doc).0, before);
    let mut tx = doc.transaction();
    assert_eq!(history.redo(&mut tx), Ok(true));
    tx.commit();
    assert_eq!(read_case(&doc).0, after);
}

#[test]
fn a_name_that_was_brought_up_to_date_keeps_no_undo_from_working() {
    let mut doc = with_commitment();
    let mut history = History::default();
    let put = Edit::SetCommitmentDoer {
        id: id("c1"),
        part: Part::Who,
        doer: Doer::actor(id("club")),
        name: Some("El club".to_owned()),
    };
    let inverse = make(&mut doc, &put).expect("edit");
    history.record(put, inverse, false);
    make(&mut doc, &Edit::RemoveActor { id: id("club") }).expect("somebody else's edit");
    assert_eq!(only(&doc).who[&Doer::actor(id("club"))], "Club");
    let mut tx = doc.transaction();
    assert_eq!(history.undo(&mut tx), Ok(true));
    tx.commit();
    assert!(!only(&doc).who.contains_key(&Doer::actor(id("club"))));
}

#[test]
fn what_moves_to_the_reserved_zone_leaves_the_commitments_and_is_back_with_its_undo() {
    let mut doc = with_commitment();
    let agreed = Edit::SetCommitmentAgreed {
        id: id("c1"),
        doer: Doer::actor(id("school")),
        at: Some(7),
    };
    make(&mut doc, &agreed).expect("edit");
    let before = read_case(&doc).0;
    let parts = [
        Edit::reserve_actor(&before, &id("school")),
        Edit::reserve_tie(&before, &id("t2")),
    ];
    for (nth, part) in parts.into_iter().enumerate() {
        let [_, away] = part.expect("it is there");
        let mut doc = doc.fork();
        let back = make(&mut doc, &away).expect("edit");
        let left = only(&doc);
        assert_eq!(left.target, None);
        assert_eq!(left.target_name, "");
        assert_eq!(left.with_whom.is_empty(), nth == 0);
        assert_eq!(left.agreed.is_empty(), nth == 0);
        make(&mut doc, &back).expect("undo");
        assert_eq!(only(&doc), before.commitments[&id::<CommitmentId>("c1")]);
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let mut doc = with_commitment();
    let long = |max: usize| "x".repeat(max + 1);
    let too_long = |max| EditError::TooLong { max };
    let step = |step: Step| Edit::AddCommitmentStep {
        id: id("c1"),
        step_id: id("s1"),
        step,
    };
    let new = |commitment| Edit::AddCommitment {
        id: id("c2"),
        commitment: Box::new(commitment),
    };
    let state = CommitmentState::Agreed;
    let none = |field| Edit::SetCommitment {
        id: id("c9"),
        field,
    };
    let cases = [
        (none(CommitmentField::State(state)), EditError::NoCommitment),
        (Edit::RemoveGoal { id: id("g9") }, EditError::NoGoal),
        (
            set(CommitmentField::What(long(limits::TITLE_MAX))),
            too_long(limits::TITLE_MAX),
        ),
        (step(Step::new(state, -1)), EditError::NoMoment),
        (
            step(Step {
                why: long(limits::NOTES_MAX),
                ..Step::new(state, 1)
            }),
            too_long(limits::NOTES_MAX),
        ),
        (
            new(Commitment {
                who: [(Doer::Team(long(limits::NAME_MAX)), String::new())].into(),
                ..Commitment::new(String::new())
            }),
            too_long(limits::NAME_MAX),
        ),
        (
            new(Commitment {
                with_whom: (0..=limits::DOERS_MAX)
                    .map(|n| (Doer::Team(format!("n{n}")), String::new()))
                    .collect(),
                ..Commitment::new(String::new())
            }),
            EditError::Full {
                max: limits::DOERS_MAX,
            },
        ),
    ];
    let heads = doc.get_heads();
    for (edit, error) in cases {
        assert_eq!(make(&mut doc, &edit), Err(error), "{edit:?}");
    }
    assert_eq!(doc.get_heads(), heads);
}
