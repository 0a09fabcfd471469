//! Where a person's own edits have got to, as the screen says it.

use trama_shared::sync::replica::OwnEdits;

use super::super::store::StoreError;

/// The honest states of a person's own edits in one case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SaveState {
    /// Everything of this person is on the server's disk.
    #[default]
    Saved,
    /// Being written on this device; a few milliseconds.
    Storing,
    /// Kept on this device, not sent.
    OnDevice {
        /// How many changes.
        changes: usize,
    },
    /// Sent; the server has not said yet that they are on its disk.
    Sent,
    /// On the server's disk, and these people have it on their screens.
    SeenBy(Vec<String>),
    /// The server cannot write; the edits are on this device.
    ServerFailing,
    /// This device cannot write: the edits are only in this page.
    DeviceFailing(StoreError),
}

impl SaveState {
    /// The one state to tell: that of the edit which is worst off, over all documents of the case.
    #[must_use]
    pub fn of<'a>(
        documents: impl Iterator<Item = &'a OwnEdits>,
        typing: bool,
        trouble: Option<StoreError>,
        seen_by: Vec<String>,
    ) -> Self {
        let mut sum = OwnEdits::default();
        for own in documents {
            sum.unstored += own.unstored;
            sum.unsaved += own.unsaved;
            sum.sent += own.sent;
            sum.device_failing |= own.device_failing;
            sum.server_failing |= own.server_failing;
        }
        if sum.device_failing && sum.unstored > 0 {
            Self::DeviceFailing(trouble.unwrap_or(StoreError::Failed))
        } else if typing || sum.unstored > 0 {
            Self::Storing
        } else if sum.unsaved == 0 {
            if seen_by.is_empty() {
                Self::Saved
            } else {
                Self::SeenBy(seen_by)
            }
        } else if sum.server_failing {
            Self::ServerFailing
        } else if sum.sent >= sum.unsaved {
            Self::Sent
        } else {
            Self::OnDevice {
                changes: sum.unsaved,
            }
        }
    }

    /// The state as one word, for styles and tests.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Saved | Self::SeenBy(_) => "saved",
            Self::Storing => "storing",
            Self::OnDevice { .. } => "device",
            Self::Sent => "sent",
            Self::ServerFailing => "storage-failing",
            Self::DeviceFailing(_) => "device-failing",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(own: OwnEdits, typing: bool) -> SaveState {
        SaveState::of([own].iter(), typing, None, vec!["Diego".to_owned()])
    }

    #[test]
    fn the_edit_that_is_worst_off_decides() {
        let all = OwnEdits {
            unstored: 1,
            unsaved: 3,
            sent: 2,
            ..OwnEdits::default()
        };
        assert_eq!(state(all, false), SaveState::Storing);
        let stored = OwnEdits { unstored: 0, ..all };
        assert_eq!(state(stored, false), SaveState::OnDevice { changes: 3 });
        assert_eq!(
            state(OwnEdits { sent: 3, ..stored }, false),
            SaveState::Sent
        );
        assert_eq!(
            state(OwnEdits::default(), false),
            SaveState::SeenBy(vec!["Diego".to_owned()])
        );
    }

    #[test]
    fn nothing_is_called_saved_while_somebody_types() {
        assert_eq!(state(OwnEdits::default(), true), SaveState::Storing);
    }

    #[test]
    fn storage_that_fails_is_told() {
        let own = OwnEdits {
            unsaved: 1,
            server_failing: true,
            sent: 1,
            ..OwnEdits::default()
        };
        assert_eq!(state(own, false), SaveState::ServerFailing);
        let own = OwnEdits {
            unstored: 1,
            unsaved: 1,
            device_failing: true,
            ..OwnEdits::default()
        };
        assert_eq!(
            state(own, false),
            SaveState::DeviceFailing(StoreError::Failed)
        );
    }
}
