//! Following a colleague's view, and being followed.

use leptos::prelude::*;
use trama_shared::sync::glance::{Reading, Sight};

use super::{
    super::{
        CaseStore,
        presence::{Entity, Page},
    },
    selection_of, set_if_new,
};

/// Whose view this screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Following {
    /// The colleague's screen.
    pub id: String,
    /// The colleague's name.
    pub name: String,
    /// The colleague's colour.
    pub color: usize,
}

/// What the one who is followed sees.
#[derive(Debug, Clone, PartialEq)]
pub struct Led {
    /// The page, if this version knows it.
    pub page: Option<Page>,
    /// What is chosen there.
    pub selected: Vec<Entity>,
    /// The part of the drawing that is on the screen, as soon as it is told.
    pub sight: Option<Sight>,
    /// How far down the page their screen is, where it is one of texts, as soon as it is told.
    pub reading: Option<Reading>,
}

impl CaseStore {
    /// Whose view this screen shows; `None` when it shows its own.
    #[must_use]
    pub fn following(self) -> ArcRwSignal<Option<Following>> {
        self.inner().company.following.clone()
    }

    /// The names of those whose screens show this one's view.
    #[must_use]
    pub fn followers(self) -> ArcRwSignal<Vec<String>> {
        self.inner().company.followers.clone()
    }

    /// What the one who is followed sees.
    #[must_use]
    pub fn led(self) -> ArcRwSignal<Option<Led>> {
        self.inner().company.led.clone()
    }

    /// Shows a colleague's view from now on; `false` where the colleague has gone or follows this screen.
    pub fn follow(self, id: &str) -> bool {
        let inner = self.inner();
        let own = inner.documents.peer_id();
        if inner.company.room.borrow().leader(&own, id).is_none() {
            return false;
        }
        let peers = inner.peers.get_untracked();
        let Some(peer) = peers.into_iter().find(|peer| peer.id == id) else {
            return false;
        };
        inner.company.following.set(Some(Following {
            id: peer.id,
            name: peer.name,
            color: peer.color,
        }));
        self.show_led();
        self.announce_presence();
        true
    }

    /// Shows the user's own view again, from where it is.
    pub fn unfollow(self) {
        let company = &self.inner().company;
        if company.following.with_untracked(Option::is_some) {
            company.following.set(None);
            self.show_led();
            self.announce_presence();
        }
    }

    /// Shows what the leader sees. Whoever led and has gone, or follows this screen by now, leads no more.
    pub(super) fn show_led(self) {
        let inner = self.inner();
        let company = &inner.company;
        let Some(following) = company.following.get_untracked() else {
            set_if_new(&company.led, None);
            return;
        };
        let own = inner.documents.peer_id();
        let led = {
            let room = company.room.borrow();
            let leader = room.leader(&own, &following.id);
            leader.and_then(|id| room.person(id)).map(|present| {
                let told = &present.presence;
                let selected = told.selection.as_deref().map(selection_of);
                Led {
                    page: told.page.as_deref().and_then(Page::from_id),
                    selected: selected.unwrap_or_default(),
                    sight: present.sight(),
                    reading: present.reading().cloned(),
                }
            })
        };
        if led.is_none() {
            self.unfollow();
        } else {
            set_if_new(&company.led, led);
        }
    }

    pub(super) fn show_followers(self) {
        let inner = self.inner();
        let company = &inner.company;
        let own = inner.documents.peer_id();
        let followers: Vec<String> = {
            let room = company.room.borrow();
            let names = room.followers(&own);
            names.into_iter().map(str::to_owned).collect()
        };
        let more = company
            .followers
            .with_untracked(|before| followers.len() > before.len());
        set_if_new(&company.followers, followers);
        // Whoever begins to follow has to learn what is on the screen now.
        if more {
            self.say_glance_soon();
        }
    }
}
