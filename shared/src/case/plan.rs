//! The written ISC plan: four texts with limits in words, the last in three parts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

id_enum!(
    /// The type of the problem that the plan answers.
    ProblemType {
        /// Vulneración de derechos de la infancia.
        ChildRights = "child_rights",
        /// Violencia intrafamiliar.
        FamilyViolence = "family_violence",
        /// Consumo problemático de drogas.
        SubstanceUse = "substance_use",
        /// Depresión.
        Depression = "depression",
        /// Trastornos ansiosos.
        Anxiety = "anxiety",
        /// Otras.
        Other = "other",
    }
);

id_enum!(
    /// A text that people write together, character by character.
    PlanText {
        /// Formulación del problema.
        Problem = "problem",
        /// Objetivo.
        Objective = "objective",
        /// Estrategia.
        Strategy = "strategy",
        /// Plan de acción con la red social operante (personal).
        ActionPersonal = "action_personal",
        /// Plan de acción con la red local comunitaria.
        ActionCommunity = "action_community",
        /// Plan de acción con la red local institucional.
        ActionInstitutional = "action_institutional",
        /// Actividad principal: plan de intervención.
        ActivityIntervention = "activity_intervention",
        /// Actividad principal: formación de la red sociocéntrica.
        ActivityNetwork = "activity_network",
        /// Actividad principal: apoyos estructurales de la gestión del caso.
        ActivitySupport = "activity_support",
    }
);

id_enum!(
    /// A section of the plan: what a limit in words applies to.
    PlanSection {
        /// Formulación del problema.
        Problem = "problem",
        /// Objetivo.
        Objective = "objective",
        /// Estrategia.
        Strategy = "strategy",
        /// Plan de acción: three main activities, and a part for each of the three networks.
        Action = "action",
    }
);

impl PlanSection {
    /// The most words that the section should hold. Going over is shown, never prevented.
    #[must_use]
    pub const fn words_max(self) -> usize {
        match self {
            Self::Problem => 200,
            Self::Objective => 50,
            Self::Strategy => 300,
            Self::Action => 700,
        }
    }

    /// The texts of the section, in reading order.
    #[must_use]
    pub const fn texts(self) -> &'static [PlanText] {
        match self {
            Self::Problem => &[PlanText::Problem],
            Self::Objective => &[PlanText::Objective],
            Self::Strategy => &[PlanText::Strategy],
            Self::Action => &[
                PlanText::ActivityIntervention,
                PlanText::ActivityNetwork,
                PlanText::ActivitySupport,
                PlanText::ActionPersonal,
                PlanText::ActionCommunity,
                PlanText::ActionInstitutional,
            ],
        }
    }
}

/// The plan.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Plan {
    /// Título; may be empty.
    #[serde(default)]
    pub title: String,
    /// Autor(es), the person among them; may be empty.
    #[serde(default)]
    pub authors: String,
    /// The type of problem, once chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem_type: Option<ProblemType>,
    /// The texts; an absent one is empty.
    #[serde(default)]
    pub texts: BTreeMap<PlanText, String>,
}

impl PlanText {
    /// Whether it is one of the three main activities, which documents of the first version lack.
    #[must_use]
    pub const fn is_activity(self) -> bool {
        matches!(
            self,
            Self::ActivityIntervention | Self::ActivityNetwork | Self::ActivitySupport
        )
    }
}

impl Plan {
    /// A text, empty if nobody has written in it.
    #[must_use]
    pub fn text(&self, text: PlanText) -> &str {
        self.texts.get(&text).map_or("", String::as_str)
    }
}
