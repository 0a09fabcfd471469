//! The case as the program sees it: what is read out of its documents, and what edits write into them.

/// An enum whose values have fixed ids: the ids stand in documents and files, the names in the locales.
macro_rules! id_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $id:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $id)] $variant),+
        }

        impl $name {
            /// Every value, in the order in which it is offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The id, as it stands in documents and files.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }

            /// The value with that id; `None` for one that this version does not know.
            #[must_use]
            pub fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

pub(crate) use id_enum;

mod actor;
mod comment;
mod commitment;
mod guide;
mod household;
mod identity;
mod milestone;
mod need;
mod person;
mod plan;
mod protection;
mod reserved;
mod tie;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use actor::{Actor, ActorKind, Closeness, Place, Quadrant, Ring, Scale, Sector, Support, View};
pub use comment::{Comment, Reply, Resolved, Span};
pub use commitment::{
    Approach, Capability, Commitment, CommitmentState, Doer, Focus, Goal, Part, Step, Target,
};
pub use guide::GuideEntry;
pub use household::{Gender, Kin, Kinship, Member};
pub use identity::Identity;
pub use milestone::{Milestone, MilestoneKind};
pub use need::{Coordination, Need, NeedPriority, NeedState, NeedTopic};
pub use person::Person;
pub use plan::{Plan, PlanSection, PlanText, ProblemType};
pub use protection::{Protection, ProtectionGroup, ProtectionItem, Review};
pub use reserved::Reserved;
pub use tie::{
    Barrier, Exchange, ExchangeArea, Flow, Frequency, Party, ResourceKind, Tie, TieQuality,
};

use crate::ids::{
    ActorId, CaseId, CommentId, CommitmentId, GoalId, GuideEntryId, KinshipId, MilestoneId, NeedId,
    TerritoryId, TieId,
};

/// A zone of confidentiality; each is a document of its own, because rights are per document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// Map, plan, commitments: what the table shares. Shows an alias, never the name.
    Case,
    /// Assessments and notes that only some may read.
    Reserved,
    /// Name, RUN, address, contacts.
    Identity,
}

impl Zone {
    /// Every zone, in the order in which they are shown and created.
    pub const ALL: [Self; 3] = [Self::Case, Self::Reserved, Self::Identity];
}

/// The shared zone of a case, in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The case that this document belongs to.
    pub id: CaseId,
    /// The alias under which the table knows the case.
    pub title: String,
    /// The person whom the case is about.
    pub person: Person,
    /// Everyone on the map but the person, by id.
    pub actors: BTreeMap<ActorId, Actor>,
    /// Every tie, by id; both parties exist.
    pub ties: BTreeMap<TieId, Tie>,
    /// Every kinship, by id; both parties are of the household.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kinships: BTreeMap<KinshipId, Kin>,
    /// The ISC plan.
    pub plan: Plan,
    /// What the person needs, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub needs: BTreeMap<NeedId, Need>,
    /// What there is where she lives, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub guide: BTreeMap<GuideEntryId, GuideEntry>,
    /// What she wants to reach, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub goals: BTreeMap<GoalId, Goal>,
    /// Who does what by when, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub commitments: BTreeMap<CommitmentId, Commitment>,
    /// What was said about passages of the plan, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub comments: BTreeMap<CommentId, Comment>,
    /// The named moments, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub milestones: BTreeMap<MilestoneId, Milestone>,
    /// The territory whose services the case's needs are looked up in. It grants nobody a right on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<TerritoryId>,
    /// Something of the network is in the reserved zone: what, and how much, is said nowhere here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
}

impl Case {
    /// Whether a party belongs to the household; the person always does.
    #[must_use]
    pub fn is_member(&self, party: &Party) -> bool {
        match party {
            Party::Person => true,
            Party::Actor(id) => self
                .actors
                .get(id)
                .is_some_and(|actor| actor.household.is_some()),
        }
    }
}
