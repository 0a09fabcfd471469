//! Documents that other programs wrote, and documents that are damaged.

use automerge::{Automerge, ObjId, ObjType, ROOT, transaction::Transactable};
use trama_shared::{
    case::{ActorKind, Exchange, ExchangeArea, Flow, Party, PlanText, Support, Zone},
    document::{
        Fault, Problem, Subject, create, read_case, read_identity, read_reserved, read_text, zone,
    },
    edit::{Edit, TextField},
    ids::CaseId,
};

use crate::generate::make;

/// Writes a string as automerge-repo's clients do: as a Text object.
fn js_text(tx: &mut impl Transactable, at: &ObjId, key: &str, text: &str) {
    let id = tx.put_object(at, key, ObjType::Text).expect("put");
    tx.splice_text(&id, 0, 0, text).expect("splice");
}

/// A case as a JS program writes it: strings are Text objects, whole numbers are ints.
fn js_case() -> Automerge {
    let mut doc = Automerge::new();
    let mut tx = doc.transaction();
    js_text(&mut tx, &ROOT, "kind", "case");
    tx.put(ROOT, "schema", 1_i64).expect("put");
    js_text(&mut tx, &ROOT, "case_id", "from-js");
    js_text(&mut tx, &ROOT, "title", "Alba");
    let person = tx.put_object(ROOT, "person", ObjType::Map).expect("put");
    js_text(&mut tx, &person, "alias", "Alba");
    let actors = tx.put_object(ROOT, "actors", ObjType::Map).expect("put");
    let actor = tx.put_object(&actors, "a1", ObjType::Map).expect("put");
    for (key, text) in [
        ("name", "Escuela"),
        ("kind", "institution"),
        ("ring", "institutional"),
        ("support", "much"),
    ] {
        js_text(&mut tx, &actor, key, text);
    }
    let place = tx
        .put_object(&actor, "rings_place", ObjType::Map)
        .expect("put");
    tx.put(&place, "x", 1_i64).expect("put");
    tx.put(&place, "y", -0.5).expect("put");
    let ties = tx.put_object(ROOT, "ties", ObjType::Map).expect("put");
    let tie = tx.put_object(&ties, "t1", ObjType::Map).expect("put");
    for (key, text) in [
        ("from", "actor:a1"),
        ("to", "person"),
        ("quality", "weak"),
        ("flow", "forward"),
    ] {
        js_text(&mut tx, &tie, key, text);
    }
    let exchange = tx.put_object(&tie, "exchange", ObjType::Map).expect("put");
    let care = tx.put_object(&exchange, "care", ObjType::Map).expect("put");
    tx.put(&care, "gives", true).expect("put");
    let plan = tx.put_object(ROOT, "plan", ObjType::Map).expect("put");
    let texts = tx.put_object(&plan, "texts", ObjType::Map).expect("put");
    for text in PlanText::ALL {
        js_text(&mut tx, &texts, text.id(), "");
    }
    tx.commit();
    doc
}

#[test]
fn a_document_from_js_is_read_and_edited() {
    let mut doc = js_case();
    let (case, problems) = read_case(&doc);
    assert_eq!(problems, []);
    let actor = &case.actors[&"a1".parse().expect("an id")];
    assert_eq!(actor.kind, ActorKind::Institution);
    assert_eq!(actor.support, Some(Support::Much));
    assert_eq!(
        actor.rings_place.map(|place| (place.x, place.y)),
        Some((1.0, -0.5))
    );
    // The person is the first party, so everything is seen from her end.
    let id = "t1".parse().expect("an id");
    let tie = &case.ties[&id];
    assert_eq!(tie.from, Party::Person);
    assert_eq!(tie.flow, Flow::Backward);
    let received = Exchange {
        gives: false,
        receives: true,
    };
    assert_eq!(tie.exchange[&ExchangeArea::Care], received);

    for edit in [
        Edit::SetTieFlow {
            id: id.clone(),
            flow: Flow::Forward,
        },
        Edit::SetTieExchange {
            id: id.clone(),
            area: ExchangeArea::Leisure,
            exchange: Exchange {
                gives: true,
                receives: false,
            },
        },
        Edit::SetTitle("Alba Luz".to_owned()),
    ] {
        let inverse = make(&mut doc, &edit).expect("edit");
        let again = make(&mut doc, &inverse).expect("inverse");
        assert_eq!(make(&mut doc, &again).expect("again"), inverse);
    }
    let (after, problems) = read_case(&doc);
    assert_eq!(problems, []);
    assert_eq!(after.title, "Alba Luz");
    assert_eq!(after.ties[&id].flow, Flow::Forward);
    assert!(after.ties[&id].exchange[&ExchangeArea::Leisure].gives);
}

#[test]
fn a_plain_string_in_a_text_s_place_can_be_typed_into() {
    let mut doc = js_case();
    let field = TextField::Plan(PlanText::Problem);
    let mut tx = doc.transaction();
    let (_, plan) = automerge::ReadDoc::get(&tx, ROOT, "plan")
        .expect("get")
        .expect("there");
    let (_, texts) = automerge::ReadDoc::get(&tx, plan, "texts")
        .expect("get")
        .expect("there");
    tx.put(&texts, "problem", "Hola").expect("put");
    tx.commit();
    assert_eq!(read_text(&doc, field), "Hola");
    let typed = Edit::SpliceText {
        field,
        at: 4,
        delete: 0,
        insert: ", Alba".to_owned(),
    };
    let inverse = make(&mut doc, &typed).expect("edit");
    assert_eq!(read_text(&doc, field), "Hola, Alba");
    make(&mut doc, &inverse).expect("edit");
    assert_eq!(read_text(&doc, field), "Hola");
}

#[test]
fn fresh_documents_are_whole_and_know_their_zone() {
    let id: CaseId = "c1".parse().expect("an id");
    let doc = |zone| create(zone, &id, "Alba").expect("create");
    for zone_of in Zone::ALL {
        assert_eq!(zone(&doc(zone_of)), Some(zone_of));
    }
    let (case, problems) = read_case(&doc(Zone::Case));
    assert_eq!(problems, []);
    assert_eq!(
        (case.id.as_str(), case.person.alias.as_str()),
        ("c1", "Alba")
    );
    assert_eq!(read_reserved(&doc(Zone::Reserved)).1, []);
    assert_eq!(read_identity(&doc(Zone::Identity)).1, []);
    // The name under which the table knows the case stays in the shared zone.
    assert_eq!(read_identity(&doc(Zone::Identity)).0.name, "");
}

#[test]
fn an_empty_document_is_read_with_its_gaps_told() {
    let (case, problems) = read_case(&Automerge::new());
    assert_eq!((case.actors.len(), case.ties.len()), (0, 0));
    let missing: Vec<Option<&str>> = problems
        .iter()
        .filter(|problem| problem.fault == Fault::Missing)
        .map(|problem| problem.field)
        .collect();
    for field in [
        "kind", "schema", "case_id", "title", "person", "actors", "ties", "plan",
    ] {
        assert!(missing.contains(&Some(field)), "{field} in {missing:?}");
    }
}

fn damaged(
    damage: impl FnOnce(&mut automerge::transaction::Transaction<'_>, &ObjId, &ObjId),
) -> Vec<Problem> {
    let mut doc = js_case();
    let mut tx = doc.transaction();
    let object = |tx: &automerge::transaction::Transaction<'_>, at: &ObjId, key: &str| {
        automerge::ReadDoc::get(tx, at, key)
            .expect("get")
            .expect("there")
            .1
    };
    let actors = object(&tx, &ROOT, "actors");
    let ties = object(&tx, &ROOT, "ties");
    damage(&mut tx, &actors, &ties);
    tx.commit();
    let (_, problems) = read_case(&doc);
    problems
}

fn only(problems: Vec<Problem>) -> Problem {
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.into_iter().next().expect("one")
}

#[test]
fn what_is_wrong_is_told_where_it_is() {
    let new_tie =
        |tx: &mut automerge::transaction::Transaction<'_>, ties: &ObjId, id: &str, to: &str| {
            let tie = tx.put_object(ties, id, ObjType::Map).expect("put");
            for (key, text) in [
                ("from", "person"),
                ("to", to),
                ("quality", "weak"),
                ("flow", "both"),
            ] {
                tx.put(&tie, key, text).expect("put");
            }
        };
    let actor_field = |key: &'static str, value: &'static str| {
        damaged(move |tx, actors, _| {
            let actor = automerge::ReadDoc::get(tx, actors, "a1")
                .expect("get")
                .expect("there")
                .1;
            tx.put(&actor, key, value).expect("put");
        })
    };

    let problem = only(actor_field("kind", "ghost"));
    assert_eq!(
        problem.subject,
        Subject::Actor("a1".parse().expect("an id"))
    );
    assert_eq!(problem.field, Some("kind"));
    assert_eq!(problem.fault, Fault::UnknownValue("ghost".to_owned()));

    let long: &'static str = Box::leak("á".repeat(200).into_boxed_str());
    assert_eq!(
        only(actor_field("name", long)).fault,
        Fault::TooLong { max: 120 }
    );
    assert_eq!(
        only(actor_field("rings_place", "here")).fault,
        Fault::WrongType
    );

    let problem = only(damaged(|tx, _, ties| new_tie(tx, ties, "t2", "actor:gone")));
    assert_eq!(
        problem.fault,
        Fault::Dangling("gone".parse().expect("an id"))
    );
    let problem = only(damaged(|tx, _, ties| new_tie(tx, ties, "t2", "person")));
    assert_eq!(problem.fault, Fault::SelfTie);
    let problem = only(damaged(|tx, _, ties| new_tie(tx, ties, "t2", "actor:a1")));
    assert_eq!(
        problem.fault,
        Fault::DuplicateOf("t1".parse().expect("an id"))
    );
    let problem = only(damaged(|tx, _, ties| new_tie(tx, ties, "t2", "somebody")));
    assert_eq!(problem.fault, Fault::BadId("somebody".to_owned()));
    let problem = only(damaged(|tx, actors, _| {
        tx.put(actors, "a/2", "no").expect("put");
    }));
    assert_eq!(problem.fault, Fault::BadId("a/2".to_owned()));

    let problem = only(damaged(|tx, _, _| {
        tx.put(ROOT, "schema", 9.0).expect("put");
    }));
    assert_eq!(problem.fault, Fault::NewerSchema { schema: 9 });
    let problem = only(damaged(|tx, _, _| {
        tx.put(ROOT, "kind", "reserved").expect("put");
    }));
    assert_eq!(problem.fault, Fault::WrongKind);
    let problem = only(damaged(|tx, _, _| {
        tx.put(ROOT, "person", "none").expect("put");
    }));
    assert_eq!(problem.fault, Fault::WrongType);
}
