//! What goes out comes back, nobody is recognised under a veil, and a bad file says where it is bad.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::case::{
    Actor, ActorKind, Barrier, Case, Closeness, Exchange, ExchangeArea, Flow, Gender, Kin, Kinship,
    Member, Party, Place, Quadrant, ResourceKind, Ring, Sector, Support, Tie, TieQuality, View,
};
use crate::edit::{Edit, MemberField};
use crate::ids::{ActorId, KinshipId, TieId};
use crate::layout::{Device, MapTexts, Size};

use super::*;

fn demonstration() -> Case {
    let text = include_str!("../../../demo/marisol.json");
    crate::exchange::import(text).expect("a case file").case
}

fn golden() -> Case {
    let text = include_str!("../../tests/networks/golden.json");
    crate::exchange::import(text).expect("a case file").case
}

fn kind_word(kind: ActorKind) -> String {
    match kind {
        ActorKind::Person => "Persona",
        ActorKind::Group => "Grupo",
        ActorKind::Organization => "Organización",
        ActorKind::Service => "Servicio",
        ActorKind::Institution => "Institución",
    }
    .to_owned()
}

fn veil(case: &Case) -> Veil {
    Veil::over([case], "Persona usuaria", kind_word)
}

fn palette() -> Palette {
    let colour = |text: &str| text.to_owned();
    Palette {
        sheet: colour("#fff"),
        personal: colour("#f3e6d3"),
        community: colour("#f8f0e4"),
        institutional: colour("#fcf9f4"),
        line: colour("#cdbfac"),
        ink: colour("#2b2620"),
        soft: colour("#574f45"),
        tie: colour("#3a332b"),
        support: colour("#a07c4e"),
    }
}

fn sheet(size: Size, device: Device) -> Sheet {
    let word = |text: &str| text.to_owned();
    Sheet {
        size,
        margin: 12.0,
        device,
        heading: Some(Heading {
            title: word("Red de <prueba> & más"),
            lines: vec![word("22 de noviembre de 2026"), word("Autoras: A y B")],
            mark: word("CONFIDENCIAL"),
        }),
        legend: Some(LegendWords {
            ties: word("Vínculo"),
            actors: word("Actor"),
            supports: word("Apoyo percibido"),
            arrow: word("La flecha dice hacia dónde va"),
            died: word("Falleció"),
            quality: TieQuality::ALL
                .iter()
                .map(|one| (*one, word(one.id())))
                .collect(),
            kind: ActorKind::ALL
                .iter()
                .map(|one| (*one, kind_word(*one)))
                .collect(),
            support: Support::ALL
                .iter()
                .map(|one| (Some(*one), word(one.id())))
                .chain([(None, word("?"))])
                .collect(),
        }),
        foot: vec![word("Hecho con Trama")],
        unlabelled: word("Sin rótulo en el dibujo:"),
        texts: MapTexts::default(),
        household_note: String::new(),
        locked: Locked::default(),
        description: word("Mapa de \"Ego\""),
        palette: palette(),
    }
}

/// Every text of an element and every attribute of a file, if it is well-formed XML: tags nest, and nothing that has to
/// be escaped stands bare.
fn texts_of(xml: &str) -> Result<Vec<String>, String> {
    let mut open: Vec<&str> = Vec::new();
    let mut texts = Vec::new();
    let mut rest = xml
        .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .unwrap_or(xml);
    let plain = |text: &str| {
        let mut parts = text.split('&');
        let head = parts.next().unwrap_or_default();
        let known = |part: &str| {
            ["amp;", "lt;", "gt;", "quot;", "#39;", "#10;", "#13;", "#9;"]
                .iter()
                .any(|name| part.starts_with(name))
        };
        !head.contains('<') && parts.all(known)
    };
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        if !plain(text) {
            return Err(format!("bare text: {text}"));
        }
        if !text.trim().is_empty() {
            texts.push(text.trim().to_owned());
        }
        let end = tag.find('>').ok_or("a tag does not end")?;
        let inside = &tag[1..end];
        rest = &tag[end + 1..];
        if let Some(name) = inside.strip_prefix('/') {
            let last = open.pop();
            if last != Some(name) {
                return Err(format!("{name} closes {last:?}"));
            }
            continue;
        }
        let (inside, empty) = inside
            .strip_suffix('/')
            .map_or((inside, false), |inside| (inside, true));
        let mut quoted = inside.split('"');
        let name = quoted
            .next()
            .and_then(|head| head.split_whitespace().next())
            .ok_or("a tag has no name")?;
        for (at, part) in quoted.enumerate() {
            if at % 2 == 0 {
                if !plain(part) {
                    return Err(format!("bare attribute: {part}"));
                }
                texts.push(part.to_owned());
            }
        }
        if !empty {
            open.push(name);
        }
    }
    if open.is_empty() {
        Ok(texts)
    } else {
        Err(format!("{open:?} stay open"))
    }
}

#[test]
fn the_golden_network_is_written_as_it_was() {
    let case = golden();
    insta::assert_snapshot!("graphml", graphml(&case));
    let texts = tables(&case).map(|table| table.text);
    insta::assert_snapshot!("tables", texts.join("\n"));
}

#[test]
fn a_network_through_time_is_written_as_it_was() {
    let now = golden();
    let mut before = now.clone();
    let amiga: ActorId = "amiga".parse().expect("an id");
    before.actors.remove(&amiga);
    before
        .ties
        .retain(|_, tie| !tie.touches(&Party::Actor(amiga.clone())));
    let own = before.ties.values_mut().next().expect("there are ties");
    own.quality = TieQuality::Stressful;
    own.since = "2019-05".to_owned();
    let day = 86_400_000;
    let moments = [
        Moment {
            at_ms: 19_000 * day,
            case: before.clone(),
        },
        Moment {
            at_ms: 19_100 * day,
            case: now.clone(),
        },
        Moment {
            at_ms: 19_200 * day,
            case: before,
        },
        Moment {
            at_ms: 19_300 * day,
            case: now,
        },
    ];
    let text = gexf(&moments);
    assert!(texts_of(&text).is_ok());
    insta::assert_snapshot!("gexf", text);
}

#[test]
fn the_columns_are_those_of_network_canvas() {
    let [nodes, edges, kinships, ego] = tables(&golden());
    let head = |table: &Table| table.text.lines().next().unwrap_or_default().to_owned();
    assert!(head(&nodes).starts_with("nodeID,networkCanvasEgoUUID,networkCanvasUUID,name,"));
    assert!(head(&edges).starts_with(
        "edgeID,from,to,networkCanvasEgoUUID,networkCanvasUUID,networkCanvasSourceUUID,networkCanvasTargetUUID,quality,"
    ));
    assert_eq!(
        head(&kinships),
        "edgeID,from,to,networkCanvasEgoUUID,networkCanvasUUID,networkCanvasSourceUUID,networkCanvasTargetUUID,kinship"
    );
    assert!(head(&ego).starts_with("networkCanvasEgoUUID,networkCanvasCaseID,"));
    assert_eq!(
        (
            nodes.text.lines().count(),
            edges.text.lines().count(),
            ego.text.lines().count()
        ),
        (9, 8, 2)
    );
}

#[test]
fn pictures_of_the_golden_network_look_as_they_did() {
    let case = golden();
    for (name, view) in [("rings", View::Rings), ("ecomap", View::Ecomap)] {
        let svg =
            sheet(Size::new(736.0, 860.0), Device::Tablet).draw(&case, view, &BTreeMap::new());
        texts_of(&svg).expect("it is XML");
        insta::assert_snapshot!(format!("picture_{name}"), svg);
    }
}

#[test]
fn a_picture_names_everybody_or_says_so_at_the_foot() {
    let case = demonstration();
    for paper in [Paper::A4, Paper::Letter] {
        for (view, landscape) in [
            (View::Rings, false),
            (View::Rings, true),
            (View::Ecomap, true),
            (View::Ecomap, false),
        ] {
            let svg =
                sheet(paper.room(landscape), Device::Print).draw(&case, view, &BTreeMap::new());
            let texts = texts_of(&svg).expect("it is XML").join(" ");
            let words: BTreeSet<&str> = texts.split_whitespace().collect();
            for actor in case.actors.values() {
                // Long names are cut after two lines on the map.
                let first = actor.name.split_whitespace().next().expect("a name");
                assert!(
                    words.contains(first),
                    "{first} is missing, {paper:?} {view:?} {landscape}"
                );
            }
        }
    }
}

#[test]
fn what_only_some_may_see_is_drawn_with_a_lock() {
    let case = golden();
    let madre: ActorId = "madre".parse().expect("an id");
    let between = case
        .ties
        .iter()
        .find(|(_, tie)| tie.from.actor() == Some(&madre) && tie.to.actor().is_some());
    let (tie, _) = between.expect("she has one");
    let mut sheet = sheet(Size::new(736.0, 860.0), Device::Tablet);
    let locks = |sheet: &Sheet| {
        let svg = sheet.draw(&case, View::Rings, &BTreeMap::new());
        texts_of(&svg).expect("it is XML");
        svg.matches("class=\"lock\"").count()
    };
    assert_eq!(locks(&sheet), 0);
    sheet.locked.actors.insert(madre.clone());
    assert_eq!(locks(&sheet), 1);
    sheet.locked.ties.insert(tie.clone());
    assert_eq!(locks(&sheet), 2);
}

#[test]
fn a_picture_says_what_ties_there_are_inside_the_household() {
    let mut sheet = sheet(Size::new(960.0, 900.0), Device::Tablet);
    sheet.household_note = "3 vínculos fuertes".to_owned();
    let said = |view: View| {
        let svg = sheet.draw(&demonstration(), view, &BTreeMap::new());
        texts_of(&svg)
            .expect("it is XML")
            .contains(&sheet.household_note)
    };
    assert!(said(View::Ecomap));
    assert!(
        !said(View::Rings),
        "there the household is not in the centre"
    );
}

#[test]
fn a_picture_needs_nothing_from_elsewhere() {
    let svg = sheet(Size::new(900.0, 900.0), Device::Tablet).draw(
        &demonstration(),
        View::Rings,
        &BTreeMap::new(),
    );
    for outside in [
        "<style",
        "<script",
        "<image",
        "http://",
        "https://",
        "url(http",
        "@import",
        "<foreignObject",
    ] {
        let svg = svg
            .replace("http://www.w3.org/2000/svg", "")
            .replace("http://www.w3.org/1999/xlink", "");
        assert!(!svg.contains(outside), "{outside}");
    }
}

/// Everything of a case that could say who somebody is.
fn telling(case: &Case) -> Vec<String> {
    let mut words = vec![
        case.title.clone(),
        case.person.alias.clone(),
        case.person.notes.clone(),
    ];
    for (id, actor) in &case.actors {
        words.extend([
            id.to_string(),
            actor.name.clone(),
            actor.role.clone(),
            actor.notes.clone(),
            actor.programme.clone(),
        ]);
    }
    for (id, tie) in &case.ties {
        words.extend([id.to_string(), tie.notes.clone()]);
    }
    words.extend(case.plan.texts.values().cloned());
    // What is too short may stand in anything.
    words.retain(|word| word.len() > 3);
    words
}

#[test]
fn nothing_under_a_veil_says_who_somebody_is() {
    let case = demonstration();
    let veil = veil(&case);
    let hidden = veil.numbered(&case);
    let [nodes, edges, kinships, ego] = tables(&hidden);
    let moments = [Moment {
        at_ms: 0,
        case: hidden.clone(),
    }];
    let picture = sheet(Size::new(900.0, 900.0), Device::Tablet).draw(
        &veil.on(&case),
        View::Ecomap,
        &BTreeMap::new(),
    );
    for file in [
        nodes.text,
        edges.text,
        kinships.text,
        ego.text,
        graphml(&hidden),
        gexf(&moments),
        picture,
    ] {
        for word in telling(&case) {
            // Ids of the demonstration are plain words; some are values of a field too.
            let is_value = ["salud", "person", "school"].contains(&word.as_str());
            assert!(is_value || !file.contains(&word), "{word}");
        }
    }
    assert_eq!(hidden.actors.len(), case.actors.len());
    assert_eq!(hidden.kinships.len(), case.kinships.len());
    assert!(
        !case.kinships.is_empty(),
        "the demonstration has a household"
    );
    let members = hidden.actors.values().filter_map(|actor| actor.household);
    let ages = members
        .chain([hidden.person.member])
        .map(|member| member.age);
    assert!(
        ages.flatten().next().is_none(),
        "an age says who somebody is"
    );
    assert_eq!(hidden.ties.len(), case.ties.len());
    assert_eq!(
        crate::network::Measures::of_case(&hidden).constraint,
        crate::network::Measures::of_case(&case).constraint
    );
}

#[test]
fn pseudonyms_stay_the_same_from_moment_to_moment() {
    let now = demonstration();
    let mut before = now.clone();
    before.actors.pop_first();
    let veil = Veil::over([&before, &now], "Ella", kind_word);
    let (early, late) = (veil.numbered(&before), veil.numbered(&now));
    for (id, actor) in &early.actors {
        assert_eq!(
            late.actors.get(id).map(|other| &other.name),
            Some(&actor.name)
        );
    }
    let names: BTreeSet<&String> = late.actors.values().map(|actor| &actor.name).collect();
    assert_eq!(names.len(), late.actors.len());
}

fn read_back(case: &Case) -> Draft {
    let files = tables(case).map(|table| CsvFile {
        name: table.name.to_owned(),
        text: table.text,
    });
    own_tables(&files).expect("our own tables")
}

fn counter() -> impl FnMut() -> u128 {
    let mut next = 0;
    move || {
        next += 1;
        next
    }
}

/// The network of a case by name, so that ids do not count.
#[derive(Debug, PartialEq)]
struct ByName {
    notes: String,
    member: Member,
    actors: Vec<Actor>,
    ties: Vec<(Vec<String>, Tie)>,
    kin: Vec<(Vec<String>, Kinship)>,
}

fn by_name(case: &Case) -> ByName {
    let name = |party: &Party| {
        party
            .actor()
            .and_then(|id| case.actors.get(id))
            .map_or(String::new(), |actor| actor.name.clone())
    };
    let mut actors: Vec<Actor> = case.actors.values().cloned().collect();
    actors.sort_by(|one, other| one.name.cmp(&other.name));
    let mut ties: Vec<(Vec<String>, Tie)> = case
        .ties
        .values()
        .map(|tie| {
            let ends = vec![name(&tie.from), name(&tie.to)];
            let tie = Tie {
                from: Party::Person,
                to: Party::Person,
                ..tie.clone()
            };
            (ends, tie)
        })
        .collect();
    ties.sort_by(|one, other| one.0.cmp(&other.0));
    let mut kin: Vec<(Vec<String>, Kinship)> = case
        .kinships
        .values()
        .map(|kin| (vec![name(&kin.a), name(&kin.b)], kin.kind))
        .collect();
    kin.sort();
    ByName {
        notes: case.person.notes.clone(),
        member: case.person.member,
        actors,
        ties,
        kin,
    }
}

/// What a plan makes of a case in which there is nothing.
fn made(plan: &Plan) -> Case {
    let mut case = empty();
    if let Some(Edit::Batch(edits)) = &plan.edit {
        for edit in edits {
            match edit {
                Edit::AddActor { id, actor } => {
                    case.actors.insert(id.clone(), actor.clone());
                }
                Edit::AddTie { id, tie } => {
                    case.ties.insert(id.clone(), tie.clone());
                }
                Edit::AddKinship { id, kin } => {
                    assert!(case.is_member(&kin.a) && case.is_member(&kin.b));
                    case.kinships.insert(id.clone(), kin.clone());
                }
                Edit::SetMember {
                    party: Party::Person,
                    field,
                } => {
                    let member = &mut case.person.member;
                    match *field {
                        MemberField::Gender(gender) => member.gender = gender,
                        MemberField::Age(age) => member.age = age,
                        MemberField::Pregnant(flag) => member.pregnant = flag,
                        MemberField::Died(flag) => member.died = flag,
                    }
                }
                Edit::SetPersonNotes(notes) => case.person.notes.clone_from(notes),
                other => panic!("an import only adds: {other:?}"),
            }
        }
    }
    case
}

fn empty() -> Case {
    let mut case = golden();
    case.actors.clear();
    case.ties.clear();
    case.person.notes.clear();
    case
}

#[test]
fn our_own_tables_come_back_whole() {
    let case = demonstration();
    let plan = Plan::new(&read_back(&case), &empty(), true, counter()).expect("it fits");
    assert_eq!(by_name(&made(&plan)), by_name(&case));
    assert!(plan.kinships_added > 0 && plan.kinships_left == 0);
    assert_eq!(plan.added.len(), case.actors.len());
    assert_eq!(plan.ties_added, case.ties.len());
}

#[test]
fn who_is_there_already_is_not_added_again() {
    let case = golden();
    let draft = read_back(&case);
    let plan = Plan::new(&draft, &case, true, counter()).expect("it fits");
    assert_eq!(plan.edit, None);
    assert_eq!((plan.joined.len(), plan.ties_there), (8, 15));
    let plan = Plan::new(&draft, &case, false, counter()).expect("it fits");
    assert_eq!(
        (plan.added.len(), plan.ties_added, plan.ties_there),
        (8, 15, 0)
    );
}

#[test]
fn a_case_never_gets_more_than_it_may_hold() {
    let mut case = golden();
    let one = case
        .actors
        .values()
        .next()
        .cloned()
        .expect("there are eight");
    for at in 0..crate::limits::ACTORS_MAX {
        case.actors
            .insert(ActorId::from_random(at as u128), one.clone());
    }
    let refused =
        Plan::new(&read_back(&golden()), &case, false, counter()).expect_err("it is full");
    assert_eq!(
        refused.reason,
        FaultReason::TooMany {
            max: crate::limits::ACTORS_MAX
        }
    );
}

#[test]
fn kin_on_the_map_keep_their_kinships_and_the_person_what_is_known_of_her() {
    let case = demonstration();
    let draft = read_back(&case);
    let plan = Plan::new(&draft, &case, true, counter()).expect("it fits");
    assert_eq!((plan.edit, plan.kinships_left), (None, case.kinships.len()));
    // Whoever is on the map and not of the household there stays outside it, and her kinships with her.
    let mut elsewhere = case.clone();
    elsewhere.kinships.clear();
    for actor in elsewhere.actors.values_mut() {
        actor.household = None;
    }
    elsewhere.person.member.age = None;
    let plan = Plan::new(&draft, &elsewhere, true, counter()).expect("it fits");
    assert_eq!(
        (plan.kinships_added, plan.kinships_left),
        (0, case.kinships.len())
    );
    let age = Edit::SetMember {
        party: Party::Person,
        field: MemberField::Age(case.person.member.age),
    };
    assert_eq!(
        (plan.edit, plan.person_told),
        (Some(Edit::Batch(vec![age])), 1)
    );
}

#[test]
fn what_is_wrong_with_kinships_is_told_with_its_line_and_column() {
    let nodes = "nodeID,name,household,gender,age\n1,Ana,true,woman,126\n2,Eva,false,harto,x\n3,Luz,true,harto,4\n";
    let kin = "from,to,kinship\nego,1,parent_child\n1,2,couple\n1,1,couple\n9,ego,couple\n3,1,tía\n3,1,\n";
    let faults = own_tables(&[csv("n.csv", nodes), csv("k.csv", kin)]).expect_err("much is wrong");
    let told: Vec<(Option<usize>, &str)> = faults
        .list
        .iter()
        .map(|fault| (fault.line, fault.place.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Some(2), "age"),
            // What nobody of the household has is left alone.
            (Some(4), "gender"),
            (Some(3), "to"),
            (Some(4), "to"),
            (Some(5), "from"),
            (Some(6), "kinship"),
            (Some(7), "kinship"),
        ]
    );
    assert_eq!(faults.list[2].reason, FaultReason::NotHousehold);
}

#[test]
fn what_another_program_tells_of_its_ego_is_left_alone() {
    let draft = own_tables(&[
        csv("n.csv", "name\nAna\n"),
        csv(
            "ego.csv",
            "networkCanvasCaseID,networkCanvasProtocolName,gender,age\n1,Otro,2,joven\n",
        ),
    ]);
    assert_eq!(
        draft.expect("nothing is wrong").person,
        DraftPerson::default()
    );
}

fn csv(name: &str, text: &str) -> CsvFile {
    CsvFile {
        name: name.to_owned(),
        text: text.to_owned(),
    }
}

#[test]
fn a_table_made_by_hand_needs_only_names() {
    let draft = own_tables(&[csv(
        "a.csv",
        "Name;Ring;Household;rings_x;rings_y\nAna;community;VERDADERO;0,5;-0,25\n\nLuis;;;;\n",
    )])
    .expect("it is enough");
    assert_eq!(draft.actors.len(), 2);
    let ana = &draft.actors[0].actor;
    assert_eq!(
        (ana.name.as_str(), ana.ring, ana.household.is_some()),
        ("Ana", Ring::Community, true)
    );
    assert_eq!(ana.rings_place, Some(Place { x: 0.5, y: -0.25 }));
    assert!(draft.ties.is_empty());
}

#[test]
fn every_bad_cell_is_told_with_its_line_and_column() {
    let nodes = "nodeID,name,ring,support,rings_x,rings_y\n1,Ana,rosado,much,0,0\n1,,personal,harto,9,x\n3,Eva,,,,,extra\n";
    let edges = "edgeID,from,to,quality\n1,1,7,weak\n2,3,3,weak\n3,,1,malo\n";
    let faults = own_tables(&[csv("n.csv", nodes), csv("e.csv", edges)]).expect_err("all is wrong");
    let told: Vec<(&str, Option<usize>, &str)> = faults
        .list
        .iter()
        .map(|fault| (fault.file.as_str(), fault.line, fault.place.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("n.csv", Some(2), "ring"),
            ("n.csv", Some(3), "nodeID"),
            ("n.csv", Some(3), "name"),
            ("n.csv", Some(3), "support"),
            ("n.csv", Some(3), "rings_x"),
            ("n.csv", Some(3), "rings_y"),
            ("n.csv", Some(4), ""),
            ("e.csv", Some(2), "to"),
            ("e.csv", Some(3), "to"),
            ("e.csv", Some(4), "from"),
            ("e.csv", Some(4), "quality"),
        ]
    );
    assert_eq!(faults.more, 0);
}

#[test]
fn files_that_are_no_network_are_refused() {
    let reason = |files: &[CsvFile]| {
        own_tables(files).expect_err("it is no network").list[0]
            .reason
            .clone()
    };
    let edges = csv("e.csv", "edgeID,from,to\n1,1,2\n");
    assert_eq!(reason(std::slice::from_ref(&edges)), FaultReason::NoActors);
    assert_eq!(
        reason(&[csv("x.csv", "a,b\n1,2\n")]),
        FaultReason::UnknownTable
    );
    assert_eq!(reason(&[csv("x.csv", "")]), FaultReason::Empty);
    assert_eq!(reason(&[csv("x.csv", "name\n")]), FaultReason::Empty);
    assert_eq!(
        reason(&[csv("x.csv", "name\nAna\n"), csv("y.csv", "name\nEva\n")]),
        FaultReason::SecondTable
    );
    let easy = |text: &str| {
        EasyNwk::read(text).expect_err("it is none").list[0]
            .reason
            .clone()
    };
    assert_eq!(easy("{"), FaultReason::Syntax);
    assert_eq!(easy("[]"), FaultReason::NotEasyNwk);
    assert_eq!(easy("{\"versions\":[]}"), FaultReason::Empty);
}

/// As easyNWK Web 2.7 writes it: two versions, fields of older ones missing.
const EASYNWK: &str = r#"{"versions":[
{"id":1,"title":"Erstgespräch","date":"2024-02-26","nwk":{"ego":{"name":"R","currentGender":"weiblich","age":"45","note":""},"alteri":[{"id":3,"name":"Max"}],"connections":[]}},
{"id":2,"title":"Verlauf","date":"2024-08-01","nwk":{"ego":{"name":"R"},
"alteri":[
{"id":1,"name":"Maria","role":"Mutter","human":true,"currentGender":"weiblich","age":"70","note":"ruft an","deceased":false,"edgeType":2,"angle":30.05,"distance":27.85,"conflict":false,"supportEmotional":3,"supportInstrumental":"1","supportInformational":0,"supportSocial":2,"supportLinking":0},
{"id":4,"name":"Lara","role":"Freund*in","edgeType":1,"angle":137.5,"distance":75.0,"conflict":true},
{"id":8,"name":"Susi","role":"Kolleg*in","currentGender":"genderfluid","edgeType":1,"angle":-131.1,"distance":42.3},
{"id":7,"name":"Dr. Maier","role":"Ärzt*in","edgeType":1,"angle":-50.9,"distance":93.7},
{"id":5,"name":"Hubert","role":"Vater","deceased":true,"edgeType":0,"angle":70,"distance":103},
{"id":9,"name":"Strolchi","role":"Hund","human":false,"currentGender":"kein Mensch","edgeType":0,"angle":32.9,"distance":49.9}],
"connections":[{"id1":1,"id2":4},{"id1":4,"id2":1},{"id1":8,"id2":7}]}}],"currentVersion":2}"#;

fn words() -> EasyNwkWords {
    let relation = |relation, word: &str| (relation, word.to_owned());
    EasyNwkWords {
        relation: vec![
            relation(Relation::Mother, "madre"),
            relation(Relation::Friend, "amigo/a"),
        ],
        role: "En easyNWK:".to_owned(),
        gender: "Género:".to_owned(),
        genders: vec![(Gender::Woman, "mujer".to_owned())],
        age: "Edad:".to_owned(),
        deceased: "Falleció.".to_owned(),
        not_human: "No es una persona.".to_owned(),
    }
}

#[test]
fn a_map_of_easynwk_comes_in() {
    let file = EasyNwk::read(&format!("\u{feff}{EASYNWK}")).expect("it is easyNWK's");
    let versions: Vec<(&str, usize, bool)> = file
        .versions()
        .map(|one| (one.title.as_str(), one.count, one.is_current))
        .collect();
    assert_eq!(versions, [("Erstgespräch", 1, false), ("Verlauf", 6, true)]);
    let draft = file.draft(1, &words()).expect("nothing is wrong");
    let seen: Vec<_> = draft
        .actors
        .iter()
        .map(|DraftActor { actor }| {
            (
                actor.name.as_str(),
                actor.ring,
                actor.quadrant,
                actor.closeness,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (
                "Maria",
                Ring::Personal,
                Some(Quadrant::Family),
                Some(Closeness::Intimate)
            ),
            (
                "Lara",
                Ring::Community,
                Some(Quadrant::Friends),
                Some(Closeness::Acquaintance)
            ),
            (
                "Susi",
                Ring::Community,
                Some(Quadrant::WorkSchool),
                Some(Closeness::Close)
            ),
            (
                "Dr. Maier",
                Ring::Institutional,
                Some(Quadrant::CommunityServices),
                Some(Closeness::Acquaintance)
            ),
            (
                "Hubert",
                Ring::Personal,
                Some(Quadrant::Family),
                Some(Closeness::Acquaintance)
            ),
            (
                "Strolchi",
                Ring::Personal,
                Some(Quadrant::Family),
                Some(Closeness::Close)
            ),
        ]
    );
    let told = |at: usize| {
        let actor: &Actor = &draft.actors[at].actor;
        (actor.role.as_str(), actor.notes.as_str())
    };
    assert_eq!(told(0), ("madre", "ruft an\nGénero: mujer\nEdad: 70"));
    // A role without a word, and a gender of somebody's own, stay as they are written.
    assert_eq!(told(2), ("Kolleg*in", "Género: genderfluid"));
    assert_eq!(told(4), ("Vater", "Falleció."));
    assert_eq!(told(5), ("", "En easyNWK: Hund\nNo es una persona."));
    assert_eq!(draft.person, DraftPerson::default());
    let earlier = file.draft(0, &words()).expect("nothing is wrong");
    let member = Member {
        gender: Some(Gender::Woman),
        age: Some(45),
        ..Member::default()
    };
    assert_eq!(earlier.person.member, member);
    let ties: Vec<_> = draft
        .ties
        .iter()
        .map(|one| (one.from, one.to, one.tie.quality, one.tie.flow))
        .collect();
    let actor = DraftParty::Actor;
    assert_eq!(
        ties,
        [
            (DraftParty::Person, actor(0), TieQuality::Strong, Flow::Both),
            (
                DraftParty::Person,
                actor(1),
                TieQuality::Stressful,
                Flow::Unknown
            ),
            (
                DraftParty::Person,
                actor(2),
                TieQuality::Normal,
                Flow::Unknown
            ),
            (
                DraftParty::Person,
                actor(3),
                TieQuality::Normal,
                Flow::Unknown
            ),
            (actor(0), actor(1), TieQuality::Normal, Flow::Unknown),
            (actor(2), actor(3), TieQuality::Normal, Flow::Unknown),
        ]
    );
    let both = Exchange {
        gives: true,
        receives: true,
    };
    let gives = Exchange {
        gives: true,
        receives: false,
    };
    let receives = Exchange {
        gives: false,
        receives: true,
    };
    assert_eq!(
        draft.ties[0].tie.exchange,
        BTreeMap::from([
            (ExchangeArea::Affective, both),
            (ExchangeArea::Services, gives),
            (ExchangeArea::Leisure, receives),
        ])
    );
}

#[test]
fn what_is_wrong_in_a_map_of_easynwk_is_told_with_its_path() {
    let bad = EASYNWK
        .replace("\"name\":\"Lara\"", "\"name\":\" \"")
        .replace("\"angle\":-131.1", "\"angle\":\"mucho\"")
        .replace("\"id\":7", "\"id\":8")
        .replace("{\"id1\":8,\"id2\":7}", "{\"id1\":8,\"id2\":99}");
    let file = EasyNwk::read(&bad).expect("it is easyNWK's");
    let faults = file.draft(1, &words()).expect_err("four things are wrong");
    let told: Vec<(Option<usize>, &str)> = faults
        .list
        .iter()
        .map(|fault| (fault.line, fault.place.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Some(2), "versions[1].nwk.alteri[1].name"),
            (Some(3), "versions[1].nwk.alteri[2].angle"),
            (Some(4), "versions[1].nwk.alteri[3].id"),
            (Some(3), "versions[1].nwk.connections[2].id2"),
        ]
    );
    assert!(
        file.draft(0, &words()).is_ok(),
        "another version is as good as ever"
    );
}

fn wild() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[a-zñ<>&\"'=+@;, \\-\n\t\u{1}😀]{1,12}")
        .expect("a pattern")
        .prop_map(|text| format!("x{text}x"))
}

/// What may be known of a member of the household.
fn members() -> impl Strategy<Value = Member> {
    (
        proptest::option::of(0_usize..3),
        proptest::option::of(0..=crate::limits::AGE_MAX),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(gender, age, pregnant, died)| Member {
            gender: gender.map(|at| Gender::ALL[at]),
            age,
            pregnant,
            died,
        })
}

/// A case in which every field may be set, and names are hostile.
fn cases() -> impl Strategy<Value = Case> {
    let actor = (
        wild(),
        wild(),
        0_usize..5,
        0_usize..3,
        proptest::option::of(0_usize..7),
        proptest::option::of(0_usize..4),
        proptest::option::of(members()),
    );
    (
        proptest::collection::vec(actor, 1..6),
        proptest::collection::vec((0_usize..6, 0_usize..4, any::<u16>(), wild()), 15),
        proptest::collection::vec(proptest::option::of(0_usize..7), 15),
        members(),
        wild(),
    )
        .prop_map(|(people, lines, kin, member, notes)| {
            let mut case = empty();
            case.person.member = member;
            notes.trim().clone_into(&mut case.person.notes);
            let id = |at: usize| ActorId::from_random(at as u128 + 1);
            for (at, (name, role, kind, ring, sector, support, household)) in
                people.iter().enumerate()
            {
                let name = format!("{at}{name}")
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ");
                let mut actor = Actor::new(name, ActorKind::ALL[*kind], Ring::ALL[*ring]);
                actor.role = role.trim().to_owned();
                actor.sector = sector.map(|at| Sector::ALL[at]);
                actor.support = support.map(|at| Support::ALL[at]);
                actor.household = *household;
                case.actors.insert(id(at), actor);
            }
            let (mut lines, mut kin) = (lines.into_iter(), kin.into_iter());
            for one in 0..people.len() {
                for other in 0..=one {
                    let from = if other == one {
                        Party::Person
                    } else {
                        Party::Actor(id(other))
                    };
                    let to = Party::Actor(id(one));
                    if let Some(Some(kind)) = kin.next()
                        && case.is_member(&from)
                        && case.is_member(&to)
                    {
                        // Either of the two may be the elder.
                        let (a, b) = if kind % 2 == 0 {
                            (from.clone(), to)
                        } else {
                            (to, from.clone())
                        };
                        let kind = Kinship::ALL[kind];
                        let id = KinshipId::from_random(case.kinships.len() as u128 + 1);
                        case.kinships.insert(id, Kin { a, b, kind });
                    }
                    let Some((quality, flow, bits, notes)) = lines.next() else {
                        continue;
                    };
                    if bits % 3 == 0 {
                        continue;
                    }
                    let mut tie = Tie::new(from, Party::Actor(id(one)), TieQuality::ALL[quality]);
                    tie.flow = Flow::ALL[flow];
                    tie.notes = notes.trim().to_owned();
                    if bits & 8 != 0 {
                        tie.resources.insert(ResourceKind::Material);
                        tie.barriers.insert(Barrier::Stigma);
                    }
                    for (at, area) in ExchangeArea::ALL.iter().enumerate() {
                        let (gives, receives) =
                            (bits >> (2 * at) & 1 != 0, bits >> (2 * at + 1) & 1 != 0);
                        if gives || receives {
                            tie.exchange.insert(*area, Exchange { gives, receives });
                        }
                    }
                    case.ties
                        .insert(TieId::from_random(case.ties.len() as u128 + 1), tie);
                }
            }
            case
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_case_comes_back_from_its_tables(case in cases()) {
        let plan = Plan::new(&read_back(&case), &empty(), false, counter()).expect("it fits");
        prop_assert_eq!(by_name(&made(&plan)), by_name(&case));
    }

    #[test]
    fn any_case_is_well_formed_xml(case in cases()) {
        for file in [
            graphml(&case),
            gexf(&[Moment { at_ms: 0, case: case.clone() }]),
            sheet(Size::new(736.0, 860.0), Device::Tablet).draw(&case, View::Rings, &BTreeMap::new()),
        ] {
            prop_assert!(texts_of(&file).is_ok(), "{:?}\n{}", texts_of(&file).err(), file);
        }
    }

    #[test]
    fn no_text_makes_an_import_panic(text in "[a-z,;\"\n{}\\[\\]:0-9=]{0,60}") {
        let _ = own_tables(&[csv("x", &text)]);
        if let Ok(file) = EasyNwk::read(&text) {
            let _ = file.draft(0, &words());
        }
    }
}

#[test]
fn windows_letters_are_read() {
    assert_eq!(text_of(b"\xef\xbb\xbfa\xc3\xb1o"), "año");
    assert_eq!(text_of(b"a\xf1o \x80 \x93x\x94"), "año € “x”");
}
