//! The words for what stands in a territory, in the language of the interface.

use leptos_i18n::t_string;
use trama_shared::{
    case::{NeedTopic, Scale},
    edit::EditError,
    interchange::Day,
    territory::{Service, ServiceText, Verified},
};

use crate::{
    components::{
        case_map::{detail_words, words::Language},
        case_notices, needs,
    },
    i18n::I18nLocaleTrait,
    services::{case_store::EditRefused, clock},
};

/// What a service is called.
#[must_use]
pub fn name(i18n: Language, service: &Service) -> String {
    if service.name.trim().is_empty() {
        t_string!(i18n, territory.unnamed).to_owned()
    } else {
        service.name.clone()
    }
}

/// A need that services can answer.
#[must_use]
pub fn topic(i18n: Language, topic: NeedTopic) -> String {
    match topic {
        NeedTopic::Row(row) => needs::words::row(i18n, row).to_owned(),
        NeedTopic::Own(area) => {
            let area = needs::words::area(i18n, area);
            t_string!(i18n, territory.other_of, area = area)
        }
    }
}

/// One of a service's texts, as its field is called.
#[must_use]
pub fn text(i18n: Language, text: ServiceText) -> &'static str {
    match text {
        ServiceText::Name => t_string!(i18n, territory.text.name),
        ServiceText::Organisation => t_string!(i18n, territory.text.organisation),
        ServiceText::Requirements => t_string!(i18n, territory.text.requirements),
        ServiceText::Capability => t_string!(i18n, territory.text.capability),
        ServiceText::Contact => t_string!(i18n, territory.text.contact),
        ServiceText::Address => t_string!(i18n, territory.text.address),
        ServiceText::Hours => t_string!(i18n, territory.text.hours),
        ServiceText::Places => t_string!(i18n, territory.text.places),
        ServiceText::Notes => t_string!(i18n, territory.text.notes),
    }
}

/// How far a service reaches, or that nobody said.
#[must_use]
pub fn scale(i18n: Language, scale: Option<Scale>) -> &'static str {
    match scale {
        Some(scale) => detail_words::scale(i18n, scale),
        None => t_string!(i18n, territory.scale_none),
    }
}

/// How many services.
#[must_use]
pub fn count(i18n: Language, count: usize) -> String {
    match count {
        0 => t_string!(i18n, territory.count_none).to_owned(),
        1 => t_string!(i18n, territory.count_single).to_owned(),
        n => t_string!(i18n, territory.count_many, n = n),
    }
}

/// A day.
#[must_use]
pub fn day(i18n: Language, day: Day) -> String {
    let written = day.to_string();
    match clock::on_day(clock::now_ms(), &written) {
        Some(at_ms) => clock::date_words(at_ms, i18n.get_locale().as_str()),
        None => written,
    }
}

/// Who looked whether what is said is still so.
#[must_use]
pub fn verified(i18n: Language, verified: Option<&Verified>) -> String {
    match verified {
        None => t_string!(i18n, territory.verified_never).to_owned(),
        Some(Verified { by, on }) => t_string!(
            i18n,
            territory.verified_said,
            date = day(i18n, *on),
            name = by.clone()
        ),
    }
}

/// Why an edit of a territory was refused.
#[must_use]
pub fn refused(i18n: Language, why: &EditRefused) -> String {
    match why {
        EditRefused::ReadOnly => t_string!(i18n, territory.refused_read_only).to_owned(),
        EditRefused::NotPermitted(EditError::NoService) => {
            t_string!(i18n, territory.refused_gone).to_owned()
        }
        why => case_notices::refused_words(i18n, why),
    }
}
