//! The map's editor without its screen: what a pointer or a key means, where the camera stands, what is chosen,
//! and which edits follow. Plain Rust with no DOM, so that every rule of interaction is tested natively.
//!
//! One way only: input → [`tool`] (a small state machine) → [`Intent`] → [`plan`] → `Edit`.
//! What does not belong here: reading events, drawing, texts, and any rule of the domain that `shared` owns.

pub mod camera;
pub mod clipboard;
pub mod gesture;
pub mod input;
pub mod intent;
pub mod keys;
pub mod plan;
pub mod selection;
pub mod sense;
pub mod sight;
pub mod standing;
pub mod tool;
pub mod view;
pub mod walk;

pub use camera::{Camera, Frame};
pub use input::{Hit, PointerInput, Spot};
pub use intent::Intent;
pub use selection::Selection;
pub use tool::{Tool, ToolKind};
pub use view::MapView;

pub use crate::components::case_map::CaseMap;
