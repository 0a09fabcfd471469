//! Actors that were copied, with the ties among them, and how they come onto another map or the same one.

use std::collections::{BTreeMap, BTreeSet};

use trama_shared::{
    case::{Actor, Party, Tie},
    edit::Edit,
    ids::{ActorId, CaseId, TieId},
};

/// What was copied. It lives in the app's memory only: the system's clipboard is open to every other program.
#[derive(Debug, Clone, PartialEq)]
pub struct Fragment {
    from: CaseId,
    actors: Vec<(ActorId, Actor)>,
    ties: Vec<Tie>,
}

/// What is about to be pasted.
#[derive(Debug, Clone, PartialEq)]
pub struct Paste {
    /// The edit, one step of undo.
    pub edit: Edit,
    /// The new actors.
    pub ids: BTreeSet<ActorId>,
    /// The new ties.
    pub ties: usize,
    /// Something that is only for the table of the case it was copied from was left out.
    pub left_out: bool,
}

impl Fragment {
    /// The chosen actors, with the ties whose two ends are among them. `None` if none of them is on the map.
    #[must_use]
    pub fn of(
        from: CaseId,
        actors: &BTreeMap<ActorId, Actor>,
        ties: &BTreeMap<TieId, Tie>,
        chosen: &BTreeSet<ActorId>,
    ) -> Option<Self> {
        let actors: Vec<(ActorId, Actor)> = actors
            .iter()
            .filter(|(id, _)| chosen.contains(id))
            .map(|(id, actor)| (id.clone(), actor.clone()))
            .collect();
        let taken = |party: &Party| party.actor().is_some_and(|id| chosen.contains(id));
        let ties = ties
            .values()
            .filter(|tie| taken(&tie.from) && taken(&tie.to))
            .cloned()
            .collect();
        (!actors.is_empty()).then_some(Self { from, actors, ties })
    }

    /// How many actors it holds.
    #[must_use]
    pub fn actors(&self) -> usize {
        self.actors.len()
    }

    /// How many ties it holds.
    #[must_use]
    pub fn ties(&self) -> usize {
        self.ties.len()
    }

    /// The edit that puts everything on the map of `into`; `random` brings 128 bits for each new id. The layout finds
    /// the places.
    ///
    /// Notes and perceived support speak of one person and are read by those at her table: they stay in her case.
    #[must_use]
    pub fn paste(&self, into: &CaseId, mut random: impl FnMut() -> u128) -> Paste {
        let same_case = *into == self.from;
        let mut left_out = false;
        let mut renamed: BTreeMap<&ActorId, ActorId> = BTreeMap::new();
        let mut edits = Vec::with_capacity(self.actors.len() + self.ties.len());
        for (old, actor) in &self.actors {
            let id = ActorId::from_random(random());
            let mut actor = actor.clone();
            actor.rings_place = None;
            actor.ecomap_place = None;
            actor.sluzki_place = None;
            if !same_case {
                // A household is one person's too.
                actor.household = None;
                left_out |= !actor.notes.is_empty() || actor.support.is_some();
                actor.notes = String::new();
                actor.support = None;
            }
            renamed.insert(old, id.clone());
            edits.push(Edit::AddActor { id, actor });
        }
        let mut ties = 0;
        for tie in &self.ties {
            let end = |party: &Party| {
                let id = renamed.get(party.actor()?)?;
                Some(Party::Actor(id.clone()))
            };
            let (Some(from), Some(to)) = (end(&tie.from), end(&tie.to)) else {
                continue;
            };
            let mut tie = tie.clone();
            (tie.from, tie.to) = (from, to);
            if !same_case {
                left_out |= !tie.notes.is_empty();
                tie.notes = String::new();
            }
            let id = TieId::from_random(random());
            edits.push(Edit::AddTie { id, tie });
            ties += 1;
        }
        Paste {
            edit: Edit::Batch(edits),
            ids: renamed.into_values().collect(),
            ties,
            left_out,
        }
    }
}

#[cfg(test)]
mod tests {
    use trama_shared::case::{ActorKind, Place, Ring, Support, TieQuality};

    use super::*;

    fn id(text: &str) -> ActorId {
        text.parse().unwrap()
    }

    fn case(text: &str) -> CaseId {
        text.parse().unwrap()
    }

    fn actor(name: &str) -> Actor {
        Actor {
            notes: "algo de la mesa".to_owned(),
            support: Some(Support::Much),
            rings_place: Some(Place { x: 0.5, y: 0.0 }),
            ..Actor::new(name.to_owned(), ActorKind::Person, Ring::Community)
        }
    }

    fn tie(from: Party, to: Party) -> Tie {
        Tie::new(from, to, TieQuality::Normal)
    }

    fn fragment() -> Fragment {
        let actors = BTreeMap::from([
            (id("a"), actor("Ana")),
            (id("b"), actor("Beto")),
            (id("c"), actor("Carla")),
        ]);
        let party = |name: &str| Party::Actor(id(name));
        let ties = BTreeMap::from([
            ("t1".parse().unwrap(), tie(party("a"), party("b"))),
            ("t2".parse().unwrap(), tie(party("b"), party("c"))),
            ("t3".parse().unwrap(), tie(Party::Person, party("a"))),
        ]);
        let chosen = BTreeSet::from([id("a"), id("b")]);
        Fragment::of(case("one"), &actors, &ties, &chosen).unwrap()
    }

    fn counter() -> impl FnMut() -> u128 {
        let mut next = 0;
        move || {
            next += 1;
            next
        }
    }

    fn added(paste: &Paste) -> (Vec<&Actor>, Vec<&Tie>) {
        let Edit::Batch(edits) = &paste.edit else {
            panic!("a batch");
        };
        let actors = edits.iter().filter_map(|edit| match edit {
            Edit::AddActor { actor, .. } => Some(actor),
            _ => None,
        });
        let ties = edits.iter().filter_map(|edit| match edit {
            Edit::AddTie { tie, .. } => Some(tie),
            _ => None,
        });
        (actors.collect(), ties.collect())
    }

    #[test]
    fn only_ties_among_the_copied_come_along() {
        let fragment = fragment();
        assert_eq!((fragment.actors(), fragment.ties()), (2, 1));
        let paste = fragment.paste(&case("two"), counter());
        let (_, ties) = added(&paste);
        assert_eq!(ties.len(), 1);
        let ends = [&ties[0].from, &ties[0].to].map(|party| party.actor().cloned().unwrap());
        assert!(ends.iter().all(|id| paste.ids.contains(id)), "{ends:?}");
    }

    #[test]
    fn what_speaks_of_one_person_stays_in_her_case() {
        let paste = fragment().paste(&case("two"), counter());
        let (actors, _) = added(&paste);
        assert!(paste.left_out);
        for actor in actors {
            assert_eq!(
                (actor.notes.as_str(), actor.support, actor.rings_place),
                ("", None, None)
            );
        }
    }

    #[test]
    fn in_the_same_case_nothing_is_left_out_and_every_id_is_new() {
        let paste = fragment().paste(&case("one"), counter());
        let (actors, _) = added(&paste);
        assert!(!paste.left_out);
        assert!(actors.iter().all(|actor| actor.notes == "algo de la mesa"));
        assert!(!paste.ids.contains(&id("a")) && paste.ids.len() == 2);
    }

    #[test]
    fn nothing_chosen_is_nothing_copied() {
        let none = Fragment::of(
            case("one"),
            &BTreeMap::new(),
            &BTreeMap::new(),
            &BTreeSet::from([id("a")]),
        );
        assert_eq!(none, None);
    }
}
