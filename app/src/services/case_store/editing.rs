//! Editing: what the user changes, own undo and redo, and typing in bursts.

use std::{collections::BTreeSet, rc::Rc, time::Duration};

use automerge::{Automerge, transaction::Transaction};
use leptos::{prelude::*, task::spawn_local};
use trama_shared::{
    case::Zone,
    document,
    edit::{Edit, EditError, History, TextField},
    ids::DocumentId,
};

use super::{
    CaseStore, EditRefused, TYPING_BURST_MS, TYPING_BURSTS_MAX, TYPING_PAUSE_MS, TextEvent,
    TextListener, Typed, history_note,
};
use crate::services::{api::Right, clock, splice::Splice, tabs::TabMessage};

impl CaseStore {
    /// Makes an edit, and remembers how to undo it.
    ///
    /// # Errors
    /// See [`EditRefused`]; nothing was written, and the page tells the user.
    pub fn edit(self, edit: Edit) -> Result<(), EditRefused> {
        self.make_all(self.by_zone(edit))
    }

    /// The edits that one comes to, each for the document of its zone. Where the user may only read what is reserved,
    /// its places are left as they are: they must not keep the others from moving.
    fn by_zone(self, edit: Edit) -> Vec<Edit> {
        let mut parts = self
            .reserved()
            .with_untracked(|reserved| edit.by_zone(reserved));
        if self.writable(Zone::Reserved).is_err() {
            parts.retain(|part| part.zone() != Zone::Reserved || !part.only_places());
        }
        parts
    }

    /// Makes edits for several zones, in their order, as one step of the user's.
    pub(super) fn make_all(self, parts: Vec<Edit>) -> Result<(), EditRefused> {
        self.flush_typing();
        // Half a step is worse than none.
        for part in &parts {
            if let Err(refused) = self.writable(part.zone()) {
                self.inner().refused.set(Some(refused.clone()));
                return Err(refused);
            }
        }
        let theirs = self.written_meanwhile();
        for (n, part) in parts.into_iter().enumerate() {
            let inverse = self.make(&part, false).inspect_err(|refused| {
                if self.ask_instead(&part, refused) {
                    self.inner().refused.set(None);
                }
            })?;
            self.remember(&part);
            let zone = part.zone();
            self.record(part, inverse, None);
            if n > 0 {
                self.inner().history.borrow_mut().link();
                self.history_changed();
            }
            if zone == Zone::Reserved {
                self.keep_withheld();
            }
        }
        self.tell_overwritten(theirs);
        self.keep_losses();
        Ok(())
    }

    /// Writes what the program keeps, not the user: no step of her undo.
    ///
    /// # Errors
    /// As for [`Self::edit`].
    pub fn keep(self, edit: &Edit) -> Result<(), EditRefused> {
        self.flush_typing();
        for part in self.by_zone(edit.clone()) {
            self.make(&part, false)?;
        }
        Ok(())
    }

    /// Undoes the user's newest own edit; `false` where there is none or it can no longer be undone, which is told.
    pub fn undo(self) -> bool {
        self.flush_typing();
        self.steps(History::undo_zone, |history, tx| history.undo(tx))
    }

    /// Makes again what was undone last; `false` where there is none or it can no longer be made, which is told.
    pub fn redo(self) -> bool {
        self.flush_typing();
        self.steps(History::redo_zone, |history, tx| history.redo(tx))
    }

    /// Takes one step of the user's back or forth, in as many documents as it was made in.
    fn steps(
        self,
        zone: impl Fn(&History) -> Option<Zone>,
        step: impl Fn(&mut History, &mut Transaction<'_>) -> Result<bool, EditError>,
    ) -> bool {
        loop {
            let next = zone(&self.inner().history.borrow());
            if !self.step(next, &step) {
                return false;
            }
            if next == Some(Zone::Reserved) {
                self.keep_withheld();
            }
            if !self.inner().history.borrow().goes_on() {
                return true;
            }
        }
    }

    /// A shared text as it is now, what is still being typed included; untracked.
    #[must_use]
    pub fn text(self, field: TextField) -> String {
        self.flush_typing();
        self.read(field.zone(), |doc| document::read_text(doc, field))
            .unwrap_or_default()
    }

    /// Calls `listener` with every change to a text that its field does not show yet, until the current owner is
    /// cleaned up.
    pub fn on_text(self, field: TextField, listener: impl Fn(&TextEvent) + 'static) {
        let inner = self.inner();
        let key = inner.next_listener.get();
        inner.next_listener.set(key + 1);
        inner
            .text_listeners
            .borrow_mut()
            .push((key, field, Rc::new(listener)));
        on_cleanup(move || {
            self.inner()
                .text_listeners
                .borrow_mut()
                .retain(|(other, ..)| *other != key);
        });
    }

    /// The user typed: written into the document with the next burst.
    pub fn type_text(self, field: TextField, splice: Splice) {
        let inner = self.inner();
        {
            let mut typing = inner.typing.borrow_mut();
            let splices = typing.entry(field).or_default();
            let joined = splices.last_mut().is_some_and(|last| last.join(&splice));
            if !joined {
                splices.push(splice);
            }
        }
        // What is only in a field is on no disk yet.
        self.show_save_state();
        let running = inner.typing_timer.take();
        let timer = running.or_else(|| {
            let flush = move || self.flush_typing();
            set_timeout_with_handle(flush, Duration::from_millis(TYPING_BURST_MS)).ok()
        });
        inner.typing_timer.set(timer);
    }

    /// Where an offset in a text field is in the document, which lacks what is still being typed.
    #[must_use]
    pub fn in_document(self, field: TextField, at: usize) -> usize {
        let inner = self.inner();
        let typing = inner.typing.borrow();
        let typed = typing.get(&field).into_iter().flatten().rev();
        typed.fold(at, |at, splice| splice.carry_back(at))
    }

    /// Where an offset in the document is in the text field, which shows also what is still being typed.
    #[must_use]
    pub fn in_field(self, field: TextField, at: usize) -> usize {
        let inner = self.inner();
        let typing = inner.typing.borrow();
        let typed = typing.get(&field).into_iter().flatten();
        typed.fold(at, |at, splice| splice.carry(at))
    }

    /// Writes what was typed into the document now: before anything else changes it, when a field is left, and when
    /// the page is put away.
    pub fn flush_typing(self) {
        let inner = self.inner();
        if let Some(timer) = inner.typing_timer.take() {
            timer.clear();
        }
        let typing = inner.typing.take();
        for (field, splices) in typing {
            let mut edits: Vec<Edit> = splices
                .into_iter()
                .map(|Splice { at, delete, insert }| Edit::SpliceText {
                    field,
                    at,
                    delete,
                    insert,
                })
                .collect();
            let edit = if edits.len() == 1 {
                edits.remove(0)
            } else {
                Edit::Batch(edits)
            };
            match self.make(&edit, true) {
                Ok(inverse) => self.record(edit, inverse, Some(field)),
                // The field shows what the document refused; it goes back to what is true.
                Err(_) => self.reset_text(field),
            }
        }
    }

    /// A reader tried to write: told like any other refusal.
    pub fn refuse_reader(self) {
        self.inner().refused.set(Some(EditRefused::ReadOnly));
    }

    pub(super) fn make(self, edit: &Edit, typing: bool) -> Result<Edit, EditRefused> {
        self.write(edit.zone(), typing, |tx| edit.apply(tx))
    }

    /// Writes into the document of a zone as one change; a refusal is told.
    pub(super) fn write<T>(
        self,
        zone: Zone,
        typing: bool,
        write: impl FnOnce(&mut Transaction<'_>) -> Result<T, EditError>,
    ) -> Result<T, EditRefused> {
        let inner = self.inner();
        inner.typing_now.set(typing);
        let made = self.writable(zone).and_then(|document| {
            let made = inner.documents.edit(document, write);
            made.map_err(|error| error.map_or(EditRefused::NotOpen, EditRefused::NotPermitted))
        });
        inner.typing_now.set(false);
        if let Err(refused) = &made {
            inner.refused.set(Some(refused.clone()));
        }
        made
    }

    pub(super) fn writable(self, zone: Zone) -> Result<DocumentId, EditRefused> {
        let inner = self.inner();
        match inner.rights.get_untracked().of(zone) {
            Some(Right::Write) => {}
            Some(Right::Read) => return Err(EditRefused::ReadOnly),
            None => return Err(EditRefused::NotOpen),
        }
        let document = inner
            .ids
            .borrow()
            .get(&zone)
            .copied()
            .ok_or(EditRefused::NotOpen)?;
        // An empty document has not come from the server yet; what was written into it would not be this case.
        match inner.documents.read(document, Automerge::is_empty) {
            Some(false) => Ok(document),
            _ => Err(EditRefused::NotOpen),
        }
    }

    pub(super) fn step(
        self,
        zone: Option<Zone>,
        step: impl FnOnce(&mut History, &mut Transaction<'_>) -> Result<bool, EditError>,
    ) -> bool {
        let Some(zone) = zone else { return false };
        let inner = self.inner();
        inner.typed.set(None);
        // The history is out of its place while the signals wake, who may ask for it.
        let mut history = inner.history.take();
        let made = self.write(zone, false, |tx| step(&mut history, tx));
        *inner.history.borrow_mut() = history;
        self.history_changed();
        made.unwrap_or_default()
    }

    pub(super) fn record(self, made: Edit, inverse: Edit, typed_in: Option<TextField>) {
        let inner = self.inner();
        let now_ms = clock::now_ms();
        let last = inner.typed.get().filter(|last| {
            typed_in == Some(last.field)
                && now_ms - last.at_ms < TYPING_PAUSE_MS
                && last.bursts < TYPING_BURSTS_MAX
        });
        let bursts = last.map_or(0, |last| last.bursts) + 1;
        inner.typed.set(typed_in.map(|field| Typed {
            field,
            at_ms: now_ms,
            bursts,
        }));
        inner
            .history
            .borrow_mut()
            .record(made, inverse, last.is_some());
        self.history_changed();
    }

    pub(super) fn history_changed(self) {
        self.show_history();
        let inner = self.inner();
        let store = inner.documents.store();
        spawn_local(async move {
            let inner = self.inner();
            let history = inner.history.borrow().clone();
            // A history that was not kept costs the undo of this step after a reload, nothing else.
            if let Ok(store) = store.await
                && store
                    .write_note(&history_note(&inner.id), &history)
                    .await
                    .is_ok()
            {
                inner
                    .documents
                    .tell_tabs(&TabMessage::History(inner.id.clone()));
            }
        });
    }

    pub(super) fn show_history(self) {
        let inner = self.inner();
        let (can_undo, can_redo, next_undo, next_redo) = {
            let history = inner.history.borrow();
            (
                history.undo_zone().is_some(),
                history.redo_zone().is_some(),
                history.to_undo(),
                history.to_redo(),
            )
        };
        for (signal, now) in [(&inner.can_undo, can_undo), (&inner.can_redo, can_redo)] {
            if signal.get_untracked() != now {
                signal.set(now);
            }
        }
        for (signal, now) in [(&inner.next_undo, next_undo), (&inner.next_redo, next_redo)] {
            if signal.with_untracked(|before| *before != now) {
                signal.set(now);
            }
        }
    }

    /// Brings back the own undo that an earlier visit to the case left on the device.
    pub(super) fn resume_history(self) {
        let inner = self.inner();
        let store = inner.documents.store();
        spawn_local(async move {
            let Ok(store) = store.await else { return };
            if let Some(earlier) = store.read_note::<History>(&history_note(&self.id())).await {
                self.inner().history.borrow_mut().resume(earlier);
                self.show_history();
            }
        });
    }

    /// Reads the own undo again: another tab of the user changed it.
    pub fn read_history(self) {
        let inner = self.inner();
        let store = inner.documents.store();
        spawn_local(async move {
            let Ok(store) = store.await else { return };
            let history = store
                .read_note(&history_note(&self.id()))
                .await
                .unwrap_or_default();
            *self.inner().history.borrow_mut() = history;
            self.show_history();
        });
    }

    pub(super) fn listened_texts(self, zone: Zone) -> BTreeSet<TextField> {
        let inner = self.inner();
        let listeners = inner.text_listeners.borrow();
        listeners
            .iter()
            .map(|(_, field, _)| *field)
            .filter(|field| field.zone() == zone)
            .collect()
    }

    pub(super) fn reset_text(self, field: TextField) {
        let text = self.read(field.zone(), |doc| document::read_text(doc, field));
        if let Some(text) = text {
            self.tell_text(field, &TextEvent::Reset(text));
        }
    }

    pub(super) fn tell_text(self, field: TextField, event: &TextEvent) {
        let listeners: Vec<TextListener> = self
            .inner()
            .text_listeners
            .borrow()
            .iter()
            .filter(|(_, other, _)| *other == field)
            .map(|(.., listener)| listener.clone())
            .collect();
        for listener in listeners {
            listener(event);
        }
    }
}
