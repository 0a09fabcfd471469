//! The track of the slider: every moment that it stops at, and where on it each lies.

use std::collections::BTreeMap;

use automerge::ChangeHash;

use super::MomentIndex;
use crate::{case::Milestone, ids::MilestoneId};

/// How much of a change's hash names it in an address, in hexadecimal digits: two of a case's 50,000 changes begin
/// alike once in some 200,000 cases.
const NAME_DIGITS: usize = 12;
/// The way from the beginning to the first milestone, where that from one milestone to the next is 1.
const BEGINNING: f64 = 0.4;

/// A moment as an address names it, so that it means the same on every device.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MomentName {
    /// The present, whatever it comes to be.
    Now,
    /// A milestone.
    Milestone(MilestoneId),
    /// What had been done by some changes, each by the first digits of its hash.
    Heads(Vec<String>),
}

/// What makes a stop one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StopKind {
    /// Work was done until then.
    Step,
    /// A milestone names it.
    Milestone(MilestoneId),
    /// The present.
    Now,
}

/// A moment at which the slider stops.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// What makes it one.
    pub kind: StopKind,
    /// The heads of the document then, sorted.
    pub heads: Vec<ChangeHash>,
    /// When, in milliseconds since 1970; 0 where nobody said.
    pub at_ms: i64,
    /// Where on the track, from 0 to 1.
    pub position: f64,
}

impl Stop {
    /// The moment as an address names it.
    #[must_use]
    pub fn name(&self) -> MomentName {
        match &self.kind {
            StopKind::Now => MomentName::Now,
            StopKind::Milestone(id) => MomentName::Milestone(id.clone()),
            StopKind::Step => MomentName::Heads(
                self.heads
                    .iter()
                    .map(|head| head.to_string().chars().take(NAME_DIGITS).collect())
                    .collect(),
            ),
        }
    }

    /// Whether it bears a name of its own: a milestone, or the present.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.kind != StopKind::Step
    }
}

/// Every moment at which the slider stops, in order; the last one is the present.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Track {
    /// The stops. From one milestone to the next it is equally far, whatever lies between.
    pub stops: Vec<Stop>,
    /// Milestones that name changes which are not in this document, or none.
    pub unknown: Vec<MilestoneId>,
}

impl Track {
    /// The track of a history: its milestones, up to `max` moments between, and those that somebody has `named`.
    #[must_use]
    pub fn of(
        index: &MomentIndex,
        milestones: &BTreeMap<MilestoneId, Milestone>,
        named: &[MomentName],
        max: usize,
    ) -> Self {
        let mut unknown = Vec::new();
        let mut stops: Vec<(usize, Stop)> = Vec::new();
        for (id, milestone) in milestones {
            let heads = parsed(&milestone.heads).filter(|heads| !heads.is_empty());
            match heads.and_then(|heads| Some((index.reached(&heads)?, heads))) {
                Some((reached, heads)) => {
                    let kind = StopKind::Milestone(id.clone());
                    stops.push((reached, stop(kind, heads, milestone.at)));
                }
                None => unknown.push(id.clone()),
            }
        }
        for name in named {
            let MomentName::Heads(digits) = name else {
                continue;
            };
            let heads: Option<Vec<ChangeHash>> =
                digits.iter().map(|digits| index.named(digits)).collect();
            let Some(mut heads) = heads.filter(|heads| !heads.is_empty()) else {
                continue;
            };
            heads.sort_unstable();
            if let Some(reached) = index.reached(&heads)
                && !holds(&stops, &heads)
            {
                let at_ms = index.at_ms(reached);
                stops.push((reached, stop(StopKind::Step, heads, at_ms)));
            }
        }
        let mut steps = index.steps(max);
        let now = steps.pop();
        for step in steps {
            if !holds(&stops, &step.heads) {
                stops.push((step.changes, stop(StopKind::Step, step.heads, step.at_ms)));
            }
        }
        stops.sort_by_key(|(reached, stop)| (*reached, stop.at_ms));
        let mut stops: Vec<Stop> = stops.into_iter().map(|(_, stop)| stop).collect();
        stops.extend(now.map(|now| stop(StopKind::Now, now.heads, now.at_ms)));
        lay_out(&mut stops);
        Self { stops, unknown }
    }

    /// Which stop a name means.
    #[must_use]
    pub fn find(&self, name: &MomentName) -> Option<usize> {
        self.stops.iter().position(|stop| match (name, &stop.kind) {
            (MomentName::Now, StopKind::Now) => true,
            (MomentName::Milestone(id), StopKind::Milestone(own)) => id == own,
            (MomentName::Heads(digits), _) => {
                digits.len() == stop.heads.len()
                    && stop.heads.iter().all(|head| {
                        let head = head.to_string();
                        digits
                            .iter()
                            .any(|digits| head.starts_with(digits.as_str()))
                    })
            }
            _ => false,
        })
    }

    /// The stop nearest to a position on the track.
    #[must_use]
    pub fn nearest(&self, position: f64) -> Option<usize> {
        let off = |stop: &Stop| (stop.position - position).abs();
        (0..self.stops.len())
            .min_by(|one, other| off(&self.stops[*one]).total_cmp(&off(&self.stops[*other])))
    }

    /// The next stop after `from` with a name of its own, or the one before it.
    #[must_use]
    pub fn next_named(&self, from: usize, forward: bool) -> Option<usize> {
        let named = |at: &usize| self.stops[*at].is_named();
        if forward {
            (from + 1..self.stops.len()).find(named)
        } else {
            (0..from.min(self.stops.len())).rev().find(named)
        }
    }
}

fn stop(kind: StopKind, mut heads: Vec<ChangeHash>, at_ms: i64) -> Stop {
    heads.sort_unstable();
    Stop {
        kind,
        heads,
        at_ms,
        position: 0.0,
    }
}

fn holds(stops: &[(usize, Stop)], heads: &[ChangeHash]) -> bool {
    stops.iter().any(|(_, stop)| stop.heads == heads)
}

fn parsed(heads: &[String]) -> Option<Vec<ChangeHash>> {
    heads.iter().map(|head| head.parse().ok()).collect()
}

/// Gives every stop its place: named ones lie evenly, and so do the others between two of them.
fn lay_out(stops: &mut [Stop]) {
    let Some(last) = stops.len().checked_sub(1) else {
        return;
    };
    let mut named: Vec<usize> = (0..=last).filter(|at| stops[*at].is_named()).collect();
    if named.first() != Some(&0) {
        named.insert(0, 0);
    }
    let begins_unnamed = !stops[0].is_named() && named.len() > 2;
    let width = |part: usize| {
        if part == 0 && begins_unnamed {
            BEGINNING
        } else {
            1.0
        }
    };
    let whole: f64 = (0..named.len().saturating_sub(1)).map(width).sum();
    let mut from = 0.0;
    for (part, ends) in named.windows(2).enumerate() {
        let wide = width(part) / whole;
        let count = ends[1] - ends[0];
        for (step, stop) in stops[ends[0]..ends[1]].iter_mut().enumerate() {
            stop.position = from + wide * step as f64 / count as f64;
        }
        from += wide;
    }
    stops[last].position = if last == 0 { 0.0 } else { 1.0 };
}
