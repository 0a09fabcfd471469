//! Edits that are not made, and why.

use trama_shared::{
    case::{
        Kin, Kinship, Milestone, MilestoneKind, Need, NeedState, NeedTopic, Party, Place, PlanText,
        Ring, Tie, TieQuality, View, Zone,
    },
    catalog::NeedArea,
    document::{create, read_case},
    edit::{Edit, EditError, IdentityField, MemberField, TextField},
    ids::{ActorId, CaseId},
    limits,
};

use crate::generate::{make, small_case};

fn actor(id: &str) -> ActorId {
    id.parse().expect("an id")
}

fn tie(from: Party, to: Party) -> Edit {
    Edit::AddTie {
        id: "t9".parse().expect("an id"),
        tie: Tie::new(from, to, TieQuality::Normal),
    }
}

fn kin(to: &str) -> Edit {
    Edit::AddKinship {
        id: "k9".parse().expect("an id"),
        kin: Kin {
            a: Party::Person,
            b: Party::Actor(actor(to)),
            kind: Kinship::Couple,
        },
    }
}

fn milestone(at: i64, heads: &[&str]) -> Edit {
    Edit::AddMilestone {
        id: "m9".parse().expect("an id"),
        milestone: Milestone {
            kind: MilestoneKind::Review,
            title: String::new(),
            at,
            heads: heads.iter().map(|head| (*head).to_owned()).collect(),
        },
    }
}

fn splice(at: usize, delete: usize, insert: &str) -> Edit {
    Edit::SpliceText {
        field: TextField::Plan(PlanText::Problem),
        at,
        delete,
        insert: insert.to_owned(),
    }
}

fn moved(x: f64) -> Edit {
    Edit::MoveActor {
        id: actor("club"),
        ring: Ring::Personal,
        view: View::Rings,
        place: Some(Place { x, y: 0.0 }),
    }
}

#[test]
fn an_edit_that_does_not_fit_says_why_and_writes_nothing() {
    let mut doc = small_case();
    make(&mut doc, &splice(10, 0, "😀")).expect("edit");
    let before = read_case(&doc);
    let mother = || Party::Actor(actor("mother"));
    let school = || Party::Actor(actor("school"));
    let known = before.0.actors[&actor("club")].clone();
    let long = |max: usize| "ñ".repeat(max + 1);
    let rename = |id: &str, name: String| Edit::SetActorName {
        id: actor(id),
        name,
    };
    let too_long = |max| EditError::TooLong { max };
    for (edit, error) in [
        (rename("nobody", String::new()), EditError::NoActor),
        (
            rename("club", long(limits::NAME_MAX)),
            too_long(limits::NAME_MAX),
        ),
        (
            Edit::SetTitle(long(limits::TITLE_MAX)),
            too_long(limits::TITLE_MAX),
        ),
        (
            Edit::SetPersonNotes(long(limits::NOTES_MAX)),
            too_long(limits::NOTES_MAX),
        ),
        (
            Edit::RemoveActor {
                id: actor("nobody"),
            },
            EditError::NoActor,
        ),
        (
            Edit::RemoveTie {
                id: "t7".parse().expect("an id"),
            },
            EditError::NoTie,
        ),
        (
            Edit::AddActor {
                id: actor("club"),
                actor: known,
            },
            EditError::Taken,
        ),
        (tie(mother(), mother()), EditError::SameParty),
        (
            tie(mother(), Party::Actor(actor("nobody"))),
            EditError::NoActor,
        ),
        // The other way round it is still the same two.
        (
            tie(school(), mother()),
            EditError::TieExists("t2".parse().expect("an id")),
        ),
        (kin("club"), EditError::NotHousehold),
        (kin("nobody"), EditError::NoActor),
        (
            kin("mother"),
            EditError::KinshipExists("k1".parse().expect("an id")),
        ),
        (
            Edit::SetMember {
                party: Party::Actor(actor("club")),
                field: MemberField::Died(true),
            },
            EditError::NotHousehold,
        ),
        (
            Edit::SetMember {
                party: Party::Person,
                field: MemberField::Age(Some(limits::AGE_MAX + 1)),
            },
            EditError::TooOld {
                max: limits::AGE_MAX,
            },
        ),
        (
            Edit::RemoveKinship {
                id: "k7".parse().expect("an id"),
            },
            EditError::NoKinship,
        ),
        (
            Edit::SetMilestoneTitle {
                id: "m7".parse().expect("an id"),
                title: String::new(),
            },
            EditError::NoMilestone,
        ),
        (
            Edit::SetNeedState {
                id: "n7".parse().expect("an id"),
                state: NeedState::Met,
            },
            EditError::NoNeed,
        ),
        (
            Edit::AddNeed {
                id: "n1".parse().expect("an id"),
                need: Need {
                    voice: long(limits::NOTES_MAX),
                    ..Need::new(NeedTopic::Own(NeedArea::Legal))
                },
            },
            too_long(limits::NOTES_MAX),
        ),
        (milestone(-1, &[]), EditError::NoMoment),
        (milestone(0, &["head"]), EditError::NoMoment),
        (moved(f64::NAN), EditError::NoPlace),
        (moved(limits::PLACE_MAX * 2.0), EditError::NoPlace),
        (splice(13, 0, "x"), EditError::OutOfText),
        (splice(9, 9, ""), EditError::OutOfText),
        (splice(0, usize::MAX, ""), EditError::OutOfText),
        // In the middle of a character, and up to there.
        (splice(11, 0, "x"), EditError::OutOfText),
        (splice(10, 1, ""), EditError::OutOfText),
        (
            splice(0, 0, &long(limits::TEXT_MAX)),
            too_long(limits::TEXT_MAX),
        ),
        (
            Edit::Batch(vec![Edit::Batch(Vec::new()); limits::BATCH_MAX + 1]),
            EditError::TooMany {
                max: limits::BATCH_MAX,
            },
        ),
        (
            Edit::SetIdentity {
                field: IdentityField::Run,
                value: String::new(),
            },
            EditError::WrongDocument,
        ),
        (
            Edit::Batch(vec![
                Edit::SetTitle("Sol".to_owned()),
                tie(mother(), mother()),
            ]),
            EditError::SameParty,
        ),
    ] {
        assert_eq!(make(&mut doc, &edit), Err(error), "{edit:?}");
        assert_eq!(read_case(&doc), before, "{edit:?}");
    }
}

#[test]
fn a_case_is_full_at_its_limit() {
    let mut doc = small_case();
    let actor = read_case(&doc).0.actors[&actor("club")].clone();
    let max = limits::ACTORS_MAX;
    let add = |n: usize| Edit::AddActor {
        id: format!("n{n}").parse().expect("an id"),
        actor: actor.clone(),
    };
    let fill = Edit::Batch((3..max).map(add).collect());
    make(&mut doc, &fill).expect("up to the limit");
    assert_eq!(make(&mut doc, &add(max)), Err(EditError::Full { max }));
}

#[test]
fn a_title_that_is_too_long_makes_no_case() {
    let title = "t".repeat(limits::TITLE_MAX + 1);
    let made = create(Zone::Case, &CaseId::from_random(1), &title);
    assert_eq!(
        made.err(),
        Some(EditError::TooLong {
            max: limits::TITLE_MAX
        })
    );
}

#[test]
fn a_milestone_gets_another_date_but_none_before_dates_begin() {
    let mut doc = small_case();
    make(&mut doc, &milestone(1_700_000_000_000, &[])).expect("edit");
    let date = |id: &str, at| Edit::SetMilestoneDate {
        id: id.parse().expect("an id"),
        at,
    };
    assert_eq!(
        make(&mut doc, &date("m8", 5)).err(),
        Some(EditError::NoMilestone)
    );
    assert_eq!(
        make(&mut doc, &date("m9", -1)).err(),
        Some(EditError::NoMoment)
    );
    let back = make(&mut doc, &date("m9", 1_600_000_000_000)).expect("edit");
    let known = |doc: &automerge::Automerge| {
        let id = "m9".parse().expect("an id");
        read_case(doc).0.milestones.get(&id).map(|known| known.at)
    };
    assert_eq!(known(&doc), Some(1_600_000_000_000));
    make(&mut doc, &back).expect("undo");
    assert_eq!(known(&doc), Some(1_700_000_000_000));
}
