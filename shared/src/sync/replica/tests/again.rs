use automerge::{Change, ObjType, ScalarValue};
use rand::{Rng, SeedableRng, rngs::SmallRng};

use super::*;

const OWN: u8 = 1;

fn device(chunks: &[Chunk]) -> Replica {
    let config = ReplicaConfig {
        actor: ActorId::from([OWN; 16]),
        patches: true,
        verify: false,
    };
    let mut replica = Replica::new(DOCUMENT, config);
    replica.load(chunks.to_vec(), &[], 0);
    replica.connect(LINK, LinkOptions::to_server(), 0).unwrap();
    let _ = replica.take_effects();
    replica
}

/// A change under an actor that is not the forger's, with the number that the actor's next one would have after `base`.
fn forged(base: &Automerge, actor: u8) -> Change {
    let mut doc = base.clone().with_actor(ActorId::from([actor; 16]));
    let mut tx = doc.transaction();
    tx.put(ROOT, "forged", true).unwrap();
    tx.commit();
    doc.get_last_local_change().unwrap()
}

fn as_message(change: &Change) -> Vec<u8> {
    message(change.hash().0, &[change.raw_bytes().to_vec()])
}

/// What is in a document, without what was forged.
fn content(doc: &Automerge) -> String {
    let mut doc = doc.clone();
    let mut tx = doc.transaction();
    let _ = tx.delete(ROOT, "forged");
    tx.commit();
    serde_json::to_string(&automerge::AutoSerde::from(&doc)).unwrap()
}

/// One edit among those that a person makes: a value, a text, a list, a counter, something taken out.
fn edit(replica: &mut Replica, random: &mut SmallRng) {
    let number = random.random_range(0..4);
    let kind = random.random_range(0..6);
    let at = random.random_range(0..3_usize);
    replica
        .edit(0, |tx| {
            let key = format!("{number}");
            let name = |what: &str| format!("{what} {key}");
            let object = |tx: &mut Transaction<'_>, name: String, kind| match tx.get(ROOT, &name)? {
                Some((automerge::Value::Object(_), id)) => Ok::<_, AutomergeError>(id),
                _ => tx.put_object(ROOT, name, kind),
            };
            match kind {
                0 => tx.put(ROOT, name("value"), u64::try_from(at).unwrap_or_default())?,
                1 | 2 => {
                    let text = object(tx, name("text"), ObjType::Text)?;
                    let length = tx.length(&text);
                    let gone = isize::from(length > 4 && at == 0);
                    tx.splice_text(&text, at.min(length), gone, "ñandú ")?;
                }
                3 => {
                    let list = object(tx, name("list"), ObjType::List)?;
                    let length = tx.length(&list);
                    let map = tx.insert_object(&list, at.min(length), ObjType::Map)?;
                    tx.put(&map, "in", "a list")?;
                }
                4 => match tx.get(ROOT, name("counter"))? {
                    Some(_) => tx.increment(ROOT, name("counter"), 2)?,
                    None => tx.put(ROOT, name("counter"), ScalarValue::counter(5))?,
                },
                _ => {
                    let _ = tx.delete(ROOT, name("value"));
                }
            }
            Ok::<_, AutomergeError>(())
        })
        .unwrap();
}

#[test]
fn work_whose_number_was_taken_is_written_again_and_kept() {
    for seed in 0..60 {
        let mut random = SmallRng::seed_from_u64(seed);
        let mut mine = device(&[]);
        let mut chunks = Vec::new();
        // What the server has, what it does not, and what a colleague made on top of some of it.
        for _ in 0..random.random_range(0..6) {
            edit(&mut mine, &mut random);
            chunks.extend(store_all(&mut mine).0);
        }
        let saved = mine.doc().clone();
        for _ in 0..random.random_range(1..12) {
            if random.random_bool(0.2) {
                let colleague = honest_message(&mine, 9, "colleague");
                mine.receive(LINK, &colleague, 0);
            } else {
                edit(&mut mine, &mut random);
            }
            chunks.extend(store_all(&mut mine).0);
        }
        edit(&mut mine, &mut random);
        chunks.extend(store_all(&mut mine).0);
        let before = content(mine.doc());

        let forged = forged(&saved, OWN);
        mine.receive(LINK, &as_message(&forged), 0);
        let (_, stored, replaces) = store_of(&mut mine);
        assert_eq!(content(mine.doc()), before, "seed {seed}");
        assert!(mine.has_change(&forged.hash()), "seed {seed}");
        // What it leaves on the disk reads as what is on the screen, also if the old records could not be taken away.
        let old: BTreeSet<_> = chunks.iter().map(|chunk| chunk.key).collect();
        let gone: BTreeSet<_> = replaces.into_iter().collect();
        assert_eq!(gone, old, "seed {seed}");
        let reloaded = device(&stored);
        assert_eq!(content(reloaded.doc()), before, "seed {seed}");
        // And a server that has the forged change takes all of it.
        let mut server = saved.clone();
        server.apply_changes(vec![forged.clone()]).unwrap();
        server.apply_changes(mine.doc().get_changes(&[])).unwrap();
        assert_eq!(server.get_heads(), mine.doc().get_heads());
    }
}

#[test]
fn it_goes_on_under_a_new_actor_and_says_so() {
    let mut mine = device(&[]);
    put(&mut mine, "first");
    let _ = store_all(&mut mine);
    let saved = mine.doc().clone();
    put(&mut mine, "second");
    let _ = store_all(&mut mine);
    mine.receive(LINK, &as_message(&forged(&saved, OWN)), 0);
    let (_, effects) = store_all(&mut mine);
    let told = effects.iter().find_map(|effect| match effect {
        Effect::GaveWay { actor } => Some(actor.clone()),
        _ => None,
    });
    assert_eq!(told.as_ref(), Some(mine.doc().get_actor()));
    assert_ne!(told, Some(ActorId::from([OWN; 16])));
    assert_eq!(refusals(&effects), []);
    // The screen reads everything anew.
    assert!(effects.iter().any(|effect| matches!(
        effect,
        Effect::Changed {
            origin: Origin::Loaded,
            ..
        }
    )));
    put(&mut mine, "third");
    let keys: Vec<_> = mine.doc().keys(ROOT).collect();
    assert_eq!(keys, ["first", "forged", "second", "third"]);
    assert_eq!(mine.own_edits().unsaved, 2, "the server has the rest");
}

#[test]
fn two_tabs_with_the_same_work_come_to_the_same() {
    let mut one = device(&[]);
    put(&mut one, "first");
    let (chunks, _) = store_all(&mut one);
    let mut two = device(&chunks);
    let forged = forged(&Automerge::new(), OWN);
    for tab in [&mut one, &mut two] {
        tab.receive(LINK, &as_message(&forged), 0);
        let _ = store_all(tab);
    }
    assert_eq!(one.doc().get_heads(), two.doc().get_heads());
    // What one of them has stored, the other takes as it is.
    put(&mut one, "second");
    let (chunks, _) = store_all(&mut one);
    two.merge_from_sibling(chunks, 0).unwrap();
    assert_eq!(one.doc().get_heads(), two.doc().get_heads());
}
