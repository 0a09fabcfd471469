//! What an edit does, as a person would name it in three words: undo and redo say by it what they take back.

use std::collections::BTreeMap;

use super::{Edit, TextField};
use crate::{
    case::Party,
    ids::{ActorId, TieId},
};

/// What is done to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// It came into the case.
    Add,
    /// It was taken away.
    Remove,
    /// It moved into the reserved zone.
    Reserve,
    /// It moved out of the reserved zone.
    Share,
    /// It was given another place on the map: a ring, an ámbito, a quadrant or a spot.
    Move,
    /// Something of it was changed or written.
    Change,
}

/// What something is done to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// An actor, with its name where the edit itself carries it: who is gone has none in the case.
    Actor {
        /// Which.
        id: ActorId,
        /// What it is called.
        name: Option<String>,
    },
    /// A milestone.
    Milestone,
    /// A commitment.
    Commitment,
    /// A goal.
    Goal,
    /// A need.
    Need,
    /// A resource of the guide.
    Resource,
    /// What is kept of child protection.
    Protection,
    /// A comment on the plan.
    Comment,
    /// A tie, with its parties where the edit itself carries them.
    Tie {
        /// Which.
        id: TieId,
        /// Its two parties.
        ends: Option<(Party, Party)>,
    },
    /// How two people of the household are related.
    Kinship,
    /// The person of the case.
    Person,
    /// The places of a whole drawing.
    Arrangement,
    /// The alias of the case.
    Title,
    /// One of the texts that several write.
    Text(TextField),
    /// Title, authors or type of problem of the plan.
    PlanHead,
    /// The person's identity.
    Identity,
    /// The territory that the case uses.
    Territory,
}

/// What a step of the user's does, and to what. The things are of one kind and never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// What is done.
    pub act: Act,
    /// To what.
    pub things: Vec<Thing>,
}

impl Deed {
    /// What edits that are made together do, given the inverse of each: what weighs most of it. `None` where that is
    /// nothing that the user asked for.
    #[must_use]
    pub(super) fn of<'a>(pairs: impl IntoIterator<Item = (&'a Edit, &'a Edit)>) -> Option<Self> {
        let (mut leaves, mut known) = (Vec::new(), Known::default());
        for (made, inverse) in pairs {
            gather(made, false, &mut leaves);
            known.read(made);
            known.read(inverse);
        }
        let weight = |leaf: &Leaf| (leaf.thing.rank(leaf.act), leaf.act);
        let lead = leaves.iter().map(weight).min()?;
        let chosen = leaves.iter().filter(|leaf| weight(leaf) == lead);
        let mut act = lead.1;
        let mut things: Vec<Thing> = Vec::new();
        for leaf in chosen {
            let thing = known.complete(&leaf.thing);
            if !things.contains(&thing) {
                things.push(thing);
            }
            act = over_the_border(&leaves, leaf).unwrap_or(act);
        }
        Some(Self { act, things })
    }
}

/// One edit that is not a batch.
struct Leaf {
    act: Act,
    thing: Thing,
    reserved: bool,
}

/// Whether what is added in one zone is taken from the other in the same step.
fn over_the_border(leaves: &[Leaf], leaf: &Leaf) -> Option<Act> {
    let crosses = |added: bool| {
        leaves.iter().any(|other| {
            other.thing == leaf.thing && other.act == Act::Add && other.reserved == added
        }) && leaves.iter().any(|other| {
            other.thing == leaf.thing && other.act == Act::Remove && other.reserved != added
        })
    };
    if crosses(true) {
        Some(Act::Reserve)
    } else {
        crosses(false).then_some(Act::Share)
    }
}

/// Names and parties that edits carry.
#[derive(Default)]
struct Known {
    names: BTreeMap<ActorId, String>,
    ends: BTreeMap<TieId, (Party, Party)>,
}

impl Known {
    fn read(&mut self, edit: &Edit) {
        match edit {
            Edit::Batch(edits) => edits.iter().for_each(|edit| self.read(edit)),
            Edit::InReserve(edit) => self.read(edit),
            Edit::AddActor { id, actor } | Edit::RestoreActor { id, actor, .. } => {
                self.names.insert(id.clone(), actor.name.clone());
            }
            Edit::AddTie { id, tie } => {
                self.ends
                    .insert(id.clone(), (tie.from.clone(), tie.to.clone()));
            }
            _ => {}
        }
    }

    fn complete(&self, thing: &Thing) -> Thing {
        match thing {
            Thing::Actor { id, .. } => Thing::Actor {
                id: id.clone(),
                name: self.names.get(id).cloned(),
            },
            Thing::Tie { id, .. } => Thing::Tie {
                id: id.clone(),
                ends: self.ends.get(id).cloned(),
            },
            thing => thing.clone(),
        }
    }
}

impl Thing {
    fn actor(id: &ActorId) -> Self {
        Self::Actor {
            id: id.clone(),
            name: None,
        }
    }

    fn tie(id: &TieId) -> Self {
        Self::Tie {
            id: id.clone(),
            ends: None,
        }
    }

    /// How much it says of a step that does several things: the least comes first. Who comes or goes brings and takes
    /// everything else along, and a commitment or need that is carried out changes the map.
    fn rank(&self, act: Act) -> u8 {
        let whole = matches!(act, Act::Add | Act::Remove);
        match self {
            Self::Actor { .. } if whole => 0,
            Self::Milestone => 1,
            Self::Commitment => 2,
            Self::Goal => 3,
            Self::Need => 4,
            Self::Tie { .. } if whole => 5,
            Self::Kinship => 6,
            Self::Actor { .. } if act == Act::Move => 7,
            Self::Actor { .. } => 8,
            Self::Tie { .. } => 9,
            Self::Person => 10,
            Self::Arrangement => 11,
            Self::Title => 12,
            Self::Text(_) => 13,
            Self::PlanHead => 14,
            Self::Identity => 15,
            Self::Territory => 16,
            Self::Resource => 17,
            Self::Protection => 18,
            Self::Comment => 19,
        }
    }
}

fn gather(edit: &Edit, reserved: bool, leaves: &mut Vec<Leaf>) {
    let mut leaf = |act, thing| {
        leaves.push(Leaf {
            act,
            thing,
            reserved,
        });
    };
    match edit {
        Edit::Batch(edits) => edits.iter().for_each(|edit| gather(edit, reserved, leaves)),
        Edit::InReserve(edit) => gather(edit, true, leaves),
        Edit::AddActor { id, .. } | Edit::RestoreActor { id, .. } => {
            leaf(Act::Add, Thing::actor(id));
        }
        Edit::RemoveActor { id } => leaf(Act::Remove, Thing::actor(id)),
        Edit::MoveActor { id, .. }
        | Edit::SetActorSector { id, .. }
        | Edit::SetActorQuadrant { id, .. }
        | Edit::SetActorCloseness { id, .. } => leaf(Act::Move, Thing::actor(id)),
        Edit::PlaceActors { places, .. } => {
            if places.values().all(Option::is_none) {
                leaf(Act::Change, Thing::Arrangement);
            } else {
                for id in places.keys() {
                    leaf(Act::Move, Thing::actor(id));
                }
            }
        }
        Edit::SetActorName { id, .. }
        | Edit::SetActorRole { id, .. }
        | Edit::SetActorKind { id, .. }
        | Edit::SetActorNotes { id, .. }
        | Edit::SetActorSupport { id, .. }
        | Edit::SetActorProgramme { id, .. }
        | Edit::SetActorScale { id, .. }
        | Edit::SetActorHousehold { id, .. } => leaf(Act::Change, Thing::actor(id)),
        Edit::SetMember { party, .. } => leaf(Act::Change, of_party(party)),
        Edit::AddTie { id, .. } => leaf(Act::Add, Thing::tie(id)),
        Edit::RemoveTie { id } => leaf(Act::Remove, Thing::tie(id)),
        Edit::SetTieQuality { id, .. }
        | Edit::SetTieFlow { id, .. }
        | Edit::SetTieExchange { id, .. }
        | Edit::SetTieResource { id, .. }
        | Edit::SetTieFrequency { id, .. }
        | Edit::SetTieSince { id, .. }
        | Edit::SetTieBarrier { id, .. }
        | Edit::SetTieNotes { id, .. } => leaf(Act::Change, Thing::tie(id)),
        Edit::SpliceText { field, .. } | Edit::ReviseText { field, .. } => {
            leaf(Act::Change, Thing::Text(*field));
        }
        // It follows what is reserved; nobody chose it.
        Edit::SetWithheld(_) => {}
        edit => {
            if let Some((act, thing)) = of_whole(edit) {
                leaf(act, thing);
            }
        }
    }
}

fn of_party(party: &Party) -> Thing {
    match party {
        Party::Person => Thing::Person,
        Party::Actor(id) => Thing::actor(id),
    }
}

/// Edits of the case that are not of its network.
fn of_whole(edit: &Edit) -> Option<(Act, Thing)> {
    Some(match edit {
        Edit::SetTitle(_) => (Act::Change, Thing::Title),
        Edit::SetPersonAlias(_) | Edit::SetPersonNotes(_) => (Act::Change, Thing::Person),
        Edit::AddKinship { .. } => (Act::Add, Thing::Kinship),
        Edit::RemoveKinship { .. } => (Act::Remove, Thing::Kinship),
        Edit::SetKinshipKind { .. } => (Act::Change, Thing::Kinship),
        Edit::SetPlanTitle(_) | Edit::SetPlanAuthors(_) | Edit::SetProblemType(_) => {
            (Act::Change, Thing::PlanHead)
        }
        Edit::SetIdentity { .. } => (Act::Change, Thing::Identity),
        Edit::AddMilestone { .. } => (Act::Add, Thing::Milestone),
        Edit::RemoveMilestone { .. } => (Act::Remove, Thing::Milestone),
        Edit::SetMilestoneTitle { .. }
        | Edit::SetMilestoneKind { .. }
        | Edit::SetMilestoneDate { .. } => (Act::Change, Thing::Milestone),
        Edit::AddNeed { .. } => (Act::Add, Thing::Need),
        Edit::RemoveNeed { .. } => (Act::Remove, Thing::Need),
        Edit::SetNeedTopic { .. }
        | Edit::SetNeedWords { .. }
        | Edit::SetNeedVoice { .. }
        | Edit::SetNeedPriority { .. }
        | Edit::SetNeedState { .. }
        | Edit::SetNeedAnswer { .. }
        | Edit::SetNeedCoordination { .. } => (Act::Change, Thing::Need),
        Edit::AddGuideEntry { .. } => (Act::Add, Thing::Resource),
        Edit::RemoveGuideEntry { .. } => (Act::Remove, Thing::Resource),
        Edit::SetGuideEntry { .. } => (Act::Change, Thing::Resource),
        Edit::SetProtection(_) => (Act::Change, Thing::Protection),
        Edit::SetTerritory(_) => (Act::Change, Thing::Territory),
        Edit::AddComment { .. } => (Act::Add, Thing::Comment),
        Edit::RemoveComment { .. } => (Act::Remove, Thing::Comment),
        Edit::SetCommentResolved { .. }
        | Edit::AddCommentReply { .. }
        | Edit::RemoveCommentReply { .. } => (Act::Change, Thing::Comment),
        Edit::AddGoal { .. } => (Act::Add, Thing::Goal),
        Edit::RemoveGoal { .. } => (Act::Remove, Thing::Goal),
        Edit::SetGoalWords { .. } => (Act::Change, Thing::Goal),
        Edit::AddCommitment { .. } => (Act::Add, Thing::Commitment),
        Edit::RemoveCommitment { .. } => (Act::Remove, Thing::Commitment),
        Edit::SetCommitment { .. }
        | Edit::SetCommitmentDoer { .. }
        | Edit::SetCommitmentAgreed { .. }
        | Edit::AddCommitmentStep { .. }
        | Edit::RemoveCommitmentStep { .. } => (Act::Change, Thing::Commitment),
        _ => return None,
    })
}
