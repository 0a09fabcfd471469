//! Everyone who is or was on the map, and where each stands: at every moment in the same place.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use trama_shared::{
    case::{Case, Kin, Party, Place, Plan, View},
    history::Snapshot,
    ids::{ActorId, CaseId},
    layout::{Device, LayoutRequest, MapTexts, Size, arrange_keeping},
};

use crate::services::case_store::CaseStore;

/// The canvas on which everybody is arranged, as on the map.
const BOARD: Size = Size {
    width: 736.0,
    height: 660.0,
};

/// The shared network as it is now, without what is reserved: the history that everybody sees is of the shared zone.
/// Tracked.
#[must_use]
pub fn present(store: CaseStore) -> Snapshot {
    store.changes().track();
    store.snapshot().map(Snapshot::from).unwrap_or_default()
}

/// All that these networks hold; where two say something of the same, the first is right.
#[must_use]
pub fn union<'a>(states: impl Iterator<Item = &'a std::sync::Arc<Snapshot>>) -> Snapshot {
    let mut all = Snapshot::default();
    let mut pairs: BTreeSet<[Party; 2]> = BTreeSet::new();
    for (nth, state) in states.enumerate() {
        if nth == 0 {
            all.person = state.person.clone();
        }
        for (id, actor) in &state.actors {
            all.actors
                .entry(id.clone())
                .or_insert_with(|| actor.clone());
        }
        for (id, tie) in &state.ties {
            if pairs.insert(tie.pair()) {
                all.ties.entry(id.clone()).or_insert_with(|| tie.clone());
            }
        }
    }
    all
}

/// Says of everybody in `everyone` where Sluzki's map has them today, assumptions included: a tie that was another at an
/// earlier moment moves nobody.
pub fn pin(everyone: &mut Snapshot, now: &Snapshot) {
    let stands: Vec<_> = everyone
        .actors
        .keys()
        .filter_map(|id| {
            let today = now.standpoint(id).or_else(|| everyone.standpoint(id))?;
            Some((id.clone(), today))
        })
        .collect();
    for (id, standpoint) in stands {
        if let Some(actor) = everyone.actors.get_mut(&id) {
            actor.quadrant = Some(standpoint.quadrant);
            actor.closeness = Some(standpoint.closeness);
        }
    }
}

/// What of a drawing is the same at every moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Which drawing.
    pub view: View,
    /// The words that stand on it.
    pub texts: MapTexts,
    /// How the household is related today.
    pub kinships: Vec<Kin>,
}

/// A network as the layout is asked for it.
#[must_use]
pub fn request(network: Snapshot, canvas: Size, device: Device, sheet: &Sheet) -> LayoutRequest {
    let case = Case {
        id: CaseId::from_random(0),
        title: String::new(),
        person: network.person,
        actors: network.actors,
        ties: network.ties,
        plan: Plan::default(),
        kinships: BTreeMap::new(),
        needs: BTreeMap::new(),
        guide: BTreeMap::new(),
        goals: BTreeMap::new(),
        comments: BTreeMap::new(),
        commitments: BTreeMap::new(),
        milestones: BTreeMap::new(),
        territory: None,
        withheld: false,
    };
    let texts = sheet.texts.clone();
    LayoutRequest {
        kinships: sheet.kinships.clone(),
        ..LayoutRequest::of_case(&case, sheet.view, canvas, device, texts)
    }
}

/// Where everyone stands. Who is on the map today stands where the map has them; the others are placed around them,
/// and whoever had a place `before` keeps it.
#[must_use]
pub fn places(
    now: &Snapshot,
    everyone: &Snapshot,
    sheet: &Sheet,
    before: Option<&BTreeMap<ActorId, Place>>,
) -> BTreeMap<ActorId, Place> {
    let ask = |network: &Snapshot| request(network.clone(), BOARD, Device::Tablet, sheet);
    let before = before.cloned().unwrap_or_default();
    let placed = |request: &LayoutRequest, keep: &BTreeMap<ActorId, Place>| {
        let known: Option<BTreeMap<ActorId, Place>> = request
            .actors
            .iter()
            .map(|(id, actor)| Some((id.clone(), actor.place.or_else(|| keep.get(id).copied())?)))
            .collect();
        known.unwrap_or_else(|| arrange_keeping(request, keep))
    };
    let today = placed(&ask(now), &before);
    let mut keep = before;
    keep.extend(today);
    placed(&ask(everyone), &keep)
}
