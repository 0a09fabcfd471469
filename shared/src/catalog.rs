//! The lists of the field that the product carries: ids only, the words are in the locales.

mod guide;
mod needs;

pub use guide::{GuideKind, GuideType};
pub use needs::{NeedArea, NeedRow};
