//! Child protection: what only those read who may read the reserved zone. The lists are those of the flow of child
//! protection: signs of risk, an assessment by several sources, measures, the sectors to coordinate, and reviews.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{date::Day, ids::ReviewId};

id_enum!(
    /// The parts of a child-protection case that hold items.
    ProtectionGroup {
        /// Signos de riesgo.
        Signs = "signs",
        /// Evaluación, by source.
        Assessment = "assessment",
        /// Medidas del plan, the one that separates least first.
        Measures = "measures",
        /// Sectores that take part.
        Sectors = "sectors",
        /// Cultura y género.
        Respect = "respect",
    }
);

id_enum!(
    /// One item of a child-protection case. The id is also the name of its field in the document.
    ProtectionItem {
        /// Abuso físico.
        PhysicalAbuse = "sign_physical_abuse",
        /// Abuso emocional.
        EmotionalAbuse = "sign_emotional_abuse",
        /// Abuso sexual.
        SexualAbuse = "sign_sexual_abuse",
        /// Negligencia.
        Neglect = "sign_neglect",
        /// Exposición a violencia doméstica.
        DomesticViolence = "sign_domestic_violence",
        /// Salud mental en la familia.
        FamilyMentalHealth = "sign_family_mental_health",
        /// Adicciones en la familia.
        FamilyAddictions = "sign_family_addictions",
        /// What the child says.
        SourceChild = "source_child",
        /// What the family says.
        SourceFamily = "source_family",
        /// What others say.
        SourceOthers = "source_others",
        /// What records say.
        SourceRecords = "source_records",
        /// Apoyo familiar.
        FamilySupport = "measure_family_support",
        /// Ayuda económica o educativa.
        Aid = "measure_aid",
        /// Asesoramiento psicológico.
        Counselling = "measure_counselling",
        /// Tratamiento de consumo.
        SubstanceTreatment = "measure_substance_treatment",
        /// Supervisión continua.
        Supervision = "measure_supervision",
        /// Vivienda segura.
        SafeHousing = "measure_safe_housing",
        /// Salida temporal del hogar: for safety only, and until a day.
        LeavingHome = "measure_leaving_home",
        /// Servicios sociales.
        SocialServices = "sector_social_services",
        /// Salud.
        Health = "sector_health",
        /// Educación.
        Education = "sector_education",
        /// Justicia.
        Justice = "sector_justice",
        /// Policía.
        Police = "sector_police",
        /// Vivienda.
        Housing = "sector_housing",
        /// Organizaciones comunitarias.
        Community = "sector_community",
        /// Beliefs, traditions and practices of the family, and what they ask of the work.
        Culture = "culture",
        /// What gender means for risk and protection here.
        Gender = "gender",
    }
);

impl ProtectionGroup {
    /// The items of this part, in the order in which they are shown.
    pub fn items(self) -> impl Iterator<Item = ProtectionItem> {
        ProtectionItem::ALL
            .iter()
            .copied()
            .filter(move |item| item.group() == self)
    }

    /// Whether an item is ticked, and may be ticked without a word; the others are written.
    #[must_use]
    pub const fn is_ticked(self) -> bool {
        matches!(self, Self::Signs | Self::Measures | Self::Sectors)
    }
}

impl ProtectionItem {
    /// The part that it stands in.
    #[must_use]
    pub const fn group(self) -> ProtectionGroup {
        match self {
            Self::PhysicalAbuse
            | Self::EmotionalAbuse
            | Self::SexualAbuse
            | Self::Neglect
            | Self::DomesticViolence
            | Self::FamilyMentalHealth
            | Self::FamilyAddictions => ProtectionGroup::Signs,
            Self::SourceChild | Self::SourceFamily | Self::SourceOthers | Self::SourceRecords => {
                ProtectionGroup::Assessment
            }
            Self::FamilySupport
            | Self::Aid
            | Self::Counselling
            | Self::SubstanceTreatment
            | Self::Supervision
            | Self::SafeHousing
            | Self::LeavingHome => ProtectionGroup::Measures,
            Self::SocialServices
            | Self::Health
            | Self::Education
            | Self::Justice
            | Self::Police
            | Self::Housing
            | Self::Community => ProtectionGroup::Sectors,
            Self::Culture | Self::Gender => ProtectionGroup::Respect,
        }
    }
}

/// A follow-up of the case, at which the child is heard.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Review {
    /// When it is to be, or was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// Whether it was held.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    /// What the child says, in its own words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub voice: String,
    /// What was decided, and what the child was told of it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub decided: String,
}

/// A child-protection case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Protection {
    /// Whether the case is one; what was written stays when it is switched off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on: bool,
    /// The items that are ticked or written, with what is said of each; a ticked one may say nothing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub items: BTreeMap<ProtectionItem, String>,
    /// Until when the child is away from home, where it has left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away_until: Option<Day>,
    /// The follow-ups, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reviews: BTreeMap<ReviewId, Review>,
}

impl Protection {
    /// Whether nothing was ever said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_of_the_field_is_whole_and_the_least_separation_comes_first() {
        let counts = ProtectionGroup::ALL.iter().map(|of| of.items().count());
        assert_eq!(counts.collect::<Vec<_>>(), [7, 4, 7, 7, 2]);
        let mut measures = ProtectionGroup::Measures.items();
        assert_eq!(measures.next(), Some(ProtectionItem::FamilySupport));
        assert_eq!(measures.last(), Some(ProtectionItem::LeavingHome));
    }
}
