//! What somebody else took off the map while the user was changing it: a question, not a loss.
//!
//! An edit of an actor that another has removed meanwhile lands in something that nobody is shown. So the user's own
//! edits are remembered with the changes that they became; when something goes, whoever removed it either had seen
//! them, and meant it, or had not, and the user is asked.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use automerge::ChangeHash;
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use trama_shared::{
    case::{Actor, Commitment, Goal, GuideEntry, Kin, Need, Party, Tie, Zone},
    document::{self, Touched, Unseen},
    edit::{About, Edit, EditError},
    ids::{ActorId, CommitmentId, GoalId, GuideEntryId, KinshipId, NeedId, TieId},
};

use super::{CaseStore, EditRefused};

/// Own edits that are remembered: an afternoon without network.
const REMEMBERED_MAX: usize = 256;
/// Things that were removed lately and that a field may still be writing to.
const REMOVED_MAX: usize = 32;
/// Questions that wait for an answer.
const QUESTIONS_MAX: usize = 32;

/// Something that was taken off the map, as this screen last showed it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lost {
    /// An actor with its ties.
    Actor {
        /// Which.
        id: ActorId,
        /// As it was, the user's changes included.
        actor: Actor,
        /// Its ties.
        ties: BTreeMap<TieId, Tie>,
        /// Its kinships.
        #[serde(default)]
        kinships: BTreeMap<KinshipId, Kin>,
        /// The needs that it answered.
        #[serde(default)]
        answered: BTreeSet<NeedId>,
    },
    /// A tie.
    Tie {
        /// Which.
        id: TieId,
        /// As it was, the user's changes included.
        tie: Tie,
        /// What its ends were called.
        ends: (String, String),
    },
    /// A need.
    Need {
        /// Which.
        id: NeedId,
        /// As it was, the user's changes included.
        need: Need,
    },
    /// A resource of the guide.
    GuideEntry {
        /// Which.
        id: GuideEntryId,
        /// As it was, the user's changes included.
        entry: GuideEntry,
    },
    /// A goal.
    Goal {
        /// Which.
        id: GoalId,
        /// As it was, the user's changes included.
        goal: Goal,
    },
    /// A commitment.
    Commitment {
        /// Which.
        id: CommitmentId,
        /// As it was, the user's changes included.
        commitment: Box<Commitment>,
    },
}

/// Something to ask the user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// What is gone.
    pub lost: Lost,
    /// Who removed it, if that is known.
    pub by: Option<String>,
    /// It was moved to the reserved zone, or may have been.
    #[serde(default)]
    withheld: bool,
    /// What the user had done to it and is lost with it.
    edits: Vec<Edit>,
}

/// An own edit and the change that it became.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Made {
    change: String,
    edit: Edit,
}

/// What is kept on the device, so that a reload forgets neither edits nor questions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Kept {
    made: Vec<Made>,
    questions: Vec<Question>,
}

/// The user's latest edits, and what became of what they were about.
#[derive(Default)]
pub(super) struct Losses {
    made: RefCell<Vec<Made>>,
    removed: RefCell<Vec<Lost>>,
    questions: ArcRwSignal<Vec<Question>>,
}

impl Lost {
    fn about(&self) -> About {
        match self {
            Self::Actor { id, .. } => About::Actor(id.clone()),
            Self::Tie { id, .. } => About::Tie(id.clone()),
            Self::Need { id, .. } => About::Need(id.clone()),
            Self::GuideEntry { id, .. } => About::GuideEntry(id.clone()),
            Self::Goal { id, .. } => About::Goal(id.clone()),
            Self::Commitment { id, .. } => About::Commitment(id.clone()),
        }
    }

    /// Whether an edit would be lost with it.
    fn holds(&self, edit: &Edit) -> bool {
        let about = edit.about();
        about.contains(&self.about())
            || match self {
                Self::Actor { ties, .. } => about
                    .iter()
                    .any(|about| matches!(about, About::Tie(id) if ties.contains_key(id))),
                _ => false,
            }
    }
}

fn note(store: CaseStore) -> String {
    format!("losses/{}", store.id())
}

impl CaseStore {
    /// What the user is to be asked, the oldest question first.
    #[must_use]
    pub fn questions(self) -> ArcRwSignal<Vec<Question>> {
        self.inner().losses.questions.clone()
    }

    /// Whether what is gone may be brought back; tracked. Whoever may not read what was withheld could only share it
    /// again, from an old copy.
    #[must_use]
    pub fn may_bring_back(self, question: &Question) -> bool {
        !question.withheld || self.rights().with(|rights| rights.reserved.is_some())
    }

    /// Brings back what a question is about, with the user's changes; `false` where that is refused, which is told.
    pub fn bring_back(self, question: &Question) -> bool {
        if !untrack(|| self.may_bring_back(question)) {
            return false;
        }
        let needs = self.needs().get_untracked();
        let guide = self.guide().get_untracked();
        let (goals, commitments) = (
            self.goals().get_untracked(),
            self.commitments().get_untracked(),
        );
        let restore = match &question.lost {
            Lost::Actor {
                id,
                actor,
                ties,
                kinships,
                answered,
            } => self.actor(id).is_none().then(|| Edit::RestoreActor {
                id: id.clone(),
                actor: actor.clone(),
                ties: ties.clone(),
                kinships: kinships.clone(),
                answered: answered.clone(),
            }),
            Lost::Tie { id, tie, .. } => self.tie(id).is_none().then(|| Edit::AddTie {
                id: id.clone(),
                tie: tie.clone(),
            }),
            Lost::Need { id, need } => (!needs.contains_key(id)).then(|| Edit::AddNeed {
                id: id.clone(),
                need: need.clone(),
            }),
            Lost::GuideEntry { id, entry } => {
                (!guide.contains_key(id)).then(|| Edit::AddGuideEntry {
                    id: id.clone(),
                    entry: entry.clone(),
                })
            }
            Lost::Goal { id, goal } => (!goals.contains_key(id)).then(|| Edit::AddGoal {
                id: id.clone(),
                goal: goal.clone(),
            }),
            Lost::Commitment { id, commitment } => {
                (!commitments.contains_key(id)).then(|| Edit::AddCommitment {
                    id: id.clone(),
                    commitment: commitment.clone(),
                })
            }
        };
        // Somebody else may have brought it back already: then only what the user did to it is missing.
        let stands = |edit: &&Edit| {
            edit.about()
                .iter()
                .all(|about| match (about, &question.lost) {
                    (About::Actor(id), lost) => *about == lost.about() || self.actor(id).is_some(),
                    (About::Tie(id), Lost::Actor { ties, .. }) => {
                        self.tie(id).is_some() || (restore.is_some() && ties.contains_key(id))
                    }
                    (About::Tie(id), lost) => *about == lost.about() || self.tie(id).is_some(),
                    (About::Need(id), lost) => *about == lost.about() || needs.contains_key(id),
                    (About::GuideEntry(id), lost) => {
                        *about == lost.about() || guide.contains_key(id)
                    }
                    (About::Goal(id), lost) => *about == lost.about() || goals.contains_key(id),
                    (About::Commitment(id), lost) => {
                        *about == lost.about() || commitments.contains_key(id)
                    }
                })
        };
        // What was drawn to it came back with it, or stands there already.
        let fields = question.edits.iter().filter(|edit| match edit {
            Edit::AddTie { .. } => false,
            Edit::AddCommitmentStep { id, step_id, .. } => commitments
                .get(id)
                .is_some_and(|it| !it.steps.contains_key(step_id)),
            _ => true,
        });
        let again = fields.filter(stands).cloned();
        let edits: Vec<Edit> = restore.clone().into_iter().chain(again).collect();
        let made = edits.is_empty() || self.edit(Edit::Batch(edits)).is_ok();
        if made {
            self.let_go(question);
        }
        made
    }

    /// Whether what a question is about is there again, because whoever removed it thought better of it.
    #[must_use]
    pub fn stands_again(self, question: &Question) -> bool {
        match &question.lost {
            Lost::Actor { id, .. } => self.actor(id).is_some(),
            Lost::Tie { id, .. } => self.tie(id).is_some(),
            Lost::Need { id, .. } => self.needs().with_untracked(|needs| needs.contains_key(id)),
            Lost::GuideEntry { id, .. } => {
                self.guide().with_untracked(|guide| guide.contains_key(id))
            }
            Lost::Goal { id, .. } => self.goals().with_untracked(|goals| goals.contains_key(id)),
            Lost::Commitment { id, .. } => self
                .commitments()
                .with_untracked(|commitments| commitments.contains_key(id)),
        }
    }

    /// Does what the user had done to something that stands again; `false` where that is not possible: what was moved
    /// to the reserved zone meanwhile is not written in the shared one.
    pub fn do_again(self, question: &Question) -> bool {
        let reserved = self.reserved();
        let is_reserved = reserved.with_untracked(|reserved| match &question.lost {
            Lost::Actor { id, .. } => reserved.actors.contains_key(id),
            Lost::Tie { id, .. } => reserved.ties.contains_key(id),
            Lost::Need { .. }
            | Lost::GuideEntry { .. }
            | Lost::Goal { .. }
            | Lost::Commitment { .. } => false,
        });
        !is_reserved
            && !question.edits.is_empty()
            && untrack(|| self.can_edit())
            && self.bring_back(question)
    }

    /// The question is answered: what is gone stays gone.
    pub fn let_go(self, question: &Question) {
        let questions = &self.inner().losses.questions;
        questions.update(|questions| questions.retain(|other| other != question));
        self.keep_losses();
    }

    /// Remembers an own edit and the change that it became.
    pub(super) fn remember(self, edit: &Edit) {
        if edit.zone() != Zone::Case || edit.about().is_empty() {
            return;
        }
        let heads = self.read(Zone::Case, automerge::Automerge::get_heads);
        let Some(change) = heads.and_then(|heads| heads.first().copied()) else {
            return;
        };
        let inner = self.inner();
        let mut made = inner.losses.made.borrow_mut();
        made.extend(plain_edits(edit).into_iter().map(|edit| Made {
            change: change.to_string(),
            edit,
        }));
        let surplus = made.len().saturating_sub(REMEMBERED_MAX);
        made.drain(..surplus);
    }

    /// What may go with the patches that have come, as this screen still shows it.
    pub(super) fn before_removal(self, touched: &Touched) -> Vec<Lost> {
        let of_plan = touched.needs || touched.guide || touched.goals || touched.commitments;
        if !touched.network && !of_plan && !touched.all {
            return Vec::new();
        }
        let ties = self.tie_ids().get_untracked();
        let kinships = self.kinships().get_untracked();
        let needs = self.needs().get_untracked();
        let tie = |id: &TieId| self.tie(id).map(|tie| tie.get_untracked());
        let actors = touched.actors.iter().filter_map(|id| {
            let actor = self.actor(id)?.get_untracked();
            let party = Party::Actor(id.clone());
            let own = ties
                .iter()
                .filter_map(|id| Some((id.clone(), tie(id)?)))
                .filter(|(_, tie)| tie.touches(&party));
            let kin = kinships
                .iter()
                .filter(|(_, kin)| kin.a == party || kin.b == party)
                .map(|(id, kin)| (id.clone(), kin.clone()));
            let answered = needs
                .iter()
                .filter(|(_, need)| need.answers.contains(id))
                .map(|(need, _)| need.clone());
            Some(Lost::Actor {
                id: id.clone(),
                actor,
                ties: own.collect(),
                kinships: kin.collect(),
                answered: answered.collect(),
            })
        });
        let single = touched.ties.iter().filter_map(|id| {
            let tie = tie(id)?;
            let ends = (self.party_name(&tie.from), self.party_name(&tie.to));
            Some(Lost::Tie {
                id: id.clone(),
                tie,
                ends,
            })
        });
        let needs = needs
            .iter()
            .filter(|_| touched.needs || touched.all)
            .map(|(id, need)| Lost::Need {
                id: id.clone(),
                need: need.clone(),
            });
        actors
            .chain(single)
            .chain(needs)
            .chain(self.plan_before(touched))
            .collect()
    }

    /// What may go of the guide, of goals and of commitments.
    fn plan_before(self, touched: &Touched) -> Vec<Lost> {
        let mut before = Vec::new();
        if touched.guide || touched.all {
            let guide = self.guide().get_untracked();
            before.extend(
                guide
                    .into_iter()
                    .map(|(id, entry)| Lost::GuideEntry { id, entry }),
            );
        }
        if touched.goals || touched.all {
            let goals = self.goals().get_untracked();
            before.extend(goals.into_iter().map(|(id, goal)| Lost::Goal { id, goal }));
        }
        if touched.commitments || touched.all {
            let commitments = self.commitments().get_untracked();
            before.extend(
                commitments
                    .into_iter()
                    .map(|(id, commitment)| Lost::Commitment {
                        id,
                        commitment: Box::new(commitment),
                    }),
            );
        }
        before
    }

    fn party_name(self, party: &Party) -> String {
        match party {
            Party::Person => self.person().with_untracked(|person| person.alias.clone()),
            Party::Actor(id) => {
                let actor = self.actor(id);
                actor
                    .map(|actor| actor.with_untracked(|actor| actor.name.clone()))
                    .unwrap_or_default()
            }
        }
    }

    /// Asks about what is gone now and was changed by the user, unknown to whoever removed it.
    pub(super) fn after_removal(self, before: Vec<Lost>) {
        let needs = self.needs().get_untracked();
        let guide = self.guide().get_untracked();
        let (goals, commitments) = (
            self.goals().get_untracked(),
            self.commitments().get_untracked(),
        );
        let gone = |lost: &Lost| match lost {
            Lost::GuideEntry { id, .. } => !guide.contains_key(id),
            Lost::Goal { id, .. } => !goals.contains_key(id),
            Lost::Commitment { id, .. } => !commitments.contains_key(id),
            Lost::Need { id, .. } => !needs.contains_key(id),
            Lost::Actor { id, .. } => self.actor(id).is_none(),
            // A tie goes with its actors: the question is then about them.
            Lost::Tie { id, tie, .. } => {
                let ends = [&tie.from, &tie.to];
                self.tie(id).is_none()
                    && ends
                        .into_iter()
                        .filter_map(Party::actor)
                        .all(|id| self.actor(id).is_some())
            }
        };
        let inner = self.inner();
        for lost in before.into_iter().filter(gone) {
            if let Some(question) = self.question_about(&lost) {
                self.ask(question);
            }
            let mut removed = inner.losses.removed.borrow_mut();
            removed.push(lost);
            let surplus = removed.len().saturating_sub(REMOVED_MAX);
            removed.drain(..surplus);
        }
    }

    /// What to ask about the user's edits that whoever removed it did not know of; `None` where there are none.
    fn question_about(self, lost: &Lost) -> Option<Question> {
        let inner = self.inner();
        let made: Vec<Made> = {
            let made = inner.losses.made.borrow();
            made.iter()
                .filter(|made| lost.holds(&made.edit))
                .cloned()
                .collect()
        };
        let changes: Vec<ChangeHash> = made
            .iter()
            .filter_map(|made| made.change.parse().ok())
            .collect();
        let Unseen {
            changes,
            writer,
            withheld,
        } = self
            .read(Zone::Case, |doc| match lost {
                Lost::Actor { id, .. } => document::actor_removed_without(doc, id, &changes),
                Lost::Tie { id, .. } => document::tie_removed_without(doc, id, &changes),
                Lost::Need { id, .. } => document::need_removed_without(doc, id, &changes),
                Lost::GuideEntry { id, .. } => {
                    document::guide_entry_removed_without(doc, id, &changes)
                }
                Lost::Goal { id, .. } => document::goal_removed_without(doc, id, &changes),
                Lost::Commitment { id, .. } => {
                    document::commitment_removed_without(doc, id, &changes)
                }
            })
            .flatten()?;
        let unseen: Vec<String> = changes.iter().map(ToString::to_string).collect();
        let edits = made
            .into_iter()
            .filter(|made| unseen.contains(&made.change))
            .map(|made| made.edit)
            .collect();
        Some(Question {
            lost: lost.clone(),
            by: writer.and_then(|writer| inner.company.name_of_writer(&writer)),
            // What is of the plan is never withheld.
            withheld: withheld && matches!(lost, Lost::Actor { .. } | Lost::Tie { .. }),
            edits,
        })
    }

    /// An edit was refused because what it is about is gone: where somebody else has just removed that, the user is
    /// asked, with the edit kept.
    pub(super) fn ask_instead(self, edit: &Edit, refused: &EditRefused) -> bool {
        let is_missing = matches!(
            refused,
            EditRefused::NotPermitted(
                EditError::NoActor
                    | EditError::NoTie
                    | EditError::NoNeed
                    | EditError::NoGuideEntry
                    | EditError::NoGoal
                    | EditError::NoCommitment
            )
        );
        if !is_missing {
            return false;
        }
        let lost = {
            let inner = self.inner();
            let removed = inner.losses.removed.borrow();
            removed.iter().rev().find(|lost| lost.holds(edit)).cloned()
        };
        let Some(lost) = lost else { return false };
        let found = self.read(Zone::Case, |doc| match &lost {
            Lost::Actor { id, .. } => (
                document::actor_was_withheld(doc, id),
                document::actor_remover(doc, id),
            ),
            Lost::Tie { id, .. } => (
                document::tie_was_withheld(doc, id),
                document::tie_remover(doc, id),
            ),
            // What is of the plan is never withheld.
            Lost::Need { id, .. } => (false, document::need_remover(doc, id)),
            Lost::GuideEntry { id, .. } => (false, document::guide_entry_remover(doc, id)),
            Lost::Goal { id, .. } => (false, document::goal_remover(doc, id)),
            Lost::Commitment { id, .. } => (false, document::commitment_remover(doc, id)),
        });
        let (withheld, writer) = found.unwrap_or_default();
        self.ask(Question {
            lost,
            by: writer.and_then(|writer| self.inner().company.name_of_writer(&writer)),
            withheld,
            edits: plain_edits(edit),
        });
        true
    }

    fn ask(self, question: Question) {
        let questions = &self.inner().losses.questions;
        questions.update(|questions| {
            let about = question.lost.about();
            let full = questions.len() >= QUESTIONS_MAX;
            match questions
                .iter_mut()
                .find(|other| other.lost.about() == about)
            {
                Some(open) => {
                    open.edits.extend(question.edits);
                    open.withheld |= question.withheld;
                    open.by = open.by.take().or(question.by);
                }
                None if full => {}
                None => questions.push(question),
            }
        });
        self.keep_losses();
    }

    /// Writes edits and questions down on the device.
    pub(super) fn keep_losses(self) {
        let inner = self.inner();
        let kept = Kept {
            made: inner.losses.made.borrow().clone(),
            questions: inner.losses.questions.get_untracked(),
        };
        let (store, note) = (inner.documents.store(), note(self));
        spawn_local(async move {
            // Without this note a reload forgets what to ask; the edits themselves are in the document.
            if let Ok(store) = store.await {
                let _ = store.write_note(&note, &kept).await;
            }
        });
    }

    /// Reads edits and questions from the device.
    pub(super) fn read_losses(self) {
        let inner = self.inner();
        let (store, note) = (inner.documents.store(), note(self));
        spawn_local(async move {
            let Ok(store) = store.await else { return };
            let kept: Option<Kept> = store.read_note(&note).await;
            if let Some(Kept { made, questions }) = kept {
                let losses = &inner.losses;
                // What was made since the page was opened is newer than the note.
                losses.made.borrow_mut().splice(..0, made);
                if !questions.is_empty() {
                    losses.questions.update(|open| {
                        open.splice(..0, questions);
                    });
                }
            }
        });
    }
}

/// The edits that a batch consists of.
fn plain_edits(edit: &Edit) -> Vec<Edit> {
    match edit {
        Edit::Batch(edits) => edits.iter().flat_map(plain_edits).collect(),
        edit => vec![edit.clone()],
    }
}
