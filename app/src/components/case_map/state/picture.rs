//! From the case to its picture: what the layout is asked, and what comes of it.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Closeness, Party, Quadrant, Ring, Sector, TieQuality, View},
    ids::ActorId,
    layout::{
        ActorNode, Device, DrawOptions, Drawing, Frame, LayoutRequest, MapTexts, Moved, Point,
        Rect, Shown, Size, TieLink, draw, move_actors,
    },
};

use super::lookup::{actors_of, ties_of};
use crate::{
    canvas::picture::{InHand, Picture},
    components::case_map::{
        arrangement::Arranged,
        carry::{Carry, Hand},
        words::{self, Language},
    },
    editor::{Camera, Spot, plan::Places},
    lean::memo,
    services::case_store::CaseStore,
};

/// A point of the layout as one of the editor.
#[must_use]
pub const fn spot(point: Point) -> Spot {
    Spot::new(point.x, point.y)
}

/// A spot of the sheet as a point of the layout.
#[must_use]
pub const fn point(spot: Spot) -> Point {
    Point::new(spot.x, spot.y)
}

/// The camera that shows everything: as drawn, or smaller where the drawing reaches over the sheet.
pub(super) fn home_camera(drawing: &Drawing) -> Camera {
    let (bounds, canvas) = (drawing.bounds, drawing.canvas);
    let inside = bounds.left >= 0.0
        && bounds.top >= 0.0
        && bounds.right <= canvas.width
        && bounds.bottom <= canvas.height;
    if inside {
        return Camera {
            scale: 1.0,
            offset: Spot::default(),
        };
    }
    let all = crate::editor::Frame {
        x: bounds.left.min(0.0),
        y: bounds.top.min(0.0),
        width: bounds.right.max(canvas.width) - bounds.left.min(0.0),
        height: bounds.bottom.max(canvas.height) - bounds.top.min(0.0),
    };
    let screen = crate::editor::Frame {
        x: 0.0,
        y: 0.0,
        width: canvas.width,
        height: canvas.height,
    };
    Camera::fit(&all, &screen)
}

/// The drawing with what is chosen, of what is on the page.
pub(super) fn drawn(
    request: &LayoutRequest,
    arranged: &Arranged,
    selected: BTreeSet<ActorId>,
    shown: Option<&Shown>,
    earlier: Option<&Drawing>,
) -> Drawing {
    let earlier =
        earlier.filter(|before| before.view == request.view && before.canvas == request.canvas);
    let options = DrawOptions {
        selected: Some(&selected),
        earlier,
        shown,
        contrast: None,
    };
    draw(request, arranged.places(request.view), options)
}

/// The drawing with what is being dragged: per frame only that is made anew.
pub(super) fn picture_of(
    request: Memo<Option<LayoutRequest>>,
    frame: Memo<Option<Frame>>,
    drawing: Memo<Option<Drawing>>,
    carry: Carry,
) -> Picture {
    let in_hand = memo(move |_| {
        let Some(Hand { ids: actors, .. }) = carry.hand() else {
            return InHand::default();
        };
        let holds = |party: &Party| party.actor().is_some_and(|id| actors.contains(id));
        let ties = request.with(|request| {
            let ties = request.iter().flat_map(|request| &request.ties);
            ties.filter(|(_, tie)| holds(&tie.from) || holds(&tie.to))
                .map(|(id, _)| id.clone())
                .collect()
        });
        InHand { actors, ties }
    });
    let moved = memo(move |_| {
        in_hand.with(|hand| {
            if hand.actors.is_empty() {
                return Moved::default();
            }
            let by = carry.by();
            request.with(|request| {
                frame.with(|frame| {
                    drawing.with(|drawing| match (request, frame, drawing) {
                        (Some(request), Some(frame), Some(drawing)) => {
                            let to = on_the_way(&hand.actors, by, frame, drawing);
                            move_actors(request, frame, drawing, &to, &hand.ties)
                        }
                        _ => Moved::default(),
                    })
                })
            })
        })
    });
    Picture {
        drawing,
        moved,
        in_hand,
    }
}

/// Where everybody who is being dragged is now. A drag may outlive its actor: a colleague can take it off the map
/// meanwhile.
fn on_the_way(actors: &BTreeSet<ActorId>, by: Spot, frame: &Frame, drawing: &Drawing) -> Places {
    let there = actors.iter().filter_map(|id| {
        let node = drawing.nodes.get(id)?;
        Some((id.clone(), frame.place_at(point(spot(node.at) + by))))
    });
    there.collect()
}

/// What a drawing writes besides the names of the case.
pub fn map_texts(i18n: Language) -> MapTexts {
    MapTexts {
        rings: Ring::ALL
            .iter()
            .map(|ring| (*ring, words::ring_capitals(i18n, *ring).to_owned()))
            .collect(),
        sectors: Sector::ALL
            .iter()
            .map(|sector| (*sector, words::sector(i18n, Some(*sector)).to_owned()))
            .collect(),
        no_sector: t_string!(i18n, map.sector.none).to_owned(),
        quadrants: Quadrant::ALL
            .iter()
            .map(|quadrant| (*quadrant, words::quadrant(i18n, *quadrant).to_owned()))
            .collect(),
        circles: Closeness::ALL
            .iter()
            .map(|circle| (*circle, words::closeness_capitals(i18n, *circle).to_owned()))
            .collect(),
    }
}

pub(super) fn request_of(
    store: CaseStore,
    i18n: Language,
    view: View,
    canvas: Size,
    device: Device,
    keep_free: Vec<Rect>,
) -> LayoutRequest {
    let texts = map_texts(i18n);
    let (person, member) = store
        .person()
        .with(|person| (person.alias.clone(), person.member));
    let actors = actors_of(store).into_iter();
    let ties = ties_of(store).into_iter();
    let mut request = LayoutRequest {
        view,
        canvas,
        device,
        person,
        member,
        actors: actors
            .map(|(id, actor)| (id, ActorNode::of(&actor, view)))
            .collect(),
        ties: ties.map(|(id, tie)| (id, TieLink::of(&tie))).collect(),
        kinships: store
            .kinships()
            .with(|kinships| kinships.values().cloned().collect()),
        household_note: String::new(),
        texts,
        keep_free,
    };
    request.household_note = household_note(&request, i18n);
    request.forget_contradictions();
    request
}

/// What is said under the genogram of the ties inside the household; nothing where there are none.
pub fn household_note(request: &LayoutRequest, i18n: Language) -> String {
    let inside = || {
        request
            .ties
            .values()
            .filter(|tie| tie.from != tie.to && request.stays_inside(tie))
    };
    let strong = inside()
        .filter(|tie| tie.quality == TieQuality::Strong)
        .count();
    match (inside().count(), strong) {
        (0, _) => String::new(),
        (1, 1) => t_string!(i18n, lens.household.strong_single).to_owned(),
        (all, strong) if all == strong => {
            t_string!(i18n, lens.household.strong_many, count = all)
        }
        (1, _) => t_string!(i18n, lens.household.ties_single).to_owned(),
        (all, 0) => t_string!(i18n, lens.household.ties_many, count = all),
        (all, 1) => t_string!(i18n, lens.household.ties_one_strong, count = all),
        (all, strong) => {
            t_string!(
                i18n,
                lens.household.ties_some_strong,
                count = all,
                strong = strong
            )
        }
    }
}
