//! Needs: what the person lacks, in her words and in those of the catalogue, and who of her network answers it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    catalog::{NeedArea, NeedRow},
    ids::{ActorId, IdError},
};

id_enum!(
    /// How soon a need wants an answer.
    NeedPriority {
        /// Alta.
        High = "high",
        /// Media.
        Medium = "medium",
        /// Baja.
        Low = "low",
    }
);

id_enum!(
    /// How far a need has come.
    NeedState {
        /// Pendiente: nobody works on it yet.
        Open = "open",
        /// En curso.
        UnderWay = "under_way",
        /// Resuelta.
        Met = "met",
        /// En pausa: it waits because the person wants it so, or for something else.
        SetAside = "set_aside",
    }
);

/// What a need is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum NeedTopic {
    /// A row of the catalogue.
    Row(NeedRow),
    /// Something else of an ámbito, in own words.
    Own(NeedArea),
}

impl NeedTopic {
    /// The topic as it stands in documents: the id of a row, or `own:` and the id of an ámbito.
    #[must_use]
    pub fn id(self) -> String {
        match self {
            Self::Row(row) => row.id().to_owned(),
            Self::Own(area) => format!("own:{}", area.id()),
        }
    }

    /// The topic with that id; `None` for one that this version does not know.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        match id.strip_prefix("own:") {
            Some(area) => NeedArea::from_id(area).map(Self::Own),
            None => NeedRow::from_id(id).map(Self::Row),
        }
    }

    /// The ámbito.
    #[must_use]
    pub const fn area(self) -> NeedArea {
        match self {
            Self::Row(row) => row.area(),
            Self::Own(area) => area,
        }
    }
}

impl From<NeedTopic> for String {
    fn from(topic: NeedTopic) -> Self {
        topic.id()
    }
}

impl TryFrom<String> for NeedTopic {
    type Error = IdError;

    fn try_from(id: String) -> Result<Self, IdError> {
        Self::from_id(&id).ok_or(IdError::Entity)
    }
}

/// How those who are at work on a need go together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coordination {
    /// Who leads.
    pub lead: ActorId,
    /// The others whom the agreement takes in.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub with: BTreeSet<ActorId>,
    /// What was agreed; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub agreement: String,
}

impl Coordination {
    /// Whether the agreement takes in an actor.
    #[must_use]
    pub fn holds(&self, actor: &ActorId) -> bool {
        self.lead == *actor || self.with.contains(actor)
    }
}

/// A need of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// What it is about.
    pub topic: NeedTopic,
    /// What exactly, in the team's words. It names a need that is not of the catalogue; beside a row it may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// How the person herself puts it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub voice: String,
    /// How soon it wants an answer, once that was talked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<NeedPriority>,
    /// How far it has come.
    pub state: NeedState,
    /// The actors of the shared map that answer it, or could.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub answers: BTreeSet<ActorId>,
    /// How they go together, once that was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordination: Option<Coordination>,
}

impl Need {
    /// A need of which no more is known than what it is about.
    #[must_use]
    pub const fn new(topic: NeedTopic) -> Self {
        Self {
            topic,
            words: String::new(),
            voice: String::new(),
            priority: None,
            state: NeedState::Open,
            answers: BTreeSet::new(),
            coordination: None,
        }
    }

    /// Whether it still wants an answer: it is neither met nor set aside.
    #[must_use]
    pub const fn is_current(&self) -> bool {
        matches!(self.state, NeedState::Open | NeedState::UnderWay)
    }
}
