//! The words of child protection, in the language of the interface.

use leptos_i18n::t_string;
use trama_shared::case::{ProtectionGroup, ProtectionItem, Review};

use crate::components::{case_map::words::Language, commitments::words::day};

/// A part of the page.
#[must_use]
pub fn group(i18n: Language, group: ProtectionGroup) -> &'static str {
    match group {
        ProtectionGroup::Signs => t_string!(i18n, protection.group.signs),
        ProtectionGroup::Assessment => t_string!(i18n, protection.group.assessment),
        ProtectionGroup::Measures => t_string!(i18n, protection.group.measures),
        ProtectionGroup::Sectors => t_string!(i18n, protection.group.sectors),
        ProtectionGroup::Respect => t_string!(i18n, protection.group.respect),
    }
}

/// What a part of the page is for.
#[must_use]
pub fn lead(i18n: Language, group: ProtectionGroup) -> &'static str {
    match group {
        ProtectionGroup::Signs => t_string!(i18n, protection.lead.signs),
        ProtectionGroup::Assessment => t_string!(i18n, protection.lead.assessment),
        ProtectionGroup::Measures => t_string!(i18n, protection.lead.measures),
        ProtectionGroup::Sectors => t_string!(i18n, protection.lead.sectors),
        ProtectionGroup::Respect => t_string!(i18n, protection.lead.respect),
    }
}

/// What is said of a ticked item of a part.
#[must_use]
pub fn note(i18n: Language, group: ProtectionGroup) -> &'static str {
    match group {
        ProtectionGroup::Measures => t_string!(i18n, protection.note.measures),
        ProtectionGroup::Sectors => t_string!(i18n, protection.note.sectors),
        _ => t_string!(i18n, protection.note.signs),
    }
}

/// An item.
#[must_use]
pub fn item(i18n: Language, item: ProtectionItem) -> &'static str {
    match item {
        ProtectionItem::PhysicalAbuse => t_string!(i18n, protection.item.physical_abuse),
        ProtectionItem::EmotionalAbuse => t_string!(i18n, protection.item.emotional_abuse),
        ProtectionItem::SexualAbuse => t_string!(i18n, protection.item.sexual_abuse),
        ProtectionItem::Neglect => t_string!(i18n, protection.item.neglect),
        ProtectionItem::DomesticViolence => t_string!(i18n, protection.item.domestic_violence),
        ProtectionItem::FamilyMentalHealth => t_string!(i18n, protection.item.family_mental_health),
        ProtectionItem::FamilyAddictions => t_string!(i18n, protection.item.family_addictions),
        ProtectionItem::SourceChild => t_string!(i18n, protection.item.source_child),
        ProtectionItem::SourceFamily => t_string!(i18n, protection.item.source_family),
        ProtectionItem::SourceOthers => t_string!(i18n, protection.item.source_others),
        ProtectionItem::SourceRecords => t_string!(i18n, protection.item.source_records),
        ProtectionItem::FamilySupport => t_string!(i18n, protection.item.family_support),
        ProtectionItem::Aid => t_string!(i18n, protection.item.aid),
        ProtectionItem::Counselling => t_string!(i18n, protection.item.counselling),
        ProtectionItem::SubstanceTreatment => t_string!(i18n, protection.item.substance_treatment),
        ProtectionItem::Supervision => t_string!(i18n, protection.item.supervision),
        ProtectionItem::SafeHousing => t_string!(i18n, protection.item.safe_housing),
        ProtectionItem::LeavingHome => t_string!(i18n, protection.item.leaving_home),
        ProtectionItem::SocialServices => t_string!(i18n, protection.item.social_services),
        ProtectionItem::Health => t_string!(i18n, protection.item.health),
        ProtectionItem::Education => t_string!(i18n, protection.item.education),
        ProtectionItem::Justice => t_string!(i18n, protection.item.justice),
        ProtectionItem::Police => t_string!(i18n, protection.item.police),
        ProtectionItem::Housing => t_string!(i18n, protection.item.housing),
        ProtectionItem::Community => t_string!(i18n, protection.item.community),
        ProtectionItem::Culture => t_string!(i18n, protection.item.culture),
        ProtectionItem::Gender => t_string!(i18n, protection.item.gender),
    }
}

/// What a follow-up is called: its day, once it has one.
#[must_use]
pub fn review(i18n: Language, review: &Review) -> String {
    match review.on {
        Some(on) => t_string!(i18n, protection.review.of, date = day(i18n, on)),
        None => t_string!(i18n, protection.review.undated).to_owned(),
    }
}
