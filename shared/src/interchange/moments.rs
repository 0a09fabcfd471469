//! What a case was like at its milestones, and what it is like now, read a little at a time: looking into the past of a
//! long history takes long, and a page has to be drawn meanwhile.

use automerge::{Automerge, ChangeHash};

use crate::case::Case;
use crate::document;
use crate::history::{Past, Reading};

use super::gexf::Moment;

/// The moments of a case while they are being read.
#[derive(Debug)]
pub struct Moments {
    /// Those that are still to be read, the last first.
    left: Vec<(i64, Reading)>,
    done: Vec<Moment>,
    now: Moment,
}

impl Moments {
    /// The moments of a case: each of its milestones in the order of time, and now, of which the past ones are still to
    /// be read. A milestone whose moment is not in the document (its changes have not arrived yet) is left out.
    /// `now_ms` is in milliseconds since 1970.
    #[must_use]
    pub fn of(doc: &Automerge, now_ms: i64) -> Self {
        let case = document::read_case(doc).0;
        let mut left: Vec<(i64, Reading)> = case
            .milestones
            .values()
            .filter_map(|milestone| {
                let heads: Option<Vec<ChangeHash>> = milestone
                    .heads
                    .iter()
                    .map(|head| head.parse().ok())
                    .collect();
                let heads = heads.filter(|heads| !heads.is_empty())?;
                Past::of(doc, &heads)?;
                Some((milestone.at, Reading::of(heads)))
            })
            .collect();
        left.sort_unstable_by_key(|(at_ms, _)| std::cmp::Reverse(*at_ms));
        Self {
            left,
            done: Vec::new(),
            now: Moment {
                at_ms: now_ms,
                case,
            },
        }
    }

    /// Reads up to `entities` more actors and ties of one moment; answers whether there is more to read.
    pub fn advance(&mut self, doc: &Automerge, entities: usize) -> bool {
        let Some((at_ms, mut reading)) = self.left.pop() else {
            return false;
        };
        if reading.advance(doc, entities) {
            self.left.push((at_ms, reading));
            return true;
        }
        let then = reading.finish();
        self.done.push(Moment {
            at_ms,
            case: Case {
                person: then.person,
                actors: then.actors,
                ties: then.ties,
                // Nothing else of a past moment is told.
                kinships: std::collections::BTreeMap::new(),
                ..self.now.case.clone()
            },
        });
        !self.left.is_empty()
    }

    /// How many moments are read, and how many there are; now counts as read.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let done = self.done.len() + 1;
        (done, done + self.left.len())
    }

    /// The moments that were read, in the order of time, and now as the last.
    #[must_use]
    pub fn finish(self) -> Vec<Moment> {
        let mut moments = self.done;
        moments.push(self.now);
        moments
    }
}

#[cfg(test)]
mod tests {
    use automerge::Automerge;

    use super::*;
    use crate::case::{
        Actor, ActorKind, Milestone, MilestoneKind, Party, Ring, Tie, TieQuality, Zone,
    };
    use crate::edit::Edit;
    use crate::ids::{ActorId, MilestoneId, TieId};

    fn change(doc: &mut Automerge, edit: &Edit) {
        let mut tx = doc.transaction();
        edit.apply(&mut tx).expect("it can be done");
        tx.commit();
    }

    fn mark(doc: &mut Automerge, at: i64, heads: Vec<String>) {
        let milestone = Milestone {
            kind: MilestoneKind::Review,
            title: String::new(),
            at,
            heads,
        };
        let id = MilestoneId::from_random(at.unsigned_abs().into());
        change(doc, &Edit::AddMilestone { id, milestone });
    }

    fn heads(doc: &Automerge) -> Vec<String> {
        doc.get_heads().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_milestone_is_as_it_was_however_little_is_read_at_a_time() {
        let case = "c".parse().expect("an id");
        let mut doc = document::create(Zone::Case, &case, "Caso").expect("a document");
        let ana: ActorId = "ana".parse().expect("an id");
        let eva: ActorId = "eva".parse().expect("an id");
        for id in [&ana, &eva] {
            let actor = Actor::new(id.to_string(), ActorKind::Person, Ring::Personal);
            change(
                &mut doc,
                &Edit::AddActor {
                    id: id.clone(),
                    actor,
                },
            );
        }
        let tie: TieId = "t".parse().expect("an id");
        let to = Party::Actor(eva.clone());
        let drawn = Tie::new(Party::Actor(ana), to, TieQuality::Weak);
        change(
            &mut doc,
            &Edit::AddTie {
                id: tie.clone(),
                tie: drawn,
            },
        );
        let before = heads(&doc);
        let quality = TieQuality::Strong;
        change(&mut doc, &Edit::SetTieQuality { id: tie, quality });
        let between = heads(&doc);
        change(&mut doc, &Edit::RemoveActor { id: eva });
        // They need not be marked in the order of time, and one may be of changes that have not arrived.
        mark(&mut doc, 2_000, between.clone());
        mark(&mut doc, 1_000, before.clone());
        mark(&mut doc, 1_500, vec!["0".repeat(64)]);

        let mut moments = Moments::of(&doc, 9_000);
        assert_eq!(moments.progress(), (1, 3));
        let mut slices = 0;
        while moments.advance(&doc, 1) {
            slices += 1;
        }
        assert!(slices > 3, "one actor or tie at a time");
        assert_eq!(moments.progress(), (3, 3));
        let moments = moments.finish();
        let times: Vec<i64> = moments.iter().map(|moment| moment.at_ms).collect();
        assert_eq!(times, [1_000, 2_000, 9_000]);
        for (moment, heads) in moments.iter().zip([before, between]) {
            let heads: Vec<ChangeHash> =
                heads.iter().filter_map(|head| head.parse().ok()).collect();
            let past = doc.fork_at(&heads).expect("the heads are known");
            let then = document::read_case(&past).0;
            assert_eq!(
                (&moment.case.actors, &moment.case.ties),
                (&then.actors, &then.ties)
            );
        }
        assert_eq!(moments[2].case.actors.len(), 1);
    }
}
