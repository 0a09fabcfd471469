//! The document of a territory: how it is created and read, and which patch touches which service.
//!
//! Reading never fails, as for a case: what is missing or unknown is repaired for the screen and told.

use std::collections::BTreeSet;

use automerge::{
    Automerge, ObjId, ObjType, Patch, PatchAction, Prop, ROOT, ReadDoc, Value,
    transaction::Transactable,
};

use super::{Service, ServiceText, Territory, Verified};
use crate::{
    case::{NeedTopic, Scale},
    document::{Concurrent, Fault, as_text, cut, fields, text_at, whole_at},
    edit::EditError,
    ids::{ServiceId, TerritoryId},
    interchange::Day,
    limits,
};

/// What the document of a territory says it is.
pub const KIND: &str = "territory";

/// One thing of a territory that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerritoryProblem {
    /// The service; `None` for the territory itself.
    pub service: Option<ServiceId>,
    /// The field as it is called in the document.
    pub field: &'static str,
    /// What is wrong.
    pub fault: Fault,
}

/// Creates the document of a territory without services.
///
/// # Errors
/// [`EditError::TooLong`] for a title beyond [`limits::TITLE_MAX`].
pub fn create(id: &TerritoryId, title: &str) -> Result<Automerge, EditError> {
    let max = limits::TITLE_MAX;
    if limits::length(title) > max {
        return Err(EditError::TooLong { max });
    }
    let mut doc = Automerge::new();
    let mut tx = doc.transaction();
    tx.put(ROOT, fields::KIND, KIND)?;
    tx.put(ROOT, fields::SCHEMA, limits::SCHEMA)?;
    tx.put(ROOT, fields::TERRITORY_ID, id.as_str())?;
    tx.put(ROOT, fields::TITLE, title)?;
    tx.put_object(ROOT, fields::SERVICES, ObjType::Map)?;
    tx.commit();
    Ok(doc)
}

/// Whether a document says that it is a territory's.
#[must_use]
pub fn is_territory(doc: &impl ReadDoc) -> bool {
    text_at(doc, &ROOT, fields::KIND).as_deref() == Some(KIND)
}

/// The territory that a document is.
#[must_use]
pub fn territory_id(doc: &impl ReadDoc) -> Option<TerritoryId> {
    text_at(doc, &ROOT, fields::TERRITORY_ID)?.parse().ok()
}

/// How many services stand in the document.
#[must_use]
pub fn service_count(doc: &impl ReadDoc) -> usize {
    fields::maps(doc, &ROOT, fields::SERVICES)
        .iter()
        .map(|services| doc.length(services))
        .sum()
}

/// Reads a territory, and what somebody should look at. One without an id of its own is read as `otherwise`.
#[must_use]
pub fn read(doc: &impl ReadDoc, otherwise: &TerritoryId) -> (Territory, Vec<TerritoryProblem>) {
    let mut problems = Vec::new();
    let mut note = |field, fault| {
        problems.push(TerritoryProblem {
            service: None,
            field,
            fault,
        });
    };
    if !is_territory(doc) {
        note(fields::KIND, Fault::WrongKind);
    }
    let schema = whole_at(doc, &ROOT, fields::SCHEMA).unwrap_or_default();
    if schema > limits::SCHEMA {
        note(fields::SCHEMA, Fault::NewerSchema { schema });
    }
    let mut territory = Territory {
        id: territory_id(doc).unwrap_or_else(|| otherwise.clone()),
        title: text_at(doc, &ROOT, fields::TITLE).unwrap_or_default(),
        services: std::collections::BTreeMap::new(),
    };
    cut(&mut territory.title, limits::TITLE_MAX);
    for services in fields::maps(doc, &ROOT, fields::SERVICES) {
        for key in doc.keys(&services) {
            let Ok(id) = key.parse::<ServiceId>() else {
                problems.push(TerritoryProblem {
                    service: None,
                    field: fields::SERVICES,
                    fault: Fault::BadId(key.chars().take(24).collect()),
                });
                continue;
            };
            if territory.services.contains_key(&id) {
                continue;
            }
            let Some(at) = fields::map(doc, &services, id.as_str()) else {
                continue;
            };
            if territory.services.len() == limits::SERVICES_MAX * limits::MERGED_FACTOR {
                let max = limits::SERVICES_MAX * limits::MERGED_FACTOR;
                problems.push(TerritoryProblem {
                    service: None,
                    field: fields::SERVICES,
                    fault: Fault::TooMany { max },
                });
                return (territory, problems);
            }
            let (service, faults) = service(doc, &at);
            problems.extend(faults.into_iter().map(|(field, fault)| TerritoryProblem {
                service: Some(id.clone()),
                field,
                fault,
            }));
            territory.services.insert(id, service);
        }
    }
    (territory, problems)
}

/// Reads one service; `None` if it is not there.
#[must_use]
pub fn read_service(doc: &impl ReadDoc, id: &ServiceId) -> Option<Service> {
    Some(service(doc, &place(doc, id)?).0)
}

/// What somebody should look at in one service.
#[must_use]
pub fn read_service_problems(doc: &impl ReadDoc, id: &ServiceId) -> Vec<TerritoryProblem> {
    let Some(at) = place(doc, id) else {
        return Vec::new();
    };
    let faults = service(doc, &at).1;
    faults
        .into_iter()
        .map(|(field, fault)| TerritoryProblem {
            service: Some(id.clone()),
            field,
            fault,
        })
        .collect()
}

/// Where a service stands.
pub(super) fn place(doc: &impl ReadDoc, id: &ServiceId) -> Option<ObjId> {
    fields::entity(doc, fields::SERVICES, id.as_str())
}

type Faults = Vec<(&'static str, Fault)>;

/// The text at a key: the one that everybody is shown, with the others of its time noted.
fn text(
    doc: &impl ReadDoc,
    at: &ObjId,
    key: &'static str,
    max: usize,
    faults: &mut Faults,
) -> Option<String> {
    let values = doc.get_all(at, key).ok()?;
    // Automerge lists the value that everybody is shown last.
    let (value, id) = values.last()?;
    if values.len() > 1 {
        let concurrent = |(value, id): &(Value<'_>, ObjId)| {
            let (writer, counter) = match id {
                ObjId::Root => (None, 0),
                ObjId::Id(counter, actor, _) => (Some(actor.to_hex_string()), *counter),
            };
            let mut text = as_text(doc, value, id).unwrap_or_default();
            cut(&mut text, max);
            Concurrent {
                text,
                writer,
                counter,
            }
        };
        let values: Vec<Concurrent> = values
            .iter()
            .rev()
            .take(limits::CONFLICT_VALUES_MAX)
            .map(concurrent)
            .collect();
        if values.iter().any(|other| other.text != values[0].text) {
            faults.push((key, Fault::Conflict(values)));
        }
    }
    let Some(mut text) = as_text(doc, value, id) else {
        faults.push((key, Fault::WrongType));
        return None;
    };
    if cut(&mut text, max) {
        faults.push((key, Fault::TooLong { max }));
    }
    Some(text)
}

fn service(doc: &impl ReadDoc, at: &ObjId) -> (Service, Faults) {
    let mut faults = Faults::new();
    let mut service = Service::default();
    for field in ServiceText::ALL {
        if let Some(text) = text(doc, at, field.id(), field.limit(), &mut faults) {
            *service.text_mut(*field) = text;
        }
    }
    if let Some(scale) = text(doc, at, fields::SCALE, limits::NAME_MAX, &mut faults) {
        service.scale = Scale::from_id(&scale);
        if service.scale.is_none() {
            faults.push((fields::SCALE, Fault::UnknownValue(scale)));
        }
    }
    if let Some(day) = text(doc, at, fields::VALID_UNTIL, limits::NAME_MAX, &mut faults) {
        service.valid_until = day.parse().ok();
        if service.valid_until.is_none() {
            faults.push((fields::VALID_UNTIL, Fault::UnknownValue(day)));
        }
    }
    service.verified = fields::map(doc, at, fields::VERIFIED).and_then(|at| verified(doc, &at));
    for set in fields::maps(doc, at, fields::NEEDS) {
        for key in doc.keys(&set) {
            match NeedTopic::from_id(&key) {
                Some(topic) => {
                    service.needs.insert(topic);
                }
                None => faults.push((fields::NEEDS, Fault::UnknownValue(key))),
            }
        }
    }
    (service, faults)
}

/// Two people who looked at the same time both tell the truth: either one holds.
fn verified(doc: &impl ReadDoc, at: &ObjId) -> Option<Verified> {
    let on: Day = text_at(doc, at, fields::ON)?.parse().ok()?;
    let mut by = text_at(doc, at, fields::BY).unwrap_or_default();
    cut(&mut by, limits::NAME_MAX);
    Some(Verified { by, on })
}

/// What a set of patches changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServiceTouched {
    /// Services that came, went or changed.
    pub services: BTreeSet<ServiceId>,
    /// The title.
    pub title: bool,
    /// Something else: read the whole document.
    pub all: bool,
}

/// What `patches` changed.
#[must_use]
pub fn touched(patches: &[Patch]) -> ServiceTouched {
    let mut touched = ServiceTouched::default();
    for patch in patches {
        let key = match &patch.action {
            PatchAction::PutMap { key, .. }
            | PatchAction::DeleteMap { key }
            | PatchAction::Conflict {
                prop: Prop::Map(key),
            } => Some(key.as_str()),
            _ => None,
        };
        let path = patch.path.iter().filter_map(|(_, prop)| match prop {
            Prop::Map(key) => Some(key.as_str()),
            Prop::Seq(_) => None,
        });
        let mut path = path.chain(key);
        match (path.next(), path.next()) {
            (Some(fields::SERVICES), Some(id)) => match id.parse() {
                Ok(id) => {
                    touched.services.insert(id);
                }
                Err(_) => touched.all = true,
            },
            (Some(fields::TITLE), _) => touched.title = true,
            _ => touched.all = true,
        }
    }
    touched
}
