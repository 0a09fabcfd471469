//! What an edit is about.

use super::{Edit, GuideField};
use crate::{
    case::Party,
    ids::{ActorId, CommitmentId, GoalId, GuideEntryId, NeedId, TieId},
};

/// Something of the case that an edit says something of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// An actor.
    Actor(ActorId),
    /// A tie.
    Tie(TieId),
    /// A need.
    Need(NeedId),
    /// An entry of the guide.
    GuideEntry(GuideEntryId),
    /// A goal.
    Goal(GoalId),
    /// A commitment.
    Commitment(CommitmentId),
}

impl Edit {
    /// The actors, ties, needs, resources, goals and commitments that the edit says something of, so that it would be lost with them. Where somebody stands on
    /// the sheet says nothing of them, and who is taken away is not missed by whoever did it.
    #[must_use]
    pub fn about(&self) -> Vec<About> {
        let actor = |id: &ActorId| vec![About::Actor(id.clone())];
        let tie = |id: &TieId| vec![About::Tie(id.clone())];
        match self {
            Self::Batch(edits) => edits.iter().flat_map(Self::about).collect(),
            Self::SetActorName { id, .. }
            | Self::SetActorRole { id, .. }
            | Self::SetActorKind { id, .. }
            | Self::SetActorNotes { id, .. }
            | Self::SetActorSupport { id, .. }
            | Self::SetActorSector { id, .. }
            | Self::SetActorQuadrant { id, .. }
            | Self::SetActorCloseness { id, .. }
            | Self::SetActorProgramme { id, .. }
            | Self::SetActorScale { id, .. }
            | Self::SetActorHousehold { id, .. }
            | Self::SetMember {
                party: Party::Actor(id),
                ..
            }
            | Self::MoveActor { id, .. } => actor(id),
            Self::SetTieQuality { id, .. }
            | Self::SetTieFlow { id, .. }
            | Self::SetTieExchange { id, .. }
            | Self::SetTieResource { id, .. }
            | Self::SetTieFrequency { id, .. }
            | Self::SetTieSince { id, .. }
            | Self::SetTieBarrier { id, .. }
            | Self::SetTieNotes { id, .. } => tie(id),
            Self::AddTie { id, tie } => [&tie.from, &tie.to]
                .into_iter()
                .filter_map(Party::actor)
                .cloned()
                .map(About::Actor)
                .chain([About::Tie(id.clone())])
                .collect(),
            Self::SetNeedTopic { id, .. }
            | Self::SetNeedWords { id, .. }
            | Self::SetNeedVoice { id, .. }
            | Self::SetNeedPriority { id, .. }
            | Self::SetNeedState { id, .. }
            | Self::SetNeedCoordination { id, .. }
            | Self::SetNeedAnswer {
                id, answers: false, ..
            } => vec![About::Need(id.clone())],
            Self::SetNeedAnswer { id, actor, .. } => {
                vec![About::Actor(actor.clone()), About::Need(id.clone())]
            }
            Self::SetGuideEntry {
                id,
                field: GuideField::Actor(Some(actor)),
            } => vec![About::Actor(actor.clone()), About::GuideEntry(id.clone())],
            Self::SetGuideEntry { id, .. } => vec![About::GuideEntry(id.clone())],
            Self::SetGoalWords { id, .. } => vec![About::Goal(id.clone())],
            Self::SetCommitment { id, .. }
            | Self::SetCommitmentDoer { id, .. }
            | Self::SetCommitmentAgreed { id, .. }
            | Self::AddCommitmentStep { id, .. } => vec![About::Commitment(id.clone())],
            _ => Vec::new(),
        }
    }
}
