//! Where hands and eyes are: telling the user's, at most thirty times a second, and showing the others'.

use std::time::Duration;

use leptos::prelude::*;
use trama_shared::{
    case::Zone,
    sync::{
        glance::{Glance, Point, Reading, Sight},
        limits,
    },
};

use super::{
    super::{
        CaseStore,
        presence::{Focus, Page},
    },
    now_ms, replace_timer, set_if_new,
};
use crate::services::documents::Network;

/// A colleague's pointer on the drawing that they are looking at.
#[derive(Debug, Clone, PartialEq)]
pub struct PeerPointer {
    /// Whose screen.
    pub id: String,
    /// Which page it is on.
    pub page: Page,
    /// Where.
    pub at: Point,
}

impl CaseStore {
    /// Where the others' pointers are.
    #[must_use]
    pub fn pointers(self) -> ArcRwSignal<Vec<PeerPointer>> {
        self.inner().company.pointers.clone()
    }

    /// The user's pointer is there; `None` when it left the drawing.
    pub fn point_at(self, at: Option<Point>) {
        self.glance(|glance| glance.pointer = at);
    }

    /// The user's screen shows this part of the drawing.
    pub fn look_at(self, sight: Option<Sight>) {
        self.glance(|glance| glance.sight = sight);
    }

    /// The user's screen is so far down a page of texts.
    pub fn read_at(self, reading: Option<Reading>) {
        self.glance(|glance| glance.reading = reading);
    }

    fn glance(self, change: impl FnOnce(&mut Glance)) {
        let company = &self.inner().company;
        let changed = {
            let mut glance = company.glance.borrow_mut();
            let before = glance.clone();
            change(&mut glance);
            *glance != before
        };
        if changed {
            self.say_glance_soon();
        }
    }

    /// Tells where hand and eye are: at once if nothing was told for a while, and else when it is time again. Nobody
    /// is told where nobody is.
    pub(super) fn say_glance_soon(self) {
        let company = &self.inner().company;
        let running = company.glance_timer.take();
        if running.is_some() || company.room.borrow().people().next().is_none() {
            company.glance_timer.set(running);
            return;
        }
        let next_ms = company.glanced_at_ms.get() + limits::GLANCE_INTERVAL_MS;
        let wait_ms = next_ms.saturating_sub(now_ms());
        if wait_ms == 0 {
            self.say_glance();
            return;
        }
        let say = move || {
            self.inner().company.glance_timer.take();
            self.say_glance();
        };
        let wait = Duration::from_millis(wait_ms.min(limits::GLANCE_INTERVAL_MS));
        replace_timer(
            &company.glance_timer,
            set_timeout_with_handle(say, wait).ok(),
        );
    }

    fn say_glance(self) {
        let inner = self.inner();
        let company = &inner.company;
        let Focus { page, .. } = &*company.focus.borrow();
        let (Some(page), Some(document)) = (page, inner.ids.borrow().get(&Zone::Case).copied())
        else {
            return;
        };
        if !inner.shown.get() || inner.documents.network().get_untracked() != Network::Online {
            return;
        }
        // The view of a screen that follows is its leader's, who tells it; without followers nobody needs it.
        let leads = company.followers.with_untracked(|names| !names.is_empty())
            && company.following.with_untracked(Option::is_none);
        let told = Glance {
            page: page.id().to_owned(),
            sight: company.glance.borrow().sight.filter(|_| leads),
            pointer: company.glance.borrow().pointer,
            reading: company.glance.borrow().reading.clone().filter(|_| leads),
        };
        inner.documents.say(document, told.encode());
        // The time that telling takes is no part of the pause after it.
        company.glanced_at_ms.set(now_ms());
    }

    /// Shows where the others' pointers are, and what the one who is followed sees.
    pub(super) fn show_glances(self) {
        let company = &self.inner().company;
        let pointers = {
            let room = company.room.borrow();
            let pointers = room.people().filter_map(|(id, present)| {
                Some(PeerPointer {
                    id: id.to_owned(),
                    page: Page::from_id(present.presence.page.as_deref()?)?,
                    at: present.pointer()?,
                })
            });
            pointers.collect::<Vec<_>>()
        };
        set_if_new(&company.pointers, pointers);
        self.show_led();
    }
}
