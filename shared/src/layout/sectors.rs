//! The institutional ring's sectors, one for each ámbito.

use std::collections::BTreeMap;
use std::f64::consts::{PI, TAU};

use crate::case::{Ring, Sector};

use super::geometry::real;
use super::request::LayoutRequest;

/// The least width of a sector: an empty ámbito stays in sight.
const WIDTH_MIN: f64 = PI / 6.0;

/// A sector of the institutional ring. Angles are radians clockwise from twelve o'clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SectorArc {
    /// The ámbito; `None` for the actors that have none.
    pub sector: Option<Sector>,
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Its actors.
    pub count: usize,
}

impl SectorArc {
    /// The angle in its middle.
    #[must_use]
    pub fn middle(&self) -> f64 {
        f64::midpoint(self.from, self.to)
    }
}

/// The sectors from twelve o'clock on: width in proportion to the actors, never below the least one.
pub(super) fn sectors_of(request: &LayoutRequest) -> Vec<SectorArc> {
    let mut counts: BTreeMap<Option<Sector>, usize> = BTreeMap::new();
    for actor in request
        .actors
        .values()
        .filter(|actor| actor.ring == Ring::Institutional)
    {
        *counts.entry(actor.sector).or_default() += 1;
    }
    let mut kinds: Vec<Option<Sector>> = Sector::ALL.iter().copied().map(Some).collect();
    if counts.contains_key(&None) {
        kinds.push(None);
    }
    let count_of = |sector: &Option<Sector>| counts.get(sector).copied().unwrap_or(0);

    // Sectors that would be too narrow take the least width; the others share the rest, until none is too narrow.
    let mut narrow = vec![false; kinds.len()];
    let share = loop {
        let taken = real(narrow.iter().filter(|is| **is).count()) * WIDTH_MIN;
        let wide = kinds.iter().zip(&narrow).filter(|(_, narrow)| !**narrow);
        let actors = real(wide.map(|(sector, _)| count_of(sector)).sum());
        let share = if actors > 0.0 {
            (TAU - taken) / actors
        } else {
            0.0
        };
        let mut changed = false;
        for (sector, narrow) in kinds.iter().zip(&mut narrow) {
            if !*narrow && real(count_of(sector)) * share < WIDTH_MIN {
                *narrow = true;
                changed = true;
            }
        }
        if !changed {
            break share;
        }
    };
    let even = narrow.iter().all(|is| *is);
    let mut from = 0.0;
    kinds
        .iter()
        .zip(narrow)
        .map(|(sector, narrow)| {
            let width = match (even, narrow) {
                (true, _) => TAU / real(kinds.len()),
                (false, true) => WIDTH_MIN,
                (false, false) => real(count_of(sector)) * share,
            };
            let arc = SectorArc {
                sector: *sector,
                from,
                to: from + width,
                count: count_of(sector),
            };
            from += width;
            arc
        })
        .collect()
}
