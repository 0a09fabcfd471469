//! How far the guide to community resources has come: what is named of each type, and what is still to be said.

use std::collections::{BTreeMap, BTreeSet};

use crate::{case::GuideEntry, catalog::GuideType, ids::GuideEntryId, text::folded};

/// Associations that the guide asks for at least (mgc.txt: "indique por lo menos 5").
pub const ASSOCIATIONS_MIN: usize = 5;

/// How far a guide has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GuideProgress {
    /// Associations and groups; one that is named twice counts once.
    pub associations: usize,
    /// The types of which nothing is named, in the order of the guide.
    pub empty: Vec<GuideType>,
    /// Resources of which nobody has said what they could do in this case.
    pub without_purpose: Vec<GuideEntryId>,
    /// Resources that stand on the map.
    pub on_map: usize,
}

impl GuideProgress {
    /// The progress of a guide.
    #[must_use]
    pub fn of(guide: &BTreeMap<GuideEntryId, GuideEntry>) -> Self {
        let is_named = |entry: &&GuideEntry| !entry.name.trim().is_empty();
        let of_type = |of: GuideType| {
            guide
                .values()
                .filter(is_named)
                .filter(move |entry| entry.kind.of_type() == of)
        };
        let associations: BTreeSet<String> = of_type(GuideType::Association)
            .map(|entry| folded(entry.name.trim()))
            .collect();
        let empty = GuideType::ALL.iter().copied();
        Self {
            associations: associations.len(),
            empty: empty.filter(|of| of_type(*of).next().is_none()).collect(),
            without_purpose: guide
                .iter()
                .filter(|(_, entry)| entry.purpose.trim().is_empty())
                .map(|(id, _)| id.clone())
                .collect(),
            on_map: guide.values().filter(|it| it.actor.is_some()).count(),
        }
    }

    /// How many associations are still to be found; none once there are [`ASSOCIATIONS_MIN`].
    #[must_use]
    pub const fn associations_missing(&self) -> usize {
        ASSOCIATIONS_MIN.saturating_sub(self.associations)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;
    use crate::catalog::GuideKind;

    fn guide(entries: &[(GuideKind, &str, &str)]) -> BTreeMap<GuideEntryId, GuideEntry> {
        let entry = |(n, (kind, name, purpose)): (usize, &(GuideKind, &str, &str))| {
            let entry = GuideEntry {
                purpose: (*purpose).to_owned(),
                ..GuideEntry::new(*kind, (*name).to_owned())
            };
            (format!("e{n}").parse().expect("an id"), entry)
        };
        entries.iter().enumerate().map(entry).collect()
    }

    #[test]
    fn an_association_that_is_named_twice_counts_once() {
        let progress = GuideProgress::of(&guide(&[
            (GuideKind::Neighbours, "Junta de Vecinos 14", "Acompañar"),
            (GuideKind::Association, "junta de vecinos 14 ", ""),
            (GuideKind::Women, "Taller de mujeres", "Conversar"),
            (GuideKind::Sports, " ", ""),
            (GuideKind::Square, "Plaza Sur", "Juntarse"),
        ]));
        assert_eq!(progress.associations, 2);
        assert_eq!(progress.associations_missing(), 3);
        let empty = [GuideType::Event, GuideType::Leader, GuideType::Project];
        assert_eq!(progress.empty, empty);
        assert_eq!(progress.without_purpose.len(), 2);
    }

    proptest! {
        #[test]
        fn more_resources_never_set_the_guide_back(
            kinds in vec(select(GuideKind::ALL), 1..20),
        ) {
            let names: Vec<String> = (0..kinds.len()).map(|n| format!("r{n}")).collect();
            let all: Vec<_> = kinds.iter().zip(&names).map(|(kind, name)| (*kind, name.as_str(), "")).collect();
            let (less, more) = (GuideProgress::of(&guide(&all[1..])), GuideProgress::of(&guide(&all)));
            prop_assert!(more.associations >= less.associations);
            prop_assert!(more.associations_missing() <= less.associations_missing());
            prop_assert!(more.empty.iter().all(|of| less.empty.contains(of)));
            let associations = kinds.iter().filter(|kind| kind.of_type() == GuideType::Association);
            prop_assert_eq!(more.associations, associations.count());
        }
    }
}
