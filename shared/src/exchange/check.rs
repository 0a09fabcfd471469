//! From the values of a file to a case, with everything that is wrong told on the way.

mod comments;
mod commitments;
mod network;
mod protection;

use std::{collections::BTreeMap, str::FromStr};

use super::{
    CaseFile, EarlierNetwork, FORMAT,
    error::{ImportError, Reason},
    json::Json,
    value::{Faults, Value},
};
use crate::{
    case::{
        Case, Coordination, GuideEntry, Identity, Milestone, MilestoneKind, Need, NeedPriority,
        NeedState, NeedTopic, Person, Plan, PlanText, ProblemType, Reserved,
    },
    catalog::GuideKind,
    document::{self, fields},
    edit::IdentityField,
    ids::MilestoneId,
    limits,
};
use network::Network;

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
    let file = root.record(&[
        "format", "schema", "case", "reserved", "identity", "history",
    ])?;
    let head = file.need("format").and(file.need("schema"));
    // What the reserved zone may refer to is known once the shared zone has been read.
    let mut network = Network::default();
    let case = file
        .need("case")
        .and_then(|value| case(&value, &mut network));
    let reserved = file.optional("reserved", |value| reserved(&value, &mut network));
    let identity = file.optional("identity", |value| identity(&value));
    let milestones = case.as_ref().map(|case| &case.milestones);
    let history = file.optional("history", |value| history(&value, milestones));
    head?;
    Some(CaseFile {
        case: case?,
        reserved: reserved?.unwrap_or_default(),
        identity: identity?.unwrap_or_default(),
        history: history?.unwrap_or_default(),
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

fn case(value: &Value<'_>, network: &mut Network) -> Option<Case> {
    let record = value.record(&[
        "id",
        fields::TITLE,
        fields::PERSON,
        fields::ACTORS,
        fields::TIES,
        fields::KINSHIPS,
        fields::PLAN,
        fields::NEEDS,
        fields::GUIDE,
        fields::GOALS,
        fields::COMMITMENTS,
        fields::COMMENTS,
        fields::MILESTONES,
        fields::TERRITORY,
        fields::WITHHELD,
    ])?;
    let id = record.need("id").and_then(|value| id(&value));
    let title = record
        .need(fields::TITLE)
        .and_then(|value| value.text(limits::TITLE_MAX));
    let person = record.need(fields::PERSON).and_then(|value| person(&value));
    let actors = record.optional(fields::ACTORS, |value| network.actors(&value));
    if actors.is_none() {
        // Nobody can say now which ties dangle; only the ties themselves are looked at.
        network.lose_actors();
    }
    let ties = record.optional(fields::TIES, |value| network.ties(&value));
    let kinships = record.optional(fields::KINSHIPS, |value| network.kinships(&value));
    let plan = record.optional(fields::PLAN, |value| plan(&value));
    let needs = record.optional(fields::NEEDS, |value| {
        entities(&value, limits::NEEDS_MAX, |_, value| need(value, network))
    });
    let guide = record.optional(fields::GUIDE, |value| {
        entities(&value, limits::GUIDE_MAX, |_, value| {
            guide_entry(value, network)
        })
    });
    let goals = record.optional(fields::GOALS, |value| {
        entities(&value, limits::GOALS_MAX, |_, value| {
            commitments::goal(value)
        })
    });
    let commitments = record.optional(fields::COMMITMENTS, |value| {
        entities(&value, limits::COMMITMENTS_MAX, |_, value| {
            commitments::commitment(value)
        })
    });
    let nothing = Plan::default();
    let written = plan.as_ref().map(|plan| plan.as_ref().unwrap_or(&nothing));
    let comments = record.optional(fields::COMMENTS, |value| {
        entities(&value, limits::COMMENTS_MAX, |_, value| {
            comments::comment(value, written)
        })
    });
    let milestones = record.optional(fields::MILESTONES, |value| {
        entities(&value, limits::MILESTONES_MAX, |_, value| milestone(value))
    });
    let territory = record.optional(fields::TERRITORY, |value| {
        value.parsed(|text| text.parse().ok(), || Reason::BadId)
    });
    let withheld = record.flag_or_false(fields::WITHHELD);
    Some(Case {
        id: id?,
        title: title?,
        person: person?,
        actors: actors?.unwrap_or_default(),
        ties: ties?.unwrap_or_default(),
        kinships: kinships?.unwrap_or_default(),
        plan: plan?.unwrap_or_default(),
        needs: needs?.unwrap_or_default(),
        guide: guide?.unwrap_or_default(),
        goals: goals?.unwrap_or_default(),
        commitments: commitments?.unwrap_or_default(),
        comments: comments?.unwrap_or_default(),
        milestones: milestones?.unwrap_or_default(),
        territory: territory?,
        withheld: withheld?,
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
    let record = value.record(&[fields::ALIAS, fields::NOTES, fields::MEMBER])?;
    let alias = record
        .need(fields::ALIAS)
        .and_then(|value| value.text(limits::NAME_MAX));
    let notes = record.text_or_empty(fields::NOTES, limits::NOTES_MAX);
    let member = record.optional(fields::MEMBER, |value| network::member(&value));
    Some(Person {
        alias: alias?,
        notes: notes?,
        member: member?.unwrap_or_default(),
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

fn need(value: &Value<'_>, network: &Network) -> Option<Need> {
    let record = value.record(&[
        fields::TOPIC,
        fields::WORDS,
        fields::VOICE,
        fields::PRIORITY,
        fields::STATE,
        fields::ANSWERS,
        fields::COORDINATION,
    ])?;
    let topic = record
        .need(fields::TOPIC)
        .and_then(|value| value.parsed(NeedTopic::from_id, || Reason::BadTopic));
    let words = record.text_or_empty(fields::WORDS, limits::TITLE_MAX);
    let voice = record.text_or_empty(fields::VOICE, limits::NOTES_MAX);
    let priority = record.optional(fields::PRIORITY, |value| {
        choice(&value, NeedPriority::ALL, NeedPriority::id)
    });
    let state = record
        .need(fields::STATE)
        .and_then(|value| choice(&value, NeedState::ALL, NeedState::id));
    let answers = record.optional(fields::ANSWERS, |value| network.some_actors(&value));
    let coordination = record.optional(fields::COORDINATION, |value| coordination(&value, network));
    Some(Need {
        topic: topic?,
        words: words?,
        voice: voice?,
        priority: priority?,
        state: state?,
        answers: answers?.unwrap_or_default(),
        coordination: coordination?,
    })
}

fn coordination(value: &Value<'_>, network: &Network) -> Option<Coordination> {
    let record = value.record(&[fields::LEAD, fields::WITH, fields::AGREEMENT])?;
    let lead = record
        .need(fields::LEAD)
        .and_then(|value| network.an_actor(&value));
    let with = record.optional(fields::WITH, |value| network.some_actors(&value));
    let agreement = record.text_or_empty(fields::AGREEMENT, limits::NOTES_MAX);
    Some(Coordination {
        lead: lead?,
        with: with?.unwrap_or_default(),
        agreement: agreement?,
    })
}

fn guide_entry(value: &Value<'_>, network: &Network) -> Option<GuideEntry> {
    let record = value.record(&[fields::KIND, fields::NAME, fields::PURPOSE, fields::ACTOR])?;
    let kind = record
        .need(fields::KIND)
        .and_then(|value| choice(&value, GuideKind::ALL, GuideKind::id));
    let name = record
        .need(fields::NAME)
        .and_then(|value| value.text(limits::NAME_MAX));
    let purpose = record.text_or_empty(fields::PURPOSE, limits::NOTES_MAX);
    let actor = record.optional(fields::ACTOR, |value| network.an_actor(&value));
    Some(GuideEntry {
        kind: kind?,
        name: name?,
        purpose: purpose?,
        actor: actor?,
    })
}

fn milestone(value: &Value<'_>) -> Option<Milestone> {
    let record = value.record(&[fields::KIND, fields::TITLE, fields::AT, fields::HEADS])?;
    let kind = record
        .need(fields::KIND)
        .and_then(|value| choice(&value, MilestoneKind::ALL, MilestoneKind::id));
    let title = record.text_or_empty(fields::TITLE, limits::TITLE_MAX);
    let at = record.need(fields::AT).and_then(|value| value.whole());
    let heads = record.optional(fields::HEADS, |value| {
        let items = value.items(limits::HEADS_MAX)?;
        let heads = items.iter().map(|value| {
            value.parsed(
                |text| document::is_head(text).then(|| text.to_owned()),
                || Reason::BadHead,
            )
        });
        // Every head is looked at before the first that is wrong refuses them all.
        heads.collect::<Vec<_>>().into_iter().collect()
    });
    Some(Milestone {
        kind: kind?,
        title: title?,
        at: i64::try_from(at?).ok()?,
        heads: heads?.unwrap_or_default(),
    })
}

/// What the network was at milestones, each a network of its own.
fn history(
    value: &Value<'_>,
    milestones: Option<&BTreeMap<MilestoneId, Milestone>>,
) -> Option<BTreeMap<MilestoneId, EarlierNetwork>> {
    entities(value, limits::MILESTONES_MAX, |id, value| {
        if milestones.is_some_and(|milestones| !milestones.contains_key(id)) {
            value.tell(Reason::NoMilestone(id.clone()));
            return None;
        }
        let record = value.record(&[fields::ACTORS, fields::TIES])?;
        let mut network = Network::default();
        let actors = record.optional(fields::ACTORS, |value| network.actors(&value));
        if actors.is_none() {
            network.lose_actors();
        }
        let ties = record.optional(fields::TIES, |value| network.ties(&value));
        Some(EarlierNetwork {
            actors: actors?.unwrap_or_default(),
            ties: ties?.unwrap_or_default(),
        })
    })
}

fn reserved(value: &Value<'_>, network: &mut Network) -> Option<Reserved> {
    let record = value.record(&[
        fields::NOTES,
        fields::ACTORS,
        fields::TIES,
        fields::PROTECTION,
    ])?;
    let max = limits::TEXT_MAX * limits::MERGED_FACTOR;
    let notes = record.text_or_empty(fields::NOTES, max);
    let actors = record.optional(fields::ACTORS, |value| network.actors(&value));
    if actors.is_none() {
        network.lose_actors();
    }
    let ties = record.optional(fields::TIES, |value| network.ties(&value));
    let protection = record.optional(fields::PROTECTION, |value| protection::read(&value));
    Some(Reserved {
        notes: notes?,
        actors: actors?.unwrap_or_default(),
        ties: ties?.unwrap_or_default(),
        protection: protection?.unwrap_or_default(),
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
