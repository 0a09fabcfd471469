//! The others on the case: hearing where they are and what they have seen, and telling them of the user.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use automerge::{Automerge, Cursor, CursorPosition, ReadDoc};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use trama_shared::{
    case::{PlanText, View, Zone},
    document,
    edit::TextField,
    sync::{
        limits,
        presence::{Presence, Room, TextCursor},
        wire::Ephemeral,
    },
};

use super::{
    CaseStore,
    presence::{Caret, Entity, Focus, Peer, color_of, colors_of},
};
use crate::services::{api::User, clock, documents::Network};

/// Presence is told at most this often.
const SAY_MS: u64 = 80;

/// Who else is there, and what was told them.
pub(super) struct Company {
    room: RefCell<Room>,
    focus: RefCell<Focus>,
    color: usize,
    /// Something new is going to be told.
    say_timer: Cell<Option<TimeoutHandle>>,
    /// The next sign of life.
    beat_timer: Cell<Option<TimeoutHandle>>,
    /// The next look at who has become idle or gone.
    look_timer: Cell<Option<TimeoutHandle>>,
}

impl Company {
    pub(super) fn new(user: &User) -> Self {
        Self {
            room: RefCell::default(),
            focus: RefCell::default(),
            color: color_of(&user.name),
            say_timer: Cell::new(None),
            beat_timer: Cell::new(None),
            look_timer: Cell::new(None),
        }
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

impl CaseStore {
    /// Tells the others what the user is doing, as far as `change` says.
    pub fn set_focus(self, change: impl FnOnce(&mut Focus)) {
        let inner = self.inner();
        let changed = {
            let mut focus = inner.company.focus.borrow_mut();
            let before = focus.clone();
            change(&mut focus);
            focus.selected.retain(|entity| self.is_told(entity));
            *focus != before
        };
        if changed {
            self.announce_presence();
        }
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
        let presence = inner.documents.read(document, |doc| Presence {
            name: inner.user.name.clone(),
            color: inner.company.color as u64,
            page: focus.view.map(|view| view.id().to_owned()),
            selection: (!focus.selected.is_empty()).then(|| selection_text(&focus.selected)),
            cursor: focus.caret.and_then(|caret| cursor_of(doc, caret)),
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
        let (is_new, changed) = {
            let mut room = company.room.borrow_mut();
            let is_new = room.people().all(|(id, _)| id != message.sender);
            (is_new, room.hear(message, now_ms()))
        };
        if changed {
            self.show_peers();
            self.show_save_state();
            // Whoever comes has not heard of the user yet.
            if is_new {
                self.announce_presence();
            }
        }
        self.look_later();
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
            if let Some(own) = colors.get(&inner.user.name)
                && inner.own_color.get_untracked() != *own
            {
                inner.own_color.set(*own);
            }
            room.people()
                .map(|(id, present)| {
                    let presence = &present.presence;
                    let caret = presence.cursor.as_ref().and_then(|cursor| {
                        self.read(Zone::Case, |doc| caret_of(doc, cursor)).flatten()
                    });
                    Peer {
                        id: id.to_owned(),
                        name: presence.name.clone(),
                        color: colors.get(&presence.name).copied().unwrap_or_default(),
                        idle: present.is_idle(now_ms()),
                        focus: Focus {
                            view: presence.page.as_deref().and_then(View::from_id),
                            selected: presence
                                .selection
                                .as_deref()
                                .map(selection_of)
                                .unwrap_or_default(),
                            caret,
                        },
                    }
                })
                .collect()
        };
        if inner.peers.get_untracked() != peers {
            inner.peers.set(peers);
        }
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

/// Several selected things are told by their ids, with blanks between; as many as fit.
fn selection_text(selected: &[Entity]) -> String {
    let mut text = String::new();
    for entity in selected {
        let word = match entity {
            Entity::Person => "person".to_owned(),
            Entity::Actor(id) => format!("actor:{id}"),
            Entity::Tie(id) => format!("tie:{id}"),
        };
        if text.len() + word.len() + 1 > limits::PRESENCE_TEXT_BYTES_MAX {
            break;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&word);
    }
    text
}

fn selection_of(text: &str) -> Vec<Entity> {
    text.split_whitespace()
        .filter_map(|word| match word.split_once(':') {
            None if word == "person" => Some(Entity::Person),
            Some(("actor", id)) => id.parse().ok().map(Entity::Actor),
            Some(("tie", id)) => id.parse().ok().map(Entity::Tie),
            _ => None,
        })
        .collect()
}

/// Where the user writes, said so that it moves along with the words; only in the shared zone.
fn cursor_of(doc: &Automerge, caret: Caret) -> Option<TextCursor> {
    let TextField::Plan(text) = caret.field else {
        return None;
    };
    let obj = document::text_obj(doc, caret.field)?;
    let at = if caret.at < doc.length(&obj) {
        CursorPosition::Index(caret.at)
    } else {
        CursorPosition::End
    };
    let cursor = doc.get_cursor(&obj, at, None).ok()?;
    Some(TextCursor {
        field: format!("plan.{}", text.id()),
        at: cursor.to_string(),
    })
}

fn caret_of(doc: &Automerge, cursor: &TextCursor) -> Option<Caret> {
    let text = PlanText::from_id(cursor.field.strip_prefix("plan.")?)?;
    let field = TextField::Plan(text);
    // The words come from a peer, and Automerge slices them as if they were its own.
    if cursor.at.is_empty() || !cursor.at.is_ascii() {
        return None;
    }
    let at = Cursor::try_from(cursor.at.as_str()).ok()?;
    let obj = document::text_obj(doc, field)?;
    let at = doc.get_cursor_position(&obj, &at, None).ok()?;
    Some(Caret { field, at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_is_told_and_understood() {
        let selected = vec![
            Entity::Person,
            Entity::Actor("a1".parse().unwrap()),
            Entity::Tie("t-1".parse().unwrap()),
        ];
        assert_eq!(selection_of(&selection_text(&selected)), selected);
        assert_eq!(selection_of("nothing:x actor:/"), Vec::new());
    }

    #[test]
    fn a_long_selection_is_cut_between_ids() {
        let id: trama_shared::ids::ActorId = "x".repeat(64).parse().unwrap();
        let selected = vec![Entity::Actor(id); 9];
        let text = selection_text(&selected);
        assert!(text.len() <= limits::PRESENCE_TEXT_BYTES_MAX);
        assert_eq!(selection_of(&text).len(), 3);
    }

    #[test]
    fn carets_of_peers_that_make_no_sense_are_not_shown() {
        let doc = Automerge::new();
        for at in ["", "é", "-", "@", "1@zz", "s"] {
            let cursor = TextCursor {
                field: "plan.problem".to_owned(),
                at: at.to_owned(),
            };
            assert_eq!(caret_of(&doc, &cursor), None);
        }
    }
}
