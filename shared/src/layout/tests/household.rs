use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::case::{
    ActorKind, Flow, Gender, Kin, Kinship, Member, Party, Place, Ring, TieQuality, View,
};
use crate::ids::{ActorId, TieId};
use crate::layout::overlap::faults;
use crate::layout::{
    ActorNode, Device, DrawOptions, Drawing, Frame, LayoutRequest, Size, TieLink, arrange, draw,
    move_actors,
};

fn id(name: &str) -> ActorId {
    name.to_lowercase()
        .replace('á', "a")
        .parse()
        .expect("an id")
}

fn party(name: &str) -> Party {
    if name == "Marisol" {
        Party::Person
    } else {
        Party::Actor(id(name))
    }
}

fn node(name: &str, member: Option<Member>) -> ActorNode {
    ActorNode {
        name: name.to_owned(),
        role: String::new(),
        kind: ActorKind::Person,
        ring: Ring::Personal,
        sector: None,
        quadrant: None,
        closeness: None,
        member,
        place: None,
    }
}

fn aged(gender: Gender, age: u8) -> Member {
    Member {
        gender: Some(gender),
        age: Some(age),
        ..Member::default()
    }
}

/// A household of six in three generations, and two outside of it.
fn household(device: Device, canvas: Size) -> LayoutRequest {
    let members = [
        ("Elena", aged(Gender::Woman, 68)),
        ("Iván", aged(Gender::Man, 40)),
        ("Antonia", aged(Gender::Woman, 11)),
        ("Benja", aged(Gender::Man, 6)),
        ("Noa", aged(Gender::Other, 3)),
        (
            "Abuelo",
            Member {
                died: true,
                ..aged(Gender::Man, 71)
            },
        ),
    ];
    let kin = |a: &str, b: &str, kind| Kin {
        a: party(a),
        b: party(b),
        kind,
    };
    let tie = |from: &str, to: &str, quality| TieLink {
        from: party(from),
        to: party(to),
        quality,
        flow: Flow::Both,
    };
    let ties = [
        tie("Marisol", "Antonia", TieQuality::Strong),
        tie("Marisol", "Escuela", TieQuality::Normal),
        tie("Benja", "Escuela", TieQuality::Strong),
        tie("Elena", "Parroquia", TieQuality::Weak),
    ];
    let outside = ["Escuela", "Parroquia"].map(|name| (id(name), node(name, None)));
    LayoutRequest {
        view: View::Ecomap,
        canvas,
        device,
        person: "Marisol".to_owned(),
        member: aged(Gender::Woman, 36),
        actors: members
            .into_iter()
            .map(|(name, member)| (id(name), node(name, Some(member))))
            .chain(outside)
            .collect(),
        ties: ties
            .into_iter()
            .enumerate()
            .map(|(at, tie)| (format!("t{at}").parse::<TieId>().expect("an id"), tie))
            .collect(),
        kinships: vec![
            kin("Elena", "Abuelo", Kinship::Couple),
            kin("Elena", "Marisol", Kinship::ParentChild),
            kin("Abuelo", "Marisol", Kinship::ParentChild),
            kin("Marisol", "Iván", Kinship::Separation),
            kin("Marisol", "Antonia", Kinship::ParentChild),
            kin("Iván", "Antonia", Kinship::ParentChild),
            kin("Marisol", "Benja", Kinship::ParentChild),
            kin("Iván", "Benja", Kinship::ParentChild),
            kin("Marisol", "Noa", Kinship::Foster),
        ],
        household_note: "1 vínculo fuerte".to_owned(),
        texts: super::texts(),
        keep_free: Vec::new(),
    }
}

fn drawn(request: &LayoutRequest) -> Drawing {
    draw(request, &arrange(request), DrawOptions::default())
}

#[test]
fn a_household_of_three_generations_looks_as_it_did() {
    let drawing = drawn(&household(Device::Tablet, Size::new(1008.0, 660.0)));
    let home = drawing.centre.household.as_ref().expect("a genogram");
    let mut lines = String::new();
    let _ = writeln!(
        lines,
        "circle {:.0}, person at {:.0}, {:.0}",
        drawing.centre.household_radius.expect("a circle"),
        home.person_at.x,
        home.person_at.y
    );
    for (id, node) in drawing
        .nodes
        .iter()
        .filter(|(_, node)| node.symbol.is_some())
    {
        let label = &drawing.labels[id];
        let _ = writeln!(
            lines,
            "{id} at {:.0}, {:.0}, its name at {:.0}, {:.0}",
            node.at.x, node.at.y, label.lines[0].x, label.lines[0].y
        );
    }
    for line in &home.lines {
        let _ = writeln!(
            lines,
            "{} {} {:?}",
            line.kind.id(),
            line.path,
            line.style.dash
        );
    }
    insta::assert_snapshot!(lines);
}

#[test]
fn generations_stand_under_each_other_and_partners_side_by_side() {
    let request = household(Device::Tablet, Size::new(1008.0, 660.0));
    let drawing = drawn(&request);
    let at = |name: &str| drawing.nodes[&id(name)].at;
    let person = drawing
        .centre
        .household
        .as_ref()
        .expect("a genogram")
        .person_at;
    assert!(at("Elena").y < person.y - 20.0);
    assert!((at("Elena").y - at("Abuelo").y).abs() < 1e-6);
    assert!((at("Iván").y - person.y).abs() < 1e-6);
    for child in ["Antonia", "Benja", "Noa"] {
        assert!(at(child).y > person.y + 20.0, "{child}");
    }
    // Their children hang under the middle of the two.
    let middle = f64::midpoint(at("Antonia").x, at("Benja").x);
    assert!((middle - f64::midpoint(at("Iván").x, person.x)).abs() < 25.0);
}

#[test]
fn a_household_overlaps_nothing_at_any_size() {
    for (device, width, height) in [
        (Device::Tablet, 736.0, 660.0),
        (Device::Projector, 1500.0, 900.0),
        (Device::Phone, 390.0, 560.0),
        (Device::Print, 1050.0, 560.0),
    ] {
        let request = household(device, Size::new(width, height));
        let drawing = drawn(&request);
        assert_eq!(
            faults(&request, &drawing),
            Vec::<String>::new(),
            "{device:?}"
        );
        let home = drawing.centre.household_radius.expect("a circle");
        assert!(home < height.min(width) * 0.36, "{device:?}: {home}");
    }
}

#[test]
fn ties_of_members_end_at_them_and_the_persons_on_the_circle() {
    let request = household(Device::Tablet, Size::new(1008.0, 660.0));
    let drawing = drawn(&request);
    let home = drawing.centre.household_radius.expect("a circle");
    let (centre, tie) = (drawing.centre.at, |name: &str| {
        &drawing.ties[&name.parse::<TieId>().expect("an id")]
    });
    let from = |name: &str, first: bool| {
        let course = &tie(name).course;
        let end = if first {
            course[0]
        } else {
            course[course.len() - 1]
        };
        end.distance(centre)
    };
    assert!(tie("t0").inside);
    assert!(
        (from("t1", true) - home).abs() < 4.0,
        "hers ends on the circle"
    );
    let bow = tie("t1").bow;
    assert!(
        bow.abs() < 1e-9,
        "nobody inside stands in the way of her rays"
    );
    assert!(from("t2", true) < home, "that of a child crosses it");
    assert!(!tie("t2").inside);
}

#[test]
fn who_lives_alone_has_no_genogram_and_kinship_without_a_household_says_nothing() {
    let mut request = household(Device::Tablet, Size::new(736.0, 660.0));
    for actor in request.actors.values_mut() {
        actor.member = None;
    }
    let drawing = drawn(&request);
    assert_eq!(drawing.centre.household, None);
    assert!(drawing.nodes.values().all(|node| node.symbol.is_none()));
    let frame = Frame::new(&request);
    assert!((frame.home_px - 62.0).abs() < 1e-9);
}

#[test]
fn a_hand_place_that_the_household_has_grown_over_is_drawn_beside_it() {
    let mut request = household(Device::Tablet, Size::new(736.0, 660.0));
    let place = Place { x: 0.2, y: 0.0 };
    if let Some(school) = request.actors.get_mut(&id("Escuela")) {
        school.place = Some(place);
    }
    let places: BTreeMap<_, _> = arrange(&request);
    assert_eq!(places[&id("Escuela")], place);
    let drawing = draw(&request, &places, DrawOptions::default());
    let home = drawing.centre.household_radius.expect("a circle");
    let school = &drawing.nodes[&id("Escuela")];
    assert!(school.at.distance(drawing.centre.at) > home + school.radius);
}

#[test]
fn who_has_died_is_crossed_out_in_every_view() {
    let mut request = household(Device::Tablet, Size::new(736.0, 660.0));
    let (dead, alive) = (id("Abuelo"), id("Elena"));
    for view in [View::Rings, View::Sluzki, View::Ecomap] {
        request.view = view;
        let drawing = drawn(&request);
        let crossed = |id: &ActorId| {
            let node = &drawing.nodes[id];
            node.cross.is_some() || node.symbol.as_ref().is_some_and(|own| own.cross.is_some())
        };
        assert!(crossed(&dead), "{view:?}");
        assert!(!crossed(&alive), "{view:?}");
        // On its way as well.
        if view != View::Ecomap {
            let frame = Frame::new(&request);
            let to = BTreeMap::from([(dead.clone(), Place { x: 0.3, y: 0.1 })]);
            let moved = move_actors(&request, &frame, &drawing, &to, &BTreeSet::new());
            assert!(moved.nodes[&dead].cross.is_some(), "{view:?}");
        }
    }
}

#[test]
fn of_siblings_the_eldest_stands_to_the_left() {
    let mut request = household(Device::Tablet, Size::new(1008.0, 660.0));
    for (name, age) in [("Antonia", Some(4)), ("Benja", Some(9))] {
        let actor = request.actors.get_mut(&id(name)).expect("she is there");
        actor.member = actor.member.map(|member| Member { age, ..member });
    }
    let drawing = drawn(&request);
    let at = |name: &str| drawing.nodes[&id(name)].at.x;
    assert!(at("Benja") < at("Antonia"));
    // Whose age nobody knows comes last.
    let actor = request.actors.get_mut(&id("Benja")).expect("he is there");
    actor.member = actor.member.map(|member| Member {
        age: None,
        ..member
    });
    let drawing = drawn(&request);
    let at = |name: &str| drawing.nodes[&id(name)].at.x;
    assert!(at("Antonia") < at("Benja"));
}
