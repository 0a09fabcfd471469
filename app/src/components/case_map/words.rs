//! The map's words for values of the domain, in the language of the interface.

use leptos_i18n::{I18nContext, t_string};
use trama_shared::case::{
    ActorKind, Closeness, ExchangeArea, Gender, Kinship, Quadrant, Ring, Sector, Support,
    TieQuality,
};

use crate::i18n::Locale;

/// The language context that every text is read from.
pub type Language = I18nContext<Locale>;

/// An actor's kind.
#[must_use]
pub fn kind(i18n: Language, kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => t_string!(i18n, map.kind.person),
        ActorKind::Group => t_string!(i18n, map.kind.group),
        ActorKind::Organization => t_string!(i18n, map.kind.organization),
        ActorKind::Service => t_string!(i18n, map.kind.service),
        ActorKind::Institution => t_string!(i18n, map.kind.institution),
    }
}

/// A ring, as a choice.
#[must_use]
pub fn ring(i18n: Language, ring: Ring) -> &'static str {
    match ring {
        Ring::Personal => t_string!(i18n, map.ring.personal),
        Ring::Community => t_string!(i18n, map.ring.community),
        Ring::Institutional => t_string!(i18n, map.ring.institutional),
    }
}

/// A ring by its full name.
#[must_use]
pub fn ring_full(i18n: Language, ring: Ring) -> &'static str {
    match ring {
        Ring::Personal => t_string!(i18n, map.ring.personal_full),
        Ring::Community => t_string!(i18n, map.ring.community_full),
        Ring::Institutional => t_string!(i18n, map.ring.institutional_full),
    }
}

/// A ring as it stands on the map.
#[must_use]
pub fn ring_capitals(i18n: Language, ring: Ring) -> &'static str {
    match ring {
        Ring::Personal => t_string!(i18n, map.ring.personal_capitals),
        Ring::Community => t_string!(i18n, map.ring.community_capitals),
        Ring::Institutional => t_string!(i18n, map.ring.institutional_capitals),
    }
}

/// An ámbito, or none.
#[must_use]
pub fn sector(i18n: Language, sector: Option<Sector>) -> &'static str {
    match sector {
        None => t_string!(i18n, map.sector.none),
        Some(Sector::Sport) => t_string!(i18n, map.sector.sport),
        Some(Sector::Health) => t_string!(i18n, map.sector.health),
        Some(Sector::Education) => t_string!(i18n, map.sector.education),
        Some(Sector::SocialProtection) => t_string!(i18n, map.sector.social_protection),
        Some(Sector::Work) => t_string!(i18n, map.sector.work),
        Some(Sector::Legal) => t_string!(i18n, map.sector.legal),
        Some(Sector::Culture) => t_string!(i18n, map.sector.culture),
    }
}

/// A level of support, or not asked.
#[must_use]
pub fn support(i18n: Language, support: Option<Support>) -> &'static str {
    match support {
        None => t_string!(i18n, map.support.unasked),
        Some(Support::None) => t_string!(i18n, map.support.none),
        Some(Support::Little) => t_string!(i18n, map.support.little),
        Some(Support::Fair) => t_string!(i18n, map.support.fair),
        Some(Support::Much) => t_string!(i18n, map.support.much),
    }
}

/// A tie's quality.
#[must_use]
pub fn quality(i18n: Language, quality: TieQuality) -> &'static str {
    match quality {
        TieQuality::Strong => t_string!(i18n, map.quality.strong),
        TieQuality::Normal => t_string!(i18n, map.quality.normal),
        TieQuality::Weak => t_string!(i18n, map.quality.weak),
        TieQuality::Stressful => t_string!(i18n, map.quality.stressful),
        TieQuality::Broken => t_string!(i18n, map.quality.broken),
        TieQuality::ToBuild => t_string!(i18n, map.quality.to_build),
    }
}

/// An area of exchange.
#[must_use]
pub fn area(i18n: Language, area: ExchangeArea) -> &'static str {
    match area {
        ExchangeArea::Subsistence => t_string!(i18n, map.area.subsistence),
        ExchangeArea::Care => t_string!(i18n, map.area.care),
        ExchangeArea::Affective => t_string!(i18n, map.area.affective),
        ExchangeArea::Services => t_string!(i18n, map.area.services),
        ExchangeArea::Information => t_string!(i18n, map.area.information),
        ExchangeArea::Leisure => t_string!(i18n, map.area.leisure),
        ExchangeArea::Contacts => t_string!(i18n, map.area.contacts),
    }
}

/// How many actors.
#[must_use]
pub fn actor_count(i18n: Language, count: usize) -> String {
    if count == 1 {
        t_string!(i18n, map.counts.actors_one).to_owned()
    } else {
        t_string!(i18n, map.counts.actors_many, count = count)
    }
}

/// How many ties.
#[must_use]
pub fn tie_count(i18n: Language, count: usize) -> String {
    if count == 1 {
        t_string!(i18n, map.counts.ties_one).to_owned()
    } else {
        t_string!(i18n, map.counts.ties_many, count = count)
    }
}

/// A quadrant of Sluzki's map.
#[must_use]
pub fn quadrant(i18n: Language, quadrant: Quadrant) -> &'static str {
    match quadrant {
        Quadrant::Family => t_string!(i18n, lens.quadrant.family),
        Quadrant::Friends => t_string!(i18n, lens.quadrant.friends),
        Quadrant::WorkSchool => t_string!(i18n, lens.quadrant.work_school),
        Quadrant::CommunityServices => t_string!(i18n, lens.quadrant.community_services),
    }
}

/// A circle of Sluzki's map.
#[must_use]
pub fn closeness(i18n: Language, closeness: Closeness) -> &'static str {
    match closeness {
        Closeness::Intimate => t_string!(i18n, lens.closeness.intimate),
        Closeness::Close => t_string!(i18n, lens.closeness.close),
        Closeness::Acquaintance => t_string!(i18n, lens.closeness.acquaintance),
    }
}

/// A circle of Sluzki's map as it stands on it.
#[must_use]
pub fn closeness_capitals(i18n: Language, closeness: Closeness) -> &'static str {
    match closeness {
        Closeness::Intimate => t_string!(i18n, lens.closeness.intimate_capitals),
        Closeness::Close => t_string!(i18n, lens.closeness.close_capitals),
        Closeness::Acquaintance => t_string!(i18n, lens.closeness.acquaintance_capitals),
    }
}

/// A gender as the genogram shows it; `None` is "not noted".
#[must_use]
pub fn symbol(i18n: Language, gender: Option<Gender>) -> &'static str {
    match gender {
        Some(Gender::Woman) => t_string!(i18n, lens.symbol.woman),
        Some(Gender::Man) => t_string!(i18n, lens.symbol.man),
        Some(Gender::Other) | None => t_string!(i18n, lens.symbol.other),
    }
}

/// A line of the genogram.
#[must_use]
pub fn kinship_line(i18n: Language, kinship: Kinship) -> &'static str {
    match kinship {
        Kinship::Couple => t_string!(i18n, lens.kinship.couple),
        Kinship::Cohabitation => t_string!(i18n, lens.kinship.cohabitation),
        Kinship::Separation => t_string!(i18n, lens.kinship.separation),
        Kinship::Divorce => t_string!(i18n, lens.kinship.divorce),
        Kinship::ParentChild => t_string!(i18n, lens.kinship.parent_child),
        Kinship::Adoption => t_string!(i18n, lens.kinship.adoption),
        Kinship::Foster => t_string!(i18n, lens.kinship.foster),
    }
}
