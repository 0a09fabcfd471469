//! Giving way: when somebody else's change has taken the number of one of ours, ours can go nowhere. It is written again
//! under a new actor, with all that builds on it, and nothing of the work is lost.
//!
//! Every tab and device that has these changes comes to the same new ones, byte for byte: the new actor is derived from
//! the change that could not stay. Nobody else can know it before.

use std::collections::HashMap;

use automerge::{
    ActorId, Automerge, Change, ChangeHash, ExpandedChange,
    legacy::{ElementId, Key, ObjectId, OpId},
};
use sha2::{Digest, Sha256};

use super::{Effect, Origin, Replica, apply::NotApplied};
use crate::sync::{
    chunk::{Chunk, ChunkKind},
    guard::contain,
};

/// The actor that takes the place of another, from some point on.
struct Successor {
    actor: ActorId,
    first_seq: u64,
    first_op: u64,
}

/// A history of which some was written again.
struct Rewritten {
    doc: Automerge,
    successors: HashMap<ActorId, Successor>,
}

impl Replica {
    /// Writes again what stands in the way of these changes. The document is as if ours had been made under another actor.
    pub(super) fn give_way(&mut self, incoming: &[Change]) -> Result<(), NotApplied> {
        let doc = &self.doc;
        let rewritten = contain(|| rewrite(doc, incoming)).map_err(|_| NotApplied::Broken)?;
        let Rewritten { doc, successors } = rewritten.ok_or(NotApplied::Broken)?;
        if successors.contains_key(&self.config.actor) {
            // What is edited from now on continues neither the old actor nor the one that other tabs may come to as well.
            self.config.actor = derived(b"trama: goes on", self.config.actor.to_bytes());
        }
        let bytes = contain(|| doc.save()).map_err(|_| NotApplied::Broken)?;
        self.doc = doc.with_actor(self.config.actor.clone());
        // One record takes the place of all: what was written under the old numbers must not be read beside the new.
        self.pending = vec![Chunk::new(ChunkKind::Snapshot, bytes)];
        self.superseded = self.durable.keys().copied().collect();
        for link in self.links.values_mut() {
            link.restart();
        }
        let held = std::mem::take(&mut self.acknowledged);
        self.acknowledged = held.into_iter().filter(|h| self.has_change(h)).collect();
        self.effects.push(Effect::GaveWay {
            actor: self.config.actor.clone(),
        });
        self.changed(Origin::Loaded, Vec::new());
        Ok(())
    }
}

fn derived(purpose: &[u8], from: &[u8]) -> ActorId {
    let mut hash = Sha256::new();
    hash.update(purpose);
    hash.update(from);
    ActorId::from(&hash.finalize()[..16])
}

/// `None` if nothing stands in the way, so that writing again would not help.
fn rewrite(doc: &Automerge, incoming: &[Change]) -> Option<Rewritten> {
    let history = doc.get_changes(&[]);
    let taken: HashMap<(&ActorId, u64), ChangeHash> = incoming
        .iter()
        .map(|change| ((change.actor_id(), change.seq()), change.hash()))
        .collect();
    let mut successors: HashMap<ActorId, Successor> = HashMap::new();
    let mut renamed: HashMap<ChangeHash, ChangeHash> = HashMap::new();
    let mut changes = Vec::with_capacity(history.len());
    for change in history {
        let clashes = taken
            .get(&(change.actor_id(), change.seq()))
            .is_some_and(|other| *other != change.hash());
        let builds_on_them = change.deps().iter().any(|dep| renamed.contains_key(dep));
        if !clashes && !builds_on_them && !successors.contains_key(change.actor_id()) {
            changes.push(change);
            continue;
        }
        let old = change.hash();
        successors
            .entry(change.actor_id().clone())
            .or_insert_with(|| Successor {
                actor: derived(b"trama: written again", &old.0),
                first_seq: change.seq(),
                first_op: change.start_op().get(),
            });
        let again = write_again(change.decode(), &successors, &renamed);
        renamed.insert(old, again.hash());
        changes.push(again);
    }
    if renamed.is_empty() {
        return None;
    }
    let mut doc = Automerge::new();
    doc.apply_changes_batch(changes).ok()?;
    Some(Rewritten { doc, successors })
}

fn write_again(
    mut change: ExpandedChange,
    successors: &HashMap<ActorId, Successor>,
    renamed: &HashMap<ChangeHash, ChangeHash>,
) -> Change {
    let id = |OpId(counter, actor): OpId| match successors.get(&actor) {
        Some(successor) if counter >= successor.first_op => OpId(counter, successor.actor.clone()),
        _ => OpId(counter, actor),
    };
    for op in &mut change.operations {
        if let ObjectId::Id(object) = &op.obj {
            op.obj = ObjectId::Id(id(object.clone()));
        }
        if let Key::Seq(ElementId::Id(element)) = &op.key {
            op.key = Key::Seq(ElementId::Id(id(element.clone())));
        }
        op.pred = op.pred.iter().cloned().map(id).collect();
    }
    for dep in &mut change.deps {
        if let Some(new) = renamed.get(dep) {
            *dep = *new;
        }
    }
    // The order of dependencies is part of a change's bytes.
    change.deps.sort_unstable();
    if let Some(successor) = successors.get(&change.actor_id) {
        change.seq -= successor.first_seq - 1;
        change.actor_id = successor.actor.clone();
    }
    change.hash = None;
    Change::from(change)
}
