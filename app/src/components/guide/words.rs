//! The words for what the guide lists, in the language of the interface.

use leptos_i18n::t_string;
use trama_shared::catalog::{GuideKind, GuideType};

use crate::components::{case_map::words::Language, entry_field::Choices};

/// A type of resources.
#[must_use]
pub fn of_type(i18n: Language, of: GuideType) -> &'static str {
    match of {
        GuideType::Association => t_string!(i18n, guide.types.association),
        GuideType::Event => t_string!(i18n, guide.types.event),
        GuideType::Leader => t_string!(i18n, guide.types.leader),
        GuideType::Project => t_string!(i18n, guide.types.project),
        GuideType::Space => t_string!(i18n, guide.types.space),
    }
}

/// What may be of a type, in examples.
#[must_use]
pub fn examples(i18n: Language, of: GuideType) -> &'static str {
    match of {
        GuideType::Association => t_string!(i18n, guide.examples.association),
        GuideType::Event => t_string!(i18n, guide.examples.event),
        GuideType::Leader => t_string!(i18n, guide.examples.leader),
        GuideType::Project => t_string!(i18n, guide.examples.project),
        GuideType::Space => t_string!(i18n, guide.examples.space),
    }
}

/// What a resource is.
#[must_use]
pub fn kind(i18n: Language, kind: GuideKind) -> &'static str {
    match kind {
        GuideKind::Association => t_string!(i18n, guide.kind.association),
        GuideKind::Neighbours => t_string!(i18n, guide.kind.neighbours),
        GuideKind::Religious => t_string!(i18n, guide.kind.religious),
        GuideKind::Cultural => t_string!(i18n, guide.kind.cultural),
        GuideKind::Folk => t_string!(i18n, guide.kind.folk),
        GuideKind::Sports => t_string!(i18n, guide.kind.sports),
        GuideKind::SelfHelp => t_string!(i18n, guide.kind.self_help),
        GuideKind::OlderAdults => t_string!(i18n, guide.kind.older_adults),
        GuideKind::Women => t_string!(i18n, guide.kind.women),
        GuideKind::Union => t_string!(i18n, guide.kind.union),
        GuideKind::Party => t_string!(i18n, guide.kind.party),
        GuideKind::Informal => t_string!(i18n, guide.kind.informal),
        GuideKind::Volunteers => t_string!(i18n, guide.kind.volunteers),
        GuideKind::Event => t_string!(i18n, guide.kind.event),
        GuideKind::Feast => t_string!(i18n, guide.kind.feast),
        GuideKind::Celebration => t_string!(i18n, guide.kind.celebration),
        GuideKind::Landmark => t_string!(i18n, guide.kind.landmark),
        GuideKind::Fair => t_string!(i18n, guide.kind.fair),
        GuideKind::Exhibition => t_string!(i18n, guide.kind.exhibition),
        GuideKind::SportsEvent => t_string!(i18n, guide.kind.sports_event),
        GuideKind::Anniversary => t_string!(i18n, guide.kind.anniversary),
        GuideKind::Leader => t_string!(i18n, guide.kind.leader),
        GuideKind::Project => t_string!(i18n, guide.kind.project),
        GuideKind::Space => t_string!(i18n, guide.kind.space),
        GuideKind::Square => t_string!(i18n, guide.kind.square),
        GuideKind::Park => t_string!(i18n, guide.kind.park),
        GuideKind::Court => t_string!(i18n, guide.kind.court),
        GuideKind::Premises => t_string!(i18n, guide.kind.premises),
        GuideKind::Seat => t_string!(i18n, guide.kind.seat),
    }
}

/// Everything that a resource may be, under its types.
#[must_use]
pub fn kinds(i18n: Language) -> Choices {
    let mut all = Choices::new();
    for of in GuideType::ALL {
        // What is of another kind comes after those that have a name.
        let named = of.kinds().skip(1).chain([of.plain()]);
        all.extend(named.map(|one| {
            let words = kind(i18n, one).to_owned();
            (one.id().to_owned(), words, of_type(i18n, *of).to_owned())
        }));
    }
    all
}
