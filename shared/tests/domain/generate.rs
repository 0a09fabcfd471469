//! Random cases and random edits that fit the document they are made for.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{Automerge, ReadDoc};
use proptest::{collection::vec, prelude::*, sample::select};
use trama_shared::{
    case::{
        Actor, ActorKind, Approach, Barrier, Capability, Case, Closeness, Comment, Commitment,
        CommitmentState, Coordination, Doer, Exchange, ExchangeArea, Flow, Focus, Frequency,
        Gender, Goal, GuideEntry, Identity, Kin, Kinship, Member, Milestone, MilestoneKind, Need,
        NeedPriority, NeedState, NeedTopic, Part, Party, Person, Place, Plan, PlanText,
        ProblemType, Protection, ProtectionItem, Quadrant, Reply, Reserved, Resolved, ResourceKind,
        Review, Ring, Scale, Sector, Span, Step, Support, Target, Tie, TieQuality, View,
    },
    catalog::{GuideKind, NeedArea, NeedRow},
    date::Day,
    document::{read_case, read_text},
    edit::{CommitmentField, Edit, EditError, GuideField, MemberField, TextField},
    exchange::{CaseFile, EarlierNetwork, to_documents},
    ids::{
        ActorId, CaseId, CommentId, CommitmentId, GoalId, GuideEntryId, KinshipId, MilestoneId,
        NeedId, StepId, TieId,
    },
};

/// The raw material of one edit; what it becomes depends on the document it is made for.
#[derive(Debug, Clone)]
pub(crate) struct Whim {
    kind: u8,
    one: usize,
    two: usize,
    flag: bool,
    text: String,
}

pub(crate) fn whims(most: usize) -> impl Strategy<Value = Vec<Whim>> {
    let text = prop_oneof![
        4 => "[a-zñé ]{0,6}",
        1 => "[a-z😀🌱—]{1,3}",
    ];
    let whim = (0..44_u8, any::<u16>(), any::<u16>(), any::<bool>(), text).prop_map(
        |(kind, one, two, flag, text)| Whim {
            kind,
            one: one.into(),
            two: two.into(),
            flag,
            text,
        },
    );
    vec(whim, 0..=most)
}

/// One of a list, by a number that may be anything.
fn pick<T: Clone>(list: &[T], n: usize) -> Option<T> {
    list.get(n.checked_rem(list.len())?).cloned()
}

fn some<T: Copy>(list: &[T], n: usize) -> T {
    list[n % list.len()]
}

/// A place on a character boundary, and the places of the boundaries after it.
fn boundaries(text: &str) -> Vec<usize> {
    let mut at = 0;
    let mut places = vec![0];
    for character in text.chars() {
        at += character.len_utf16();
        places.push(at);
    }
    places
}

impl Whim {
    /// The edit that this is for a document; `fresh` tells the ids of different people apart.
    pub(crate) fn edit(&self, doc: &impl ReadDoc, fresh: &str) -> Edit {
        let (case, _) = read_case(doc);
        let actors: Vec<ActorId> = case.actors.keys().cloned().collect();
        let ties: Vec<TieId> = case.ties.keys().cloned().collect();
        let kinships: Vec<KinshipId> = case.kinships.keys().cloned().collect();
        let milestones: Vec<MilestoneId> = case.milestones.keys().cloned().collect();
        let needs: Vec<NeedId> = case.needs.keys().cloned().collect();
        let goals: Vec<GoalId> = case.goals.keys().cloned().collect();
        let commitments: Vec<CommitmentId> = case.commitments.keys().cloned().collect();
        let missing: ActorId = "nobody".parse().expect("an id");
        let no_tie: TieId = "nothing".parse().expect("an id");
        let actor = pick(&actors, self.one).unwrap_or(missing);
        let tie = pick(&ties, self.one).unwrap_or(no_tie);
        let text = self.text.clone();
        let place = self.flag.then(|| Place {
            x: (self.one % 700) as f64 / 100.0 - 3.5,
            y: (self.two % 700) as f64 / 300.0 - 1.1,
        });
        match self.kind {
            0 => Edit::SetTitle(text),
            1 => Edit::SetPersonNotes(text),
            2 | 3 => Edit::AddActor {
                id: format!("{fresh}{}", self.two % 50).parse().expect("an id"),
                actor: Actor {
                    sector: self.flag.then(|| some(Sector::ALL, self.one)),
                    household: self.flag.then(|| self.member()),
                    rings_place: place,
                    ..Actor::new(
                        text,
                        some(ActorKind::ALL, self.one),
                        some(Ring::ALL, self.two),
                    )
                },
            },
            4 => Edit::RemoveActor { id: actor },
            5 => Edit::SetActorName {
                id: actor,
                name: text,
            },
            6 => Edit::SetActorSupport {
                id: actor,
                support: self.flag.then(|| some(Support::ALL, self.two)),
            },
            7 => Edit::MoveActor {
                id: actor,
                ring: some(Ring::ALL, self.two),
                view: some(View::ALL, self.one),
                place,
            },
            8 => Edit::PlaceActors {
                view: View::Rings,
                places: actors.into_iter().take(3).map(|id| (id, place)).collect(),
            },
            9 | 10 => Edit::AddTie {
                id: format!("{fresh}{}", self.one % 50).parse().expect("an id"),
                tie: Tie {
                    flow: some(Flow::ALL, self.one),
                    resources: self
                        .flag
                        .then(|| some(ResourceKind::ALL, self.one))
                        .into_iter()
                        .collect(),
                    notes: text,
                    ..Tie::new(
                        Party::Actor(actor),
                        self.other(&actors),
                        some(TieQuality::ALL, self.two),
                    )
                },
            },
            11 => Edit::RemoveTie { id: tie },
            12 => Edit::SetTieQuality {
                id: tie,
                quality: some(TieQuality::ALL, self.two),
            },
            13 => Edit::SetTieExchange {
                id: tie,
                area: some(ExchangeArea::ALL, self.two),
                exchange: Exchange {
                    gives: self.flag,
                    receives: self.two.is_multiple_of(2),
                },
            },
            14 => Edit::Batch(vec![
                Edit::SetActorKind {
                    id: actor.clone(),
                    kind: some(ActorKind::ALL, self.two),
                },
                Edit::SetActorRole {
                    id: actor,
                    role: text,
                },
                Edit::SetProblemType(self.flag.then_some(ProblemType::Anxiety)),
            ]),
            15 => Edit::SetActorHousehold {
                id: actor,
                household: self.flag.then(|| self.member()),
            },
            16 | 17 => Edit::AddKinship {
                id: format!("{fresh}{}", self.two % 20).parse().expect("an id"),
                kin: Kin {
                    a: Party::Actor(actor),
                    b: self.other(&actors),
                    kind: some(Kinship::ALL, self.two),
                },
            },
            18 => match (pick(&kinships, self.one), self.flag) {
                (Some(id), true) => Edit::RemoveKinship { id },
                (Some(id), false) => Edit::SetKinshipKind {
                    id,
                    kind: some(Kinship::ALL, self.two),
                },
                (None, _) => Edit::SetTitle(text),
            },
            19 => Edit::SetMember {
                party: if self.flag {
                    Party::Actor(actor)
                } else {
                    Party::Person
                },
                field: match self.two % 4 {
                    0 => MemberField::Gender(pick(Gender::ALL, self.one)),
                    1 => {
                        MemberField::Age(u8::try_from(self.one % 300).ok().filter(|age| *age < 99))
                    }
                    2 => MemberField::Pregnant(self.flag),
                    _ => MemberField::Died(self.one.is_multiple_of(2)),
                },
            },
            20 => match self.two % 4 {
                0 => Edit::SetActorQuadrant {
                    id: actor,
                    quadrant: self.flag.then(|| some(Quadrant::ALL, self.one)),
                },
                1 => Edit::SetActorCloseness {
                    id: actor,
                    closeness: self.flag.then(|| some(Closeness::ALL, self.one)),
                },
                2 => Edit::SetActorProgramme {
                    id: actor,
                    programme: text,
                },
                _ => Edit::SetActorScale {
                    id: actor,
                    scale: self.flag.then(|| some(Scale::ALL, self.one)),
                },
            },
            21 => match self.two % 4 {
                0 => Edit::SetTieResource {
                    id: tie,
                    resource: some(ResourceKind::ALL, self.one),
                    passes: self.flag,
                },
                1 => Edit::SetTieBarrier {
                    id: tie,
                    barrier: some(Barrier::ALL, self.one),
                    stands: self.flag,
                },
                2 => Edit::SetTieFrequency {
                    id: tie,
                    frequency: self.flag.then(|| some(Frequency::ALL, self.one)),
                },
                _ => Edit::SetTieSince {
                    id: tie,
                    since: text,
                },
            },
            22 => Edit::AddMilestone {
                id: format!("{fresh}{}", self.one % 9).parse().expect("an id"),
                milestone: Milestone {
                    kind: some(MilestoneKind::ALL, self.two),
                    title: text,
                    at: i64::try_from(self.two).unwrap_or(i64::MAX),
                    heads: vec![format!("{:064x}", self.one); self.two % 3],
                },
            },
            23 => match (pick(&milestones, self.one), self.two % 4) {
                (Some(id), 0) => Edit::RemoveMilestone { id },
                (Some(id), 1) => Edit::SetMilestoneTitle { id, title: text },
                (Some(id), 2) => Edit::SetMilestoneDate {
                    id,
                    at: i64::try_from(self.one).unwrap_or(i64::MAX),
                },
                (Some(id), _) => Edit::SetMilestoneKind {
                    id,
                    kind: some(MilestoneKind::ALL, self.two),
                },
                (None, _) => Edit::SetTerritory(
                    self.flag
                        .then(|| format!("{fresh}t").parse().expect("an id")),
                ),
            },
            24 => Edit::AddNeed {
                id: format!("{fresh}{}", self.one % 20).parse().expect("an id"),
                need: Need {
                    words: text,
                    answers: actors.into_iter().take(self.two % 3).collect(),
                    ..Need::new(self.topic())
                },
            },
            25 | 26 => match pick(&needs, self.one) {
                Some(id) => self.change_need(id, actor),
                None => Edit::SetWithheld(self.flag),
            },
            27 => Edit::AddGoal {
                id: format!("{fresh}{}", self.one % 9).parse().expect("an id"),
                goal: Goal { words: text },
            },
            28 => match (pick(&goals, self.one), self.flag) {
                (Some(id), true) => Edit::RemoveGoal { id },
                (Some(id), false) => Edit::SetGoalWords { id, words: text },
                (None, _) => Edit::SetWithheld(self.flag),
            },
            29 | 30 => Edit::AddCommitment {
                id: format!("{fresh}{}", self.one % 20).parse().expect("an id"),
                commitment: Box::new(Commitment {
                    who: [(self.doer(&actor), text.clone())].into(),
                    due: self.flag.then(|| self.day()),
                    goal: pick(&goals, self.two),
                    need: pick(&needs, self.two),
                    target: self.flag.then(|| Target::Tie(tie.clone())),
                    to: self.flag.then(|| some(TieQuality::ALL, self.two)),
                    ..Commitment::new(text)
                }),
            },
            31..=33 => match pick(&commitments, self.one) {
                Some(id) => self.change_commitment(id, &case, &actor, &tie, fresh),
                None => Edit::SetWithheld(self.flag),
            },
            34 => Edit::AddGuideEntry {
                id: format!("{fresh}{}", self.one % 9).parse().expect("an id"),
                entry: GuideEntry {
                    purpose: text.clone(),
                    actor: self.flag.then_some(actor),
                    ..GuideEntry::new(some(GuideKind::ALL, self.two), text)
                },
            },
            35 | 36 => {
                let guide: Vec<GuideEntryId> = case.guide.keys().cloned().collect();
                match pick(&guide, self.one) {
                    Some(id) => self.change_guide(id, actor),
                    None => Edit::SetPersonNotes(text),
                }
            }
            37..=39 => self.change_comments(doc, &case, fresh),
            _ => self.splice(doc, TextField::Plan(PlanText::Problem)),
        }
    }

    fn change_comments(&self, doc: &impl ReadDoc, case: &Case, fresh: &str) -> Edit {
        let comments: Vec<CommentId> = case.comments.keys().cloned().collect();
        let said = Reply {
            words: self.text.clone(),
            by: fresh.to_owned(),
            at: self.two.try_into().expect("small"),
        };
        match (pick(&comments, self.one), self.two % 4) {
            (Some(id), 0) => Edit::AddCommentReply {
                id,
                reply_id: format!("{fresh}{}", self.one % 5).parse().expect("an id"),
                reply: said,
            },
            (Some(id), 1) => Edit::SetCommentResolved {
                id,
                resolved: self.flag.then_some(Resolved {
                    by: said.by,
                    at: said.at,
                }),
            },
            (Some(id), 2) if self.flag => Edit::RemoveComment { id },
            _ => self.comment(doc, fresh),
        }
    }

    /// A comment on some passage of the first text.
    pub(crate) fn comment(&self, doc: &impl ReadDoc, fresh: &str) -> Edit {
        let places = boundaries(&read_text(doc, TextField::Plan(PlanText::Problem)));
        let from = self.one % places.len();
        let to = (from + 1 + self.two % 6).min(places.len() - 1);
        Edit::AddComment {
            id: format!("{fresh}{}", self.one % 20).parse().expect("an id"),
            comment: Box::new(Comment {
                text: PlanText::Problem,
                place: Some(Span {
                    from: places[from],
                    to: places[to],
                }),
                quote: String::new(),
                words: self.text.clone(),
                by: fresh.to_owned(),
                at: 1,
                replies: BTreeMap::new(),
                resolved: None,
            }),
            runs: None,
        }
    }

    fn day(&self) -> Day {
        Day::of_ms(i64::try_from(self.one).unwrap_or_default() * 86_400_000)
    }

    fn doer(&self, actor: &ActorId) -> Doer {
        match self.two % 4 {
            0 => Doer::Party(Party::Person),
            1 => Doer::Team(format!("Sra. {}", self.one % 3)),
            _ => Doer::actor(actor.clone()),
        }
    }

    fn change_commitment(
        &self,
        id: CommitmentId,
        case: &Case,
        actor: &ActorId,
        tie: &TieId,
        fresh: &str,
    ) -> Edit {
        let text = self.text.clone();
        let goals: Vec<GoalId> = case.goals.keys().cloned().collect();
        let needs: Vec<NeedId> = case.needs.keys().cloned().collect();
        let steps: Vec<StepId> = case.commitments[&id].steps.keys().cloned().collect();
        let field = match self.two % 17 {
            0 => return Edit::RemoveCommitment { id },
            1 => {
                return Edit::SetCommitmentDoer {
                    id,
                    part: some(Part::ALL, self.one),
                    doer: self.doer(actor),
                    name: self.flag.then_some(text),
                };
            }
            2 => {
                return Edit::SetCommitmentAgreed {
                    id,
                    doer: self.doer(actor),
                    at: self
                        .flag
                        .then(|| i64::try_from(self.one).unwrap_or_default()),
                };
            }
            3 | 4 => {
                return Edit::AddCommitmentStep {
                    id,
                    step_id: format!("{fresh}{}", self.one % 9).parse().expect("an id"),
                    step: Step {
                        why: text,
                        due: self.flag.then(|| self.day()),
                        ..Step::new(some(CommitmentState::ALL, self.one), 7)
                    },
                };
            }
            5 => match pick(&steps, self.one) {
                Some(step_id) => return Edit::RemoveCommitmentStep { id, step_id },
                None => CommitmentField::What(text),
            },
            6 => CommitmentField::Due(self.flag.then(|| self.day())),
            7 => CommitmentField::Goal(pick(&goals, self.one)),
            8 => CommitmentField::Focus(self.flag.then(|| some(Focus::ALL, self.one))),
            9 => CommitmentField::Approach(self.flag.then(|| some(Approach::ALL, self.one))),
            10 => CommitmentField::Sector(self.flag.then(|| some(Sector::ALL, self.one))),
            11 => CommitmentField::Capability(self.flag.then(|| some(Capability::ALL, self.one))),
            12 => CommitmentField::Need(pick(&needs, self.one), text),
            13 => CommitmentField::Target(
                Some(if self.flag {
                    Target::Tie(tie.clone())
                } else {
                    Target::Actor(actor.clone())
                }),
                text,
            ),
            14 => CommitmentField::From(self.flag.then(|| some(TieQuality::ALL, self.one))),
            15 => CommitmentField::To(self.flag.then(|| some(TieQuality::ALL, self.one))),
            _ => CommitmentField::State(some(CommitmentState::ALL, self.one)),
        };
        Edit::SetCommitment { id, field }
    }

    fn change_guide(&self, id: GuideEntryId, actor: ActorId) -> Edit {
        let text = self.text.clone();
        let field = match self.two % 5 {
            0 => return Edit::RemoveGuideEntry { id },
            1 => GuideField::Kind(some(GuideKind::ALL, self.one)),
            2 => GuideField::Name(text),
            3 => GuideField::Purpose(text),
            _ => GuideField::Actor(self.flag.then_some(actor)),
        };
        Edit::SetGuideEntry { id, field }
    }

    fn topic(&self) -> NeedTopic {
        if self.flag {
            NeedTopic::Row(some(NeedRow::ALL, self.one))
        } else {
            NeedTopic::Own(some(NeedArea::ALL, self.one))
        }
    }

    fn change_need(&self, id: NeedId, actor: ActorId) -> Edit {
        match self.two % 8 {
            0 => Edit::RemoveNeed { id },
            1 => Edit::SetNeedTopic {
                id,
                topic: self.topic(),
            },
            2 => Edit::SetNeedWords {
                id,
                words: self.text.clone(),
            },
            3 => Edit::SetNeedVoice {
                id,
                voice: self.text.clone(),
            },
            4 => Edit::SetNeedPriority {
                id,
                priority: self.flag.then(|| some(NeedPriority::ALL, self.one)),
            },
            5 => Edit::SetNeedState {
                id,
                state: some(NeedState::ALL, self.one),
            },
            6 => Edit::SetNeedCoordination {
                id,
                coordination: self.flag.then(|| Coordination {
                    lead: actor.clone(),
                    with: ["club", "mother"]
                        .into_iter()
                        .take(self.one % 3)
                        .filter_map(|id| id.parse().ok())
                        .filter(|id| *id != actor)
                        .collect(),
                    agreement: self.text.clone(),
                }),
            },
            _ => Edit::SetNeedAnswer {
                id,
                actor,
                answers: self.flag,
            },
        }
    }

    fn member(&self) -> Member {
        Member {
            gender: pick(Gender::ALL, self.one),
            age: u8::try_from(self.two % 99).ok(),
            pregnant: self.one.is_multiple_of(2),
            died: self.two.is_multiple_of(2),
        }
    }

    /// Another actor, or the person.
    fn other(&self, actors: &[ActorId]) -> Party {
        match pick(actors, self.two) {
            Some(other) if self.flag => Party::Actor(other),
            _ => Party::Person,
        }
    }

    /// Typing: what it writes is this whim's text.
    pub(crate) fn splice(&self, doc: &impl ReadDoc, field: TextField) -> Edit {
        let places = boundaries(&read_text(doc, field));
        let from = self.one % places.len();
        let to = (from + self.two % 4).min(places.len() - 1);
        Edit::SpliceText {
            field,
            at: places[from],
            delete: places[to] - places[from],
            insert: self.text.clone(),
        }
    }

    /// Typing without deleting, in letters of one's own.
    pub(crate) fn insertion(&self, doc: &impl ReadDoc, field: TextField, letters: &str) -> Edit {
        let places = boundaries(&read_text(doc, field));
        Edit::SpliceText {
            field,
            at: places[self.one % places.len()],
            delete: 0,
            insert: letters.to_owned(),
        }
    }

    pub(crate) fn flag(&self) -> bool {
        self.flag
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

/// Makes an edit as a program would: all of it or nothing.
pub(crate) fn make(doc: &mut Automerge, edit: &Edit) -> Result<Edit, EditError> {
    let mut tx = doc.transaction();
    let made = edit.apply(&mut tx);
    if made.is_ok() {
        tx.commit();
    } else {
        tx.rollback();
    }
    made
}

/// The shared document of a small case.
pub(crate) fn small_case() -> Automerge {
    let text = r#"{"format": "trama-case", "schema": 1, "case": {
        "id": "small", "title": "Alba", "person": {"alias": "Alba"},
        "actors": {
            "mother": {"name": "Inés", "kind": "person", "ring": "personal", "household": {"gender": "woman"}},
            "school": {"name": "Escuela", "kind": "institution", "ring": "institutional", "sector": "education"},
            "club": {"name": "Club", "kind": "organization", "ring": "community"}
        },
        "ties": {
            "t1": {"from": "person", "to": "actor:mother", "quality": "strong", "flow": "both"},
            "t2": {"from": "actor:mother", "to": "actor:school", "quality": "weak"}
        },
        "kinships": {"k1": {"a": "actor:mother", "b": "person", "kind": "parent_child"}},
        "plan": {"texts": {"problem": "0123456789"}}
    }}"#;
    let file = trama_shared::exchange::import(text).expect("a good file");
    let [(_, case), ..] = to_documents(&file).expect("documents");
    case
}

fn words(most: usize) -> impl Strategy<Value = String> {
    vec("[a-zA-Zñáéí—«»😀\"\\\\/\n]{1,7}", 0..most).prop_map(|words| words.join(" "))
}

fn place() -> impl Strategy<Value = Place> {
    (-4.0..=4.0_f64, -4.0..=4.0_f64).prop_map(|(x, y)| Place { x, y })
}

fn member() -> impl Strategy<Value = Member> {
    (
        option(Gender::ALL),
        proptest::option::of(0..=125_u8),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(gender, age, pregnant, died)| Member {
            gender,
            age,
            pregnant,
            died,
        })
}

/// One of the choices, or none.
fn option<T: Copy + std::fmt::Debug + 'static>(
    all: &'static [T],
) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(select(all))
}

fn actor() -> impl Strategy<Value = Actor> {
    let choices = (
        option(Sector::ALL),
        option(Support::ALL),
        option(Quadrant::ALL),
        option(Closeness::ALL),
        option(Scale::ALL),
    );
    let places = (
        proptest::option::of(place()),
        proptest::option::of(place()),
        proptest::option::of(place()),
    );
    (
        (words(3), words(2), words(9), words(3)),
        select(ActorKind::ALL),
        select(Ring::ALL),
        choices,
        proptest::option::of(member()),
        places,
    )
        .prop_map(|(texts, kind, ring, choices, household, places)| {
            let (name, role, notes, programme) = texts;
            let (sector, support, quadrant, closeness, scale) = choices;
            let (rings_place, ecomap_place, sluzki_place) = places;
            Actor {
                name,
                role,
                kind,
                ring,
                sector,
                quadrant,
                closeness,
                programme,
                scale,
                household,
                support,
                notes,
                rings_place,
                ecomap_place,
                sluzki_place,
            }
        })
}

/// A random tie and two numbers that choose its parties.
fn tie() -> impl Strategy<Value = (Tie, usize, usize)> {
    let passes = prop_oneof![Just((true, true)), Just((true, false)), Just((false, true))]
        .prop_map(|(gives, receives)| Exchange { gives, receives });
    let passing = (
        proptest::collection::btree_map(select(ExchangeArea::ALL), passes, 0..4),
        proptest::collection::btree_set(select(ResourceKind::ALL), 0..3),
        proptest::collection::btree_set(select(Barrier::ALL), 0..3),
    );
    (
        (any::<u16>(), any::<u16>()),
        select(TieQuality::ALL),
        select(Flow::ALL),
        passing,
        option(Frequency::ALL),
        (words(2), words(5)),
    )
        .prop_map(|(parties, quality, flow, passing, frequency, texts)| {
            let (exchange, resources, barriers) = passing;
            let (since, notes) = texts;
            let tie = Tie {
                flow,
                exchange,
                resources,
                frequency,
                since,
                barriers,
                notes,
                ..Tie::new(Party::Person, Party::Person, quality)
            };
            (tie, parties.0.into(), parties.1.into())
        })
}

fn milestone() -> impl Strategy<Value = Milestone> {
    (
        select(MilestoneKind::ALL),
        words(4),
        0..2_000_000_000_000_i64,
        vec("[0-9a-f]{64}", 0..3),
    )
        .prop_map(|(kind, title, at, heads)| Milestone {
            kind,
            title,
            at,
            heads,
        })
}

fn ids<I: std::str::FromStr<Err: std::fmt::Debug> + Ord, T>(
    by: BTreeMap<String, T>,
) -> BTreeMap<I, T> {
    by.into_iter()
        .map(|(id, entity)| (id.parse().expect("an id"), entity))
        .collect()
}

/// What the network was at every other milestone: fewer actors, called otherwise. Such a milestone names no heads.
fn earlier(
    milestones: &mut BTreeMap<MilestoneId, Milestone>,
    actors: &BTreeMap<ActorId, Actor>,
    ties: &BTreeMap<TieId, Tie>,
) -> BTreeMap<MilestoneId, EarlierNetwork> {
    let mut history = BTreeMap::new();
    for (nth, (id, milestone)) in milestones.iter_mut().enumerate().step_by(2) {
        milestone.heads.clear();
        let mut network = EarlierNetwork::default();
        for (id, actor) in actors.iter().skip(nth + 1) {
            let mut actor = actor.clone();
            if nth > 0 {
                "antes".clone_into(&mut actor.name);
            }
            network.actors.insert(id.clone(), actor);
        }
        let here = |party: &Party| {
            party
                .actor()
                .is_none_or(|id| network.actors.contains_key(id))
        };
        network.ties = ties
            .iter()
            .filter(|(_, tie)| here(&tie.from) && here(&tie.to))
            .map(|(id, tie)| (id.clone(), tie.clone()))
            .collect();
        history.insert(id.clone(), network);
    }
    history
}

/// The ties that fit a network with these parties: each pair once, beyond those that `pairs` has.
fn fitting(
    ties: BTreeMap<String, (Tie, usize, usize)>,
    parties: &[Party],
    pairs: &mut BTreeSet<[Party; 2]>,
) -> BTreeMap<TieId, Tie> {
    let mut kept = BTreeMap::new();
    for (id, (tie, one, two)) in ties {
        let tie = Tie {
            from: some_party(parties, one),
            to: some_party(parties, two),
            ..tie
        };
        if tie.from != tie.to && pairs.insert(tie.pair()) {
            kept.insert(id.parse().expect("an id"), tie.normalised());
        }
    }
    kept
}

fn some_party(parties: &[Party], n: usize) -> Party {
    parties[n % parties.len()].clone()
}

/// A random need and numbers that choose who answers it.
fn need() -> impl Strategy<Value = (Need, Vec<u8>)> {
    let topic = prop_oneof![
        select(NeedRow::ALL).prop_map(NeedTopic::Row),
        select(NeedArea::ALL).prop_map(NeedTopic::Own),
    ];
    (
        topic,
        (words(5), words(9)),
        option(NeedPriority::ALL),
        select(NeedState::ALL),
        vec(any::<u8>(), 0..4),
    )
        .prop_map(|(topic, (words, voice), priority, state, by)| {
            let need = Need {
                words,
                voice,
                priority,
                state,
                ..Need::new(topic)
            };
            (need, by)
        })
}

/// A random entry of the guide and a number that chooses the actor that it is.
fn guide_entry() -> impl Strategy<Value = (GuideEntry, Option<u8>)> {
    let texts = (words(3), words(9));
    (
        select(GuideKind::ALL),
        texts,
        proptest::option::of(any::<u8>()),
    )
        .prop_map(|(kind, (name, purpose), by)| {
            let entry = GuideEntry {
                purpose,
                ..GuideEntry::new(kind, name)
            };
            (entry, by)
        })
}

fn protection() -> impl Strategy<Value = Protection> {
    let review = (
        proptest::option::of(day()),
        any::<bool>(),
        words(4),
        words(4),
    )
        .prop_map(|(on, held, voice, decided)| Review {
            on,
            held,
            voice,
            decided,
        });
    (
        any::<bool>(),
        proptest::collection::btree_map(select(ProtectionItem::ALL), words(4), 0..6),
        proptest::option::of(day()),
        proptest::collection::btree_map("[a-z0-9]{1,6}", review, 0..3),
    )
        .prop_map(|(on, items, away_until, reviews)| Protection {
            on,
            items,
            away_until,
            reviews: ids(reviews),
        })
}

fn day() -> impl Strategy<Value = Day> {
    (0..40_000_i64).prop_map(|days| Day::of_ms(days * 86_400_000))
}

fn doer() -> impl Strategy<Value = Doer> {
    prop_oneof![
        Just(Doer::Party(Party::Person)),
        "[a-z]{1,5}".prop_map(|id| Doer::actor(id.parse().expect("an id"))),
        "[A-Za-zñ: ]{1,9}".prop_map(Doer::Team),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    (
        select(CommitmentState::ALL),
        0..2_000_000_000_000_i64,
        (words(2), words(9)),
        proptest::option::of(day()),
        (option(TieQuality::ALL), option(TieQuality::ALL)),
    )
        .prop_map(|(state, at, (by, why), due, (from, to))| Step {
            state,
            at,
            by,
            why,
            due,
            from,
            to,
        })
}

/// A random commitment. What it names may be gone.
fn commitment() -> impl Strategy<Value = Commitment> {
    let people = || proptest::collection::btree_map(doer(), words(2), 0..3);
    let target = prop_oneof![
        "[a-z]{1,5}".prop_map(|id| Target::Tie(id.parse().expect("an id"))),
        "[a-z]{1,5}".prop_map(|id| Target::Actor(id.parse().expect("an id"))),
    ];
    let names = (
        proptest::option::of("[a-z0-9]{1,6}"),
        proptest::option::of("[a-z0-9]{1,6}"),
        proptest::option::of(target),
        (words(3), words(3)),
    );
    let choices = (
        option(Focus::ALL),
        option(Approach::ALL),
        option(Sector::ALL),
        option(Capability::ALL),
        (option(TieQuality::ALL), option(TieQuality::ALL)),
    );
    (
        (words(6), people(), people()),
        proptest::collection::btree_map(doer(), 0..2_000_000_000_000_i64, 0..3),
        proptest::option::of(day()),
        names,
        choices,
        select(CommitmentState::ALL),
        proptest::collection::btree_map("[a-z0-9]{1,6}", step(), 0..3),
    )
        .prop_map(|(head, agreed, due, names, choices, state, steps)| {
            let (what, who, with_whom) = head;
            let (goal, need, target, (need_name, target_name)) = names;
            let (focus, approach, sector, capability, (from, to)) = choices;
            Commitment {
                who,
                with_whom,
                agreed,
                due,
                goal: goal.map(|id| id.parse().expect("an id")),
                focus,
                approach,
                sector,
                capability,
                need: need.map(|id| id.parse().expect("an id")),
                need_name,
                target,
                target_name,
                from,
                to,
                state,
                steps: ids(steps),
                ..Commitment::new(what)
            }
        })
}

/// A comment on some passage of some text; where that is depends on the text.
fn comment() -> impl Strategy<Value = (Comment, usize, usize)> {
    let said = || (words(5), words(2), 0..2_000_000_000_000_i64);
    let reply = said().prop_map(|(words, by, at)| Reply { words, by, at });
    let resolved = (words(2), 0..2_000_000_000_000_i64).prop_map(|(by, at)| Resolved { by, at });
    (
        select(PlanText::ALL),
        said(),
        proptest::collection::btree_map("[a-z0-9]{1,6}", reply, 0..3),
        proptest::option::of(resolved),
        (any::<u16>(), any::<u16>()),
    )
        .prop_map(|(text, (words, by, at), replies, resolved, (from, to))| {
            let comment = Comment {
                text,
                place: None,
                // Nothing in a text says this: a passage that has gone stays gone.
                quote: "⟂ no longer there".to_owned(),
                words,
                by,
                at,
                replies: ids(replies),
                resolved,
            };
            (comment, from.into(), to.into())
        })
}

/// Any case that a file can hold.
pub(crate) fn case_files() -> impl Strategy<Value = CaseFile> {
    let kin = (any::<u16>(), any::<u16>(), select(Kinship::ALL));
    let network = (
        proptest::collection::btree_map("[a-z0-9_-]{1,8}", actor(), 0..8),
        proptest::collection::btree_map("[a-z0-9]{1,6}", tie(), 0..10),
        proptest::collection::btree_map("[a-z0-9]{1,6}", kin, 0..5),
        // Capitals keep the ids of the zones apart.
        proptest::collection::btree_map("[A-Z]{1,4}", actor(), 0..3),
        proptest::collection::btree_map("[A-Z]{1,4}", tie(), 0..4),
    );
    let texts = proptest::collection::btree_map(select(PlanText::ALL), words(30), 0..6);
    let plan = (
        words(6),
        words(6),
        proptest::option::of(select(ProblemType::ALL)),
        texts,
    );
    let rest = (
        words(5),
        (words(3), words(9), member()),
        words(20),
        words(4),
        "[0-9.k-]{0,12}",
        proptest::collection::btree_map("[a-z0-9]{1,6}", milestone(), 0..3),
        proptest::collection::btree_map("[a-z0-9]{1,6}", need(), 0..4),
        proptest::collection::btree_map("[a-z0-9]{1,6}", words(5), 0..3),
        (
            proptest::collection::btree_map("[a-z0-9]{1,6}", commitment(), 0..4),
            proptest::collection::btree_map("[a-z0-9]{1,6}", guide_entry(), 0..4),
            protection(),
            any::<bool>(),
            proptest::collection::btree_map("[a-z0-9]{1,6}", comment(), 0..4),
        ),
    );
    (network, plan, rest).prop_map(|(network, plan, rest)| {
        let (actors, ties, kin, hidden, hidden_ties) = network;
        let actors: BTreeMap<ActorId, Actor> = ids(actors);
        let hidden: BTreeMap<ActorId, Actor> = ids(hidden);
        let mut parties: Vec<Party> = vec![Party::Person];
        parties.extend(actors.keys().cloned().map(Party::Actor));
        let mut pairs = BTreeSet::new();
        let ties = fitting(ties, &parties, &mut pairs);

        let mut home = parties.clone();
        home.retain(|party| {
            party
                .actor()
                .is_none_or(|id| actors[id].household.is_some())
        });
        let mut kinships: BTreeMap<KinshipId, Kin> = BTreeMap::new();
        for (id, (one, two, kind)) in kin {
            let kin = Kin {
                a: some_party(&home, one.into()),
                b: some_party(&home, two.into()),
                kind,
            };
            if kin.a != kin.b && !kinships.values().any(|other| other.joins(&kin.a, &kin.b)) {
                kinships.insert(id.parse().expect("an id"), kin);
            }
        }

        parties.extend(hidden.keys().cloned().map(Party::Actor));
        let hidden_ties = fitting(hidden_ties, &parties, &mut pairs);
        let (title, authors, problem_type, mut texts) = plan;
        texts.retain(|_, text| !text.is_empty());
        let (
            case_title,
            (alias, notes, member),
            reserved,
            name,
            run,
            milestones,
            needs,
            goals,
            more,
        ) = rest;
        let (commitments, entries, protection, withheld, comments) = more;
        let mut guide: BTreeMap<GuideEntryId, GuideEntry> = BTreeMap::new();
        for (id, (mut entry, by)) in entries {
            let known: Vec<ActorId> = actors.keys().cloned().collect();
            entry.actor = by.and_then(|n| pick(&known, usize::from(n)));
            guide.insert(id.parse().expect("an id"), entry);
        }
        let mut on_texts: BTreeMap<CommentId, Comment> = BTreeMap::new();
        for (id, (mut comment, from, to)) in comments {
            let places = boundaries(texts.get(&comment.text).map_or("", String::as_str));
            let (from, to) = (from % places.len(), to % places.len());
            comment.place = (from < to).then(|| Span {
                from: places[from],
                to: places[to],
            });
            on_texts.insert(id.parse().expect("an id"), comment);
        }
        let goals: BTreeMap<GoalId, Goal> = ids(goals
            .into_iter()
            .map(|(id, words)| (id, Goal { words }))
            .collect());
        let known: Vec<ActorId> = actors.keys().cloned().collect();
        let mut answered: BTreeMap<NeedId, Need> = BTreeMap::new();
        for (id, (mut need, by)) in needs {
            need.answers = by
                .iter()
                .filter_map(|n| pick(&known, usize::from(*n)))
                .collect();
            let lead = need.answers.pop_first();
            need.coordination = lead.filter(|_| by.len() > 2).map(|lead| Coordination {
                lead,
                with: need.answers.clone(),
                agreement: need.words.clone(),
            });
            answered.insert(id.parse().expect("an id"), need);
        }
        let mut milestones: BTreeMap<MilestoneId, Milestone> = ids(milestones);
        let history = earlier(&mut milestones, &actors, &ties);
        CaseFile {
            case: Case {
                id: CaseId::from_random(7),
                title: case_title,
                person: Person {
                    alias,
                    notes,
                    member,
                },
                actors,
                ties,
                kinships,
                plan: Plan {
                    title,
                    authors,
                    problem_type,
                    texts,
                },
                needs: answered,
                guide,
                goals,
                commitments: ids(commitments),
                comments: on_texts,
                milestones,
                territory: withheld.then(|| "territorio".parse().expect("an id")),
                withheld,
            },
            reserved: Reserved {
                notes: reserved,
                actors: hidden,
                ties: hidden_ties,
                protection,
            },
            identity: Identity {
                name,
                run,
                ..Identity::default()
            },
            history,
        }
    })
}
