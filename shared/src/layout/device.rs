//! Sizes by class of device: what is read at arm's length on a tablet is read from across the room on a projector.

use crate::case::View;

use super::geometry::Size;

/// The class of device that a drawing is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Device {
    /// 1024×768 and up, touch or pen.
    Tablet,
    /// Read from several metres.
    Projector,
    /// Narrow: labels without room are left to a tap.
    Phone,
    /// A4 in black and white.
    Print,
}

/// Every size of a drawing, in canvas pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Widths of lines and arrowheads: 1 on the tablet.
    pub k: f64,
    /// Size of a node; less where a ring is crowded.
    pub node_px: f64,
    /// Size of a node where there is room for everybody.
    pub node_full_px: f64,
    /// Size of a name.
    pub name_px: f64,
    /// From one line of a label to the next.
    pub name_line_px: f64,
    /// Size of a role.
    pub role_px: f64,
    /// Widest label.
    pub label_width_px: f64,
    /// Size of the person's name at the centre, before it is shrunk to fit.
    pub person_px: f64,
    /// Size of a sector's heading.
    pub heading_px: f64,
    /// Size of a ring's name.
    pub ring_name_px: f64,
    /// From the outer ring to the nearest edge of the canvas.
    pub margin_px: f64,
    /// Whether rings and sectors are named on the map itself.
    pub named: bool,
}

impl Scale {
    /// The tablet's sizes, which are also those in which actors are arranged.
    pub(super) const TABLET: Self = Self {
        k: 1.0,
        node_px: 26.0,
        node_full_px: 26.0,
        name_px: 12.5,
        name_line_px: 14.75,
        role_px: 11.5,
        label_width_px: 90.0,
        person_px: 15.5,
        heading_px: 12.0,
        ring_name_px: 11.0,
        margin_px: 32.0,
        named: true,
    };

    /// The sizes of a class of device on a canvas with room for them.
    #[must_use]
    pub const fn of(device: Device) -> Self {
        match device {
            Device::Tablet => Self::TABLET,
            Device::Projector => Self {
                k: 1.62,
                node_px: 42.0,
                node_full_px: 42.0,
                name_px: 20.0,
                name_line_px: 23.5,
                role_px: 17.0,
                label_width_px: 170.0,
                person_px: 25.0,
                heading_px: 18.0,
                ring_name_px: 16.0,
                margin_px: 46.0,
                named: true,
            },
            Device::Phone => Self {
                k: 0.66,
                node_px: 16.0,
                node_full_px: 16.0,
                name_px: 11.5,
                name_line_px: 13.5,
                role_px: 11.0,
                label_width_px: 84.0,
                person_px: 12.5,
                heading_px: 11.0,
                ring_name_px: 11.0,
                margin_px: 9.0,
                named: false,
            },
            Device::Print => Self {
                k: 0.92,
                node_px: 23.0,
                node_full_px: 23.0,
                name_px: 12.0,
                name_line_px: 14.25,
                role_px: 11.0,
                label_width_px: 90.0,
                person_px: 14.0,
                heading_px: 11.5,
                ring_name_px: 11.0,
                margin_px: 30.0,
                named: true,
            },
        }
    }

    /// The sizes on a given canvas. Where the canvas is smaller than the class expects, shapes shrink with it, and
    /// letters a little; nothing ever falls below 11 px.
    #[must_use]
    pub fn on(device: Device, view: View, canvas: Size) -> Self {
        let full = Self::of(device);
        let share = match view {
            View::Rings | View::Sluzki => {
                (canvas.width.min(canvas.height) * 0.5 - full.margin_px)
                    / (298.0 * full.node_px / 26.0)
            }
            View::Ecomap => (canvas.height / 660.0).min(canvas.width / 736.0) * 26.0 / full.node_px,
        };
        let (shapes, letters) = (share.clamp(0.5, 1.0), share.clamp(0.83, 1.0));
        let text = |px: f64| (px * letters).max(11.0);
        Self {
            k: full.k * shapes,
            node_px: full.node_px * shapes,
            node_full_px: full.node_px * shapes,
            name_px: text(full.name_px),
            name_line_px: full.name_line_px * text(full.name_px) / full.name_px,
            role_px: text(full.role_px),
            label_width_px: full.label_width_px * letters,
            person_px: text(full.person_px),
            heading_px: text(full.heading_px),
            ring_name_px: text(full.ring_name_px),
            ..full
        }
    }
}
