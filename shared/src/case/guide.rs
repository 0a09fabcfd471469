//! The guide to community resources: what there is where the person lives, and what it could do in this case.

use serde::{Deserialize, Serialize};

use super::{Actor, ActorKind, Ring, Sector};
use crate::{
    catalog::{GuideKind, GuideType},
    ids::ActorId,
};

/// A resource of the community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuideEntry {
    /// Column A: what it is.
    pub kind: GuideKind,
    /// Column B: what it is called.
    pub name: String,
    /// Column C: what it could do in this case; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// The actor of the shared map that it is, once it was put there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<ActorId>,
}

impl GuideEntry {
    /// A resource of which no more is known than what it is and what it is called.
    #[must_use]
    pub const fn new(kind: GuideKind, name: String) -> Self {
        Self {
            kind,
            name,
            purpose: String::new(),
            actor: None,
        }
    }

    /// The resource as it first stands on the map: on the ring of the community. `role` says there what it is.
    #[must_use]
    pub fn as_actor(&self, role: String) -> Actor {
        let kind = match self.kind {
            GuideKind::Leader => ActorKind::Person,
            GuideKind::SelfHelp | GuideKind::Folk | GuideKind::Informal | GuideKind::Volunteers => {
                ActorKind::Group
            }
            kind => match kind.of_type() {
                GuideType::Space => ActorKind::Service,
                GuideType::Event => ActorKind::Group,
                _ => ActorKind::Organization,
            },
        };
        let sector = match self.kind {
            GuideKind::Sports | GuideKind::SportsEvent | GuideKind::Court => Some(Sector::Sport),
            GuideKind::Cultural | GuideKind::Folk | GuideKind::Exhibition => Some(Sector::Culture),
            _ => None,
        };
        Actor {
            role,
            sector,
            notes: self.purpose.clone(),
            ..Actor::new(self.name.clone(), kind, Ring::Community)
        }
    }
}
