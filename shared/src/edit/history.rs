//! Undo and redo of one's own edits, next to those of others. It can be stored and loaded as it is.

use automerge::transaction::Transactable;
use serde::{Deserialize, Serialize};

use super::{Deed, Edit, EditError, ProtectionEdit};
use crate::{case::Zone, limits};

/// One step back or forth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Step {
    /// The edit to make.
    edit: Edit,
    /// Its inverse, as it must turn out if nobody else has changed the same thing since.
    inverse: Edit,
    /// The step below it in its stack goes with it: what the user did at once writes into two documents.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    linked: bool,
    /// How long it is when written down, in bytes; 0 is not known yet.
    #[serde(skip)]
    bytes: usize,
}

/// The edits that a person can undo and redo.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct History {
    undo: Vec<Step>,
    redo: Vec<Step>,
    /// The step that was taken last goes together with the next one.
    #[serde(skip)]
    goes_on: bool,
}

impl History {
    /// Notes an edit that was made and the inverse that [`Edit::apply`] returned. With `join` it becomes one step
    /// with the edit before it, as the letters of a word do. Nothing can be redone after it.
    pub fn record(&mut self, made: Edit, inverse: Edit, join: bool) {
        self.redo.clear();
        self.goes_on = false;
        let zone = inverse.zone();
        let mut step = Step {
            edit: inverse,
            inverse: made,
            linked: false,
            bytes: 0,
        };
        if join && let Some(last) = self.undo.pop_if(|last| last.edit.zone() == zone) {
            step = last.joined(step);
        }
        push(&mut self.undo, step);
        self.trim();
    }

    /// Puts what an earlier session left before what this one has done: the device may answer only after the first
    /// edit was made. What was undone before can be redone only if nothing was done since.
    pub fn resume(&mut self, earlier: Self) {
        if self.undo.is_empty() && self.redo.is_empty() {
            self.redo = earlier.redo;
        }
        let since = std::mem::replace(&mut self.undo, earlier.undo);
        for step in since {
            push(&mut self.undo, step);
        }
        self.trim();
    }

    /// Forgets the oldest steps until the rest is short enough to be written down at every edit. The newest stays,
    /// however long it is.
    fn trim(&mut self) {
        let mut bytes = 0;
        for step in self.undo.iter_mut().chain(&mut self.redo) {
            if step.bytes == 0 {
                step.bytes = serde_json::to_vec(step).map_or(0, |written| written.len());
            }
            bytes += step.bytes;
        }
        while bytes > limits::UNDO_BYTES_MAX && self.undo.len() + self.redo.len() > 1 {
            let oldest = if self.undo.len() > 1 || self.redo.is_empty() {
                &mut self.undo
            } else {
                &mut self.redo
            };
            bytes -= forget_oldest(oldest);
        }
    }

    /// Notes that the newest edit and the one before it were made at once, in two documents: they are undone and
    /// redone together.
    pub fn link(&mut self) {
        // The first half may have been too long to be kept.
        let both = self.undo.len() > 1;
        if let Some(last) = self.undo.last_mut().filter(|_| both) {
            last.linked = true;
        }
    }

    /// Whether what was undone or redone last is only half of what the user did at once: the caller goes on.
    #[must_use]
    pub const fn goes_on(&self) -> bool {
        self.goes_on
    }

    /// The zone in whose document the next undo writes; `None` if there is nothing to undo.
    #[must_use]
    pub fn undo_zone(&self) -> Option<Zone> {
        self.undo.last().map(|step| step.edit.zone())
    }

    /// The zone in whose document the next redo writes; `None` if there is nothing to redo.
    #[must_use]
    pub fn redo_zone(&self) -> Option<Zone> {
        self.redo.last().map(|step| step.edit.zone())
    }

    /// What the next undo takes back; `None` if there is nothing to undo.
    #[must_use]
    pub fn to_undo(&self) -> Option<Deed> {
        Deed::of(whole(&self.undo).map(|step| (&step.inverse, &step.edit)))
    }

    /// What the next redo makes again; `None` if there is nothing to redo.
    #[must_use]
    pub fn to_redo(&self) -> Option<Deed> {
        Deed::of(whole(&self.redo).map(|step| (&step.edit, &step.inverse)))
    }

    /// Takes back one's last edit; `false` if there is none.
    ///
    /// # Errors
    /// See [`EditError`], [`EditError::Overtaken`] above all. After an error the caller rolls the transaction back;
    /// the step is out of the history, for what stood in its way will not go away.
    pub fn undo(&mut self, tx: &mut impl Transactable) -> Result<bool, EditError> {
        let Some(step) = self.undo.pop() else {
            return Ok(false);
        };
        let back = self.take(step, tx)?;
        push(&mut self.redo, back);
        Ok(true)
    }

    /// Makes again what was undone last; `false` if there is nothing.
    ///
    /// # Errors
    /// See [`EditError`], [`EditError::Overtaken`] above all. After an error the caller rolls the transaction back;
    /// the step is out of the history, for what stood in its way will not go away.
    pub fn redo(&mut self, tx: &mut impl Transactable) -> Result<bool, EditError> {
        let Some(step) = self.redo.pop() else {
            return Ok(false);
        };
        let back = self.take(step, tx)?;
        push(&mut self.undo, back);
        Ok(true)
    }

    fn take(&mut self, step: Step, tx: &mut impl Transactable) -> Result<Step, EditError> {
        // On the other stack the two halves lie the other way round.
        let linked = std::mem::replace(&mut self.goes_on, false);
        let mut renamed = Vec::new();
        let inverse = step.edit.write(tx, &mut renamed)?;
        if !step.inverse.agrees(&inverse) {
            return Err(EditError::Overtaken);
        }
        for other in self.undo.iter_mut().chain(&mut self.redo) {
            other.edit.rename(&renamed);
        }
        self.goes_on = step.linked;
        Ok(Step {
            inverse: step.edit,
            edit: inverse,
            linked,
            bytes: 0,
        })
    }
}

/// The newest step and those that go with it.
fn whole(steps: &[Step]) -> impl Iterator<Item = &Step> {
    let linked = steps.iter().rev().take_while(|step| step.linked).count();
    steps.iter().rev().take(linked + 1)
}

fn push(steps: &mut Vec<Step>, step: Step) {
    if steps.len() == limits::UNDO_MAX {
        forget_oldest(steps);
    }
    steps.push(step);
}

/// Drops the oldest step, whole: of what was made at once, no half stays behind. Returns the bytes that it took.
fn forget_oldest(steps: &mut Vec<Step>) -> usize {
    let halves = 1 + steps.iter().skip(1).take_while(|step| step.linked).count();
    steps.drain(..halves).map(|step| step.bytes).sum()
}

impl Step {
    /// One step out of two that were made one after the other: what was made last is undone first.
    fn joined(self, later: Self) -> Self {
        let linked = self.linked;
        if let Some(edit) = self.edit.merged(&later.edit) {
            return Self {
                edit,
                inverse: later.inverse,
                linked,
                bytes: 0,
            };
        }
        let flat = |edit: Edit| match edit {
            Edit::Batch(edits) => edits,
            edit => vec![edit],
        };
        let mut edits = flat(later.edit);
        edits.extend(flat(self.edit));
        let mut inverses = flat(self.inverse);
        inverses.extend(flat(later.inverse));
        Self {
            edit: Edit::Batch(edits),
            inverse: Edit::Batch(inverses),
            linked,
            bytes: 0,
        }
    }
}

impl Edit {
    /// One revision of a text out of two, where that is the same as making the later first and then the earlier:
    /// letters typed in a row, letters deleted in a row.
    fn merged(&self, later: &Self) -> Option<Self> {
        let (
            Self::ReviseText {
                field,
                remove,
                restore,
            },
            Self::ReviseText {
                field: later_field,
                remove: later_remove,
                restore: later_restore,
            },
        ) = (self, later)
        else {
            return None;
        };
        if field != later_field {
            return None;
        }
        let restore = match (restore.as_slice(), later_restore.as_slice()) {
            ([], []) => Vec::new(),
            ([piece], [later]) if remove.is_empty() && later_remove.is_empty() => {
                vec![piece.joined(later)?]
            }
            _ => return None,
        };
        let mut runs = remove.clone();
        for run in later_remove {
            run.append_to(&mut runs);
        }
        Some(Self::ReviseText {
            field: *field,
            remove: runs,
            restore,
        })
    }

    /// Whether an inverse turned out as expected. Only fields that are written as a whole can be overtaken: texts
    /// merge by character, and who brings back an actor or a tie does not undo what others did to it.
    fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Batch(expected), Self::Batch(found)) => {
                expected.len() == found.len()
                    && expected
                        .iter()
                        .zip(found)
                        .all(|(one, other)| one.agrees(other))
            }
            (
                Self::PlaceActors { view, places },
                Self::PlaceActors {
                    view: found_view,
                    places: found,
                },
            ) => {
                view == found_view
                    && found
                        .iter()
                        .all(|(id, place)| places.get(id) == Some(place))
            }
            (
                Self::SetProtection(ProtectionEdit::Review(one, expected)),
                Self::SetProtection(ProtectionEdit::Review(other, found)),
            ) => one == other && expected.is_some() == found.is_some(),
            (Self::InReserve(expected), Self::InReserve(found)) => expected.agrees(found),
            (
                Self::SetCommitment { field, .. },
                Self::SetCommitment {
                    field: found_field, ..
                },
            ) => field.agrees(found_field),
            (
                Self::SetCommitmentDoer { name, .. },
                Self::SetCommitmentDoer {
                    name: found_name, ..
                },
            ) => name.is_some() == found_name.is_some(),
            (
                Self::AddActor { .. }
                | Self::RemoveActor { .. }
                | Self::RestoreActor { .. }
                | Self::AddTie { .. }
                | Self::RemoveTie { .. }
                | Self::AddKinship { .. }
                | Self::RemoveKinship { .. }
                | Self::AddMilestone { .. }
                | Self::RemoveMilestone { .. }
                | Self::AddNeed { .. }
                | Self::RemoveNeed { .. }
                | Self::AddGuideEntry { .. }
                | Self::RemoveGuideEntry { .. }
                | Self::AddGoal { .. }
                | Self::RemoveGoal { .. }
                | Self::AddCommitment { .. }
                | Self::RemoveCommitment { .. }
                | Self::AddCommitmentStep { .. }
                | Self::RemoveCommitmentStep { .. }
                | Self::AddComment { .. }
                | Self::RemoveComment { .. }
                | Self::AddCommentReply { .. }
                | Self::RemoveCommentReply { .. }
                | Self::SpliceText { .. }
                | Self::ReviseText { .. }
                // It follows what is reserved; nobody chose it.
                | Self::SetWithheld(_),
                _,
            ) => true,
            (expected, found) => expected == found,
        }
    }
}
