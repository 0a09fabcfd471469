//! Moving actors on Sluzki's map without saying where: to another circle, or to another quadrant.

use std::collections::BTreeMap;

use trama_shared::{
    case::{Actor, Closeness, Quadrant, View},
    edit::Edit,
    ids::ActorId,
};

/// An actor was sent to a circle. Empty where it has been said already that it stands there; what was only assumed is
/// written down.
#[must_use]
pub fn to_circle(id: &ActorId, actor: &Actor, circle: Closeness) -> Vec<Edit> {
    if actor.closeness == Some(circle) {
        return Vec::new();
    }
    let mut edits = vec![Edit::SetActorCloseness {
        id: id.clone(),
        closeness: Some(circle),
    }];
    edits.extend(without_place(id, actor));
    edits
}

/// An actor was sent to a quadrant. Empty where it has been said already that it stands there.
#[must_use]
pub fn to_quadrant(id: &ActorId, actor: &Actor, quadrant: Quadrant) -> Vec<Edit> {
    if actor.quadrant == Some(quadrant) {
        return Vec::new();
    }
    let mut edits = vec![Edit::SetActorQuadrant {
        id: id.clone(),
        quadrant: Some(quadrant),
    }];
    edits.extend(without_place(id, actor));
    edits
}

/// A place by hand would say otherwise: the layout finds another.
fn without_place(id: &ActorId, actor: &Actor) -> Option<Edit> {
    actor.sluzki_place.map(|_| Edit::PlaceActors {
        view: View::Sluzki,
        places: BTreeMap::from([(id.clone(), None)]),
    })
}

#[cfg(test)]
mod tests {
    use trama_shared::case::{ActorKind, Place, Ring};

    use super::*;

    fn id() -> ActorId {
        "rosa".parse().unwrap()
    }

    fn actor() -> Actor {
        Actor::new("Rosa".to_owned(), ActorKind::Person, Ring::Personal)
    }

    #[test]
    fn a_circle_is_written_narrowly_and_leaves_the_ring_alone() {
        let edits = to_circle(&id(), &actor(), Closeness::Close);
        assert_eq!(
            edits,
            [Edit::SetActorCloseness {
                id: id(),
                closeness: Some(Closeness::Close),
            }]
        );
    }

    #[test]
    fn a_quadrant_takes_away_the_place_by_hand_that_would_contradict_it() {
        let placed = Actor {
            sluzki_place: Some(Place { x: -0.3, y: -0.3 }),
            ..actor()
        };
        let edits = to_quadrant(&id(), &placed, Quadrant::Friends);
        assert!(matches!(
            edits.as_slice(),
            [
                Edit::SetActorQuadrant {
                    quadrant: Some(Quadrant::Friends),
                    ..
                },
                Edit::PlaceActors {
                    view: View::Sluzki,
                    places,
                }
            ] if places[&id()].is_none()
        ));
    }

    #[test]
    fn what_was_said_already_is_not_said_again() {
        let said = Actor {
            quadrant: Some(Quadrant::Friends),
            closeness: Some(Closeness::Close),
            ..actor()
        };
        assert!(to_circle(&id(), &said, Closeness::Close).is_empty());
        assert!(to_quadrant(&id(), &said, Quadrant::Friends).is_empty());
    }
}
