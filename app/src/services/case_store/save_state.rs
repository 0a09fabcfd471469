//! Where a person's own edits have got to, as the screen says it.

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
