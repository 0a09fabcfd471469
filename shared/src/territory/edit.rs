//! Every permitted change to a territory. Each is a narrow write into Automerge and knows its inverse.

use automerge::{ObjId, ObjType, ROOT, transaction::Transactable};
use serde::{Deserialize, Serialize};

use super::{Service, ServiceText, Verified, document};
use crate::{
    case::{NeedTopic, Scale},
    document::{Concurrent, fields},
    edit::{
        EditError,
        write::{
            check_length, clear, clear_entity, put_choice, put_in_set, put_optional_text, put_text,
            room_for,
        },
    },
    ids::ServiceId,
    interchange::Day,
    limits,
};

/// One change that a person makes to a territory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[expect(
    missing_docs,
    reason = "each variant says what it does with fields that bear the names of the domain"
)]
pub enum TerritoryEdit {
    /// Several edits made, undone and redone as one.
    Batch(Vec<TerritoryEdit>),
    /// Changes what the team calls the territory.
    SetTitle(String),
    /// Enters a programme or service.
    AddService {
        id: ServiceId,
        service: Box<Service>,
    },
    /// Takes a service out.
    RemoveService { id: ServiceId },
    /// Changes one text of a service.
    SetText {
        id: ServiceId,
        text: ServiceText,
        value: String,
    },
    /// Says whether a service can answer a need.
    SetNeed {
        id: ServiceId,
        topic: NeedTopic,
        answers: bool,
    },
    /// Changes how far a service reaches.
    SetScale { id: ServiceId, scale: Option<Scale> },
    /// Changes the last day on which a service is offered.
    SetValidUntil { id: ServiceId, day: Option<Day> },
    /// Says who looked whether all this is still so.
    SetVerified {
        id: ServiceId,
        verified: Option<Verified>,
    },
}

impl TerritoryEdit {
    /// Writes the edit into `tx`, touching only the fields that it changes, and returns its inverse.
    ///
    /// # Errors
    /// See [`EditError`]; after an error the caller rolls the transaction back.
    pub fn apply(&self, tx: &mut impl Transactable) -> Result<Self, EditError> {
        if !document::is_territory(tx) {
            return Err(EditError::WrongDocument);
        }
        self.write(tx)
    }

    fn write(&self, tx: &mut impl Transactable) -> Result<Self, EditError> {
        match self {
            Self::Batch(edits) => {
                if edits.len() > limits::SERVICES_MAX {
                    return Err(EditError::TooMany {
                        max: limits::SERVICES_MAX,
                    });
                }
                let mut inverses = Vec::with_capacity(edits.len());
                for edit in edits {
                    inverses.push(edit.write(tx)?);
                }
                inverses.reverse();
                Ok(Self::Batch(inverses))
            }
            Self::SetTitle(title) => {
                let before = crate::document::read_title(tx);
                put_text(tx, &ROOT, fields::TITLE, title, limits::TITLE_MAX)?;
                Ok(Self::SetTitle(before))
            }
            Self::AddService { id, service } => add(tx, id, service),
            Self::RemoveService { id } => {
                let (_, before) = find(tx, id)?;
                clear_entity(tx, fields::SERVICES, id.as_str())?;
                Ok(Self::AddService {
                    id: id.clone(),
                    service: Box::new(before),
                })
            }
            Self::SetText { id, text, value } => {
                let (at, mut before) = find(tx, id)?;
                put_text(tx, &at, text.id(), value, text.limit())?;
                Ok(Self::SetText {
                    id: id.clone(),
                    text: *text,
                    value: std::mem::take(before.text_mut(*text)),
                })
            }
            Self::SetNeed { id, topic, answers } => {
                let (at, before) = find(tx, id)?;
                put_in_set(tx, &at, fields::NEEDS, &topic.id(), *answers)?;
                Ok(Self::SetNeed {
                    id: id.clone(),
                    topic: *topic,
                    answers: before.needs.contains(topic),
                })
            }
            Self::SetScale { id, scale } => {
                let (at, before) = find(tx, id)?;
                put_choice(tx, &at, fields::SCALE, scale.map(Scale::id))?;
                Ok(Self::SetScale {
                    id: id.clone(),
                    scale: before.scale,
                })
            }
            Self::SetValidUntil { id, day } => {
                let (at, before) = find(tx, id)?;
                let text = day.map(|day| day.to_string());
                put_choice(tx, &at, fields::VALID_UNTIL, text.as_deref())?;
                Ok(Self::SetValidUntil {
                    id: id.clone(),
                    day: before.valid_until,
                })
            }
            Self::SetVerified { id, verified } => {
                let (at, before) = find(tx, id)?;
                put_verified(tx, &at, verified.as_ref())?;
                Ok(Self::SetVerified {
                    id: id.clone(),
                    verified: before.verified,
                })
            }
        }
    }

    /// Makes one of several concurrent values of a field the only one; `None` where it is none that this version knows.
    #[must_use]
    pub fn choose(id: &ServiceId, field: &str, value: &Concurrent) -> Option<Self> {
        let id = id.clone();
        if let Some(text) = ServiceText::from_id(field) {
            return Some(Self::SetText {
                id,
                text,
                value: value.text.clone(),
            });
        }
        match field {
            fields::SCALE => Some(Self::SetScale {
                id,
                scale: Some(Scale::from_id(&value.text)?),
            }),
            fields::VALID_UNTIL => Some(Self::SetValidUntil {
                id,
                day: Some(value.text.parse().ok()?),
            }),
            _ => None,
        }
    }

    /// Whether the edit says something of a service, so that it would be lost with it.
    #[must_use]
    pub fn is_about(&self, service: &ServiceId) -> bool {
        match self {
            Self::Batch(edits) => edits.iter().any(|edit| edit.is_about(service)),
            Self::SetTitle(_) => false,
            Self::AddService { id, .. }
            | Self::RemoveService { id }
            | Self::SetText { id, .. }
            | Self::SetNeed { id, .. }
            | Self::SetScale { id, .. }
            | Self::SetValidUntil { id, .. }
            | Self::SetVerified { id, .. } => id == service,
        }
    }
}

fn find(tx: &impl Transactable, id: &ServiceId) -> Result<(ObjId, Service), EditError> {
    document::place(tx, id)
        .zip(document::read_service(tx, id))
        .ok_or(EditError::NoService)
}

fn add(
    tx: &mut impl Transactable,
    id: &ServiceId,
    service: &Service,
) -> Result<TerritoryEdit, EditError> {
    for text in ServiceText::ALL {
        check_length(service.text(*text), text.limit())?;
    }
    let services = room_for(tx, fields::SERVICES, id.as_str(), limits::SERVICES_MAX)?;
    write(tx, &services, id, service)?;
    Ok(TerritoryEdit::RemoveService { id: id.clone() })
}

/// Writes a new service into the map of services.
pub(super) fn write(
    tx: &mut impl Transactable,
    services: &ObjId,
    id: &ServiceId,
    service: &Service,
) -> Result<(), EditError> {
    let at = tx.put_object(services, id.as_str(), ObjType::Map)?;
    tx.put(&at, ServiceText::Name.id(), service.name.as_str())?;
    for text in ServiceText::ALL.iter().skip(1) {
        let value = service.text(*text);
        if !value.is_empty() {
            tx.put(&at, text.id(), value)?;
        }
    }
    put_choice(tx, &at, fields::SCALE, service.scale.map(Scale::id))?;
    let until = service.valid_until.map(|day| day.to_string());
    put_optional_text(
        tx,
        &at,
        fields::VALID_UNTIL,
        until.as_deref().unwrap_or_default(),
        limits::NAME_MAX,
    )?;
    if service.verified.is_some() {
        put_verified(tx, &at, service.verified.as_ref())?;
    }
    // The set stands from the beginning, so that people who are apart fill the same one.
    let needs = tx.put_object(&at, fields::NEEDS, ObjType::Map)?;
    for topic in &service.needs {
        tx.put(&needs, topic.id(), true)?;
    }
    Ok(())
}

/// Written as one value: the name of one person with another's day would be something that nobody did.
fn put_verified(
    tx: &mut impl Transactable,
    at: &ObjId,
    verified: Option<&Verified>,
) -> Result<(), EditError> {
    let Some(Verified { by, on }) = verified else {
        return clear(tx, at, fields::VERIFIED);
    };
    check_length(by, limits::NAME_MAX)?;
    let map = tx.put_object(at, fields::VERIFIED, ObjType::Map)?;
    tx.put(&map, fields::BY, by.as_str())?;
    tx.put(&map, fields::ON, on.to_string())?;
    Ok(())
}
