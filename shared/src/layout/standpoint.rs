//! Where an actor stands on Sluzki's map: as somebody chose, or as may be assumed from what else is known.

use crate::case::{ActorKind, Closeness, Party, Place, Quadrant, Ring, Sector, TieQuality};
use crate::ids::ActorId;

use super::frame::{quadrant_of, rank_at};
use super::geometry::Point;
use super::request::{ActorNode, LayoutRequest};

/// A place on Sluzki's map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standpoint {
    /// The quadrant.
    pub quadrant: Quadrant,
    /// The circle.
    pub closeness: Closeness,
    /// At least one of the two is an assumption: nobody has said so.
    pub assumed: bool,
}

impl Standpoint {
    /// Where an actor stands, given the quality of its tie with the person, if it has one.
    #[must_use]
    pub fn of(actor: &ActorNode, tie: Option<TieQuality>) -> Self {
        Self {
            quadrant: actor.quadrant.unwrap_or_else(|| assumed_quadrant(actor)),
            closeness: actor
                .closeness
                .unwrap_or_else(|| assumed_closeness(actor, tie)),
            assumed: actor.quadrant.is_none() || actor.closeness.is_none(),
        }
    }

    /// Where an actor stands, given the qualities of all its ties with the person: where there are two, the nearer one
    /// counts.
    #[must_use]
    pub fn among(actor: &ActorNode, qualities: impl Iterator<Item = TieQuality>) -> Self {
        Self::of(actor, qualities.min_by_key(|quality| step(*quality)))
    }

    /// What a place on Sluzki's map says.
    #[must_use]
    pub fn at(place: Place) -> Self {
        let at = Point::new(place.x, place.y);
        Self {
            quadrant: quadrant_of(at),
            closeness: circle_at(rank_at(at.length())),
            assumed: false,
        }
    }

    /// Whether a place lies in this quadrant and this circle.
    #[must_use]
    pub fn holds(&self, place: Place) -> bool {
        let said = Self::at(place);
        (said.quadrant, said.closeness) == (self.quadrant, self.closeness)
    }
}

impl Quadrant {
    /// The quadrant that follows clockwise on Sluzki's map, or the one before.
    #[must_use]
    pub const fn turned(self, back: bool) -> Self {
        match (self, back) {
            (Self::Family, false) | (Self::WorkSchool, true) => Self::Friends,
            (Self::Friends, false) | (Self::CommunityServices, true) => Self::WorkSchool,
            (Self::WorkSchool, false) | (Self::Family, true) => Self::CommunityServices,
            (Self::CommunityServices, false) | (Self::Friends, true) => Self::Family,
        }
    }
}

impl LayoutRequest {
    /// Where an actor stands on Sluzki's map; `None` for one that is not on the map.
    #[must_use]
    pub fn standpoint(&self, id: &ActorId) -> Option<Standpoint> {
        let actor = self.actors.get(id)?;
        let ties = self.ties.values().filter(|tie| match (&tie.from, &tie.to) {
            (Party::Person, Party::Actor(other)) | (Party::Actor(other), Party::Person) => {
                other == id
            }
            _ => false,
        });
        Some(Standpoint::among(actor, ties.map(|tie| tie.quality)))
    }
}

/// The ring at the same rank as a circle: the two share radius and tint.
#[must_use]
pub const fn rank_of(closeness: Closeness) -> Ring {
    match closeness {
        Closeness::Intimate => Ring::Personal,
        Closeness::Close => Ring::Community,
        Closeness::Acquaintance => Ring::Institutional,
    }
}

/// The circle at the same rank as a ring.
#[must_use]
pub const fn circle_at(rank: Ring) -> Closeness {
    match rank {
        Ring::Personal => Closeness::Intimate,
        Ring::Community => Closeness::Close,
        Ring::Institutional => Closeness::Acquaintance,
    }
}

/// School and work wherever they are; the household and the personal ring are family first; neighbours are friends;
/// whoever serves many belongs to community and services.
const fn assumed_quadrant(actor: &ActorNode) -> Quadrant {
    if actor.member.is_some() {
        return Quadrant::Family;
    }
    match (actor.sector, actor.ring, actor.kind) {
        (Some(Sector::Education | Sector::Work), ..) => Quadrant::WorkSchool,
        (_, Ring::Personal, ActorKind::Person) => Quadrant::Family,
        (_, Ring::Personal, _) | (_, Ring::Community, ActorKind::Person) => Quadrant::Friends,
        _ => Quadrant::CommunityServices,
    }
}

/// How much farther out than its ring a tie puts an actor.
const fn step(tie: TieQuality) -> i8 {
    match tie {
        TieQuality::Strong => -1,
        TieQuality::Normal | TieQuality::Stressful => 0,
        TieQuality::Weak | TieQuality::Broken | TieQuality::ToBuild => 1,
    }
}

/// The circle of the ring's rank, one nearer for a strong tie, one farther for a weak one or none.
fn assumed_closeness(actor: &ActorNode, tie: Option<TieQuality>) -> Closeness {
    let ring = match actor.ring {
        Ring::Personal => 0,
        Ring::Community => 1,
        Ring::Institutional => 2,
    };
    match ring + tie.map_or(1, step) {
        ..=0 => Closeness::Intimate,
        1 => Closeness::Close,
        _ => Closeness::Acquaintance,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(kind: ActorKind, ring: Ring, sector: Option<Sector>) -> ActorNode {
        ActorNode {
            name: "N".to_owned(),
            role: String::new(),
            kind,
            ring,
            sector,
            quadrant: None,
            closeness: None,
            member: None,
            place: None,
        }
    }

    #[test]
    fn four_turns_come_back_and_one_back_undoes_one() {
        let mut quadrant = Quadrant::Family;
        let mut seen = Vec::new();
        for _ in Quadrant::ALL {
            assert_eq!(quadrant.turned(false).turned(true), quadrant);
            let middle = |quadrant| {
                let (from, to) = super::super::frame::arc_of_quadrant(quadrant);
                f64::midpoint(from, to)
            };
            let way = (middle(quadrant.turned(false)) - middle(quadrant))
                .rem_euclid(std::f64::consts::TAU);
            assert!((way - std::f64::consts::FRAC_PI_2).abs() < 1e-9);
            seen.push(quadrant);
            quadrant = quadrant.turned(false);
        }
        assert_eq!(quadrant, Quadrant::Family);
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), Quadrant::ALL.len());
    }

    #[test]
    fn what_nobody_said_is_assumed_from_ring_kind_ambito_and_tie() {
        let sister = actor(ActorKind::Person, Ring::Personal, None);
        let school = actor(
            ActorKind::Institution,
            Ring::Institutional,
            Some(Sector::Education),
        );
        let neighbour = actor(ActorKind::Person, Ring::Community, None);
        let stands = |actor, tie| {
            let standpoint = Standpoint::of(actor, tie);
            assert!(standpoint.assumed);
            (standpoint.quadrant, standpoint.closeness)
        };
        assert_eq!(
            stands(&sister, Some(TieQuality::Strong)),
            (Quadrant::Family, Closeness::Intimate)
        );
        assert_eq!(
            stands(&sister, Some(TieQuality::Broken)),
            (Quadrant::Family, Closeness::Close)
        );
        assert_eq!(
            stands(&school, Some(TieQuality::Strong)),
            (Quadrant::WorkSchool, Closeness::Close)
        );
        assert_eq!(
            stands(&neighbour, None),
            (Quadrant::Friends, Closeness::Acquaintance)
        );
    }

    #[test]
    fn a_place_agrees_or_contradicts() {
        let standpoint = Standpoint {
            quadrant: Quadrant::Family,
            closeness: Closeness::Intimate,
            assumed: false,
        };
        assert!(standpoint.holds(Place { x: -0.3, y: -0.2 }));
        assert!(!standpoint.holds(Place { x: 0.3, y: -0.2 }));
        assert!(!standpoint.holds(Place { x: -0.6, y: -0.5 }));
    }

    #[test]
    fn what_somebody_said_is_no_assumption() {
        let said = ActorNode {
            quadrant: Some(Quadrant::Friends),
            closeness: Some(Closeness::Close),
            ..actor(ActorKind::Person, Ring::Personal, None)
        };
        let standpoint = Standpoint::of(&said, Some(TieQuality::Strong));
        assert_eq!(
            standpoint,
            Standpoint {
                quadrant: Quadrant::Friends,
                closeness: Closeness::Close,
                assumed: false
            }
        );
    }
}
