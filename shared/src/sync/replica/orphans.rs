//! Changes that wait for others which they build on. They stay outside of Automerge's own queue: from there nobody can take
//! them back, and there one that never comes into the document holds its author's number against the author's true
//! change.

use std::collections::HashMap;

use automerge::{Change, ChangeHash};

use super::{LinkId, Replica};
use crate::sync::limits;

/// A change that waits, and who sent it (nobody: it came from the store).
#[derive(Debug, Clone)]
pub(super) struct Orphan {
    pub(super) change: Change,
    pub(super) link: Option<LinkId>,
}

/// Changes to be applied, and who sent them.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) link: Option<LinkId>,
    pub(super) changes: Vec<Change>,
}

/// Changes that may be applied, each after those that it builds on.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    pub(super) ready: Vec<Change>,
    /// Those among them that had waited.
    pub(super) released: Vec<Orphan>,
    /// Who brought more that has to wait than may wait.
    pub(super) overflowing: Vec<LinkId>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Held {
    changes: usize,
    bytes: usize,
}

#[derive(Debug, Default)]
pub(super) struct Orphans {
    held: HashMap<ChangeHash, Orphan>,
    /// What waits for a change: each orphan stands here once, for one change that it lacks.
    waiting: HashMap<ChangeHash, Vec<ChangeHash>>,
    by_link: HashMap<Option<LinkId>, Held>,
    bytes: usize,
}

impl Orphans {
    pub(super) fn len(&self) -> usize {
        self.held.len()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Lets a change wait for `lacking`; tells whether there is room.
    fn hold(&mut self, lacking: ChangeHash, orphan: Orphan) -> bool {
        let hash = orphan.change.hash();
        let size = orphan.change.raw_bytes().len();
        if let Some(held) = self.held.get_mut(&hash) {
            // What the store has too does not go with the link that sent it first.
            if orphan.link.is_none() && held.link.is_some() {
                let before = std::mem::take(&mut held.link);
                self.count_down(before, size);
                let own = self.by_link.entry(None).or_default();
                own.changes += 1;
                own.bytes += size;
            }
            return true;
        }
        let own = self.by_link.entry(orphan.link).or_default();
        // What is in the store already is not a stranger's, and is not sent again.
        let fits = orphan.link.is_none()
            || (own.changes < limits::ORPHANS_PER_LINK_MAX
                && own.bytes.saturating_add(size) <= limits::ORPHAN_BYTES_PER_LINK_MAX
                && self.held.len() < limits::ORPHANS_MAX
                && self.bytes.saturating_add(size) <= limits::ORPHAN_BYTES_MAX);
        if fits {
            own.changes += 1;
            own.bytes += size;
            self.bytes += size;
            self.waiting.entry(lacking).or_default().push(hash);
            self.held.insert(hash, orphan);
        }
        fits
    }

    /// Takes out what waited for `arrived`. It may lack something else.
    fn release(&mut self, arrived: &ChangeHash) -> Vec<Orphan> {
        let hashes = self.waiting.remove(arrived).unwrap_or_default();
        let released: Vec<Orphan> = hashes
            .iter()
            .filter_map(|hash| self.held.remove(hash))
            .collect();
        for orphan in &released {
            let size = orphan.change.raw_bytes().len();
            self.bytes -= size;
            self.count_down(orphan.link, size);
        }
        released
    }

    fn count_down(&mut self, link: Option<LinkId>, size: usize) {
        if let Some(own) = self.by_link.get_mut(&link) {
            own.changes -= 1;
            own.bytes -= size;
            if own.changes == 0 {
                self.by_link.remove(&link);
            }
        }
    }

    /// Forgets what a link sent: if it is worth anything, it comes again.
    pub(super) fn forget(&mut self, link: LinkId) {
        if self.by_link.remove(&Some(link)).is_none() {
            return;
        }
        self.held.retain(|_, orphan| orphan.link != Some(link));
        self.bytes = self.held.values().map(|o| o.change.raw_bytes().len()).sum();
        let held = &self.held;
        self.waiting.retain(|_, hashes| {
            hashes.retain(|hash| held.contains_key(hash));
            !hashes.is_empty()
        });
    }

    /// What has to come for these changes to be in the document: of those that wait here, what they lack.
    pub(super) fn lacking(
        &self,
        wanted: &[ChangeHash],
        is_here: impl Fn(&ChangeHash) -> bool,
    ) -> Vec<ChangeHash> {
        let mut lacking = Vec::new();
        let mut seen: Vec<ChangeHash> = wanted.to_vec();
        let mut next = 0;
        let mut known: std::collections::HashSet<ChangeHash> = seen.iter().copied().collect();
        while let Some(hash) = seen.get(next).copied() {
            next += 1;
            match self.held.get(&hash) {
                Some(orphan) => {
                    for dep in orphan.change.deps() {
                        if !is_here(dep) && known.insert(*dep) {
                            seen.push(*dep);
                        }
                    }
                }
                None => lacking.push(hash),
            }
        }
        lacking
    }
}

impl Replica {
    /// Parts what can be applied from what has to wait.
    pub(super) fn sort_out(&mut self, parts: Vec<Part>) -> Sorted {
        let mut sorted = Sorted::default();
        let mut coming = std::collections::HashSet::new();
        // What is left to look at, the next one last; and whether it had waited.
        let mut open: Vec<(Orphan, bool)> = Vec::new();
        for part in parts.into_iter().rev() {
            let link = part.link;
            let changes = part.changes.into_iter().rev();
            open.extend(changes.map(|change| (Orphan { change, link }, false)));
        }
        while let Some((orphan, had_waited)) = open.pop() {
            let hash = orphan.change.hash();
            if coming.contains(&hash) || self.has_change(&hash) {
                continue;
            }
            let is_here = |dep: &&ChangeHash| coming.contains(*dep) || self.has_change(dep);
            let lacking = orphan.change.deps().iter().find(|dep| !is_here(dep));
            if let Some(lacking) = lacking.copied() {
                let link = orphan.link;
                if !self.orphans.hold(lacking, orphan)
                    && let Some(link) = link
                    && !sorted.overflowing.contains(&link)
                {
                    sorted.overflowing.push(link);
                }
                continue;
            }
            coming.insert(hash);
            let freed = self.orphans.release(&hash);
            open.extend(freed.into_iter().map(|orphan| (orphan, true)));
            if had_waited {
                sorted.released.push(orphan.clone());
            }
            sorted.ready.push(orphan.change);
        }
        sorted
    }
}
