//! Reading a child-protection case out of the reserved zone.

use std::collections::BTreeMap;

use automerge::{ObjId, ROOT, ReadDoc};

use super::{
    fields,
    problem::{Fault, Subject},
    reader::{Reader, flag_at},
};
use crate::{
    case::{Protection, ProtectionItem, Review},
    date::Day,
    ids::ReviewId,
    limits,
};

impl<R: ReadDoc> Reader<'_, R> {
    pub(super) fn protection(&mut self) -> Protection {
        let mut protection = Protection::default();
        // Two that were begun apart are one: what stands in the first is shown where both say something.
        for at in fields::maps(self.doc, &ROOT, fields::PROTECTION) {
            let subject = Subject::Protection;
            protection.on |= flag_at(self.doc, &at, fields::SWITCHED_ON);
            if protection.away_until.is_none() {
                protection.away_until = self.day(&subject, &at, fields::AWAY_UNTIL);
            }
            for item in ProtectionItem::ALL {
                let max = limits::NOTES_MAX;
                if let Some(said) = self.text(&subject, &at, item.id(), max) {
                    protection.items.entry(*item).or_insert(said);
                }
            }
            self.reviews(&at, &mut protection.reviews);
        }
        protection
    }

    fn reviews(&mut self, home: &ObjId, reviews: &mut BTreeMap<ReviewId, Review>) {
        let max = limits::REVIEWS_MAX * limits::MERGED_FACTOR;
        for container in fields::maps(self.doc, home, fields::REVIEWS) {
            for key in self.doc.keys(&container) {
                let subject = Subject::Protection;
                if reviews.len() == max {
                    self.note(&subject, Some(fields::REVIEWS), Fault::TooMany { max });
                    return;
                }
                let Ok(id) = key.parse::<ReviewId>() else {
                    let short = super::network::short(key);
                    self.note(&subject, Some(fields::REVIEWS), Fault::BadId(short));
                    continue;
                };
                let Some(at) = fields::map(self.doc, &container, &key) else {
                    self.note(&subject, Some(fields::REVIEWS), Fault::WrongType);
                    continue;
                };
                let review = self.review(&Subject::Review(id.clone()), &at);
                reviews.entry(id).or_insert(review);
            }
        }
    }

    fn review(&mut self, subject: &Subject, at: &ObjId) -> Review {
        Review {
            on: self.day(subject, at, fields::ON),
            held: flag_at(self.doc, at, fields::HELD),
            voice: self.text_or_empty(subject, at, fields::VOICE, limits::NOTES_MAX),
            decided: self.text_or_empty(subject, at, fields::DECIDED, limits::NOTES_MAX),
        }
    }

    fn day(&mut self, subject: &Subject, at: &ObjId, key: &'static str) -> Option<Day> {
        self.choice(subject, at, key, Day::from_iso)
    }
}
