//! The user's own steps back and forth, each called by what it does: nobody should have to guess what *Deshacer* takes back.

use leptos::prelude::*;
use trama_shared::{
    case::{Party, PlanText},
    edit::{Act, Deed, TextField, Thing},
    ids::TieId,
};

use crate::{
    i18n::{t_string, use_i18n},
    services::{announce::Announcer, case_store::CaseStore},
};

type Language = leptos_i18n::I18nContext<crate::i18n::Locale>;

/// Undo and redo of the open case. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Steps {
    store: CaseStore,
    i18n: Language,
    announcer: Announcer,
}

impl Steps {
    /// Those of the page's case.
    #[must_use]
    pub fn get() -> Self {
        Self {
            store: CaseStore::get(),
            i18n: use_i18n(),
            announcer: Announcer::get(),
        }
    }

    /// Undoes the user's last change; says what that was, and returns what it said.
    pub fn undo(self) -> String {
        let what = untrack(|| self.words(self.store.next_undo().get().as_ref()));
        let said = match (self.store.undo(), what) {
            (true, Some(what)) => t_string!(self.i18n, steps.undone, what = what),
            (true, None) => t_string!(self.i18n, map.history.undone).to_owned(),
            (false, _) => t_string!(self.i18n, map.said.cannot_undo).to_owned(),
        };
        self.announcer.say(said.clone());
        said
    }

    /// Makes the undone change again; says what that was. `None` where there was nothing, or it could not be made.
    pub fn redo(self) -> Option<String> {
        let what = untrack(|| self.words(self.store.next_redo().get().as_ref()));
        if !self.store.redo() {
            return None;
        }
        let said = match what {
            Some(what) => t_string!(self.i18n, steps.redone, what = what),
            None => t_string!(self.i18n, map.history.redone).to_owned(),
        };
        self.announcer.say(said.clone());
        Some(said)
    }

    /// What the button that undoes is called; tracked.
    #[must_use]
    pub fn undo_label(self) -> String {
        match self.words(self.store.next_undo().get().as_ref()) {
            Some(what) => t_string!(self.i18n, steps.undo, what = what),
            None => t_string!(self.i18n, common.undo).to_owned(),
        }
    }

    /// What the button that redoes is called; tracked.
    #[must_use]
    pub fn redo_label(self) -> String {
        match self.words(self.store.next_redo().get().as_ref()) {
            Some(what) => t_string!(self.i18n, steps.redo, what = what),
            None => t_string!(self.i18n, common.redo).to_owned(),
        }
    }

    fn words(self, deed: Option<&Deed>) -> Option<String> {
        let deed = deed?;
        let thing = deed.things.first()?;
        Some(match thing {
            Thing::Actor { .. } => self.of_actors(deed),
            Thing::Tie { id, ends } => self.of_ties(deed, id, ends.as_ref()),
            thing => self.of_whole(deed.act, thing).to_owned(),
        })
    }

    fn of_actors(self, deed: &Deed) -> String {
        let i18n = self.i18n;
        if let [thing] = deed.things.as_slice() {
            let name = self.name(thing);
            return match deed.act {
                Act::Add => t_string!(i18n, steps.actor.add, name = name),
                Act::Remove => t_string!(i18n, steps.actor.remove, name = name),
                Act::Reserve => t_string!(i18n, steps.actor.reserve, name = name),
                Act::Share => t_string!(i18n, steps.actor.share, name = name),
                Act::Move => t_string!(i18n, steps.actor.move_, name = name),
                Act::Change => t_string!(i18n, steps.actor.change, name = name),
            };
        }
        let n = deed.things.len();
        match deed.act {
            Act::Add => t_string!(i18n, steps.actors.add, n = n),
            Act::Remove => t_string!(i18n, steps.actors.remove, n = n),
            Act::Reserve => t_string!(i18n, steps.actors.reserve, n = n),
            Act::Share => t_string!(i18n, steps.actors.share, n = n),
            Act::Move => t_string!(i18n, steps.actors.move_, n = n),
            Act::Change => t_string!(i18n, steps.actors.change, n = n),
        }
    }

    fn of_ties(self, deed: &Deed, id: &TieId, ends: Option<&(Party, Party)>) -> String {
        let i18n = self.i18n;
        let n = deed.things.len();
        if n > 1 {
            return match deed.act {
                Act::Add => t_string!(i18n, steps.ties.add, n = n),
                Act::Remove => t_string!(i18n, steps.ties.remove, n = n),
                _ => t_string!(i18n, steps.ties.change, n = n),
            };
        }
        let here = self
            .store
            .tie(id)
            .map(|tie| tie.with(|tie| (tie.from.clone(), tie.to.clone())));
        let ends = here.or_else(|| ends.cloned());
        let (from, to) = ends
            .map(|(from, to)| (self.name_of(&from), self.name_of(&to)))
            .unwrap_or_default();
        match deed.act {
            Act::Add => t_string!(i18n, steps.tie.add, from = from, to = to),
            Act::Remove => t_string!(i18n, steps.tie.remove, from = from, to = to),
            Act::Reserve => t_string!(i18n, steps.tie.reserve, from = from, to = to),
            Act::Share => t_string!(i18n, steps.tie.share, from = from, to = to),
            Act::Move | Act::Change => t_string!(i18n, steps.tie.change, from = from, to = to),
        }
    }

    fn of_whole(self, act: Act, thing: &Thing) -> &'static str {
        let i18n = self.i18n;
        match (thing, act) {
            (Thing::Milestone, Act::Add) => t_string!(i18n, steps.milestone.add),
            (Thing::Milestone, Act::Remove) => t_string!(i18n, steps.milestone.remove),
            (Thing::Milestone, _) => t_string!(i18n, steps.milestone.change),
            (Thing::Commitment, Act::Add) => t_string!(i18n, steps.commitment.add),
            (Thing::Commitment, Act::Remove) => t_string!(i18n, steps.commitment.remove),
            (Thing::Commitment, _) => t_string!(i18n, steps.commitment.change),
            (Thing::Goal, Act::Add) => t_string!(i18n, steps.goal.add),
            (Thing::Goal, Act::Remove) => t_string!(i18n, steps.goal.remove),
            (Thing::Goal, _) => t_string!(i18n, steps.goal.change),
            (Thing::Need, Act::Add) => t_string!(i18n, steps.need.add),
            (Thing::Need, Act::Remove) => t_string!(i18n, steps.need.remove),
            (Thing::Need, _) => t_string!(i18n, steps.need.change),
            (Thing::Resource, Act::Add) => t_string!(i18n, steps.resource.add),
            (Thing::Resource, Act::Remove) => t_string!(i18n, steps.resource.remove),
            (Thing::Resource, _) => t_string!(i18n, steps.resource.change),
            (Thing::Protection, _) => t_string!(i18n, steps.protection),
            (Thing::Comment, Act::Add) => t_string!(i18n, steps.comment.add),
            (Thing::Comment, Act::Remove) => t_string!(i18n, steps.comment.remove),
            (Thing::Comment, _) => t_string!(i18n, steps.comment.change),
            (Thing::Kinship, Act::Add) => t_string!(i18n, steps.kinship.add),
            (Thing::Kinship, Act::Remove) => t_string!(i18n, steps.kinship.remove),
            (Thing::Kinship, _) => t_string!(i18n, steps.kinship.change),
            (Thing::Person, _) => t_string!(i18n, steps.person),
            (Thing::Arrangement, _) => t_string!(i18n, steps.arrange),
            (Thing::Title, _) => t_string!(i18n, steps.title),
            (Thing::Text(field), _) => self.of_text(*field),
            (Thing::Identity, _) => t_string!(i18n, steps.identity),
            (Thing::Territory, _) => t_string!(i18n, steps.territory),
            (Thing::PlanHead | Thing::Actor { .. } | Thing::Tie { .. }, _) => {
                t_string!(i18n, steps.plan)
            }
        }
    }

    fn of_text(self, field: TextField) -> &'static str {
        let i18n = self.i18n;
        match field {
            TextField::ReservedNotes => t_string!(i18n, steps.text.reserved),
            TextField::Plan(PlanText::Problem) => t_string!(i18n, steps.text.problem),
            TextField::Plan(PlanText::Objective) => t_string!(i18n, steps.text.objective),
            TextField::Plan(PlanText::Strategy) => t_string!(i18n, steps.text.strategy),
            TextField::Plan(_) => t_string!(i18n, steps.text.action),
        }
    }

    /// What an actor is called: now, or where it is gone, what the step itself says.
    fn name(self, thing: &Thing) -> String {
        let Thing::Actor { id, name } = thing else {
            return String::new();
        };
        let now = self.name_of(&Party::Actor(id.clone()));
        if now.is_empty() {
            name.clone().unwrap_or_default()
        } else {
            now
        }
    }

    fn name_of(self, party: &Party) -> String {
        match party {
            Party::Person => self.store.person().with(|person| person.alias.clone()),
            Party::Actor(id) => self
                .store
                .actor(id)
                .map(|actor| actor.with(|actor| actor.name.clone()))
                .unwrap_or_default(),
        }
    }
}
