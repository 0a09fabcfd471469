//! From what the user did to the edit that says so, narrow and in one piece.
//!
//! **The arrangement never jumps.** What the layout computed is a proposal; before the first hand move (or new actor)
//! in a view, everybody's place in that view is written down ([`settle`]), so that all screens keep the picture that
//! this one showed. That is no step of the user's: undo does not take it back, or it would move what others placed.

use std::collections::BTreeMap;

use trama_shared::{
    case::{Actor, Closeness, Party, Place, Quadrant, Ring, Sector, Tie, TieQuality, View},
    edit::Edit,
    ids::{ActorId, TieId},
    layout::{Frame, Point, Standpoint},
};

/// Places by actor, as one view shows them.
pub type Places = BTreeMap<ActorId, Place>;

/// The places to write down before a change in `view`: those of actors that nobody has placed there yet.
#[must_use]
pub fn settle<'a>(
    actors: impl IntoIterator<Item = (&'a ActorId, &'a Actor)>,
    view: View,
    shown: &Places,
) -> Option<Edit> {
    let places: BTreeMap<_, _> = actors
        .into_iter()
        .filter(|(_, actor)| actor.place(view).is_none())
        .filter_map(|(id, _)| Some((id.clone(), Some(*shown.get(id)?))))
        .collect();
    (!places.is_empty()).then_some(Edit::PlaceActors { view, places })
}

/// An actor was moved by hand to `place` in `view`. `ring` is where that place lies, on the rings; the ecomap's
/// distances say nothing about rings, so there the actor keeps its own.
#[must_use]
pub fn move_actor(view: View, id: &ActorId, place: Place, ring: Option<Ring>) -> Edit {
    match ring {
        Some(ring) => Edit::MoveActor {
            id: id.clone(),
            ring,
            view,
            place: Some(place),
        },
        None => Edit::PlaceActors {
            view,
            places: BTreeMap::from([(id.clone(), Some(place))]),
        },
    }
}

/// Where an actor that was dropped on the sheet comes to stand, and what that writes.
#[derive(Debug, Clone, PartialEq)]
pub struct Landing {
    /// The edits, one step together with those of whoever was dropped along with it.
    pub edits: Vec<Edit>,
    /// The ring it passed to, if it changed rings.
    pub ring: Option<Ring>,
    /// The quadrant and the circle that it passed to on Sluzki's map, if that was not said of it before.
    pub standpoint: Option<(Quadrant, Closeness)>,
}

/// An actor was dropped at `to`. Each view writes what its places mean: the rings the ring, and on the institutional
/// one the ámbito; Sluzki's map the quadrant and the circle; the ecomap nothing but the place, and in the household,
/// which the layout draws, nothing at all.
#[must_use]
pub fn land(frame: &Frame, id: &ActorId, actor: &Actor, to: Point) -> Landing {
    let drop = frame.drop_at(actor.ring, to);
    let in_household = frame.view == View::Ecomap && actor.household.is_some();
    let mut edits = Vec::new();
    if !in_household {
        edits.push(move_actor(frame.view, id, drop.place, drop.ring));
    }
    if let Some(sector) = drop.sector.filter(|sector| *sector != actor.sector) {
        edits.push(Edit::SetActorSector {
            id: id.clone(),
            sector,
        });
    }
    let news = drop.standpoint.filter(|(quadrant, closeness)| {
        actor.quadrant != Some(*quadrant) || actor.closeness != Some(*closeness)
    });
    if let Some((quadrant, closeness)) = news {
        edits.push(Edit::SetActorQuadrant {
            id: id.clone(),
            quadrant: Some(quadrant),
        });
        edits.push(Edit::SetActorCloseness {
            id: id.clone(),
            closeness: Some(closeness),
        });
    }
    Landing {
        edits,
        ring: drop.ring.filter(|ring| *ring != actor.ring),
        standpoint: news,
    }
}

/// An actor was sent to another ring without saying where: the layout finds the place, everybody else stays.
#[must_use]
pub fn change_ring(id: &ActorId, ring: Ring) -> Edit {
    Edit::MoveActor {
        id: id.clone(),
        ring,
        view: View::Rings,
        place: None,
    }
}

/// Several edits as one step; one alone stays itself.
#[must_use]
pub fn together(mut edits: Vec<Edit>) -> Option<Edit> {
    match edits.len() {
        0 => None,
        1 => edits.pop(),
        _ => Some(Edit::Batch(edits)),
    }
}

/// Several actors leave the map in one step, with their ties.
#[must_use]
pub fn remove_actors<'a>(ids: impl IntoIterator<Item = &'a ActorId>) -> Option<Edit> {
    let edits = ids
        .into_iter()
        .map(|id| Edit::RemoveActor { id: id.clone() });
    together(edits.collect())
}

/// The ámbito after `sector`, or the one before; none is one of them.
#[must_use]
pub fn sector_after(sector: Option<Sector>, back: bool) -> Option<Sector> {
    let all: Vec<Option<Sector>> = std::iter::once(None)
        .chain(Sector::ALL.iter().copied().map(Some))
        .collect();
    let at = all.iter().position(|each| *each == sector).unwrap_or(0);
    let step = if back { all.len() - 1 } else { 1 };
    all.get((at + step) % all.len()).copied().flatten()
}

/// An actor was given another ámbito. On the institutional ring the ámbito is a place: a hand place that lies in
/// another one is given up, so that the picture never says otherwise.
#[must_use]
pub fn change_sector(id: &ActorId, actor: &Actor, sector: Option<Sector>) -> Vec<Edit> {
    let mut edits = vec![Edit::SetActorSector {
        id: id.clone(),
        sector,
    }];
    if actor.ring == Ring::Institutional && actor.rings_place.is_some() {
        edits.push(change_ring(id, actor.ring));
    }
    edits
}

/// What the dialog for a new actor knows.
#[derive(Debug, Clone, PartialEq)]
pub struct NewActor {
    /// What is known of it; the name is not empty.
    pub actor: Actor,
    /// It goes to the reserved zone, and is never on the shared map.
    pub reserved: bool,
    /// The place that was tapped, with its view.
    pub place: Option<(View, Place)>,
}

/// A new actor, where the user tapped or where the layout finds room.
#[must_use]
pub fn add_actor(id: ActorId, new: NewActor) -> Edit {
    let at = |wanted: View| new.place.filter(|(v, _)| *v == wanted).map(|(_, p)| p);
    let standpoint = at(View::Sluzki).map(Standpoint::at);
    let actor = Actor {
        rings_place: at(View::Rings),
        ecomap_place: at(View::Ecomap),
        sluzki_place: at(View::Sluzki),
        quadrant: standpoint
            .map(|standpoint| standpoint.quadrant)
            .or(new.actor.quadrant),
        closeness: standpoint
            .map(|standpoint| standpoint.closeness)
            .or(new.actor.closeness),
        ..new.actor
    };
    let add = Edit::AddActor { id, actor };
    if new.reserved {
        Edit::InReserve(Box::new(add))
    } else {
        add
    }
}

/// A new tie. The person, where she is a party, comes first, so that "gives" always means that she gives.
#[must_use]
pub fn connect(id: TieId, from: Party, to: Party) -> Edit {
    let (from, to) = if to == Party::Person {
        (to, from)
    } else {
        (from, to)
    };
    Edit::AddTie {
        id,
        tie: Tie::new(from, to, TieQuality::Normal),
    }
}

/// "Ordenar": everybody goes back to where the layout puts them.
#[must_use]
pub fn arrange<'a>(actors: impl IntoIterator<Item = &'a ActorId>, view: View) -> Edit {
    Edit::PlaceActors {
        view,
        places: actors.into_iter().map(|id| (id.clone(), None)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use trama_shared::{
        case::{ActorKind, Member},
        layout::{Device, LayoutRequest, MapTexts, Size},
    };

    use super::*;

    fn id(text: &str) -> ActorId {
        text.parse().unwrap()
    }

    fn actor(placed: bool) -> Actor {
        Actor {
            rings_place: placed.then_some(Place { x: 0.5, y: 0.5 }),
            ..Actor::new("N".to_owned(), ActorKind::Person, Ring::Personal)
        }
    }

    fn shown() -> Places {
        ["a", "b", "c"]
            .into_iter()
            .map(|name| (id(name), Place { x: 0.1, y: 0.2 }))
            .collect()
    }

    #[test]
    fn before_the_first_hand_move_whoever_nobody_placed_in_that_view_is_written_down() {
        let actors = BTreeMap::from([
            (id("a"), actor(false)),
            (id("b"), actor(false)),
            (id("c"), actor(true)),
        ]);
        let at = Some(Place { x: 0.1, y: 0.2 });
        assert_eq!(
            settle(&actors, View::Rings, &shown()),
            Some(Edit::PlaceActors {
                view: View::Rings,
                places: BTreeMap::from([(id("a"), at), (id("b"), at)]),
            })
        );
    }

    #[test]
    fn once_everybody_has_a_place_there_is_nothing_to_write_down() {
        let actors = BTreeMap::from([(id("a"), actor(true)), (id("b"), actor(true))]);
        assert_eq!(settle(&actors, View::Rings, &shown()), None);
    }

    #[test]
    fn a_move_is_narrow_and_changes_the_ring_only_where_the_view_has_rings() {
        let place = Place { x: 1.0, y: 0.0 };
        let on_ecomap = move_actor(View::Ecomap, &id("a"), place, None);
        assert!(matches!(on_ecomap, Edit::PlaceActors { places, .. } if places.len() == 1));
        let on_rings = move_actor(View::Rings, &id("a"), place, Some(Ring::Community));
        assert!(matches!(
            on_rings,
            Edit::MoveActor {
                ring: Ring::Community,
                ..
            }
        ));
    }

    #[test]
    fn a_tie_begins_at_the_person() {
        let edit = connect("t".parse().unwrap(), Party::Actor(id("a")), Party::Person);
        assert!(matches!(edit, Edit::AddTie { tie, .. } if tie.from == Party::Person));
    }

    #[test]
    fn a_new_actor_stands_where_the_user_tapped_in_that_view_only() {
        let place = Place { x: 0.3, y: 0.0 };
        let new = NewActor {
            actor: Actor::new("Nueva".to_owned(), ActorKind::Group, Ring::Community),
            reserved: false,
            place: Some((View::Ecomap, place)),
        };
        let edit = add_actor(id("n"), new);
        let Edit::AddActor { actor, .. } = edit else {
            panic!("an actor");
        };
        assert_eq!(actor.ecomap_place, Some(place));
        assert_eq!(actor.rings_place, None);
    }

    fn frame(view: View) -> Frame {
        Frame::new(&LayoutRequest {
            view,
            canvas: Size::new(800.0, 800.0),
            device: Device::Tablet,
            person: "P".to_owned(),
            member: Member::default(),
            actors: BTreeMap::new(),
            ties: BTreeMap::new(),
            kinships: Vec::new(),
            household_note: String::new(),
            texts: MapTexts::default(),
            keep_free: Vec::new(),
        })
    }

    fn in_ring(frame: &Frame, ring: Ring) -> Point {
        frame.centre + Point::new(0.0, -(frame.ring_radius_px(ring) - 5.0))
    }

    #[test]
    fn a_drop_on_the_rings_says_the_ring_and_on_the_outer_one_the_sector() {
        let frame = frame(View::Rings);
        let (actor, id) = (actor(false), id("a"));
        let stays = land(&frame, &id, &actor, in_ring(&frame, Ring::Personal));
        assert_eq!((stays.ring, stays.edits.len()), (None, 1));
        let outside = in_ring(&frame, Ring::Institutional);
        let leaves = land(&frame, &id, &actor, outside);
        assert_eq!(leaves.ring, Some(Ring::Institutional));
        let sector = frame.sector_at(outside);
        assert!(sector.is_some(), "twelve o'clock belongs to an ámbito");
        assert_eq!(leaves.edits[1], Edit::SetActorSector { id, sector });
    }

    #[test]
    fn a_drop_on_the_ecomap_says_nothing_but_the_place() {
        let frame = frame(View::Ecomap);
        let landing = land(&frame, &id("a"), &actor(false), Point::new(700.0, 100.0));
        assert_eq!(landing.ring, None);
        assert!(matches!(
            landing.edits.as_slice(),
            [Edit::PlaceActors { .. }]
        ));
    }

    #[test]
    fn going_through_the_sectors_comes_back_to_none() {
        let mut sector = None;
        for _ in Sector::ALL {
            sector = sector_after(sector, false);
            assert!(sector.is_some());
        }
        assert_eq!(sector_after(sector, false), None);
        assert_eq!(sector_after(None, true), sector);
    }

    #[test]
    fn whoever_has_a_place_by_hand_among_the_sectors_gives_it_up_for_another_sector() {
        let sector = Some(Sector::Health);
        let mut actor = actor(true);
        assert_eq!(change_sector(&id("a"), &actor, sector).len(), 1);
        actor.ring = Ring::Institutional;
        let edits = change_sector(&id("a"), &actor, sector);
        assert!(matches!(edits[1], Edit::MoveActor { place: None, .. }));
    }

    #[test]
    fn several_are_one_step_and_one_is_itself() {
        let (a, b) = (id("a"), id("b"));
        assert_eq!(remove_actors([]), None);
        let one = Edit::RemoveActor { id: a.clone() };
        assert_eq!(remove_actors([&a]), Some(one));
        let both = remove_actors([&a, &b]);
        assert!(matches!(both, Some(Edit::Batch(edits)) if edits.len() == 2));
    }
}
