//! The honest state of the edits made on this device.

use std::collections::BTreeSet;

use automerge::ChangeHash;

use super::Replica;

/// The state of the edits made on this device.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OwnEdits {
    /// Edits that are not even on this device's disk.
    pub unstored: usize,
    /// Edits that the server has not said to have (those of `unstored` and `sent` included).
    pub unsaved: usize,
    /// Of `unsaved`: edits that were sent and are not confirmed.
    pub sent: usize,
    /// This device cannot store at present.
    pub device_failing: bool,
    /// The server cannot store at present.
    pub server_failing: bool,
    /// The server takes no changes of this document from us.
    pub read_only: bool,
}

/// The four states that a screen tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SaveState {
    /// Some edits would be lost if this device stopped now.
    Unstored,
    /// All edits are on this device.
    OnDevice,
    /// All edits were sent; the server has not confirmed them all.
    Sent,
    /// The server has everything on its disk.
    Saved,
}

impl OwnEdits {
    /// The one state to show: that of the edit which is worst off.
    #[must_use]
    pub const fn state(&self) -> SaveState {
        if self.unstored > 0 {
            SaveState::Unstored
        } else if self.unsaved == 0 {
            SaveState::Saved
        } else if self.sent >= self.unsaved {
            SaveState::Sent
        } else {
            SaveState::OnDevice
        }
    }
}

impl Replica {
    /// The state of the edits made on this device.
    #[must_use]
    pub fn own_edits(&self) -> OwnEdits {
        let upstream = self.links.values().find(|link| link.upstream);
        let sent = upstream.map_or(0, |link| {
            self.unsaved.intersection(&link.state.sent_hashes).count()
        });
        OwnEdits {
            unstored: self.own_pending + self.in_flight.as_ref().map_or(0, |batch| batch.own),
            unsaved: self.unsaved.len(),
            sent,
            device_failing: self.failed_stores > 0,
            server_failing: self.upstream_failing && upstream.is_some(),
            read_only: upstream.is_some_and(|link| link.state.peer_read_only),
        }
    }

    /// What the server last said to have. Kept with the chunks and given back to [`Replica::load`], it lets a device
    /// say after a restart without network which edits are saved.
    #[must_use]
    pub fn acknowledged(&self) -> &[ChangeHash] {
        &self.acknowledged
    }

    /// Counts anew what the upstream does not have. Its word counts once all of it is known here: that may be later
    /// than it was said, when a sibling brings the rest.
    pub(super) fn count_unsaved(&mut self) {
        let upstream = self.links.values().find(|link| link.upstream);
        let said = upstream.and_then(|link| link.state.their_heads.as_ref());
        if let Some(heads) = said
            && heads.iter().all(|head| self.has_change(head))
        {
            self.acknowledged.clone_from(heads);
        }
        self.unsaved = if self.acknowledged == self.doc.get_heads() {
            BTreeSet::new()
        } else {
            self.doc
                .get_changes_meta(&self.acknowledged)
                .into_iter()
                .map(|change| change.hash)
                .collect()
        };
    }

    pub(super) fn has_change(&self, hash: &ChangeHash) -> bool {
        self.doc.get_change_meta_by_hash(hash).is_some()
    }

    pub(super) fn report_own_edits(&mut self) {
        if !self.config.patches {
            return;
        }
        let own = self.own_edits();
        if self.reported != Some(own) {
            self.reported = Some(own);
            self.effects.push(super::Effect::OwnEdits(own));
        }
    }
}
