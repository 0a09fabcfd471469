//! The reserved layer: edits find their zone, moving over the border is one step, and the shared zone tells nothing.

use automerge::{Automerge, ROOT, ReadDoc, transaction::Transactable};
use proptest::prelude::*;
use trama_shared::{
    case::{Actor, ActorKind, Case, Kinship, Party, Reserved, Ring, Tie, TieQuality, Zone},
    document::{actor_was_withheld, create, read_case, read_reserved, tie_was_withheld},
    edit::{Act, Choice, Edit, EditError, History},
    ids::{ActorId, CaseId, TieId},
};

use crate::generate::{Whim, make, small_case, whims};

/// Somebody who may write both zones.
struct Table {
    shared: Automerge,
    reserved: Automerge,
    history: History,
}

impl Table {
    fn new() -> Self {
        let reserved = create(Zone::Reserved, &CaseId::from_random(1), "Alba").expect("create");
        Self {
            shared: small_case(),
            reserved,
            history: History::default(),
        }
    }

    fn of(&mut self, zone: Zone) -> &mut Automerge {
        match zone {
            Zone::Reserved => &mut self.reserved,
            _ => &mut self.shared,
        }
    }

    /// Makes edits that belong together.
    fn do_at_once(&mut self, parts: impl IntoIterator<Item = Edit>) -> Result<(), EditError> {
        for (n, part) in parts.into_iter().enumerate() {
            let inverse = make(self.of(part.zone()), &part)?;
            self.history.record(part, inverse, false);
            if n > 0 {
                self.history.link();
            }
        }
        Ok(())
    }

    fn edit(&mut self, edit: Edit) -> Result<(), EditError> {
        let parts = edit.by_zone(&self.hidden());
        self.do_at_once(parts)
    }

    /// One step back, or forth; how many documents it wrote into.
    fn step(&mut self, back: bool) -> usize {
        let mut written = 0;
        loop {
            let zone = if back {
                self.history.undo_zone()
            } else {
                self.history.redo_zone()
            };
            let Some(zone) = zone else { break };
            let mut history = std::mem::take(&mut self.history);
            let mut tx = self.of(zone).transaction();
            let taken = if back {
                history.undo(&mut tx)
            } else {
                history.redo(&mut tx)
            };
            taken.expect("nobody else is here");
            tx.commit();
            self.history = history;
            written += 1;
            if !self.history.goes_on() {
                break;
            }
        }
        written
    }

    fn undo(&mut self) -> usize {
        self.step(true)
    }

    fn redo(&mut self) -> usize {
        self.step(false)
    }

    fn case(&self) -> Case {
        let (case, problems) = read_case(&self.shared);
        assert_eq!(problems, []);
        case
    }

    fn hidden(&self) -> Reserved {
        let (reserved, problems) = read_reserved(&self.reserved);
        assert_eq!(problems, []);
        reserved
    }

    /// What those see who may read both zones.
    fn seen(&self) -> Case {
        let mut case = self.case();
        self.hidden().lay_over(&mut case);
        case
    }
}

fn actor(id: &str) -> ActorId {
    id.parse().expect("an id")
}

fn tie(id: &str) -> TieId {
    id.parse().expect("an id")
}

fn party(id: &str) -> Party {
    Party::Actor(actor(id))
}

fn reserve(edit: Edit) -> Edit {
    Edit::InReserve(Box::new(edit))
}

#[test]
fn an_actor_moves_to_the_reserved_zone_and_back_as_one_step() {
    let mut table = Table::new();
    let before = table.case();
    let parts = Edit::reserve_actor(&before, &actor("mother")).expect("she is there");
    table.do_at_once(parts).expect("edit");
    let said = |table: &Table| table.history.to_undo().map(|deed| deed.act);
    assert_eq!(said(&table), Some(Act::Reserve));
    let shared = table.case();
    assert!(!shared.actors.contains_key(&actor("mother")));
    assert!(shared.ties.is_empty() && shared.kinships.is_empty());
    let seen = table.seen();
    assert_eq!((&seen.actors, &seen.ties), (&before.actors, &before.ties));

    assert_eq!(table.undo(), 2);
    assert_eq!(
        (table.case(), table.hidden()),
        (before, Reserved::default())
    );
    assert_eq!(table.redo(), 2);
    assert_eq!(table.seen(), seen);
    assert_eq!(said(&table), Some(Act::Reserve));

    let parts = Edit::share_actor(&table.hidden(), &actor("mother")).expect("she is there");
    table.do_at_once(parts).expect("edit");
    assert_eq!(said(&table), Some(Act::Share));
    assert_eq!(table.hidden(), Reserved::default());
    assert_eq!(table.case().ties, seen.ties);
    assert_eq!(table.undo(), 2);
    assert_eq!(table.seen(), seen);
}

#[test]
fn what_was_withheld_is_told_from_what_was_deleted() {
    let mut table = Table::new();
    let withheld = |table: &Table, id: &str| actor_was_withheld(&table.shared, &actor(id));
    // Something is withheld already, so the flag itself says nothing of the next removal.
    let parts = Edit::reserve_actor(&table.case(), &actor("mother")).expect("she is there");
    table.do_at_once(parts).expect("edit");
    assert!(withheld(&table, "mother"));
    table
        .edit(Edit::RemoveActor { id: actor("club") })
        .expect("edit");
    assert!(!withheld(&table, "club"));
    let parts = Edit::reserve_actor(&table.case(), &actor("school")).expect("there");
    table.do_at_once(parts).expect("edit");
    assert!(withheld(&table, "school") && withheld(&table, "mother"));
    assert!(!withheld(&table, "club"));

    // Sharing it and taking that back withholds it again, and so does taking back and making again.
    let parts = Edit::share_actor(&table.hidden(), &actor("school")).expect("there");
    table.do_at_once(parts).expect("edit");
    table.edit(Edit::SetWithheld(false)).expect("edit");
    table.undo();
    assert_eq!(table.undo(), 2);
    assert!(withheld(&table, "school"));
    table.undo();
    assert!(table.case().actors.contains_key(&actor("school")));
    table.redo();
    assert!(withheld(&table, "school"));
}

#[test]
fn a_tie_that_was_withheld_is_told_from_one_that_was_erased() {
    let mut table = Table::new();
    let [kept, erased] = ["t1", "t2"].map(tie);
    let parts = Edit::reserve_tie(&table.case(), &kept).expect("it is there");
    table.do_at_once(parts).expect("edit");
    table
        .edit(Edit::RemoveTie { id: erased.clone() })
        .expect("edit");
    assert!(tie_was_withheld(&table.shared, &kept));
    assert!(!tie_was_withheld(&table.shared, &erased));
}

#[test]
fn of_two_values_written_at_once_into_what_is_reserved_one_is_chosen() {
    let mut table = Table::new();
    let parts = Edit::reserve_actor(&table.case(), &actor("mother")).expect("she is there");
    table.do_at_once(parts).expect("edit");
    let rename = |name: &str| {
        reserve(Edit::SetActorName {
            id: actor("mother"),
            name: name.to_owned(),
        })
    };
    let mut other = table.reserved.fork();
    make(&mut other, &rename("Eva")).expect("edit");
    make(&mut table.reserved, &rename("Ana")).expect("edit");
    table.reserved.merge(&mut other).expect("merge");
    let (reserved, problems) = read_reserved(&table.reserved);
    let [problem] = problems.as_slice() else {
        panic!("one question: {problems:?}");
    };
    let shown = reserved.actors[&actor("mother")].name.clone();
    let Choice { edit, back } = Choice::of(&table.reserved, problem, 1)
        .expect("a name")
        .in_reserve();
    assert_eq!((edit.zone(), back.zone()), (Zone::Reserved, Zone::Reserved));
    make(&mut table.reserved, &edit).expect("edit");
    let chosen = table.hidden().actors[&actor("mother")].name.clone();
    assert!(chosen != shown && ["Ana", "Eva"].contains(&chosen.as_str()));
    make(&mut table.reserved, &back).expect("edit");
    assert_eq!(table.hidden().actors[&actor("mother")].name, shown);
}

#[test]
fn ties_between_two_reserved_actors_stay_reserved() {
    let mut table = Table::new();
    for id in ["mother", "school"] {
        let parts = Edit::reserve_actor(&table.case(), &actor(id)).expect("there");
        // The tie between the two went with the first.
        table.do_at_once(parts).expect("edit");
    }
    assert_eq!(table.hidden().ties.len(), 2);
    let parts = Edit::share_actor(&table.hidden(), &actor("mother")).expect("she is there");
    table.do_at_once(parts).expect("edit");
    let hidden: Vec<TieId> = table.hidden().ties.into_keys().collect();
    assert_eq!(hidden, [tie("t2")]);
    assert_eq!(Edit::share_tie(&table.hidden(), &tie("t2")), None);
    let parts = Edit::share_actor(&table.hidden(), &actor("school")).expect("there");
    table.do_at_once(parts).expect("edit");
    assert_eq!(table.case().ties.len(), 2);
    assert!(!table.hidden().withholds());
}

#[test]
fn a_tie_is_reserved_alone() {
    let mut table = Table::new();
    let parts = Edit::reserve_tie(&table.case(), &tie("t1")).expect("there");
    table.do_at_once(parts).expect("edit");
    assert!(!table.case().ties.contains_key(&tie("t1")));
    let broken = Edit::SetTieQuality {
        id: tie("t1"),
        quality: TieQuality::Broken,
    };
    table.edit(broken).expect("its edits find it");
    assert_eq!(table.hidden().ties[&tie("t1")].quality, TieQuality::Broken);
    let parts = Edit::share_tie(&table.hidden(), &tie("t1")).expect("there");
    table.do_at_once(parts).expect("edit");
    assert_eq!(table.case().ties[&tie("t1")].quality, TieQuality::Broken);
}

#[test]
fn what_is_new_beside_a_reserved_actor_is_reserved_too() {
    let mut table = Table::new();
    let lawyer = Actor::new("Abogada".to_owned(), ActorKind::Person, Ring::Institutional);
    let add = Edit::AddActor {
        id: actor("lawyer"),
        actor: lawyer,
    };
    table.edit(reserve(add)).expect("edit");
    let before = table.case();
    let connect = Edit::AddTie {
        id: tie("t9"),
        tie: Tie::new(party("club"), party("lawyer"), TieQuality::Weak),
    };
    table.edit(connect).expect("edit");
    assert_eq!(table.case(), before);
    assert!(table.seen().ties.contains_key(&tie("t9")));
    // With the club its tie is shown no more, and comes back with it.
    let remove = Edit::RemoveActor { id: actor("club") };
    table.edit(remove).expect("edit");
    assert!(!table.seen().ties.contains_key(&tie("t9")));
    table.undo();
    assert!(table.seen().ties.contains_key(&tie("t9")));
}

#[test]
fn a_tie_in_the_shared_zone_goes_before_a_reserved_one_of_the_same_two() {
    let mut table = Table::new();
    let second = Edit::AddTie {
        id: tie("t9"),
        tie: Tie::new(Party::Person, party("mother"), TieQuality::Stressful),
    };
    table.edit(reserve(second)).expect("nobody can see it yet");
    assert_eq!(table.seen().ties, table.case().ties);
}

#[test]
fn only_the_network_can_be_reserved() {
    let mut table = Table::new();
    let remove = || Edit::RemoveTie { id: tie("t1") };
    for edit in [
        Edit::SetTitle("Sol".to_owned()),
        Edit::SetWithheld(true),
        Edit::SetKinshipKind {
            id: "k1".parse().expect("an id"),
            kind: Kinship::Foster,
        },
        reserve(remove()),
    ] {
        let made = make(&mut table.reserved, &reserve(edit.clone()));
        assert_eq!(made, Err(EditError::WrongDocument), "{edit:?}");
    }
    let made = make(&mut table.shared, &reserve(remove()));
    assert_eq!(made, Err(EditError::WrongDocument));
}

fn play(table: &mut Table, whims: &[Whim]) {
    for whim in whims {
        let _ = table.edit(whim.edit(&table.shared.clone(), "n"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_done_beside_a_reserved_actor_can_be_undone(whims in whims(12)) {
        let mut table = Table::new();
        let start = table.case();
        let parts = Edit::reserve_actor(&start, &actor("mother")).expect("she is there");
        table.do_at_once(parts).expect("edit");
        play(&mut table, &whims);
        let after = (table.case(), table.hidden());
        while table.undo() > 0 {}
        prop_assert_eq!((table.case(), table.hidden()), (start, Reserved::default()));
        while table.redo() > 0 {}
        prop_assert_eq!((table.case(), table.hidden()), after);
    }
}

#[test]
fn reserved_documents_older_than_the_layer_take_it_up() {
    let mut doc = Automerge::new();
    let mut tx = doc.transaction();
    for (key, text) in [("kind", "reserved"), ("case_id", "c1"), ("notes", "")] {
        tx.put(ROOT, key, text).expect("put");
    }
    tx.put(ROOT, "schema", 1).expect("put");
    tx.commit();
    assert_eq!(read_reserved(&doc), (Reserved::default(), Vec::new()));
    let add = |id: &str| {
        reserve(Edit::AddActor {
            id: actor(id),
            actor: Actor::new(id.to_owned(), ActorKind::Person, Ring::Personal),
        })
    };
    // Two people who are apart both begin it.
    let mut other = doc.fork();
    make(&mut doc, &add("one")).expect("edit");
    make(&mut other, &add("two")).expect("edit");
    doc.merge(&mut other).expect("merge");
    assert!(doc.get_all(ROOT, "actors").expect("get").len() > 1);
    for id in ["one", "two"] {
        assert!(
            read_reserved(&doc).0.actors.contains_key(&actor(id)),
            "{id}"
        );
        let rename = reserve(Edit::SetActorName {
            id: actor(id),
            name: "Eva".to_owned(),
        });
        make(&mut doc, &rename).expect("edit");
        assert_eq!(read_reserved(&doc).0.actors[&actor(id)].name, "Eva");
        let remove = reserve(Edit::RemoveActor { id: actor(id) });
        make(&mut doc, &remove).expect("edit");
    }
    assert_eq!(read_reserved(&doc), (Reserved::default(), Vec::new()));
}
