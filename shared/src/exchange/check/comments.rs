//! Comments on the plan.

use super::{super::value::Value, choice, entities};
use crate::{
    case::{Comment, Plan, PlanText, Reply, Resolved, Span},
    document::fields,
    exchange::Reason,
    limits,
};

/// A comment; `plan` is what it is on, unless that is wrong itself.
pub(super) fn comment(value: &Value<'_>, plan: Option<&Plan>) -> Option<Comment> {
    let record = value.record(&[
        fields::TEXT,
        "place",
        fields::QUOTE,
        fields::WORDS,
        fields::BY,
        fields::AT,
        fields::REPLIES,
        fields::RESOLVED,
    ])?;
    let text = record
        .need(fields::TEXT)
        .and_then(|value| choice(&value, PlanText::ALL, PlanText::id));
    let place = record.optional("place", |value| {
        let place = span(&value)?;
        let written = text.zip(plan).map(|(text, plan)| plan.text(text));
        if written.is_some_and(|written| !is_in(written, place)) {
            value.tell(Reason::OutOfText);
            return None;
        }
        Some(place)
    });
    let quote = record
        .need(fields::QUOTE)
        .and_then(|value| value.text(limits::TITLE_MAX));
    let (words, by, at) = said(&record);
    let replies = record.optional(fields::REPLIES, |value| {
        entities(&value, limits::REPLIES_MAX, |_, value| reply(value))
    });
    let resolved = record.optional(fields::RESOLVED, |value| resolved(&value));
    Some(Comment {
        text: text?,
        place: place?,
        quote: quote?,
        words: words?,
        by: by?,
        at: at?,
        replies: replies?.unwrap_or_default(),
        resolved: resolved?,
    })
}

type Said = (Option<String>, Option<String>, Option<i64>);

fn said(record: &super::super::value::Record<'_>) -> Said {
    let words = record
        .need(fields::WORDS)
        .and_then(|value| value.text(limits::NOTES_MAX));
    let by = record.text_or_empty(fields::BY, limits::NAME_MAX);
    (
        words,
        by,
        record.need(fields::AT).and_then(|value| moment(&value)),
    )
}

fn reply(value: &Value<'_>) -> Option<Reply> {
    let record = value.record(&[fields::WORDS, fields::BY, fields::AT])?;
    let (words, by, at) = said(&record);
    Some(Reply {
        words: words?,
        by: by?,
        at: at?,
    })
}

fn resolved(value: &Value<'_>) -> Option<Resolved> {
    let record = value.record(&[fields::BY, fields::AT])?;
    let by = record.text_or_empty(fields::BY, limits::NAME_MAX);
    let at = record.need(fields::AT).and_then(|value| moment(&value));
    Some(Resolved { by: by?, at: at? })
}

fn span(value: &Value<'_>) -> Option<Span> {
    let record = value.record(&[fields::FROM, fields::TO])?;
    let end = |key| record.need(key).and_then(|value| value.whole());
    let (from, to) = (end(fields::FROM), end(fields::TO));
    Some(Span {
        from: usize::try_from(from?).ok()?,
        to: usize::try_from(to?).ok()?,
    })
}

/// Whether a span is one of whole characters of a text.
fn is_in(text: &str, Span { from, to }: Span) -> bool {
    let starts = text.chars().scan(0, |at, letter| {
        let start = *at;
        *at += letter.len_utf16();
        Some(start)
    });
    let ends = [limits::length(text)];
    let found = starts.chain(ends).filter(|at| [from, to].contains(at));
    from < to && found.count() == 2
}

fn moment(value: &Value<'_>) -> Option<i64> {
    i64::try_from(value.whole()?).ok()
}
