//! Who is on a document: what was last heard of each, for how long it holds, and who follows whom.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    glance::{Glance, Point, Reading, Sight},
    limits,
    presence::Presence,
    wire::Ephemeral,
};

/// Somebody who is on a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Present {
    /// What they last told.
    pub presence: Presence,
    /// When that was.
    pub heard_at_ms: u64,
    /// Since when what they tell is the same.
    pub active_at_ms: u64,
    /// Where their hand and eye are, and when that was told.
    glance: Option<(Glance, u64)>,
    /// What they may still say now, in thousandths of a message.
    allowance: u64,
    /// When it was last counted.
    counted_at_ms: u64,
}

/// One message, as allowances count it.
const WHOLE: u64 = 1_000;

impl Present {
    fn new(presence: Presence, now_ms: u64) -> Self {
        Self {
            presence,
            heard_at_ms: now_ms,
            active_at_ms: now_ms,
            glance: None,
            allowance: limits::HEARD_BURST * WHOLE,
            counted_at_ms: now_ms,
        }
    }

    /// Whether to show them as idle.
    #[must_use]
    pub fn is_idle(&self, now_ms: u64) -> bool {
        self.presence.idle || now_ms.saturating_sub(self.active_at_ms) >= limits::PRESENCE_IDLE_MS
    }

    /// Where the pointer is, on the page that they told to be on.
    #[must_use]
    pub fn pointer(&self) -> Option<Point> {
        self.current()?.pointer
    }

    /// The part of the sheet that their screen shows, on the page that they told to be on.
    #[must_use]
    pub fn sight(&self) -> Option<Sight> {
        self.current()?.sight
    }

    /// How far down it their screen is, where the page that they told to be on is one of texts.
    #[must_use]
    pub fn reading(&self) -> Option<&Reading> {
        self.current()?.reading.as_ref()
    }

    fn current(&self) -> Option<&Glance> {
        let (glance, _) = self.glance.as_ref()?;
        (self.presence.page.as_ref() == Some(&glance.page)).then_some(glance)
    }

    /// Whether one more message is heard; who says too much is not heard for a while.
    fn may_say(&mut self, now_ms: u64) -> bool {
        let passed_ms = now_ms.saturating_sub(self.counted_at_ms);
        self.counted_at_ms = now_ms;
        // So many messages a second are so many thousandths a millisecond.
        let refill = passed_ms.saturating_mul(limits::HEARD_PER_SECOND);
        let full = limits::HEARD_BURST * WHOLE;
        self.allowance = self.allowance.saturating_add(refill).min(full);
        let left = self.allowance.checked_sub(WHOLE);
        self.allowance = left.unwrap_or(self.allowance);
        left.is_some()
    }
}

/// What a message changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Nothing to show.
    Nothing,
    /// Who is there, or what they do.
    Person,
    /// Where somebody's pointer or eye is.
    Glance,
}

/// Who is on a document, by peer id.
#[derive(Debug, Default)]
pub struct Room {
    people: BTreeMap<String, Present>,
}

impl Room {
    /// Takes an ephemeral message.
    pub fn hear(&mut self, message: &Ephemeral, now_ms: u64) -> Heard {
        if let Some(known) = self.people.get_mut(&message.sender)
            && !known.may_say(now_ms)
        {
            return Heard::Nothing;
        }
        if let Ok(Some(glance)) = Glance::decode(&message.data) {
            return self.glanced(message, glance, now_ms);
        }
        let Ok(Some(presence)) = Presence::decode(&message.data) else {
            return Heard::Nothing;
        };
        if presence.leaving {
            return match self.people.remove(&message.sender) {
                Some(_) => Heard::Person,
                None => Heard::Nothing,
            };
        }
        let full = self.people.len() >= limits::PRESENCE_PEERS_MAX;
        match self.people.get_mut(&message.sender) {
            Some(known) => {
                known.heard_at_ms = now_ms;
                if known.presence == presence {
                    return Heard::Nothing;
                }
                known.active_at_ms = now_ms;
                known.presence = presence;
            }
            None if full => return Heard::Nothing,
            None => {
                let present = Present::new(presence, now_ms);
                self.people.insert(message.sender.clone(), present);
            }
        }
        Heard::Person
    }

    /// Somebody of whom nothing else was heard yet has no name to put beside the pointer.
    fn glanced(&mut self, message: &Ephemeral, glance: Glance, now_ms: u64) -> Heard {
        let Some(known) = self.people.get_mut(&message.sender) else {
            return Heard::Nothing;
        };
        let was_idle = known.is_idle(now_ms);
        known.heard_at_ms = now_ms;
        known.active_at_ms = now_ms;
        known.glance = Some((glance, now_ms));
        if was_idle {
            Heard::Person
        } else {
            Heard::Glance
        }
    }

    /// Forgets who was not heard of for [`limits::PRESENCE_GONE_MS`], and pointers that did not move for
    /// [`limits::POINTER_GONE_MS`]; answers whether there were any.
    pub fn expire(&mut self, now_ms: u64) -> bool {
        let before = self.people.len();
        self.people.retain(|_, present| {
            now_ms.saturating_sub(present.heard_at_ms) < limits::PRESENCE_GONE_MS
        });
        let mut changed = before != self.people.len();
        for present in self.people.values_mut() {
            if let Some((glance, at_ms)) = &mut present.glance
                && glance.pointer.is_some()
                && now_ms.saturating_sub(*at_ms) >= limits::POINTER_GONE_MS
            {
                glance.pointer = None;
                changed = true;
            }
        }
        changed
    }

    /// The connection is lost: who is there is not known any more.
    pub fn clear(&mut self) {
        self.people.clear();
    }

    /// When [`Room::expire`] or a look at [`Present::is_idle`] is next worth it.
    #[must_use]
    pub fn wakes_at(&self, now_ms: u64) -> Option<u64> {
        self.people
            .values()
            .flat_map(|present| {
                let pointer = present
                    .glance
                    .as_ref()
                    .filter(|(glance, _)| glance.pointer.is_some())
                    .map(|(_, at_ms)| at_ms + limits::POINTER_GONE_MS);
                [
                    Some(present.active_at_ms + limits::PRESENCE_IDLE_MS),
                    Some(present.heard_at_ms + limits::PRESENCE_GONE_MS),
                    pointer,
                ]
            })
            .flatten()
            .filter(|at| *at > now_ms)
            .min()
    }

    /// Who is there, by peer id.
    pub fn people(&self) -> impl Iterator<Item = (&str, &Present)> {
        self.people
            .iter()
            .map(|(id, present)| (id.as_str(), present))
    }

    /// Somebody who is there.
    #[must_use]
    pub fn person(&self, id: &str) -> Option<&Present> {
        self.people.get(id)
    }

    /// Whose view the screen `own` shows when it follows `followed`: who follows somebody shows that person's view, so
    /// the last one in the row. `None` if nobody leads: `followed` is not there, or the row comes back to `own` or
    /// goes round.
    #[must_use]
    pub fn leader(&self, own: &str, followed: &str) -> Option<&str> {
        let mut passed = BTreeSet::new();
        let (mut leader, mut present) = self.people.get_key_value(followed)?;
        while let Some(next) = present.presence.follows.as_deref() {
            if next == own || !passed.insert(leader.as_str()) {
                return None;
            }
            // A screen that follows somebody who has gone shows its own view.
            let Some(known) = self.people.get_key_value(next) else {
                break;
            };
            (leader, present) = known;
        }
        Some(leader)
    }

    /// The names of the people who follow the screen `own`, directly or behind one another.
    #[must_use]
    pub fn followers(&self, own: &str) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .people
            .values()
            .filter(|present| {
                let mut next = present.presence.follows.as_deref();
                // No row is longer than there are people.
                for _ in 0..self.people.len() {
                    match next {
                        Some(followed) if followed == own => return true,
                        Some(followed) => {
                            let person = self.people.get(followed);
                            next = person.and_then(|person| person.presence.follows.as_deref());
                        }
                        None => return false,
                    }
                }
                false
            })
            .map(|present| present.presence.name.as_str())
            .collect();
        names.sort_unstable();
        names
    }
}

#[cfg(test)]
mod tests;
