//! Random cases and random edits that fit the document they are made for.

use std::collections::BTreeMap;

use automerge::{Automerge, ReadDoc};
use proptest::{collection::vec, prelude::*, sample::select};
use trama_shared::{
    case::{
        Actor, ActorKind, Case, Exchange, ExchangeArea, Flow, Identity, Party, Person, Place, Plan,
        PlanText, ProblemType, Reserved, Ring, Sector, Support, Tie, TieQuality, View,
    },
    document::{read_case, read_text},
    edit::{Edit, EditError, TextField},
    exchange::{CaseFile, to_documents},
    ids::{ActorId, CaseId, TieId},
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
    let whim = (0..18_u8, any::<u16>(), any::<u16>(), any::<bool>(), text).prop_map(
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
                    name: text,
                    role: String::new(),
                    kind: some(ActorKind::ALL, self.one),
                    ring: some(Ring::ALL, self.two),
                    sector: self.flag.then(|| some(Sector::ALL, self.one)),
                    support: None,
                    notes: String::new(),
                    rings_place: place,
                    ecomap_place: None,
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
                    from: Party::Actor(actor),
                    to: match pick(&actors, self.two) {
                        Some(other) if self.flag => Party::Actor(other),
                        _ => Party::Person,
                    },
                    quality: some(TieQuality::ALL, self.two),
                    flow: some(Flow::ALL, self.one),
                    exchange: BTreeMap::new(),
                    notes: text,
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
            _ => self.splice(doc, TextField::Plan(PlanText::Problem)),
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
            "mother": {"name": "Inés", "kind": "person", "ring": "personal"},
            "school": {"name": "Escuela", "kind": "institution", "ring": "institutional", "sector": "education"},
            "club": {"name": "Club", "kind": "organization", "ring": "community"}
        },
        "ties": {
            "t1": {"from": "person", "to": "actor:mother", "quality": "strong", "flow": "both"},
            "t2": {"from": "actor:mother", "to": "actor:school", "quality": "weak"}
        },
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

fn actor() -> impl Strategy<Value = Actor> {
    (
        (words(3), words(2), words(9)),
        select(ActorKind::ALL),
        select(Ring::ALL),
        proptest::option::of(select(Sector::ALL)),
        proptest::option::of(select(Support::ALL)),
        proptest::option::of(place()),
        proptest::option::of(place()),
    )
        .prop_map(
            |((name, role, notes), kind, ring, sector, support, rings_place, ecomap_place)| Actor {
                name,
                role,
                kind,
                ring,
                sector,
                support,
                notes,
                rings_place,
                ecomap_place,
            },
        )
}

/// What a random tie is made of: two numbers that choose its parties, and the rest.
type TieStuff = (
    (usize, usize),
    TieQuality,
    Flow,
    BTreeMap<ExchangeArea, Exchange>,
    String,
);

fn tie_stuff() -> impl Strategy<Value = TieStuff> {
    let passes = prop_oneof![Just((true, true)), Just((true, false)), Just((false, true))]
        .prop_map(|(gives, receives)| Exchange { gives, receives });
    (
        (any::<u16>(), any::<u16>()).prop_map(|(a, b)| (a.into(), b.into())),
        select(TieQuality::ALL),
        select(Flow::ALL),
        proptest::collection::btree_map(select(ExchangeArea::ALL), passes, 0..4),
        words(5),
    )
}

/// Any case that a file can hold.
pub(crate) fn case_files() -> impl Strategy<Value = CaseFile> {
    let network = (
        proptest::collection::btree_map("[a-z0-9_-]{1,8}", actor(), 0..8),
        proptest::collection::btree_map("[a-z0-9]{1,6}", tie_stuff(), 0..10),
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
        words(3),
        words(9),
        words(20),
        words(4),
        "[0-9.k-]{0,12}",
    );
    (network, plan, rest).prop_map(|((actors, ties), plan, rest)| {
        let actors: BTreeMap<ActorId, Actor> = actors
            .into_iter()
            .map(|(id, actor)| (id.parse().expect("an id"), actor))
            .collect();
        let parties: Vec<Party> = std::iter::once(Party::Person)
            .chain(actors.keys().cloned().map(Party::Actor))
            .collect();
        let mut pairs = Vec::new();
        let mut kept = BTreeMap::new();
        for (id, ((one, two), quality, flow, exchange, notes)) in ties {
            let tie = Tie {
                from: parties[one % parties.len()].clone(),
                to: parties[two % parties.len()].clone(),
                quality,
                flow,
                exchange,
                notes,
            };
            if tie.from != tie.to && !pairs.contains(&tie.pair()) {
                pairs.push(tie.pair());
                kept.insert(id.parse().expect("an id"), tie.normalised());
            }
        }
        let (title, authors, problem_type, mut texts) = plan;
        texts.retain(|_, text| !text.is_empty());
        let (case_title, alias, notes, reserved, name, run) = rest;
        CaseFile {
            case: Case {
                id: CaseId::from_random(7),
                title: case_title,
                person: Person { alias, notes },
                actors,
                ties: kept,
                plan: Plan {
                    title,
                    authors,
                    problem_type,
                    texts,
                },
            },
            reserved: Reserved { notes: reserved },
            identity: Identity {
                name,
                run,
                ..Identity::default()
            },
        }
    })
}
