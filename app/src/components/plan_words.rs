//! The plan's words for values of the domain, in the language of the interface.

use leptos_i18n::I18nContext;
use trama_shared::case::ProblemType;

use crate::i18n::{Locale, t_string};

/// A type of problem.
#[must_use]
pub fn problem_type(i18n: I18nContext<Locale>, problem: ProblemType) -> &'static str {
    match problem {
        ProblemType::ChildRights => t_string!(i18n, plan.type_child_rights),
        ProblemType::FamilyViolence => t_string!(i18n, plan.type_family_violence),
        ProblemType::SubstanceUse => t_string!(i18n, plan.type_substance_use),
        ProblemType::Depression => t_string!(i18n, plan.type_depression),
        ProblemType::Anxiety => t_string!(i18n, plan.type_anxiety),
        ProblemType::Other => t_string!(i18n, plan.type_others),
    }
}
