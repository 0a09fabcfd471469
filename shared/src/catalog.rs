//! The lists of the field that the product carries: ids only, the words are in the locales.

mod needs;

pub use needs::{NeedArea, NeedRow};
