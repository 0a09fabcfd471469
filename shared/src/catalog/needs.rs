//! The catalogue of needs: four ámbitos and their rows, as the survey of a territory's resources lists them.

use serde::{Deserialize, Serialize};

use crate::case::id_enum;

id_enum!(
    /// An ámbito of needs. Other than [`crate::case::Sector`], which says where an institution works.
    NeedArea {
        /// Laboral y capacitación.
        Labour = "labour",
        /// Social.
        Social = "social",
        /// Familiar y vincular.
        Family = "family",
        /// Jurídico.
        Legal = "legal",
    }
);

id_enum!(
    /// A row of the catalogue. Some things are a need of two ámbitos, and then they have a row in each.
    NeedRow {
        /// Apoyo al emprendimiento.
        LabourEnterprise = "labour_enterprise",
        /// Apoyo a la formación de cooperativas.
        LabourCooperatives = "labour_cooperatives",
        /// Capacitación en algún oficio.
        LabourTraining = "labour_training",
        /// Habilitación sociolaboral.
        LabourReadiness = "labour_readiness",
        /// Ofertas de trabajo dependiente.
        LabourEmployment = "labour_employment",
        /// Acreditación de oficios.
        LabourTradeAccreditation = "labour_trade_accreditation",
        /// Nivelación de estudios.
        LabourLevelling = "labour_levelling",
        /// Subvención o becas.
        LabourGrants = "labour_grants",
        /// Reforzamiento escolar.
        LabourTutoring = "labour_tutoring",
        /// Alfabetización.
        LabourLiteracy = "labour_literacy",
        /// Alfabetización digital.
        LabourDigitalLiteracy = "labour_digital_literacy",
        /// Transporte.
        LabourTransport = "labour_transport",
        /// Dental.
        SocialDental = "social_dental",
        /// Oftalmológico.
        SocialEyes = "social_eyes",
        /// Vacunación.
        SocialVaccination = "social_vaccination",
        /// Exámenes o controles.
        SocialCheckups = "social_checkups",
        /// Talleres deportivos.
        SocialSports = "social_sports",
        /// Rehabilitación de personas con discapacidad.
        SocialRehabilitation = "social_rehabilitation",
        /// Tratamiento de enfermedades.
        SocialTreatment = "social_treatment",
        /// Incorporación al sistema de salud pública.
        SocialPublicHealth = "social_public_health",
        /// Capacitación sobre servicios públicos.
        SocialPublicServices = "social_public_services",
        /// Ayudas técnicas.
        SocialTechnicalAids = "social_technical_aids",
        /// Mejoramiento, ampliación o reparación de vivienda.
        SocialHomeRepair = "social_home_repair",
        /// Adquisición de vivienda.
        SocialHomePurchase = "social_home_purchase",
        /// Regularización de vivienda.
        SocialHomeTitle = "social_home_title",
        /// Equipamiento básico del hogar.
        SocialHomeEquipment = "social_home_equipment",
        /// Salud mental.
        FamilyMentalHealth = "family_mental_health",
        /// Violencia intrafamiliar.
        FamilyViolence = "family_violence",
        /// Vulneración de derechos.
        FamilyRights = "family_rights",
        /// Alcohol y drogas.
        FamilySubstances = "family_substances",
        /// Mediación.
        FamilyMediation = "family_mediation",
        /// Apoyo psicológico.
        FamilyCounselling = "family_counselling",
        /// Subvención o becas.
        FamilyGrants = "family_grants",
        /// Economía doméstica.
        FamilyHomeEconomics = "family_home_economics",
        /// Apoyos monetarios.
        FamilyMoney = "family_money",
        /// Cuidado de adultos mayores.
        FamilyElderCare = "family_elder_care",
        /// Reforzamiento escolar.
        FamilyTutoring = "family_tutoring",
        /// Alimentación.
        FamilyFood = "family_food",
        /// Residencia escolar.
        FamilySchoolResidence = "family_school_residence",
        /// Transporte.
        FamilyTransport = "family_transport",
        /// Educación diferencial.
        FamilySpecialEducation = "family_special_education",
        /// Salas cuna.
        FamilyNursery = "family_nursery",
        /// Jardín infantil.
        FamilyKindergarten = "family_kindergarten",
        /// Alimentación de hijos e hijas escolarizados.
        FamilySchoolMeals = "family_school_meals",
        /// Cupo escolar.
        FamilySchoolPlace = "family_school_place",
        /// Apoyo al aprendizaje de hijos e hijas.
        FamilyLearningSupport = "family_learning_support",
        /// Omisión de antecedentes.
        LegalRecordOmission = "legal_record_omission",
        /// Eliminación de antecedentes.
        LegalRecordErasure = "legal_record_erasure",
        /// Trámites legales.
        LegalProcedures = "legal_procedures",
        /// Acreditación CONADI.
        LegalConadi = "legal_conadi",
        /// Acreditación SENADIS.
        LegalSenadis = "legal_senadis",
        /// Certificados y acreditaciones.
        LegalCertificates = "legal_certificates",
        /// Cuidado parental.
        LegalParentalCare = "legal_parental_care",
    }
);

impl NeedArea {
    /// The rows of the ámbito, in the order of the catalogue.
    pub fn rows(self) -> impl Iterator<Item = NeedRow> {
        NeedRow::ALL
            .iter()
            .copied()
            .filter(move |row| row.area() == self)
    }
}

impl NeedRow {
    /// The ámbito that the row stands in.
    #[must_use]
    pub const fn area(self) -> NeedArea {
        // The rows stand in the order of the ámbitos.
        let at = self as usize;
        if at <= Self::LabourTransport as usize {
            NeedArea::Labour
        } else if at <= Self::SocialHomeEquipment as usize {
            NeedArea::Social
        } else if at <= Self::FamilyLearningSupport as usize {
            NeedArea::Family
        } else {
            NeedArea::Legal
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_whole() {
        let counts: Vec<usize> = NeedArea::ALL
            .iter()
            .map(|area| area.rows().count())
            .collect();
        assert_eq!(counts, [12, 14, 20, 7]);
        assert_eq!(NeedRow::ALL.len(), 53);
    }

    #[test]
    fn the_id_of_a_row_names_its_ambito() {
        for row in NeedRow::ALL {
            let area = format!("{}_", row.area().id());
            assert!(row.id().starts_with(&area), "{}", row.id());
            assert_eq!(NeedRow::from_id(row.id()), Some(*row));
        }
    }
}
