//! Hiding who is who: pseudonyms for names, nothing for free texts, fresh numbers for ids.

use std::collections::BTreeMap;

use crate::case::{ActorKind, Case, Party, Plan};
use crate::ids::{ActorId, CaseId, KinshipId, TieId};

use super::uuid::uuid;
use crate::date::Day;

/// Pseudonyms for everybody in one or several states of a case: kind and number, the same in each of them.
#[derive(Debug, Clone)]
pub struct Veil {
    person: String,
    names: BTreeMap<ActorId, String>,
    actors: BTreeMap<ActorId, ActorId>,
    ties: BTreeMap<TieId, TieId>,
}

impl Veil {
    /// A veil over these states of a case. `person` is what the person is called under it, `kind` the word for a kind.
    #[must_use]
    pub fn over<'a>(
        cases: impl IntoIterator<Item = &'a Case>,
        person: &str,
        kind: impl Fn(ActorKind) -> String,
    ) -> Self {
        let mut kinds: BTreeMap<ActorId, ActorKind> = BTreeMap::new();
        let mut ties: BTreeMap<TieId, TieId> = BTreeMap::new();
        for case in cases {
            kinds.extend(
                case.actors
                    .iter()
                    .map(|(id, actor)| (id.clone(), actor.kind)),
            );
            ties.extend(case.ties.keys().map(|id| (id.clone(), id.clone())));
        }
        let mut counts: BTreeMap<ActorKind, usize> = BTreeMap::new();
        let names = kinds.iter().map(|(id, of)| {
            let count = counts.entry(*of).or_default();
            *count += 1;
            (id.clone(), format!("{} {count}", kind(*of)))
        });
        let names = names.collect();
        // Numbers are ids: letters and digits, and few of them.
        let numbered = |at: usize| (at as u128) + 1;
        for (at, id) in ties.values_mut().enumerate() {
            *id = TieId::from_random(numbered(at));
        }
        Self {
            person: person.to_owned(),
            names,
            actors: kinds
                .into_keys()
                .enumerate()
                .map(|(at, id)| (id, ActorId::from_random(numbered(at))))
                .collect(),
            ties,
        }
    }

    /// The case with pseudonyms, without ages and without a free text: title, notes, roles, programmes, plan, needs, guide, commitments. "Since"
    /// stays where it is a date. Ids stay too; see [`Self::numbered`].
    #[must_use]
    pub fn on(&self, case: &Case) -> Case {
        let mut veiled = case.clone();
        veiled.title.clear();
        veiled.person.alias.clone_from(&self.person);
        veiled.person.notes.clear();
        veiled.person.member.age = None;
        veiled.plan = Plan::default();
        veiled.needs.clear();
        veiled.guide.clear();
        veiled.goals.clear();
        veiled.commitments.clear();
        veiled.milestones.clear();
        for (id, actor) in &mut veiled.actors {
            actor.name = self.names.get(id).cloned().unwrap_or_default();
            actor.role.clear();
            actor.programme.clear();
            actor.notes.clear();
            // With a ring and a role in the household, an age can be a name.
            if let Some(member) = &mut actor.household {
                member.age = None;
            }
        }
        for tie in veiled.ties.values_mut() {
            tie.notes.clear();
            if Day::first_of(&tie.since).is_none() {
                tie.since.clear();
            }
        }
        veiled
    }

    /// As [`Self::on`], with numbers in place of the ids of case, actors, ties and kinships: an id may come from another program
    /// and say who somebody is.
    #[must_use]
    pub fn numbered(&self, case: &Case) -> Case {
        let mut veiled = self.on(case);
        let hidden = uuid(&["pseudonymous", case.id.as_str()]);
        if let Ok(id) = hidden.parse::<CaseId>() {
            veiled.id = id;
        }
        let party = |party: Party| match party {
            Party::Person => Some(Party::Person),
            Party::Actor(id) => self.actors.get(&id).cloned().map(Party::Actor),
        };
        veiled.actors = std::mem::take(&mut veiled.actors)
            .into_iter()
            .filter_map(|(id, actor)| Some((self.actors.get(&id)?.clone(), actor)))
            .collect();
        veiled.kinships = std::mem::take(&mut veiled.kinships)
            .into_values()
            .enumerate()
            .filter_map(|(at, mut kin)| {
                kin.a = party(kin.a)?;
                kin.b = party(kin.b)?;
                Some((KinshipId::from_random((at as u128) + 1), kin))
            })
            .collect();
        veiled.ties = std::mem::take(&mut veiled.ties)
            .into_iter()
            .filter_map(|(id, mut tie)| {
                tie.from = party(tie.from)?;
                tie.to = party(tie.to)?;
                Some((self.ties.get(&id)?.clone(), tie))
            })
            .collect();
        veiled
    }
}
