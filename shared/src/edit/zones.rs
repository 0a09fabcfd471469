//! Edits over the border between the shared and the reserved zone.
//!
//! A document is written in one go, two are not: the edits come in the order in which they have to be made, so that
//! what moves stands in both zones for a moment rather than in none.

use std::collections::{BTreeMap, BTreeSet};

use super::{Edit, commitment, guide};
use crate::{
    case::{Actor, Case, Party, Reserved, Tie},
    ids::{ActorId, TieId},
};

impl Edit {
    /// The edits that this one comes to where some of the network is reserved, each for the document of one zone.
    #[must_use]
    pub fn by_zone(self, reserved: &Reserved) -> Vec<Self> {
        match self {
            Self::Batch(edits) => {
                let mut parts: Vec<Self> = Vec::new();
                for part in edits.into_iter().flat_map(|edit| edit.by_zone(reserved)) {
                    match parts.last_mut() {
                        Some(Self::Batch(last))
                            if last.first().map(Self::zone) == Some(part.zone()) =>
                        {
                            last.push(part);
                        }
                        _ => parts.push(Self::Batch(vec![part])),
                    }
                }
                parts
            }
            Self::PlaceActors { view, places } => {
                let (hidden, shown): (BTreeMap<_, _>, BTreeMap<_, _>) = places
                    .into_iter()
                    .partition(|(id, _)| reserved.actors.contains_key(id));
                let place = |places| Self::PlaceActors { view, places };
                let mut parts = Vec::new();
                if !shown.is_empty() || hidden.is_empty() {
                    parts.push(place(shown));
                }
                if !hidden.is_empty() {
                    parts.push(Self::InReserve(Box::new(place(hidden))));
                }
                parts
            }
            edit if edit.is_reserved(reserved) => vec![Self::InReserve(Box::new(edit))],
            edit => vec![edit],
        }
    }

    /// Whether the edit only says where actors stand in a view.
    #[must_use]
    pub fn only_places(&self) -> bool {
        match self {
            Self::PlaceActors { .. } => true,
            Self::InReserve(edit) => edit.only_places(),
            Self::Batch(edits) => edits.iter().all(Self::only_places),
            _ => false,
        }
    }

    /// Whether the edit is of an actor or a tie that stands in the reserved zone, or of a new tie with such an actor.
    fn is_reserved(&self, reserved: &Reserved) -> bool {
        match self {
            Self::RemoveActor { id }
            | Self::SetActorName { id, .. }
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
            | Self::MoveActor { id, .. } => reserved.actors.contains_key(id),
            Self::AddTie { tie, .. } => [&tie.from, &tie.to]
                .into_iter()
                .filter_map(Party::actor)
                .any(|id| reserved.actors.contains_key(id)),
            Self::RemoveTie { id }
            | Self::SetTieQuality { id, .. }
            | Self::SetTieFlow { id, .. }
            | Self::SetTieExchange { id, .. }
            | Self::SetTieResource { id, .. }
            | Self::SetTieFrequency { id, .. }
            | Self::SetTieSince { id, .. }
            | Self::SetTieBarrier { id, .. }
            | Self::SetTieNotes { id, .. } => reserved.ties.contains_key(id),
            _ => false,
        }
    }

    /// Moves an actor of the shared zone with its ties into the reserved one. Its kinships do not move: they come back
    /// when this is undone.
    #[must_use]
    pub fn reserve_actor(case: &Case, id: &ActorId) -> Option<[Self; 2]> {
        let actor = case.actors.get(id)?;
        let ties = ties_of(&case.ties, id);
        let going: Vec<&TieId> = ties.keys().collect();
        let mut away = commitment::forgetting(case, Some(id), &going);
        away.extend(guide::forgetting(case, id));
        away.push(Self::RemoveActor { id: id.clone() });
        Some([
            Self::InReserve(Box::new(restored(id, actor, ties))),
            withholding(away),
        ])
    }

    /// Moves a tie of the shared zone into the reserved one.
    #[must_use]
    pub fn reserve_tie(case: &Case, id: &TieId) -> Option<[Self; 2]> {
        let tie = case.ties.get(id)?.clone();
        let add = Self::AddTie {
            id: id.clone(),
            tie,
        };
        let mut away = commitment::forgetting(case, None, &[id]);
        away.push(Self::RemoveTie { id: id.clone() });
        Some([Self::InReserve(Box::new(add)), withholding(away)])
    }

    /// Moves an actor of the reserved zone into the shared one, with its ties but for those with another reserved
    /// actor, which stay reserved.
    #[must_use]
    pub fn share_actor(reserved: &Reserved, id: &ActorId) -> Option<[Self; 2]> {
        let actor = reserved.actors.get(id)?;
        let (staying, going): (BTreeMap<_, _>, BTreeMap<_, _>) = ties_of(&reserved.ties, id)
            .into_iter()
            .partition(|(_, tie)| {
                [&tie.from, &tie.to]
                    .into_iter()
                    .filter_map(Party::actor)
                    .any(|other| other != id && reserved.actors.contains_key(other))
            });
        let stay = staying
            .into_iter()
            .map(|(id, tie)| Self::AddTie { id, tie });
        let away = std::iter::once(Self::RemoveActor { id: id.clone() })
            .chain(stay)
            .map(|edit| Self::InReserve(Box::new(edit)))
            .collect();
        Some([
            withholding(vec![restored(id, actor, going)]),
            Self::Batch(away),
        ])
    }

    /// Moves a tie of the reserved zone into the shared one; `None` as well for one with a reserved actor.
    #[must_use]
    pub fn share_tie(reserved: &Reserved, id: &TieId) -> Option<[Self; 2]> {
        let tie = reserved.ties.get(id)?.clone();
        let add = Self::AddTie {
            id: id.clone(),
            tie,
        };
        if add.is_reserved(reserved) {
            return None;
        }
        let away = Self::RemoveTie { id: id.clone() };
        Some([withholding(vec![add]), Self::InReserve(Box::new(away))])
    }
}

/// Edits over the border, made in one change with the flag: whoever was changing what goes learns by that that it was
/// not deleted, and is not asked to share it again. The way back carries the flag as well, because undoing it is the way
/// there.
fn withholding(mut edits: Vec<Edit>) -> Edit {
    edits.insert(0, Edit::SetWithheld(true));
    Edit::Batch(edits)
}

fn restored(id: &ActorId, actor: &Actor, ties: BTreeMap<TieId, Tie>) -> Edit {
    Edit::RestoreActor {
        id: id.clone(),
        actor: actor.clone(),
        ties,
        kinships: BTreeMap::new(),
        answered: BTreeSet::new(),
    }
}

fn ties_of(ties: &BTreeMap<TieId, Tie>, id: &ActorId) -> BTreeMap<TieId, Tie> {
    let party = Party::Actor(id.clone());
    ties.iter()
        .filter(|(_, tie)| tie.touches(&party))
        .map(|(id, tie)| (id.clone(), tie.clone()))
        .collect()
}
