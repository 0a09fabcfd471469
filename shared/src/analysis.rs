//! What the plan book shows of a case: rules over its needs, its commitments and its network, in facts that a screen puts into words.

mod agenda;
mod coverage;
mod deadlines;
mod foci;
mod guide;
mod overlap;
mod protection;
mod references;

pub use agenda::{Agenda, Consequence, GoalGroup, SOON_DAYS, Standing};
pub use coverage::{AreaCover, Cover, Coverage, NeedCover};
pub use deadlines::{Dated, Deadline, When, by_time, deadlines};
pub use foci::{Balance, FociMatrix, FocusCell, Lean, suggested_focus};
pub use guide::{ASSOCIATIONS_MIN, GuideProgress};
pub use overlap::Overlap;
pub use protection::ProtectionAgenda;
pub use references::References;
