//! What the plan book shows of a case: rules over its needs, its commitments and its network, in facts that a screen puts into words.

mod agenda;
mod coverage;

pub use agenda::{Agenda, Consequence, GoalGroup, SOON_DAYS, Standing};
pub use coverage::{AreaCover, Cover, Coverage, NeedCover};
