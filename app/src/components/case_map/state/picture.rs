//! From the case to its picture: what the layout is asked, and what comes of it.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Actor, Ring, Tie, View},
    ids::ActorId,
    layout::{Device, DrawOptions, Drawing, Frame, LayoutRequest, Point, Rect, Size, draw},
};

use super::{
    Drag,
    lookup::{actors_of, ties_of},
};
use crate::{
    components::case_map::{
        arrangement::Arranged,
        words::{self, Language},
    },
    editor::{Camera, Spot},
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

/// The drawing with what is chosen and what is on its way.
pub(super) fn drawn(
    request: &LayoutRequest,
    arranged: &Arranged,
    selected: BTreeSet<ActorId>,
    drag: Option<&Drag>,
    earlier: Option<&Drawing>,
) -> Drawing {
    let earlier =
        earlier.filter(|before| before.view == request.view && before.canvas == request.canvas);
    let mut places = arranged.places(request.view).clone();
    // A drag may outlive its actor: a colleague can take it off the map meanwhile.
    let dragged = drag.filter(|drag| places.contains_key(&drag.lead));
    if let Some(drag) = dragged {
        let frame = Frame::new(request);
        for id in &drag.ids {
            if let Some(place) = places.get_mut(id) {
                let at = spot(frame.point_at(*place)) + drag.by;
                *place = frame.place_at(point(at));
            }
        }
    }
    let options = DrawOptions {
        selected: Some(&selected),
        earlier,
        // Whoever goes along has changed places, which is enough for the picture to be made anew there.
        dragged: dragged.map(|drag| &drag.lead),
    };
    draw(request, &places, options)
}

pub(super) fn request_of(
    store: CaseStore,
    i18n: Language,
    view: View,
    canvas: Size,
    device: Device,
    keep_free: Vec<Rect>,
) -> LayoutRequest {
    use trama_shared::{
        case::Sector,
        layout::{ActorNode, MapTexts, TieLink},
    };
    let texts = MapTexts {
        rings: Ring::ALL
            .iter()
            .map(|ring| (*ring, words::ring_capitals(i18n, *ring).to_owned()))
            .collect(),
        sectors: Sector::ALL
            .iter()
            .map(|sector| (*sector, words::sector(i18n, Some(*sector)).to_owned()))
            .collect(),
        no_sector: t_string!(i18n, map.sector.none).to_owned(),
    };
    let actors = actors_of(store).into_iter().map(|(id, actor)| {
        let place = actor.place(view);
        let Actor {
            name,
            role,
            kind,
            ring,
            sector,
            ..
        } = actor;
        (
            id,
            ActorNode {
                name,
                role,
                kind,
                ring,
                sector,
                place,
            },
        )
    });
    let ties = ties_of(store).into_iter().map(|(id, tie)| {
        let Tie {
            from,
            to,
            quality,
            flow,
            ..
        } = tie;
        (
            id,
            TieLink {
                from,
                to,
                quality,
                flow,
            },
        )
    });
    LayoutRequest {
        view,
        canvas,
        device,
        person: store.person().with(|person| person.alias.clone()),
        actors: actors.collect(),
        ties: ties.collect(),
        texts,
        keep_free,
    }
}
