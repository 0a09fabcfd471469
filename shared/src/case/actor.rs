//! Actors: whoever stands on the map around the person.

use serde::{Deserialize, Serialize};

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
    /// A drawing of the network; actors keep a place in each.
    View {
        /// Mapa de tres anillos.
        Rings = "rings",
        /// Ecomapa.
        Ecomap = "ecomap",
    }
);

/// Where an actor was placed by hand in one view: the person is at (0, 0), x to the right, y down,
/// and 1.0 is the radius of the outer ring (rings) or half the height of the sheet (ecomap).
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
}

impl Actor {
    /// The place by hand in `view`, if there is one.
    #[must_use]
    pub fn place(&self, view: View) -> Option<Place> {
        match view {
            View::Rings => self.rings_place,
            View::Ecomap => self.ecomap_place,
        }
    }
}
