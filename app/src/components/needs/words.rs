//! The words for values of needs, in the language of the interface.

use leptos_i18n::t_string;
use trama_shared::{
    analysis::{AreaCover, Cover},
    case::{Need, NeedPriority, NeedState, NeedTopic},
    catalog::{NeedArea, NeedRow},
};

use crate::components::case_map::words::Language;

/// An ámbito of needs.
#[must_use]
pub fn area(i18n: Language, area: NeedArea) -> &'static str {
    match area {
        NeedArea::Labour => t_string!(i18n, needs.area.labour),
        NeedArea::Social => t_string!(i18n, needs.area.social),
        NeedArea::Family => t_string!(i18n, needs.area.family),
        NeedArea::Legal => t_string!(i18n, needs.area.legal),
    }
}

/// A priority, or that nobody has talked about it.
#[must_use]
pub fn priority(i18n: Language, priority: Option<NeedPriority>) -> &'static str {
    match priority {
        None => t_string!(i18n, needs.priority.none),
        Some(NeedPriority::High) => t_string!(i18n, needs.priority.high),
        Some(NeedPriority::Medium) => t_string!(i18n, needs.priority.medium),
        Some(NeedPriority::Low) => t_string!(i18n, needs.priority.low),
    }
}

/// How far a need has come.
#[must_use]
pub fn state(i18n: Language, state: NeedState) -> &'static str {
    match state {
        NeedState::Open => t_string!(i18n, needs.state.open),
        NeedState::UnderWay => t_string!(i18n, needs.state.under_way),
        NeedState::Met => t_string!(i18n, needs.state.met),
        NeedState::SetAside => t_string!(i18n, needs.state.set_aside),
    }
}

/// How far a need is answered.
#[must_use]
pub fn cover(i18n: Language, cover: Cover) -> &'static str {
    match cover {
        Cover::Covered => t_string!(i18n, needs.cover.covered),
        Cover::NotReached => t_string!(i18n, needs.cover.not_reached),
        Cover::Uncovered => t_string!(i18n, needs.cover.uncovered),
    }
}

/// What the coverage of all current needs shows, in a sentence or two.
#[must_use]
pub fn coverage(i18n: Language, cover: AreaCover) -> String {
    let (all, n) = (cover.all(), cover.uncovered);
    if all == 0 {
        return t_string!(i18n, needs.said_none).to_owned();
    }
    let mut said = Vec::new();
    if n > 0 {
        said.push(t_string!(i18n, needs.said_uncovered, n = n, all = all));
    }
    match cover.not_reached {
        0 => {}
        1 => said.push(t_string!(i18n, needs.said_not_reached_single).to_owned()),
        n => said.push(t_string!(i18n, needs.said_not_reached_many, n = n)),
    }
    if said.is_empty() {
        said.push(if all == 1 {
            t_string!(i18n, needs.said_covered_single).to_owned()
        } else {
            t_string!(i18n, needs.said_covered, all = all)
        });
    }
    said.join(" ")
}

/// A topic, as one says it in a sentence on its own.
#[must_use]
pub fn topic(i18n: Language, topic: NeedTopic) -> &'static str {
    match topic {
        NeedTopic::Row(of) => row(i18n, of),
        NeedTopic::Own(_) => t_string!(i18n, needs.topic_own),
    }
}

/// What a need is called: its row, or its own words.
#[must_use]
pub fn name(i18n: Language, need: &Need) -> String {
    match need.topic {
        NeedTopic::Row(of) => row(i18n, of).to_owned(),
        NeedTopic::Own(_) if need.words.is_empty() => t_string!(i18n, needs.unnamed).to_owned(),
        NeedTopic::Own(_) => need.words.clone(),
    }
}

/// A row of the catalogue.
#[must_use]
pub fn row(i18n: Language, row: NeedRow) -> &'static str {
    match row {
        NeedRow::LabourEnterprise => t_string!(i18n, needs.row.labour.enterprise),
        NeedRow::LabourCooperatives => t_string!(i18n, needs.row.labour.cooperatives),
        NeedRow::LabourTraining => t_string!(i18n, needs.row.labour.training),
        NeedRow::LabourReadiness => t_string!(i18n, needs.row.labour.readiness),
        NeedRow::LabourEmployment => t_string!(i18n, needs.row.labour.employment),
        NeedRow::LabourTradeAccreditation => t_string!(i18n, needs.row.labour.trade_accreditation),
        NeedRow::LabourLevelling => t_string!(i18n, needs.row.labour.levelling),
        NeedRow::LabourGrants => t_string!(i18n, needs.row.labour.grants),
        NeedRow::LabourTutoring => t_string!(i18n, needs.row.labour.tutoring),
        NeedRow::LabourLiteracy => t_string!(i18n, needs.row.labour.literacy),
        NeedRow::LabourDigitalLiteracy => t_string!(i18n, needs.row.labour.digital_literacy),
        NeedRow::LabourTransport => t_string!(i18n, needs.row.labour.transport),
        NeedRow::SocialDental => t_string!(i18n, needs.row.social.dental),
        NeedRow::SocialEyes => t_string!(i18n, needs.row.social.eyes),
        NeedRow::SocialVaccination => t_string!(i18n, needs.row.social.vaccination),
        NeedRow::SocialCheckups => t_string!(i18n, needs.row.social.checkups),
        NeedRow::SocialSports => t_string!(i18n, needs.row.social.sports),
        NeedRow::SocialRehabilitation => t_string!(i18n, needs.row.social.rehabilitation),
        NeedRow::SocialTreatment => t_string!(i18n, needs.row.social.treatment),
        NeedRow::SocialPublicHealth => t_string!(i18n, needs.row.social.public_health),
        NeedRow::SocialPublicServices => t_string!(i18n, needs.row.social.public_services),
        NeedRow::SocialTechnicalAids => t_string!(i18n, needs.row.social.technical_aids),
        NeedRow::SocialHomeRepair => t_string!(i18n, needs.row.social.home_repair),
        NeedRow::SocialHomePurchase => t_string!(i18n, needs.row.social.home_purchase),
        NeedRow::SocialHomeTitle => t_string!(i18n, needs.row.social.home_title),
        NeedRow::SocialHomeEquipment => t_string!(i18n, needs.row.social.home_equipment),
        NeedRow::FamilyMentalHealth => t_string!(i18n, needs.row.family.mental_health),
        NeedRow::FamilyViolence => t_string!(i18n, needs.row.family.violence),
        NeedRow::FamilyRights => t_string!(i18n, needs.row.family.rights),
        NeedRow::FamilySubstances => t_string!(i18n, needs.row.family.substances),
        NeedRow::FamilyMediation => t_string!(i18n, needs.row.family.mediation),
        NeedRow::FamilyCounselling => t_string!(i18n, needs.row.family.counselling),
        NeedRow::FamilyGrants => t_string!(i18n, needs.row.family.grants),
        NeedRow::FamilyHomeEconomics => t_string!(i18n, needs.row.family.home_economics),
        NeedRow::FamilyMoney => t_string!(i18n, needs.row.family.money),
        NeedRow::FamilyElderCare => t_string!(i18n, needs.row.family.elder_care),
        NeedRow::FamilyTutoring => t_string!(i18n, needs.row.family.tutoring),
        NeedRow::FamilyFood => t_string!(i18n, needs.row.family.food),
        NeedRow::FamilySchoolResidence => t_string!(i18n, needs.row.family.school_residence),
        NeedRow::FamilyTransport => t_string!(i18n, needs.row.family.transport),
        NeedRow::FamilySpecialEducation => t_string!(i18n, needs.row.family.special_education),
        NeedRow::FamilyNursery => t_string!(i18n, needs.row.family.nursery),
        NeedRow::FamilyKindergarten => t_string!(i18n, needs.row.family.kindergarten),
        NeedRow::FamilySchoolMeals => t_string!(i18n, needs.row.family.school_meals),
        NeedRow::FamilySchoolPlace => t_string!(i18n, needs.row.family.school_place),
        NeedRow::FamilyLearningSupport => t_string!(i18n, needs.row.family.learning_support),
        NeedRow::LegalRecordOmission => t_string!(i18n, needs.row.legal.record_omission),
        NeedRow::LegalRecordErasure => t_string!(i18n, needs.row.legal.record_erasure),
        NeedRow::LegalProcedures => t_string!(i18n, needs.row.legal.procedures),
        NeedRow::LegalConadi => t_string!(i18n, needs.row.legal.conadi),
        NeedRow::LegalSenadis => t_string!(i18n, needs.row.legal.senadis),
        NeedRow::LegalCertificates => t_string!(i18n, needs.row.legal.certificates),
        NeedRow::LegalParentalCare => t_string!(i18n, needs.row.legal.parental_care),
    }
}
