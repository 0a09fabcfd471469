use std::collections::BTreeMap;

use crate::case::{ActorKind, Flow, Member, Party, Ring, TieQuality, View};
use crate::ids::{ActorId, TieId};
use crate::layout::overlap::{labels_on_anything, nodes_on_nodes, out_of_band};
use crate::layout::{ActorNode, Device, DrawOptions, LayoutRequest, Size, TieLink, arrange, draw};

/// So many actors, one in `every` of them on each ring by turns; or all on the personal one.
fn network(
    view: View,
    device: Device,
    canvas: Size,
    count: usize,
    rings: &[Ring],
) -> LayoutRequest {
    let id = |at: usize| format!("a{at:04}").parse::<ActorId>().expect("an id");
    let actors = (0..count).map(|at| {
        let node = ActorNode {
            name: format!("Nombre largo {at}"),
            role: String::new(),
            kind: ActorKind::ALL[at % ActorKind::ALL.len()],
            ring: rings[at % rings.len()],
            sector: None,
            quadrant: None,
            closeness: None,
            member: None,
            place: None,
        };
        (id(at), node)
    });
    let ties = (0..count).map(|at| {
        let link = TieLink {
            from: Party::Person,
            to: Party::Actor(id(at)),
            quality: TieQuality::ALL[at % TieQuality::ALL.len()],
            flow: Flow::Forward,
        };
        (format!("t{at:04}").parse::<TieId>().expect("an id"), link)
    });
    LayoutRequest {
        view,
        canvas,
        device,
        person: "Marisol".to_owned(),
        member: Member::default(),
        actors: actors.collect(),
        ties: ties.collect(),
        kinships: Vec::new(),
        household_note: String::new(),
        texts: super::texts(),
        keep_free: Vec::new(),
    }
}

#[test]
fn forty_in_one_ring_shrink_rather_than_overlap() {
    for view in View::ALL {
        for (device, width, height) in [
            (Device::Tablet, 736.0, 660.0),
            (Device::Projector, 1500.0, 900.0),
            (Device::Phone, 390.0, 560.0),
            (Device::Print, 900.0, 540.0),
        ] {
            for ring in Ring::ALL {
                let request = network(*view, device, Size::new(width, height), 40, &[*ring]);
                let drawing = draw(&request, &arrange(&request), DrawOptions::default());
                let place = format!("{view:?} {device:?} {ring:?}");
                assert_eq!(nodes_on_nodes(&drawing), Vec::<String>::new(), "{place}");
                assert_eq!(
                    labels_on_anything(&drawing),
                    Vec::<String>::new(),
                    "{place}"
                );
                assert_eq!(
                    out_of_band(&request, &drawing),
                    Vec::<String>::new(),
                    "{place}"
                );
                assert!(
                    drawing.scale.node_px >= 4.9,
                    "{place}: {}",
                    drawing.scale.node_px
                );
            }
        }
    }
}

#[test]
fn a_ring_with_room_keeps_its_full_size() {
    let request = network(
        View::Rings,
        Device::Tablet,
        Size::new(736.0, 660.0),
        30,
        Ring::ALL,
    );
    let drawing = draw(&request, &arrange(&request), DrawOptions::default());
    assert!((drawing.scale.node_px - 26.0).abs() < 1e-9);
}

#[test]
fn a_large_network_stands_apart_too() {
    for view in View::ALL {
        let request = network(
            *view,
            Device::Projector,
            Size::new(1500.0, 1000.0),
            300,
            Ring::ALL,
        );
        let places = arrange(&request);
        let drawing = draw(&request, &places, DrawOptions::default());
        assert_eq!(nodes_on_nodes(&drawing), Vec::<String>::new(), "{view:?}");
        let at: BTreeMap<&ActorId, _> = places.iter().collect();
        assert_eq!(at.len(), 300);
    }
}
