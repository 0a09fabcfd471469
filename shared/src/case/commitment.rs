//! Goals and commitments: what the person wants to reach, and who does what by when so that she does.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Party, Sector, TieQuality};
use crate::{
    date::Day,
    ids::{ActorId, GoalId, IdError, NeedId, StepId, TieId},
};

id_enum!(
    /// The four strategic foci of the model: the scale (person, structures) by the side (community, institutions).
    Focus {
        /// The person and her personal and reference networks.
        A = "a",
        /// The person's effective ties with the programmes that guarantee rights.
        B = "b",
        /// The network between the institutions.
        C = "c",
        /// The community's networks and how far they include.
        D = "d",
    }
);

id_enum!(
    /// Who bears the effort of a commitment: the person, who adapts, or the structure as well, which changes with her.
    Approach {
        /// Integración.
        Integration = "integration",
        /// Inclusión.
        Inclusion = "inclusion",
    }
);

id_enum!(
    /// The level of capability that a commitment builds.
    Capability {
        /// Práctico y material: health, basic needs.
        Practical = "practical",
        /// Relacional: ties.
        Relational = "relational",
        /// Individual: the project of life.
        Individual = "individual",
    }
);

id_enum!(
    /// How far a commitment has come.
    CommitmentState {
        /// Propuesto: somebody has brought it up.
        Proposed = "proposed",
        /// Acordado.
        Agreed = "agreed",
        /// En curso.
        UnderWay = "under_way",
        /// Reprogramado: it goes on, by another date.
        Rescheduled = "rescheduled",
        /// Cumplido.
        Fulfilled = "fulfilled",
        /// No cumplido.
        NotFulfilled = "not_fulfilled",
    }
);

id_enum!(
    /// The part that somebody takes in a commitment.
    Part {
        /// Does it.
        Who = "who",
        /// Is there with whoever does it.
        With = "with_whom",
    }
);

impl CommitmentState {
    /// Whether there is still something to do.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Fulfilled | Self::NotFulfilled)
    }

    /// Whether somebody should say why it came to this.
    #[must_use]
    pub const fn wants_reason(self) -> bool {
        matches!(self, Self::Rescheduled | Self::NotFulfilled)
    }
}

/// Somebody who takes part in a commitment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Doer {
    /// The person or an actor of the shared map.
    Party(Party),
    /// Somebody of the team, by name.
    Team(String),
}

impl Doer {
    /// The doer as it stands in documents: the id of a party, or `team:` and the name.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::Party(party) => party.id(),
            Self::Team(name) => format!("team:{name}"),
        }
    }

    /// The doer with that id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        match id.strip_prefix("team:") {
            Some("") => None,
            Some(name) => Some(Self::Team(name.to_owned())),
            None => Party::from_id(id).map(Self::Party),
        }
    }

    /// An actor of the map.
    #[must_use]
    pub const fn actor(id: ActorId) -> Self {
        Self::Party(Party::Actor(id))
    }
}

impl From<Doer> for String {
    fn from(doer: Doer) -> Self {
        doer.id()
    }
}

impl TryFrom<String> for Doer {
    type Error = IdError;

    fn try_from(id: String) -> Result<Self, IdError> {
        Self::from_id(&id).ok_or(IdError::Entity)
    }
}

/// What a commitment should change on the shared map.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Target {
    /// A tie.
    Tie(TieId),
    /// An actor that the person has no tie with yet.
    Actor(ActorId),
}

impl Target {
    /// The target as it stands in documents: `tie:` or `actor:`, and the id.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::Tie(id) => format!("tie:{id}"),
            Self::Actor(id) => format!("actor:{id}"),
        }
    }

    /// The target with that id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        match id.split_once(':')? {
            ("tie", id) => id.parse().ok().map(Self::Tie),
            ("actor", id) => id.parse().ok().map(Self::Actor),
            _ => None,
        }
    }
}

impl From<Target> for String {
    fn from(target: Target) -> Self {
        target.id()
    }
}

impl TryFrom<String> for Target {
    type Error = IdError;

    fn try_from(id: String) -> Result<Self, IdError> {
        Self::from_id(&id).ok_or(IdError::Entity)
    }
}

/// One step of a commitment's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The state that it came to.
    pub state: CommitmentState,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who wrote it down, by name; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// Why; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// The date by which it was to be done from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// What the tie was before, where the step changed it; a tie that was not there before has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<TieQuality>,
    /// What the tie became as the step's consequence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<TieQuality>,
}

impl Step {
    /// A step of which no more is known than this.
    #[must_use]
    pub const fn new(state: CommitmentState, at: i64) -> Self {
        Self {
            state,
            at,
            by: String::new(),
            why: String::new(),
            due: None,
            from: None,
            to: None,
        }
    }
}

/// A commitment. What it names of the map and of the needs it names twice, by id and by what it was called: what goes
/// from there is still told here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// What is to be done.
    pub what: String,
    /// Who does it, each with the name that it had when it was put down.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub who: BTreeMap<Doer, String>,
    /// With whom, as above.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub with_whom: BTreeMap<Doer, String>,
    /// Who has agreed, and when, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub agreed: BTreeMap<Doer, i64>,
    /// By when, once there is a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The goal that it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<GoalId>,
    /// The focus of the model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focus: Option<Focus>,
    /// Integración or inclusión.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approach: Option<Approach>,
    /// The ámbito de inclusión.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    /// The level of capability that it builds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capability: Option<Capability>,
    /// The need that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<NeedId>,
    /// What that need was called; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub need_name: String,
    /// What it should change on the map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// What that was called; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub target_name: String,
    /// What the tie is when the commitment is made; `None` where there is none yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<TieQuality>,
    /// What the tie should become.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<TieQuality>,
    /// How far it has come.
    pub state: CommitmentState,
    /// How it came to that, by id; [`Commitment::history`] has them in order.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub steps: BTreeMap<StepId, Step>,
}

impl Commitment {
    /// A commitment of which no more is known than what is to be done.
    #[must_use]
    pub const fn new(what: String) -> Self {
        Self {
            what,
            who: BTreeMap::new(),
            with_whom: BTreeMap::new(),
            agreed: BTreeMap::new(),
            due: None,
            goal: None,
            focus: None,
            approach: None,
            sector: None,
            capability: None,
            need: None,
            need_name: String::new(),
            target: None,
            target_name: String::new(),
            from: None,
            to: None,
            state: CommitmentState::Proposed,
            steps: BTreeMap::new(),
        }
    }

    /// Those who take a part, each with its name.
    #[must_use]
    pub const fn part(&self, part: Part) -> &BTreeMap<Doer, String> {
        match part {
            Part::Who => &self.who,
            Part::With => &self.with_whom,
        }
    }

    /// Everybody who takes part, once: those who do it first.
    #[must_use]
    pub fn participants(&self) -> Vec<&Doer> {
        let others = self
            .with_whom
            .keys()
            .filter(|doer| !self.who.contains_key(*doer));
        self.who.keys().chain(others).collect()
    }

    /// Whether everybody who takes part has agreed; `false` where nobody takes part.
    #[must_use]
    pub fn is_agreed(&self) -> bool {
        let all = self.participants();
        !all.is_empty() && all.iter().all(|doer| self.agreed.contains_key(*doer))
    }

    /// The steps from the first to the last.
    #[must_use]
    pub fn history(&self) -> Vec<(&StepId, &Step)> {
        let mut steps: Vec<(&StepId, &Step)> = self.steps.iter().collect();
        steps.sort_unstable_by_key(|(id, step)| (step.at, *id));
        steps
    }
}

/// A goal, in the person's words; commitments serve it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// How the person puts it.
    pub words: String,
}
