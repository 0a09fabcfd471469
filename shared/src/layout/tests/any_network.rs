use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::case::{
    ActorKind, Closeness, Flow, Gender, Kin, Kinship, Member, Party, Place, Quadrant, Ring, Sector,
    TieQuality, View,
};
use crate::ids::{ActorId, TieId};
use crate::layout::overlap::{labels_on_anything, nodes_on_nodes, on_the_household, out_of_band};
use crate::layout::{
    ActorNode, Device, DrawOptions, Drawing, LayoutRequest, Size, TieLink, arrange, draw,
};

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

fn actor(by_hand: bool) -> impl Strategy<Value = ActorNode> {
    let place = (-1.2..1.2_f64, -1.0..1.0_f64).prop_map(|(x, y)| Place { x, y });
    (
        ("[A-Za-zñé .º]{0,24}", "[a-z ]{0,14}"),
        one_of(ActorKind::ALL),
        one_of(Ring::ALL),
        prop::option::of(one_of(Sector::ALL)),
        prop::option::weighted(0.15, place),
        (
            prop::option::of(one_of(Quadrant::ALL)),
            prop::option::of(one_of(Closeness::ALL)),
        ),
        prop::option::weighted(0.12, member()),
    )
        .prop_map(
            move |((name, role), kind, ring, sector, place, (quadrant, closeness), member)| {
                ActorNode {
                    name,
                    role,
                    kind,
                    ring,
                    sector,
                    quadrant,
                    closeness,
                    member,
                    place: place.filter(|_| by_hand),
                }
            },
        )
}

fn member() -> impl Strategy<Value = Member> {
    let marks = (any::<bool>(), any::<bool>());
    (
        prop::option::of(one_of(Gender::ALL)),
        prop::option::of(0..100_u8),
        marks,
    )
        .prop_map(|(gender, age, (pregnant, died))| Member {
            gender,
            age,
            pregnant,
            died,
        })
}

fn request(by_hand: bool) -> impl Strategy<Value = LayoutRequest> {
    let tie = (
        0..41_usize,
        0..40_usize,
        one_of(TieQuality::ALL),
        one_of(Flow::ALL),
    );
    // From the least canvas that a class of device has, upwards. (On a smaller one a crowd has no room to stand apart.)
    let device = prop::sample::select(vec![
        (Device::Tablet, Size::new(700.0, 600.0)),
        (Device::Projector, Size::new(1300.0, 850.0)),
        (Device::Phone, Size::new(340.0, 440.0)),
        (Device::Print, Size::new(900.0, 540.0)),
    ]);
    let growth = (1.0..1.6_f64, 1.0..1.6_f64);
    (
        prop::collection::vec(actor(by_hand), 0..40),
        prop::collection::vec(tie, 0..60),
        prop::collection::vec((0..41_usize, 0..40_usize, one_of(Kinship::ALL)), 0..30),
        one_of(View::ALL),
        device,
        growth,
    )
        .prop_map(
            |(actors, ties, kinships, view, (device, least), (wider, higher))| {
                let id = |at: usize| format!("a{at:02}").parse::<ActorId>().expect("an id");
                // Some ties name actors that are not there.
                let party = |at: usize| {
                    if at == 40 {
                        Party::Person
                    } else {
                        Party::Actor(id(at))
                    }
                };
                let ties = ties
                    .into_iter()
                    .enumerate()
                    .map(|(at, (from, to, quality, flow))| {
                        let id: TieId = format!("t{at:02}").parse().expect("an id");
                        (
                            id,
                            TieLink {
                                from: party(from),
                                to: party(to),
                                quality,
                                flow,
                            },
                        )
                    });
                LayoutRequest {
                    view,
                    canvas: Size::new(least.width * wider, least.height * higher),
                    device,
                    person: "Marisol".to_owned(),
                    member: Member::default(),
                    kinships: kinships
                        .into_iter()
                        .map(|(a, b, kind)| Kin {
                            a: party(a),
                            b: party(b),
                            kind,
                        })
                        .collect(),
                    household_note: "3 vínculos fuertes".to_owned(),
                    actors: actors
                        .into_iter()
                        .enumerate()
                        .map(|(at, actor)| (id(at), actor))
                        .collect(),
                    ties: ties.collect(),
                    texts: super::texts(),
                    keep_free: Vec::new(),
                }
            },
        )
}

fn is_sound(drawing: &Drawing) -> bool {
    let nodes = drawing
        .nodes
        .values()
        .all(|node| node.at.x.is_finite() && node.at.y.is_finite());
    let paths = drawing.ties.values().all(|tie| {
        let marks = tie
            .marks
            .iter()
            .all(|mark| !mark.path.contains("NaN") && !mark.path.contains("inf"));
        marks && !tie.line.contains("NaN") && !tie.line.contains("inf")
    });
    let labels = drawing
        .labels
        .values()
        .all(|label| label.bounds.left.is_finite() && label.bounds.top.is_finite());
    nodes && paths && labels
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn nodes_stand_apart_and_in_their_bands(request in request(false)) {
        let places = arrange(&request);
        let drawing = draw(&request, &places, DrawOptions::default());
        prop_assert!(is_sound(&drawing));
        prop_assert_eq!(nodes_on_nodes(&drawing), Vec::<String>::new());
        prop_assert_eq!(labels_on_anything(&drawing), Vec::<String>::new());
        prop_assert_eq!(out_of_band(&request, &drawing), Vec::<String>::new());
        prop_assert_eq!(on_the_household(&drawing), Vec::<String>::new());
    }

    #[test]
    fn hand_places_stay_and_nothing_else_is_put_on_them(request in request(true)) {
        let places = arrange(&request);
        prop_assert_eq!(&places, &arrange(&request));
        let by_hand: BTreeMap<&ActorId, Place> =
            request.actors.iter().filter_map(|(id, actor)| Some((id, actor.place?))).collect();
        for (id, place) in &by_hand {
            prop_assert_eq!(places[*id], *place);
        }
        let drawing = draw(&request, &places, DrawOptions::default());
        prop_assert!(is_sound(&drawing));
        // Two that were placed by hand may overlap: that is a person's doing.
        let named = |fault: &str| by_hand.keys().filter(|id| fault.contains(id.as_str())).count();
        let faults: Vec<String> = nodes_on_nodes(&drawing).into_iter().filter(|fault| named(fault) < 2).collect();
        prop_assert_eq!(faults, Vec::<String>::new());
    }
}
