//! Carets and comments stay with their words, whatever others write meanwhile, and nothing that is forged does harm.

use automerge::Automerge;
use proptest::prelude::*;
use trama_shared::{
    case::{Comment, PlanText, Reply, Resolved, Span},
    document::{create, read_case, read_comments, read_text},
    edit::{Edit, EditError, History, TextField, TextPlace, find_places, name_place},
    ids::CommentId,
};

use crate::generate::{make, small_case, whims};

const FIELD: TextField = TextField::Plan(PlanText::Problem);

fn units(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

fn id() -> CommentId {
    "c".parse().expect("an id")
}

fn on(from: usize, to: usize) -> Edit {
    Edit::AddComment {
        id: id(),
        comment: Box::new(Comment {
            text: PlanText::Problem,
            place: Some(Span { from, to }),
            quote: String::new(),
            words: "¿Seguro?".to_owned(),
            by: "Paula".to_owned(),
            at: 1,
            replies: [].into(),
            resolved: None,
        }),
        runs: None,
    }
}

fn splice(at: usize, delete: usize, insert: &str) -> Edit {
    Edit::SpliceText {
        field: FIELD,
        at,
        delete,
        insert: insert.to_owned(),
    }
}

fn comment(doc: &Automerge) -> Comment {
    read_comments(doc).remove(&id()).expect("the comment")
}

/// What the passage says now.
fn passage(doc: &Automerge) -> Option<String> {
    let Span { from, to } = comment(doc).place?;
    let text = units(&read_text(doc, FIELD));
    Some(String::from_utf16(&text[from..to]).expect("whole characters"))
}

fn long() -> Automerge {
    let mut doc = small_case();
    make(
        &mut doc,
        &splice(0, 10, "La red de la vecina sostiene el plan."),
    )
    .expect("edit");
    doc
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// What two people do to a text apart never takes a passage beyond its own words, and both see it in one place.
    #[test]
    fn a_passage_holds_every_character_that_is_left_of_it_and_ends_with_two_of_them(
        from in 0..9_usize, wide in 1..8_usize, one in whims(10), two in whims(10),
    ) {
        let to = (from + wide).min(10);
        let mut here = small_case();
        make(&mut here, &on(from, to)).expect("edit");
        let before = read_text(&here, FIELD);
        let own = &before[from..to];
        let mut there = here.fork();
        for (doc, whims) in [(&mut here, &one), (&mut there, &two)] {
            for whim in whims {
                // Letters that the text did not have tell what is new.
                let Edit::SpliceText { field, at, delete, insert } = whim.splice(doc, FIELD) else { continue };
                make(doc, &Edit::SpliceText { field, at, delete, insert }).expect("edit");
            }
        }
        let mut other = there.fork();
        let mut also = here.fork();
        here.merge(&mut there).expect("merge");
        other.merge(&mut also).expect("merge");
        prop_assert_eq!(comment(&here), comment(&other));
        let left: Vec<char> = read_text(&here, FIELD).chars().filter(|it| own.contains(*it)).collect();
        match passage(&here) {
            Some(now) => {
                let kept: Vec<char> = now.chars().filter(|it| own.contains(*it)).collect();
                prop_assert_eq!(&kept, &left);
                prop_assert!(own.contains(&now[..1]) && own.contains(&now[now.len() - 1..]), "{:?} of {:?}", now, own);
            }
            None => prop_assert!(left.is_empty(), "{:?} is left", left),
        }
    }

    /// A caret stands behind the character that it stood behind, as long as that one stands.
    #[test]
    fn a_caret_stays_behind_its_character(
        at in 0..=10_usize, one in whims(10), two in whims(10),
    ) {
        let mut here = small_case();
        let place = name_place(&here, FIELD, at).expect("a text");
        let letter = at.checked_sub(1).map(|before| char::from(b'0' + u8::try_from(before).expect("a digit")));
        let mut there = here.fork();
        for (doc, whims) in [(&mut here, &one), (&mut there, &two)] {
            for whim in whims {
                let edit = whim.splice(doc, FIELD);
                make(doc, &edit).expect("edit");
            }
        }
        here.merge(&mut there).expect("merge");
        let text = read_text(&here, FIELD);
        let found = find_places(&here, FIELD, &[place])[0];
        match letter {
            None => prop_assert_eq!(found, Some(0)),
            Some(letter) if text.contains(letter) => {
                let before: String = text.split_inclusive(letter).next().expect("it is there").to_owned();
                prop_assert_eq!(found, Some(units(&before).len()));
            }
            Some(_) => prop_assert!(found.is_none_or(|at| at <= units(&text).len())),
        }
    }

    /// Every step back leads to what was there, the comments included.
    #[test]
    fn undoing_everything_brings_the_comments_back_to_where_they_were(all in whims(16)) {
        let mut doc = small_case();
        make(&mut doc, &on(2, 6)).expect("edit");
        let before = read_comments(&doc);
        let mut history = History::default();
        for whim in &all {
            let edit = whim.splice(&doc, FIELD);
            let inverse = make(&mut doc, &edit).expect("edit");
            history.record(edit, inverse, false);
        }
        while history.undo_zone().is_some() {
            let mut tx = doc.transaction();
            history.undo(&mut tx).expect("undo");
            tx.commit();
        }
        prop_assert_eq!(read_comments(&doc), before);
    }
}

#[test]
fn a_passage_grows_with_what_is_written_in_it_and_not_beside_it() {
    let mut doc = long();
    make(&mut doc, &on(3, 9)).expect("edit");
    assert_eq!(passage(&doc).as_deref(), Some("red de"));
    assert_eq!(comment(&doc).quote, "red de");
    make(&mut doc, &splice(6, 0, " grande")).expect("edit");
    make(&mut doc, &splice(3, 0, "buena ")).expect("edit");
    assert_eq!(passage(&doc).as_deref(), Some("red grande de"));
    make(&mut doc, &splice(0, 13, "")).expect("edit");
    // What stood between two of its characters leaves with the first.
    assert_eq!(passage(&doc).as_deref(), Some(" de"));
}

#[test]
fn a_passage_that_has_gone_is_quoted_and_comes_back_with_its_words() {
    let mut doc = long();
    make(&mut doc, &on(3, 19)).expect("edit");
    let mut elsewhere = doc.fork();
    make(&mut doc, &splice(0, 37, "Todo de nuevo.")).expect("edit");
    assert_eq!(comment(&doc).place, None);
    assert_eq!(comment(&doc).quote, "red de la vecina");
    // Somebody writes the same words again: they are new, and found.
    make(&mut doc, &splice(0, 0, "Una red de la vecina. ")).expect("edit");
    assert_eq!(passage(&doc).as_deref(), Some("red de la vecina"));
    // Who was away answered meanwhile.
    let answer = Edit::AddCommentReply {
        id: id(),
        reply_id: "r".parse().expect("an id"),
        reply: Reply {
            words: "Sí".to_owned(),
            by: "Alba".to_owned(),
            at: 2,
        },
    };
    make(&mut elsewhere, &answer).expect("edit");
    doc.merge(&mut elsewhere).expect("merge");
    assert_eq!(comment(&doc).thread().len(), 1);
    assert_eq!(read_case(&doc).1, []);
}

#[test]
fn a_passage_follows_text_that_undo_brings_back() {
    let mut doc = long();
    make(&mut doc, &on(0, 2)).expect("edit");
    let mut history = History::default();
    let cut = splice(0, 37, "");
    let inverse = make(&mut doc, &cut).expect("edit");
    history.record(cut, inverse, false);
    assert_eq!(comment(&doc).place, None);
    let mut tx = doc.transaction();
    history.undo(&mut tx).expect("undo");
    tx.commit();
    // Too short to be found by its words: it was followed.
    assert_eq!(passage(&doc).as_deref(), Some("La"));
}

#[test]
fn comments_are_settled_and_taken_away_and_both_can_be_undone() {
    let mut doc = long();
    make(&mut doc, &on(3, 6)).expect("edit");
    let before = comment(&doc);
    let settle = Edit::SetCommentResolved {
        id: id(),
        resolved: Some(Resolved {
            by: "Alba".to_owned(),
            at: 5,
        }),
    };
    let reopen = make(&mut doc, &settle).expect("edit");
    assert!(comment(&doc).resolved.is_some());
    make(&mut doc, &reopen).expect("edit");
    assert_eq!(comment(&doc), before);
    let back = make(&mut doc, &Edit::RemoveComment { id: id() }).expect("edit");
    assert_eq!(read_comments(&doc), [].into());
    make(&mut doc, &splice(0, 0, "Hoy: ")).expect("edit");
    make(&mut doc, &back).expect("edit");
    assert_eq!(passage(&doc).as_deref(), Some("red"));
    assert_eq!(
        make(&mut doc, &on(3, 3)),
        Err(EditError::OutOfText),
        "a passage is never empty"
    );
}

#[test]
fn a_place_of_another_text_or_of_none_is_no_place() {
    let mut doc = long();
    let other = TextField::Plan(PlanText::Objective);
    let edit = Edit::SpliceText {
        field: other,
        at: 0,
        delete: 0,
        insert: "Que Alba elija".to_owned(),
    };
    make(&mut doc, &edit).expect("edit");
    // Automerge's cursors panic here.
    let place = name_place(&doc, other, 3).expect("a text");
    let forged = |name: &str| TextPlace {
        after: Some(name.to_owned()),
        before: Some(name.to_owned()),
    };
    let places = [
        place,
        forged(""),
        forged("1@"),
        forged("@ab"),
        forged("x@é"),
    ];
    assert_eq!(find_places(&doc, FIELD, &places), [None; 5]);
    let empty = create(
        trama_shared::case::Zone::Case,
        &read_case(&doc).0.id,
        "Alba",
    )
    .expect("new");
    let start = name_place(&empty, FIELD, 7).expect("a text");
    assert_eq!(start, TextPlace::default());
    assert_eq!(find_places(&empty, FIELD, &[start]), [Some(0)]);
}
