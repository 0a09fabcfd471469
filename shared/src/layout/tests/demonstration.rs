use std::collections::BTreeSet;
use std::fmt::Write;

use crate::case::{Place, Ring, View};
use crate::exchange::import;
use crate::layout::overlap::{
    faults, labels_on_anything, nodes_on_nodes, out_of_band, ties_on_nodes,
};
use crate::layout::{
    Band, Device, DrawOptions, Drawing, Frame, LayoutRequest, Rect, Size, arrange, arrange_keeping,
    draw, free_place_near,
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
fn on_a_tablet_everything_is_legible_in_both_views() {
    for view in [View::Rings, View::Ecomap] {
        for width in [736.0, 1008.0] {
            let request = request(view, Device::Tablet, width, 660.0);
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
fn on_a_projector_and_on_paper_nothing_overlaps() {
    for view in [View::Rings, View::Ecomap] {
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
    for view in [View::Rings, View::Ecomap] {
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
fn dragging_one_actor_leaves_the_others_alone() {
    let request = request(View::Rings, Device::Tablet, 736.0, 660.0);
    let mut places = arrange(&request);
    let before = drawn(&request);
    let nancy = "nancy".parse().expect("an id");
    places.insert(nancy, Place { x: 0.05, y: 0.62 });
    let nancy = "nancy".parse().expect("an id");
    let options = DrawOptions {
        earlier: Some(&before),
        dragged: Some(&nancy),
        ..DrawOptions::default()
    };
    let during = draw(&request, &places, options);
    for (id, label) in during.labels.iter().filter(|(id, _)| **id != nancy) {
        assert_eq!(label, &before.labels[id], "the label of {id} moved");
    }
    for (id, tie) in &during.ties {
        let link = &request.ties[id];
        if link.from.actor() != Some(&nancy) && link.to.actor() != Some(&nancy) {
            assert_eq!(tie, &before.ties[id], "the tie {id} moved");
        }
    }
    assert_ne!(during.nodes[&nancy].at, before.nodes[&nancy].at);
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
