//! Child protection: items by their ids, and follow-ups.

use std::collections::BTreeMap;

use super::{super::value::Value, entities};
use crate::{
    case::{Protection, ProtectionItem, Review},
    date::Day,
    document::fields,
    exchange::Reason,
    limits,
};

pub(super) fn read(value: &Value<'_>) -> Option<Protection> {
    let record = value.record(&["on", fields::ITEMS, fields::AWAY_UNTIL, fields::REVIEWS])?;
    let on = record.flag_or_false("on");
    let items = record.optional(fields::ITEMS, |value| items(&value));
    let away_until = record.optional(fields::AWAY_UNTIL, |value| day(&value));
    let reviews = record.optional(fields::REVIEWS, |value| {
        entities(&value, limits::REVIEWS_MAX, |_, value| review(value))
    });
    Some(Protection {
        on: on?,
        items: items?.unwrap_or_default(),
        away_until: away_until?,
        reviews: reviews?.unwrap_or_default(),
    })
}

fn items(value: &Value<'_>) -> Option<BTreeMap<ProtectionItem, String>> {
    let names: Vec<&str> = ProtectionItem::ALL.iter().map(|item| item.id()).collect();
    let record = value.record(&names)?;
    let mut items = BTreeMap::new();
    let mut whole = true;
    for item in ProtectionItem::ALL {
        // One that is ticked may say nothing: that it stands there counts.
        match record.optional(item.id(), |value| value.text(limits::NOTES_MAX)) {
            Some(Some(said)) => {
                items.insert(*item, said);
            }
            Some(None) => {}
            None => whole = false,
        }
    }
    whole.then_some(items)
}

fn review(value: &Value<'_>) -> Option<Review> {
    let record = value.record(&[fields::ON, fields::HELD, fields::VOICE, fields::DECIDED])?;
    let on = record.optional(fields::ON, |value| day(&value));
    let held = record.flag_or_false(fields::HELD);
    let voice = record.text_or_empty(fields::VOICE, limits::NOTES_MAX);
    let decided = record.text_or_empty(fields::DECIDED, limits::NOTES_MAX);
    Some(Review {
        on: on?,
        held: held?,
        voice: voice?,
        decided: decided?,
    })
}

fn day(value: &Value<'_>) -> Option<Day> {
    value.parsed(Day::from_iso, || Reason::BadDay)
}
