use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::case::{Closeness, Place, Quadrant, Ring, View};
use crate::exchange::import;
use crate::ids::ActorId;
use crate::layout::geometry::{along, length_of};
use crate::layout::overlap::{
    faults, labels_on_anything, nodes_on_nodes, out_of_band, ties_on_nodes,
};
use crate::layout::{
    Band, Device, DrawOptions, Drawing, Frame, LayoutRequest, Point, Rect, Shown, Size, arrange,
    arrange_keeping, draw, free_place_near, move_actors,
};

fn request(view: View, device: Device, width: f64, height: f64) -> LayoutRequest {
    let text = include_str!("../../../../demo/marisol.json");
    let case = import(text)
        .expect("the demonstration case is a case file")
        .case;
    LayoutRequest::of_case(
        &case,
        view,
        Size::new(width, height),
        device,
        super::texts(),
    )
}

fn drawn(request: &LayoutRequest) -> Drawing {
    draw(request, &arrange(request), DrawOptions::default())
}

fn hidden(drawing: &Drawing) -> Vec<&str> {
    let hidden = drawing.labels.iter().filter(|(_, label)| label.hidden);
    hidden.map(|(id, _)| id.as_str()).collect()
}

#[test]
fn on_a_tablet_everything_is_legible_in_every_view() {
    for view in [View::Rings, View::Ecomap, View::Sluzki] {
        for (width, height) in [(736.0, 660.0), (1008.0, 660.0), (1632.0, 950.0)] {
            let request = request(view, Device::Tablet, width, height);
            let drawing = drawn(&request);
            assert_eq!(
                faults(&request, &drawing),
                Vec::<String>::new(),
                "{view:?} at {width}"
            );
            assert_eq!(hidden(&drawing), Vec::<&str>::new(), "{view:?} at {width}");
        }
    }
}

#[test]
fn who_sees_the_reserved_zone_misses_no_name_either() {
    let text = include_str!("../../../../demo/marisol.json");
    let file = import(text).expect("the demonstration case is a case file");
    let mut case = file.case;
    case.actors.extend(file.reserved.actors);
    case.ties.extend(file.reserved.ties);
    for view in [View::Rings, View::Ecomap, View::Sluzki] {
        for (device, width, height) in [
            (Device::Tablet, 736.0, 660.0),
            (Device::Projector, 1380.0, 900.0),
        ] {
            let size = Size::new(width, height);
            let request = LayoutRequest::of_case(&case, view, size, device, super::texts());
            let drawing = drawn(&request);
            assert_eq!(faults(&request, &drawing), Vec::<String>::new(), "{view:?}");
            assert_eq!(hidden(&drawing), Vec::<&str>::new(), "{view:?}");
        }
    }
}

#[test]
fn on_a_projector_and_on_paper_nothing_overlaps() {
    for view in [View::Rings, View::Ecomap, View::Sluzki] {
        // A sheet of A4 leaves the rings little height.
        for (device, width, height, hidden_max) in [
            (Device::Projector, 1380.0, 900.0, 0),
            (Device::Print, 1050.0, 560.0, 4),
        ] {
            let request = request(view, device, width, height);
            let drawing = drawn(&request);
            assert_eq!(
                faults(&request, &drawing),
                Vec::<String>::new(),
                "{view:?} on {device:?}"
            );
            assert!(
                hidden(&drawing).len() <= hidden_max,
                "{view:?} on {device:?} hides {:?}",
                hidden(&drawing)
            );
        }
    }
}

#[test]
fn on_a_phone_labels_hide_rather_than_overlap() {
    for view in [View::Rings, View::Ecomap, View::Sluzki] {
        let request = request(view, Device::Phone, 360.0, 500.0);
        let drawing = drawn(&request);
        assert_eq!(nodes_on_nodes(&drawing), Vec::<String>::new(), "{view:?}");
        assert_eq!(
            labels_on_anything(&drawing),
            Vec::<String>::new(),
            "{view:?}"
        );
        assert_eq!(
            out_of_band(&request, &drawing),
            Vec::<String>::new(),
            "{view:?}"
        );
        assert!(
            hidden(&drawing).len() < drawing.labels.len(),
            "{view:?} shows no label"
        );
    }
}

#[test]
fn a_heading_slides_out_from_under_a_tool_and_a_member_is_outlined_without_covering_a_name() {
    let mut request = request(View::Sluzki, Device::Tablet, 736.0, 660.0);
    let places = arrange(&request);
    let under = |drawing: &Drawing, tool: &Rect| {
        let headings = drawing.sectors.iter();
        headings
            .flat_map(|sector| &sector.heading_boxes)
            .filter(|bounds| bounds.overlaps(tool))
            .count()
    };
    let plain = draw(&request, &places, DrawOptions::default());
    let tool = plain.sectors[0].heading_boxes[4].grown(14.0);
    assert!(under(&plain, &tool) > 0);
    request.keep_free = vec![tool];
    let moved = draw(&request, &places, DrawOptions::default());
    assert_eq!(under(&moved, &tool), 0);

    let request = super::demonstration::request(View::Ecomap, Device::Tablet, 736.0, 660.0);
    let drawing = drawn(&request);
    let elena = "elena".parse().expect("an id");
    let reach = drawing.nodes[&elena].shape.size_px * 0.5 + 4.5;
    for (id, label) in &drawing.labels {
        let inside = drawing
            .nodes
            .get(id)
            .is_some_and(|node| node.symbol.is_some());
        assert!(
            !inside || label.bounds.distance(drawing.nodes[&elena].at) >= reach,
            "the outline of elena covers the name of {id}"
        );
    }
}

#[test]
fn whoever_an_ambito_moves_away_from_is_given_a_place_in_it() {
    let mut request = request(View::Rings, Device::Tablet, 736.0, 660.0);
    for (id, place) in arrange(&request) {
        if let Some(actor) = request.actors.get_mut(&id) {
            actor.place = Some(place);
        }
    }
    let by_hand = request.clone();
    request.forget_contradictions();
    assert_eq!(request, by_hand, "nobody is astray");
    // One more, of no ámbito: a ninth sector, and every border moves.
    let mut other = request.actors["omil".parse::<ActorId>().as_ref().expect("an id")].clone();
    (other.sector, other.place) = (None, None);
    request.actors.insert("zz".parse().expect("an id"), other);
    request.forget_contradictions();
    let frame = Frame::new(&request);
    let places = arrange(&request);
    for (id, actor) in &request.actors {
        if actor.ring == Ring::Institutional {
            let at = frame.point_at(places[id]);
            assert_eq!(frame.sector_at(at), actor.sector, "{id}");
        } else {
            assert_eq!(actor.place, by_hand.actors[id].place, "{id} has not moved");
        }
    }
}

#[test]
fn rings_are_the_same_for_everybody() {
    let tablet = arrange(&request(View::Rings, Device::Tablet, 736.0, 660.0));
    assert_eq!(
        tablet,
        arrange(&request(View::Rings, Device::Tablet, 1008.0, 660.0))
    );
}

#[test]
fn the_checks_see_what_overlaps() {
    let request = request(View::Rings, Device::Tablet, 736.0, 660.0);
    let mut places = arrange(&request);
    let (elena, ivan) = (
        "elena".parse().expect("an id"),
        "ivan".parse().expect("an id"),
    );
    let there = places[&ivan];
    places.insert(
        elena,
        Place {
            x: there.x + 0.01,
            y: there.y,
        },
    );
    assert!(!nodes_on_nodes(&draw(&request, &places, DrawOptions::default())).is_empty());

    let mut drawing = drawn(&request);
    let bounds = drawing.nodes[&ivan].at;
    let label = drawing.labels.get_mut(&ivan).expect("a label");
    label.bounds = Rect::around(bounds, 60.0, 60.0);
    assert!(
        labels_on_anything(&drawing)
            .iter()
            .any(|fault| fault.contains("tie"))
    );
    assert!(
        labels_on_anything(&drawing)
            .iter()
            .any(|fault| fault.contains("ivan lies on ivan"))
    );

    let tie = drawing.ties.values_mut().next().expect("a tie");
    tie.course = vec![drawing.nodes.values().next().expect("a node").at, bounds];
    assert!(!ties_on_nodes(&request, &drawing).is_empty());
}

#[test]
fn dragging_one_actor_draws_its_node_its_ties_and_its_label_and_nothing_else() {
    let request = request(View::Rings, Device::Tablet, 736.0, 660.0);
    let before = drawn(&request);
    let frame = Frame::new(&request);
    let nancy = "nancy".parse().expect("an id");
    let to = Place { x: 0.05, y: 0.62 };
    let to = BTreeMap::from([(nancy, to)]);
    let (nancy, place) = to.first_key_value().expect("one");
    let own: BTreeSet<_> = request
        .ties
        .iter()
        .filter(|(_, tie)| {
            [&tie.from, &tie.to]
                .iter()
                .any(|end| end.actor() == Some(nancy))
        })
        .map(|(id, _)| id.clone())
        .collect();
    let moved = move_actors(&request, &frame, &before, &to, &own);
    let node = &moved.nodes[nancy];
    assert_eq!((moved.nodes.len(), node.at), (1, frame.point_at(*place)));
    assert_eq!(moved.ties.keys().cloned().collect::<BTreeSet<_>>(), own);
    assert!(own.len() > 1);
    let (was, is) = (&before.labels[nancy], &moved.labels[nancy]);
    let by = node.at - before.nodes[nancy].at;
    assert!((is.bounds.left - was.bounds.left - by.x).abs() < 1e-9);
    assert_eq!(is.lines[0].text, was.lines[0].text);
}

#[test]
fn who_is_not_on_the_page_leaves_the_others_where_they_are() {
    let request = request(View::Rings, Device::Tablet, 736.0, 660.0);
    let places = arrange(&request);
    let all = draw(&request, &places, DrawOptions::default());
    let institutional = |id: &ActorId| request.actors[id].ring == Ring::Institutional;
    let shown = Shown {
        actors: request
            .actors
            .keys()
            .filter(|id| !institutional(id))
            .cloned()
            .collect(),
        ties: request.ties.keys().cloned().collect(),
    };
    let options = DrawOptions {
        shown: Some(&shown),
        ..DrawOptions::default()
    };
    let part = draw(&request, &places, options);
    assert_eq!(
        part.nodes.keys().cloned().collect::<BTreeSet<_>>(),
        shown.actors
    );
    for (id, node) in &part.nodes {
        assert_eq!(node.at, all.nodes[id].at, "{id} moved");
    }
    for id in part.ties.keys() {
        let tie = &request.ties[id];
        let gone = [&tie.from, &tie.to]
            .iter()
            .any(|end| end.actor().is_some_and(institutional));
        assert!(!gone, "{id} ends at somebody who is not on the page");
    }
    assert_eq!(part.sectors.len(), all.sectors.len());
}

#[test]
fn a_selected_actor_keeps_its_label_and_its_ties_keep_off_it() {
    let request = request(View::Rings, Device::Tablet, 736.0, 660.0);
    let selected = BTreeSet::from(["nancy".parse().expect("an id")]);
    let options = DrawOptions {
        selected: Some(&selected),
        ..DrawOptions::default()
    };
    let places = arrange(&request);
    let (plain, with) = (drawn(&request), draw(&request, &places, options));
    let nancy = selected.first().expect("one");
    assert!(!with.labels[nancy].hidden);
    let own = request
        .ties
        .iter()
        .filter(|(_, tie)| tie.to.actor() == Some(nancy))
        .map(|(id, _)| id);
    for id in own {
        let gap = |drawing: &Drawing| drawing.ties[id].distance(drawing.nodes[nancy].at);
        assert!(
            gap(&with) > gap(&plain) + 5.0,
            "the tie {id} runs into the outline"
        );
    }
}

#[test]
fn the_sign_of_a_tie_covers_no_name_and_no_node() {
    let radius = 8.5;
    for view in [View::Rings, View::Ecomap, View::Sluzki] {
        let request = request(view, Device::Tablet, 736.0, 660.0);
        let drawing = drawn(&request);
        let room = |at: Point| {
            let names = drawing.labels.values().filter(|label| !label.hidden);
            let names = names.map(|label| label.bounds.distance(at));
            let nodes = drawing.nodes.values();
            let nodes = nodes.map(|node| node.at.distance(at) - node.radius);
            names.chain(nodes).fold(f64::INFINITY, f64::min)
        };
        for (id, tie) in drawing.ties.iter().filter(|(_, tie)| !tie.inside) {
            let at = drawing.sign_at(tie, radius);
            let off = tie.distance(at);
            assert!(off < 0.5, "{view:?}: the sign of {id:?} is off its line");
            // A short line between two nodes may have no free place at all: then the best.
            let length = length_of(&tie.course);
            let most = (12..=88)
                .map(|part| room(along(&tie.course, length * f64::from(part) / 100.0).0))
                .fold(0.0, f64::max);
            let found = room(at);
            assert!(
                found >= radius.min(most) - 3.0,
                "{view:?}: {id:?} has {found:.1} px, and could have {most:.1}"
            );
        }
    }
}

#[test]
fn a_new_actor_finds_a_free_place_in_its_ring() {
    let request = request(View::Rings, Device::Tablet, 736.0, 660.0);
    let places = arrange(&request);
    for ring in Ring::ALL {
        let free = free_place_near(&request, &places, *ring, None, None);
        assert!(Band::of(*ring).holds(free), "{ring:?}: {free:?}");
        let frame = Frame::new(&request);
        let nearest = places
            .values()
            .map(|place| frame.point_at(*place).distance(frame.point_at(free)));
        assert!(
            nearest.fold(f64::MAX, f64::min) > 30.0,
            "{ring:?}: somebody is there"
        );
    }
}

#[test]
fn who_has_a_place_keeps_it_when_another_comes() {
    let mut request = request(View::Rings, Device::Tablet, 736.0, 660.0);
    let luis = "luis".parse().expect("an id");
    let late = request.actors.remove(&luis).expect("he is there");
    let before = arrange(&request);
    request.actors.insert(luis, late);
    let after = arrange_keeping(&request, &before);
    assert_eq!(after.len(), before.len() + 1);
    for (id, place) in before {
        assert_eq!(after[&id], place, "{id} moved");
    }
}

#[test]
fn places_and_pixels_agree() {
    let frame = Frame::new(&request(View::Rings, Device::Tablet, 736.0, 660.0));
    assert!((frame.unit_px - 298.0).abs() < 1e-9);
    for ring in Ring::ALL {
        let place = Place {
            x: 0.0,
            y: Band::of(*ring).middle(),
        };
        assert_eq!(frame.nearest_ring(frame.point_at(place)), *ring);
        let back = frame.place_at(frame.point_at(place));
        assert!((back.x - place.x).abs() < 1e-9 && (back.y - place.y).abs() < 1e-9);
        assert!(Band::of(*ring).holds(frame.settle(*ring, Place { x: 3.0, y: 3.0 })));
    }
}

/// The drawing in a line for each thing, rounded so that only what can be seen changes it.
fn summary(drawing: &Drawing) -> String {
    let mut lines = String::new();
    for (id, node) in &drawing.nodes {
        let label = &drawing.labels[id];
        let words: Vec<&str> = label.lines.iter().map(|line| line.text.as_str()).collect();
        let (x, y, place) = (node.at.x.round(), node.at.y.round(), label.place);
        let _ = writeln!(lines, "{id} at {x}, {y}: {} {place:?}", words.join(" / "));
    }
    for (id, tie) in &drawing.ties {
        let ends = (tie.course[0], tie.course[tie.course.len() - 1]);
        let _ = writeln!(
            lines,
            "{id} {} {} from {:.0}, {:.0} to {:.0}, {:.0}, bow {}",
            tie.quality.id(),
            tie.flow.id(),
            ends.0.x,
            ends.0.y,
            ends.1.x,
            ends.1.y,
            tie.bow
        );
    }
    lines
}

#[test]
fn the_rings_look_as_they_did() {
    insta::assert_snapshot!(summary(&drawn(&request(
        View::Rings,
        Device::Tablet,
        736.0,
        660.0
    ))));
}

#[test]
fn the_ecomap_looks_as_it_did() {
    insta::assert_snapshot!(summary(&drawn(&request(
        View::Ecomap,
        Device::Tablet,
        1008.0,
        660.0
    ))));
}

#[test]
fn sluzkis_map_looks_as_it_did() {
    insta::assert_snapshot!(summary(&drawn(&request(
        View::Sluzki,
        Device::Tablet,
        736.0,
        660.0
    ))));
}

#[test]
fn a_drop_says_what_the_place_means() {
    let at = |view, x, y| {
        let frame = Frame::new(&request(view, Device::Tablet, 736.0, 660.0));
        frame.drop_at(Ring::Community, frame.point_at(Place { x, y }))
    };
    let rings = at(View::Rings, 0.9, -0.1);
    assert_eq!(rings.ring, Some(Ring::Institutional));
    assert!(rings.sector.is_some() && rings.standpoint.is_none());
    let ecomap = at(View::Ecomap, 0.9, -0.1);
    assert_eq!(
        (ecomap.ring, ecomap.sector, ecomap.standpoint),
        (None, None, None)
    );
    let sluzki = |x, y| at(View::Sluzki, x, y).standpoint;
    assert_eq!(
        sluzki(-0.3, -0.2),
        Some((Quadrant::Family, Closeness::Intimate))
    );
    assert_eq!(
        sluzki(0.5, -0.4),
        Some((Quadrant::Friends, Closeness::Close))
    );
    assert_eq!(
        sluzki(0.6, 0.7),
        Some((Quadrant::WorkSchool, Closeness::Acquaintance))
    );
    assert_eq!(
        sluzki(-3.0, 0.1),
        Some((Quadrant::CommunityServices, Closeness::Acquaintance))
    );
}
