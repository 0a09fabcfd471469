//! The network as a graph, and what can be said of it in numbers.
//!
//! Everything counts **live** ties only: one that is broken, or that is still to be built, carries nothing today. The
//! network's **members** are the actors with a live tie to the person; the others stand apart, as *sin vínculo*.
//! Directions do not count: who knows whom does, as in Burt's and Freeman's measures.

mod composition;
mod graph;
mod holes;
mod measures;
mod paths;
mod tally;

#[cfg(test)]
mod tests;

pub use composition::{AreaBalance, Balance, Mix, QualityCount, Share, SupportCount};
pub use graph::{EgoNetwork, is_live, ring_of};
pub use measures::{Betweenness, Measures};
pub use tally::Tally;
