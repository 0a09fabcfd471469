//! Undo and redo of one's own edits of a territory, next to those of others. It can be stored and loaded as it is.

use automerge::transaction::Transactable;
use serde::{Deserialize, Serialize};

use super::TerritoryEdit;
use crate::{edit::EditError, ids::ServiceId, limits};

/// One step back or forth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Step {
    /// The edit to make.
    edit: TerritoryEdit,
    /// Its inverse, as it must turn out if nobody else has changed the same thing since; what cannot be overtaken stands
    /// in short.
    inverse: TerritoryEdit,
}

/// The edits of a territory that a person can undo and redo.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TerritoryHistory {
    undo: Vec<Step>,
    redo: Vec<Step>,
}

impl TerritoryHistory {
    /// Notes an edit that was made and the inverse that [`TerritoryEdit::apply`] returned. With `join` it becomes one
    /// step with the edit before it. Nothing can be redone after it.
    pub fn record(&mut self, made: TerritoryEdit, inverse: TerritoryEdit, join: bool) {
        self.redo.clear();
        let made = made.outline();
        let step = match self.undo.pop_if(|_| join) {
            Some(last) => Step {
                edit: together(inverse, last.edit),
                inverse: together(last.inverse, made),
            },
            None => Step {
                edit: inverse,
                inverse: made,
            },
        };
        push(&mut self.undo, step);
    }

    /// Whether there is something to undo.
    #[must_use]
    pub const fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Whether there is something to redo.
    #[must_use]
    pub const fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// Whether the person's own edits that are kept say something of a service.
    #[must_use]
    pub fn is_about(&self, service: &ServiceId) -> bool {
        self.undo.iter().any(|step| step.edit.is_about(service))
    }

    /// Takes back one's last edit; `false` if there is none.
    ///
    /// # Errors
    /// See [`EditError`], [`EditError::Overtaken`] above all. After an error the caller rolls the transaction back; the
    /// step is out of the history.
    pub fn undo(&mut self, tx: &mut impl Transactable) -> Result<bool, EditError> {
        let Some(step) = self.undo.pop() else {
            return Ok(false);
        };
        push(&mut self.redo, taken(step, tx)?);
        Ok(true)
    }

    /// Makes again what was undone last; `false` if there is nothing.
    ///
    /// # Errors
    /// As for [`Self::undo`].
    pub fn redo(&mut self, tx: &mut impl Transactable) -> Result<bool, EditError> {
        let Some(step) = self.redo.pop() else {
            return Ok(false);
        };
        push(&mut self.undo, taken(step, tx)?);
        Ok(true)
    }

    /// The history as it is kept on the device: the newest steps that together are short enough to be written down at
    /// every edit. After an import of a whole list the newest one alone may be longer than that; it can be undone
    /// until the page is left.
    #[must_use]
    pub fn to_keep(&self) -> Self {
        let mut left = limits::UNDO_BYTES_MAX;
        let mut newest = |steps: &[Step]| {
            let kept = steps.iter().rev().take_while(|step| {
                let bytes = serde_json::to_vec(step).map_or(usize::MAX, |written| written.len());
                let fits = bytes <= left;
                left = left.saturating_sub(bytes);
                fits
            });
            let mut kept: Vec<Step> = kept.cloned().collect();
            kept.reverse();
            kept
        };
        Self {
            undo: newest(&self.undo),
            redo: newest(&self.redo),
        }
    }
}

fn push(steps: &mut Vec<Step>, step: Step) {
    if steps.len() == limits::UNDO_MAX {
        steps.remove(0);
    }
    steps.push(step);
}

fn taken(step: Step, tx: &mut impl Transactable) -> Result<Step, EditError> {
    let inverse = step.edit.apply(tx)?;
    if !step.inverse.agrees(&inverse) {
        return Err(EditError::Overtaken);
    }
    Ok(Step {
        inverse: step.edit.outline(),
        edit: inverse,
    })
}

/// Two edits as one, in this order.
fn together(first: TerritoryEdit, second: TerritoryEdit) -> TerritoryEdit {
    let flat = |edit: TerritoryEdit| match edit {
        TerritoryEdit::Batch(edits) => edits,
        edit => vec![edit],
    };
    let mut edits = flat(first);
    edits.extend(flat(second));
    TerritoryEdit::Batch(edits)
}

impl TerritoryEdit {
    /// The edit without what it would enter, which nobody can overtake.
    fn outline(self) -> Self {
        match self {
            Self::Batch(edits) => Self::Batch(edits.into_iter().map(Self::outline).collect()),
            Self::AddService { id, .. } => Self::RemoveService { id },
            edit => edit,
        }
    }

    /// Whether an inverse turned out as expected. Who brings back a service does not undo what others did to it.
    fn agrees(&self, found: &Self) -> bool {
        match (self, found) {
            (Self::Batch(expected), Self::Batch(found)) => {
                expected.len() == found.len()
                    && expected
                        .iter()
                        .zip(found)
                        .all(|(one, other)| one.agrees(other))
            }
            (Self::AddService { .. } | Self::RemoveService { .. }, _) => true,
            (expected, found) => expected == found,
        }
    }
}
