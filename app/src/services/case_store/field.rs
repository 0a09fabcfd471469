//! A field that one person at a time writes: who is in it, and what was written into it twice.

use trama_shared::{
    document::{Problem, Subject},
    ids::{ActorId, CommitmentId, GoalId, GuideEntryId, NeedId, ReviewId, TieId},
};

/// A field of the shared zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    of: Subject,
    name: &'static str,
}

/// What the key of a field of child protection begins with.
const PROTECTION: &str = "protection/";
/// What the key of a field of a follow-up begins with.
const REVIEW: &str = "review:";

/// The name under which all areas of a tie's exchange are one field.
const EXCHANGE: &str = "exchange";

impl Field {
    /// A field of an actor, by its name in the document.
    #[must_use]
    pub fn actor(id: &ActorId, name: &'static str) -> Self {
        Self {
            of: Subject::Actor(id.clone()),
            name,
        }
    }

    /// A field of a tie, by its name in the document.
    #[must_use]
    pub fn tie(id: &TieId, name: &'static str) -> Self {
        Self {
            of: Subject::Tie(id.clone()),
            name,
        }
    }

    /// A field of a need, by its name in the document.
    #[must_use]
    pub fn need(id: &NeedId, name: &'static str) -> Self {
        Self {
            of: Subject::Need(id.clone()),
            name,
        }
    }

    /// A field of a resource of the guide, by its name in the document.
    #[must_use]
    pub fn guide_entry(id: &GuideEntryId, name: &'static str) -> Self {
        Self {
            of: Subject::GuideEntry(id.clone()),
            name,
        }
    }

    /// A field of the case as one of child protection, by its name in the document.
    #[must_use]
    pub const fn protection(name: &'static str) -> Self {
        Self {
            of: Subject::Protection,
            name,
        }
    }

    /// A field of a follow-up, by its name in the document.
    #[must_use]
    pub fn review(id: &ReviewId, name: &'static str) -> Self {
        Self {
            of: Subject::Review(id.clone()),
            name,
        }
    }

    /// Whether the field is of the reserved zone whatever stands there.
    #[must_use]
    pub fn is_reserved(key: &str) -> bool {
        key.starts_with(PROTECTION) || key.starts_with(REVIEW)
    }

    /// A field of a goal, by its name in the document.
    #[must_use]
    pub fn goal(id: &GoalId, name: &'static str) -> Self {
        Self {
            of: Subject::Goal(id.clone()),
            name,
        }
    }

    /// A field of a commitment, by its name in the document.
    #[must_use]
    pub fn commitment(id: &CommitmentId, name: &'static str) -> Self {
        Self {
            of: Subject::Commitment(id.clone()),
            name,
        }
    }

    /// A field of the person, by its name in the document.
    #[must_use]
    pub const fn person(name: &'static str) -> Self {
        Self {
            of: Subject::Person,
            name,
        }
    }

    /// A field of the plan, by its name in the document.
    #[must_use]
    pub const fn plan(name: &'static str) -> Self {
        Self {
            of: Subject::Plan,
            name,
        }
    }

    /// The field as screens tell it one another.
    #[must_use]
    pub fn key(&self) -> String {
        let name = self.name;
        match &self.of {
            Subject::Document => name.to_owned(),
            Subject::Person => format!("person/{name}"),
            Subject::Plan => format!("plan/{name}"),
            Subject::Actor(id) => format!("actor:{id}/{name}"),
            Subject::Tie(id) => format!("tie:{id}/{name}"),
            Subject::Kinship(id) => format!("kinship:{id}/{name}"),
            Subject::Need(id) => format!("need:{id}/{name}"),
            Subject::GuideEntry(id) => format!("guide:{id}/{name}"),
            Subject::Protection => format!("{PROTECTION}{name}"),
            Subject::Review(id) => format!("{REVIEW}{id}/{name}"),
            Subject::Goal(id) => format!("goal:{id}/{name}"),
            Subject::Commitment(id) => format!("commitment:{id}/{name}"),
            Subject::Milestone(id) => format!("milestone:{id}/{name}"),
            Subject::Exchange(id, area) => format!("tie:{id}/{}/{name}", area.id()),
        }
    }

    /// What it is of, and its name in the document.
    #[must_use]
    pub const fn parts(&self) -> (&Subject, &'static str) {
        (&self.of, self.name)
    }

    /// Whether a problem is about this field.
    #[must_use]
    pub fn is_in(&self, problem: &Problem) -> bool {
        match (&self.of, &problem.subject) {
            (Subject::Tie(id), Subject::Exchange(other, _)) => self.name == EXCHANGE && id == other,
            (one, other) => one == other && problem.field == Some(self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trama_shared::{case::ExchangeArea, document::Fault};

    #[test]
    fn a_field_knows_its_problems() {
        let id: TieId = "t1".parse().unwrap();
        let problem = |subject, field| Problem {
            subject,
            field: Some(field),
            fault: Fault::Conflict(Vec::new()),
        };
        let care = problem(Subject::Exchange(id.clone(), ExchangeArea::Care), "gives");
        assert!(Field::tie(&id, "exchange").is_in(&care));
        assert!(!Field::tie(&id, "quality").is_in(&care));
        let quality = problem(Subject::Tie(id.clone()), "quality");
        assert!(Field::tie(&id, "quality").is_in(&quality));
        assert!(!Field::tie(&id, "exchange").is_in(&quality));
        assert_eq!(Field::tie(&id, "quality").key(), "tie:t1/quality");
        assert_eq!(Field::person("alias").key(), "person/alias");
        // Nobody is told who writes in the reserved zone.
        let review = "r1".parse().unwrap();
        assert!(Field::is_reserved(&Field::review(&review, "voice").key()));
        assert!(Field::is_reserved(&Field::protection("culture").key()));
        assert!(!Field::is_reserved(&Field::person("alias").key()));
    }
}
