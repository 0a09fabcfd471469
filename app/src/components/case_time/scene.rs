//! What one picture of the page shows: the geometry of two moments on one map, or of one moment alone.

use std::collections::{BTreeMap, BTreeSet};

use trama_shared::{
    case::{Party, Place, Support, View},
    history::{Comparison, Snapshot, TieGroup},
    ids::{ActorId, TieId},
    layout::{
        Contrast, Device, DrawOptions, Drawing, Frame, LayoutRequest, Point, Rect, Size, draw,
        twin_lines,
    },
};

use super::{
    everyone::{self, Sheet},
    state::{Compared, Focus},
};

/// Between the two lines of a tie that is gone, in px on the tablet.
const TWINS_APART_PX: f64 = 4.8;

/// Which moments a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Both, with what differs.
    Both,
    /// The first alone.
    A,
    /// The second alone.
    B,
}

/// A tie on the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct SceneTie {
    /// Its parties in a fixed order.
    pub pair: [Party; 2],
    /// What changed, if anything did.
    pub group: Option<TieGroup>,
    /// Nothing about it differs: drawn thin and pale.
    pub quiet: bool,
    /// The two lines of one that is gone; nothing else of it is drawn then.
    pub twins: Option<[String; 2]>,
    /// Where its sign stands.
    pub sign_at: Option<Point>,
}

/// An actor on the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct SceneActor {
    /// Perceived support at the moment that is shown.
    pub support: Option<Support>,
    /// Nothing about it differs: drawn small, without words.
    pub quiet: bool,
    /// It was there at the first moment only.
    pub gone: bool,
    /// It stands on another ring than before; on Sluzki's map, in another quadrant or circle.
    pub moved: bool,
    /// It bears its name: what differs does, and whoever has a place in the household for it.
    pub named: bool,
}

/// One picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// The geometry.
    pub drawing: Drawing,
    /// The ties to be shown.
    pub ties: BTreeMap<TieId, SceneTie>,
    /// The actors to be shown.
    pub actors: BTreeMap<ActorId, SceneActor>,
    /// How large the signs are, where 1 is their size on the tablet.
    pub sign_scale: f64,
}

/// What a picture is made from.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// Which moments.
    pub side: Side,
    /// On which drawing, and what is the same on it at every moment.
    pub sheet: &'a Sheet,
    /// The moments.
    pub compared: &'a Compared,
    /// Everyone who is or was on the map.
    pub everyone: &'a Snapshot,
    /// Where they stand.
    pub places: &'a BTreeMap<ActorId, Place>,
    /// What is looked at more closely.
    pub focus: Option<&'a Focus>,
}

impl Scene {
    /// Draws the picture.
    #[must_use]
    pub fn of(setting: Setting<'_>, canvas: Size, device: Device, keep_free: Vec<Rect>) -> Self {
        let Setting {
            side,
            sheet,
            compared,
            everyone,
            places,
            focus,
        } = setting;
        let network = shown(side, compared);
        let comparison = (side == Side::Both).then_some(&compared.comparison);
        // Everyone has a place, so that sectors are as wide at every moment; who is not there is not shown.
        let mut asked = network.clone();
        for (id, actor) in &everyone.actors {
            asked
                .actors
                .entry(id.clone())
                .or_insert_with(|| actor.clone());
        }
        for (id, actor) in &mut asked.actors {
            // The ring, the ámbito, the standpoint and the household of today decide the place, at every moment.
            if let Some(today) = everyone.actors.get(id) {
                (actor.ring, actor.sector) = (today.ring, today.sector);
                (actor.quadrant, actor.closeness) = (today.quadrant, today.closeness);
                actor.household = today.household;
            }
        }
        asked.person.member = everyone.person.member;
        let mut request = everyone::request(asked, canvas, device, sheet);
        request.keep_free = keep_free;
        let sign_scale = match device {
            Device::Projector => 1.62,
            Device::Phone => 0.78,
            Device::Tablet | Device::Print => 1.0,
        };
        let moved = |id: &ActorId| match sheet.view {
            View::Rings | View::Ecomap => {
                let change = comparison.and_then(|comparison| comparison.actors.get(id));
                change.is_some_and(|change| change.moved().is_some())
            }
            View::Sluzki => comparison.is_some() && compared.a.resettled(&compared.b, id).is_some(),
        };
        let contrast = Contrast {
            marked_actors: network
                .actors
                .keys()
                .filter(|id| moved(id))
                .cloned()
                .collect(),
            ..contrast(&network, comparison, focus, &request.actors, sign_scale)
        };
        let options = DrawOptions {
            contrast: Some(&contrast),
            ..DrawOptions::default()
        };
        let places = fitted(&request, places);
        let drawing = draw(&request, &places, options);
        let ties = network.ties.iter().filter_map(|(id, tie)| {
            let drawn = drawing.ties.get(id)?;
            // Inside the household only what differs is drawn.
            if drawn.inside && contrast.quiet_ties.contains(id) {
                return None;
            }
            let pair = tie.pair();
            let change = comparison.and_then(|comparison| comparison.tie(&pair));
            let gone = change.is_some_and(|change| change.after.is_none());
            let scene = SceneTie {
                group: change.map(trama_shared::history::TieChange::group),
                quiet: contrast.quiet_ties.contains(id),
                twins: gone
                    .then(|| twin_lines(&drawn.course, TWINS_APART_PX * drawing.scale.k.max(0.8))),
                sign_at: drawing.badges.get(id).copied(),
                pair,
            };
            Some((id.clone(), scene))
        });
        let ties = ties.collect();
        let actors = network.actors.iter().map(|(id, actor)| {
            let change = comparison.and_then(|comparison| comparison.actors.get(id));
            let quiet = contrast.quiet_actors.contains(id);
            let in_household = drawing
                .nodes
                .get(id)
                .is_some_and(|node| node.symbol.is_some());
            let scene = SceneActor {
                support: actor.support,
                quiet,
                gone: change.is_some_and(|change| change.after.is_none()),
                moved: contrast.marked_actors.contains(id),
                named: !quiet || in_household,
            };
            (id.clone(), scene)
        });
        let actors = actors.collect();
        Self {
            drawing,
            ties,
            actors,
            sign_scale,
        }
    }
}

/// Where everyone stands, on the ecomap drawn together to the sides and the edges of a picture that is too narrow: the
/// ecomap has no rings that end, and half a screen is not as wide as the map. Everyone counts, at every moment, so that
/// nobody moves from one to the other.
fn fitted(request: &LayoutRequest, places: &BTreeMap<ActorId, Place>) -> BTreeMap<ActorId, Place> {
    if request.view != View::Ecomap {
        return places.clone();
    }
    let frame = Frame::new(request);
    let outside = |id: &ActorId| {
        let actor = request.actors.get(id);
        actor.is_some_and(|actor| actor.member.is_none())
    };
    let share = |half_px: f64, margin_px: f64, along: fn(&Place) -> f64| {
        let reach = places
            .iter()
            .filter(|(id, _)| outside(id))
            .fold(0.0, |reach: f64, (_, place)| reach.max(along(place).abs()));
        let room = (half_px - margin_px).max(0.0) / frame.unit_px;
        if reach > room { room / reach } else { 1.0 }
    };
    let scale = frame.scale;
    let (half_width, half_height) = (frame.canvas.width * 0.5, frame.canvas.height * 0.5);
    let beside = scale.label_width_px * 0.5;
    // A label of two lines and a role has room under a node at the edge.
    let below = scale.node_px * 0.5 + scale.name_line_px * 3.0;
    let x = share(half_width, beside, |place| place.x);
    let y = share(half_height, below, |place| place.y);
    places
        .iter()
        .map(|(id, place)| {
            let place = Place {
                x: place.x * x,
                y: place.y * y,
            };
            (id.clone(), place)
        })
        .collect()
}

/// The network that a picture shows: that of one moment, or of the second with what only the first had.
fn shown(side: Side, compared: &Compared) -> Snapshot {
    match side {
        Side::A => (*compared.a).clone(),
        Side::B => (*compared.b).clone(),
        Side::Both => everyone::union([&compared.b, &compared.a].into_iter()),
    }
}

fn contrast(
    network: &Snapshot,
    comparison: Option<&Comparison>,
    focus: Option<&Focus>,
    asked: &BTreeMap<ActorId, trama_shared::layout::ActorNode>,
    sign_scale: f64,
) -> Contrast {
    let absent = asked
        .keys()
        .filter(|id| !network.actors.contains_key(*id))
        .cloned();
    let mut contrast = Contrast {
        quiet_actors: absent.collect(),
        quiet_ties: BTreeSet::new(),
        badges: BTreeSet::new(),
        marked_actors: BTreeSet::new(),
        badge_radius_px: super::sign::RADIUS * sign_scale,
    };
    let Some(comparison) = comparison else {
        return contrast;
    };
    let mut loud: BTreeSet<&ActorId> = comparison.actors.keys().collect();
    for pair in comparison.ties.keys() {
        loud.extend(pair.iter().filter_map(Party::actor));
    }
    match focus {
        Some(Focus::Actor(id)) => {
            loud.insert(id);
        }
        Some(Focus::Tie(pair)) => loud.extend(pair.iter().filter_map(Party::actor)),
        None => {}
    }
    let quiet = network.actors.keys().filter(|id| !loud.contains(*id));
    contrast.quiet_actors.extend(quiet.cloned());
    for (id, tie) in &network.ties {
        match comparison.tie(&tie.pair()) {
            None => {
                contrast.quiet_ties.insert(id.clone());
            }
            Some(change) if change.group() != TieGroup::Other => {
                contrast.badges.insert(id.clone());
            }
            Some(_) => {}
        }
    }
    contrast
}
