//! Tolerant reading of single fields, with what was wrong noted on the way.

use automerge::{ObjId, ObjType, ReadDoc, ScalarValue, Value};

use super::{
    fields,
    problem::{Concurrent, Fault, Problem, Subject},
};
use crate::{
    case::{Place, View},
    limits,
};

/// A value as text: a scalar string, a Text object as JS writes every string, or a number.
pub(crate) fn as_text(doc: &impl ReadDoc, value: &Value<'_>, id: &ObjId) -> Option<String> {
    match value {
        Value::Object(ObjType::Text) => doc.text(id).ok(),
        Value::Object(_) => None,
        Value::Scalar(scalar) => match scalar.as_ref() {
            ScalarValue::Str(text) => Some(text.to_string()),
            ScalarValue::Int(n) => Some(n.to_string()),
            ScalarValue::Uint(n) => Some(n.to_string()),
            ScalarValue::F64(n) => Some(n.to_string()),
            _ => None,
        },
    }
}

fn as_number(value: &Value<'_>) -> Option<f64> {
    let Value::Scalar(scalar) = value else {
        return None;
    };
    match scalar.as_ref() {
        ScalarValue::F64(n) => Some(*n),
        ScalarValue::Int(n) => Some(*n as f64),
        ScalarValue::Uint(n) => Some(*n as f64),
        _ => None,
    }
}

/// The text at a key, whatever shape it has; `None` if there is none.
pub(crate) fn text_at(doc: &impl ReadDoc, at: &ObjId, key: &str) -> Option<String> {
    let (value, id) = doc.get(at, key).ok().flatten()?;
    as_text(doc, &value, &id)
}

/// The truth value at a key; anything but `true` is false.
pub(super) fn flag_at(doc: &impl ReadDoc, at: &ObjId, key: &str) -> bool {
    doc.get(at, key)
        .ok()
        .flatten()
        .is_some_and(|(value, _)| value.as_bool() == Some(true))
}

/// The whole number at a key.
pub(crate) fn whole_at(doc: &impl ReadDoc, at: &ObjId, key: &str) -> Option<u64> {
    let (value, _) = doc.get(at, key).ok().flatten()?;
    let Value::Scalar(scalar) = &value else {
        return None;
    };
    match scalar.as_ref() {
        ScalarValue::Uint(n) => Some(*n),
        ScalarValue::Int(n) => u64::try_from(*n).ok(),
        // JS has only floats; a schema number is small, so the cast is exact for every valid one.
        ScalarValue::F64(n) if n.fract() == 0.0 && (0.0..=1e9).contains(n) => Some(*n as u64),
        _ => None,
    }
}

/// The moment at a key, in milliseconds since 1970.
pub(super) fn moment_at(doc: &impl ReadDoc, at: &ObjId, key: &str) -> Option<i64> {
    let (value, _) = doc.get(at, key).ok().flatten()?;
    let Value::Scalar(scalar) = &value else {
        return None;
    };
    let moment = match scalar.as_ref() {
        ScalarValue::Int(n) | ScalarValue::Timestamp(n) => *n,
        ScalarValue::Uint(n) => i64::try_from(*n).ok()?,
        ScalarValue::F64(n) if n.fract() == 0.0 && (0.0..=1e15).contains(n) => *n as i64,
        _ => return None,
    };
    (0..=MOMENT_MAX).contains(&moment).then_some(moment)
}

/// The last moment that is read as one: the year 33,658, and the greatest that a case file may hold.
const MOMENT_MAX: i64 = 1_000_000_000_000_000;

/// The place that a map holds.
pub(crate) fn place_in(doc: &impl ReadDoc, at: &ObjId) -> Option<Place> {
    let number = |key| {
        let (value, _) = doc.get(at, key).ok().flatten()?;
        let number = as_number(&value).filter(|n| n.is_finite())?;
        Some(number.clamp(-limits::PLACE_MAX, limits::PLACE_MAX))
    };
    let (x, y) = number(fields::X).zip(number(fields::Y))?;
    Some(Place { x, y })
}

/// Cuts a text to at most `max` UTF-16 units, never inside a character.
pub(crate) fn cut(text: &mut String, max: usize) -> bool {
    let mut units = 0;
    let end = text.char_indices().find_map(|(at, character)| {
        units += character.len_utf16();
        (units > max).then_some(at)
    });
    if let Some(end) = end {
        text.truncate(end);
    }
    end.is_some()
}

/// Reads fields of one document and gathers what is wrong with them.
pub(super) struct Reader<'a, R> {
    pub(super) doc: &'a R,
    pub(super) problems: Vec<Problem>,
}

impl<'a, R: ReadDoc> Reader<'a, R> {
    pub(super) fn new(doc: &'a R) -> Self {
        Self {
            doc,
            problems: Vec::new(),
        }
    }

    pub(super) fn note(&mut self, subject: &Subject, field: Option<&'static str>, fault: Fault) {
        self.problems.push(Problem {
            subject: subject.clone(),
            field,
            fault,
        });
    }

    /// The map at a key; noted if it is not there or is something else.
    pub(super) fn map(
        &mut self,
        subject: &Subject,
        at: &ObjId,
        key: &'static str,
    ) -> Option<ObjId> {
        self.conflict(subject, at, key);
        match self.doc.get(at, key).ok().flatten() {
            Some((Value::Object(ObjType::Map), id)) => Some(id),
            Some(_) => {
                self.note(subject, Some(key), Fault::WrongType);
                None
            }
            None => {
                self.note(subject, Some(key), Fault::Missing);
                None
            }
        }
    }

    /// A text that may be absent.
    pub(super) fn text(
        &mut self,
        subject: &Subject,
        at: &ObjId,
        key: &'static str,
        max: usize,
    ) -> Option<String> {
        self.conflict(subject, at, key);
        let (value, id) = self.doc.get(at, key).ok().flatten()?;
        if value.is_null() {
            return None;
        }
        let Some(mut text) = as_text(self.doc, &value, &id) else {
            self.note(subject, Some(key), Fault::WrongType);
            return None;
        };
        if cut(&mut text, max) {
            self.note(subject, Some(key), Fault::TooLong { max });
        }
        Some(text)
    }

    /// A text that may be absent, and then is empty.
    pub(super) fn text_or_empty(
        &mut self,
        subject: &Subject,
        at: &ObjId,
        key: &'static str,
        max: usize,
    ) -> String {
        self.text(subject, at, key, max).unwrap_or_default()
    }

    /// A text that belongs there.
    pub(super) fn required_text(
        &mut self,
        subject: &Subject,
        at: &ObjId,
        key: &'static str,
        max: usize,
    ) -> String {
        let before = self.problems.len();
        self.text(subject, at, key, max).unwrap_or_else(|| {
            if self.problems.len() == before {
                self.note(subject, Some(key), Fault::Missing);
            }
            String::new()
        })
    }

    /// A fixed choice that may be absent; an unknown one counts as absent and is noted.
    pub(super) fn choice<T>(
        &mut self,
        subject: &Subject,
        at: &ObjId,
        key: &'static str,
        from_id: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(subject, at, key, limits::NAME_MAX)?;
        let choice = from_id(&text);
        if choice.is_none() {
            self.note(subject, Some(key), Fault::UnknownValue(text));
        }
        choice
    }

    /// A fixed choice that belongs there, with what stands in for it.
    pub(super) fn required_choice<T>(
        &mut self,
        subject: &Subject,
        at: &ObjId,
        key: &'static str,
        from_id: impl Fn(&str) -> Option<T>,
        otherwise: T,
    ) -> T {
        let before = self.problems.len();
        self.choice(subject, at, key, from_id).unwrap_or_else(|| {
            if self.problems.len() == before {
                self.note(subject, Some(key), Fault::Missing);
            }
            otherwise
        })
    }

    /// Where somebody placed an actor in a view.
    pub(super) fn place(&mut self, subject: &Subject, at: &ObjId, view: View) -> Option<Place> {
        // Two people who drag one actor at the same time wrote nothing that anybody could choose between by reading it:
        // one of the places holds, and either drags it again.
        let key = fields::place(view);
        let (value, id) = self.doc.get(at, key).ok().flatten()?;
        if value.is_null() {
            return None;
        }
        let place = match value {
            Value::Object(ObjType::Map) => place_in(self.doc, &id),
            _ => None,
        };
        if place.is_none() {
            self.note(subject, Some(key), Fault::WrongType);
        }
        place
    }

    /// Notes values of one field that were written at the same time and differ.
    pub(super) fn conflict(&mut self, subject: &Subject, at: &ObjId, key: &'static str) {
        let Ok(values) = self.doc.get_all(at, key) else {
            return;
        };
        if values.len() < 2 {
            return;
        }
        // Automerge lists the value that everybody is shown last.
        let values: Vec<Concurrent> = values
            .iter()
            .rev()
            .take(limits::CONFLICT_VALUES_MAX)
            .map(|(value, id)| self.one_of(value, id))
            .collect();
        if values.iter().any(|value| value.text != values[0].text) {
            self.note(subject, Some(key), Fault::Conflict(values));
        }
    }

    /// The value of a field that everybody is shown.
    pub(super) fn value(&self, at: &ObjId, key: &str) -> Option<Concurrent> {
        let (value, id) = self.doc.get(at, key).ok().flatten()?;
        Some(self.one_of(&value, &id))
    }

    fn one_of(&self, value: &Value<'_>, id: &ObjId) -> Concurrent {
        let mut text = self.display(value, id);
        cut(&mut text, limits::TITLE_MAX);
        let (writer, counter) = match id {
            ObjId::Root => (None, 0),
            ObjId::Id(counter, actor, _) => (Some(actor.to_hex_string()), *counter),
        };
        Concurrent {
            text,
            writer,
            counter,
        }
    }

    fn display(&self, value: &Value<'_>, id: &ObjId) -> String {
        if let Some(text) = as_text(self.doc, value, id) {
            return text;
        }
        match value {
            // A container that two people created at the same time.
            Value::Object(_) => id.to_string(),
            Value::Scalar(scalar) => match scalar.as_ref() {
                ScalarValue::Boolean(flag) => flag.to_string(),
                ScalarValue::Timestamp(n) => n.to_string(),
                _ => String::new(),
            },
        }
    }
}
