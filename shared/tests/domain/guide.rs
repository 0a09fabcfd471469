//! The guide to community resources: its link with the map holds through removals, and tells nothing of what is reserved.

use automerge::{Automerge, ReadDoc};
use trama_shared::{
    case::{Commitment, CommitmentState, GuideEntry, Need, NeedTopic, Ring, Step},
    catalog::{GuideKind, NeedArea},
    document::{Fault, Subject, guide_entry_removed_without, read_case, read_guide_entry},
    edit::{About, Choice, Edit, GuideField},
    ids::{CommitmentId, GuideEntryId, NeedId},
    limits,
};

use crate::generate::{make, small_case};

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("an id")
}

fn with_entry() -> Automerge {
    let mut doc = small_case();
    let add = Edit::AddGuideEntry {
        id: id("e1"),
        entry: GuideEntry {
            purpose: "Acompañar".to_owned(),
            actor: Some(id("club")),
            ..GuideEntry::new(GuideKind::Sports, "Club Unión".to_owned())
        },
    };
    make(&mut doc, &add).expect("edit");
    doc
}

fn only(doc: &Automerge) -> GuideEntry {
    let (case, problems) = read_case(doc);
    assert_eq!(problems, []);
    let shown = case.guide[&id::<GuideEntryId>("e1")].clone();
    assert_eq!(read_guide_entry(doc, &id("e1")), Some(shown.clone()));
    shown
}

fn set(field: GuideField) -> Edit {
    Edit::SetGuideEntry {
        id: id("e1"),
        field,
    }
}

#[test]
fn a_resource_stays_when_its_actor_goes_and_finds_it_again_when_it_is_back() {
    let mut doc = with_entry();
    let before = only(&doc);
    let back = make(&mut doc, &Edit::RemoveActor { id: id("club") }).expect("edit");
    let left = only(&doc);
    assert_eq!((left.actor, left.name.as_str()), (None, "Club Unión"));
    // Taken out meanwhile, and both brought back.
    let again = make(&mut doc, &Edit::RemoveGuideEntry { id: id("e1") }).expect("edit");
    make(&mut doc, &again).expect("undo");
    make(&mut doc, &back).expect("undo");
    assert_eq!(only(&doc), before);
}

#[test]
fn whoever_moves_to_the_reserved_zone_leaves_no_trace_in_the_guide() {
    let mut doc = with_entry();
    let before = only(&doc);
    let case = read_case(&doc).0;
    let [_, away] = Edit::reserve_actor(&case, &id("club")).expect("an actor");
    let back = make(&mut doc, &away).expect("edit");
    assert_eq!(only(&doc).actor, None);
    let entry = doc
        .get(automerge::ROOT, "guide")
        .expect("a document")
        .and_then(|(_, guide)| doc.get(&guide, "e1").expect("a document"))
        .expect("the entry");
    assert_eq!(doc.get(&entry.1, "actor").expect("a document"), None);
    make(&mut doc, &back).expect("undo");
    assert_eq!(only(&doc), before);
}

#[test]
fn two_names_at_once_are_both_told_until_somebody_chooses() {
    let mut one = with_entry();
    let mut two = one.fork();
    make(&mut one, &set(GuideField::Name("Club Norte".to_owned()))).expect("edit");
    make(&mut two, &set(GuideField::Name("Club Sur".to_owned()))).expect("edit");
    one.merge(&mut two).expect("merge");
    let (case, problems) = read_case(&one);
    let [problem] = problems.as_slice() else {
        panic!("one problem, not {problems:?}");
    };
    assert_eq!(problem.subject, Subject::GuideEntry(id("e1")));
    let Fault::Conflict(values) = &problem.fault else {
        panic!("a conflict, not {:?}", problem.fault);
    };
    assert_eq!(values[0].text, case.guide[&id::<GuideEntryId>("e1")].name);
    let choice = Choice::of(&one, problem, 1).expect("a choice");
    make(&mut one, &choice.edit).expect("edit");
    assert_eq!(only(&one).name, values[1].text);
}

#[test]
fn whoever_wrote_in_a_resource_that_another_took_out_can_be_asked() {
    let mut one = with_entry();
    let mut two = one.fork();
    let write = set(GuideField::Purpose("Cuidar a los niños".to_owned()));
    assert_eq!(write.about(), [About::GuideEntry(id("e1"))]);
    make(&mut one, &write).expect("edit");
    let own = one.get_heads();
    make(&mut two, &Edit::RemoveGuideEntry { id: id("e1") }).expect("edit");
    one.merge(&mut two).expect("merge");
    let unseen = guide_entry_removed_without(&one, &id("e1"), &own).expect("unseen");
    assert_eq!(unseen.changes, own);
    assert!(!unseen.withheld);
}

#[test]
fn a_resource_stands_first_on_the_ring_of_the_community() {
    for kind in GuideKind::ALL {
        let entry = GuideEntry::new(*kind, "Recurso".to_owned());
        let actor = entry.as_actor("Junta".to_owned());
        assert_eq!(
            (actor.ring, actor.role.as_str()),
            (Ring::Community, "Junta")
        );
        assert_eq!(actor.name, entry.name);
    }
}

#[test]
fn long_texts_are_kept_whole_where_the_limits_allow_them() {
    let mut doc = with_entry();
    let long = |max: usize| "a".repeat(max);
    let edits = [
        set(GuideField::Purpose(long(limits::NOTES_MAX))),
        Edit::AddNeed {
            id: id("n1"),
            need: Need {
                words: long(limits::TITLE_MAX),
                ..Need::new(NeedTopic::Own(NeedArea::Social))
            },
        },
        Edit::AddCommitment {
            id: id("c1"),
            commitment: Box::new(Commitment::new("Ir".to_owned())),
        },
        Edit::AddCommitmentStep {
            id: id("c1"),
            step_id: id("s1"),
            step: Step {
                why: long(limits::NOTES_MAX),
                ..Step::new(CommitmentState::Rescheduled, 1)
            },
        },
    ];
    for edit in edits {
        make(&mut doc, &edit).expect("edit");
    }
    let (case, problems) = read_case(&doc);
    assert_eq!(problems, []);
    assert_eq!(only(&doc).purpose.len(), limits::NOTES_MAX);
    let words = &case.needs[&id::<NeedId>("n1")].words;
    assert_eq!(words.len(), limits::TITLE_MAX);
    let steps = &case.commitments[&id::<CommitmentId>("c1")].steps;
    assert_eq!(steps[&id("s1")].why.len(), limits::NOTES_MAX);
}
