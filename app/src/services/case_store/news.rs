//! What happens to the documents, and which signals it wakes.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use automerge::{Automerge, Patch};
use leptos::prelude::*;
use trama_shared::{
    case::Zone,
    document::{self, Touched},
    sync::{
        replica::{self, Replica},
        wire::Status,
    },
};

use super::{
    CaseStore, EditRefused, Entity, Opening, Origin, PASSAGES_MS, REVIEW_MS, SaveState, TextEvent,
};
use crate::services::{
    api::Right,
    documents::{DocumentEvent, Network},
};

impl CaseStore {
    /// Something happened to one of the documents.
    pub fn happened(self, zone: Zone, event: DocumentEvent) {
        match event {
            DocumentEvent::Changed { origin, patches } => {
                let is_new = zone == Zone::Case && self.opening().get_untracked() != Opening::Ready;
                match origin {
                    replica::Origin::Loaded => self.load(zone),
                    replica::Origin::Local => {
                        let typing = self.inner().typing_now.get();
                        self.changed(
                            zone,
                            &patches,
                            if typing { Origin::Typing } else { Origin::Own },
                        );
                    }
                    replica::Origin::Remote | replica::Origin::Sibling if is_new => self.load(zone),
                    replica::Origin::Remote => self.changed(zone, &patches, Origin::Remote),
                    replica::Origin::Sibling => self.changed(zone, &patches, Origin::OtherTab),
                }
                self.announce_presence();
            }
            DocumentEvent::OwnEdits(own) => {
                self.inner().own_edits.borrow_mut().insert(zone, own);
                if own.read_only {
                    self.set_right(zone, Some(Right::Read));
                }
                self.show_save_state();
            }
            DocumentEvent::Ephemeral(message) => {
                if zone == Zone::Case {
                    self.hear_peer(&message);
                }
            }
            DocumentEvent::Unavailable => {
                let empty = self.read(zone, Automerge::is_empty).unwrap_or(true);
                match zone {
                    Zone::Case if empty => self.opening().set(Opening::NoAccess),
                    // What is on the device stays readable; nothing that is written would arrive.
                    Zone::Case => self.set_right(zone, Some(Right::Read)),
                    Zone::Reserved | Zone::Identity => self.set_right(zone, None),
                }
            }
            DocumentEvent::Status(Status::ReadOnly) => self.set_right(zone, Some(Right::Read)),
            DocumentEvent::Status(Status::Writable) => self.set_right(zone, Some(Right::Write)),
            DocumentEvent::Status(Status::Refused) => {
                self.inner().refused.set(Some(EditRefused::ReadOnly));
            }
            DocumentEvent::Kept | DocumentEvent::Status(_) => {}
        }
    }

    /// The connection changed.
    pub fn connected(self, network: Network) {
        if network == Network::Online {
            if self.opening().get_untracked() == Opening::NoAccess {
                self.opening().set(Opening::NotHere);
            }
            self.announce_presence();
        } else {
            self.forget_peers();
        }
    }

    /// Shows a document that is open already; one that is not tells when it is.
    pub fn take_over(self, zone: Zone) {
        let inner = self.inner();
        let Some(document) = inner.ids.borrow().get(&zone).copied() else {
            return;
        };
        let Some(own) = inner.documents.replica(document, Replica::own_edits) else {
            return;
        };
        inner.own_edits.borrow_mut().insert(zone, own);
        self.load(zone);
        self.show_save_state();
    }

    pub(super) fn load(self, zone: Zone) {
        let inner = self.inner();
        if zone == Zone::Reserved {
            self.show_reserved();
        }
        let empty = self.read(zone, |doc| {
            if doc.is_empty() {
                return true;
            }
            match zone {
                Zone::Case => inner.entities.load_case(doc),
                Zone::Identity => inner.entities.load_identity(doc),
                Zone::Reserved => {}
            }
            false
        });
        for field in self.listened_texts(zone) {
            self.reset_text(field);
        }
        if zone == Zone::Case {
            let opening = if empty == Some(false) {
                Opening::Ready
            } else {
                Opening::NotHere
            };
            if inner.opening.get_untracked() != Opening::NoAccess || opening == Opening::Ready {
                inner.opening.set(opening);
            }
        }
    }

    pub(super) fn set_right(self, zone: Zone, right: Option<Right>) {
        if zone == Zone::Reserved && right.is_none() {
            self.hide_reserved();
        }
        let rights = self.rights();
        if rights.get_untracked().of(zone) != right {
            rights.update(|rights| *rights.of_mut(zone) = right);
        }
    }

    /// Wakes the signals and the text fields that `patches` touch.
    pub(super) fn changed(self, zone: Zone, patches: &[Patch], origin: Origin) {
        let inner = self.inner();
        let touched = document::touched(patches);
        let from_elsewhere = matches!(origin, Origin::Remote | Origin::OtherTab);
        let before = if from_elsewhere && zone == Zone::Case {
            self.before_removal(&touched)
        } else {
            Vec::new()
        };
        self.read(zone, |doc| match zone {
            Zone::Case => inner.entities.refresh_case(doc, &touched),
            Zone::Identity => inner.entities.load_identity(doc),
            Zone::Reserved => {}
        });
        if zone == Zone::Reserved
            && (touched.all || touched.protection || !touched.is_empty_of_network())
        {
            self.show_reserved();
        }
        if !before.is_empty() {
            self.after_removal(before);
        }
        if origin == Origin::Remote {
            self.note_remote_touch(&touched);
        }
        // What one writes oneself can only settle what was open.
        let may_settle = inner
            .entities
            .problems
            .with_untracked(|open| !open.is_empty());
        if zone == Zone::Case && (from_elsewhere || may_settle) {
            self.review_soon();
        }
        if !touched.texts.is_empty() {
            self.show_peers();
            self.find_passages_soon();
        }
        if touched.all {
            for field in self.listened_texts(zone) {
                self.reset_text(field);
            }
        } else if origin != Origin::Typing {
            for (field, changes) in touched.texts {
                self.tell_text(field, &TextEvent::Changes(changes));
            }
        }
    }

    pub(super) fn note_remote_touch(self, touched: &Touched) {
        let actors = touched.actors.iter().cloned().map(Entity::Actor);
        let ties = touched.ties.iter().cloned().map(Entity::Tie);
        let person = touched.person.then_some(Entity::Person);
        let entities: BTreeSet<Entity> = actors.chain(ties).chain(person).collect();
        if !entities.is_empty() {
            self.inner().remote_touch.update(|touch| {
                touch.count += 1;
                touch.entities = entities;
            });
        }
    }

    pub(super) fn review_soon(self) {
        let inner = self.inner();
        if let Some(timer) = inner.review_timer.take() {
            timer.clear();
        }
        let review = move || self.review_now();
        let timer = set_timeout_with_handle(review, Duration::from_millis(REVIEW_MS));
        inner.review_timer.set(timer.ok());
    }

    /// Reads again where the passages stand that people commented on.
    pub fn find_passages(self) {
        let inner = self.inner();
        self.read(Zone::Case, |doc| inner.entities.read_comments(doc));
    }

    /// Reads again, when nobody types, where the passages stand that people commented on.
    fn find_passages_soon(self) {
        let inner = self.inner();
        if inner.entities.comments.with_untracked(BTreeMap::is_empty) {
            return;
        }
        let find = move || self.find_passages();
        let timer = set_timeout_with_handle(find, Duration::from_millis(PASSAGES_MS));
        if let Some(earlier) = inner.passages_timer.replace(timer.ok()) {
            earlier.clear();
        }
    }

    pub(super) fn show_save_state(self) {
        let inner = self.inner();
        let typing = !inner.typing.borrow().is_empty();
        let trouble = inner.documents.device_trouble().get_untracked();
        let seen_by = self.seen_by();
        let state = SaveState::of(inner.own_edits.borrow().values(), typing, trouble, seen_by);
        if inner.save_state.get_untracked() != state {
            inner.save_state.set(state);
        }
    }
}
