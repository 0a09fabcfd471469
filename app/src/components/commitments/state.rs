//! The page's state: what is open, what is being made, and the names of what commitments speak of.

use std::collections::BTreeMap;

use leptos::prelude::*;
use trama_shared::{
    analysis::{Agenda, Consequence, Standing, suggested_focus},
    case::{Commitment, CommitmentState, Doer, Focus, Goal, Party, Step, Target, Tie, TieQuality},
    date::Day,
    edit::{CommitmentField, Edit, tie_name},
    ids::{ActorId, CommitmentId, GoalId, NeedId, StepId, TieId},
};

use crate::{
    components::{
        case_map::{
            state::{actors_of, ties_of},
            words::Language,
        },
        needs::words as need_words,
    },
    i18n::use_i18n,
    lean::memo,
    services::{announce::Announcer, case_store::CaseStore, clock},
};

/// What a new commitment is begun with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// What it should change on the map.
    pub target: Option<Target>,
    /// The need that it answers.
    pub need: Option<NeedId>,
    /// The goal that it serves.
    pub goal: Option<GoalId>,
    /// The focus that it belongs to.
    pub focus: Option<Focus>,
}

/// A name, and whether what it names is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What it is called, or was.
    pub name: String,
    /// It is gone from the map or from the needs.
    pub gone: bool,
}

/// The state of the page. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct CommitmentsState {
    /// The language.
    pub i18n: Language,
    /// The case.
    pub store: CaseStore,
    /// Says what was done.
    pub announcer: Announcer,
    /// The user may only read.
    pub read_only: Memo<bool>,
    /// The day on which the page was opened, where the user is.
    pub today: Day,
    /// The commitments by goal and date.
    pub agenda: Memo<Agenda>,
    /// The commitment whose fields are open.
    pub open: RwSignal<Option<CommitmentId>>,
    /// What is being added, while that is so.
    pub adding: RwSignal<Option<Draft>>,
    /// The commitment whose state is being changed.
    pub moving: RwSignal<Option<CommitmentId>>,
    /// Only commitments of this focus are shown.
    pub focus: RwSignal<Option<Focus>>,
    /// The need whose coordination is being agreed.
    pub coordinating: RwSignal<Option<NeedId>>,
    /// The goal that is being put into words; `Some(None)` is a new one.
    pub wording: RwSignal<Option<Option<GoalId>>>,
}

impl CommitmentsState {
    /// The state of a page that has just opened.
    #[must_use]
    pub fn new() -> Self {
        let store = CaseStore::get();
        let (goals, commitments) = (store.goals(), store.commitments());
        let today = Day::of_ms(clock::local_ms(clock::now_ms()) as i64);
        Self {
            i18n: use_i18n(),
            store,
            announcer: Announcer::get(),
            read_only: memo(move |_| !store.can_edit()),
            today,
            agenda: memo(move |_| {
                goals.with(|goals| {
                    commitments.with(|commitments| Agenda::of(goals, commitments, today))
                })
            }),
            open: RwSignal::new(None),
            adding: RwSignal::new(None),
            moving: RwSignal::new(None),
            focus: RwSignal::new(None),
            coordinating: RwSignal::new(None),
            wording: RwSignal::new(None),
        }
    }

    /// A commitment; tracked.
    #[must_use]
    pub fn get(&self, id: &CommitmentId) -> Option<Commitment> {
        self.store.commitments().with(|all| all.get(id).cloned())
    }

    /// A commitment that follows its changes.
    #[must_use]
    pub fn commitment(&self, id: &CommitmentId) -> Memo<Option<Commitment>> {
        let (state, id) = (*self, id.clone());
        memo(move |_| state.get(&id))
    }

    /// Those that the chosen focus leaves in the list; what is being written in stays. Tracked.
    #[must_use]
    pub fn of_focus<'a>(&self, all: impl Iterator<Item = &'a CommitmentId>) -> Vec<CommitmentId> {
        let Some(only) = self.focus.get() else {
            return all.cloned().collect();
        };
        self.store.commitments().with(|commitments| {
            let is_shown = |id: &&CommitmentId| {
                let focus = commitments.get(*id).and_then(|it| it.focus);
                focus == Some(only) || self.open.with(|open| open.as_ref() == Some(*id))
            };
            all.filter(is_shown).cloned().collect()
        })
    }

    /// A goal; tracked.
    #[must_use]
    pub fn goal(&self, id: &GoalId) -> Option<Goal> {
        self.store.goals().with(|goals| goals.get(id).cloned())
    }

    /// What the person is called; tracked.
    #[must_use]
    pub fn person_name(&self) -> String {
        self.store.person().with(|person| person.alias.clone())
    }

    /// What an actor of the shared map is called; `None` for one that is not there. Tracked.
    #[must_use]
    pub fn actor_name(&self, id: &ActorId) -> Option<String> {
        self.store.actor_ids().track();
        let actor = self.store.actor(id)?;
        Some(actor.with(|actor| actor.name.clone()))
    }

    /// What a party of the map is called; tracked.
    #[must_use]
    pub fn party_name(&self, party: &Party) -> String {
        match party {
            Party::Person => self.person_name(),
            Party::Actor(id) => self.actor_name(id).unwrap_or_default(),
        }
    }

    /// What somebody who takes part is called now, or was called when it was put down; tracked.
    #[must_use]
    pub fn doer_name(&self, doer: &Doer, put_down: &str) -> Named {
        let (name, gone) = match doer {
            Doer::Team(name) => (name.clone(), false),
            Doer::Party(Party::Person) => (self.person_name(), false),
            Doer::Party(Party::Actor(id)) => match self.actor_name(id) {
                Some(name) => (name, false),
                None => (put_down.to_owned(), true),
            },
        };
        Named { name, gone }
    }

    /// What a tie is called; `None` for one that is not there. Tracked.
    #[must_use]
    pub fn tie_name(&self, id: &TieId) -> Option<String> {
        self.store.tie_ids().track();
        let tie = self.store.tie(id)?.get();
        Some(tie_name(
            &self.party_name(&tie.from),
            &self.party_name(&tie.to),
        ))
    }

    /// What a target is called now; `None` for one that is not there. Tracked.
    #[must_use]
    pub fn target_now(&self, target: &Target) -> Option<String> {
        match target {
            Target::Tie(id) => self.tie_name(id),
            Target::Actor(id) => self.actor_name(id),
        }
    }

    /// What a commitment should change on the map, by name; tracked.
    #[must_use]
    pub fn target_name(&self, commitment: &Commitment) -> Option<Named> {
        let now = self.target_now(commitment.target.as_ref()?);
        Some(Named {
            gone: now.is_none(),
            name: now.unwrap_or_else(|| commitment.target_name.clone()),
        })
    }

    /// What a need is called; `None` for one that is not there. Tracked.
    #[must_use]
    pub fn need_now(&self, id: &NeedId) -> Option<String> {
        let i18n = self.i18n;
        let needs = self.store.needs();
        needs.with(|needs| needs.get(id).map(|need| need_words::name(i18n, need)))
    }

    /// The need that a commitment answers, by name; tracked.
    #[must_use]
    pub fn need_name(&self, commitment: &Commitment) -> Option<Named> {
        let now = self.need_now(commitment.need.as_ref()?);
        Some(Named {
            gone: now.is_none(),
            name: now.unwrap_or_else(|| commitment.need_name.clone()),
        })
    }

    /// The ties of the shared map, as they are now; tracked.
    #[must_use]
    pub fn ties(&self) -> BTreeMap<TieId, Tie> {
        let mut ties = ties_of(self.store);
        ties.retain(|id, _| !self.store.is_reserved_tie(id));
        ties
    }

    /// What a commitment would change on the map; tracked.
    #[must_use]
    pub fn consequence(&self, commitment: &Commitment) -> Option<Consequence> {
        let all = ties_of(self.store);
        let consequence = Consequence::of(commitment, &actors_of(self.store), &all)?;
        // A reserved tie is changed where it is, by those who see it: here everybody would learn of it.
        let hidden = matches!(&consequence, Consequence::Change { tie, .. } if self.store.is_reserved_tie(tie));
        (!hidden).then_some(consequence)
    }

    /// What a commitment on an actor should change: the person's tie with it, where there is one. Tracked.
    #[must_use]
    pub fn target_of(&self, id: &ActorId) -> Target {
        let party = Party::Actor(id.clone());
        let ties = self.ties();
        let own = ties
            .into_iter()
            .find(|(_, tie)| tie.joins(&Party::Person, &party));
        match own {
            Some((tie, _)) => Target::Tie(tie),
            None => Target::Actor(id.clone()),
        }
    }

    /// The focus that a commitment on a target most likely belongs to. Untracked.
    #[must_use]
    pub fn focus_for(&self, target: &Target) -> Option<Focus> {
        untrack(|| suggested_focus(target, &actors_of(self.store), &self.ties()))
    }

    /// What a target is now: the quality of its tie, or of the person's tie with its actor. Untracked.
    #[must_use]
    pub fn quality_now(&self, target: &Target) -> Option<TieQuality> {
        let ties = untrack(|| self.ties());
        let tie = match target {
            Target::Tie(id) => ties.get(id),
            Target::Actor(id) => {
                let party = Party::Actor(id.clone());
                ties.values().find(|tie| tie.joins(&Party::Person, &party))
            }
        };
        tie.map(|tie| tie.quality)
    }

    /// How a commitment stands towards its date; tracked.
    #[must_use]
    pub fn standing(&self, commitment: &Commitment) -> Standing {
        Standing::of(commitment, self.today)
    }

    /// Makes an edit. A refusal is told by the frame of the case; the field then shows what is true again.
    pub fn edit(&self, edit: Edit) -> bool {
        self.store.edit(edit).is_ok()
    }

    /// Writes one field of a commitment.
    pub fn set(&self, id: &CommitmentId, field: CommitmentField) -> bool {
        self.edit(Edit::SetCommitment {
            id: id.clone(),
            field,
        })
    }

    /// A step of history that is written down now, by the user.
    #[must_use]
    pub fn step(&self, state: CommitmentState) -> Step {
        Step {
            by: self.store.user_name(),
            ..Step::new(state, clock::now_ms() as i64)
        }
    }

    /// The edits that bring a commitment to a state, with the step that says so.
    #[must_use]
    pub fn move_to(&self, id: &CommitmentId, step: Step) -> Vec<Edit> {
        vec![
            Edit::SetCommitment {
                id: id.clone(),
                field: CommitmentField::State(step.state),
            },
            Edit::AddCommitmentStep {
                id: id.clone(),
                step_id: StepId::from_random(clock::random_bits()),
                step,
            },
        ]
    }

    /// Opens a commitment's fields and leads there.
    pub fn go_to(&self, id: CommitmentId) {
        if !self.read_only.get_untracked() {
            self.open.set(Some(id.clone()));
        }
        self.focus.set(None);
        lead_to(format!("commitment-{id}"));
    }
}

impl Default for CommitmentsState {
    fn default() -> Self {
        Self::new()
    }
}

/// Brings an element into view and gives it the focus, once it stands.
pub fn lead_to(element_id: String) {
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&element_id) {
            element.scroll_into_view();
            if let Ok(element) = wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(element) {
                let _ = element.focus();
            }
        }
    });
}

/// The focus of the model as it is written on a card.
#[must_use]
pub const fn letter(focus: Focus) -> &'static str {
    match focus {
        Focus::A => "A",
        Focus::B => "B",
        Focus::C => "C",
        Focus::D => "D",
    }
}
