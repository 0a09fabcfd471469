//! What the page holds now, as far as the legend explains it: read off the drawing, so that what is filtered away is
//! not explained.

use leptos::prelude::*;
use trama_shared::{
    case::{ActorKind, Flow, Gender, Kinship, Member, Support, TieQuality},
    layout::Drawing,
};

use crate::{
    components::case_map::{lens::Layer, state::MapState},
    lean::memo,
};

/// What is on the page, each list in the order in which it is explained.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OnPage {
    /// Qualities of ties.
    pub qualities: Vec<TieQuality>,
    /// There is a tie with an arrow, and one without.
    pub arrows: (bool, bool),
    /// Kinds of actors outside of the genogram.
    pub kinds: Vec<ActorKind>,
    /// Levels of support; `None` is "not asked".
    pub supports: Vec<Option<Support>>,
    /// Symbols of the genogram; empty where there is none.
    pub genders: Vec<Option<Gender>>,
    /// Kinships, but for that of parent and child.
    pub kinships: Vec<Kinship>,
    /// Somebody has died.
    pub died: bool,
    /// A node outside of a genogram is crossed out: somebody who has died.
    pub crossed: bool,
    /// Somebody expects a child.
    pub pregnant: bool,
    /// A place is assumed.
    pub assumed: bool,
    /// Something is reserved.
    pub reserved: bool,
    /// The person and the team part over somebody.
    pub differs: bool,
    /// An institution works past another.
    pub overlaps: bool,
}

impl OnPage {
    /// Whether nobody is on the page.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.genders.is_empty()
    }
}

fn in_order<T: Copy + PartialEq>(all: &[T], used: &[T]) -> Vec<T> {
    all.iter()
        .copied()
        .filter(|one| used.contains(one))
        .collect()
}

/// The legend's lists. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Lists {
    /// The map.
    pub map: MapState,
    /// What is on its page.
    pub page: Memo<OnPage>,
}

impl Lists {
    /// Reads the page.
    #[must_use]
    pub fn new(map: MapState) -> Self {
        let page = memo(move |_| {
            map.drawing
                .with(|drawing| drawing.as_ref().map(|drawing| read(map, drawing)))
                .unwrap_or_default()
        });
        Self { map, page }
    }
}

fn read(map: MapState, drawing: &Drawing) -> OnPage {
    let layer = map.lens.with(|lens| lens.layer);
    let ties: Vec<(TieQuality, Flow)> = if layer == Layer::Person {
        Vec::new()
    } else {
        let outside = drawing.ties.values().filter(|tie| !tie.inside);
        outside.map(|tie| (tie.quality, tie.flow)).collect()
    };
    let qualities: Vec<TieQuality> = ties.iter().map(|(quality, _)| *quality).collect();
    let kinds: Vec<ActorKind> = drawing
        .nodes
        .values()
        .filter(|node| node.symbol.is_none())
        .map(|node| node.kind)
        .collect();
    let supports: Vec<Option<Support>> = if layer == Layer::Team {
        Vec::new()
    } else {
        let actors = drawing.nodes.keys().filter_map(|id| map.store.actor(id));
        actors
            .map(|actor| actor.with(|actor| actor.support))
            .collect()
    };
    let every_support = Support::ALL
        .iter()
        .rev()
        .map(|one| Some(*one))
        .chain([None]);
    let household = drawing.centre.household.as_ref();
    let members: Vec<Member> = if household.is_some() {
        let inside = drawing
            .nodes
            .iter()
            .filter(|(_, node)| node.symbol.is_some());
        let actors = inside.filter_map(|(id, _)| map.store.actor(id));
        actors
            .filter_map(|actor| actor.with(|actor| actor.household))
            .chain([map.store.person().with(|person| person.member)])
            .collect()
    } else {
        Vec::new()
    };
    let genders: Vec<Option<Gender>> = members
        .iter()
        .map(|member| member.gender.filter(|gender| *gender != Gender::Other))
        .collect();
    let kinships: Vec<Kinship> = household
        .into_iter()
        .flat_map(|household| &household.lines)
        .map(|line| line.kind)
        // Everybody reads a line down to a child without being told.
        .filter(|kind| *kind != Kinship::ParentChild)
        .collect();
    OnPage {
        qualities: in_order(TieQuality::ALL, &qualities),
        arrows: (
            ties.iter().any(|(_, flow)| *flow != Flow::Unknown),
            ties.iter().any(|(_, flow)| *flow == Flow::Unknown),
        ),
        kinds: in_order(ActorKind::ALL, &kinds),
        supports: every_support.filter(|one| supports.contains(one)).collect(),
        genders: in_order(&[Some(Gender::Woman), Some(Gender::Man), None], &genders),
        kinships: in_order(Kinship::ALL, &kinships),
        died: members.iter().any(|member| member.died),
        pregnant: members.iter().any(|member| member.pregnant),
        crossed: drawing.nodes.values().any(|node| node.cross.is_some()),
        assumed: drawing.nodes.values().any(|node| node.assumed),
        reserved: drawing
            .nodes
            .keys()
            .any(|id| map.store.is_reserved_actor(id))
            || drawing.ties.keys().any(|id| map.store.is_reserved_tie(id)),
        differs: drawing.nodes.keys().any(|id| map.views_part(id)),
        overlaps: drawing.nodes.keys().any(|id| map.is_overlapping(id)),
    }
}
