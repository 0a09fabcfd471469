//! The network at the milestones: carried by a file, and made history again when the file becomes documents.

use std::collections::BTreeMap;

use automerge::{Automerge, ReadDoc, transaction::CommitOptions};
use serde::{Deserialize, Serialize};

use crate::{
    case::{Actor, Case, Tie},
    edit::{EditError, fill},
    history::{Reading, Snapshot},
    ids::{ActorId, MilestoneId, TieId},
};

/// What the network was at a milestone.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct EarlierNetwork {
    /// Everyone who was on the map.
    #[serde(default)]
    pub actors: BTreeMap<ActorId, Actor>,
    /// Every tie that was there; both parties are among the actors.
    #[serde(default)]
    pub ties: BTreeMap<TieId, Tie>,
}

impl EarlierNetwork {
    pub(super) fn borrowed(&self) -> fill::Network<'_> {
        fill::Network {
            actors: &self.actors,
            ties: &self.ties,
        }
    }
}

/// Takes the network at every milestone that `doc` still knows. These milestones name no heads any more: heads mean
/// nothing outside of the document.
pub(super) fn take(doc: &Automerge, case: &mut Case) -> BTreeMap<MilestoneId, EarlierNetwork> {
    let mut history = BTreeMap::new();
    for (id, milestone) in &mut case.milestones {
        let heads: Option<Vec<_>> = milestone
            .heads
            .iter()
            .map(|head| head.parse().ok())
            .collect();
        let known = heads
            .filter(|heads: &Vec<_>| !heads.is_empty() && doc.get_missing_deps(heads).is_empty());
        let Some(heads) = known else { continue };
        let mut reading = Reading::of(heads);
        while reading.advance(doc, usize::MAX) {}
        let Snapshot { actors, ties, .. } = reading.finish();
        milestone.heads.clear();
        history.insert(id.clone(), EarlierNetwork { actors, ties });
    }
    history
}

/// Lets the network of a fresh document become what it was at one milestone after the other, and tells the milestones
/// of `case` which heads these moments have. Answers what the network is then.
pub(super) fn replay(
    doc: &mut Automerge,
    case: &mut Case,
    history: &BTreeMap<MilestoneId, EarlierNetwork>,
) -> Result<EarlierNetwork, EditError> {
    let mut order: Vec<(i64, &MilestoneId)> = case
        .milestones
        .iter()
        .map(|(id, milestone)| (milestone.at, id))
        .collect();
    order.sort_unstable();
    let order: Vec<(i64, MilestoneId)> =
        order.into_iter().map(|(at, id)| (at, id.clone())).collect();
    let mut before = EarlierNetwork::default();
    for (at_ms, id) in order {
        let Some(network) = history.get(&id) else {
            continue;
        };
        let mut tx = doc.transaction();
        fill::network(&mut tx, before.borrowed(), network.borrowed())?;
        tx.commit_with(CommitOptions::default().with_time(at_ms / 1_000));
        before = network.clone();
        if let Some(milestone) = case.milestones.get_mut(&id) {
            milestone.heads = doc.get_heads().iter().map(ToString::to_string).collect();
        }
    }
    Ok(before)
}
