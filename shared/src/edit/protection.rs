//! Edits of a child-protection case, in the reserved zone.

use automerge::{ObjId, ObjType, ROOT, ReadDoc, transaction::Transactable};
use serde::{Deserialize, Serialize};

use super::{
    Edit, EditError,
    write::{check_length, clear, need_map, put_choice, put_flag, put_optional_text, put_text},
};
use crate::{
    case::{Protection, ProtectionItem, Review},
    date::Day,
    document::{self, fields},
    ids::ReviewId,
    limits,
};

/// A change of a child-protection case: what gets which value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProtectionEdit {
    /// Whether the case is one.
    On(bool),
    /// What is said of an item; `None` where it is not ticked and nothing is written.
    Item(ProtectionItem, Option<String>),
    /// Until when the child is away from home.
    AwayUntil(Option<Day>),
    /// A follow-up as a whole; `None` takes it away.
    Review(ReviewId, Option<Review>),
    /// A field of a follow-up.
    InReview(ReviewId, ReviewField),
}

/// A field of a follow-up with the value that it gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewField {
    /// When it is to be, or was.
    On(Option<Day>),
    /// Whether it was held.
    Held(bool),
    /// What the child says.
    Voice(String),
    /// What was decided.
    Decided(String),
}

/// Makes a change and tells what stood there before.
pub(super) fn set(tx: &mut impl Transactable, edit: &ProtectionEdit) -> Result<Edit, EditError> {
    let before = document::read_protection(tx);
    let inverse = match edit {
        ProtectionEdit::On(on) => {
            if *on {
                let at = need_map(tx, &ROOT, fields::PROTECTION)?;
                put_flag(tx, &at, fields::SWITCHED_ON, true)?;
            } else {
                clear_all(tx, fields::SWITCHED_ON)?;
            }
            ProtectionEdit::On(before.on)
        }
        ProtectionEdit::Item(item, said) => {
            put_item(tx, *item, said.as_deref())?;
            ProtectionEdit::Item(*item, before.items.get(item).cloned())
        }
        ProtectionEdit::AwayUntil(day) => {
            clear_all(tx, fields::AWAY_UNTIL)?;
            let at = need_map(tx, &ROOT, fields::PROTECTION)?;
            put_day(tx, &at, fields::AWAY_UNTIL, *day)?;
            ProtectionEdit::AwayUntil(before.away_until)
        }
        ProtectionEdit::Review(id, Some(review)) => {
            add(tx, id, review, &before)?;
            ProtectionEdit::Review(id.clone(), None)
        }
        ProtectionEdit::Review(id, None) => {
            let review = before.reviews.get(id).cloned().ok_or(EditError::NoReview)?;
            for reviews in containers(tx) {
                clear(tx, &reviews, id.as_str())?;
            }
            ProtectionEdit::Review(id.clone(), Some(review))
        }
        ProtectionEdit::InReview(id, field) => {
            let before = before.reviews.get(id).cloned();
            let (at, before) = fields::review(tx, id)
                .zip(before)
                .ok_or(EditError::NoReview)?;
            ProtectionEdit::InReview(id.clone(), put_field(tx, &at, field, before)?)
        }
    };
    Ok(Edit::SetProtection(inverse))
}

fn put_item(
    tx: &mut impl Transactable,
    item: ProtectionItem,
    said: Option<&str>,
) -> Result<(), EditError> {
    let Some(said) = said else {
        return clear_all(tx, item.id());
    };
    let at = need_map(tx, &ROOT, fields::PROTECTION)?;
    put_text(tx, &at, item.id(), said, limits::NOTES_MAX)
}

/// Takes a field away wherever it stands: people who were apart may have begun the case twice.
fn clear_all(tx: &mut impl Transactable, key: &str) -> Result<(), EditError> {
    for at in fields::maps(tx, &ROOT, fields::PROTECTION) {
        clear(tx, &at, key)?;
    }
    Ok(())
}

fn put_day(
    tx: &mut impl Transactable,
    at: &ObjId,
    key: &str,
    day: Option<Day>,
) -> Result<(), EditError> {
    put_choice(tx, at, key, day.map(|day| day.to_string()).as_deref())
}

/// Every map of follow-ups: there are several where people who were apart wrote the first ones at the same time.
fn containers(doc: &impl ReadDoc) -> Vec<ObjId> {
    let homes = fields::maps(doc, &ROOT, fields::PROTECTION);
    let of = |home: &ObjId| fields::maps(doc, home, fields::REVIEWS);
    homes.iter().flat_map(of).collect()
}

fn add(
    tx: &mut impl Transactable,
    id: &ReviewId,
    review: &Review,
    before: &Protection,
) -> Result<(), EditError> {
    if fields::review(tx, id).is_some() {
        return Err(EditError::Taken);
    }
    if before.reviews.len() >= limits::REVIEWS_MAX {
        return Err(EditError::Full {
            max: limits::REVIEWS_MAX,
        });
    }
    check_length(&review.voice, limits::NOTES_MAX)?;
    check_length(&review.decided, limits::NOTES_MAX)?;
    let home = need_map(tx, &ROOT, fields::PROTECTION)?;
    let reviews = need_map(tx, &home, fields::REVIEWS)?;
    write(tx, &reviews, id, review)
}

fn write(
    tx: &mut impl Transactable,
    reviews: &ObjId,
    id: &ReviewId,
    review: &Review,
) -> Result<(), EditError> {
    let at = tx.put_object(reviews, id.as_str(), ObjType::Map)?;
    put_day(tx, &at, fields::ON, review.on)?;
    put_flag(tx, &at, fields::HELD, review.held)?;
    let max = limits::NOTES_MAX;
    put_optional_text(tx, &at, fields::VOICE, &review.voice, max)?;
    put_optional_text(tx, &at, fields::DECIDED, &review.decided, max)
}

fn put_field(
    tx: &mut impl Transactable,
    at: &ObjId,
    field: &ReviewField,
    before: Review,
) -> Result<ReviewField, EditError> {
    let max = limits::NOTES_MAX;
    Ok(match field {
        ReviewField::On(day) => {
            put_day(tx, at, fields::ON, *day)?;
            ReviewField::On(before.on)
        }
        ReviewField::Held(held) => {
            put_flag(tx, at, fields::HELD, *held)?;
            ReviewField::Held(before.held)
        }
        ReviewField::Voice(voice) => {
            put_optional_text(tx, at, fields::VOICE, voice, max)?;
            ReviewField::Voice(before.voice)
        }
        ReviewField::Decided(decided) => {
            put_optional_text(tx, at, fields::DECIDED, decided, max)?;
            ReviewField::Decided(before.decided)
        }
    })
}

/// Writes a child-protection case into a fresh document.
pub(super) fn fill(tx: &mut impl Transactable, protection: &Protection) -> Result<(), EditError> {
    let home = need_map(tx, &ROOT, fields::PROTECTION)?;
    put_flag(tx, &home, fields::SWITCHED_ON, protection.on)?;
    put_day(tx, &home, fields::AWAY_UNTIL, protection.away_until)?;
    for (item, said) in &protection.items {
        put_item(tx, *item, Some(said))?;
    }
    let reviews = need_map(tx, &home, fields::REVIEWS)?;
    for (id, review) in &protection.reviews {
        write(tx, &reviews, id, review)?;
    }
    Ok(())
}
