//! The others on the case: telling them of the user, and hearing of them.

mod following;
mod gaze;
mod told;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    time::Duration,
};

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use trama_shared::{
    case::Zone,
    sync::{
        company::{Heard, Room},
        glance::Glance,
        limits,
        presence::Presence,
        wire::Ephemeral,
    },
};

use super::{
    CaseStore,
    presence::{Caret, Focus, Page, Peer, color_of, colors_of},
};
use crate::services::{api::User, clock, documents::Network};
pub use following::{Following, Led};
pub use gaze::PeerPointer;
use told::{carets_of, cursor_of, selection_of, selection_text};

/// Presence is told at most this often.
const SAY_MS: u64 = 80;
/// Screens whose Automerge actor is remembered: more than are ever at one table.
const WRITERS_MAX: usize = 512;

/// Who else is there, and what was told them.
pub(super) struct Company {
    room: RefCell<Room>,
    focus: RefCell<Focus>,
    color: usize,
    /// The names of those whose screens were heard of, by Automerge actor; they outlast the visit.
    writers: RefCell<BTreeMap<String, String>>,
    /// Something new is going to be told.
    say_timer: Cell<Option<TimeoutHandle>>,
    /// The next sign of life.
    beat_timer: Cell<Option<TimeoutHandle>>,
    /// The next look at who has become idle or gone.
    look_timer: Cell<Option<TimeoutHandle>>,
    /// Where the user's hand and eye are.
    glance: RefCell<Glance>,
    glance_timer: Cell<Option<TimeoutHandle>>,
    glanced_at_ms: Cell<u64>,
    following: ArcRwSignal<Option<Following>>,
    followers: ArcRwSignal<Vec<String>>,
    led: ArcRwSignal<Option<Led>>,
    pointers: ArcRwSignal<Vec<PeerPointer>>,
}

impl Company {
    pub(super) fn new(user: &User) -> Self {
        Self {
            room: RefCell::default(),
            focus: RefCell::default(),
            color: color_of(&user.name),
            writers: RefCell::default(),
            say_timer: Cell::new(None),
            beat_timer: Cell::new(None),
            look_timer: Cell::new(None),
            glance: RefCell::default(),
            glance_timer: Cell::new(None),
            glanced_at_ms: Cell::new(0),
            following: ArcRwSignal::new(None),
            followers: ArcRwSignal::default(),
            led: ArcRwSignal::new(None),
            pointers: ArcRwSignal::default(),
        }
    }

    pub(super) fn name_of_writer(&self, writer: &str) -> Option<String> {
        self.writers.borrow().get(writer).cloned()
    }
}

fn now_ms() -> u64 {
    clock::now_ms() as u64
}

fn replace_timer(slot: &Cell<Option<TimeoutHandle>>, timer: Option<TimeoutHandle>) {
    if let Some(old) = slot.replace(timer) {
        old.clear();
    }
}

/// Tells a signal's readers only of what is new.
fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: &ArcRwSignal<T>, value: T) {
    if signal.with_untracked(|now| *now != value) {
        signal.set(value);
    }
}

impl CaseStore {
    /// Tells the others what the user is doing, as far as `change` says.
    pub fn set_focus(self, change: impl FnOnce(&mut Focus)) {
        let inner = self.inner();
        let changed = {
            let mut focus = inner.company.focus.borrow_mut();
            let before = focus.clone();
            change(&mut focus);
            focus.selected.retain(|entity| self.is_told(entity));
            focus.editing = focus.editing.take().filter(|field| self.tells_field(field));
            *focus != before
        };
        if changed {
            self.announce_presence();
        }
    }

    /// Tells the others that the user is on a page of the case, until the current owner goes.
    pub fn show_page(self, page: Page) {
        self.set_focus(|focus| focus.page = Some(page));
        on_cleanup(move || {
            self.set_focus(|focus| {
                // The page that comes next may be told already.
                if focus.page == Some(page) {
                    focus.page = None;
                }
            });
        });
    }

    /// Tells the others soon where the user is and what is on the screen.
    pub fn announce_presence(self) {
        let company = &self.inner().company;
        let waiting = company.say_timer.take();
        let timer = waiting.or_else(|| {
            let say = move || {
                self.inner().company.say_timer.take();
                self.say_presence(false);
            };
            set_timeout_with_handle(say, Duration::from_millis(SAY_MS)).ok()
        });
        company.say_timer.set(timer);
    }

    /// Tells the others that the user goes.
    pub fn say_goodbye(self) {
        let company = &self.inner().company;
        replace_timer(&company.say_timer, None);
        replace_timer(&company.glance_timer, None);
        self.say_presence(true);
        self.forget_peers();
    }

    pub(super) fn forget_peers(self) {
        let company = &self.inner().company;
        replace_timer(&company.beat_timer, None);
        replace_timer(&company.look_timer, None);
        company.room.borrow_mut().clear();
        self.show_peers();
    }

    fn say_presence(self, leaving: bool) {
        let inner = self.inner();
        if (!inner.shown.get() && !leaving)
            || inner.documents.network().get_untracked() != Network::Online
        {
            return;
        }
        let Some(document) = inner.ids.borrow().get(&Zone::Case).copied() else {
            return;
        };
        let focus = inner.company.focus.borrow().clone();
        // The document does not have yet what is being typed.
        let caret = focus.caret.map(|caret| {
            let written = |at| self.in_document(caret.field, at);
            Caret {
                at: written(caret.at),
                other: caret.other.map(written),
                ..caret
            }
        });
        let following = inner.company.following.get_untracked();
        let presence = inner.documents.read(document, |doc| Presence {
            name: inner.user.name.clone(),
            color: inner.company.color as u64,
            page: focus.page.map(|page| page.id().to_owned()),
            selection: (!focus.selected.is_empty()).then(|| selection_text(&focus.selected)),
            cursor: caret.and_then(|caret| cursor_of(doc, caret)),
            editing: focus.editing,
            follows: following.map(|following| following.id),
            writer: Some(doc.get_actor().to_hex_string()),
            heads: doc.get_heads(),
            idle: false,
            leaving,
        });
        if let Some(presence) = presence {
            inner.documents.say(document, presence.encode());
        }
        let beat = (!leaving).then(|| {
            let beat = move || self.say_presence(false);
            set_timeout_with_handle(beat, Duration::from_millis(limits::PRESENCE_INTERVAL_MS)).ok()
        });
        replace_timer(&inner.company.beat_timer, beat.flatten());
    }

    pub(super) fn hear_peer(self, message: &Ephemeral) {
        let company = &self.inner().company;
        let (is_new, heard) = {
            let mut room = company.room.borrow_mut();
            let is_new = room.person(&message.sender).is_none();
            (is_new, room.hear(message, now_ms()))
        };
        match heard {
            Heard::Nothing => {}
            Heard::Person => {
                self.note_writers();
                self.show_peers();
                self.show_save_state();
                // Whoever comes has not heard of the user yet.
                if is_new {
                    self.announce_presence();
                }
            }
            Heard::Glance => self.show_glances(),
        }
        self.look_later();
    }

    fn note_writers(self) {
        let company = &self.inner().company;
        let mut writers = company.writers.borrow_mut();
        for (_, present) in company.room.borrow().people() {
            let Presence { writer, name, .. } = &present.presence;
            if let Some(writer) = writer
                && (writers.len() < WRITERS_MAX || writers.contains_key(writer))
            {
                writers.insert(writer.clone(), name.clone());
            }
        }
    }

    fn look_later(self) {
        let company = &self.inner().company;
        let wakes_at = company.room.borrow().wakes_at(now_ms());
        let timer = wakes_at.and_then(|at| {
            let look = move || {
                self.inner().company.room.borrow_mut().expire(now_ms());
                self.show_peers();
                self.look_later();
            };
            let wait = at.saturating_sub(now_ms()).max(1);
            set_timeout_with_handle(look, Duration::from_millis(wait)).ok()
        });
        replace_timer(&company.look_timer, timer);
    }

    /// Shows who is there now; their carets move with the texts.
    pub(super) fn show_peers(self) {
        let inner = self.inner();
        let peers: Vec<Peer> = {
            let room = inner.company.room.borrow();
            let names = room
                .people()
                .map(|(_, present)| present.presence.name.as_str());
            let colors = colors_of(names.chain([inner.user.name.as_str()]));
            if let Some(own) = colors.get(&inner.user.name) {
                set_if_new(&inner.own_color, *own);
            }
            let cursors: Vec<_> = room
                .people()
                .map(|(_, present)| present.presence.cursor.clone())
                .collect();
            let carets = self.read(Zone::Case, |doc| carets_of(doc, &cursors));
            let mut carets = carets.unwrap_or_default().into_iter();
            room.people()
                .map(|(id, present)| {
                    let presence = &present.presence;
                    // The fields show already what is being typed.
                    let caret = carets.next().flatten().map(|caret| {
                        let shown = |at| self.in_field(caret.field, at);
                        Caret {
                            at: shown(caret.at),
                            other: caret.other.map(shown),
                            ..caret
                        }
                    });
                    let selected = presence.selection.as_deref().map(selection_of);
                    Peer {
                        id: id.to_owned(),
                        name: presence.name.clone(),
                        color: colors.get(&presence.name).copied().unwrap_or_default(),
                        idle: present.is_idle(now_ms()),
                        focus: Focus {
                            page: presence.page.as_deref().and_then(Page::from_id),
                            selected: selected.unwrap_or_default(),
                            caret,
                            editing: presence.editing.clone(),
                        },
                    }
                })
                .collect()
        };
        set_if_new(&inner.peers, peers);
        self.show_followers();
        self.show_glances();
    }

    /// The names of those who have all of this user's edits on their screens; empty where the user edited nothing
    /// since the page was loaded.
    pub(super) fn seen_by(self) -> Vec<String> {
        let inner = self.inner();
        let room = inner.company.room.borrow();
        let names = self.read(Zone::Case, |doc| {
            let own = doc.get_actor();
            let has_own = |after: &[automerge::ChangeHash]| {
                doc.get_changes_meta(after)
                    .iter()
                    .any(|change| change.actor.as_ref() == own)
            };
            if room.people().next().is_none() || !has_own(&[]) {
                return Vec::new();
            }
            let seen = room.people().filter(|(_, present)| {
                let known = present.presence.heads.iter().copied();
                let known: Vec<_> = known
                    .filter(|hash| doc.get_change_meta_by_hash(hash).is_some())
                    .collect();
                !known.is_empty() && !has_own(&known)
            });
            let mut names: Vec<String> = seen
                .map(|(_, present)| present.presence.name.clone())
                .collect();
            names.sort();
            names.dedup();
            names
        });
        names.unwrap_or_default()
    }
}
