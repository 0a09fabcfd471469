//! The click that a finger's touch leaves behind. A touch that opens a dialog as the finger lifts is followed by a press
//! and a click at the same spot, which then lies in the dialog: nobody has chosen what is there, and the press would take
//! the focus away from where the dialog begins.

use leptos::prelude::*;
use web_sys::MouseEvent;

use crate::services::clock;

/// After this many milliseconds no click is left over from before.
const GONE_MS: f64 = 700.0;

/// Tells clicks that began in a dialog from those that were left behind.
#[derive(Debug, Clone, Copy)]
pub struct Stray {
    opened_at: StoredValue<f64>,
    pressed: StoredValue<bool>,
}

impl Default for Stray {
    fn default() -> Self {
        Self {
            opened_at: StoredValue::new(0.0),
            pressed: StoredValue::new(false),
        }
    }
}

impl Stray {
    /// The dialog opens.
    pub fn opens(self) {
        self.opened_at.set_value(clock::now_ms());
        self.pressed.set_value(false);
    }

    /// Something was pressed in the dialog: clicks are meant from now on.
    pub fn presses(self) {
        self.pressed.set_value(true);
    }

    /// Swallows a press or click that began before the dialog was there.
    pub fn stop(self, click: &MouseEvent) {
        let soon = clock::now_ms() - self.opened_at.get_value() < GONE_MS;
        // Keys and programs click without a pointer.
        if soon && click.detail() > 0 && !self.pressed.get_value() {
            click.prevent_default();
            click.stop_propagation();
        }
    }
}
