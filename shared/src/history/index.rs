//! Every change of a document in the order of time, found a slice at a time.

use std::collections::HashMap;

use automerge::{Automerge, ChangeHash};

/// One change, as far as the order depends on it.
#[derive(Debug, Clone)]
struct Entry {
    hash: ChangeHash,
    deps: Vec<ChangeHash>,
    /// Greater than that of everything that it builds on, but for changes without content.
    lamport: u64,
    /// When its author's clock says that it was made, in seconds since 1970; 0 where nobody said.
    said_s: i64,
    /// As `said_s`, but never before what it builds on.
    at_s: i64,
}

/// A moment of the history: what had been done by then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The heads of the document then, sorted.
    pub heads: Vec<ChangeHash>,
    /// When the last change before it was made, in milliseconds since 1970; 0 where nobody said.
    pub at_ms: i64,
    /// How many changes had been made by then.
    pub changes: usize,
}

/// The changes of a document in an order that everybody who has the same changes agrees on: by time, and never before
/// what they build on.
#[derive(Debug, Default)]
pub struct MomentIndex {
    /// Every change that was found, as it was found.
    entries: Vec<Entry>,
    /// Where a change stands in `entries`.
    known: HashMap<ChangeHash, usize>,
    /// Places in `entries`, in order.
    order: Vec<usize>,
    /// Where each of `entries` stands in the order, from 1; 0 while it is not in order.
    rank: Vec<usize>,
    /// Changes to look at.
    visit: Vec<ChangeHash>,
    /// Found and to be dated, what others build on first; how many of them are dated.
    fresh: Vec<usize>,
    dated: usize,
    /// When the first change that has a time was made.
    begin_s: i64,
}

impl MomentIndex {
    /// Looks at up to `changes` more changes of `doc`; answers whether there is more to do. To be called again when the
    /// document has changed: only what is new is looked at then.
    pub fn advance(&mut self, doc: &Automerge, changes: usize) -> bool {
        if self.fresh.is_empty() {
            if self.visit.is_empty() {
                let heads = doc.get_heads();
                self.visit
                    .extend(heads.iter().filter(|head| !self.known.contains_key(*head)));
            }
            self.find(doc, changes);
            return !(self.visit.is_empty() && self.fresh.is_empty());
        }
        self.date(changes);
        if self.dated < self.fresh.len() {
            return true;
        }
        self.put_in_order();
        // Something may have come into the document meanwhile.
        doc.get_heads()
            .iter()
            .any(|head| !self.known.contains_key(head))
    }

    /// Walks back from the heads.
    fn find(&mut self, doc: &Automerge, changes: usize) {
        for _ in 0..changes {
            let Some(hash) = self.visit.pop() else { break };
            if self.known.contains_key(&hash) {
                continue;
            }
            let Some(meta) = doc.get_change_meta_by_hash(&hash) else {
                continue;
            };
            self.known.insert(hash, self.entries.len());
            let unknown = meta
                .deps
                .iter()
                .filter(|dep| !self.known.contains_key(*dep));
            self.visit.extend(unknown);
            self.entries.push(Entry {
                hash,
                lamport: meta.max_op,
                said_s: meta.timestamp.max(0),
                at_s: 0,
                deps: meta.deps,
            });
        }
        if self.visit.is_empty() {
            self.fresh = (self.rank.len()..self.entries.len()).collect();
            self.dated = 0;
            let entries = &self.entries;
            self.fresh.sort_unstable_by_key(|at| entries[*at].lamport);
        }
    }

    /// Dates what was found: nothing was made before what it builds on.
    fn date(&mut self, changes: usize) {
        let until = (self.dated + changes).min(self.fresh.len());
        for nth in self.dated..until {
            let at = self.fresh[nth];
            let entry = &self.entries[at];
            let after = entry
                .deps
                .iter()
                .filter_map(|dep| self.known.get(dep))
                .map(|dep| self.entries[*dep].at_s);
            self.entries[at].at_s = after.fold(entry.said_s, i64::max);
        }
        self.dated = until;
    }

    fn put_in_order(&mut self) {
        let mut fresh = std::mem::take(&mut self.fresh);
        let entries = &self.entries;
        let before = |one: &usize, other: &usize| {
            let key = |at: usize| (entries[at].at_s, entries[at].lamport, entries[at].hash);
            key(*one).cmp(&key(*other))
        };
        fresh.sort_unstable_by(before);
        let follows = match (self.order.last(), fresh.first()) {
            (Some(last), Some(first)) => before(last, first).is_lt(),
            _ => true,
        };
        self.order.append(&mut fresh);
        if !follows {
            self.order.sort_unstable_by(before);
        }
        self.rank.resize(self.entries.len(), 0);
        for (rank, at) in self.order.iter().enumerate() {
            self.rank[*at] = rank + 1;
        }
        let dated = self.order.iter().map(|at| self.entries[*at].at_s);
        self.begin_s = dated.into_iter().find(|at_s| *at_s > 0).unwrap_or(0);
    }

    /// How many changes are in order.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether no change is in order yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// How many changes were found so far, in order or not.
    #[must_use]
    pub fn found(&self) -> usize {
        self.entries.len()
    }

    /// After how many changes the latest of `heads` was made; `None` while one of them is unknown.
    #[must_use]
    pub fn reached(&self, heads: &[ChangeHash]) -> Option<usize> {
        let ranks: Option<Vec<usize>> = heads
            .iter()
            .map(|head| self.rank.get(*self.known.get(head)?).copied())
            .collect();
        ranks?.into_iter().max().filter(|reached| *reached > 0)
    }

    /// When the last of the first `changes` changes was made, in milliseconds since 1970; 0 where nobody said.
    #[must_use]
    pub fn at_ms(&self, changes: usize) -> i64 {
        let Some(last) = changes.checked_sub(1).and_then(|rank| self.entry(rank)) else {
            return 0;
        };
        // A clock that ran ahead moves what came after it, not the date that is shown for it.
        let at_s = match last.said_s {
            0 => self.at_s(changes - 1),
            said_s => said_s,
        };
        at_s.saturating_mul(1_000)
    }

    /// The change whose hash begins with these hexadecimal digits (an even number of them), if there is just one.
    #[must_use]
    pub fn named(&self, digits: &str) -> Option<ChangeHash> {
        let begin = hex::decode(digits).ok()?;
        let mut found = self
            .entries
            .iter()
            .filter(|entry| entry.hash.as_ref().starts_with(&begin));
        let one = found.next()?;
        found.next().is_none().then_some(one.hash)
    }

    /// The moments at which the history can be looked at: after every change, or where it has more than `max`, where
    /// the longest pauses were. The last one is the present.
    #[must_use]
    pub fn steps(&self, max: usize) -> Vec<Step> {
        let mut cuts = self.cuts(max.max(1));
        cuts.push(self.order.len());
        let mut steps = Vec::with_capacity(cuts.len());
        let mut heads: Vec<ChangeHash> = Vec::new();
        let mut done = 0;
        for cut in cuts {
            for at in &self.order[done..cut] {
                let entry = &self.entries[*at];
                heads.retain(|head| !entry.deps.contains(head));
                heads.push(entry.hash);
            }
            if cut > done {
                let mut heads = heads.clone();
                heads.sort_unstable();
                steps.push(Step {
                    heads,
                    at_ms: self.at_ms(cut),
                    changes: cut,
                });
            }
            done = cut;
        }
        steps
    }

    /// Before which changes the history is cut into `max` parts, in order.
    fn cuts(&self, max: usize) -> Vec<usize> {
        let count = self.order.len();
        // What nobody has dated goes with what was before it: a document is created, and filled from a file, so.
        let dated = |rank: &usize| self.entry(*rank).is_some_and(|entry| entry.said_s > 0);
        let cuttable: Vec<usize> = (1..count).filter(dated).collect();
        if cuttable.len() < max {
            return cuttable;
        }
        let pauses: Vec<i64> = cuttable
            .iter()
            .map(|rank| self.at_s(*rank) - self.at_s(*rank - 1))
            .collect();
        let wanted = max - 1;
        let mut longest = pauses.clone();
        let Some(last) = wanted.checked_sub(1) else {
            return Vec::new();
        };
        let (_, least, _) = longest.select_nth_unstable_by(last, |one, other| other.cmp(one));
        let least = *least;
        let at = |keep: fn(i64, i64) -> bool| {
            let kept = pauses
                .iter()
                .enumerate()
                .filter(move |(_, pause)| keep(**pause, least));
            kept.map(|(nth, _)| cuttable[nth]).collect::<Vec<usize>>()
        };
        let mut cuts = at(|pause, least| pause > least);
        // Among pauses that are as long as one another, those that lie evenly.
        let even = at(|pause, least| pause == least);
        let wanted = wanted - cuts.len();
        cuts.extend((1..=wanted).filter_map(|nth| even.get(nth * even.len() / (wanted + 1))));
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    fn entry(&self, rank: usize) -> Option<&Entry> {
        self.order.get(rank).map(|at| &self.entries[*at])
    }

    /// A document is created by a change without a time: it counts as made when the first that has one was.
    fn at_s(&self, rank: usize) -> i64 {
        match self.entry(rank).map_or(0, |entry| entry.at_s) {
            0 => self.begin_s,
            at_s => at_s,
        }
    }
}
