//! Actors: whoever stands on the map around the person.

use serde::{Deserialize, Serialize};

use super::Member;

id_enum!(
    /// What an actor is; it decides the node's shape.
    ActorKind {
        /// A person: a circle.
        Person = "person",
        /// A group: two fused circles.
        Group = "group",
        /// An organisation: a hexagon.
        Organization = "organization",
        /// A service: a rounded square.
        Service = "service",
        /// An institution: a square with a gable.
        Institution = "institution",
    }
);

id_enum!(
    /// The three rings by nearness of affect, relation and instrument.
    Ring {
        /// Red social personal.
        Personal = "personal",
        /// Red local comunitaria.
        Community = "community",
        /// Red local institucional.
        Institutional = "institutional",
    }
);

id_enum!(
    /// Ámbitos de inclusión, in the order in which the institutional ring shows them, clockwise from twelve.
    Sector {
        /// Deportivo.
        Sport = "sport",
        /// Salud.
        Health = "health",
        /// Educación.
        Education = "education",
        /// Protección social.
        SocialProtection = "social_protection",
        /// Laboral.
        Work = "work",
        /// Jurídico.
        Legal = "legal",
        /// Cultural.
        Culture = "culture",
    }
);

id_enum!(
    /// The support that the person herself perceives from an actor for her inclusion.
    Support {
        /// Nada.
        None = "none",
        /// Poco.
        Little = "little",
        /// Bastante.
        Fair = "fair",
        /// Mucho.
        Much = "much",
    }
);

id_enum!(
    /// The four quadrants of Sluzki's map.
    Quadrant {
        /// Familia.
        Family = "family",
        /// Amistades.
        Friends = "friends",
        /// Trabajo o escuela.
        WorkSchool = "work_school",
        /// Comunidad y servicios.
        CommunityServices = "community_services",
    }
);

id_enum!(
    /// The three circles of Sluzki's map, from the inner to the outer.
    Closeness {
        /// Relaciones íntimas.
        Intimate = "intimate",
        /// Relaciones con intercambio, sin intimidad.
        Close = "close",
        /// Conocidos y relaciones ocasionales.
        Acquaintance = "acquaintance",
    }
);

id_enum!(
    /// How far an institutional actor reaches.
    Scale {
        /// Local.
        Local = "local",
        /// Provincial.
        Provincial = "provincial",
        /// Regional.
        Regional = "regional",
        /// Nacional.
        National = "national",
    }
);

id_enum!(
    /// A drawing of the network; actors keep a place in each.
    View {
        /// Mapa de tres anillos.
        Rings = "rings",
        /// Ecomapa.
        Ecomap = "ecomap",
        /// Mapa de Sluzki.
        Sluzki = "sluzki",
    }
);

/// Where an actor was placed by hand in one view: the person is at (0, 0), x to the right, y down,
/// and 1.0 is the radius of the outer ring (rings, Sluzki) or half the height of the sheet (ecomap).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// −4.0 to 4.0.
    pub x: f64,
    /// −4.0 to 4.0.
    pub y: f64,
}

/// One actor of the network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Actor {
    /// Name or alias, as the map shows it.
    pub name: String,
    /// What the actor is to the person ("vecina", "gestora"); may be empty.
    #[serde(default)]
    pub role: String,
    /// What the actor is.
    pub kind: ActorKind,
    /// The ring in which the actor stands.
    pub ring: Ring,
    /// The ámbito, where one applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    /// The quadrant of Sluzki's map, once somebody has chosen it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quadrant: Option<Quadrant>,
    /// The circle of Sluzki's map, once somebody has chosen it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closeness: Option<Closeness>,
    /// The programme that the actor belongs to or is; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub programme: String,
    /// How far the actor reaches, where that says something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
    /// Set if the actor belongs to the person's household: it is drawn in the centre, not on a ring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household: Option<Member>,
    /// Perceived support; `None` while the person has not been asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support: Option<Support>,
    /// Free notes; may be empty.
    #[serde(default)]
    pub notes: String,
    /// Place on the three-ring map, if somebody placed the actor by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rings_place: Option<Place>,
    /// Place on the ecomap, if somebody placed the actor by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ecomap_place: Option<Place>,
    /// Place on Sluzki's map, if somebody placed the actor by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sluzki_place: Option<Place>,
}

impl Actor {
    /// An actor of whom no more is known than this.
    #[must_use]
    pub fn new(name: String, kind: ActorKind, ring: Ring) -> Self {
        Self {
            name,
            role: String::new(),
            kind,
            ring,
            sector: None,
            quadrant: None,
            closeness: None,
            programme: String::new(),
            scale: None,
            household: None,
            support: None,
            notes: String::new(),
            rings_place: None,
            ecomap_place: None,
            sluzki_place: None,
        }
    }

    /// The place by hand in `view`, if there is one.
    #[must_use]
    pub fn place(&self, view: View) -> Option<Place> {
        match view {
            View::Rings => self.rings_place,
            View::Ecomap => self.ecomap_place,
            View::Sluzki => self.sluzki_place,
        }
    }
}
