//! Where everybody stands in each view during a session: by hand, or where the layout first put them.
//!
//! A computed place is a proposal that the session keeps: a new actor or tie never stirs the others.

use std::collections::BTreeMap;

use trama_shared::{
    case::{Closeness, Quadrant, Ring, Sector, View},
    ids::ActorId,
    layout::{LayoutRequest, arrange_keeping},
};

use crate::editor::plan::Places;

/// What decides where an actor may stand in a view: whoever changes it is placed anew.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Home {
    /// On the rings; the ámbito counts on the outer one only.
    Ring(Ring, Option<Sector>),
    /// On Sluzki's map.
    Quadrant(Quadrant, Closeness),
    /// On the ecomap: in the household, or outside of it.
    Sheet { inside: bool },
}

fn home_of(request: &LayoutRequest, id: &ActorId) -> Option<Home> {
    let actor = request.actors.get(id)?;
    Some(match request.view {
        View::Rings => Home::Ring(
            actor.ring,
            actor.sector.filter(|_| actor.ring == Ring::Institutional),
        ),
        View::Sluzki => {
            let standpoint = request.standpoint(id)?;
            Home::Quadrant(standpoint.quadrant, standpoint.closeness)
        }
        View::Ecomap => Home::Sheet {
            inside: actor.member.is_some(),
        },
    })
}

/// What the arrangement of one view was made from, as far as keeping it depends on it.
#[derive(Debug, Clone, PartialEq, Default)]
struct Kept {
    places: Places,
    homes: BTreeMap<ActorId, Home>,
    by_hand: Vec<ActorId>,
}

/// Places in every view.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arranged {
    rings: Kept,
    ecomap: Kept,
    sluzki: Kept,
    asked: u32,
}

impl Arranged {
    /// The arrangement for `request`, given the one `before`. `asked` counts the user's wishes for a fresh one.
    #[must_use]
    pub fn after(before: Option<&Self>, request: Option<&LayoutRequest>, asked: u32) -> Self {
        let mut now = before.cloned().unwrap_or_default();
        let Some(request) = request else { return now };
        let fresh = now.asked != asked;
        now.asked = asked;
        let kept = match request.view {
            View::Rings => &mut now.rings,
            View::Ecomap => &mut now.ecomap,
            View::Sluzki => &mut now.sluzki,
        };
        let keep = if fresh {
            Places::new()
        } else {
            kept.worth_keeping(request)
        };
        *kept = Kept {
            places: everybody(request, &keep).unwrap_or_else(|| arrange_keeping(request, &keep)),
            homes: request
                .actors
                .keys()
                .filter_map(|id| Some((id.clone(), home_of(request, id)?)))
                .collect(),
            by_hand: request
                .actors
                .iter()
                .filter(|(_, actor)| actor.place.is_some())
                .map(|(id, _)| id.clone())
                .collect(),
        };
        now
    }

    /// Where everybody stands in `view`.
    #[must_use]
    pub fn places(&self, view: View) -> &Places {
        &self.of(view).places
    }

    /// The places of `request`'s view that still hold, though it may not be the one that is open; empty for one that
    /// has not been open yet.
    #[must_use]
    pub fn holding(&self, request: &LayoutRequest) -> Places {
        self.of(request.view).worth_keeping(request)
    }

    fn of(&self, view: View) -> &Kept {
        match view {
            View::Rings => &self.rings,
            View::Ecomap => &self.ecomap,
            View::Sluzki => &self.sluzki,
        }
    }
}

/// Everybody's place without a search, where nobody needs one: most edits change no place.
fn everybody(request: &LayoutRequest, keep: &Places) -> Option<Places> {
    let placed = request.actors.iter().map(|(id, actor)| {
        let place = actor.place.or_else(|| keep.get(id).copied())?;
        Some((id.clone(), place))
    });
    placed.collect()
}

impl Kept {
    /// The places that still hold. Whoever lost a hand place (somebody arranged the map, or undid a move) or changed
    /// rings or ámbitos is placed anew; if everybody lost it, everything is, so that all screens come to the same picture.
    fn worth_keeping(&self, request: &LayoutRequest) -> Places {
        let lost = |id: &ActorId| {
            self.by_hand.contains(id)
                && request
                    .actors
                    .get(id)
                    .is_some_and(|actor| actor.place.is_none())
        };
        let all_lost =
            !self.by_hand.is_empty() && request.actors.values().all(|actor| actor.place.is_none());
        if all_lost {
            return Places::new();
        }
        self.places
            .iter()
            .filter(|(id, _)| {
                let home = home_of(request, id);
                !lost(id) && home.is_some() && home == self.homes.get(*id).copied()
            })
            .map(|(id, place)| (id.clone(), *place))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use trama_shared::{
        case::{ActorKind, Member, Place},
        layout::{ActorNode, Device, MapTexts, Size},
    };

    use super::*;

    fn id(text: &str) -> ActorId {
        text.parse().unwrap()
    }

    fn request(actors: &[(&str, Ring, Option<Place>)]) -> LayoutRequest {
        let node = |(name, ring, place): &(&str, Ring, Option<Place>)| {
            let node = ActorNode {
                name: (*name).to_owned(),
                role: String::new(),
                kind: ActorKind::Person,
                ring: *ring,
                sector: None,
                quadrant: None,
                closeness: None,
                member: None,
                place: *place,
            };
            (id(name), node)
        };
        LayoutRequest {
            view: View::Rings,
            canvas: Size::new(736.0, 660.0),
            device: Device::Tablet,
            person: "P".to_owned(),
            member: Member::default(),
            kinships: Vec::new(),
            household_note: String::new(),
            actors: actors.iter().map(node).collect(),
            ties: BTreeMap::new(),
            texts: MapTexts::default(),
            keep_free: Vec::new(),
        }
    }

    fn place_of(arranged: &Arranged, name: &str) -> Place {
        arranged.places(View::Rings)[&id(name)]
    }

    #[test]
    fn a_newcomer_stirs_nobody() {
        let (a, b) = (("a", Ring::Personal, None), ("b", Ring::Personal, None));
        let before = Arranged::after(None, Some(&request(&[a, b])), 0);
        let newcomer = ("0", Ring::Personal, None);
        let after = Arranged::after(Some(&before), Some(&request(&[newcomer, a, b])), 0);
        for name in ["a", "b"] {
            assert_eq!(place_of(&after, name), place_of(&before, name));
        }
    }

    #[test]
    fn arranging_by_anybody_forgets_what_was_kept() {
        let hand = Some(Place { x: 0.4, y: 0.0 });
        let hands = [("a", Ring::Personal, hand), ("b", Ring::Personal, hand)];
        let before = Arranged::after(None, Some(&request(&hands)), 0);
        let free = [("a", Ring::Personal, None), ("b", Ring::Personal, None)];
        let after = Arranged::after(Some(&before), Some(&request(&free)), 0);
        let fresh = Arranged::after(None, Some(&request(&free)), 0);
        for name in ["a", "b"] {
            assert_eq!(place_of(&after, name), place_of(&fresh, name));
        }
    }

    #[test]
    fn whoever_changes_rings_is_placed_anew_and_nobody_else() {
        let (a, b) = (("a", Ring::Personal, None), ("b", Ring::Personal, None));
        let before = Arranged::after(None, Some(&request(&[a, b])), 0);
        let moved = ("a", Ring::Institutional, None);
        let after = Arranged::after(Some(&before), Some(&request(&[moved, b])), 0);
        assert_ne!(place_of(&after, "a"), place_of(&before, "a"));
        assert_eq!(place_of(&after, "b"), place_of(&before, "b"));
    }
}
