//! The case as signals, one per entity: an edit wakes only what shows the entity that it touched.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use automerge::ReadDoc;
use leptos::prelude::*;
use trama_shared::{
    case::{
        Actor, Case, Comment, Commitment, Goal, GuideEntry, Identity, Kin, Milestone, Need, Person,
        Plan, ProblemType, Reserved, Tie, Zone,
    },
    document::{self, Fault, Problem, Touched},
    ids::{
        ActorId, CommentId, CommitmentId, GoalId, GuideEntryId, KinshipId, MilestoneId, NeedId,
        TerritoryId, TieId,
    },
};

/// The plan without its long texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlanHead {
    /// Título.
    pub title: String,
    /// Autor(es).
    pub authors: String,
    /// The type of problem, once chosen.
    pub problem_type: Option<ProblemType>,
}

impl From<Plan> for PlanHead {
    fn from(plan: Plan) -> Self {
        Self {
            title: plan.title,
            authors: plan.authors,
            problem_type: plan.problem_type,
        }
    }
}

/// Every entity of the case that is open.
#[derive(Default)]
pub struct Entities {
    /// The alias under which the table knows the case.
    pub title: ArcRwSignal<String>,
    /// The person.
    pub person: ArcRwSignal<Person>,
    /// The plan without its texts.
    pub plan: ArcRwSignal<PlanHead>,
    /// Who is on the map.
    pub actor_ids: ArcRwSignal<BTreeSet<ActorId>>,
    /// Which ties are on the map.
    pub tie_ids: ArcRwSignal<BTreeSet<TieId>>,
    /// How the people of the household are related.
    pub kinships: ArcRwSignal<BTreeMap<KinshipId, Kin>>,
    /// What the person needs.
    pub needs: ArcRwSignal<BTreeMap<NeedId, Need>>,
    /// What there is where she lives.
    pub guide: ArcRwSignal<BTreeMap<GuideEntryId, GuideEntry>>,
    /// What she wants to reach.
    pub goals: ArcRwSignal<BTreeMap<GoalId, Goal>>,
    /// Who does what by when.
    pub commitments: ArcRwSignal<BTreeMap<CommitmentId, Commitment>>,
    /// What was said about passages of the plan; told on also when only the places are read again.
    pub comments: ArcRwSignal<BTreeMap<CommentId, Comment>>,
    /// The named moments.
    pub milestones: ArcRwSignal<BTreeMap<MilestoneId, Milestone>>,
    /// Which territory the case uses.
    pub territory: ArcRwSignal<Option<TerritoryId>>,
    /// The shared zone says that something of the network is withheld.
    pub withheld: ArcRwSignal<bool>,
    /// What is reserved of the network, as far as the user may read it; its notes are not here.
    pub reserved: ArcRwSignal<Reserved>,
    /// What the zone identity says.
    pub identity: ArcRwSignal<Identity>,
    /// Counts up with everything that changes in the shared document.
    pub changes: ArcRwSignal<u64>,
    /// What somebody should look at, in the shared zone and in the reserved one.
    pub problems: ArcRwSignal<Vec<Problem>>,
    problems_of_case: RefCell<Vec<Problem>>,
    problems_of_reserve: RefCell<Vec<Problem>>,
    /// Fields in which the user wrote over what somebody else had just written.
    overwritten: RefCell<Vec<(Zone, Problem)>>,
    actors: RefCell<BTreeMap<ActorId, ArcRwSignal<Actor>>>,
    ties: RefCell<BTreeMap<TieId, ArcRwSignal<Tie>>>,
}

impl Entities {
    /// An actor's signal; `None` for one that is not on the map.
    pub fn actor(&self, id: &ActorId) -> Option<ArcRwSignal<Actor>> {
        self.actors.borrow().get(id).cloned()
    }

    /// A tie's signal; `None` for one that is not on the map.
    pub fn tie(&self, id: &TieId) -> Option<ArcRwSignal<Tie>> {
        self.ties.borrow().get(id).cloned()
    }

    /// Reads the whole case, and lays over it what is reserved.
    pub fn load_case(&self, doc: &impl ReadDoc) {
        let (mut case, problems) = document::read_case(doc);
        self.reserved
            .with_untracked(|reserved| reserved.lay_over(&mut case));
        let Case {
            title,
            person,
            actors,
            ties,
            kinships,
            plan,
            needs,
            guide,
            goals,
            commitments,
            comments,
            milestones,
            territory,
            withheld,
            ..
        } = case;
        set_if_new(&self.title, title);
        set_if_new(&self.person, person);
        set_if_new(&self.plan, plan.into());
        self.take_problems(&self.problems_of_case, problems);
        set_if_new(&self.kinships, kinships);
        set_if_new(&self.needs, needs);
        set_if_new(&self.guide, guide);
        set_if_new(&self.goals, goals);
        set_if_new(&self.commitments, commitments);
        self.comments.set(comments);
        set_if_new(&self.milestones, milestones);
        set_if_new(&self.territory, territory);
        set_if_new(&self.withheld, withheld);
        set_map(&self.actors, &self.actor_ids, actors);
        set_map(&self.ties, &self.tie_ids, ties);
        self.changes.update(|changes| *changes += 1);
    }

    /// Reads again what `touched` names in the shared zone.
    pub fn refresh_case(&self, doc: &impl ReadDoc, touched: &Touched) {
        if touched.all || touched.network {
            self.load_case(doc);
            return;
        }
        if touched.title {
            set_if_new(&self.title, document::read_title(doc));
        }
        if touched.person {
            set_if_new(&self.person, document::read_person(doc));
        }
        if touched.kinships {
            set_if_new(&self.kinships, document::read_kinships(doc));
        }
        if touched.milestones {
            set_if_new(&self.milestones, document::read_milestones(doc));
        }
        if touched.needs {
            set_if_new(&self.needs, document::read_needs(doc));
        }
        if touched.guide {
            set_if_new(&self.guide, document::read_guide(doc));
        }
        if touched.goals {
            set_if_new(&self.goals, document::read_goals(doc));
        }
        if touched.commitments {
            set_if_new(&self.commitments, document::read_commitments(doc));
        }
        if touched.comments {
            self.read_comments(doc);
        }
        if touched.territory {
            set_if_new(&self.territory, document::read_territory(doc));
        }
        if touched.withheld {
            set_if_new(&self.withheld, document::read_withheld(doc));
        }
        if touched.plan {
            set_if_new(&self.plan, document::read_plan(doc).into());
        }
        for id in &touched.actors {
            if let (Some(signal), Some(actor)) = (self.actor(id), document::read_actor(doc, id)) {
                set_if_new(&signal, actor);
            }
        }
        for id in &touched.ties {
            if let (Some(signal), Some(tie)) = (self.tie(id), document::read_tie(doc, id)) {
                set_if_new(&signal, tie);
            }
        }
        self.changes.update(|changes| *changes += 1);
    }

    /// Reads again what was said about the plan, and where the passages stand.
    pub fn read_comments(&self, doc: &impl ReadDoc) {
        self.comments.set(document::read_comments(doc));
    }

    /// Takes over what is reserved of the network; `true` where the shared zone has to be read again for it, because
    /// somebody came or went.
    pub fn take_reserved(&self, reserved: Reserved) -> bool {
        let reserved = Reserved {
            notes: String::new(),
            ..reserved
        };
        let network_changed = self.reserved.with_untracked(|before| {
            !(before.actors.keys().eq(reserved.actors.keys())
                && before.ties.keys().eq(reserved.ties.keys()))
        });
        if !network_changed {
            for (id, actor) in &reserved.actors {
                if let Some(signal) = self.actor(id) {
                    set_if_new(&signal, actor.clone());
                }
            }
            for (id, tie) in &reserved.ties {
                if let Some(signal) = self.tie(id) {
                    set_if_new(&signal, tie.clone());
                }
            }
        }
        set_if_new(&self.reserved, reserved);
        network_changed
    }

    /// Reads the zone identity.
    pub fn load_identity(&self, doc: &impl ReadDoc) {
        set_if_new(&self.identity, document::read_identity(doc).0);
    }

    /// Looks through the whole case for what somebody should look at.
    pub fn review(&self, doc: &impl ReadDoc) {
        self.forget_settled(Zone::Case, doc);
        self.take_problems(&self.problems_of_case, document::read_case(doc).1);
    }

    /// Looks through the reserved zone for what somebody should look at.
    pub fn review_reserve(&self, doc: &impl ReadDoc) {
        self.forget_settled(Zone::Reserved, doc);
        self.take_problems(&self.problems_of_reserve, document::read_reserved(doc).1);
    }

    /// The user wrote over what somebody else had just written in a zone: both values are shown until somebody chooses.
    pub fn overwrote(&self, zone: Zone, doc: &impl ReadDoc, problem: Problem) {
        self.overwritten.borrow_mut().push((zone, problem));
        match zone {
            Zone::Reserved => self.review_reserve(doc),
            _ => self.review(doc),
        }
    }

    /// Whether a problem is that the user wrote over somebody else's value.
    pub fn is_overwritten(&self, problem: &Problem) -> bool {
        self.overwritten
            .borrow()
            .iter()
            .any(|(_, one)| one == problem)
    }

    /// It was chosen.
    pub fn settle(&self, problem: &Problem) {
        self.overwritten
            .borrow_mut()
            .retain(|(_, one)| one != problem);
    }

    /// Where something else stands by now, nobody needs to choose any more.
    fn forget_settled(&self, of: Zone, doc: &impl ReadDoc) {
        self.overwritten.borrow_mut().retain(|(zone, problem)| {
            if *zone != of {
                return true;
            }
            let Fault::Conflict(values) = &problem.fault else {
                return false;
            };
            let now = problem
                .field
                .and_then(|field| document::value_of(doc, &problem.subject, field));
            now.as_ref() == values.first()
        });
    }

    /// The user may read the reserved zone no more, nor what somebody should look at there.
    pub fn forget_reserve(&self) {
        self.overwritten
            .borrow_mut()
            .retain(|(zone, _)| *zone != Zone::Reserved);
        self.take_problems(&self.problems_of_reserve, Vec::new());
    }

    /// Whether a problem is of the reserved zone.
    pub fn is_of_reserve(&self, problem: &Problem) -> bool {
        let overwritten = self.overwritten.borrow();
        let mut overwritten = overwritten.iter();
        self.problems_of_reserve.borrow().contains(problem)
            || overwritten.any(|(zone, one)| *zone == Zone::Reserved && one == problem)
    }

    fn take_problems(&self, of: &RefCell<Vec<Problem>>, problems: Vec<Problem>) {
        of.replace(problems);
        let mut all = self.problems_of_case.borrow().clone();
        all.extend(self.problems_of_reserve.borrow().iter().cloned());
        all.extend(self.overwritten.borrow().iter().map(|(_, one)| one.clone()));
        set_if_new(&self.problems, all);
    }
}

fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: &ArcRwSignal<T>, value: T) {
    if signal.with_untracked(|now| *now != value) {
        signal.set(value);
    }
}

fn set_map<I, T>(
    signals: &RefCell<BTreeMap<I, ArcRwSignal<T>>>,
    ids: &ArcRwSignal<BTreeSet<I>>,
    values: BTreeMap<I, T>,
) where
    I: Ord + Clone + Send + Sync + 'static,
    T: PartialEq + Send + Sync + 'static,
{
    let present: BTreeSet<I> = values.keys().cloned().collect();
    let mut changed = Vec::new();
    {
        let mut signals = signals.borrow_mut();
        signals.retain(|id, _| present.contains(id));
        for (id, value) in values {
            if let Some(signal) = signals.get(&id) {
                changed.push((signal.clone(), value));
            } else {
                signals.insert(id, ArcRwSignal::new(value));
            }
        }
    }
    // Told only when the maps are whole again: whoever wakes may read any entity.
    for (signal, value) in changed {
        set_if_new(&signal, value);
    }
    set_if_new(ids, present);
}
