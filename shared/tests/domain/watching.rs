//! A screen that reads again only what `touched` names shows the same as one that reads everything.

use automerge::{Automerge, ChangeHash};
use proptest::prelude::*;
use trama_shared::{
    case::{Case, Zone},
    document::{
        TextChange, create, read_actor, read_case, read_comments, read_commitments, read_goals,
        read_guide, read_kinships, read_milestones, read_needs, read_person, read_plan,
        read_territory, read_text, read_tie, read_title, read_withheld, touched,
    },
    edit::{Edit, IdentityField, TextField},
    ids::CaseId,
};

use crate::generate::{make, small_case, whims};

/// What a screen does with a text change.
fn splice(text: &str, change: &TextChange) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = units[..change.at].to_vec();
    out.extend(change.insert.encode_utf16());
    out.extend(&units[change.at + change.delete..]);
    String::from_utf16(&out).expect("changes keep characters whole")
}

fn follow(screen: &mut Case, doc: &Automerge, before: &[ChangeHash]) {
    let touched = touched(&doc.diff(before, &doc.get_heads()));
    let texts = std::mem::take(&mut screen.plan.texts);
    if touched.network || touched.all {
        *screen = read_case(doc).0;
    }
    for id in &touched.actors {
        match read_actor(doc, id) {
            Some(actor) => screen.actors.insert(id.clone(), actor),
            None => screen.actors.remove(id),
        };
    }
    for id in &touched.ties {
        match read_tie(doc, id) {
            Some(tie) => screen.ties.insert(id.clone(), tie),
            None => screen.ties.remove(id),
        };
    }
    if touched.person {
        screen.person = read_person(doc);
    }
    if touched.kinships {
        screen.kinships = read_kinships(doc);
    }
    if touched.milestones {
        screen.milestones = read_milestones(doc);
    }
    if touched.needs {
        screen.needs = read_needs(doc);
    }
    if touched.guide {
        screen.guide = read_guide(doc);
    }
    if touched.territory {
        screen.territory = read_territory(doc);
    }
    if touched.goals {
        screen.goals = read_goals(doc);
    }
    if touched.commitments {
        screen.commitments = read_commitments(doc);
    }
    if touched.comments || !touched.texts.is_empty() {
        screen.comments = read_comments(doc);
    }
    if touched.withheld {
        screen.withheld = read_withheld(doc);
    }
    if touched.title {
        screen.title = read_title(doc);
    }
    if touched.plan {
        screen.plan = read_plan(doc);
    }
    screen.plan.texts = texts;
    for (field, changes) in &touched.texts {
        let TextField::Plan(field) = field else {
            panic!("a case has no {field:?}");
        };
        let text = screen.plan.texts.entry(*field).or_default();
        for change in changes {
            *text = splice(text, change);
        }
    }
    screen.plan.texts.retain(|_, text| !text.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn reading_what_was_touched_is_reading_everything(own in whims(10), others in whims(10)) {
        let mut doc = small_case();
        let mut other = doc.fork();
        let mut screen = read_case(&doc).0;
        for whim in &own {
            let before = doc.get_heads();
            let edit = whim.edit(&doc, "a");
            let _ = make(&mut doc, &edit);
            follow(&mut screen, &doc, &before);
            prop_assert_eq!(&screen, &read_case(&doc).0);
        }
        for whim in &others {
            let edit = whim.edit(&other, "b");
            let _ = make(&mut other, &edit);
        }
        let before = doc.get_heads();
        doc.merge(&mut other).expect("merge");
        follow(&mut screen, &doc, &before);
        prop_assert_eq!(&screen, &read_case(&doc).0);
    }
}

#[test]
fn an_edit_touches_only_its_own() {
    let mut doc = small_case();
    let before = doc.get_heads();
    let rename = Edit::SetActorName {
        id: "club".parse().expect("an id"),
        name: "Club Unión".to_owned(),
    };
    make(&mut doc, &rename).expect("edit");
    let touched = touched(&doc.diff(&before, &doc.get_heads()));
    assert_eq!(touched.actors.len(), 1);
    assert!(!touched.network && !touched.all && !touched.plan && !touched.person);
    assert!(touched.ties.is_empty() && touched.texts.is_empty() && !touched.is_empty());
}

#[test]
fn the_other_zones_are_watched_too() {
    let id = CaseId::from_random(1);
    let mut reserved = create(Zone::Reserved, &id, "Alba").expect("create");
    let before = reserved.get_heads();
    let note = Edit::SpliceText {
        field: TextField::ReservedNotes,
        at: 0,
        delete: 0,
        insert: "Sí".to_owned(),
    };
    make(&mut reserved, &note).expect("edit");
    assert_eq!(read_text(&reserved, TextField::ReservedNotes), "Sí");
    let watched = touched(&reserved.diff(&before, &reserved.get_heads()));
    assert_eq!(watched.texts[&TextField::ReservedNotes].len(), 1);

    let mut identity = create(Zone::Identity, &id, "Alba").expect("create");
    let before = identity.get_heads();
    let name = Edit::SetIdentity {
        field: IdentityField::Name,
        value: "Alba Luz".to_owned(),
    };
    make(&mut identity, &name).expect("edit");
    let watched = touched(&identity.diff(&before, &identity.get_heads()));
    assert!(watched.identity.contains(&IdentityField::Name) && !watched.all);
}

#[test]
fn a_caret_moves_with_what_happens_before_it() {
    let change = TextChange {
        at: 4,
        delete: 3,
        insert: "😀".to_owned(),
    };
    assert_eq!(change.moved(3, false), 3);
    assert_eq!(change.moved(5, false), 6);
    assert_eq!(change.moved(10, false), 9);
    assert_eq!(change.moved(4, true), 4);
    assert_eq!(change.moved(4, false), 6);
}
