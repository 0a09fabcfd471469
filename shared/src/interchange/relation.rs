//! The roles that easyNWK offers, by what they mean, so that each language can have its own word for them.

/// Relations under the names that easyNWK has written for them, in lower case: German, then English where it has some.
/// Spellings of earlier versions count too, with their slips.
macro_rules! relations {
    ($($relation:ident = $($name:literal),+;)+) => {
        /// What somebody is to the person, among the roles that easyNWK offers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is named for what it is")]
        pub enum Relation {
            $($relation),+
        }

        impl Relation {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$relation),+];

            /// The relation that easyNWK calls so; `None` for a role that somebody wrote by hand.
            #[must_use]
            pub fn named(role: &str) -> Option<Self> {
                match role.trim().to_lowercase().as_str() {
                    $($($name)|+ => Some(Self::$relation),)+
                    _ => None,
                }
            }
        }
    };
}

relations! {
    FamilyMember = "familienangehörige*r", "familiy member", "family member";
    Wife = "ehefrau", "wife";
    Husband = "ehemann", "husband";
    LifePartner = "lebensgefährt*in", "life partner";
    Partner = "partner*in", "partner";
    ExPartner = "ex-partner*in", "ex-partner";
    Mother = "mutter", "mother";
    Father = "vater", "father";
    Stepmother = "stiefmutter", "stepmother";
    Stepfather = "stiefvater", "step father", "stepfather";
    FosterMother = "pflegemutter", "foster mother";
    FosterFather = "pflegevater", "foster father";
    AdoptiveMother = "adoptivmutter", "adoptive mother";
    AdoptiveFather = "adoptivvater", "adoptive father";
    Sister = "schwester", "sister";
    Brother = "bruder", "brother";
    AdoptiveSister = "adoptivschwester", "adoptive sister";
    AdoptiveBrother = "adoptivbruder", "adoptive brother";
    Stepsister = "stiefschwester", "stepsister";
    Stepbrother = "stiefbruder", "stepbrother";
    HalfSister = "halbschwester", "half sister";
    HalfBrother = "halbbruder", "half brother";
    FosterSister = "pflegeschwester", "foster sister";
    FosterBrother = "pflegebruder", "foster brother";
    Daughter = "tochter", "daughter";
    Son = "sohn", "son";
    AdoptedDaughter = "adoptivtochter", "adopted daughter";
    AdoptedSon = "adoptivsohn", "adopted son";
    FosterDaughter = "pflegetochter", "foster daughter";
    FosterSon = "pflegesohn", "foster son";
    Stepdaughter = "stieftochter", "stepdaughter";
    Stepson = "stiefsohn", "stepson";
    Grandmother = "großmutter", "grandmother";
    Grandfather = "großvater", "grandfather";
    GreatGrandmother = "urgroßmutter", "great-grandmother";
    GreatGrandfather = "urgroßvater", "great-grandfather";
    SiblingInLaw = "schwager/schwägerin", "sister/brother-in-law";
    MotherInLaw = "schwiegermutter", "mother-in-law";
    FatherInLaw = "schwiegervater", "father-in-law";
    DaughterInLaw = "schwiegertochter", "daughter-in-law";
    SonInLaw = "schwiegersohn", "son-in-law";
    Grandchild = "enkelkind", "grandchild";
    GreatGrandchild = "urenkelkind", "great-grandchild";
    Aunt = "tante", "aunt";
    Uncle = "onkel", "uncle";
    AuntByMarriage = "angeheiratete tante";
    UncleByMarriage = "angeheirateter onkel";
    Cousin = "cousin*e", "cousin";
    Niece = "nichte", "niece";
    Nephew = "neffe", "nephew";
    NieceByMarriage = "angeheiratete nichte";
    NephewByMarriage = "angeheirater neffe", "angeheirateter neffe";
    Friend = "freund*in", "friend";
    Neighbour = "nachbar*in", "neighbor";
    Acquaintance = "bekannte*r", "bekannte", "acquaintance";
    Colleague = "kolleg*in", "colleague";
    WorkColleague = "arbeitskolleg*in";
    ClubColleague = "vereinskolleg*in";
    TrainingColleague = "ausbildungskolleg*in";
    Schoolmate = "schulkolleg*in", "schulkollegin";
    FellowStudent = "studienkolleg*in";
    Housemate = "mitbewohner*in", "roommate";
    Helper = "prof. helfer*in", "helfer*in", "prof. helper";
    Doctor = "ärzt*in", "doctor";
    Psychotherapist = "psychotherapeut*in", "psychiotherapist", "psychotherapist";
    Nurse = "pflegefachkraft", "nurse practitioner";
    Guardian = "gesetz. erwachsenenvertretung", "legal adult representation";
    Psychologist = "psycholog*in", "pscholog*in", "psychologist";
    SocialWorker = "sozialarbeiter*in", "social worker";
    Counsellor = "berater*in / betreuer*in", "consultant/supervisor";
    Pastor = "pfarrer*in", "pastor";
    Physiotherapist = "physiotherapeut*in", "physiotherapist";
    OccupationalTherapist = "ergotherapeut*in";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_known_in_both_languages_and_every_spelling() {
        for (role, relation) in [
            ("Mutter", Relation::Mother),
            (" mother ", Relation::Mother),
            ("Ärzt*in", Relation::Doctor),
            ("Bekannte", Relation::Acquaintance),
            ("Bekannte*r", Relation::Acquaintance),
            ("Gesetz. Erwachsenenvertretung", Relation::Guardian),
        ] {
            assert_eq!(Relation::named(role), Some(relation), "{role}");
        }
        for unknown in ["", "Hund", "tía", "Mutter von Max"] {
            assert_eq!(Relation::named(unknown), None, "{unknown}");
        }
    }
}
