//! From the values of a file to a case, with everything that is wrong told on the way.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    str::FromStr,
};

use super::{
    CaseFile, FORMAT,
    error::{ImportError, Reason},
    json::Json,
    value::{Faults, Value},
};
use crate::{
    case::{
        Actor, ActorKind, Case, Exchange, ExchangeArea, Flow, Identity, Party, Person, Place, Plan,
        PlanText, ProblemType, Reserved, Ring, Sector, Support, Tie, TieQuality,
    },
    document::fields,
    edit::IdentityField,
    ids::{ActorId, TieId},
    limits,
};

/// A case file, or everything that is wrong with it.
pub(super) fn case_file(json: &Json) -> Result<CaseFile, ImportError> {
    let faults = Faults::default();
    let file = read(&Value::root(json, &faults));
    faults.clear(file)
}

fn read(root: &Value<'_>) -> Option<CaseFile> {
    // Of a file of another kind or of a later version nothing else can be said.
    if let Some(format) = root.peek("format") {
        format.parsed(
            |text| (text == FORMAT).then_some(()),
            || Reason::WrongFormat,
        )?;
    }
    if let Some(schema) = root.peek("schema") {
        schema_number(&schema)?;
    }
    let file = root.record(&["format", "schema", "case", "reserved", "identity"])?;
    let head = file.need("format").and(file.need("schema"));
    let case = file.need("case").and_then(|value| case(&value));
    let reserved = file.optional("reserved", |value| reserved(&value));
    let identity = file.optional("identity", |value| identity(&value));
    head?;
    Some(CaseFile {
        case: case?,
        reserved: reserved?.unwrap_or_default(),
        identity: identity?.unwrap_or_default(),
    })
}

fn schema_number(value: &Value<'_>) -> Option<()> {
    match value.whole()? {
        0 => value.tell(Reason::NoSchema),
        schema if schema > limits::SCHEMA => value.tell(Reason::NewerSchema {
            schema,
            max: limits::SCHEMA,
        }),
        _ => return Some(()),
    }
    None
}

fn case(value: &Value<'_>) -> Option<Case> {
    let record = value.record(&["id", "title", "person", "actors", "ties", "plan"])?;
    let id = record.need("id").and_then(|value| id(&value));
    let title = record
        .need("title")
        .and_then(|value| value.text(limits::TITLE_MAX));
    let person = record.need("person").and_then(|value| person(&value));
    let actors = record.optional("actors", |value| actors(&value));
    // Without the actors nobody can say which ties dangle; then only the ties themselves are looked at.
    let known = actors
        .as_ref()
        .map(|actors| actors.clone().unwrap_or_default());
    let ties = record.optional("ties", |value| ties(&value, known.as_ref()));
    let plan = record.optional("plan", |value| plan(&value));
    Some(Case {
        id: id?,
        title: title?,
        person: person?,
        actors: actors?.unwrap_or_default(),
        ties: ties?.unwrap_or_default(),
        plan: plan?.unwrap_or_default(),
    })
}

fn id<T: FromStr>(value: &Value<'_>) -> Option<T> {
    value.parsed(|text| text.parse().ok(), || Reason::BadId)
}

fn choice<T: Copy>(value: &Value<'_>, all: &[T], name: impl Fn(T) -> &'static str) -> Option<T> {
    value.parsed(
        |text| all.iter().copied().find(|choice| name(*choice) == text),
        || Reason::UnknownChoice {
            allowed: all.iter().copied().map(&name).collect(),
        },
    )
}

fn person(value: &Value<'_>) -> Option<Person> {
    let record = value.record(&[fields::ALIAS, fields::NOTES])?;
    let alias = record
        .need(fields::ALIAS)
        .and_then(|value| value.text(limits::NAME_MAX));
    let notes = record.text_or_empty(fields::NOTES, limits::NOTES_MAX);
    Some(Person {
        alias: alias?,
        notes: notes?,
    })
}

/// Entities by id; `None` if any of them is wrong.
fn entities<I: FromStr + Ord, T>(
    value: &Value<'_>,
    max: usize,
    mut read: impl FnMut(&I, &Value<'_>) -> Option<T>,
) -> Option<BTreeMap<I, T>> {
    let entries = value.entries(max * limits::MERGED_FACTOR)?;
    let expected = entries.len();
    let mut entities = BTreeMap::new();
    for (key, value) in entries {
        let Ok(id) = key.parse::<I>() else {
            value.tell(Reason::BadId);
            continue;
        };
        if let Some(entity) = read(&id, &value) {
            entities.insert(id, entity);
        }
    }
    (entities.len() == expected).then_some(entities)
}

fn actors(value: &Value<'_>) -> Option<BTreeMap<ActorId, Actor>> {
    entities(value, limits::ACTORS_MAX, |_, value| actor(value))
}

fn actor(value: &Value<'_>) -> Option<Actor> {
    let record = value.record(&[
        fields::NAME,
        fields::ROLE,
        fields::KIND,
        fields::RING,
        fields::SECTOR,
        fields::SUPPORT,
        fields::NOTES,
        fields::RINGS_PLACE,
        fields::ECOMAP_PLACE,
    ])?;
    let name = record
        .need(fields::NAME)
        .and_then(|value| value.text(limits::NAME_MAX));
    let role = record.text_or_empty(fields::ROLE, limits::NAME_MAX);
    let kind = record
        .need(fields::KIND)
        .and_then(|value| choice(&value, ActorKind::ALL, ActorKind::id));
    let ring = record
        .need(fields::RING)
        .and_then(|value| choice(&value, Ring::ALL, Ring::id));
    let sector = record.optional(fields::SECTOR, |value| {
        choice(&value, Sector::ALL, Sector::id)
    });
    let support = record.optional(fields::SUPPORT, |value| {
        choice(&value, Support::ALL, Support::id)
    });
    let notes = record.text_or_empty(fields::NOTES, limits::NOTES_MAX);
    let rings_place = record.optional(fields::RINGS_PLACE, |value| place(&value));
    let ecomap_place = record.optional(fields::ECOMAP_PLACE, |value| place(&value));
    Some(Actor {
        name: name?,
        role: role?,
        kind: kind?,
        ring: ring?,
        sector: sector?,
        support: support?,
        notes: notes?,
        rings_place: rings_place?,
        ecomap_place: ecomap_place?,
    })
}

fn place(value: &Value<'_>) -> Option<Place> {
    let record = value.record(&[fields::X, fields::Y])?;
    let number = |key| {
        record
            .need(key)
            .and_then(|value| value.number(limits::PLACE_MAX as i32))
    };
    let (x, y) = (number(fields::X), number(fields::Y));
    Some(Place { x: x?, y: y? })
}

fn ties(
    value: &Value<'_>,
    actors: Option<&BTreeMap<ActorId, Actor>>,
) -> Option<BTreeMap<TieId, Tie>> {
    let mut pairs: BTreeMap<[Party; 2], String> = BTreeMap::new();
    entities(value, limits::TIES_MAX, |_, value| {
        let tie = tie(value, actors)?;
        if tie.from == tie.to {
            value.tell(Reason::SelfTie);
            return None;
        }
        match pairs.entry(tie.pair()) {
            Entry::Vacant(entry) => {
                entry.insert(value.pointer());
                Some(tie.normalised())
            }
            Entry::Occupied(entry) => {
                value.tell(Reason::DuplicateTie {
                    first: entry.get().clone(),
                });
                None
            }
        }
    })
}

fn party(value: &Value<'_>, actors: Option<&BTreeMap<ActorId, Actor>>) -> Option<Party> {
    let party = value.parsed(Party::from_id, || Reason::BadParty)?;
    if let (Some(actor), Some(actors)) = (party.actor(), actors)
        && !actors.contains_key(actor)
    {
        value.tell(Reason::Dangling(actor.clone()));
        return None;
    }
    Some(party)
}

fn tie(value: &Value<'_>, actors: Option<&BTreeMap<ActorId, Actor>>) -> Option<Tie> {
    let record = value.record(&[
        fields::FROM,
        fields::TO,
        fields::QUALITY,
        fields::FLOW,
        fields::EXCHANGE,
        fields::NOTES,
    ])?;
    let from = record
        .need(fields::FROM)
        .and_then(|value| party(&value, actors));
    let to = record
        .need(fields::TO)
        .and_then(|value| party(&value, actors));
    let quality = record
        .need(fields::QUALITY)
        .and_then(|value| choice(&value, TieQuality::ALL, TieQuality::id));
    let flow = record.optional(fields::FLOW, |value| choice(&value, Flow::ALL, Flow::id));
    let exchange = record.optional(fields::EXCHANGE, |value| exchange(&value));
    let notes = record.text_or_empty(fields::NOTES, limits::NOTES_MAX);
    Some(Tie {
        from: from?,
        to: to?,
        quality: quality?,
        flow: flow?.unwrap_or(Flow::Unknown),
        exchange: exchange?.unwrap_or_default(),
        notes: notes?,
    })
}

fn exchange(value: &Value<'_>) -> Option<BTreeMap<ExchangeArea, Exchange>> {
    let names: Vec<&str> = ExchangeArea::ALL.iter().map(|area| area.id()).collect();
    let record = value.record(&names)?;
    let mut exchange = BTreeMap::new();
    for area in ExchangeArea::ALL {
        let passes = record.optional(area.id(), |value| {
            let record = value.record(&[fields::GIVES, fields::RECEIVES])?;
            let gives = record.optional(fields::GIVES, |value| value.flag());
            let receives = record.optional(fields::RECEIVES, |value| value.flag());
            Some(Exchange {
                gives: gives?.unwrap_or_default(),
                receives: receives?.unwrap_or_default(),
            })
        });
        if let Some(passes) = passes?
            && passes != Exchange::default()
        {
            exchange.insert(*area, passes);
        }
    }
    Some(exchange)
}

fn plan(value: &Value<'_>) -> Option<Plan> {
    let record = value.record(&[
        fields::TITLE,
        fields::AUTHORS,
        fields::PROBLEM_TYPE,
        fields::TEXTS,
    ])?;
    let title = record.text_or_empty(fields::TITLE, limits::TITLE_MAX);
    let authors = record.text_or_empty(fields::AUTHORS, limits::TITLE_MAX);
    let problem_type = record.optional(fields::PROBLEM_TYPE, |value| {
        choice(&value, ProblemType::ALL, ProblemType::id)
    });
    let texts = record.optional(fields::TEXTS, |value| {
        let names: Vec<&str> = PlanText::ALL.iter().map(|text| text.id()).collect();
        let record = value.record(&names)?;
        let mut texts = BTreeMap::new();
        for text in PlanText::ALL {
            let max = limits::TEXT_MAX * limits::MERGED_FACTOR;
            let written = record.text_or_empty(text.id(), max)?;
            if !written.is_empty() {
                texts.insert(*text, written);
            }
        }
        Some(texts)
    });
    Some(Plan {
        title: title?,
        authors: authors?,
        problem_type: problem_type?,
        texts: texts?.unwrap_or_default(),
    })
}

fn reserved(value: &Value<'_>) -> Option<Reserved> {
    let record = value.record(&[fields::NOTES])?;
    let max = limits::TEXT_MAX * limits::MERGED_FACTOR;
    Some(Reserved {
        notes: record.text_or_empty(fields::NOTES, max)?,
    })
}

fn identity(value: &Value<'_>) -> Option<Identity> {
    let record = value.record(&IdentityField::ALL.map(fields::identity))?;
    let mut identity = Identity::default();
    let mut whole = true;
    for field in IdentityField::ALL {
        match record.text_or_empty(fields::identity(field), limits::NOTES_MAX) {
            Some(text) => *identity.field_mut(field) = text,
            None => whole = false,
        }
    }
    whole.then_some(identity)
}
