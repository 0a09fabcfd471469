//! Values of a file with their places, and what is found wrong with them on the way.

use std::{cell::RefCell, collections::BTreeSet};

use super::{
    error::{ImportError, ImportFault, Place, Reason},
    json::Json,
};
use crate::limits;

/// What has been found wrong so far.
#[derive(Default)]
pub(super) struct Faults {
    listed: RefCell<Vec<ImportFault>>,
    total: RefCell<usize>,
}

impl Faults {
    pub(super) fn tell(&self, pointer: String, reason: Reason) {
        *self.total.borrow_mut() += 1;
        let mut listed = self.listed.borrow_mut();
        if listed.len() < limits::IMPORT_ERRORS_MAX {
            let place = if pointer.is_empty() {
                Place::File
            } else {
                Place::Pointer(pointer)
            };
            listed.push(ImportFault { place, reason });
        }
    }

    /// What was read, unless anything was wrong.
    pub(super) fn clear<T>(self, value: Option<T>) -> Result<T, ImportError> {
        let faults = self.listed.into_inner();
        match value {
            Some(value) if faults.is_empty() => Ok(value),
            _ => Err(ImportError {
                more: self.total.into_inner() > faults.len(),
                faults,
            }),
        }
    }
}

/// A value and its place. Reading it tells what is wrong and then goes on, so that one round finds many faults.
#[derive(Clone)]
pub(super) struct Value<'a> {
    json: &'a Json,
    pointer: String,
    faults: &'a Faults,
}

impl<'a> Value<'a> {
    pub(super) fn root(json: &'a Json, faults: &'a Faults) -> Self {
        Self {
            json,
            pointer: String::new(),
            faults,
        }
    }

    pub(super) fn pointer(&self) -> String {
        self.pointer.clone()
    }

    pub(super) fn tell(&self, reason: Reason) {
        self.faults.tell(self.pointer.clone(), reason);
    }

    fn wrong<T>(&self, expected: &'static str) -> Option<T> {
        self.tell(Reason::WrongType { expected });
        None
    }

    fn at(&self, key: &str) -> String {
        let key = key.replace('~', "~0").replace('/', "~1");
        format!("{}/{key}", self.pointer)
    }

    /// What stands at a key, if this is an object that has it.
    pub(super) fn peek(&self, key: &str) -> Option<Value<'a>> {
        let Json::Object(entries) = self.json else {
            return None;
        };
        let (_, json) = entries.iter().find(|(name, _)| name == key)?;
        Some(Value {
            json,
            pointer: self.at(key),
            faults: self.faults,
        })
    }

    /// The entries of an object, each key once.
    pub(super) fn entries(&self, max: usize) -> Option<Vec<(&'a str, Value<'a>)>> {
        let Json::Object(entries) = self.json else {
            return self.wrong("an object");
        };
        if entries.len() > max {
            self.tell(Reason::TooMany { max });
            return None;
        }
        let mut seen = BTreeSet::new();
        let mut values = Vec::with_capacity(entries.len());
        for (key, json) in entries {
            let value = Value {
                json,
                pointer: self.at(key),
                faults: self.faults,
            };
            if seen.insert(key) {
                values.push((key.as_str(), value));
            } else {
                value.tell(Reason::Duplicate);
            }
        }
        Some(values)
    }

    /// An object with these fields and no others.
    pub(super) fn record(&self, fields: &[&str]) -> Option<Record<'a>> {
        // More entries than fields are told one by one, up to a number that nobody types.
        let entries = self.entries(1_000)?;
        for (key, value) in &entries {
            if !fields.contains(key) {
                value.tell(Reason::Unknown);
            }
        }
        Some(Record {
            of: self.clone(),
            entries,
        })
    }

    /// The items of a list.
    pub(super) fn items(&self, max: usize) -> Option<Vec<Value<'a>>> {
        let Json::List(items) = self.json else {
            return self.wrong("a list");
        };
        if items.len() > max {
            self.tell(Reason::TooMany { max });
            return None;
        }
        let values = items.iter().enumerate().map(|(n, json)| Value {
            json,
            pointer: format!("{}/{n}", self.pointer),
            faults: self.faults,
        });
        Some(values.collect())
    }

    /// A text of at most `max` UTF-16 units.
    pub(super) fn text(&self, max: usize) -> Option<String> {
        let Json::Text(text) = self.json else {
            return self.wrong("a text");
        };
        if limits::length(text) > max {
            self.tell(Reason::TooLong { max });
            return None;
        }
        Some(text.clone())
    }

    /// A text of which something is made.
    pub(super) fn parsed<T>(
        &self,
        parse: impl Fn(&str) -> Option<T>,
        otherwise: impl Fn() -> Reason,
    ) -> Option<T> {
        let Json::Text(text) = self.json else {
            return self.wrong("a text");
        };
        let parsed = parse(text);
        if parsed.is_none() {
            self.tell(otherwise());
        }
        parsed
    }

    pub(super) fn flag(&self) -> Option<bool> {
        match self.json {
            Json::Bool(flag) => Some(*flag),
            _ => self.wrong("true or false"),
        }
    }

    /// A number from `-max` to `max`.
    pub(super) fn number(&self, max: i32) -> Option<f64> {
        let Json::Number(number) = self.json else {
            return self.wrong("a number");
        };
        if !(-f64::from(max)..=f64::from(max)).contains(number) {
            self.tell(Reason::OutOfRange { min: -max, max });
            return None;
        }
        Some(*number)
    }

    /// A whole number, not negative.
    pub(super) fn whole(&self) -> Option<u64> {
        match self.json {
            Json::Number(number) if number.fract() == 0.0 && (0.0..=1e15).contains(number) => {
                Some(*number as u64)
            }
            _ => self.wrong("a whole number"),
        }
    }
}

/// An object whose fields are known.
pub(super) struct Record<'a> {
    of: Value<'a>,
    entries: Vec<(&'a str, Value<'a>)>,
}

impl<'a> Record<'a> {
    /// A field that may be absent.
    pub(super) fn get(&self, key: &str) -> Option<Value<'a>> {
        self.entries
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, value)| value.clone())
    }

    /// A field that has to be there.
    pub(super) fn need(&self, key: &str) -> Option<Value<'a>> {
        let value = self.get(key);
        if value.is_none() {
            self.of.faults.tell(self.of.at(key), Reason::Missing);
        }
        value
    }

    /// A text that may be absent, and then is empty.
    pub(super) fn text_or_empty(&self, key: &str, max: usize) -> Option<String> {
        match self.get(key) {
            Some(value) => value.text(max),
            None => Some(String::new()),
        }
    }

    /// A truth value that may be absent, and then is false.
    pub(super) fn flag_or_false(&self, key: &str) -> Option<bool> {
        match self.get(key) {
            Some(value) => value.flag(),
            None => Some(false),
        }
    }

    /// What a field that may be absent is read as; the outer `None` says that it is there and wrong.
    #[expect(
        clippy::option_option,
        reason = "absent and wrong are two things, and both are asked for at once"
    )]
    pub(super) fn optional<T>(
        &self,
        key: &str,
        read: impl FnOnce(Value<'a>) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.get(key) {
            Some(value) => read(value).map(Some),
            None => Some(None),
        }
    }
}
