//! The territory: edits and their inverses, people who write apart, the survey, and the file.

use std::collections::BTreeMap;

use automerge::{AutoCommit, Automerge, transaction::Transactable};
use proptest::prelude::*;
use trama_shared::{
    case::{NeedTopic, Scale},
    catalog::{NeedArea, NeedRow},
    document::Fault,
    edit::EditError,
    ids::{ServiceId, TerritoryId},
    interchange::Day,
    limits,
    territory::{
        self, FileFault, Service, ServiceText, Survey, Territory, TerritoryEdit, TerritoryHistory,
        Verified,
    },
};

fn id() -> TerritoryId {
    "sur".parse().expect("an id")
}

fn service_id(number: usize) -> ServiceId {
    format!("s{number}").parse().expect("an id")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn blank() -> Automerge {
    territory::create(&id(), "Sur").expect("a title that fits")
}

fn named(name: &str) -> Service {
    Service {
        name: name.to_owned(),
        ..Service::default()
    }
}

fn topic(number: usize) -> NeedTopic {
    match number % 9 {
        0 => NeedTopic::Own(NeedArea::ALL[number % NeedArea::ALL.len()]),
        _ => NeedTopic::Row(NeedRow::ALL[number % NeedRow::ALL.len()]),
    }
}

fn read(doc: &Automerge) -> Territory {
    territory::read(doc, &id()).0
}

fn apply(doc: &mut Automerge, edit: &TerritoryEdit) -> Result<TerritoryEdit, EditError> {
    let mut tx = doc.transaction();
    let made = edit.apply(&mut tx);
    match &made {
        Ok(_) => drop(tx.commit()),
        Err(_) => {
            tx.rollback();
        }
    }
    made
}

/// An edit that a whim asks for; some cannot be made.
fn edit((what, which, more, word): (usize, usize, usize, String)) -> TerritoryEdit {
    let id = service_id(which % 5);
    match what % 9 {
        0 | 1 => TerritoryEdit::AddService {
            id,
            service: Box::new(Service {
                organisation: word.clone(),
                needs: (0..more % 4).map(|n| topic(which + n)).collect(),
                scale: Scale::ALL.get(more % 6).copied(),
                valid_until: (more % 2 == 0).then(|| day("2026-05-01")),
                ..named(&word)
            }),
        },
        2 => TerritoryEdit::RemoveService { id },
        3 => TerritoryEdit::SetNeed {
            id,
            topic: topic(more),
            answers: which % 2 == 0,
        },
        4 => TerritoryEdit::SetScale {
            id,
            scale: Scale::ALL.get(more % 6).copied(),
        },
        5 => TerritoryEdit::SetValidUntil {
            id,
            day: (more % 3 > 0).then(|| day("2027-01-31")),
        },
        6 => TerritoryEdit::SetVerified {
            id,
            verified: (more % 3 > 0).then(|| Verified {
                by: word,
                on: day("2026-11-22"),
            }),
        },
        7 => TerritoryEdit::SetTitle(word),
        _ => TerritoryEdit::SetText {
            id,
            text: ServiceText::ALL[more % ServiceText::ALL.len()],
            value: word,
        },
    }
}

fn edits(most: usize) -> impl Strategy<Value = Vec<TerritoryEdit>> {
    let whim = (0..9_usize, 0..40_usize, 0..40_usize, "[a-zñé ]{0,8}");
    proptest::collection::vec(whim.prop_map(edit), 0..most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_edit_is_undone_and_redone(edits in edits(24)) {
        let mut doc = blank();
        let mut history = TerritoryHistory::default();
        let mut states = vec![read(&doc)];
        for edit in edits {
            if let Ok(inverse) = apply(&mut doc, &edit) {
                history.record(edit, inverse, false);
                states.push(read(&doc));
            }
        }
        // Written down and read again, as the device does.
        let text = serde_json::to_string(&history.to_keep()).expect("JSON");
        let mut history: TerritoryHistory = serde_json::from_str(&text).expect("a history");
        for state in states.iter().rev().skip(1) {
            let mut tx = doc.transaction();
            prop_assert_eq!(history.undo(&mut tx), Ok(true));
            tx.commit();
            prop_assert_eq!(&read(&doc), state);
        }
        prop_assert!(!history.can_undo());
        for state in states.iter().skip(1) {
            let mut tx = doc.transaction();
            prop_assert_eq!(history.redo(&mut tx), Ok(true));
            tx.commit();
            prop_assert_eq!(&read(&doc), state);
        }
    }

    #[test]
    fn people_apart_come_to_one_territory(one in edits(10), other in edits(10)) {
        let mut base = blank();
        let (mut left, mut right) = (base.fork(), base.fork());
        for (doc, edits) in [(&mut left, one), (&mut right, other)] {
            for edit in edits {
                let _ = apply(doc, &edit);
            }
        }
        base.merge(&mut left).expect("merge");
        base.merge(&mut right).expect("merge");
        right.merge(&mut left).expect("merge");
        prop_assert_eq!(territory::read(&base, &id()), territory::read(&right, &id()));
    }

    #[test]
    fn a_file_gives_what_it_came_from(edits in edits(24)) {
        let mut doc = blank();
        for edit in edits {
            // A title may not be empty in a file, and a service has a name there.
            let _ = match edit {
                TerritoryEdit::SetTitle(title) if title.trim().is_empty() => continue,
                TerritoryEdit::AddService { service, .. } if service.name.is_empty() => continue,
                TerritoryEdit::SetText { text: ServiceText::Name, value, .. } if value.is_empty() => continue,
                edit => apply(&mut doc, &edit),
            };
        }
        let territory = read(&doc);
        let text = territory::export(&territory).expect("JSON");
        let back = territory::import(&text).expect("its own file");
        prop_assert_eq!(&back, &territory);
        let made = territory::to_document(&back).expect("a document");
        prop_assert_eq!(read(&made), territory);
    }

    #[test]
    fn the_survey_loses_no_service(edits in edits(24)) {
        let mut doc = blank();
        for edit in edits {
            let _ = apply(&mut doc, &edit);
        }
        let services = read(&doc).services;
        let survey = Survey::of(services.iter(), day("2026-11-22"));
        let rows = survey.topics.iter().filter(|supply| matches!(supply.topic, NeedTopic::Row(_)));
        prop_assert_eq!(rows.count(), NeedRow::ALL.len());
        for (id, service) in &services {
            let places = survey.topics.iter()
                .filter(|supply| supply.current.contains(id) || supply.expired.contains(id)).count();
            prop_assert_eq!(places, service.needs.len());
            prop_assert_eq!(survey.unplaced.contains(id), service.needs.is_empty());
        }
        let listed: usize = territory::organisations(services.iter()).iter().map(|o| o.services.len()).sum();
        prop_assert_eq!(listed, services.len());
    }
}

#[test]
fn the_same_field_written_twice_is_told_and_can_be_chosen() {
    let mut base = blank();
    let add = TerritoryEdit::AddService {
        id: service_id(1),
        service: Box::new(named("OMIL")),
    };
    apply(&mut base, &add).expect("an edit");
    let mut other = base.fork();
    let hours = |value: &str| TerritoryEdit::SetText {
        id: service_id(1),
        text: ServiceText::Hours,
        value: value.to_owned(),
    };
    apply(&mut base, &hours("8 a 14")).expect("an edit");
    apply(&mut other, &hours("9 a 13")).expect("an edit");
    base.merge(&mut other).expect("merge");
    let problems = territory::read_service_problems(&base, &service_id(1));
    let [problem] = problems.as_slice() else {
        panic!("one problem: {problems:?}");
    };
    assert_eq!(problem.field, "hours");
    let Fault::Conflict(values) = &problem.fault else {
        panic!("a conflict: {problem:?}");
    };
    let mut texts: Vec<&str> = values.iter().map(|value| value.text.as_str()).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["8 a 14", "9 a 13"]);
    let other = values
        .iter()
        .find(|value| value.text == "9 a 13")
        .expect("both");
    let choice = TerritoryEdit::choose(&service_id(1), problem.field, other).expect("a choice");
    apply(&mut base, &choice).expect("an edit");
    assert_eq!(territory::read(&base, &id()).1, []);
    assert_eq!(read(&base).services[&service_id(1)].hours, "9 a 13");
}

#[test]
fn an_undo_does_not_take_away_what_somebody_else_wrote() {
    let mut doc = blank();
    let mut history = TerritoryHistory::default();
    let make =
        |doc: &mut Automerge, history: Option<&mut TerritoryHistory>, edit: TerritoryEdit| {
            let inverse = apply(doc, &edit).expect("an edit");
            if let Some(history) = history {
                history.record(edit, inverse, false);
            }
        };
    let add = TerritoryEdit::AddService {
        id: service_id(1),
        service: Box::new(named("OMIL")),
    };
    make(&mut doc, None, add);
    let name = |value: &str| TerritoryEdit::SetText {
        id: service_id(1),
        text: ServiceText::Name,
        value: value.to_owned(),
    };
    make(&mut doc, Some(&mut history), name("Oficina laboral"));
    make(&mut doc, None, name("OMIL municipal"));
    let mut tx = doc.transaction();
    assert_eq!(history.undo(&mut tx), Err(EditError::Overtaken));
    tx.rollback();
    assert_eq!(read(&doc).services[&service_id(1)].name, "OMIL municipal");
}

#[test]
fn what_is_no_territory_takes_no_service_and_a_case_takes_no_other_edit() {
    let mut doc = AutoCommit::new();
    doc.put(automerge::ROOT, "kind", "case").expect("put");
    let title = TerritoryEdit::SetTitle("x".to_owned());
    assert_eq!(title.apply(&mut doc), Err(EditError::WrongDocument));
    let mut territory = blank();
    let mut tx = territory.transaction();
    let edit = trama_shared::edit::Edit::SetTitle("x".to_owned());
    assert_eq!(edit.apply(&mut tx), Err(EditError::WrongDocument));
}

#[test]
fn refusals_say_why() {
    let mut doc = blank();
    let missing = TerritoryEdit::RemoveService { id: service_id(9) };
    assert_eq!(apply(&mut doc, &missing), Err(EditError::NoService));
    let long = TerritoryEdit::AddService {
        id: service_id(1),
        service: Box::new(named(&"x".repeat(limits::NAME_MAX + 1))),
    };
    assert_eq!(
        apply(&mut doc, &long),
        Err(EditError::TooLong {
            max: limits::NAME_MAX
        })
    );
    assert!(read(&doc).services.is_empty());
    assert_eq!(
        territory::import("{"),
        Err(FileFault::Shape {
            line: 1,
            column: 1,
            reason: "EOF while parsing an object".to_owned(),
        })
    );
    assert_eq!(
        territory::import("{\"format\": \"trama-case\"}"),
        Err(FileFault::WrongFormat)
    );
}

#[test]
fn a_need_is_uncovered_where_nothing_on_offer_answers_it() {
    let dental = NeedTopic::Row(NeedRow::SocialDental);
    let service = |name: &str, until: Option<&str>| Service {
        needs: [dental].into(),
        valid_until: until.map(day),
        ..named(name)
    };
    let mut services =
        BTreeMap::from([(service_id(1), service("Módulo dental", Some("2026-11-21")))]);
    let today = day("2026-11-22");
    let survey = Survey::of(services.iter(), today);
    let supply = survey.supply(dental).expect("a row");
    assert!(supply.is_uncovered());
    assert_eq!(supply.expired, [service_id(1)]);
    assert_eq!(survey.expired, [service_id(1)]);
    assert_eq!(survey.uncovered(NeedArea::Social).count(), 14);
    // On its last day it is still on offer.
    services.insert(service_id(2), service("CESFAM", Some("2026-11-22")));
    let survey = Survey::of(services.iter(), today);
    assert_eq!(survey.uncovered(NeedArea::Social).count(), 13);
    assert!(territory::finds(&services[&service_id(1)], "dental modulo"));
    assert!(!territory::finds(
        &services[&service_id(1)],
        "dental cesfam"
    ));
}
