//! Where everything on the map stands and how it is drawn: a request in, geometry out.
//!
//! Two steps, both pure and deterministic. [`arrange`] gives a [`Place`](crate::case::Place) to every actor that nobody
//! has placed by hand; [`draw`] turns places into paths, label boxes and hit shapes in canvas pixels, so that the app
//! decides nothing but colours. While something is dragged [`Frame`] converts between places and pixels, and
//! [`move_actors`] draws anew only what moves.
//!
//! Arranging happens in the proportions of the tablet whatever the screen, so that everybody at the table sees the same
//! picture; only `draw` knows pixels.

mod angle;
mod arrange;
mod badges;
mod crowd;
mod device;
mod drag;
mod draw;
mod drawing;
mod frame;
mod genogram;
mod geometry;
mod labels;
mod path;
mod request;
mod sample;
mod sectors;
mod shape;
mod standpoint;
mod stroke;
mod text;
mod tie_routes;

#[cfg(test)]
mod overlap;
#[cfg(test)]
mod tests;

pub use arrange::{arrange, arrange_keeping, free_place_near};
pub use badges::{Contrast, twin_lines};
pub use device::{Device, Scale};
pub use drag::{Moved, move_actors};
pub use draw::{DrawOptions, Shown, draw};
pub use drawing::{
    CentreDrawing, Drawing, HouseholdDrawing, KinshipDrawing, LabelDrawing, LabelLine, LabelPlace,
    LineStyle, Mark, NodeDrawing, RingDrawing, SectorDrawing, SymbolDrawing, TextAnchor,
    TieDrawing,
};
pub use frame::{Band, Drop, Frame};
pub use geometry::{Point, Rect, Size};
pub use request::{ActorNode, LayoutRequest, MapTexts, TieLink};
pub use sample::{
    TieSample, sample_crossed, sample_kinship, sample_node, sample_symbol, sample_tie,
};
pub use sectors::SectorArc;
pub use standpoint::{Standpoint, circle_at, rank_of};
pub use text::{Weight, width_of, wrap_name};
