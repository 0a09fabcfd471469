//! What the plan book shows of a case: rules over its needs and its network, in facts that a screen puts into words.

mod coverage;

pub use coverage::{AreaCover, Cover, Coverage, NeedCover};
