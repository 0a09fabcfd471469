//! Drawing the map: geometry from `trama_shared::layout` into SVG, one component for each kind of thing.
//!
//! What does not belong here: deciding anything. Where things stand is the layout's, what a touch means the editor's,
//! colours the style sheet's.

pub mod household;
pub mod label;
pub mod lock;
pub mod node;
pub mod person;
pub mod picture;
pub mod preview;
pub mod rings;
pub mod sample;
pub mod tie;
