//! Child protection: kept in the reserved zone and nowhere else, changed by one field at a time, and never lost where two
//! began it apart.

use automerge::Automerge;
use proptest::{prelude::*, sample::select};
use trama_shared::{
    case::{Protection, ProtectionItem, Review, Zone},
    date::Day,
    document::{Fault, Subject, create, read_protection, read_reserved, touched},
    edit::{Choice, Edit, EditError, History, ProtectionEdit, ReviewField},
    ids::{CaseId, ReviewId},
    limits,
};

use crate::generate::{make, small_case};

fn id(text: &str) -> ReviewId {
    text.parse().expect("an id")
}

fn set(edit: ProtectionEdit) -> Edit {
    Edit::SetProtection(edit)
}

fn reserved() -> Automerge {
    create(Zone::Reserved, &CaseId::from_random(1), "Alba").expect("create")
}

fn read(doc: &Automerge) -> Protection {
    let (reserved, problems) = read_reserved(doc);
    assert_eq!(problems, []);
    assert_eq!(reserved.protection, read_protection(doc));
    reserved.protection
}

fn day() -> impl Strategy<Value = Option<Day>> {
    proptest::option::of((20_000..21_000_i64).prop_map(|days| Day::of_ms(days * 86_400_000)))
}

fn changes() -> impl Strategy<Value = ProtectionEdit> {
    let which = || "[ab]".prop_map(|key| id(&key));
    let text = "[a-zñ]{0,3}";
    let field = prop_oneof![
        day().prop_map(ReviewField::On),
        any::<bool>().prop_map(ReviewField::Held),
        text.prop_map(ReviewField::Voice),
        text.prop_map(ReviewField::Decided),
    ];
    prop_oneof![
        any::<bool>().prop_map(ProtectionEdit::On),
        (select(ProtectionItem::ALL), proptest::option::of(text))
            .prop_map(|(item, said)| ProtectionEdit::Item(item, said)),
        day().prop_map(ProtectionEdit::AwayUntil),
        (which(), any::<bool>(), day()).prop_map(|(id, is_there, on)| {
            let review = is_there.then(|| Review {
                on,
                ..Review::default()
            });
            ProtectionEdit::Review(id, review)
        }),
        (which(), field).prop_map(|(id, field)| ProtectionEdit::InReview(id, field)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_done_can_be_undone_and_done_again(edits in proptest::collection::vec(changes(), 0..12)) {
        let mut doc = reserved();
        let mut history = History::default();
        let mut states = vec![read(&doc)];
        for edit in edits {
            let edit = set(edit);
            let before = doc.get_heads();
            if let Ok(inverse) = make(&mut doc, &edit) {
                history.record(edit, inverse, false);
                states.push(read(&doc));
                let touched = touched(&doc.diff(&before, &doc.get_heads()));
                prop_assert!(!touched.all && touched.is_empty_of_network());
            }
        }
        let last = states.pop().expect("a state");
        for state in states.iter().rev() {
            let mut tx = doc.transaction();
            prop_assert_eq!(history.undo(&mut tx), Ok(true));
            tx.commit();
            prop_assert_eq!(&read(&doc), state);
        }
        for _ in 0..states.len() {
            let mut tx = doc.transaction();
            prop_assert_eq!(history.redo(&mut tx), Ok(true));
            tx.commit();
        }
        prop_assert_eq!(read(&doc), last);
    }
}

#[test]
fn the_shared_zone_takes_nothing_of_it() {
    let mut doc = small_case();
    let before = doc.get_heads();
    let edits = [
        ProtectionEdit::On(true),
        ProtectionEdit::Item(ProtectionItem::Neglect, Some(String::new())),
        ProtectionEdit::Review(id("a"), Some(Review::default())),
    ];
    for edit in edits {
        let edit = set(edit);
        assert_eq!(edit.zone(), Zone::Reserved);
        assert_eq!(edit.about(), []);
        assert_eq!(make(&mut doc, &edit), Err(EditError::WrongDocument));
    }
    assert_eq!(doc.get_heads(), before);
}

#[test]
fn two_who_began_it_apart_lose_nothing_and_what_is_taken_out_is_gone() {
    let mut one = reserved();
    let mut two = one.fork();
    let item = |item, said: &str| set(ProtectionEdit::Item(item, Some(said.to_owned())));
    make(&mut one, &set(ProtectionEdit::On(true))).expect("edit");
    make(
        &mut one,
        &item(ProtectionItem::Neglect, "Llega sin almorzar"),
    )
    .expect("edit");
    let review = set(ProtectionEdit::Review(id("a"), Some(Review::default())));
    make(&mut one, &review).expect("edit");
    make(&mut two, &set(ProtectionEdit::On(true))).expect("edit");
    make(&mut two, &item(ProtectionItem::Health, "CESFAM")).expect("edit");
    let review = set(ProtectionEdit::Review(id("b"), Some(Review::default())));
    make(&mut two, &review).expect("edit");
    one.merge(&mut two).expect("merge");
    let together = read_protection(&one);
    assert!(together.on);
    assert_eq!(together.items.len(), 2);
    assert_eq!(together.reviews.len(), 2);
    let edits = [
        ProtectionEdit::Item(ProtectionItem::Neglect, None),
        ProtectionEdit::Item(ProtectionItem::Health, None),
        ProtectionEdit::Review(id("a"), None),
        ProtectionEdit::Review(id("b"), None),
        ProtectionEdit::On(false),
    ];
    for edit in edits {
        make(&mut one, &set(edit)).expect("edit");
    }
    assert!(read_protection(&one).is_empty());
}

#[test]
fn what_a_child_says_written_twice_is_asked_about() {
    let mut one = reserved();
    let add = set(ProtectionEdit::Review(id("a"), Some(Review::default())));
    make(&mut one, &add).expect("edit");
    let mut two = one.fork();
    let voice = |said: &str| {
        let field = ReviewField::Voice(said.to_owned());
        set(ProtectionEdit::InReview(id("a"), field))
    };
    make(&mut one, &voice("Quiero quedarme")).expect("edit");
    make(&mut two, &voice("Con mi abuela")).expect("edit");
    one.merge(&mut two).expect("merge");
    let (_, problems) = read_reserved(&one);
    let [problem] = problems.as_slice() else {
        panic!("one problem, not {problems:?}");
    };
    assert_eq!(problem.subject, Subject::Review(id("a")));
    let Fault::Conflict(values) = &problem.fault else {
        panic!("a conflict, not {:?}", problem.fault);
    };
    let choice = Choice::of(&one, problem, 1).expect("a choice").in_reserve();
    assert_eq!(choice.edit.zone(), Zone::Reserved);
    make(&mut one, &choice.edit).expect("edit");
    assert_eq!(read(&one).reviews[&id("a")].voice, values[1].text);
}

#[test]
fn there_is_room_for_two_years_of_follow_ups_and_no_more() {
    let mut doc = reserved();
    for n in 0..limits::REVIEWS_MAX {
        let review = ProtectionEdit::Review(id(&format!("r{n}")), Some(Review::default()));
        make(&mut doc, &set(review)).expect("edit");
    }
    let more = set(ProtectionEdit::Review(id("more"), Some(Review::default())));
    let max = limits::REVIEWS_MAX;
    assert_eq!(make(&mut doc, &more), Err(EditError::Full { max }));
    let unknown = ProtectionEdit::InReview(id("none"), ReviewField::Held(true));
    assert_eq!(make(&mut doc, &set(unknown)), Err(EditError::NoReview));
}
