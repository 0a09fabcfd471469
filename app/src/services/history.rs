//! Own undo and redo: what the user did here, as inverse edits. Others' edits never enter it.

use serde::{Deserialize, Serialize};
use trama_shared::edit::{Edit, TextField};

/// Steps that are kept; older ones are forgotten.
const STEPS_MAX: usize = 200;
/// Typing in one text that goes on within this time is undone as one.
const TYPING_PAUSE_MS: f64 = 1_200.0;
/// Bursts that are undone as one at the most, so that one undo never takes a whole page.
const TYPING_BURSTS_MAX: usize = 24;

/// One thing that can be undone or redone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What to do for it.
    pub edit: Edit,
    /// The text that was typed in, if it was typing.
    pub typed_in: Option<TextField>,
    at_ms: f64,
    bursts: usize,
}

/// Both stacks. Serialisable, so that a reload keeps them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    undo: Vec<Step>,
    redo: Vec<Step>,
}

impl History {
    /// Remembers how to undo what was just done.
    pub fn record(&mut self, inverse: Edit, typed_in: Option<TextField>, now_ms: f64) {
        let continues = self.redo.is_empty() && typed_in.is_some();
        self.redo.clear();
        if continues
            && let Some(last) = self.undo.last_mut()
            && last.typed_in == typed_in
            && now_ms - last.at_ms < TYPING_PAUSE_MS
            && last.bursts < TYPING_BURSTS_MAX
        {
            let earlier = std::mem::replace(&mut last.edit, Edit::Batch(Vec::new()));
            last.edit = newest_first(inverse, earlier);
            last.at_ms = now_ms;
            last.bursts += 1;
            return;
        }
        self.undo.push(Step { edit: inverse, typed_in, at_ms: now_ms, bursts: 1 });
        if self.undo.len() > STEPS_MAX {
            self.undo.remove(0);
        }
    }

    /// Takes the newest step to undo.
    pub fn take_undo(&mut self) -> Option<Step> {
        self.undo.pop()
    }

    /// Takes the newest step to redo.
    pub fn take_redo(&mut self) -> Option<Step> {
        self.redo.pop()
    }

    /// Remembers how to redo what was just undone.
    pub fn undone(&mut self, step: Step, inverse: Edit) {
        self.redo.push(Step { edit: inverse, ..step });
    }

    /// Remembers how to undo what was just redone.
    pub fn redone(&mut self, step: Step, inverse: Edit) {
        // A redone burst is closed: what is typed next is a step of its own.
        self.undo.push(Step { edit: inverse, bursts: TYPING_BURSTS_MAX, ..step });
    }

    /// Whether there is something to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Whether there is something to redo.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }
}

/// One edit that makes `newest`, then `earlier`.
fn newest_first(newest: Edit, earlier: Edit) -> Edit {
    let mut edits = vec![newest];
    match earlier {
        Edit::Batch(more) => edits.extend(more),
        one => edits.push(one),
    }
    Edit::Batch(edits)
}

#[cfg(test)]
mod tests {
    use trama_shared::case::PlanText;

    use super::*;

    const TEXT: Option<TextField> = Some(TextField::Plan(PlanText::Strategy));

    fn title(text: &str) -> Edit {
        Edit::SetTitle(text.to_owned())
    }

    #[test]
    fn steps_are_undone_and_redone_in_order() {
        let mut history = History::default();
        history.record(title("a"), None, 0.0);
        history.record(title("b"), None, 1.0);
        let step = history.take_undo().unwrap();
        assert_eq!(step.edit, title("b"));
        history.undone(step, title("c"));
        assert!(history.can_undo() && history.can_redo());
        let step = history.take_redo().unwrap();
        assert_eq!(step.edit, title("c"));
        history.redone(step, title("b"));
        assert!(!history.can_redo());
        assert_eq!(history.take_undo().map(|step| step.edit), Some(title("b")));
    }

    #[test]
    fn a_new_edit_forgets_what_could_be_redone() {
        let mut history = History::default();
        history.record(title("a"), None, 0.0);
        let step = history.take_undo().unwrap();
        history.undone(step, title("b"));
        history.record(title("c"), None, 1.0);
        assert!(!history.can_redo());
    }

    #[test]
    fn typing_without_a_pause_is_one_step_newest_first() {
        let mut history = History::default();
        history.record(title("a"), TEXT, 0.0);
        history.record(title("b"), TEXT, 300.0);
        history.record(title("c"), TEXT, 600.0);
        let step = history.take_undo().unwrap();
        assert_eq!(step.edit, Edit::Batch(vec![title("c"), title("b"), title("a")]));
        assert!(!history.can_undo());
    }

    #[test]
    fn a_pause_or_another_text_begins_a_new_step() {
        let mut history = History::default();
        history.record(title("a"), TEXT, 0.0);
        history.record(title("b"), TEXT, 5_000.0);
        history.record(title("c"), Some(TextField::ReservedNotes), 5_100.0);
        assert_eq!(history.undo.len(), 3);
    }

    #[test]
    fn a_reload_keeps_both_stacks() {
        let mut history = History::default();
        history.record(title("a"), None, 0.0);
        history.record(title("b"), TEXT, 1.0);
        let step = history.take_undo().unwrap();
        history.undone(step, title("c"));
        let text = serde_json::to_string(&history).unwrap();
        assert_eq!(serde_json::from_str::<History>(&text).unwrap(), history);
    }

    #[test]
    fn old_steps_are_forgotten() {
        let mut history = History::default();
        for step in 0..STEPS_MAX + 5 {
            history.record(title(&step.to_string()), None, 0.0);
        }
        assert_eq!(history.undo.len(), STEPS_MAX);
        assert_eq!(history.undo[0].edit, title("5"));
    }
}
