//! The words for what is recorded beyond name, kind, ring and quality.

use leptos_i18n::t_string;
use trama_shared::case::{
    Barrier, Closeness, Frequency, Gender, Kinship, Quadrant, ResourceKind, Scale,
};

use super::words::Language;

/// A quadrant of Sluzki's map.
#[must_use]
pub fn quadrant(i18n: Language, quadrant: Quadrant) -> &'static str {
    match quadrant {
        Quadrant::Family => t_string!(i18n, detail.quadrant.family),
        Quadrant::Friends => t_string!(i18n, detail.quadrant.friends),
        Quadrant::WorkSchool => t_string!(i18n, detail.quadrant.work_school),
        Quadrant::CommunityServices => t_string!(i18n, detail.quadrant.community_services),
    }
}

/// A circle of Sluzki's map.
#[must_use]
pub fn closeness(i18n: Language, closeness: Closeness) -> &'static str {
    match closeness {
        Closeness::Intimate => t_string!(i18n, detail.closeness.intimate),
        Closeness::Close => t_string!(i18n, detail.closeness.close),
        Closeness::Acquaintance => t_string!(i18n, detail.closeness.acquaintance),
    }
}

/// How far an actor reaches.
#[must_use]
pub fn scale(i18n: Language, scale: Scale) -> &'static str {
    match scale {
        Scale::Local => t_string!(i18n, detail.scale.local),
        Scale::Provincial => t_string!(i18n, detail.scale.provincial),
        Scale::Regional => t_string!(i18n, detail.scale.regional),
        Scale::National => t_string!(i18n, detail.scale.national),
    }
}

/// How often two are in contact.
#[must_use]
pub fn frequency(i18n: Language, frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Daily => t_string!(i18n, detail.frequency.daily),
        Frequency::Weekly => t_string!(i18n, detail.frequency.weekly),
        Frequency::Monthly => t_string!(i18n, detail.frequency.monthly),
        Frequency::Yearly => t_string!(i18n, detail.frequency.yearly),
        Frequency::Rarely => t_string!(i18n, detail.frequency.rarely),
    }
}

/// A kind of resource.
#[must_use]
pub fn resource(i18n: Language, resource: ResourceKind) -> &'static str {
    match resource {
        ResourceKind::Material => t_string!(i18n, detail.resource.material),
        ResourceKind::Financial => t_string!(i18n, detail.resource.financial),
        ResourceKind::Affective => t_string!(i18n, detail.resource.affective),
        ResourceKind::Informational => t_string!(i18n, detail.resource.informational),
        ResourceKind::Social => t_string!(i18n, detail.resource.social),
        ResourceKind::Symbolic => t_string!(i18n, detail.resource.symbolic),
        ResourceKind::Knowledge => t_string!(i18n, detail.resource.knowledge),
    }
}

/// A barrier.
#[must_use]
pub fn barrier(i18n: Language, barrier: Barrier) -> &'static str {
    match barrier {
        Barrier::Distrust => t_string!(i18n, detail.barrier.distrust),
        Barrier::Stereotypes => t_string!(i18n, detail.barrier.stereotypes),
        Barrier::Stigma => t_string!(i18n, detail.barrier.stigma),
        Barrier::Prejudice => t_string!(i18n, detail.barrier.prejudice),
        Barrier::Exclusion => t_string!(i18n, detail.barrier.exclusion),
    }
}

/// Sex or gender.
#[must_use]
pub fn gender(i18n: Language, gender: Gender) -> &'static str {
    match gender {
        Gender::Woman => t_string!(i18n, detail.gender.woman),
        Gender::Man => t_string!(i18n, detail.gender.man),
        Gender::Other => t_string!(i18n, detail.gender.other),
    }
}

/// What the second party of a kinship is to the first; `turned`, what the first is to the second.
#[must_use]
pub fn kinship(i18n: Language, kind: Kinship, turned: bool) -> &'static str {
    match (kind, turned) {
        (Kinship::Couple, _) => t_string!(i18n, detail.home.couple),
        (Kinship::Cohabitation, _) => t_string!(i18n, detail.home.cohabitation),
        (Kinship::Separation, _) => t_string!(i18n, detail.home.separation),
        (Kinship::Divorce, _) => t_string!(i18n, detail.home.divorce),
        (Kinship::ParentChild, false) => t_string!(i18n, detail.home.child),
        (Kinship::ParentChild, true) => t_string!(i18n, detail.home.parent),
        (Kinship::Adoption, false) => t_string!(i18n, detail.home.adoptive_child),
        (Kinship::Adoption, true) => t_string!(i18n, detail.home.adoptive_parent),
        (Kinship::Foster, false) => t_string!(i18n, detail.home.foster_child),
        (Kinship::Foster, true) => t_string!(i18n, detail.home.foster_parent),
    }
}

/// The programmes that manage cases in Chile, each with the posts it has: a start, not a fence.
#[must_use]
pub fn programmes(i18n: Language) -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        (
            t_string!(i18n, detail.programme.chcc),
            vec![t_string!(i18n, detail.post.case_manager)],
        ),
        (
            t_string!(i18n, detail.programme.families),
            vec![
                t_string!(i18n, detail.post.family_manager),
                t_string!(i18n, detail.post.family_support),
                t_string!(i18n, detail.post.sociocommunity),
            ],
        ),
        (
            t_string!(i18n, detail.programme.vinculos),
            vec![t_string!(i18n, detail.post.monitor)],
        ),
        (
            t_string!(i18n, detail.programme.street),
            vec![
                t_string!(i18n, detail.post.psychosocial),
                t_string!(i18n, detail.post.services),
                t_string!(i18n, detail.post.specialist),
            ],
        ),
        (
            t_string!(i18n, detail.programme.abriendo),
            vec![
                t_string!(i18n, detail.post.counsellor),
                t_string!(i18n, detail.post.tutor),
            ],
        ),
        (
            t_string!(i18n, detail.programme.care),
            vec![t_string!(i18n, detail.post.care_network)],
        ),
        (
            t_string!(i18n, detail.programme.oln),
            vec![t_string!(i18n, detail.post.case_managers)],
        ),
        (
            t_string!(i18n, detail.programme.volver),
            vec![t_string!(i18n, detail.post.case_managers)],
        ),
    ]
}

/// The posts of a programme; of every programme where this one is not in the catalogue.
#[must_use]
pub fn posts(i18n: Language, programme: &str) -> Vec<&'static str> {
    let all = programmes(i18n);
    if let Some((_, posts)) = all.iter().find(|(name, _)| *name == programme) {
        return posts.clone();
    }
    let mut posts: Vec<&'static str> = all.into_iter().flat_map(|(_, posts)| posts).collect();
    posts.dedup();
    posts
}
