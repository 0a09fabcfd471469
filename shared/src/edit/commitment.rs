//! Edits of goals and commitments.

use automerge::{ObjId, ObjType, ROOT, ReadDoc, transaction::Transactable};
use serde::{Deserialize, Serialize};

use super::{
    Edit, EditError,
    write::{
        check_length, clear, clear_entity, need_map, put_choice, put_optional_text, put_text,
        room_for,
    },
};
use crate::{
    case::{
        Approach, Capability, Case, Commitment, CommitmentState, Doer, Focus, Goal, Part, Party,
        Sector, Step, Target, TieQuality,
    },
    date::Day,
    document::{self, fields},
    ids::{ActorId, CommitmentId, GoalId, NeedId, StepId, TieId},
    limits,
};

/// A field of a commitment with the value that it gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommitmentField {
    /// What is to be done.
    What(String),
    /// By when.
    Due(Option<Day>),
    /// The goal that it serves.
    Goal(Option<GoalId>),
    /// The focus of the model.
    Focus(Option<Focus>),
    /// Integración or inclusión.
    Approach(Option<Approach>),
    /// The ámbito.
    Sector(Option<Sector>),
    /// The level of capability.
    Capability(Option<Capability>),
    /// The need that it answers, and what that is called.
    Need(Option<NeedId>, String),
    /// What it should change on the map, and what that is called.
    Target(Option<Target>, String),
    /// What the tie is now.
    From(Option<TieQuality>),
    /// What the tie should become.
    To(Option<TieQuality>),
    /// How far it has come.
    State(CommitmentState),
}

impl CommitmentField {
    /// Whether two inverses say the same. What something was called follows it; nobody chose that.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Need(one, _), Self::Need(other, _)) => one == other,
            (Self::Target(one, _), Self::Target(other, _)) => one == other,
            _ => self == other,
        }
    }
}

pub(super) fn add(
    tx: &mut impl Transactable,
    id: &CommitmentId,
    commitment: &Commitment,
) -> Result<Edit, EditError> {
    check_length(&commitment.what, limits::TITLE_MAX)?;
    check_length(&commitment.need_name, limits::TITLE_MAX)?;
    check_length(&commitment.target_name, limits::TITLE_MAX)?;
    for part in Part::ALL {
        let doers = commitment.part(*part);
        if doers.len() > limits::DOERS_MAX {
            return Err(EditError::Full {
                max: limits::DOERS_MAX,
            });
        }
        for (doer, name) in doers {
            check_doer(doer, name)?;
        }
    }
    if commitment.steps.len() > limits::STEPS_MAX {
        return Err(EditError::Full {
            max: limits::STEPS_MAX,
        });
    }
    commitment.steps.values().try_for_each(check_step)?;
    if commitment.agreed.values().any(|at| *at < 0) {
        return Err(EditError::NoMoment);
    }
    let max = limits::COMMITMENTS_MAX;
    let commitments = room_for(tx, fields::COMMITMENTS, id.as_str(), max)?;
    write(tx, &commitments, id, commitment)?;
    Ok(Edit::RemoveCommitment { id: id.clone() })
}

fn check_doer(doer: &Doer, name: &str) -> Result<(), EditError> {
    check_length(name, limits::NAME_MAX)?;
    match doer {
        Doer::Team(name) => check_length(name, limits::NAME_MAX),
        Doer::Party(_) => Ok(()),
    }
}

fn check_step(step: &Step) -> Result<(), EditError> {
    check_length(&step.by, limits::NAME_MAX)?;
    check_length(&step.why, limits::NOTES_MAX)?;
    if step.at < 0 {
        return Err(EditError::NoMoment);
    }
    Ok(())
}

/// Writes a new commitment into the map of commitments.
pub(super) fn write(
    tx: &mut impl Transactable,
    commitments: &ObjId,
    id: &CommitmentId,
    commitment: &Commitment,
) -> Result<(), EditError> {
    let at = tx.put_object(commitments, id.as_str(), ObjType::Map)?;
    tx.put(&at, fields::WHAT, commitment.what.as_str())?;
    tx.put(&at, fields::STATE, commitment.state.id())?;
    let fields = [
        CommitmentField::Due(commitment.due),
        CommitmentField::Goal(commitment.goal.clone()),
        CommitmentField::Focus(commitment.focus),
        CommitmentField::Approach(commitment.approach),
        CommitmentField::Sector(commitment.sector),
        CommitmentField::Capability(commitment.capability),
        CommitmentField::Need(commitment.need.clone(), commitment.need_name.clone()),
        CommitmentField::Target(commitment.target.clone(), commitment.target_name.clone()),
        CommitmentField::From(commitment.from),
        CommitmentField::To(commitment.to),
    ];
    for field in &fields {
        put_field(tx, &at, field)?;
    }
    // These stand from the beginning, so that people who are apart fill the same ones.
    for part in Part::ALL {
        let set = tx.put_object(&at, part.id(), ObjType::Map)?;
        for (doer, name) in commitment.part(*part) {
            tx.put(&set, doer.id(), name.as_str())?;
        }
    }
    let agreed = tx.put_object(&at, fields::AGREED, ObjType::Map)?;
    for (doer, moment) in &commitment.agreed {
        tx.put(&agreed, doer.id(), *moment)?;
    }
    let steps = tx.put_object(&at, fields::STEPS, ObjType::Map)?;
    for (id, step) in &commitment.steps {
        write_step(tx, &steps, id, step)?;
    }
    Ok(())
}

fn write_step(
    tx: &mut impl Transactable,
    steps: &ObjId,
    id: &StepId,
    step: &Step,
) -> Result<(), EditError> {
    let at = tx.put_object(steps, id.as_str(), ObjType::Map)?;
    tx.put(&at, fields::STATE, step.state.id())?;
    tx.put(&at, fields::AT, step.at)?;
    put_optional_text(tx, &at, fields::BY, &step.by, limits::NAME_MAX)?;
    put_optional_text(tx, &at, fields::WHY, &step.why, limits::NOTES_MAX)?;
    put_day(tx, &at, step.due)?;
    put_choice(tx, &at, fields::FROM, step.from.map(TieQuality::id))?;
    put_choice(tx, &at, fields::TO, step.to.map(TieQuality::id))
}

fn put_day(tx: &mut impl Transactable, at: &ObjId, day: Option<Day>) -> Result<(), EditError> {
    put_choice(
        tx,
        at,
        fields::DUE,
        day.map(|day| day.to_string()).as_deref(),
    )
}

fn put_field(
    tx: &mut impl Transactable,
    at: &ObjId,
    field: &CommitmentField,
) -> Result<(), EditError> {
    match field {
        CommitmentField::What(what) => put_text(tx, at, fields::WHAT, what, limits::TITLE_MAX),
        CommitmentField::Due(due) => put_day(tx, at, *due),
        CommitmentField::Goal(goal) => {
            put_choice(tx, at, fields::GOAL, goal.as_ref().map(GoalId::as_str))
        }
        CommitmentField::Focus(focus) => put_choice(tx, at, fields::FOCUS, focus.map(Focus::id)),
        CommitmentField::Approach(approach) => {
            put_choice(tx, at, fields::APPROACH, approach.map(Approach::id))
        }
        CommitmentField::Sector(sector) => {
            put_choice(tx, at, fields::SECTOR, sector.map(Sector::id))
        }
        CommitmentField::Capability(level) => {
            put_choice(tx, at, fields::CAPABILITY, level.map(Capability::id))
        }
        CommitmentField::Need(need, name) => {
            check_length(name, limits::TITLE_MAX)?;
            put_choice(tx, at, fields::NEED, need.as_ref().map(NeedId::as_str))?;
            put_name(tx, at, fields::NEED_NAME, name)
        }
        CommitmentField::Target(target, name) => {
            check_length(name, limits::TITLE_MAX)?;
            let id = target.as_ref().map(Target::id);
            put_choice(tx, at, fields::TARGET, id.as_deref())?;
            put_name(tx, at, fields::TARGET_NAME, name)
        }
        CommitmentField::From(quality) => {
            put_choice(tx, at, fields::FROM, quality.map(TieQuality::id))
        }
        CommitmentField::To(quality) => put_choice(tx, at, fields::TO, quality.map(TieQuality::id)),
        CommitmentField::State(state) => put_choice(tx, at, fields::STATE, Some(state.id())),
    }
}

/// Writes what something is called; an empty name leaves no trace.
fn put_name(
    tx: &mut impl Transactable,
    at: &ObjId,
    key: &str,
    name: &str,
) -> Result<(), EditError> {
    if name.is_empty() {
        return clear(tx, at, key);
    }
    put_text(tx, at, key, name, limits::TITLE_MAX)
}

fn find(doc: &impl ReadDoc, id: &CommitmentId) -> Result<(ObjId, Commitment), EditError> {
    fields::commitment(doc, id)
        .zip(document::read_commitment(doc, id))
        .ok_or(EditError::NoCommitment)
}

pub(super) fn remove(tx: &mut impl Transactable, id: &CommitmentId) -> Result<Edit, EditError> {
    let (_, commitment) = find(tx, id)?;
    clear_entity(tx, fields::COMMITMENTS, id.as_str())?;
    Ok(Edit::AddCommitment {
        id: id.clone(),
        commitment: Box::new(commitment),
    })
}

pub(super) fn set(
    tx: &mut impl Transactable,
    id: &CommitmentId,
    field: &CommitmentField,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_field(tx, &at, field)?;
    let field = match field {
        CommitmentField::What(_) => CommitmentField::What(before.what),
        CommitmentField::Due(_) => CommitmentField::Due(before.due),
        CommitmentField::Goal(_) => CommitmentField::Goal(before.goal),
        CommitmentField::Focus(_) => CommitmentField::Focus(before.focus),
        CommitmentField::Approach(_) => CommitmentField::Approach(before.approach),
        CommitmentField::Sector(_) => CommitmentField::Sector(before.sector),
        CommitmentField::Capability(_) => CommitmentField::Capability(before.capability),
        CommitmentField::Need(..) => CommitmentField::Need(before.need, before.need_name),
        CommitmentField::Target(..) => CommitmentField::Target(before.target, before.target_name),
        CommitmentField::From(_) => CommitmentField::From(before.from),
        CommitmentField::To(_) => CommitmentField::To(before.to),
        CommitmentField::State(_) => CommitmentField::State(before.state),
    };
    Ok(Edit::SetCommitment {
        id: id.clone(),
        field,
    })
}

pub(super) fn set_doer(
    tx: &mut impl Transactable,
    id: &CommitmentId,
    part: Part,
    doer: &Doer,
    name: Option<&str>,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    let key = doer.id();
    let known = before.part(part).get(doer).cloned();
    match name {
        Some(name) => {
            check_doer(doer, name)?;
            if known.is_none() && before.part(part).len() >= limits::DOERS_MAX {
                return Err(EditError::Full {
                    max: limits::DOERS_MAX,
                });
            }
            let set = need_map(tx, &at, part.id())?;
            put_text(tx, &set, &key, name, limits::NAME_MAX)?;
        }
        None => {
            for set in fields::maps(tx, &at, part.id()) {
                clear(tx, &set, &key)?;
            }
        }
    }
    Ok(Edit::SetCommitmentDoer {
        id: id.clone(),
        part,
        doer: doer.clone(),
        name: known,
    })
}

pub(super) fn set_agreed(
    tx: &mut impl Transactable,
    id: &CommitmentId,
    doer: &Doer,
    moment: Option<i64>,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    let key = doer.id();
    match moment {
        Some(moment) if moment < 0 => return Err(EditError::NoMoment),
        Some(moment) => {
            let agreed = need_map(tx, &at, fields::AGREED)?;
            tx.put(&agreed, &key, moment)?;
        }
        None => {
            for agreed in fields::maps(tx, &at, fields::AGREED) {
                clear(tx, &agreed, &key)?;
            }
        }
    }
    Ok(Edit::SetCommitmentAgreed {
        id: id.clone(),
        doer: doer.clone(),
        at: before.agreed.get(doer).copied(),
    })
}

pub(super) fn add_step(
    tx: &mut impl Transactable,
    id: &CommitmentId,
    step_id: &StepId,
    step: &Step,
) -> Result<Edit, EditError> {
    check_step(step)?;
    let (at, before) = find(tx, id)?;
    if before.steps.contains_key(step_id) {
        return Err(EditError::Taken);
    }
    if before.steps.len() >= limits::STEPS_MAX {
        return Err(EditError::Full {
            max: limits::STEPS_MAX,
        });
    }
    let steps = need_map(tx, &at, fields::STEPS)?;
    write_step(tx, &steps, step_id, step)?;
    Ok(Edit::RemoveCommitmentStep {
        id: id.clone(),
        step_id: step_id.clone(),
    })
}

pub(super) fn remove_step(
    tx: &mut impl Transactable,
    id: &CommitmentId,
    step_id: &StepId,
) -> Result<Edit, EditError> {
    let (at, mut before) = find(tx, id)?;
    let step = before
        .steps
        .remove(step_id)
        .ok_or(EditError::NoCommitment)?;
    for steps in fields::maps(tx, &at, fields::STEPS) {
        clear(tx, &steps, step_id.as_str())?;
    }
    Ok(Edit::AddCommitmentStep {
        id: id.clone(),
        step_id: step_id.clone(),
        step,
    })
}

pub(super) fn add_goal(
    tx: &mut impl Transactable,
    id: &GoalId,
    goal: &Goal,
) -> Result<Edit, EditError> {
    check_length(&goal.words, limits::TITLE_MAX)?;
    let goals = room_for(tx, fields::GOALS, id.as_str(), limits::GOALS_MAX)?;
    write_goal(tx, &goals, id, goal)?;
    Ok(Edit::RemoveGoal { id: id.clone() })
}

/// Writes a new goal into the map of goals.
pub(super) fn write_goal(
    tx: &mut impl Transactable,
    goals: &ObjId,
    id: &GoalId,
    goal: &Goal,
) -> Result<(), EditError> {
    let at = tx.put_object(goals, id.as_str(), ObjType::Map)?;
    tx.put(&at, fields::WORDS, goal.words.as_str())?;
    Ok(())
}

fn find_goal(doc: &impl ReadDoc, id: &GoalId) -> Result<(ObjId, Goal), EditError> {
    fields::goal(doc, id)
        .zip(document::read_goal(doc, id))
        .ok_or(EditError::NoGoal)
}

pub(super) fn remove_goal(tx: &mut impl Transactable, id: &GoalId) -> Result<Edit, EditError> {
    let (_, goal) = find_goal(tx, id)?;
    clear_entity(tx, fields::GOALS, id.as_str())?;
    Ok(Edit::AddGoal {
        id: id.clone(),
        goal,
    })
}

pub(super) fn set_goal_words(
    tx: &mut impl Transactable,
    id: &GoalId,
    words: &str,
) -> Result<Edit, EditError> {
    let (at, before) = find_goal(tx, id)?;
    put_text(tx, &at, fields::WORDS, words, limits::TITLE_MAX)?;
    Ok(Edit::SetGoalWords {
        id: id.clone(),
        words: before.words,
    })
}

/// The maps of all commitments.
fn all(doc: &impl ReadDoc) -> Vec<ObjId> {
    let of = |commitments: &ObjId| {
        let keys: Vec<String> = doc.keys(commitments).collect();
        keys.into_iter()
            .filter_map(|key| fields::map(doc, commitments, &key))
            .collect::<Vec<_>>()
    };
    let containers = fields::maps(doc, &ROOT, fields::COMMITMENTS);
    containers.iter().flat_map(of).collect()
}

fn says(doc: &impl ReadDoc, at: &ObjId, key: &str, value: &str) -> bool {
    let found = doc.get(at, key).ok().flatten();
    found.is_some_and(|(found, _)| found.as_str() == Some(value))
}

/// Writes down what an actor that leaves the map is called, wherever a commitment names it.
pub(super) fn remember_actor(
    tx: &mut impl Transactable,
    id: &ActorId,
    name: &str,
) -> Result<(), EditError> {
    let key = Doer::actor(id.clone()).id();
    let target = Target::Actor(id.clone()).id();
    for at in all(tx) {
        for part in Part::ALL {
            for set in fields::maps(tx, &at, part.id()) {
                if tx.get(&set, &key)?.is_some() {
                    put_text(tx, &set, &key, name, limits::NAME_MAX)?;
                }
            }
        }
        if says(tx, &at, fields::TARGET, &target) {
            put_name(tx, &at, fields::TARGET_NAME, name)?;
        }
    }
    Ok(())
}

/// Writes down what a tie that leaves the map is called, wherever a commitment should change it.
pub(super) fn remember_tie(tx: &mut impl Transactable, id: &TieId) -> Result<(), EditError> {
    let target = Target::Tie(id.clone()).id();
    let those: Vec<ObjId> = all(tx)
        .into_iter()
        .filter(|at| says(tx, at, fields::TARGET, &target))
        .collect();
    if those.is_empty() {
        return Ok(());
    }
    let Some((from, to)) = document::stored_parties(tx, id) else {
        return Ok(());
    };
    let name = |party: &Party| match party {
        Party::Person => document::read_person(tx).alias,
        Party::Actor(id) => document::read_actor(tx, id).map_or_else(String::new, |it| it.name),
    };
    let name = tie_name(&name(&from), &name(&to));
    for at in those {
        put_name(tx, &at, fields::TARGET_NAME, &name)?;
    }
    Ok(())
}

/// What a tie between two parties is called.
#[must_use]
pub fn tie_name(from: &str, to: &str) -> String {
    format!("{from} – {to}")
}

/// Takes what moves to the reserved zone out of the commitments: they are in the shared zone, where nobody may learn
/// of it.
pub(super) fn forgetting(case: &Case, actor: Option<&ActorId>, ties: &[&TieId]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (id, commitment) in &case.commitments {
        let doer = actor.cloned().map(Doer::actor);
        if let Some(doer) = &doer {
            for part in Part::ALL {
                if commitment.part(*part).contains_key(doer) {
                    edits.push(Edit::SetCommitmentDoer {
                        id: id.clone(),
                        part: *part,
                        doer: doer.clone(),
                        name: None,
                    });
                }
            }
            if commitment.agreed.contains_key(doer) {
                edits.push(Edit::SetCommitmentAgreed {
                    id: id.clone(),
                    doer: doer.clone(),
                    at: None,
                });
            }
        }
        let goes = match &commitment.target {
            Some(Target::Actor(id)) => Some(id) == actor,
            Some(Target::Tie(id)) => ties.contains(&id),
            None => false,
        };
        if goes {
            edits.push(Edit::SetCommitment {
                id: id.clone(),
                field: CommitmentField::Target(None, String::new()),
            });
        }
    }
    edits
}
