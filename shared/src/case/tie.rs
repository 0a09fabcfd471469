//! Ties: a network is its ties, not its nodes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::ids::{ActorId, IdError};

id_enum!(
    /// The quality of a tie; it decides the line's style.
    TieQuality {
        /// Fuerte: thick.
        Strong = "strong",
        /// Normal: plain.
        Normal = "normal",
        /// Débil: dashed.
        Weak = "weak",
        /// Estresante: zigzag.
        Stressful = "stressful",
        /// Roto: a gap with two slashes.
        Broken = "broken",
        /// Por construir: dotted; what the plan wants.
        ToBuild = "to_build",
    }
);

id_enum!(
    /// The way in which resources and energy flow along a tie, seen from its first party.
    Flow {
        /// Not known.
        Unknown = "unknown",
        /// The first party gives to the second.
        Forward = "forward",
        /// The first party receives from the second.
        Backward = "backward",
        /// Both.
        Both = "both",
    }
);

id_enum!(
    /// The seven areas of reciprocal exchange.
    ExchangeArea {
        /// Subsistencia.
        Subsistence = "subsistence",
        /// Cuidado y crianza.
        Care = "care",
        /// Afectivo-emocional.
        Affective = "affective",
        /// Servicios.
        Services = "services",
        /// Información.
        Information = "information",
        /// Esparcimiento.
        Leisure = "leisure",
        /// Contactos sociales.
        Contacts = "contacts",
    }
);

id_enum!(
    /// The kinds of resource that pass along a tie.
    ResourceKind {
        /// Material.
        Material = "material",
        /// Financiero.
        Financial = "financial",
        /// Afectivo o emocional.
        Affective = "affective",
        /// Informacional.
        Informational = "informational",
        /// Social.
        Social = "social",
        /// Simbólico.
        Symbolic = "symbolic",
        /// Conocimientos y competencias.
        Knowledge = "knowledge",
    }
);

id_enum!(
    /// How often the two are in contact.
    Frequency {
        /// Every day, or nearly.
        Daily = "daily",
        /// Every week.
        Weekly = "weekly",
        /// Every month.
        Monthly = "monthly",
        /// Every year.
        Yearly = "yearly",
        /// Hardly ever.
        Rarely = "rarely",
    }
);

id_enum!(
    /// What stands in the way of a tie on the side of community and institutions.
    Barrier {
        /// Desconfianza.
        Distrust = "distrust",
        /// Estereotipos.
        Stereotypes = "stereotypes",
        /// Estigmatización.
        Stigma = "stigma",
        /// Prejuicios.
        Prejudice = "prejudice",
        /// Exclusión.
        Exclusion = "exclusion",
    }
);

/// One end of a tie.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Party {
    /// The person whom the case is about.
    Person,
    /// Anyone else on the map.
    Actor(ActorId),
}

impl From<Party> for String {
    fn from(party: Party) -> Self {
        party.id()
    }
}

impl TryFrom<String> for Party {
    type Error = IdError;

    fn try_from(id: String) -> Result<Self, IdError> {
        Self::from_id(&id).ok_or(IdError::Entity)
    }
}

impl Party {
    /// The party as it stands in documents: `person`, or `actor:` and the id.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::Person => "person".to_owned(),
            Self::Actor(id) => format!("actor:{id}"),
        }
    }

    /// The party with that id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        if id == "person" {
            return Some(Self::Person);
        }
        id.strip_prefix("actor:")?.parse().ok().map(Self::Actor)
    }

    /// The actor, unless it is the person.
    #[must_use]
    pub fn actor(&self) -> Option<&ActorId> {
        match self {
            Self::Person => None,
            Self::Actor(id) => Some(id),
        }
    }
}

impl Flow {
    /// The same flow, seen from the other end.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Forward => Self::Backward,
            Self::Backward => Self::Forward,
            Self::Unknown | Self::Both => self,
        }
    }
}

/// What passes along a tie in one area, seen from its first party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Exchange {
    /// The first party gives.
    #[serde(default)]
    pub gives: bool,
    /// The first party receives.
    #[serde(default)]
    pub receives: bool,
}

impl Exchange {
    /// The same exchange, seen from the other end.
    #[must_use]
    pub const fn reversed(self) -> Self {
        Self {
            gives: self.receives,
            receives: self.gives,
        }
    }
}

/// One tie. Where the person is a party she is the first, so that "gives" always means that she gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tie {
    /// The first party.
    pub from: Party,
    /// The second party; never the same as the first.
    pub to: Party,
    /// Its quality.
    pub quality: TieQuality,
    /// The direction of its flow.
    pub flow: Flow,
    /// What is exchanged, by area; an absent area is nothing either way.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub exchange: BTreeMap<ExchangeArea, Exchange>,
    /// The kinds of resource that pass along it, either way.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub resources: BTreeSet<ResourceKind>,
    /// How often the two are in contact, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
    /// Since when, in the words of whoever knows ("2021-03", "desde niña"); may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub since: String,
    /// What stands in its way.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub barriers: BTreeSet<Barrier>,
    /// Free notes; may be empty.
    #[serde(default)]
    pub notes: String,
}

impl Tie {
    /// A tie of which no more is known than this.
    #[must_use]
    pub fn new(from: Party, to: Party, quality: TieQuality) -> Self {
        Self {
            from,
            to,
            quality,
            flow: Flow::Unknown,
            exchange: BTreeMap::new(),
            resources: BTreeSet::new(),
            frequency: None,
            since: String::new(),
            barriers: BTreeSet::new(),
            notes: String::new(),
        }
    }

    /// Whether `party` is at either end.
    #[must_use]
    pub fn touches(&self, party: &Party) -> bool {
        self.from == *party || self.to == *party
    }

    /// The two parties in a fixed order, equal for every tie of the same two.
    #[must_use]
    pub fn pair(&self) -> [Party; 2] {
        let mut pair = [self.from.clone(), self.to.clone()];
        pair.sort();
        pair
    }

    /// Whether the tie is between these two, in whichever order.
    #[must_use]
    pub fn joins(&self, one: &Party, other: &Party) -> bool {
        (self.from == *one && self.to == *other) || (self.from == *other && self.to == *one)
    }

    /// The same tie with the person, if she is a party, as the first.
    #[must_use]
    pub fn normalised(self) -> Self {
        if self.to != Party::Person {
            return self;
        }
        Self {
            from: self.to,
            to: self.from,
            flow: self.flow.reversed(),
            exchange: self
                .exchange
                .into_iter()
                .map(|(area, exchange)| (area, exchange.reversed()))
                .collect(),
            ..self
        }
    }
}
