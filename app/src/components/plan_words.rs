//! The plan's words for values of the domain, in the language of the interface.

use leptos_i18n::I18nContext;
use trama_shared::case::{PlanText, ProblemType};

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

/// What a text of the plan is called.
#[must_use]
pub fn text(i18n: I18nContext<Locale>, text: PlanText) -> &'static str {
    match text {
        PlanText::Problem => t_string!(i18n, plan.problem),
        PlanText::Objective => t_string!(i18n, plan.objective),
        PlanText::Strategy => t_string!(i18n, plan.strategy),
        PlanText::ActionPersonal => t_string!(i18n, plan.action_personal),
        PlanText::ActionCommunity => t_string!(i18n, plan.action_community),
        PlanText::ActionInstitutional => t_string!(i18n, plan.action_institutional),
        PlanText::ActivityIntervention => t_string!(i18n, plan.activity_intervention),
        PlanText::ActivityNetwork => t_string!(i18n, plan.activity_network),
        PlanText::ActivitySupport => t_string!(i18n, plan.activity_support),
    }
}

/// What belongs in a text of the plan.
#[must_use]
pub fn text_hint(i18n: I18nContext<Locale>, text: PlanText) -> &'static str {
    match text {
        PlanText::Problem => t_string!(i18n, plan.problem_hint),
        PlanText::Objective => t_string!(i18n, plan.objective_hint),
        PlanText::Strategy => t_string!(i18n, plan.strategy_hint),
        PlanText::ActionPersonal => t_string!(i18n, plan.action_personal_hint),
        PlanText::ActionCommunity => t_string!(i18n, plan.action_community_hint),
        PlanText::ActionInstitutional => t_string!(i18n, plan.action_institutional_hint),
        PlanText::ActivityIntervention => t_string!(i18n, plan.activity_intervention_hint),
        PlanText::ActivityNetwork => t_string!(i18n, plan.activity_network_hint),
        PlanText::ActivitySupport => t_string!(i18n, plan.activity_support_hint),
    }
}
