//! What the survey shows: which needs of the catalogue the territory answers, whose the services are, which have
//! lapsed. In facts that a screen puts into words.

use std::collections::BTreeMap;

use super::{Service, ServiceText};
use crate::{
    case::NeedTopic,
    catalog::{NeedArea, NeedRow},
    ids::ServiceId,
    interchange::Day,
    text::folded,
};

/// The services that could answer one need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicSupply {
    /// The need.
    pub topic: NeedTopic,
    /// Those on offer, by name.
    pub current: Vec<ServiceId>,
    /// Those whose last day has passed, by name.
    pub expired: Vec<ServiceId>,
}

impl TopicSupply {
    /// Whether nothing on offer answers the need.
    #[must_use]
    pub const fn is_uncovered(&self) -> bool {
        self.current.is_empty()
    }
}

/// The survey by need.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Survey {
    /// Every row of the catalogue in its order; after the rows of an ámbito, what else of it some service answers.
    pub topics: Vec<TopicSupply>,
    /// Services of which nobody said what they answer, by name.
    pub unplaced: Vec<ServiceId>,
    /// Services whose last day has passed, the last lapsed first.
    pub expired: Vec<ServiceId>,
}

/// Whether a service is no longer on offer: on its last day it still is.
#[must_use]
pub fn is_expired(service: &Service, today: Day) -> bool {
    service.valid_until.is_some_and(|until| until < today)
}

impl Survey {
    /// Surveys services.
    pub fn of<'a>(
        services: impl Iterator<Item = (&'a ServiceId, &'a Service)>,
        today: Day,
    ) -> Self {
        let mut named: Vec<(String, &ServiceId, &Service)> = services
            .map(|(id, service)| (folded(&service.name), id, service))
            .collect();
        named.sort_unstable_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
        let mut topics: Vec<TopicSupply> = Vec::with_capacity(NeedRow::ALL.len() + 4);
        for area in NeedArea::ALL {
            let rows = area.rows().map(NeedTopic::Row);
            topics.extend(
                rows.chain([NeedTopic::Own(*area)])
                    .map(|topic| TopicSupply {
                        topic,
                        current: Vec::new(),
                        expired: Vec::new(),
                    }),
            );
        }
        let (mut unplaced, mut expired) = (Vec::new(), Vec::new());
        for (_, id, service) in named {
            let is_expired = is_expired(service, today);
            if service.needs.is_empty() {
                unplaced.push(id.clone());
            }
            if let Some(until) = service.valid_until.filter(|_| is_expired) {
                expired.push((until, id.clone()));
            }
            for topic in &service.needs {
                if let Some(supply) = topics.iter_mut().find(|supply| supply.topic == *topic) {
                    let list = if is_expired {
                        &mut supply.expired
                    } else {
                        &mut supply.current
                    };
                    list.push(id.clone());
                }
            }
        }
        // What else a territory could offer in an ámbito is no gap of it.
        topics.retain(|supply| match supply.topic {
            NeedTopic::Row(_) => true,
            NeedTopic::Own(_) => !(supply.current.is_empty() && supply.expired.is_empty()),
        });
        expired.sort_unstable_by(|one, other| other.cmp(one));
        Self {
            topics,
            unplaced,
            expired: expired.into_iter().map(|(_, id)| id).collect(),
        }
    }

    /// The services that could answer a need; `None` where no service of the territory has to do with it.
    #[must_use]
    pub fn supply(&self, topic: NeedTopic) -> Option<&TopicSupply> {
        self.topics.iter().find(|supply| supply.topic == topic)
    }

    /// The needs of an ámbito that nothing on offer answers.
    pub fn uncovered(&self, area: NeedArea) -> impl Iterator<Item = &TopicSupply> {
        self.topics
            .iter()
            .filter(move |supply| supply.topic.area() == area && supply.is_uncovered())
    }
}

/// An organisation and its services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its name, as its first service writes it; empty for services of which nobody said whose they are.
    pub name: String,
    /// Its services, by name.
    pub services: Vec<ServiceId>,
}

/// The services by organisation, in the order of the names. Accents and capitals do not make two of one; those without
/// an organisation come last.
pub fn organisations<'a>(
    services: impl Iterator<Item = (&'a ServiceId, &'a Service)>,
) -> Vec<Organisation> {
    let mut by_name: BTreeMap<String, Vec<(String, &ServiceId, &Service)>> = BTreeMap::new();
    for (id, service) in services {
        by_name
            .entry(folded(&service.organisation))
            .or_default()
            .push((folded(&service.name), id, service));
    }
    let nobody = by_name.remove("");
    let organisation = |mut services: Vec<(String, &ServiceId, &Service)>| {
        services.sort_unstable_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
        let name = services.first().map(|(.., service)| &service.organisation);
        Organisation {
            name: name.map(|name| name.trim().to_owned()).unwrap_or_default(),
            services: services.into_iter().map(|(_, id, _)| id.clone()).collect(),
        }
    };
    by_name
        .into_values()
        .chain(nobody)
        .map(organisation)
        .collect()
}

/// Whether a search finds a service: every word of `wanted` (folded beforehand) stands somewhere in its texts.
#[must_use]
pub fn finds(service: &Service, wanted: &str) -> bool {
    let texts: Vec<String> = ServiceText::ALL
        .iter()
        .map(|text| folded(service.text(*text)))
        .collect();
    wanted
        .split_whitespace()
        .all(|word| texts.iter().any(|text| text.contains(word)))
}
